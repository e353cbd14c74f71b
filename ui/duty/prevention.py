"""Prevention on the ward map and in words: bins, sweeps, test purchases, schools, deployments, orders, pathways. Never beside offences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from geo.duty.pathway_funnel import funnel
from geo.duty.prevention import bin_weeks, items_per_bin_week, pass_rate
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.components import metric_cards
from ui.components.panel import panel
from ui.duty import panels as duty_panels
from ui.duty import records as duty_records
from ui.map import point_layer
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView, nothing
from ui.map.payload import MapCells
from ui.map.ward_map import MapOptions
from ui.shell.context import Places
from ui.text import duty as duty_text

KINDS = (
    "bin_or_sweep",
    "test_purchase",
    "school_step",
    "joint_deployment",
    "linked_order",
    "pathway_step",
)
IN_FORCE = ("closure order", "injunction", "criminal behaviour order")
HEIGHT = 620  # pixels
Record = dict[str, Any]


def ward_map(as_of: date | None, day: date) -> MapView:
    """Where prevention takes place; wards are plain ground, and offences are not drawn."""
    placed, missing = on_map(_records_by_kind(as_of), day)
    cells: MapCells = {
        "title": duty_text.MAP_LEGEND,
        "colours": [],
        "words": [],
        "elsewhere": [duty_text.MAP_WARDS],
    }
    shown = MapOptions(points=point_layer.place_points(placed if len(placed) else None))
    about = ward_maps.about(
        duty_text.shown(day, past=as_of is not None),
        [],
        [duty_text.counted_from(answers.manifest().build), duty_text.not_placed(missing)],
        name="map-prevention",
    )
    return ward_maps.hotspots(cells, shown, about, height=HEIGHT, on_event=nothing)


def show(as_of: date | None, day: date, places: Places) -> None:
    """Around the map: what is not on it, each kind in words beside it, forms beneath."""
    registers = record_answers.register()
    by_kind = _records_by_kind(as_of)
    with places.above:
        duty_panels.heading(duty_text.ON_THE_MAP)
    with places.below:
        metric_cards.note(duty_text.not_placed(on_map(by_kind, day)[1]))
    with places.beside, panel():
        _in_words(by_kind, day)
    kind = st.segmented_control(
        duty_text.KIND,
        list(KINDS),
        default=KINDS[0],
        key="prevention",
        required=True,
        format_func=lambda name: registers.kinds[name].title,
        label_visibility="collapsed",
        wrap=True,
    )
    with panel():
        duty_records.editor(kind or KINDS[0], as_of=as_of)


def _records_by_kind(as_of: date | None) -> dict[str, list[Record]]:
    return {kind: _records(kind, as_of) for kind in (*KINDS, "intervention")}


def on_map(by_kind: dict[str, list[Record]], day: date) -> tuple[pd.DataFrame, list[str]]:
    """Places to draw (kind, place in words, longitude, latitude), and the names of what has none.

    What is known by its ward alone is drawn in the middle of it, and says so.
    """
    rows, missing = [], []
    for row in by_kind["bin_or_sweep"]:
        rows.append((row["what"], duty_text.found_place(row, *_rate(row, day)), row))
    rows += [
        ("joint deployment", duty_text.deployed(row), row) for row in by_kind["joint_deployment"]
    ]
    rows += [
        ("intervention", f"{row['name']} ({row['tier']})", row)
        for row in by_kind["intervention"]
        if row["ward_code"] or row["place"]
    ]
    drawn = []
    for kind, words, row in rows:
        if row.get("longitude") is not None and not pd.isna(row.get("longitude")):
            drawn.append((kind, words, row["longitude"], row["latitude"]))
        elif ground := record_answers.record_places().ground(
            [(row["ward_code"], row["ward_vintage"])]
        ):
            drawn.append((kind, duty_text.somewhere(words), *_middle(ground)))
        else:
            missing.append(str(row.get("place") or row.get("name")))
    return pd.DataFrame(drawn, columns=["kind", "place", "longitude", "latitude"]), missing


def _middle(ground: str) -> tuple[float, float]:
    point = shapely.point_on_surface(shapely.from_geojson(ground))
    return float(point.x), float(point.y)


def _rate(row: Record, day: date) -> tuple[float, tuple[float, float, float] | None]:
    weeks = bin_weeks(row["start"], row["end"], day)
    known = row["what"] == "surrender bin" and not pd.isna(row["items"]) and weeks > 0
    return weeks, items_per_bin_week(int(row["items"]), weeks) if known else None


def _in_words(by_kind: dict[str, list[Record]], day: date) -> None:
    _panel(
        duty_text.BINS,
        (duty_text.found_place(row, *_rate(row, day)) for row in by_kind["bin_or_sweep"]),
        duty_text.BINS_MEAN,
    )
    _panel(
        duty_text.PURCHASES,
        (
            duty_text.round_passed(row, pass_rate(int(row["tried"]), int(row["sold"])), served())
            for row in by_kind["test_purchase"]
        ),
    )
    steps = sorted(by_kind["school_step"], key=lambda row: (row["authority_code"], row["position"]))
    _panel(duty_text.SCHOOLS, [duty_text.school_line(step, served()) for step in steps])
    _panel(duty_text.DEPLOYMENTS, map(duty_text.deployed, by_kind["joint_deployment"]))
    _panel(duty_text.ORDERS, orders_in_force(by_kind["linked_order"], day))
    for name, lines in pathways(by_kind["pathway_step"]).items():
        _panel(name, lines)
    if not by_kind["pathway_step"]:
        _panel(duty_text.PATHWAYS, [])


def orders_in_force(rows: list[Record], day: date) -> list[str]:
    """How many orders of each kind are in force on a day, and when the next expires."""
    lines = []
    for kind in IN_FORCE:
        mine = [
            row
            for row in rows
            if row["order_kind"] == kind
            and (row["start"] is None or row["start"] <= day)
            and (row["end"] is None or row["end"] >= day)
        ]
        ends = [row["end"] for row in mine if row["end"] is not None]
        if mine:
            lines.append(
                duty_text.orders(
                    kind, sum(int(row["orders"]) for row in mine), min(ends, default=None)
                )
            )
    return lines


def pathways(rows: list[Record]) -> dict[str, list[str]]:
    """Each pathway's steps in words, as the disclosure layer lets them out: by its name, authority and period."""
    grouped: dict[tuple[str, str, Any, Any], list[Record]] = {}
    for row in rows:
        grouped.setdefault(
            (row["pathway"], row["authority_code"], row["start"], row["end"]), []
        ).append(row)
    lines_by_title = {}
    for (name, authority, start, end), steps in grouped.items():
        steps.sort(key=lambda row: row["position"])
        shown = funnel([None if pd.isna(row["people"]) else int(row["people"]) for row in steps])
        first = shown[0] if len(shown) else np.nan
        lines_by_title[duty_text.pathway_title(name, authority, start, end, served())] = [
            duty_text.pathway_line(row, people, first)
            for row, people in zip(steps, shown, strict=True)
        ]
    return lines_by_title


def _panel(title: str, lines: Iterable[str], note: str = "") -> None:
    duty_panels.listed(title, [(line, "") for line in lines], duty_text.NONE, note=note)


def _records(kind: str, as_of: date | None) -> list[Record]:
    return [
        {str(name): value for name, value in row.items()}
        for row in record_answers.register().records(kind, as_at=as_of).to_dict("records")
    ]
