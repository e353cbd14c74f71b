"""Phrases of the register on every page: its forms, its table, its files and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from geo.core.vintage_words import vintage_words
from ui.text.figures import count, day, listed

# Fields that name a record, best first.
TELLING = (
    "name",
    "title",
    "label",
    "action",
    "lesson",
    "purpose",
    "place",
    "outcome",
    "text",
    "round",
    "what",
    "step",
    "financial_year",
)

SAVE, SAVE_CHANGES, REMOVE = "Add", "Save changes", "Remove"

PICK_ROW = "Choose a row to change it."

NO_ROWS = "None is in the register."

KINDS = "What to show"

NONE_GIVEN = "—"

DRAW_HELP = (
    "Click corners on the map; a double click or Enter closes the area, Escape starts again. Or give a GeoJSON file, or only "
    "a ward, or a point."
)

AREA_FILE, FORGET_AREA = "GeoJSON file of the area", "Forget the drawn area"

IMPORT, TEMPLATE = "Load rows from a CSV", "Empty CSV"

IMPORT_HELP = "Columns by name or label; an operation by its name. Loaded twice, nothing doubles."

IMPORT_BUTTON = "Load these rows"

UNDO, UNDO_THIS = "Undo my last change", "Undo"

EXPORT = "Register as a folder (ZIP)"

DRAWN_AREA, RECORD_HISTORY, TAKEN_BACK = (
    "drawn",
    "History of this record",
    "Taken back. It stays in the history.",
)

READ_ONLY = "Records are edited on the machine that keeps the store."

MOST_CHANGES = 40

HISTORY_EMPTY = "Nothing has been changed yet."


def drawn_in(shares: pd.Series, names: Mapping[str, str]) -> str:
    """Which wards a drawn area lies in, largest share first."""
    if shares.empty:
        return "The drawn area lies in no ward of this build."
    parts = [
        f"{share:.0%} in {names.get(str(ward), str(ward))}"
        for ward, share in shares.head(3).items()
    ]
    return f"The drawn area lies {listed(parts)}. Offences are counted by ward."


def corners_drawn(corners: int) -> str:
    return f"An area with {count(corners, 'corner')} is drawn."


def now_reads(value: str) -> str:
    """Beside a field that somebody else changed meanwhile."""
    return f"Now in the register: {value or 'empty'}"


def imported(added: int, changed: int, same: int, rejected: int) -> str:
    """What came of a CSV."""
    return f"{added} added, {changed} changed, {same} already so, {rejected} rejected."


def saved(noun: str) -> str:
    return f"This {noun} is kept."


def not_kept(faults: Sequence[str]) -> str:
    """Beside the button of a form that cannot be kept as it stands."""
    return f"Not kept yet. {' '.join(faults)}"


def removed(noun: str) -> str:
    return f"This {noun} was removed; that can be undone."


def form_title(noun: str, *, changes: bool) -> str:
    """Over a form."""
    return f"**Change this {noun}**" if changes else f"**Add a new {noun}**"


def import_title(title: str) -> str:
    return f"Load rows from a CSV: {title}"


def record_named(state: Mapping[str, Any]) -> str:
    """What a record is called in the history: its name, or the first words it has."""
    words = next((str(state[name]) for name in TELLING if state.get(name)), "")
    if not words and state.get("week"):
        words = day(state["week"])
    return f" “{words if len(words) <= 40 else words[:39] + '…'}”" if words else ""


def made_by(row: Mapping[str, Any]) -> str:
    """Who made a change: the person with their role, or the role alone where no person was written down."""
    return f"{row['by_name']} ({row['by_role']})" if row.get("by_name") else str(row["by_role"])


def history_line(row: Mapping[str, Any], noun: str) -> str:
    """One change: when, by whom, what."""
    at = pd.Timestamp(row["at"]).tz_convert("Europe/London")
    tail = f": {row['said']}" if row["said"] else ""
    gone = " (taken back)" if row["undone"] else ""
    named = record_named(row["after"] or row["before"] or {})
    return f"{day(at.date())} at {at:%H:%M}, {made_by(row)}: {noun}{named} {row['act']}{tail}{gone}"


def history_cut(changes: int) -> str:
    """Where there are more changes than are listed."""
    return (
        f"The newest {MOST_CHANGES} of {changes:,} changes; the register's file holds all."
        if changes > MOST_CHANGES
        else ""
    )


def export_name(today: date) -> str:
    return f"register-{today:%Y-%m-%d}.zip"


def ward_of(name: str, vintage: str) -> str:
    """A ward of another vintage than those shown, where a form offers it."""
    return (
        f"{name} (ward of {vintage_words(vintage)})"
        if vintage
        else f"{name} (not in the boundaries loaded)"
    )
