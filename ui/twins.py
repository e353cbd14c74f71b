"""What stands beside a ward map and says the same in another way: table, trend, funnel, and what is counted."""

from __future__ import annotations

from geo.schema import AUTHORITY_NAMES
from ui import (
    answers,
    charts,
    commander,
    exports,
    figures,
    filters,
    messages,
    origin_view,
    source_wording,
    tables,
    ward_answers,
    wording,
)
from ui.findings import WardAnswer


def show(answer: WardAnswer, view: str) -> None:
    """The twin the reader chose; only that one is worked out and sent."""
    {
        "now": commander.show,
        "table": table,
        "trend": trend,
        "funnel": _funnel,
        "origin": origin_view.show,
        "glossary": _glossary,
    }[view](answer)


def also_drawn(view: str) -> str | None:
    """The source that a view draws beside the map's own, for the page's marking; None for none."""
    return origin_view.drawn_source() if view == "origin" else None


def table(answer: WardAnswer) -> None:
    ranking = ward_answers.ranking(answer.selection)
    tables.wards(answer, ranking, filters.ward_clicked)
    figures.note(
        wording.ranking(ranking.heterogeneity_p, ranking.table is not None) if ranking else "",
        source_wording.boundaries_caution(
            answers.manifest().boundaries["exactness"], answers.near_edge_share()
        ),
        f"† {wording.TOWN_CENTRE}" if answer.shown["residents_mislead"].any() else "",
    )
    exports.wards(answer, ranking, answers.provenance(answer.selection))


def trend(answer: WardAnswer) -> None:
    """Month by month; whoever may not see months of a restricted source is told so and sees the rest of the page."""
    with messages.spoken():
        found = ward_answers.trend(answer.selection)
        charts.trend(found, shown=answer.selection.authorities)
        figures.trend(found, AUTHORITY_NAMES)


def _funnel(answer: WardAnswer) -> None:
    charts.funnel(answer, chosen=filters.chosen_ward())
    figures.funnel(answer)


def _glossary(answer: WardAnswer) -> None:
    measure = answers.measure(answer.selection)
    figures.note(
        wording.measure_shown(measure.name, measure.area, measure.period),
        wording.WARD_MEANS,
        wording.RECORDED_MEANS,
        wording.MOVED_POINTS,
        wording.INTERVAL_MEANS,
    )
    tables.words(answers.glossary()[["measure", "counts", "owner", "marking"]], height=330)
