"""Phrases of the page on stop and search: what is counted, what searches found, on whom they fall, and what cannot be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from geo.core.area import Area
from geo.core.selection import months_in_words
from geo.searches.outcomes import LINK_KNOWN
from geo.searches.proportionality import REFERENCE
from ui.text.figures import count

PAGE = "Stop and search"
VIEWS = {
    "map": "Map",
    "effect": "Effectiveness",
    "groups": "Proportionality",
    "s60": "Section 60",
    "panel": "Panel",
}
VIEW = "Show"
NOTHING_LOADED = (
    "This build holds no stops and searches.",
    "",
    "Load police.uk's stop-and-search files on the Data page.",
    "",
)
NO_MONTH_OF_BOTH = (
    "No month holds both searches and street-level crime.",
    "",
    "Choose other months, or load the missing files.",
    "",
)
POINTS = {  # by whether places are those recorded
    False: "Published points are moved to the nearest map point, and about one search in ten has none.",
    True: "Places are those the force recorded; a search without one is in no ward, and their number stands above.",
}
WHOLE_COUNTS = "Small counts: whole, as only an analyst may see them."
WITHHELD = "Counts of this source are for analysts"
NONE_RECEIVED = "no month received"
NO_MONTH = "None of these months was received: they are absent, not noughts. Choose others."
# --- map -----------------------------------------------------------------------------------------------------------------------------

SEARCH_AXIS, VIOLENCE_AXIS = "Searches →", "Reported violence →"
MAP_TITLE = "Per 1,000 residents a year, in thirds of the wards"
WARD_TIPS = [
    f"{{0}} {searches}{rest}"
    for rest in (
        ", {1} ({2} to {3}) per 1,000 a year; violence and robbery {4}, {5} ({6} to {7}) per 1,000",
        "; no rate",
    )
    for searches in ("search", "searches")
]
CORNERS = {2: "many searches, little violence", 6: "much violence, few searches", 8: "much of both"}
GRID_SAID = (
    "Nine squares: to the right more searches per 1,000 residents, upwards more reported violence; orange is much violence and "
    "few "
    "searches, blue many searches and little violence, black much of both"
)
MORE, FEWER = (
    "Searched more than its reported violence would give",
    "Searched less than its reported violence would give",
)
NONE_APART = "No ward stands out at 5 % over all wards."
APART_MEANS = (
    "Were searches to fall as reported violence and robbery do, each ward would have the number in brackets. A ward is listed "
    "where "
    "the difference is more than chance (false discovery rate below 5 %, both counts taken to vary), surest first. It is no "
    "judgement: patrols follow more than violence, and an operation may be why."
)
BESIDE_COLUMNS = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "searches": "Searches",
    "search_rate": "Searches per 1,000",
    "search_low": "Low",
    "search_high": "High",
    "violence": "Violence and robbery",
    "violence_rate": "Violence per 1,000",
    "violence_low": "Low ",
    "violence_high": "High ",
}
MOST_APART = 6

# --- effectiveness -------------------------------------------------------------------------------------------------------------------

BY = {
    "family": "Weapons, drugs",
    "object": "Object",
    "legislation": "Legislation",
    "outcome": "Outcome",
    "age_band": "Age band",
}
BREAK_DOWN = "By"
FIND_COLUMNS = {
    "searches": "Searches",
    "found": "Found",
    "rate": "Find rate",
    "low": "Low",
    "high": "High",
    "link_known": "Link known",
    "linked_rate": "Linked",
    "linked_low": "Linked low",
    "linked_high": "Linked high",
}
FIND_MEANS = (
    "Find rate: of searches with an outcome, those that ended otherwise than with no further action; 95 % Wilson interval. "
    "Linked: what "
    f"was found was what the search was for. A blank is unknown, not “no”, so that rate is formed only where at least "
    f"{LINK_KNOWN:.0%} "
    "is filled in."
)
OUTCOME_MEANS = "By outcome a find rate says nothing: each row is what came of its searches."
KNIFE_OFFENCES = {
    "extract": "knife-enabled violence in the force's own records",
    "possession": "possession of weapons in police.uk's street-level crime, which rises where police search and is not knife crime as "
    "reported",
}
PER_COLUMNS = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "searches": "Weapon searches",
    "offences": "Knife offences",
    "per_offence": "Searches per offence",
}
HOUR_PUBLISHED, HOUR_BY_CLOCK = "Hour, as published", "Hour, by the clocks of the day"
HOUR_AXIS_COUNT, MONTH_AXIS = "Searches", "Searches a month"
PER_TITLE = "Weapon searches per knife offence, by ward"
TREND_MEANS = "Shaded: weeks of national action on knives (Op Sceptre) that the register holds with their dates; grey: months not received."
AGES_MEAN = "An age that is not given is in no band."
WEAPONS_LINE, ALL_LINE = "weapons alone", "all chosen"

# --- proportionality -----------------------------------------------------------------------------------------------------------------

AREA, DENOMINATOR, MIXED_OR_OTHER = "Area", "Set against", "Mixed or other"
RATIO_AXIS = "times the rate of White people; dotted: bounds of what is not known"
DENOMINATORS = {
    "residents_2021": (
        "Residents, Census 2021",
        "Assumes that whoever is searched lives here, and that everybody who lives here is as "
        "likely to be "
        "out where searches happen.",
    ),
    "residents_2011": (
        "Residents, Census 2011",
        "Assumes besides that nobody has moved in or been born since 2011. It is here to show "
        "what an "
        "old denominator does; Mixed and other groups stand together in it.",
    ),
    "weighted": (
        "Residents, weighted to where searches happen",
        "Assumes that those searched in a ward are drawn from those who live in "
        "that "
        "ward; searches without a place are taken to be spread as the others are.",
    ),
}
NO_YOUNG = (
    "Residents aged 14–25 by Census group are not among the figures held here (only 14–25 in all, per ward), so that denominator "
    "is not offered."
)
RATIO_COLUMNS = {
    "group": "Group",
    "searches": "Searches",
    "people": "People",
    "rate": "Per 1,000 a year (95 %)",
    "ratio": "Ratio to White (95 %)",
    "bounds": "Bounds",
}
REFERENCE_SAID, NOT_FORMED = "1, the base", "not formed"
RATIO_MEANS = (
    "Ratio to White: that group's searches per 1,000 over White people's, 95 % limits. Bounds: as if none, or all, of "
    "the searches "
    "whose group is not known were of that group and the rest of White people."
)
SELF_AND_OFFICER = (
    "Self-defined is what the person said, officer-defined what the officer saw: they differ, and neither corrects the "
    "other. “Not "
    "stated” counts as not known."
)
AUTHORITY_ONLY = (
    "Searches without a place count in the force area alone. No ratio by ethnicity is formed for a ward, a point or an "
    "area: there it "
    "would be noise about people who can be told."
)


def limits(*, exact: bool) -> tuple[str, ...]:
    """What searches of a source cannot tell, a sentence each.

    exact  whether their places are those recorded, rather than moved by the publisher
    """
    return (
        "Residents are not the people who were there to be searched: a town centre fills with people who live elsewhere.",
        "Counts are small: read the interval, not the figure alone.",
        POINTS[exact],
        "A month that was not received, or whose file is empty, is absent: it is not a nought.",
    )


def cannot_say(*, exact: bool) -> str:
    """The same in one line, to stand before anything is said."""
    return f"What this cannot say. {' '.join(limits(exact=exact))}"


def can_say(*, exact: bool) -> str:
    """What the page can and cannot say of a source's searches."""
    return "\n".join(
        [
            "**It can say** where recorded searches were, under which law and for what, what came of them, and how that compares with "
            "reported violence; at authority level, how many searches of each Census group there were per 1,000 residents of that group.",
            "",
            "**It cannot say** whether a search was fair or lawful, why a group is searched more, or anything about a person or a ward's "
            "people by ethnicity: below authority level no such ratio is formed, by whatever way.",
            "",
            *(f"- {limit}" for limit in limits(exact=exact)),
        ]
    )


