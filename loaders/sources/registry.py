"""Finds the sources: every module of this package that declares one as `SOURCE`. Whoever needs a fact of a source asks here.

A source is added by adding its file. Nothing else lists sources: what is loaded, offered in filters, drawn, marked and kept back follows.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import pkgutil
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

import loaders.sources as package
from geo.core.errors import DataProblem
from loaders.area import served
from loaders.documents import limits
from loaders.documents.archives import Document
from loaders.documents.columns import OFFENCE, SEARCH
from loaders.documents.headings import UnknownHeadings, bare_name
from loaders.documents.lines_apart import LinesApart
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.documents.reading_process import needs_too_much_memory
from loaders.extract.mapping import ExtractMapping, read_mapping
from loaders.extract.suggested.suggestions import Suggestions, suggestions
from loaders.sources.foreign_files import READER, Asked, Question, result_of
from loaders.sources.source import Holds, Marking, ReadSettings, Source
from loaders.sources.unused import unused_kind

LOG = logging.getLogger(__name__)
TEXTS = {".csv", ".txt", ".tsv", ".tab", ".psv", ".toml", ""}
FIRST = 4096
OTHER_THAN_TEXT = re.compile(
    rb"PK\x03\x04|\xd0\xcf\x11\xe0|\x1f\x8b|BZh|PAR1|SQLite format 3|(?:\xef\xbb\xbf)?\s*[<{\[]|!table",
    re.I,
)
FIRST_MONTH = date(2010, 1, 1)  # police.uk's own first is December 2010
COLUMNS = {Holds.OFFENCES: OFFENCE, Holds.SEARCHES: SEARCH}
MEASURES = [
    "measure",
    "source_id",
    "offence_types",
    "counts",
    "area",
    "period",
    "owner",
    "marking",
]


@cache
def sources() -> tuple[Source, ...]:
    """Every source declared, by its order and then by its id, whatever order the files stand in on the disk.

    Raises ValueError where two declarations bear one id: a program so put together must not read anything.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = [
        importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if f"{package.__name__}.{name}" != __name__
    ]
    listed = [
        module.SOURCE for module in modules if isinstance(getattr(module, "SOURCE", None), Source)
    ]
    ids = [source.id for source in listed]
    if twice := sorted({source_id for source_id in ids if ids.count(source_id) > 1}):
        raise ValueError(f"declared more than once in {package.__name__}: {', '.join(twice)}")
    return tuple(sorted(listed, key=lambda source: (source.order, source.id)))


def of(holds: Holds) -> tuple[Source, ...]:
    """The sources whose rows are of one kind, the one that opens first before others."""
    return tuple(source for source in sources() if source.holds is holds)


def declared(source_id: str) -> Source:
    """The declaration of a source; of one that is not declared here, as a build of another program may hold it, the most careful."""
    for source in sources():
        if source.id == source_id:
            return source
    return _undeclared(source_id)


def title(source_id: str) -> str:
    """What a source is called on screen and in files."""
    return _named(declared(source_id).title)


def measures() -> pd.DataFrame:
    """A row a measure, those of a source together: measure, source_id, offence_types (one, or empty), counts, area, period, owner,
    marking."""
    rows = [
        [
            measure.name,
            source.id,
            measure.offence_type,
            measure.counts,
            source.area,
            source.period,
            _named(source.owner),
            str(source.marking),
        ]
        for source in sources()
        for measure in source.measures
    ]
    return pd.DataFrame(rows, columns=MEASURES)


def recognised(document: Document, mapping: ExtractMapping | None = None) -> Source:
    """The source that a document is of: by its publisher's name for it, else as the mapping given with it says, else by what it holds.

    What a document that is no plain text holds is looked at in a process of its own.

    Raises DataProblem where none recognises it, more than one does, or one fails over it.
    """
    is_named = any(_is_named_by(source, document) for source in sources())
    if is_named or mapping or is_plain_text(document):
        return recognised_here(document, mapping)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        answer = _asked(Asked.SOURCE, document, Path(folder), mapping=mapping)
    return declared(str(answer["source"]))


def mapping_of(document: Document) -> ExtractMapping:
    """The mapping that a TOML file describes.

    Raises DataProblem where it makes no sense, or is too long or too deep to be one.
    """
    data = document.read()
    limits.require_plain_mapping(data, document.name)
    try:
        return read_mapping(data, document.name)
    except (
        RecursionError,
        ValueError,
    ) as problem:  # a number of thousands of digits is a ValueError
        raise DataProblem(
            f"{document.name} is not a mapping that we can read.",
            "It is nested deeper than any mapping, or holds a number longer than any.",
            "Mend it; docs/administrator.md shows one.",
        ) from problem


