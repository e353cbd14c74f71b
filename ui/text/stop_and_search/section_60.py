"""Phrases of the section 60 view: the clock, law and scheme told apart, what is still owed, what the data say around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from geo.core.selection import months_in_words
from geo.searches.section_60 import LOCAL, Authorisation, Finding, State, hours_between
from geo.searches.section_60_searches import LAWS, PLACES, Before, Under
from ui.text.figures import count

PART, PARTS = "Part", {"around": "Clock, map and searches", "register": "Register and form"}
CHOOSE, RULES, OWES, LAW = "Authorisation", "Law and scheme", "Still owed", "Searches"
NONE_KEPT = (
    "No section 60 authorisation is in the register yet. Add one below; its area can be drawn on the map, loaded or given as a "
    "ward."
)
NOTHING_OWED = "Consultation, communication, debrief and panel review are all written down."
NO_AREA = (
    "This authorisation has no area any more.",
    "Its ward is not in the boundaries in use.",
    "Draw its area in the register.",
    "",
)
SEARCHES_AROUND = "Searches in its months, by law, place and time"
TIMELINE_MEANS = (
    "Authorisations within two weeks of this one: first periods in full colour, extensions lighter."
)
LAWFUL = "The law: nothing in its ranks, times and ground is refused."
NO_SCHEME = "The voluntary scheme of that day: nothing more to say."
OWED = {
    "consultation": "No consultation is written down.",
    "told_before": "No communication beforehand is written down.",
    "told_after": "No communication afterwards is written down.",
    "debrief": "No debrief is written down.",
    "panel_review": "No panel has reviewed it.",
}
BEFOREHAND = ("consultation", "told_before")


def moment(at: datetime) -> str:
    """“Friday 20 January 2023, 18:00”, with the zone where the clocks show that hour twice."""
    local = at.astimezone(LOCAL)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}" + (
        f" {local:%Z}" if twice else ""
    )


def duration(hours: float) -> str:
    """“5 h 20 min”, “3 days”."""
    if hours >= 72:
        return count(int(hours // 24), "day")
    minutes = int(hours * 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def clock(
    name: str, signed: Authorisation, now: tuple[State, float], *, draft: bool
) -> list[tuple[str, str, str]]:
    """Cards: where it stands, when it ends, how long it runs."""
    stands, hours = now
    value = {
        "live": f"{duration(hours)} left",
        "not begun": f"in {duration(hours)}",
        "ended": "ended",
    }[stands]
    under = {
        "live": f"live until {moment(signed.last)}",
        "not begun": f"begins {moment(signed.start)}",
        "ended": f"{duration(hours)} ago, {moment(signed.last)}",
    }[stands]
    whole = hours_between(signed.start, signed.last)
    extended = f"extended by a {signed.extending_rank}" if signed.extended_to else "not extended"
    label = f"{name} (draft: in force only once it is authorised)" if draft else name
    return [
        (label, value, under),
        ("Runs", f"{whole:.4g} hours", f"from {moment(signed.start)}"),
        ("First period", f"{hours_between(signed.start, signed.end):.4g} hours", extended),
    ]


def about(record: Mapping[str, Any], signed: Authorisation) -> str:
    """One authorisation in a sentence."""
    sentence = f"{record['force']}, ground {record['ground']}. Authorised by {_a(signed.rank)}"
    sentence += f", {moment(signed.start)} to {moment(signed.last)}"
    return f"Section 60 “{record['name']}”: {sentence}." + (
        f" {record['place']}." if record["place"] else ""
    )


def rules(findings: Sequence[Finding], *, draft: bool) -> list[str]:
    """What the law says, then what the voluntary scheme of the day said; each says which of the two it is."""
    law = [
        f"The law would refuse this draft: {finding.sentence}"
        if draft
        else f"The law refuses it: {finding.sentence}"
        for finding in findings
        if finding.kind == "law"
    ]
    scheme = [
        f"Not the law, but the scheme: {finding.sentence}"
        for finding in findings
        if finding.kind == "scheme"
    ]
    return [*(law or [LAWFUL]), *(scheme or [NO_SCHEME])]


def owes(record: Mapping[str, Any], signed: Authorisation, now: datetime) -> list[str]:
    """What is not written down; what comes after it is owed only once it has ended."""
    ended = hours_between(signed.last, now) >= 0
    return [
        words for name, words in OWED.items() if not record[name] and (ended or name in BEFOREHAND)
    ]


def told_apart_note(under: Under, *, exact: bool) -> str:
    """How the table is made, and what stands in its way.

    exact  whether places are those recorded, rather than moved by the publisher
    """
    edge = (
        "places are those the force recorded"
        if exact
        else (
            "points are moved by the publisher, so near an edge a search may fall on the wrong side"
        )
    )
    sentences = [
        f"“{PLACES[0].capitalize()}”, “{PLACES[1]}” and “{PLACES[2]}” are within its hours; {edge}."
    ]
    if under.covered.absent:
        sentences.append(f"Absent, not noughts: {months_in_words(under.covered.absent)}.")
    if under.midnight:
        sentences.append(
            f"All times of {months_in_words(under.midnight)} are midnight: by the hour nothing can be told."
        )
    if elsewhere := int(under.counts.loc[LAWS[0], [PLACES[1], PLACES[3]]].sum()):
        sentences.append(
            f"{count(elsewhere, 'search', 'searches')} under section 60 outside this area or these hours: under another "
            f"authorisation, "
            "or wrongly recorded."
        )
    return " ".join(sentences)


def kept_counts(record: Mapping[str, Any]) -> str:
    """What the register holds of searches and finds; empty where neither was given."""
    given = {
        name: record[name]
        for name in ("searches", "finds")
        if str(record[name]) not in ("<NA>", "None", "nan")
    }
    parts = [
        f"{int(given[name]):,} {word}"
        for name, word in (("searches", "searches"), ("finds", "that found something"))
        if name in given
    ]
    return f"By the force's own count in the register: {', '.join(parts)}." if parts else ""


def violence_before(before: Before) -> str:
    """Reported violence in the area in the twelve months before, beside its share of the ground."""
    if not before.months:
        return "No month of the twelve before it was received, so nothing can be said of violence reported there before."
    if not before.everywhere:
        return "No violence or robbery was recorded anywhere in the months before."
    share = before.here / before.everywhere
    return (
        f"In the {count(len(before.months), 'month')} received of the twelve before, {count(before.here, 'offence')} of violence and "
        f"robbery were "
        f"recorded in its area: {share:.1%} of the force area's, on {before.ground:.2%} of its ground."
    )


def met(first: str, second: str, both: bool) -> str:
    """Two authorisations at one time."""
    return f"“{first}” and “{second}” ran at the same time" + (
        " and their areas overlap." if both else ", in areas that do not overlap."
    )


def _a(rank: str) -> str:
    return f"{'an' if rank[0] in 'aeiou' else 'a'} {rank}"
