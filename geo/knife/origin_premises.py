"""What must hold before a rise of possession is put down to proactive work: each premise, whether it does, and the figures behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geo.change.exposures import CHANCE_P, Pair, exposure_p, exposure_ratio, is_rise
from geo.core.missing import Missing
from geo.knife.search_exposure import (
    ExplainedShare,
    SearchCount,
    Split,
    explained_share,
    results_alike,
)

ENOUGH = 0.8  # share of a rise that more searching must account for, as estimated
MOST_OF_IT = 0.5  # share that its 95 % interval must lie above
WORST_RISE = 1.5  # the rise, of violence or of finds for each search, that must be ruled out before it is said not to have risen
FEW_UNKNOWN = 0.1  # share of unknown origin up to which it may be dealt out as the known is
PERIODS = ("then", "now")


@dataclass(frozen=True)
class Premise:
    """One thing that the verdict rests on.

    name       what must be so, in words
    holds      True or False; None where it is not known
    evidence   the figures it was judged by; empty where there are none
    otherwise  what follows where it does not hold, in a sentence
    """

    name: str
    holds: bool | None
    evidence: str
    otherwise: str


@dataclass(frozen=True)
class Dispersion:
    """Variance of counts over what Poisson gives, 1 or more, of each thing counted."""

    possession: float = 1.0
    searches: float = 1.0
    violence: float = 1.0


@dataclass(frozen=True)
class Case:
    """Possession, searches and reported violence of two periods, as the premises ask them.

    counts         origin → possession (int) then and now
    violent        the same of knife-enabled violence
    by_search      possession that a search found, then and now; part of what is proactive
    searches       “then” and “now” → SearchCount; None where not all months compared are loaded
    lost, violence_lost, searches_lost  then and now: what has no place and must be taken against whatever is said
    """

    counts: Mapping[str, tuple[int, int]]
    violent: Mapping[str, tuple[int, int]]
    by_search: tuple[int, int]
    searches: Mapping[str, SearchCount] | None
    lost: tuple[int, int]
    violence_lost: tuple[int, int]
    searches_lost: tuple[int, int]
    dispersion: Dispersion

    @property
    def totals(self) -> tuple[int, int]:
        """Possession then and now."""
        then, now = (sum(counts) for counts in zip(*self.counts.values(), strict=True))
        return then, now

    @property
    def unknown(self) -> tuple[int, int]:
        """Of unknown origin, then and now."""
        return self.counts["unknown"]

    @property
    def searched(self) -> Pair | None:
        """Weapon searches then and now, those without a place on the earlier side; None where not known, or nobody was searched."""
        if self.searches is None:
            return None
        then = self.searches["then"].every + self.searches_lost[0]
        now = self.searches["now"].every
        return (then, now) if min(then, now) > 0 else None

    @property
    def few_unknown(self) -> bool:
        """Whether the unknown origins of possession are few, and as many in both periods but for chance."""
        return few_and_alike(self.totals, self.unknown)

    @property
    def sides(self) -> tuple[Split, ...]:
        """Possession split with the unknown on either side: of both periods alike where they are few and alike, else of each by itself."""
        ends = ((1, 1), (0, 0), *(() if self.few_unknown else ((1, 0), (0, 1))))
        return tuple(self._split((then, now)) for then, now in ends)

    @property
    def asked(self) -> tuple[Split, ...]:
        """The splits in which premises must hold: the unknown dealt out where they are few and alike, else that and either side too."""
        likely = () if self.dealt_out is None else (self.dealt_out,)
        return likely if likely and self.few_unknown else (*likely, *self.sides)

    @property
    def dealt_out(self) -> Split | None:
        """Possession split with the unknown of each period dealt out as the known of it are; None where none of it is known."""
        known = [total - part for total, part in zip(self.totals, self.unknown, strict=True)]
        if 0 in known:
            return None
        then, now = (part / of for part, of in zip(self.by_search, known, strict=True))
        return self._split((then, now))

    def _split(self, shares: Pair) -> Split:
        """The split with such a share of the unknown found by searching; what has no place now was not."""
        finds, rest = [], []
        for at, share in enumerate(shares):
            finds.append(self.by_search[at] + share * self.unknown[at])
            rest.append(self.totals[at] - finds[at])
        return Split((finds[0], finds[1]), (rest[0], rest[1] + self.lost[1]))

    def explained(self, split: Split | None) -> ExplainedShare | None:
        """The share of the rise that more searching accounts for in a split."""
        if split is None or self.searched is None:
            return None
        return explained_share(
            split,
            self.searched,
            dispersion=self.dispersion.possession,
            search_dispersion=self.dispersion.searches,
        )

    @property
    def reported(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Reported knife violence then and now: without its unknown, and with all of it and all that has no place."""
        then, now = (
            sum(counts)
            for counts in zip(self.violent["reported"], self.violent["school"], strict=True)
        )
        unknown, lost = self.violent["unknown"], self.violence_lost
        return (then, now), (then + unknown[0] + lost[0], now + unknown[1] + lost[1])


