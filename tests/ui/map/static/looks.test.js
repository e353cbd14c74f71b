"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { blank, load } = require("./loading.js");

const { census, looks } = load("payload", "census", "looks");
const COLOURS = ["white", "pale", "dark"];
const paint = (colour, hatched = 0) => [colour, hatched, 0, 1, "1", "0", "2"];
const LOOK = { colour: "white", chosen: false, operation: false, beside: false, away: false };

const fillOf = (payload, code) => looks.fill(census.unpack({ ...blank(), ...payload }, {}, "", false), COLOURS, code);

test("a ward has the colour of its class, hatched where it cannot be told from the force rate", () => {
  const wards = { W1: paint(2), W2: paint(1, 1), W3: paint(0, 1), W4: paint(-1), W5: paint(-2), W6: null };
  const fills = Object.fromEntries([...Object.keys(wards), "W7"].map((code) => [code, fillOf({ wards }, code)]));
  assert.deepEqual(fills, {
    W1: "dark",
    W2: "url(#hatch1)",
    W3: "white", // nothing recorded is not hatched
    W4: "#b9c2ca", // nobody lives there
    W5: "url(#hidden)",
    W6: "#e9edf0", // left out by the reader
    W7: "url(#untold)",
  });
});

test("classes of two figures have colours of their own; a ward without one is plain ground", () => {
  const cells = { title: "", colours: ["c0", "c1"], words: [], elsewhere: [], wards: { W1: [1, -1, ""], W2: [-1, -1, ""], W3: null } };
  const fills = ["W1", "W2", "W3", "W4"].map((code) => fillOf({ wards: null, cells }, code));
  assert.deepEqual(fills, ["c1", looks.PLAIN, looks.PLAIN, "url(#untold)"]);
});

test("the chosen ward lies over those in operations, these over neighbours, and these over the rest", () => {
  const heights = [{ chosen: true, operation: true }, { operation: true, beside: true }, { beside: true }, {}];
  assert.deepEqual(heights.map((some) => looks.height({ ...LOOK, ...some })), [3, 2, 1, 0]);
});

test("a ward of the authority that is not shown is neither filled nor lined", () => {
  const { fill, stroke } = looks.style({ ...LOOK, away: true });
  assert.deepEqual([fill, stroke], [false, false]);
});

test("the chosen ward's line is whole where a neighbour's is broken", () => {
  assert.equal(looks.style({ ...LOOK, beside: true }).dashArray, "6 4");
  assert.equal(looks.style({ ...LOOK, beside: true, chosen: true }).dashArray, undefined);
});
