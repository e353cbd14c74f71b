"""The month of a vintage of wards in words."""

from __future__ import annotations

from datetime import date


def vintage_words(vintage: str) -> str:
    """“December 2021” for “2021-12”; a vintage of which only the year is known stays that year, since a month would be made up.

    The id of a geography beside wards, which is a word, comes back as it is.
    """
    year, _, month = vintage.partition("-")
    return f"{date(int(year), int(month), 1):%B %Y}" if year.isdigit() and month else vintage
