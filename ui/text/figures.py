"""Every phrase on screen that holds a figure or is said in more than one place: one phrase, one home."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import pandas as pd

from geo.change.dispersion import Dispersion
from geo.core.area import Area
from geo.core.selection import Selection, month_after, months_in_words, span_in_words
from ui.text.record_places import with_place
from ui.text.unplaced import doubtful_months, none_placed

RATE_UNIT = "per 1,000 residents a year"
RATE_AXIS = f"Offences {RATE_UNIT}"
COUNT_AXIS = "Offences a month"
COUNT_OFFENCES = "Offences"
NO_RATE = "residents not known, so no rate"
NO_RATE_OF_A_PART = "a part of it lies in no ward, so no rate"
NO_RESIDENTS_HELD = "Residents are missing: no rate can be formed and no ward set against another. Load a CSV of ward_code and residents on the Data page."
MOST_WARDS_NAMED = 6
TOOLTIP = f"{{offences}} offences · {{rate}} {RATE_UNIT} ({{low}} to {{high}})"
TOOLTIP_NO_RATE = f"{{offences}} offences · {NO_RATE}"
TOWN_CENTRE = (
    "Residents are a poor base for a town centre: far more people are there than live there."
)
FUNNEL_MEANS = (
    "Clearly: outside the 99.8 % limits around the force rate. Possibly: outside the 95 % limits. "
    "Where wards differ by more than chance, the limits are as much wider as most wards differ from one another."
)
STANDING_MEANS = (
    "Clearly: outside the 99.8 % limits. Possibly: outside the 95 % limits. Cannot be told: within them. "
    "Where wards differ by more than chance, the limits are that much wider."
)
CHANGE_MEANS = (
    "Exact test, widened by how far such counts vary beyond chance, after Benjamini–Hochberg over all wards: "
    "clear below 0.01, possible below 0.05."
)
FUNNEL_LIMITS = {"3s": "99.8 % limits", "2s": "95 % limits"}
INTERVAL_MEANS = (
    "The figures behind “to” are 95 % limits: exact Poisson below 10 offences, Byar's from 10."
)
RECORDED_MEANS = (
    "Recorded offences: where police search more, more possession is recorded. Open data cannot split the two; "
    "Policing? does, from the force's own records where they are loaded."
)
NO_STREET_CRIME, LOAD_SOME = (
    "This build holds no street-level crime.",
    "Load police.uk files on the Data page.",
)
MOVED_POINTS = "Published places are moved to a nearby street point, so an offence near a boundary may be shown in the next ward."
DEMONSTRATION_MARK = "DEMONSTRATION DATA · NOT REAL"
OPEN_MARK = "OFFICIAL · open data"
NOT_RECORDED = "start not recorded"
HATCHED = "hatched: no further from the force rate than most wards"
UNTOLD = "no figure was sent for this ward"
UNTOLD_LINE = (
    "{count} ward on this map was sent no figure",
    "{count} wards on this map were sent no figure",
)
SHAPELESS_LINE = (
    "{count} ward with figures has no shape on this map",
    "{count} wards with figures have no shape on this map",
)
WHOLE_MAP = "Back to the whole map"
OPERATION_AREA = "operation shown in this ward"


HIDDEN_COUNT = "fewer than 5 once rounded"
HIDDEN_CHANGE = "for analysts: rounded counts cannot tell a change"
HIDDEN_FUNNEL = "The force rate is hidden, so no funnel can be drawn."
HIDDEN_LEGEND = "hidden: a small count"
AMONG_WARDS = "allowing for all wards compared"
RANK_MEANS = "95 % range of the rank, 1 being the highest rate."
CANNOT_RANK = "The wards differ no more than chance allows, so they cannot be ranked"
SMALLEST_BASE = 20
MOST_NAMED = 6  # names in a sentence; the others are counted
TINY_RATE = 0.05
TOO_FEW_TO_COMPARE = "Fewer than ten offences in all: too few to set one ward against another."
VIEWS = {
    "now": "What to know",
    "table": "Table",
    "trend": "Trend",
    "funnel": "Funnel",
    "origin": "Policing?",
    "glossary": "What is counted",
}

CANNOT_BE_TOLD = "cannot be told"
STANDINGS = {
    "hidden": "its figures are hidden",
    "clearly above": "clearly above the force rate",
    "possibly above": "possibly above the force rate",
    "not distinguishable": "no further from the force rate than most wards",
    "possibly below": "possibly below the force rate",
    "clearly below": "clearly below the force rate",
}

WARD_COUNTS = "Counts of a ward"
AREA_COUNTS = "Counts of the whole area"
OWN_COUNTS = "Counts of this area"


def count(number: int, singular: str, plural: str = "") -> str:
    """“1 offence”, “1,234 offences”."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def rate(value: float) -> str:
    """A rate to two figures after the point below 10, to one above; “no rate” where nobody lives."""
    return "no rate" if pd.isna(value) else f"{value:.2f}" if value < 10 else f"{value:,.1f}"


