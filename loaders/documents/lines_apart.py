"""Lines beneath a heading that are no rows of it: totals, the filters of a report, the heading again, remarks.

Reports of Power BI, pivot tables, SAP and SQL tools write them; they are set apart with a note, neither counted nor rejected.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from loaders.documents.headings import bare_name

FILTER = re.compile(
    r"\s*(applied filters?|filters? applied|no filters? applied|filters?\s*:|selection criteria)",
    re.I,
)
UNFILTERED = re.compile(r"\s*no filters?|.*:\s*(none|all)?\s*$", re.I | re.S)
TOTAL = re.compile(
    r"\s*(\*+|Σ|(grand|sub|overall|report|page)?[ -]?totals?( .*|:.*)?|.* (sub)?totals?:?|sum|count|average|(sum|count) of .*|"
    r"overall( result)?|result)\s*$",
    re.I,
)
CONDITION = re.compile(
    r".+ (is|are|contains|starts|ends|in|on|between|before|after)\b|.+[=<>:]", re.I | re.S
)
NUMBER = re.compile(r"[-+£€$%\d.,\s()]+$")
REMARK = re.compile(
    r"\s*(\(?[\d,]+ rows?( \w+)?\)?|rows?\s*:?\s*[\d,]+|page \d+.*|end of .*|source\s*:.*|notes?\s*:.*|report(ed)? .*|"
    r"(generated|produced|printed|exported|extracted|created|run|data|last refreshed|copyright|©)\b.*|official\b.*|"
    r"export(ed)? .*truncated.*|.*\bexceed.*|not all .*|-+|=+)\s*$",
    re.I | re.S,
)
CUT = re.compile(r"truncat|exceed|not all|limit", re.I)
MOST_SHOWN = 300


@dataclass
class LinesApart:
    """What was set apart of a file: the lines of totals, of headings again and of remarks, and what its filters and remarks of a cut say."""

    totals: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    remarks: list[int] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    _begun: str = ""  # what the filters say so far, which may go on in the next line

    def takes(self, line: int, cells: Sequence[str], heading: Collection[str]) -> bool:
        """Whether a line is no row; if so it is remembered.

        heading  bare names of the columns
        """
        filled = [cell for cell in cells if cell and not cell.isspace()]
        if not filled:
            return True
        first, others = filled[0], filled[1:]
        if FILTER.match(first):
            self._begun = " ".join(" ".join(filled).split())
            if not UNFILTERED.match(self._begun):
                self.filters.append(self._begun[:MOST_SHOWN])
            return True
        if self._begun and not others and len(cells) > 1 and CONDITION.match(first):
            if self.filters and self._begun.startswith(self.filters[-1]):
                self.filters.pop()
            self._begun = f"{self._begun} {' '.join(first.split())}"
            self.filters.append(self._begun[:MOST_SHOWN])
            return True
        if TOTAL.match(first) and all(NUMBER.match(cell) or TOTAL.match(cell) for cell in others):
            self.totals.append(line)
            return True
        if len(filled) > 1 and all(bare_name(cell) in heading for cell in filled):
            self.headings.append(line)
            return True
        if not others and len(cells) != 2 and REMARK.match(first):
            self.remarks.append(line)
            if CUT.search(first):
                self.cuts.append(" ".join(first.split())[:MOST_SHOWN])
            return True
        return False

    def notes(self, file: str) -> tuple[str, ...]:
        """What was set apart, in sentences."""
        kinds = (
            (self.totals, "of totals"),
            (self.headings, "with the heading again"),
            (self.remarks, "with a remark"),
        )
        named = [f"{len(lines):,} {what} ({_lines(lines)})" for lines, what in kinds if lines]
        notes = (
            [f"{file}: lines that are no rows were set apart: {', '.join(named)}."] if named else []
        )
        notes += [
            f"{file} was filtered before it was saved, so its months may not be whole. It says: “{text}”."
            for text in self.filters
        ]
        notes += [f"{file} says that it is cut short: “{text}”." for text in self.cuts]
        return tuple(notes)


def _lines(lines: list[int]) -> str:
    named = ", ".join(f"{line:,}" for line in lines[:3])
    return f"line{'s' if len(lines) > 1 else ''} {named}{' …' if len(lines) > 3 else ''}"
