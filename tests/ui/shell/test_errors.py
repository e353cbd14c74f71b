"""What is said when something is wrong."""

from __future__ import annotations

import ast
import importlib
import logging
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import streamlit as st
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from geo.core.errors import DataProblem
from loaders.register.register import open_registers
from tests.ui.text.frame.test_errors import FAULTS
from ui.shell import errors
from ui.text.frame import errors as error_text

PROJECT = Path(__file__).resolve().parents[3]
STEP = {"owner_role": "", "due": None, "done": False}
WIDGETS = {
    "button",
    "checkbox",
    "dataframe",
    "draw",
    "expander",
    "file_uploader",
    "form_submit_button",
    "multiselect",
    "number_input",
    "pills",
    "plotly_chart",
    "popover",
    "radio",
    "segmented_control",
    "selectbox",
    "slider",
    "st_folium",
    "tabs",
    "text_area",
    "text_input",
    "toggle",
}
SIGNS = "\\`*_[]<>$#~|"


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    shown: list[str] = []
    monkeypatch.setattr("streamlit.error", shown.append)
    return shown


def test_a_problem_says_what_is_wrong_what_we_saw_what_to_do_and_how_things_stand(
    messages: list[str],
) -> None:
    errors.show_problem(DataProblem("leeds.csv has no ward.", "It has 3 columns.", "Add one."))
    assert messages == [
        "**leeds.csv has no ward.** It has 3 columns. Add one. Nothing has been changed."
    ]


def test_parts_left_out_leave_no_gap(messages: list[str]) -> None:
    errors.show_problem(DataProblem("Nothing is loaded.", stands=""))
    assert messages[0].strip() == "**Nothing is loaded.**"


@pytest.mark.parametrize(
    "markup",
    [
        "**bold**",
        "<script>alert(1)</script>",
        "[click](http://x)",
        "![x](http://x)",
        "$x^2$",
        ":red[x]",
        "`code`",
        "# big",
        "~~gone~~",
        "|a|b|",
        "a\\*b",
        "_leaning_",
    ],
)
def test_markup_in_data_is_shown_as_text(markup: str, messages: list[str]) -> None:
    errors.show_problem(DataProblem(f"{markup}.csv is empty.", f"We saw {markup}.", stands=""))
    body = messages[0].replace("**", "", 1)
    body = body[: body.index("**")] + body[body.index("**") + 2 :] if markup != "**bold**" else body
    # with every escaped sign taken out, no sign that Markdown acts on is left; unescaped, the text is the one given
    bare = body.replace("\\:", "")
    for sign in SIGNS:
        bare = bare.replace("\\" + sign, "")
    if markup != "**bold**":
        assert not set(bare) & set(SIGNS), bare
    unescaped = messages[0]
    for sign in SIGNS[1:]:
        unescaped = unescaped.replace("\\" + sign, sign)
    assert unescaped.replace("\\\\", "\\").count(markup) == 2


