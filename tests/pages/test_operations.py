"""The Operations page, run whole in this process: the board, the freeze before the outcome, verdicts in words, forms and faults."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.core.selection import Selection
from loaders.access_file import command_user
from loaders.register.register import Registers, open_registers
from loaders.register.transactions import Editor
from loaders.store.reader import Store
from tests.pages.running import PageOutput, fresh_caches, run
from tests.readers import look_as
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text
from ui.text import register as register_text

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
JANUARY = date(2022, 1, 1)


@pytest.fixture
def store(demonstration_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration with a register of its own."""
    folder = tmp_path / "store"
    shutil.copytree(
        demonstration_store,
        folder,
        ignore=shutil.ignore_patterns("registers*", "leases", "writer.lock"),
    )
    monkeypatch.setenv("SVD_STORE", str(folder))
    return folder


@pytest.fixture
def registers(store: Path) -> Registers:
    """The register, as the first visit to a page leaves it."""
    run("operations")
    return open_registers(store, "demonstration")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looks who may change nothing."""
    look_as(monkeypatch, "viewer")


def readable(sent: PageOutput) -> str:
    words = unescape(sent.text)
    assert not {"nan", "NaN", "None", "<NA>", "NaT", "inf"} & set(
        words.replace("(", " ").replace(",", " ").split()
    ), words
    return words


def words(test: AppTest) -> str:
    """Everything to be read after a button was pressed."""
    assert len(test.exception) == 0, test.exception
    elements = [
        *test.get("html"),
        *test.markdown,
        *test.error,
        *test.warning,
        *test.info,
        *test.success,
        *test.caption,
        *test.text,
    ]
    bodies = [
        getattr(getattr(element, "proto", element), "body", "") or getattr(element, "value", "")
        for element in elements
    ]
    return unescape(" ".join(str(body) for body in bodies))


def operation(registers: Registers, name: str) -> int:
    return int(registers.records("operation", name=name)["id"].iloc[0])


def labels(sent: PageOutput) -> list[str]:
    return [button.label for button in sent.elements("button")]


@pytest.mark.usefixtures("store")
def test_the_board_says_status_as_at_the_months_shown_and_what_is_due() -> None:
    sent = run("operations")
    (board,) = sent.tables()
    assert board[["Operation", "Status at 31 Dec 2022", "4P plan"]].to_numpy().tolist() == [
        ["Op Juvenis", "live", "nothing yet"],
        ["Op Thesus", "live", "nothing yet"],
        ["Op Sceptre", "closed", "no 4P plan"],
    ]
    text = readable(sent)
    assert (
        "Op Thesus: no review date is set." in text
        and "Op Thesus: no action in its 4P plan yet." in text
    )
    assert (
        "Op Thesus and Op Sceptre April 2022: 25 April to 1 May 2022, in Liden, Eldene and Park South."
        in text
    )
    # Juvenis begins on 1 April
    (earlier,) = run("operations", first="Jan 2022", last="Mar 2022").tables()
    assert (
        earlier.set_index("Operation")["Status at 31 Mar 2022"].to_dict()["Op Juvenis"] == "planned"
    )


@pytest.mark.usefixtures("store")
def test_the_map_shows_planned_work_as_planned() -> None:
    shown = {
        shown_operation["name"]: shown_operation["status"]
        for shown_operation in run("operations", first="Jan 2022", last="Mar 2022")
        .painted["operations"]
        .values()
    }
    assert shown == {"Op Thesus · Eldene": "live", "Op Juvenis · Penhill": "planned"}


def test_nothing_after_the_start_is_read_until_the_comparison_is_frozen(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[date, int]] = []
    true_counts = Store.counts

    def counts(
        store: Store,
        selection: Selection,
        *,
        by: Iterable[str],
        months: Iterable[date] | None = None,
    ) -> pd.DataFrame:
        asked = list(selection.months if months is None else months)
        if (
            "Robbery" in selection.offence_types and months is not None
        ):  # a map's question is of all months, whatever is shown of them
            read.append((max(asked), len(registers.records("comparison"))))
        return true_counts(store, selection, by=by, months=asked)

    st.cache_data.clear()
    monkeypatch.setattr(Store, "counts", counts)
    sent = run("operations", operation="Op Thesus")
    text = readable(sent)
    assert (
        "1 · Could we tell? A fall from 666 to about 588 could show here." in text
        and evaluation_text.BEFORE_FREEZE in text
    )
    (line,) = sent.charts()
    values = next(trace for trace in line["data"] if trace["name"] == "Offences a month")
    assert max(values["x"]) < "2022-01" and "Verdict" not in text
    assert read and max(month for month, _ in read) < JANUARY
    sent.test.button(key="freeze comparison").click().run()
    assert max(month for month, frozen in read if frozen == 1) == date(2022, 12, 1)
    assert max(month for month, frozen in read if frozen == 0) < JANUARY
    assert (
        "It worked: 666 offences in 12 months before and 381 in 12 after, 57% (50% to 66%)"
        in words(sent.test)
    )


def test_the_map_is_painted_by_the_months_before_until_then(registers: Registers) -> None:
    before = run("operations", operation="Op Thesus")
    outlined = {outline["kind"]: len(outline["wards"]) for outline in before.painted["outlines"]}
    assert outlined == {"ring": 4, "comparison": 5, "ring comparison": 5}
    thesus = [
        shown_operation
        for shown_operation in before.painted["operations"].values()
        if shown_operation["name"] == "Op Thesus · Eldene"
    ]
    assert (
        thesus[0]["status"] == "live"
    )  # as at the months shown, although older months are painted
    before.test.button(key="freeze comparison").click().run()
    after = run("operations", operation="Op Thesus")
    assert before.painted["wards"] != after.painted["wards"]


def test_thesus_worked_and_juvenis_shows_no_sign_in_words(registers: Registers) -> None:
    sent = run("operations", board="Side by side")
    assert "Op Thesus: not evaluated yet" in readable(sent) and sent.charts() == []
    next(
        button for button in sent.test.button if button.label == evaluation_text.EVALUATE_ALL
    ).click().run()
    again = run("operations", board="Side by side")
    text = readable(again)
    assert "Op Thesus. It worked: 666 offences in 12 months before and 381 in 12 after" in text
    assert (
        "Op Juvenis. There is no sign that it changed anything: 1,708 offences in 12 months before and 1,303 in 9 after"
        in text
    )
    assert (
        "Op Sceptre: not evaluated. Op Sceptre runs in dated instances, not as one period." in text
    )
    (chart,) = again.charts()
    middles = {
        trace["y"][0]: trace["x"][0] for trace in chart["data"] if trace["mode"] == "markers+text"
    }
    assert middles["Op Thesus"] < 0.65 < 0.9 < middles["Op Juvenis"] < 1.1
    juvenis = readable(run("operations", operation="Op Juvenis"))
    assert "5 · Verdict No sign There is no sign" in juvenis
    assert "4 · Did it move next door? No sign that offences moved next door" in juvenis


def test_recorded_possession_is_warned_of_and_the_warning_is_kept(registers: Registers) -> None:
    sent = run("operations", operation="Op Juvenis", outcome="Recorded possession of weapons")
    text = readable(sent)
    assert evaluation_text.ACTIVITY in text
    # thirty offences before: the page says how little could be shown
    assert "from 30 before" in text and "A fall by half would be found about 4 times in 10." in text
    sent.test.button(key="freeze comparison").click().run()
    assert "We cannot tell: this outcome counts what the operation itself does" in words(sent.test)
    assert registers.records("comparison")["warned"].to_list() == [True]


def test_work_that_cannot_be_evaluated_says_why(registers: Registers) -> None:
    undated = registers.add("operation", {"name": "Op Undated", "status": "planned"}, "analyst")
    registers.add("operation_area", {"operation": undated, "ward_code": "E05008956"}, "analyst")
    sent = run("operations", operation="Op Undated")
    (alert,) = [alert.body for alert in sent.elements("alert")]
    assert alert.startswith(
        "**This operation has no start date, so there is no before and after.**"
    )
    assert [
        shown_operation["name"]
        for shown_operation in sent.painted["operations"].values()
        if "Undated" in shown_operation["name"]
    ] == ["Op Undated"]
    assert "Op Undated" in readable(run("operations", board="Calendar"))


def test_dosage_stands_under_the_line_recorded_or_not(registers: Registers) -> None:
    def notes(sent: PageOutput) -> str:
        (line,) = sent.charts()
        return " ".join(note["text"] for note in line["layout"]["annotations"])

    assert evaluation_text.NOT_RECORDED in notes(run("operations", operation="Op Thesus"))
    registers.add(
        "dosage",
        {"operation": operation(registers, "Op Thesus"), "week": date(2021, 3, 1), "visits": 4},
        "analyst",
    )
    sent = run("operations", operation="Op Thesus")
    assert evaluation_text.NOT_RECORDED not in notes(sent)
    (strip,) = [trace for trace in sent.charts()[0]["data"] if trace["type"] == "heatmap"]
    assert strip["y"] == ["Visits"] and strip["text"] == [["Visits, week of 1 March 2021: 4"]]


def test_a_comparison_is_changed_only_with_a_reason(registers: Registers) -> None:
    sent = run("operations", operation="Op Thesus")
    sent.test.button(key="freeze comparison").click().run()
    first = registers.records("comparison")["digest"].iloc[0]
    test = run("operations", operation="Op Thesus").test
    test.multiselect(key="other wards").set_value(["E05008954", "E05008967"]).run()
    test.button(key="keep others").click().run()
    assert (
        "Why these wards were chosen is not said." in words(test)
        and registers.records("comparison")["digest"].iloc[0] == first
    )
    test.text_input(key="other reason").set_value("Estates of the same age.").run()
    test.button(key="keep others").click().run()
    text = words(test)
    assert registers.records("comparison")["digest"].iloc[0] != first
    assert "Estates of the same age." in text and "before the outcome was read" not in text
    assert len(registers.history("comparison")) == 2


@pytest.mark.usefixtures("served")
def test_others_than_editors_see_no_forms_and_freeze_nothing(registers: Registers) -> None:
    for address in (
        {"board": "Register"},
        {"operation": "Op Thesus"},
        {"operation": "Op Thesus", "part": "Plan and work"},
        {"operation": "Op Thesus", "part": "History"},
        {"board": "Side by side"},
    ):
        sent = run("operations", **address)
        readable(sent)
        assert [label for label in labels(sent) if label not in ("Close",)] == [], address
    assert (
        evaluation_text.FREEZE_ELSEWHERE in readable(run("operations", operation="Op Thesus"))
        and registers.records("comparison").empty
    )


def fields(test: AppTest, kind: str) -> dict[str, Any]:
    """The widgets of a form by the field's name."""
    every = [
        *test.text_input,
        *test.text_area,
        *test.selectbox,
        *test.date_input,
        *test.number_input,
    ]
    return {
        widget.key.rpartition("/")[2]: widget
        for widget in every
        if widget.key and widget.key.startswith(f"form/{kind}/")
    }


