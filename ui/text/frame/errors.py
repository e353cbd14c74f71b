"""What the reader is told of each kind of error: the one table, from which the handler speaks and docs/architecture.md is checked."""

from __future__ import annotations

import errno
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from ibis.common.exceptions import IbisError
from sqlalchemy import exc as register_errors

FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Report:
    """The words for errors of some classes: what is wrong, and what the reader can do.

    classes  errors of these classes and of those derived from them
    numbers  where given, only operating-system errors with one of these numbers
    name     of the row in the documentation
    """

    name: str
    classes: tuple[type[Exception], ...]
    wrong: str
    do: str
    numbers: tuple[int, ...] = ()

    def fits(self, fault: Exception) -> bool:
        return isinstance(fault, self.classes) and (
            not self.numbers or getattr(fault, "errno", None) in self.numbers
        )


# The first that fits is told, so what is special stands before what is general.
REPORTS = (
    Report(
        "OSError: no space left, or quota used up",
        (OSError,),
        "There is no space left on the disk.",
        "Make room on the disk that holds the store and the register, then try again.",
        FULL,
    ),
    Report(
        "PermissionError; OSError: read-only disk",
        (OSError,),
        "The program may not read or write a file that it needs.",
        "Whoever looks after the dashboard can see in the log which file it is, and who may use it.",
        (errno.EACCES, errno.EPERM, errno.EROFS),
    ),
    Report(
        "SQLAlchemy's OperationalError, InterfaceError and TimeoutError",
        (
            register_errors.OperationalError,
            register_errors.InterfaceError,
            register_errors.TimeoutError,
        ),
        "The register cannot be reached, cannot be written, or is busy.",
        "Try again in a minute.",
    ),
    Report(
        "SQLAlchemy's other errors",
        (register_errors.SQLAlchemyError,),
        "The register could not do what was asked of it.",
        "It may be a fault of the program, or a record that it does not expect.",
    ),
    Report(
        "MemoryError; DuckDB's OutOfMemoryException",
        (MemoryError, duckdb.OutOfMemoryException),
        "There is not enough memory for this.",
        "Choose fewer months or a smaller area, or try again when fewer people use the dashboard.",
    ),
    Report(
        "DuckDB's IOException, InvalidInputException, SerializationException, InternalException and FatalException; Arrow's ArrowInvalid; FileNotFoundError",
        (
            *(duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException),
            *(duckdb.InternalException, duckdb.FatalException),
            pa.ArrowInvalid,
            FileNotFoundError,
        ),
        "A part of the store is missing or damaged, or cannot be read.",
        "“python -m loaders verify” names the part; “python -m loaders repair” mends it, or names the file to load again.",
    ),
    Report(
        "DuckDB's other errors; Ibis's errors",
        (duckdb.Error, IbisError),
        "The store could not answer this selection.",
        "Try other months or filters; if it comes back, “python -m loaders verify” tells whether a part is damaged.",
    ),
    Report(
        "OSError of any other kind",
        (OSError,),
        "A file could not be read or written.",
        "Try again; if it comes back, the disk may be at fault: “python -m loaders verify” looks through the store.",
    ),
    Report(
        "ImportError",
        (ImportError,),
        "A part of the program, or a library that it needs, is missing.",
        "Whoever looks after the dashboard can install it again.",
    ),
    Report(
        "RecursionError, AssertionError and every other class",
        (Exception,),
        "This could not be worked out.",
        "It may be a fault of the program, or something in the data that it does not expect.",
    ),
)


def report_of(fault: Exception) -> Report:
    """The row of the table that fits an error; the last fits every one."""
    return next(report for report in REPORTS if report.fits(fault))


def message(fault: Exception, number: str) -> str:
    """What the reader sees, as Markdown: what is wrong, what to do, how things stand, and the number under which the log says more."""
    report = report_of(fault)
    return (
        f"**{report.wrong}** {report.do} What else is on the page still holds. If you were saving something, look whether it "
        f"is there before you save it again. If this comes back, give whoever looks after the dashboard the number {number}: "
        "the log says more under it."
    )
