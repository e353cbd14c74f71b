"""Phrases of the force's own records: layers, filters, origins, lines, and the question whether a rise is policing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from geo.core.schema import FORCE_SEARCHES, SEARCHES, WEEKDAYS
from geo.core.selection import months_in_words
from geo.knife.aoristic import HourPicture
from geo.knife.origin import CANNOT_TELL, PROACTIVE_EXPLAINS, VIOLENCE_ROSE, FindRate, OriginChange
from geo.knife.origin_premises import Premise, explained_words
from ui.text.figures import count, percent
from ui.text.map import ORIGIN_WORDS

# --- lines ---------------------------------------------------------------------------------------------------------------------------

NOT_STATUTORY = (
    "Neither “local line” nor “county line” is defined by statute: each offence is judged by the force, with who "
    "judged, on what basis, when and how surely. They have different meanings and are never added; “unclear” stays a value."
)
BOUNDS_MEAN = (
    "The share is of offences that were judged, with its 95 % Wilson interval. “All” bounds it without any assumption: as if "
    "none, or all, of what is unclear or not recorded were local."
)
VIEWS = {"month": "By month", "ward": "By ward", "age": "By age", "hours": "Hours and days"}
FOR_ANALYSTS = "By month, by ward and by hour the counts are small: those are for analysts."
HIDDEN_SHARE = "a count below 5, or one that would give it away"
WARD_COLUMNS = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "offences": "Knife-enabled",
    "local_line": "Local line",
    "county_line": "County line",
    "no_line": "No line",
    "open": "Unclear or not recorded",
    "share": "Local of judged",
    "share_low": "Low",
    "share_high": "High",
    "least": "Of all, least",
    "most": "Of all, most",
}
AGE_COLUMNS = {
    "authority_name": "Authority",
    "ages": "Suspects",
    "offences": "Knife-enabled",
    "local_line": "Local line",
    "county_line": "County line",
    "no_line": "No line",
    "open": "Unclear or not recorded",
    "share": "Local of judged",
    "share_low": "Low",
    "share_high": "High",
    "least": "Of all, least",
    "most": "Of all, most",
    "age_unknown": "Age unknown",
}
MONTH_AXIS, BOUNDS, SHARE = "Share tied to a local line", "bounds, of all", "share of judged"
HOUR_AXIS = "Hour of day"
AGE_MEANS = (
    "14–25 is the cut of the local needs assessment, of suspects whose age is known; offences without a known suspect's age are "
    "in none and listed apart."
)
SPREAD_MEANS = (
    "Aoristic: an offence known only from–to is spread evenly over the hours it can have happened in, so a cell may hold part "
    "of an offence."
)
CAN_SAY_TEXT = f"""
**It can say** how many offences the force has judged to be tied to a local or a county line, in which wards and months, and between what
bounds the true share lies whatever the open ones turn out to be.

**It cannot say** how many lines there are, who runs them, or whether a ward where little was judged is free of them.

- {NOT_STATUTORY}
- {BOUNDS_MEAN}
- Judging takes time: the newest months have the most that is not recorded.
- A ward's figures are small: read the interval before the share.
"""


def no_offences_in(wards: int) -> str:
    return f"{count(wards, 'ward')} without any are not listed." if wards else ""


def shares_of(described: str) -> str:
    """What the shares are of: they do not change with the layer drawn."""
    return f"Shares are of {described[:1].lower() + described[1:]}."


def share_card(row: pd.Series) -> tuple[str, str]:
    """One share as a figure: “62 %”, and under it its interval, what was judged and the bounds of all."""
    if pd.isna(row["offences"]):
        return "hidden", HIDDEN_SHARE
    if pd.isna(row["share"]):
        return "cannot tell", f"none of {count(int(row['offences']), 'offence')} was judged"
    return f"{row['share']:.0%}", (
        f"{row['share_low']:.0%} to {row['share_high']:.0%} of {int(row['judged'])} judged · all "
        f"{int(row['offences'])}: {row['least']:.0%} to {row['most']:.0%}"
    )


def share_label(name: str, ages: str) -> str:
    """“North Somerset: local line, suspects 14–25”."""
    return f"{name}: local line, " + ("all ages" if ages == "all ages" else f"suspects {ages}")


def share_sentence(name: str, row: pd.Series) -> str:
    """One ward's or month's share in words, with the counts behind it."""
    offences, judged = int(row["offences"]), int(row["judged"])
    if not offences:
        return f"{name}: no knife-enabled violence recorded."
    sentence = f"{name}: {offences} knife-enabled, {int(row['local_line'])} local line, {int(row['county_line'])} county line"
    if not judged:
        return f"{sentence}; none was judged, so nothing can be said of the share."
    return (
        f"{sentence}; local of {judged} judged {row['share']:.0%} ({row['share_low']:.0%} to {row['share_high']:.0%}), "
        f"of all {row['least']:.0%} to {row['most']:.0%}."
    )


def beside(names: Sequence[str], rows: Sequence[pd.Series]) -> str:
    """Two authorities' shares set side by side in words: clear only where their intervals lie apart."""
    if any(pd.isna(row["share"]) for row in rows) or len(rows) < 2:
        return "The two authorities cannot be set beside each other: a share is hidden or nothing was judged."
    first, second = rows
    apart = first["share_low"] > second["share_high"] or first["share_high"] < second["share_low"]
    bounded = first["least"] > second["most"] or first["most"] < second["least"]
    sentence = (
        f"Of judged knife-enabled violence, {first['share']:.0%} in {names[0]} and {second['share']:.0%} in {names[1]} is tied to a "
        "local line"
    )
    if bounded:
        return f"{sentence}: clearly apart, whatever the open ones turn out to be."
    if apart:
        return f"{sentence}: clearly apart if the open ones are like the judged; their bounds overlap, so this rests on that."
    return f"{sentence}: chance alone could make that difference."


