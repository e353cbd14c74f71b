"""Compare on a desk: rates and their ratio, the maps, wards that stand out, trends and the table; or both authorities' harm."""

from __future__ import annotations

from ui.answers import harm as harm_answers
from ui.answers import lines as lines_answers
from ui.answers.wards.findings import Comparison, WardAnswer
from ui.compare import side_by_side
from ui.components import harm, metric_cards, ward_tabs
from ui.filters import sidebar
from ui.filters.sidebar import PairedSelection
from ui.map import ward_map as ward_maps
from ui.shell import display_modes, guide
from ui.shell.context import Context
from ui.text import pages as page_text


def show(answer: WardAnswer, comparison: Comparison, context: Context[PairedSelection]) -> None:
    """Cards in the page's head, the legend beneath the maps, and what follows."""
    selection, places = context.selection.offences, context.places
    with places.head:
        side_by_side.cards(answer, comparison)
        metric_cards.cautions(answer, change=False)
        sidebar.ward_beside(selection, _present)
        metric_cards.ward(answer, context.ward)
    with places.below:
        ward_maps.legend(answer, parts=lines_answers.parts(selection) is not None)
    side_by_side.standouts(answer, comparison)
    ward_tabs.trend(answer)
    ward_tabs.table(answer)
    guide.cannot_say()


def show_harm(context: Context[PairedSelection]) -> None:
    """The same of harm instead of counts."""
    selection, pair = context.selection
    weighed = harm_answers.harm_answer(selection)
    with context.places.head:
        harm.cards(weighed, pair)
    harm.table(weighed)


def _present() -> None:
    icon = ":material/slideshow:"
    display_modes.enter(display_modes.PRESENT, page_text.PRESENT_MODE, icon=icon)
