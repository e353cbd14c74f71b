// What a page's frame holds: one map, or two authorities side by side, each fitted to itself on one scale. Leaflet has made the first map.
window.makeWardMap = function (map, settings) {
  "use strict";
  mapElements.addPatterns(settings.colours);
  const codes = [];  // of wards, in the order in which figures are told
  const authority = new Map();
  let files = null, shapes = null, one = null, other = null, told = null;

  // The addresses of shapes and of settings are told with the paint, so that the frame is the same for every build.
  function load() {
    files = told.files;
    const fetched = (address) => fetch(address).then((answer) => answer.json());
    Promise.all([...files.map(fetched), styled()]).then(([ground, fixed]) => {
      shapes = ground.features;
      Object.assign(settings, fixed);
      shapes.filter((f) => f.properties.kind === "ward").forEach((f) => { codes.push(f.id); authority.set(f.id, f.properties.authority); });
      codes.sort();
      one = window.mapWards(map, settings, shapes);
      draw();
      document.body.dataset.drawn = "yes";
    });
  }

  // Labels are measured, so they wait until the map's styles are there.
  function styled() {
    return Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet)
      .map((link) => new Promise((done) => { link.addEventListener("load", done); link.addEventListener("error", done); })));
  }

  function draw() {
    if (!told.wards && !told.cells) return;  // the ground comes before what to paint
    const [first, second] = told.beside || [];
    document.body.classList.toggle("dark", told.dark);
    document.body.classList.toggle("two", !!second);
    if (second && !other) other = makeOther(second);
    one.paint(second ? { ...partOf(first), alone: true } : told);
    if (second) other.paint(partOf(second));
    document.body.dataset.operations = told.layers.operations ? told.operations.map((o) => `${o.name} ${o.status}`).join("; ") : "";
    document.body.dataset.paint = String(Number(document.body.dataset.paint || 0) + 1);
  }

  function makeOther(code) {
    const box = mapElements.text("div");
    box.id = "beside";
    map.getContainer().after(box);
    const towns = settings.insets.filter((town) => town.authority === code), places = settings.places.filter((p) => p[4] === code);
    const drawn = L.map(box, { ...map.options, layers: [], center: map.getCenter(), zoom: map.getZoom() });
    L.control.zoom({ position: "topright" }).addTo(drawn);
    return window.mapWards(drawn, { ...settings, authorities: [code], insets: towns.length > 1 ? towns : [], places, legend: false }, shapes);
  }

  // What is told, of one authority.
  function partOf(code) {
    const mine = (list) => list && list.split(";").map((words, at) => (authority.get(codes[at]) === code ? words : "")).join(";");
    return { ...told, authorities: [code], wards: mine(told.wards), ...(told.parts ? { parts: mine(told.parts) } : {}),
      operations: told.operations.filter((o) => o.wards.some((ward) => authority.get(ward) === code)) };
  }

  return {
    paint(fresh) {
      if (files && files.join() !== fresh.files.join()) return location.reload();  // another build has other ground
      told = fresh;
      if (!files && told.files.length) load();
      else if (one) draw();
    },
    labels: () => one.labels(),
  };
};
