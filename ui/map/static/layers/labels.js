"use strict";
var wardMap = wardMap || {};

/**
 * @typedef {Object} Name A name that wants a place on the map.
 * @property {L.LatLngExpression} at
 * @property {string} name
 * @property {string} [small] under the name
 * @property {"operation" | "authority" | "ward" | ""} kind
 * @property {number} rank lower goes first
 * @property {number} [clear] pixels around the place that hold something to read
 */

/**
 * Names on a map, where there is room for them (placing.js).
 * @param {L.Map} map
 */
wardMap.labels = function (map) {
  const { elements, placing } = wardMap;
  const layer = L.layerGroup().addTo(map);
  const PANES = { labels: "640", leads: "590" }; // figures on tiles stay before the lines that lead to a label
  Object.entries(PANES).forEach(([name, zIndex]) => {
    const pane = map.createPane(name);
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none";
  });
  /** @type {Map<string, Pair>} */
  const sizes = new Map();
  /** @type {string[]} */
  let shown = [];

  /** @param {Name} name */
  function written({ kind, rank, name, small }) {
    const words = elements.text("div", `place ${kind} rank${rank}`, name);
    if (small) words.append(elements.text("small", "", small));
    return words;
  }

  /**
   * Sizes are looked up all at once, since the browser lays out the page anew for each look, and kept as long as letters keep theirs.
   * @param {Name[]} names
   * @returns {Pair[]}
   */
  function measure(names) {
    const wide = map.getSize().x;
    const keys = names.map((name) => JSON.stringify([name.kind, name.rank, name.name, name.small, wide]));
    const fresh = names.flatMap((name, at) => (sizes.has(keys[at]) ? [] : [{ key: keys[at], words: written(name) }]));
    fresh.forEach(({ words }) => map.getContainer().append(words));
    fresh.forEach(({ key, words }) => sizes.set(key, [words.offsetWidth, words.offsetHeight]));
    fresh.forEach(({ words }) => words.remove());
    return keys.map((key) => sizes.get(key) || [0, 0]);
  }

  /**
   * @param {Name[]} wanted
   * @param {Box[]} taken boxes that no label may cover
   * @param {Box[]} avoided boxes that no label of an operation or an authority may cover, if it can stand elsewhere
   */
  function place(wanted, taken, avoided) {
    const names = wanted.filter((name) => name.rank <= placing.lowestRank(map.getZoom()));
    const room = measure(names);
    const labels = names.map((name, at) => ({
      spot: map.latLngToContainerPoint(name.at), size: room[at], rank: name.rank, kind: name.kind,
    }));
    layer.clearLayers();
    shown = placing.place(labels, map.getSize(), taken, avoided).map(({ at, side, led }) => {
      draw(names[at], side);
      if (led) lead(labels[at], side, names[at].clear || 0);
      return names[at].name;
    });
  }

  /** @param {Name} name @param {Pair} side */
  function draw(name, side) {
    const words = written(name);
    const dot = elements.text("div", `dot ${name.clear ? "none" : name.kind}`);
    words.style.left = `${side[0] + 4}px`;
    words.style.top = `${side[1] + 4}px`;
    dot.append(words);
    const icon = L.divIcon({ className: "", html: dot, iconSize: [0, 0] });
    layer.addLayer(L.marker(name.at, { interactive: false, keyboard: false, pane: "labels", icon }));
  }

  /** @param {Label} label @param {Pair} side @param {number} clear */
  function lead({ spot, size }, side, clear) {
    const ends = placing.lead(spot, side, size, clear).map((end) => map.containerPointToLatLng([end.x, end.y]));
    layer.addLayer(L.polyline(ends, { pane: "leads", interactive: false, color: "#8a1c4a", weight: 2 }));
  }

  return { place, shown: () => shown };
};
