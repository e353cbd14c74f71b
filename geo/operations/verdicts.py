"""What may be said of an operation, by rule, with its figures and its premises.

*Fell here beside its comparison* says what was seen; *worked* is kept for a fall all of whose premises hold, by a rule written
down before the outcome was read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from geo.change.missingness import RatioBounds
from geo.change.rate_ratio import RatioChange
from geo.core.selection import months_in_words
from geo.operations import premises
from geo.operations.design import FEWEST_MONTHS, FURTHEST_BACK, MonthsCompared
from geo.operations.displacement import DisplacementDifference, Elsewhere
from geo.operations.one_point import OnePoint
from geo.operations.overlaps import Company
from geo.operations.placebo import Spike
from geo.operations.power import CouldShow
from geo.operations.premises import Past, Premise, WhatHappens

Word = Literal[
    "worked",
    "fell beside its comparison",
    "made it worse",
    "rose beside its comparison",
    "no sign",
    "cannot tell which",
    "cannot tell",
]
NextDoor = Literal[
    "moved next door", "improved next door too", "no sign that offences moved", "cannot tell"
]
Direction = Literal["fell", "rose", "no sign", "cannot tell"]
WORTHWHILE = 0.5  # a fall by half; “no sign” is said only where such a fall, and a doubling, can be ruled out
WHOLE_WANTED = "Those months whole, or the word of whoever sent them that they are."
PLACES_WANTED = "The places of the offences that have none, or months in which as many have one."
AS_IT_SHOULD = MonthsCompared()
APART_P = 0.05  # p below which the areas did not run alongside before


@dataclass(frozen=True)
class Evidence:
    """Everything the rule looks at. None where it could not be worked out.

    before, after        offences in the operation area, in months_before and months_after months
    change               difference in differences
    without_spike        the same without the months of the spike the operation began on; None where there was none
    alongside            trends before, area over comparison, a year
    ring                 difference in differences of the buffer; None where there is no buffer
    offences             weighted displacement difference, in offences over the period after
    bounds, ring_bounds  both differences in differences at both bounds of what could not be placed; None where the share without a
                         place did not differ between before and after
    thin                 months of either period that are low; without_thin, ring_without_thin the changes without them, None where
                         nothing is left to compare
    happens              the change beside what happens where nothing is done; None where too little is there to learn it from
    past                 how much of the two years before is known
    around               net effect with next door, comparison wards and the rest of the authority
    within, mixed        limits beside the rest of its own authority; whether comparison wards lie in another
    company              other work in its own wards; without_company the change without its months, None where too little is left
    busy                 comparison wards that have, or adjoin, work of their own
    registered           frozen once, before its outcome was read
    months               what may be wrong with the months compared
    point                the map point that went furthest the way of the change, and the change without it
    """

    before: int
    after: int
    could: CouldShow
    change: RatioChange
    offences: DisplacementDifference
    alongside: RatioChange | None = None
    spike: Spike | None = None
    without_spike: RatioChange | None = None
    ring: RatioChange | None = None
    counts_activity: bool = False
    months_before: int = 12
    months_after: int = 12
    bounds: RatioBounds | None = None
    ring_bounds: RatioBounds | None = None
    thin: tuple[date, ...] = ()
    without_thin: RatioChange | None = None
    ring_without_thin: RatioChange | None = None
    happens: WhatHappens | None = None
    past: Past | None = None
    around: Elsewhere | None = None
    within: tuple[float, float] | None = None
    mixed: bool | None = None
    company: Company | None = None
    without_company: RatioChange | None = None
    busy: Collection[str] = ()
    registered: bool | None = None
    months: MonthsCompared = AS_IT_SHOULD
    point: OnePoint | None = None


@dataclass(frozen=True)
class Verdict:
    """The word, one sentence with its figures, what became of next door, what would be needed to tell ("" where it is told), and
    what the word rests on, each premise with whether it holds."""

    word: Word
    sentence: str
    next_door: NextDoor | None
    needed: str
    premises: tuple[Premise, ...] = ()


def widest(change: RatioChange, happens: WhatHappens | None) -> RatioChange:
    """The change with the wider limits of the model and of what happens where nothing is done (ratios without unit).

    Returns a RatioChange. Source: this project's rule.
    """
    if happens is None:
        return change
    return replace(change, low=min(change.low, happens.low), high=max(change.high, happens.high))


def verdict(evidence: Evidence) -> Verdict:
    """The verdict on an operation, by a rule that looks at the figures alone.

    evidence  counts in offences (int), ratios without unit (float)

    The interval is the wider of the model's and of what happens where nothing is done. *Fell beside its comparison*: it lies
    below 1. *Worked*: it does, and every premise holds. *Rose beside its comparison* and *made it worse*: the same above 1.
    *No sign*: it holds 1, and leaves out both a fall by half and a doubling. *Cannot tell which*: other work went on in the same
    wards. *Cannot tell*: anything else, and also where the outcome counts the activity itself, nothing was recorded, months lie
    too far back, the areas had not run alongside, a fall does not outlast leaving out a spike it began on or the past is too
    short to see one, it does not stand within its own authority, what went inside came up next door, or the share without a
    place differs and the word is not the same at both of its bounds, or the word is not the same without months that hold far
    fewer rows than usual.

    Returns a Verdict. Source: this project's rule, from the limits of rate_change and nothing_done.
    """
    evidence = replace(evidence, change=widest(evidence.change, evidence.happens))
    return replace(_judged(evidence), premises=_premises(evidence))


def _judged(evidence: Evidence) -> Verdict:
    change = evidence.change
    next_door = _next_door(evidence.ring, evidence.ring_bounds)
    if evidence.thin and next_door != _next_door(evidence.ring_without_thin, evidence.ring_bounds):
        next_door = "cannot tell"
    if which := _which(evidence):
        return Verdict("cannot tell which", which[0], next_door, which[1])
    doubt = _doubt(evidence)
    if doubt:
        return Verdict("cannot tell", doubt[0], next_door, doubt[1])
    if evidence.bounds is not None and _direction(change) not in (
        "cannot tell",
        _same_word(evidence.bounds),
    ):
        return Verdict(
            "cannot tell", _unplaced(evidence, evidence.bounds), next_door, PLACES_WANTED
        )
    if evidence.thin and _direction(change) not in ("cannot tell", _word_without_thin(evidence)):
        return Verdict("cannot tell", _thin(evidence), next_door, WHOLE_WANTED)
    if change.high < 1 or change.low > 1:
        return _clear(evidence, next_door)
    if change.low > WORTHWHILE and change.high < 1 / WORTHWHILE:
        return Verdict(
            "no sign",
            f"There is no sign that it changed anything: {_figures(evidence)}, which rules out a fall by more "
            f"than {1 - change.low:.0%}.",
            next_door,
            "",
        )
    return Verdict(
        "cannot tell",
        f"We cannot tell: {_figures(evidence)}, which holds both no change and a change that would matter.",
        next_door,
        _more(evidence),
    )


def _clear(evidence: Evidence, next_door: NextDoor | None) -> Verdict:
    """A change beyond chance: the operation's doing only where every premise holds."""
    fell = evidence.change.high < 1
    open_ = [premise.name for premise in _premises(evidence) if premise.held != "holds"]
    if not open_:
        sentence = "It worked" if fell else "It got worse"
        return Verdict(
            "worked" if fell else "made it worse",
            f"{sentence}: {_figures(evidence)}.",
            next_door,
            "",
        )
    word: Word = "fell beside its comparison" if fell else "rose beside its comparison"
    sentence = (
        "It fell here beside its comparison" if fell else "It rose here beside its comparison"
    )
    return Verdict(
        word,
        f"{sentence}: {_figures(evidence)}. Whether the operation did it is not shown: {_lowered(open_)}.",
        next_door,
        "",
    )


