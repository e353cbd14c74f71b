"""The briefing on a desk: cards, the ward asked for, and one of its views beside the map."""

from __future__ import annotations

from geo.core.selection import Selection
from ui.answers.wards.findings import WardAnswer
from ui.briefing import lists, origin
from ui.components import harm, metric_cards, ward_tabs
from ui.filters import sidebar
from ui.shell import display_modes, guide, page_header
from ui.shell.context import Context
from ui.text import pages as page_text


def show(title: str, answer: WardAnswer, context: Context[Selection]) -> None:
    """Head, cards beneath the map, and the view that the reader asks for."""
    view = "harm" if sidebar.by_harm() else context.view
    places = context.places
    with places.head:
        drawn = origin.drawn_source() if view == "origin" else None
        page_header.answer_heading(title, answer, answer.counted, also_drawn=drawn)
        metric_cards.briefing(answer)
        guide.first_visit()
    with places.below:
        metric_cards.operations(answer)
    with places.beside:
        sidebar.ward_and_view(context.selection)
        metric_cards.cautions(answer, change=view not in ("now", "origin"))
        metric_cards.ward(answer, context.ward)
        own = {"now": lists.show, "origin": origin.show, "harm": harm.show}
        ward_tabs.show(answer, view, own, ward=context.ward)
        guide.cannot_say(display_modes.WALL, page_text.WALL_MODE)
