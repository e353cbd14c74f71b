"""Phrases of harm weighed by a published index, always with its name and date, and with what it does not weigh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from geo.change.harm_change import HarmChange
from geo.core.selection import months_in_words
from geo.rates.classes import MULTIPLES
from geo.rates.harm import HarmTotal, HarmWeights

MEASURES = {"offences": "Offences", "harm": "Harm"}
MEASURE = "Measure"
MEASURE_HELP = "Harm weighs each offence by the published index that is loaded."
HARM_OF = "Harm by an index, of a restricted source,"
NO_CODE = "no code"
NO_WEIGHTS = (
    "No index of harm is loaded.",
    "Harm is weighed by a published index, and none comes with the program.",
    "Load a file of weights on the Data page; `python -m loaders template harm-weights -o weights.csv` writes an empty one.",
    "",
)
COLUMNS = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "offences": "Offences weighed",
    "harm": "Harm",
    "rate": "Per 1,000 a year",
    "rate_low": "Low",
    "rate_high": "High",
    "apart": "Apart from the area",
}
WARD_TIPS = [
    "{0} in {1} weighed; {2} ({3} to {4}) per 1,000 residents a year",
    "{0} in {1} weighed; no rate",
]
PLACE_COLUMNS = {
    "place": "Place",
    "offences": "Offences",
    "weighed": "Weighed",
    "harm": "Harm",
    "low": "Low",
    "high": "High",
    "share": "Of all",
}
PLACES_VIEW = "By harm"
PLACES_ARE = "The places with most harm in these months, as recorded. Chance is not ruled out, and nothing is foretold: one heavy offence can put a place on it."
PLACES_TITLE, PLACES_LEGEND = (
    "Most harm by the index",
    ["first fifth of the list", "the rest of it"],
)
NO_HARM = "No offence of these months has a weight."
ALL_PLACES = "All places"
MAP_TITLE = "Harm per 1,000 residents a year, beside the area's"
UNLIKE = "cannot be told from the area's"
NOTHING_WEIGHED = "nothing weighed"
MOST_NAMED = 6
LIMITS_MEAN = (
    "Limits are of the weighted sum (Fay and Feuer 1997), widened by how far such counts vary. A few heavy offences move it far: where those "
    "weighed vary as fewer than 20 equally heavy ones would, nothing is said of a change."
)


def needs_codes(index: str) -> tuple[str, str, str, str]:
    """Why a source without offence codes cannot be weighed by an index of codes."""
    return (
        f"{index} weighs offence codes, and this source has none.",
        "Published offences say only their type.",
        "Choose the force's own records, or load weights by offence type.",
        "",
    )


def index_named(weights: HarmWeights) -> str:
    """The index with its date and unit: they stand beside every figure."""
    by = "offence code" if weights.by_code else "offence type"
    return f"Harm by {weights.index} ({weights.date}), in {weights.unit}, by {by}."


def unweighted(name: str, total: HarmTotal) -> str:
    """What of a total has no weight, named; empty where all is weighed."""
    if not total.unweighted:
        return ""
    most = sorted(total.unweighted.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{word} ({number:,})" for word, number in most[:MOST_NAMED])
    more = f" and {len(most) - MOST_NAMED} more" if len(most) > MOST_NAMED else ""
    return f"{name}: without a weight, and not in the sum: {named}{more}."


def harm_card(total: HarmTotal, rate: tuple[float, float, float]) -> tuple[str, str]:
    """One place's harm as a figure, and beneath it what it is per resident."""
    under = f"{_number(total.low)} to {_number(total.high)}; {total.offences:,} offences weighed"
    if not pd.isna(rate[0]):
        middle, low, high = map(_number, rate)
        under += f"; {middle} ({low} to {high}) per 1,000 residents a year"
    return _number(total.harm), under


def change_card(change: HarmChange, months: Sequence[date]) -> tuple[str, str]:
    """The verdict on the year before, with the sums of just those months."""
    if not months:
        return "cannot tell", "no month has its twin of a year earlier"
    sums = f"{_number(change.now.harm)} now, {_number(change.then.harm)} then; {months_in_words(tuple(months))}"
    if change.ratio is None or change.low is None or change.high is None:
        return change.verdict, f"{sums}; too few offences of weight"
    return (
        change.verdict,
        f"{sums}; {change.ratio:.2f} times ({change.low:.2f} to {change.high:.2f})",
    )


def compared(names: Sequence[str], rates: Mapping[str, tuple[float, float, float]]) -> str:
    """Two authorities' harm per resident beside each other: clear only where their limits lie apart."""
    first, second = (rates[name] for name in names)
    if pd.isna(first[0]) or pd.isna(second[0]):
        return "They cannot be set beside each other: no residents are known."
    words = f"Harm per 1,000 residents a year: {_number(first[0])} in {names[0]}, {_number(second[0])} in {names[1]}"
    apart = first[1] > second[2] or second[1] > first[2]
    return f"{words}: {'their limits lie apart' if apart else 'chance alone could make that difference'}."


def legend() -> list[str]:
    """Rows of the map's legend: wards that can be told from the area, by how their rate stands to it."""
    low, one, more, most = MULTIPLES
    return [
        f"under {low:g} times the area's",
        f"{low:g} to {one:g} times",
        f"{one:g} to {more:g} times",
        f"{more:g} to {most:g} times",
        f"over {most:g} times",
        UNLIKE,
    ]


def ward_tip(row: pd.Series) -> tuple[int, str]:
    """Which of WARD_TIPS a ward is pointed at with, and what fills it."""
    figures = [_number(row["harm"]), f"{int(row['offences']):,}"]
    if pd.isna(row["rate"]):
        return 1, "|".join(figures)
    return 0, "|".join([*figures, *(_number(row[n]) for n in ("rate", "rate_low", "rate_high"))])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"
