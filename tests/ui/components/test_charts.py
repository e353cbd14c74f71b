"""Charts: gaps where a month is absent, one measure to an axis, limits where they belong; and colours that can be told apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy import nan

from geo.core.completeness import coverage
from geo.core.errors import DataProblem
from geo.core.measures import Measure, require_one_measure
from geo.core.schema import STREET
from geo.core.selection import Selection, months_between
from tests.home import SWINDON, WILTSHIRE
from ui.answers import vintages
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.wards.findings import (
    Trend,
    WardAnswer,
    trend_findings,
    ward_findings,
    without_small_counts,
)
from ui.components import charts, trend_sparkline
from ui.map.colours import COLOURS
from ui.text import figures as figure_text

UI = Path(charts.__file__).parents[1]
MONTHS = months_between(date(2021, 1, 1), date(2022, 12, 1))
FEBRUARY = date(2021, 2, 1)
YEAR = Selection(STREET, (), (), MONTHS[12], MONTHS[-1])
NO_OPERATIONS = pd.DataFrame({"name": [], "instance": [], "start": []})
NO_EVENTS = pd.DataFrame({"day": [], "event": []})


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Figures that were drawn, and words said instead of one."""
    figures: list[Any] = []
    monkeypatch.setattr(charts, "plotted", lambda figure, key, **settings: figures.append(figure))
    monkeypatch.setattr(charts, "instead", figures.append)
    monkeypatch.setattr(record_answers, "operations", lambda: NO_OPERATIONS)
    monkeypatch.setattr(vintages, "dated_changes", lambda authorities: NO_EVENTS)
    monkeypatch.setattr(
        source_answers, "measure", lambda selection: Measure("Robbery", STREET, "ward", "months")
    )
    return figures


def trend_answer() -> Trend:
    """Swindon has 2 and 8 in turn of 12,000 people, and 20 in the last month; Wiltshire 2 of 24,000; February 2021 is absent."""
    cover = coverage(STREET, [m for m in MONTHS if m != FEBRUARY], first=MONTHS[0], last=MONTHS[-1])
    counts = {SWINDON: [*[2, 8] * 11, 20], WILTSHIRE: [2] * 23}
    rows = [
        {"authority_code": code, "month": month, "offences": count}
        for code, each in counts.items()
        for month, count in zip(cover.received, each, strict=True)
    ]
    return trend_findings(
        YEAR, pd.DataFrame(rows), pd.Series({SWINDON: 12_000, WILTSHIRE: 24_000}), cover
    )


def lines(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data if trace.mode == "lines+markers"}


def test_an_absent_month_is_a_gap_in_the_line(drawn: list[Any]) -> None:
    charts.trend(trend_answer())
    (figure,) = drawn
    for name, rate in (("Swindon", 2.0), ("Wiltshire", 1.0)):
        line = lines(figure)[name]
        assert line.connectgaps is False and list(line.x) == list(MONTHS)
        assert np.isnan(line.y[1]) and np.isnan(np.array(line.y, float)).sum() == 1
        assert line.y[0] == pytest.approx(rate)


def test_absent_and_provisional_months_are_shaded_and_named(drawn: list[Any]) -> None:
    charts.trend(trend_answer())
    (figure,) = drawn
    bands = {
        note.text: shape
        for note, shape in zip(figure.layout.annotations, figure.layout.shapes, strict=True)
    }
    assert set(bands) == {"absent", "may change"}
    assert (
        bands["absent"].x0 == "2021-01-17T00:00:00" and bands["absent"].x1 == "2021-02-14T00:00:00"
    )
    assert bands["may change"].x0 == "2022-11-16T00:00:00"


def test_a_month_that_stands_out_is_drawn_larger(drawn: list[Any]) -> None:
    charts.trend(trend_answer())
    # 130 in 23 months is 5.65 a month; three standard deviations reach up to 12.8
    assert lines(drawn[0])["Swindon"].marker.size == (*[5] * 23, 11)
    assert lines(drawn[0])["Wiltshire"].marker.size == (5,) * 24


