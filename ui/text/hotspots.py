"""Phrases of the Hotspots page; figures are worded here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from geo.core.area import Area
from geo.core.missing import missing_share
from geo.core.selection import Selection, months_in_words, span_in_words
from geo.hotspots import forecasts, patrols, persistence, units
from geo.hotspots.backtest import Score
from geo.hotspots.concentration import Concentration
from ui.text.figures import MOVED_POINTS, count
from ui.text.harm.weighed import PLACES_LEGEND, PLACES_TITLE, PLACES_VIEW
from ui.text.sources import absent

UNIT, UNITS = (
    "Places",
    {units.HEXAGON: "Hexagons", units.WARD: "Wards", units.POLYGON: "Areas of a file"},
)
WARDS_OR_AREAS = "Wards or other areas"
UNIT_ONE = {units.HEXAGON: "hexagon", units.WARD: "ward", units.POLYGON: "area"}
PAINT = "Paint"
PAINTS = {
    "patrol": "Where to patrol",
    "standing": "Beyond chance",
    "lasting": "Do they last",
    "density": "Density",
    "searches": "Reports beside searches",
    "lisa": "Beside their neighbours",
}
HARM = "harm"
HARM_PAINT, HARM_VIEW = {HARM: PLACES_VIEW}, {HARM: PLACES_VIEW}
HARM_LEGEND = PLACES_LEGEND
HEXAGON_PAINTS = ("patrol", "standing", "lasting", "density", "searches")
LISA_LEGEND = ["high among high", "high among low", "low among high", "low among low"]
WARD_PAINTS, AREA_PAINTS = (
    ("patrol", "standing", "lasting", "lisa"),
    ("patrol", "standing", "lasting"),
)
SHOW = "What to show"
VIEWS = {
    "where": "Where to patrol",
    "places": "Beyond chance",
    "tested": "What was tested",
    "holds": "Does it hold",
    "concentration": "How concentrated",
    "patrols": "Patrols",
    "factors": "What stands there",
    "repeats": "Near repeats",
}
PLACE, NO_PLACE = "Place", "None: all places"
STANDING_LEGEND = [
    "hotspot, q below 0.01",
    "hotspot, q below 0.05",
    "clearly less than chance allows",
]
PATROL_LEGEND = ["first fifth of the list", "the rest of it"]
ELSEWHERE = {
    "patrol": "elsewhere: not on the list",
    "harm": "elsewhere: not on the list",
    "standing": "elsewhere: not significant, or not tested",
}
LASTING_LEGEND = list(persistence.CLASSES)
DENSITY_LEGEND = ["thickest 50 hexagons", "next 150", "next 300", "next 500", "next 500"]
SEARCHES_LEGEND = [
    "reports 4 times as thick as searches",
    "2 to 4 times",
    "about alike",
    "searches 2 to 4 times as thick",
    "4 times or more",
]
TITLES = {
    "patrol": "The list that foretold best",
    "harm": PLACES_TITLE,
    "standing": "Gi*, after false-discovery control",
    "lasting": "Hotspots over time",
    "density": "Offences smoothed, for reading only",
    "searches": "Reported offences against searches",
    "lisa": "Local Moran classes, after false-discovery control",
}
TIPS = ("1 offence here · {standing}", "{count} offences here · {standing}")
WIDTHS = {
    "place": 298,
    "offences": 68,
    "interval": 76,
    "expected": 70,
    "persistence": 84,
    "found_before": 54,
    "later": 46,
    "q": 56,
    "km2": 40,
    "hexagons": 58,
}  # pixels
COLUMNS = {
    "place": "Place",
    "offences": "Offences",
    "interval": "95 % limits",
    "expected": "Expected",
    "persistence": "Lasting",
    "found_before": "Before",
    "later": "Later",
    "q": "q",
    "km2": "km²",
    "hexagons": "Hexagons",
}
RULES = {
    persistence.PERSISTENT: "a hotspot in the newest window and in at least three quarters of all",
    persistence.NEW: "a hotspot in the newest window alone",
    persistence.EMERGING: "a hotspot in the newest windows without a break, two or more, and never before",
    persistence.INTERMITTENT: "a hotspot in the newest window, with a break since it first was",
    persistence.FORMER: "a hotspot before, not in the newest window",
}
HOTSPOTS, CAUGHT, LASTING = "Beyond chance", "The list to patrol caught", "Lasting"
LENGTH = "How many places a patrol can cover"
LAST_YEAR = "Counts of the last twelve months (CSV)"
WAYS = {
    patrols.OFFERED: "The list offered",
    forecasts.COUNTS: "Counts, 12 months at most",
    forecasts.RECENT: "Counts, recent weigh more",
    forecasts.STEADIED: "Empirical Bayes",
    forecasts.KERNEL: "Kernel, fitted",
    forecasts.NEAR_REPEAT: "Near repeats",
    forecasts.GI_STAR: "Gi*",
}
MADE_BY = {
    forecasts.COUNTS: "counts of the months chosen",
    forecasts.RECENT: "counts in which recent months weigh more",
    forecasts.STEADIED: "counts steadied by what lies around (empirical Bayes)",
    forecasts.KERNEL: "a kernel whose bandwidth was fitted",
    forecasts.NEAR_REPEAT: "counts and what follows near fresh offences",
    forecasts.GI_STAR: "Gi*",
}
PATROL_WIDTHS = WIDTHS | {"place": 238}
RANKED_COLUMNS = {
    "place": "Place",
    "offences": "Offences",
    "interval": "95 % limits",
    "km2": "km²",
}
CHOOSE = "Choose a place, by the box, the list or the map, to see its trend and offence types."
NOT_JUDGED = ("cannot be judged", "too few months were received")
WORKING = "Looking at earlier months …"
NOTHING_FOUND = "No place stands out beyond chance in these months."
TAKE_GPX = "Patrol file (GPX)"
AREAS_FILE = "A GeoJSON file of areas with names, such as LSOA or beats"
FACTORS_FILE = "A CSV or GeoJSON file of places: kind, place, longitude, latitude"
AREAS_HELP = "The file stays with this visit and is not kept."
FACTORS_HELP = (
    "Schools, licensed premises, stations, shops: places, never people. The file stays with this visit and is not kept. "
    "A distance says what stands there, not what causes anything."
)
FACTORS_NONE = "Load a file to see what stands near each hotspot."
BANDWIDTH = "Bandwidth (metres)"
MOST_PLACES, MOST_KM2 = "How many hexagons can be patrolled", "or how many km²"
CAN_SAY_TEXT = f"""
**It can say** where the next offences are most likely by what foretold best in the months chosen, and how much each list caught of them. It can
say which places record more than chance would put there for as many published points and as many residents, whether they did
so before, and how much of the next months fell on them.

