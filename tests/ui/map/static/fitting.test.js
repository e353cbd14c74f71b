"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { blank, load } = require("./loading.js");

const { fitting } = load("fitting");
const KNOWN = new Set(["W1", "W2"]);
const SQUARE = { type: "Polygon", coordinates: [] };

test("the view is asked for anew by other wards, authorities, tiles or a drawn area, and by nothing else", () => {
  const before = fitting.asked(blank());
  for (const same of [{ selected: "W1" }, { dark: true }, { chosen: ["W1"] }, { area: SQUARE }, { wards: { W1: null } }]) {
    assert.equal(fitting.asked({ ...blank(), ...same }), before);
  }
  for (const other of [{ fit: ["W1"] }, { authorities: ["A1"] }, { view: "tiles" }, { area: SQUARE, fitArea: true }]) {
    assert.notEqual(fitting.asked({ ...blank(), ...other }), before);
  }
});

test("a drawn area goes before wards that are named, and these before authorities", () => {
  const named = { ...blank(), fit: ["W2", "W9"] };
  assert.deepEqual(fitting.subject({ ...named, area: SQUARE, fitArea: true }, KNOWN), { area: true });
  assert.deepEqual(fitting.subject({ ...named, area: SQUARE }, KNOWN), { wards: ["W2"] });
  assert.deepEqual(fitting.subject(named, KNOWN), { wards: ["W2"] });
  // of wards without a shape there is nothing to fit to
  assert.deepEqual(fitting.subject({ ...blank(), fit: ["W9"] }, KNOWN), { authorities: ["A1", "A2"] });
});

test("on a wide map the legend and the towns lie left of what is fitted, on a narrow one the legend lies under it", () => {
  const around = { insets: 286, legend: { width: 268, height: 200 }, names: false };
  assert.deepEqual(fitting.padding({ ...around, width: 900 }), { paddingTopLeft: [288, 16], paddingBottomRight: [12, 24] });
  assert.deepEqual(fitting.padding({ ...around, width: 640, insets: 168 }), { paddingTopLeft: [168, 16], paddingBottomRight: [12, 224] });
});

test("without a legend nothing is kept clear for it, and names over tiles have room above", () => {
  const around = { width: 900, insets: 12, legend: { width: 0, height: 0 }, names: true };
  assert.deepEqual(fitting.padding(around), { paddingTopLeft: [12, 60], paddingBottomRight: [12, 24] });
});
