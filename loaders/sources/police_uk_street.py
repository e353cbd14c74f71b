"""Street-level crime as data.police.uk publishes it: one force and month a file."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.schema import (
    POSSESSION,
    ROBBERY,
    STREET,
    TRANSPORT_POLICE,
    UNCLASSIFIED,
    VIOLENCE,
)
from geo.core.selection import months_in_words
from geo.disclosure.small_cells import PUBLIC
from loaders.area import served
from loaders.documents.archives import Document
from loaders.documents.columns import OFFENCE, completed, words_of
from loaders.documents.csv_text import Sheet, read_sheet
from loaders.documents.home_area import require_at_home
from loaders.documents.read_result import (
    ReadResult,
    all_rejected,
    split_by_faults,
)
from loaders.documents.workbook import FIRST_DAY
from loaders.reference import forces, offence_types, table
from loaders.sources.police_uk import (
    AREA,
    GRID_PLACES,
    LICENCE,
    PLACES,
    REASON,
    coordinates,
    empty_as_null,
    one_array,
    per_word,
    untold_types,
)
from loaders.sources.source import (
    CountedMeasure,
    Holds,
    Marking,
    ReadSettings,
    Source,
)

STREET_COLUMNS = [
    "Crime ID",
    "Month",
    "Reported by",
    "Longitude",
    "Latitude",
    "Location",
    "Crime type",
    "Last outcome category",
]
ALWAYS = ["Month", "Reported by", "Location", "Crime type"]  # what the oldest files have too
REPEATED = [*ALWAYS, "Last outcome category"]
TOLD_BY = {"Crime type", "Crime ID", "Reported by"}  # any of them: what is missing is then said
WHOLE_SINCE = "2012-07"  # before it files may lack ids and outcomes
DATED = re.compile(r"\s*(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{5})")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])$")


def recognises(document: Document) -> bool:
    """Whether a file has one of the columns by which it is told, or two by names that only look like theirs."""
    return bool(TOLD_BY & document.columns) or document.has_columns("Crime type", "Reported by")


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """See read_street."""
    return read_street(document.read(), document.name, swapped=settings.swapped)


def read_street(data: bytes, name: str, *, swapped: bool = False) -> ReadResult:
    """Street-level crimes whose month, force and place make sense; the others come back with a reason.

    swapped  the analyst has said that longitude and latitude stand in each other's column
    """
    sheet = _sheet(data, name)
    raw = sheet.rows
    longitude, latitude, faults, places = coordinates(sheet, swapped=swapped)
    read_month, month_notes = _months(raw["Month"], name)
    months, known_month = per_word(raw["Month"], read_month)
    slugs = {name_of_force: slug for slug, name_of_force in forces().items()}
    force, known_force = per_word(raw["Reported by"], slugs.get)
    home = pc.equal(raw["Reported by"].cast(pa.string()), served().force_name)
    at_home = np.asarray(home.fill_null(False))
    places_of_home = longitude[at_home], latitude[at_home]
    require_at_home(name, places_of_home, places_of_home, metres=False)
    source, _ = per_word(
        raw["Reported by"],
        lambda name_of_force: TRANSPORT_POLICE if slugs.get(name_of_force) == "btp" else STREET,
    )
    types = set(offence_types())
    offence_type, _ = per_word(
        raw["Crime type"], lambda crime_type: crime_type if crime_type in types else UNCLASSIFIED
    )
    title, unknown_type = per_word(
        raw["Crime type"], lambda crime_type: None if crime_type in types else crime_type
    )
    faults |= {
        "month is not like 2025-03": ~known_month,
        "“Reported by” names no force in data/forces.csv": ~known_force,
        "the same row with the same Crime ID stands earlier in this file": _repeated(raw),
    }
    accepted, rejected = split_by_faults(raw, faults, file=name, lines=sheet.lines)
    columns = {
        "source_id": source,
        "force": force,
        "source_row": pa.array(sheet.lines),
        "crime_id": empty_as_null(raw["Crime ID"]),
        "month": months,
        "offence_type": offence_type,
        "offence_title": title,
        "longitude": pa.array(longitude, from_pandas=True),
        "latitude": pa.array(latitude, from_pandas=True),
        "location_text": raw["Location"],
        "outcome": raw["Last outcome category"],
    }
    rows = completed({k: one_array(v) for k, v in columns.items()}, OFFENCE, len(raw)).filter(
        pa.array(accepted)
    )
    notes = (
        sheet.notes
        + month_notes
        + places
        + _repeated_ids(rows["crime_id"], name)
        + _unknown_types(raw["Crime type"], unknown_type & accepted, name)
        + _untold(rows, name)
    )
    return ReadResult(rows, all_rejected(sheet.malformed, rejected), notes)


def _sheet(data: bytes, name: str) -> Sheet:
    """The columns of street-level crime, as they are today or were up to 2012."""
    try:
        return read_sheet(data, name, STREET_COLUMNS, repeated=REPEATED)
    except DataProblem:
        if (older := _older_sheet(data, name)) is None:
            raise
        return older


def _older_sheet(data: bytes, name: str) -> Sheet | None:
    """The same of a file up to 2012, which may have metres and neither ids nor outcomes; None where it is none."""
    optional = [column for column in [*STREET_COLUMNS, *GRID_PLACES] if column not in ALWAYS]
    with contextlib.suppress(DataProblem):  # what is wrong is said of the columns of today
        sheet = read_sheet(data, name, ALWAYS, optional=optional, repeated=REPEATED)
        months = [month for month in pc.unique(sheet.rows["Month"]).to_pylist() if month]
        in_degrees = sheet.absent.isdisjoint(PLACES)
        if sheet.absent.isdisjoint(GRID_PLACES) or (
            in_degrees and max(months, default="9") < WHOLE_SINCE
        ):
            return sheet
    return None


def _months(
    texts: pa.ChunkedArray, name: str
) -> tuple[Callable[[str], date | None], tuple[str, ...]]:
    """How the months of a file are read, and a note where a spreadsheet has rewritten them.

    A month's own day is the first. So 01/03/2025 is March and 3/1/2025 is March too; where a file holds any other day, its dates are
    no months, and none of them is read.
    """
    distinct = [text for text in pc.unique(texts).to_pylist() if text]
    rewritten = [text for text in distinct if not MONTH.match(text)]
    read = {text: rewritten_month(text) for text in rewritten}
    if not rewritten or any(month is None for text, month in read.items() if DATED.match(text)):
        return _month, ()
    known = {text: month for text, month in read.items() if month}
    if not known:
        return _month, ()
    example = next(iter(known))
    note = (
        f"{name}: months stand there as a spreadsheet rewrites them; “{example}” was read as {known[example]:%B %Y}.",
    )
    return lambda text: known.get(text) or _month(text), note


def rewritten_month(text: str) -> date | None:
    """The month that a spreadsheet has rewritten as a day, a name or a day number; None where it can be none or more than one."""
    text = text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00").removesuffix(" 00:00")
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        day = FIRST_DAY + timedelta(int(float(text)))
        return day if day.day == 1 else None
    for written in ("%b-%y", "%b %Y", "%b-%Y", "%B %Y", "%B-%y", "%Y-%m-%d", "%Y/%m", "%Y/%m/%d", "%m-%Y", "%m/%Y", "%Y%m", "%d-%b-%y", "%d-%b-%Y", "%d %B %Y"):  # fmt: skip
        with contextlib.suppress(ValueError):
            day = datetime.strptime(text, written).date()
            return day if day.day == 1 else None
    readings = set()
    for written in ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y"):
        with contextlib.suppress(ValueError):
            readings.add(datetime.strptime(text, written).date())
    firsts = {day for day in readings if day.day == 1}
    return firsts.pop() if len(firsts) == 1 else None


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if MONTH.match(text) else None


def _repeated(raw: pa.Table) -> NDArray[np.bool_]:
    """Rows equal in every column to an earlier one, looked for only where the first twelve signs of a Crime ID occur again."""
    repeated = np.zeros(len(raw), dtype=bool)
    starts = pc.binary_slice(
        one_array(raw["Crime ID"]).cast(pa.binary()), 0, 12
    ).dictionary_encode()
    words = starts.indices.to_numpy()
    again = np.bincount(words, minlength=len(starts.dictionary)) > 1
    blank = starts.dictionary.index(pa.scalar(b"")).as_py()
    if blank >= 0:
        again[blank] = False
    at = np.flatnonzero(again[words])
    if len(at):
        repeated[at] = raw.take(at).to_pandas().duplicated().to_numpy()
    return repeated


def _repeated_ids(ids: pa.ChunkedArray, name: str) -> tuple[str, ...]:
    """How many rows bear a Crime ID that an earlier one bears too, with other facts."""
    starts = pc.binary_slice(one_array(ids).cast(pa.binary()), 0, 12)
    again = len(starts) - starts.null_count - pc.count_distinct(starts, mode="only_valid").as_py()
    if again:  # so many begin alike; the whole id decides
        again = len(ids) - ids.null_count - pc.count_distinct(ids, mode="only_valid").as_py()
    return (
        (
            f"{name}: {again:,} rows repeat the Crime ID of another with other facts; all are kept and counted.",
        )
        if again
        else ()
    )


def _unknown_types(
    crime_types: pa.ChunkedArray, unknown: NDArray[np.bool_], name: str
) -> tuple[str, ...]:
    counted = (
        pc.value_counts(crime_types.filter(pa.array(unknown)).cast(pa.string())).to_pylist()
        if unknown.any()
        else []
    )
    older = table("older_offence_types").set_index("older_type")
    return tuple(
        f"{name}: {row['counts']:,} rows are of “{row['values']}”, a type that data.police.uk published until "
        f"{date.fromisoformat(older['last_month'][row['values']] + '-01'):%B %Y}; they are kept, and counted among all offences."
        if row["values"] in older.index
        else f"{name}: {row['counts']:,} rows have the unknown crime type “{row['values']}”; they are kept and shown as unclassified."
        for row in counted
    )


def _untold(rows: pa.Table, name: str) -> tuple[str, ...]:
    """Which of today's types cannot be told in which months of a file, where other types were published."""
    untold: dict[frozenset[str], list[date]] = {}
    for month in pc.unique(rows["month"]).to_pylist():
        of_month = rows.filter(pc.equal(rows["month"], month))
        untold.setdefault(untold_types(month, words_of(of_month)), []).append(month)
    return tuple(
        f"{name}: {', '.join(sorted(types))} cannot be told in {months_in_words(tuple(sorted(months)))}, when other types were "
        "published: there they are gaps, not noughts."
        for types, months in untold.items()
        if types
    )


SOURCE = Source(
    id=STREET,
    title="{force}, street-level crime (data.police.uk)",
    display_name="street-level crime of data.police.uk",
    marking=Marking.OPEN,
    licence=LICENCE,
    holds=Holds.OFFENCES,
    file_names=re.compile(r"(?<!-btp)-street\.csv$"),
    recognises=recognises,
    read=read,
    disclosure=PUBLIC,
    disclosure_reason=f"{REASON}: hiding small counts again would protect nobody",
    area=AREA,
    period="calendar months",
    measures=(
        CountedMeasure(
            "Possession of weapons",
            "recorded offences 10A-10D, 81 and 90: firearms and other weapons as well as blades; not knife-enabled crime",
            POSSESSION,
        ),
        CountedMeasure(
            "Violence and sexual offences",
            "all recorded violence against the person and sexual offences",
            VIOLENCE,
        ),
        CountedMeasure("Robbery", "recorded robbery of persons and businesses", ROBBERY),
        CountedMeasure(
            "Anti-social behaviour",
            "incidents rather than offences, without a Crime ID",
            "Anti-social behaviour",
        ),
        CountedMeasure(
            "Other street-level types", "any other type or mix of the fourteen as published"
        ),
    ),
    untold=untold_types,
    order=10,
)
