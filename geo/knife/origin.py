"""How much of recorded possession is the echo of searching: offences that police found, and those they did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pandas import DataFrame, Series

from geo.change.two_periods import exact_p
from geo.core.errors import DataProblem
from geo.core.missing import NOTHING_MISSING, Missing
from geo.core.schema import ORIGINS
from geo.rates.rates import rate_ratio
from geo.searches.outcomes import find_rate

PROACTIVE_EXPLAINS = "proactive work explains it"
VIOLENCE_ROSE = "reported violence rose too"
CANNOT_TELL = "cannot tell"
CLEAR_P = 0.05  # below it two counts differ
MOST_OF_IT = 0.5  # share of a rise above which searching explains most of it
WORST_RISE = 1.5  # the rise of violence that must be ruled out before it is said not to have risen
PERIODS = ["then", "now"]


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
    total_then, total_now, p       possession of each period, and the exact test of the two
    unknown_then, unknown_now      share of unknown origin, 0 to 1; None without offences
    share_of_change   of the change, what police found by proactive work, the unknown taken to be as the known; may lie
                      outside 0 to 1 where the rest moved the other way; None where nothing changed
    share_low, share_high          the same with the unknown on the least and on the most favourable side
    searches          period → FindRate; empty where searches are not known
    violence_then, violence_now    knife violence that somebody or a school reported, unknown origins left out
    violence_low, violence_high    95 % limits of its ratio now/then, the lower with all of its unknown on the earlier side, the
                                   upper on the later side; None where there is none
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
    searches: dict[str, FindRate]
    violence_then: int
    violence_now: int
    violence_low: float | None
    violence_high: float | None
    verdict: str
    reason: str


def origin_change(
    possession: DataFrame,
    violence: DataFrame,
    *,
    searches: Mapping[str, tuple[int, int]] | None = None,
    unplaced: Missing = NOTHING_MISSING,
    violence_unplaced: Missing = NOTHING_MISSING,
) -> OriginChange:
    """What proactive work explains of a change in possession, what it does not, and whether reported knife violence rose too.

    possession  int, origin index → columns then, now: possession offences of two periods of equal length
    violence    int, the same of knife-enabled violence
    searches    “then” and “now” → weapon searches and those of them that found a weapon, int; from another source,
                so shown beside the offences and never added; None where not known
    unplaced, violence_unplaced  of possession and of violence, where only offences placed in an authority are counted: what of the whole
                area could not be placed. Where its share differs by more than chance, all of it stands against whatever is said: a rise
                must be clear with all of it on the earlier side, and none is ruled out without all of it on the later

    Returns an OriginChange. The verdict follows this rule, in this order:
        1. Possession did not clearly rise (exact test, p < 0.05): cannot tell, there is no rise to explain.
        2. Reported knife violence clearly rose, even with all of its unknown on the earlier side: reported violence rose too.
        3. Proactive finds make up less than half of the rise once all unknown offences are taken against them: cannot tell.
        4. Weapon searches are known and found clearly more often (their 95 % intervals lie apart): cannot tell, since
           more knives may be carried.
        5. A rise of reported knife violence by half cannot be ruled out, all of its unknown on the later side: cannot tell.
        6. Otherwise: proactive work explains it.
    Raises DataProblem for an unknown origin or a count below 0.

    Source: this project; there is no published estimator. The exact test is Przyborowski and Wilenski's (1940), the
    bounds on what is unknown are worst cases after Manski (2003), the interval of finds is Wilson's (1927).
    """
    counts, violent = _of_origins(possession), _of_origins(violence)
    then, now = (int(counts[period].sum()) for period in PERIODS)
    change, unknown = now - then, counts.loc["unknown"]
    proactive_rise = int(counts.loc["proactive", "now"] - counts.loc["proactive", "then"])
    ends = (
        sorted(
            (
                float(proactive_rise - unknown["then"]) / change,
                float(proactive_rise + unknown["now"]) / change,
            )
        )
        if change
        else None
    )
    share_low, share_high = ends or (None, None)
    rates = {period: _find_rate(*searches[period]) for period in PERIODS} if searches else {}
    least, most = _reported(violent)
    low = rate_ratio((least["now"], most["then"]), (1, 1)).low
    high = rate_ratio((most["now"], least["then"]), (1, 1)).high
    lost, violence_lost = (
        (missing.unknown_then, missing.unknown_now) if missing.differs else (0, 0)
        for missing in (unplaced, violence_unplaced)
    )
    if sum(lost) and change > 0:
        share_low = float(proactive_rise - unknown["then"] - lost[0]) / (change + lost[1])
        share_high = float(proactive_rise + unknown["now"] + lost[1]) / max(change - lost[0], 1)
    verdict, reason = _verdict((then + lost[0], now), share_low, rates, violent, violence_lost)
    if lost[0] and verdict == CANNOT_TELL and exact_p(now, then) < CLEAR_P and now > then:
        reason = (
            f"{unplaced.share_then:.0%} of these offences had no place then and {unplaced.share_now:.0%} now, more of a difference than "
            f"chance makes: with all of them here, the rise would be from {then + lost[0]:,} to {now:,}, or nothing said of it would hold."
        )
    return OriginChange(
        counts.assign(change=counts["now"] - counts["then"]),
        then,
        now,
        exact_p(now, then),
        _share(unknown["then"], then),
        _share(unknown["now"], now),
        _likely_share(counts),
        share_low,
        share_high,
        rates,
        least["then"],
        least["now"],
        low,
        high,
        verdict,
        reason,
    )


def _verdict(
    possession: tuple[int, int],
    least_share: float | None,
    rates: dict[str, FindRate],
    violent: DataFrame,
    violence_lost: tuple[int, int],
) -> tuple[str, str]:
    """The rule of origin_change, step by step.

    violence_lost  then and now: knife violence without a place, to be taken against what is said of it
    """
    then, now = possession
    if now <= then or least_share is None or not exact_p(now, then) < CLEAR_P:
        return (
            CANNOT_TELL,
            f"Possession did not clearly rise ({then:,} then, {now:,} now): there is no rise to explain.",
        )
    least, most = _reported(violent)
    most = {
        period: most[period] + lost for period, lost in zip(PERIODS, violence_lost, strict=True)
    }
    if least["now"] > most["then"] and exact_p(least["now"], most["then"]) < CLEAR_P:
        return VIOLENCE_ROSE, (
            f"Reported knife violence rose from at most {most['then']:,} to at least {least['now']:,}, "
            "more than chance explains."
        )
    if least_share < MOST_OF_IT:
        return CANNOT_TELL, (
            f"If every offence of unknown origin spoke against it, proactive work would explain {max(least_share, 0):.0%} "
            "of the rise: less than half."
        )
    if rates and _more_often(rates["then"], rates["now"]):
        return (
            CANNOT_TELL,
            "Weapon searches found clearly more often than before: more knives may be carried.",
        )
    worst = rate_ratio((most["now"], least["then"]), (1, 1)).high
    if worst is None or worst >= WORST_RISE:
        return (
            CANNOT_TELL,
            "Reported knife violence is too rare, or too often of unknown origin, to rule out that it rose by half.",
        )
    return PROACTIVE_EXPLAINS, (
        f"At least {min(least_share, 1):.0%} of the rise was found by police, and reported knife violence did not "
        f"clearly rise: a rise of more than {max(worst - 1, 0):.0%} can be ruled out."
    )


def _reported(violent: DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Reported knife violence of each period: without its unknown, and with all of it."""
    least, unknown = violent.loc[["reported", "school"]].sum(), violent.loc["unknown"]
    return (
        {period: int(least[period]) for period in PERIODS},
        {period: int(least[period] + unknown[period]) for period in PERIODS},
    )


