"""What the cells of a force's export mean: columns of the offence table, and what is wrong row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.ages import band_of
from geo.core.schema import FORCE_EXTRACT, ROBBERY, UNCLASSIFIED, VIOLENCE
from loaders.documents.columns import OFFENCE, completed, same
from loaders.extract.cells import (
    Cells,
    Mask,
    Reading,
    age_array,
    completed_cells,
    date_array,
    known_words,
    operations,
    without_persons,
    word_array,
)
from loaders.extract.dates import month_of, read_dates, window
from loaders.extract.kinds import PEOPLE
from loaders.extract.origin_rules import origins
from loaders.extract.places import read_places
from loaders.extract.privacy import person_pseudonyms, pseudonyms
from loaders.reference import table

JUDGED = ("line_basis", "line_judged_by", "line_sure")


def read_columns(
    cells: Cells, lines: NDArray[np.int64], reading: Reading
) -> tuple[pa.Table, dict[str, Mask]]:
    """The offences that rows of text describe, and reason → which of them cannot be used.

    cells  field → text of each row, as it stands in the file; fields that the file does not give are left out
    """
    cells = completed_cells(cells, len(lines), reading)
    references, when = cells["crime_reference"], _when(cells, reading)
    degrees, misplaced = read_places(
        cells, reading.mapping, reading.coordinates, swapped=reading.swapped
    )
    missing = (references == "").to_numpy()
    columns = {
        "source_id": same(FORCE_EXTRACT, len(lines)),
        "force": same(reading.mapping.force, len(lines)),
        "source_row": pa.array(lines),
        "crime_id": pa.array(pseudonyms(references, reading.salt), mask=missing),
        **when.columns,
        **_kinds(cells, reading),
        **_lines(cells, reading),
        "longitude": pa.array(degrees[:, 0], from_pandas=True),
        "latitude": pa.array(degrees[:, 1], from_pandas=True),
        "outcome": word_array(without_persons(cells, "outcome", reading)),
        "location_text": word_array(without_persons(cells, "location_text", reading)),
        "operation_name": word_array(operations(cells["operation"], reading)),
        "age_band": age_array(cells["suspect_age"], "suspect_age", reading, band_of),
        "victim_age_band": age_array(cells["victim_age"], "victim_age", reading, band_of),
        **(_people(cells, reading) if reading.people else {}),
    }
    rows = completed(columns, OFFENCE, len(lines))
    return rows, {"the crime reference is missing": missing, **when.faults, **misplaced}


def _people(cells: Cells, reading: Reading) -> dict[str, pa.Array]:
    """The suspects and the victims of each row, as pseudonyms that do not fit each other."""
    return {
        role: pa.array(person_pseudonyms(cells[field], reading.salt, role=role), pa.string())
        for field, role in PEOPLE.items()
    }


@dataclass
class _When:
    columns: dict[str, pa.Array]
    faults: dict[str, Mask]


def _when(cells: Cells, reading: Reading) -> _When:
    """Window, day of recording and month, and what is wrong with them."""
    read = {
        name: read_dates(
            cells[name],
            name,
            reading.mapping,
            orders=reading.orders,
            today=reading.today,
            epoch=reading.epoch,
        )
        for name in ("committed_from", "committed_to", "recorded_on")
    }
    start, end, recorded = read.values()
    begins, ends = window(start, end)
    day = recorded.at.astype("datetime64[D]")
    of_month = np.where(
        np.isnat(recorded.at), np.where(np.isnat(start.at), end.at, start.at), recorded.at
    )
    faults = {
        f"{name} is not a date that we can read": dates.unread for name, dates in read.items()
    }
    for dates in read.values():
        faults |= dates.faults
    faults |= {
        "neither committed_from nor recorded_on is given": np.isnat(of_month),
        "it ends before it starts": ends < begins,
        "it was recorded before it was committed": day < start.at.astype("datetime64[D]"),
    }
    columns = {
        "month": date_array(month_of(of_month)),
        "occurred_from": pa.array(begins),
        "occurred_to": pa.array(ends),
        "recorded_on": date_array(day),
    }
    return _When(columns, faults)


def _kinds(cells: Cells, reading: Reading) -> dict[str, pa.Array]:
    """Type, weapon, knife flag and origin; what a code says fills what the row leaves open."""
    code = cells["offence_code"].str.upper().str.replace(" ", "").str.lstrip("0")
    known = table("offence_codes").set_index("offence_code")
    by_code = {
        name: code.map(known[name]).fillna("").astype("str")
        for name in ("offence_type", "knife_flag", "weapon")
    }
    offence_type, weapon = (
        known_words(cells, name, reading) for name in ("offence_type", "weapon")
    )
    offence_type = offence_type.mask(offence_type == "", by_code["offence_type"])
    reading.notice(
        "rows have neither a type nor a code that we know; they are kept and shown as unclassified",
        (offence_type == "").to_numpy(),
    )
    weapon = weapon.mask(
        weapon.isin(["", "unknown"]) & (by_code["weapon"] != ""), by_code["weapon"]
    )
    flag = known_words(cells, "knife_flag", reading)
    counts = (by_code["knife_flag"] == "yes") | (
        (by_code["knife_flag"] == "") & offence_type.isin([VIOLENCE, ROBBERY])
    )
    reading.notice(
        "rows carry the knife flag on an offence where it does not count; they are kept as not knife-enabled",
        ((flag == "yes") & ~counts).to_numpy(),
    )
    origin, rule = origins(cells["finding"], cells["operation"])
    return {
        "offence_code": word_array(code),
        "offence_title": word_array(without_persons(cells, "offence_title", reading)),
        "offence_type": word_array(offence_type.mask(offence_type == "", UNCLASSIFIED)),
        "weapon": word_array(weapon.mask(weapon == "", "unknown")),
        "knife_enabled": pa.array(
            ((flag == "yes") & counts).to_numpy(), mask=((flag == "") & counts).to_numpy()
        ),
        "origin": pa.array(origin, pa.string()),
        "origin_rule": pa.array(rule, pa.string()),
    }


def _lines(cells: Cells, reading: Reading) -> dict[str, pa.Array]:
    """The line type with its judgement; without basis, date, who judged and how surely it counts as not recorded."""
    line = known_words(cells, "line_type", reading)
    judged = {name: known_words(cells, name, reading) for name in JUDGED}
    on = read_dates(
        cells["line_judged_on"],
        "line_judged_on",
        reading.mapping,
        orders=reading.orders,
        today=reading.today,
        epoch=reading.epoch,
    )
    has_line_type = (~line.isin(["", "not_recorded"])).to_numpy()
    dated = ~np.isnat(on.at) & ~np.logical_or.reduce(list(on.faults.values()))
    whole = dated & np.logical_and.reduce([(words != "").to_numpy() for words in judged.values()])
    reading.notice(
        "rows name a line type without a basis, a date, who judged or how surely; it is kept as not recorded",
        has_line_type & ~whole,
    )
    complete = has_line_type & whole
    return {
        "line_type": word_array(line.where(complete, "not_recorded")),
        **{name: word_array(words.where(complete, "")) for name, words in judged.items()},
        "line_judged_on": date_array(np.where(complete, on.at, np.datetime64("NaT"))),
    }
