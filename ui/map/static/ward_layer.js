"use strict";
var wardMap = wardMap || {};

// The layer that folium adds to a map: it hands what to paint to the painter that stays with the map, and takes nothing away.
/** @typedef {{ward: WardCode} | {cell: CellId} | {area: Degrees[]}} Deed what a reader does on a map */

wardMap.of = (function () {
  /** @type {WeakMap<L.Map, ReturnType<typeof wardMap.pageMap>>} another layer paints what is there instead of building it anew */
  const painters = new WeakMap();

  /**
   * Tell of a deed by the event of Leaflet.draw, which streamlit-folium listens for.
   * @param {L.Map} map
   * @param {Deed} deed
   */
  function tell(map, deed) {
    const layer = L.marker(map.getCenter());
    const properties = { ...deed, at: Date.now() }; // the same deed twice is told twice
    layer.feature = { type: "Feature", properties, geometry: layer.toGeoJSON().geometry };
    map.fire("draw:created", { layer, layerType: "marker" });
  }

  /** @param {L.Map} map */
  function of(map) {
    const painter = painters.get(map) || wardMap.pageMap(map, (deed) => tell(map, deed));
    painters.set(map, painter);
    return painter;
  }
  return of;
})();

/** @param {MapPayload} payload */
wardMap.layer = function (payload) {
  const layer = new L.Layer();
  layer.onAdd = (map) => {
    wardMap.of(map).paint(payload);
    return layer;
  };
  layer.onRemove = () => layer;
  return layer;
};
