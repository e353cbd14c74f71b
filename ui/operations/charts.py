"""Charts of the Operations page: the outcome line with dosage under it, effects side by side. Plotly is imported late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.change.rate_ratio import RatioChange
from geo.core.selection import month_after
from ui.components import charts
from ui.components.charts import INK, OPERATION, absent_band, faint
from ui.text import evaluation as evaluation_text
from ui.text import figures as figure_text
from ui.text import operations as operation_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

AREA, COMPARED = "#0072B2", "#D55E00"
WEEK = 7
LONGEST_WEEK = 31  # days; longer work is a phase of its own, and named beside the line
MEASURES = ("patrol_hours", "visits", "searches", "arrests", "seizures", "engagements")
BAR_COLOURS = {"phase": OPERATION, "instance": "#b34700", "other": "#5b6b78"}
PATTERNS = {"planned": "/", "closed": "."}
ROW = 0.085  # height of a row of names, as a share of the picture
NAME_ROOM = 200  # days before the end of a line below which a name stands to its left
DAY, BEYOND = 86_400_000, 45  # milliseconds; days that a calendar goes beyond the last date
NARROWEST, WIDEST = 0.05, 20.0


@dataclass(frozen=True)
class Marks:
    """What is drawn over a line: the operation's phases and the weeks of other work, as name, first and last day (None: open)."""

    phases: Sequence[tuple[str, date, date | None]] = ()
    weeks: Sequence[tuple[str, date, date]] = ()


@dataclass(frozen=True)
class OutcomeSeries:
    """An outcome month by month, as ui.answers.operations.evaluation.Line; dosage by week with labels of its measures."""

    chart: pd.DataFrame
    expected: pd.Series
    absent: tuple[date, ...]
    marks: Marks
    dosage: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)


def outcome_line(series: OutcomeSeries, *, height: int = 360) -> None:
    """Offences a month with what is usual and what was to be expected, phases and weeks; under it dosage, recorded or not."""
    from plotly.subplots import make_subplots

    figure = _styled(
        make_subplots(
            rows=2, cols=1, shared_xaxes=True, row_heights=[0.74, 0.26], vertical_spacing=0.07
        )
    )
    chart, months = series.chart, list(series.chart.index)
    for side, fill in (("high", None), ("low", "tonexty")):
        figure.add_scatter(
            x=months,
            y=chart[side],
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=faint(AREA),
            hoverinfo="skip",
            name=evaluation_text.USUAL,
            showlegend=side == "low",
            connectgaps=True,
            row=1,
            col=1,
        )
    if series.expected.notna().any():
        figure.add_scatter(
            x=months,
            y=series.expected,
            mode="lines",
            name=evaluation_text.EXPECTED,
            hoverinfo="skip",
            line={"color": COMPARED, "dash": "dash", "width": 1.6},
            row=1,
            col=1,
        )
    odd = (chart["outside"] | chart["shift"]).tolist()
    ring = {"color": "#10202e", "width": [2 if flag else 0 for flag in odd]}
    figure.add_scatter(
        x=months,
        y=chart["value"],
        mode="lines+markers",
        name=evaluation_text.OUTCOME_ROW,
        connectgaps=False,
        text=[evaluation_text.month_said(month, value) for month, value in chart["value"].items()],
        hovertemplate="%{text}<extra></extra>",
        line={"color": AREA, "width": 2.2},
        marker={"size": [11 if flag else 6 for flag in odd], "line": ring},
        row=1,
        col=1,
    )
    charts.hollow(figure, chart["thin"], AREA)
    for month in series.absent:
        absent_band(figure, month)
    _marked(figure, series.marks, months)
    _dosage(figure, series.dosage, series.labels, months)
    highest = np.nanmax([chart["value"].max(), chart["high"].max(), series.expected.max()])
    over = highest / (1 - 4.4 * ROW)  # names stand there
    figure.update_yaxes(title_text=evaluation_text.OUTCOME_ROW, range=[0, over], row=1, col=1)
    figure.update_xaxes(
        range=[(months[0] - timedelta(days=15)).isoformat(), month_after(months[-1]).isoformat()]
    )
    charts.plotted(figure, "outcome line", height=height)