def _lowered(names: list[str]) -> str:
    """Premises that do not hold, in a sentence."""
    number = (
        f"{len(names)} premises do not hold or are not known"
        if len(names) > 1
        else ("one premise does not hold or is not known")
    )
    quoted = "; ".join(f"“{name[:1].lower()}{name[1:]}”" for name in names)
    return f"{number} ({quoted})"


def _premises(evidence: Evidence) -> tuple[Premise, ...]:
    """Everything the word rests on, in the order of the page."""
    fell = evidence.change.low <= 1 and (evidence.change.ratio or 0) <= 1
    clear = evidence.change.high < 1 or evidence.change.low > 1
    apart, spike = _apart_before(evidence), evidence.spike
    spiked = (
        f"{spike.recent} offences in the {spike.months} months before, where {spike.expected:.0f} were usual."
        if spike is not None and spike.warns and fell
        else ""
    )
    return (
        premises.written_first(evidence.registered),
        premises.alone(evidence.company),
        premises.comparison_untouched(evidence.busy),
        premises.ran_alongside(None if apart is None else not apart),
        premises.beyond_nothing(evidence.happens),
        premises.not_on_a_spike(evidence.past, spiked, outlasts_spike=_clear_without(evidence)),
        premises.nothing_moved(evidence.around, fell=fell),
        premises.recorded_alike(evidence.within, mixed=evidence.mixed, fell=fell, clear=clear),
        premises.not_one_place(evidence.point, fell=fell, clear=clear),
        premises.same_season(evidence.months),
    )