def test_dated_marks_stand_at_their_day_as_plain_text(
    drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = pd.DataFrame(
        {"name": ["<a href='x'>Op"], "instance": [""], "start": [date(2022, 4, 3)]}
    )
    monkeypatch.setattr(record_answers, "operations", lambda: marked)
    charts.trend(trend_answer())
    (mark,) = (
        note for note in drawn[0].layout.annotations if note.text not in ("absent", "may change")
    )
    assert (mark.text, mark.x) == ("&lt;a href='x'&gt;Op", "2022-04-03")


def test_two_measures_are_refused_an_axis(
    drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    robbery = Measure("Robbery", STREET, "ward", "months")
    monkeypatch.setattr(
        charts,
        "require_one_measure",
        lambda asked: require_one_measure([*asked, replace(robbery, source_id="btp")]),
    )
    with pytest.raises(DataProblem, match="Two measures cannot share an axis") as refused:
        charts.trend(trend_answer())
    assert f"source_id “{STREET}” and “btp”" in refused.value.saw and drawn == []


def test_every_series_of_the_trend_is_held_against_the_rule(
    drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Measure]] = []
    monkeypatch.setattr(
        charts, "require_one_measure", lambda measures: asked.append(list(measures))
    )
    charts.trend(trend_answer())
    assert [len(measures) for measures in asked] == [2]


def ward_answer(*counts: int) -> WardAnswer:
    """Wards of 1,000 and 3,000 people in Swindon, 4,000 in Wiltshire, and one where nobody lives, over a year."""
    table = pd.DataFrame(
        {
            "ward_name": ["A & B", "South", "Vale", "Works"],
            "authority_code": [SWINDON, SWINDON, WILTSHIRE, WILTSHIRE],
            "authority_name": ["Swindon", "Swindon", "Wiltshire", "Wiltshire"],
            "residents": [1000.0, 3000, 4000, 0.0],
            "residents_mislead": False,
        },
        index=["W1", "W2", "W3", "W4"],
    )
    seen = pd.Series(counts, index=table.index)
    given = {
        "asked": seen,
        "now": seen,
        "then": seen,
        "months_ever": pd.Series(1, index=list(MONTHS)),
    }
    return ward_findings(
        YEAR, table, given, coverage(STREET, MONTHS, first=MONTHS[12], last=MONTHS[-1])
    )


def points(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data if trace.mode == "markers"}


def test_the_funnel_draws_each_ward_that_has_a_rate_between_its_limits(drawn: list[Any]) -> None:
    charts.funnel(ward_answer(40, 6, 4, 0))
    (figure,) = drawn
    assert list(points(figure)["Swindon"].x) == [1000, 3000] and list(
        points(figure)["Swindon"].y
    ) == pytest.approx([40.0, 2.0])
    assert list(points(figure)["Wiltshire"].x) == [4000]
    assert (
        points(figure)["Swindon"]
        .text[0]
        .startswith("A &amp; B: 40 offences, 40.0 per 1,000 residents a year")
    )
    assert {trace.name for trace in figure.data if trace.mode == "lines"} == {
        "99.8 % limits",
        "95 % limits",
    }
    assert (
        figure.layout.shapes[0].y0 == pytest.approx(50 / 8)
        and figure.layout.annotations[0].text == "force rate 6.25"
    )
    assert [trace.marker.symbol for trace in points(figure).values()] == ["circle", "diamond"]


def test_the_funnels_limits_lie_where_a_ward_begins_to_stand_out(drawn: list[Any]) -> None:
    charts.funnel(ward_answer(40, 6, 4, 0))
    upper = next(
        trace for trace in drawn[0].data if trace.name == "95 % limits" and trace.showlegend
    )
    # the exact lower limit of 14 is 7.654: so many are expected of 1,224.6 people at 6.25, and 14 of them is a rate of 11.43
    at = int(np.argmin(np.abs(np.array(upper.x, float) - 1224.6)))
    assert (upper.x[at], upper.y[at]) == (
        pytest.approx(1224.6, abs=0.2),
        pytest.approx(11.43, abs=0.01),
    )
    assert all(a < b for a, b in pairwise(upper.x)) and all(rate > 6.25 for rate in upper.y)


def test_an_empty_funnel_is_words_and_not_axes(drawn: list[Any]) -> None:
    charts.funnel(ward_answer(0, 0, 0, 0))
    shown = pd.Series(
        {
            "W1": nan,
            "W2": nan,
            "W3": 8.0,
            "W4": 0.0,
            f"Total {SWINDON}": nan,
            f"Total {WILTSHIRE}": 8.0,
        }
    )
    charts.funnel(without_small_counts(ward_answer(3, 1, 8, 0), shown))
    assert drawn == [
        "No offence of this kind was recorded in these months.",
        figure_text.HIDDEN_FUNNEL,
    ]


# Colours. Luminance and contrast as WCAG 2.2 defines them; colour-blind vision after Machado, Oliveira and Fernandes
# (2009) at full severity; distances in CIE L*a*b*, where about 2.3 is the least that can be seen side by side.
ADJACENT, ANY_TWO = 10, 15
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
GROUND = "#dde4ea"


def linear(colour: str) -> np.ndarray:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    share = np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ TO_XYZ[1])


