"""Stop and search beside the harm: where, with what result, on whom it falls; section 60; scrutiny panels."""

from __future__ import annotations

from geo.core.search_selection import SearchSelection
from ui.answers.stop_and_search import searches as search_answers
from ui.answers.store import sources as source_answers
from ui.components.panel import panel
from ui.filters import sidebar
from ui.map.map_view import MapView
from ui.shell import guide
from ui.shell.context import Context, Layout
from ui.stop_and_search import views as search_views
from ui.text.stop_and_search import searches as search_text

TITLE = search_text.PAGE


def filters() -> SearchSelection:
    source = sidebar.search_source()
    return sidebar.of_searches(
        source, search_answers.received_or_refused(source), search_answers.legislation(source)
    )


def layout(selection: SearchSelection) -> Layout:
    del selection
    return Layout(columns=(11, 9))


def ward_map(context: Context[SearchSelection]) -> MapView | None:
    return search_views.ward_map(search_views.chosen(), context.selection)


def show(context: Context[SearchSelection]) -> None:
    selection, view = context.selection, search_views.chosen()
    with panel():
        with context.places.head:
            search_views.heading(selection, view)
            search_views.choose()
            search_views.limits(selection)
        search_views.show(view, selection, context.places)
    exact = source_answers.declared(selection.source_id).exact_places
    guide.cannot_say(text=search_text.can_say(exact=exact))
