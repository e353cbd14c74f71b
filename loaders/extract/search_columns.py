"""What the cells of a force's own searches mean: columns of the search table in police.uk's words, and what is wrong row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.ages import search_band_of
from geo.core.schema import FORCE_SEARCHES, LOCAL_ZONE
from loaders.documents.columns import SEARCH, completed, same
from loaders.extract.cells import (
    Cells,
    Mask,
    Reading,
    age_array,
    completed_cells,
    date_array,
    known_words,
    operations,
    word_array,
)
from loaders.extract.dates import month_of, read_dates
from loaders.extract.places import read_places
from loaders.extract.privacy import pseudonyms

WORDS = (
    "kind",
    "object",
    "legislation",
    "outcome",
    "gender",
    "ethnicity_self",
    "ethnicity_officer",
)


def read_search_columns(
    cells: Cells, lines: NDArray[np.int64], reading: Reading
) -> tuple[pa.Table, dict[str, Mask]]:
    """The searches that rows of text describe, and reason → which of them cannot be used.

    cells  field → text of each row, as it stands in the file; fields that the file does not give are left out

    Beside the columns of a search stand *reference*, its pseudonym, and *years*, the age as it reads: they tell a row that stands
    twice from another person's, and whoever asked for the rows leaves them behind.
    """
    cells = completed_cells(cells, len(lines), reading)
    month, at, faults = _when(cells["searched_at"], reading)
    degrees, misplaced = read_places(
        cells, reading.mapping, reading.coordinates, swapped=reading.swapped
    )
    missing = (cells["search_reference"] == "").to_numpy()
    linked = known_words(cells, "linked", reading)
    columns = {
        "source_id": same(FORCE_SEARCHES, len(lines)),
        "force": same(reading.mapping.force, len(lines)),
        "source_row": pa.array(lines),
        "month": month,
        "at": at,
        **{name: word_array(known_words(cells, name, reading)) for name in WORDS},
        "linked": word_array(linked.mask(linked == "", "unknown")),
        "age_band": age_array(cells["age"], "age", reading, search_band_of),
        "operation_name": word_array(operations(cells["operation"], reading)),
        "longitude": pa.array(degrees[:, 0], from_pandas=True),
        "latitude": pa.array(degrees[:, 1], from_pandas=True),
    }
    rows = completed(columns, SEARCH, len(lines))
    rows = rows.append_column(
        "reference", pa.array(pseudonyms(cells["search_reference"], reading.salt), mask=missing)
    )
    rows = rows.append_column("years", pa.array(cells["age"], pa.string()))
    return rows, {"the search reference is missing": missing, **faults, **misplaced}


def _when(texts: pd.Series, reading: Reading) -> tuple[pa.Array, pa.Array, dict[str, Mask]]:
    """The month by the clocks of the day, the moment itself, and what is wrong with it."""
    read = read_dates(
        texts,
        "searched_at",
        reading.mapping,
        orders=reading.orders,
        today=reading.today,
        epoch=reading.epoch,
    )
    clock = pd.DatetimeIndex(read.at)
    first, second = (
        clock.tz_localize(
            LOCAL_ZONE, ambiguous=np.full(len(clock), summer), nonexistent="NaT"
        ).tz_convert("UTC")
        for summer in (True, False)
    )
    given = ~np.isnat(read.at)
    reading.notice(
        "searches have a day without a time; they stand at midnight, so that hour holds more than it should",
        given & ~read.timed,
    )
    reading.notice(
        "searches fall into the hour that clocks show twice in autumn; they were read as its first",
        given & (first != second) & first.notna(),
    )
    faults = {
        "searched_at is not given": ~given & ~read.unread,
        "searched_at is not a date that we can read": read.unread,
        **read.faults,
        "searched_at is a time that the clocks jumped over": given & first.isna(),
    }
    return date_array(month_of(read.at)), pa.array(first.as_unit("s")), faults
