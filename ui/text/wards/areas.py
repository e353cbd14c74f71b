"""What areas are called where a geography beside wards is chosen: the one home of their noun, and of the words that choose them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

AREAS, WARDS = "Areas", "Wards"
AREAS_HELP = (
    "Offences are counted where they were recorded, so that any areas can be counted. Residents are those of the areas where they were "
    "loaded by their codes; else they are carried from wards by postcodes, and the figure of a small area may be far off."
)
GUARDED = (
    "Counts of this source are hidden where they are small, so they are shown by ward alone: the same offences counted by two kinds of "
    "areas could be subtracted, and small counts would come to light."
)
GEOGRAPHY = "Areas"
GEOGRAPHY_HELP = (
    "Where the areas of a boundary file are no wards: what they are called, such as Neighbourhood areas. They stand beside the wards. "
    "LSOAs and MSOAs are known by their columns."
)
VINTAGE = r"(?! of (?:[A-Z][a-z]+ )?20\d\d)"  # wards of December 2021 are wards
WARD_WORD = rf"(?<![\w-])wards?(?![\w-]){VINTAGE}|(?:(?<=\. )|^)Wards?(?![\w-]){VINTAGE}"


@dataclass(frozen=True)
class AreaWords:
    """One and several areas of a kind: “area” and “areas”."""

    one: str
    many: str


WARD_WORDS = AreaWords("ward", "wards")


def area_words(title: str) -> AreaWords:
    """The noun of a geography's areas; `title` is what they are called together, empty for wards."""
    if not title:
        return WARD_WORDS
    statistical = re.match(r"(LSOA|MSOA)s\b", title)
    return (
        AreaWords(statistical[1], f"{statistical[1]}s")
        if statistical
        else AreaWords("area", "areas")
    )


def worded(sentence: str, words: AreaWords, names: Collection[str] = ()) -> str:
    """A sentence about wards as one about other areas: “No ward stands out” becomes “No area stands out”.

    names  of areas that have the word in them, and stay as they are
    """
    if words == WARD_WORDS:
        return sentence
    patterns = [re.escape(name) for name in sorted(names, key=len, reverse=True)]
    pattern = re.compile("|".join([*patterns, r"(?:\b[Aa] )?(?:" + WARD_WORD + ")"]))

    def noun(match: re.Match[str]) -> str:
        text = match[0]
        if text in names:
            return text
        article = f"{text[0]}n " if text[1:2] == " " else ""
        word = text[len("a ") :] if article else text
        known = words.many if word.lower() == "wards" else words.one
        return article + (known[:1].upper() + known[1:] if word[:1].isupper() else known)

    return pattern.sub(noun, sentence)


def residents_carried(title: str, share: float, off: float) -> str:
    """That residents of areas are carried from wards, and how far off that may be; empty where none are.

    share  of the areas, 0 to 1
    off    what half of their figures may be off by or more, as a share of each
    """
    if not share:
        return ""
    whose = "These residents" if share > 0.995 else f"The residents of {share:.0%} of the areas"
    far = f"by {off:.0%} or more" if off < 1 else "by as much as they are"
    return (
        f"{whose} are carried from larger areas by postcodes, not counted: half of the figures may be off {far}, and the rates with them. "
        f"Load residents by the codes of “{title}” to have them counted."
    )


def areas_of(title: str, exactness: str) -> str:
    """Whose areas a page shows: “LSOAs 2021, exact”."""
    return f"{title}, {exactness}"


def beside_wards(title: str, areas: str, source: str) -> str:
    """A geography of a build, on the Data page."""
    return f"{title}: {areas} areas beside the wards, from {source}. Wards, Hotspots and Compare show them where they are chosen under “{AREAS}”."
