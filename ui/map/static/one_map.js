"use strict";
var wardMap = wardMap || {};

/**
 * One map of wards. Its shapes are laid down once; afterwards only colours, tips, labels and dots change.
 * @param {L.Map} map
 * @param {MapSettings} settings
 * @param {Shape[]} drawn wards and authorities; a code may have several
 * @param {(deed: Deed) => void} tell of what the reader does
 */
wardMap.oneMap = function (map, settings, drawn, tell) {
  const { controls, looks, census, shapes } = wardMap;
  /** @type {Painted | null} */
  let painted = null;
  let hasReset = false;
  let drawing = false;
  let labelled = "";

  map.getContainer().classList.add("ward-map");
  controls.add(map, settings.attribution);
  const notice = controls.notice(map);
  const points = wardMap.points(map);
  const cells = wardMap.cells(map, true);
  const area = wardMap.area(map, (corners) => tell({ area: corners }));
  const scene = wardMap.scene(map, settings, drawn, {
    tip(shape) {
      if (!painted || points.hovered() || cells.hovered() !== null || area.active()) return "";
      return wardMap.tip(painted, shape, (words) => parts.sentence(shape.id, words));
    },
    pressed(shape, event) {
      const cell = cells.hovered();
      if (area.active()) area.add(event.latlng);
      else tell(cell === null ? { ward: shape.id } : { cell });
    },
  });
  const { insets, operations } = scene;
  const insetCells = insets.maps.map((inset) => wardMap.cells(inset, false));
  const parts = wardMap.parts(scene.maps, scene.centres);
  const areas = L.geoJSON(undefined, { interactive: false, style: styleOfArea }).addTo(map);
  const names = wardMap.names(map, scene, settings.places);
  const legend = settings.legend
    ? wardMap.legend(map, { colours: settings.colours, line: operations.sample, parts: parts.legend })
    : null;
  const legendSize = () => (legend ? legend.size() : { width: 0, height: 0 });
  const view = wardMap.view(map, scene, area.bounds, legendSize);

  /** @param {GeoJSON.Feature | undefined} feature */
  function styleOfArea(feature) {
    const colour = painted?.payload.cells?.colours[feature?.properties?.class];
    return { color: "#10202e", weight: 1, fillOpacity: 0.85, fillColor: colour };
  }

  /**
   * Marks of how offences came to light give way to dots, which say the same of each place, and to tiles, which hold figures.
   * @param {MapPayload} payload
   */
  const partsOf = (payload) => (payload.points || scene.tilesFor(payload) ? null : payload.parts || null);

  /**
   * Operations are lines over the ground; on tiles a thick border says which wards they are in. The ward chosen goes before it.
   * @param {Painted} now
   */
  function draw(now) {
    const { payload } = now;
    drawing = true;
    view.takeRoom();
    const tiles = scene.tilesFor(payload);
    const grounds = tiles ? [tiles.ground] : [scene.ground, ...insets.grounds];
    const worked = tiles ? census.operationsShown(payload).flatMap(([, operation]) => operation.wards) : [];
    const lookOf = looksOf(now, new Set(worked));
    const changed = grounds.filter((ground) => shapes.paint(ground, lookOf));
    area.show(payload.area, payload.draw);
    if (!hasReset) controls.reset(map, now.words.reset, goBack);
    hasReset = true;
    const whole = !now.alone && !payload.fit.length && !payload.draw && !payload.fitArea;
    insets.show(payload.authorities, whole && !tiles, census.moreRows(payload, !!partsOf(payload)));
    showLegend(now); // it takes room
    const refitted = view.fit(payload);
    scene.swap(!!tiles); // only now, so that every shape is laid out once
    operations.show(payload.layers.operations ? payload.operations : {}, payload.outlines, scene.byCode);
    operations.hide(!!tiles);
    changed.forEach(shapes.raise);
    if (tiles) tiles.write(now);
    else scene.outlines.forEach((line, code) => line.setStyle({ stroke: !census.isAway(now, code) }).bringToFront());
    drawOver(payload, !!tiles);
    notice.show(now.line);
    drawing = false;
    label(now, refitted);
  }

  /** @param {MapPayload} payload @param {boolean} asTiles */
  function drawOver(payload, asTiles) {
    const hexagons = payload.cells?.hexagons ? payload.cells : null;
    points.show(asTiles ? null : payload.points);
    parts.show(partsOf(payload));
    [cells, ...insetCells].forEach((layer) => layer.show(hexagons));
    areas.clearLayers();
    if (payload.cells?.shapes) areas.addData(/** @type {GeoJSON.GeoJsonObject} */ (payload.cells.shapes));
  }

  /** @param {Painted} now @param {Set<WardCode>} worked wards in operations that have no line */
  function looksOf(now, worked) {
    const { selected, chosen, neighbours } = now.payload;
    const beside = new Set(neighbours);
    return (/** @type {WardCode} */ code) => ({
      colour: looks.fill(now, settings.colours, code),
      chosen: selected === code || chosen.includes(code),
      operation: worked.has(code) && !!now.figures.get(code),
      beside: beside.has(code),
      away: census.isAway(now, scene.authorityOf(code)),
    });
  }

  /** @param {Painted} now */
  function showLegend(now) {
    const untold = [...scene.ground.keys()].some((code) => census.isUntold(now, code));
    legend?.show(now, { untold, parts: !!partsOf(now.payload), asTiles: !!scene.tilesFor(now.payload) });
  }

  /** @param {Painted} now @param {boolean} anew whether something other than the payload has changed */
  function label(now, anew) {
    const { operations: worked, authorities, layers, view: of, selected, fit } = now.payload;
    const wanted = JSON.stringify([now.line, worked, authorities, layers, of, selected, fit]);
    if (wanted === labelled && !anew) return;
    labelled = wanted;
    names.show(now, legend && legendSize());
  }

  function goBack() {
    view.forget();
    if (painted) view.fit(painted.payload);
  }

  map.on("zoomend moveend", () => {
    if (painted && !drawing) label(painted, true);
  });
  map.on("resize", () => {
    if (!painted || drawing) return;
    if (!view.isMoved()) goBack();
    label(painted, true);
  });
  new ResizeObserver(() => map.invalidateSize(false)).observe(map.getContainer());

  return {
    /** @param {Painted} now */
    paint(now) {
      painted = now;
      draw(now);
    },
    labels: names.shown,
  };
};