def few_and_alike(totals: tuple[int, int], unknown: tuple[int, int]) -> bool:
    """Whether at most a tenth of then and of now is unknown (int), and the two shares differ by no more than chance."""
    few = all(part <= FEW_UNKNOWN * total for part, total in zip(unknown, totals, strict=True))
    missing = Missing(totals[1] - unknown[1], unknown[1], totals[0] - unknown[0], unknown[0])
    return few and not missing.differs


def premises(case: Case) -> tuple[Premise, ...]:
    """All premises of “proactive work explains it”, in the order in which they are asked. Source: this project's rule."""
    asked: tuple[Callable[[Case], Premise], ...] = (
        possession_rose,
        searches_loaded,
        searches_rose,
        searching_accounts,
        finds_as_often,
        rest_did_not_rise,
        violence_did_not_rise,
    )
    return tuple(premise(case) for premise in asked)


def possession_rose(case: Case) -> Premise:
    """Whether recorded possession is up by more than chance, all that had no place then counted with it."""
    then, now = case.totals
    return Premise(
        "Possession rose beyond chance",
        is_rise((then + case.lost[0], now), dispersion=case.dispersion.possession),
        _beside(case.totals),
        f"Possession did not clearly rise ({then + case.lost[0]:,} then, {now:,} now): there is no rise to explain.",
    )


def searches_loaded(case: Case) -> Premise:
    """Whether searches of every month compared are loaded."""
    return Premise(
        "Searches are loaded, as whole months, for all the months compared",
        case.searches is not None,
        "",
        "Searches of the months compared are not all loaded, as whole months: that police found it does not say that more policing "
        "explains it. Load searches.",
    )


def searches_rose(case: Case) -> Premise:
    """Whether weapon searches are up by more than chance."""
    name = "Weapon searches rose beyond chance"
    if case.searches is None:
        return Premise(name, None, "", "")
    counts = _beside((case.searches["then"].every, case.searches["now"].every))
    rose = case.searched and is_rise(case.searched, dispersion=case.dispersion.searches)
    return Premise(
        name,
        bool(rose),
        counts,
        f"Weapon searches did not rise beyond chance ({counts}): more searching cannot be the reason.",
    )


def searching_accounts(case: Case) -> Premise:
    """Whether more searching accounts for four fifths of the rise, its interval above half, and for more than none whatever the unknown are."""
    name = "More searching accounts for at least four fifths of the rise"
    sides = [case.explained(split) for split in case.sides]
    likely = case.explained(case.dealt_out)
    if likely is None or case.dealt_out is None or case.dealt_out.change <= 0:
        return Premise(
            name, None, "", "How much of the rise more searching accounts for cannot be worked out."
        )
    asked = [case.explained(split) for split in case.asked]
    enough = all(share is not None and share.share >= ENOUGH for share in asked)
    some = _above(likely, MOST_OF_IT) and all(_above(share, 0) for share in sides)
    bounds = [share.share for share in sides if share is not None]
    evidence = f"{explained_words(likely)}; {min(bounds):.0%} to {max(bounds):.0%} with the unknown on either side"
    short = (
        "less than four fifths"
        if likely.share < ENOUGH
        else "too open with the unknown on either side"
        if not enough
        else "its interval does not lie above half of it"
        if not _above(likely, MOST_OF_IT)
        else "with the unknown on one side its interval does not exclude none of it"
    )
    return Premise(
        name, enough and some, evidence, f"More searching accounts for {evidence}: {short}."
    )


def _above(share: ExplainedShare | None, limit: float) -> bool:
    """Whether the whole interval lies above a limit."""
    return share is not None and share.low is not None and share.low > limit


