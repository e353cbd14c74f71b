"""Charts of the Lines page: the share month by month between its bounds, hours by weekdays. Plotly is imported late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.knife.aoristic import HourPicture
from geo.knife.few_hands_shown import FewHandsShown
from ui.answers.area import served
from ui.answers.lines import LineShares
from ui.components import charts
from ui.components.charts import INK, absent_band, faint, look_of
from ui.text import figures as figure_text
from ui.text import lines as lines_text
from ui.text.harm import few_hands as few_hands_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 330
WARM = "YlGnBu"


def shares_by_month(shares: LineShares, thin: Sequence[date] = ()) -> None:
    """Each authority's months beside the others': a bar from least to most, a mark where the judged ones are."""
    figure = _beside()
    for column, (code, name) in enumerate(served().names.items(), 1):
        mine = (
            shares.by_month[shares.by_month["authority_code"] == code]
            .set_index("month")
            .reindex(list(shares.covered.asked))
        )
        held = mine[mine["offences"] > 0]
        hover_texts = [
            figure_text.plain_text(lines_text.share_sentence(f"{name}, {month:%B %Y}", row))
            for month, row in held.iterrows()
        ]
        shared: dict[str, Any] = {
            "x": list(held.index),
            "text": hover_texts,
            "hovertemplate": "%{text}<extra></extra>",
        }
        figure.add_bar(
            **shared,
            y=held["most"] - held["least"],
            base=held["least"],
            textposition="none",
            name=lines_text.BOUNDS,
            marker={
                "color": faint(look_of(code).colour),
                "line": {"color": look_of(code).colour, "width": 1},
            },
            row=1,
            col=column,
            showlegend=column == 1,
            legendgroup="bounds",
        )
        figure.add_scatter(
            **shared,
            y=held["share"],
            mode="markers",
            name=lines_text.SHARE,
            row=1,
            col=column,
            showlegend=column == 1,
            marker={
                "symbol": look_of(code).mark,
                "size": 10,
                "color": look_of(code).colour,
                "line": {"color": "#10202e", "width": 1},
            },
            legendgroup="share",
        )
        charts.hollow(figure, held.index.to_series().isin(thin), look_of(code).colour)
    for month in shares.covered.absent:
        absent_band(figure, month)
    figure.update_yaxes(range=[0, 1], tickformat=".0%")
    figure.update_yaxes(title_text=lines_text.MONTH_AXIS, col=1)
    figure.update_xaxes(tickformat="%b %y")
    charts.plotted(figure, "lines by month", height=HEIGHT)


def hours(pictures: Mapping[str, HourPicture]) -> None:
    """Hour by weekday of each authority, all on one scale."""
    figure = _beside()
    most = max([float(picture.weights.to_numpy().max()) for picture in pictures.values()] + [0.1])
    for column, (code, picture) in enumerate(pictures.items(), 1):
        table = picture.weights
        hover_texts = [
            [
                lines_text.hour_cell(served().names[code], day, int(hour), weight)
                for day, weight in row.items()
            ]
            for hour, row in table.iterrows()
        ]
        figure.add_heatmap(
            x=[day[:3] for day in table.columns],
            y=[f"{hour:02}:00" for hour in table.index],
            z=table.to_numpy().round(2),
            text=hover_texts,
            hovertemplate="%{text}<extra></extra>",
            colorscale=WARM,
            zmin=0,
            zmax=most,
            row=1,
            col=column,
            xgap=1,
            ygap=1,
            showscale=column == 2,
            colorbar={"title": {"text": figure_text.COUNT_OFFENCES}, "thickness": 14},
        )
    figure.update_yaxes(autorange="reversed", nticks=9)
    figure.update_yaxes(title_text=lines_text.HOUR_AXIS, col=1)
    charts.plotted(figure, "lines by hour", height=HEIGHT + 60)


def few_hands(role: str, groups: Mapping[str, FewHandsShown]) -> None:
    """Bars of what the top 5, 10 and 20 % hold in each group, and beside each what chance alone gives, with its limits."""
    from plotly.graph_objects import Figure

    ink, ground, grid = INK["dark" if st.context.theme.type == "dark" else "light"]
    figure = Figure()
    shown = [(place, top) for place, group in groups.items() for top in group.tops]
    labels = [[place for place, _ in shown], [f"{top.share:.0%}" for _, top in shown]]
    for name, colour, of in (
        (few_hands_text.HELD, "#D55E00", [(t.held, t.low, t.high) for _, t in shown]),
        (
            few_hands_text.CHANCE,
            "#9aa7b2",
            [(t.chance, t.chance_low, t.chance_high) for _, t in shown],
        ),
    ):
        figure.add_bar(
            x=labels,
            y=[middle for middle, _, _ in of],
            name=name,
            marker={"color": colour, "line": {"color": "#10202e", "width": 1}},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [max(high - middle, 0) for middle, _, high in of],
                "arrayminus": [max(middle - low, 0) for middle, low, _ in of],
            },
            text=[few_hands_text.top_words(top) for _, top in shown],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(
        barmode="group",
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor=ground,
        font={"size": 13, "color": ink, "family": "Source Sans, sans-serif"},
        legend={"orientation": "h", "y": -0.3, "x": 0},
    )
    figure.update_xaxes(linecolor=ink, automargin=True)
    figure.update_yaxes(
        range=[0, 1],
        tickformat=".0%",
        gridcolor=grid,
        automargin=True,
        title_text=few_hands_text.AXIS,
    )
    charts.plotted(figure, f"few hands of {role}", height=HEIGHT)


def _beside() -> Figure:
    """A chart an authority, side by side on one scale, the authorities' names above them."""
    from plotly.subplots import make_subplots

    ink, ground, grid = INK["dark" if st.context.theme.type == "dark" else "light"]
    figure = make_subplots(
        rows=1,
        cols=len(served().codes),
        shared_yaxes=True,
        subplot_titles=list(served().short_names.values()),
        horizontal_spacing=0.03,
    )
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor=ground,
        bargap=0.35,
        font={"size": 13, "color": ink, "family": "Source Sans, sans-serif"},
        hoverlabel={"font": {"size": 14}},
        legend={"orientation": "h", "y": -0.16, "x": 0},
    )
    figure.update_xaxes(gridcolor=grid, linecolor=ink, automargin=True)
    figure.update_yaxes(gridcolor=grid, linecolor=ink, automargin=True)
    return figure
