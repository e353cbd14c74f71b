"""The ward map: a base that never changes and a layer that only paints it, so that nothing blinks or loses its zoom."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any, Literal

import pandas as pd
import streamlit as st

from geo.core.schema import AUTHORITY_NAMES
from geo.core.selection import OwnArea
from ui.answers import store as answers
from ui.answers.caching import AskedBy, cache_data, cache_resource, cached_on_instance
from ui.answers.findings import WardAnswer
from ui.filters import sidebar as filters
from ui.filters.sidebar import Look
from ui.map import frame, point_layer
from ui.map.frame import COLOURS, KEY
from ui.shell import assets, errors
from ui.shell.assets import FROM_MAP
from ui.text import figures as figure_text
from ui.text import lines as lines_text
from ui.text import operations as operation_text

PARTS = ("proactive", "reported", "school", "unknown")  # in the order of ui/map/parts.js
WORDS = {
    "tip": figure_text.TOOLTIP,
    "noRate": figure_text.TOOLTIP_NO_RATE,
    "legend": figure_text.RATE_AXIS,
    "town": figure_text.TOWN_CENTRE,
    "hatched": figure_text.HATCHED,
    "operation": figure_text.OPERATION_AREA,
    "statuses": operation_text.STATUSES,
    "reset": figure_text.WHOLE_MAP,
    "partLegend": lines_text.PARTS_LEGEND,
    "partWords": [lines_text.ORIGIN_SHORT[origin] for origin in PARTS],
}
ATTRIBUTION = "Contains National Statistics and OS data © Crown copyright and database right"


@dataclass(frozen=True)
class Outline:
    """A set of wards with a line of its own kind around each, and its row in the legend."""

    kind: Literal["ring", "comparison", "ring comparison"]
    words: str
    wards: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
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
    shown: Shown,
    *,
    height: int = 700,
    on_event: Callable[[dict[str, object]], None] | None = None,
) -> None:
    """Draw the wards of an answer, painted by rate; a click chooses a ward.

    on_event  told of what the reader did on the map; a click that chooses a ward unless given
    """
    _draw(_told(answer, shown), height, on_event)


def side_by_side(answer: WardAnswer, shown: Shown, *, height: int = 480) -> None:
    """Both authorities in one frame, each fitted to itself, on one scale; their legend is drawn beside them, once for both."""
    _draw(_told(answer, shown) | {"beside": list(AUTHORITY_NAMES)}, height, None)


def hotspots(
    cells: dict[str, Any],
    shown: Shown,
    *,
    height: int = 700,
    on_event: Callable[[dict[str, object]], None] | None = None,
) -> None:
    """The same map with wards as plain ground, painted by what `cells` says of hexagons or wards (see ui/hotspots/map_layer.py, ui/stop_and_search/map_layer.py).

    shown  its dots are places, named when pointed at
    """
    operations = _operations(shown.month, frozenset(answers.wards().index)) if shown.month else []
    told: dict[str, object] = {
        "wards": "",
        "words": {"hidden": "", "classes": []},
        "selected": shown.selected,
        "outlines": [],
        "cells": cells
        | {name: _in_order(cells[name]) for name in ("wards", "tips") if name in cells},
        "operations": operations,
        "authorities": list(AUTHORITY_NAMES),
        "view": "map",
        "chosen": (),
        "fit": shown.fit,
        "neighbours": (),
        "layers": {"operations": shown.look.operations, "places": shown.look.places},
        "area": None,
        "fitArea": False,
        "draw": False,
        "dark": st.context.theme.type == "dark",
        "points": None
        if shown.points is None
        else point_layer.packed(shown.points) | {"tip": ["{street}"] * 2},
    }
    _draw(told, height, on_event)


def _draw(
    told: Mapping[str, object], height: int, on_event: Callable[[dict[str, object]], None] | None
) -> None:
    frame.draw(
        frame.wards(),
        {"files": _files(answers.asked_by()), **told},
        key=KEY,
        height=height,
        on_change=errors.callback(lambda: _happened(KEY, on_event)),
    )


def legend(answer: WardAnswer, *, parts: bool = False) -> None:
    """The classes of an answer in a row, for maps that share them; and the patterns of origins where they are drawn."""
    st.html(
        f'<p class="legend-row"><b>{escape(figure_text.RATE_AXIS)}</b>'
        + "".join(
            f'<span><i style="background:{colour}"></i>{escape(words)}</span>'
            for colour, words in zip(
                COLOURS, figure_text.class_labels(answer.classes.limits), strict=False
            )
        )
        + f'<span><i class="hatched"></i>{escape(figure_text.HATCHED)}</span>'
        + (
            f'<span><i class="hidden"></i>{escape(figure_text.HIDDEN_LEGEND)}</span>'
            if answer.restricted
            else ""
        )
        + "".join(
            f'<span><i class="operation {status}"></i>{escape(words)}</span>'
            for status, words in operation_text.STATUSES.items()
        )
        + "</p>"
    )
    if parts:
        st.html(
            f'<p class="legend-row"><b>{escape(lines_text.PARTS_LEGEND)}</b>'
            + "".join(
                f'<span><i class="part {origin}"></i>{escape(words)}</span>'
                for origin, words in lines_text.ORIGIN_WORDS.items()
            )
            + f"<span>{escape(lines_text.PARTS_NOTE)}</span></p>"
        )


@cache_resource(20)
def _files(asked_by: AskedBy) -> tuple[str, str]:
    """Addresses of what a map fetches once: the shapes of a build, and all that is the same in every paint."""
    del asked_by  # part of the key: the shapes are those of its build
    fixed = assets.fixed(
        {
            "words": WORDS,
            "authorities": list(AUTHORITY_NAMES),
            "insets": answers.insets(),
            "legend": True,
            "attribution": ATTRIBUTION,
            "places": answers.town_labels()[
                ["place", "latitude", "longitude", "rank", "authority_code"]
            ]
            .to_numpy()
            .tolist(),
        }
    )
    files = FROM_MAP + assets.shapes(answers.drawing_file()), FROM_MAP + fixed
    assets.keep_ground(files)
    return files


def _told(answer: WardAnswer, shown: Shown) -> dict[str, object]:
    """Every ward's class and figures, in the order of ward codes and as short as can be; legend; operations; dots."""
    words = {
        "hidden": figure_text.HIDDEN_LEGEND if answer.restricted else "",
        "classes": figure_text.class_labels(answer.classes.limits),
    }
    look, area = shown.look, shown.area
    return {
        "wards": _every_ward(answer),
        "words": words,
        "selected": shown.selected,
        "operations": _operations(shown.month or answer.selection.last_month, answer.shown_codes),
        "outlines": [
            {"kind": one.kind, "words": one.words, "wards": one.wards}
            for one in shown.outlines
            if one.wards
        ],
        "authorities": list(answer.selection.authorities or AUTHORITY_NAMES),
        "view": "tiles" if look.tiles else "map",
        "layers": {"operations": look.operations, "places": look.places},
        "chosen": shown.chosen,
        "fit": shown.fit,
        "neighbours": shown.neighbours,
        "area": json.loads(area.geometry) if area else None,
        "fitArea": area is not None,
        "draw": shown.draw,
        "dark": st.context.theme.type == "dark",
        **({} if shown.parts is None else {"parts": _parts(answer, shown.parts)}),
        "points": None if shown.points is None else point_layer.packed(shown.points),
    }