**It cannot say** why, or who, or what a patrol would change. A place that stands out is a place to look at, not a verdict on it.

- The default leaves out possession and drugs: they are recorded where police search.
- *Where to patrol* and *Beyond chance* are two questions. The first list is for patrols; the test says only where chance is no explanation.
- A list rests on the months chosen alone. Other months that are loaded do not change it.
- {MOVED_POINTS}
- Counts in one kind of place are never set against counts in another.
"""


def shown(selection: Selection) -> str:
    """The sentence under the page's title: “Where violence … stood out, January to December 2022”."""
    return f"Where to patrol, and what stands out beyond chance: {selection.describe()}"


def counted(
    in_places: int,
    outside: int,
    unit: str,
    received: Sequence[date],
    asked: Sequence[date],
    unplaced: int = 0,
    partial: tuple[date, ...] = (),
) -> str:
    """How many offences are counted, how many lie in no place of the unit, and how many could be on no map.

    unplaced  offences without a place in any ward, or that lack what a filter asks for
    """
    left = f"; {count(outside, 'offence')} in no such area" if outside else ""
    lost = (
        f" {count(unplaced, 'more offence')} ({missing_share(in_places + outside, unplaced):.0%} of all) could not be placed: a hotspot "
        "may lie where they do."
        if unplaced
        else ""
    )
    missing = absent(tuple(sorted(set(asked) - set(received))), partial)
    return f"{count(in_places, 'offence')} at published points in {UNITS[unit].lower()}{left}.{lost} {missing}".strip()


