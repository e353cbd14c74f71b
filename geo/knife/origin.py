"""How much of recorded possession is the echo of searching: offences that police found, and those they did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pandas import DataFrame

from geo.change.exposures import exposure_ratio
from geo.core.errors import DataProblem
from geo.core.missing import NOTHING_MISSING, Missing
from geo.core.schema import ORIGINS
from geo.knife.origin_premises import (
    PERIODS,
    Case,
    Dispersion,
    Premise,
    explained_words,
    possession_p,
    possession_rose,
    premises,
    violence_rose,
)
from geo.knife.search_exposure import ExplainedShare, SearchCount
from geo.searches.outcomes import find_rate

PROACTIVE_EXPLAINS = "proactive work explains it"
VIOLENCE_ROSE = "reported violence rose too"
CANNOT_TELL = "cannot tell"
AS_POISSON = Dispersion()


@dataclass(frozen=True)
class PossessionSplit:
    """Recorded possession and its change, each split by whether a search brought it to light; shares are 0 to 1."""

    share_from_search: float | None
    change_total: int
    change_from_search: int
    change_other: int
    share_of_change: float | None


def possession_split(
    possession_total: int, *, finds: tuple[int, int], totals: tuple[int, int]
) -> PossessionSplit:
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


@dataclass(frozen=True)
class FindRate:
    """Finds per 100 weapon searches of a period with 95 % limits; None where nobody was searched."""

    searches: int
    finds: int
    per_100: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class OriginChange:
    """A change in possession between two periods of equal length, by how the offences came to light.

    counts            origin index (geo.core.schema.ORIGINS) → then, now, change: possession, int
    total_then, total_now, p       possession of each period, and the test of the two
    unknown_then, unknown_now      share of unknown origin, 0 to 1; None without offences
    share_of_change   of the change, what police found by proactive work, the unknown taken to be as the known; may lie
                      outside 0 to 1 where the rest moved the other way; None where nothing changed
    share_low, share_high          the same with the unknown on the least and on the most favourable side
    explained         of the change, what more searching accounts for, the unknown taken to be as the known, with 95 % limits; None
                      without searches
    searches          period → FindRate of the searches whose result is known; empty where searches are not known
    searches_made     weapon searches then and now; None likewise
    violence_then, violence_now    knife violence that somebody or a school reported, unknown origins left out
    violence_low, violence_high    95 % limits of its ratio now/then, the lower with all of its unknown on the earlier side, the
                                   upper on the later side; None where there is none
    dispersion        variance over Poisson's that was allowed for
    premises          what “proactive work explains it” rests on, each with whether it holds
    verdict, reason   one of PROACTIVE_EXPLAINS, VIOLENCE_ROSE, CANNOT_TELL; why, in a sentence
    """

    counts: DataFrame
    total_then: int
    total_now: int
    p: float | None
    unknown_then: float | None
    unknown_now: float | None
    share_of_change: float | None
    share_low: float | None
    share_high: float | None
    explained: ExplainedShare | None
    searches: dict[str, FindRate]
    searches_made: tuple[int, int] | None
    violence_then: int
    violence_now: int
    violence_low: float | None
    violence_high: float | None
    dispersion: Dispersion
    premises: tuple[Premise, ...]
    verdict: str
    reason: str


def origin_change(
    possession: DataFrame,
    violence: DataFrame,
    *,
    by_search: tuple[int, int] | None = None,
    searches: Mapping[str, tuple[int, int] | SearchCount] | None = None,
    dispersion: Dispersion = AS_POISSON,
    unplaced: Missing = NOTHING_MISSING,
    violence_unplaced: Missing = NOTHING_MISSING,
    searches_unplaced: Missing = NOTHING_MISSING,
) -> OriginChange:
    """What more searching explains of a change in possession, what it does not, and whether reported knife violence rose too.

    possession  int, origin index → columns then, now: possession offences of two periods of equal length
    violence    int, the same of knife-enabled violence
    by_search   int, then and now: of the proactive offences those that a search found; None takes all of them to be so
    searches    “then” and “now” → weapon searches whose result is known, those of them that found a weapon, and all that were made, int;
                of every month compared: None where any is not known
    dispersion  variance over Poisson's, of each thing counted
    unplaced, violence_unplaced, searches_unplaced  where only what is placed in an authority is counted: what of the whole area could not
                be placed. Where its share differs by more than chance, all of it stands against whatever is said: a rise
                must be clear with all of it on the earlier side, and none is ruled out without all of it on the later

    Returns an OriginChange. The verdict follows this rule, in this order:
        1. Possession did not rise beyond chance (p < 0.05): cannot tell, there is no rise to explain.
        2. Reported knife violence rose beyond chance, even with all of its unknown on the earlier side: reported violence rose too.
        3. Any premise does not hold, or is not known: cannot tell. Searches are known for every month; weapon searches rose beyond
           chance; more searching accounts for four fifths of the rise as estimated, the interval of that share excluding none of it;
           searches find no more often beyond chance, and half as often again is ruled out; possession not found by searching did not rise
           beyond chance; a rise of reported knife violence by half is ruled out.
        4. Otherwise: proactive work explains it.
    Where at most a tenth of either period is of unknown origin, and the two shares differ by no more than chance, the unknown are dealt out
    as the known are, and the interval must exclude none of it with all of them found by searching, and with none. Else every premise must hold
    with the unknown of each period on either side.
    Raises DataProblem for an unknown origin or a count below 0.

    Source: this project; there is no published estimator. Parts of it: geo.knife.search_exposure; the bounds on what is unknown are worst
    cases after Manski (2003), the interval of finds is Wilson's (1927).
    """
    lost, violence_lost, searches_lost = (
        (missing.unknown_then, missing.unknown_now) if missing.differs else (0, 0)
        for missing in (unplaced, violence_unplaced, searches_unplaced)
    )
    counts = _by_origin(possession)
    case = Case(
        counts,
        _by_origin(violence),
        by_search or counts["proactive"],
        {period: SearchCount(*searches[period]) for period in PERIODS} if searches else None,
        lost,
        violence_lost,
        searches_lost,
        dispersion,
    )
    asked = premises(case)
    verdict, reason = _verdict(case, asked)
    if lost[0] and verdict == CANNOT_TELL and _rose_as_placed(case):
        reason = (
            f"{unplaced.share_then:.0%} of these offences had no place then and {unplaced.share_now:.0%} now, more of a difference than "
            f"chance makes: with all of them here, the rise would be from {case.totals[0] + lost[0]:,} to {case.totals[1]:,}, or nothing said "
            "of it would hold."
        )
    return _change(case, asked, verdict, reason)


def across_thin_months(change: OriginChange, without: OriginChange) -> OriginChange:
    """The change with the verdict that stands across thin months: the same with them and without, else “cannot tell”.

    change, without  of the same question with the months of which nobody knows whether they were whole, and without them and their twins

    Source: this project's rule, as geo.change.thin_months has it.
    """
    if change.verdict == without.verdict:
        return change
    reason = (
        "A month compared is thin, so that nobody knows whether it was whole: with it the verdict would be "
        f"“{change.verdict}”, without it “{without.verdict}”."
    )
    return replace(change, verdict=CANNOT_TELL, reason=reason)


def _verdict(case: Case, asked: tuple[Premise, ...]) -> tuple[str, str]:
    """The rule of origin_change, step by step."""
    first = next((premise for premise in asked if not premise.holds), None)
    if first is asked[0]:
        return CANNOT_TELL, first.otherwise
    if violence_rose(case):
        return VIOLENCE_ROSE, asked[-1].otherwise
    if first is not None:
        return CANNOT_TELL, first.otherwise
    likely = case.explained(case.dealt_out)
    assert likely is not None  # else a premise would not hold
    return PROACTIVE_EXPLAINS, (
        f"More weapon searches ({asked[2].evidence}) account for {explained_words(likely)}; they find no more often, and neither possession "
        "found otherwise nor reported knife violence rose."
    )


def _rose_as_placed(case: Case) -> bool:
    """Whether what is placed would be a rise by itself."""
    return bool(possession_rose(replace(case, lost=(0, 0))).holds)


def _change(case: Case, asked: tuple[Premise, ...], verdict: str, reason: str) -> OriginChange:
    (then, now), (unknown_then, unknown_now) = case.totals, case.unknown
    least, most = case.reported
    unplaced = [int(lost) for lost in case.violence_lost]
    share_low, share_high = _bounds_of_proactive(case)
    known = case.searches or {}
    counts = DataFrame.from_dict(dict(case.counts), orient="index", columns=list(PERIODS))
    return OriginChange(
        counts.assign(change=counts["now"] - counts["then"]),
        then,
        now,
        possession_p(case),
        _share(unknown_then, then),
        _share(unknown_now, now),
        _likely_share(case),
        share_low,
        share_high,
        case.explained(case.dealt_out),
        {period: _find_rate(count) for period, count in known.items()},
        (known["then"].every, known["now"].every) if known else None,
        int(least[0]),
        int(least[1]),
        exposure_ratio((most[0] - unplaced[0], least[1]), dispersion=case.dispersion.violence).low,
        exposure_ratio((least[0], most[1] - unplaced[1]), dispersion=case.dispersion.violence).high,
        case.dispersion,
        asked,
        verdict,
        reason,
    )


def _bounds_of_proactive(case: Case) -> tuple[float | None, float | None]:
    """Of the change, what police found, with the unknown and what has no place on the least and on the most favourable side."""
    change = case.totals[1] - case.totals[0]
    if not change:
        return None, None
    rise = case.counts["proactive"][1] - case.counts["proactive"][0]
    then, now = case.unknown
    if sum(case.lost) and change > 0:
        return (
            (rise - then - case.lost[0]) / (change + case.lost[1]),
            (rise + now + case.lost[1]) / max(change - case.lost[0], 1),
        )
    low, high = sorted(((rise - then) / change, (rise + now) / change))
    return low, high


def _by_origin(counts: DataFrame) -> dict[str, tuple[int, int]]:
    """Then and now of every origin, nought where there is none."""
    strange = sorted(set(counts.index) - set(ORIGINS))
    given = counts[list(PERIODS)].to_numpy()
    if strange or (given < 0).any():
        raise DataProblem(
            "Counts by origin do not make sense.",
            f"We saw {', '.join(map(str, strange)) or 'a count below 0'}.",
            f"Origins are: {', '.join(ORIGINS)}.",
            "",
        )
    by_origin = {
        str(origin): (int(then), int(now))
        for origin, (then, now) in zip(counts.index, given, strict=True)
    }
    return {origin: by_origin.get(origin, (0, 0)) for origin in ORIGINS}


def _likely_share(case: Case) -> float | None:
    """The share of the change that was proactive if the unknown of each period are as the known of it."""
    change = case.totals[1] - case.totals[0]
    known = [total - unknown for total, unknown in zip(case.totals, case.unknown, strict=True)]
    if not change or any(
        total and not part for total, part in zip(case.totals, known, strict=True)
    ):
        return None
    then, now = (
        proactive * total / max(part, 1)
        for proactive, total, part in zip(case.counts["proactive"], case.totals, known, strict=True)
    )
    return (now - then) / change


def _find_rate(count: SearchCount) -> FindRate:
    rate = find_rate(count.finds, count.known)
    return FindRate(
        count.known,
        count.finds,
        *((None,) * 3 if rate is None else (100 * figure for figure in rate)),
    )


def _share(part: float, whole: int) -> float | None:
    return float(part) / whole if whole else None
