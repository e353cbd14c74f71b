// How a ward's offences came to light: one round mark a ward, its sectors told apart by pattern as well as colour.
window.mapParts = function (grounds, centres) {
  "use strict";
  // solid, striped, dotted, blank: as on the pages (styles.css) and in the bars of the briefing
  const LOOKS = [["#D55E00", null], ["#0072B2", "stripes"], ["#F0E442", "dots"], ["#ffffff", null]], INK = "#10202e", FULL = 2 * Math.PI;
  let told = null, figures = new Map();

  function tile(kind, colour) {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = canvas.height = 6;
    pen.fillStyle = colour; pen.fillRect(0, 0, 6, 6);
    if (kind === "stripes") { pen.strokeStyle = "#fff"; pen.lineWidth = 1.8; [[-2, 2, 2, -2], [0, 6, 6, 0], [4, 8, 8, 4]].forEach(([x, y, u, v]) => { pen.beginPath(); pen.moveTo(x, y); pen.lineTo(u, v); pen.stroke(); }); }
    if (kind === "dots") { pen.fillStyle = INK; pen.beginPath(); pen.arc(3, 3, 1.3, 0, FULL); pen.fill(); }
    return canvas;
  }
  const tiles = LOOKS.map(([colour, kind]) => kind && tile(kind, colour));
  const fills = (pen) => LOOKS.map(([colour], at) => (tiles[at] ? pen.createPattern(tiles[at], "repeat") : colour));

  function pie(pen, looks, [x, y, radius], counts, all) {
    let turn = -FULL / 4;
    pen.lineWidth = 1; pen.strokeStyle = INK;
    counts.forEach((count, at) => {
      if (!count) return;
      const end = turn + count / all * FULL;
      pen.beginPath();
      if (count < all) pen.moveTo(x, y);
      pen.arc(x, y, radius, turn, end); pen.closePath();
      pen.fillStyle = looks[at]; pen.fill(); pen.stroke();
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
      [...figures].map(([code, counts]) => [code, counts, counts.reduce((sum, one) => sum + one, 0)]).sort((a, b) => b[2] - a[2]).forEach(([code, counts, all]) => {
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

  // fresh: a ward after another in the order of their codes, each its counts by origin; null for none
  function show(fresh, codes) {
    if (fresh === told) return;
    told = fresh;
    figures = new Map();
    (fresh || "").split(";").forEach((one, at) => { if (one) figures.set(codes[at], one.split(",").map(Number)); });
    layers.forEach((redraw) => redraw());
    if (!fresh) delete document.body.dataset.parts;
  }

  // Samples with their words, two to a row.
  function legend(words) {
    const box = mapElements.text("div", "part-words");
    words.forEach((said, at) => {
      const row = mapElements.text("div", "row"), canvas = mapElements.text("canvas"), pen = canvas.getContext("2d");
      canvas.width = 24; canvas.height = 15;
      canvas.setAttribute("aria-hidden", "true");
      pen.fillStyle = fills(pen)[at]; pen.fillRect(1, 1, 22, 13);
      pen.strokeStyle = INK; pen.strokeRect(1.5, 1.5, 21, 12);
      row.append(canvas, mapElements.text("span", "", said));
      box.append(row);
    });
    return box;
  }
  const said = (code, words) => (figures.get(code) || []).map((count, at) => (count ? `${count} ${words[at]}` : "")).filter(Boolean).join(", ");

  return { show, legend, said };
};
