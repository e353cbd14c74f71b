"""Phrases of the Operations page: the board, the evaluation read from top to bottom, the calendar, the register's forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from geo.design import Design, Frozen
from geo.displacement import DisplacementDifference, DisplacementQuotient
from geo.evaluation import Evaluation
from geo.placebo import Spike
from geo.power import CouldShow
from geo.rate_change import RatioChange
from geo.selection import span_in_words
from geo.verdicts import NextDoor
from ui.wording import LOAD_SOME, NO_STREET_CRIME, count, p_value

OUTCOME, OUTCOME_HELP = "Judged by", "What operations are judged by. Recorded possession counts the work itself, and judges nothing."
CHOOSE, NONE_CHOSEN = "Operation", "All operations"
VIEWS = {"board": "Board", "effects": "Side by side", "calendar": "Calendar", "register": "Register"}
PARTS = {"evaluation": "Evaluation", "records": "Plan and work", "history": "History"}
FEATURES = {"density": "residents per km²", "young": "share aged 14–25", "deprivation": "deprivation"}
STATUSES = {"live": "operation, live", "planned": "operation, planned", "closed": "operation, closed"}
OUTLINES = {"ring": "wards next door", "comparison": "comparison wards", "ring comparison": "compared with next door"}
NOTHING_TO_JUDGE_BY = (NO_STREET_CRIME, "There is nothing to judge an operation by.", LOAD_SOME, "")
NO_OPERATIONS = "The register holds no operation yet."
LATER_MONTHS = "Months received since it was frozen were taken in; the wards are the same."
TELLING = ("name", "label", "action", "lesson", "place", "outcome", "text", "round")  # fields that name a record, best first
STRANDS = ("Pursue", "Prevent", "Protect", "Prepare")
NOT_SET = "not set"
FAR_ABOVE = 10  # times what was expected; beyond it a limit is not spelt out

COULD, COMPARED, CHANGED = "1 · Could we tell?", "2 · What we compare", "3 · What changed"
NEXT_DOOR, VERDICT = "4 · Did it move next door?", "5 · Verdict"
BEFORE_FREEZE = "Nothing after the start has been read yet. It is read once these wards are frozen."
FREEZE, CHOOSE_OTHERS = "Freeze this comparison and evaluate", "Compare with other wards"
FREEZE_ELSEWHERE = "It is frozen, and the operation evaluated, on the machine that keeps the store."
OTHER_WARDS, OTHER_REASON, KEEP_OTHERS = "Wards to compare with", "Why these wards", "Freeze these wards"
RULE_AGAIN, GROW = "Choose again by the rule", "Take in the months received since"
CHANGE_RECORDED = "The comparison that stands now, and this reason, stay in the history."
ACTIVITY = ("Recorded possession is found by searching, so it counts the operation's own work: it is shown as activity and judges nothing. "
            "This warning is kept with the comparison.")
NO_RING = "No ward next door is free of other work and has others like it, so nothing is said of offences moving."
REGRESSION = ("When work begins because a count was high, the next count is usually lower whatever is done: that is regression to "
              "the mean, and no effect.")
DETAILS = "Checks, leaving one thing out at a time, and the frozen hash"
PLACEBO_MEANS = "About one made-up start in twenty shows a change by chance."
NOT_RECORDED = "Dosage: not recorded. Without it nobody can say how much of the operation took place."
DOSAGE_ROW, OUTCOME_ROW = "Dosage by week", "Offences a month"
EXPECTED, USUAL = "as the comparison wards went", "usual before the start"
ONLY_BEFORE = "Map and line show the months before the start alone, since the comparison is not frozen yet."
EFFECT_AXIS = "Offences after, as a multiple of what the comparison wards lead us to expect (log scale)"
NO_EFFECTS = "No operation has been evaluated by this outcome yet."
EVALUATE_ALL = "Freeze and evaluate all that can be"
EFFECTS_MEAN = ("Left of the line fewer offences than expected, right of it more. An interval that crosses the line cannot rule out no "
                "change.")
NO_CALENDAR = "Nothing in the register has a start yet."
SHOWN_MONTHS = "months shown"
BARS = {"phase": "operation or phase", "instance": "instance", "other": "other funded work"}
OWES, MEETS, NOTHING_OWED, NOTHING_MEETS = ("What is due", "Overlaps in time and place", "Nothing is due.",
                                            "No two pieces of work meet in time and place.")
BOARD = {"operation": "Operation", "dates": "Dates", "review": "Review due", "plan": "4P plan", "actions": "Actions",
         "verdict": "Last verdict", "lead": "Lead"}
SAVE, SAVE_CHANGES, REMOVE = "Add", "Save changes", "Remove"
PICK_ROW = "Choose a row to change it."
NO_ROWS = "None is in the register."
KINDS, ABOUT = "What to show", "About it"
NONE_GIVEN = "—"
DRAW_HELP = ("Click corners on the map; a double click or Enter closes the area, Escape starts again. Or give a GeoJSON file, or only "
             "a ward, or a point.")
AREA_FILE, FORGET_AREA = "GeoJSON file of the area", "Forget the drawn area"
IMPORT, TEMPLATE = "Load rows from a CSV", "Empty CSV"
IMPORT_HELP = "Columns by name or label; an operation by its name. Loaded twice, nothing doubles."
IMPORT_BUTTON = "Load these rows"
UNDO, UNDO_THIS = "Undo my last change", "Undo"
EXPORT = "Register as a folder (ZIP)"
REVIEW, REVIEW_HELP = "Review now", "Writes the learning log, with the verdict and its figures as they are now."
CLOSE_TOO, KEEP_REVIEW = "Close the operation", "Write it down"
ENDED_ON, REVIEWED = "Last day of the operation, if it is closed", "Written into the learning log."
DRAWN_AREA, RECORD_HISTORY, TAKEN_BACK = "drawn", "History of this record", "Taken back. It stays in the history."
READ_ONLY = "Records are edited on the machine that keeps the store."
MOST_CHANGES = 40
HISTORY_EMPTY = "Nothing has been changed yet."
VERDICTS = {"worked": "Worked", "made it worse": "Made it worse", "no sign": "No sign", "cannot tell": "Cannot tell"}
RATIO_COLUMNS = {"what": "Left out", "month": "Made-up start", "ratio": "Ratio", "low": "Low", "high": "High", "p": "p", "method": "Method"}
CAN_SAY_TEXT = """
**It can say** what was planned and done as people recorded it, where and when operations met, how small a change could have shown at all,
and whether offences in an operation's wards went another way than in comparison wards that were frozen before its outcome was read.