def effects(rows: Sequence[tuple[str, str, RatioChange]]) -> None:
    """Operations beside each other on one axis: the ratio of what was counted to what was to be expected, with its interval.

    rows  name, verdict, change
    """
    from plotly.graph_objects import Figure

    figure = _styled(Figure())
    figure.add_vline(x=1, line={"color": "#7a8794", "width": 1.5, "dash": "dash"})
    for name, verdict, change in reversed(rows):
        middle = change.ratio if change.ratio is not None else np.nan
        low, high = max(change.low, NARROWEST), min(change.high, WIDEST)
        label, hover = (
            figure_text.plain_text(name),
            figure_text.plain_text(evaluation_text.effect_label(name, change)),
        )
        figure.add_scatter(
            x=[low, high],
            y=[label, label],
            mode="lines",
            line={"color": AREA, "width": 4},
            hoverinfo="skip",
            showlegend=False,
        )
        figure.add_scatter(
            x=[middle],
            y=[label],
            mode="markers+text",
            textposition="top center",
            textfont={"size": 15},
            showlegend=False,
            marker={"size": 15, "color": AREA, "line": {"color": "#fff", "width": 1.5}},
            text=[figure_text.plain_text(verdict)],
            hovertext=[hover],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    ticks = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 10]
    lows, highs = ([getattr(change, side) for _, _, change in rows] for side in ("low", "high"))
    reach = [
        np.log10(max(min(*lows, 0.5) / 1.15, NARROWEST)),
        np.log10(min(max(*highs, 2.0) * 1.15, WIDEST)),
    ]
    figure.update_xaxes(
        type="log",
        range=reach,
        tickvals=ticks,
        ticktext=[f"{tick:.0%}" for tick in ticks],
        title_text=evaluation_text.EFFECT_AXIS,
    )
    figure.update_yaxes(automargin=True, tickfont={"size": 15}, range=[-0.6, len(rows) - 0.3])
    charts.plotted(figure, "effects", height=150 + 74 * len(rows))


