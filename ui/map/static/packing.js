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

  /**
   * Degrees from metres: a cubic in both, fitted by the server over the map's ground, good to under a metre.
   * @param {DegreesFit} fit
   * @param {number} east
   * @param {number} north
   * @returns {Degrees}
   */
  function degrees(fit, east, north) {
    const x = (east - fit.middle[0]) / 1e5;
    const y = (north - fit.middle[1]) / 1e5;
    const terms = [1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y];
    const sum = (/** @type {number[]} */ weights) => weights.reduce((all, weight, at) => all + weight * terms[at], 0);
    return [sum(fit.latitude), sum(fit.longitude)];
  }

  /**
   * Each cell with what is said of it: a step from the id before and a value stand beside each other.
   * @param {Hexagons} hexagons
   * @param {number} classes how many there are
   * @returns {Cell[]}
   */
  function cells(hexagons, classes) {
    const { width, row, fit } = hexagons;
    const radius = width / Math.sqrt(3);
    const sent = numbers(hexagons.cells);
    let code = 0;
    return Array.from({ length: sent.length / 2 }, (_, at) => {
      code += sent[2 * at];
      const value = sent[2 * at + 1];
      const east = ((code % row) * width) / 2;
      const north = (Math.floor(code / row) * width * Math.sqrt(3)) / 2;
      const corner = (/** @type {number} */ turn) =>
        degrees(fit, east + radius * Math.cos(turn), north + radius * Math.sin(turn));
      return {
        code,
        class: value % classes,
        count: Math.floor(value / classes),
        middle: degrees(fit, east, north),
        corners: [0, 1, 2, 3, 4, 5].map((sixth) => corner(Math.PI / 2 - (sixth * Math.PI) / 3)),
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

  return { numbers, degrees, cells, dots };
})();
