"""The frame around every page: settings, navigation, sidebar, the map's place, and the page in it. Start it with `make run`."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages import PAGES
from ui.answers.store import pinned_build as answers
from ui.filters import sidebar, url_state
from ui.shell import entrance, errors, map_slot, navigation, page_setup
from ui.shell.context import Context, Page


def main(first: str = "briefing") -> None:
    """Draw the page that the address names, or the first where it names none."""
    page_setup.begin()
    context: Any = None
    listed = navigation.pages(PAGES, lambda: asked.show(context), first=first)
    chosen = st.navigation(listed, position="hidden")
    asked = navigation.module_of(chosen, PAGES, first=first)
    if not entrance.admitted():
        return
    answers.begin()
    url_state.begin(chosen.title)
    links, notice = navigation.place(), st.container()
    with notice:
        errors.show_failed_callbacks(answers.store_problem())
    with errors.reported():
        context = _around(asked)
    navigation.draw(links, listed)
    if context is not None:
        problem = None
        with errors.reported():
            problem = map_slot.draw(asked, context)
        with errors.reported():
            chosen.run()
            if problem is not None:
                raise problem  # of the map alone, since the page has not come upon it
    sidebar.warn_ignored(notice)
    sidebar.say_former_wards(notice)
    url_state.end()


def _around(page: Page) -> Context[Any]:
    """The sidebar, and the places around the map: what outlasts a page, since the frame draws it."""
    with st.sidebar:
        selection = page.filters()
        entrance.draw_reader()
    layout = page.layout(selection)
    places = map_slot.places(layout)
    with places.above:
        look = sidebar.look_switches() if layout.look else sidebar.look_without_switches()
    ward = sidebar.chosen_ward(layout.wards_of) if layout.wards_of else None
    return Context(selection, look, ward, sidebar.chosen_view(), places)


if __name__ == "__main__":
    main()
