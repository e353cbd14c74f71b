"""The Duty: what was decided, what is due, what money is where, each tied to the figures behind it."""

from __future__ import annotations

from geo.core.selection import Selection
from ui.answers import duty as duty_answers
from ui.answers.store import pinned_build as answers
from ui.duty import overview
from ui.map.map_view import MapView
from ui.shell import guide, page_header
from ui.shell.context import Context, Layout
from ui.text import duty as duty_text

TITLE = "The Duty"


def filters() -> Selection:
    return overview.violence_selection()


def layout(selection: Selection) -> Layout:
    del selection
    return Layout()


def ward_map(context: Context[Selection]) -> MapView | None:
    del context
    return overview.ward_map(*overview.chosen())


def show(context: Context[Selection]) -> None:
    view, at = overview.chosen()
    with context.places.head:
        page_header.heading(
            TITLE,
            duty_text.shown(at.day, past=at.past),
            duty_text.counted_from(answers.manifest().build),
            marking=duty_answers.marking(view),
        )
        overview.choose()
    overview.show(view, at, context.selection, context.places)
    guide.cannot_say(text=duty_text.CAN_SAY_TEXT)
