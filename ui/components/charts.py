"""Charts: the funnel of wards and the monthly trend. Plotly is imported late, since pages must paint before it is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd
import streamlit as st

from geo.core.measures import require_one_measure
from geo.core.selection import month_after
from geo.rates import comparison
from ui.answers import vintages
from ui.answers.area import served
from ui.answers.caching import cached_on_instance
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import Trend, WardAnswer
from ui.answers.wards.place_findings import Place
from ui.text import figures as figure_text
from ui.text import unplaced as unplaced_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


class Look(NamedTuple):
    """How an authority is drawn: colour, plotly's mark and plotly's dash."""

    colour: str
    mark: str
    dash: str


# Okabe and Ito's colours: told apart with any kind of colour vision, and drawn with different marks and dashes besides.
LOOKS = (
    Look("#0072B2", "circle", "solid"),
    Look("#D55E00", "diamond", "dash"),
    Look("#009E73", "square", "dot"),
    Look("#CC79A7", "triangle-up", "dashdot"),
    Look("#E69F00", "cross", "longdash"),
    Look("#56B4E9", "x", "longdashdot"),
    Look("#7a6a00", "star", "solid"),
    Look("#6b7b88", "hexagon", "dash"),
)
OPERATION = "#8a1c4a"
INK = {"light": ("#1b2733", "#ffffff", "#e3e8ec"), "dark": ("#e8edf1", "#1d2830", "#3a4753")}
ABSENT = "#c9d1d8"
HEIGHT = 388
PLAIN = {"displayModeBar": False}
Marks = tuple[tuple[date, str], ...]  # days with what stands at them


def look_of(code: str) -> Look:
    """How the authority of a code is drawn, by its place in the area's order; after the eighth they begin again."""
    codes = served().codes
    return LOOKS[codes.index(code) % len(LOOKS)]


def plotted(figure: Figure, key: str, *, height: int | Literal["stretch"] = HEIGHT) -> None:
    """Draw a figure as wide as its column, in its own colours and without plotly's buttons.

    height  in pixels, or as much as its container leaves
    """
    st.plotly_chart(figure, width="stretch", height=height, config=PLAIN, theme=None, key=key)


def instead(words: str) -> None:
    """Say why there is no figure."""
    st.info(words)


def funnel(answer: WardAnswer, *, chosen: str | None = None) -> None:
    """Each ward's rate against its residents, between the limits that chance alone allows around the force rate."""
    if not answer.force_rate > 0:
        instead(
            figure_text.HIDDEN_FUNNEL
            if answer.placed is None
            else unplaced_text.nothing_placed(
                answer.placed,
                answer.unplaced,
                restricted=answer.restricted,
                unknown=answer.unknown,
                not_existing=answer.not_existing,
            )
            or figure_text.ground_lacking(ward_tables.ground_in_no_ward())
            or figure_text.NO_RESIDENTS_HELD
        )
        return
    figure = _figure("Residents", figure_text.RATE_AXIS, st.context.theme.type)
    shown = answer.shown[answer.shown["rate_per_1000"].notna()]
    most = shown["residents"].max() * 1.05
    expected = answer.force_rate * most / 1000 * answer.coverage.years
    events = range(
        int(expected * 2.5 + 12 * answer.dispersion + 4 * (answer.dispersion * expected) ** 0.5)
    )
    limits = comparison.funnel_rate_limits(
        list(events),
        baseline_rate=answer.force_rate,
        years=answer.coverage.years,
        phi=answer.dispersion,
    )
    for name, dash in (("3s", "solid"), ("2s", "dot")):
        for side in ("upper", "lower"):
            line = limits[[f"{side}_{name}_population", f"{side}_{name}_limit"]].dropna()
            line = line[line.iloc[:, 0].between(shown["residents"].min() * 0.8, most)]
            figure.add_scatter(
                x=line.iloc[:, 0],
                y=line.iloc[:, 1],
                mode="lines",
                name=figure_text.FUNNEL_LIMITS[name],
                showlegend=side == "upper",
                hoverinfo="skip",
                line={"color": "#46525e", "dash": dash, "width": 1.5},
            )
    figure.add_hline(
        y=answer.force_rate,
        line={"color": "#46525e", "width": 1},
        annotation_text=figure_text.force_line(answer.force_rate),
        annotation_position="bottom left",
    )
    for code, name in served().names.items():
        mine = shown[shown["authority_code"] == code]
        sure = mine["standing"] != "not distinguishable"
        figure.add_scatter(
            x=mine["residents"],
            y=mine["rate_per_1000"],
            mode="markers",
            name=name,
            cliponaxis=False,
            text=_hover(mine),
            hovertemplate="%{text}<extra></extra>",
            marker={
                "symbol": look_of(code).mark,
                "size": [11 if known else 7 for known in sure],
                "color": look_of(code).colour,
                "opacity": [1.0 if known else 0.45 for known in sure],
                "line": {"color": "#fff", "width": 0.5},
            },
        )
    if chosen in shown.index:
        ward = shown.loc[chosen]
        figure.add_annotation(
            x=ward["residents"],
            y=ward["rate_per_1000"],
            text=figure_text.plain_text(ward["ward_name"]),
            ax=0,
            ay=-34,
            arrowcolor="#10202e",
            bgcolor="#fff",
            bordercolor="#10202e",
            font={"size": 13},
        )
    plotted(figure, "funnel")