def whole_counts_all(served: Area) -> str:
    return f"{served.name} as a whole also holds the searches that have no point."


def hour_axis(clock: str) -> str:
    """What the hours of a source are, by the time zone in which they are told."""
    return HOUR_PUBLISHED if clock == "UTC" else HOUR_BY_CLOCK


def of_source(name: str, sentence: str) -> str:
    """Whose searches a page is of, and what is said of them: “Avon and Somerset Constabulary, stop and search (data.police.uk): Mendip 1,200 …”."""
    return f"{name}: {sentence}"


def no_such_denominator(name: str) -> tuple[str, str, str, str]:
    return f"{name} has no figures of that kind.", "", "Choose another denominator.", ""


def located(
    authorities: pd.Series,
    outside: int,
    without: int,
    wards: str,
    served: Area,
) -> str:
    """“Mendip 1,200, Sedgemoor 900 searches in wards; 12 outside both authorities, 240 without a point.”"""
    placed = ", ".join(f"{name} {authorities[code]:,}" for code, name in served.names.items())
    return (
        f"{placed} searches in wards; {outside:,} outside {served.everywhere}, {without:,} without a point · "
        f"{wards}"
    )


def rate_under(rate: float, low: float, high: float, without: str) -> str:
    """“4.8 per 1,000 residents a year (4.5 to 5.1)”; `without` where there is no rate."""
    return (
        without
        if pd.isna(rate)
        else f"{rate:.1f} per 1,000 residents a year ({low:.1f} to {high:.1f})"
    )


