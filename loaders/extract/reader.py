"""A force's own records, offences or searches: CSV or Excel in a template's columns or a mapping's, streamed in batches, without persons.

What is kept of a row is what `loaders/documents/columns.py` lists; references become pseudonyms, ages become bands, how an offence came to
light becomes its origin. Nothing else of the file reaches the store, not even of a rejected row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from loaders.documents.archives import Document
from loaders.documents.columns import OFFENCE, PERSON_COLUMNS, SEARCH
from loaders.documents.csv_text import UNEVEN
from loaders.documents.headings import UnknownHeadings, same_name
from loaders.documents.read_result import (
    REJECTED,
    ReadResult,
    all_rejected,
    require_columns,
    split_by_faults,
)
from loaders.documents.workbook import Row
from loaders.extract.cells import Cells, Reading, compared_name
from loaders.extract.columns import read_columns
from loaders.extract.kinds import OFFENCES, OWN_SEARCHES, PEOPLE, ExtractKind
from loaders.extract.mapping import ExtractMapping, template_mapping
from loaders.extract.privacy import is_number_of_person, require_impersonal
from loaders.extract.search_columns import read_search_columns
from loaders.extract.sheets import OpenSheet, opened

READERS = {OFFENCES.name: (read_columns, OFFENCE), OWN_SEARCHES.name: (read_search_columns, SEARCH)}
BATCH = 25_000
ROUNDED = r"\d(?:[.,]\d+)?[eE]\+\d{2,3}"  # 5.4E+10
MOST_NAMED = 20
NOT_KEPT = (
    "{file}: its columns {columns} were not read: people are kept, as pseudonyms, only where the area file names an impact "
    "assessment under [persons]."
)
REPEATED = "the same row with the same {display_name} stands earlier in this file"


def read_extract(
    document: Document,
    *,
    salt: bytes,
    mapping: ExtractMapping | None = None,
    operations: Iterable[str] | None = None,
    people: bool = False,
    today: date | None = None,
    showing: bool = False,
    swapped: bool = False,
) -> ReadResult:
    """Offences or searches of a force's export whose reference, dates and place make sense; the others come back with a reason.

    salt        turns references into pseudonyms; the same salt, the same pseudonym
    mapping     how the file reads, and which of the two it is of; None: offences in the template's columns
    operations  names in the operations register; others are listed in the notes. None: nothing is said of them
    people      whether the people named are kept, as pseudonyms; else the columns that name them are passed over, and it is said
    today       the last day that can be in the file; today
    showing     for the eyes of the analyst alone and never for the store: rejected rows as they read, words not known
    swapped     the analyst has said that coordinates stand in each other's column

    Raises DataProblem where a column looks personal, before a row is read; where a mapped column is missing; where most
    places or dates read like those of another grid or order.
    """
    mapping = mapping or template_mapping()
    registered = (
        None
        if operations is None
        else {compared_name(operation): operation for operation in operations}
    )
    read, schema = READERS[mapping.kind.name]
    reading = Reading(
        document.name, mapping, salt, today or date.today(), registered, swapped, people
    )
    batches, rejected = list[pa.Table](), list[pd.DataFrame]()
    with opened(document, mapping) as sheet:
        columns, not_kept = _columns(sheet.names, mapping, sheet.name, people=people)
        _require_impersonal(sheet, columns)
        reading.epoch = sheet.epoch
        for lines, cells, uneven in _batches(sheet, columns):
            rejected.append(_uneven(uneven, sheet.name))
            _require_whole_references(cells[mapping.kind.reference], mapping, sheet.name)
            rows, faults = read(cells, lines, reading)
            reading.coordinates.require_sure(sheet.name, mapping, swapped=swapped)
            reading.orders.require_sure(sheet.name, mapping)
            accepted, wrong = split_by_faults(
                _shown(rows, cells, mapping, showing=showing), faults, file=sheet.name, lines=lines
            )
            batches.append(rows.filter(pa.array(accepted)))
            rejected.append(wrong)
        notes = sheet.notes + sheet.apart.notes(sheet.name)
        notes += not_kept + _passed_over(sheet.names, columns, sheet.name)
    if not batches:
        raise DataProblem(
            f"{document.name} has no row beneath its heading.",
            do="Fill it in, or choose the right sheet.",
        )
    whole, repeated, more = _without_repeated(
        pa.concat_tables(batches).unify_dictionaries(), document.name, mapping
    )
    whole = whole.select(schema.names)
    return ReadResult(
        whole,
        all_rejected(*rejected, repeated),
        notes + more + _notes(reading, whole, showing=showing),
        f"{mapping.extracted:%Y-%m-%d}" if mapping.extracted else newest_day(whole, mapping.kind),
    )


def _require_whole_references(references: pd.Series, mapping: ExtractMapping, file: str) -> None:
    """Refuse a file whose references a spreadsheet turned into rounded numbers: what they were is lost, and many have become one."""
    given = references[references != ""]
    rounded = given[given.str.fullmatch(ROUNDED)]
    if len(rounded):
        raise DataProblem(
            f"{file} has {mapping.kind.display_name}s that a spreadsheet turned into rounded numbers.",
            f"{len(rounded):,} of {len(given):,} read like {rounded.iloc[0]}; what they were is lost, so offences cannot be told apart.",
            "Export them again with the reference as text, and load that file without opening it in a spreadsheet first.",
        )


def newest_day(rows: pa.Table, kind: ExtractKind) -> str:
    """The newest day that accepted rows tell of, like 2022-12-31: of two extracts of a month, the one that goes on longer counts."""
    days = [pc.max(pc.cast(rows[name], pa.date32())).as_py() for name in kind.days]
    return f"{max(filter(None, days)):%Y-%m-%d}" if any(days) else ""


def _require_impersonal(sheet: OpenSheet, columns: dict[str, list[int]]) -> None:
    """Refuse a file with a personal column; the number of a person is none where it becomes a pseudonym."""
    of_people = {at for field in PEOPLE for at in columns.get(field, ())}
    require_impersonal(
        (
            name
            for at, name in enumerate(sheet.names)
            if not (at in of_people and is_number_of_person(name))
        ),
        sheet.name,
    )


def _columns(
    names: list[str], mapping: ExtractMapping, file: str, *, people: bool
) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    """Field → where its columns stand, and what is said of people who are not kept.

    A mapping's columns must all be there; of the template's, those that are.
    """
    columns = _places(names, mapping, file)
    given = [field for field in PEOPLE if field in columns and not people]
    headings = ", ".join(names[at] for field in given for at in columns[field])
    used_columns = {field: places for field, places in columns.items() if field not in given}
    return used_columns, (NOT_KEPT.format(file=file, columns=headings),) if given else ()


def _places(names: list[str], mapping: ExtractMapping, file: str) -> dict[str, list[int]]:
    place = {same_name(name): at for at, name in enumerate(names) if name}
    wanted = {
        field: headings
        for field, headings in mapping.columns.items()
        if mapping.given
        or field == mapping.kind.reference
        or all(same_name(heading) in place for heading in headings)
    }
    if not mapping.given and not any(field in wanted for field in mapping.kind.when):
        raise UnknownHeadings(
            f"{file} has no column called {' or '.join(mapping.kind.when)}, so nothing says when its rows were.",
            f"Its columns are: {', '.join(filter(None, names))[:300]}.",
            "Rename the column that says it, or say in a mapping how it is called.",
        )
    headings = {same_name(heading): heading for several in wanted.values() for heading in several}
    require_columns(
        [headings.get(same_name(name), name) for name in names], headings.values(), file=file
    )
    return {
        field: [place[same_name(heading)] for heading in several]
        for field, several in wanted.items()
    }


def _batches(
    sheet: OpenSheet, columns: dict[str, list[int]]
) -> Iterator[tuple[NDArray[np.int64], Cells, list[int]]]:
    """Lines, field → texts, and the lines of rows that do not fit the heading, some thousands at a time."""
    width, wanted = len(sheet.names), sorted({at for places in columns.values() for at in places})
    slots = {field: [wanted.index(at) for at in places] for field, places in columns.items()}
    few = (
        (
            line,
            [row[at] for at in wanted]
            if len(row) == width
            else _fitted(row, wanted, even=sheet.even),
        )
        for line, row in sheet.rows
    )
    while rows := list(islice(few, BATCH)):
        fitting = [(line, row) for line, row in rows if row]
        cells = {
            field: pd.Series(_texts(fitting, places, "; " if field in PEOPLE else " "), dtype="str")
            for field, places in slots.items()
        }
        yield (
            np.array([line for line, _ in fitting], dtype=np.int64),
            cells,
            [line for line, row in rows if not row],
        )


def _fitted(row: list[str], wanted: list[int], *, even: bool) -> list[str]:
    """The wanted cells of a row of another length than the heading: none of them in text, blanks for what a workbook leaves out."""
    return [] if even else [row[at] if at < len(row) else "" for at in wanted]


def _texts(rows: list[Row], places: list[int], between: str) -> list[str]:
    """What a field says in each row; the texts of several columns are joined."""
    if len(places) == 1:
        (only,) = places
        return [row[only] for _, row in rows]
    return [between.join(filter(None, (row[at] for at in places))) for _, row in rows]


def _uneven(lines: list[int], file: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"file": file, "line": lines, "reason": UNEVEN, "row": ""}, columns=REJECTED
    )


def _shown(rows: pa.Table, cells: Cells, mapping: ExtractMapping, *, showing: bool) -> pa.Table:
    """What a rejected row is shown as: its pseudonym, since its texts may name anybody; to the analyst who tries a file out, its cells."""
    if not showing:
        return pa.table({"row": rows[mapping.kind.pseudonym].fill_null("")})
    return pa.table(
        {
            field: pa.array(column, pa.string())
            for field, column in cells.items()
            if field != mapping.kind.reference and field not in PEOPLE
        }
    )


def _without_repeated(
    rows: pa.Table, file: str, mapping: ExtractMapping
) -> tuple[pa.Table, pd.DataFrame, tuple[str, ...]]:
    """The rows without those equal to an earlier one; these as rejected; and how many references return with other facts."""
    pseudonym, display_name = rows[mapping.kind.pseudonym], mapping.kind.display_name
    counted = pseudonym.value_counts()
    again = pc.struct_field(counted, "values").filter(
        pc.greater(pc.struct_field(counted, "counts"), 1)
    )
    at = np.flatnonzero(pc.is_in(pseudonym, again).to_numpy(zero_copy_only=False))
    if not len(at):
        return rows, all_rejected(), ()
    several = rows.take(at).to_pandas()
    of_people = [name for name in PERSON_COLUMNS if name in several]
    facts = several.drop(columns=["source_row", *of_people]).astype("str")
    same = facts.duplicated().to_numpy()
    rows = _with_everybody(rows, at, several[of_people], facts)
    rejected = pd.DataFrame(
        {
            "file": file,
            "line": several.loc[same, "source_row"],
            "reason": REPEATED.format(display_name=display_name),
            "row": several.loc[same, mapping.kind.pseudonym],
        },
        columns=REJECTED,
    )
    other_facts = int(several[~same][mapping.kind.pseudonym].duplicated().sum())
    first_of_each = np.ones(len(rows), dtype=bool)
    first_of_each[at[same]] = False
    note = f"{file}: {other_facts:,} rows repeat the {display_name} of another with other facts; all are kept and counted."
    return rows.filter(pa.array(first_of_each)), rejected, (note,) if other_facts else ()


def _with_everybody(
    rows: pa.Table, at: NDArray[np.intp], people: pd.DataFrame, facts: pd.DataFrame
) -> pa.Table:
    """The rows, where an export gives one for each person of an offence, with all of them in the first: people change no count."""
    alike = facts.groupby(list(facts), sort=False, dropna=False).ngroup().to_numpy()
    for name in people:
        given = people[name].notna().to_numpy()
        if not given.any():
            continue
        words = people[name][given].str.split(" ").explode()
        of_fact = pd.Series(alike[given], index=people.index[given]).loc[words.index].to_numpy()
        joined = words.groupby(of_fact).agg(lambda names: " ".join(sorted(set(names))))
        whole = rows[name].to_pylist()
        for place, fact in zip(at, alike, strict=True):
            whole[place] = joined.get(fact)
        rows = rows.set_column(
            rows.schema.get_field_index(name), name, pa.array(whole, pa.string())
        )
    return rows


def _passed_over(names: list[str], columns: dict[str, list[int]], file: str) -> tuple[str, ...]:
    used = {at for places in columns.values() for at in places}
    others = [name for at, name in enumerate(names) if name and at not in used]
    return (
        (f"{file}: {len(others):,} columns are not used and none of them was kept.",)
        if others
        else ()
    )


def _notes(reading: Reading, rows: pa.Table, *, showing: bool) -> tuple[str, ...]:
    """What was noticed in the file as a whole. Words of the file itself only to the analyst who tries it out, bar operations."""
    notes = [
        f"{reading.name}: {count:,} {sentence}." for sentence, count in reading.counted.items()
    ]
    notes += [f"{reading.name}: {sentence}" for sentence in reading.coordinates.sentences()]
    orders = reading.orders
    if orders.zoned:
        notes.append(
            f"{reading.name}: {orders.zoned:,} times name their zone, like Z or +01:00; they were brought to the clocks of that day here."
        )
    if orders.numbered:
        notes.append(
            f"{reading.name}: {orders.numbered:,} dates are a spreadsheet's day numbers, like 45658; they were read as days since "
            f"{reading.epoch:%-d %B %Y}."
        )
    if (
        orders.either
        and not orders.day_first
        and not orders.month_first
        and not reading.mapping.given
    ):
        notes.append(
            f"{reading.name}: no date tells whether the day or the month stands first; {orders.either:,} were read day first. "
            'If the month does, say order = "month first" under [dates] in a mapping.'
        )
    if reading.orders.short:
        notes.append(
            f"{reading.name}: {reading.orders.short:,} dates have a year of two digits; it was read as 1990 or later."
        )
    if strange := reading.unknown.pop("operation", None):
        named = ", ".join(
            f"“{term}” ({count:,} rows)" for term, count in strange.most_common(MOST_NAMED)
        )
        more = f" and {len(strange) - MOST_NAMED:,} others" if len(strange) > MOST_NAMED else ""
        notes.append(f"{reading.name}: operations that are not in the register: {named}{more}.")
    for field, words in reading.unknown.items() if showing else ():
        if words:
            listed = ", ".join(
                f"“{word}” ({count:,})" for word, count in words.most_common(MOST_NAMED)
            )
            notes.append(
                f"{reading.name}: words of {field} that are not known: {listed}. List them under [codes.{field}] in the mapping."
            )
    if len(rows) and rows["longitude"].null_count == len(rows):
        notes.append(
            f"{reading.name}: none of its {len(rows):,} rows has a place, so none is counted in a ward. Places are read from easting and northing, "
            "longitude and latitude, grid_reference or postcode; a mapping says how the columns are called."
        )
    if len(rows):
        first, last = pc.min_max(rows["month"]).as_py().values()
        notes.append(
            f"{reading.name}: it covers {first:%B %Y} to {last:%B %Y}; its newest day is {newest_day(rows, reading.mapping.kind)}."
        )
    return tuple(notes)
