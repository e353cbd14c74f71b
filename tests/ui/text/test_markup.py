"""Text from data is shown as it is written, whatever characters it holds."""

from __future__ import annotations

import pytest

from ui.text.markup import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Old Town", "Old Town"),
        ("**bold**", "\\*\\*bold\\*\\*"),
        ("[click](http://x)", "\\[click\\](http://x)"),
        (":red[x]", "\\:red\\[x\\]"),
        ("12:30", "12\\:30"),
        ("&lt;b&gt;", "\\&lt;b\\&gt;"),
        ("&#60;b", "\\&\\#60;b"),
        ("Penhill & Pinehurst", "Penhill & Pinehurst"),
        ("2022-09: 3", "2022-09: 3"),
        ("---", "\\---"),
        ("1. Walk it", "1\\. Walk it"),
        ("- Walk it", "\\- Walk it"),
        ("at 1.5 km - or so", "at 1.5 km - or so"),
        ("a\\*b", "a\\\\\\*b"),
    ],
)
def test_no_character_is_taken_for_markup(text: str, shown: str) -> None:
    assert plain(text) == shown
