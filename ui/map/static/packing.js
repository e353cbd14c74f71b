"use strict";
var wardMap = wardMap || {};

// Dots and cells are sent as bytes; here they become records again.
/**
 * @typedef {Object} Dot
 * @property {number} latitude in 1e-5 degrees
 * @property {number} longitude in 1e-5 degrees
 * @property {number} count offences
 * @property {number} kind index in Dots
 * @property {number} street index in Dots
 */
/**
 * @typedef {Object} Cell
 * @property {CellId} code
 * @property {number} class
 * @property {number} count offences
 * @property {Degrees} middle
 * @property {Degrees[]} corners
 */

wardMap.packing = (function () {
  /**
   * Numbers of as many bytes of seven bits as they need, lowest first, the eighth bit set where more follow.
   * @param {string} text base64
   * @returns {number[]}
   */
  function numbers(text) {
    const unpacked = [];
    let number = 0;
    let weight = 1;
    for (const letter of atob(text)) {
      const byte = letter.charCodeAt(0);
      number += (byte & 127) * weight;
      weight *= 128;
      if (byte < 128) {
        unpacked.push(number);
        number = 0;
        weight = 1;
      }
    }
    return unpacked;
  }

  // The corners of a cell around its middle, the northern one first, as shares of its width to the east and to the north.
  const AROUND = [0, 1, 2, 3, 4, 5]
    .map((sixth) => Math.PI / 2 - (sixth * Math.PI) / 3)
    .map((turn) => [Math.cos(turn) / Math.sqrt(3), Math.sin(turn) / Math.sqrt(3)]);
  const DEGREE = 1e5; // in what middles are sent in
  const BOX = 2e4; // the side of a BoxId's box, in the same

  /**
   * A number that may be below zero, as it was before it was made one that may not.
   * @param {number} number
   */
  const signed = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);

  /**
   * Each cell with what is said of it and where it lies: four numbers a cell, all but the second less those of the cell before.
   * @param {Hexagons} hexagons
   * @param {number} classes how many there are
   * @returns {Cell[]}
   */
  function cells(hexagons, classes) {
    const sent = numbers(hexagons.cells);
    let [code, north, east] = [0, 0, 0];
    return Array.from({ length: sent.length / 4 }, (_, at) => {
      const [step, value, up, along] = sent.slice(4 * at, 4 * at + 4);
      code += step;
      north += signed(up);
      east += signed(along);
      const box = `${Math.floor(north / BOX)},${Math.floor(east / BOX)}`;
      const [eastLatitude, eastLongitude, northLatitude, northLongitude] = hexagons.widths[box];
      const latitude = north / DEGREE;
      const longitude = east / DEGREE;
      return {
        code,
        class: value % classes,
        count: Math.floor(value / classes),
        middle: [latitude, longitude],
        corners: AROUND.map(([across, upward]) => [
          latitude + across * eastLatitude + upward * northLatitude,
          longitude + across * eastLongitude + upward * northLongitude,
        ]),
      };
    });
  }

  /**
   * Each dot as the record it was sent as.
   * @param {Dots} sent
   * @returns {Dot[]}
   */
  function dots(sent) {
    const bytes = Uint8Array.from(atob(sent.dots), (letter) => letter.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    const read = (/** @type {keyof Dot} */ name, /** @type {number} */ start) => {
      const [reader, offset] = wardMap.dot[name];
      return view[reader](start + offset, true);
    };
    return Array.from({ length: bytes.length / wardMap.dotBytes }, (_, at) => {
      const start = at * wardMap.dotBytes;
      return {
        latitude: read("latitude", start),
        longitude: read("longitude", start),
        count: read("count", start),
        kind: read("kind", start),
        street: read("street", start),
      };
    });
  }

  return { numbers, cells, dots };
})();
