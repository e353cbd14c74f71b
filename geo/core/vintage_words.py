"""The month of a vintage of wards in words, and back."""

from __future__ import annotations

import re
from datetime import date, datetime

SPELLINGS = ("%Y-%m-%d", "%d/%m/%Y", "%b-%y", "%B %Y", "%b %Y")  # what spreadsheets make of 2021-12


def vintage_words(vintage: str) -> str:
    """“December 2021” for “2021-12”; a vintage of which only the year is known stays that year, since a month would be made up.

    The id of a geography beside wards, which is a word, comes back as it is.
    """
    year, _, month = vintage.partition("-")
    return f"{date(int(year), int(month), 1):%B %Y}" if year.isdigit() and month else vintage


def vintage_id(text: str) -> str:
    """The id of a vintage (2021-12, or a year) from that, or from what people and spreadsheets write for it: December 2021, Dec-21.

    Empty stays empty. Raises ValueError, in words, for anything else.
    """
    plain = text.strip()
    if not plain or re.fullmatch(r"\d{4}(-\d{2})?", plain):
        return plain
    for form in SPELLINGS:
        try:
            return datetime.strptime(plain, form).strftime("%Y-%m")
        except ValueError:
            continue
    raise ValueError(f"“{plain[:60]}” is no year and month like 2021-12.")