def found_card(places: int, hexagons: int, km2: float, unit: str) -> tuple[str, str]:
    """How many hotspots there are."""
    if unit != units.HEXAGON:
        return count(places, "place"), f"{km2:,.1f} km²"
    return (
        count(places, "place"),
        f"{count(hexagons, 'hexagon')} of 200 m, {km2:.2f} km²"
        if hexagons
        else "no hexagon stands out",
    )


def caught_card(scores: pd.DataFrame | None, places: int) -> tuple[str, str]:
    """What lists made as the one offered caught, month after month."""
    if scores is None:
        return NOT_JUDGED
    row = scores.loc[patrols.OFFERED]
    if not row["total"]:
        return "cannot be judged", "nothing was recorded in the months foretold"
    return share(row["share"]), (
        f"of each next month, {share(row['low'])} to {share(row['high'])}, on {count(places, 'place')}; PAI {row['pai']:.1f}"
    )


def patrol_about(patrol: patrols.PatrolList, months: Sequence[date]) -> str:
    """How the list offered was made, and what that rests on."""
    listed = f"{count(len(patrol.order), 'place')}, most expected first, by {MADE_BY[patrol.way]}."
    span = months_in_words(months)
    if patrol.rolling is None:
        return (
            f"{listed} No other way could be tried: too few months before any of {span}. This way caught most in the files it was "
            "measured on."
        )
    return f"{listed} Way and list rest on {span} alone."


def patrol_scores(scores: pd.DataFrame) -> list[dict[str, object]]:
    """The list offered and every other, one row each."""
    return [
        {
            "List": WAYS[str(way)],
            "Caught (95 %)": f"{share(row['share'])} ({100 * row['low']:.1f} to {100 * row['high']:.1f})",
            "PAI": round(row["pai"], 1),
            "PEI": round(row["pei"], 2),
            "Against it": _lead(row),
        }
        for way, row in scores.iterrows()
    ]


def _lead(row: pd.Series) -> str:
    """By how much of all offences a list caught more than the one offered, with limits where there are any."""
    if pd.isna(row["lead"]):
        return ""
    if row["lead_low"] == row["lead_high"] == 0:
        return "the same"
    lead, low, high = (
        f"{round(100 * row[name], 1) + 0.0:+.1f}".replace("-", "−")
        for name in ("lead", "lead_low", "lead_high")
    )
    return lead if pd.isna(row["lead_low"]) else f"{lead} ({low} to {high})"


def patrol_months(rolling: patrols.Rolling) -> str:
    """Which months were foretold, and from what."""
    ways = pd.Series(rolling.taken).value_counts()
    words = ", ".join(f"{WAYS[str(way)]} in {number}" for way, number in ways.items())
    return (
        f"Foretold one by one: {months_in_words(rolling.targets)}, {count(int(rolling.total.sum()), 'offence')}, each from the chosen months "
        f"before it alone. The way offered was chosen each time by the months before ({words})."
    )


def list_stated(digest: str) -> str:
    return f"This list: {digest}. The same question gives the same digits whatever other months are loaded."


def ground_stated(points: int, digest: str) -> str:
    """What chance is dealt out among, and the digits that tell it from any other ground."""
    return (
        f"Chance is dealt out among {count(points, 'published point')}: those at which this source recorded anything, of any type, in the months "
        f"chosen. Ground {digest}; other months loaded do not change it."
    )


def last_year_about(months: Sequence[date], absent_months: Sequence[date]) -> str:
    """What a list of last year's counts counts, and what it lacks."""
    lacking = (
        f" Not received, so not counted: {months_in_words(absent_months)}." if absent_months else ""
    )
    return f"Places by what they recorded in {months_in_words(months)}.{lacking}"


def half_card(concentration: Concentration | None) -> tuple[str, str]:
    """On how few hexagons half of an authority's offences lie."""
    if concentration is None:
        return "none", "nothing was recorded"
    return (
        f"{concentration.half:.1f} %",
        f"of its hexagons; dealt out at random {concentration.half_random:.1f} %",
    )


def half_of(name: str) -> str:
    return f"Half of {name}'s offences lie on"