def finds_as_often(case: Case) -> Premise:
    """Whether a search finds no more often than it did: by possession found for each search, and by what searches say of themselves."""
    name = "Searches find no more often than they did, and half as often again is ruled out"
    if case.searches is None or case.searched is None:
        return Premise(name, None, "", "How often a search finds is not known.")
    then, now = case.searches["then"], case.searches["now"]
    if not results_alike(then, now):
        return Premise(
            name,
            None,
            "",
            f"How often a search finds is not known: the result is given of {_share(then)} of searches then and {_share(now)} now.",
        )
    spread = case.dispersion.possession
    rates = [
        ((then.finds, now.finds), (then.known, now.known), 1.0),
        *((split.by_search, case.searched, spread) for split in case.asked),
    ]
    evidence = f"{_per_100(then)} finds in 100 searches then, {_per_100(now)} now"
    if case.dealt_out is not None:
        for_each = [
            100 * finds / searches
            for finds, searches in zip(case.dealt_out.by_search, case.searched, strict=True)
        ]
        evidence += f"; possession found for 100: {for_each[0]:.0f} then, {for_each[1]:.0f} now"
    level = CHANCE_P / 2  # two measures of one thing (Bonferroni)
    if any(is_rise(counts, of, dispersion=wide, level=level) for counts, of, wide in rates):
        return Premise(
            name,
            False,
            evidence,
            f"Weapon searches found clearly more often than before ({evidence}): more knives may be carried.",
        )
    highs = [exposure_ratio(counts, of, dispersion=wide).high for counts, of, wide in rates]
    ruled_out = all(high is not None and high < WORST_RISE for high in highs)
    return Premise(
        name,
        ruled_out,
        evidence,
        f"Searches found too little ({evidence}) to rule out that they find half as often again.",
    )


def rest_did_not_rise(case: Case) -> Premise:
    """Whether possession that no search found is not up by more than chance, with the unknown as case.asked has them."""
    spread = case.dispersion.possession
    least = [case.totals[at] - case.by_search[at] - case.unknown[at] for at in (0, 1)]
    evidence = _beside((least[0], least[1])) + (
        f", or {_beside(case.sides[1].otherwise)} with all of unknown origin"
        if any(case.unknown)
        else ""
    )
    return Premise(
        "Possession not found by searching did not rise beyond chance",
        not any(is_rise(split.otherwise, dispersion=spread) for split in case.asked),
        evidence,
        f"Possession not found by searching may have risen by more than chance ({evidence}): more knives may be carried.",
    )


def violence_did_not_rise(case: Case) -> Premise:
    """Whether reported knife violence is not up, and a rise by half is ruled out, its unknown on the later side unless few and alike."""
    name = "Reported knife violence did not rise, and a rise by half is ruled out"
    least, most = case.reported
    counts = _beside(least)
    if violence_rose(case):
        return Premise(
            name,
            False,
            counts,
            f"Reported knife violence rose from at most {most[0]:,} to at least {least[1]:,}, more than chance explains.",
        )
    unknown = (most[0] - least[0], most[1] - least[1])
    now = least[1] if few_and_alike(most, unknown) else most[1]
    worst = exposure_ratio((least[0], now), dispersion=case.dispersion.violence).high
    if worst is None or worst >= WORST_RISE:
        return Premise(
            name,
            False,
            counts,
            "Reported knife violence is too rare, or too often of unknown origin, to rule out that it rose by half.",
        )
    return Premise(
        name, True, f"{counts}: a rise of more than {max(worst - 1, 0):.0%} is ruled out", ""
    )


def violence_rose(case: Case) -> bool:
    """Whether reported knife violence is up by more than chance, all of its unknown on the earlier side."""
    least, most = case.reported
    return is_rise((most[0], least[1]), dispersion=case.dispersion.violence)


def explained_words(share: ExplainedShare) -> str:
    """“96% of the rise (61% to 140%)”."""
    limits = (
        "" if share.low is None or share.high is None else f" ({share.low:.0%} to {share.high:.0%})"
    )
    return f"{share.share:.0%} of the rise{limits}"


def possession_p(case: Case) -> float:
    """Two-sided p (float) that possession is the same then and now."""
    return exposure_p(case.totals, dispersion=case.dispersion.possession)


def _beside(counts: Pair) -> str:
    return f"{counts[0]:,.0f} then, {counts[1]:,.0f} now"


def _per_100(count: SearchCount) -> str:
    return f"{100 * count.finds / count.known:.0f}" if count.known else "none"


def _share(count: SearchCount) -> str:
    return f"{count.known / count.every:.0%}" if count.every else "none"
