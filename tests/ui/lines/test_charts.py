"""Charts of lines and the bars of origins: lengths worked out by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest

from geo.core.completeness import coverage
from geo.core.schema import FORCE_EXTRACT
from geo.core.selection import Selection
from geo.knife.aoristic import hour_picture
from geo.knife.lines import line_shares
from geo.knife.origin import origin_change
from tests.home import SWINDON, WILTSHIRE
from ui.answers.lines import LineShares
from ui.briefing import origin as origin_view
from ui.components import charts
from ui.lines import charts as lines_charts

JANUARY, FEBRUARY, MARCH = (date(2022, month, 1) for month in (1, 2, 3))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    figures: list[Any] = []
    monkeypatch.setattr(charts, "plotted", lambda figure, key, **settings: figures.append(figure))
    return figures


def january_and_march() -> LineShares:
    """Swindon in January: 4 local, 4 none, 2 not recorded; Wiltshire in March: one unclear; February is absent."""
    rows = [
        (SWINDON, JANUARY, "local_line", 4),
        (SWINDON, JANUARY, "no_line", 4),
        (SWINDON, JANUARY, "not_recorded", 2),
        (WILTSHIRE, MARCH, "unclear", 1),
    ]
    counts = pd.DataFrame(rows, columns=["authority_code", "month", "line_type", "offences"])
    return LineShares(
        Selection(FORCE_EXTRACT, (), (), JANUARY, MARCH),
        pd.DataFrame(),
        line_shares(counts, by=["authority_code", "month"]),
        pd.DataFrame(),
        coverage(FORCE_EXTRACT, [JANUARY, MARCH], first=JANUARY, last=MARCH),
    )


def test_a_bar_reaches_from_the_least_to_the_most_and_the_mark_is_of_the_judged(
    drawn: list[Any],
) -> None:
    lines_charts.shares_by_month(january_and_march())
    (figure,) = drawn
    bars = [trace for trace in figure.data if trace.type == "bar"]
    marks = [trace for trace in figure.data if trace.type == "scatter"]
    # least 4 of 10, most 6 of 10, judged 4 of 8; nothing is judged in Wiltshire: the bar is the whole axis, and no mark
    assert [*bars[0].base, *bars[0].y, *marks[0].y] == pytest.approx([0.4, 0.2, 0.5])
    assert (list(bars[1].base), list(bars[1].y)) == ([0.0], [1.0]) and pd.isna(marks[1].y[0])
    assert bars[0].text[0] == (
        "Swindon, January 2022: 10 knife-enabled, 4 local line, 0 county line; local of 8 judged 50% (22% to 78%), "
        "of all 40% to 60%."
    )
    assert any("absent" in str(note.text) for note in figure.layout.annotations)


def test_hours_of_both_authorities_are_on_one_scale(drawn: list[Any]) -> None:
    moment = pd.Series(pd.to_datetime(["2022-01-01 22:30"] * 3))
    lines_charts.hours(
        {SWINDON: hour_picture(moment, moment), WILTSHIRE: hour_picture(moment[:1], moment[:1])}
    )
    first, second = drawn[0].data
    assert (first.zmin, first.zmax) == (second.zmin, second.zmax) == (0, 3)
    assert (
        first.z[22][5] == 3
        and second.z[22][5] == 1
        and first.text[22][5] == "Swindon, Saturday 22:00–22:59: 3.0 offences"
    )


def test_bars_of_origins_are_as_long_as_their_counts_and_each_has_its_pattern() -> None:
    counts = pd.DataFrame(
        {"then": [30, 20, 0, 0], "now": [60, 20, 10, 10]},
        index=["proactive", "reported", "school", "unknown"],
    )
    picture = unquote(origin_view._bars(origin_change(counts, counts[:0])))
    bars = re.findall(
        r'<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="40" fill="(\S+)"', picture
    )
    # 100 now are 352 pixels; 30 of them 105.6
    assert [(float(wide), fill) for _, _, wide, fill in bars] == [
        (105.6, "#D55E00"),
        (70.4, "url(#reported)"),
        (211.2, "#D55E00"),
        (70.4, "url(#reported)"),
        (35.2, "url(#school)"),
        (35.2, "#ffffff"),
    ]
    assert ">50</text>" in picture and ">100</text>" in picture
