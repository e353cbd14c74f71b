"""Phrases of the Operations page: the board, the evaluation read from top to bottom, the calendar, the register's forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ui.text.figures import count, dates_of, day, listed, span
from ui.text.record_places import with_place

OUTCOME, OUTCOME_HELP = (
    "Judged by",
    "What operations are judged by. Recorded possession counts the work itself, and judges nothing.",
)
CHOOSE, NONE_CHOSEN = "Operation", "All operations"
VIEWS = {
    "board": "Board",
    "effects": "Side by side",
    "calendar": "Calendar",
    "register": "Register",
}
PARTS = {"evaluation": "Evaluation", "records": "Plan and work", "history": "History"}
OUTLINES = {
    "ring": "wards next door",
    "comparison": "comparison wards",
    "ring comparison": "compared with next door",
}
NO_OPERATIONS = "The register holds no operation yet."
STRANDS = ("Pursue", "Prevent", "Protect", "Prepare")
NOT_SET = "not set"

NO_CALENDAR = "Nothing in the register has a start yet."
SHOWN_MONTHS = "months shown"
BARS = {"phase": "operation or phase", "instance": "instance", "other": "other funded work"}
OWES, MEETS, NOTHING_OWED, NOTHING_MEETS = (
    "What is due",
    "Overlaps in time and place",
    "Nothing is due.",
    "No two pieces of work meet in time and place.",
)
BOARD = {
    "operation": "Operation",
    "dates": "Dates",
    "review": "Review due",
    "plan": "4P plan",
    "actions": "Actions",
    "verdict": "Last verdict",
    "lead": "Lead",
}
ABOUT = "About it"
REVIEW, REVIEW_HELP = (
    "Review now",
    "Writes the learning log, with the verdict and its figures as they are now.",
)
CLOSE_TOO, KEEP_REVIEW = "Close the operation", "Write it down"
ENDED_ON, REVIEWED = "Last day of the operation, if it is closed", "Written into the learning log."
VERDICTS = {
    "worked": "Worked",
    "fell beside its comparison": "Fell here beside its comparison",
    "made it worse": "Made it worse",
    "rose beside its comparison": "Rose here beside its comparison",
    "no sign": "No sign",
    "cannot tell which": "Cannot tell which",
    "cannot tell": "Cannot tell",
}
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


def counted_by(source: str, wards: str) -> str:
    """Under the heading: whose offences are counted, in which wards (as ui.text.wards.vintages.wards_of says)."""
    return f"{source} · {wards}"


def status_heading(at: date) -> str:
    return f"Status at {at.day} {at:%b %Y}"


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


def about(rows: Sequence[Mapping[str, Any]], record: Mapping[str, Any]) -> str:
    """An operation in a line: status as at the months shown, dates, place, aim, and the roles that lead it."""
    whole = [row for row in rows if not row["instance"]]
    parts = [", ".join(dict.fromkeys(row["status"] for row in whole or rows))]
    if whole:
        parts.append(dates_of(pd.Series(whole[0])))
    else:
        parts.append(instances_said(len(rows)))
    parts += [
        with_place(whole[0]["place"], whole[0]["lies_in"]) if whole else "",
        record["aim"],
        f"lead: {record['lead_role']}" if record["lead_role"] else "",
        f"with {record['partners']}" if record["partners"] else "",
        f"also called {record['aliases']}" if record["aliases"] else "",
    ]
    return " · ".join(part for part in parts if part)


def overlap(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One pair that meets: “Op Example and Op Sceptre April 2022: 25 April to 1 May 2022, in Upper Ward.”"""
    wards = row["ward_codes"]
    where = f"in {listed(names.get(ward, ward) for ward in wards)}" if wards else "everywhere"
    return (
        f"{row['first']} and {row['second']}: {span(row['first_day'], row['last_day'])}, {where}."
    )


def in_instances(name: str, instances: int) -> tuple[str, str, str, str]:
    """Why work that comes in dated weeks is not evaluated, as the parts of a message."""
    return (
        f"{name} runs in dated instances, not as one period.",
        f"It has {count(instances, 'instance')}.",
        "Monthly data cannot tell of single weeks; they are drawn on the lines of other operations.",
        "",
    )


def ward_unknown(name: str, codes: Sequence[str]) -> tuple[str, str, str, str]:
    """Why an operation is not evaluated whose ward is in no boundaries loaded, as the parts of a message."""
    return (
        f"The {'ward' if len(codes) == 1 else 'wards'} of {name} cannot be counted.",
        f"{listed(codes)} {'is' if len(codes) == 1 else 'are'} in no boundaries loaded.",
        "Load the boundaries that it is of, or give the operation another area.",
        "",
    )


def with_names(sentence: str, names: Mapping[str, str]) -> str:
    """A sentence with ward codes in it, by their names."""
    return re.sub(r"[EW]\d{8}", lambda match: names.get(match[0], match[0]), sentence)


def place_named(place: str, names: Mapping[str, str]) -> str:
    """A ward by its name; an area that was drawn, or its ring, without the hash that tells it from another drawing."""
    return names.get(place) or re.sub(r" \([0-9a-f]{8}\)$", "", place)


def without_dates(names: Sequence[str]) -> str:
    """What the calendar cannot draw."""
    return f"Without a start, so not drawn: {'; '.join(names)}." if names else ""


def calendar_hover(name: str, start: date, end: date | None, status: str) -> str:
    """A bar of the calendar."""
    return f"{name}: {span(start, end)} ({status})" if status else f"{name}: {span(start, end)}"
