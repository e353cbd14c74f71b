"""What stands beside the hotspot map: the list, the test, whether it holds, concentration, patrols, place factors, near repeats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from geo.core.errors import DataProblem
from geo.core.selection import month_after
from geo.hotspots import place_factors, units
from geo.hotspots.backtest import covered
from ui.answers.area import served
from ui.answers.hotspots import local_statistics as hotspot_answers
from ui.answers.hotspots import surfaces
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.components import downloads, metric_cards, tables
from ui.components.panel import panel
from ui.filters import url_state
from ui.hotspots import findings as hotspot_findings
from ui.hotspots import harm_view, patrol_view
from ui.hotspots import overview as hotspot_overview
from ui.hotspots.overview import HotspotAnswer
from ui.shell import errors
from ui.text import hotspots as hotspot_text

LIST_ROW = "hotspot_row"
WINDOW_MONTHS = (6, 24)


def show(page: HotspotAnswer) -> None:
    """The view the reader chose; only that one is worked out."""
    shown: dict[str, Callable[[HotspotAnswer], None]] = {
        "where": patrol_view.show,
        "places": _places,
        "tested": _tested,
        "holds": _holds,
        "concentration": _concentration,
        "patrols": _patrols,
        "factors": _factors,
        "repeats": _repeats,
        hotspot_text.HARM: harm_view.show,
    }
    view, views = hotspot_overview.view_chosen(), hotspot_overview.views_offered()
    st.pills(
        hotspot_text.SHOW,
        [*views],
        format_func=views.__getitem__,
        required=True,
        label_visibility="collapsed",
        **url_state.SIDE.bound(),
    )
    with panel():
        shown[view](page)


@panel()
def police_found(page: HotspotAnswer) -> None:
    """What counting police-generated offences changes, where that is switched on."""
    if page.without is None:
        return
    before = hotspot_answers.gi_star(replace(page.question, selection=page.without))
    wards = _ward_of_places(page)
    what = hotspot_findings.changed(
        before.hot, page.tested.hot, wards, ward_tables.wards()["ward_name"].to_dict()
    )
    metric_cards.paragraph(
        hotspot_text.changed_by_found(what.gained, what.lost, what.gained_wards, page.question.unit)
    )


def _places(page: HotspotAnswer) -> None:
    """The ranked list with its score and both rivals'."""
    table = page.listed.table
    if table.empty:
        st.info(hotspot_text.NOTHING_FOUND)
    else:
        columns = [name for name in hotspot_text.COLUMNS if name in _shown(page)]
        shown = _shown(page)[columns].rename(columns=hotspot_text.COLUMNS)
        height = min(74 + 35 * len(shown), 370)
        st.dataframe(
            shown,
            hide_index=True,
            height=height,
            width="stretch",
            column_config=_settings(),
            key=LIST_ROW,
            on_select=errors.callback(_choose_row),
            selection_mode="single-row",
        )
    _score(page)
    for problem in page.unsaid:
        metric_cards.note(problem.wrong, problem.saw)
    hotspot_overview.download(page)


def _shown(page: HotspotAnswer) -> pd.DataFrame:
    """The list as numbers that sort and words that say."""
    table = page.listed.table
    made = table.assign(
        interval=[
            hotspot_text.limits(low, high)
            for low, high in zip(table["low"], table["high"], strict=True)
        ],
        expected=table["expected"].round(0).astype("Int32"),
        q=[hotspot_text.q_short(q) for q in table["q"]],
        km2=table["km2"].round(2),
        place=[hotspot_text.numbered(at, name) for at, name in enumerate(table["place"])],
        found_before=[{True: "yes", False: "no"}.get(flag, "") for flag in table["found_before"]],
    )
    empty = [name for name in ("later", "found_before") if table[name].isna().all()]
    return made.drop(
        columns=[*empty, *([] if page.question.unit == units.HEXAGON else ["hexagons"])]
    )


