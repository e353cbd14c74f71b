"""The response strategy: objectives, their measures, their actions by tier, and local variants."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.core.selection import Selection
from ui.answers.area import served
from ui.answers.store import records as record_answers
from ui.components.panel import panel
from ui.duty import panels as duty_panels
from ui.duty import records as duty_records
from ui.text import duty as duty_text

KINDS = ("objective", "outcome_measure", "strategy_action", "intervention")


def show(as_of: date | None, day: date, selection: Selection) -> None:
    """The tree on the left, its forms on the right."""
    del day, selection
    registers = record_answers.register()
    left, right = st.columns(2, gap="medium")
    with left:
        _tree(as_of)
        duty_panels.orphaned(as_of)
        duty_panels.balance_of_tiers(as_of)
    with right:
        kind = st.segmented_control(
            duty_text.KIND,
            list(KINDS),
            default="objective",
            key="strategy",
            required=True,
            format_func=lambda name: registers.kinds[name].title,
            label_visibility="collapsed",
            wrap=True,
        )
        with panel():
            duty_records.editor(kind or "objective", as_of=as_of)


@panel()
def _tree(as_of: date | None) -> None:
    """One panel an objective: its measures, and under each its actions with tier and authority."""
    registers = record_answers.register()
    objectives, measures, actions = (
        registers.records(kind, as_at=as_of).to_dict("records")
        for kind in ("objective", "outcome_measure", "strategy_action")
    )
    if not objectives:
        st.info(duty_text.NO_STRATEGY)
    for objective in objectives:
        lines = []
        for measure in (row for row in measures if row["objective"] == objective["id"]):
            target = (
                f" ({measure['baseline'] or '…'} → {measure['target'] or '…'})"
                if measure["baseline"] or measure["target"]
                else ""
            )
            lines.append((f"{measure['name']}{target}", measure["link"]))
            lines += [
                (
                    f"{action['tier']}, {duty_text.local_variant(action['authority_code'], served())}: {duty_text.action_line(action)}",
                    action["evidence"],
                )
                for action in actions
                if action["outcome_measure"] == measure["id"]
            ]
        title = (
            f"{objective['name']}, {duty_text.local_variant(objective['authority_code'], served())}"
        )
        duty_panels.listed(title, lines, duty_text.NOTHING_YET, note=objective["why"])
