"""Phrases of an evaluation, read from top to bottom: could we tell, what we compare, what changed, next door, the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from geo.change.rate_ratio import RatioChange
from geo.core.area import in_words
from geo.core.selection import months_in_words, span_in_words
from geo.core.vintage_words import vintage_words
from geo.operations.design import Design, Frozen
from geo.operations.displacement import DisplacementDifference, DisplacementQuotient, Elsewhere
from geo.operations.evaluation import Evaluation
from geo.operations.placebo import Spike
from geo.operations.power import CouldShow
from geo.operations.premises import WhatHappens
from geo.operations.verdicts import NextDoor
from ui.text.figures import LOAD_SOME, NO_STREET_CRIME, count, day, listed, p_value
from ui.text.operations import place_named

FEATURES = {
    "density": "residents per km²",
    "young": "share aged 14–25",
    "deprivation": "deprivation",
}
NOTHING_TO_JUDGE_BY = (NO_STREET_CRIME, "There is nothing to judge an operation by.", LOAD_SOME, "")
LATER_MONTHS = "Months received since it was frozen were taken in; the wards are the same."
FAR_ABOVE = 10  # times what was expected; beyond it a limit is not spelt out
COULD, COMPARED, CHANGED = "1 · Could we tell?", "2 · What we compare", "3 · What changed"
NEXT_DOOR, VERDICT = "4 · Did it move next door?", "5 · Verdict"
BEFORE_FREEZE = "Nothing after the start has been read yet. It is read once these wards are frozen."
FREEZE, CHOOSE_OTHERS = "Freeze this comparison and evaluate", "Compare with other wards"
FREEZE_ELSEWHERE = "It is frozen, and the operation evaluated, on the machine that keeps the store."
OTHER_WARDS, OTHER_REASON, KEEP_OTHERS = (
    "Wards to compare with",
    "Why these wards",
    "Freeze these wards",
)
RULE_AGAIN, GROW = "Choose again by the rule", "Take in the months received since"
CHANGE_RECORDED = "The comparison that stands now, and this reason, stay in the history."
ACTIVITY = (
    "Recorded possession is found by searching, so it counts the operation's own work: it is shown as activity and judges nothing. "
    "This warning is kept with the comparison."
)
PREMISES = "What this rests on"
NOTHING_TO_LEARN = (
    "Too few other wards, or too short a past, to learn what happens where nothing is done."
)
NOBODY_APART = (
    "No wards of another authority stand apart, so nothing is said of the whole around it."
)
NO_RING = "No ward next door is free of other work and has others like it, so nothing is said of offences moving."
REGRESSION = (
    "When work begins because a count was high, the next count is usually lower whatever is done: that is regression to "
    "the mean, and no effect."
)
DETAILS = "Checks, leaving one thing out at a time, and the frozen hash"
PLACEBO_MEANS = "About one made-up start in twenty shows a change by chance."
NOT_RECORDED = (
    "Dosage: not recorded. Without it nobody can say how much of the operation took place."
)
DOSAGE_ROW, OUTCOME_ROW = "Dosage by week", "Offences a month"
EXPECTED, USUAL = "as the comparison wards went", "usual before the start"
ONLY_BEFORE = (
    "Map and line show the months before the start alone, since the comparison is not frozen yet."
)
EFFECT_AXIS = (
    "Offences after, as a multiple of what the comparison wards lead us to expect (log scale)"
)
NO_EFFECTS = "No operation has been evaluated by this outcome yet."
EVALUATE_ALL = "Freeze and evaluate all that can be"
EFFECTS_MEAN = (
    "Left of the line fewer offences than expected, right of it more. An interval that crosses the line cannot rule out no "
    "change."
)
RATIO_COLUMNS = {
    "what": "Left out",
    "month": "Made-up start",
    "ratio": "Ratio",
    "low": "Low",
    "high": "High",
    "p": "p",
    "method": "Method",
}


def ratio(low: float, middle: float | None, high: float) -> str:
    """A ratio as a percentage with its interval: “57% (49% to 65%)”."""
    return (
        "an unknown share"
        if middle is None or pd.isna(middle)
        else f"{share(middle)} ({share(low)} to {share(high)})"
    )


def ring_note(metres: int) -> str:
    """Under the map of an operation area that was drawn."""
    return (
        f"Counted by the published points within the area drawn, not by ward. The line around it is {metres} metres away: between the "
        "two, offences are counted as next door. Published points are moved a little, so a small area is judged coarsely."
    )


def power(could: CouldShow) -> str:
    """How sure a fall would have to be to be found, and from how many offences on."""
    sentence = (
        f"A true fall to {could.found_fall_to} would be found 8 times in 10."
        if could.found_fall_to is not None
        else ""
    )
    if could.needed is None:
        return f"{sentence} No number of offences beside these would let a fall by half be found reliably.".strip()
    if could.needed > could.before:
        return f"{sentence} To find a fall by half 8 times in 10, about {could.needed} offences before would be needed.".strip()
    return sentence


def compared(design: Design, names: Mapping[str, str]) -> str:
    """What is set beside what: “… in A, January to December 2022 against …, beside B and C.”"""
    area, beside = (
        listed(place_named(place, names) for place in places)
        for places in (design.area, design.comparison)
    )
    return (
        f"{design.outcome.name} in {area}, {months_in_words(design.after)} "
        f"({count(len(design.after), 'month')}) against {months_in_words(design.before)} "
        f"({count(len(design.before), 'month')}), beside {beside}."
    )


def frozen_line(comparison: Frozen, *, first: bool = True) -> str:
    """When the comparison was frozen, whether before its outcome was read, and under which hash."""
    when = pd.Timestamp(comparison.frozen_at)
    read = (
        "before the outcome was read"
        if first
        else "not for the first time; the earlier ones and the reason are listed below"
    )
    return f"Frozen {day(when.date())} at {when:%H:%M} UTC, {read}. Hash {comparison.digest[:12]}."


def replaced_line(at: str, reason: str) -> str:
    """One earlier freeze, in the history of a comparison."""
    when = pd.Timestamp(at)
    return f"{day(when.date())} at {when:%H:%M} UTC: {reason or 'chosen by the rule'}"


def freezes(times: int) -> str:
    """Over the list of every freeze of one comparison."""
    return f"Frozen {times} times"


def needed(what: str) -> str:
    return f"To tell, this would be needed: {what[:1].lower()}{what[1:]}"


def full_hash(comparison: Frozen) -> str:
    return f"SHA-256 of the frozen design: {comparison.digest}"


def counted(evaluation: Evaluation) -> str:
    """The counts behind the change."""
    inside, beside = evaluation.counts["area"], evaluation.counts["comparison"]
    return f"Operation area: {inside[0]:,} before, {inside[1]:,} after. Comparison wards: {beside[0]:,} before, {beside[1]:,} after."


def changed(change: RatioChange) -> str:
    """The difference in differences as people say it, and by which method."""
    if change.ratio is None:
        return "There are too few offences to set one beside the other."
    fallback = (
        " A count is 0, so the logarithm of the ratio does not exist: the exact conditional test stands in."
        if change.method == "exact conditional test"
        else f" {change.method} regression over wards and months."
    )
    return f"{ratio(change.low, change.ratio, change.high)} of what the comparison wards lead us to expect ({p_value(change.p)}).{fallback}"


def in_offences(difference: DisplacementDifference) -> str:
    """The weighted displacement difference, in offences."""
    total = difference.total
    return (
        f"In offences over the period after (weighted displacement difference): {signed(difference.local)} in the area, standard error "
        f"{difference.local_error:,.0f}; with next door {signed(total.value)} ({signed(total.low)} to {signed(total.high)})."
    )


def signed(value: float) -> str:
    """A difference with its sign, a minus as long as a plus: “−293”."""
    return f"{value:+,.0f}".replace("-", "−")


def alongside(change: RatioChange | None) -> str:
    """The check that both went alongside before."""
    if change is None:
        return "Too few months or offences before to see whether the wards ran alongside."
    verdict = (
        "no sign that they moved apart"
        if change.low <= 1 <= change.high
        else "they were moving apart already"
    )
    return f"Before the start, the area's trend over the comparison's: {ratio(change.low, change.ratio, change.high)} a year, {verdict}."


def spike(rise: Spike | None) -> str:
    """Whether the start followed a spike, after which a fall is to be expected."""
    if rise is None:
        return "Too few months before the start to see whether it followed a spike."
    counts = f"{rise.recent} offences in the {rise.months} months before the start, where {rise.expected:.0f} were usual"
    return (
        f"The start followed a spike: {counts}. {REGRESSION}"
        if rise.warns
        else f"The start did not follow a spike: {counts}."
    )


def placebo_dates(table: pd.DataFrame) -> str:
    """How many made-up starts before the true one show a change."""
    if table.empty:
        return "Too few months before the start to try made-up dates."
    apart = int(((table["low"] > 1) | (table["high"] < 1)).sum())
    show = "shows" if apart == 1 else "show"
    return f"Of {count(len(table), 'made-up start')} before the true one, {apart} {show} a change. {PLACEBO_MEANS}"


def placebo_outcome(name: str, row: pd.Series) -> str:
    """An offence that the operation did not aim at."""
    return f"{name}, which it did not aim at: {ratio(row['low'], row['ratio'], row['high'])}."


def left_out(table: pd.DataFrame) -> str:
    """How far the answer moves when overlapping work or a comparison ward is left out."""
    if table.empty:
        return ""
    work = [
        name.removeprefix("without the months of ")
        for name in table.index
        if name.startswith("without the months of ")
    ]
    met = (
        f"Other work went on in the areas compared, or everywhere: {listed(work)}." if work else ""
    )
    known = table["ratio"].dropna()
    if known.empty:
        return met
    what = "the months of each, or each comparison ward" if work else "each comparison ward"
    return (
        f"{met} With {what} left out in turn it comes to between {share(known.min())} and {share(known.max())}."
    ).strip()


def limits(modelled: RatioChange | None, happens: WhatHappens | None) -> str:
    """Which limits the verdict uses, and what both are."""
    if modelled is None:
        return ""
    model = f"By the model alone: {ratio(modelled.low, modelled.ratio, modelled.high)}."
    if happens is None:
        return f"{model} {NOTHING_TO_LEARN}"
    other = ratio(happens.low, happens.ratio, happens.high)
    return (
        f"{model} By what happens in {happens.reference.wards} other wards where nothing is done "
        f"({count(happens.reference.windows, 'made-up start')}), and the level of all months known before: {other}. The verdict uses the wider."
    )


def around(elsewhere: Elsewhere | None) -> list[str]:
    """What became of next door, the comparison wards and the rest of the authority beside wards that took no part, and all of it together."""
    if elsewhere is None:
        return [NOBODY_APART]
    rows = [
        f"{str(name).capitalize()}: {row['before']:,.0f} in {months_in_words(elsewhere.before)}, {row['after']:,.0f} after, "
        f"{ratio(row['low'], row['ratio'], row['high'])} of what wards of other authorities lead us to expect."
        for name, row in elsewhere.places.iterrows()
    ]
    net = elsewhere.net
    return [
        *rows,
        f"The area and all of these together: {signed(net.value)} offences ({signed(net.low)} to {signed(net.high)}, limits of 86 %).",
    ]


def share(value: float) -> str:
    """A ratio as a percentage: “57%”, “ten times or more”."""
    return f"{value:.0%}" if value < FAR_ABOVE else "ten times or more"


def signed_ratio(value: float) -> str:
    """A ratio with its sign: “−0.11”."""
    return f"{value:+.2f}".replace("-", "−")


def quotient(displacement: DisplacementQuotient | None) -> str:
    """The weighted displacement quotient, for those who know it."""
    if displacement is None or displacement.quotient is None:
        return "Weighted displacement quotient: does not exist for these counts."
    return (
        f"Weighted displacement quotient {signed_ratio(displacement.quotient)}, for readers who know it (below 0 where offences moved next "
        "door, above 0 where next door gained too). It has no interval, and chance alone gives it either sign: the line above is what "
        "can be said."
    )


def next_door(
    word: NextDoor | None, ring: RatioChange | None, design: Design, names: Mapping[str, str]
) -> str:
    """What became of the wards next door."""
    if word is None or ring is None:
        return NO_RING
    phrases = {
        "moved next door": "Offences rose next door",
        "improved next door too": "Next door improved too",
        "no sign that offences moved": "No sign that offences moved next door",
        "cannot tell": "We cannot tell whether offences moved",
    }
    around = listed(place_named(place, names) for place in design.buffer)
    return f"{phrases[word]}: {ratio(ring.low, ring.ratio, ring.high)} of what was to be expected, in {around}."


def effect_label(name: str, change: RatioChange) -> str:
    """A row of the effects chart."""
    return f"{name}: {ratio(change.low, change.ratio, change.high)}"


def effect_sentence(name: str, sentence: str) -> str:
    return f"{name}. {sentence}"


def not_evaluated(name: str, why: str) -> str:
    return f"{name}: not evaluated. {why}"


def frozen_missing(name: str) -> str:
    return f"{name}: not evaluated yet, since its comparison has not been frozen."


def week_said(name: str, week: date, value: float) -> str:
    """A week of dosage under the pointer."""
    return f"{name}, week of {day(week)}: {value:g}"


def month_said(month: date, offences: float) -> str:
    return f"{month:%B %Y}: {offences:.0f}"


def figures_of(evaluation: Evaluation) -> str:
    """The figures a review keeps: the verdict, what it rests on, and which comparison it was."""
    design = evaluation.frozen.design
    return (
        f"{design.outcome.name}, {span_in_words(design.after[0], design.after[-1])}. {evaluation.verdict.sentence} Comparison "
        f"{evaluation.frozen.digest[:12]}."
    )


def frozen_wards_missing(vintage: str, held: Sequence[str]) -> tuple[str, str, str, str]:
    """Why a frozen comparison cannot be read on, as the parts of a message. vintage: "" where the comparison does not say."""
    of = f" of {vintage_words(vintage)}" if vintage else ""
    return (
        "The wards that this comparison was frozen on are not loaded.",
        f"It names wards{of}; those loaded are of {in_words([vintage_words(each) for each in held])}.",
        "Load the boundaries that it was frozen on, or choose the comparison anew and say why.",
        "Nothing of the comparison has been changed.",
    )
