// What a page's frame holds: one map, or two authorities side by side, each fitted to itself on one scale. Leaflet has made the first map.
/**
 * @param {any} map of Leaflet
 * @param {(deed: object) => void} tell of what the reader does on either map
 */
window.makeWardMap = function (map, tell) {
  "use strict";
  const authority = new Map();  // ward code → authority, of every shape there is
  /** @type {MapSettings} */
  let settings = null;
  let files = null, shapes = null, one = null, other = null, ground = new Set();
  /** @type {MapPayload} */
  let payload = null;

  // The addresses of shapes and of settings come with the paint, so that the frame is the same for every build.
  function load() {
    files = payload.files;
    const fetched = (address) => fetch(address).then((answer) => answer.json());
    Promise.all([...files.map(fetched), styled()]).then(([drawing, fixed]) => {
      settings = fixed;
      mapElements.addPatterns(settings.colours);
      const wards = drawing.features.filter((f) => f.properties.kind === "ward");
      wards.forEach((f) => authority.set(f.id, f.properties.authority));
      shapes = drawing.features.filter((f) => settings.authorities.includes(f.properties.authority));
      ground = new Set(wards.filter((f) => settings.authorities.includes(f.properties.authority)).map((f) => f.id));
      one = window.mapWards(map, settings, shapes, tell);
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
    if (!payload.words) return;  // the ground comes before what to paint
    const [first, second] = payload.beside || [], gaps = mapCensus.gaps(payload, ground, authority);
    document.body.classList.toggle("dark", payload.dark);
    document.body.classList.toggle("two", !!second);
    if (second && !other) other = makeOther(second);
    one.paint(second ? { ...partOf(first), alone: true } : payload, mapCensus.line(gaps, settings.words));
    if (second) other.paint(partOf(second), "");
    document.body.dataset.untold = String(gaps.untold.length);
    document.body.dataset.shapeless = String(gaps.shapeless.length);
    document.body.dataset.operations = payload.layers.operations ? Object.values(payload.operations).map((o) => `${o.name} ${o.status}`).join("; ") : "";
    document.body.dataset.paint = String(Number(document.body.dataset.paint || 0) + 1);
  }

  function makeOther(code) {
    const box = mapElements.text("div");
    box.id = "beside";
    map.getContainer().after(box);
    const towns = settings.insets.filter((town) => town.authority === code), places = settings.places.filter((p) => p.authority === code);
    const drawn = L.map(box, { ...map.options, layers: [], center: map.getCenter(), zoom: map.getZoom() });
    L.control.zoom({ position: "topright" }).addTo(drawn);
    return window.mapWards(drawn, { ...settings, authorities: [code], insets: towns.length > 1 ? towns : [], places, legend: false }, shapes, tell);
  }

  /**
   * What is sent, of one authority: wards of the other are left out, as if the reader had.
   * @param {AuthorityCode} code
   * @returns {MapPayload}
   */
  function partOf(code) {
    const mine = (ward) => authority.get(ward) === code, picked = (sent, keep) => Object.fromEntries(Object.entries(sent).filter(keep));
    return { ...payload, authorities: [code],
      wards: payload.wards && Object.fromEntries(Object.entries(payload.wards).map(([ward, paint]) => [ward, mine(ward) ? paint : null])),
      ...(payload.parts ? { parts: picked(payload.parts, ([ward]) => mine(ward)) } : {}),
      operations: picked(payload.operations, ([, operation]) => operation.wards.some(mine)) };
  }

  return {
    /** @param {MapPayload} fresh */
    paint(fresh) {
      if (files && files.join() !== fresh.files.join()) return location.reload();  // another build has other ground
      payload = fresh;
      if (!files && payload.files.length) load();
      else if (one) draw();
    },
    labels: () => one.labels(),
  };
};
