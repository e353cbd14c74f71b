"""Tables in HTML or in Excel's XML of 2003, which web systems save under the name of a workbook (.xls)."""

from __future__ import annotations

from html.parser import HTMLParser

Rows = list[list[str]]
ROW, CELL = {"tr", "row"}, {"td", "th", "cell"}
TABLE = {"table"}
SKIPPED = {"script", "style", "title", "documentproperties", "styles"}
MOST_COLUMNS = 16_384  # as Excel has them; a wider place of a cell is a slip


class _Tables(HTMLParser):
    """Collects the cells of each outermost table; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = list[Rows]()
        self._depth, self._skipping = 0, 0
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name in SKIPPED:
            self._skipping += 1
        elif name in TABLE:
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
        elif self._depth == 1 and name in ROW:
            self._end_cell()
            self.tables[-1].append([])
        elif self._depth == 1 and name in CELL:
            self._end_cell()
            if not self.tables[-1]:
                self.tables[-1].append([])
            self._begin_cell({key.rsplit(":", 1)[-1]: value or "" for key, value in attrs})
        elif name == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rsplit(":", 1)[-1] != "br":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name = tag.rsplit(":", 1)[-1]
        if name in SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif name in TABLE:
            self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and name in ROW | CELL:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skipping:
            self._cell.append(data)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        row = self.tables[-1][-1]
        index = attributes.get("index", "")
        if index.isdigit():
            row += [""] * min(int(index) - 1 - len(row), MOST_COLUMNS)
        self._cell, self._span = [], attributes.get("colspan", "1")

    def _end_cell(self) -> None:
        if self._cell is None or not self.tables or not self.tables[-1]:
            return
        text = "".join(self._cell).replace("\xa0", " ").strip()
        row, self._cell = self.tables[-1][-1], None
        row.append(text)
        if self._span.isdigit():
            row += [""] * min(int(self._span) - 1, MOST_COLUMNS - len(row))


def is_markup(data: bytes) -> bool:
    """Whether text begins as HTML or XML does."""
    start = data[:4096].lstrip().lower()
    return start.startswith(
        (b"<!doctype", b"<html", b"<table", b"<meta", b"<head", b"<style", b"<body", b"<div")
    ) or (start.startswith(b"<?xml") and (b"<html" in start or b"office:spreadsheet" in start))


def tables_in(text: str) -> list[Rows]:
    """The rows of each table of a page that has any cell, a text for each cell; spanned cells are empty after the first."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if any(any(row) for row in table)]
