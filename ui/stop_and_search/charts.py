"""Charts of searches: by month with Sceptre weeks, by hour, ratios by group. Plotly is imported late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geo.core.completeness import Coverage
from geo.core.selection import month_after
from ui.answers.area import served
from ui.components import charts
from ui.components.charts import INK, OPERATION, absent_band, look_of
from ui.text import figures as figure_text
from ui.text.stop_and_search import searches as search_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 250


def shares(table: pd.DataFrame) -> None:
    """A table whose shares are per cent; counts whole."""
    per_cent = {
        name: st.column_config.NumberColumn(format="%.1f %%")
        for name in table.select_dtypes("float").columns
    }
    st.dataframe(table, hide_index=True, width="stretch", column_config=per_cent)


def trend(
    table: pd.DataFrame,
    covered: Coverage,
    weeks: Sequence[tuple[str, date, date]],
    thin: Sequence[date] = (),
) -> None:
    """Searches a month in each authority, weapons alone under them, weeks of national action marked; thin months are rings."""
    figure = _figure(search_text.MONTH_AXIS)
    for code, name in served().names.items():
        mine = (
            table[table["authority_code"] == code].set_index("month").reindex(list(covered.asked))
        )
        for column, words, width in (
            ("searches", search_text.ALL_LINE, 2.6),
            ("weapons", search_text.WEAPONS_LINE, 1.4),
        ):
            figure.add_scatter(
                x=list(mine.index),
                y=mine[column],
                mode="lines+markers",
                name=f"{name}, {words}",
                connectgaps=False,
                line={"color": look_of(code).colour, "dash": look_of(code).dash, "width": width},
                marker={
                    "symbol": look_of(code).mark,
                    "size": 7 if width > 2 else 4,
                    "color": look_of(code).colour,
                },
            )
            charts.hollow(figure, mine.index.to_series().isin(thin), look_of(code).colour)
    for month in covered.absent:
        absent_band(figure, month)
    for name, first, last in weeks:
        if (
            covered.asked
            and covered.asked[0] <= first
            and first.replace(day=1) <= covered.asked[-1]
        ):
            late = (covered.asked[-1] - first).days * 2 < (
                covered.asked[-1] - covered.asked[0]
            ).days
            figure.add_vrect(
                x0=first,
                x1=last,
                fillcolor=OPERATION,
                opacity=0.35,
                line_width=0,
                annotation={
                    "text": figure_text.plain_text(name),
                    "xanchor": "right" if late else "left",
                    "font": {"size": 12, "color": _ink()[0]},
                },
                annotation_position="top left",
            )
    figure.update_yaxes(rangemode="tozero")
    if covered.asked:
        figure.update_xaxes(
            range=[month_after(covered.asked[0], -1), month_after(covered.asked[-1])],
            tickformat="%b %y",
        )
    charts.plotted(figure, "searches by month", height=HEIGHT + 30)


def hours(table: pd.DataFrame, axis: str) -> None:
    """Searches by hour of the day in each authority; `axis` says whose clock."""
    figure = _figure(search_text.HOUR_AXIS_COUNT)
    for code, name in served().names.items():
        mine = table[table["authority_code"] == code]
        figure.add_bar(
            x=mine["hour"], y=mine["searches"], name=name, marker={"color": look_of(code).colour}
        )
    figure.update_xaxes(title_text=axis, tickvals=list(range(0, 24, 3)))
    charts.plotted(figure, "searches by hour", height=HEIGHT)


def ratios(table: pd.DataFrame, definition: str) -> None:
    """Ratios to White with their interval, and in a thin line the bounds of what is not known; on a log scale around 1."""
    shown = table[table["ratio"].notna() & (table["ratio"] > 0)]
    figure = _figure("")
    rows: dict[str, Any] = {"y": list(shown.index)}
    for group, row in shown.iterrows():
        figure.add_scatter(
            x=[max(row["least"], 0.02), row["most"]],
            y=[group, group],
            mode="lines",
            showlegend=False,
            hoverinfo="skip",
            line={"color": "#8a97a3", "width": 2, "dash": "dot"},
        )
    figure.add_scatter(
        **rows,
        x=shown["ratio"],
        mode="markers",
        showlegend=False,
        hovertemplate="%{y}: %{x:.2f}<extra></extra>",
        marker={"size": 11, "color": "#0072B2"},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": shown["high"] - shown["ratio"],
            "arrayminus": shown["ratio"] - shown["low"],
            "thickness": 3,
            "color": "#0072B2",
        },
    )
    figure.add_vline(x=1, line={"color": _ink()[0], "width": 1})
    figure.update_xaxes(
        type="log",
        title_text=search_text.RATIO_AXIS,
        tickvals=[0.1, 0.2, 0.5, 1, 2, 5, 10, 20],
        range=[-1, 1.35],
    )
    figure.update_yaxes(autorange="reversed")
    charts.plotted(figure, f"ratios {definition}", height=190)


def timeline(rows: Sequence[tuple[str, datetime, datetime, datetime]]) -> None:
    """Authorisations in time: the first period in full colour, an extension lighter behind it."""
    figure = _figure("")
    for name, start, end, last in rows:
        label = figure_text.plain_text(name)
        for begins, ends, faded in ((start, end, 1.0), (end, last, 0.45)):
            if ends > begins:
                figure.add_scatter(
                    x=[begins, ends],
                    y=[label, label],
                    mode="lines",
                    showlegend=False,
                    opacity=faded,
                    line={"color": OPERATION, "width": 16},
                    hovertemplate="%{y}: %{x|%d/%m/%Y %H:%M}<extra></extra>",
                )
    figure.update_xaxes(tickformat="%H:%M<br>%d/%m/%y")
    figure.update_yaxes(range=[len(rows) - 0.4, -0.6])
    charts.plotted(figure, "section 60 timeline", height=90 + 34 * max(len(rows), 1))


def _ink() -> tuple[str, str, str]:
    return INK["dark" if st.context.theme.type == "dark" else "light"]


def _figure(title: str) -> Figure:
    from plotly.graph_objects import Figure

    ink, ground, grid = _ink()
    figure = Figure()
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 22, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor=ground,
        bargap=0.2,
        font={"size": 13, "color": ink, "family": "Source Sans, sans-serif"},
        hoverlabel={"font": {"size": 14}},
        legend={"orientation": "h", "y": 1.02, "x": 0, "yanchor": "bottom"},
    )
    figure.update_xaxes(gridcolor=grid, linecolor=ink, automargin=True)
    figure.update_yaxes(gridcolor=grid, linecolor=ink, automargin=True, title_text=title)
    return figure
