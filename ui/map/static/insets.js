// Towns too small to see at the scale of a county get pictures of their own, beside the map.
window.mapInsets = function (map, insets, features, addWards, reach) {
  "use strict";
  const column = mapElements.text("div", "insets");
  map.getContainer().append(column);
  L.DomEvent.disableClickPropagation(column).disableScrollPropagation(column);
  const opened = insets.map((town, at) => {
    const box = mapElements.text("div", at ? "inset" : "inset first");
    column.append(box);
    const made = L.map(box, { zoomControl: false, attributionControl: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false,
      boxZoom: false, keyboard: false, touchZoom: false, zoomSnap: 0, zoomAnimation: false });
    const bounds = L.latLngBounds(town.bounds), wards = new Map(), wide = bounds.pad(0.6);
    made.fitBounds(bounds, { animate: false });
    addWards(features.filter((f) => wide.intersects(reach(f))), made, wards);
    box.append(mapElements.text("div", "inset-name", town.name));
    box.removeAttribute("tabindex");
    new ResizeObserver(() => {
      const was = made.getSize();  // a picture that is not shown has no size to fit; one of the same size fits already
      if (!box.offsetWidth || (was.x === box.clientWidth && was.y === box.clientHeight)) return;
      made.invalidateSize(false);
      made.fitBounds(bounds, { animate: false });
    }).observe(box);
    return { box, map: made, wards, authority: town.authority };
  });
  const sized = () => column.offsetWidth && getComputedStyle(column).visibility !== "hidden";
  return {
    wards: opened.map((one) => one.wards), maps: opened.map((one) => one.map),
    show(authorities, wanted, kinds) {  // kinds: rows that dots add to the legend, for which the last towns make room
      column.style.setProperty("--kinds", kinds);
      opened.forEach((one, at) => { one.box.style.display = wanted && authorities.includes(one.authority) && (kinds < 4 || at < 3) ? "" : "none"; });
      column.style.visibility = wanted && opened.some((one) => authorities.includes(one.authority)) ? "" : "hidden";
    },
    width: () => (sized() ? column.offsetWidth + 18 : 12),
    taken: () => (sized() ? opened.filter((one) => one.box.offsetWidth).map(({ box }) => [column.offsetLeft + box.offsetLeft, column.offsetTop + box.offsetTop,
      column.offsetLeft + box.offsetLeft + box.offsetWidth, column.offsetTop + box.offsetTop + box.offsetHeight]) : []),
  };
};