def save(test: AppTest, kind: str) -> None:
    next(
        button
        for button in test.button
        if button.key and button.key.startswith(f"form/{kind}/") and button.key.endswith("save")
    ).click().run()


def test_an_operation_is_added_once_it_fits(registers: Registers) -> None:
    test = run("operations", board="Register").test
    fields(test, "operation")["aim"].set_value("Fewer knives")
    save(test, "operation")
    # both faults stand in the form, and what was typed too
    assert (
        words(test).count("It is needed.") == 4
        and fields(test, "operation")["aim"].value == "Fewer knives"
    )
    fields(test, "operation")["name"].set_value("Op Made-up")
    fields(test, "operation")["status"].set_value("planned")
    save(test, "operation")
    assert registers.records("operation", name="Op Made-up")[
        ["aim", "status"]
    ].to_numpy().tolist() == [["Fewer knives", "planned"]]
    # the page goes on to its area
    assert test.session_state["operation"] == str(operation(registers, "Op Made-up"))
    assert "**Add a new area of an operation**" in [element.value for element in test.markdown]


def test_an_end_before_the_start_is_said_and_nothing_kept(registers: Registers) -> None:
    test = run("operations", operation="Op Thesus", part="Plan and work", records="Phases").test
    held = len(registers.records("phase"))
    for name, value in {
        "name": "second",
        "start": date(2022, 6, 1),
        "end": date(2022, 5, 1),
    }.items():
        fields(test, "phase")[name].set_value(value)
    save(test, "phase")
    assert "It ends before it starts." in words(test) and len(registers.records("phase")) == held
    fields(test, "phase")["end"].set_value(date(2022, 7, 1))
    save(test, "phase")
    assert registers.records("phase", name="second")["operation"].to_list() == [
        operation(registers, "Op Thesus")
    ]