**It cannot say** that the operation and nothing else was the cause, what went unrecorded, or anything about a person.

- *Cannot tell* is an answer: with few offences most true changes stay hidden. It does not mean that nothing happened.
- Offences are counted by ward. An estate is smaller than its ward, so an effect on the estate is thinned out.
- Police who search more record more possession: it is shown as activity and never as a result.
- Months that another operation or a national week touched are named, and the answer is given without them too.
- Dosage that was not recorded reads *not recorded*, never zero.
"""


def shown(at: date) -> str:
    """The sentence under the page's name."""
    return f"What was done, what changed, and whether we can tell; status as at {day(at)}"


def counted_by(source: str, boundaries: Mapping[str, str]) -> str:
    """Under the heading: whose offences are counted, in which wards."""
    return f"{source} · ward boundaries December {boundaries['vintage']}, {boundaries['exactness']}"


def on_map(row: pd.Series) -> str:
    """Under an operation's name on a map: “live, from 1 January 2022”, “planned, 1 February to 30 June 2023”."""
    begun = not pd.isna(row["start"]) and pd.isna(row["end"])
    return f"{row['status']}, from {day(row['start'])}" if begun else f"{row['status']}, {dates_of(row)}"


def status_heading(at: date) -> str:
    return f"Status at {at.day} {at:%b %Y}"


def day(when: date) -> str:
    """“3 January 2022”."""
    return f"{when.day} {when:%B %Y}"


def span(start: date | None, end: date | None) -> str:
    """Dates of anything that runs: “1 January 2022, open”, “25 April to 1 May 2022”, “start not recorded”."""
    if start is None:
        return "start not recorded" if end is None else f"start not recorded, to {day(end)}"
    if end is None:
        return f"{day(start)}, open"
    if start == end:
        return day(end)
    first = f"{start.day} {start:%B}" if start.year == end.year else day(start)
    return f"{first} to {day(end)}"


def review_cell(due: date | None, *, overdue: bool) -> str:
    """The review date in the board, and whether it has passed."""
    return NOT_SET if due is None else f"{due:%d/%m/%Y}, overdue" if overdue else f"{due:%d/%m/%Y}"


