"""The commander's three lists beside the map: what really changed, what needs attention, what to do next."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from geo.core.selection import Selection, months_between
from ui.access import policy
from ui.answers import backups, register
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data, cached_on_instance
from ui.answers.operations import board as operation_answers
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards import one_place as place_answers
from ui.answers.wards.findings import WardAnswer
from ui.briefing import attention
from ui.components import metric_cards, trend_sparkline
from ui.components.panel import panel, titled_list
from ui.shell import errors
from ui.text import figures as figure_text
from ui.text import pages as page_text
from ui.text import unplaced as unplaced_text
from ui.text.markup import plain

MOST_ATTENTION, MOST_STEPS = 4, 3


def show(answer: WardAnswer, *, edit: bool = True) -> None:
    """Where it stands out, the three lists and the trend strip."""
    standing_out(answer)
    changed(answer)
    left, right = st.columns(2)
    with left:
        needs_attention(opens=edit)
    with right:
        do_next(edit=edit)
    with panel():  # whoever may not see months of a restricted source sees the rest
        trend_sparkline.show(answer.selection)


@panel()
def standing_out(answer: WardAnswer) -> None:
    """The wards clearly above the force rate, by name and rate; nothing where there is none."""
    if sentence := _standing_out(answer):
        st.html(
            f'<section class="panel"><p class="one-line"><b>{escape(page_text.STANDING_OUT)}</b> {escape(sentence)}</p></section>'
        )


@cached_on_instance(100)
def _standing_out(answer: WardAnswer) -> str:
    clear = answer.shown[answer.shown["standing"] == "clearly above"].sort_values(
        "rate_per_1000", ascending=False
    )
    return page_text.standing_out(clear) if len(clear) else ""


@panel()
def changed(answer: WardAnswer) -> None:
    """Only clear or possible changes, worst first; how many of the rest show nothing."""
    if answer.restricted:
        titled_list(page_text.CHANGED, [("", figure_text.HIDDEN_CHANGE)])
        return
    titled_list(page_text.CHANGED, *_changes(answers.asked_by(), answer.selection))


@cache_data(200)
def _changes(asked_by: AskedBy, selection: Selection) -> tuple[list[tuple[str, str]], str]:
    """Verdict and sentence of each change there is room for, and what is to be said of the rest."""
    del asked_by  # part of the key
    answer = ward_answers.ward_answer(selection)
    names = {
        code: name
        for code, name in served().names.items()
        if code in (selection.authorities or served().names)
    }
    types = {
        code: table
        for code, table in place_answers.type_changes(selection).items()
        if code in names
    }
    wards, kinds = (
        attention.ward_changes(answer),
        attention.type_changes(
            types, names, within=selection.layer.title, months=attention.fewer_months(answer)
        ),
    )
    most = page_text.MOST_CHANGES
    shown = [*wards[: most // 2], *kinds[: most - min(len(wards), most // 2)]]
    notes = [
        page_text.unchanged_line(
            len(answer.shown), len(wards), "wards", doubtful=int(answer.shown["doubtful"].sum())
        )
        if answer.change.months
        else "",
        page_text.unchanged_line(
            sum(map(len, types.values())),
            len(kinds),
            page_text.TYPES_BY_AUTHORITY,
            doubtful=sum(int(table["doubtful"].sum()) for table in types.values()),
        ),
        page_text.more_changes(len(wards) + len(kinds) - len(shown)),
        figure_text.change_months(answer.change.months, answer.coverage.received),
        answer.spread.wards.describe(figure_text.WARD_COUNTS) if answer.change.months else "",
        unplaced_text.differing(answer.change.missing, narrowed=bool(selection.narrowing)),
    ]
    return shown, " ".join(filter(None, notes))


@panel()
def needs_attention(*, opens: bool = True) -> None:
    """What is late, missing or overdue: a backup, then operations, before all else; those there is no room for open at a press, where anybody can press."""
    lines = [
        *attention.backup_due(backups.state(), date.today()),
        *_attention(
            str(answers.store_place()),
            answers.build_key(),
            record_answers.register().changes(),
            date.today(),
        ),
    ]
    rest = lines[MOST_ATTENTION:]
    more = figure_text.count(len(rest), "more point") if rest else ""
    titled_list(
        page_text.ATTENTION,
        [("", line) for line in lines[:MOST_ATTENTION]] or [("", page_text.NOTHING_DUE)],
        "" if opens else more,
    )
    if rest and opens:
        with st.popover(more, on_change="rerun", key="more points") as opened:
            if opened.open:
                metric_cards.paragraph(*rest)


@cache_data(20)
def _attention(root: str, build: str, changes: int, today: date) -> list[str]:
    del (
        root,
        build,
        changes,
    )  # what is remembered is of this register, as it was then, beside this build
    sources = []
    for source in [*source_answers.sources(), *source_answers.search_sources()]:
        received, delivered = (
            source_answers.received_months(source),
            source_answers.delivered_months(source),
        )
        absent = tuple(
            month for month in months_between(delivered[0], delivered[-1]) if month not in delivered
        )
        sources.append(
            attention.SourceMonths(
                source_answers.source_name(source),
                received,
                absent,
                source_answers.partial_months(source),
                source_answers.thin_months(source),
            )
        )
    return attention.needs_attention(
        sources,
        operation_answers.unreviewed(today),
        operation_answers.empty_strands(),
        register.next_steps(),
        today,
    )


@panel()
def do_next(*, edit: bool = True) -> None:
    """The commander's list, kept with dates in the register; edited in place by whoever may."""
    lines = _next_lines(
        str(answers.store_place()), answers.build_key(), record_answers.register().changes()
    )
    shown = MOST_STEPS if len(lines) <= MOST_STEPS else MOST_STEPS - 1  # room for how many more
    titled_list(
        page_text.DO_NEXT,
        [("", line) for line in lines[:shown]] or [("", page_text.NO_STEPS)],
        page_text.more_steps(len(lines) - shown),
    )
    if edit and policy.may_edit_register():
        with st.popover(
            page_text.EDIT_STEPS, icon=":material/edit:", on_change="rerun", key="edit steps"
        ) as opened:
            if opened.open:
                _editor()