def lasting_card(classes: Sequence[str]) -> tuple[str, str]:
    """How many places last."""
    if not any(classes):
        return "cannot be said", "too few months, or too few offences in them"
    numbers = pd.Series([name for name in classes if name]).value_counts()
    rest = [f"{numbers[word]} {word}" for word in persistence.CLASSES[1:] if word in numbers]
    return f"{numbers.get(persistence.PERSISTENT, 0)} persistent", ", ".join(rest) or "no other"


def share(value: float | None) -> str:
    return "none" if value is None else f"{100 * value:.1f} %"


def q_value(q: float) -> str:
    return "below 0.001" if q < 0.001 else f"{q:.3f}"


def q_short(q: float) -> str:
    """A q for a narrow column."""
    return "<0.001" if q < 0.001 else f"{q:.3f}"


def funnel(
    steps: Mapping[str, int], unit: str, *, in_all: int, fewest: float, served: Area
) -> list[tuple[str, int, str]]:
    """What was tested and what remained: step, how many, why."""
    wide = (
        [
            (
                f"All hexagons of {served.everywhere}",
                in_all,
                "most are fields where nothing can be recorded",
            )
        ]
        if unit == units.HEXAGON
        else []
    )
    can = "with a published point" if unit != units.WARD else "with residents"
    return [
        *wide,
        (f"{UNITS[unit]} {can}", steps["with_points"], "the others can hold nothing"),
        (
            "Tested",
            steps["tested"],
            f"with those around, {fewest:g} offences or more would be expected were all points alike",
        ),
        (
            "p below 0.05",
            steps["below_p"],
            f"chance alone would bring about {round(0.05 * steps['tested']):,}",
        ),
        ("Kept", steps["kept"], "after Benjamini–Hochberg at 5 %"),
        ("Hotspots", steps["hot"], "those of them that hold more themselves, not only around them"),
        ("Clearly fewer than chance allows", steps["cold"], "the same test, the other way"),
    ]


def tested_how(unit: str) -> str:
    """The test in words."""
    if unit == units.WARD:
        return (
            "Gi* over each ward and those that adjoin it, all weighing the same, on rates steadied by empirical Bayes; two-sided p, "
            "Benjamini–Hochberg over all wards. A ward that touches none is judged by itself."
        )
    return (
        "Gi* over each place and those around it (hexagons within 400 m, areas that adjoin), all weighing the same, itself included. "
        "p: how often as many offences would fall there were the counts of all published points dealt out again among the points, and "
        "likewise for as many points as its residents would have on average; the larger of the two, two-sided. "
        "Benjamini–Hochberg over all places tested."
    )


def backtest(before: Sequence[date], after: Sequence[date], *, of_list: bool) -> str:
    """Which months the hotspots judged were found in, and which they were judged by."""
    spans = [span_in_words(months[0], months[-1]) for months in (before, after)]
    if of_list:
        return f"Judged by what came later: found in {spans[0]}, scored on {spans[1]}."
    return f"Nothing later was received: hotspots found the same way in {spans[0]} are scored on {spans[1]}."


def scores(
    hotspots: Score, counts: Score, residents: Score, *, year_absent: int = 0
) -> list[dict[str, object]]:
    """The list and its rivals, one row each.

    year_absent  how many of last year's months were not received: its counts are then no rival, those of the same months are
    """
    names = {
        "Hotspots (Gi*)": hotspots,
        f"As many by {rival_named(year_absent)}": counts,
        "As many by residents": residents,
    }
    return [
        {
            "List": name,
            "Caught": share(score.captured),
            "95 % limits": f"{share(score.low)} to {share(score.high)}"
            if score.low is not None
            else "",
            "PAI": None if score.pai is None else round(score.pai, 1),
            "PEI": None if score.pei is None else round(score.pei, 2),
        }
        for name, score in names.items()
    ]


def rival_named(year_absent: int) -> str:
    return "counts of the same months" if year_absent else "last year's counts"


def year_unscored(year_absent: int) -> str:
    """Why last year's counts are no rival."""
    if not year_absent:
        return ""
    return f"Last year's counts are not scored: {count(year_absent, 'month')} of their 12 not received."


