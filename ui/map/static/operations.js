// Operations and sets of wards, drawn as lines over the ground so that a ward's colour stays to be read; each kind has a pattern of its own.
window.mapOperations = function (map, insets) {
  "use strict";
  const COLOUR = "#8a1c4a";
  const LINES = {  // the lower line, and the one on top of it
    live: [{ color: COLOUR, weight: 5.5 }, { color: "#fff", weight: 2, dashArray: "7 7" }],
    planned: [{ color: "#fff", weight: 5 }, { color: COLOUR, weight: 3.2, dashArray: "11 6" }],
    closed: [{ color: "#fff", weight: 4.5 }, { color: COLOUR, weight: 3, dashArray: "1 6", lineCap: "round" }],
    ring: [{ color: "#fff", weight: 4.5 }, { color: "#b34700", weight: 2.6, dashArray: "9 5" }],
    comparison: [{ color: "#10202e", weight: 5 }, { color: "#fff", weight: 1.8 }],
    "ring comparison": [{ color: "#fff", weight: 4.5 }, { color: "#10202e", weight: 2.6, dashArray: "1 6", lineCap: "round" }],
  };
  const grounds = [map, ...insets.maps].map((ground) => {
    const pane = ground.createPane("operations");
    pane.style.zIndex = 460; pane.style.pointerEvents = "none";
    return { ground, group: L.layerGroup().addTo(ground), renderer: L.svg({ pane: "operations", padding: 0.6 }) };
  });
  /** @type {Map<OperationId, any>} */
  const extents = new Map();
  let shown = "";

  // shapes: ward code → its features; an operation's own area goes before its wards
  function drawn(one, shapes) {
    return one.area ? [{ type: "Feature", properties: {}, geometry: one.area }] : one.wards.flatMap((code) => shapes.get(code) || []);
  }

  /**
   * @param {Record<OperationId, Operation>} operations
   * @param {Outline[]} outlines
   * @param {Map<WardCode, any[]>} shapes features by ward code
   */
  function show(operations, outlines, shapes) {
    const text = JSON.stringify([operations, outlines]);
    if (text === shown) return;
    shown = text;
    extents.clear();
    const rows = [...outlines.map((o) => [o.kind, { wards: o.wards }]), ...["closed", "planned", "live"].flatMap((status) =>
      Object.entries(operations).filter(([, o]) => o.status === status).map(([id, o]) => [status, o, id]))];
    grounds.forEach(({ ground, group, renderer }) => {
      group.clearLayers();
      rows.forEach(([kind, one, id]) => drawn(one, shapes).forEach((shape) => LINES[kind].forEach((line) => {
        const layer = L.geoJSON(shape, { renderer, pane: "operations", interactive: false, style: { ...line, fill: false } });
        group.addLayer(layer);
        if (ground === map && id) extents.set(id, (extents.get(id) || L.latLngBounds([])).extend(layer.getBounds()));
      })));
    });
  }

  // A sample of a line for the legend.
  function sample(kind) {
    const drawing = mapElements.svg("svg", { width: 30, height: 15, "aria-hidden": "true" });
    LINES[kind].forEach((line) => drawing.append(mapElements.svg("rect", { x: 3, y: 3, width: 24, height: 9, fill: "none", stroke: line.color,
      "stroke-width": line.weight, "stroke-dasharray": line.dashArray || "none", "stroke-linecap": line.lineCap || "butt" })));
    return drawing;
  }

  /** @param {OperationId} id @param {Operation} operation */
  const at = (id, operation) => operation.at || (extents.has(id) ? extents.get(id).getCenter() : null);
  return { show, sample, at, hide: (away) => grounds.forEach(({ ground }) => { ground.getPane("operations").style.display = away ? "none" : ""; }) };
};
