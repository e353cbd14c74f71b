"use strict";
var wardMap = wardMap || {};

// Where labels go: to the first side of their place where they are neither cut by the edge nor over another; else they wait for more room.
// An operation's label keeps off the ground around it, so that the wards it is about stay to be seen: a line leads back to its place.
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box in pixels of the map */
/** @typedef {[x: number, y: number]} Pair in pixels */
/** @typedef {{x: number, y: number}} Spot in pixels of the map */
/**
 * @typedef {Object} Label
 * @property {Spot} spot its place
 * @property {Pair} size
 * @property {number} rank lower goes first; 0 for an operation
 * @property {string} kind
 */
/** @typedef {{at: number, side: Pair, led: boolean}} Placed which label, from its place to its box's corner, and whether it stands apart */

wardMap.placing = (function () {
  const EDGE = 4; // pixels between a label and the edge
  const LEADS = Array.from({ length: 22 }, (_, at) => 16 + at * 8); // pixels between a place and the label that is led to it
  const FAR = 9.5; // the zoom below which only the most important names are shown

  /**
   * Offered corners of a box around a place, the best first.
   * @param {Pair} size
   * @param {number} gap
   * @returns {Pair[]}
   */
  function sides([wide, high], gap) {
    return [
      [gap, -high / 2],
      [-wide - gap, -high / 2],
      [-wide / 2, -high - gap],
      [-wide / 2, gap],
      [gap, -high - gap],
      [gap, gap],
      [-wide - gap, -high - gap],
      [-wide - gap, gap],
    ];
  }

  /**
   * @param {Spot} spot
   * @param {Pair} side
   * @param {Pair} size
   * @param {number} margin
   * @returns {Box}
   */
  const boxAt = (spot, [dx, dy], [wide, high], margin = 0) => [
    spot.x + dx - margin,
    spot.y + dy - margin,
    spot.x + dx + wide + margin,
    spot.y + dy + high + margin,
  ];

  /** @param {Box} first @param {Box} second */
  const apart = (first, second) =>
    first[2] < second[0] || first[0] > second[2] || first[3] < second[1] || first[1] > second[3];

  /**
   * The first of some sides whose box is whole and covers nothing that is taken.
   * @param {Label} label
   * @param {Pair[]} offered
   * @param {Box[]} taken
   * @param {Spot} room size of the map
   * @returns {Pair | undefined}
   */
  function free({ spot, size }, offered, taken, room) {
    return offered.find((side) => {
      const box = boxAt(spot, side, size);
      const whole = box[0] > EDGE && box[1] > EDGE && box[2] < room.x - EDGE && box[3] < room.y - EDGE;
      return whole && taken.every((other) => apart(box, other));
    });
  }

  /**
   * The lowest rank that is shown at a zoom.
   * @param {number} zoom
   */
  const lowestRank = (zoom) => (zoom < FAR ? 2 : 3);

  /**
   * Labels that have room, operations from the north first.
   * @param {Label[]} labels
   * @param {Spot} room size of the map
   * @param {Box[]} taken boxes that no label may cover
   * @param {Box[]} avoided boxes that no label of an operation or an authority may cover, if it can stand elsewhere
   * @returns {Placed[]}
   */
  function place(labels, room, taken, avoided) {
    const occupied = [...taken];
    const order = labels.map((label, at) => ({ label, at }));
    order.sort((a, b) => a.label.rank - b.label.rank || (a.label.rank ? 0 : a.label.spot.y - b.label.spot.y));
    return order.flatMap(({ label, at }) => {
      const { spot, size, rank, kind } = label;
      const keepsOff = rank === 0 || kind === "authority";
      const far = keepsOff && free(label, LEADS.flatMap((gap) => sides(size, gap)), [...occupied, ...avoided], room);
      const side = far || free(label, sides(size, rank === 0 ? 16 : 7), occupied, room);
      if (!side) return [];
      occupied.push(boxAt(spot, side, size, 2), [spot.x - 5, spot.y - 5, spot.x + 5, spot.y + 5]);
      return [{ at, side, led: !!far && rank === 0 }];
    });
  }

  /**
   * The line from a place, or from `clear` pixels beside it, to the nearest point of its label.
   * @param {Spot} spot
   * @param {Pair} side
   * @param {Pair} size
   * @param {number} clear
   * @returns {[Spot, Spot]}
   */
  function lead(spot, [dx, dy], [wide, high], clear) {
    const end = {
      x: spot.x + Math.min(Math.max(0, dx), dx + wide),
      y: spot.y + Math.min(Math.max(0, dy), dy + high),
    };
    const share = Math.min(clear / Math.max(Math.hypot(end.x - spot.x, end.y - spot.y), 1), 1);
    return [{ x: spot.x + (end.x - spot.x) * share, y: spot.y + (end.y - spot.y) * share }, end];
  }

  return { sides, free, place, lead, lowestRank };
})();
