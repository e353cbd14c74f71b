"""The ward map: a base that never changes and a layer that only paints it, so that nothing blinks or loses its zoom."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import escape
from typing import Any, get_args

import pandas as pd
import streamlit as st

from geo.core.selection import OwnArea
from ui.answers.area import served
from ui.answers.caching import (
    AskedBy,
    cache_data,
    cache_resource,
    cached_on_instance,
)
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import WardAnswer
from ui.components import downloads
from ui.filters import sidebar
from ui.filters.sidebar import Look
from ui.map import drawing, point_layer, saved_map
from ui.map.colours import COLOURS
from ui.map.map_view import Event, MapView, nothing
from ui.map.payload import (
    HIDDEN,
    NO_RATE,
    MapCells,
    MapPayload,
    MapSettings,
    MapWords,
    Operation,
    OperationId,
    Origin,
    OutlineKind,
    PartCounts,
    WardCode,
    WardPaint,
)
from ui.map.saved_map import About
from ui.shell import assets
from ui.shell.assets import FROM_MAP
from ui.text import figures as figure_text
from ui.text import map as map_text
from ui.text.record_places import with_place

KEY = "ward_map"
PARTS: tuple[Origin, ...] = get_args(Origin)
WORDS: MapWords = {
    "tip": figure_text.TOOLTIP,
    "noRate": figure_text.TOOLTIP_NO_RATE,
    "legend": figure_text.RATE_AXIS,
    "town": figure_text.TOWN_CENTRE,
    "hatched": figure_text.HATCHED,
    "untold": figure_text.UNTOLD,
    "untoldLine": figure_text.UNTOLD_LINE,
    "shapelessLine": figure_text.SHAPELESS_LINE,
    "operation": figure_text.OPERATION_AREA,
    "statuses": map_text.STATUSES,
    "reset": figure_text.WHOLE_MAP,
    "partLegend": map_text.PARTS_LEGEND,
    "partWords": {origin: map_text.ORIGIN_SHORT[origin] for origin in PARTS},
}
ATTRIBUTION = "Contains National Statistics and OS data © Crown copyright and database right"


@dataclass(frozen=True)
class Outline:
    """A set of wards with a line of its own kind around each, and its row in the legend."""

    kind: OutlineKind
    words: str
    wards: tuple[str, ...]


@dataclass(frozen=True)
class MapOptions:
    """What a map shows beside its paint: the look, the ward chosen and wards named, what to fit to, an area, dots, sets of wards."""

    look: Look = field(default_factory=Look)
    selected: str | None = None
    chosen: tuple[str, ...] = ()
    fit: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    area: OwnArea | None = None
    draw: bool = False
    points: pd.DataFrame | None = None
    parts: pd.DataFrame | None = None  # ward_code index, a column an origin: offences
    outlines: tuple[Outline, ...] = ()
    month: date | None = (
        None  # as at the end of which operations are shown; the answer's last month unless said
    )


def wards(
    answer: WardAnswer,
    options: MapOptions,
    *,
    height: int = 700,
    on_event: Callable[[Event], None] | None = None,
) -> MapView:
    """The wards of an answer, painted by rate; a click chooses a ward.

    on_event  told of what the reader did on the map; a click that chooses a ward unless given
    """
    shapes = answers.drawing_file()
    return MapView(payload(answer, options), height, on_event, _about(answer), shapes)


def side_by_side(
    answer: WardAnswer, options: MapOptions, pair: tuple[str, ...], *, height: int = 480
) -> MapView:
    """Two authorities, by code, in one frame, each fitted to itself, on one scale; `legend` draws their legend, once for both."""
    painting: MapPayload = {**payload(answer, options), "beside": list(pair)}
    return MapView(painting, height, None, _about(answer))


def hotspots(
    cells: MapCells,
    options: MapOptions,
    about: About,
    *,
    height: int = 700,
    on_event: Callable[[Event], None] | None = None,
) -> MapView:
    """The same map with wards as plain ground, painted by what `cells` says of hexagons or wards (see ui/hotspots/map_layer.py, ui/stop_and_search/map_layer.py).

    options  its dots are places, named when pointed at
    about  what the map says of itself as a file
    """
    operations = (
        _operations(options.month, frozenset(ward_tables.wards().index)) if options.month else {}
    )
    painting: MapPayload = {
        "files": _files(answers.asked_by()),
        "wards": None,
        "words": {"hidden": "", "nobody": "", "classes": []},
        "selected": options.selected,
        "outlines": [],
        "cells": cells,
        "operations": operations,
        "authorities": list(served().codes),
        "view": "map",
        "chosen": (),
        "fit": options.fit,
        "neighbours": (),
        "layers": {"operations": options.look.operations, "places": options.look.places},
        "area": None,
        "fitArea": False,
        "draw": False,
        "dark": st.context.theme.type == "dark",
        "points": None
        if options.points is None
        else {**point_layer.packed(options.points), "tip": ["{street}"] * 2},
    }
    return MapView(painting, height, on_event, about)


def draw(view: MapView) -> None:
    """Put a map on screen, one a page, which another page takes over where it is drawn in the same place; and offer it as a file."""
    drawing.draw(
        view.payload,
        key=KEY,
        height=view.height,
        centre=served().centre,
        on_event=view.on_event or sidebar.ward_clicked,
    )
    if view.about is not None:
        make = partial(
            saved_map.page,
            view.payload,
            view.about,
            shapes=view.shapes or answers.drawing_file(),
            settings=_settings(),
            centre=served().centre,
        )
        downloads.map_file(make, name=view.about.name)


def about(shown: str, source_ids: Sequence[str], notes: Sequence[str], *, name: str) -> About:
    """What a map says of itself as a file, with the marking of the restricted one among its sources, as on its page."""
    restricted = [source for source in source_ids if source_answers.policy(source).restricted]
    open_mark = (
        figure_text.DEMONSTRATION_MARK if answers.is_demonstration() else figure_text.OPEN_MARK
    )
    marking = source_answers.marking(restricted[0]) if restricted else open_mark
    return About(shown, marking, tuple(notes), name)


def _about(answer: WardAnswer) -> About:
    selection = answer.selection
    notes = [
        *source_answers.provenance(selection),
        figure_text.made_of(len(answer.coverage.received)),
    ]
    name = f"map-{figure_text.file_name(selection)}"
    return about(figure_text.shown(selection), [selection.source_id], notes, name=name)


def unpainted(view: MapView) -> MapView:
    """The map of a view as a browser has it already: told what it stands on and nothing to paint, so that it stays as it is."""
    return MapView({"files": view.payload["files"]}, view.height, nothing)


def legend(answer: WardAnswer, *, parts: bool = False) -> None:
    """The classes of an answer in a row, for maps that share them; and the patterns of origins where they are drawn."""
    st.html(legend_row(answer, parts=parts))


def legend_row(answer: WardAnswer, *, parts: bool = False) -> str:
    """The same as HTML."""
    return (
        f'<p class="legend-row"><b>{escape(figure_text.RATE_AXIS)}</b>'
        + "".join(
            f'<span><i style="background:{colour}"></i>{escape(words)}</span>'
            for colour, words in zip(
                COLOURS,
                figure_text.class_labels(
                    answer.classes.limits, unplaced=answer.unplaced > 0 or answer.restricted
                ),
                strict=False,
            )
        )
        + f'<span><i class="hatched"></i>{escape(figure_text.HATCHED)}</span>'
        + (
            f'<span><i class="hidden"></i>{escape(figure_text.HIDDEN_LEGEND)}</span>'
            if answer.restricted
            else ""
        )
        + (
            f'<span><i class="nobody"></i>{escape(no_rate_row)}</span>'
            if (no_rate_row := _no_rate_row(answer))
            else ""
        )
        + "".join(
            f'<span><i class="operation {status}"></i>{escape(words)}</span>'
            for status, words in map_text.STATUSES.items()
        )
        + "</p>"
    )
    if parts:
        st.html(
            f'<p class="legend-row"><b>{escape(map_text.PARTS_LEGEND)}</b>'
            + "".join(
                f'<span><i class="part {origin}"></i>{escape(words)}</span>'
                for origin, words in map_text.ORIGIN_WORDS.items()
            )
            + f"<span>{escape(map_text.PARTS_NOTE)}</span></p>"
        )


@cache_resource(20)
def _files(asked_by: AskedBy) -> tuple[str, str]:
    """Addresses of what a map fetches once: the shapes of a build, and all that is the same in every paint."""
    del asked_by  # part of the key: the shapes are those of its build
    fixed = assets.fixed(_settings())
    return FROM_MAP + assets.shapes(answers.drawing_file()), FROM_MAP + fixed


def _words() -> MapWords:
    """The words of every map, with the noun of the areas shown."""
    worded = answers.in_area_words
    one, many = WORDS["untoldLine"]
    shapeless, shapeless_many = WORDS["shapelessLine"]
    return {
        **WORDS,
        "untold": worded(WORDS["untold"]),
        "untoldLine": (worded(one), worded(many)),
        "shapelessLine": (worded(shapeless), worded(shapeless_many)),
        "operation": worded(WORDS["operation"]),
    }


def _settings() -> MapSettings:
    return {
        "words": _words(),
        "colours": COLOURS,
        "authorities": list(served().codes),
        "insets": [
            {
                "name": town.name,
                "authority": town.authority,
                "bounds": [list(corner) for corner in town.bounds],
            }
            for town in ward_tables.insets()
        ],
        "legend": True,
        "attribution": ATTRIBUTION,
        "places": [
            {
                "name": row["place"],
                "latitude": row["latitude"],
                "longitude": row["longitude"],
                "rank": row["rank"],
                "authority": row["authority_code"],
            }
            for row in ward_tables.town_labels().to_dict("records")
        ],
    }


def payload(answer: WardAnswer, options: MapOptions) -> MapPayload:
    """What the map is sent to paint an answer: every ward's class and figures by its code; legend; operations; dots."""
    look, area = options.look, options.area
    painting: MapPayload = {
        "files": _files(answers.asked_by()),
        "wards": _ward_paints(answer),
        "words": {
            "hidden": figure_text.HIDDEN_LEGEND if answer.restricted else "",
            "nobody": _no_rate_row(answer),
            "classes": figure_text.class_labels(
                answer.classes.limits, unplaced=answer.unplaced > 0 or answer.restricted
            ),
        },
        "selected": options.selected,
        "operations": _operations(options.month or answer.selection.last_month, answer.shown_codes),
        "outlines": [
            {"kind": outline.kind, "words": outline.words, "wards": outline.wards}
            for outline in options.outlines
            if outline.wards
        ],
        "authorities": list(answer.selection.authorities or served().names),
        "view": "tiles" if look.tiles else "map",
        "layers": {"operations": look.operations, "places": look.places},
        "chosen": options.chosen,
        "fit": options.fit,
        "neighbours": options.neighbours,
        "area": json.loads(area.geometry) if area else None,
        "fitArea": area is not None,
        "draw": options.draw,
        "dark": st.context.theme.type == "dark",
        "points": None if options.points is None else point_layer.packed(options.points),
    }
    if options.parts is not None:
        painting["parts"] = _parts(answer, options.parts)
    return painting


