"""The Duty: what was decided, what is due, what money is where, each tied to the figures behind it."""

from __future__ import annotations

from ui import answers, duty, duty_answers, duty_wording, frame, guide


def show() -> None:
    asked = duty.asked()
    view, at = duty.chosen()
    frame.heading("The Duty", duty_wording.shown(at.day, past=at.past), duty_wording.counted_from(answers.manifest().build),
                  marking=duty_answers.marking(view))
    duty.show(view, at, asked)
    guide.cannot_say(text=duty_wording.CAN_SAY_TEXT)
