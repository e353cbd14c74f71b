"""What the Lines page shows: shares of local lines in cards, by month, ward and age, and when offences happen."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from geo.schema import AUTHORITY_NAMES
from geo.selection import Selection
from ui import (
    answers,
    exports,
    figures,
    filters,
    lines_answers,
    lines_charts,
    lines_wording,
    source_wording,
)
from ui.findings import WardAnswer
from ui.lines_answers import LineShares


def cards(found: LineShares) -> None:
    """Each authority's share, for all ages and for 14–25, and what stands between them in words."""
    rows = {(row["authority_code"], row["ages"]): row for _, row in found.by_age.iterrows()}
    shown = [
        (lines_wording.share_label(AUTHORITY_NAMES[code], ages), *lines_wording.share_card(row))
        for (code, ages), row in rows.items()
    ]
    figures.show(shown)
    whole = [
        (AUTHORITY_NAMES[code], row) for (code, ages), row in rows.items() if ages == "all ages"
    ]
    names, alike = [name for name, _ in whole], [row for _, row in whole]
    figures.said(
        " ".join(
            filter(
                None,
                (lines_wording.beside(names, alike), lines_wording.county_sentence(names, alike)),
            )
        )
    )
    figures.note(lines_wording.NOT_STATUTORY)


def choice(found: LineShares, answer: WardAnswer) -> tuple[str | None, str]:
    """The ward and the view chosen, in one row; to others than analysts, only what passes the guard is offered."""
    views = {"age": lines_wording.VIEWS["age"]} if found.restricted else lines_wording.VIEWS
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ward = filters.ward(answer, width=filters.WARD_BOX)
        first = next(iter(views))
        view = (
            st.segmented_control(
                "What to show of it",
                list(views),
                default=first,
                format_func=views.__getitem__,
                key="lines_show",
                required=True,
                bind="query-params",
                label_visibility="collapsed",
            )
            or first
        )
    return ward, view


def show(found: LineShares, answer: WardAnswer, ward: str | None, view: str) -> None:
    """The view chosen, and the chosen ward's figures in sentences."""
    figures.ward(answer, ward)
    if ward is not None and not found.restricted:
        figures.said(
            lines_wording.share_sentence(
                answer.wards.at[ward, "ward_name"], _row(found.by_ward, ward)
            )
        )
    {"month": _by_month, "ward": _by_ward, "age": _by_age, "hours": _hours}[view](found, answer)
    figures.note(lines_wording.FOR_ANALYSTS if found.restricted else "")


def _by_month(found: LineShares, answer: WardAnswer) -> None:
    del answer
    lines_charts.shares_by_month(found)
    figures.note(
        lines_wording.shares_of(found.selection.describe()),
        lines_wording.BOUNDS_MEAN,
        source_wording.absent(found.covered.absent),
    )
    named = found.by_month.assign(
        authority_name=found.by_month["authority_code"].map(AUTHORITY_NAMES)
    )
    exports.download(named, notes(found.selection), name="local-lines-by-month")


def _by_ward(found: LineShares, answer: WardAnswer) -> None:
    names = answers.wards()[["ward_name", "authority_name"]]
    table = names.join(found.by_ward, how="inner").assign(
        open=lambda t: t["unclear"] + t["not_recorded"]
    )
    table = table.sort_values(["local_line", "offences"], ascending=False)
    _table(table, lines_wording.WARD_COLUMNS)
    figures.note(
        lines_wording.shares_of(found.selection.describe()),
        lines_wording.BOUNDS_MEAN,
        lines_wording.no_offences_in(len(answer.wards) - len(table)),
    )
    exports.download(
        table.reset_index(),
        notes(found.selection),
        name="local-lines-by-ward",
        shapes=partial(answers.ward_shapes, answers.drawing_file()),
    )


def _by_age(found: LineShares, answer: WardAnswer) -> None:
    del answer
    table = found.by_age.assign(
        authority_name=found.by_age["authority_code"].map(AUTHORITY_NAMES),
        open=found.by_age["offences"] - found.by_age["judged"],
    )
    _table(
        table,
        {
            name: label
            for name, label in lines_wording.AGE_COLUMNS.items()
            if table[name].notna().any()
        },
    )
    figures.note(
        lines_wording.shares_of(found.selection.describe()),
        lines_wording.BOUNDS_MEAN,
        lines_wording.AGE_MEANS,
    )
    exports.download(
        table.dropna(axis="columns", how="all"), notes(found.selection), name="local-lines-by-age"
    )


def _hours(found: LineShares, answer: WardAnswer) -> None:
    pictures = lines_answers.hours(answer.selection)
    lines_charts.hours(pictures)
    del found
    figures.said(
        *(
            lines_wording.hours_sentence(AUTHORITY_NAMES[code], picture)
            for code, picture in pictures.items()
        )
    )
    figures.note(lines_wording.SPREAD_MEANS)
    table = pd.concat(
        [
            picture.weights.rename_axis("hour")
            .reset_index()
            .assign(authority_name=AUTHORITY_NAMES[code])
            for code, picture in pictures.items()
        ]
    )
    exports.download(table, notes(answer.selection), name="hours-and-days")


def notes(selection: Selection) -> list[str]:
    """The first lines of a file of this page."""
    return [*answers.provenance(selection), lines_wording.NOT_STATUTORY, lines_wording.BOUNDS_MEAN]


def _row(table: pd.DataFrame, ward: str) -> pd.Series:
    return table.loc[ward] if ward in table.index else pd.Series({"offences": 0, "judged": 0})


def _table(table: pd.DataFrame, columns: dict[str, str]) -> None:
    """Counts whole, shares as whole per cent."""
    shares = [name for name in columns if name.startswith(("share", "least", "most"))]
    shown = table.assign(**{name: table[name] * 100 for name in shares})[list(columns)].rename(
        columns=columns
    )
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=min(388, 36 * len(table) + 38),
        column_config={
            columns[name]: st.column_config.NumberColumn(format="%.0f %%") for name in shares
        },
    )
