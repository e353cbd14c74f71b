// Hexagons on one canvas: only the cells to be painted are sent, each with its middle; the corners are worked out here.
window.mapCells = (function () {
  "use strict";
  // numbers of as many bytes of seven bits as they need, lowest first, the eighth bit set where more follow
  const numbers = (text) => {
    const found = [];
    let number = 0, weight = 1;
    for (const sign of atob(text)) {
      const byte = sign.charCodeAt(0);
      number += (byte & 127) * weight;
      weight *= 128;
      if (byte < 128) { found.push(number); number = 0; weight = 1; }
    }
    return found;
  };
  const signed = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);
  const BOX = 2e4, DEGREE = 1e5;  // the side of a box, and a degree, in what middles are sent in
  // The corners of a cell around its middle, the northern one first, as shares of its width to the east and to the north.
  const AROUND = [0, 1, 2, 3, 4, 5].map((at) => Math.PI / 2 - at * Math.PI / 3).map((turn) => [Math.cos(turn) / Math.sqrt(3), Math.sin(turn) / Math.sqrt(3)]);
  /**
   * Each cell with what is said of it and where it lies: four numbers a cell, all but the second less those of the cell before.
   * @param {Hexagons} hexagons
   * @param {number} classes how many there are
   */
  const unpacked = (hexagons, classes) => {
    const sent = numbers(hexagons.cells), cells = [];
    let code = 0, north = 0, east = 0;
    for (let at = 0; at < sent.length; at += 4) {
      code += sent[at];
      north += signed(sent[at + 2]);
      east += signed(sent[at + 3]);
      const [eastLat, eastLng, northLat, northLng] = hexagons.widths[`${Math.floor(north / BOX)},${Math.floor(east / BOX)}`];
      const middle = [north / DEGREE, east / DEGREE];
      const corners = AROUND.map(([across, up]) => [middle[0] + across * eastLat + up * northLat, middle[1] + across * eastLng + up * northLng]);
      cells.push({ code, class: sent[at + 1] % classes, count: Math.floor(sent[at + 1] / classes), middle, corners });
    }
    return cells;
  };

  return L.Layer.extend({
    onAdd(map) {
      const pane = map.getPane("cells") || map.createPane("cells");
      pane.style.zIndex = 610; pane.style.pointerEvents = "none";
      this._canvas = L.DomUtil.create("canvas", "cells leaflet-zoom-hide", pane);
      map.on("moveend zoomend resize", this.redraw, this);
      if (this.whole) map.on("mousemove", this._hover, this);
      this._tip = L.tooltip({ className: "ward-tip", direction: "auto", opacity: 1 });
      this.redraw();
    },
    onRemove(map) {
      map.off("moveend zoomend resize", this.redraw, this).off("mousemove", this._hover, this);
      this._tip.remove();
      this._canvas.remove();
      this.hovered = null;
    },
    /** @param {MapCells | null} sent with hexagons */
    show(sent) {
      if (sent !== this._sent) {
        this._sent = sent;
        this._cells = sent ? unpacked(sent.hexagons, sent.colours.length) : [];
      }
      this._chosen = new Set(sent ? sent.hexagons.chosen : []);
      this.redraw();
    },
    redraw() {
      const map = this._map;
      if (!map) return;
      const size = map.getSize(), sharp = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
      this._canvas.width = size.x * sharp; this._canvas.height = size.y * sharp;
      this._canvas.style.width = `${size.x}px`; this._canvas.style.height = `${size.y}px`;
      this._spots = [];
      if (!this._cells || !this._sent) return;
      const pen = this._canvas.getContext("2d");
      pen.scale(sharp, sharp);
      pen.lineJoin = "round";
      const drawn = (cell, ring) => {
        const spots = cell.corners.map((corner) => map.latLngToContainerPoint(corner));
        pen.beginPath();
        spots.forEach((spot, i) => (i ? pen.lineTo(spot.x, spot.y) : pen.moveTo(spot.x, spot.y)));
        pen.closePath();
        if (ring) { pen.lineWidth = 3; pen.strokeStyle = "#000"; pen.stroke(); return; }
        pen.fillStyle = this._sent.colours[cell.class]; pen.globalAlpha = 0.88; pen.fill();
        pen.globalAlpha = 1;
        // seen from afar a cell is a speck: a rim of its own colour keeps it visible
        pen.lineWidth = map.getZoom() >= 12 ? 0.8 : 2.4; pen.strokeStyle = map.getZoom() >= 12 ? "#fff" : pen.fillStyle; pen.stroke();
      };
      for (const cell of this._cells) {
        const spot = map.latLngToContainerPoint(cell.middle);
        if (spot.x < -40 || spot.y < -40 || spot.x > size.x + 40 || spot.y > size.y + 40) continue;
        drawn(cell, false);
        this._spots.push([spot.x, spot.y, cell]);
      }
      this._spots.forEach(([, , cell]) => this._chosen.has(cell.code) && drawn(cell, true));
      if (this.whole) document.body.dataset.cells = String(this._cells.length);
    },
    // The cell under the pointer is the nearest middle, within a cell's half width or a few pixels.
    _hover(event) {
      const { x, y } = event.containerPoint, map = this._map;
      if (!this._sent || !this._spots.length) { this._tip.remove(); this.hovered = null; return; }
      const reach = this._reach(map);
      const [near, hit] = this._spots.reduce((best, [px, py, cell]) => { const d = (px - x) ** 2 + (py - y) ** 2; return d < best[0] ? [d, cell] : best; }, [Infinity, null]);
      if (near > reach * reach) { this._tip.remove(); this.hovered = null; return; }
      const { count, class: at } = hit, words = this._sent.tip[count === 1 ? 0 : 1];
      const box = mapElements.text("div", "", mapElements.fill(words, { count: count.toLocaleString("en-GB"), standing: this._sent.words[at] }));
      this.hovered = hit.code;
      mapElements.beside(this._tip, event);
      this._tip.setLatLng(event.latlng).setContent(box).addTo(map);
    },
    _reach(map) {
      const [a, b] = [this._cells[0].corners[1], this._cells[0].corners[4]].map((corner) => map.latLngToContainerPoint(corner));
      return Math.max(6, Math.hypot(a.x - b.x, a.y - b.y) / 2);
    },
  });
})();