def _no_rate_row(answer: WardAnswer) -> str:
    """The legend's row of wards without residents, which have no rate; empty where none of them is shown."""
    without = answer.wards.index[answer.classes.classes == NO_RATE]
    return figure_text.NO_RATE if without.isin(list(answer.shown_codes)).any() else ""


@cached_on_instance(100)
def _ward_paints(answer: WardAnswer) -> dict[WardCode, WardPaint | None]:
    """Each ward's class and figures by its code; None for one that the reader's selection leaves out."""
    return {
        str(code): _ward_paint(row, int(colour)) if code in answer.shown_codes else None
        for code, row, colour in zip(
            answer.wards.index, answer.wards.to_dict("records"), answer.classes.classes, strict=True
        )
    }


def _ward_paint(row: Mapping[Hashable, Any], colour: int) -> WardPaint:
    """One ward of an answer: a hidden one has its colour and whether it is a town centre, one without residents no rate."""
    rates = [
        figure_text.rate(row[name]) if colour >= 0 else None
        for name in ("rate_per_1000", "rate_low", "rate_high")
    ]
    return WardPaint(
        colour,
        1 if row["standing"] == "not distinguishable" else 0,
        1 if row["residents_mislead"] else 0,
        None if colour == HIDDEN else int(row["offences"]),
        *rates,
    )