def _which(evidence: Evidence) -> tuple[str, str] | None:
    """Why nobody can say which work did it, and what would be needed; None where the operation was alone, or its own months tell."""
    met = evidence.company
    if met is None or not (met.during or met.before):
        return None
    if not met.during and evidence.without_company is not None:
        beside = evidence.without_company
        if _direction(beside) == _direction(evidence.change):
            return None
    work = {**met.before, **met.during}
    names = ", ".join(f"{name} ({months_in_words(months)})" for name, months in work.items())
    return (
        f"We cannot tell which: {names} went on in the same wards; {_figures(evidence)}, whichever of them made it.",
        f"At least {FEWEST_MONTHS} months after in which this operation was alone there, and months before without the other.",
    )


def could_show_in_words(could: CouldShow) -> str:
    """The smallest change that could show, in one sentence with its counts (offences).

    could  from geo.operations.power.could_show

    Returns a str. Source: the figures of CouldShow.
    """
    usual = f"{could.before:,}"
    if abs(could.expected - could.before) >= 0.5:
        usual = f"{could.expected:,.0f} expected (from {could.before:,} before)"
    if could.fall_to is None:
        return f"No fall could show here: from {usual}, not even 0 would be a sign. A fall by half would be found {_times(could.halved)}."
    return f"A fall from {usual} to about {could.fall_to:,} could show here. A fall by half would be found {_times(could.halved)}."


def _doubt(evidence: Evidence) -> tuple[str, str] | None:
    """Why the interval must not be taken at its word, and what would be needed; None where nothing speaks against it."""
    change, alongside, spike = evidence.change, evidence.alongside, evidence.spike
    if evidence.counts_activity:
        return (
            "We cannot tell: this outcome counts what the operation itself does, so it rises with the work and not with the problem.",
            "Judge it by reported violence, robbery or knife-enabled violence.",
        )
    if change.ratio is None:
        return (
            f"We cannot tell: {evidence.before} offences before and {evidence.after} after, with too few beside them to compare.",
            "A wider area, a longer period or more offence types.",
        )
    if evidence.months.too_far:
        far = evidence.months.too_far
        return (
            f"We cannot tell: it is compared with {months_in_words(far)}, more than {FURTHEST_BACK} months before it.",
            f"Months within {FURTHEST_BACK} of its start; then choose the comparison anew.",
        )
    clear = change.high < 1 or change.low > 1
    if alongside is not None and _apart_before(evidence):
        return (
            f"We cannot tell: before it began the area’s counts were already moving apart from the comparison’s, by "
            f"{_ratio(alongside)} a year; {_figures(evidence)}.",
            "Comparison wards whose counts ran alongside before.",
        )
    if (
        clear
        and change.high < 1
        and spike is not None
        and spike.warns
        and not _clear_without(evidence)
    ):
        return (
            f"We cannot tell: it began on a spike of {spike.recent} offences in {spike.months} months where {spike.expected:.0f} were "
            f"usual, after which a fall was to be expected; {_figures(evidence)}.",
            "More months after, or a start not set by a spike.",
        )
    if clear and change.high < 1 and evidence.past is not None and not evidence.past.outlasts:
        known = evidence.past
        return (
            f"We cannot tell: only {known.months} of the {FURTHEST_BACK} months before it are known, too few to see whether it was chosen "
            f"after a spike; picked for that from {known.chosen_of} wards, it might have fallen so far by itself; "
            f"{_figures(evidence)}.",
            f"{premises.FEWEST_KNOWN - known.months} more months before it.",
        )
    fell_alone = premises.recorded_alike(
        evidence.within, mixed=evidence.mixed, fell=change.high < 1, clear=clear
    )
    if clear and fell_alone.held == "does not hold":
        return (
            f"We cannot tell: its comparison lies partly in another authority, and beside the rest of its own the change is not clear, "
            f"as where one authority records otherwise; {_figures(evidence)}.",
            "Comparison wards of its own authority.",
        )
    total = evidence.offences.total
    if (
        clear
        and change.high < 1
        and evidence.ring is not None
        and evidence.ring.low > 1
        and total.high >= 0
    ):
        return (
            f"We cannot tell: offences fell inside and rose next door, in all by {total.value:+.0f} ({total.low:+.0f} to "
            f"{total.high:+.0f}); {_figures(evidence)}.",
            "More months, to see whether less happens in both together.",
        )
    return None


