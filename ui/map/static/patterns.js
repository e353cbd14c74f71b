"use strict";
var wardMap = wardMap || {};

// Patterns that wards are filled with, symbols of dots, and the squares of a legend of two figures.
wardMap.patterns = (function () {
  const { svg, text, sample, row } = wardMap.elements;
  const SQUARE = 50; // pixels of a side in the legend of two figures
  // Corners of a symbol, and by how much of a turn it is turned; a circle has none.
  /** @type {Record<string, [many: number, turned: number]>} */
  const SHAPES = { square: [4, 0.125], triangle: [3, 0.25], diamond: [4, 0] };

  /** @param {string} id @param {number} size @param {string} ground @param {SVGElement} mark */
  function pattern(id, size, ground, mark) {
    const tile = svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" });
    tile.append(svg("rect", { width: size, height: size, fill: ground }), mark);
    return tile;
  }

  /**
   * Hatched where nothing can be told, dotted where a figure is hidden, crossed where none was sent.
   * @param {string[]} colours by class
   */
  function add(colours) {
    const box = svg("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" });
    const defs = svg("defs", {});
    colours.forEach((colour, at) => {
      const stripe = svg("rect", { width: 2.4, height: 6, fill: at ? colour : "#c9d1d8" });
      const hatch = pattern(`hatch${at}`, 6, colour, stripe);
      hatch.setAttribute("patternTransform", "rotate(45)");
      hatch.firstElementChild?.setAttribute("fill-opacity", "0.45");
      defs.append(hatch);
    });
    const cross = { d: "M1 1L8 8M8 1L1 8", stroke: "#46525e", "stroke-width": 1.1 };
    defs.append(
      pattern("hidden", 8, "#cfd6dc", svg("circle", { cx: 4, cy: 4, r: 1.6, fill: "#5b6b78" })),
      pattern("untold", 9, "#aab3ba", svg("path", cross)),
    );
    box.append(defs);
    document.body.append(box);
  }

  /**
   * Corners of a symbol around a spot; none for a circle.
   * @param {string | undefined} shape
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @returns {Pair[]}
   */
  function corners(shape, x, y, radius) {
    const [many, turned] = SHAPES[shape || ""] || [0, 0];
    return Array.from({ length: many }, (_, at) => {
      const turn = (at / many - turned) * 2 * Math.PI;
      return [x + radius * 1.25 * Math.cos(turn), y + radius * 1.25 * Math.sin(turn)];
    });
  }

  /** @param {string | undefined} shape @param {string} colour */
  function symbol(shape, colour) {
    const points = corners(shape, 15, 7.5, 5);
    const look = { fill: colour, stroke: shape ? "#10202e" : "none" };
    return points.length
      ? svg("polygon", { points: points.map((at) => at.join()).join(" "), ...look })
      : svg("circle", { cx: 15, cy: 7.5, r: 5, ...look });
  }

  /**
   * Nine classes of two figures: the first rises to the right, the second upwards; in words for who cannot see the squares.
   * @param {GridLegend} words
   * @param {string[]} colours by class
   */
  function grid(words, colours) {
    const side = 3 * SQUARE + 2;
    const box = text("div", "grid-legend");
    const look = { width: side, height: side, viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": words.description };
    const squares = svg("svg", look);
    colours.slice(0, 9).forEach((fill, at) => {
      const place = { x: 1 + SQUARE * (at % 3), y: 1 + SQUARE * (2 - Math.floor(at / 3)) };
      squares.append(svg("rect", { ...place, width: SQUARE, height: SQUARE, fill, stroke: "#fff", "stroke-width": 1.5 }));
    });
    box.append(text("span", "up", words.up), squares, text("span", "across", words.across));
    words.corners.forEach(([at, corner]) => {
      const drawn = sample();
      drawn.append(svg("rect", { x: 1, y: 1, width: 28, height: 13, fill: colours[at], stroke: "#5b6b78" }));
      box.append(row(drawn, corner, "row corner"));
    });
    return box;
  }

  return { add, corners, symbol, grid };
})();
