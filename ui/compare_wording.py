"""Phrases of the Compare page: two authorities beside each other, and wards like a ward."""

from __future__ import annotations

import pandas as pd

from ui.wording import STANDINGS, interval, p_value, rate

ONE_AUTHORITY = ("This build's boundaries hold only one of the two authorities.", "There is nothing to compare.",
                 "Load boundaries of Swindon and Wiltshire.", "")
LIKE_MEANS = "Most like: nearest in residents, density, share aged 14–25 and deprivation, each in standard deviations."


def ratio_figure(ratio: float | None, low: float | None, high: float | None) -> tuple[str, str]:
    """One authority's rate against the other's: “2.9 ×”, and its interval in words."""
    if ratio is None or low is None or high is None:
        return "cannot tell", "a count is hidden, nothing was recorded, or nobody lives there"
    clear = "a clear difference" if low > 1 or high < 1 else "no clear difference"
    return f"{ratio:.1f} ×", f"{low:.1f} to {high:.1f} · {clear}"


def ratio_sentence(first: str, second: str, ratio: float | None, p: float | None) -> str:
    """The ratio of two rates in words."""
    if ratio is None or p is None:
        return f"{first} and {second} cannot be compared for this selection."
    more = "about as many" if abs(ratio - 1) < 0.05 else f"{ratio:.1f} times as many"
    return f"Per resident, {first} recorded {more} of these offences as {second} ({p_value(p)})."


def twin_sentence(row: pd.Series) -> str:
    """A ward that stands out beside the ward most like it in the other authority."""
    mark = " †" if row["residents_mislead"] else ""
    own = f"{row['ward_name']}{mark}: {rate(row['rate_per_1000'])} ({interval(row['rate_low'], row['rate_high'])})"
    if not row["twin_name"]:
        return f"{own}, {STANDINGS[row['standing']]}. No ward like it is known in these boundaries."
    told = f"{rate(row['twin_rate'])} ({interval(row['twin_low'], row['twin_high'])})"
    apart = f"{row['distance']:.1f} standard deviations apart"
    return (f"{own}, {STANDINGS[row['standing']]}. {row['twin_name']}, the ward most like it there ({apart}): "
            f"{STANDINGS['hidden'] if pd.isna(row['twin_rate']) else told}.")


def against(first: str, second: str) -> str:
    return f"{first} against {second}"


def clearly_above(name: str) -> str:
    return f"Wards of {name} clearly above the force rate"


def standing_out(name: str) -> str:
    return f"Wards of {name} that stand out"


def no_standouts(name: str) -> str:
    return f"No ward of {name} stands above the force rate by more than chance allows."
