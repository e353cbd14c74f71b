// One map of wards. Its shapes are laid down once; afterwards only colours, tooltips, labels and dots change.
/**
 * @param {any} map of Leaflet
 * @param {MapSettings} settings
 * @param {any[]} shapes features of wards and authorities; a code may have several
 * @param {(deed: object) => void} tell of what the reader does
 */
window.mapWards = function (map, settings, shapes, tell) {
  "use strict";
  const { text, svg, fill } = mapElements;
  const READABLE = 15;  // pixels from the middle of a tile to its side that its figure needs
  const OPERATION = "#8a1c4a", COLOURS = settings.colours, PLAIN = "#f4f6f8", LEFT_OUT = "#e9edf0", NOBODY = "#b9c2ca";
  const HIDDEN = -2;  // the class of a ward whose figures are hidden
  const wards = new Map(), outlines = new Map(), names = new Map(), geometry = new Map();  // by code: layers, layers, text, features
  /** @type {any} MapPayload with its records unpacked: wards, classes and spoken by ward code */
  let painted = null;
  let notice = null, tiles = null, reset = null, moved = false, fitting = false, drawing = false, labelled = null, fitted = null, legend = null;
  const ground = L.layerGroup(), labels = window.mapLabels(map), points = new window.mapPoints(), cells = new window.mapCells(), insetCells = [];
  const areas = L.geoJSON(null, { pane: "overlayPane", interactive: false,
    style: (f) => ({ color: "#10202e", weight: 1, fillOpacity: 0.85, fillColor: painted.cells.colours[f.properties.class] }) }).addTo(map);
  cells.whole = true;
  const area = window.mapArea(map, (corners) => tell({ area: corners }));

  L.control.attribution({ prefix: false }).addAttribution(settings.attribution).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 140 }).addTo(map);
  const mine = shapes.filter((f) => settings.authorities.includes(f.properties.authority)), wardShapes = mine.filter((f) => f.properties.kind === "ward");
  wardShapes.forEach((f) => { names.set(f.id, f.properties.name); geometry.set(f.id, [...(geometry.get(f.id) || []), f]); });
  const authorityOf = (code) => geometry.get(code)[0].properties.authority;
  const isAway = (authority) => !!painted.alone && !painted.authorities.includes(authority);  // not shown: this map holds more than it shows
  addWards(wardShapes, ground, wards);
  const insets = window.mapInsets(map, settings.insets, wardShapes, addWards, (f) => wards.get(f.id).getBounds());
  const operations = window.mapOperations(map, insets);
  const parts = window.mapParts([map, ...insets.maps], new Map([...wards].map(([code, layer]) => [code, layer.getBounds().getCenter()])));
  L.geoJSON(mine.filter((f) => f.properties.kind === "authority"), {
    interactive: false, style: { color: "#10202e", weight: 2.4, fill: false },
    onEachFeature: (feature, layer) => outlines.set(feature.id, layer),
  }).addTo(ground);
  const bounds = [...wards.values()].reduce((all, layer) => all.extend(layer.getBounds()), L.latLngBounds([]));
  const makeTiles = () => window.mapTiles(map, wardShapes, bounds, addWards, new Map(mine.filter((f) => f.properties.kind === "authority").map((f) => [f.id, f.properties.name])));

  function addWards(features, into, known) {
    const renderer = L.svg({ padding: 0.6 });
    features.forEach((feature) => {
        const layer = L.GeoJSON.geometryToLayer(feature);
        Object.assign(layer.options, { renderer, color: "#5b6b78", weight: 0.8, fillColor: "#eef1f4", fillOpacity: 1 });
        if (!known.has(feature.id)) known.set(feature.id, L.featureGroup());
        known.get(feature.id).addLayer(layer);
        layer.on("add", () => layer.getElement().setAttribute("data-ward", feature.id));
        layer.on("mouseover mousemove", (event) => mapElements.beside(layer.getTooltip(), event));  // before Leaflet sets it down
        layer.bindTooltip(() => tip(feature), { sticky: true, className: "ward-tip", direction: "auto", opacity: 1 });
        layer.on("click", (event) => {
          L.DomEvent.stop(event);
          if (area.active()) area.add(event.latlng);
          else if (cells.hovered) tell({ cell: cells.hovered });
          else tell({ ward: feature.id });
        });
        layer.addTo(into);
    });
  }

  function tip(feature) {
    if (points.hovered || cells.hovered || area.active()) return "";
    const box = text("div"), code = feature.id, say = (words) => words && box.appendChild(text("span", "", words));
    box.appendChild(text("b", "", feature.properties.name));
    if (!painted) return box;
    const paint = painted.wards.get(code), own = painted.classes.get(code);
    if (isUntold(code)) say(painted.words.untold);
    if (own && own.sentence >= 0) say(fill(painted.cells.sentences[own.sentence], own.values.split("|")));
    if (!paint) return box;
    say(paint.colour === HIDDEN ? painted.words.hidden
      : fill(paint.rate === null ? painted.words.noRate : painted.words.tip, { ...paint, offences: paint.offences.toLocaleString("en-GB") }));
    say(parts.said(code, painted.words.partWords));
    if (paint.town_centre) box.appendChild(text("small", "", painted.words.town));
    return box;
  }

  // A ward that the payload says nothing of: not even that the reader has left it out.
  const isUntold = (code) => !!painted.spoken && !painted.spoken.has(code);

  // Operations are lines over the ground; on tiles a thick border says which wards they are in. The ward chosen goes before it.
  function draw() {
    drawing = true;
    const room = map.getSize(), box = map.getContainer();
    if (room.x !== box.clientWidth || room.y !== box.clientHeight) {  // another page gives it other room
      map.invalidateSize(false);
      if (!moved) fitted = null;
    }
    if (painted.view === "tiles" && !tiles) tiles = makeTiles();  // most readers never ask for them
    const asTiles = painted.view === "tiles" && !!tiles, inOperation = new Set(asTiles && painted.layers.operations ? operationsShown().flatMap(([, o]) => o.wards) : []);
    const grounds = asTiles ? [tiles.wards] : [wards, ...insets.wards];
    grounds.forEach((known) => styleWards(known, inOperation));
    area.show(painted.area, painted.draw);
    reset = reset || addReset();
    const statuses = painted.layers.operations ? new Set(operationsShown().map(([, o]) => o.status)).size : 0;
    const kinds = (painted.points ? painted.points.kinds.length : 0) + Math.max(statuses - 1, 0) + (hasParts() ? 3 : 0) + (painted.cells && painted.cells.grid ? 7 : 0);  // rows that a plain legend has not
    insets.show(painted.authorities, !asTiles && !painted.alone && !painted.fit.length && !painted.draw && !painted.fitArea, kinds);
    const refitted = fit(asTiles);
    swap(asTiles);  // only now, so that every shape is laid out once
    operations.show(painted.layers.operations ? painted.operations : {}, painted.outlines, geometry);
    operations.hide(asTiles);
    grounds.forEach(raiseWards);
    if (asTiles) tiles.numbers.forEach((words, code) => number(words, painted.wards.get(code)));
    else outlines.forEach((layer, code) => layer.setStyle({ stroke: !isAway(code) }).bringToFront());
    drawLegend();
    drawPoints(asTiles);
    parts.show(hasParts() ? painted.parts : null);
    drawCells();
    drawNotice();
    const named = JSON.stringify([painted.line, painted.operations, painted.authorities, painted.layers, painted.view, painted.selected, painted.fit]);
    drawing = false;
    if (refitted || named !== labelled) { labelled = named; label(); }
  }

  // Marks of how offences came to light give way to dots, which say the same of each place, and to tiles, which hold figures.
  const hasParts = () => !!painted.parts && !painted.points && !(painted.view === "tiles" && tiles);

  function swap(asTiles) {
    const wanted = asTiles ? tiles.group : ground;
    if (map.hasLayer(wanted)) return;
    if (asTiles) ground.remove(); else if (tiles) tiles.group.remove();
    wanted.addTo(map);
    map.getContainer().classList.toggle("as-tiles", asTiles);
  }

  /** @param {HTMLElement} words @param {WardPaint | null | undefined} paint */
  function number(words, paint) {
    words.textContent = (paint && paint.rate) || "";
    words.classList.toggle("light", !!paint && paint.colour >= 5 && !paint.hatched);
  }

  const operationsShown = () => Object.entries(painted.operations);

  /**
   * What a ward is filled with.
   * @param {WardCode} code
   * @returns {string}
   */
  function fillOf(code) {
    const paint = painted.wards.get(code), own = painted.classes.get(code);
    if (isUntold(code)) return "url(#untold)";
    if (painted.cells) return (own && painted.cells.colours[own.colour]) || PLAIN;
    if (!paint) return LEFT_OUT;
    if (paint.colour === HIDDEN) return "url(#hidden)";
    if (paint.colour < 0) return NOBODY;
    return paint.hatched && paint.colour ? `url(#hatch${paint.colour})` : COLOURS[paint.colour];
  }

  function styleWards(known, inOperation) {
    const beside = new Set(painted.neighbours);
    for (const [code, layer] of known) {
      const paint = painted.wards.get(code), chosen = painted.selected === code || painted.chosen.includes(code), operation = inOperation.has(code) && !!paint;
      const colour = fillOf(code), away = isAway(authorityOf(code)), style = [colour, chosen, operation, beside.has(code), away].join();
      if (style !== layer.painted) {  // most wards keep their look from one filter to the next
        layer.painted = style;
        layer.setStyle({ fill: !away, stroke: !away, fillColor: colour, fillOpacity: colour === LEFT_OUT ? 0.5 : 1, dashArray: beside.has(code) && !chosen ? "6 4" : null,
          color: chosen || beside.has(code) ? "#000" : operation ? OPERATION : "#5b6b78", weight: chosen ? 4.5 : operation ? 3.2 : beside.has(code) ? 2 : 0.8 });
        layer.height = chosen ? 3 : operation ? 2 : beside.has(code) ? 1 : 0;
        known.restyled = true;
      }
    }
  }

  // Those with a border of their own lie over the rest, the chosen one on top; only what is on the map can be raised.
  function raiseWards(known) {
    if (known.restyled) [...known.values()].filter((layer) => layer.height).sort((a, b) => a.height - b.height).forEach((layer) => layer.bringToFront());
    known.restyled = false;
  }

  function drawPoints(asTiles) {
    const wanted = painted.points && !asTiles;
    if (wanted && !map.hasLayer(points)) points.addTo(map);
    if (!wanted && map.hasLayer(points)) points.remove();
    points.show(wanted ? painted.points : null);
    if (!wanted) delete document.body.dataset.points;
  }

  // Hexagons lie over the wards, in the town pictures too.
  function drawCells() {
    const sent = painted.cells && painted.cells.hexagons ? painted.cells : null;
    if (!insetCells.length) insets.maps.forEach(() => insetCells.push(new window.mapCells()));
    [[map, cells], ...insets.maps.map((one, at) => [one, insetCells[at]])].forEach(([on, layer]) => {
      if (sent && !on.hasLayer(layer)) layer.addTo(on);
      if (!sent && on.hasLayer(layer)) layer.remove();
      layer.show(sent);
    });
    if (!sent) delete document.body.dataset.cells;
    areas.clearLayers();
    if (painted.cells && painted.cells.shapes) areas.addData(painted.cells.shapes);
  }

  // One line, on the map itself, on wards without a figure and figures without a ward.
  function drawNotice() {
    if (notice) notice.remove();
    notice = null;
    if (!painted.line) return;
    notice = L.control({ position: "bottomright" });
    notice.onAdd = () => text("div", "gaps", painted.line);
    notice.addTo(map);
  }

  // One button takes a reader who has zoomed or dragged back to where the map began.
  function addReset() {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const bar = text("div", "leaflet-bar"), button = text("a", "reset", "⤢");
      Object.entries({ href: "#", role: "button", title: painted.words.reset, "aria-label": painted.words.reset })
        .forEach(([name, value]) => button.setAttribute(name, value));
      L.DomEvent.on(button, "click", (event) => { L.DomEvent.stop(event); fitted = null; fit(painted.view === "tiles"); });
      bar.append(button);
      return bar;
    };
    control.addTo(map);
    return control;
  }

  function wanted(asTiles) {
    if (asTiles) return tiles.of(painted.authorities);
    const asked = painted.fit.map((code) => wards.get(code)).filter(Boolean);
    if (painted.area && painted.fitArea) return area.bounds();
    const layers = asked.length ? asked : painted.authorities.map((code) => outlines.get(code)).filter(Boolean);
    return layers.reduce((all, layer) => all.extend(layer.getBounds()), L.latLngBounds([]));
  }

  // The view is set when what is asked for changes, and is otherwise left as the reader has it; whether it was set.
  function fit(asTiles) {
    const asked = JSON.stringify([painted.authorities, painted.fit, painted.view, painted.fitArea && painted.area]);
    if (asked === fitted) return false;
    const around = wanted(asTiles), room = map.getSize();
    if (!around.isValid() || !room.x || !room.y) return false;
    fitted = asked;
    drawLegend();
    const box = legend ? legend.getContainer() : { offsetWidth: 0, offsetHeight: 0 }, wide = map.getSize().x > 640;
    const left = wide ? Math.max(insets.width(), box.offsetWidth ? box.offsetWidth + 20 : 0) : insets.width();
    const top = asTiles && painted.layers.operations && operationsShown().length ? 60 : 16;  // their names stand over the tiles
    fitting = true;
    map.fitBounds(around, { paddingTopLeft: [left, top], paddingBottomRight: [12, wide ? 24 : box.offsetHeight + 24], animate: false });
    fitting = moved = false;
    return true;
  }

  function label() {
    const asTiles = painted.view === "tiles" && !!tiles;
    map.getContainer().classList.toggle("small-tiles", asTiles && tiles.radius() < READABLE);
    const taken = [...insets.taken(), [map.getSize().x - 56, 0, map.getSize().x, 124]], shown = [];
    const frame = map.getContainer().getBoundingClientRect();
    map.getContainer().querySelectorAll(":scope > .leaflet-control-container > .leaflet-bottom.leaflet-right > *").forEach((control) => {  // the scale, and whose maps these are
      const box = control.getBoundingClientRect();
      taken.push([box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
    });
    if (legend) { const box = legend.getContainer(); taken.push([0, map.getSize().y - box.offsetHeight - 12, box.offsetWidth + 14, map.getSize().y]); }
    if (painted.layers.operations) operationsShown().forEach(([id, o]) => {
      const at = asTiles ? tiles.at(o.wards[0]) : operations.at(id, o);
      if (at) shown.push({ at, name: o.name, small: o.dates, kind: "operation", rank: 0, clear: asTiles ? tiles.radius() : 0 });
    });
    if (asTiles) painted.authorities.forEach((code) => tiles.corner(code) && shown.push({ at: tiles.corner(code), name: tiles.names.get(code), kind: "authority", rank: 1 }));
    if (painted.layers.places && !asTiles) settings.places.filter((p) => !isAway(p.authority)).forEach((p) => shown.push({ at: [p.latitude, p.longitude], name: p.name, kind: "", rank: p.rank }));
    painted.fit.concat(asTiles && painted.selected ? [painted.selected] : []).forEach((code) => {
      const known = asTiles ? tiles.wards : wards;
      if (known.has(code)) shown.push({ at: known.get(code).getBounds().getCenter(), name: names.get(code), kind: "ward", rank: code === painted.selected ? 0.5 : 2 });
    });
    labels.place(shown, taken, kept(asTiles));
  }

  // Boxes in pixels of the ground that an operation's label keeps off: its authority on the map, every figure among tiles.
  function kept(asTiles) {
    const worked = new Set(operationsShown().flatMap(([, o]) => o.wards).filter((code) => geometry.has(code)).map(authorityOf));
    const held = asTiles ? [...tiles.wards.values()] : [...outlines].filter(([code]) => worked.has(code)).map((pair) => pair[1]);
    return held.map((layer) => layer.getBounds()).map((b) => [map.latLngToContainerPoint(b.getNorthWest()), map.latLngToContainerPoint(b.getSouthEast())])
      .map(([a, b]) => [a.x, a.y, b.x, b.y]);
  }

  function drawLegend() {
    if (!settings.legend) return;
    if (!legend) {
      legend = L.control({ position: "bottomleft" });
      legend.onAdd = () => text("div", "legend");
      legend.addTo(map);
    }
    const box = legend.getContainer();
    box.style.display = painted.alone ? "none" : "";
    box.replaceChildren(text("b", "", painted.cells ? painted.cells.title : painted.words.legend));
    const swatch = (paint, words, border) => {
      const row = text("div", "row"), drawn = svg("svg", { width: 30, height: 15, "aria-hidden": "true" });
      drawn.append(svg("rect", { x: 1, y: 1, width: 28, height: 13, fill: paint, stroke: border || "#5b6b78", "stroke-width": border ? 3 : 1 }));
      row.append(drawn, text("span", "", words));
      box.appendChild(row);
    };
    if (painted.cells) painted.cells.words.concat(painted.cells.elsewhere).forEach((words, i) => swatch(painted.cells.colours[i] || "#f4f6f8", words));
    else painted.words.classes.forEach((words, i) => swatch(COLOURS[i], words));
    if (painted.cells && painted.cells.grid) box.insertBefore(mapElements.grid(painted.cells), box.children[1] || null);
    if (!painted.cells) swatch("url(#hatch3)", painted.words.hatched);
    if (painted.words.hidden) swatch("url(#hidden)", painted.words.hidden);
    if ([...wards.keys()].some(isUntold)) swatch("url(#untold)", painted.words.untold);
    const lined = (kind, words) => {
      const row = text("div", "row");
      row.append(operations.sample(kind), text("span", "", words));
      box.appendChild(row);
    };
    if (painted.layers.operations && painted.view === "tiles" && operationsShown().length) swatch("none", painted.words.operation, OPERATION);
    else if (painted.layers.operations) Object.entries(painted.words.statuses).forEach(([status, words]) => {
      if (operationsShown().some(([, o]) => o.status === status)) lined(status, words);
    });
    painted.outlines.forEach((o) => lined(o.kind, o.words));
    if (hasParts()) box.append(text("b", "", painted.words.partLegend), parts.legend(painted.words.partWords));
    if (painted.points && painted.view !== "tiles") painted.points.kinds.forEach((kind, i) => {
      const row = text("div", "row"), drawn = svg("svg", { width: 30, height: 15, "aria-hidden": "true" });
      drawn.append(mapElements.symbol(painted.points.shapes && painted.points.shapes[i], painted.points.colours[i]));
      row.append(drawn, text("span", "", kind));
      box.appendChild(row);
    });
  }

  map.on("zoomend moveend", () => painted && !drawing && label());
  new ResizeObserver(() => map.invalidateSize(false)).observe(map.getContainer());
  map.on("dragstart zoomstart", () => { moved = !fitting; });
  map.on("resize", () => {
    if (!painted || drawing) return;
    if (!moved) { fitted = null; fit(painted.view === "tiles" && !!tiles); }
    label();
  });

  /**
   * @param {MapPayload & {alone?: boolean}} fresh alone: one of two maps, on the ground of both
   * @param {string} line on wards without a figure and figures without a ward; empty for none
   */
  function paint(fresh, line) {
    painted = { ...fresh, line, words: { ...settings.words, ...fresh.words }, spoken: mapCensus.spokenOf(fresh),
      wards: mapCensus.records("WardPaint", fresh.wards), classes: mapCensus.records("WardClass", fresh.cells && fresh.cells.wards) };
    draw();
  }

  return { paint, labels: () => labels.shown() };
};