def beats(hotspots: Score, counts: Score, *, year_absent: int = 0) -> str:
    """Whether the test foretold better than counts for the ground they cover, in words: PAI against its 95 % limits."""
    if (
        not hotspots.captured
        or hotspots.low is None
        or hotspots.high is None
        or hotspots.pai is None
        or counts.pai is None
    ):
        return ""
    low, high = (
        hotspots.pai * limit / hotspots.captured for limit in (hotspots.low, hotspots.high)
    )
    rival = rival_named(year_absent)
    if counts.pai > high:
        return (
            f"{rival[:1].upper() + rival[1:]} foretold these months better than the test. The test says where chance is no explanation, "
            "not where most happens."
        )
    if counts.pai < low:
        return f"The test foretold these months better than {rival}."
    return f"The test foretold these months about as well as {rival}."


def not_judged(received: int) -> tuple[str, str, str, str]:
    """Why hotspots have no score, as the parts of a message."""
    return (
        "These hotspots cannot be judged by what came later.",
        f"{count(received, 'month')} received: too few before or after the months chosen.",
        "Choose an earlier last month, or load more months.",
        "",
    )


def windows(listed: Sequence[Sequence[date]]) -> str:
    """The rolling windows in words."""
    if not listed:
        return ""
    length = max(map(len, listed))
    return (
        f"{len(listed)} windows of up to {count(length, 'month')} each: the first {span_in_words(listed[0][0], listed[0][-1])}, "
        f"the last {span_in_words(listed[-1][0], listed[-1][-1])}."
    )


def changed_by_found(gained: int, lost: int, wards: Sequence[str], unit: str) -> str:
    """What counting police-generated offences changes, and why it matters."""
    if not gained and not lost:
        return "Counting what police find changes no hotspot here."
    where = f", most in {', '.join(wards[:3])}" if wards else ""
    return (
        f"Counting what police find makes {count(gained, f'more {UNIT_ONE[unit]}')} a hotspot{where}, and {lost} no longer one. "
        "These offences are recorded where police search: sending patrols there again would find more of them, whatever the harm."
    )


def held_up(settings: int, agreeing: int) -> str:
    return f"{agreeing} of {settings}"


def metres(bandwidth: int) -> str:
    return f"bandwidth {bandwidth} m"


def setting(width: float) -> str:
    return f"hexagons of {width:.0f} m"


def concentrated(name: str, concentration: Concentration) -> str:
    """One authority's concentration in a sentence."""
    return (
        f"{name}: half of {count(concentration.offences, 'offence')} lie on {concentration.half:.1f} % of its {concentration.areas:,} hexagons; dealt out at "
        f"random over the published points it would be {concentration.half_random:.1f} % ({concentration.half_low:.1f} to {concentration.half_high:.1f}). "
        f"Gini {concentration.gini:.2f}, at random {concentration.gini_random:.2f} ({concentration.gini_low:.2f} to {concentration.gini_high:.2f})."
    )


def patrol(which: str, places: int, km2: float, covered: float, later: float | None) -> str:
    """What a patrol of this size covers; `which` is “busiest” or “hotspots”."""
    named = {
        "busiest": f"The {places:,} busiest places",
        "hotspots": f"The {places:,} busiest hotspots",
    }[which]
    sentence = f"{named}, {km2:.2f} km²: {share(covered)} of the offences in these months"
    return sentence + (
        f", and {share(later)} of those in the months judged." if later is not None else "."
    )


def cell_sentence(
    place: str,
    offences: int,
    limits: tuple[float, float],
    near: int,
    *,
    expected: float,
    q: float,
    standing: str,
) -> str:
    """One hexagon or ward in full."""
    tail = "" if pd.isna(q) else f", q {q_value(q)}"
    return (
        f"{place}: {count(offences, 'offence')} ({limits[0]:.0f} to {limits[1]:.0f}); with those around it {near:,}, where "
        f"{expected:.0f} would be expected were all points alike: {standing}{tail}."
    )


def waypoint(offences: int, limits: tuple[float, float], lasting: str) -> str:
    """What a waypoint says of its place."""
    figures = f"{count(offences, 'offence')} ({limits[0]:.0f} to {limits[1]:.0f})"
    return f"{figures}{f', {lasting}' if lasting else ''}. A place to look at, not a finding on anybody."


def file_name(selection: Selection, unit: str) -> str:
    """The name of a file of hotspots."""
    return f"hotspots-{unit}-{selection.first_month:%Y-%m}-to-{selection.last_month:%Y-%m}"


