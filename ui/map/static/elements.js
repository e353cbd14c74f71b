// Leaflet moves things in three dimensions unless told otherwise: each label and each town's picture would be a sheet of its own,
// which a browser lays together anew at every change.
L.Browser.ie3d = true;

// Small parts of the page inside a map: text is always set as text, since names come from data.
window.mapElements = (function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const text = (tag, className, words) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (words) made.textContent = words;  // never innerHTML
    return made;
  };
  const svg = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };

  // Patterns the wards are filled with: hatched where nothing can be told, dotted where a figure is hidden.
  function addPatterns(colours) {
    const box = svg("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }), defs = svg("defs", {});
    colours.forEach((colour, at) => {
      const hatch = svg("pattern", { id: `hatch${at}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
      hatch.append(svg("rect", { width: 6, height: 6, fill: colour, "fill-opacity": 0.45 }),
        svg("rect", { width: 2.4, height: 6, fill: at ? colour : "#c9d1d8" }));
      defs.append(hatch);
    });
    const hidden = svg("pattern", { id: "hidden", width: 8, height: 8, patternUnits: "userSpaceOnUse" });
    hidden.append(svg("rect", { width: 8, height: 8, fill: "#cfd6dc" }), svg("circle", { cx: 4, cy: 4, r: 1.6, fill: "#5b6b78" }));
    const untold = svg("pattern", { id: "untold", width: 9, height: 9, patternUnits: "userSpaceOnUse" });
    untold.append(svg("rect", { width: 9, height: 9, fill: "#aab3ba" }), svg("path", { d: "M1 1L8 8M8 1L1 8", stroke: "#46525e", "stroke-width": 1.1 }));
    defs.append(hidden, untold);
    box.append(defs);
    document.body.append(box);
  }

  // Corners of a symbol around a spot; none for a circle.
  const SHAPES = { square: [4, 0.125], triangle: [3, 0.25], diamond: [4, 0] };
  function corners(shape, x, y, radius) {
    const [many, turned] = SHAPES[shape] || [0, 0];
    return Array.from({ length: many }, (_, at) => [x + radius * 1.25 * Math.cos((at / many - turned) * 2 * Math.PI), y + radius * 1.25 * Math.sin((at / many - turned) * 2 * Math.PI)]);
  }
  function symbol(shape, colour) {
    const found = corners(shape, 15, 7.5, 5), look = { fill: colour, stroke: shape ? "#10202e" : "none" };
    return found.length ? svg("polygon", { points: found.map((at) => at.join()).join(" "), ...look }) : svg("circle", { cx: 15, cy: 7.5, r: 5, ...look });
  }

  // Nine classes of two figures: the first rises to the right, the second upwards; in words for who cannot see the squares.
  function grid(told) {
    const box = text("div", "grid-legend"), side = 50, drawn = svg("svg", { width: 3 * side + 2, height: 3 * side + 2, viewBox: `0 0 ${3 * side + 2} ${3 * side + 2}`, role: "img", "aria-label": told.grid.said });
    for (let at = 0; at < 9; at += 1) drawn.append(svg("rect", { x: 1 + side * (at % 3), y: 1 + side * (2 - Math.floor(at / 3)), width: side, height: side,
      fill: told.colours[at], stroke: "#fff", "stroke-width": 1.5 }));
    box.append(text("span", "up", told.grid.up), drawn, text("span", "across", told.grid.across));
    told.grid.corners.forEach(([at, words]) => {
      const row = text("div", "row corner"), sample = svg("svg", { width: 30, height: 15, "aria-hidden": "true" });
      sample.append(svg("rect", { x: 1, y: 1, width: 28, height: 13, fill: told.colours[at], stroke: "#5b6b78" }));
      row.append(sample, text("span", "", words));
      box.append(row);
    });
    return box;
  }

  // What is said of a place opens to its right, and over the right third of a map to its left: the legend and the towns lie left.
  function beside(tip, event) {
    const { clientWidth } = event.originalEvent.currentTarget;
    tip.options.direction = event.containerPoint.x < clientWidth * 2 / 3 ? "right" : "left";
  }

  return { text, svg, grid, beside, addPatterns, corners, symbol, fill: (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]) };
})();
