"""Words about signing in."""

from __future__ import annotations

from loaders.access_file import WAYS
from ui.text.frame import access as wording


def test_every_way_in_says_how_to_sign_in() -> None:
    assert set(wording.HOW_TO_SIGN_IN) == set(WAYS) and all(wording.HOW_TO_SIGN_IN.values())


def test_who_looks_is_said_with_their_role() -> None:
    assert wording.signed_in_as("Ann Able", "analyst") == "Ann Able · analyst"
