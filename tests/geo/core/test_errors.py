"""A problem says what is wrong, what was seen, what to do and how things stand."""

from __future__ import annotations

from geo.core.errors import DataProblem, UnknownWard


def test_a_problem_reads_as_one_text_in_four_parts() -> None:
    problem = DataProblem(
        "The file is empty.", "It has 0 bytes.", "Save it again.", "The old build is served."
    )
    assert (
        str(problem) == "The file is empty. It has 0 bytes. Save it again. The old build is served."
    )
    assert (problem.wrong, problem.saw, problem.do, problem.stands) == (
        "The file is empty.",
        "It has 0 bytes.",
        "Save it again.",
        "The old build is served.",
    )


def test_nothing_has_been_changed_unless_said_otherwise_and_empty_parts_leave_no_gap() -> None:
    assert (
        str(DataProblem("The file is empty.", do="Save it again."))
        == "The file is empty. Save it again. Nothing has been changed."
    )
    assert str(DataProblem("Nothing is loaded.", stands="")) == "Nothing is loaded."


def test_an_unknown_ward_is_a_problem_with_data() -> None:
    assert isinstance(UnknownWard("E05999999 is not in the residents."), DataProblem)
