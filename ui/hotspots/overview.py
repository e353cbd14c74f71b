"""Hotspots as the page shows them: what is asked, what was found, the cards, the map, the list and one place in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import shapely
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.core.errors import DataProblem
from geo.core.selection import OwnArea, Selection
from geo.hotspots import units
from geo.hotspots.backtest import Score
from geo.hotspots.cells import GiStar
from geo.hotspots.offences import kinds_of
from geo.hotspots.patrols import PLACES
from geo.hotspots.units import Units
from geo.rates.intervals import poisson_limits
from geo.space import grid
from ui.access import identity
from ui.answers.area import served
from ui.answers.caching import cached_on_instance
from ui.answers.hotspots import harm as harm_answers
from ui.answers.hotspots import local_statistics as hotspot_answers
from ui.answers.hotspots import patrols as patrol_answers
from ui.answers.hotspots import surfaces
from ui.answers.hotspots.local_statistics import Backtest, HotspotRequest
from ui.answers.hotspots.patrols import Patrol
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards import one_place as place_answers
from ui.components import charts, metric_cards, tables
from ui.components.panel import panel
from ui.filters import geographies, sidebar, url_state
from ui.hotspots import files as hotspot_files
from ui.hotspots import findings as hotspot_findings
from ui.hotspots import map_layer as hotspot_map
from ui.hotspots.findings import HotspotPlaces
from ui.map import point_layer
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.payload import MapCells
from ui.map.ward_map import MapOptions
from ui.shell import errors
from ui.text import hotspots as hotspot_text
from ui.text import pages as page_text
from ui.text.markup import plain
from ui.text.wards import areas as area_text

BANDWIDTHS = (200, 300, 400, 600, 800)
LENGTHS = (5, 10, PLACES, 50, 100)
ABOUT_CHANCE = ("places", "tested", "holds")  # views whose map is first that of the test
AREAS, FACTORS = "hotspot areas", "place factors"
TYPES = {"offence_type": "Offence type", "now": "Now", "then": "Year before", "verdict": "Change"}


@dataclass(frozen=True)
class HotspotAnswer:
    """Everything the page shows of one question; hot_windows and judged are None where they cannot be said, with the reason."""

    question: HotspotRequest
    without: Selection | None
    tested: GiStar
    held: Units
    listed: HotspotPlaces
    hot_windows: np.ndarray | None
    windows: tuple[tuple[date, ...], ...]
    judged: Backtest | None
    patrol: Patrol
    unsaid: tuple[DataProblem, ...]

    @property
    def selection(self) -> Selection:
        return self.question.selection


@dataclass(frozen=True, eq=False)
class Request:
    """What the sidebar asks for in one run; with what police find switched on also the same without it.

    length  how many places the list to patrol holds
    """

    question: HotspotRequest
    without: Selection | None
    length: int = PLACES


def request() -> Request:
    """What the sidebar asks for."""
    selection, without = sidebar.of_hotspots(
        lambda source, with_found: kinds_of(
            detailed=source_answers.declared(source).detailed, with_found=with_found
        )
    )
    unit = url_state.UNIT.value([*hotspot_text.UNITS], hotspot_text.UNITS.__getitem__)
    offered = hotspot_text.UNITS | (
        {units.WARD: hotspot_text.WARDS_OR_AREAS} if answers.geographies() else {}
    )
    st.selectbox(
        hotspot_text.UNIT, [*offered], format_func=offered.__getitem__, **url_state.UNIT.bound()
    )
    if unit == units.WARD and (geography := geographies.chosen(selection.source_id)):
        answers.pin_geography(geography)
    areas = _areas() if unit == units.POLYGON else ""
    length = url_state.PATROL.value(LENGTHS, default=PLACES)
    st.selectbox(hotspot_text.LENGTH, LENGTHS, **url_state.PATROL.bound())
    return Request(HotspotRequest(selection, unit, areas=areas), without, length)


@cached_on_instance(10)
def answer(request: Request) -> HotspotAnswer:
    """Ask for the hotspots, whether they last and what they foretell; the slow parts show how far they are."""
    question, without = request.question, request.without
    tested, held = hotspot_answers.gi_star(question), hotspot_answers.places(question)
    hot_windows, listed, unsaid = None, tuple[tuple[date, ...], ...](), list[DataProblem]()
    slot = st.empty()
    try:
        bar = slot.progress(0.0, hotspot_text.WORKING)
        listed, hot_windows = hotspot_answers.windows(question, lambda done: _progress(bar, done))
    except DataProblem as problem:
        unsaid.append(problem)
    slot.empty()
    judged = None
    try:
        judged = hotspot_answers.backtest(question)
    except DataProblem as problem:
        unsaid.append(problem)
    later = (
        hotspot_answers.offences(question.selection, judged.after)
        if judged and judged.of_list
        else None
    )
    places = hotspot_findings.listed(
        tested,
        held,
        hotspot_answers.map_points(question.selection.source_id),
        hotspot_answers.offences(question.selection),
        wards=ward_tables.wards(),
        towns=hotspot_answers.towns(),
        hot_windows=hot_windows,
        found_before=judged.chosen if judged and not judged.of_list else None,
        later=later,
    )
    return HotspotAnswer(
        question,
        without,
        tested,
        held,
        places,
        hot_windows,
        listed,
        judged,
        patrol_answers.patrol(question, request.length),
        tuple(unsaid),
    )


def _progress(bar: DeltaGenerator, done: float) -> None:
    bar.progress(done, hotspot_text.WORKING)


def counted(question: HotspotRequest) -> str:
    """How many offences are counted, and what lies in no place of the unit; nothing where this role must not be told."""
    selection = question.selection
    if source_answers.guarded(selection.source_id, identity.sight()):
        return ""
    every = hotspot_answers.offences(selection)
    outside = hotspot_answers.places(question).outside(every)
    months = hotspot_answers.received(selection)
    return hotspot_text.counted(
        int(every.sum()) - outside,
        outside,
        question.unit,
        months,
        selection.months,
        ward_answers.unplaced_count(selection),
        source_answers.partial_months(selection.source_id),
    )


@panel()
def cards(page: HotspotAnswer) -> None:
    """Five figures: how many, what they caught, how concentrated each authority is where there are few, how many last."""
    table = page.listed.table
    uneven = hotspot_answers.concentration(replace(page.question, unit=units.HEXAGON))
    caught = hotspot_text.caught_card(page.patrol.scores, len(page.patrol.list.order))
    halves = [
        (hotspot_text.half_of(name), *hotspot_text.half_card(uneven.get(code)))
        for code, name in served().names.items()
    ]
    if len(halves) > metric_cards.MOST_AUTHORITIES:
        halves = []  # each is under “How concentrated”
    metric_cards.show(
        [
            (hotspot_text.CAUGHT, *caught),
            (
                hotspot_text.HOTSPOTS,
                *hotspot_text.found_card(
                    len(table),
                    int(table["hexagons"].sum()),
                    float(table["km2"].sum()),
                    page.question.unit,
                ),
            ),
            (hotspot_text.LASTING, *hotspot_text.lasting_card(list(table["persistence"]))),
            *halves,
        ]
    )
    if answers.geography_shown():
        metric_cards.note(
            area_text.residents_carried(answers.geography_shown(), *ward_tables.residents_carried())
        )


def ward_map(page: HotspotAnswer, above: DeltaGenerator) -> MapView:
    """The map, painted as the reader asks; what chooses the paint, and why it cannot be had, stand above it."""
    offered = {
        units.HEXAGON: hotspot_text.HEXAGON_PAINTS,
        units.WARD: hotspot_text.WARD_PAINTS,
    }.get(page.question.unit, hotspot_text.AREA_PAINTS)
    with above, st.container(horizontal=True, vertical_alignment="bottom"):
        view = view_chosen()
        begins = "standing" if view in ABOUT_CHANCE else "patrol"
        titles = hotspot_text.PAINTS
        if answers.harm_weights() is not None:
            offered, titles = (*offered, hotspot_text.HARM), titles | hotspot_text.HARM_PAINT
            begins = hotspot_text.HARM if view == hotspot_text.HARM else begins
        paint = url_state.PAINT.value(offered, titles.__getitem__, default=begins)
        st.segmented_control(
            hotspot_text.PAINT,
            offered,
            format_func=titles.__getitem__,
            required=True,
            label_visibility="collapsed",
            **url_state.PAINT.bound(),
        )
        width = 400
        if paint in ("density", "searches"):
            width = int(
                st.selectbox(
                    hotspot_text.BANDWIDTH,
                    BANDWIDTHS,
                    index=BANDWIDTHS.index(400),
                    key="bandwidth",
                    width=150,
                    format_func=hotspot_text.metres,
                    label_visibility="collapsed",
                )
            )
    try:
        cells = _painted(page, paint, float(width))
    except DataProblem as problem:
        with above:
            errors.show_problem(problem)
        cells = _painted(page, "standing", float(width))
    ward = chosen(page) if page.question.unit == units.WARD else None
    return ward_maps.hotspots(
        cells,
        MapOptions(
            sidebar.look_without_switches(),
            _code(page, ward) if ward else None,
            month=page.selection.last_month,
            points=point_layer.place_points(st.session_state.get(FACTORS)),
        ),
        ward_maps.about(
            hotspot_text.shown(page.selection),
            [page.selection.source_id],
            provenance(page),
            name="map-hotspots",
        ),
        on_event=lambda event: clicked(event, page),
    )


def views_offered() -> dict[str, str]:
    """The views beside the map; by harm only where an index of harm is loaded."""
    if answers.harm_weights() is None:
        return hotspot_text.VIEWS
    return hotspot_text.VIEWS | hotspot_text.HARM_VIEW


def view_chosen() -> str:
    """What stands beside the map."""
    views = views_offered()
    return url_state.SIDE.value([*views], views.__getitem__)


def clicked(event: dict[str, object], page: HotspotAnswer) -> None:
    """A click on a hexagon or ward chooses the place it belongs to, or itself where it belongs to none."""
    raw = event.get("ward") if page.question.unit == units.WARD else event.get("cell")
    if raw is None:
        return
    at = page.held.codes.get_indexer([raw])[0]
    if at >= 0:
        row = int(page.listed.members[at])
        url_state.SPOT.put(f"p{row}" if row >= 0 else f"#{raw}")


def chosen(page: HotspotAnswer) -> str | None:
    """The place asked for, by select box, list or map: “p0” is the first of the list, “#…” a hexagon or ward; None for none."""
    names = _places(page)
    return url_state.SPOT.value([*names], names.__getitem__) or None


