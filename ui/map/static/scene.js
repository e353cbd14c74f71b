"use strict";
var wardMap = wardMap || {};

/**
 * What lies on one map whatever is painted: shapes of wards and authorities, towns' pictures, and tiles once somebody asks for them.
 * @param {L.Map} map
 * @param {MapSettings} settings
 * @param {Shape[]} all wards and authorities; a code may have several
 * @param {Pointer} pointer
 */
wardMap.scene = function (map, settings, all, pointer) {
  const { shapes } = wardMap;
  const mine = all.filter((shape) => settings.authorities.includes(shape.properties.authority));
  const wardShapes = mine.filter((shape) => shape.properties.kind === "ward");
  const authorityShapes = mine.filter((shape) => shape.properties.kind === "authority");
  const authorityNames = new Map(authorityShapes.map((shape) => [shape.id, shape.properties.name]));
  /** @type {Map<WardCode, Shape[]>} */
  const byCode = new Map();
  wardShapes.forEach((shape) => byCode.set(shape.id, [...(byCode.get(shape.id) || []), shape]));

  const layer = L.layerGroup();
  const ground = shapes.add(wardShapes, layer, pointer);
  const bounds = new Map([...ground].map(([code, ward]) => [code, ward.group.getBounds()]));
  const insets = wardMap.insets(map, settings.insets, shapesIn, pointer);
  const maps = [map, ...insets.maps];
  const operations = wardMap.operations(maps);
  const outlines = new Map(authorityShapes.map((shape) => {
    const style = { color: "#10202e", weight: 2.4, fill: false };
    return [shape.id, L.geoJSON(shape, { interactive: false, style }).addTo(layer)];
  }));
  /** @type {ReturnType<typeof wardMap.tiles>} */
  let tiles = null;

  /** @param {L.LatLngBounds} within */
  function shapesIn(within) {
    return wardShapes.filter((shape) => within.intersects(/** @type {L.LatLngBounds} */ (bounds.get(shape.id))));
  }

  /**
   * The tiles, where a payload asks for them and wards have some; most readers never ask.
   * @param {MapPayload} payload
   */
  function tilesFor(payload) {
    if (payload.view !== "tiles") return null;
    tiles ||= wardMap.tiles(map, wardShapes, shapes.boundsOf([...ground.values()].map((ward) => ward.group)), pointer, authorityNames);
    return tiles;
  }

  /** @param {boolean} asTiles */
  function swap(asTiles) {
    const wanted = asTiles && tiles ? tiles.group : layer;
    if (map.hasLayer(wanted)) return;
    if (asTiles) layer.remove();
    else tiles?.group.remove();
    wanted.addTo(map);
    map.getContainer().classList.toggle("as-tiles", asTiles);
  }

  return {
    maps,
    ground,
    byCode,
    insets,
    operations,
    outlines,
    tilesFor,
    swap,
    centres: new Map([...bounds].map(([code, ward]) => [code, ward.getCenter()])),
    /** @param {WardCode} code */
    nameOf: (code) => byCode.get(code)?.[0].properties.name || "",
    /** @param {WardCode} code */
    authorityOf: (code) => byCode.get(code)?.[0].properties.authority || "",
    /** @param {AuthorityCode} code */
    authorityName: (code) => authorityNames.get(code) || "",
  };
};
