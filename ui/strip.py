"""The trend strip under the commander's lists: drawn as one small picture, since the chart library would take longer than the map."""

from __future__ import annotations

from datetime import date
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from geo.schema import AUTHORITY_NAMES
from ui import answers, page_wording, wording
from ui.charts import COLOURS, DASHES, INK, OPERATION
from ui.findings import Trend

WIDE, HIGH, LEFT, LOW, TOP = 800, 170, 34, 22, 14
LETTER, MOST_ROWS = 7.0, 4  # width of a letter, and rows of operations' names
SVG_DASH = {"solid": "", "dash": "7 4"}
LINES = {"solid": "━━", "dash": "╍╍"}


def show(found: Trend, authorities: tuple[str, ...]) -> None:
    """Both authorities' monthly rates with what is usual, gaps for absent months, starts of operations."""
    charts = {code: chart for code, chart in found.charts.items() if code in (authorities or found.charts)}
    months = list(next(iter(charts.values())).index)
    top = max(float(np.nanmax([chart["value"].max(), chart["high"].max()])) for chart in charts.values()) * 1.05 or 1.0
    drawn = "".join(_absent(month, months) for month in found.absent)
    drawn += "".join(_band(chart, months, top, COLOURS[code]) for code, chart in charts.items())
    drawn += "".join(_line(chart, months, top, code) for code, chart in charts.items())
    drawn += _axes(months, top) + _marks(months)
    said = page_wording.strip_summary([AUTHORITY_NAMES[code] for code in charts], found.absent)
    keys = " ".join(f'<span style="color:{COLOURS[code]}">{LINES[DASHES[code]]}</span> {escape(AUTHORITY_NAMES[code])}' for code in charts)
    # As a picture of its own, since Streamlit takes drawings out of HTML: it does not inherit the page's colour, so it is told.
    ink = INK["dark" if st.context.theme.type == "dark" else "light"][0]
    picture = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" '
               f'color="{ink}" fill="{ink}" font-family="sans-serif" font-size="12">{drawn}</svg>')
    st.html(f'<section class="panel strip"><h2>{escape(page_wording.STRIP)} <small>{keys}</small></h2>'
            f'<img src="data:image/svg+xml,{address(picture)}" alt="{escape(said)}"></section>')


def address(picture: str) -> str:
    """The picture as part of a data address inside a quoted attribute, no longer than it must be."""
    return picture.replace("%", "%25").replace("#", "%23").replace('"', "'").replace("&", "&amp;")


def _x(month: date, months: list[date]) -> float:
    return LEFT + (months.index(month) + 0.5) * (WIDE - LEFT - 6) / len(months)


def _y(value: float, top: float) -> float:
    return HIGH - LOW - value / top * (HIGH - LOW - TOP)


def _band(chart: pd.DataFrame, months: list[date], top: float, colour: str) -> str:
    """Between the limits of what is usual."""
    held = chart[["low", "high"]].dropna()
    if not len(held):
        return ""
    over, under = ([f"{_x(month, months):.0f},{_y(value, top):.0f}" for month, value in held[limit].items()] for limit in ("high", "low"))
    return f'<polygon points="{" ".join(over + under[::-1])}" fill="{colour}" fill-opacity="0.13"/>'


def _line(chart: pd.DataFrame, months: list[date], top: float, code: str) -> str:
    """The rate month by month, broken where a month is absent; a ring on what is unusual."""
    path, look = "", f'stroke="{COLOURS[code]}" stroke-width="2" stroke-dasharray="{SVG_DASH[DASHES[code]]}"'
    for month, value in chart["value"].items():
        path += "" if np.isnan(value) else f"{'L' if path and path[-1] != ' ' else 'M'}{_x(month, months):.0f},{_y(value, top):.0f}"
        path += " " if np.isnan(value) else ""
    parts = [f'<path d="{path.strip()}" fill="none" {look}/>']
    for month, row in chart[chart["outside"] | chart["shift"]].iterrows():
        parts.append(f'<circle cx="{_x(month, months):.0f}" cy="{_y(row["value"], top):.0f}" r="4" fill="{COLOURS[code]}" '
                     'stroke="currentColor" stroke-width="1.5"/>')
    return "".join(parts)


def _absent(month: date, months: list[date]) -> str:
    wide = (WIDE - LEFT - 6) / len(months)
    return (f'<rect x="{_x(month, months) - wide / 2:.0f}" y="{TOP}" width="{wide:.0f}" height="{HIGH - LOW - TOP}" fill="currentColor" '
            'fill-opacity="0.14"/>')


def _axes(months: list[date], top: float) -> str:
    """The base line, the top rate, and every January or the first and last month."""
    named = [month for month in months if month.month == 1] or [months[0], months[-1]]
    ticks = "".join(f'<text x="{_x(month, months):.0f}" y="{HIGH - 6}" text-anchor="middle">{month:%b %Y}</text>' for month in named)
    line = f'<line x1="{LEFT}" x2="{WIDE}" y1="{HIGH - LOW}" y2="{HIGH - LOW}" stroke="currentColor" stroke-opacity="0.5"/>'
    return f'{line}<text x="0" y="{TOP + 5}">{wording.rate(top)}</text><text x="0" y="{HIGH - LOW}">0</text>{ticks}'


def _marks(months: list[date]) -> str:
    """A dated line at the start of each operation within the months, named in the first row where its name has room."""
    marks = sorted(wording.dated_marks(answers.operations(), answers.events(), pd.Index(months)), key=lambda mark: mark[0])
    drawn, rows = "", [-1.0] * MOST_ROWS
    for day, label in marks:
        x = _x(day.replace(day=1), months) + (day.day - 15) / 30 * (WIDE - LEFT) / len(months)
        wide = len(label) * LETTER
        left = x + 3 if x + wide < WIDE else x - 3 - wide
        row = next((at for at, taken in enumerate(rows) if taken < left), None)
        drawn += f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{TOP}" y2="{HIGH - LOW}" stroke="{OPERATION}" stroke-dasharray="2 3"/>'
        if row is not None:
            rows[row] = left + wide
            drawn += f'<text font-weight="600" x="{left:.0f}" y="{TOP + row * 13 - 3}">{label}</text>'
    return drawn
