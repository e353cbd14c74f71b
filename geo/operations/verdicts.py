"""What may be said of an operation, by rule: worked, made it worse, no sign, or cannot tell, each with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.change.missingness import RatioBounds
from geo.change.rate_ratio import RatioChange
from geo.core.selection import months_in_words
from geo.operations.displacement import DisplacementDifference
from geo.operations.placebo import Spike
from geo.operations.power import CouldShow

Word = Literal["worked", "made it worse", "no sign", "cannot tell"]
NextDoor = Literal[
    "moved next door", "improved next door too", "no sign that offences moved", "cannot tell"
]
WORTHWHILE = 0.5  # a fall by half; “no sign” is said only where such a fall, and a doubling, can be ruled out
WHOLE_WANTED = "Those months whole, or the word of whoever sent them that they are."
PLACES_WANTED = "The places of the offences that have none, or months in which as many have one."
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


@dataclass(frozen=True)
class Verdict:
    """The word, one sentence with its figures, what became of next door, and what would be needed to tell ("" where it is told)."""

    word: Word
    sentence: str
    next_door: NextDoor | None
    needed: str


def verdict(evidence: Evidence) -> Verdict:
    """The verdict on an operation, by a rule that looks at the figures alone.

    evidence  counts in offences (int), ratios without unit (float)

    *Worked*: the interval lies below 1. *Made it worse*: above 1. *No sign*: it holds 1, and leaves out both a fall by half
    and a doubling. *Cannot tell*: anything else, and also where the outcome counts the activity itself, nothing was
    recorded, the areas had not run alongside, the fall does not outlast leaving out a spike it began on, what went
    inside came up next door, or the share without a place differs and the word is not the same at both of its bounds,
    or the word is not the same without months that hold far fewer rows than usual.

    Returns a Verdict. Source: this project's rule, from the limits of rate_change.
    """
    change = evidence.change
    next_door = _next_door(evidence.ring, evidence.ring_bounds)
    if evidence.thin and next_door != _next_door(evidence.ring_without_thin, evidence.ring_bounds):
        next_door = "cannot tell"
    doubt = _doubt(evidence)
    if doubt:
        return Verdict("cannot tell", doubt[0], next_door, doubt[1])
    if evidence.bounds is not None and _word(change) not in (
        "cannot tell",
        _same_word(evidence.bounds),
    ):
        return Verdict(
            "cannot tell", _unplaced(evidence, evidence.bounds), next_door, PLACES_WANTED
        )
    if evidence.thin and _word(change) not in ("cannot tell", _word_without_thin(evidence)):
        return Verdict("cannot tell", _thin(evidence), next_door, WHOLE_WANTED)
    if change.high < 1:
        return Verdict("worked", f"It worked: {_figures(evidence)}.", next_door, "")
    if change.low > 1:
        return Verdict("made it worse", f"It got worse: {_figures(evidence)}.", next_door, "")
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
    clear = change.high < 1 or change.low > 1
    if alongside is not None and alongside.p < APART_P:
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


def _clear_without(evidence: Evidence) -> bool:
    return evidence.without_spike is not None and evidence.without_spike.high < 1


def _word(change: RatioChange) -> Word:
    """What the interval alone says."""
    if change.high < 1:
        return "worked"
    if change.low > 1:
        return "made it worse"
    return "no sign" if change.low > WORTHWHILE and change.high < 1 / WORTHWHILE else "cannot tell"


def _same_word(bounds: RatioBounds) -> Word:
    """What the interval says at both bounds; “cannot tell” where that is not the same."""
    lowest, highest = _word(bounds.lowest), _word(bounds.highest)
    return lowest if lowest == highest else "cannot tell"


def _word_without_thin(evidence: Evidence) -> Word:
    return "cannot tell" if evidence.without_thin is None else _word(evidence.without_thin)


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
    if bounds is not None and _word(ring) != _same_word(bounds):
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
