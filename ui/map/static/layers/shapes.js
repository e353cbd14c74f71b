"use strict";
var wardMap = wardMap || {};

// Shapes of wards on a map: laid down once, then only painted.
/** @typedef {GeoJSON.Feature<GeoJSON.Geometry, ShapeProperties> & {id: WardCode}} Shape a ward or an authority; a code may have several */
/**
 * @typedef {Object} Ward One ward on a ground.
 * @property {L.FeatureGroup} group its shapes; not on the map itself, which would tell of each click once more
 * @property {string} look as it was painted last
 * @property {number} height over its neighbours
 */
/** @typedef {Map<WardCode, Ward>} WardGround */
/**
 * @typedef {Object} Pointer What a ward answers to a pointer.
 * @property {(shape: Shape) => HTMLElement | string} tip empty for none
 * @property {(shape: Shape, event: L.LeafletMouseEvent) => void} pressed
 */

wardMap.shapes = (function () {
  const { elements, looks } = wardMap;

  /**
   * @param {Shape[]} shapes
   * @param {L.Map | L.LayerGroup} into
   * @param {Pointer} pointer
   * @returns {WardGround}
   */
  function add(shapes, into, pointer) {
    const renderer = L.svg({ padding: 0.6 });
    /** @type {WardGround} */
    const ground = new Map();
    shapes.forEach((shape) => {
      const path = /** @type {L.Polygon} */ (L.GeoJSON.geometryToLayer(shape));
      L.Util.setOptions(path, { renderer, color: looks.LINE, weight: 0.8, fillColor: "#eef1f4", fillOpacity: 1 });
      const ward = ground.get(shape.id) || { group: L.featureGroup(), look: "", height: 0 };
      ground.set(shape.id, ward);
      ward.group.addLayer(path);
      path.on("add", () => path.getElement()?.setAttribute("data-ward", shape.id));
      path.on("mouseover mousemove", (event) =>
        elements.beside(path.getTooltip(), /** @type {L.LeafletMouseEvent} */ (event))); // before Leaflet sets it down
      path.bindTooltip(() => pointer.tip(shape), { sticky: true, className: "ward-tip", direction: "auto", opacity: 1 });
      path.on("click", (event) => {
        L.DomEvent.stop(event);
        pointer.pressed(shape, event);
      });
      path.addTo(into);
    });
    return ground;
  }

  /**
   * Paint wards; returns whether any looks otherwise than before, as most do not from one filter to the next.
   * @param {WardGround} ground
   * @param {(code: WardCode) => Look} lookOf
   */
  function paint(ground, lookOf) {
    let changed = false;
    ground.forEach((ward, code) => {
      const look = lookOf(code);
      const text = JSON.stringify(look);
      if (text === ward.look) return;
      ward.look = text;
      ward.group.setStyle(looks.style(look));
      ward.height = looks.height(look);
      changed = true;
    });
    return changed;
  }

  /**
   * Lay wards with a border of their own over the rest; only what is on the map can be raised.
   * @param {WardGround} ground
   */
  function raise(ground) {
    const raised = [...ground.values()].filter((ward) => ward.height);
    raised.sort((a, b) => a.height - b.height).forEach((ward) => ward.group.bringToFront());
  }

  /** @param {Iterable<{getBounds(): L.LatLngBounds}>} layers */
  const boundsOf = (layers) => [...layers].reduce((all, layer) => all.extend(layer.getBounds()), L.latLngBounds([]));

  return { add, paint, raise, boundsOf };
})();