def _settings() -> dict[str, ColumnConfig]:
    helps = {
        "expected": hotspot_text.EXPECTED_HELP,
        "q": hotspot_text.Q_HELP,
        "persistence": hotspot_text.lasting_help(),
        "found_before": hotspot_text.BEFORE_HELP,
        "later": hotspot_text.LATER_HELP,
    }
    numbers = ("offences", "expected", "later", "hexagons", "km2")
    kinds = {
        name: st.column_config.NumberColumn if name in numbers else st.column_config.TextColumn
        for name in hotspot_text.COLUMNS
    }
    return {
        title: kinds[name](width=hotspot_text.WIDTHS[name], help=helps.get(name))
        for name, title in hotspot_text.COLUMNS.items()
    }


def _choose_row() -> None:
    rows = st.session_state[LIST_ROW]["selection"]["rows"]
    url_state.SPOT.put(f"p{rows[0]}" if rows else "")


@panel()
def _score(page: HotspotAnswer) -> None:
    judged = page.judged
    if judged is None:
        return
    absent = judged.year_absent
    tables.plain(
        pd.DataFrame(
            hotspot_text.scores(
                judged.hotspots, judged.counts, judged.residents, year_absent=absent
            )
        )
    )
    metric_cards.note(
        hotspot_text.backtest(judged.before, judged.after, of_list=judged.of_list),
        hotspot_text.beats(judged.hotspots, judged.counts, year_absent=absent),
        hotspot_text.year_unscored(absent),
        hotspot_text.PAI_MEANS,
    )


def _tested(page: HotspotAnswer) -> None:
    """The funnel of what was tested and what remained, and the test in words."""
    in_all = hotspot_answers.hexagons_in_all(page.question.width)
    steps = hotspot_text.funnel(
        page.tested.funnel,
        page.question.unit,
        in_all=in_all,
        fewest=page.tested.fewest,
        served=served(),
    )
    tables.words(
        pd.DataFrame(
            [(step, f"{number:,}", why) for step, number, why in steps],
            columns=["step", "how many", "why"],
        ),
        height=330,
    )
    metric_cards.note(
        hotspot_text.tested_how(page.question.unit),
        hotspot_text.ground_stated(*hotspot_answers.ground_stated(page.selection)),
        hotspot_text.windows(page.windows),
    )
    metric_cards.note(hotspot_text.alike(*hotspot_answers.moran(page.question)))


def _holds(page: HotspotAnswer) -> None:
    """Whether each place survives other sizes of hexagon and other lengths of time."""
    if page.listed.table.empty:
        st.info(hotspot_text.NOTHING_FOUND)
        return
    counted = hotspot_answers.offences(page.selection)
    survival: dict[str, list[bool] | None] = {}
    for name, question in _settings_tried(page):
        try:
            other = hotspot_answers.gi_star(question)
            hot = hotspot_findings.hot_points(other, hotspot_answers.places(question))
            survival[name] = hotspot_findings.survives(page.listed, page.held, counted, hot)
        except DataProblem:
            survival[name] = None
    columns = {
        name: [{True: "yes", False: "no"}[survives] for survives in held]
        for name, held in survival.items()
        if held is not None
    }
    names = [hotspot_text.numbered(at, name) for at, name in enumerate(page.listed.table["place"])]
    sums = [
        hotspot_text.held_up(len(columns), sum(column[row] == "yes" for column in columns.values()))
        for row in range(len(names))
    ]
    table = pd.DataFrame({"Place": names, "Holds in": sums, **columns})
    tables.plain(table, height=min(74 + 35 * len(table), 420))
    untried = [name for name, held in survival.items() if held is None]
    metric_cards.note(hotspot_text.HOLDS_MEANS, hotspot_text.untried(untried))


def _settings_tried(page: HotspotAnswer) -> list[tuple[str, hotspot_answers.HotspotRequest]]:
    """Other widths of hexagon, and other lengths of time that end with the same month."""
    widths = [
        (hotspot_text.setting(width), replace(page.question, width=width))
        for width in hotspot_answers.WIDTHS
        if page.question.unit == units.HEXAGON and width != page.question.width
    ]
    last, ever = page.selection.last_month, source_answers.received_months(page.selection.source_id)
    spans = [(months, month_after(last, 1 - months)) for months in WINDOW_MONTHS]
    return widths + [
        (
            hotspot_text.months_back(months),
            replace(page.question, selection=replace(page.selection, first_month=first)),
        )
        for months, first in spans
        if first >= ever[0] and first != page.selection.first_month
    ]


