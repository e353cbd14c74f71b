"""The frame around every page: settings, navigation, sidebar, the map's place, and the page in it. Start it with `make run`."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages import briefing, compare, data, duty, hotspots, lines, operations, stop_and_search, wards
from ui.answers import store as answers
from ui.filters import sidebar, url_state
from ui.shell import errors, map_slot, navigation, page_setup
from ui.shell.context import Context, Page

PAGES: dict[str, Page] = {
    "briefing": briefing,
    "compare": compare,
    "wards": wards,
    "lines": lines,
    "hotspots": hotspots,
    "operations": operations,
    "stop_and_search": stop_and_search,
    "duty": duty,
    "data": data,
}


def main(first: str = "briefing") -> None:
    """Draw the page that the address names, or the first where it names none."""
    page_setup.begin()
    context: Any = None
    listed = [
        st.Page(lambda: asked.show(context), title=page.TITLE, url_path=name, default=name == first)
        for name, page in PAGES.items()
    ]
    chosen = st.navigation(listed, position="hidden")
    asked = next(page for page in PAGES.values() if page.TITLE == chosen.title)
    answers.begin()
    url_state.begin(chosen.title)
    links, notice = navigation.place(), st.container()
    with errors.spoken():
        context = _around(asked)
    navigation.draw(links, listed)
    if context is not None:
        with errors.spoken():
            chosen.run()
    sidebar.warn_ignored(notice)
    url_state.end()


def _around(page: Page) -> Context[Any]:
    """The sidebar and the map: what outlasts a page, since the frame draws it."""
    with st.sidebar:
        selection = page.filters()
    layout = page.layout(selection)
    places = map_slot.places(layout)
    with places.above:
        look = sidebar.look_switches() if layout.look else sidebar.look_without_switches()
    ward = sidebar.chosen_ward(layout.wards_of) if layout.wards_of else None
    context = Context(selection, look, ward, sidebar.chosen_view(), places)
    view = None
    try:
        view = page.ward_map(context)
    finally:
        map_slot.draw(places, view)
    return context


if __name__ == "__main__":
    main()
