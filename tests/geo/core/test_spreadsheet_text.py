"""No cell begins like a formula, and reading gives back what was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.core.spreadsheet_text import guarded, unguarded


def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe() -> None:
    assert [guarded(text) for text in ("=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "'tis")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@cmd",
        "'\t=1",
        "'\r=1",
        "''tis",
    ]
    assert [guarded(text) for text in ("", "Eldene", "1-2", "a=b")] == ["", "Eldene", "1-2", "a=b"]


@given(st.text(alphabet="=+-@'\t\r ab1"))
def test_reading_gives_back_what_was_written(text: str) -> None:
    assert unguarded(guarded(text)) == text and guarded(text)[:1] not in ("=", "+", "-", "@")
