"use strict";
var wardMap = wardMap || {};

/**
 * What a map says of a ward that is pointed at.
 * @param {Painted} painted
 * @param {Shape} shape
 * @param {(words: Record<Origin, string>) => string} parts how its offences came to light; empty for nothing
 */
wardMap.tip = function ({ payload, words, figures, classes, spoken }, { id, properties }, parts) {
  const { elements, census, looks } = wardMap;
  const box = elements.text("div");
  const paint = figures.get(id);
  const own = classes.get(id);

  /** @param {string} sentence @param {string} tag */
  function say(sentence, tag = "span") {
    if (sentence) box.append(elements.text(tag, "", sentence));
  }
  say(properties.name, "b");
  if (spoken && !spoken.has(id)) say(words.untold);
  if (own && own.sentence >= 0) {
    const sentence = payload.cells?.sentences?.[own.sentence] || "";
    say(census.fill(sentence, { ...own.values.split("|") }));
  }
  if (!paint) return box;
  if (paint.colour === looks.HIDDEN) say(words.hidden);
  else {
    const offences = paint.offences?.toLocaleString("en-GB");
    say(census.fill(paint.rate === null ? words.noRate : words.tip, { ...paint, offences }));
  }
  say(parts(words.partWords));
  if (paint.town_centre) say(words.town, "small");
  return box;
};
