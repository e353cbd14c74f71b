"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { blank, load } = require("./loading.js");

const { census } = load("payload", "census");
const WORDS = { untoldLine: ["{count} ward untold", "{count} wards untold"], shapelessLine: ["{count} lost", "{count} all lost"] };
const operation = (wards, status = "live") => ({ name: "Op", status, wards, dates: "", area: null, at: null });
const sorted = (codes) => [...codes].sort();

test("a record's values stand under the names of its declaration, a ward left out stays null", () => {
  const records = census.records("WardPaint", { W1: [5, 0, 1, 12, "12.0", "6.19", "21.0"], W2: null });
  assert.deepEqual(records.get("W1"), {
    colour: 5, hatched: 0, town_centre: 1, offences: 12, rate: "12.0", low: "6.19", high: "21.0",
  });
  assert.equal(records.get("W2"), null);
  assert.equal(records.has("W3"), false);
  assert.equal(census.records("PartCounts", null).size, 0);
});

test("a ward left out is spoken of, one that is not named is untold, and where nothing is painted none is", () => {
  const painted = census.unpack({ ...blank(), wards: { W1: [0, 0, 0, 0, "0", "0", "1"], W2: null } }, {}, "", false);
  assert.deepEqual(["W1", "W2", "W3"].map((code) => census.isUntold(painted, code)), [false, false, true]);
  const plain = census.unpack({ ...blank(), wards: null }, {}, "", false);
  assert.equal(census.isUntold(plain, "W3"), false);
  const classes = { title: "", colours: [], words: [], elsewhere: [], wards: { W1: null } };
  const cells = census.unpack({ ...blank(), wards: null, cells: classes }, {}, "", false);
  assert.deepEqual(["W1", "W3"].map((code) => census.isUntold(cells, code)), [false, true]);
});

test("gaps are counted on both sides, each ward once, whatever the order", () => {
  const payload = {
    ...blank(),
    wards: { W9: null, W2: null, W1: null },
    parts: { W9: [1, 0, 0, 0], W1: [1, 0, 0, 0] },
    outlines: [{ kind: "ring", words: "", wards: ["W8", "W1"] }],
    operations: { a: operation(["W7", "W1"]), b: { ...operation(["W6"]), area: { type: "Polygon" } } },
  };
  const { untold, shapeless } = census.gaps(payload, new Set(["W1", "W2", "W3"]), new Set(["W1", "W2", "W3", "W7"]));
  assert.deepEqual(untold, ["W3"]);
  // W7 lies in an authority that is not drawn, and b has an area of its own
  assert.deepEqual(sorted(shapeless), ["W8", "W9"]);
});

test("gaps are said in one line, and nothing where there are none", () => {
  assert.equal(census.line({ untold: ["a"], shapeless: ["b", "c"] }, WORDS), "1 ward untold; 2 all lost");
  assert.equal(census.line({ untold: [], shapeless: ["b"] }, WORDS), "1 lost");
  assert.equal(census.line({ untold: [], shapeless: [] }, WORDS), "");
});

test("names in braces are filled, once each: a value is not read as a template", () => {
  assert.equal(census.fill("{a} of {0}", { a: "{0}", 0: "$1" }), "{0} of $1");
});

test("of one authority the other's wards are left out, as if the reader had", () => {
  const authorities = new Map([["W1", "A1"], ["W2", "A2"]]);
  const payload = {
    ...blank(),
    wards: { W1: [1], W2: [2] },
    parts: { W1: [1, 0, 0, 0], W2: [2, 0, 0, 0] },
    operations: { a: operation(["W1", "W2"]), b: operation(["W2"]) },
  };
  const part = census.partOf(payload, "A1", authorities);
  assert.deepEqual(part.wards, { W1: [1], W2: null });
  assert.deepEqual(Object.keys(part.parts), ["W1"]);
  assert.deepEqual(Object.keys(part.operations), ["a"]);
  assert.deepEqual(part.authorities, ["A1"]);
  assert.deepEqual(Object.keys(payload.operations), ["a", "b"]); // what was sent stays as it is
});

test("operations switched off are not shown, and take no rows of the legend", () => {
  const operations = { a: operation(["W1"]), b: operation(["W1"], "closed"), c: operation(["W1"], "closed") };
  const payload = { ...blank(), operations, points: { kinds: ["x", "y"] } };
  assert.equal(census.operationsShown(payload).length, 3);
  // two kinds of dots, two statuses of which one has room already, and three rows of marks
  assert.equal(census.moreRows(payload, true), 2 + 1 + 3);
  payload.layers = { operations: false, places: true };
  assert.deepEqual(census.operationsShown(payload), []);
  assert.equal(census.moreRows(payload, false), 2);
  payload.words = { hidden: "", nobody: "residents not known, so no rate", classes: [] };
  assert.equal(census.moreRows(payload, false), 2 + 2);
});
