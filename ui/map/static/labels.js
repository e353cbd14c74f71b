// A label goes to the first side of its place where it is neither cut by the edge nor over another; else it waits for more room.
// An operation's label keeps off the ground around it, so that the wards it is about stay to be seen: a line leads back to its place.
window.mapLabels = function (map) {
  "use strict";
  const { text } = mapElements, layer = L.layerGroup().addTo(map);
  map.createPane("labels").style.zIndex = 640;
  map.getPane("labels").style.pointerEvents = "none";
  map.createPane("leads").style.zIndex = 590;  // figures on tiles stay before it
  map.getPane("leads").style.pointerEvents = "none";
  const LEADS = Array.from({ length: 22 }, (_, at) => 16 + at * 8);  // pixels between a place and the label that is led to it
  const sizes = new Map();
  let shown = [];

  function written(one) {
    const words = text("div", `place ${one.kind} rank${one.rank}`, one.name);
    if (one.small) words.appendChild(text("small", "", one.small));
    return words;
  }

  // Sizes are looked up all at once, since the browser lays out the page anew for each look, and kept as long as letters keep theirs.
  function measure(wanted) {
    const wide = map.getSize().x, name = (one) => JSON.stringify([one.kind, one.rank, one.name, one.small, wide]);
    const fresh = wanted.filter((one) => !sizes.has(name(one))).map((one) => [name(one), written(one)]);
    fresh.forEach(([, words]) => map.getContainer().appendChild(words));
    fresh.forEach(([known, words]) => sizes.set(known, [words.offsetWidth, words.offsetHeight]));
    fresh.forEach(([, words]) => words.remove());
    return (one) => sizes.get(name(one));
  }

  function sides(wide, high, gap) {
    return [[gap, -high / 2], [-wide - gap, -high / 2], [-wide / 2, -high - gap], [-wide / 2, gap],
      [gap, -high - gap], [gap, gap], [-wide - gap, -high - gap], [-wide - gap, gap]];
  }

  // The first of some sides whose box is whole and covers nothing that is taken.
  function free(spot, wide, high, offered, taken) {
    const size = map.getSize();
    return offered.find(([dx, dy]) => {
      const box = [spot.x + dx, spot.y + dy, spot.x + dx + wide, spot.y + dy + high];
      return box[0] > 4 && box[1] > 4 && box[2] < size.x - 4 && box[3] < size.y - 4 &&
        taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
    });
  }

  // From the place, or `clear` pixels beside it, to the nearest point of its label, where the label stands apart.
  function lead(spot, [dx, dy], wide, high, clear) {
    const end = L.point(spot.x + Math.min(Math.max(0, dx), dx + wide), spot.y + Math.min(Math.max(0, dy), dy + high));
    const begin = spot.add(end.subtract(spot).multiplyBy(Math.min(clear / Math.max(spot.distanceTo(end), 1), 1)));
    layer.addLayer(L.polyline([begin, end].map((point) => map.containerPointToLatLng(point)),
      { pane: "leads", interactive: false, color: "#8a1c4a", weight: 2 }));
  }

  // wanted: {at, name, small, kind, rank, clear}, lower rank first; clear: pixels around the place that hold something to read; taken, apart: boxes in pixels that no label, and none of an operation
  // or an authority, may cover
  function place(wanted, taken, apart) {
    const most = map.getZoom() < 9.5 ? 2 : 3, spotOf = (one) => map.latLngToContainerPoint(one.at);
    layer.clearLayers();
    shown = [];
    const ordered = [...wanted].sort((a, b) => a.rank - b.rank || (a.rank ? 0 : spotOf(a).y - spotOf(b).y));  // operations from the north
    const offered = ordered.filter((one) => one.rank <= most), size = measure(offered);
    offered.forEach((one) => {
      const spot = spotOf(one), words = written(one), [wide, high] = size(one);
      const far = (one.rank === 0 || one.kind === "authority") && free(spot, wide, high, LEADS.flatMap((gap) => sides(wide, high, gap)), [...taken, ...apart]);
      const side = far || free(spot, wide, high, sides(wide, high, one.rank === 0 ? 16 : 7), taken);
      if (!side) return;
      taken.push([spot.x + side[0] - 2, spot.y + side[1] - 2, spot.x + side[0] + wide + 2, spot.y + side[1] + high + 2]);
      taken.push([spot.x - 5, spot.y - 5, spot.x + 5, spot.y + 5]);
      const holder = text("div", `dot ${one.clear ? "none" : one.kind}`);
      words.style.left = `${side[0] + 4}px`; words.style.top = `${side[1] + 4}px`;
      holder.appendChild(words);
      layer.addLayer(L.marker(one.at, { interactive: false, keyboard: false, pane: "labels",
        icon: L.divIcon({ className: "", html: holder, iconSize: [0, 0] }) }));
      if (far && one.rank === 0) lead(spot, side, wide, high, one.clear || 0);
      shown.push(one.name);
    });
  }

  return { place, shown: () => shown };
};