def choose(page: HotspotAnswer) -> None:
    """The select box of places."""
    chosen(page)
    names = _places(page)
    st.selectbox(
        hotspot_text.PLACE, [*names], format_func=names.__getitem__, **url_state.SPOT.bound()
    )


def _places(page: HotspotAnswer) -> dict[str, str]:
    """Places to choose from, with their names: those listed, and the one asked for where it is none of them."""
    listed = {
        f"p{at}": hotspot_text.numbered(at, name)
        for at, name in enumerate(page.listed.table["place"])
    }
    names = {"": hotspot_text.NO_PLACE} | listed
    wanted = url_state.SPOT.wanted()
    if wanted and wanted not in names and wanted not in names.values():
        names |= {
            f"#{code}": _named(page, at)
            for at, code in enumerate(page.held.codes)
            if wanted in (f"#{code}", _named(page, at))
        }
    return names


@panel()
def one_place(page: HotspotAnswer, key: str | None) -> None:
    """One place in full: its figures, trend and offence mix."""
    if key is None:
        metric_cards.note(hotspot_text.CHOOSE)
        return
    mask = _cells_of(page, key)
    if not mask.any():
        return
    name = (
        str(page.listed.table["place"][int(key[1:])])
        if key[0] == "p"
        else _named(page, int(np.flatnonzero(mask)[0]))
    )
    st.subheader(plain(name), anchor=False)
    strongest = int(
        page.tested.places["q"].where(pd.Series(mask)).fillna(2.0).where(pd.Series(mask)).idxmin()
    )
    _in_words(page, strongest, several=mask.sum() > 1)
    selection = _within(page, key, mask, name)
    place = place_answers.place(replace(selection, offence_types=page.selection.offence_types))
    metric_cards.place(name, place)
    left, right = st.columns([3, 2])
    with left:
        charts.place_trend(place, name)
    with right:
        tables.plain(place.types.drop(columns=["q", "doubtful"]).rename(columns=TYPES), height=388)
    metric_cards.note(page_text.SNAPPED)


