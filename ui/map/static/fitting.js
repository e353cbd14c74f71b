"use strict";
var wardMap = wardMap || {};

// What a map's view is fitted to, and how much of the map's edges something else stands over.
wardMap.fitting = (function () {
  const NARROW = 640; // pixels; a narrower map has its legend under it
  const EDGE = 12;

  /**
   * What the view depends on, as one text: while it stays the same, the view is left as the reader has it.
   * @param {MapPayload} payload
   */
  function asked({ authorities, fit, view, fitArea, area }) {
    return JSON.stringify([authorities, fit, view, fitArea && area]);
  }

  /**
   * What to fit to: the area drawn, else wards named that are there, else the authorities asked for.
   * @param {MapPayload} payload
   * @param {{has(code: WardCode): boolean}} known wards on the ground
   * @returns {{area: true} | {wards: WardCode[]} | {authorities: AuthorityCode[]}}
   */
  function subject(payload, known) {
    if (payload.area && payload.fitArea) return { area: true };
    const wards = payload.fit.filter((code) => known.has(code));
    return wards.length ? { wards } : { authorities: payload.authorities };
  }

  /**
   * Pixels at the top left and the bottom right that the view keeps clear.
   * @param {Object} around
   * @param {number} around.width of the map
   * @param {number} around.insets width of the towns' pictures with their margin
   * @param {{width: number, height: number}} around.legend 0 where there is none
   * @param {boolean} around.names whether operations' names stand over tiles
   * @returns {{paddingTopLeft: Pair, paddingBottomRight: Pair}}
   */
  function padding({ width, insets, legend, names }) {
    const wide = width > NARROW;
    const left = wide ? Math.max(insets, legend.width ? legend.width + 20 : 0) : insets;
    return {
      paddingTopLeft: [left, names ? 60 : 16],
      paddingBottomRight: [EDGE, wide ? 24 : legend.height + 24],
    };
  }

  return { asked, subject, padding };
})();
