"use strict";
var wardMap = wardMap || {};

/**
 * How a ward's offences came to light: one round mark a ward, its sectors told apart by pattern as well as colour.
 * @param {L.Map[]} grounds the main map first
 * @param {Map<WardCode, L.LatLng>} centres where each ward's mark goes
 */
wardMap.parts = function (grounds, centres) {
  const { sheets, elements, census } = wardMap;
  const INK = "#10202e";
  const FULL = 2 * Math.PI;
  // solid, striped, dotted, blank: as on the pages (styles.css) and in the bars of the briefing
  /** @type {Record<Origin, {colour: string, pattern: "stripes" | "dots" | null}>} */
  const LOOKS = {
    proactive: { colour: "#D55E00", pattern: null },
    reported: { colour: "#0072B2", pattern: "stripes" },
    school: { colour: "#F0E442", pattern: "dots" },
    unknown: { colour: "#ffffff", pattern: null },
  };
  const ORIGINS = /** @type {Origin[]} */ (Object.keys(LOOKS));
  /** @type {Map<WardCode, PartCounts | null>} */
  let figures = new Map();
  /** @type {Record<WardCode, PartCountsValues> | null} */
  let sent = null;

  /** @param {string} colour @param {"stripes" | "dots"} pattern */
  function tile(colour, pattern) {
    const canvas = elements.canvas(6, 6);
    const pen = elements.penOf(canvas);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 6, 6);
    if (pattern === "stripes") {
      pen.strokeStyle = "#fff";
      pen.lineWidth = 1.8;
      for (const shift of [-6, 0, 6]) {
        pen.beginPath();
        pen.moveTo(shift, 6);
        pen.lineTo(shift + 6, 0);
        pen.stroke();
      }
    } else {
      pen.fillStyle = INK;
      pen.beginPath();
      pen.arc(3, 3, 1.3, 0, FULL);
      pen.fill();
    }
    return canvas;
  }
  const tiles = new Map(
    ORIGINS.map((origin) => {
      const { colour, pattern } = LOOKS[origin];
      return [origin, pattern && tile(colour, pattern)];
    }),
  );

  /** @param {CanvasRenderingContext2D} pen @param {Origin} origin @returns {string | CanvasPattern} */
  function fillOf(pen, origin) {
    const drawn = tiles.get(origin);
    return (drawn && pen.createPattern(drawn, "repeat")) || LOOKS[origin].colour;
  }

  /** @param {PartCounts} counts */
  const sum = (counts) => ORIGINS.reduce((all, origin) => all + counts[origin], 0);

  /** @param {CanvasRenderingContext2D} pen @param {L.Point} spot @param {number} radius @param {PartCounts} counts */
  function pie(pen, spot, radius, counts) {
    const all = sum(counts);
    let turn = -FULL / 4;
    pen.lineWidth = 1;
    pen.strokeStyle = INK;
    ORIGINS.filter((origin) => counts[origin]).forEach((origin) => {
      const end = turn + (counts[origin] / all) * FULL;
      pen.beginPath();
      if (counts[origin] < all) pen.moveTo(spot.x, spot.y);
      pen.arc(spot.x, spot.y, radius, turn, end);
      pen.closePath();
      pen.fillStyle = fillOf(pen, origin);
      pen.fill();
      pen.stroke();
      turn = end;
    });
    pen.lineWidth = 1.8;
    pen.beginPath();
    pen.arc(spot.x, spot.y, radius, 0, FULL);
    pen.stroke();
  }

  /** @param {L.Map} ground @param {boolean} main */
  function layer(ground, main) {
    return sheets.sheet(ground, "parts", 610, (pen, size) => {
      /** @type {{spot: L.Point, radius: number}[]} */
      const drawn = [];
      const marks = [...figures].flatMap(([code, counts]) => {
        const centre = centres.get(code);
        return counts && centre ? [{ counts, spot: ground.latLngToContainerPoint(centre) }] : [];
      });
      marks.sort((a, b) => sum(b.counts) - sum(a.counts)); // the largest stay; the rest wait for more room
      marks.forEach(({ counts, spot }) => {
        const radius = Math.min(6 + 2.2 * Math.sqrt(sum(counts)), main ? 26 : 20);
        const hides = drawn.some((other) => other.spot.distanceTo(spot) < (other.radius + radius) * 0.92);
        if (hides || !sheets.isNear(spot, size, 0)) return;
        drawn.push({ spot, radius });
        pie(pen, spot, radius, counts);
      });
      if (main) document.body.dataset.parts = String(drawn.length);
    });
  }
  const layers = grounds.map((ground, at) => layer(ground, at === 0));

  /** @param {Record<WardCode, PartCountsValues> | null} fresh null for none */
  function show(fresh) {
    if (fresh === sent) return;
    sent = fresh;
    figures = census.records("PartCounts", fresh);
    layers.forEach((sheet) => sheet.show(figures.size > 0));
    if (fresh && !figures.size) document.body.dataset.parts = "0";
    if (!fresh) delete document.body.dataset.parts;
  }

  /**
   * Samples with their words, two to a row.
   * @param {Record<Origin, string>} words
   */
  function legend(words) {
    const box = elements.text("div", "part-words");
    ORIGINS.forEach((origin) => {
      const canvas = elements.canvas(24, 15);
      const pen = elements.penOf(canvas);
      canvas.setAttribute("aria-hidden", "true");
      pen.fillStyle = fillOf(pen, origin);
      pen.fillRect(1, 1, 22, 13);
      pen.strokeStyle = INK;
      pen.strokeRect(1.5, 1.5, 21, 12);
      box.append(elements.row(canvas, words[origin]));
    });
    return box;
  }

  /**
   * A ward's offences by origin, in words; empty where it has none.
   * @param {WardCode} code
   * @param {Record<Origin, string>} words
   */
  function sentence(code, words) {
    const counts = figures.get(code);
    if (!counts) return "";
    const some = ORIGINS.filter((origin) => counts[origin]);
    return some.map((origin) => `${counts[origin]} ${words[origin]}`).join(", ");
  }

  return { show, legend, sentence };
};
