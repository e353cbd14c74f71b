"use strict";
var wardMap = wardMap || {};

/**
 * Hexagons on one canvas: only the cells to be painted are sent, as numbers of the grid; the corners are worked out in the browser.
 * @param {L.Map} map
 * @param {boolean} main whether they may be pointed at
 */
wardMap.cells = function (map, main) {
  const { sheets, packing, census } = wardMap;
  const CLOSE = 12; // the zoom from which cells are wide enough for a rim of another colour
  const LEAST_REACH = 6; // pixels
  /** @type {MapCells | null} */
  let sent = null;
  /** @type {Cell[]} */
  let cells = [];
  /** @type {Set<CellId>} */
  let chosen = new Set();
  /** @type {{spot: L.Point, cell: Cell}[]} on the map now */
  let drawn = [];
  /** @type {CellId | null} */
  let hovered = null;

  /** @param {CanvasRenderingContext2D} pen @param {Cell} cell */
  function trace(pen, cell) {
    const spots = cell.corners.map((corner) => map.latLngToContainerPoint(corner));
    pen.beginPath();
    spots.forEach((spot) => pen.lineTo(spot.x, spot.y));
    pen.closePath();
  }

  const sheet = sheets.sheet(map, "cells", 610, (pen, size) => {
    const close = map.getZoom() >= CLOSE;
    const near = cells.map((cell) => ({ cell, spot: map.latLngToContainerPoint(cell.middle) }));
    drawn = near.filter(({ spot }) => sheets.isNear(spot, size, 40));
    pen.lineJoin = "round";
    drawn.forEach(({ cell }) => {
      trace(pen, cell);
      pen.fillStyle = sent ? sent.colours[cell.class] : "";
      pen.globalAlpha = 0.88;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = close ? 0.8 : 2.4; // seen from afar a cell is a speck: a rim of its own colour keeps it visible
      pen.strokeStyle = close ? "#fff" : pen.fillStyle;
      pen.stroke();
    });
    pen.lineWidth = 3;
    pen.strokeStyle = "#000";
    drawn.filter(({ cell }) => chosen.has(cell.code)).forEach(({ cell }) => {
      trace(pen, cell);
      pen.stroke();
    });
  });

  /** Pixels from the middle of a cell within which it is meant: half its width, or a few. */
  function reach() {
    const [a, b] = [1, 4].map((at) => map.latLngToContainerPoint(cells[0].corners[at]));
    return Math.max(LEAST_REACH, a.distanceTo(b) / 2);
  }

  /** @param {L.Point} at */
  function words(at) {
    hovered = null;
    if (!sent || !drawn.length) return null;
    const nearest = drawn.reduce((best, cell) => (at.distanceTo(cell.spot) < at.distanceTo(best.spot) ? cell : best));
    if (at.distanceTo(nearest.spot) > reach()) return null;
    const { code, count, class: of } = nearest.cell;
    hovered = code;
    const tip = (sent.tip || [])[count === 1 ? 0 : 1] || "";
    return census.fill(tip, { count: count.toLocaleString("en-GB"), standing: sent.words[of] });
  }
  const tip = main ? sheets.pointing(map, words) : null;

  return {
    /** @param {MapCells | null} fresh with hexagons; null for none */
    show(fresh) {
      if (fresh !== sent) {
        cells = fresh?.hexagons ? packing.cells(fresh.hexagons, fresh.colours.length) : [];
        drawn = [];
      }
      sent = fresh;
      chosen = new Set(fresh?.hexagons?.chosen);
      if (!fresh) {
        hovered = null;
        tip?.close();
      }
      sheet.show(!!fresh);
      if (main && fresh) document.body.dataset.cells = String(cells.length);
      if (main && !fresh) delete document.body.dataset.cells;
    },
    hovered: () => hovered,
  };
};