def county_sentence(names: Sequence[str], rows: Sequence[pd.Series]) -> str:
    """County lines told apart from local ones: “County lines: 12 of 140 judged in North Somerset, …”."""
    parts = [
        f"{int(row['county_line'])} of {int(row['judged'])} judged in {name}"
        for name, row in zip(names, rows, strict=True)
        if not pd.isna(row["county_line"])
    ]
    return f"County lines, counted apart: {', '.join(parts)}." if parts else ""


def hours_sentence(name: str, picture: HourPicture) -> str:
    """When offences of an authority happened, how many are spread, and how many have no time."""
    if not picture.offences or picture.spread_share is None or picture.over_a_day is None:
        return f"{name}: no offence has a known time."
    days = picture.weights.sum()
    late = (
        float(picture.weights.loc[[*range(20, 24), *range(4)]].to_numpy().sum()) / picture.offences
    )
    undated = f"; {picture.undated} have no time" if picture.undated else ""
    return (
        f"{name}: {count(picture.offences, 'offence')}, most on {WEEKDAYS[int(days.to_numpy().argmax())]} "
        f"({days.max() / picture.offences:.0%}), {late:.0%} between 20:00 and 03:59. {picture.spread_share:.0%} are known only "
        f"from–to and spread over that time, {picture.over_a_day:.0%} over more than a day{undated}."
    )


def hour_cell(name: str, day: str, hour: int, weight: float) -> str:
    return f"{name}, {day} {hour:02}:00–{hour:02}:59: {weight:.1f} offences"


# --- is it policing? -----------------------------------------------------------------------------------------------------------------

QUESTION = "Is it proactive policing?"
VERDICT_WORDS = {
    PROACTIVE_EXPLAINS: "Proactive work explains it",
    VIOLENCE_ROSE: "Reported violence rose too",
    CANNOT_TELL: "Cannot tell",
}
VERDICT_CLASSES = {PROACTIVE_EXPLAINS: "no-sign", VIOLENCE_ROSE: "made-it-worse", CANNOT_TELL: ""}
RULE = (
    "Rule, in this order: no rise of possession beyond chance: cannot tell. Reported knife violence up beyond chance, its unknown on the earlier "
    "side: rose too. Any premise that does not hold or is not known: cannot tell. Otherwise proactive work explains it. Chance is p < 0.05, "
    "with the spread of the months allowed for. Each authority is judged by itself, never the sum: searching in one explains nothing in the "
    "other. It is this project's rule; no published estimator exists."
)
PREMISES = "what “Proactive work explains it” rests on"
HOLDS = {True: ("✓", "holds"), False: ("✗", "does not hold"), None: ("?", "not known")}
SEARCH_SOURCES = {SEARCHES: "data.police.uk", FORCE_SEARCHES: "the force's own records"}
ORIGIN_HEADS = ("How it came to light", "Then", "Now", "Change")
NO_YEAR_BEFORE = "A year before is needed for each month, and at most twelve months at a time: nothing can be set beside them."


def bar_summary(what: str, change: OriginChange) -> str:
    """The picture of origins then and now, for those who do not see it."""
    parts = [
        f"{ORIGIN_WORDS[str(origin)]}: {int(row['then'])} then, {int(row['now'])} now"
        for origin, row in change.counts.iterrows()
    ]
    return f"{what} by how it came to light. {'; '.join(parts)}."


