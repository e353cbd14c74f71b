// Offences as merged dots on one canvas: each dot is a place near a street that many addresses share, never a pin.
window.mapPoints = (function () {
  "use strict";
  /**
   * Each dot as the record it was sent as.
   * @param {Dots} sent
   */
  function unpacked(sent) {
    const bytes = Uint8Array.from(atob(sent.dots), (sign) => sign.charCodeAt(0)), view = new DataView(bytes.buffer), fields = Object.entries(window.mapDot);
    return Array.from({ length: bytes.length / window.mapDotBytes }, (_, at) =>
      Object.fromEntries(fields.map(([name, [reader, offset]]) => [name, view[reader](at * window.mapDotBytes + offset, true)])));
  }

  return L.Layer.extend({
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "points leaflet-zoom-hide", map.getPane("points") || this._pane(map));
      map.on("moveend zoomend resize", this.redraw, this);
      map.on("mousemove", this._hover, this);
      this._tip = L.tooltip({ className: "ward-tip", direction: "auto", opacity: 1 });
      this.redraw();
    },
    _pane(map) {
      const pane = map.createPane("points");
      pane.style.zIndex = 620; pane.style.pointerEvents = "none";
      return pane;
    },
    onRemove(map) {
      map.off("moveend zoomend resize", this.redraw, this).off("mousemove", this._hover, this);
      this._tip.remove();
      this._canvas.remove();
    },
    /** @param {Dots | null} sent */
    show(sent) {
      if (sent === this._sent) return;
      this._sent = sent;
      this._dots = sent && unpacked(sent);
      this.redraw();
    },
    redraw() {
      const map = this._map;
      if (!map) return;
      const size = map.getSize(), origin = map.containerPointToLayerPoint([0, 0]), sharp = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._canvas, origin);
      this._canvas.width = size.x * sharp; this._canvas.height = size.y * sharp;
      this._canvas.style.width = `${size.x}px`; this._canvas.style.height = `${size.y}px`;
      this._spots = [];
      if (!this._dots) return;
      const pen = this._canvas.getContext("2d"), { shapes, colours } = this._sent, large = map.getZoom() >= 12 ? 1.6 : map.getZoom() >= 10.5 ? 1.2 : 1;
      pen.scale(sharp, sharp);
      pen.lineWidth = 0.8; pen.strokeStyle = shapes ? "#10202e" : "#fff";
      for (const dot of this._dots) {
        const spot = map.latLngToContainerPoint([dot.latitude / 1e5, dot.longitude / 1e5]);
        if (spot.x < -20 || spot.y < -20 || spot.x > size.x + 20 || spot.y > size.y + 20) continue;
        const radius = (1.7 + Math.min(Math.sqrt(dot.count), 12)) * large;
        const ends = mapElements.corners(shapes && shapes[dot.kind], spot.x, spot.y, radius);
        pen.beginPath();
        if (ends.length) { ends.forEach(([x, y]) => pen.lineTo(x, y)); pen.closePath(); } else pen.arc(spot.x, spot.y, radius, 0, 7);
        pen.fillStyle = colours[dot.kind]; pen.globalAlpha = 0.8; pen.fill();
        pen.globalAlpha = 1; pen.stroke();
        this._spots.push([spot.x, spot.y, radius + 2, dot]);
      }
      document.body.dataset.points = String(this._dots.reduce((sum, dot) => sum + dot.count, 0));
    },
    _hover(event) {
      const { x, y } = event.containerPoint, hit = this._spots && this._spots.findLast(([px, py, r]) => (px - x) ** 2 + (py - y) ** 2 <= r * r);
      if (!hit) { this._tip.remove(); this.hovered = false; return; }
      const dot = hit[3], words = this._sent.tip[dot.count === 1 ? 0 : 1];
      const box = mapElements.text("div", "", mapElements.fill(words, { count: dot.count.toLocaleString("en-GB"), street: this._sent.streets[dot.street] }));
      this.hovered = true;
      mapElements.beside(this._tip, event);
      this._tip.setLatLng(event.latlng).setContent(box).addTo(this._map);
    },
  });
})();
