"""What a kind of record of the register is: its fields and checks, from which tables, forms and files are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

FieldKind = Literal[
    "text",
    "long_text",
    "date",
    "month",
    "integer",
    "number",
    "money",
    "choice",
    "yes_no",
    "ward",
    "vintage",
    "authority",
    "area",
    "reference",
    "time",
]
Check = Callable[
    [Mapping[str, Any]], str
]  # what does not fit, as a sentence; empty where all is well
Find = Callable[..., list[dict[str, Any]]]  # records of a kind whose fields equal what is asked for
Across = Callable[
    [Find, int, Mapping[str, Any]], str
]  # the same of a record of that id, among the other records


@dataclass(frozen=True)
class Field:
    """One thing a record says.

    choices    the words a choice is taken from
    refers_to  name of the kind a reference points to
    least      numbers below it are refused
    most       characters a text may have, where it is not the usual
    help       shown beside the field
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    least: float | None = None
    most: int | None = None
    help: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    noun    the word for one of them, as in “This plan action …”
    checks  what the fields must satisfy together
    across  what the record must satisfy among the others
    by_file  whether its rows usually come as a file, which is then offered beside its form
    unique  fields that no two records may share, and by which a row of a file finds its record
    """

    name: str
    title: str
    noun: str
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    unique: tuple[str, ...] = ()
    across: tuple[Across, ...] = ()
    by_file: bool = False

    @property
    def names_ward(self) -> bool:
        """Whether it names a ward: by `ward_code`, and by `ward_vintage` whose wards that code is one of."""
        return any(field.kind == "ward" for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of the fields that hold a drawn or uploaded area."""
        return tuple(field.name for field in self.fields if field.kind == "area")
