// The layer that folium adds to a map: it hands what to paint to the painter that stays with the map, and takes nothing away.
window.wardMap = (function () {
  "use strict";
  const painters = new WeakMap();  // by map, so that another layer paints what is there instead of building it anew

  /**
   * The reader's deed, as the event of Leaflet.draw that streamlit-folium listens for.
   * @param {any} map of Leaflet
   * @param {{ward: WardCode} | {cell: CellId} | {area: Degrees[]}} deed
   */
  function report(map, deed) {
    const layer = L.marker(map.getCenter());
    layer.feature = { type: "Feature", properties: { ...deed, at: Date.now() } };  // the same deed twice is told twice
    map.fire("draw:created", { layer, layerType: "marker" });
  }

  /** @param {any} map of Leaflet */
  function of(map) {
    if (!painters.has(map)) painters.set(map, window.makeWardMap(map, (deed) => report(map, deed)));
    return painters.get(map);
  }

  const WardLayer = L.Layer.extend({
    initialize(payload) { this.payload = payload; },
    onAdd(map) { of(map).paint(this.payload); },
    onRemove() {},
  });

  return { of, layer: (payload) => new WardLayer(payload) };
})();