def strands_cell(plan: str, empty: Sequence[str]) -> str:
    """How the 4P plan stands in the board: which Ps hold no action."""
    if "4P" not in plan and len(empty) == len(STRANDS):
        return "no 4P plan"
    if len(empty) == len(STRANDS):
        return "nothing yet"
    return f"no {', '.join(empty)}" if empty else "all four Ps"


def actions_cell(still: int, overdue: int) -> str:
    return f"{still} open, {overdue} overdue" if overdue else f"{still} open"


def verdict_cell(verdict: str, on: date | None) -> str:
    """The newest verdict of the learning log."""
    return f"{verdict} ({on:%d/%m/%Y})" if on is not None else "not reviewed"


def instances_said(instances: int) -> str:
    """How many dated instances an operation had."""
    return count(instances, "instance") if instances else ""


def actions_overdue(name: str, overdue: int) -> str:
    return f"{name}: {count(overdue, 'action')} overdue."


def dates_of(row: pd.Series) -> str:
    """Dates of an operation as it is listed."""
    return span(*(None if pd.isna(row[name]) else row[name] for name in ("start", "end")))


def about(rows: Sequence[Mapping[str, Any]], record: Mapping[str, Any]) -> str:
    """An operation in a line: status as at the months shown, dates, place, aim, and the roles that lead it."""
    whole = [row for row in rows if not row["instance"]]
    said = [", ".join(dict.fromkeys(row["status"] for row in whole or rows))]
    if whole:
        said.append(dates_of(pd.Series(whole[0])))
    else:
        said.append(instances_said(len(rows)))
    said += [whole[0]["place"] if whole else "", record["aim"], f"lead: {record['lead_role']}" if record["lead_role"] else "",
             f"with {record['partners']}" if record["partners"] else "", f"also called {record['aliases']}" if record["aliases"] else ""]
    return " · ".join(part for part in said if part)


