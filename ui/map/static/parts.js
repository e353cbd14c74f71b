// How a ward's offences came to light: one round mark a ward, its sectors told apart by pattern as well as colour.
/**
 * @param {any[]} grounds maps of Leaflet, the main one first
 * @param {Map<WardCode, any>} centres where each ward's mark goes
 */
window.mapParts = function (grounds, centres) {
  "use strict";
  // solid, striped, dotted, blank: as on the pages (styles.css) and in the bars of the briefing
  const LOOKS = { proactive: ["#D55E00", null], reported: ["#0072B2", "stripes"], school: ["#F0E442", "dots"], unknown: ["#ffffff", null] };
  const ORIGINS = Object.keys(LOOKS), INK = "#10202e", FULL = 2 * Math.PI;
  /** @type {Map<WardCode, PartCounts>} */
  let figures = new Map();
  let sent = null;

  function tile(kind, colour) {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = canvas.height = 6;
    pen.fillStyle = colour; pen.fillRect(0, 0, 6, 6);
    if (kind === "stripes") { pen.strokeStyle = "#fff"; pen.lineWidth = 1.8; [[-2, 2, 2, -2], [0, 6, 6, 0], [4, 8, 8, 4]].forEach(([x, y, u, v]) => { pen.beginPath(); pen.moveTo(x, y); pen.lineTo(u, v); pen.stroke(); }); }
    if (kind === "dots") { pen.fillStyle = INK; pen.beginPath(); pen.arc(3, 3, 1.3, 0, FULL); pen.fill(); }
    return canvas;
  }
  const tiles = new Map(Object.entries(LOOKS).filter(([, look]) => look[1]).map(([origin, [colour, kind]]) => [origin, tile(kind, colour)]));
  const fills = (pen) => Object.fromEntries(ORIGINS.map((origin) => [origin, tiles.has(origin) ? pen.createPattern(tiles.get(origin), "repeat") : LOOKS[origin][0]]));

  function pie(pen, looks, [x, y, radius], counts, all) {
    let turn = -FULL / 4;
    pen.lineWidth = 1; pen.strokeStyle = INK;
    ORIGINS.forEach((origin) => {
      const count = counts[origin];
      if (!count) return;
      const end = turn + count / all * FULL;
      pen.beginPath();
      if (count < all) pen.moveTo(x, y);
      pen.arc(x, y, radius, turn, end); pen.closePath();
      pen.fillStyle = looks[origin]; pen.fill(); pen.stroke();
      turn = end;
    });
    pen.lineWidth = 1.8; pen.beginPath(); pen.arc(x, y, radius, 0, FULL); pen.stroke();
  }

  const layers = grounds.map((ground, first) => {
    const pane = ground.createPane("parts"), canvas = L.DomUtil.create("canvas", "parts leaflet-zoom-hide", pane);
    canvas.style.display = "none";
    pane.style.zIndex = 610; pane.style.pointerEvents = "none";
    function redraw() {
      const size = ground.getSize(), sharp = window.devicePixelRatio || 1, pen = canvas.getContext("2d"), drawn = [];
      canvas.style.display = figures.size ? "" : "none";  // an empty one would be a sheet of its own
      if (!ground._loaded) return;
      L.DomUtil.setPosition(canvas, ground.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x * sharp; canvas.height = size.y * sharp;
      canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
      pen.scale(sharp, sharp);
      const looks = fills(pen);
      const placed = [...figures].filter(([code]) => centres.has(code));
      placed.map(([code, counts]) => [code, counts, ORIGINS.reduce((sum, origin) => sum + counts[origin], 0)]).sort((a, b) => b[2] - a[2]).forEach(([code, counts, all]) => {
        const spot = ground.latLngToContainerPoint(centres.get(code)), radius = Math.min(6 + 2.2 * Math.sqrt(all), first ? 20 : 26);
        if (spot.x < 0 || spot.y < 0 || spot.x > size.x || spot.y > size.y) return;
        if (drawn.some(([x, y, r]) => Math.hypot(x - spot.x, y - spot.y) < (r + radius) * 0.92)) return;  // the largest stay; the rest wait for more room
        drawn.push([spot.x, spot.y, radius]);
        pie(pen, looks, drawn.at(-1), counts, all);
      });
      if (!first) document.body.dataset.parts = String(drawn.length);
    }
    ground.on("moveend zoomend resize", () => figures.size && redraw());
    return redraw;
  });

  /** @param {Record<WardCode, PartCountsValues> | null} fresh */
  function show(fresh) {
    if (fresh === sent) return;
    sent = fresh;
    figures = mapCensus.records("PartCounts", fresh);
    layers.forEach((redraw) => redraw());
    if (!fresh) delete document.body.dataset.parts;
  }

  /**
   * Samples with their words, two to a row.
   * @param {Record<Origin, string>} words
   */
  function legend(words) {
    const box = mapElements.text("div", "part-words");
    ORIGINS.forEach((origin) => {
      const row = mapElements.text("div", "row"), canvas = mapElements.text("canvas"), pen = canvas.getContext("2d");
      canvas.width = 24; canvas.height = 15;
      canvas.setAttribute("aria-hidden", "true");
      pen.fillStyle = fills(pen)[origin]; pen.fillRect(1, 1, 22, 13);
      pen.strokeStyle = INK; pen.strokeRect(1.5, 1.5, 21, 12);
      row.append(canvas, mapElements.text("span", "", words[origin]));
      box.append(row);
    });
    return box;
  }
  /** @param {WardCode} code @param {Record<Origin, string>} words */
  function said(code, words) {
    const counts = figures.get(code);
    return counts ? ORIGINS.filter((origin) => counts[origin]).map((origin) => `${counts[origin]} ${words[origin]}`).join(", ") : "";
  }

  return { show, legend, said };
};
