"""Columns that a frame carries from one room to another: declared once, and asked for where it matters that they are the ones meant."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from pandas import DataFrame


class Holds(Enum):
    """What a column holds, as the kinds of types that NumPy and pandas give it."""

    TEXT = "OUT"  # objects and strings; a categorical counts as what it is made of
    COUNT = "iu"  # whole numbers, none missing
    NUMBER = "iuf"  # numbers, NaN where there is none


Columns = Mapping[str, Holds]


class WrongColumns(AssertionError):
    """A frame is not what its reader declares: a mistake of the program, never of the data, so nothing of it may go on."""


def require_columns(frame: DataFrame, columns: Columns) -> None:
    """Refuse a frame that lacks a declared column, has another, or holds something else in it; their order does not matter.

    frame    any index
    columns  name → what it holds

    Returns nothing. Raises WrongColumns with every fault. Source: this project: what nobody has declared must not cross.
    """
    faults = [
        *(f"{name} is missing" for name in columns if name not in frame),
        *(f"{name} is not declared" for name in frame if name not in columns),
        *(
            f"{name} holds {frame[name].dtype}, not {holds.name.lower()}"
            for name, holds in columns.items()
            if name in frame and _kind(frame, name) not in holds.value
        ),
    ]
    if faults:
        raise WrongColumns("; ".join(faults))


def _kind(frame: DataFrame, name: str) -> str:
    dtype = frame[name].dtype
    return str(getattr(getattr(dtype, "categories", dtype), "dtype", dtype).kind)
