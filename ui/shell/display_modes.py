"""How a page is shown: as on a desk, on a wall (large type, no chrome), or one idea a screen. The mode stands in the address."""

from __future__ import annotations

import streamlit as st

from ui.answers.store import pinned_build as answers
from ui.filters import url_state
from ui.shell import errors, page_setup
from ui.text import pages as page_text

WALL, PRESENT, mode = page_setup.WALL, page_setup.PRESENT, page_setup.mode
MODE, SCREEN = url_state.MODE.name, url_state.SCREEN.name
REFRESH = "120s"


def enter(wanted: str, label: str, *, icon: str) -> None:
    """A button that changes how the page is shown."""
    st.button(
        label,
        on_click=errors.callback(_change),
        args=(wanted,),
        icon=icon,
        key=f"enter {wanted or 'desk'}",
        shortcut=None if wanted else "Escape",
    )


def leave() -> None:
    """The way back to the desk, also by Escape."""
    enter("", page_text.LEAVE_MODE, icon=":material/close:")


def screen(count: int) -> int:
    """The screen of a presentation that the address asks for, 0 to count - 1."""
    asked = st.query_params.get(SCREEN, "1")
    return min(max(int(asked), 1), count) - 1 if asked.isdecimal() and len(asked) < 4 else 0


def steps(at: int, count: int, notes: str) -> None:
    """At the foot of a screen: back and on, by buttons and by the arrow keys; the speaker's notes; the way out."""
    with st.container(key="steps"):
        left, back, counter, on, right = st.columns([3, 2, 2, 2, 3], vertical_alignment="center")
        with left, st.popover(page_text.NOTES, icon=":material/speaker_notes:"):
            st.markdown(notes)
        back.button(
            page_text.STEP_BACK,
            on_click=errors.callback(_turn),
            args=(at,),
            disabled=at == 0,
            shortcut="Left",
            width="stretch",
            key="step back",
        )
        counter.html(f'<p class="screen-count">{page_text.screen_count(at + 1, count)}</p>')
        on.button(
            page_text.STEP_ON,
            on_click=errors.callback(_turn),
            args=(at + 2,),
            disabled=at == count - 1,
            shortcut="Right",
            width="stretch",
            key="step on",
        )
        with right:
            leave()


@st.fragment(run_every=REFRESH)
def watch_for_builds() -> None:
    """On a wall nobody presses reload: the page is drawn again when a new build has come."""
    with errors.reported():
        if answers.newer_build():
            st.rerun()


def _change(wanted: str) -> None:
    if wanted:
        st.query_params[MODE] = wanted
    else:
        st.query_params.pop(MODE, None)
        st.query_params.pop(SCREEN, None)


def _turn(to: int) -> None:
    st.query_params[SCREEN] = str(to)
