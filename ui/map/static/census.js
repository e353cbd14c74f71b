// What a payload says under codes and ids, and which of them its map's shapes do not share. Nothing here relies on an order of codes.
window.mapCensus = (function () {
  "use strict";

  /**
   * A record sent as values, under the names that its declaration gives them.
   * @param {"WardPaint" | "WardClass" | "PartCounts"} kind
   * @param {Array<string | number | null>} values
   * @returns {any}
   */
  const record = (kind, values) => Object.fromEntries(window.mapRecords[kind].map((name, at) => [name, values[at]]));

  /**
   * Records by ward code; null stays for a ward that the reader left out.
   * @param {"WardPaint" | "WardClass" | "PartCounts"} kind
   * @param {Record<WardCode, any> | null | undefined} sent
   * @returns {Map<WardCode, any>}
   */
  const records = (kind, sent) => new Map(Object.entries(sent || {}).map(([code, values]) => [code, values && record(kind, values)]));

  /**
   * The wards that a payload speaks of; null where it paints none, so that they are plain ground.
   * @param {MapPayload} payload
   * @returns {Set<WardCode> | null}
   */
  function spokenOf(payload) {
    const wards = payload.wards || (payload.cells && payload.cells.wards);
    return wards ? new Set(Object.keys(wards)) : null;
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
    const spoken = spokenOf(payload), outlined = payload.outlines.flatMap((outline) => outline.wards);
    const worked = Object.values(payload.operations).flatMap((operation) => (operation.area ? [] : operation.wards));
    const named = [...Object.keys(payload.wards || {}), ...Object.keys(payload.parts || {}), ...Object.keys((payload.cells && payload.cells.wards) || {})];
    const lost = [...named.filter((code) => !ground.has(code)), ...[...outlined, ...worked].filter((code) => !known.has(code))];
    return { untold: spoken ? [...ground].filter((code) => !spoken.has(code)) : [], shapeless: [...new Set(lost)] };
  }

  /**
   * The gaps in one line; empty where there are none.
   * @param {{untold: WardCode[], shapeless: WardCode[]}} found
   * @param {MapWords} words
   * @returns {string}
   */
  function line(found, words) {
    const said = (/** @type {WardCode[]} */ codes, /** @type {[string, string]} */ [one, more]) =>
      (codes.length ? mapElements.fill(codes.length === 1 ? one : more, { count: codes.length.toLocaleString("en-GB") }) : "");
    return [said(found.untold, words.untoldLine), said(found.shapeless, words.shapelessLine)].filter(Boolean).join("; ");
  }

  return { records, spokenOf, gaps, line };
})();
