"""Phrases of how much few people hold: suspects and victims apart, in shares alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from geo.core.selection import months_in_words
from geo.knife.few_hands import BY_CHANCE, BY_FEW, CANNOT_TELL, Premise
from geo.knife.few_hands_shown import WHOLE, Cut, FewHandsShown, TopShown

VIEW = "In few hands"
WHO = {"suspects": "suspects", "victims": "victims"}
WORDS = {BY_FEW: "Held by few beyond chance", BY_CHANCE: "As by chance", CANNOT_TELL: "Cannot tell"}
CLASSES = {BY_FEW: "made-it-worse", BY_CHANCE: "no-sign", CANNOT_TELL: ""}
HOLDS = {True: ("✓", "holds"), False: ("✗", "does not hold"), None: ("?", "not known")}
PREMISES = "“Held by few beyond chance” rests on"
AXIS = "Share of the offences"
HELD, CHANCE = "held", "by chance alone, with its 95 % limits"
COLUMNS = {
    "role": "Of",
    "cut": "In",
    "people": "People named",
    "known": "Known in",
    "top": "Top",
    "held": "Hold",
    "limits": "95 % limits",
    "chance": "By chance",
    "repeat": "By people named again",
    "verdict": "Verdict",
}
CUT_WORDS = {"year": "in {part}", "ages": "first named aged {part}", "line": "{part}"}
RULES = (
    "Shown is no figure of fewer than ten people: a group is told where 50 people or more are named in it, ten of them again, and no one "
    "makes up more than a quarter of what a top group holds. Shares are to the nearest 5 %, people in bands, and further groups are left out "
    "where one could be worked out from others. All whole months of the build are counted, whatever the filters say."
)
CHANCE_MEANS = (
    "By chance: the offences dealt at random to as many people as are named, each at least once. Offences with several people are shared "
    "equally. A person is one reference of the force's records: one with two references counts as two."
)
NOTHING = "Too few people are named for any figure that could not point to one of them."
OFF = (
    "People are switched off: no reference of a suspect or a victim is read or kept. The area file switches them on under an impact assessment: "
    "[persons], impact_assessment = “its title and number”."
)
MADE_UP = "People of the demonstration are made up; an area's own are kept only under an impact assessment that its file names."


def switched_on(assessment: str) -> str:
    """Under what people are kept, for the Data page."""
    return (
        f"References of suspects and victims are kept as pseudonyms under {assessment}, and shown as shares over ten people or more."
        if assessment
        else MADE_UP
    )


def cut_words(cut: Cut, names: Mapping[str, str]) -> str:
    """Which part of the whole a row is of: “all”, an authority's name, “in 2022”."""
    if cut == WHOLE:
        return "all"
    dimension, part = cut
    return (
        names.get(part, part)
        if dimension == "authority"
        else CUT_WORDS[dimension].format(part=part)
    )


def people_words(band: tuple[int, int | None]) -> str:
    """How many people are named, as a band: “200 to 499”."""
    fewest, most = band
    return f"{fewest:,} or more" if most is None else f"{fewest:,} to {most:,}"


def top_words(top: TopShown) -> str:
    """A share as a bar says it to whoever points at it."""
    return (
        f"top {top.share:.0%}: about {top.held:.0%} ({top.low:.0%} to {top.high:.0%}), by chance {top.chance:.0%} "
        f"({top.chance_low:.0%} to {top.chance_high:.0%})"
    )


def sentence(role: str, place: str, shown: FewHandsShown) -> str:
    """What one group says in words, with what it rests on."""
    top = next((top for top in shown.tops if top.share == 0.10), shown.tops[-1])
    harm = next((each for each in shown.harm if each.share == top.share), None)
    weighed = (
        f" By harm they hold about {harm.held:.0%}, by chance {harm.chance:.0%}." if harm else ""
    )
    fewer = ": fewer people, each named more often" if shown.repeat < shown.repeat_chance else ""
    return (
        f"{place}: {people_words(shown.people)} {WHO[role]} are named, in about {shown.known:.0%} of knife-enabled offences. The top "
        f"{top.share:.0%} of them hold about {top.held:.0%} of those ({top.low:.0%} to {top.high:.0%}); chance alone would give about "
        f"{top.chance:.0%} ({top.chance_low:.0%} to {top.chance_high:.0%}).{weighed} Those named twice or more hold about "
        f"{shown.repeat:.0%}, by chance {shown.repeat_chance:.0%}{fewer}."
    )


def premise(row: Premise) -> tuple[str, str, str]:
    """Its mark, the mark in words, and what it says with its figures."""
    mark, word = HOLDS[row.holds]
    return mark, word, f"{row.name}: {row.evidence}."


def without_weight(words: Sequence[str]) -> str:
    """What of the offences harm leaves out, by code or type; empty where all of any number are weighed."""
    return f"Harm leaves out, for want of a weight: {', '.join(words)}." if words else ""


def months_counted(months: Sequence[date]) -> str:
    return f"Knife-enabled offences of the force's own records, {months_in_words(tuple(months))}."


def table_row(role: str, place: str, shown: FewHandsShown, top: TopShown) -> dict[str, str]:
    """One share of one group as a row of text, by the keys of COLUMNS."""
    return {
        "role": WHO[role],
        "cut": place,
        "people": people_words(shown.people),
        "known": f"{shown.known:.0%}",
        "top": f"{top.share:.0%}",
        "held": f"{top.held:.0%}",
        "limits": f"{top.low:.0%} to {top.high:.0%}",
        "chance": f"{top.chance:.0%} ({top.chance_low:.0%} to {top.chance_high:.0%})",
        "repeat": f"{shown.repeat:.0%} (chance {shown.repeat_chance:.0%})",
        "verdict": WORDS[shown.verdict.word],
    }
