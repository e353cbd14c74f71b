"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./loading.js");

const { packing, dot, dotBytes } = load("payload", "packing");
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
// A cell is 0.002 degrees wide to the east and 0.001 to the north, in the box from 51.4 north and 1.8 west.
const WIDTHS = { "257,-9": [0, 0.002, 0.001, 0] };

test("a number takes as many bytes of seven bits as it needs, lowest first", () => {
  // 300 = 2 x 128 + 44: 44 with the eighth bit set is 172, then 2; 128 is 128, 1; 2 to the 35th is five empty bytes and a 1
  const bytes = [0, 127, 172, 2, 128, 1, 128, 128, 128, 128, 128, 1];
  assert.deepEqual(packing.numbers(base64(bytes)), [0, 127, 300, 128, 2 ** 35]);
  assert.deepEqual(packing.numbers(""), []);
});

test("a cell is its id, its class, what is counted in it and where it lies, each a step from the cell before", () => {
  // ids 7, then 7 + 3 = 10; of three classes, 4 offences of class 2 are 14, none of class 0 is 0
  // 51.5 north is 5,150,000, sent as 10,300,000 = 96 + 128 x 84 + 128² x 116 + 128³ x 4: 224, 212, 244, 4
  // 1.7 west is -170,000, sent as 339,999 = 31 + 128 x 96 + 128² x 20: 159, 224, 20; the second 5 south (9) and 4 east (8)
  const hexagons = { cells: base64([7, 14, 224, 212, 244, 4, 159, 224, 20, 3, 0, 9, 8]), widths: WIDTHS, chosen: [] };
  const [first, second] = packing.cells(hexagons, 3);
  assert.deepEqual([first.code, first.class, first.count], [7, 2, 4]);
  assert.deepEqual([second.code, second.class, second.count], [10, 0, 0]);
  assert.deepEqual(first.middle, [51.5, -1.7]);
  assert.deepEqual(second.middle, [51.49995, -1.69996]);
});

test("a step of a cell to the south or to the west is a number below zero", () => {
  // 1 is -1, 3 is -2; 2 is 1: the second cell lies 1 south and 2 west of the first, the third 1 north of the second
  const hexagons = { cells: base64([0, 0, 224, 212, 244, 4, 159, 224, 20, 1, 0, 1, 3, 1, 0, 2, 0]), widths: WIDTHS, chosen: [] };
  const middles = packing.cells(hexagons, 1).map(({ middle }) => middle.map((degrees) => Math.round(degrees * 1e5)));
  assert.deepEqual(middles, [[5_150_000, -170_000], [5_149_999, -170_002], [5_150_000, -170_002]]);
});

test("a cell's corners lie around its middle by its widths, the first of them north of it", () => {
  const hexagons = { cells: base64([0, 0, 224, 212, 244, 4, 159, 224, 20]), widths: WIDTHS, chosen: [] };
  const [{ middle, corners }] = packing.cells(hexagons, 1);
  const widths = ([latitude, longitude]) => Math.hypot((latitude - middle[0]) / 0.001, (longitude - middle[1]) / 0.002);
  assert.equal(corners.length, 6);
  corners.forEach((corner) => assert.ok(Math.abs(widths(corner) - 1 / Math.sqrt(3)) < 1e-6));
  assert.ok(corners[0][0] > middle[0] && Math.abs(corners[0][1] - middle[1]) < 1e-9);
});

test("a dot is read where its bytes lie", () => {
  const sent = [
    { latitude: 5_155_812, longitude: -178_001, count: 65_535, kind: 6, street: 70_000 },
    { latitude: -1, longitude: 0, count: 1, kind: 0, street: 0 },
  ];
  const view = new DataView(new ArrayBuffer(dotBytes * sent.length));
  sent.forEach((record, at) => Object.entries(record).forEach(([name, value]) => {
    const [reader, start] = dot[name];
    view[reader.replace("get", "set")](at * dotBytes + start, value, true);
  }));
  const dots = { dots: base64(new Uint8Array(view.buffer)), streets: [], tip: [], colours: [], kinds: [] };
  assert.deepEqual(packing.dots(dots), sent);
});
