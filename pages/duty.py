"""The Duty: what was decided, what is due, what money is where, each tied to the figures behind it."""

from __future__ import annotations

import streamlit as st

from ui import answers, duty, duty_answers, duty_wording, frame, guide


def show() -> None:
    asked = duty.asked()
    top = st.container()  # what it says waits for the day chosen below it
    view, at = duty.chosen()
    with top:
        frame.heading(
            "The Duty",
            duty_wording.shown(at.day, past=at.past),
            duty_wording.counted_from(answers.manifest().build),
            marking=duty_answers.marking(view),
        )
    duty.show(view, at, asked)
    guide.cannot_say(text=duty_wording.CAN_SAY_TEXT)