def _of_origins(counts: DataFrame) -> DataFrame:
    """Then and now of every origin, nought where there is none."""
    strange = sorted(set(counts.index) - set(ORIGINS))
    if strange or (counts[PERIODS] < 0).any(axis=None):
        raise DataProblem(
            "Counts by origin do not make sense.",
            f"We saw {', '.join(map(str, strange)) or 'a count below 0'}.",
            f"Origins are: {', '.join(ORIGINS)}.",
            "",
        )
    return counts[PERIODS].reindex(list(ORIGINS), fill_value=0).astype(int)


def _likely_share(counts: DataFrame) -> float | None:
    """The share of the change that was proactive if the unknown of each period are as the known of it."""
    total, known = counts.sum(), counts.drop(index="unknown").sum()
    change = int(total["now"] - total["then"])
    if not change or (known[total > 0] == 0).any():
        return None
    proactive: Series = counts.loc["proactive"] * total / known.where(known > 0, 1)
    return float((proactive["now"] - proactive["then"]) / change)


def _find_rate(searches: int, finds: int) -> FindRate:
    rate = find_rate(finds, searches)
    return FindRate(
        searches, finds, *((None,) * 3 if rate is None else (100 * figure for figure in rate))
    )


def _more_often(then: FindRate, now: FindRate) -> bool:
    return then.high is not None and now.low is not None and now.low > then.high


def _share(part: float, whole: int) -> float | None:
    return float(part) / whole if whole else None
