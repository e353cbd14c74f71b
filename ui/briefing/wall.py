"""The briefing on a wall, readable at three metres: the map, what changed, what to do."""

from __future__ import annotations

from ui.answers.wards.findings import WardAnswer
from ui.briefing import lists
from ui.components import metric_cards
from ui.shell import display_modes, page_header
from ui.shell.context import Places


def show(title: str, answer: WardAnswer, places: Places) -> None:
    """All of it; nothing can be chosen or edited, and a newer build is shown by itself."""
    with places.head:
        page_header.answer_heading(title, answer, answer.counted)
        metric_cards.briefing(answer)
        metric_cards.cautions(answer, change=False)
    with places.beside:
        lists.show(answer, edit=False)
        display_modes.leave()
    display_modes.watch_for_builds()
