// The ward map in the browser. Shapes are fetched once; afterwards only colours, tooltips and labels change.
(function () {
  "use strict";
  const OPERATION = "#8a1c4a";
  const text = (tag, className, words) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (words) made.textContent = words;  // never innerHTML: names come from data
    return made;
  };
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function addHatching(COLOURS) {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    box.setAttribute("width", 0); box.setAttribute("height", 0); box.style.position = "absolute";
    box.innerHTML = "<defs>" + COLOURS.map((colour, i) =>
      `<pattern id="hatch${i}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
      `<rect width="6" height="6" fill="${colour}" fill-opacity=".45"/><rect width="2.4" height="6" fill="${i ? colour : "#c9d1d8"}"/></pattern>`).join("") +
      `<pattern id="hidden" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#cfd6dc"/>` +
      `<circle cx="4" cy="4" r="1.6" fill="#5b6b78"/></pattern></defs>`;
    document.body.appendChild(box);
  }

  window.makeWardMap = function (map, settings) {
    const wards = new Map(), outlines = new Map(), twins = new Map();  // twins: the same wards in the inset
    let painted = null, inset = null, reset = null, moved = false, labelled = null, fitted = null, shownLabels = [], legend = null;
    const COLOURS = settings.colours;
    addHatching(COLOURS);
    L.control.attribution({ prefix: false }).addAttribution(settings.attribution).addTo(map);
    L.control.scale({ imperial: false, position: "topright" }).addTo(map);
    map.createPane("labels").style.zIndex = 640;
    map.getPane("labels").style.pointerEvents = "none";
    const labelLayer = L.layerGroup().addTo(map);

    fetch(settings.shapes).then((answer) => answer.json()).then((shapes) => {
      const only = new Set(settings.authorities);
      const mine = shapes.features.filter((f) => only.has(f.properties.authority));
      const addWards = (features, into, known) => L.geoJSON(features, {
        renderer: L.svg({ padding: 0.6 }),
        style: { color: "#5b6b78", weight: 0.8, fillColor: "#eef1f4", fillOpacity: 1 },
        onEachFeature: (feature, layer) => {
          known.set(feature.id, layer);
          layer.bindTooltip(() => tip(feature), { sticky: true, className: "ward-tip", direction: "auto", opacity: 1 });
          layer.on("click", (event) => { L.DomEvent.stop(event); select(feature.id); });
        },
      }).addTo(into);
      const wardShapes = mine.filter((f) => f.properties.kind === "ward");
      addWards(wardShapes, map, wards);
      if (settings.inset) {
        inset = openInset(settings.inset);
        addWards(wardShapes, inset, twins);
      }
      L.geoJSON(mine.filter((f) => f.properties.kind === "authority"), {
        interactive: false, style: { color: "#10202e", weight: 2.4, fill: false },
        onEachFeature: (feature, layer) => outlines.set(feature.id, layer),
      }).addTo(map);
      draw();
      document.body.dataset.drawn = "yes";
    });

    // A town too small to see at the scale of a county gets a picture of its own, beside the map.
    function openInset(town) {
      const box = text("div", "inset"), title = text("div", "inset-name", town.name);
      map.getContainer().append(box);
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      const made = L.map(box, { zoomControl: false, attributionControl: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false,
        boxZoom: false, keyboard: false, touchZoom: false, zoomSnap: 0, zoomAnimation: false });
      box.append(title);
      new ResizeObserver(() => { made.invalidateSize(false); made.fitBounds(town.bounds, { animate: false }); }).observe(box);
      made.fitBounds(town.bounds, { animate: false });
      return made;
    }

    function select(code) {
      window.Streamlit.setComponentValue({ ward: code, at: Date.now() });
    }

    function tip(feature) {
      const box = text("div");
      box.appendChild(text("b", "", feature.properties.name));
      const v = painted && painted.wards[feature.id];
      if (v && v[0] === -2) box.appendChild(text("span", "", painted.words.hidden));
      else if (v) box.appendChild(text("span", "", fill(v[3] === null ? painted.words.noRate : painted.words.tip,
        { offences: v[2].toLocaleString("en-GB"), rate: v[3], low: v[4], high: v[5] })));
      if (v && v[6]) box.appendChild(text("small", "", painted.words.town));
      return box;
    }

    // Which wards an operation is shown in decides a thick border; the ward chosen goes before it.
    function draw() {
      if (!painted || !wards.size) return;
      painted.wards = unpack(painted.told);
      const inOperation = new Set(painted.operations.map((o) => o.ward));
      for (const known of [wards, twins]) paintWards(known, inOperation);
      for (const layer of outlines.values()) layer.bringToFront();
      reset = reset || addReset();
      fit();
      drawLegend();
      const named = JSON.stringify([painted.operations, painted.authorities]);
      if (named !== labelled) { labelled = named; label(); }
      document.body.dataset.paint = String(Number(document.body.dataset.paint || 0) + 1);
    }

    function paintWards(known, inOperation) {
      const raised = [];
      let restyled = false;
      for (const [code, layer] of known) {
        const v = painted.wards[code], chosen = code === painted.selected, operation = inOperation.has(code) && !!v;
        const colour = !v ? "#e9edf0" : v[0] === -2 ? "url(#hidden)" : v[0] < 0 ? "#b9c2ca" : v[1] && v[0] ? `url(#hatch${v[0]})` : COLOURS[v[0]];
        const style = [colour, !!v, chosen, operation].join();
        if (style !== layer.painted) {  // most wards keep their look from one filter to the next
          layer.painted = style;
          layer.setStyle({ fillColor: colour, fillOpacity: v ? 1 : 0.5,
            color: chosen ? "#000" : operation ? OPERATION : "#5b6b78", weight: chosen ? 4.5 : operation ? 3.2 : 0.8 });
          restyled = true;
        }
        if (operation || chosen) raised.push([chosen, layer]);
      }
      if (restyled) raised.sort((a, b) => a[0] - b[0]).forEach((pair) => pair[1].bringToFront());
    }

    // One button takes a reader who has zoomed or dragged back to where the map began.
    function addReset() {
      const control = L.control({ position: "topleft" });
      control.onAdd = () => {
        const bar = text("div", "leaflet-bar"), button = text("a", "reset", "⤢");
        Object.entries({ href: "#", role: "button", title: painted.words.reset, "aria-label": painted.words.reset })
          .forEach(([name, value]) => button.setAttribute(name, value));
        L.DomEvent.on(button, "click", (event) => { L.DomEvent.stop(event); fitted = null; fit(); });
        bar.append(button);
        return bar;
      };
      control.addTo(map);
      return control;
    }

    // The view is set when the authorities asked for change, and is otherwise left as the reader has it.
    function fit() {
      const asked = painted.authorities.join();
      if (asked === fitted) return;
      const bounds = L.latLngBounds([]);
      painted.authorities.forEach((code) => outlines.has(code) && bounds.extend(outlines.get(code).getBounds()));
      if (!bounds.isValid()) return;
      fitted = asked;
      drawLegend();
      const box = legend ? legend.getContainer() : { offsetWidth: 0, offsetHeight: 0 }, wide = map.getSize().x > 640;
      const beside = inset && inset.getContainer().offsetWidth && painted.authorities.length > 1 ? inset.getContainer().offsetWidth + 16 : 12;
      map.fitBounds(bounds, { paddingTopLeft: [wide ? box.offsetWidth + 20 : beside, 16],
        paddingBottomRight: [12, wide ? 24 : box.offsetHeight + 24], animate: false });
      moved = false;
    }

    // A label goes to the first side of its place where it is neither cut by the edge nor over another; else it waits for more room.
    function label() {
      labelLayer.clearLayers();
      const size = map.getSize(), taken = [], wanted = [];
      painted.operations.forEach((o) => o.at && wanted.push({ at: o.at, name: o.name, small: o.dates, kind: "operation", rank: 0 }));
      settings.places.forEach((p) => wanted.push({ at: [p[1], p[2]], name: p[0], kind: "", rank: p[3] }));
      const box = inset && inset.getContainer();
      if (box) box.style.visibility = painted.authorities.includes(settings.inset.authority) ? "" : "hidden";
      if (box && box.offsetWidth && !box.style.visibility) taken.push([box.offsetLeft, box.offsetTop, box.offsetLeft + box.offsetWidth, box.offsetTop + box.offsetHeight]);
      if (legend) { const l = legend.getContainer(); taken.push([0, size.y - l.offsetHeight - 12, l.offsetWidth + 14, size.y]); }
      shownLabels = [];
      wanted.sort((a, b) => a.rank - b.rank).forEach((w) => {
        const most = map.getZoom() < 9.5 ? 2 : 3;
        if (w.rank > most) return;
        const spot = map.latLngToContainerPoint(w.at), words = text("div", `place ${w.kind} rank${w.rank}`, w.name);
        if (w.small) words.appendChild(text("small", "", w.small));
        map.getContainer().appendChild(words);
        const wide = words.offsetWidth, high = words.offsetHeight;
        words.remove();
        const gap = w.rank === 0 ? 16 : 7;
        const sides = [[gap, -high / 2], [-wide - gap, -high / 2], [-wide / 2, -high - gap], [-wide / 2, gap], [gap, -high - gap], [gap, gap], [-wide - gap, -high - gap], [-wide - gap, gap]];
        const free = sides.find(([dx, dy]) => {
          const box = [spot.x + dx, spot.y + dy, spot.x + dx + wide, spot.y + dy + high];
          return box[0] > 4 && box[1] > 4 && box[2] < size.x - 4 && box[3] < size.y - 4 &&
            taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
        });
        if (!free) return;
        taken.push([spot.x + free[0] - 2, spot.y + free[1] - 2, spot.x + free[0] + wide + 2, spot.y + free[1] + high + 2]);
        taken.push([spot.x - 5, spot.y - 5, spot.x + 5, spot.y + 5]);
        const holder = text("div", `dot ${w.kind}`);
        words.style.left = `${free[0] + 4}px`; words.style.top = `${free[1] + 4}px`;
        holder.appendChild(words);
        labelLayer.addLayer(L.marker(w.at, { interactive: false, keyboard: false, pane: "labels",
          icon: L.divIcon({ className: "", html: holder, iconSize: [0, 0] }) }));
        shownLabels.push(w.name);
      });
    }

    function drawLegend() {
      if (!settings.inset) return;
      if (!legend) {
        legend = L.control({ position: "bottomleft" });
        legend.onAdd = () => text("div", "legend");
        legend.addTo(map);
      }
      const box = legend.getContainer();
      box.replaceChildren(text("b", "", painted.words.legend));
      const swatch = (paint, words, border) => {
        const row = text("div", "row");
        const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        svg.setAttribute("width", 30); svg.setAttribute("height", 15);
        const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        Object.entries({ x: 1, y: 1, width: 28, height: 13, fill: paint, stroke: border || "#5b6b78", "stroke-width": border ? 3 : 1 })
          .forEach(([k, v]) => rect.setAttribute(k, v));
        svg.appendChild(rect);
        row.append(svg, text("span", "", words));
        box.appendChild(row);
      };
      painted.words.classes.forEach((words, i) => swatch(COLOURS[i], words));
      swatch("url(#hatch3)", painted.words.hatched);
      if (painted.words.hidden) swatch("url(#hidden)", painted.words.hidden);
      if (painted.operations.some((o) => o.ward)) swatch("none", painted.words.operation, OPERATION);
    }

    map.on("zoomend moveend", () => painted && label());
    new ResizeObserver(() => map.invalidateSize(false)).observe(map.getContainer());
    map.on("dragstart", () => { moved = true; });
    map.getContainer().addEventListener("click", (event) => { if (event.target.closest(".leaflet-control-zoom")) moved = true; });
    map.on("resize", () => {
      if (!painted || !wards.size) return;
      if (!moved) { fitted = null; fit(); }
      label();
    });
    // Figures come as text, a ward after another in the order of their codes; an empty one is a ward not asked for.
    function unpack(told) {
      const codes = [...wards.keys()].sort(), figures = {};
      told.split(";").forEach((one, i) => {
        if (!one) return;
        const [colour, marks, offences, rate, low, high] = one.split(",");
        figures[codes[i]] = [Number(colour), marks & 1, Number(offences), rate ?? null, low, high, marks & 2];
      });
      return figures;
    }

    return { paint(fresh) { painted = { ...fresh, told: fresh.wards, wards: {} }; draw(); }, labels: () => shownLabels };
  };
})();