def unused_reason(document: Document) -> str:
    """Why a document is passed over although it can be read; empty where it may be of use, or its publisher's name says so."""
    if any(_is_named_by(source, document) for source in sources()):
        return ""
    if is_plain_text(document):
        return unused_reason_here(document)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return str(_asked(Asked.UNUSED, document, Path(folder))["unused"])


def unused_reason_here(document: Document) -> str:
    """As `unused_reason`, in this process."""
    unused = unused_kind(document)
    return unused.reason if unused else ""


def _is_named_by(source: Source, document: Document) -> bool:
    return bool(source.file_names and source.file_names.search(document.name))


def recognised_here(document: Document, mapping: ExtractMapping | None = None) -> Source:
    """As `recognised`, in this process."""
    fitting = [source for source in sources() if _is_named_by(source, document)]
    if mapping and not fitting:
        return declared(mapping.kind.source_id)
    fitting = fitting or [source for source in sources() if _recognises(source, document)]
    fitting = fitting or [
        source for source in sources() if source.assumed and source.assumed.search(document.name)
    ]
    if len(fitting) > 1:
        raise DataProblem(
            f"{document.name} could be of more than one source.",
            f"It reads like {' and like '.join(source.display_name for source in fitting)}.",
            "Save what is of each source as a file of its own, and load them all.",
        )
    if not fitting:
        raise UnknownHeadings(
            f"{document.name} is not a file we know.",
            f"Its columns are: {', '.join(filter(None, document.heading))[:300]}.",
            f"Give {known_files()}; a force's own columns need a mapping.",
        )
    return fitting[0]


def suggested_mapping(document: Document) -> Suggestions:
    """Which columns of a document with unknown headings are likely to be which fields of a force's own records.

    Raises DataProblem where it is no table with a heading.
    """
    if is_plain_text(document):
        limits.require_plain_text(document.read(), document.name)
        return suggestions(document)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        answer = _asked(Asked.COLUMNS, document, Path(folder))
    return Suggestions.from_message(answer["suggestions"])


def known_files() -> str:
    """What can be loaded, in words: “street-level crime of data.police.uk, residents or operations”."""
    *most, last = dict.fromkeys(source.display_name for source in sources())
    return f"{', '.join(most)} or {last}" if most else last


def read(source: Source, document: Document, settings: ReadSettings) -> ReadResult:
    """Every row of a document as its source reads it: plain text in this process, all else in a process of its own.

    Rows of a month before police.uk's first, or after this one, are rejected whatever the source.
    """
    if document.path is None:
        data = document.read()  # unpacked once for all that look at it
        document = replace(document, read=lambda: data)
    if is_plain_text(document):
        limits.require_plain_text(document.read(), document.name)
        result = read_here(source, document, settings)
    else:
        result = _read_apart(source, document, settings)
    return _within_its_time(source, document, result)


def read_here(source: Source, document: Document, settings: ReadSettings) -> ReadResult:
    """As `read`, in this process.

    A reader is not trusted to be right: what it raises besides a DataProblem, or rows that are not of its source's kind, refuse the
    file in words, and the log keeps the trace. Its words are not repeated: they may hold what stands in the file.
    """
    with _refused_in_words(source, document):
        result = source.read(document, settings)
        _require_rows_of_its_kind(source, result)
    return result if source.extract else _without_lines_apart(result, document)


def _without_lines_apart(result: ReadResult, document: Document) -> ReadResult:
    """The same without rejected lines that are no rows: totals, filters, headings again; a note names them."""
    if not len(result.rejected):
        return result
    apart, heading = LinesApart(), set(map(bare_name, document.heading))
    no_rows = [
        bool(row) and apart.takes(line, str(row).split(","), heading)
        for line, row in zip(result.rejected["line"], result.rejected["row"], strict=True)
    ]
    if not any(no_rows):
        return result
    rejected = result.rejected[~np.array(no_rows)].reset_index(drop=True)
    return replace(result, rejected=rejected, notes=result.notes + apart.notes(document.name))


def is_plain_text(document: Document) -> bool:
    """Whether a document is text by its ending and by its first bytes, and so read by code that takes time and memory by its size alone.

    All else is taken apart by libraries for maps, workbooks, packed files, mark-up and nested values, of which each has its record of
    hanging or crashing over a file made to do so.
    """
    if PurePosixPath(document.name).suffix.lower() not in TEXTS:
        return False
    if document.path is not None:
        limits.require_file(document.path)
        with document.path.open("rb") as stream:
            first = stream.read(FIRST)
    else:
        first = document.read()[:FIRST]
    return not OTHER_THAN_TEXT.match(first)


