"""The Duty: what was decided, what is due, what money is where, each tied to the figures behind it."""

from __future__ import annotations

import streamlit as st

from ui.answers import duty as duty_answers
from ui.answers import store as answers
from ui.duty import overview as duty_overview
from ui.shell import guide, page_header
from ui.text import duty as duty_text


def show() -> None:
    asked = duty_overview.asked()
    top = st.container()  # what it says waits for the day chosen below it
    view, at = duty_overview.chosen()
    with top:
        page_header.heading(
            "The Duty",
            duty_text.shown(at.day, past=at.past),
            duty_text.counted_from(answers.manifest().build),
            marking=duty_answers.marking(view),
        )
    duty_overview.show(view, at, asked)
    guide.cannot_say(text=duty_text.CAN_SAY_TEXT)
