// Offences as merged dots on one canvas: each dot is a place near a street that many addresses share, never a pin.
window.mapPoints = (function () {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  // told: base64 of little-endian int32 (latitude and longitude in 1e-5 degrees), uint16 counts, uint8 kinds, int32 streets
  function unpacked(told) {
    return { latitude: new Int32Array(bytes(told.latitude).buffer), longitude: new Int32Array(bytes(told.longitude).buffer),
      count: new Uint16Array(bytes(told.count).buffer), kind: bytes(told.kind), street: new Int32Array(bytes(told.street).buffer),
      streets: told.streets, colours: told.colours, shapes: told.shapes, tip: told.tip };
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
    show(told) {
      if (told === this._told) return;
      this._told = told;
      this._points = told && unpacked(told);
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
      if (!this._points) return;
      const pen = this._canvas.getContext("2d"), p = this._points, large = map.getZoom() >= 12 ? 1.6 : map.getZoom() >= 10.5 ? 1.2 : 1;
      pen.scale(sharp, sharp);
      pen.lineWidth = 0.8; pen.strokeStyle = p.shapes ? "#10202e" : "#fff";
      for (let at = 0; at < p.count.length; at += 1) {
        const spot = map.latLngToContainerPoint([p.latitude[at] / 1e5, p.longitude[at] / 1e5]);
        if (spot.x < -20 || spot.y < -20 || spot.x > size.x + 20 || spot.y > size.y + 20) continue;
        const radius = (1.7 + Math.min(Math.sqrt(p.count[at]), 12)) * large;
        const ends = mapElements.corners(p.shapes && p.shapes[p.kind[at]], spot.x, spot.y, radius);
        pen.beginPath();
        if (ends.length) { ends.forEach(([x, y]) => pen.lineTo(x, y)); pen.closePath(); } else pen.arc(spot.x, spot.y, radius, 0, 7);
        pen.fillStyle = p.colours[p.kind[at]]; pen.globalAlpha = 0.8; pen.fill();
        pen.globalAlpha = 1; pen.stroke();
        this._spots.push([spot.x, spot.y, radius + 2, at]);
      }
      document.body.dataset.points = String(p.count.reduce((sum, one) => sum + one, 0));
    },
    _hover(event) {
      const { x, y } = event.containerPoint, hit = this._spots && this._spots.findLast(([px, py, r]) => (px - x) ** 2 + (py - y) ** 2 <= r * r);
      if (!hit) { this._tip.remove(); this.hovered = false; return; }
      const p = this._points, at = hit[3];
      const words = p.tip[p.count[at] === 1 ? 0 : 1];
      const box = mapElements.text("div", "", mapElements.fill(words, { count: p.count[at].toLocaleString("en-GB"), street: p.streets[p.street[at]] }));
      this.hovered = true;
      mapElements.beside(this._tip, event);
      this._tip.setLatLng(event.latlng).setContent(box).addTo(this._map);
    },
  });
})();
