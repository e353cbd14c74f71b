"""The page of the Duty: which reader looks, as at which day; everything else stands in the views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from geo.core.schema import STREET
from geo.core.selection import Selection
from geo.hotspots.offences import VIOLENCE_AND_ROBBERY
from ui.components import metric_cards
from ui.components.panel import panel
from ui.duty import meetings as duty_meetings
from ui.duty import money as duty_money
from ui.duty import needs as duty_needs
from ui.duty import partners as duty_partners
from ui.duty import prevention as duty_prevention
from ui.duty import readers as duty_readers
from ui.duty import records as duty_records
from ui.duty import strategy as duty_strategy
from ui.filters import sidebar, url_state
from ui.map.map_view import MapView
from ui.shell.context import Places
from ui.text import duty as duty_text

EARLIEST = date(2022, 1, 1)
PREVENTION = "prevention"  # the one view with a map


@dataclass(frozen=True)
class AsAt:
    """The day the register is shown as at; a day before today is the past, and nothing of it can be changed."""

    day: date

    @property
    def past(self) -> bool:
        return self.day < date.today()

    @property
    def as_of(self) -> date | None:
        """What the register is asked for: a day of the past, or nothing for how it is now."""
        return self.day if self.past else None


def violence_selection() -> Selection:
    """Recorded violence and robbery in the months chosen, from open data."""
    return sidebar.of_months(STREET, VIOLENCE_AND_ROBBERY.offence_types)


def chosen() -> tuple[str, AsAt]:
    """The view and the day that the address asks for."""
    view = url_state.DUTY.value([*duty_text.VIEWS], duty_text.VIEWS.__getitem__)
    today = date.today()
    return view, AsAt(url_state.AT.value(today, earliest=EARLIEST, latest=today))


def choose() -> None:
    """What chooses the view and the day."""
    chosen()
    left, right = st.columns([9, 2], vertical_alignment="bottom", gap="medium")
    left.segmented_control(
        duty_text.VIEW,
        [*duty_text.VIEWS],
        required=True,
        format_func=duty_text.VIEWS.__getitem__,
        label_visibility="collapsed",
        wrap=True,
        **url_state.DUTY.bound(),
    )
    right.date_input(
        duty_text.AT,
        min_value=EARLIEST,
        max_value="today",
        format="DD/MM/YYYY",
        help=duty_text.AT_HELP,
        **url_state.AT.bound(),
    )


def ward_map(view: str, at: AsAt) -> MapView | None:
    """The map of a view; None where it has none."""
    return duty_prevention.ward_map(at.as_of, at.day) if view == PREVENTION else None


VIEWS: dict[str, Callable[[date | None, date, Selection], None]] = {
    "executives": duty_readers.executives,
    "coordinator": duty_readers.coordinator,
    "commissioner": duty_readers.commissioner,
    "meetings": duty_meetings.show,
    "needs": duty_needs.show,
    "strategy": duty_strategy.show,
    "money": duty_money.show,
    "partners": duty_partners.show,
    "records": duty_records.show,
}


def show(view: str, at: AsAt, selection: Selection, places: Places) -> None:
    """One view, with what is wrong with it said in its place."""
    metric_cards.note(duty_text.PAST if at.past else "")
    with panel():
        if view == PREVENTION:
            duty_prevention.show(at.as_of, at.day, places)
        else:
            VIEWS[view](at.as_of, at.day, selection)
