"use strict";
var wardMap = wardMap || {};

// What a payload says under codes and ids, and which of them its map's shapes do not share. Nothing here relies on an order of codes.
/** @typedef {{WardPaint: WardPaint, WardClass: WardClass, PartCounts: PartCounts}} Records */
/**
 * @typedef {Object} Painted What a map shows: a payload with its records unpacked.
 * @property {MapPayload} payload
 * @property {MapPayload} whole of both maps where there are two, for a legend of both
 * @property {MapWords & PaintWords} words
 * @property {Map<WardCode, WardPaint | null>} figures
 * @property {Map<WardCode, WardClass | null>} classes
 * @property {Set<WardCode> | null} spoken wards it speaks of; null where it paints none, so that they are plain ground
 * @property {string} line on wards without a figure and figures without a ward; empty for none
 * @property {boolean} alone one of two maps, on the ground of both
 */

wardMap.census = (function () {
  /**
   * Records by ward code, under the names that their declaration gives their values; null stays for a ward that the reader left out.
   * @template {keyof Records} Kind
   * @param {Kind} kind
   * @param {Record<WardCode, unknown[] | null> | null | undefined} sent
   * @returns {Map<WardCode, Records[Kind] | null>}
   */
  function records(kind, sent) {
    const names = wardMap.records[kind];
    const record = (/** @type {unknown[]} */ values) =>
      /** @type {Records[Kind]} */ (Object.fromEntries(names.map((name, at) => [name, values[at]])));
    return new Map(Object.entries(sent || {}).map(([code, values]) => [code, values && record(values)]));
  }

  /**
   * The wards that a payload speaks of; null where it paints none.
   * @param {MapPayload} payload
   * @returns {Set<WardCode> | null}
   */
  function spokenOf(payload) {
    const wards = payload.wards || payload.cells?.wards;
    return wards ? new Set(Object.keys(wards)) : null;
  }

  /**
   * @param {MapPayload} payload
   * @param {MapWords} words
   * @param {string} gapsLine
   * @param {boolean} alone
   * @param {MapPayload} whole
   * @returns {Painted}
   */
  function unpack(payload, words, gapsLine, alone, whole = payload) {
    return {
      payload,
      whole,
      line: gapsLine,
      alone,
      words: { ...words, ...payload.words },
      figures: records("WardPaint", payload.wards),
      classes: records("WardClass", payload.cells?.wards),
      spoken: spokenOf(payload),
    };
  }

  /**
   * A ward that the payload says nothing of: not even that the reader has left it out.
   * @param {Painted} painted
   * @param {WardCode} code
   */
  const isUntold = (painted, code) => !!painted.spoken && !painted.spoken.has(code);

  /**
   * An authority that is not shown, where a map holds more than it shows.
   * @param {Painted} painted
   * @param {AuthorityCode} authority
   */
  const isAway = (painted, authority) => painted.alone && !painted.payload.authorities.includes(authority);

  /**
   * Operations with their ids, where the reader wants them drawn.
   * @param {MapPayload} payload
   */
  const operationsShown = (payload) => (payload.layers.operations ? Object.entries(payload.operations) : []);

  /**
   * Rows of a legend beyond those of classes and of one status.
   * @param {MapPayload} payload
   * @param {boolean} parts whether marks of origins are drawn
   */
  function moreRows(payload, parts) {
    const statuses = new Set(operationsShown(payload).map(([, operation]) => operation.status)).size;
    const dots = payload.points ? payload.points.kinds.length : 0;
    const nobody = payload.words.nobody ? 2 : 0; // it takes two lines
    return dots + Math.max(statuses - 1, 0) + nobody + (parts ? 3 : 0) + (payload.cells?.grid ? 7 : 0);
  }

  /**
   * Wards drawn that the payload does not speak of, and wards it names that have no shape to draw.
   * An operation may reach into an authority that this map does not draw: its ward there is known, though not on the ground.
   * @param {MapPayload} payload
   * @param {Set<WardCode>} ground codes of the wards drawn
   * @param {{has(code: WardCode): boolean}} known codes of every shape there is
   * @returns {{untold: WardCode[], shapeless: WardCode[]}}
   */
  function gaps(payload, ground, known) {
    const spoken = spokenOf(payload);
    const named = [payload.wards, payload.parts, payload.cells?.wards].flatMap((sent) => Object.keys(sent || {}));
    const outlined = payload.outlines.flatMap((outline) => outline.wards);
    const worked = Object.values(payload.operations).flatMap((operation) => (operation.area ? [] : operation.wards));
    const lost = [
      ...named.filter((code) => !ground.has(code)),
      ...[...outlined, ...worked].filter((code) => !known.has(code)),
    ];
    return {
      untold: spoken ? [...ground].filter((code) => !spoken.has(code)) : [],
      shapeless: [...new Set(lost)],
    };
  }

  /**
   * The gaps in one line; empty where there are none.
   * @param {{untold: WardCode[], shapeless: WardCode[]}} missing
   * @param {MapWords} words
   * @returns {string}
   */
  function line(missing, words) {
    const sentence = (/** @type {WardCode[]} */ codes, /** @type {[string, string]} */ [single, more]) =>
      codes.length ? fill(codes.length === 1 ? single : more, { count: codes.length.toLocaleString("en-GB") }) : "";
    return [sentence(missing.untold, words.untoldLine), sentence(missing.shapeless, words.shapelessLine)]
      .filter(Boolean)
      .join("; ");
  }

  /**
   * A template with its {names} filled.
   * @param {string} template
   * @param {Record<string, unknown>} values
   */
  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /**
   * What is sent, of one authority: wards of the other are left out, as if the reader had.
   * @param {MapPayload} payload
   * @param {AuthorityCode} authority
   * @param {Map<WardCode, AuthorityCode>} authorities of every ward
   * @returns {MapPayload}
   */
  function partOf(payload, authority, authorities) {
    const mine = (/** @type {WardCode} */ ward) => authorities.get(ward) === authority;
    const { wards, parts } = payload;
    const picked = Object.entries(payload.operations).filter(([, operation]) => operation.wards.some(mine));
    return {
      ...payload,
      authorities: [authority],
      wards: wards && Object.fromEntries(Object.entries(wards).map(([ward, paint]) => [ward, mine(ward) ? paint : null])),
      ...(parts ? { parts: Object.fromEntries(Object.entries(parts).filter(([ward]) => mine(ward))) } : {}),
      operations: Object.fromEntries(picked),
    };
  }

  return { records, spokenOf, unpack, isUntold, isAway, operationsShown, moreRows, gaps, line, fill, partOf };
})();
