"""What a verdict on an operation rests on: each premise holds, does not, or is not known, with its figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.core.selection import months_in_words
from geo.operations.design import FURTHEST_BACK, MOST_OUT_OF_STEP, MonthsCompared
from geo.operations.displacement import Elsewhere
from geo.operations.nothing_done import CHANCE_REACH, FourCounts, Reference
from geo.operations.one_point import OnePoint
from geo.operations.overlaps import Company

Held = Literal["holds", "does not hold", "not known"]
MARKS: dict[Held, str] = {"holds": "✓", "does not hold": "✗", "not known": "not known"}
ONE_SIDED = 1.644854  # of a normal score, 5 % on one side
MOST_OF_IT = 0.5  # of a change, from which one point is said to make it
FEWEST_KNOWN = 21  # of the 24 months before, from which a spike of up to a year is seen


@dataclass(frozen=True)
class Premise:
    """name as a statement that may be true, whether it holds, and the figures behind that."""

    name: str
    held: Held
    detail: str

    def describe(self) -> str:
        """Returns the premise as one line (str): its mark, its name, its figures."""
        return f"{MARKS[self.held]} · {self.name}. {self.detail}".strip()


@dataclass(frozen=True)
class Past:
    """How much of the two years before an operation is known: a spike it was chosen by shows only in a past longer than the spike.

    months    received within the 24 before
    chosen_of wards it might have been picked from
    high      upper limit of the ratio (one-sided 95 %), had the ward been picked as the one of them that had risen most within a year;
              None where the past is long enough for that to be seen
    """

    months: int
    chosen_of: int
    high: float | None = None

    @property
    def short(self) -> bool:
        return self.months < FEWEST_KNOWN

    @property
    def outlasts(self) -> bool:
        """Whether a fall would stand even if the operation had been chosen by a spike nobody can see."""
        return not self.short or (self.high is not None and self.high < 1)


@dataclass(frozen=True)
class WhatHappens:
    """The change beside what happens where nothing is done.

    ratio      after over expected, by the level of up to 24 months before; None where nothing was expected
    low, high  every ratio that the reference does not rule out
    """

    ratio: float | None
    low: float
    high: float
    reference: Reference


def past(four: FourCounts, reference: Reference | None, months: int, chosen_of: int) -> Past:
    """Whether the past is long enough to see a spike, and if not, whether a fall outlasts the worst that might be hidden.

    four       counts of the area and its comparison
    reference  how far scores reach where nothing is done; None for chance alone
    months     received within the 24 before the start
    chosen_of  wards it might have been picked from

    The ward that rose most of N from one period to the next stands, by chance alone, about z(1 − 1/N)/√2 standard errors too high
    in the later one; its level before is lowered by so much. Returns a Past.

    Source: regression to the mean under selection, Hauer (1997, chapter 11); mean of the greatest of N normal scores as Blom (1958).
    """
    from scipy.special import ndtri

    if months >= FEWEST_KNOWN or not four.expected > 0:
        return Past(months, chosen_of)
    spread = reference.spread if reference else 1.0
    too_high = float(ndtri(1 - 1 / max(chosen_of, 2))) / np.sqrt(2)
    lowered = float(np.exp(-too_high * np.sqrt(spread / max(float(four.area_before), 0.5))))
    fall = (reference.fall if reference else CHANCE_REACH) * ONE_SIDED / CHANCE_REACH
    reach = Reference(fall, fall, 0, 0, 0.0)
    calmer = FourCounts(
        four.area_before * lowered, four.area_after, four.beside_before, four.beside_after
    )
    return Past(months, chosen_of, calmer.limits(reach)[2])


def written_first(registered: bool | None) -> Premise:
    """The comparison was frozen before its outcome was read, once; None where nobody says. Source: this project."""
    held: Held = "not known" if registered is None else "holds" if registered else "does not hold"
    detail = {
        "holds": "The rule, the wards and the months were stored first.",
        "does not hold": "It was frozen again after its outcome could be read.",
        "not known": "",
    }
    return Premise("The comparison was frozen before its outcome was read", held, detail[held])


def alone(met: Company | None) -> Premise:
    """No other work went on in the same wards. Source: this project."""
    name = "No other work went on in its wards"
    if met is None:
        return Premise(name, "not known", "Nobody said what other work there was.")
    parts = [
        f"{work} ({months_in_words(months)})"
        for work, months in {**met.before, **met.during}.items()
    ]
    if parts:
        return Premise(name, "does not hold", f"{', '.join(parts)}.")
    if met.undated:
        return Premise(
            name, "not known", f"When it went on is not written down: {', '.join(met.undated)}."
        )
    return Premise(name, "holds", "By the register.")


def beyond_nothing(change: WhatHappens | None) -> Premise:
    """The limits were widened to what happens in other wards where nothing is done. Source: nothing_done."""
    name = "It is held against what happens where nothing is done"
    if change is None:
        return Premise(
            name, "not known", "Too few other wards, or too short a past, to learn it from."
        )
    made_of = change.reference
    return Premise(
        name,
        "holds",
        f"{made_of.windows:,} made-up starts in {made_of.wards} other wards: by the level of all months before it is "
        f"{_share(change.ratio)} ({_share(change.low)} to {_share(change.high)}).",
    )


def not_on_a_spike(known: Past | None, spiked: str, *, outlasts_spike: bool) -> Premise:
    """The start did not follow a spike after which a fall was to be expected, or the fall outlasts it. Source: past."""
    name = "It was not chosen after a spike, or the change outlasts that"
    if spiked:
        return Premise(name, "holds" if outlasts_spike else "does not hold", spiked)
    if known is None:
        return Premise(name, "not known", "")
    if known.short:
        return Premise(
            name,
            "not known",
            f"{known.months} of the {FURTHEST_BACK} months before are known; {FEWEST_KNOWN - known.months} more would show "
            "a spike of up to a year.",
        )
    return Premise(
        name,
        "holds",
        f"{known.months} of the {FURTHEST_BACK} months before are known, and no spike of 3, 6 or 12.",
    )


def nothing_moved(around: Elsewhere | None, *, fell: bool) -> Premise:
    """What changed inside was not made good elsewhere: next door, in the comparison wards, or in the rest of the authority.

    Source: displacement.elsewhere.
    """
    name = "Inside and everywhere around it together went the same way"
    if around is None:
        return Premise(name, "not known", "No ward stands apart to hold the whole against.")
    net = around.net
    clear = net.high < 0 if fell else net.low > 0
    return Premise(
        name,
        "holds" if clear else "not known" if net.low <= 0 <= net.high else "does not hold",
        f"Net {net.value:+,.0f} offences ({net.low:+,.0f} to {net.high:+,.0f}, 86 %) in the area, next door, the comparison wards "
        "and the rest of the authority.".replace("-", "−"),
    )


def recorded_alike(
    within: tuple[float, float] | None, *, mixed: bool | None, fell: bool, clear: bool = True
) -> Premise:
    """No change of recording in one authority makes the change: it stands beside wards of its own authority.

    within  limits of the ratio beside the rest of its own authority; None where there is too little
    mixed   whether some comparison wards lie in another authority; None where nobody says
    clear   whether there is a change beyond chance to be held against it

    Source: this project.
    """
    name = "It is not one authority’s recording"
    if mixed is None:
        return Premise(name, "not known", "Nobody said which authority each ward lies in.")
    if not mixed:
        return Premise(name, "holds", "All comparison wards lie in the same authority.")
    if within is None:
        return Premise(name, "not known", "Its own authority holds too little beside it.")
    same = within[1] < 1 if fell else within[0] > 1
    return Premise(
        name,
        "holds" if same else "does not hold" if clear else "not known",
        f"Beside the rest of its own authority alone it is {_share(within[0])} to {_share(within[1])}.",
    )


def not_one_place(point: OnePoint | None, *, fell: bool, clear: bool) -> Premise:
    """No change of recording at one point makes the change: it is clear without the point that went furthest its way.

    point  None where nobody says at which points offences were recorded
    clear  whether there is a change beyond chance to be held against it

    Source: one_point.
    """
    name = "It is not one place’s recording"
    if not clear:
        return Premise(name, "not known", "There is no change beyond chance to be put down to one.")
    if point is None:
        return Premise(name, "not known", "Nobody said at which points it was recorded.")
    stands = point.high < 1 if fell else point.low > 1
    most = point.share >= MOST_OF_IT
    return Premise(
        name,
        "holds" if stands else "does not hold" if most else "not known",
        f"{point.place or 'The point that changed most'}: {point.before:,} before, {point.after:,} after, {_share(point.share)} of the "
        f"{'fall' if fell else 'rise'}; without it {_share(point.ratio)} ({_share(point.low)} to {_share(point.high)}).",
    )


def same_season(months: MonthsCompared) -> Premise:
    """Nearly every calendar month after is also among those before; what is missing is named. Source: months_compared."""
    name = "The same calendar months stand on both sides"
    details = []
    if months.out_of_step:
        details.append(
            f"None before is like {months_in_words(months.out_of_step)}; only the comparison wards speak for the season."
        )
    if months.gaps:
        details.append(f"Not compared in between: {months_in_words(months.gaps)}.")
    held: Held = "holds" if months.share_out_of_step <= MOST_OUT_OF_STEP else "does not hold"
    return Premise(name, held, " ".join(details))


def ran_alongside(known: bool | None) -> Premise:
    """The area and its comparison had run alongside. Source: placebo.pre_trend."""
    name = "Area and comparison ran alongside before"
    held: Held = "not known" if known is None else "holds" if known else "does not hold"
    return Premise(name, held, "" if known is not None else "Too few months or offences to see.")


def comparison_untouched(met: Collection[str]) -> Premise:
    """No comparison ward has work of its own, or adjoins such work. Source: this project."""
    name = "The comparison wards had no such work, nor next door"
    if met:
        return Premise(name, "does not hold", f"{', '.join(sorted(met))}.")
    return Premise(name, "holds", "")


def _share(value: float | None) -> str:
    if value is None:
        return "an unknown share"
    return f"{value:.0%}" if value < 10 else "ten times or more"
