"""Phrases of the pages: the commander's lists, modes, guidance, places and areas of one's own. Figures are worded in ui/text/figures.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from geo.core.area import Area
from geo.core.selection import months_in_words
from ui.text.figures import (
    MOST_NAMED,
    MOVED_POINTS,
    RECORDED_MEANS,
    TOWN_CENTRE,
    count,
    percent,
    rate,
)
from ui.text.operations import STRANDS

LEAVE_MODE, STEP_BACK, STEP_ON = "Leave", "Back", "Next"
WALL_MODE, PRESENT_MODE = "Wall", "Present"
CHANGED, ATTENTION, DO_NEXT = "What really changed", "Needs attention", "Do next"
NOTHING_DUE = "Nothing needs attention."
NO_STEPS = "Nothing is on the list."
NEW_STEP, STEP_OWNER, STEP_DUE = "What to do", "Who (a role, never a name)", "By when"
ADD_STEP, EDIT_STEPS = "Add to the list", "Edit the list"
READ_ONLY_STEPS = "The list is edited on the machine that keeps the store."
LATE_MONTHS = 2  # whole months since the newest one ended: publishing takes as long
MOST_CHANGES = 6


HOURS_OF, ORIGINS_OF = "Hours and days", "Counts by how offences came to light"
STREETS_OF = "Streets"


def screen_count(at: int, count: int) -> str:
    return f"{at} of {count}"


def for_analysts(what: str) -> tuple[str, str, str, str]:
    """Why a figure of a restricted source is not shown to others than analysts, as the parts of a message."""
    return f"{what} of a restricted source are for analysts.", "", "Ask an analyst.", ""


def changed_line(place: str, what: str, row: pd.Series, months: Sequence[date] = ()) -> str:
    """One clear or possible change: “Lower Ward, Possession of weapons: clear rise, 35 then, 105 now (+200 %).”

    months  those compared, where they are fewer than those that the page counts
    """
    named = f"{place}, {what}" if what else place
    now, then = int(row["now"]), int(row["then"])
    counted = (
        f"{now:,} in {months_in_words(months)}, {then:,} a year earlier"
        if months
        else f"{then:,} then, {now:,} now"
    )
    return f"{named}: {row['verdict']}, {counted}{percent(now, then)}."


STANDING_OUT = "Clearly above the force rate:"
TYPES_BY_AUTHORITY = "pairs of offence type and authority"


def standing_out(clear: pd.DataFrame) -> str:
    """Wards by name and rate, the highest first: “Lower Ward 6.40, Upper Ward 3.78 and 2 more.”"""
    named = [
        f"{row['ward_name']} {rate(row['rate_per_1000'])}"
        for _, row in clear.head(MOST_NAMED).iterrows()
    ]
    rest = len(clear) - len(named)
    return f"{', '.join(named)}{f' and {rest} more' if rest else ''}."


def type_within(offence_type: str, layer: str) -> str:
    """An offence type, or what a layer counts of it: “Knife possession, of Possession of weapons”."""
    return f"{layer}, of {offence_type}" if layer else offence_type


def unchanged_line(compared: int, changed: int, what: str, *, doubtful: int = 0) -> str:
    """How many of those compared show nothing but usual variation, or too little to tell; of `doubtful` too many have no place."""
    rest = compared - changed
    if not compared:
        return ""
    places = (
        f" Of {doubtful} nobody can tell, for what could not be placed or is not known."
        if doubtful
        else ""
    )
    if not changed:
        return f"Not one of {compared} {what} shows a clear or possible change.{places}"
    return f"The other {rest} {what}: usual variation, or too few to tell.{places}" if rest else ""


def more_changes(left_out: int) -> str:
    return f"{count(left_out, 'further change')} in the table." if left_out else ""


def source_late(name: str, newest: date, months: int) -> str:
    """A source whose newest month lies further back than publishing takes."""
    return f"{name}: nothing after {newest:%B %Y}, which ended {count(months, 'month')} ago."


def source_absent(name: str, months: tuple[date, ...]) -> str:
    return f"{name}: {months_in_words(months)} never received."


def source_partial(name: str, months: tuple[date, ...]) -> str:
    return f"{name}: {months_in_words(months)} received only in part, and left out. Load the whole month; Data says what is missing."


def source_thin(name: str, months: tuple[date, ...]) -> str:
    return (
        f"{name}: {months_in_words(months)} far lower than usual. Ask whether the file was whole."
    )


def not_reviewed(name: str, due: date | None, today: date) -> str:
    """An operation without review, or with one overdue."""
    if due is None:
        return f"{name}: no review date is set."
    days = (today - due).days
    return f"{name}: review was due {due.day} {due:%B %Y}, {count(days, 'day')} ago."


def strands_empty(name: str, strands: list[str]) -> str:
    """An operation with no action yet under one of Pursue, Prevent, Protect and Prepare, or under any."""
    if len(strands) == len(STRANDS):
        return f"{name}: no action in its 4P plan yet."
    missing = strands[0] if len(strands) == 1 else f"{', '.join(strands[:-1])} and {strands[-1]}"
    return f"{name}: no action under {missing}."


def step_overdue(text: str, due: date, today: date) -> str:
    return f"“{text}” was due {due.day} {due:%B %Y}, {count((today - due).days, 'day')} ago."


def more_steps(left: int) -> str:
    """How many steps of the list are not shown; empty for none."""
    return f"{count(left, 'step')} more." if left > 0 else ""


def step_line(text: str, owner: str, due: date | None) -> str:
    """One line of the commander's list: what, who, by when."""
    tail = [part for part in (owner, f"by {due.day} {due:%B %Y}" if due else "") if part]
    return f"{text} ({', '.join(tail)})" if tail else text


