"use strict";
var wardMap = wardMap || {};

// How a ward looks: what it is filled with, and the line around it.
/** @typedef {{colour: string, chosen: boolean, operation: boolean, beside: boolean, away: boolean}} Look */

wardMap.looks = (function () {
  const PLAIN = "#f4f6f8";
  const LEFT_OUT = "#e9edf0";
  const NOBODY = "#b9c2ca";
  const OPERATION = "#8a1c4a";
  const LINE = "#5b6b78";
  const HIDDEN = -2; // the class of a ward whose figures are hidden
  const UNTOLD_FILL = "url(#untold)";
  const HIDDEN_FILL = "url(#hidden)";

  /** @param {number} colour */
  const hatched = (colour) => `url(#hatch${colour})`;

  /**
   * What a ward is filled with.
   * @param {Painted} painted
   * @param {string[]} colours by class
   * @param {WardCode} code
   * @returns {string}
   */
  function fill(painted, colours, code) {
    const paint = painted.figures.get(code);
    const cells = painted.payload.cells;
    if (wardMap.census.isUntold(painted, code)) return UNTOLD_FILL;
    if (cells) return cells.colours[painted.classes.get(code)?.colour ?? -1] || PLAIN;
    if (!paint) return LEFT_OUT;
    if (paint.colour === HIDDEN) return HIDDEN_FILL;
    if (paint.colour < 0) return NOBODY;
    return paint.hatched && paint.colour ? hatched(paint.colour) : colours[paint.colour];
  }

  /**
   * A look as Leaflet's options of a path.
   * @param {Look} look
   */
  function style({ colour, chosen, operation, beside, away }) {
    return {
      fill: !away,
      stroke: !away,
      fillColor: colour,
      fillOpacity: colour === LEFT_OUT ? 0.5 : 1,
      dashArray: beside && !chosen ? "6 4" : undefined,
      color: chosen || beside ? "#000" : operation ? OPERATION : LINE,
      weight: chosen ? 4.5 : operation ? 3.2 : beside ? 2 : 0.8,
    };
  }

  /**
   * Which of two wards lies over the other: those with a border of their own over the rest, the chosen one on top.
   * @param {Look} look
   */
  const height = ({ chosen, operation, beside }) => (chosen ? 3 : operation ? 2 : beside ? 1 : 0);

  return { PLAIN, NOBODY, HIDDEN, OPERATION, LINE, UNTOLD_FILL, HIDDEN_FILL, hatched, fill, style, height };
})();
