"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./loading.js");

const { packing, dot, dotBytes } = load("payload", "packing");
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const STRAIGHT = { middle: [0, 0], latitude: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0], longitude: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0] };

test("a number takes as many bytes of seven bits as it needs, lowest first", () => {
  // 300 = 2 x 128 + 44: 44 with the eighth bit set is 172, then 2; 128 is 128, 1; 2 to the 35th is five empty bytes and a 1
  const bytes = [0, 127, 172, 2, 128, 1, 128, 128, 128, 128, 128, 1];
  assert.deepEqual(packing.numbers(base64(bytes)), [0, 127, 300, 128, 2 ** 35]);
  assert.deepEqual(packing.numbers(""), []);
});

test("degrees are a cubic of metres from the middle, in hundreds of kilometres", () => {
  const fit = { middle: [400_000, 160_000], latitude: [51, 2, 3, 5, 7, 11, 13, 17, 19, 23], longitude: [-2, 1, 0, 0, 0, 0, 0, 0, 0, 1] };
  assert.deepEqual(packing.degrees(fit, 400_000, 160_000), [51, -2]);
  // x = 1, y = 2: 51 + 2 + 6 + 5 + 14 + 44 + 13 + 34 + 76 + 184 = 429; -2 + 1 + 8 = 7
  assert.deepEqual(packing.degrees(fit, 500_000, 360_000), [429, 7]);
});

test("a cell is its id, its class and what is counted in it, each cell a step from the one before", () => {
  // ids 7, then 7 + 3 = 10; of three classes, 4 offences of class 2 are 14, none of class 0 is 0
  const hexagons = { cells: base64([7, 14, 3, 0]), width: 100_000, row: 4, fit: STRAIGHT, chosen: [] };
  const [first, second] = packing.cells(hexagons, 3);
  assert.deepEqual([first.code, first.class, first.count], [7, 2, 4]);
  assert.deepEqual([second.code, second.class, second.count], [10, 0, 0]);
  // 7 = 1 row of 4 and 3: east 3 half widths, north 1 row of width x root 3 / 2
  const [north, east] = first.middle;
  assert.ok(Math.abs(east - 1.5) < 1e-9 && Math.abs(north - Math.sqrt(3) / 2) < 1e-9);
});

test("a cell's corners are as far from its middle as from one another, the first of them north of it", () => {
  const hexagons = { cells: base64([0, 0]), width: 100_000, row: 4, fit: STRAIGHT, chosen: [] };
  const [{ middle, corners }] = packing.cells(hexagons, 1);
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  assert.equal(corners.length, 6);
  corners.forEach((corner, at) => {
    assert.ok(Math.abs(apart(corner, middle) - 1 / Math.sqrt(3)) < 1e-9);
    assert.ok(Math.abs(apart(corner, corners[(at + 1) % 6]) - 1 / Math.sqrt(3)) < 1e-9);
  });
  assert.ok(corners[0][0] > middle[0] && Math.abs(corners[0][1] - middle[1]) < 1e-9);
});

test("a dot is read where its bytes lie", () => {
  const sent = [
    { latitude: 5_155_812, longitude: -178_001, count: 65_535, kind: 6, street: 70_000 },
    { latitude: -1, longitude: 0, count: 1, kind: 0, street: 0 },
  ];
  const view = new DataView(new ArrayBuffer(dotBytes * sent.length));
  sent.forEach((one, at) => Object.entries(one).forEach(([name, value]) => {
    const [reader, start] = dot[name];
    view[reader.replace("get", "set")](at * dotBytes + start, value, true);
  }));
  const dots = { dots: base64(new Uint8Array(view.buffer)), streets: [], tip: [], colours: [], kinds: [] };
  assert.deepEqual(packing.dots(dots), sent);
});