GUIDE = (
    "**New here?** Each ward is coloured by recorded offences for every 1,000 people who live there, and hatched where its rate is no "
    "further from the force's own than most wards' are. Choose offences and months at the left, click a ward for its figures, and open *Data* to load "
    "your own files."
)
GUIDE_CLOSE = "Got it"
CAN_SAY = "What this can and cannot say"


def can_say(served: Area) -> str:
    """What pages of wards can and cannot say (Markdown)."""
    return f"{CAN_SAY_OF_WARDS}- {served.ward_means}\n"


CAN_SAY_OF_WARDS = f"""
**It can say** how often offences were *recorded* in a ward for every 1,000 who live there, with how far chance alone could move that
figure; whether a ward stands clearly or possibly above the force rate; and whether a count changed by more than chance allows.

**It cannot say** how much went unrecorded, who did it, or why.

- {RECORDED_MEANS}
- {MOVED_POINTS}
- {TOWN_CENTRE}
- A ward that is hatched is not shown to be safe; it differs from the force rate no more than most wards do.
"""

PLACE_VIEWS = {
    "trend": "Trend",
    "mix": "Offence types",
    "streets": "Streets",
    "similar": "Similar wards",
    "rows": "Rows",
}
SNAPPED = "Places are published as “on or near” a street: each stands for an area of several addresses, never for one."
ROWS_A_PAGE = 500
MOST_ROWS = 50_000


def streets_note(shown: int, unnamed: int) -> str:
    """Under the list of streets: what it leaves out."""
    rest = (
        f" {count(unnamed, 'offence')} at points without a street's name are not in it."
        if unnamed
        else ""
    )
    return f"The {shown} busiest.{rest} {SNAPPED}"


def rows_note(rows: int) -> str:
    """How many rows there are, and whether that is all."""
    if rows >= MOST_ROWS:
        return f"The newest {MOST_ROWS:,} rows; narrow the selection to see others."
    return f"{count(rows, 'row')}."


def row_page(at: int, pages: int) -> str:
    return f"Page {at} of {pages}, {ROWS_A_PAGE} rows a page"


CHOOSE_PLACE = "Choose a ward, by the box, the map or the table, to see its trend, offence types, streets, wards like it and rows."
CHANGE_MEANS_TYPES = (
    "Exact test, widened by how far such counts vary beyond chance, after Benjamini–Hochberg over the types of this place: "
    "clear below 0.01, possible below 0.05."
)


def place_file(name: str, what: str) -> str:
    """What a place's file is called: “upper-ward-streets”."""
    return re.sub(r"[^a-z0-9]+", "-", f"{name} {what}".lower()).strip("-")[:80]


NOTES = "Speaker's notes"
NOTHING_RESTRICTED = (
    "A presentation shows nothing restricted.",
    "The source chosen is restricted.",
    "Leave the presentation and choose a public source.",
    "",
)
LIMITS_TO_SAY = (
    "These are recorded offences: where police search more, more possession is recorded.",
    "A rate per resident is a poor base for a town centre, where far more people are than live.",
    "A hatched ward is not shown to be safe; it differs from the force rate no more than most wards do.",
    MOVED_POINTS,
)


def speaker_notes(first: str, second: str) -> tuple[str, ...]:
    """What to say beside each screen of the presentation of two authorities."""
    return (*NOTES_BEFORE, of_standouts(first, second), of_standouts(second, first), LAST_NOTE)


def of_standouts(name: str, other: str) -> str:
    return f"Wards of {name} above the force rate, each beside the one most like it in {other}. A question, not a verdict."


NOTES_BEFORE = (
    "Say what is counted and for which months, then the two rates with their ranges. The ratio compares them per resident, not why.",
    "Each map is fitted to its own authority, so compare colours, not sizes; one scale serves both. Hatched: cannot be told apart.",
    "The band is what is usual for each. A ringed month lies outside it, or in a run of seven. A gap is a month never received.",
)
LAST_NOTE = "End with what these figures cannot say, and with what would be needed to say more."
