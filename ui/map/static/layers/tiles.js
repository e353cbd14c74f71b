"use strict";
var wardMap = wardMap || {};

/**
 * Equal tiles: every ward one hexagon, laid over the same ground as the map, with its rate written in it; null where no ward has a tile.
 * @param {L.Map} map
 * @param {Shape[]} wards
 * @param {L.LatLngBounds} bounds of the ground
 * @param {Pointer} pointer
 * @param {Map<AuthorityCode, string>} names of authorities
 */
wardMap.tiles = function (map, wards, bounds, pointer, names) {
  const { elements, shapes } = wardMap;
  const ROOT3 = Math.sqrt(3);
  const LIGHT_FROM = 5; // the class from which figures are white
  /** @typedef {{code: WardCode, authority: AuthorityCode, column: number, row: number, shape: Shape}} Tile */
  /** @type {Map<WardCode, Tile>} */
  const placed = new Map(); // one a ward, whatever the number of its shapes
  wards.forEach((shape) => {
    const { tile, authority } = shape.properties;
    if (tile) placed.set(shape.id, { code: shape.id, authority, column: tile[0] / 2, row: (tile[1] * ROOT3) / 2, shape });
  });
  if (!placed.size) return null;
  const all = [...placed.values()];
  const columns = all.map((tile) => tile.column);
  const rows = all.map((tile) => tile.row);
  const wide = Math.max(...columns) - Math.min(...columns) + 1;
  const high = Math.max(...rows) - Math.min(...rows) + 1.2;
  const middle = bounds.getCenter();
  const squeeze = Math.cos((middle.lat * Math.PI) / 180);
  const width = Math.min(
    ((bounds.getEast() - bounds.getWest()) * 1.25) / wide,
    (bounds.getNorth() - bounds.getSouth()) / high / squeeze,
  );
  const left = (Math.max(...columns) + Math.min(...columns)) / 2;
  const low = (Math.max(...rows) + Math.min(...rows)) / 2;

  /** @param {number} x @param {number} y @returns {[longitude: number, latitude: number]} */
  const spot = (x, y) => [middle.lng + (x - left) * width, middle.lat + (y - low) * width * squeeze];

  /** @param {Tile} tile @param {number} size */
  function corners(tile, size) {
    return [0, 1, 2, 3, 4, 5].map((at) => {
      const turn = ((at * 60 + 30) * Math.PI) / 180;
      return spot(tile.column + (Math.cos(turn) / ROOT3) * size, tile.row + (Math.sin(turn) / ROOT3) * size);
    });
  }

  const group = L.layerGroup();
  const hexagons = all.map((tile) => {
    const line = corners(tile, 0.96);
    return { ...tile.shape, geometry: /** @type {GeoJSON.Polygon} */ ({ type: "Polygon", coordinates: [[...line, line[0]]] }) };
  });
  const ground = shapes.add(hexagons, group, pointer);

  /** @type {Map<WardCode, HTMLElement>} */
  const numbers = new Map();
  all.forEach((tile) => {
    const words = elements.text("div", "tile-rate");
    const [lng, lat] = spot(tile.column, tile.row);
    words.dataset.ward = tile.code;
    numbers.set(tile.code, words);
    const icon = L.divIcon({ className: "", html: words, iconSize: [0, 0] });
    group.addLayer(L.marker([lat, lng], { interactive: false, keyboard: false, icon }));
  });

  // In a pane of its own, or the tiles would lie over their common border.
  map.createPane("borders").style.cssText = "z-index:450;pointer-events:none";
  borders().forEach((line) => {
    group.addLayer(L.polyline(line, { interactive: false, pane: "borders", color: "#10202e", weight: 3.2 }));
  });

  /**
   * Edges between an authority and whatever is not it.
   * @returns {L.LatLngTuple[][]}
   */
  function borders() {
    /** @type {Map<string, {line: L.LatLngTuple[], authorities: AuthorityCode[]}>} */
    const edges = new Map();
    const name = (/** @type {number[]} */ point) => point.map((degrees) => degrees.toFixed(5)).join();
    all.forEach((tile) => corners(tile, 1).forEach((from, at, round) => {
      const to = round[(at + 1) % 6];
      const key = [name(from), name(to)].sort().join("|");
      const edge = edges.get(key) || { line: [from, to].map(([lng, lat]) => /** @type {L.LatLngTuple} */ ([lat, lng])), authorities: [] };
      edge.authorities.push(tile.authority);
      edges.set(key, edge);
    }));
    const outer = [...edges.values()].filter(({ authorities: [first, second] }) => first !== second);
    return outer.map((edge) => edge.line);
  }

  /**
   * Where an authority's name has room: above the northernmost tile of the first, below the southernmost of the others.
   * @param {AuthorityCode} authority
   * @returns {L.LatLngTuple | null}
   */
  function corner(authority) {
    const mine = all.filter((tile) => tile.authority === authority);
    const first = all.every((tile) => authority <= tile.authority);
    if (!mine.length) return null;
    const end = mine.reduce((best, tile) => (tile.row > best.row === first ? tile : best));
    const [lng, lat] = spot(end.column, end.row + (first ? 0.6 : -0.75));
    return [lat, lng];
  }

  /** @param {WardCode} code */
  const boundsOf = (code) => ground.get(code)?.group.getBounds();

  return {
    ground,
    group,
    corner,
    names,
    /** @param {Painted} painted */
    write(painted) {
      numbers.forEach((words, code) => {
        const paint = painted.figures.get(code);
        words.textContent = paint?.rate || "";
        words.classList.toggle("light", !!paint && paint.colour >= LIGHT_FROM && !paint.hatched);
      });
    },
    /** Pixels from the middle of a tile to its side. */
    radius() {
      const tile = boundsOf(all[0].code);
      if (!tile) return 0;
      return map.latLngToContainerPoint(tile.getNorthEast()).x - map.latLngToContainerPoint(tile.getCenter()).x;
    },
    /** @param {WardCode} code */
    at: (code) => boundsOf(code)?.getCenter() || null,
    /** @param {AuthorityCode[]} authorities */
    of(authorities) {
      const mine = all.filter((tile) => authorities.includes(tile.authority));
      return shapes.boundsOf(mine.flatMap((tile) => ground.get(tile.code)?.group || []));
    },
  };
};
