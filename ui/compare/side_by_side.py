"""What the Compare page shows: rates and their ratio, two maps on one scale, and wards that stand out beside wards like them."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from ui.answers.store import pinned_build as answers
from ui.answers.wards.findings import Comparison, WardAnswer
from ui.components import metric_cards, trend_sparkline
from ui.components.charts import look_of
from ui.components.panel import panel
from ui.text import compare as compare_text
from ui.text import figures as figure_text

WIDE, HIGH = 420, 24  # a picture of one rate and its interval


@panel()
def cards(answer: WardAnswer, comparison: Comparison) -> None:
    """Both rates, their ratio, and how many wards of each are clearly above the force rate."""
    names = names_of(answer, comparison)
    first, second = names.values()
    shown = [
        (name, *figure_text.authority_figure(answer.authorities.loc[code], answer.unplaced))
        for code, name in names.items()
    ]
    shown.append(
        (
            compare_text.against(first, second),
            *compare_text.ratio_figure(comparison.ratio, comparison.low, comparison.high),
        )
    )
    for code, name in names.items():
        mine = answer.wards[answer.wards["authority_code"] == code]
        shown.append(
            (
                compare_text.clearly_above(name),
                *figure_text.standing_figure(
                    mine, answer.force_rate, uncovered=bool(answer.authorities["uncovered"].any())
                ),
            )
        )
    metric_cards.show(shown)
    metric_cards.paragraph(
        compare_text.ratio_sentence(first, second, comparison.ratio, comparison.p),
        *filter(None, [comparison.dispersion.describe(compare_text.AUTHORITIES_COUNTS)]),
    )


def names_of(answer: WardAnswer, comparison: Comparison) -> dict[str, str]:
    """Code → name of the two authorities compared, in their order."""
    names = figure_text.names(answer.authorities)
    return {code: names[code] for code in comparison.standouts}


def standouts(answer: WardAnswer, comparison: Comparison) -> None:
    """Up to five wards of each authority that stand out, each beside the ward most like it in the other."""
    names = names_of(answer, comparison)
    for column, code in zip(st.columns(2), comparison.standouts, strict=True):
        with column:
            heading = answers.in_area_words(compare_text.standing_out(names[code]))
            st.subheader(heading, anchor=False)
            standouts_of(answer, comparison, code, names[code])
    metric_cards.note(compare_text.LIKE_MEANS, f"† {figure_text.TOWN_CENTRE}")


@panel()
def standouts_of(answer: WardAnswer, comparison: Comparison, code: str, name: str) -> None:
    """One authority's wards that stand out, each over the ward most like it: figures, and a picture on the scale of both authorities."""
    table = comparison.standouts[code]
    if not len(table):
        metric_cards.paragraph(compare_text.no_standouts(name, answer.force_rate))
        return
    other = next(each for each in comparison.standouts if each != code)
    highest = max(
        float(frame[["rate_high", "twin_high"]].max().max())
        for frame in comparison.standouts.values()
        if len(frame)
    )
    top = trend_sparkline.axis_top(highest)
    rows = ""
    for _, row in table.iterrows():
        rows += _line(
            *compare_text.standout_row(row),
            _picture(row, "rate", top, answer.force_rate, look_of(code).colour),
        )
        if row["twin_name"]:
            rows += _line(
                *compare_text.twin_row(row),
                _picture(row, "twin", top, answer.force_rate, look_of(other).colour),
                kind="twin",
            )
    heads = "".join(
        f'<th scope="col">{escape(answers.in_area_words(head))}</th>'
        for head in compare_text.standout_heads(top, answer.force_rate)
    )
    st.html(f'<table class="twins"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>')


def _line(name: str, under: str, figure: str, picture: str, *, kind: str = "own") -> str:
    return (
        f'<tr class="{kind}"><th scope="row">{escape(name)} <small>{escape(answers.in_area_words(under))}</small></th><td>{escape(figure)}</td>'
        f"<td>{picture}</td></tr>"
    )


def _picture(row: pd.Series, which: str, top: float, force_rate: float, colour: str) -> str:
    """A rate as a dot on its 95 % limits, from 0 to `top`, with a line where the force rate is; nothing where it is hidden."""
    value, low, high = (
        row["rate_per_1000" if which == "rate" else "twin_rate"],
        row[f"{which}_low"],
        row[f"{which}_high"],
    )
    if pd.isna(value):
        return ""
    at, left, right, force = (
        6 + number / top * (WIDE - 12) for number in (value, low, high, force_rate)
    )
    line = (
        ""
        if pd.isna(force)
        else (
            f'<line x1="{force:.0f}" x2="{force:.0f}" y1="0" y2="{HIGH}" stroke="#6b7b88" stroke-width="2" '
            'stroke-dasharray="3 3"/>'
        )
    )
    drawn = (
        f'{line}<line x1="{left:.0f}" x2="{right:.0f}" y1="12" y2="12" stroke="{colour}" stroke-width="4"/>'
        f'<circle cx="{at:.0f}" cy="12" r="6" fill="{colour}"/>'
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">{drawn}</svg>'
    return f'<img src="data:image/svg+xml,{trend_sparkline.address(svg)}" alt="">'