def trend(findings: Trend, *, shown: tuple[str, ...] = ()) -> None:
    """Each authority's monthly rates on one axis, what is usual for each, gaps where a month was not received."""
    plotted(_trend_now(findings, shown), "trend")


def trend_on_screen(findings: Trend) -> None:
    """The same for a projector: as high as the screen allows, in large type, its legend above it."""
    figure = _trend_now(findings, ())
    large = type(figure)(figure)  # a copy, since the figure is kept
    large.update_layout(
        font={"size": 20}, legend={"y": 1.02, "yanchor": "bottom", "font": {"size": 20}}
    )
    large.update_annotations(font={"size": 17})
    with st.container(key="screen chart", height="stretch"):
        plotted(large, "trend", height="stretch")


def _trend_now(findings: Trend, shown: tuple[str, ...]) -> Figure:
    require_one_measure([source_answers.measure(findings.selection)] * len(findings.charts))
    return _trend(
        findings,
        shown,
        _marks(next(iter(findings.charts.values())).index, shown or tuple(findings.charts)),
        st.context.theme.type,
    )


@cached_on_instance(100)
def _trend(findings: Trend, shown: tuple[str, ...], marks: Marks, theme: str | None) -> Figure:
    figure = _figure("", figure_text.RATE_AXIS, theme)
    drawn = {
        code: chart for code, chart in findings.charts.items() if code in (shown or findings.charts)
    }
    for code, chart in drawn.items():
        months = list(chart.index)
        figure.add_scatter(
            x=months,
            y=chart["high"],
            mode="lines",
            line={"width": 0},
            showlegend=False,
            hoverinfo="skip",
            connectgaps=True,
        )
        figure.add_scatter(
            x=months,
            y=chart["low"],
            mode="lines",
            line={"width": 0},
            fill="tonexty",
            fillcolor=faint(look_of(code).colour),
            name=figure_text.usual_band(served().names[code]),
            hoverinfo="skip",
            connectgaps=True,
        )
    for code, chart in drawn.items():
        odd = (chart["outside"] | chart["shift"]).tolist()
        figure.add_scatter(
            x=list(chart.index),
            y=chart["value"],
            mode="lines+markers",
            name=served().names[code],
            connectgaps=False,
            text=[
                figure_text.month_rate(served().names[code], month, row)
                for month, row in chart.iterrows()
            ],
            hovertemplate="%{text}<extra></extra>",
            line={"color": look_of(code).colour, "dash": look_of(code).dash, "width": 2},
            marker={
                "symbol": look_of(code).mark,
                "size": [11 if outlier else 5 for outlier in odd],
                "line": {"color": "#10202e", "width": [2 if outlier else 0 for outlier in odd]},
            },
        )
        hollow(figure, chart["thin"], look_of(code).colour)
    for month in findings.absent:
        absent_band(figure, month)
    for month in findings.provisional:
        _band(figure, month, "#f2e2a8", "may change")
    _dated(figure, marks)
    return figure


def place_trend(place: Place, name: str) -> None:
    """One place's monthly offences with what is usual there, gaps where a month was not received, operations and reviews as dated marks.

    An area of one's own knows no review: it stays where it is drawn.
    """
    wards = ward_tables.wards()
    mine = [code for code in place.selection.wards if code in wards.index]
    authorities = tuple(wards.loc[mine, "authority_code"].unique())
    figure = _place_trend(
        place, name, _marks(place.chart.index, authorities), st.context.theme.type
    )
    plotted(figure, "place trend")