def _parts(answer: WardAnswer, parts: pd.DataFrame) -> dict[WardCode, PartCounts]:
    """Offences by origin of each ward shown that has any, by its code."""
    here = parts.loc[parts.index.isin(answer.shown.index), list(PARTS)]
    return {
        str(code): PartCounts(**{str(origin): int(count) for origin, count in row.items()})
        for code, row in here.iterrows()
        if row.sum()
    }


def _operations(month: date, shown: frozenset[str]) -> dict[OperationId, Operation]:
    """Operations in the wards shown, or in none of the page's at all, as they stood at the end of a month; one a place."""
    return {
        operation: placed
        for operation, placed in _placed(
            answers.asked_by(), record_answers.register().changes(), month
        ).items()
        if not placed["wards"] or not shown.isdisjoint(placed["wards"])
    }


@cache_data(50)
def _placed(asked_by: AskedBy, changes: int, month: date) -> dict[OperationId, Operation]:
    """Every operation with a ward or an area of its own, worked out once for a build, a state of the register and a month."""
    del asked_by, changes  # part of the key
    listed = record_answers.operations(month)
    grounds = listed["ward_codes"].map(bool) | (listed["outline"] != "") | (listed["area"] != "")
    placed = listed[grounds.astype(bool)]
    order = placed["status"].map({status: at for at, status in enumerate(map_text.STATUSES)})
    placed = placed.assign(order=order, since=pd.to_datetime(placed["start"]))
    placed = placed.sort_values(["order", "since"], ascending=[True, False])
    placed = placed.drop_duplicates(["operation", "ward_codes", "area", "outline"]).sort_index()
    place = placed.groupby("operation").cumcount() + 1
    return {
        f"operation-{row['operation']}-{place[at]}": {
            "name": " · ".join(
                words for words in (row["name"], with_place(row["place"], row["lies_in"])) if words
            ),
            "status": row["status"],
            "wards": row["ward_codes"],
            "dates": map_text.on_map(row),
            "area": json.loads(row["area"] or row["outline"] or "null"),
            "at": (row["latitude"], row["longitude"]) if pd.notna(row["latitude"]) else None,
        }
        for at, row in placed.iterrows()
    }
