// A label goes to the first side of its place where it is neither cut by the edge nor over another; else it waits for more room.
window.mapLabels = function (map) {
  "use strict";
  const { text } = mapElements, layer = L.layerGroup().addTo(map);
  map.createPane("labels").style.zIndex = 640;
  map.getPane("labels").style.pointerEvents = "none";
  let shown = [];

  function measured(one) {
    const words = text("div", `place ${one.kind} rank${one.rank}`, one.name);
    if (one.small) words.appendChild(text("small", "", one.small));
    map.getContainer().appendChild(words);
    const size = [words.offsetWidth, words.offsetHeight];
    words.remove();
    return [words, ...size];
  }

  function sides(wide, high, gap) {
    return [[gap, -high / 2], [-wide - gap, -high / 2], [-wide / 2, -high - gap], [-wide / 2, gap],
      [gap, -high - gap], [gap, gap], [-wide - gap, -high - gap], [-wide - gap, gap]];
  }

  // wanted: {at, name, small, kind, rank}, lower rank first; taken: boxes in pixels that no label may cover
  function place(wanted, taken) {
    const size = map.getSize(), most = map.getZoom() < 9.5 ? 2 : 3;
    layer.clearLayers();
    shown = [];
    [...wanted].sort((a, b) => a.rank - b.rank).filter((one) => one.rank <= most).forEach((one) => {
      const spot = map.latLngToContainerPoint(one.at), [words, wide, high] = measured(one);
      const free = sides(wide, high, one.rank === 0 ? 16 : 7).find(([dx, dy]) => {
        const box = [spot.x + dx, spot.y + dy, spot.x + dx + wide, spot.y + dy + high];
        return box[0] > 4 && box[1] > 4 && box[2] < size.x - 4 && box[3] < size.y - 4 &&
          taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
      });
      if (!free) return;
      taken.push([spot.x + free[0] - 2, spot.y + free[1] - 2, spot.x + free[0] + wide + 2, spot.y + free[1] + high + 2]);
      taken.push([spot.x - 5, spot.y - 5, spot.x + 5, spot.y + 5]);
      const holder = text("div", `dot ${one.kind}`);
      words.style.left = `${free[0] + 4}px`; words.style.top = `${free[1] + 4}px`;
      holder.appendChild(words);
      layer.addLayer(L.marker(one.at, { interactive: false, keyboard: false, pane: "labels",
        icon: L.divIcon({ className: "", html: holder, iconSize: [0, 0] }) }));
      shown.push(one.name);
    });
  }

  return { place, shown: () => shown };
};
