"""The trend strip under the commander's lists: drawn as one small picture, since the chart library would take longer than the map."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.answers import vintages
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.components.charts import INK, OPERATION, look_of
from ui.text import figures as figure_text
from ui.text import sources as source_text

WIDE, PLOT, LEFT, LOW, TOP = 800, 134, 34, 22, 14
LETTER, GAP, ROW, MOST_ROWS = (
    6.6,
    8,
    13,
    4,
)  # width of a letter, room between two names, height and number of their rows over the plot
STEPS = (
    1,
    1.5,
    2,
    2.5,
    3,
    4,
    5,
    6,
    8,
    10,
)  # the axis ends at one of these, or at it times a power of ten
SVG_DASH = {
    "solid": "",
    "dash": "7 4",
    "dot": "2 3",
    "dashdot": "7 3 2 3",
    "longdash": "12 4",
    "longdashdot": "12 3 2 3",
}
LINES = {
    "solid": "━━",
    "dash": "╍╍",
    "dot": "┈┈",
    "dashdot": "╍┈",
    "longdash": "━╍",
    "longdashdot": "━┈",
}


@dataclass(frozen=True)
class Mark:
    """A dated line at `x`; its name beside it from `left` to `right`, in a row over the plot, or None where there is no room."""

    x: float
    label: str
    left: float
    right: float
    row: int | None = None


def show(selection: Selection) -> None:
    """Each authority's monthly rates with what is usual, gaps for absent months, starts of operations."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.html(_picture(answers.asked_by(), selection, record_answers.register().changes(), theme))


@cache_data(200)
def _picture(asked_by: AskedBy, selection: Selection, changes: int, theme: str) -> str:
    """The strip as HTML, drawn once for a selection, a reader's role, a state of the register and a theme."""
    del asked_by, changes  # part of the key
    findings, authorities = ward_answers.trend(selection), selection.authorities
    charts = {
        code: chart
        for code, chart in findings.charts.items()
        if code in (authorities or findings.charts)
    }
    months = list(next(iter(charts.values())).index)
    # an authority of which no rate can be formed has none of either
    heights = pd.concat([chart[["value", "high"]] for chart in charts.values()])
    top = axis_top(float(heights.max().max()))
    marks = named_apart(
        [
            _mark(day, figure_text.shorter_months(label), months)
            for day, label in figure_text.dated_marks(
                record_answers.operations(), vintages.dated_changes(tuple(charts)), pd.Index(months)
            )
        ]
    )
    rows = max((mark.row for mark in marks if mark.row is not None), default=-1) + 1
    over = max(rows - 1, 0) * ROW
    drawn = "".join(_absent(month, months) for month in findings.absent)
    drawn += "".join(
        _band(chart, months, top, look_of(code).colour) for code, chart in charts.items()
    )
    drawn += "".join(_line(chart, months, top, code) for code, chart in charts.items())
    drawn += _axes(months, top) + "".join(_drawn(mark, rows) for mark in marks)
    summary = figure_text.strip_summary(
        [served().names[code] for code in charts],
        source_text.absent(findings.absent, source_answers.partial_months(selection.source_id)),
    )
    keys = " ".join(
        f'<span style="color:{look_of(code).colour}">{LINES[look_of(code).dash]}</span> {escape(served().short_names[code])}'
        for code in charts
    )
    # As a picture of its own, since Streamlit takes drawings out of HTML: it does not inherit the page's colour, so it is told.
    ink = INK[theme][0]
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-over} {WIDE} {PLOT + over}" width="{WIDE}" height="{PLOT + over}" '
        f'color="{ink}" fill="{ink}" font-family="sans-serif" font-size="12">{drawn}</svg>'
    )
    return (
        f'<section class="panel strip"><h2>{escape(figure_text.STRIP)} <small>{keys}</small></h2>'
        f'<img src="data:image/svg+xml,{address(picture)}" alt="{escape(summary)}"></section>'
    )


def address(picture: str) -> str:
    """The picture as part of a data address inside a quoted attribute, no longer than it must be."""
    return picture.replace("%", "%25").replace("#", "%23").replace('"', "'").replace("&", "&amp;")


def _x(month: date, months: list[date]) -> float:
    return LEFT + (months.index(month) + 0.5) * (WIDE - LEFT - 6) / len(months)


def _y(value: float, top: float) -> float:
    return PLOT - LOW - value / top * (PLOT - LOW - TOP)


def _band(chart: pd.DataFrame, months: list[date], top: float, colour: str) -> str:
    """Between the limits of what is usual."""
    held = chart[["low", "high"]].dropna()
    if not len(held):
        return ""
    over, under = (
        [f"{_x(month, months):.0f},{_y(value, top):.0f}" for month, value in held[limit].items()]
        for limit in ("high", "low")
    )
    return f'<polygon points="{" ".join(over + under[::-1])}" fill="{colour}" fill-opacity="0.13"/>'