def provenance(page: HotspotAnswer) -> list[str]:
    """What stands above every file: what is counted, how it was tested, how the list was judged."""
    judged = page.judged
    scored = (
        [
            hotspot_text.backtest(judged.before, judged.after, of_list=judged.of_list),
            hotspot_text.score_line(*_scores(judged), year_absent=judged.year_absent),
            hotspot_text.year_unscored(judged.year_absent),
        ]
        if judged
        else []
    )
    counted_by = hotspot_text.UNITS[page.question.unit].lower()
    return [
        *source_answers.provenance(page.selection, area=counted_by),
        hotspot_text.tested_how(page.question.unit),
        hotspot_text.ground_stated(*hotspot_answers.ground_stated(page.selection)),
        *scored,
    ]


@panel()
def download(page: HotspotAnswer) -> None:
    """The list as table, map and patrol file."""
    shapes = (
        ward_tables.ward_shapes()
        if page.question.unit == units.WARD
        else (
            dict(st.session_state[page.question.areas].items())
            if page.question.unit == units.POLYGON
            else {}
        )
    )
    hotspot_files.download(
        page.listed,
        page.held,
        provenance(page),
        name=hotspot_text.file_name(page.selection, page.question.unit),
        width=page.question.width,
        shapes=shapes,
    )


def _scores(judged: Backtest) -> tuple[Score, Score, Score]:
    return judged.hotspots, judged.counts, judged.residents


