"""Numbers of people as spreadsheets write them, into whole numbers; what could be read in two ways is not guessed."""

from __future__ import annotations

import re

MOST_RESIDENTS = 10_000_000  # more in one area is a slip of the keyboard
NOT_WHOLE = "residents is not a whole number from 0 up"
BELOW_NOUGHT = f"{NOT_WHOLE}: it is below 0"
DECIMALS = f"{NOT_WHOLE}: it has decimals"
TWO_WAYS = f"{NOT_WHOLE}: its point or comma may stand for thousands or for decimals"
TOO_MANY = f"{NOT_WHOLE}: it is more than {MOST_RESIDENTS:,}"
BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
PLAIN = re.compile(r"([0-9]+)(?:\.0*)?")
BY_COMMAS = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.0*)?")
BY_BLANKS = re.compile(r"([1-9][0-9]{0,2}(?: [0-9]{3})+)(?:\.0*)?")
BY_POINTS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,0*)?")
WITH_DECIMALS = re.compile(r"[0-9][0-9, ]*\.[0-9]+")
WITH_COMMA = re.compile(r"[0-9]+(?:,[0-9]+)+")
NEGATIVE = re.compile(r"[-\u2010-\u2015\u2212]\s*[0-9][0-9,. ]*|\(\s*[0-9][0-9,. ]*\)")


def whole_number(text: str) -> tuple[int, str]:
    """The number that a cell says, and why it says none (then the number is 0).

    “12,345”, “12 345” and “12345.0” are 12,345. “12.345” and “12,5” are refused: the sign may stand for thousands or for decimals.
    """
    text = BLANKS.sub(" ", text).strip()
    if BY_POINTS.fullmatch(text):
        return 0, TWO_WAYS
    for pattern in (PLAIN, BY_COMMAS, BY_BLANKS):
        if match := pattern.fullmatch(text):
            digits = re.sub(r"[, ]", "", match[1])
            number = int(digits) if len(digits) <= len(str(MOST_RESIDENTS)) else MOST_RESIDENTS + 1
            return (0, TOO_MANY) if number > MOST_RESIDENTS else (number, "")
    for pattern, fault in (
        (NEGATIVE, BELOW_NOUGHT),
        (WITH_DECIMALS, DECIMALS),
        (WITH_COMMA, TWO_WAYS),
    ):
        if pattern.fullmatch(text):
            return 0, fault
    return 0, NOT_WHOLE
