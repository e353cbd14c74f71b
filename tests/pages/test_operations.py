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
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from geo.core.selection import Selection
from loaders.register.register import Registers, open_registers
from loaders.store.reader import Store
from tests.pages.running import Sent, fresh_caches, run
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text
from ui.text import register as register_text

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
JANUARY = date(2022, 1, 1)


@pytest.fixture(autouse=True)
def _warm_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Buttons are pressed as on a server that has shown app.py once."""
    begin = PagesManager.__init__

    def warm(manager: PagesManager, *given: Any, **settings: Any) -> None:
        begin(manager, *given, **settings)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", warm)


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
def kept(store: Path) -> Registers:
    """The register, as the first visit to a page leaves it."""
    run("operations")
    return open_registers(store, "demonstration")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server listens at an address that others reach."""
    option = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "192.0.2.7" if name == "server.address" else option(name)
    )


def said(sent: Sent) -> str:
    words = unescape(sent.told)
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
        getattr(getattr(one, "proto", one), "body", "") or getattr(one, "value", "")
        for one in elements
    ]
    return unescape(" ".join(str(body) for body in bodies))


def operation(registers: Registers, name: str) -> int:
    return int(registers.records("operation", name=name)["id"].iloc[0])


def labels(sent: Sent) -> list[str]:
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
    told = said(sent)
    assert (
        "Op Thesus: no review date is set." in told
        and "Op Thesus: no action under Pursue, Prevent, Protect and Prepare." in told
    )
    assert (
        "Op Thesus and Op Sceptre April 2022: 25 April to 1 May 2022, in Liden, Eldene and Park South."
        in told
    )
    # Juvenis begins on 1 April
    (earlier,) = run("operations", first="Jan 2022", last="Mar 2022").tables()
    assert (
        earlier.set_index("Operation")["Status at 31 Mar 2022"].to_dict()["Op Juvenis"] == "planned"
    )


@pytest.mark.usefixtures("store")
def test_the_map_shows_planned_work_as_planned() -> None:
    shown = {
        one["name"]: one["status"]
        for one in run("operations", first="Jan 2022", last="Mar 2022")
        .painted["operations"]
        .values()
    }
    assert shown == {"Op Thesus · Eldene": "live", "Op Juvenis · Penhill": "planned"}


