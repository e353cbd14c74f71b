"""What is asked of the process that reads foreign files, and how its rows come back (`loaders.sources.reader_process` answers)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import pyarrow as pa

from loaders.boundary_files.shape_files import GDAL_SETTINGS
from loaders.documents.read_result import NONE_REJECTED, ReadResult
from loaders.documents.reading_process import ReadingProcess
from loaders.extract.mapping import ExtractMapping
from loaders.sources.source import ReadSettings

ROWS, REJECTED = "rows.arrow", "rejected.arrow"
IN_TABLES = {"rows", "rejected"}
READER = ReadingProcess("loaders.sources.reader_process", GDAL_SETTINGS)


class Asked(StrEnum):
    """What is asked of a file."""

    UNUSED = "why it is passed over"
    SOURCE = "of which source it is"
    COLUMNS = "which of its columns are likely to be which fields"
    ROWS = "its rows, as a source reads them"


@dataclass(frozen=True)
class Question:
    """A question over one file.

    path      where its bytes lie; is_copy says that this is a copy, and the reader gets no path
    folder    where rows are to be written
    source_id, settings  for its rows; mapping for its source
    """

    asked: Asked
    name: str
    archive_month: str
    size: int
    path: Path
    is_copy: bool
    folder: Path
    source_id: str = ""
    settings: ReadSettings = field(default_factory=ReadSettings)
    mapping: ExtractMapping | None = None


def written(result: ReadResult, folder: Path) -> dict[str, Any]:
    """The answer that tells of a result, its rows and rejected rows written into the folder as Arrow's own files."""
    _write(result.rows, folder / ROWS)
    _write(pa.Table.from_pandas(result.rejected, preserve_index=False), folder / REJECTED)
    more = [part.name for part in fields(result) if part.name not in IN_TABLES]
    return {"more": {name: getattr(result, name) for name in more}}


def result_of(answer: dict[str, Any], folder: Path) -> ReadResult:
    """The rows that an answer tells of, read from the folder that the question named."""
    rows, rejected = (_table(folder / name) for name in (ROWS, REJECTED))
    more = {key: _as_given(value) for key, value in answer["more"].items()}
    frame = rejected.to_pandas() if len(rejected) else NONE_REJECTED.copy()
    return ReadResult(rows=rows, rejected=frame, **more)


def _as_given(value: Any) -> Any:
    """A tuple is a list in JSON."""
    return tuple(map(_as_given, value)) if isinstance(value, list) else value


def _table(path: Path) -> pa.Table:
    with pa.ipc.open_file(pa.py_buffer(path.read_bytes())) as file:
        return file.read_all()


def _write(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
