"""The needs assessment: ten questions answered by live figures and words, the test of section 13, judgements, and frozen editions."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.access import roles
from ui.answers import duty as duty_answers
from ui.answers import store as answers
from ui.answers.area import served
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


def show(stood: date | None, day: date, asked: Selection) -> None:
    """The questions on the left; the test, judgements, editions and forms on the right."""
    kept = answers.register()
    left, right = st.columns(2, gap="medium")
    with left:
        _questions(stood, day, asked)
    with right:
        with panel():
            types = kept.records("violence_type", as_at=stood).to_dict("records")
            duty_panels.listed(
                duty_text.SECTION_13,
                [(duty_text.untested(row), row["link"]) for row in types],
                duty_text.NO_TYPES,
            )
        with panel():
            judged = [
                (duty_text.judgement(row, day), row["link"])
                for row in kept.records("judgement", as_at=stood).to_dict("records")
            ]
            duty_panels.listed(
                duty_text.JUDGEMENTS,
                [(words, link) for (_, words), link in judged],
                duty_text.NO_JUDGEMENTS,
                classes=[grey for (grey, _), _ in judged],
            )
        with panel():
            _editions(stood, asked)
        kind = st.segmented_control(
            duty_text.KIND,
            list(KINDS),
            default="need_answer",
            key="needs",
            required=True,
            format_func=lambda name: kept.kinds[name].title,
            label_visibility="collapsed",
            wrap=True,
        )
        with panel():
            duty_records.editor(kind or "need_answer", stood=stood)


@panel()
def _questions(stood: date | None, day: date, asked: Selection) -> None:
    """Every question with its live figures, then its words as the register has them."""
    found = live_figures(stood, day, asked)
    written = answers.register().records("need_answer", as_at=stood).to_dict("records")
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
            title, [*found[question], *words], "", note="" if words else duty_text.NOT_ANSWERED
        )


def live_figures(stood: date | None, day: date, asked: Selection) -> dict[str, list[Line]]:
    """What the dashboard itself answers to each question, each sentence with the address of its figures."""
    kept, answer = answers.register(), duty_answers.need(asked)
    here, beside = duty_links.of_selection(asked), duty_answers.wards_beside(asked, stood)
    above = (
        answer.wards[answer.wards["standing"] == "clearly above"]
        .sort_values("rate_per_1000", ascending=False)["ward_name"]
        .to_list()
    )
    trend = ward_answers.trend(asked)
    usual = [
        figure_text.trend_sentence(
            name,
            tuple(chart.index[chart["outside"] | chart["shift"]]),
            int(chart["value"].notna().sum()),
        )
        for name, chart in (
            (figure_text.names(answer.authorities)[code], chart)
            for code, chart in trend.charts.items()
        )
    ]
    bodies, interventions = (
        kept.records("body", as_at=stood),
        kept.records("intervention", as_at=stood),
    )
    heard = bodies.loc[bodies["body_kind"].isin(VOICES), "name"].to_list()
    done = duty_answers.done_of_planned(day, stood)
    decided = len(kept.records("decision", as_at=stood))
    lacking = duty_text.gaps(
        len(duty_answers.audit_gaps(day, stood)),
        len(duty_answers.orphans(stood)),
        int(beside["unfunded"].sum()),
    )
    return {
        "definition": [(duty_text.definition(*done["types"]), "duty?duty=Needs")],
        "scale": [
            (duty_text.scale(_row(row)), here) for row in answer.authorities.to_dict("records")
        ],
        "who": [(said, "lines") for said in duty_answers.who(asked)],
        "where": [(duty_text.where(above, above[:TOP]), here)],
        "when": [(said, here) for said in usual],
        "drivers and protective factors": [
            (duty_text.deprived(*duty_answers.deprived_fifth(asked)), here)
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


def _editions(stood: date | None, asked: Selection) -> None:
    """A frozen edition as it was, and what moved between it and another or today."""
    duty_panels.heading(duty_text.EDITIONS)
    kept = answers.register()
    if stood is None and roles.may_edit():
        title = st.text_input(
            duty_text.EDITION_TITLE, key=f"edition title {len(kept.records('edition'))}"
        )
        if (
            st.button(duty_text.FREEZE, icon=":material/lock:", disabled=not title.strip())
            and title.strip()
        ):
            if errors.attempt(lambda: duty_answers.freeze(title.strip(), asked)):
                st.session_state[SAID] = duty_text.frozen(title.strip())
            st.rerun()
    errors.show_kept()
    editions = {
        row["title"]: _row(row) for row in kept.records("edition", as_at=stood).to_dict("records")
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
    _compared(editions[name], editions.get(other), asked)


def _compared(edition: dict[str, Any], other: dict[str, Any] | None, asked: Selection) -> None:
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
        frozen, duty_answers.edition_figures(other) if other else duty_answers.figures(asked)
    )
    st.caption(duty_text.moved(len(moved)) if len(moved) else duty_text.NOTHING_MOVED)
    if len(moved):
        tables.plain(
            moved.map(lambda one: "" if one is None else str(one)).rename(
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
            "Value": ["" if one is None else str(one) for one in frozen.values()],
        }
    )


def _row(row: Any) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}