def test_a_problem_with_data_inside_a_page_becomes_a_message(messages: list[str]) -> None:
    with errors.reported():
        raise DataProblem("There are too few months.", do="Choose more.", stands="")
    assert messages == ["**There are too few months.** Choose more."]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_any_other_error_is_logged_with_its_trace_under_the_number_that_the_reader_sees(
    fault: Exception, messages: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with errors.reported():
        raise fault
    (record,) = caplog.records
    assert record.name == "dashboard" and record.levelno == logging.ERROR
    assert record.exc_info is not None and record.exc_info[1] is fault and record.exc_info[2]
    number = re.fullmatch(r"Error ([0-9a-f]{6})", record.getMessage())
    assert number and messages == [error_text.message(fault, number[1])]
    assert number[1] in messages[0] and "made up" not in messages[0]


def test_two_errors_have_two_numbers(messages: list[str]) -> None:
    for _ in range(2):
        with errors.reported():
            raise KeyError("made up")
    assert len(set(messages)) == 2


def test_the_end_of_the_program_is_nobody_s_to_catch(messages: list[str]) -> None:
    for end in (KeyboardInterrupt, SystemExit):
        with pytest.raises(end), errors.reported():
            raise end
    assert messages == []


def test_a_page_that_goes_well_says_nothing(messages: list[str]) -> None:
    with errors.reported():
        pass
    assert messages == []


def small_page() -> None:
    """A page of three panels and a button, the middle one doing what the test asks; run by Streamlit's own test runner."""
    import streamlit as st

    from tests.ui.shell import test_errors
    from ui.components.panel import panel
    from ui.shell import errors

    with errors.reported():
        errors.show_failed_callbacks()
        with panel():
            st.text("the first panel")
        with panel():
            st.text("the second panel begins")
            test_errors.in_a_panel()
            st.text("the second panel ends")
        with panel():
            st.text("the third panel")
        st.button("press", on_click=errors.callback(test_errors.when_pressed))
        test_errors.on_the_page()
        st.text("the end")


def in_a_panel() -> None:
    """What the tests put something else in the place of."""


when_pressed = on_the_page = in_a_panel


def drawn(test: AppTest) -> list[str]:
    assert len(test.exception) == 0
    return [text.value for text in test.text]


SECOND = ["the second panel begins", "the second panel ends"]
WHOLE = ["the first panel", *SECOND, "the third panel", "the end"]


def raising(fault: Exception) -> Callable[[], None]:
    def act() -> None:
        raise fault

    return act


def this_module() -> ModuleType:
    """This module as the page imports it."""
    return importlib.import_module("tests.ui.shell.test_errors")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_broken_panel_leaves_the_others(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(this_module(), "in_a_panel", raising(fault))
    test = AppTest.from_function(small_page).run()
    assert drawn(test) == [text for text in WHOLE if text != SECOND[1]]
    (message,) = test.error
    number = caplog.records[-1].getMessage().removeprefix("Error ")
    assert message.value == error_text.message(fault, number)
    # in its own place: between what its panel had drawn and the next panel
    order = [
        str(getattr(element, "value", ""))
        for element in test.main
        if element.type in ("text", "error")
    ]
    assert order.index(message.value) == order.index("the third panel") - 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_broken_page_keeps_what_it_had_drawn(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(this_module(), "on_the_page", raising(fault))
    test = AppTest.from_function(small_page).run()
    assert drawn(test) == WHOLE[:-1] and len(test.error) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_broken_callback_leaves_the_page_and_is_said_once(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(this_module(), "when_pressed", raising(fault))
    test = AppTest.from_function(small_page).run()
    assert not test.error
    test.button[0].click().run()
    number = caplog.records[-1].getMessage().removeprefix("Error ")
    assert drawn(test) == WHOLE
    assert [message.value for message in test.error] == [error_text.message(fault, number)]
    test.run()
    assert drawn(test) == WHOLE and not test.error


def test_what_a_callback_finds_wrong_with_data_is_said_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(this_module(), "when_pressed", raising(DataProblem("No ward.", stands="")))
    test = AppTest.from_function(small_page).run()
    test.button[0].click().run()
    assert [message.value.strip() for message in test.error] == ["**No ward.**"]


def test_streamlit_s_own_stop_and_rerun_pass_through(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def once_more() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            st.rerun()

    monkeypatch.setattr(this_module(), "in_a_panel", once_more)
    test = AppTest.from_function(small_page).run()
    assert runs == [0, 1] and drawn(test) == WHOLE and not test.error
    monkeypatch.setattr(this_module(), "in_a_panel", st.stop)
    test = AppTest.from_function(small_page).run()
    assert drawn(test) == WHOLE[:2] and not test.error


def test_a_save_that_fails_on_its_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is written, then the disk fails under its history: neither is kept."""
    registers = open_registers(tmp_path, "demonstration")
    registers.add("next_step", STEP | {"text": "Before"}, "coordinator")
    before, statements = registers.changes(), list[str]()

    def disk_fails(conn: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)
        if statement.startswith("INSERT INTO history"):
            raise OperationalError(statement, {}, Exception("disk I/O error"))

    event.listen(Engine, "before_cursor_execute", disk_fails)
    try:
        monkeypatch.setattr(
            this_module(),
            "when_pressed",
            lambda: registers.add("next_step", STEP | {"text": "After"}, "coordinator"),
        )
        test = AppTest.from_function(small_page).run()
        test.button[0].click().run()
    finally:
        event.remove(Engine, "before_cursor_execute", disk_fails)
    assert any(statement.startswith("INSERT INTO next_step") for statement in statements)
    assert test.error[0].value.startswith("**The register cannot be reached")
    assert drawn(test) == WHOLE
    assert registers.changes() == before
    assert registers.records("next_step")["text"].to_list() == ["Before"]


def test_every_exception_is_caught_at_the_frame_and_around_a_source_s_own_code_alone() -> None:
    broad = {
        (path.relative_to(PROJECT).as_posix(), node.lineno)
        for path in program()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or {"Exception", "BaseException"}
            & {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
        )
    }
    assert sorted(path for path, _ in broad) == [
        "loaders/sources/registry.py",
        "ui/shell/errors.py",
    ]


def test_every_widget_s_callback_is_guarded() -> None:
    """A callback that is handed to a widget bare would, where it fails, leave an empty page."""
    bare = []
    for path in program():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or _name(node.func) not in WIDGETS:
                continue
            bare += [
                (path.relative_to(PROJECT).as_posix(), node.lineno)
                for given in node.keywords
                if given.arg in ("on_click", "on_change", "on_select", "on_submit")
                and not isinstance(getattr(given.value, "body", given.value), ast.Constant)
                and not (
                    isinstance(given.value, ast.Call) and _name(given.value.func) == "callback"
                )
            ]
    assert bare == []


def program() -> list[Path]:
    floors = ("pages", "ui", "loaders", "geo")
    return [
        PROJECT / "app.py",
        *(path for floor in floors for path in (PROJECT / floor).rglob("*.py")),
    ]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