def ground_lacking(area: str, ground: str) -> tuple[str, str, str, str]:
    """In the place of ratios of an authority of which a part lies in no ward: searches there are not counted for it.

    ground  what of it lies in no ward, and why
    """
    return (
        f"No ratio is formed for {area}.",
        f"{ground}.",
        "Choose other wards under “Wards as of”, or the whole area.",
        "",
    )


def share(row: pd.Series, name: str = "rate") -> tuple[str, str]:
    """A find rate as a figure, and what is under it."""
    if pd.isna(row[name]):
        return (
            "not formed",
            f"“linked” is known of {row['link_known']:.0%} only"
            if name != "rate"
            else "no outcome is given",
        )
    low, high = ("low", "high") if name == "rate" else ("linked_low", "linked_high")
    return (
        f"{row[name]:.0%}",
        f"{row[low]:.0%} to {row[high]:.0%} of {count(int(row['known']), 'search', 'searches')}",
    )


def weapons_found(name: str) -> str:
    return f"{name}: weapon searches that found something"


def weapons_linked(name: str) -> str:
    return f"{name}: found what they were for"


def apart(row: pd.Series) -> str:
    """“Upper Ward (Mendip): 210 searches (60 by its violence), 3.5 times (2.9 to 4.2).”"""
    return (
        f"{row['ward_name']} ({row['authority_name']}): {count(int(row['first']), 'search', 'searches')} ({row['expected']:.0f} by its "
        f"{int(row['second']):,} violent offences), {row['ratio']:.1f} times as elsewhere ({row['low']:.1f} to {row['high']:.1f})"
    )


def ward_tip(row: pd.Series) -> tuple[int, str]:
    """What the map says of a ward pointed at: which of WARD_TIPS, and what fills it, set apart by |."""
    searches, single = f"{int(row['searches']):,}", row["searches"] == 1
    if pd.isna(row["search_rate"]):
        return (2 if single else 3), searches
    figures = [
        searches,
        *_rate(row, "search"),
        f"{int(row['violence']):,}",
        *_rate(row, "violence"),
    ]
    return (0 if single else 1), "|".join(figures)


def _rate(row: pd.Series, of: str) -> tuple[str, ...]:
    return tuple(f"{row[f'{of}_{name}']:.1f}" for name in ("rate", "low", "high"))


def map_months(months: Sequence[date]) -> str:
    return f"Both received: {months_in_words(months)}."


def knife_note(what: str) -> str:
    return f"Knife offences: {what}."


def midnight(months: Sequence[date]) -> str:
    """Why months are left out of the hours."""
    return (
        f"All times of {months_in_words(months)} are midnight: their hours are not known and are left out."
        if months
        else ""
    )


def ratio_row(group: str, row: pd.Series) -> dict[str, str]:
    """One group's figures: “2.27 (1.82 to 2.82)” and its bounds; a ratio that cannot be formed says so."""
    none = REFERENCE_SAID if group == REFERENCE else NOT_FORMED
    ratio = none if pd.isna(row["ratio"]) else f"{row['ratio']:.2f}"
    interval = (
        ""
        if pd.isna(row["low"]) or pd.isna(row["high"])
        else f" ({row['low']:.2f} to {row['high']:.2f})"
    )
    return {
        "group": group,
        "searches": f"{int(row['searches']):,}",
        "people": f"{row['people']:,.0f}",
        "rate": ""
        if pd.isna(row["rate_per_1000"])
        else (f"{row['rate_per_1000']:.2f} ({row['rate_low']:.2f} to {row['rate_high']:.2f})"),
        "ratio": ratio + interval,
        "bounds": "" if pd.isna(row["least"]) else f"{row['least']:.2f} to {row['most']:.2f}",
    }


def unknown_group(definition: str, unknown: int, every: int) -> str:
    """“Self-defined: not known for 120 of 900 searches (13 %).”"""
    label = definition.capitalize()
    return (
        f"{label}: not known for {unknown:,} of {every:,} searches ({unknown / every:.0%})."
        if every
        else f"{label}: no search."
    )


def older_census(name: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """What a change of census does to one group of an authority, from its rows of 2011 and of 2021 (group, people, ratio)."""
    then, now = rows["2011"], rows["2021"]
    sentence = f"{now['group']} residents of {name}: {then['people']:,.0f} in 2011, {now['people']:,.0f} in 2021"
    if pd.isna(then["ratio"]) or pd.isna(now["ratio"]):
        return f"{sentence}."
    return f"{sentence}. Their rate is {then['ratio']:.1f} times White people's by the older census, {now['ratio']:.1f} times by the newer."