def score_line(hotspots: Score, counts: Score, residents: Score, *, year_absent: int = 0) -> str:
    """The score of a list and of both rivals in one line."""
    if hotspots.captured is None:
        return "Nothing was recorded in the months judged, so the list has no score."
    return (
        f"Caught {share(hotspots.captured)} (PAI {hotspots.pai:.1f}, PEI {hotspots.pei:.2f}); as many places by "
        f"{rival_named(year_absent)} {share(counts.captured)} (PAI {counts.pai:.1f}), by residents {share(residents.captured)} "
        f"(PAI {residents.pai:.1f})."
    )


EXPECTED_HELP = "Offences its published points (a ward: its residents) would hold were all alike."
Q_HELP = "Share of false finds were the list cut at this place; the smallest of its hexagons."
BEFORE_HELP = "Whether the same test found any part of it in the months before."
LATER_HELP = "Offences there in the months that followed."
LEAD_MEANS = (
    "Caught: share of each next month's offences that fell on the list. Against it: how much more than the list offered, in percentage points, with 95 % limits "
    "over the months; limits that leave out 0 are clear."
)
PAI_MEANS = "PAI: share caught over share of the ground, 1 is chance. PEI: PAI over the best that could have been, known only afterwards."
HOLDS_MEANS = "A place holds where half of its offences lie in hotspots of the other setting too."
CONCENTRATION_MEANS = (
    "Only hexagons with a published point count. At random: as many offences dealt out over the points, 200 times; "
    "the Gini allows for fewer offences than hexagons."
)
PATROL_MEANS = (
    "Busiest places first, by offences on the ground they cover. What a patrol prevents there is another question: "
    "see Operations."
)
KM2_HELP = "Leave at 0 to go by the number of places."
NEAR_MEANS = "Metres from the middle of each hotspot to the nearest; near: within 400 m."
REPEAT_COLUMNS = {
    "metres_from": "Metres from",
    "metres_to": "to",
    "days_from": "Days from",
    "days_to": "until",
    "observed": "Pairs",
    "expected": "Expected",
    "ratio": "Ratio",
    "p": "p",
}
REPEATS_MEAN = "Pairs of offences so near in place and time, beside 199 maps with the days dealt out again; p is one-sided."


def lasting_help() -> str:
    """The rule of each class."""
    return " ".join(f"{word.capitalize()}: {rule}." for word, rule in RULES.items())


def months_back(months: int) -> str:
    return f"{months} months"


def untried(settings: Sequence[str]) -> str:
    """Settings for which there is too little."""
    return f"Too few offences for: {', '.join(settings)}." if settings else ""


def concentration_row(name: str, concentration: Concentration) -> dict[str, object]:
    """One authority's concentration as a row."""
    return {
        "Authority": name,
        "Offences": concentration.offences,
        "Hexagons": concentration.areas,
        "Half lies on %": concentration.half,
        "at random %": concentration.half_random,
        "Gini": concentration.gini,
        "at random": concentration.gini_random,
    }


def alike(i: float | None, p: float | None) -> str:
    """Global Moran's I in words."""
    if i is None or p is None:
        return ""
    word = (
        "like lies by like more than chance allows"
        if p < 0.05 and i > 0
        else "no pattern over the whole map can be told"
    )
    return f"Moran's I of {i:.2f} (p {q_value(p)}): {word}."


def clearest(sentence: str) -> str:
    """What is said of the hexagon that stands out most among those of a place."""
    return f"Clearest in it: {sentence}"


def place_named(ward: str, town: str, street: str) -> str:
    """“Upper Ward, near Lower Estate, on or near High Street”; a town that the ward is named after goes unsaid."""
    near = f", near {town}" if town and town not in ward else ""
    lower = street[:1].lower() + street[1:]
    return f"{ward}{near}" + (f", {lower}" if street and street.lower() != "no location" else "")


def hexagon_named(reference: str) -> str:
    return f"Hexagon {reference}"


def numbered(at: int, place: str) -> str:
    """A place with its position in the list, counted from 1."""
    return f"{at + 1}. {place}"


def limits(low: float, high: float) -> str:
    return f"{low:.0f} to {high:.0f}"
