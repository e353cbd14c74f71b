"""Phrases of the Compare page: two authorities beside each other, and wards like a ward."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.core.area import Area, in_words
from ui.text.figures import STANDINGS, interval, p_value, rate

AUTHORITIES_COUNTS = "Monthly counts of an authority"
FAR_APART = 2.0  # standard deviations from which the nearest ward is not called alike
LIKE_MEANS = "Most like: nearest in residents, density, share aged 14–25 and deprivation, each in standard deviations."


def one_authority(served: Area, held: Sequence[str]) -> tuple[str, str, str, str]:
    """Why nothing can be compared, as the parts of a message: one authority in the area, or in the boundaries loaded."""
    if len(served.authorities) < 2:
        return (
            f"{served.name} has one authority, {served.authorities_in_words}.",
            "There is nothing to compare.",
            "Its wards stand beside each other under Wards.",
            "",
        )
    return (
        "This build's boundaries hold fewer than two of the authorities.",
        f"They hold: {in_words(held) or 'none'}. There is nothing to compare.",
        f"Load boundaries of {served.authorities_in_words}.",
        "",
    )


def ratio_figure(ratio: float | None, low: float | None, high: float | None) -> tuple[str, str]:
    """One authority's rate against the other's: “2.9 ×”, and its interval in words."""
    if ratio is None or low is None or high is None:
        return "cannot tell", "a count is hidden, nothing was recorded, or no residents are known"
    clear = "a clear difference" if low > 1 or high < 1 else "no clear difference"
    return f"{ratio:.1f} ×", f"{low:.1f} to {high:.1f} · {clear}"


def ratio_sentence(first: str, second: str, ratio: float | None, p: float | None) -> str:
    """The ratio of two rates in words."""
    if ratio is None or p is None:
        return f"{first} and {second} cannot be compared for this selection."
    more = "about as many" if abs(ratio - 1) < 0.05 else f"{ratio:.1f} times as many"
    return f"Per resident, {first} recorded {more} of these offences as {second} ({p_value(p)})."


def standout_heads(top: float, force_rate: float) -> tuple[str, str, str]:
    """The columns of wards that stand out: name, figure, and the picture with its ends and its line, where it may be shown."""
    line = "" if pd.isna(force_rate) else f"; dashed: force rate {rate(force_rate)}"
    return "Ward", "Per 1,000 a year (95 %)", f"0 to {top:g}{line}"


def standout_row(row: pd.Series) -> tuple[str, str, str]:
    """A ward that stands out: its name, how it stands, its rate with its interval."""
    under = STANDINGS[row["standing"]]
    alone = "" if row["twin_name"] else "; no ward like it is known in these boundaries"
    return (
        f"{row['ward_name']}{' †' if row['residents_mislead'] else ''}",
        f"{under}{alone}",
        _figure(row, "rate_per_1000", "rate"),
    )


def twin_row(row: pd.Series) -> tuple[str, str, str]:
    """The ward of the other authority that is most like it: its name, how far apart they are, its rate."""
    apart = f"{row['distance']:.1f} standard deviations apart"
    under = (
        f"the ward most like it there, {apart}"
        if row["distance"] < FAR_APART
        else f"nothing there is like it; the nearest is {apart}"
    )
    return row["twin_name"], under, _figure(row, "twin_rate", "twin")


def _figure(row: pd.Series, value: str, limits: str) -> str:
    if pd.isna(row[value]):
        return STANDINGS["hidden"]
    return f"{rate(row[value])} ({interval(row[f'{limits}_low'], row[f'{limits}_high'])})"


def against(first: str, second: str) -> str:
    return f"{first} against {second}"


def clearly_above(name: str) -> str:
    return f"Wards of {name} clearly above the force rate"


def standing_out(name: str) -> str:
    return f"Wards of {name} that stand out"


def no_standouts(name: str, force_rate: float) -> str:
    """In the place of an authority's wards that stand out; force_rate is NaN where none can be formed."""
    if pd.isna(force_rate):
        return f"No force rate can be formed, so which wards of {name} stand out cannot be told."
    return f"No ward of {name} stands above the force rate by more than chance allows."
