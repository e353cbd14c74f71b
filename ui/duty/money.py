"""Money: by year and status with its history, beside need by authority and ward; what stands out and has none."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.answers import duty as duty_answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.components import downloads, metric_cards, tables
from ui.components.panel import panel
from ui.duty import links as duty_links
from ui.duty import panels as duty_panels
from ui.duty import readers as duty_readers
from ui.duty import records as duty_records
from ui.text import duty as duty_text

SHOWN = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "offences": "Offences",
    "rate_per_1000": "Rate",
    "rate_low": "Low",
    "rate_high": "High",
    "standing": "Against force",
    "pounds": "£",
    "need_share": "Share of offences",
    "spend_share": "Share of money",
}
MOST_CHANGES = 12


def show(as_of: date | None, day: date, selection: Selection) -> None:
    """Sums and their history on the left, need beside spend on the right, forms beneath."""
    left, right = st.columns(2, gap="medium")
    beside = duty_answers.wards_beside(selection, as_of)
    with left:
        duty_panels.money_table(as_of)
        with panel():
            changes = duty_answers.status_changes(as_of).head(MOST_CHANGES)
            duty_panels.listed(
                duty_text.STATUS_HISTORY,
                [
                    (duty_text.status_line({str(key): value for key, value in row.items()}), "")
                    for row in changes.to_dict("records")
                ],
                duty_text.NONE,
            )
        with panel():
            _unfunded(beside, selection)
    with right:
        with panel():
            duty_panels.heading(duty_text.NEED_BY_AUTHORITY)
            tables.plain(duty_readers.side_by_side(selection, as_of))
            metric_cards.note(duty_text.for_neither(duty_answers.for_neither(as_of)))
        with panel():
            duty_panels.heading(duty_text.NEED_BY_WARD)
            _wards(beside, selection, day)
            metric_cards.note(
                duty_text.measured_by((selection.first_month, selection.last_month)),
                duty_text.NEED_MEANS,
            )
    kind = st.segmented_control(
        duty_text.KIND,
        ["grant", "spending"],
        default="spending",
        key="money",
        required=True,
        format_func=lambda name: record_answers.register().kinds[name].title,
        label_visibility="collapsed",
        wrap=True,
    )
    with panel():
        duty_records.editor(kind or "spending", as_of=as_of)


def _unfunded(beside: pd.DataFrame, selection: Selection) -> None:
    """Wards clearly above the force rate that no money reaches."""
    unfunded = beside[beside["unfunded"]].sort_values("rate_per_1000", ascending=False)
    missing = [
        (duty_text.unfunded(row), duty_links.of_selection(selection, ward=str(row["ward_name"])))
        for row in _records(unfunded)
    ]
    title = duty_text.UNFUNDED if beside["pounds"].sum() else duty_text.UNFUNDED_YET
    duty_panels.listed(title, missing, duty_text.NO_UNFUNDED)


def _wards(beside: pd.DataFrame, selection: Selection, day: date) -> None:
    shown = beside[list(SHOWN)].rename(columns=SHOWN)
    shares = {
        name: (shown[name] * 100).round(1) for name in ("Share of offences", "Share of money")
    }
    number, percent = (
        st.column_config.NumberColumn(format="%.2f"),
        st.column_config.NumberColumn(format="%.1f %%"),
    )
    st.dataframe(
        shown.assign(**shares),
        hide_index=True,
        width="stretch",
        height=330,
        column_config=dict.fromkeys(("Rate", "Low", "High"), number)
        | dict.fromkeys(shares, percent)
        | {"£": st.column_config.NumberColumn(format="localized")},
    )
    downloads.download(
        beside[list(SHOWN)].round(4),
        [*source_answers.provenance(selection), duty_text.shown(day, past=True)],
        name="need-beside-spend",
    )


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