@cached_on_instance(100)
def _place_trend(place: Place, name: str, marks: Marks, theme: str | None) -> Figure:
    figure, chart, colour = _figure("", figure_text.COUNT_AXIS, theme), place.chart, "#0072B2"
    months = list(chart.index)
    for side, fill in (("high", None), ("low", "tonexty")):
        figure.add_scatter(
            x=months,
            y=chart[side],
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=faint(colour),
            hoverinfo="skip",
            name=figure_text.usual_band(name),
            showlegend=side == "low",
            connectgaps=True,
        )
    odd = (chart["outside"] | chart["shift"]).tolist()
    figure.add_scatter(
        x=months,
        y=chart["value"],
        mode="lines+markers",
        name=figure_text.plain_text(name),
        connectgaps=False,
        text=[figure_text.month_count(month, row) for month, row in chart.iterrows()],
        hovertemplate="%{text}<extra></extra>",
        line={"color": colour, "width": 2},
        marker={
            "size": [11 if outlier else 6 for outlier in odd],
            "line": {"color": "#10202e", "width": [2 if outlier else 0 for outlier in odd]},
        },
    )
    hollow(figure, chart["thin"], colour)
    for month in place.absent:
        absent_band(figure, month)
    _dated(figure, marks)
    return figure


def _marks(months: pd.Index, authorities: tuple[str, ...]) -> Marks:
    changes = vintages.dated_changes(authorities)
    return tuple(sorted(figure_text.dated_marks(record_answers.operations(), changes, months)))


def _dated(figure: Figure, marks: Marks) -> None:
    """Operations and events as dated lines."""
    for at, (day, label) in enumerate(marks):
        _upright(
            figure,
            "line",
            day.isoformat(),
            day.isoformat(),
            line={"color": OPERATION, "width": 1.5, "dash": "dot"},
        )
        figure.add_annotation(
            x=day.isoformat(),
            y=(1, 0.55)[at % 2],
            yref="paper",
            text=label,
            textangle=-90,
            xanchor="right",
            yanchor="top",
            showarrow=False,
            font={"size": 12, "color": OPERATION},
        )


def _figure(x: str, y: str, theme: str | None) -> Figure:
    from plotly.graph_objects import Figure

    ink, ground, grid = INK["dark" if theme == "dark" else "light"]
    axis: dict[str, Any] = {
        "gridcolor": grid,
        "linecolor": ink,
        "zeroline": False,
        "automargin": True,
    }
    font = {"size": 13, "color": ink, "family": "Source Sans, sans-serif"}
    return Figure(
        layout={
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": ground,
            "font": font,
            "legend": {"orientation": "h", "y": -0.24, "x": 0},
            "hoverlabel": {"font": {"size": 14}},
            "xaxis": {**axis, "title": {"text": x}},
            "yaxis": {**axis, "title": {"text": y}, "rangemode": "tozero"},
        }
    )


def hollow(figure: Figure, thin: pd.Series, colour: str) -> None:
    """Draw the thin months of the line last added as rings; a line without such months stays as it is."""
    if not thin.any():
        return
    marker = figure.data[-1].marker
    lines, sizes = (
        [value] * len(thin) if isinstance(value, int | float) else list(value)
        for value in (marker.line.width or 0, marker.size)
    )
    marker.update(
        size=[max(size, 10) if low else size for size, low in zip(sizes, thin, strict=True)],
        color=["rgba(255,255,255,0.9)" if low else colour for low in thin],
        line={
            "color": [colour if low else marker.line.color or colour for low in thin],
            "width": [2 if low else width for width, low in zip(lines, thin, strict=True)],
        },
    )


def absent_band(figure: Figure, month: date) -> None:
    """Where a month was never received."""
    _band(figure, month, ABSENT, "absent")


def _band(figure: Figure, month: date, colour: str, label: str) -> None:
    middle = pd.Timedelta(days=15)  # a month's point stands on its first day, its band around it
    first, last = (pd.Timestamp(day) - middle for day in (month, month_after(month)))
    _upright(
        figure,
        "rect",
        first.isoformat(),
        last.isoformat(),
        fillcolor=colour,
        opacity=0.6,
        line={"width": 0},
        layer="below",
    )
    figure.add_annotation(
        x=(first + (last - first) / 2).isoformat(),
        y=0,
        yref="y domain",
        yanchor="bottom",
        text=label,
        showarrow=False,
        font={"size": 11},
    )


def _upright(figure: Figure, kind: str, first: str, last: str, **look: Any) -> None:
    """A line or a band over the whole height: what plotly's add_vline and add_vrect do, at a fifth of their time."""
    figure.add_shape(type=kind, x0=first, x1=last, y0=0, y1=1, xref="x", yref="y domain", **look)


def _hover(table: pd.DataFrame) -> list[str]:
    return [figure_text.plain_text(figure_text.ward_sentence(row)) for _, row in table.iterrows()]


def faint(colour: str) -> str:
    """A colour thin enough to lie behind a line."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.13)"
