"""Text that goes into a spreadsheet: a spreadsheet runs a cell that begins like a formula, whoever wrote it."""

from __future__ import annotations

# An apostrophe is guarded too, so that what was guarded is known from what only begins with one.
GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")


def guarded(text: str) -> str:
    """A text that a spreadsheet would take for a formula, behind an apostrophe; any other as it is."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguarded(text: str) -> str:
    """The text that `guarded` wrote; any other as it is."""
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARDED) else text
