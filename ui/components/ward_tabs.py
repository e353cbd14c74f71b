"""What stands beside a ward map and says the same in another way: table, trend, funnel, and what is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from geo.core.schema import NEAR_EDGE_METRES
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import WardAnswer
from ui.components import charts, downloads, metric_cards, tables
from ui.components.panel import panel
from ui.filters import sidebar
from ui.text import figures as figure_text
from ui.text import sources as source_text


def show(
    answer: WardAnswer,
    view: str,
    own: Mapping[str, Callable[[WardAnswer], None]],
    *,
    ward: str | None = None,
) -> None:
    """The tab the reader chose; only that one is worked out and sent.

    own   tabs that the page draws itself, by the name of their view
    ward  code of the ward chosen, for the tabs that mark it
    """
    tabs: dict[str, Callable[[WardAnswer], None]] = {
        "table": table,
        "trend": trend,
        "funnel": partial(_funnel, chosen=ward),
        "glossary": _glossary,
        **own,
    }
    tabs[view](answer)


@panel()
def table(answer: WardAnswer) -> None:
    ranking = ward_answers.ranking(answer.selection)
    tables.wards(answer, ranking, sidebar.ward_clicked)
    metric_cards.note(
        figure_text.ranking(ranking.heterogeneity_p, ranking.table is not None) if ranking else "",
        figure_text.MOVED_POINTS
        if answers.geography_shown()
        else source_text.boundaries_caution(
            answers.vintage().exactness,
            source_answers.near_edge_share(),
            NEAR_EDGE_METRES,
        ),
        f"† {figure_text.TOWN_CENTRE}" if answer.shown["residents_mislead"].any() else "",
    )
    downloads.wards(answer, ranking, source_answers.provenance(answer.selection))


@panel()
def trend(answer: WardAnswer) -> None:
    """Month by month; whoever may not see months of a restricted source is told so and sees the rest of the page."""
    with panel():
        findings = ward_answers.trend(answer.selection)
        charts.trend(findings, shown=answer.selection.authorities)
        metric_cards.trend(findings, served().names)


@panel()
def _funnel(answer: WardAnswer, *, chosen: str | None) -> None:
    charts.funnel(answer, chosen=chosen)
    metric_cards.funnel(answer)


@panel()
def _glossary(answer: WardAnswer) -> None:
    measure = source_answers.measure(answer.selection)
    metric_cards.note(
        figure_text.measure_shown(measure.name, measure.area, measure.period),
        served().ward_means,
        figure_text.RECORDED_MEANS,
        figure_text.MOVED_POINTS,
        figure_text.INTERVAL_MEANS,
    )
    tables.words(source_answers.glossary()[["measure", "counts", "owner", "marking"]], height=330)