def interval(low: float, high: float) -> str:
    return "no interval" if pd.isna(low) else f"{rate(low)} to {rate(high)}"


def plain_text(text: str) -> str:
    """Text from data for a chart's labels, which would otherwise take tags in it for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def p_value(p: float) -> str:
    """“p = 0.26”, “p < 0.001”."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.01 else f"p = {p:.2f}"


def shown(selection: Selection) -> str:
    """The sentence that says what the page shows; whose residents the rates have stands with whose wards."""
    return f"{selection.describe()}, {RATE_UNIT}"


def authority_figure(row: pd.Series, unplaced: int = 0) -> tuple[str, str]:
    """An authority's rate, and under it its interval and count; none where all that was recorded could not be placed."""
    if pd.isna(row["offences"]):
        return "hidden", HIDDEN_COUNT
    if row["offences"] == 0 and unplaced:
        return "cannot tell", none_placed(unplaced)
    under = (
        no_rate(uncovered=row["uncovered"])
        if pd.isna(row["rate_per_1000"])
        else interval(row["rate_low"], row["rate_high"])
    )
    return rate(row["rate_per_1000"]), f"{under} · {count(int(row['offences']), 'offence')}"


def residents_lacking(lacking: Sequence[str], wards: int, authorities: Sequence[str]) -> str:
    """Which wards have no residents, and what cannot be said for it; empty where all have.

    lacking      names of those wards
    wards        how many there are in all
    authorities  names of the authorities they are in
    """
    if not lacking:
        return ""
    if len(lacking) == wards:
        return NO_RESIDENTS_HELD
    more = len(lacking) - MOST_WARDS_NAMED
    named = ", ".join(lacking[:MOST_WARDS_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    return (
        f"{len(lacking):,} of {wards:,} wards {'has' if len(lacking) == 1 else 'have'} no residents: {named}. No rate is formed for {' or '.join(authorities)} "
        "or the whole area, and no ward is set against it. Load their residents on the Data page."
    )


def ground_lacking(ground: Mapping[str, str]) -> str:
    """What lies in no ward, and what cannot be said for it; empty where all lies in wards.

    ground  authority's name → what of it lies in no ward, and why
    """
    if not ground:
        return ""
    return (
        f"{'; '.join(ground.values())}. No rate is formed for {' or '.join(ground)} or the whole area, and no ward is set against it; counts "
        "are of the wards there are. Load a boundary file that holds all of it, or choose other wards under “Wards as of”."
    )


def standing_figure(
    wards: pd.DataFrame, force_rate: float, *, uncovered: bool = False
) -> tuple[str, str]:
    """How many wards are clearly above the force rate, and the possible ones below it.

    uncovered  whether a part of the area lies in no ward
    """
    clear, possible = (
        (wards["standing"] == word).sum() for word in ("clearly above", "possibly above")
    )
    if pd.isna(force_rate):
        return (
            ("hidden", HIDDEN_COUNT)
            if (wards["standing"] == "hidden").any()
            else ("no rate", no_rate(uncovered=uncovered))
        )
    return str(
        clear
    ), f"of {len(wards)} wards · {possible} possibly · force rate {rate(force_rate)}"


def no_rate(*, uncovered: bool) -> str:
    """Why there is no rate; uncovered: whether a part of what it would be of lies in no ward."""
    return NO_RATE_OF_A_PART if uncovered else NO_RATE


def area_figure(
    force_rate: float, placed: int | None, unplaced: int = 0, *, uncovered: bool = False
) -> tuple[str, str]:
    """The rate of the whole area, and the offences behind it; a hidden one says so; uncovered as standing_figure."""
    if placed is None:
        return "hidden", HIDDEN_COUNT
    if placed == 0 and unplaced:
        return "cannot tell", none_placed(unplaced)
    counted = count(placed, "offence")
    return (
        ("no rate", f"{no_rate(uncovered=uncovered)} · {counted}")
        if pd.isna(force_rate)
        else (rate(force_rate), counted)
    )


def change_label(served: Area) -> str:
    """What the card of the change is called, as it is of every authority whatever is chosen."""
    return f"Change on the year before, {served.everywhere}"


def change_figure(
    now: int,
    then: int,
    p: float | None,
    verdict: str,
    months: tuple[date, ...],
    *,
    why: str = "",
) -> tuple[str, str]:
    """The change on the year before, in words, and the counts it rests on; per cent only on a base of 20 or more.

    why  what could not be placed, where nobody can tell for that
    """
    if verdict == "hidden":
        return "hidden", HIDDEN_CHANGE
    if not months:
        return "cannot tell", "earlier months not loaded"
    when = months_in_words(months)
    if why:
        return verdict, f"{now:,} placed in {when}, {then:,} a year earlier · {why}"
    counted = f"{now:,} in {when}, {then:,} a year earlier{percent(now, then)}"
    return verdict, f"{counted} · {p_value(p)}" if p is not None else counted


def percent(now: int, then: int) -> str:
    """“ (+23 %)”; nothing where the base is under 20, since per cent of a small number says more than is known."""
    return f" ({100 * (now / then - 1):+.0f} %)" if then >= SMALLEST_BASE else ""


def change_months(months: tuple[date, ...], received: tuple[date, ...]) -> str:
    """Which months the change compares; says which were left out because their twin is missing."""
    if not months:
        return "No month of the year before is loaded, so nothing is said about change."
    left_out = tuple(month for month in received if month not in months)
    sentence = f"Change compares {months_in_words(months)} with the same months a year earlier"
    return (
        f"{sentence}; {months_in_words(left_out)} left out, since the month a year earlier was not received."
        if left_out
        else f"{sentence}."
    )


def months_old(newest: date, today: date) -> int:
    """Whole months since a month ended."""
    return max((today.year - newest.year) * 12 + today.month - newest.month - 1, 0)


def age_figure(newest: date | None, today: date, received: int, asked: int) -> tuple[str, str]:
    """The newest month loaded and how long ago it ended, and how many of the months asked for were received."""
    if newest is None:
        return "no data", f"0 of {count(asked, 'month')} received"
    return (
        f"{newest:%b %Y}",
        f"{count(months_old(newest, today), 'month')} old · {received} of {count(asked, 'month')} received",
    )


def fewer_months(received: int) -> str:
    """Said beside rates that rest on less than a year."""
    return (
        ""
        if received >= 12
        else f"Fewer than twelve months: rates are scaled up from {count(received, 'month')}."
    )


def change_sentence(
    name: str, now: int, then: int, verdict: str, months: tuple[date, ...], *, why: str = ""
) -> str:
    """“Upper Ward: 7 in January to April 2025, 13 a year earlier: usual variation (allowing for all wards compared)”.

    why  nobody can tell, where that is not for too few offences

    No p stands here: that of a list is not the ward's own, which its page gives.
    """
    why = (why or "too few offences") if verdict == "cannot tell" else AMONG_WARDS
    when = months_in_words(months)
    return f"{name}: {now:,} in {when}, {then:,} a year earlier: {verdict} ({why})"


def ward_sentence(row: pd.Series) -> str:
    """One ward's figures in a sentence, with the caution a town centre needs."""
    if pd.isna(row["offences"]):
        return f"{row['ward_name']}: hidden ({HIDDEN_COUNT})."
    counted = count(int(row["offences"]), "offence")
    if pd.isna(row["rate_per_1000"]):
        return f"{row['ward_name']}: {counted}, {NO_RATE}."
    sentence = (
        f"{row['ward_name']}: {counted}, {rate(row['rate_per_1000'])} {RATE_UNIT} "
        f"({interval(row['rate_low'], row['rate_high'])}), {STANDINGS[row['standing']]}."
    )
    return f"{sentence} {TOWN_CENTRE}" if row["residents_mislead"] else sentence


def operation(row: pd.Series) -> str:
    """An operation's name, place and dates: “Op Example, Upper Ward: start not recorded”; and where its wards lie by now."""
    named = f"{row['name']} ({row['instance']})" if row["instance"] else row["name"]
    where = with_place(row["place"], row["lies_in"])
    return f"{', '.join(filter(None, [named, where]))}: {operation_dates(row)}"


def operation_dates(row: pd.Series) -> str:
    start, end = (None if pd.isna(row[c]) else pd.Timestamp(row[c]) for c in ("start", "end"))
    if start is None:
        return NOT_RECORDED
    begun = f"{start.day} {start:%B %Y}"
    return f"from {begun}" if end is None else f"{begun} to {end.day} {end:%B %Y}"


def class_labels(limits: tuple[float, ...], *, unplaced: bool = False) -> list[str]:
    """What each colour stands for, from nothing recorded upwards, in the order of the classes 0 to 5.

    unplaced  whether some could not be placed, so that a ward without any may yet hold one
    """
    none = "none placed" if unplaced else "none recorded"
    if not limits:
        return [none]
    ends = [f"{limit:.3f}" if limits[0] < TINY_RATE else rate(limit) for limit in limits]
    between = [f"{low} to {high}" for low, high in pairwise(ends)]
    return [none, f"up to {ends[0]}", *between, f"over {ends[-1]}"]


def ranking(p: float, ranked: bool) -> str:
    """Whether the wards may be ranked, and why."""
    if not ranked:
        return f"{CANNOT_RANK} (heterogeneity {p_value(p)})."
    return f"The wards differ by more than chance (heterogeneity {p_value(p)}); each rank is given with its 95 % range."


def spread(phi: float) -> str:
    """How much more the wards differ than chance allows, and that the limits are widened for it; `phi` as WardAnswer.dispersion."""
    if phi <= 1:
        return "These wards do not differ by more than chance, or are too few to tell: the limits are those of chance alone."
    return f"Over-dispersion {phi:.1f}: wards differ that many times as much as by chance, and the limits are {phi**0.5:.1f} times as wide."


def trend_sentence(
    name: str, odd: tuple[date, ...], received: int, doubtful: tuple[date, ...] = ()
) -> str:
    """How many of an authority's months lie outside what is usual for it, and which; and of which what could not be placed hides it."""
    untold = doubtful_months(months_in_words(doubtful))
    if not odd:
        return f"{name}: none of {count(received, 'month')} outside what is usual.{untold}"
    counted = f"{len(odd)} of {count(received, 'month')}"
    return f"{name}: {counted} outside what is usual or in a run of seven on one side ({months_in_words(odd)}).{untold}"


def usual_width(name: str, dispersion: Dispersion) -> str:
    """How wide the limits of what is usual are, which allow for how a place's months vary and how well its season is known.

    Empty where nothing is said of it.
    """
    if dispersion.months == 0 and dispersion.phi == 1:
        return ""
    source = (
        f"by the {count(dispersion.months, 'month')} before"
        if dispersion.months
        else "by like series"
    )
    width = dispersion.phi**0.5
    wide = (
        "those of chance alone"
        if round(width, 1) <= 1
        else f"{width:.1f} times as wide as by chance"
    )
    return f"The limits of {name}'s months are {wide} ({source})."


def usual_from(frozen: date | None) -> str:
    """Which months say what is usual."""
    return (
        f"What is usual was taken from the months before {frozen:%B %Y}."
        if frozen
        else "What is usual was taken from all months shown."
    )


def dated_marks(
    operations: pd.DataFrame, events: pd.DataFrame, months: pd.Index
) -> list[tuple[date, str]]:
    """Starts of operations and dated events within the months of a trend: day and label."""
    first, end = months[0], month_after(months[-1])
    starts = [
        (row["start"], f"{row['name']}{' ' + row['instance'] if row['instance'] else ''}")
        for _, row in operations.iterrows()
    ]
    changes = list(zip(events["day"], events["event"], strict=True))
    return [
        (day, plain_text(str(label)))
        for day, label in [*starts, *changes]
        if not pd.isna(day) and first <= day < end
    ]


def shorter_months(label: str) -> str:
    """“Op Sceptre November 2022” as “Op Sceptre Nov 2022”, where room is short."""
    for name, short in zip(month_name[1:], month_abbr[1:], strict=True):
        label = re.sub(rf"\b{name}\b", short, label)
    return label


def force_line(force_rate: float) -> str:
    """The label of the force rate in a funnel: “force rate 0.61”."""
    return f"force rate {rate(force_rate)}"


def usual_band(name: str) -> str:
    """The legend of what is usual for an authority in a trend."""
    return f"usual for {plain_text(name)}"


def measure_shown(name: str, area: str, period: str) -> str:
    return f"MapOptions now: {name}, by {area}, in {period}."


def share(value: float) -> str:
    """A share as whole per cent: “4 %” of 0.042."""
    return f"{value:.0%}"


def names(authorities: pd.DataFrame) -> dict[str, str]:
    """Authority code → name, in the order of codes."""
    return dict(zip(authorities.index, authorities["authority_name"], strict=True))


NO_QUARTER = (
    "Nothing of this restricted source can be shown yet.",
    "It is shown by whole quarters of the calendar, and none was received whole.",
    "Wait for the next months, or ask an analyst.",
    "",
)
ROUNDED = "counts rounded at random to multiples of 3"


def whole_quarters(asked: str, quarters: Sequence[Sequence[date]]) -> tuple[str, str, str, str]:
    """What a restricted source answers to those who may not see each count, as the parts of a message.

    quarters  those received whole, each as its months
    """
    return (
        "This source is restricted: it is shown by whole quarters, offence types and named layers.",
        f"You asked for: {asked}.",
        f"Choose whole quarters from {span_in_words(quarters[0][0], quarters[-1][-1])}, and offence types or a named layer without further filters, or ask an analyst.",
        "",
    )


def received_span(months: tuple[date, ...]) -> str:
    return span_in_words(months[0], months[-1]) if months else "no month"


def trend_span(months: tuple[date, ...]) -> str:
    """Which months a trend draws, which are more than those asked for."""
    return f"Drawn: {received_span(months)}."


def made_of(received: int) -> str:
    """How a rate in a file is made, so that it can be worked out again."""
    return f"A rate is offences / residents x 1,000 x 12 / {received} months received; now and then are counts of the months compared."


def file_name(selection: Selection) -> str:
    """What a table's file is called: “wards-robbery-2022-01-to-2022-12”."""
    name = f"wards {selection.what()} {selection.first_month:%Y-%m} to {selection.last_month:%Y-%m}"
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:120]


def month_rate(name: str, month: date, row: pd.Series) -> str:
    """One point of a trend, with its interval: “North Somerset, May 2022: 1.54 (1.10 to 2.10)”."""
    return f"{name}, {month:%B %Y}: {rate(row['value'])} ({interval(row['rate_low'], row['rate_high'])})"


def remove_step(text: str) -> str:
    return f"Remove: {text}"


STRIP = "Month by month, per 1,000 residents a year"


def strip_summary(names: list[str], absent: str) -> str:
    """What the trend strip shows, for those who do not see it; `absent` is the sentence on months never received."""
    sentence = f"Monthly rates of {' and '.join(names)} with what is usual for each; the figures are under Trend."
    return f"{sentence} {absent}".strip()


def month_count(month: date, row: pd.Series) -> str:
    """One point of a place's trend: “May 2022: 4 (1 to 10)”."""
    return f"{month:%B %Y}: {row['value']:.0f} ({row['count_low']:.1f} to {row['count_high']:.1f})"


DOWNLOAD = "Download"

FILE_KINDS = {
    "csv": "Table (CSV)",
    "xlsx": "Workbook (XLSX)",
    "geojson": "Map (GeoJSON)",
    "html": "Map (one HTML file)",
}


def day(when: date) -> str:
    """“3 January 2022”."""
    return f"{when.day} {when:%B %Y}"


def listed(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    items = list(names)
    return (
        items[0]
        if len(items) == 1
        else f"{', '.join(items[:-1])} and {items[-1]}"
        if items
        else "none"
    )


def span(start: date | None, end: date | None) -> str:
    """Dates of anything that runs: “1 January 2022, open”, “25 April to 1 May 2022”, “start not recorded”."""
    if start is None:
        return "start not recorded" if end is None else f"start not recorded, to {day(end)}"
    if end is None:
        return f"{day(start)}, open"
    if start == end:
        return day(end)
    first = f"{start.day} {start:%B}" if start.year == end.year else day(start)
    return f"{first} to {day(end)}"


def dates_of(row: pd.Series) -> str:
    """Dates of an operation as it is listed."""
    return span(*(None if pd.isna(row[name]) else row[name] for name in ("start", "end")))


def place_sentence(
    place: str,
    offences: int,
    now: int,
    then: int,
    p: float | None,
    verdict: str,
    months: tuple[date, ...],
    *,
    why: str = "",
) -> str:
    """One place's offences, and what may be said of the year before: “Upper Ward: 18 offences. On the year before: …”.

    p       None where the word is that of a list
    months  those that are compared, which may be fewer than those that the offences are of; none where no earlier ones are loaded
    """
    sentence = f"{place}: {count(offences, 'offence')}."
    if not months:
        return f"{sentence} Earlier months are not loaded, so nothing is said about change."
    judged_by = AMONG_WARDS if p is None else p_value(p)
    why = (why or "too few offences") if verdict == "cannot tell" else judged_by
    counted = f"{now:,} in {months_in_words(months)}, {then:,} a year earlier"
    return f"{sentence} On the year before: {counted}, {verdict} ({why})."
