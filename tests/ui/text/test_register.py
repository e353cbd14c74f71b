"""What the register says on every page, with figures checked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd

from ui.text import register as register_text

NAMES = {"E05008960": "Eldene", "E05010757": "Penhill"}
APRIL = date(2022, 4, 25)


def test_forms_and_areas() -> None:
    shares = pd.Series({"E05008960": 0.734, "E05010757": 0.2})
    assert (
        register_text.drawn_in(shares, NAMES)
        == "The drawn area lies 73% in Eldene and 20% in Penhill. Offences are counted by ward."
    )
    assert (
        register_text.drawn_in(shares[:0], NAMES) == "The drawn area lies in no ward of this build."
    )
    assert register_text.corners_drawn(4) == "An area with 4 corners is drawn."
    assert (
        register_text.now_reads("live") == "Now in the register: live"
        and register_text.now_reads("") == "Now in the register: empty"
    )
    assert register_text.saved("phase") == "This phase is kept." and register_text.removed(
        "phase"
    ).startswith("This phase was removed")
    assert register_text.form_title("phase", changes=False) == "**Add a new phase**"
    assert register_text.form_title("phase", changes=True) == "**Change this phase**"


def test_files_and_history() -> None:
    assert register_text.imported(2, 1, 0, 3) == "2 added, 1 changed, 0 already so, 3 rejected."
    assert register_text.import_title("Dosage by week") == "Load rows from a CSV: Dosage by week"
    assert register_text.history_cut(40) == "" and register_text.history_cut(1234).startswith(
        "The newest 40 of 1,234 changes;"
    )
    assert register_text.export_name(date(2022, 5, 1)) == "register-2022-05-01.zip"
    assert (
        register_text.record_named({"name": "Op Thesus"}) == " “Op Thesus”"
        and register_text.record_named({"week": APRIL}) == " “25 April 2022”"
    )
    assert (
        register_text.record_named({"action": "x" * 60}) == f" “{'x' * 39}…”"
        and register_text.record_named({}) == ""
    )
    change = {
        "at": datetime(2022, 7, 1, 11, 5, tzinfo=UTC),
        "by_role": "analyst",
        "act": "changed",
        "said": "Status: live → closed",
        "undone": True,
        "before": {"name": "Op Thesus"},
        "after": {"name": "Op Thesus"},
    }
    # summer time in Wiltshire is an hour ahead
    assert register_text.history_line(change, "operation") == (
        "1 July 2022 at 12:05, analyst: operation “Op Thesus” changed: Status: live → closed (taken back)"
    )
    assert register_text.made_by(change) == "analyst"
    by_ann = {**change, "by_name": "Ann Able", "by_role": "coordinator"}
    assert register_text.made_by(by_ann) == "Ann Able (coordinator)"
    assert ", Ann Able (coordinator): operation" in register_text.history_line(by_ann, "operation")


def test_a_form_that_cannot_be_kept_says_all_that_is_to_be_mended() -> None:
    assert register_text.not_kept(["Name: It is needed.", "The end is before the start."]) == (
        "Not kept yet. Name: It is needed. The end is before the start."
    )


def test_a_ward_of_another_vintage_is_offered_with_it() -> None:
    assert register_text.ward_of("Penhill", "2021-12") == "Penhill (ward of December 2021)"
    assert register_text.ward_of("E05000009", "") == "E05000009 (not in the boundaries loaded)"
