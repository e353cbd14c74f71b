"""The register beside the pinned build, and where the wards that its records name lie among the wards of the page."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from geo.core.selection import month_after
from loaders.register.duty import seed_duty
from loaders.register.operations import operations_shown, seed_operations
from loaders.register.record_places import NamedWards, PlacedRecord, RecordPlaces
from loaders.register.register import Registers, open_registers
from loaders.settings import store_root
from ui.access import policy
from ui.answers.caching import cache_data, cache_resource
from ui.answers.store import pinned_build as answers
from ui.answers.store import wards as ward_tables
from ui.text import record_places as place_text


def operations(month: date | None = None) -> pd.DataFrame:
    """Operations as they stood at the end of a month, or stand today, among the wards of the page.

    Columns as loaders.register.operations.operations_shown gives them, and
        ward_codes   tuple of the wards of the page in which it lies; `ward_code` is the first, "" for none
        own_wards    tuple of the wards that it names and the build holds: code and vintage
        unknown      tuple of codes that it names and no vintage holds
        outline      its own wards' ground as GeoJSON text, where the page's wards do not make it up; else ""
        lies_in      in words, where its wards are not those of the page; else ""
    """
    at = date.today() if month is None else month_after(month) - timedelta(days=1)
    registers = register()
    return _operations(
        str(registers.engine.url),
        registers.changes(),
        at,
        answers.build_key(),
        _registers=registers,
    )


def placed(wards: NamedWards, point: tuple[float, float] | None = None) -> PlacedRecord:
    """Where the wards that a record names, by code and vintage, lie among the wards of the page."""
    return record_places().placed(wards, point)


def ward_name(code: str, vintage: str = "") -> str:
    """The name of a ward in its vintage (found by its code unless given); the code where no vintage of the build holds it."""
    return record_places().name_of(code, vintage)


def record_places() -> RecordPlaces:
    """Where records lie among the wards of the page."""
    return _record_places(str(store_root()), answers.build(), answers.pin().vintage)


def lies_in(record: PlacedRecord) -> str:
    """Where a record lies among the wards of the page, in words; empty where it names these wards, or areas are shown in place of wards."""
    if answers.geography_shown():
        return ""  # no area was a ward before or after: the record is drawn on its own ground
    names = ward_tables.wards()["ward_name"].to_dict()
    if not record.own:
        at = names.get(record.place.wards[0], "") if record.by_point else ""
        return place_text.unknown_wards(record.unknown, at) if record.unknown else ""
    own = record.vintages[0]
    if record.vintages == (answers.vintage().id,):
        return ""
    order = [each.id for each in answers.vintages()]
    later = order.index(answers.vintage().id) > order.index(own)
    since = _first_so(record, order[order.index(own) + 1 : order.index(answers.vintage().id) + 1])
    own_names = record_places().names_of(record.own)
    return place_text.lies_in(record.place, names, own_names, since if later else own, later=later)


def _first_so(record: PlacedRecord, order: Sequence[str]) -> str:
    """The first of these vintages in which a record lies as it does among the wards of the page."""
    for each in order:
        if record_places().placed_in(each, record.own).wards == record.place.wards:
            return each
    return answers.vintage().id


def _among_wards(listed: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        name: []
        for name in ("ward_code", "ward_codes", "own_wards", "unknown", "outline", "lies_in")
    }
    for row in listed.to_dict("records"):
        point = None if pd.isna(row["longitude"]) else (row["longitude"], row["latitude"])
        record = placed(row["wards"], point)
        codes = record.place.wards
        columns["ward_code"].append(codes[0] if codes else "")
        columns["ward_codes"].append(codes)
        columns["own_wards"].append(record.own)
        columns["unknown"].append(record.unknown)
        columns["outline"].append(record.outline)
        columns["lies_in"].append(lies_in(record))
    return listed.assign(
        **{name: pd.Series(values, listed.index, dtype=object) for name, values in columns.items()}
    )


def register() -> Registers:
    """What people edit beside the pinned build; demonstration and real data have each their own."""
    kind = answers.manifest().kind
    if not policy.may_read_register():
        return open_registers(answers.store_place(), kind, address=_of_nobody(kind))
    registers = open_registers(answers.store_place(), kind)
    _seeded(str(answers.store_place()), kind, answers.manifest().build)
    return registers


@cache_resource(2)
def _of_nobody(kind: str) -> str:
    """The address of a register that holds nothing, for whoever may not read what people entered."""
    folder = Path(tempfile.mkdtemp(prefix=f"no-register-{kind}-"))
    return f"sqlite:///{folder / 'registers.sqlite'}"


@cache_resource(6)
def _record_places(root: str, build: str, vintage: str) -> RecordPlaces:
    del root, build, vintage  # part of the key
    return RecordPlaces(answers.pinned())


@cache_data(20)
def _operations(
    place: str, changes: int, at: date, build_key: str, *, _registers: Registers
) -> pd.DataFrame:
    del place, changes, build_key  # part of the key, as the register itself cannot be
    return _among_wards(operations_shown(_registers, at))


@cache_resource(20)
def _seeded(root: str, kind: str, build: str) -> bool:
    """Operations of the build, and what the brief states, that the register has never held are taken over, once a build."""
    del build  # part of the key
    seed_operations(open_registers(Path(root), kind), answers.pinned().operations)
    seed_duty(open_registers(Path(root), kind))
    return True