def test_nothing_after_the_start_is_read_until_the_comparison_is_frozen(
    kept: Registers, monkeypatch: pytest.MonkeyPatch
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
            read.append((max(asked), len(kept.records("comparison"))))
        return true_counts(store, selection, by=by, months=asked)

    st.cache_data.clear()
    monkeypatch.setattr(Store, "counts", counts)
    sent = run("operations", operation="Op Thesus")
    told = said(sent)
    assert (
        "1 · Could we tell? A fall from 666 to about 590 could show here." in told
        and evaluation_text.BEFORE_FREEZE in told
    )
    (line,) = sent.charts()
    values = next(trace for trace in line["data"] if trace["name"] == "Offences a month")
    assert max(values["x"]) < "2022-01" and "Verdict" not in told
    assert read and max(month for month, _ in read) < JANUARY
    sent.test.button(key="freeze comparison").click().run()
    assert max(month for month, frozen in read if frozen == 1) == date(2022, 12, 1)
    assert max(month for month, frozen in read if frozen == 0) < JANUARY
    assert (
        "It worked: 666 offences in 12 months before and 381 in 12 after, 57% (49% to 65%)"
        in words(sent.test)
    )


def test_the_map_is_painted_by_the_months_before_until_then(kept: Registers) -> None:
    before = run("operations", operation="Op Thesus")
    outlined = {one["kind"]: len(one["wards"]) for one in before.painted["outlines"]}
    assert outlined == {"ring": 4, "comparison": 5, "ring comparison": 5}
    thesus = [
        one for one in before.painted["operations"].values() if one["name"] == "Op Thesus · Eldene"
    ]
    assert (
        thesus[0]["status"] == "live"
    )  # as at the months shown, although older months are painted
    before.test.button(key="freeze comparison").click().run()
    after = run("operations", operation="Op Thesus")
    assert before.painted["wards"] != after.painted["wards"]


def test_thesus_worked_and_juvenis_shows_no_sign_in_words(kept: Registers) -> None:
    sent = run("operations", board="Side by side")
    assert "Op Thesus: not evaluated yet" in said(sent) and sent.charts() == []
    next(one for one in sent.test.button if one.label == evaluation_text.EVALUATE_ALL).click().run()
    again = run("operations", board="Side by side")
    told = said(again)
    assert "Op Thesus. It worked: 666 offences in 12 months before and 381 in 12 after" in told
    assert (
        "Op Juvenis. There is no sign that it changed anything: 1,708 offences in 12 months before and 1,303 in 9 after"
        in told
    )
    assert (
        "Op Sceptre: not evaluated. Op Sceptre runs in dated instances, not as one period." in told
    )
    (chart,) = again.charts()
    middles = {
        trace["y"][0]: trace["x"][0] for trace in chart["data"] if trace["mode"] == "markers+text"
    }
    assert middles["Op Thesus"] < 0.65 < 0.9 < middles["Op Juvenis"] < 1.1
    juvenis = said(run("operations", operation="Op Juvenis"))
    assert "5 · Verdict No sign There is no sign" in juvenis
    assert "4 · Did it move next door? No sign that offences moved next door" in juvenis


def test_recorded_possession_is_warned_of_and_the_warning_is_kept(kept: Registers) -> None:
    sent = run("operations", operation="Op Juvenis", outcome="Recorded possession of weapons")
    told = said(sent)
    assert evaluation_text.ACTIVITY in told
    # thirty offences before: the page says how little could be shown
    assert "from 30 before" in told and "A fall by half would be found about 4 times in 10." in told
    sent.test.button(key="freeze comparison").click().run()
    assert "We cannot tell: this outcome counts what the operation itself does" in words(sent.test)
    assert kept.records("comparison")["warned"].to_list() == [True]


def test_work_that_cannot_be_evaluated_says_why(kept: Registers) -> None:
    undated = kept.add("operation", {"name": "Op Undated", "status": "planned"}, "analyst")
    kept.add("operation_area", {"operation": undated, "ward_code": "E05008956"}, "analyst")
    sent = run("operations", operation="Op Undated")
    (alert,) = [alert.body for alert in sent.elements("alert")]
    assert alert.startswith(
        "**This operation has no start date, so there is no before and after.**"
    )
    assert [
        one["name"] for one in sent.painted["operations"].values() if "Undated" in one["name"]
    ] == ["Op Undated"]
    assert "Op Undated" in said(run("operations", board="Calendar"))


def test_dosage_stands_under_the_line_recorded_or_not(kept: Registers) -> None:
    def notes(sent: Sent) -> str:
        (line,) = sent.charts()
        return " ".join(note["text"] for note in line["layout"]["annotations"])

    assert evaluation_text.NOT_RECORDED in notes(run("operations", operation="Op Thesus"))
    kept.add(
        "dosage",
        {"operation": operation(kept, "Op Thesus"), "week": date(2021, 3, 1), "visits": 4},
        "analyst",
    )
    sent = run("operations", operation="Op Thesus")
    assert evaluation_text.NOT_RECORDED not in notes(sent)
    (strip,) = [trace for trace in sent.charts()[0]["data"] if trace["type"] == "heatmap"]
    assert strip["y"] == ["Visits"] and strip["text"] == [["Visits, week of 1 March 2021: 4"]]


def test_a_comparison_is_changed_only_with_a_reason(kept: Registers) -> None:
    sent = run("operations", operation="Op Thesus")
    sent.test.button(key="freeze comparison").click().run()
    first = kept.records("comparison")["digest"].iloc[0]
    test = run("operations", operation="Op Thesus").test
    test.multiselect(key="other wards").set_value(["E05008954", "E05008967"]).run()
    test.button(key="keep others").click().run()
    assert (
        "Why these wards were chosen is not said." in words(test)
        and kept.records("comparison")["digest"].iloc[0] == first
    )
    test.text_input(key="other reason").set_value("Estates of the same age.").run()
    test.button(key="keep others").click().run()
    told = words(test)
    assert kept.records("comparison")["digest"].iloc[0] != first
    assert "Estates of the same age." in told and "before the outcome was read" not in told
    assert len(kept.history("comparison")) == 2


@pytest.mark.usefixtures("served")
def test_others_than_editors_see_no_forms_and_freeze_nothing(kept: Registers) -> None:
    for address in (
        {"board": "Register"},
        {"operation": "Op Thesus"},
        {"operation": "Op Thesus", "part": "Plan and work"},
        {"operation": "Op Thesus", "part": "History"},
        {"board": "Side by side"},
    ):
        sent = run("operations", **address)
        said(sent)
        assert [label for label in labels(sent) if label not in ("Close",)] == [], address
    assert (
        evaluation_text.FREEZE_ELSEWHERE in said(run("operations", operation="Op Thesus"))
        and kept.records("comparison").empty
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
        one.key.rpartition("/")[2]: one
        for one in every
        if one.key and one.key.startswith(f"form/{kind}/")
    }


def save(test: AppTest, kind: str) -> None:
    next(
        one
        for one in test.button
        if one.key and one.key.startswith(f"form/{kind}/") and one.key.endswith("save")
    ).click().run()


def test_an_operation_is_added_once_it_fits(kept: Registers) -> None:
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
    assert kept.records("operation", name="Op Made-up")[["aim", "status"]].to_numpy().tolist() == [
        ["Fewer knives", "planned"]
    ]
    # the page goes on to its area
    assert test.session_state["operation"] == str(operation(kept, "Op Made-up"))
    assert "**Add a new area of an operation**" in [one.value for one in test.markdown]


def test_an_end_before_the_start_is_said_and_nothing_kept(kept: Registers) -> None:
    test = run("operations", operation="Op Thesus", part="Plan and work", records="Phases").test
    held = len(kept.records("phase"))
    for name, value in {
        "name": "second",
        "start": date(2022, 6, 1),
        "end": date(2022, 5, 1),
    }.items():
        fields(test, "phase")[name].set_value(value)
    save(test, "phase")
    assert "It ends before it starts." in words(test) and len(kept.records("phase")) == held
    fields(test, "phase")["end"].set_value(date(2022, 7, 1))
    save(test, "phase")
    assert kept.records("phase", name="second")["operation"].to_list() == [
        operation(kept, "Op Thesus")
    ]


def test_the_later_of_two_editors_is_told_and_loses_nothing(kept: Registers) -> None:
    test = run("operations", operation="Op Thesus", part="Plan and work").test
    number = operation(kept, "Op Thesus")
    kept.change(
        "operation", number, {"theme": "local lines", "lead_role": "inspector"}, 1, "commander"
    )
    fields(test, "operation")["aim"].set_value("Less violence in Eldene")
    fields(test, "operation")["theme"].set_value("knives")
    save(test, "operation")
    told = words(test)
    assert (
        "This operation was edited while you had it open" in told
        and "Now in the register: local lines" in told
    )
    assert fields(test, "operation")["aim"].value == "Less violence in Eldene"
    assert kept.record("operation", number)["theme"] == "local lines"
    save(test, "operation")
    now = kept.record("operation", number)
    # what the later one typed is kept now, and so is what only the other one touched
    assert (now["aim"], now["theme"], now["lead_role"]) == (
        "Less violence in Eldene",
        "knives",
        "inspector",
    )


def test_a_change_is_undone_and_stays_in_the_history(kept: Registers) -> None:
    number = operation(kept, "Op Thesus")
    kept.change("operation", number, {"theme": "knives"}, 1, "analyst")
    test = run("operations", operation="Op Thesus", part="History").test
    assert "analyst: operation “Op Thesus” changed: Theme: empty → knives" in words(test)
    next(one for one in test.button if one.label == register_text.UNDO).click().run()
    assert kept.record("operation", number)["theme"] == "" and "(taken back)" in words(test)


def test_a_review_writes_the_learning_log_and_closes(kept: Registers) -> None:
    sent = run("operations", operation="Op Thesus")
    sent.test.button(key="freeze comparison").click().run()
    test = run("operations", operation="Op Thesus").test
    lesson = next(one for one in test.text_area if one.label == "What we learned")
    lesson.set_value("Patrols after school hold.")
    next(one for one in test.checkbox if one.label == operation_text.CLOSE_TOO).set_value(True)
    next(one for one in test.date_input if one.label == operation_text.ENDED_ON).set_value(
        date(2022, 12, 31)
    )
    next(one for one in test.button if one.label == operation_text.KEEP_REVIEW).click().run()
    (entry,) = kept.records("learning").to_dict("records")
    assert entry["verdict"] == "worked" and entry["figures"].startswith(
        "Violence and robbery, January to December 2022. It worked: 666"
    )
    number = operation(kept, "Op Thesus")
    assert kept.record("operation", number)["status"] == "closed"
    assert kept.records("phase", operation=number)["end"].to_list() == [date(2022, 12, 31)]
    # all of it is one change: undone entry by entry it comes back
    (board,) = run("operations").tables()
    assert board.set_index("Operation").at["Op Thesus", "Last verdict"].startswith("worked (")


def test_an_operation_judged_by_the_forces_own_records_is_marked_as_they_are(
    kept: Registers,
) -> None:
    told = said(run("operations", operation="Op Thesus", outcome="Knife-enabled violence"))
    assert (
        "OFFICIAL-SENSITIVE" in told
        and "Knife-enabled violence in Liden, Eldene and Park South" in told
    )
    assert "OFFICIAL-SENSITIVE" not in said(run("operations", operation="Op Thesus"))
