"""What is shared by whatever reads a force's own records: cleaned cells, our words for theirs, text without persons, what was noticed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from loaders.documents.workbook import FIRST_DAY
from loaders.extract.dates import Orders
from loaders.extract.mapping import ExtractMapping
from loaders.extract.places import CoordinateTally
from loaders.extract.privacy import OF_A_PERSON, STRUCK_OUT

MARK = r"[<>≤]\s*\d+\*?|\*+"  # a small number withheld by whoever made the file
Mask = NDArray[np.bool_]
Cells = dict[str, pd.Series]


@dataclass
class Reading:
    """How one file is read, and what was noticed in it so far."""

    name: str
    mapping: ExtractMapping
    salt: bytes
    today: date
    registered: dict[str, str] | None  # operation, as it is compared → as the register spells it
    swapped: bool = False  # the analyst has said that coordinates stand in each other's column
    people: bool = False  # whether the people named are kept, as pseudonyms
    epoch: date = FIRST_DAY
    orders: Orders = field(default_factory=Orders)
    coordinates: CoordinateTally = field(default_factory=CoordinateTally)
    counted: Counter[str] = field(default_factory=Counter)  # sentence → rows
    unknown: dict[str, Counter[str]] = field(
        default_factory=dict
    )  # field → word that is not known → rows

    def notice(self, sentence: str, rows: Mask | int) -> None:
        if count := int(np.sum(rows)):
            self.counted[sentence] += count


def completed_cells(cells: Cells, rows: int, reading: Reading) -> Cells:
    """Every field of the kind, cleaned; those that the file does not give hold the mapping's constant, else nothing."""
    cleaned = {name: _cleaned(column, name, reading) for name, column in cells.items()}
    for name in reading.mapping.kind.fields:
        cleaned.setdefault(
            name, pd.Series([reading.mapping.constants.get(name, "")] * rows, dtype="str")
        )
    return cleaned


def _cleaned(column: pd.Series, name: str, reading: Reading) -> pd.Series:
    """Texts without outer blanks; empty where they only say that nothing is known."""
    codes, distinct = pd.factorize(column)
    words = pd.Series(distinct, dtype="str").str.strip()
    withheld = words.str.fullmatch(MARK).to_numpy(dtype=bool)
    reading.notice(
        f"cells of {name} hold a mark like “<5” instead of a value; they were read as not given",
        withheld[codes],
    )
    blank = withheld | words.str.lower().isin(reading.mapping.blanks).to_numpy()
    return words.mask(blank, "").take(codes).reset_index(drop=True)


def known_words(cells: Cells, name: str, reading: Reading) -> pd.Series:
    """Our word for each cell; empty where nothing is said or the word is not known, which is noticed."""
    codes, distinct = pd.factorize(cells[name])
    spellings = reading.mapping.words.get(name, {})
    ours = [spellings.get(str(word).lower()) for word in distinct]
    unknown = np.array([word is None for word in ours], dtype=bool) & (
        np.asarray(distinct, dtype=object) != ""
    )
    reading.notice(
        f"cells of {name} hold a word that is not known; they were read as not given",
        unknown[codes],
    )
    times = np.bincount(codes, minlength=len(distinct))
    reading.unknown.setdefault(name, Counter()).update(
        {str(distinct[at]): int(times[at]) for at in np.flatnonzero(unknown)}
    )
    return pd.Series([word or "" for word in ours], dtype="str").take(codes).reset_index(drop=True)


def without_persons(cells: Cells, name: str, reading: Reading) -> pd.Series:
    """Text with e-mail addresses, telephone and NHS numbers struck out."""
    codes, distinct = pd.factorize(cells[name])
    words = pd.Series(distinct, dtype="str")
    clean = words.str.replace(OF_A_PERSON, STRUCK_OUT, regex=True)
    reading.notice(
        f"cells of {name} held an e-mail address or a telephone or NHS number; it was struck out",
        (clean != words).to_numpy(dtype=bool)[codes],
    )
    return clean.take(codes).reset_index(drop=True)


def operations(column: pd.Series, reading: Reading) -> pd.Series:
    """Operations as the register spells them; those that it does not know are noticed by name."""
    codes, distinct = pd.factorize(column)
    known = reading.registered or {}
    spelt = [known.get(compared_name(str(word)), str(word)) for word in distinct]
    times = np.bincount(codes, minlength=len(distinct))
    strange = {
        re.sub(OF_A_PERSON, STRUCK_OUT, str(word)): int(times[at])
        for at, word in enumerate(distinct)
        if word and reading.registered is not None and compared_name(str(word)) not in known
    }
    reading.unknown.setdefault("operation", Counter()).update(strange)
    names = pd.Series(spelt, dtype="str").str.replace(OF_A_PERSON, STRUCK_OUT, regex=True)
    return names.take(codes).reset_index(drop=True)


def compared_name(operation: str) -> str:
    """An operation's name as it is compared: without case, blanks and the word Op or Operation."""
    return re.sub(r"^op(eration)?\.?\s+", "", " ".join(operation.split()).casefold())


def age_array(
    column: pd.Series,
    name: str,
    reading: Reading,
    banded: Callable[[NDArray[np.float64]], NDArray[np.object_]],
) -> pa.Array:
    """Ages in years as the bands that `banded` makes of them; null where none is given or it cannot be one."""
    bands = banded(pd.to_numeric(column, errors="coerce").to_numpy(dtype=float))
    lost = (column != "").to_numpy() & np.array([band is None for band in bands], dtype=bool)
    reading.notice(
        f"cells of {name} hold no age in whole years from 0 to 120; they were read as not given",
        lost,
    )
    return pa.array(bands, pa.string())


def date_array(days: NDArray[np.datetime64]) -> pa.Array:
    return pa.array(days.astype("datetime64[D]"), pa.date32())


def word_array(column: pd.Series) -> pa.Array:
    """Texts as a dictionary, null where empty."""
    return pa.array(column.mask(column == ""), pa.string(), from_pandas=True).dictionary_encode()