def test_the_later_of_two_editors_is_told_and_loses_nothing(registers: Registers) -> None:
    test = run("operations", operation="Op Thesus", part="Plan and work").test
    number = operation(registers, "Op Thesus")
    registers.change(
        "operation", number, {"theme": "local lines", "lead_role": "inspector"}, 1, "commander"
    )
    fields(test, "operation")["aim"].set_value("Less violence in Eldene")
    fields(test, "operation")["theme"].set_value("knives")
    save(test, "operation")
    text = words(test)
    assert (
        "This operation was edited while you had it open" in text
        and "Now in the register: local lines" in text
    )
    assert fields(test, "operation")["aim"].value == "Less violence in Eldene"
    assert registers.record("operation", number)["theme"] == "local lines"
    save(test, "operation")
    now = registers.record("operation", number)
    # what the later one typed is kept now, and so is what only the other one touched
    assert (now["aim"], now["theme"], now["lead_role"]) == (
        "Less violence in Eldene",
        "knives",
        "inspector",
    )


def test_a_change_is_undone_and_stays_in_the_history(registers: Registers) -> None:
    number = operation(registers, "Op Thesus")
    here = Editor("administrator", command_user(), "Ann")
    registers.change("operation", number, {"theme": "knives"}, 1, here)
    test = run("operations", operation="Op Thesus", part="History").test
    assert "Ann (administrator): operation “Op Thesus” changed: Theme: empty → knives" in words(
        test
    )
    next(button for button in test.button if button.label == register_text.UNDO).click().run()
    assert registers.record("operation", number)["theme"] == "" and "(taken back)" in words(test)


