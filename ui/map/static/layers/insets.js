"use strict";
var wardMap = wardMap || {};

/**
 * Towns too small to see at the scale of a county get pictures of their own, beside the map.
 * @param {L.Map} map
 * @param {Inset[]} towns
 * @param {(bounds: L.LatLngBounds) => Shape[]} shapesIn wards that reach into bounds
 * @param {Pointer} pointer
 */
wardMap.insets = function (map, towns, shapesIn, pointer) {
  const { elements, shapes } = wardMap;
  const MARGIN = 18; // pixels between the pictures and what is fitted beside them
  const MANY_ROWS = 4; // rows of the legend beyond its own from which the last towns make room
  const column = elements.text("div", "insets");
  map.getContainer().append(column);
  L.DomEvent.disableClickPropagation(column);
  L.DomEvent.disableScrollPropagation(column);

  /** @param {Inset} town @param {number} at */
  function open(town, at) {
    const box = elements.text("div", at ? "inset" : "inset first");
    column.append(box);
    const still = { dragging: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, keyboard: false, touchZoom: false };
    const inset = L.map(box, { ...still, zoomControl: false, attributionControl: false, zoomSnap: 0, zoomAnimation: false });
    const bounds = L.latLngBounds(/** @type {L.LatLngTuple[]} */ (town.bounds));
    inset.fitBounds(bounds, { animate: false });
    const ground = shapes.add(shapesIn(bounds.pad(0.6)), inset, pointer);
    box.append(elements.text("div", "inset-name", town.name));
    box.removeAttribute("tabindex");
    new ResizeObserver(() => {
      const before = inset.getSize(); // a picture that is not shown has no size to fit; one of the same size fits already
      if (!box.offsetWidth || (before.x === box.clientWidth && before.y === box.clientHeight)) return;
      inset.invalidateSize(false);
      inset.fitBounds(bounds, { animate: false });
    }).observe(box);
    return { box, map: inset, ground, authority: town.authority };
  }
  const opened = towns.map(open);
  const isSeen = () => column.offsetWidth > 0 && getComputedStyle(column).visibility !== "hidden";

  return {
    grounds: opened.map((town) => town.ground),
    maps: opened.map((town) => town.map),
    /**
     * @param {AuthorityCode[]} authorities
     * @param {boolean} wanted
     * @param {number} rows that the legend has beyond its own
     */
    show(authorities, wanted, rows) {
      column.style.setProperty("--kinds", String(rows));
      opened.forEach(({ box, authority }, at) => {
        const hasRoom = rows < MANY_ROWS || at < 3;
        box.style.display = wanted && authorities.includes(authority) && hasRoom ? "" : "none";
      });
      const some = opened.some((town) => authorities.includes(town.authority));
      column.style.visibility = wanted && some ? "" : "hidden";
    },
    width: () => (isSeen() ? column.offsetWidth + MARGIN : 12),
    /** @returns {Box[]} */
    taken() {
      if (!isSeen()) return [];
      return opened.filter(({ box }) => box.offsetWidth).map(({ box }) => {
        const left = column.offsetLeft + box.offsetLeft;
        const top = column.offsetTop + box.offsetTop;
        return [left, top, left + box.offsetWidth, top + box.offsetHeight];
      });
    },
  };
};