def _line(chart: pd.DataFrame, months: list[date], top: float, code: str) -> str:
    """The rate month by month, broken where a month is absent; a dot on what is unusual, a ring on a thin month."""
    path, look = (
        "",
        f'stroke="{look_of(code).colour}" stroke-width="2" stroke-dasharray="{SVG_DASH[look_of(code).dash]}"',
    )
    for month, value in chart["value"].items():
        path += (
            ""
            if np.isnan(value)
            else f"{'L' if path and path[-1] != ' ' else 'M'}{_x(month, months):.0f},{_y(value, top):.0f}"
        )
        path += " " if np.isnan(value) else ""
    parts = [f'<path d="{path.strip()}" fill="none" {look}/>']
    for month, row in chart[chart["outside"] | chart["shift"]].iterrows():
        parts.append(
            f'<circle cx="{_x(month, months):.0f}" cy="{_y(row["value"], top):.0f}" r="4" fill="{look_of(code).colour}" '
            'stroke="currentColor" stroke-width="1.5"/>'
        )
    for month, row in chart[chart["thin"]].iterrows():
        parts.append(
            f'<circle cx="{_x(month, months):.0f}" cy="{_y(row["value"], top):.0f}" r="4" fill="none" '
            f'stroke="{look_of(code).colour}" stroke-width="2"/>'
        )
    return "".join(parts)


def _absent(month: date, months: list[date]) -> str:
    wide = (WIDE - LEFT - 6) / len(months)
    return (
        f'<rect x="{_x(month, months) - wide / 2:.0f}" y="{TOP}" width="{wide:.0f}" height="{PLOT - LOW - TOP}" fill="currentColor" '
        'fill-opacity="0.14"/>'
    )


def _axes(months: list[date], top: float) -> str:
    """The base line, the top rate, and every January or the first and last month."""
    named = [month for month in months if month.month == 1] or [months[0], months[-1]]
    ticks = "".join(
        f'<text x="{_x(month, months):.0f}" y="{PLOT - 6}" text-anchor="middle">{month:%b %Y}</text>'
        for month in named
    )
    line = f'<line x1="{LEFT}" x2="{WIDE}" y1="{PLOT - LOW}" y2="{PLOT - LOW}" stroke="currentColor" stroke-opacity="0.5"/>'
    return f'{line}<text x="0" y="{TOP + 5}">{figure_text.rate(top)}</text><text x="0" y="{PLOT - LOW}">0</text>{ticks}'


def axis_top(highest: float) -> float:
    """The number at which the axis ends: the first round one above the highest value, 1 where there is none."""
    if not highest > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return float(next(step * power for step in STEPS if step * power >= highest))


def _mark(day: date, label: str, months: list[date]) -> Mark:
    """A day's line, its name to the right where the picture has room for it, else to the left."""
    x = _x(day.replace(day=1), months) + (day.day - 15) / 30 * (WIDE - LEFT) / len(months)
    wide = len(label) * LETTER
    left = x + 3 if x + 3 + wide < WIDE else x - 3 - wide
    return Mark(x, label, left, left + wide)


def named_apart(marks: list[Mark]) -> list[Mark]:
    """The marks with a row for each name, 0 the uppermost, so that no name meets another or is crossed by the line of one.

    Those at the right edge choose first: their names reach back over the marks before them.
    """
    placed: list[Mark] = []
    for mark in sorted(
        marks, key=lambda mark: (mark.left > mark.x, -mark.x if mark.left < mark.x else mark.x)
    ):
        row = next(
            (
                row
                for row in range(MOST_ROWS)
                if not any(_meet(replace(mark, row=row), other) for other in placed)
            ),
            None,
        )
        placed.append(replace(mark, row=row))
    return sorted(placed, key=lambda mark: mark.x)


def _meet(first: Mark, second: Mark) -> bool:
    """Whether two names lie over each other, or the line under one of them runs through the other."""
    if first.row is None or second.row is None:
        return False
    if first.row == second.row:
        return first.left < second.right + GAP and second.left < first.right + GAP
    upper, lower = (first, second) if first.row < second.row else (second, first)
    return lower.left - 1 < upper.x < lower.right + 1


def _drawn(mark: Mark, rows: int) -> str:
    """The line, from its name down, and the name."""
    base = TOP - 4 - (rows - 1 - (rows if mark.row is None else mark.row)) * ROW
    line = (
        f'<line x1="{mark.x:.0f}" x2="{mark.x:.0f}" y1="{min(base, TOP)}" y2="{PLOT - LOW}" stroke="{OPERATION}" '
        'stroke-dasharray="2 3"/>'
    )
    return (
        line
        if mark.row is None
        else f'{line}<text font-weight="600" x="{mark.left:.0f}" y="{base}">{mark.label}</text>'
    )