def test_a_review_writes_the_learning_log_and_closes(registers: Registers) -> None:
    sent = run("operations", operation="Op Thesus")
    sent.test.button(key="freeze comparison").click().run()
    test = run("operations", operation="Op Thesus").test
    lesson = next(text_area for text_area in test.text_area if text_area.label == "What we learned")
    lesson.set_value("Patrols after school hold.")
    next(
        checkbox for checkbox in test.checkbox if checkbox.label == operation_text.CLOSE_TOO
    ).set_value(True)
    next(
        date_input for date_input in test.date_input if date_input.label == operation_text.ENDED_ON
    ).set_value(date(2022, 12, 31))
    next(
        button for button in test.button if button.label == operation_text.KEEP_REVIEW
    ).click().run()
    (entry,) = registers.records("learning").to_dict("records")
    assert entry["verdict"] == "worked" and entry["figures"].startswith(
        "Violence and robbery, January to December 2022. It worked: 666"
    )
    number = operation(registers, "Op Thesus")
    assert registers.record("operation", number)["status"] == "closed"
    assert registers.records("phase", operation=number)["end"].to_list() == [date(2022, 12, 31)]
    # all of it is one change: undone entry by entry it comes back
    (board,) = run("operations").tables()
    assert board.set_index("Operation").at["Op Thesus", "Last verdict"].startswith("worked (")


def test_an_operation_judged_by_the_forces_own_records_is_marked_as_they_are(
    registers: Registers,
) -> None:
    text = readable(run("operations", operation="Op Thesus", outcome="Knife-enabled violence"))
    assert (
        "OFFICIAL-SENSITIVE" in text
        and "Knife-enabled violence in Liden, Eldene and Park South" in text
    )
    assert "OFFICIAL-SENSITIVE" not in readable(run("operations", operation="Op Thesus"))
