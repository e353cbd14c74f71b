"""What the Lines page shows: shares of local lines in cards, by month, ward and age, and when offences happen."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.answers import lines as lines_answers
from ui.answers.area import served
from ui.answers.lines import LineShares
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import WardAnswer
from ui.components import downloads, metric_cards
from ui.components.panel import panel
from ui.filters import sidebar, url_state
from ui.lines import charts as lines_charts
from ui.lines import few_hands
from ui.text import lines as lines_text
from ui.text import sources as source_text
from ui.text.harm import few_hands as few_hands_text


@panel()
def cards(line_shares: LineShares, pair: tuple[str, ...]) -> None:
    """The share of each authority of a pair, for all ages and for 14–25, and what stands between two in words."""
    rows = {
        (row["authority_code"], row["ages"]): row
        for _, row in line_shares.by_age.iterrows()
        if row["authority_code"] in pair
    }
    shown = [
        (lines_text.share_label(served().names[code], ages), *lines_text.share_card(row))
        for (code, ages), row in rows.items()
    ]
    metric_cards.show(shown)
    whole = [
        (served().names[code], row) for (code, ages), row in rows.items() if ages == "all ages"
    ]
    names, alike = [name for name, _ in whole], [row for _, row in whole]
    metric_cards.paragraph(
        " ".join(
            filter(
                None,
                (
                    lines_text.beside(names, alike) if len(pair) > 1 else "",
                    lines_text.county_sentence(names, alike),
                ),
            )
        )
    )
    metric_cards.note(lines_text.NOT_STATUTORY)


def choice(line_shares: LineShares, selection: Selection) -> str:
    """The view chosen, in one row with the ward; to others than analysts, only what passes the guard is offered."""
    views = {"age": lines_text.VIEWS["age"]} if line_shares.restricted else lines_text.VIEWS
    if few_hands.offered():
        views = views | {"few": few_hands_text.VIEW}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sidebar.ward_box(selection, width=sidebar.WARD_BOX)
        view = url_state.LINES_SHOW.value([*views], views.__getitem__)
        st.segmented_control(
            "What to show of it",
            [*views],
            format_func=views.__getitem__,
            required=True,
            label_visibility="collapsed",
            **url_state.LINES_SHOW.bound(),
        )
    return view


def show(line_shares: LineShares, answer: WardAnswer, ward: str | None, view: str) -> None:
    """The view chosen, and the chosen ward's figures in sentences."""
    metric_cards.ward(answer, ward)
    if ward is not None and not line_shares.restricted:
        metric_cards.paragraph(
            lines_text.share_sentence(
                answer.wards.at[ward, "ward_name"], _row(line_shares.by_ward, ward)
            )
        )
    if view == "few":
        few_hands.show()
        return
    {"month": _by_month, "ward": _by_ward, "age": _by_age, "hours": _hours}[view](
        line_shares, answer
    )
    metric_cards.note(lines_text.FOR_ANALYSTS if line_shares.restricted else "")


@panel()
def _by_month(line_shares: LineShares, answer: WardAnswer) -> None:
    del answer
    low = source_answers.thin_months(line_shares.selection.source_id)
    lines_charts.shares_by_month(line_shares, low)
    metric_cards.note(
        lines_text.shares_of(line_shares.selection.describe()),
        lines_text.BOUNDS_MEAN,
        source_text.absent(
            line_shares.covered.absent,
            source_answers.partial_months(line_shares.selection.source_id),
        ),
    )
    named = line_shares.by_month.assign(
        authority_name=line_shares.by_month["authority_code"].map(served().names)
    )
    downloads.download(named, notes(line_shares.selection), name="local-lines-by-month")


@panel()
def _by_ward(line_shares: LineShares, answer: WardAnswer) -> None:
    names = ward_tables.wards()[["ward_name", "authority_name"]]
    table = names.join(line_shares.by_ward, how="inner").assign(
        open=lambda t: t["unclear"] + t["not_recorded"]
    )
    table = table.sort_values(["local_line", "offences"], ascending=False)
    _table(table, lines_text.WARD_COLUMNS)
    metric_cards.note(
        lines_text.shares_of(line_shares.selection.describe()),
        lines_text.BOUNDS_MEAN,
        lines_text.no_offences_in(len(answer.wards) - len(table)),
    )
    downloads.download(
        table.reset_index(),
        notes(line_shares.selection),
        name="local-lines-by-ward",
        shapes=partial(ward_tables.ward_shapes, answers.drawing_file()),
    )


@panel()
def _by_age(line_shares: LineShares, answer: WardAnswer) -> None:
    del answer
    table = line_shares.by_age.assign(
        authority_name=line_shares.by_age["authority_code"].map(served().names),
        open=line_shares.by_age["offences"] - line_shares.by_age["judged"],
    )
    _table(
        table,
        {
            name: label
            for name, label in lines_text.AGE_COLUMNS.items()
            if table[name].notna().any()
        },
    )
    metric_cards.note(
        lines_text.shares_of(line_shares.selection.describe()),
        lines_text.BOUNDS_MEAN,
        lines_text.AGE_MEANS,
    )
    downloads.download(
        table.dropna(axis="columns", how="all"),
        notes(line_shares.selection),
        name="local-lines-by-age",
    )


@panel()
def _hours(line_shares: LineShares, answer: WardAnswer) -> None:
    pictures = lines_answers.hours(answer.selection)
    lines_charts.hours(pictures)
    del line_shares
    metric_cards.paragraph(
        *(
            lines_text.hours_sentence(served().names[code], picture)
            for code, picture in pictures.items()
        )
    )
    metric_cards.note(lines_text.SPREAD_MEANS)
    table = pd.concat(
        [
            picture.weights.rename_axis("hour")
            .reset_index()
            .assign(authority_name=served().names[code])
            for code, picture in pictures.items()
        ]
    )
    downloads.download(table, notes(answer.selection), name="hours-and-days")


def notes(selection: Selection) -> list[str]:
    """The first lines of a file of this page."""
    return [*source_answers.provenance(selection), lines_text.NOT_STATUTORY, lines_text.BOUNDS_MEAN]


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
