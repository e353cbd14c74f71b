"""What is said of offences that could not be placed, or that lack what a filter asks for: shares, assumptions, and why nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence

from geo.core.missing import Missing, missing_share

WORTH_SAYING = 0.05  # share of the unplaced from which it stands beside every rate
BOTH_BOUNDS = (
    "A change is then given only where it holds at both bounds: with none and with all of them in an authority or the force, with none and "
    "with twice its share of those placed in a ward or smaller place."
)


def _lacking(narrowed: bool) -> str:
    return "no place, or not what the filters ask for" if narrowed else "no place"


def shares(missing: Missing, *, narrowed: bool = False) -> str:
    """“0 % of offences had no place a year earlier, 45 % now”."""
    return f"{missing.share_then:.0%} of offences had {_lacking(narrowed)} a year earlier, {missing.share_now:.0%} now"


def differing(missing: Missing, *, narrowed: bool = False) -> str:
    """Beside all changes of a page: both shares, and what is assumed; nothing where they differ no more than chance makes."""
    if not missing.differs:
        return ""
    return f"{shares(missing, narrowed=narrowed)}: a greater difference than chance makes. {BOTH_BOUNDS}"


def why_not(missing: Missing, *, narrowed: bool = False) -> str:
    """Why nobody can tell, in brackets or under a figure: “without a place: 0 % then, 45 % now”."""
    lacking = (
        "without a place, or what the filters ask for not known" if narrowed else "without a place"
    )
    return f"{lacking}: {missing.share_then:.0%} then, {missing.share_now:.0%} now"


def rates(placed: int | None, unplaced: int) -> str:
    """Beside rates: how much of what was recorded is in none of them, where that is worth saying."""
    if placed is None or not placed or missing_share(placed, unplaced) < WORTH_SAYING:
        return ""
    return (
        f"{missing_share(placed, unplaced):.0%} of these offences ({unplaced:,}) had no place and count in no rate. Upper limits "
        "take them in where they reach further than chance: all of them for an authority, twice its share of those placed for a ward. A "
        "ward stands apart from the force rate only where it does with none of them and with so many."
    )


def nothing_placed(
    placed: int | None,
    unplaced: int,
    *,
    restricted: bool,
    unknown: int = 0,
    not_existing: Sequence[str] = (),
) -> str:
    """Why there is no figure where none was placed: nothing was recorded, nothing could be placed, or there was no such type.

    unknown  offences that could be of the kind asked for, were what a filter asks for known of them
    """
    if placed is None or placed:
        return ""
    if not_existing:
        named = ", ".join(f"“{name}”" for name in not_existing)
        return f"{named} did not exist as a type in these months: this is a gap, and no nought."
    if unplaced:
        return (
            f"{unplaced:,} {'was' if unplaced == 1 else 'were'} recorded in these months, and none could be placed in a ward: nothing can be "
            "told of any rate."
        )
    if restricted:
        return "No offence of this kind was placed in a ward in these months; whether any was recorded without a place is for analysts."
    if unknown:
        return (
            f"No offence is known to be of this kind in these months; of {unknown:,} recorded ones what the filters ask for is not known, so "
            "that they could be."
        )
    return "No offence of this kind was recorded in these months."


def none_placed(unplaced: int) -> str:
    """Under a figure that cannot be given: “0 placed of 27 recorded”."""
    return f"0 placed, {unplaced:,} without a place"


def doubtful_months(months: str) -> str:
    """After the months of a trend: those that would stand out were nothing without a place; nothing for none."""
    return (
        f" Of {months} nobody can tell: the share of offences without a place was not what it was in other months."
        if months
        else ""
    )
