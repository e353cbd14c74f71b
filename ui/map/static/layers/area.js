"use strict";
var wardMap = wardMap || {};

/**
 * An area of one's own: corners set by clicks, closed by the first corner, a double click or Enter; Escape starts again.
 * @param {L.Map} map
 * @param {(corners: Degrees[]) => void} done
 */
wardMap.area = function (map, done) {
  const LINE = { color: "#111", weight: 3 };
  const FEWEST = 3;
  const style = { ...LINE, dashArray: "8 5", fillColor: "#111", fillOpacity: 0.06 };
  const shown = L.geoJSON(undefined, { interactive: false, style }).addTo(map);
  const line = L.polyline([], { interactive: false, ...LINE, dashArray: "4 4" });
  const first = L.circleMarker([0, 0], { radius: 7, color: "#111", fillColor: "#fff", fillOpacity: 1 });
  let drawing = false;
  /** @type {L.LatLng[]} */
  let corners = [];
  let painted = "null";

  /** @param {boolean} on */
  function start(on) {
    if (on === drawing) return;
    drawing = on;
    map.getContainer().classList.toggle("drawing", on);
    if (on) map.doubleClickZoom.disable();
    else map.doubleClickZoom.enable();
    clear();
    if (on) line.addTo(map);
    else line.remove();
  }

  function clear() {
    corners = [];
    line.setLatLngs([]);
    first.remove();
  }

  function close() {
    if (corners.length < FEWEST) return;
    done(corners.map((corner) => [Number(corner.lat.toFixed(6)), Number(corner.lng.toFixed(6))]));
    clear();
  }

  /** @param {L.LatLng} corner */
  function add(corner) {
    corners.push(corner);
    line.setLatLngs([...corners]);
    if (corners.length === 1) first.setLatLng(corner).addTo(map);
  }

  first.on("click", (event) => {
    L.DomEvent.stop(event);
    close();
  });
  map.on("click", (event) => {
    if (drawing) add(event.latlng);
  });
  map.on("mousemove", (event) => {
    if (drawing && corners.length) line.setLatLngs([...corners, event.latlng]);
  });
  map.on("dblclick", () => {
    if (!drawing) return;
    corners.pop();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (drawing && event.key === "Enter") close();
    if (drawing && event.key === "Escape") clear();
  });

  return {
    /** @param {Geometry | null} area @param {boolean} draw whether the reader draws one */
    show(area, draw) {
      start(draw);
      const text = JSON.stringify(area);
      if (text === painted) return;
      painted = text;
      shown.clearLayers();
      if (area) shown.addData(/** @type {GeoJSON.GeoJsonObject} */ (area));
    },
    bounds: () => shown.getBounds(),
    active: () => drawing,
    add,
  };
};
