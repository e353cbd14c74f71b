"""What is said when something is wrong."""

from __future__ import annotations

import logging

import pytest

from geo.core.errors import DataProblem
from ui.shell import errors as messages

SIGNS = "\\`*_[]<>$#~|"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    shown: list[str] = []
    monkeypatch.setattr("streamlit.error", shown.append)
    return shown


def test_a_problem_says_what_is_wrong_what_we_saw_what_to_do_and_how_things_stand(
    said: list[str],
) -> None:
    messages.show_problem(DataProblem("leeds.csv has no ward.", "It has 3 columns.", "Add one."))
    assert said == [
        "**leeds.csv has no ward.** It has 3 columns. Add one. Nothing has been changed."
    ]


def test_parts_left_out_leave_no_gap(said: list[str]) -> None:
    messages.show_problem(DataProblem("Nothing is loaded.", stands=""))
    assert said[0].strip() == "**Nothing is loaded.**"


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
def test_markup_in_data_is_shown_as_text(markup: str, said: list[str]) -> None:
    messages.show_problem(DataProblem(f"{markup}.csv is empty.", f"We saw {markup}.", stands=""))
    body = said[0].replace("**", "", 1)
    body = body[: body.index("**")] + body[body.index("**") + 2 :] if markup != "**bold**" else body
    # with every escaped sign taken out, no sign that Markdown acts on is left; unescaped, the text is the one given
    bare = body.replace("\\:", "")
    for sign in SIGNS:
        bare = bare.replace("\\" + sign, "")
    if markup != "**bold**":
        assert not set(bare) & set(SIGNS), bare
    unescaped = said[0]
    for sign in SIGNS[1:]:
        unescaped = unescaped.replace("\\" + sign, sign)
    assert unescaped.replace("\\\\", "\\").count(markup) == 2


def test_a_problem_with_data_inside_a_page_becomes_a_message(said: list[str]) -> None:
    with messages.spoken():
        raise DataProblem("There are too few months.", do="Choose more.", stands="")
    assert said == ["**There are too few months.** Choose more."]


@pytest.mark.parametrize(
    "fault",
    [KeyError("ward 3"), ZeroDivisionError("x"), ValueError("x"), OSError("disk"), TypeError("x")],
)
def test_our_own_fault_is_logged_with_its_trace_and_owned_up_to(
    fault: Exception, said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="dashboard"), messages.spoken():
        raise fault
    assert said == [messages.OURS] and "not your data" in said[0] and str(fault) not in said[0]
    (record,) = caplog.records
    assert record.exc_info is not None and record.exc_info[1] is fault


def test_a_page_that_goes_well_says_nothing(said: list[str]) -> None:
    with messages.spoken():
        pass
    assert said == []