def contrast(first: str, second: str) -> float:
    low, high = sorted(map(luminance, (first, second)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, vision: str) -> np.ndarray:
    """L*a*b* of a colour as someone with that vision sees it."""
    share = TO_XYZ @ np.clip(VISION[vision] @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(first: str, second: str, vision: str) -> float:
    return float(np.linalg.norm(seen(first, vision) - seen(second, vision)))


def rate_colours() -> list[str]:
    """The map's six."""
    return COLOURS


def test_the_measures_of_colour_are_right() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21, abs=0.01) and contrast(
        "#777", "#fff"
    ) == pytest.approx(4.48, abs=0.01)
    assert seen("#fff", "usual") == pytest.approx([100, 0, 0], abs=0.05)
    # red and a green of the same lightness: far apart, but not for someone who lacks red or green
    assert (
        apart("#d02020", "#4f7a00", "usual") > 80 > 30 > apart("#d02020", "#4f7a00", "deuteranopia")
    )


def test_rate_colours_get_darker_from_class_to_class() -> None:
    assert len(rate_colours()) == 6 == len(figure_text.class_labels((1, 2, 3, 4)))
    assert all(
        luminance(lighter) > 1.25 * luminance(darker)
        for lighter, darker in pairwise(rate_colours())
    )


@pytest.mark.parametrize("vision", VISION)
def test_rate_colours_are_told_apart_with_any_colour_vision(vision: str) -> None:
    assert (
        min(apart(first, second, vision) for first, second in pairwise(rate_colours())) > ADJACENT
    )
    assert (
        min(
            apart(first, second, vision)
            for first, second in combinations(rate_colours(), 2)
            if (first, second) not in list(pairwise(rate_colours()))
        )
        > ANY_TWO
    )


@pytest.mark.parametrize("vision", VISION)
def test_the_two_authorities_are_told_apart_with_any_colour_vision_and_without_colour(
    vision: str,
) -> None:
    first, second = charts.look_of(SWINDON), charts.look_of(WILTSHIRE)
    assert apart(first.colour, second.colour, vision) > 50
    assert first.mark != second.mark and first.dash != second.dash


def test_eight_authorities_each_have_a_colour_and_a_mark_of_their_own() -> None:
    assert len({look.colour for look in charts.LOOKS}) == len(charts.LOOKS) == 8
    assert len({look.mark for look in charts.LOOKS}) == 8
    assert {look.dash for look in charts.LOOKS} <= set(trend_sparkline.SVG_DASH)
    assert set(trend_sparkline.SVG_DASH) == set(trend_sparkline.LINES)


def test_the_palest_wards_stand_out_from_the_ground_by_their_border() -> None:
    script, styles = (
        (UI / "map" / "static" / name).read_text(encoding="utf-8")
        for name in ("looks.js", "ward_map.css")
    )
    assert f"background: {GROUND}" in styles
    assert 'LINE = "#5b6b78"' in script and "OPERATION : LINE" in script
    # graphics need 3:1 (WCAG 1.4.11); white itself has 1.28 on the ground
    assert (
        contrast("#ffffff", GROUND) < 3 <= contrast("#5b6b78", GROUND)
        and contrast("#5b6b78", "#ffffff") >= 3
    )


def painted_rules(styles: str) -> list[tuple[str, str, list[str]]]:
    """Selector, text colour and the backgrounds behind it of every rule that colours text; inherited backgrounds are named below."""
    behind = {
        ".tile-rate": "#2c7fb8",
        ".st-key-guide p": "#14344c",
        ".tile-rate.light": "#253494",
        ".mark.demonstration": None,
        ".card .label": "#fff",
        ".card .under": "#fff",
        ".months td": "#fff",
    }
    rules = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"@media[^{]*\{", "", styles)):
        colour = re.search(r"(?:^|[;\s])color:\s*(#[0-9a-f]{3,6})", body)
        ground = re.search(r"background:\s*([^;]+)", body)
        if colour:
            grounds = (
                re.findall(r"#[0-9a-f]{3,6}", ground[1])
                if ground
                else [behind.get(selector.strip()) or "#ffffff"]
            )
            rules.append((selector.strip(), colour[1], grounds or ["#ffffff"]))
    return rules


@pytest.mark.parametrize("name", ["shell/static/styles.css", "map/static/ward_map.css"])
def test_text_is_readable_on_its_background(name: str) -> None:
    rules = painted_rules((UI / name).read_text(encoding="utf-8"))
    assert len(rules) >= 5
    pale = {
        selector: round(contrast(text, ground), 2)
        for selector, text, grounds in rules
        for ground in grounds
        if contrast(text, ground) < 4.5
    }
    assert pale == {}


def test_marks_and_labels_over_other_grounds_are_readable() -> None:
    # the demonstration mark changes only its ground; place names lie on the map's ground and on the wards not painted
    assert contrast("#fff", "#8a1c4a") >= 4.5 and contrast("#fff", "#14344c") >= 4.5
    assert contrast("#10202e", GROUND) >= 4.5
    assert (
        contrast(charts.OPERATION, "#ffffff") >= 4.5
        and contrast(charts.OPERATION, "#f2e2a8") >= 4.5
    )
