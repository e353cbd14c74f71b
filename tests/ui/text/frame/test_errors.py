"""Each class of error in the words that the reader sees, and the same table in the documentation."""

from __future__ import annotations

import errno
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from ibis.common.exceptions import IbisError, IbisTypeError
from sqlalchemy import exc
from streamlit.errors import StreamlitAPIException

from ui.text.frame import errors as error_text

ARCHITECTURE = Path(__file__).resolve().parents[4] / "docs" / "architecture.md"
# Each with the first words that a reader sees of it
SAID: list[tuple[Exception, str]] = [
    (OSError(errno.ENOSPC, "made up"), "There is no space left on the disk."),
    (OSError(errno.EDQUOT, "made up"), "There is no space left on the disk."),
    (PermissionError(errno.EACCES, "made up"), "The program may not read or write"),
    (OSError(errno.EROFS, "made up"), "The program may not read or write"),
    (exc.OperationalError("made up", {}, Exception()), "The register cannot be reached"),
    (exc.InterfaceError("made up", {}, Exception()), "The register cannot be reached"),
    (exc.TimeoutError("made up"), "The register cannot be reached"),
    (exc.IntegrityError("made up", {}, Exception()), "The register could not do"),
    (exc.InvalidRequestError("made up"), "The register could not do"),
    (MemoryError("made up"), "There is not enough memory"),
    (duckdb.OutOfMemoryException("made up"), "There is not enough memory"),
    (duckdb.IOException("made up"), "A part of the store is missing or damaged"),
    (duckdb.InvalidInputException("made up"), "A part of the store is missing or damaged"),
    (duckdb.SerializationException("made up"), "A part of the store is missing or damaged"),
    (duckdb.InternalException("made up"), "A part of the store is missing or damaged"),
    (duckdb.FatalException("made up"), "A part of the store is missing or damaged"),
    (pa.ArrowInvalid("made up"), "A part of the store is missing or damaged"),
    (FileNotFoundError(errno.ENOENT, "made up"), "A part of the store is missing or damaged"),
    (duckdb.BinderException("made up"), "The store could not answer"),
    (IbisError("made up"), "The store could not answer"),
    (IbisTypeError("made up"), "The store could not answer"),
    (OSError(errno.EIO, "made up"), "A file could not be read or written."),
    (ImportError("made up"), "A part of the program"),
    (ModuleNotFoundError("made up"), "A part of the program"),
    (RecursionError("made up"), "This could not be worked out."),
    (AssertionError("made up"), "This could not be worked out."),
    (KeyError("made up"), "This could not be worked out."),
    (TypeError("made up"), "This could not be worked out."),
    (ZeroDivisionError("made up"), "This could not be worked out."),
    (StreamlitAPIException("made up"), "This could not be worked out."),
    (type("OfNoKnownKind", (Exception,), {})("made up"), "This could not be worked out."),
]
FAULTS = [fault for fault, _ in SAID]


@pytest.mark.parametrize(("fault", "begins"), SAID, ids=lambda fault: type(fault).__name__)
def test_each_class_is_told_in_its_own_words(fault: Exception, begins: str) -> None:
    message = error_text.message(fault, "3fa2b1")
    assert message.startswith(f"**{begins}") and "3fa2b1" in message and "made up" not in message
    # it may be the data, so nobody is told that it is not; nor that nothing was changed, which a page cannot know
    assert "not your data" not in message and "othing has been changed" not in message


def test_every_row_of_the_table_is_reached() -> None:
    assert {error_text.report_of(fault).name for fault in FAULTS} == {
        report.name for report in error_text.REPORTS
    }
    assert error_text.REPORTS[-1].classes == (Exception,) and not error_text.REPORTS[-1].numbers


def test_the_documentation_holds_the_table_as_it_is_declared() -> None:
    rows = [f"| {report.name} | **{report.wrong}** {report.do} |" for report in error_text.REPORTS]
    section = ARCHITECTURE.read_text(encoding="utf-8").split("## Errors\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| ")]
    assert table[1:] == rows
