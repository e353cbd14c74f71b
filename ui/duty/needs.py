"""The needs assessment: ten questions answered by live figures and words, the test of section 13, judgements, and frozen editions."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.access import policy
from ui.answers import duty as duty_answers
from ui.answers.area import served
from ui.answers.store import records as record_answers
from ui.answers.wards import every_ward as ward_answers
from ui.components import downloads, tables
from ui.components.panel import panel
from ui.duty import links as duty_links
from ui.duty import panels as duty_panels
from ui.duty import records as duty_records
from ui.duty.panels import Line
from ui.filters import url_state
from ui.register.record_form import SAID
from ui.shell import errors
from ui.text import duty as duty_text
from ui.text import figures as figure_text

KINDS = ("need_answer", "violence_type", "judgement")
TOP = 5
VOICES = (
    "Community Scrutiny Panel",
    "stop-search scrutiny panel",
    "youth panel",
    "Police and Schools Panel",
    "youth body",
    "forum",
)


def show(as_of: date | None, day: date, selection: Selection) -> None:
    """The questions on the left; the test, judgements, editions and forms on the right."""
    registers = record_answers.register()
    left, right = st.columns(2, gap="medium")
    with left:
        _questions(as_of, day, selection)
    with right:
        with panel():
            types = registers.records("violence_type", as_at=as_of).to_dict("records")
            duty_panels.listed(
                duty_text.SECTION_13,
                [(duty_text.untested(row), row["link"]) for row in types],
                duty_text.NO_TYPES,
            )
        with panel():
            judged = [
                (duty_text.judgement(row, day), row["link"])
                for row in registers.records("judgement", as_at=as_of).to_dict("records")
            ]
            duty_panels.listed(
                duty_text.JUDGEMENTS,
                [(words, link) for (_, words), link in judged],
                duty_text.NO_JUDGEMENTS,
                classes=[grey for (grey, _), _ in judged],
            )
        with panel():
            _editions(as_of, selection)
        kind = st.segmented_control(
            duty_text.KIND,
            list(KINDS),
            default="need_answer",
            key="needs",
            required=True,
            format_func=lambda name: registers.kinds[name].title,
            label_visibility="collapsed",
            wrap=True,
        )
        with panel():
            duty_records.editor(kind or "need_answer", as_of=as_of)


@panel()
def _questions(as_of: date | None, day: date, selection: Selection) -> None:
    """Every question with its live figures, then its words as the register has them."""
    figures = live_figures(as_of, day, selection)
    written = record_answers.register().records("need_answer", as_at=as_of).to_dict("records")
    for question, title in duty_text.QUESTION_TITLES.items():
        words = [
            (
                f"{duty_text.local_variant(row['authority_code'], served())}: {row['words']}",
                row["link"],
            )
            for row in written
            if row["question"] == question and row["words"].strip()
        ]
        duty_panels.listed(
            title, [*figures[question], *words], "", note="" if words else duty_text.NOT_ANSWERED
        )


def live_figures(as_of: date | None, day: date, selection: Selection) -> dict[str, list[Line]]:
    """What the dashboard itself answers to each question, each sentence with the address of its figures."""
    registers, answer = record_answers.register(), duty_answers.need(selection)
    here, beside = duty_links.of_selection(selection), duty_answers.wards_beside(selection, as_of)
    above = (
        answer.wards[answer.wards["standing"] == "clearly above"]
        .sort_values("rate_per_1000", ascending=False)["ward_name"]
        .to_list()
    )
    trend = ward_answers.trend(selection)
    usual = [
        figure_text.trend_sentence(
            name,
            tuple(chart.index[chart["outside"] | chart["shift"]]),
            int(chart["value"].notna().sum()),
            tuple(chart.index[chart["doubtful"]]),
        )
        for name, chart in (
            (figure_text.names(answer.authorities)[code], chart)
            for code, chart in trend.charts.items()
        )
    ]
    bodies, interventions = (
        registers.records("body", as_at=as_of),
        registers.records("intervention", as_at=as_of),
    )
    heard = bodies.loc[bodies["body_kind"].isin(VOICES), "name"].to_list()
    done = duty_answers.done_of_planned(day, as_of)
    decided = len(registers.records("decision", as_at=as_of))
    lacking = duty_text.gaps(
        len(duty_answers.audit_gaps(day, as_of)),
        len(duty_answers.orphans(as_of)),
        int(beside["unfunded"].sum()),
    )
    return {
        "definition": [(duty_text.definition(*done["types"]), "duty?duty=Needs")],
        "scale": [
            (duty_text.scale(_row(row)), here) for row in answer.authorities.to_dict("records")
        ],
        "who": [(sentence, "lines") for sentence in duty_answers.who(selection)],
        "where": [(duty_text.where(above, above[:TOP]), here)],
        "when": [(sentence, here) for sentence in usual],
        "drivers and protective factors": [
            (duty_text.deprived(*duty_answers.deprived_fifth(selection)), here)
        ],
        "voice": [(duty_text.voice(heard), "")],
        "services": [
            (duty_text.services(dict(Counter(interventions["tier"]))), "duty?duty=Strategy")
            if len(interventions)
            else (duty_text.NO_SERVICES, "duty?duty=Strategy")
        ],
        "gaps": [(lacking, "duty?duty=Coordinator")],
        "recommendations": [
            (duty_text.recommended(decided, *done["actions"]), "duty?duty=Meetings")
        ],
    }


def _editions(as_of: date | None, selection: Selection) -> None:
    """A frozen edition as it was, and what moved between it and another or today."""
    duty_panels.heading(duty_text.EDITIONS)
    registers = record_answers.register()
    if as_of is None and policy.may_edit_register():
        title = st.text_input(
            duty_text.EDITION_TITLE, key=f"edition title {len(registers.records('edition'))}"
        )
        if (
            st.button(duty_text.FREEZE, icon=":material/lock:", disabled=not title.strip())
            and title.strip()
        ):
            if errors.attempt(lambda: duty_answers.freeze(title.strip(), selection)):
                st.session_state[SAID] = duty_text.frozen(title.strip())
            st.rerun()
    errors.show_kept()
    editions = {
        row["title"]: _row(row)
        for row in registers.records("edition", as_at=as_of).to_dict("records")
    }
    if not editions:
        st.caption(duty_text.NO_EDITION)
        return
    left, right = st.columns(2)
    name = url_state.EDITION.value([*editions])
    left.selectbox(duty_text.EDITION, [*editions], **url_state.EDITION.bound())
    others = [duty_text.LIVE_FIGURES, *(title for title in editions if title != name)]
    other = url_state.BESIDE.value(others)
    right.selectbox(duty_text.OTHER_EDITION, others, **url_state.BESIDE.bound())
    _compared(editions[name], editions.get(other), selection)


def _compared(edition: dict[str, Any], other: dict[str, Any] | None, selection: Selection) -> None:
    frozen = duty_answers.edition_figures(edition)
    st.caption(duty_text.edition_line(edition))
    downloads.file_button(
        duty_text.EDITION_FILE,
        str(edition["figures"]).encode(),
        file_name="edition.json",
        mime="application/json",
        key="edition file",
    )
    moved = duty_answers.edition_difference(
        frozen, duty_answers.edition_figures(other) if other else duty_answers.figures(selection)
    )
    st.caption(duty_text.moved(len(moved)) if len(moved) else duty_text.NOTHING_MOVED)
    if len(moved):
        tables.plain(
            moved.map(lambda value: "" if value is None else str(value)).rename(
                columns=duty_text.MOVED_COLUMNS
            ),
            height=240,
        )
    with st.expander(duty_text.edition_holds(len(frozen))):
        tables.plain(_listed(frozen), height=240)


def _listed(frozen: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Figure": list(frozen),
            "Value": ["" if value is None else str(value) for value in frozen.values()],
        }
    )


def _row(row: Any) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
