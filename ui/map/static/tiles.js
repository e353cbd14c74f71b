// Equal tiles: every ward one hexagon, laid over the same ground as the map, with its rate written in it.
window.mapTiles = function (map, features, bounds, addWards, names) {
  "use strict";
  const ROOT3 = Math.sqrt(3), placed = [...new Map(features.filter((f) => f.properties.tile).map((f) => [f.id, f])).values()];  // one a ward
  if (!placed.length) return null;
  const columns = placed.map((f) => f.properties.tile[0] / 2), rows = placed.map((f) => f.properties.tile[1] * ROOT3 / 2);
  const wide = Math.max(...columns) - Math.min(...columns) + 1, high = Math.max(...rows) - Math.min(...rows) + 1.2;
  const middle = bounds.getCenter(), squeeze = Math.cos(middle.lat * Math.PI / 180);
  const width = Math.min((bounds.getEast() - bounds.getWest()) * 1.25 / wide, (bounds.getNorth() - bounds.getSouth()) / high / squeeze);
  const left = (Math.max(...columns) + Math.min(...columns)) / 2, low = (Math.max(...rows) + Math.min(...rows)) / 2;
  const spot = (x, y) => [middle.lng + (x - left) * width, middle.lat + (y - low) * width * squeeze];
  const corners = (f, size) => [0, 1, 2, 3, 4, 5].map((at) => {
    const turn = (at * 60 + 30) * Math.PI / 180;
    return spot(f.properties.tile[0] / 2 + Math.cos(turn) / ROOT3 * size, f.properties.tile[1] * ROOT3 / 2 + Math.sin(turn) / ROOT3 * size);
  });
  const wards = new Map(), group = L.layerGroup(), numbers = new Map();
  addWards(placed.map((f) => ({ ...f, geometry: { type: "Polygon", coordinates: [[...corners(f, 0.96), corners(f, 0.96)[0]]] } })), group, wards);
  placed.forEach((f) => {
    const words = mapElements.text("div", "tile-rate"), [lng, lat] = spot(f.properties.tile[0] / 2, f.properties.tile[1] * ROOT3 / 2);
    words.dataset.ward = f.id;
    numbers.set(f.id, words);
    group.addLayer(L.marker([lat, lng], { interactive: false, keyboard: false, icon: L.divIcon({ className: "", html: words, iconSize: [0, 0] }) }));
  });
  // In a pane of its own, or the tiles would lie over their common border.
  if (!map.getPane("borders")) map.createPane("borders").style.cssText = "z-index:450;pointer-events:none";
  borders().forEach((line) => group.addLayer(L.polyline(line, { interactive: false, pane: "borders", color: "#10202e", weight: 3.2 })));

  // Edges between an authority and whatever is not it.
  function borders() {
    const edges = new Map(), name = (point) => point.map((v) => v.toFixed(5)).join();
    placed.forEach((f) => corners(f, 1).forEach((from, at, all) => {
      const to = all[(at + 1) % 6], key = [name(from), name(to)].sort().join("|"), known = edges.get(key);
      if (known) known.authorities.push(f.properties.authority);
      else edges.set(key, { line: [from, to].map(([lng, lat]) => [lat, lng]), authorities: [f.properties.authority] });
    }));
    return [...edges.values()].filter((e) => e.authorities.length === 1 || e.authorities[0] !== e.authorities[1]).map((e) => e.line);
  }

  // Where an authority's name has room: above the northernmost tile of the first, below the southernmost of the others.
  function corner(code) {
    const mine = placed.filter((f) => f.properties.authority === code), first = placed.every((f) => code <= f.properties.authority);
    if (!mine.length) return null;
    const end = mine.reduce((best, f) => ((f.properties.tile[1] > best.properties.tile[1]) === first ? f : best));
    const [lng, lat] = spot(end.properties.tile[0] / 2, end.properties.tile[1] * ROOT3 / 2 + (first ? 0.6 : -0.75));
    return [lat, lng];
  }

  // Pixels from the middle of a tile to its side.
  function radius() {
    const bounds = wards.values().next().value.getBounds();
    return map.latLngToContainerPoint(bounds.getNorthEast()).x - map.latLngToContainerPoint(bounds.getCenter()).x;
  }

  return { wards, group, numbers, corner, names, radius,
    at: (code) => (wards.has(code) ? wards.get(code).getBounds().getCenter() : null),
    of: (authorities) => placed.filter((f) => authorities.includes(f.properties.authority))
      .reduce((all, f) => all.extend(wards.get(f.id).getBounds()), L.latLngBounds([])) };
};