def ran_apart(alongside: RatioChange, spread: float = 1.0) -> bool:
    """Whether trends before differ beyond what counts that vary as these do would show by themselves (p < 0.05).

    alongside  trends before, from a Poisson or negative-binomial regression; the limits of the first are widened
    spread     variance over mean of such wards where nothing is done; where its own dispersion is greater that is used

    Source: quasi-Poisson, McCullagh and Nelder (1989).
    """
    if alongside.p >= APART_P or alongside.method != "Poisson":
        return alongside.p < APART_P
    from scipy.special import ndtr, ndtri

    wider = max(alongside.dispersion or 1.0, spread)
    score = float(ndtri(max(alongside.p, 1e-300) / 2)) / wider**0.5
    return 2 * float(ndtr(score)) < APART_P


def _apart_before(evidence: Evidence) -> bool | None:
    """Whether area and comparison ran apart before; None where it could not be tried."""
    if evidence.alongside is None:
        return None
    spread = evidence.happens.reference.spread if evidence.happens else 1.0
    return ran_apart(evidence.alongside, spread)


def _clear_without(evidence: Evidence) -> bool:
    return evidence.without_spike is not None and evidence.without_spike.high < 1


def _direction(change: RatioChange) -> Direction:
    """What the interval alone says."""
    if change.high < 1:
        return "fell"
    if change.low > 1:
        return "rose"
    return "no sign" if change.low > WORTHWHILE and change.high < 1 / WORTHWHILE else "cannot tell"


def _same_word(bounds: RatioBounds) -> Direction:
    """What the interval says at both bounds; “cannot tell” where that is not the same."""
    lowest, highest = _direction(bounds.lowest), _direction(bounds.highest)
    return lowest if lowest == highest else "cannot tell"


def _word_without_thin(evidence: Evidence) -> Direction:
    return "cannot tell" if evidence.without_thin is None else _direction(evidence.without_thin)


def _thin(evidence: Evidence) -> str:
    without = (
        "nothing is left to compare"
        if evidence.without_thin is None
        else f"it is {_ratio(evidence.without_thin)}"
    )
    verb = "holds" if len(evidence.thin) == 1 else "hold"
    return (
        f"We cannot tell: {months_in_words(evidence.thin)} {verb} far fewer rows than usual; {_figures(evidence)}. Without "
        f"{'it' if len(evidence.thin) == 1 else 'them'}, {without}."
    )


def _unplaced(evidence: Evidence, bounds: RatioBounds) -> str:
    missing = bounds.missing
    return (
        f"We cannot tell: {missing.share_then:.0%} of offences had no place before and {missing.share_now:.0%} after, more of a difference "
        f"than chance makes; {_figures(evidence)}. Were each ward to hold from none to twice its share of those without a place, it would "
        f"be anything from {_middle(bounds.lowest)} to {_middle(bounds.highest)}."
    )


def _middle(change: RatioChange) -> str:
    return "an unknown share" if change.ratio is None else f"{change.ratio:.0%}"


def _next_door(ring: RatioChange | None, bounds: RatioBounds | None) -> NextDoor | None:
    if ring is None:
        return None
    if bounds is not None and _direction(ring) != _same_word(bounds):
        return "cannot tell"
    if ring.low > 1:
        return "moved next door"
    if ring.high < 1:
        return "improved next door too"
    return (
        "no sign that offences moved"
        if ring.high < 1 / WORTHWHILE and ring.low > WORTHWHILE
        else "cannot tell"
    )


def _more(evidence: Evidence) -> str:
    """What would be needed to tell a fall by half from none."""
    needed, before = evidence.could.needed, evidence.before
    if needed is None or before == 0:
        return "Offences to compare with: a wider area or more offence types."
    if needed <= before:
        return "More months after: the counts vary from month to month by more than chance alone."
    months = needed / before * evidence.months_before
    return (
        f"About {needed} offences before would be needed to find a fall by half; at {before} in {evidence.months_before} months that "
        f"is some {months:.0f} months, or a wider area."
    )


def _figures(evidence: Evidence) -> str:
    """What was counted and what it comes to beside the comparison; a ratio as a percentage of what was to be expected."""
    return (
        f"{evidence.before:,} offences in {evidence.months_before} months before and {evidence.after:,} in {evidence.months_after} "
        f"after, {_ratio(evidence.change)} of what the comparison areas lead us to expect"
    )


def _ratio(change: RatioChange) -> str:
    if change.ratio is None:
        return "an unknown share"
    high = f"{change.high:.0%}" if change.high < 10 else "ten times or more"
    return f"{change.ratio:.0%} ({change.low:.0%} to {high})"


def _times(chance: float) -> str:
    """A chance as people say it."""
    tenths = round(chance * 10)
    return {0: "hardly ever", 10: "nearly always"}.get(tenths, f"about {tenths} times in 10")
