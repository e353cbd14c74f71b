// An area of one's own: corners set by clicks, closed by the first corner, a double click or Enter; Escape starts again.
window.mapArea = function (map, done) {
  "use strict";
  const shown = L.geoJSON(null, { interactive: false, style: { color: "#111", weight: 3, dashArray: "8 5", fillColor: "#111", fillOpacity: 0.06 } }).addTo(map);
  const line = L.polyline([], { interactive: false, color: "#111", weight: 3, dashArray: "4 4" }), first = L.circleMarker([0, 0], { radius: 7, color: "#111", fillColor: "#fff", fillOpacity: 1 });
  let drawing = false, corners = [], told = "";

  function start(on) {
    if (on === drawing) return;
    drawing = on;
    map.getContainer().classList.toggle("drawing", on);
    map.doubleClickZoom[on ? "disable" : "enable"]();
    clear();
    if (on) line.addTo(map); else line.remove();
  }
  function clear() { corners = []; line.setLatLngs([]); first.remove(); }
  function close() {
    if (corners.length < 3) return;
    done(corners.map((c) => [Number(c.lat.toFixed(6)), Number(c.lng.toFixed(6))]));
    clear();
  }
  function add(latlng) {
    corners.push(latlng);
    line.setLatLngs([...corners]);
    if (corners.length === 1) first.setLatLng(latlng).addTo(map);
  }
  first.on("click", (event) => { L.DomEvent.stop(event); close(); });
  map.on("click", (event) => { if (drawing) add(event.latlng); });
  map.on("mousemove", (event) => { if (drawing && corners.length) line.setLatLngs([...corners, event.latlng]); });
  map.on("dblclick", () => { if (drawing) { corners.pop(); close(); } });
  document.addEventListener("keydown", (event) => {
    if (!drawing) return;
    if (event.key === "Enter") close();
    if (event.key === "Escape") clear();
  });
  return {
    show(area, draw) {
      start(draw);
      const text = JSON.stringify(area);
      if (text === told) return;
      told = text;
      shown.clearLayers();
      if (area) shown.addData(area);
    },
    bounds: () => shown.getBounds(), active: () => drawing, add,
  };
};
