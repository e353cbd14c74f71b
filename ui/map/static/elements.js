"use strict";
var wardMap = wardMap || {};

// Small parts of the page inside a map: text is always set as text, since names come from data.
wardMap.elements = (function () {
  /**
   * @param {string} tag
   * @param {string} className
   * @param {string} words
   */
  function text(tag, className = "", words = "") {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (words) element.textContent = words; // never innerHTML
    return element;
  }

  /**
   * @param {string} tag
   * @param {Record<string, string | number>} attributes
   */
  function svg(tag, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
    return element;
  }

  /** A picture of one row of a legend; its words say what it shows. */
  const sample = () => svg("svg", { width: 30, height: 15, "aria-hidden": "true" });

  /** @param {SVGElement | HTMLCanvasElement} drawn @param {string} words @param {string} className */
  function row(drawn, words, className = "row") {
    const box = text("div", className);
    box.append(drawn, text("span", "", words));
    return box;
  }

  /** @param {HTMLCanvasElement} sheet */
  function penOf(sheet) {
    const pen = sheet.getContext("2d");
    if (!pen) throw new Error("this browser draws no canvas");
    return pen;
  }

  /** @param {number} wide @param {number} high */
  function canvas(wide, high) {
    const element = document.createElement("canvas");
    element.width = wide;
    element.height = high;
    return element;
  }

  /**
   * What is said of a place opens to its right, and over the right third of a map to its left: the legend and the towns lie left.
   * @param {L.Tooltip | undefined} tip
   * @param {L.LeafletMouseEvent} event
   */
  function beside(tip, event) {
    const map = event.originalEvent.currentTarget;
    if (!tip || !(map instanceof HTMLElement)) return;
    tip.options.direction = event.containerPoint.x < (map.clientWidth * 2) / 3 ? "right" : "left";
  }

  return { text, svg, sample, row, canvas, penOf, beside };
})();
