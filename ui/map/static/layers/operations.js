"use strict";
var wardMap = wardMap || {};

/** @typedef {"live" | "planned" | "closed" | OutlineKind} LineKind */

/**
 * Operations and sets of wards, drawn as lines over the ground so that a ward's colour stays to be read; each kind has a pattern.
 * @param {L.Map[]} maps the main map first
 */
wardMap.operations = function (maps) {
  const COLOUR = "#8a1c4a";
  const STATUSES = /** @type {const} */ (["closed", "planned", "live"]); // the live ones on top
  /** @typedef {{color: string, weight: number, dashArray?: string, lineCap?: "round"}} Line */
  /** @type {Record<LineKind, Line[]>} the lower line, and the one on top of it */
  const LINES = {
    live: [{ color: COLOUR, weight: 5.5 }, { color: "#fff", weight: 2, dashArray: "7 7" }],
    planned: [{ color: "#fff", weight: 5 }, { color: COLOUR, weight: 3.2, dashArray: "11 6" }],
    closed: [{ color: "#fff", weight: 4.5 }, { color: COLOUR, weight: 3, dashArray: "1 6", lineCap: "round" }],
    ring: [{ color: "#fff", weight: 4.5 }, { color: "#b34700", weight: 2.6, dashArray: "9 5" }],
    comparison: [{ color: "#10202e", weight: 5 }, { color: "#fff", weight: 1.8 }],
    "ring comparison": [{ color: "#fff", weight: 4.5 }, { color: "#10202e", weight: 2.6, dashArray: "1 6", lineCap: "round" }],
  };
  const grounds = maps.map((map) => {
    const pane = map.createPane("operations");
    pane.style.zIndex = "460";
    pane.style.pointerEvents = "none";
    return { map, pane, group: L.layerGroup().addTo(map), renderer: L.svg({ pane: "operations", padding: 0.6 }) };
  });
  /** @type {Map<OperationId, L.LatLngBounds>} */
  const extents = new Map();
  let shown = "";

  /**
   * What is drawn of an operation or an outline: its own area goes before its wards.
   * @param {{wards: WardCode[], area?: Geometry | null}} place
   * @param {Map<WardCode, Shape[]>} shapes
   * @returns {GeoJSON.Feature[]}
   */
  function drawn({ area, wards }, shapes) {
    if (!area) return wards.flatMap((code) => shapes.get(code) || []);
    return [{ type: "Feature", properties: {}, geometry: /** @type {GeoJSON.Geometry} */ (area) }];
  }

  /**
   * @param {Record<OperationId, Operation>} operations
   * @param {Outline[]} outlines
   * @param {Map<WardCode, Shape[]>} shapes
   */
  function show(operations, outlines, shapes) {
    const text = JSON.stringify([operations, outlines]);
    if (text === shown) return;
    shown = text;
    extents.clear();
    grounds.forEach(({ group }) => group.clearLayers());
    outlines.forEach((outline) => drawn(outline, shapes).forEach((shape) => add(shape, outline.kind)));
    STATUSES.forEach((status) => Object.entries(operations).forEach(([id, operation]) => {
      if (operation.status !== status) return;
      const bounds = L.latLngBounds([]);
      drawn(operation, shapes).forEach((shape) => bounds.extend(add(shape, status)));
      if (bounds.isValid()) extents.set(id, bounds);
    }));
  }

  /** @param {GeoJSON.Feature} shape @param {LineKind} kind */
  function add(shape, kind) {
    const bounds = L.latLngBounds([]);
    grounds.forEach(({ group, renderer }) => LINES[kind].forEach((line) => {
      // the renderer is an option of a path, which L.geoJSON hands on
      const options = { renderer, pane: "operations", interactive: false, style: { ...line, fill: false } };
      const layer = L.geoJSON(shape, /** @type {L.GeoJSONOptions} */ (options));
      group.addLayer(layer);
      bounds.extend(layer.getBounds());
    }));
    return bounds;
  }

  /**
   * A sample of a line for the legend.
   * @param {LineKind} kind
   */
  function sample(kind) {
    const drawing = wardMap.elements.sample();
    LINES[kind].forEach((line) => {
      const look = { fill: "none", stroke: line.color, "stroke-width": line.weight, "stroke-dasharray": line.dashArray || "none" };
      const box = { x: 3, y: 3, width: 24, height: 9, "stroke-linecap": line.lineCap || "butt" };
      drawing.append(wardMap.elements.svg("rect", { ...box, ...look }));
    });
    return drawing;
  }

  return {
    show,
    sample,
    /** @param {OperationId} id @param {Operation} operation */
    at: (id, operation) => operation.at || extents.get(id)?.getCenter() || null,
    /** @param {boolean} away */
    hide(away) {
      grounds.forEach(({ pane }) => {
        pane.style.display = away ? "none" : "";
      });
    },
  };
};