def share_of_change(change: OriginChange) -> tuple[str, str]:
    """How much of the change police found, and the bounds that the unknown leaves."""
    label = "Of the change, found by police"
    if (
        change.share_low is None
        or change.share_high is None
        or change.total_now <= change.total_then
    ):
        return label, "no rise to split"
    likely = "cannot tell" if change.share_of_change is None else f"{change.share_of_change:.0%}"
    over = "; over 100%: the rest fell" if change.share_high > 1 else ""
    return (
        label,
        f"{likely}, between {change.share_low:.0%} and {change.share_high:.0%} whatever the unknown are{over}",
    )


def unknown_share(change: OriginChange) -> tuple[str, str]:
    shares = [
        "none recorded" if share is None else f"{share:.0%}"
        for share in (change.unknown_then, change.unknown_now)
    ]
    return "Origin not known", f"{shares[0]} then, {shares[1]} now"


def explained(change: OriginChange) -> tuple[str, str]:
    """How much of a rise more searching accounts for, with its interval."""
    label = "Of the change, explained by more searching"
    if change.total_now <= change.total_then:
        return label, "no rise to explain"
    if change.explained is None:
        return label, "not known without searches"
    over = "; over 100%: the rest fell" if change.explained.share > 1 else ""
    return label, f"{explained_words(change.explained)}{over}"


def find_rates(searches: Mapping[str, FindRate]) -> tuple[str, str]:
    """Finds per 100 weapon searches then and now, each with its interval."""
    label = "Finds per 100 weapon searches"
    if not searches:
        return label, "searches of these months are not all loaded"
    parts = []
    for period in ("then", "now"):
        rate = searches[period]
        parts.append(
            f"nobody searched {period}"
            if rate.per_100 is None
            else f"{rate.per_100:.0f} {period} ({rate.low:.0f} to {rate.high:.0f}; {rate.searches:,} searches whose result is known)"
        )
    return label, ", ".join(parts)


def searches_counted(source: str, held: Mapping[str, int], compared: int) -> tuple[str, str]:
    """Whose searches were counted and why; where none are whole for all months, how many each source holds."""
    label = "Searches counted"
    of_months = [
        f"{SEARCH_SOURCES[other]} {months} of {compared} months" for other, months in held.items()
    ]
    if not source:
        return (
            label,
            f"none: {', '.join(of_months)}, each with its twin a year earlier, as whole months; load the rest",
        )
    if source == SEARCHES:
        return (
            label,
            "those of data.police.uk, whole for all months compared; published, so that anybody can check them",
        )
    return (
        label,
        f"the force's own, whole for all months compared, which data.police.uk is not ({held.get(SEARCHES, 0)} of {compared})",
    )


def spread(change: OriginChange) -> tuple[str, str]:
    """How much more than Poisson the months vary, which every interval here allows for."""
    wide = change.dispersion
    return (
        "Variance allowed for",
        f"possession {wide.possession:.1f}, searches {wide.searches:.1f}, reported violence {wide.violence:.1f} times what chance alone gives, "
        "by the months compared",
    )


def premise(row: Premise) -> tuple[str, str, str]:
    """Its mark, the mark in words, and what it says with its figures."""
    mark, word = HOLDS[row.holds]
    return mark, word, f"{row.name}: {row.evidence}" if row.evidence else row.name


def reported_violence(change: OriginChange) -> tuple[str, str]:
    """Reported knife violence then and now, with what its ratio can be."""
    counted = f"{change.violence_then:,} then, {change.violence_now:,} now"
    if change.violence_low is None or change.violence_high is None:
        return "Reported knife violence", counted
    return (
        "Reported knife violence",
        f"{counted}: {change.violence_low:.2f} to {change.violence_high:.2f} times as much",
    )


def compared_months(place: str, months: tuple[date, ...]) -> str:
    """Which months are set beside which, and what searches are."""
    return (
        f"{place}: {months_in_words(months)}, with the same months a year earlier. Searches are another source, and a search that "
        "finds nothing leaves no offence. Searches and offences without a place are left out of an authority's."
    )


def possession_change(what: str, change: OriginChange, months: Sequence[date]) -> str:
    """The heading over the bars: “Knife possession: 190 in January to April 2022 (now), 142 a year earlier (then; +34 %)”.

    months  those compared, which may be fewer than those that the page counts
    """
    grown = percent(change.total_now, change.total_then).strip(" ()")
    return (
        f"{what}: {change.total_now:,} in {months_in_words(months)} (now), {change.total_then:,} a year earlier (then"
        f"{f'; {grown}' if grown else ''})"
    )


def origin_row(row: pd.Series) -> tuple[str, str, str]:
    """Then, now and change of one origin: “80”, “131”, “+51”."""
    return f"{int(row['then']):,}", f"{int(row['now']):,}", f"{int(row['change']):+,}"
