"""How much of recorded possession is the echo of searching: offences that police found, and those they did not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PossessionSplit:
    """Recorded possession and its change, each split by whether a search brought it to light; shares are 0 to 1."""

    share_from_search: float | None
    change_total: int
    change_from_search: int
    change_other: int
    share_of_change: float | None


def possession_split(possession_total: int, *, finds: tuple[int, int], totals: tuple[int, int]) -> PossessionSplit:
    """Share of possession offences that came from searches, and how much of the change did, as counts (int).

    possession_total  int, possession offences of the current period that the share is taken of
    finds             int, searches that found a weapon, previous and current period
    totals            int, possession offences, previous and current period

    Returns a PossessionSplit; a share is None where there is nothing to divide by (no offence, no change). A share
    of change above 1 or below 0 means the rest moved the other way.

    Source: the project's own split, after the Office for National Statistics' warning that possession offences
    follow police activity.
    """
    change, from_search = totals[1] - totals[0], finds[1] - finds[0]
    return PossessionSplit(
        share_from_search=finds[1] / possession_total if possession_total > 0 else None,
        change_total=change,
        change_from_search=from_search,
        change_other=change - from_search,
        share_of_change=from_search / change if change else None,
    )
