"use strict";
var wardMap = wardMap || {};

/**
 * What a page's map holds: one map, or two authorities side by side, each fitted to itself on one scale. Leaflet has made the first map.
 * @param {L.Map} map
 * @param {(deed: Deed) => void} tell of what the reader does on either map
 */
wardMap.pageMap = function (map, tell) {
  const { census, elements, patterns } = wardMap;
  const page = document.body;
  /** @typedef {ReturnType<typeof wardMap.oneMap>} OneMap */
  /**
   * @typedef {Object} Loaded
   * @property {MapSettings} settings
   * @property {Shape[]} shapes of the authorities that are drawn
   * @property {Set<WardCode>} ground wards that are drawn
   * @property {Map<WardCode, AuthorityCode>} authorities of every ward there is
   * @property {OneMap} first
   */
  /** @type {MapPayload | null} */
  let payload = null;
  /** @type {string | null} */
  let files = null;
  /** @type {Loaded | null} */
  let loaded = null;
  /** @type {OneMap | null} */
  let second = null;
  map.getContainer().classList.add("first-map");

  /**
   * The addresses of shapes and of settings come with the payload, so that the map's frame is the same for every build.
   * @param {MapPayload} ground
   */
  async function load({ files: addresses, inline }) {
    const fetched = async (/** @type {string} */ address) => (await fetch(address)).json();
    const [shapes, settings] = inline ? [inline.shapes, inline.settings] : await Promise.all(addresses.map(fetched));
    await styled();
    build(shapes.features, settings);
    draw();
    document.documentElement.lang = "en";
    page.dataset.drawn = "yes";
  }

  /** @param {Shape[]} all @param {MapSettings} settings */
  function build(all, settings) {
    patterns.add(settings.colours);
    const wards = all.filter((shape) => shape.properties.kind === "ward");
    const shapes = all.filter((shape) => settings.authorities.includes(shape.properties.authority));
    loaded = {
      settings,
      shapes,
      ground: new Set(shapes.filter((shape) => shape.properties.kind === "ward").map((shape) => shape.id)),
      authorities: new Map(wards.map((shape) => [shape.id, shape.properties.authority])),
      first: wardMap.oneMap(map, settings, shapes, tell),
    };
  }

  /** Labels are measured, so they wait until the map's styles are there. */
  async function styled() {
    const links = [...document.querySelectorAll("link")].filter((link) => link.rel === "stylesheet" && !link.sheet);
    await Promise.all(links.map((link) => new Promise((done) => {
      link.addEventListener("load", done);
      link.addEventListener("error", done);
    })));
  }

  function draw() {
    if (!loaded || !payload?.words) return; // the ground comes before what to paint
    const { settings: { words }, ground, authorities, first } = loaded;
    const gaps = census.gaps(payload, ground, authorities);
    const line = census.line(gaps, words);
    page.classList.toggle("dark", payload.dark);
    page.classList.toggle("two", !!payload.beside);
    if (payload.beside) {
      const whole = payload;
      const [left, right] = payload.beside.map((code) => census.partOf(whole, code, authorities));
      second ||= openSecond(loaded, payload.beside[1]);
      first.paint(census.unpack(left, words, line, true));
      second.paint(census.unpack(right, words, "", false, whole));
    } else first.paint(census.unpack(payload, words, line, false));
    const shown = payload.layers.operations ? Object.values(payload.operations) : [];
    page.dataset.untold = String(gaps.untold.length);
    page.dataset.shapeless = String(gaps.shapeless.length);
    page.dataset.operations = shown.map((operation) => `${operation.name} ${operation.status}`).join("; ");
    page.dataset.paint = String(Number(page.dataset.paint || 0) + 1);
  }

  /** @param {Loaded} known @param {AuthorityCode} authority */
  function openSecond({ settings, shapes }, authority) {
    const box = elements.text("div");
    box.id = "beside";
    map.getContainer().after(box);
    const towns = settings.insets.filter((town) => town.authority === authority);
    const places = settings.places.filter((place) => place.authority === authority);
    const other = L.map(box, { ...map.options, layers: [], center: map.getCenter(), zoom: map.getZoom() });
    L.control.zoom({ position: "topright" }).addTo(other);
    const legend = !!payload?.inline; // a page draws one for both maps, a file does not
    const own = { authorities: [authority], insets: towns.length > 1 ? towns : [], places, legend };
    return wardMap.oneMap(other, { ...settings, ...own }, shapes, tell);
  }

  return {
    /** @param {MapPayload} fresh */
    paint(fresh) {
      const asked = fresh.files.join();
      if (files !== null && files !== asked) {
        location.reload(); // another build has other ground
        return;
      }
      const isFirst = files === null;
      files = asked;
      payload = fresh;
      if (isFirst) load(fresh);
      else draw();
    },
    labels: () => (loaded ? loaded.first.labels() : []),
  };
};
