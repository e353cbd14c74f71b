"""The frame: page settings and the list of pages. Start it with `make run`."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui import starting

with starting.importing:
    from pages import briefing, compare, data, duty, hotspots, lines, operations, stop_and_search, wards
    from ui import answers, filters, frame, lasting, messages

PAGES = {"briefing": ("Briefing", briefing.show), "compare": ("Compare", compare.show), "wards": ("Wards", wards.show),
         "lines": ("Lines", lines.show), "hotspots": ("Hotspots", hotspots.show), "operations": ("Operations", operations.show),
         "stop_and_search": ("Stop and search", stop_and_search.show), "duty": ("The Duty", duty.show), "data": ("Data", data.show)}


def main() -> None:
    frame.open_page()
    listed = [st.Page(_guarded(show), title=title, url_path=path, default=path == "briefing") for path, (title, show) in PAGES.items()]
    st.navigation(listed, position="top").run()


def _guarded(show: Callable[[], None]) -> Callable[[], None]:
    """The page, pinned to one build, with its problems said in words."""
    def page() -> None:
        with messages.spoken():
            answers.begin()
            filters.keep_choices(show.__module__)
            with lasting.drawing():
                top = st.container()
            show()
            filters.say_passed_over(top)
            filters.remember_choices()
    page.__name__ = show.__module__.rpartition(".")[2]
    return page


main()
