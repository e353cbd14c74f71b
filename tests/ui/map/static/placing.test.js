"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./loading.js");

const { placing } = load("placing");
const ROOM = { x: 1000, y: 700 };
const label = (x, y, more = {}) => ({ spot: { x, y }, size: [80, 20], rank: 1, kind: "", ...more });
const boxOf = ({ spot, size }, [dx, dy]) => [spot.x + dx, spot.y + dy, spot.x + dx + size[0], spot.y + dy + size[1]];
const apart = (a, b) => a[2] <= b[0] || a[0] >= b[2] || a[3] <= b[1] || a[1] >= b[3];

/** Numbers from 0 to 1 that are the same in every run. */
function dealt(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test("a label stands right of its place, or on the first side where it is whole", () => {
  assert.deepEqual(placing.place([label(500, 300)], ROOM, [], []), [{ at: 0, side: [7, -10], led: false }]);
  assert.deepEqual(placing.place([label(950, 300)], ROOM, [], [])[0].side, [-87, -10]);
  assert.deepEqual(placing.place([label(500, 300)], ROOM, [[505, 280, 600, 320]], [])[0].side, [-87, -10]);
});

test("whatever the places, no label is cut, covers another, or covers what is taken", () => {
  const next = dealt(7);
  for (let round = 0; round < 40; round += 1) {
    const labels = Array.from({ length: 60 }, (_, at) => label(next() * ROOM.x, next() * ROOM.y, {
      size: [40 + next() * 120, 16 + next() * 24],
      rank: at % 4,
      kind: at % 4 === 0 ? "operation" : "",
    }));
    const taken = [[0, 400, 250, 700], [940, 0, 1000, 124]];
    const placed = placing.place(labels, ROOM, taken, [[300, 200, 600, 500]]);
    const boxes = placed.map(({ at, side }) => boxOf(labels[at], side));
    assert.ok(placed.length > 10);
    assert.equal(new Set(placed.map(({ at }) => at)).size, placed.length);
    boxes.forEach((box, at) => {
      assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= ROOM.x && box[3] <= ROOM.y);
      [...taken, ...boxes.slice(0, at)].forEach((other) => assert.ok(apart(box, other)));
    });
  }
});

test("the more important label goes first, and one without room waits", () => {
  const [low, high] = [label(500, 300, { rank: 3 }), label(500, 300, { rank: 1 })];
  const filled = [[0, 0, 1000, 285], [0, 315, 1000, 700], [0, 0, 490, 700]]; // room for one, on the right
  assert.deepEqual(placing.place([low, high], ROOM, filled, []), [{ at: 1, side: [7, -10], led: false }]);
});

test("an operation's label keeps off its ground and is led back to its place; a town's may stand there", () => {
  const avoided = [[400, 200, 600, 400]];
  const [operation, town] = [label(500, 300, { rank: 0, kind: "operation" }), label(450, 350)];
  const placed = placing.place([operation, town], ROOM, [], avoided);
  assert.ok(placed[0].led && apart(boxOf(operation, placed[0].side), avoided[0]));
  assert.deepEqual(placed[1], { at: 1, side: [7, -10], led: false });
});

test("an operation with no room beside its ground stands on it, unled", () => {
  const everywhere = [[-500, -500, 1500, 1200]];
  assert.deepEqual(placing.place([label(500, 300, { rank: 0 })], ROOM, [], everywhere), [{ at: 0, side: [16, -10], led: false }]);
});

test("operations are placed from the north, others in the order of their ranks", () => {
  const order = placing.place([label(100, 600, { rank: 2 }), label(500, 500, { rank: 0 }), label(500, 100, { rank: 0 })], ROOM, [], []);
  assert.deepEqual(order.map(({ at }) => at), [2, 1, 0]);
});

test("what is taken stays as it was handed over", () => {
  const taken = [[0, 0, 10, 10]];
  placing.place([label(500, 300)], ROOM, taken, []);
  assert.deepEqual(taken, [[0, 0, 10, 10]]);
});

test("a line leads from the edge of what must stay readable to the nearest point of the label", () => {
  // the label lies 60 right and 80 down of the place: its nearest corner is 100 away, of which 25 stay clear
  const [begin, end] = placing.lead({ x: 0, y: 0 }, [60, 80], [30, 20], 25);
  assert.deepEqual(end, { x: 60, y: 80 });
  assert.deepEqual(begin, { x: 15, y: 20 });
  // a label over its own place has no line to speak of
  assert.deepEqual(placing.lead({ x: 5, y: 5 }, [-10, -10], [30, 20], 25), [{ x: 5, y: 5 }, { x: 5, y: 5 }]);
});

test("from afar only the most important names are shown", () => {
  assert.deepEqual([9.25, 9.5, 12].map(placing.lowestRank), [2, 3, 3]);
});
