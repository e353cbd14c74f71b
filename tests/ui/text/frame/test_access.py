"""Words about signing in."""

from __future__ import annotations

from loaders.access_file import WAYS
from ui.text.frame import access as wording


def test_every_way_in_says_how_to_sign_in() -> None:
    assert set(wording.HOW_TO_SIGN_IN) == set(WAYS) and all(wording.HOW_TO_SIGN_IN.values())


def test_who_looks_is_said_with_their_role() -> None:
    assert wording.signed_in_as("Ann Able", "analyst") == "Ann Able · analyst"


def test_the_record_is_said_to_be_whole_with_what_it_holds() -> None:
    assert (
        wording.audit_whole(1234, 2, 1200, 0)
        == "The record is whole: 1,234 lines in 2 chains, 1,200 of all ever written under seal."
    )
    assert wording.audit_whole(5, 1, 9, 4).endswith(
        "4 older lines were kept long enough and are gone."
    )
    assert wording.audit_exported(1234, "a.csv") == "1,234 events are written to a.csv."


def test_who_saw_something_is_said_with_how_often_and_when() -> None:
    first, last = "2026-11-30T09:00:00.000+00:00", "2026-11-30T09:05:00.000+00:00"
    assert (
        wording.who_saw("Ann", "a1", "analyst", 2, 1, first, last)
        == "Ann (a1; analyst): 2 times, 1 file taken away, 2026-11-30 09:00 to 2026-11-30 09:05 UTC"
    )
    assert wording.who_saw("Ann", "a1", "analyst", 1, 0, first, first).endswith(
        "1 time, 0 files taken away, 2026-11-30 09:00 UTC"
    )


def test_a_user_without_a_role_is_named() -> None:
    assert "“bob” no role" in wording.no_role("bob")[1] and "bob" in wording.no_role("bob")[2]