def _in_order(told: Mapping[str, int | tuple[str, ...]]) -> str:
    """What is told of wards, by code, as text in the order of ward codes; of the others, nothing."""
    found = (told.get(code, ()) for code in answers.wards().index)
    return ";".join("|".join(one) if isinstance(one, tuple) else str(one) for one in found)


@cached_on_instance(100)
def _every_ward(answer: WardAnswer) -> str:
    """The figures of each ward, in the order of ward codes; of those not shown, nothing."""
    return ";".join(
        _figures(row, colour) if code in answer.shown_codes else ""
        for code, row, colour in zip(
            answer.wards.index, answer.wards.to_dict("records"), answer.classes.classes, strict=True
        )
    )


def _figures(row: Mapping[Hashable, Any], colour: int) -> str:
    """One ward: class; 1 where it cannot be told from the force rate, 2 more for a town centre; offences; rate and limits."""
    marks = int(row["standing"] == "not distinguishable") + 2 * int(row["residents_mislead"])
    rates = (
        []
        if colour < 0
        else [figure_text.rate(row[name]) for name in ("rate_per_1000", "rate_low", "rate_high")]
    )
    return ",".join(map(str, [colour, marks, "" if colour == -2 else int(row["offences"]), *rates]))


def _parts(answer: WardAnswer, parts: pd.DataFrame) -> str:
    """Each ward's offences by origin, in the order of ward codes as the figures are; empty for none."""
    here = parts[list(PARTS)].reindex(answer.wards.index, fill_value=0)
    here[~here.index.isin(answer.shown.index)] = 0
    return ";".join(",".join(map(str, row)) if sum(row) else "" for row in here.to_numpy().tolist())


def _operations(month: date, shown: frozenset[str]) -> list[dict[str, Any]]:
    """Operations in the wards shown, as they stood at the end of a month; one a place."""
    return [
        placed
        for placed in _placed(answers.asked_by(), answers.register().changes(), month)
        if not shown.isdisjoint(placed["wards"])
    ]


@cache_data(50)
def _placed(asked_by: AskedBy, changes: int, month: date) -> list[dict[str, Any]]:
    """Every operation with a ward or an area of its own, worked out once for a build, a state of the register and a month."""
    del asked_by, changes  # part of the key
    listed = answers.operations(month)
    placed = listed[listed["ward_codes"].map(bool)]
    order = placed["status"].map({status: at for at, status in enumerate(operation_text.STATUSES)})
    placed = placed.assign(order=order, since=pd.to_datetime(placed["start"]))
    placed = placed.sort_values(["order", "since"], ascending=[True, False])
    return [
        {
            "name": f"{row['name']} · {row['place']}" if row["place"] else row["name"],
            "status": row["status"],
            "wards": row["ward_codes"],
            "dates": operation_text.on_map(row),
            "area": json.loads(row["area"]) if row["area"] else None,
            "at": [row["latitude"], row["longitude"]] if pd.notna(row["latitude"]) else None,
        }
        for _, row in placed.drop_duplicates(["operation", "ward_codes", "area"])
        .sort_index()
        .iterrows()
    ]


def _happened(key: str, on_event: Callable[[dict[str, object]], None] | None) -> None:
    (on_event or filters.ward_clicked)(st.session_state.get(key) or {})
