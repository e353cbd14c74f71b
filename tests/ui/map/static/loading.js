"use strict";
// The map's scripts as a page loads them: one after the other, each adding its part to one object.
const { readFileSync } = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const SCRIPTS = path.join(__dirname, "../../../../ui/map/static");

/**
 * @param {...string} names of scripts, without .js
 */
function load(...names) {
  names.forEach((name) => {
    const filename = path.join(SCRIPTS, `${name}.js`);
    vm.runInThisContext(readFileSync(filename, "utf8"), { filename });
  });
  return vm.runInThisContext("wardMap");
}

/** A payload that says nothing yet. */
const blank = () => ({
  files: [],
  wards: {},
  words: { hidden: "", nobody: "", classes: [] },
  points: null,
  operations: {},
  outlines: [],
  authorities: ["A1", "A2"],
  view: "map",
  layers: { operations: true, places: true },
  selected: null,
  chosen: [],
  fit: [],
  neighbours: [],
  area: null,
  fitArea: false,
  draw: false,
  dark: false,
});

module.exports = { load, blank };
