"use strict";
var wardMap = wardMap || {};

/**
 * What colours, patterns, lines and symbols of a map mean.
 * @param {L.Map} map
 * @param {Object} drawn what the legend shows samples of
 * @param {string[]} drawn.colours by class
 * @param {(kind: LineKind) => SVGElement} drawn.line
 * @param {(words: Record<Origin, string>) => HTMLElement} drawn.parts
 */
wardMap.legend = function (map, drawn) {
  const { census, elements, looks, patterns } = wardMap;
  const STRONG = 3; // the width of a border that is a sign of its own
  const control = new L.Control({ position: "bottomleft" });
  const box = elements.text("div", "legend");
  control.onAdd = () => box;
  control.addTo(map);

  /** @param {string} fill @param {string} words @param {string} [border] */
  function swatch(fill, words, border) {
    const picture = elements.sample();
    const line = { stroke: border || looks.LINE, "stroke-width": border ? STRONG : 1 };
    picture.append(elements.svg("rect", { x: 1, y: 1, width: 28, height: 13, fill, ...line }));
    box.append(elements.row(picture, words));
  }

  /** @param {Painted} painted */
  function classes({ payload: { cells }, words }) {
    if (!cells) {
      words.classes.forEach((row, at) => swatch(drawn.colours[at], row));
      swatch(looks.hatched(STRONG), words.hatched);
      return;
    }
    if (cells.grid) box.append(patterns.grid(cells.grid, cells.colours));
    [...cells.words, ...cells.elsewhere].forEach((row, at) => swatch(cells.colours[at] || looks.PLAIN, row));
  }

  /** @param {Painted} painted @param {boolean} asTiles */
  function lines({ whole, words }, asTiles) {
    const operations = census.operationsShown(whole).map(([, operation]) => operation);
    if (asTiles && operations.length) swatch("none", words.operation, looks.OPERATION);
    else {
      Object.entries(words.statuses).forEach(([status, row]) => {
        const shown = operations.find((operation) => operation.status === status);
        if (shown) box.append(elements.row(drawn.line(shown.status), row));
      });
    }
    whole.outlines.forEach((outline) => box.append(elements.row(drawn.line(outline.kind), outline.words)));
  }

  /** @param {Dots} points */
  function symbols(points) {
    points.kinds.forEach((kind, at) => {
      const picture = elements.sample();
      picture.append(patterns.symbol(points.shapes?.[at], points.colours[at]));
      box.append(elements.row(picture, kind));
    });
  }

  return {
    /**
     * @param {Painted} painted
     * @param {Object} state
     * @param {boolean} state.untold whether some ward was sent no figure
     * @param {boolean} state.parts whether marks of origins are drawn
     * @param {boolean} state.asTiles
     */
    show(painted, { untold, parts, asTiles }) {
      const { payload, words } = painted;
      box.style.display = painted.alone ? "none" : "";
      box.replaceChildren(elements.text("b", "", payload.cells ? payload.cells.title : words.legend));
      classes(painted);
      if (words.hidden) swatch(looks.HIDDEN_FILL, words.hidden);
      if (words.nobody) swatch(looks.NOBODY, words.nobody);
      if (untold) swatch(looks.UNTOLD_FILL, words.untold);
      lines(painted, asTiles);
      if (parts) box.append(elements.text("b", "", words.partLegend), drawn.parts(words.partWords));
      if (payload.points && !asTiles) symbols(payload.points);
    },
    /** @returns {{width: number, height: number}} */
    size: () => ({ width: box.offsetWidth, height: box.offsetHeight }),
  };
};