def _read_apart(source: Source, document: Document, settings: ReadSettings) -> ReadResult:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        answer = _asked(Asked.ROWS, document, Path(folder), source_id=source.id, settings=settings)
        result = result_of(answer, Path(folder))
    _require_rows_of_its_kind(source, result)
    return result


def _asked(
    asked: Asked,
    document: Document,
    folder: Path,
    *,
    source_id: str = "",
    settings: ReadSettings | None = None,
    mapping: ExtractMapping | None = None,
) -> dict[str, Any]:
    """What the reading process answers of a document; its problem is raised here, and what it logged is logged here."""
    path = document.path
    if path is None:
        path = folder / "document"
        path.write_bytes(document.read())
    question = Question(
        asked,
        document.name,
        document.archive_month,
        document.size,
        path.absolute(),
        document.path is None,
        folder,
        source_id,
        settings or ReadSettings(),
        mapping,
    )
    answer = READER.ask(question, name=document.name, size=document.size)
    for entry in answer["log"]:
        LOG.error("%s", entry)
    if "problem" in answer:
        kind = UnknownHeadings if answer["of_headings"] else DataProblem
        raise kind(*answer["problem"])
    return answer


def _within_its_time(source: Source, document: Document, result: ReadResult) -> ReadResult:
    """The result without rows of months that cannot be: before FIRST_MONTH, or after this one."""
    if source.holds not in COLUMNS or not len(result.rows):
        return result
    month = result.rows["month"].combine_chunks()
    this_month = date.today().replace(day=1)
    early, late = (
        compare(month, pa.scalar(bound)).to_numpy(zero_copy_only=False)
        for compare, bound in ((pc.less, FIRST_MONTH), (pc.greater, this_month))
    )
    if not (early | late).any():
        return result
    faults = {
        f"month lies before {FIRST_MONTH:%B %Y}, the first that can be": early,
        f"month lies in the future, after {this_month:%B %Y}": late,
    }
    accepted, rejected = split_by_faults(
        result.rows.select(["month"]),
        faults,
        file=document.name,
        lines=result.rows["source_row"].to_numpy(),
    )
    return replace(
        result,
        rows=result.rows.filter(pa.array(accepted)),
        rejected=all_rejected(result.rejected, rejected),
    )


def _recognises(source: Source, document: Document) -> bool:
    with _refused_in_words(source, document):
        return source.recognises(document)


@contextlib.contextmanager
def _refused_in_words(source: Source, document: Document) -> Iterator[None]:
    """Around a source's own code, which may be anybody's: whatever it raises refuses the document, and the log keeps the trace."""
    try:
        yield
    except DataProblem:
        raise
    except MemoryError as problem:
        raise needs_too_much_memory(document.name) from problem
    except Exception as problem:
        LOG.error("the reader of %s failed over %s", source.id, document.name, exc_info=problem)
        raise _reader_failed(source, document, problem) from problem


def _reader_failed(source: Source, document: Document, problem: Exception) -> DataProblem:
    return DataProblem(
        f"{document.name} cannot be read: the reader of {_named(source.title)} failed.",
        f"It ended in {type(problem).__name__}; the log has the whole trace.",
        "Leave this file out and load the others, until the reader has been mended.",
    )


def _require_rows_of_its_kind(source: Source, result: ReadResult) -> None:
    """Rows of offences and searches have the columns of the store, and name sources that are declared for the same kind."""
    schema = COLUMNS.get(source.holds)
    if schema is None:
        return
    if result.rows.schema.names != schema.names:
        raise ValueError(f"its rows are not in the columns of {source.holds}")
    column = result.rows["source_id"].combine_chunks()
    row_sources = column.dictionary if pa.types.is_dictionary(column.type) else column.unique()
    if strange := set(row_sources.to_pylist()) - {
        declared_source.id for declared_source in of(source.holds)
    }:
        raise ValueError(f"its rows are said to be of {strange}, not declared for {source.holds}")


def _named(text: str) -> str:
    return text.replace("{force}", served().force_name)


def _undeclared(source_id: str) -> Source:
    def refuse(document: Document, settings: ReadSettings) -> ReadResult:
        raise NotImplementedError(source_id)

    return Source(
        id=source_id,
        title=f"{source_id}, a source that this program does not know",
        display_name=source_id,
        marking=Marking.SENSITIVE,
        licence="not known",
        holds=Holds.OFFENCES,
        read=refuse,
        owner="not known",
    )