def calendar(bars: pd.DataFrame, at: date, first: date) -> None:
    """Operations, phases, instances and other work as bars over time, the months shown behind them.

    bars  row, name, start, end (None: open), status, kind
    """
    from plotly.graph_objects import Figure

    figure = _styled(Figure())
    known = [day for day in [*bars["start"], *bars["end"]] if not pd.isna(day)]
    finish = max(*known, at) + timedelta(days=BEYOND)
    figure.add_vrect(
        x0=first.isoformat(),
        x1=at.isoformat(),
        fillcolor="#7db8e8",
        opacity=0.16,
        line_width=0,
        layer="below",
    )
    for kind, rows in bars.groupby("kind", sort=False):
        _bars(figure, str(kind), rows, finish)
    figure.add_vline(x=at.isoformat(), line={"color": OPERATION, "width": 2})
    figure.add_annotation(
        x=at.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right",
        text=operation_text.SHOWN_MONTHS,
        showarrow=False,
    )
    lines = [figure_text.plain_text(row) for row in dict.fromkeys(bars["row"])]
    figure.update_layout(
        barmode="overlay",
        bargap=0.3,
        legend={"orientation": "h", "y": -0.16, "x": 0},
        margin={"t": 28},
    )
    figure.update_xaxes(
        type="date",
        range=[(min(known) - timedelta(days=BEYOND // 2)).isoformat(), finish.isoformat()],
    )
    figure.update_yaxes(categoryorder="array", categoryarray=lines[::-1], tickfont={"size": 14})
    charts.plotted(figure, "calendar", height=150 + 46 * len(lines))


def _bars(figure: Figure, kind: str, rows: pd.DataFrame, finish: date) -> None:
    """One kind of work as bars; an open end runs to the edge."""
    ends = [finish if pd.isna(end) else end + timedelta(days=1) for end in rows["end"]]
    lengths = [(end - start).days for start, end in zip(rows["start"], ends, strict=True)]
    hovers = [
        operation_text.calendar_hover(
            row["name"], row["start"], None if pd.isna(row["end"]) else row["end"], row["status"]
        )
        for _, row in rows.iterrows()
    ]
    shapes = [PATTERNS.get(status, "") for status in rows["status"]]
    figure.add_bar(
        base=[start.isoformat() for start in rows["start"]],
        x=[days * DAY for days in lengths],
        orientation="h",
        y=[figure_text.plain_text(row) for row in rows["row"]],
        name=operation_text.BARS[kind],
        marker={
            "color": BAR_COLOURS[kind],
            "line": {"color": "#fff", "width": 1},
            "pattern": {
                "shape": shapes,
                "fillmode": "overlay",
                "fgcolor": "#fff",
                "fgopacity": 0.35,
                "solidity": 0.2,
            },
        },
        text=[figure_text.plain_text(name) for name in rows["name"]],
        insidetextanchor="start",
        cliponaxis=False,
        textposition=["inside" if days > BEYOND else "outside" for days in lengths],
        hovertext=[figure_text.plain_text(text) for text in hovers],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _styled(figure: Figure) -> Figure:
    ink, ground, grid = INK["dark" if st.context.theme.type == "dark" else "light"]
    axis: dict[str, Any] = {
        "gridcolor": grid,
        "linecolor": ink,
        "zeroline": False,
        "automargin": True,
    }
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 18, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor=ground,
        font={"size": 13, "color": ink, "family": "Source Sans, sans-serif"},
        hoverlabel={"font": {"size": 14}},
        legend={"orientation": "h", "y": -0.12, "x": 0},
    )
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def _marked(figure: Figure, marks: Marks, months: Sequence[date]) -> None:
    """Phases from their first day on, weeks as narrow bands, each named."""
    last = month_after(months[-1])
    for at, (name, start, end) in enumerate(marks.phases):
        if start < last:
            figure.add_vrect(
                x0=max(start, months[0]).isoformat(),
                x1=min(end or last, last).isoformat(),
                fillcolor=OPERATION,
                opacity=0.07,
                line_width=0,
                layer="below",
                row=1,
                col=1,
            )
            figure.add_vline(
                x=start.isoformat(),
                line={"color": OPERATION, "width": 1.6, "dash": "dot"},
                row=1,
                col=1,
            )
            _name(figure, start, name, OPERATION, 1.0 - ROW * (at % 2))
    for at, (name, start, end) in enumerate(marks.weeks):
        if months[0] <= start < last:
            figure.add_vrect(
                x0=start.isoformat(),
                x1=(end + timedelta(days=1)).isoformat(),
                fillcolor="#b34700",
                opacity=0.4,
                line_width=0,
                row=1,
                col=1,
            )
            _name(
                figure,
                start,
                figure_text.shorter_months(name),
                "#b34700",
                1.0 - ROW * (2 + at % 2),
                left=(last - start).days > NAME_ROOM,
            )


def _name(
    figure: Figure, start: date, name: str, colour: str, height: float, *, left: bool = True
) -> None:
    """A name beside a line, on the side where it has room."""
    figure.add_annotation(
        x=start.isoformat(),
        y=height,
        yref="y domain",
        text=f"<b>{figure_text.plain_text(name)}</b>",
        showarrow=False,
        xanchor="left" if left else "right",
        yanchor="top",
        xshift=3 if left else -3,
        font={"size": 12, "color": colour},
        bgcolor="rgba(255,255,255,0.8)",
    )


def _dosage(
    figure: Figure, dosage: pd.DataFrame, labels: Mapping[str, str], months: Sequence[date]
) -> None:
    """A strip a measure: the darker, the more in that week; a gap is a week not recorded."""
    held = [name for name in MEASURES if name in dosage and dosage[name].notna().any()]
    if not held:
        figure.add_scatter(
            x=[months[0]],
            y=[""],
            mode="markers",
            marker={"opacity": 0},
            showlegend=False,
            hoverinfo="skip",
            row=2,
            col=1,
        )
        figure.add_annotation(
            x=0.5,
            y=0.5,
            xref="x domain",
            yref="y domain",
            text=evaluation_text.NOT_RECORDED,
            showarrow=False,
            font={"size": 14},
            row=2,
            col=1,
        )
        figure.update_yaxes(showticklabels=False, showgrid=False, row=2, col=1)
        return
    weeks, values = (
        [week + timedelta(days=WEEK // 2) for week in dosage["week"]],
        dosage[held].astype(float),
    )
    hover_texts = [
        [
            evaluation_text.week_said(labels.get(name, name), week, value)
            if not np.isnan(value)
            else ""
            for week, value in zip(dosage["week"], values[name], strict=True)
        ]
        for name in held
    ]
    shares = (values / values.max().where(values.max() > 0, 1)).T.to_numpy()
    figure.add_heatmap(
        x=weeks,
        y=[labels.get(name, name) for name in held],
        z=shares,
        zmin=0,
        zmax=1,
        xgap=1,
        ygap=2,
        showscale=False,
        colorscale=[[0, "#e3d3da"], [1, OPERATION]],
        hoverongaps=False,
        text=hover_texts,
        hovertemplate="%{text}<extra></extra>",
        row=2,
        col=1,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, row=2, col=1)
