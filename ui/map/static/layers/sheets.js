"use strict";
var wardMap = wardMap || {};

// Canvases over a map, each as large as the map is and drawn anew when the map has moved, and what is said of a place on one.
wardMap.sheets = (function () {
  const { elements } = wardMap;

  /**
   * @param {L.Map} map
   * @param {string} name of its pane
   * @param {number} zIndex of its pane
   * @param {(pen: CanvasRenderingContext2D, size: L.Point) => void} draw
   */
  function sheet(map, name, zIndex, draw) {
    const pane = map.createPane(name);
    const canvas = elements.canvas(0, 0);
    canvas.className = `${name} leaflet-zoom-hide`;
    canvas.style.display = "none"; // an empty one would be laid over the map all the same
    pane.style.zIndex = String(zIndex);
    pane.style.pointerEvents = "none";
    pane.append(canvas);
    let shown = false;

    function redraw() {
      if (!shown) return;
      const size = map.getSize();
      const sharp = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x * sharp;
      canvas.height = size.y * sharp;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const pen = elements.penOf(canvas);
      pen.scale(sharp, sharp);
      draw(pen, size);
    }
    map.on("moveend zoomend resize", redraw);

    return {
      /** @param {boolean} wanted */
      show(wanted) {
        shown = wanted;
        canvas.style.display = wanted ? "" : "none";
        redraw();
      },
    };
  }

  /**
   * What is said of the place under the pointer.
   * @param {L.Map} map
   * @param {(spot: L.Point) => string | null} words null where there is nothing
   */
  function pointing(map, words) {
    const tip = L.tooltip({ className: "ward-tip", direction: "auto", opacity: 1 });
    map.on("mousemove", (event) => {
      const text = words(event.containerPoint);
      if (text === null) {
        tip.remove();
        return;
      }
      elements.beside(tip, event);
      tip.setLatLng(event.latlng).setContent(elements.text("div", "", text)).addTo(map);
    });
    return { close: () => tip.remove() };
  }

  /** @param {L.Point} spot @param {L.Point} size @param {number} margin */
  const isNear = (spot, size, margin) =>
    spot.x >= -margin && spot.y >= -margin && spot.x <= size.x + margin && spot.y <= size.y + margin;

  return { sheet, pointing, isNear };
})();
