"""How bytes are written as text: UTF-8, UTF-16 with or without its mark, Windows-1252; and what is said where it is not UTF-8."""

from __future__ import annotations

import codecs

from geo.core.errors import DataProblem

AS_UTF_16 = "{name} was read as UTF-16 text."
AS_WINDOWS = "{name} is not UTF-8; it was read as Windows-1252, so check its accents."


def not_utf_16(name: str, seen: str) -> DataProblem:
    """What is said of a file that begins as UTF-16 text and does not go on so."""
    return DataProblem(
        f"{name} starts like UTF-16 text but cannot be read as such.",
        seen,
        "Save it again as CSV (UTF-8) and load that.",
    )


def wide_encoding(start: bytes) -> str:
    """The kind of UTF-16 that text begins as, with or without its mark; empty where it is none."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[:4096:2], start[1:4096:2]
    for zeros, letters, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if (
            len(zeros) > 8
            and zeros.count(0) > 0.8 * len(zeros)
            and letters.count(0) < 0.05 * len(letters)
        ):
            return encoding
    return ""


def narrow_encoding(data: bytes) -> str:
    """Windows-1252 for text that is not UTF-8; Latin-1 where it holds a sign that Windows-1252 lacks."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def as_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Bytes as text without a byte order mark, and a note where they are not UTF-8."""
    if encoding := wide_encoding(data):
        try:
            return data.decode(encoding).removeprefix("\ufeff"), (AS_UTF_16.format(name=name),)
        except UnicodeDecodeError as problem:
            raise not_utf_16(name, f"{problem.reason} at byte {problem.start:,}.") from problem
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode(), ()
    except UnicodeDecodeError:
        return data.decode(narrow_encoding(data)), (AS_WINDOWS.format(name=name),)