def _painted(page: HotspotAnswer, paint: str, bandwidth: float) -> MapCells:
    counted = page.held.counted(hotspot_answers.offences(page.selection))
    if paint == "lasting" and page.hot_windows is None:
        raise page.unsaid[0]
    if paint == hotspot_text.HARM:
        most = harm_answers.harm_places(page.question, len(page.patrol.list.order))
        classes = hotspot_map.patrol_classes(most.order, len(page.held.codes))
    elif paint == "patrol":
        classes = hotspot_map.patrol_classes(page.patrol.list.order, len(page.held.codes))
    elif paint == "lasting" and page.hot_windows is not None:
        classes = hotspot_map.lasting_classes(page.hot_windows)
    elif paint == "density":
        classes = hotspot_map.density_classes(surfaces.smoothed(page.question, bandwidth))
    elif paint == "searches":
        classes = hotspot_map.search_classes(
            surfaces.against_searches(page.question, bandwidth), counted
        )
    elif paint == "lisa":
        classes = hotspot_map.lisa_numbers(hotspot_answers.lisa(page.question))
    else:
        classes = hotspot_map.standing_classes(page.tested)
    if page.question.unit == units.HEXAGON:
        key = chosen(page)
        mine = _cells_of(page, key) if key else np.zeros(len(classes), dtype=bool)
        return hotspot_map.hexagons(
            paint, page.held.codes, classes, counted, width=page.question.width, chosen=mine
        )
    if page.question.unit == units.WARD:
        left_out = ward_tables.wards().index.difference(page.held.codes)
        return hotspot_map.wards(paint, page.held.codes, classes, left_out=left_out)
    return hotspot_map.polygons(paint, st.session_state[page.question.areas].sort_index(), classes)


def _cells_of(page: HotspotAnswer, key: str) -> np.ndarray:
    if key[0] == "p":
        return page.listed.members == int(key[1:])
    return np.asarray(page.held.codes.astype(str) == key[1:])


def _code(page: HotspotAnswer, key: str) -> str | None:
    mask = _cells_of(page, key)
    return str(page.held.codes[mask][0]) if mask.any() else None


def _named(page: HotspotAnswer, at: int) -> str:
    code = page.held.codes[at]
    if page.question.unit == units.HEXAGON:
        return hotspot_text.hexagon_named(
            grid.grid_references([code], width_metres=page.question.width)[0]
        )
    return (
        str(ward_tables.wards().at[code, "ward_name"])
        if page.question.unit == units.WARD
        else str(code)
    )


def _in_words(page: HotspotAnswer, at: int, *, several: bool) -> None:
    row = page.tested.places.iloc[at]
    low, high = (float(limit[0]) for limit in poisson_limits(np.array([row["offences"]])))
    lasts = (
        f" {hotspot_text.LASTING_LEGEND[code].capitalize()}."
        if page.hot_windows is not None
        and (code := int(hotspot_map.lasting_classes(page.hot_windows[:, [at]])[0])) >= 0
        else ""
    )
    sentence = (
        hotspot_text.cell_sentence(
            _named(page, at),
            int(row["offences"]),
            (low, high),
            int(row["near_offences"]),
            expected=float(row["expected"]),
            q=float(row["q"]),
            standing=str(row["standing"]),
        )
        + lasts
    )
    metric_cards.paragraph(hotspot_text.clearest(sentence) if several else sentence)


def _within(page: HotspotAnswer, key: str, mask: np.ndarray, name: str) -> Selection:
    if page.question.unit == units.WARD:
        return replace(page.selection, wards=(str(page.held.codes[mask][0]),), ward_names=(name,))
    places = HotspotPlaces(
        page.listed.table.iloc[:1] if len(page.listed.table) else pd.DataFrame({"place": [name]}),
        np.where(mask, 0, -1),
    )
    shapes = (
        dict(st.session_state[page.question.areas].items())
        if page.question.unit == units.POLYGON
        else {}
    )
    outline = hotspot_files.outlines(places, page.held, width=page.question.width, shapes=shapes)[0]
    return replace(page.selection, area=OwnArea(name, shapely.to_geojson(outline)))


def _areas() -> str:
    """Areas of a reader's file, kept for this visit; the name they are kept under."""
    from geo.space.own_areas import named_areas

    file = st.file_uploader(
        hotspot_text.AREAS_FILE,
        ["geojson", "json"],
        key="hotspot areas file",
        help=hotspot_text.AREAS_HELP,
    )
    if file is not None:
        st.session_state[AREAS] = named_areas(file.name, file.getvalue(), served())
    if AREAS not in st.session_state:
        raise DataProblem(
            "There are no areas to look for hotspots among.",
            do=hotspot_text.AREAS_FILE + ".",
            stands="",
        )
    return AREAS
