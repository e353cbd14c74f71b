"use strict";
var wardMap = wardMap || {};

/**
 * Offences as merged dots on one canvas: each dot is a place near a street that many addresses share, never a pin.
 * @param {L.Map} map
 */
wardMap.points = function (map) {
  const { sheets, packing, patterns, census } = wardMap;
  /** @type {Dots | null} */
  let sent = null;
  /** @type {Dot[]} */
  let dots = [];
  /** @type {{spot: L.Point, reach: number, dot: Dot}[]} on the map now */
  let drawn = [];
  let hovered = false;

  /** @param {number} zoom */
  const scale = (zoom) => (zoom >= 12 ? 1.6 : zoom >= 10.5 ? 1.2 : 1);

  const sheet = sheets.sheet(map, "points", 620, (pen, size) => {
    const large = scale(map.getZoom());
    const { shapes, colours } = sent || { shapes: undefined, colours: [] };
    drawn = [];
    pen.lineWidth = 0.8;
    pen.strokeStyle = shapes ? "#10202e" : "#fff";
    for (const dot of dots) {
      const spot = map.latLngToContainerPoint([dot.latitude / 1e5, dot.longitude / 1e5]);
      if (!sheets.isNear(spot, size, 20)) continue;
      const radius = (1.7 + Math.min(Math.sqrt(dot.count), 12)) * large;
      const corners = patterns.corners(shapes?.[dot.kind], spot.x, spot.y, radius);
      pen.beginPath();
      corners.forEach(([x, y]) => pen.lineTo(x, y));
      if (corners.length) pen.closePath();
      else pen.arc(spot.x, spot.y, radius, 0, 7);
      pen.fillStyle = colours[dot.kind];
      pen.globalAlpha = 0.8;
      pen.fill();
      pen.globalAlpha = 1;
      pen.stroke();
      drawn.push({ spot, reach: radius + 2, dot });
    }
  });

  const tip = sheets.pointing(map, (at) => {
    const hit = drawn.findLast(({ spot, reach }) => at.distanceTo(spot) <= reach);
    hovered = !!hit;
    if (!hit || !sent) return null;
    const { count, street } = hit.dot;
    return census.fill(sent.tip[count === 1 ? 0 : 1], { count: count.toLocaleString("en-GB"), street: sent.streets[street] });
  });

  return {
    /** @param {Dots | null} fresh null for none */
    show(fresh) {
      if (fresh === sent) return;
      sent = fresh;
      dots = fresh ? packing.dots(fresh) : [];
      drawn = [];
      hovered = false;
      if (!fresh) tip.close();
      sheet.show(!!fresh);
      if (fresh) document.body.dataset.points = String(dots.reduce((sum, dot) => sum + dot.count, 0));
      else delete document.body.dataset.points;
    },
    hovered: () => hovered,
  };
};
