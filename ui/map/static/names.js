"use strict";
var wardMap = wardMap || {};

/**
 * Names on one map: which it wants to show, and what they must not cover.
 * @param {L.Map} map
 * @param {Scene} scene
 * @param {Place[]} places
 */
wardMap.names = function (map, scene, places) {
  const { census, controls } = wardMap;
  const READABLE = 15; // pixels from the middle of a tile to its side that its figure needs
  const labels = wardMap.labels(map);
  /** @typedef {ReturnType<typeof wardMap.tiles>} Tiles */

  /** @param {MapPayload} payload @param {Tiles} tiles @returns {Name[]} */
  function ofOperations(payload, tiles) {
    return census.operationsShown(payload).flatMap(([id, operation]) => {
      const at = tiles ? tiles.at(operation.wards[0]) : scene.operations.at(id, operation);
      const { name, dates: small } = operation;
      return at ? [{ at, name, small, kind: "operation", rank: 0, clear: tiles ? tiles.radius() : 0 }] : [];
    });
  }

  /** @param {MapPayload} payload @param {Tiles} tiles @returns {Name[]} */
  function ofAuthorities(payload, tiles) {
    if (!tiles) return [];
    return payload.authorities.flatMap((code) => {
      const at = tiles.corner(code);
      return at ? [{ at, name: scene.authorityName(code), kind: "authority", rank: 1 }] : [];
    });
  }

  /** @param {Painted} painted @param {Tiles} tiles @returns {Name[]} */
  function ofPlaces(painted, tiles) {
    if (tiles || !painted.payload.layers.places) return [];
    const here = places.filter((place) => !census.isAway(painted, place.authority));
    return here.map(({ latitude, longitude, name, rank }) => ({ at: [latitude, longitude], name, kind: "", rank }));
  }

  /** @param {MapPayload} payload @param {Tiles} tiles @returns {Name[]} */
  function ofWards({ fit, selected }, tiles) {
    const wanted = new Set(tiles && selected ? [...fit, selected] : fit);
    const ground = tiles ? tiles.ground : scene.ground;
    return [...wanted].flatMap((code) => {
      const at = ground.get(code)?.group.getBounds().getCenter();
      return at ? [{ at, name: scene.nameOf(code), kind: "ward", rank: code === selected ? 0.5 : 2 }] : [];
    });
  }

  /**
   * The ground that an operation's label keeps off: its authority on the map, every figure among tiles.
   * @param {MapPayload} payload
   * @param {Tiles} tiles
   * @returns {Box[]}
   */
  function avoidedBoxes(payload, tiles) {
    const worked = new Set(Object.values(payload.operations).flatMap((operation) => operation.wards.map(scene.authorityOf)));
    const held = tiles
      ? [...tiles.ground.values()].map((ward) => ward.group)
      : [...scene.outlines].filter(([code]) => worked.has(code)).map(([, outline]) => outline);
    return held.map((layer) => {
      const bounds = layer.getBounds();
      const a = map.latLngToContainerPoint(bounds.getNorthWest());
      const b = map.latLngToContainerPoint(bounds.getSouthEast());
      return [a.x, a.y, b.x, b.y];
    });
  }

  return {
    /** @param {Painted} painted @param {{width: number, height: number} | null} legend its size */
    show(painted, legend) {
      const { payload } = painted;
      const tiles = scene.tilesFor(payload);
      const { y } = map.getSize();
      map.getContainer().classList.toggle("small-tiles", !!tiles && tiles.radius() < READABLE);
      /** @type {Box[]} */
      const taken = [...scene.insets.taken(), ...controls.taken(map)];
      if (legend) taken.push([0, y - legend.height - 12, legend.width + 14, y]);
      const wanted = [
        ...ofOperations(payload, tiles),
        ...ofAuthorities(payload, tiles),
        ...ofPlaces(painted, tiles),
        ...ofWards(payload, tiles),
      ];
      labels.place(wanted, taken, avoidedBoxes(payload, tiles));
    },
    shown: labels.shown,
  };
};