def overlap(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One pair that meets: “Op Thesus and Op Sceptre April 2022: 25 April to 1 May 2022, in Eldene.”"""
    wards = row["ward_codes"]
    where = f"in {listed(names.get(ward, ward) for ward in wards)}" if wards else "everywhere"
    return f"{row['first']} and {row['second']}: {span(row['first_day'], row['last_day'])}, {where}."


def in_instances(name: str, instances: int) -> tuple[str, str, str, str]:
    """Why work that comes in dated weeks is not evaluated, as the parts of a message."""
    return (f"{name} runs in dated instances, not as one period.", f"It has {count(instances, 'instance')}.",
            "Monthly data cannot tell of single weeks; they are drawn on the lines of other operations.", "")


def listed(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    said = list(names)
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else "none"


def with_names(sentence: str, names: Mapping[str, str]) -> str:
    """A sentence with ward codes in it, by their names."""
    return re.sub(r"[EW]\d{8}", lambda found: names.get(found[0], found[0]), sentence)


def place_named(place: str, names: Mapping[str, str]) -> str:
    """A ward by its name; an area that was drawn, or its ring, without the hash that tells it from another drawing."""
    return names.get(place) or re.sub(r" \([0-9a-f]{8}\)$", "", place)


def ratio(low: float, middle: float | None, high: float) -> str:
    """A ratio as a percentage with its interval: “57% (49% to 65%)”."""
    return "an unknown share" if middle is None or pd.isna(middle) else f"{share(middle)} ({share(low)} to {share(high)})"


def ring_note(metres: int) -> str:
    """Under the map of an operation area that was drawn."""
    return (f"Counted by the published points within the area drawn, not by ward. The line around it is {metres} metres away: between the "
            "two, offences are counted as next door. Published points are moved a little, so a small area is judged coarsely.")


def power(could: CouldShow) -> str:
    """How sure a fall would have to be to be found, and from how many offences on."""
    found = f"A true fall to {could.found_fall_to} would be found 8 times in 10." if could.found_fall_to is not None else ""
    if could.needed is None:
        return f"{found} No number of offences beside these would let a fall by half be found reliably.".strip()
    if could.needed > could.before:
        return f"{found} To find a fall by half 8 times in 10, about {could.needed} offences before would be needed.".strip()
    return found


def compared(design: Design, names: Mapping[str, str]) -> str:
    """What is set beside what: “… in A, January to December 2022 against …, beside B and C.”"""
    area, beside = (listed(place_named(place, names) for place in places) for places in (design.area, design.comparison))
    return (f"{design.outcome.name} in {area}, {span_in_words(design.after[0], design.after[-1])} "
            f"({count(len(design.after), 'month')}) against {span_in_words(design.before[0], design.before[-1])} "
            f"({count(len(design.before), 'month')}), beside {beside}.")


def frozen_line(found: Frozen, *, first: bool = True) -> str:
    """When the comparison was frozen, whether before its outcome was read, and under which hash."""
    when = pd.Timestamp(found.frozen_at)
    read = "before the outcome was read" if first else "not for the first time; the earlier ones and the reason are listed below"
    return f"Frozen {day(when.date())} at {when:%H:%M} UTC, {read}. Hash {found.digest[:12]}."


def replaced_line(at: str, reason: str) -> str:
    """One earlier freeze, in the history of a comparison."""
    when = pd.Timestamp(at)
    return f"{day(when.date())} at {when:%H:%M} UTC: {reason or 'chosen by the rule'}"


def freezes(times: int) -> str:
    """Over the list of every freeze of one comparison."""
    return f"Frozen {times} times"


def needed(what: str) -> str:
    return f"To tell, this would be needed: {what[:1].lower()}{what[1:]}"


def full_hash(found: Frozen) -> str:
    return f"SHA-256 of the frozen design: {found.digest}"


def counted(evaluation: Evaluation) -> str:
    """The counts behind the change."""
    inside, beside = evaluation.counts["area"], evaluation.counts["comparison"]
    return (f"Operation area: {inside[0]:,} before, {inside[1]:,} after. Comparison wards: {beside[0]:,} before, {beside[1]:,} after.")


def changed(change: RatioChange) -> str:
    """The difference in differences as people say it, and by which method."""
    if change.ratio is None:
        return "There are too few offences to set one beside the other."
    fallback = (" A count is 0, so the logarithm of the ratio does not exist: the exact conditional test stands in."
                if change.method == "exact conditional test" else f" {change.method} regression over wards and months.")
    return f"{ratio(change.low, change.ratio, change.high)} of what the comparison wards lead us to expect ({p_value(change.p)}).{fallback}"


def in_offences(found: DisplacementDifference) -> str:
    """The weighted displacement difference, in offences."""
    total = found.total
    return (f"In offences over the period after (weighted displacement difference): {signed(found.local)} in the area, standard error "
            f"{found.local_error:,.0f}; with next door {signed(total.value)} ({signed(total.low)} to {signed(total.high)}).")


def signed(value: float) -> str:
    """A difference with its sign, a minus as long as a plus: “−293”."""
    return f"{value:+,.0f}".replace("-", "−")


def alongside(found: RatioChange | None) -> str:
    """The check that both went alongside before."""
    if found is None:
        return "Too few months or offences before to see whether the wards ran alongside."
    told = "no sign that they moved apart" if found.low <= 1 <= found.high else "they were moving apart already"
    return f"Before the start, the area's trend over the comparison's: {ratio(found.low, found.ratio, found.high)} a year, {told}."


def spike(found: Spike | None) -> str:
    """Whether the start followed a spike, after which a fall is to be expected."""
    if found is None:
        return "Too few months before the start to see whether it followed a spike."
    counts = f"{found.recent} offences in the {found.months} months before the start, where {found.expected:.0f} were usual"
    return f"The start followed a spike: {counts}. {REGRESSION}" if found.warns else f"The start did not follow a spike: {counts}."


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
    work = [name.removeprefix("without the months of ") for name in table.index if name.startswith("without the months of ")]
    met = f"Other work met it: {listed(work)}." if work else "No other work met it."
    known = table["ratio"].dropna()
    if known.empty:
        return met
    what = "the months of each, or each comparison ward" if work else "each comparison ward"
    return f"{met} With {what} left out in turn it comes to between {share(known.min())} and {share(known.max())}."


def share(value: float) -> str:
    """A ratio as a percentage: “57%”, “ten times or more”."""
    return f"{value:.0%}" if value < FAR_ABOVE else "ten times or more"


def quotient(found: DisplacementQuotient | None) -> str:
    """The weighted displacement quotient, for those who know it."""
    if found is None or found.quotient is None:
        return "Weighted displacement quotient: does not exist for these counts."
    return (f"Weighted displacement quotient {found.quotient:+.2f}: below 0 offences moved next door, above 0 next door gained too. It has "
            "no interval; read it beside the figures above.")


def next_door(word: NextDoor | None, ring: RatioChange | None, design: Design, names: Mapping[str, str]) -> str:
    """What became of the wards next door."""
    if word is None or ring is None:
        return NO_RING
    told = {"moved next door": "Offences rose next door", "improved next door too": "Next door improved too",
            "no sign that offences moved": "No sign that offences moved next door", "cannot tell": "We cannot tell whether offences moved"}
    around = listed(place_named(place, names) for place in design.buffer)
    return f"{told[word]}: {ratio(ring.low, ring.ratio, ring.high)} of what was to be expected, in {around}."


def effect_label(name: str, change: RatioChange) -> str:
    """A row of the effects chart."""
    return f"{name}: {ratio(change.low, change.ratio, change.high)}"


def effect_sentence(name: str, sentence: str) -> str:
    return f"{name}. {sentence}"


def not_evaluated(name: str, why: str) -> str:
    return f"{name}: not evaluated. {why}"


def frozen_missing(name: str) -> str:
    return f"{name}: not evaluated yet, since its comparison has not been frozen."


def without_dates(names: Sequence[str]) -> str:
    """What the calendar cannot draw."""
    return f"Without a start, so not drawn: {'; '.join(names)}." if names else ""


def calendar_hover(name: str, start: date, end: date | None, status: str) -> str:
    """A bar of the calendar."""
    return f"{name}: {span(start, end)} ({status})" if status else f"{name}: {span(start, end)}"


def week_said(name: str, week: date, value: float) -> str:
    """A week of dosage under the pointer."""
    return f"{name}, week of {day(week)}: {value:g}"


def month_said(month: date, offences: float) -> str:
    return f"{month:%B %Y}: {offences:.0f}"


def drawn_in(shares: pd.Series, names: Mapping[str, str]) -> str:
    """Which wards a drawn area lies in, largest share first."""
    if shares.empty:
        return "The drawn area lies in no ward of this build."
    said = [f"{share:.0%} in {names.get(str(ward), str(ward))}" for ward, share in shares.head(3).items()]
    return f"The drawn area lies {listed(said)}. Offences are counted by ward."


def corners_drawn(corners: int) -> str:
    return f"An area with {count(corners, 'corner')} is drawn."


def now_reads(value: str) -> str:
    """Beside a field that somebody else changed meanwhile."""
    return f"Now in the register: {value or 'empty'}"


def imported(added: int, changed: int, same: int, rejected: int) -> str:
    """What came of a CSV."""
    return f"{added} added, {changed} changed, {same} already so, {rejected} rejected."


def kept(one: str) -> str:
    return f"This {one} is kept."


def removed(one: str) -> str:
    return f"This {one} was removed; that can be undone."


def form_title(one: str, *, changes: bool) -> str:
    """Over a form."""
    return f"**Change this {one}**" if changes else f"**Add a new {one}**"


def import_title(title: str) -> str:
    return f"Load rows from a CSV: {title}"


def record_named(state: Mapping[str, Any]) -> str:
    """What a record is called in the history: its name, or the first words it has."""
    said = next((str(state[name]) for name in TELLING if state.get(name)), "")
    if not said and state.get("week"):
        said = day(state["week"])
    return f" “{said if len(said) <= 40 else said[:39] + '…'}”" if said else ""


def history_line(row: Mapping[str, Any], one: str) -> str:
    """One change: when, by which role, what."""
    at = pd.Timestamp(row["at"]).tz_convert("Europe/London")
    tail = f": {row['said']}" if row["said"] else ""
    gone = " (taken back)" if row["undone"] else ""
    named = record_named(row["after"] or row["before"] or {})
    return f"{day(at.date())} at {at:%H:%M}, {row['by_role']}: {one}{named} {row['act']}{tail}{gone}"


def history_cut(changes: int) -> str:
    """Where there are more changes than are listed."""
    return f"The newest {MOST_CHANGES} of {changes:,} changes; the register's file holds all." if changes > MOST_CHANGES else ""


def export_name(today: date) -> str:
    return f"register-{today:%Y-%m-%d}.zip"


def figures_of(evaluation: Evaluation) -> str:
    """The figures a review keeps: the verdict, what it rests on, and which comparison it was."""
    design = evaluation.frozen.design
    return (f"{design.outcome.name}, {span_in_words(design.after[0], design.after[-1])}. {evaluation.verdict.sentence} Comparison "
            f"{evaluation.frozen.digest[:12]}.")
