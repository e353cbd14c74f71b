"use strict";
var wardMap = wardMap || {};

// What stands over a map beside its legend: whose maps these are, a scale, a way back, and a line on what is missing.
wardMap.controls = (function () {
  const { elements } = wardMap;

  /** @param {L.Map} map @param {string} attribution */
  function add(map, attribution) {
    L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 140 }).addTo(map);
  }

  /**
   * A button that takes a reader who has zoomed or dragged back to where the map began.
   * @param {L.Map} map
   * @param {string} words
   * @param {() => void} pressed
   */
  function reset(map, words, pressed) {
    const control = new L.Control({ position: "topright" });
    control.onAdd = () => {
      const bar = elements.text("div", "leaflet-bar");
      const button = elements.text("a", "reset", "⤢");
      const attributes = { href: "#", role: "button", title: words, "aria-label": words };
      Object.entries(attributes).forEach(([name, value]) => button.setAttribute(name, value));
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.stop(event);
        pressed();
      });
      bar.append(button);
      return bar;
    };
    control.addTo(map);
  }

  /**
   * One line, on the map itself, on wards without a figure and figures without a ward.
   * @param {L.Map} map
   */
  function notice(map) {
    /** @type {L.Control | null} */
    let control = null;
    return {
      /** @param {string} line empty for none */
      show(line) {
        control?.remove();
        control = null;
        if (!line) return;
        control = new L.Control({ position: "bottomright" });
        control.onAdd = () => elements.text("div", "gaps", line);
        control.addTo(map);
      },
    };
  }

  /**
   * Boxes that controls at the right of a map stand in, so that no label covers them.
   * @param {L.Map} map
   * @returns {Box[]}
   */
  function taken(map) {
    const { x } = map.getSize();
    const frame = map.getContainer().getBoundingClientRect();
    const corner = ":scope > .leaflet-control-container > .leaflet-bottom.leaflet-right > *";
    const low = [...map.getContainer().querySelectorAll(corner)].map((control) => {
      const box = control.getBoundingClientRect();
      return /** @type {Box} */ ([box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
    });
    return [[x - 56, 0, x, 124], ...low]; // the buttons to zoom and to go back
  }

  return { add, reset, notice, taken };
})();