@cache_data(20)
def _next_lines(root: str, build: str, changes: int) -> list[str]:
    del root, build, changes  # part of the key
    steps = register.next_steps()
    waiting = steps[~steps["done"]].to_dict("records")
    return [page_text.step_line(row["text"], row["owner_role"], row["due"]) for row in waiting]


def _editor() -> None:
    """Tick off, take away, add. What another reader changed meanwhile is said, and nothing is lost."""
    for row in register.next_steps().to_dict("records"):
        name, gone = st.columns([6, 1], vertical_alignment="center")
        text = plain(row["text"])
        name.checkbox(
            text,
            value=row["done"],
            key=f"step {row['id']} {row['version']}",
            on_change=errors.callback(_done),
            args=(row,),
        )
        removing = figure_text.remove_step(text)
        gone.button(
            "",
            icon=":material/delete:",
            key=f"step gone {row['id']}",
            help=removing,
            on_click=errors.callback(_removed),
            args=(row,),
        )
    with st.form("new step", clear_on_submit=True, border=False):
        text = st.text_input(page_text.NEW_STEP, max_chars=200)
        owner = st.text_input(page_text.STEP_OWNER, max_chars=60)
        due = st.date_input(page_text.STEP_DUE, value=None, format="DD/MM/YYYY")
        if st.form_submit_button(page_text.ADD_STEP):
            step = {"text": text, "owner_role": owner, "due": due, "done": False}
            errors.attempt(lambda: register.add("next_step", step))
            st.rerun()
    errors.show_kept()


def _done(row: dict[str, Any]) -> None:
    errors.attempt(
        lambda: register.change("next_step", row["id"], {"done": not row["done"]}, row["version"])
    )


def _removed(row: dict[str, Any]) -> None:
    errors.attempt(lambda: register.remove("next_step", row["id"], row["version"]))