def _concentration(page: HotspotAnswer) -> None:
    """The authorities beside each other, each against random allocation."""
    concentrations = hotspot_answers.concentration(replace(page.question, unit=units.HEXAGON))
    metric_cards.paragraph(
        *(
            hotspot_text.concentrated(served().names[code], concentration)
            for code, concentration in concentrations.items()
        )
    )
    tables.rates(
        pd.DataFrame(
            [
                hotspot_text.concentration_row(served().names[code], concentration)
                for code, concentration in concentrations.items()
            ]
        )
    )
    metric_cards.note(hotspot_text.CONCENTRATION_MEANS)


def _patrols(page: HotspotAnswer) -> None:
    """What is covered by the busiest places, as many or as much ground as can be patrolled."""
    counted = page.held.counted(hotspot_answers.offences(page.selection))
    left, right = st.columns(2)
    most = int(
        left.number_input(
            hotspot_text.MOST_PLACES, 1, len(counted), min(20, len(counted)), key="patrol places"
        )
    )
    ground = float(
        right.number_input(
            hotspot_text.MOST_KM2,
            0.0,
            100.0,
            0.0,
            0.25,
            key="patrol km2",
            help=hotspot_text.KM2_HELP,
        )
    )
    limits = {"most_km2": ground} if ground else {"most_places": most}
    for name, mine in (
        ("busiest", np.ones(len(counted), dtype=bool)),
        ("hotspots", page.tested.hot),
    ):
        if not mine.any():
            continue
        places, km2, share = covered(counted[mine], page.held.km2[mine], **limits)
        share *= counted[mine].sum() / max(counted.sum(), 1)
        metric_cards.paragraph(
            hotspot_text.patrol(name, places, km2, share, _later_share(page, counted, mine, places))
        )
    metric_cards.note(hotspot_text.PATROL_MEANS)


def _later_share(
    page: HotspotAnswer, counted: np.ndarray, mine: np.ndarray, places: int
) -> float | None:
    """Share of the months judged that the same places caught; none where these follow nothing."""
    if page.judged is None or not page.judged.of_list:
        return None
    later = page.held.counted(hotspot_answers.offences(page.selection, page.judged.after))
    order = np.argsort(-np.where(mine, counted / page.held.km2, -1), kind="stable")[:places]
    return float(later[order].sum() / max(later.sum(), 1))


def _factors(page: HotspotAnswer) -> None:
    """What stands near each hotspot, from a file of the reader's own."""
    file = st.file_uploader(
        hotspot_text.FACTORS_FILE,
        ["csv", "geojson", "json"],
        key="factors file",
        help=hotspot_text.FACTORS_HELP,
    )
    if file is not None:
        st.session_state[hotspot_overview.FACTORS] = place_factors.read_places(
            file.name, file.getvalue(), served()
        )
    if hotspot_overview.FACTORS not in st.session_state or page.listed.table.empty:
        st.info(hotspot_text.FACTORS_NONE)
        return
    table = page.listed.table
    near = place_factors.near_places(
        table[["easting", "northing"]].to_numpy(float), st.session_state[hotspot_overview.FACTORS]
    ).round(0)
    made = pd.concat(
        [
            table[["place", "offences"]].rename(columns={"place": "Place", "offences": "Offences"}),
            near,
        ],
        axis=1,
    )
    tables.plain(made, height=min(74 + 35 * len(made), 420))
    metric_cards.note(hotspot_text.FACTORS_HELP, hotspot_text.NEAR_MEANS)
    downloads.download(made, hotspot_overview.provenance(page), name="hotspots-what-stands-there")


def _repeats(page: HotspotAnswer) -> None:
    """Near repeats, where place and day are known; otherwise why not."""
    repeats = surfaces.near_repeats(page.selection)
    tables.rates(repeats.rename(columns=hotspot_text.REPEAT_COLUMNS))
    metric_cards.note(hotspot_text.REPEATS_MEAN)


def _ward_of_places(page: HotspotAnswer) -> np.ndarray:
    """The ward of each place: that of the first of its points."""
    points = hotspot_answers.map_points(page.selection.source_id)["ward_code"].to_numpy(
        dtype=object
    )
    wards = np.full(len(page.held.codes), "", dtype=object)
    inside = page.held.at >= 0
    wards[page.held.at[inside][::-1]] = points[inside][::-1]
    return wards
