"use strict";
var wardMap = wardMap || {};

/** @typedef {ReturnType<typeof wardMap.scene>} Scene */

/**
 * Where a map looks: fitted when what is asked for changes, and otherwise left as the reader has it.
 * @param {L.Map} map
 * @param {Scene} scene
 * @param {() => L.LatLngBounds} drawnArea
 * @param {() => {width: number, height: number}} legendSize
 */
wardMap.view = function (map, scene, drawnArea, legendSize) {
  const { fitting, shapes, census } = wardMap;
  let fitted = "";
  let moved = false; // whether the reader has dragged or zoomed since the view was fitted
  let fittingNow = false;

  /** @param {MapPayload} payload */
  function boundsToFit(payload) {
    const tiles = scene.tilesFor(payload);
    if (tiles) return tiles.of(payload.authorities);
    const subject = fitting.subject(payload, scene.ground);
    if ("area" in subject) return drawnArea();
    if ("wards" in subject) return shapes.boundsOf(subject.wards.flatMap((code) => scene.ground.get(code)?.group || []));
    return shapes.boundsOf(subject.authorities.flatMap((code) => scene.outlines.get(code) || []));
  }

  /**
   * Set the view where something else is asked for; returns whether it was set.
   * @param {MapPayload} payload
   */
  function fit(payload) {
    const asked = fitting.asked(payload);
    const room = map.getSize();
    if (asked === fitted || !room.x || !room.y) return false;
    const around = boundsToFit(payload);
    if (!around.isValid()) return false;
    fitted = asked;
    const padding = fitting.padding({
      width: room.x,
      insets: scene.insets.width(),
      legend: legendSize(),
      names: !!scene.tilesFor(payload) && census.operationsShown(payload).length > 0,
    });
    fittingNow = true;
    map.fitBounds(around, { ...padding, animate: false });
    fittingNow = moved = false;
    return true;
  }

  map.on("dragstart zoomstart", () => {
    moved = !fittingNow;
  });

  return {
    fit,
    /** Let the next fit set the view, whatever it was fitted to. */
    forget() {
      fitted = "";
    },
    /** Another page gives the map other room: the view is fitted anew unless the reader has moved it. */
    takeRoom() {
      const room = map.getSize();
      const box = map.getContainer();
      if (room.x === box.clientWidth && room.y === box.clientHeight) return;
      map.invalidateSize(false);
      if (!moved) fitted = "";
    },
    isMoved: () => moved,
  };
};
