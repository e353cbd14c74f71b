"""The frame: page settings and the list of pages. Start it with `make run`."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import streamlit as st

from ui.shell import page_setup, persistent_layout, preload

PAGES = {
    "briefing": "Briefing",
    "compare": "Compare",
    "wards": "Wards",
    "lines": "Lines",
    "hotspots": "Hotspots",
    "operations": "Operations",
    "stop_and_search": "Stop and search",
    "duty": "The Duty",
    "data": "Data",
}


def main() -> None:
    page_setup.page()
    listed = [
        st.Page(_page(name), title=title, url_path=name, default=name == "briefing")
        for name, title in PAGES.items()
    ]
    st.navigation(listed, position="top").run()


def _page(name: str) -> Callable[[], None]:
    """The page, pinned to one build, with its problems said in words."""

    def page() -> None:
        with persistent_layout.drawing():
            top = st.container()
        with preload.importing:
            shown = importlib.import_module(f"pages.{name}")
            from ui.answers import store as answers
            from ui.filters import sidebar as filters
            from ui.shell import errors as messages
        preload.done()
        with messages.spoken():
            answers.begin()
            filters.keep_choices(name)
            shown.show()
            filters.say_passed_over(top)
            filters.remember_choices()

    page.__name__ = name
    return page


main()
