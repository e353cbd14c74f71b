"""What the cells of a force's export mean: columns of the offence table, and what is wrong row by row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.ages import band_of
from geo.schema import FORCE_EXTRACT, ROBBERY, UNCLASSIFIED, VIOLENCE
from loaders.extract_dates import Dates, Orders, month_of, read_dates, window
from loaders.extract_mapping import ExtractMapping, fields
from loaders.extract_places import Seen, read_places
from loaders.extract_privacy import OF_A_PERSON, STRUCK_OUT, pseudonyms
from loaders.extract_sheets import FIRST_DAY
from loaders.origin_rules import origins
from loaders.reference import table
from loaders.tables import OFFENCE, completed, same

MARK = r"[<>≤]\s*\d+\*?|\*+"        # a small number withheld by whoever made the file
JUDGED = ("line_basis", "line_judged_by", "line_sure")
Mask = NDArray[np.bool_]
Cells = dict[str, pd.Series]


@dataclass
class Reading:
    """How one file is read, and what was noticed in it so far."""

    name: str
    mapping: ExtractMapping
    salt: bytes
    today: date
    registered: dict[str, str] | None       # operation, as it is compared → as the register spells it
    epoch: date = FIRST_DAY
    orders: Orders = field(default_factory=Orders)
    seen: Seen = field(default_factory=Seen)
    counted: Counter[str] = field(default_factory=Counter)      # sentence → rows
    unknown: dict[str, Counter[str]] = field(default_factory=dict)     # field → word that is not known → rows

    def notice(self, sentence: str, rows: Mask | int) -> None:
        if count := int(np.sum(rows)):
            self.counted[sentence] += count


def read_columns(cells: Cells, lines: NDArray[np.int64], reading: Reading) -> tuple[pa.Table, dict[str, Mask]]:
    """The offences that rows of text describe, and reason → which of them cannot be used.

    cells  field → text of each row, as it stands in the file; fields that the file does not give are left out
    """
    cells = {name: _cleaned(column, name, reading) for name, column in cells.items()}
    for name in fields():
        cells.setdefault(name, pd.Series([reading.mapping.constants.get(name, "")] * len(lines), dtype="str"))
    references, when = cells["crime_reference"], _when(cells, reading)
    degrees, misplaced = read_places({name: cells[name] for name in ("easting", "northing", "longitude", "latitude")},
                                     reading.mapping, reading.seen)
    missing = (references == "").to_numpy()
    columns = {
        "source_id": same(FORCE_EXTRACT, len(lines)), "force": same(reading.mapping.force, len(lines)), "source_row": pa.array(lines),
        "crime_id": pa.array(pseudonyms(references, reading.salt), mask=missing), **when.columns, **_kinds(cells, reading),
        **_lines(cells, reading), "longitude": pa.array(degrees[:, 0], from_pandas=True),
        "latitude": pa.array(degrees[:, 1], from_pandas=True), "location_text": _words(_without_persons(cells, "location_text", reading)),
        "outcome": _words(_without_persons(cells, "outcome", reading)), "operation_name": _words(_operations(cells["operation"], reading)),
        **{band: _ages(cells[name], name, reading) for band, name in (("age_band", "suspect_age"), ("victim_age_band", "victim_age"))}}
    rows = completed(columns, OFFENCE, len(lines))
    return rows, {"the crime reference is missing": missing, **when.faults, **misplaced}


def _cleaned(column: pd.Series, name: str, reading: Reading) -> pd.Series:
    """Texts without outer blanks; empty where they only say that nothing is known."""
    codes, distinct = pd.factorize(column)
    words = pd.Series(distinct, dtype="str").str.strip()
    withheld = words.str.fullmatch(MARK).to_numpy(dtype=bool)
    reading.notice(f"cells of {name} hold a mark like “<5” instead of a value; they were read as not given", withheld[codes])
    blank = withheld | words.str.lower().isin(reading.mapping.blanks).to_numpy()
    return words.mask(blank, "").take(codes).reset_index(drop=True)


@dataclass
class _When:
    columns: dict[str, pa.Array]
    faults: dict[str, Mask]


def _when(cells: Cells, reading: Reading) -> _When:
    """Window, day of recording and month, and what is wrong with them."""
    read = {name: read_dates(cells[name], name, reading.mapping, orders=reading.orders, today=reading.today, epoch=reading.epoch)
            for name in ("committed_from", "committed_to", "recorded_on")}
    start, end, recorded = read.values()
    begins, ends = window(start, end)
    day = _days(recorded)
    of_month = np.where(np.isnat(recorded.at), np.where(np.isnat(start.at), end.at, start.at), recorded.at)
    faults = {f"{name} is not a date that we can read": one.unread for name, one in read.items()}
    for one in read.values():
        faults |= one.faults
    faults |= {"neither committed_from nor recorded_on is given": np.isnat(of_month),
               "it ends before it starts": ends < begins,
               "it was recorded before it was committed": day < _days(start)}
    columns = {"month": _date_array(month_of(of_month)), "occurred_from": pa.array(begins), "occurred_to": pa.array(ends),
               "recorded_on": _date_array(day)}
    return _When(columns, faults)


def _days(dates: Dates) -> NDArray[np.datetime64]:
    return dates.at.astype("datetime64[D]")


def _date_array(days: NDArray[np.datetime64]) -> pa.Array:
    return pa.array(days.astype("datetime64[D]"), pa.date32())


def _kinds(cells: Cells, reading: Reading) -> dict[str, pa.Array]:
    """Type, weapon, knife flag and origin; what a code says fills what the row leaves open."""
    code = cells["offence_code"].str.upper().str.replace(" ", "").str.lstrip("0")
    known = table("offence_codes").set_index("offence_code")
    by_code = {name: code.map(known[name]).fillna("").astype("str") for name in ("offence_type", "knife_flag", "weapon")}
    offence_type, weapon = (_known_words(cells, name, reading) for name in ("offence_type", "weapon"))
    offence_type = offence_type.mask(offence_type == "", by_code["offence_type"])
    reading.notice("rows have neither a type nor a code that we know; they are kept and shown as unclassified",
                   (offence_type == "").to_numpy())
    weapon = weapon.mask(weapon.isin(["", "unknown"]) & (by_code["weapon"] != ""), by_code["weapon"])
    flag = _known_words(cells, "knife_flag", reading)
    counts = (by_code["knife_flag"] == "yes") | ((by_code["knife_flag"] == "") & offence_type.isin([VIOLENCE, ROBBERY]))
    reading.notice("rows carry the knife flag on an offence where it does not count; they are kept as not knife-enabled",
                   ((flag == "yes") & ~counts).to_numpy())
    origin, rule = origins(cells["finding"], cells["operation"])
    return {"offence_code": _words(code), "offence_title": _words(_without_persons(cells, "offence_title", reading)),
            "offence_type": _words(offence_type.mask(offence_type == "", UNCLASSIFIED)),
            "weapon": _words(weapon.mask(weapon == "", "unknown")),
            "knife_enabled": pa.array(((flag == "yes") & counts).to_numpy(), mask=((flag == "") & counts).to_numpy()),
            "origin": pa.array(origin, pa.string()), "origin_rule": pa.array(rule, pa.string())}


def _lines(cells: Cells, reading: Reading) -> dict[str, pa.Array]:
    """The line type with its judgement; without basis, date, who judged and how surely it counts as not recorded."""
    line = _known_words(cells, "line_type", reading)
    judged = {name: _known_words(cells, name, reading) for name in JUDGED}
    on = read_dates(cells["line_judged_on"], "line_judged_on", reading.mapping, orders=reading.orders, today=reading.today,
                    epoch=reading.epoch)
    said = (~line.isin(["", "not_recorded"])).to_numpy()
    dated = ~np.isnat(on.at) & ~np.logical_or.reduce(list(on.faults.values()))
    whole = dated & np.logical_and.reduce([(words != "").to_numpy() for words in judged.values()])
    reading.notice("rows name a line type without a basis, a date, who judged or how surely; it is kept as not recorded", said & ~whole)
    kept = said & whole
    return {"line_type": _words(line.where(kept, "not_recorded")),
            **{name: _words(words.where(kept, "")) for name, words in judged.items()},
            "line_judged_on": _date_array(np.where(kept, on.at, np.datetime64("NaT")))}


def _known_words(cells: Cells, name: str, reading: Reading) -> pd.Series:
    """Our word for each cell; empty where nothing is said or the word is not known, which is noticed."""
    codes, distinct = pd.factorize(cells[name])
    spellings = reading.mapping.words.get(name, {})
    ours = [spellings.get(str(word).lower()) for word in distinct]
    unknown = np.array([word is None for word in ours], dtype=bool) & (np.asarray(distinct, dtype=object) != "")
    reading.notice(f"cells of {name} hold a word that is not known; they were read as not given", unknown[codes])
    times = np.bincount(codes, minlength=len(distinct))
    reading.unknown.setdefault(name, Counter()).update({str(distinct[at]): int(times[at]) for at in np.flatnonzero(unknown)})
    return pd.Series([word or "" for word in ours], dtype="str").take(codes).reset_index(drop=True)


def _without_persons(cells: Cells, name: str, reading: Reading) -> pd.Series:
    """Text with e-mail addresses, telephone and NHS numbers struck out."""
    codes, distinct = pd.factorize(cells[name])
    words = pd.Series(distinct, dtype="str")
    clean = words.str.replace(OF_A_PERSON, STRUCK_OUT, regex=True)
    reading.notice(f"cells of {name} held an e-mail address or a telephone or NHS number; it was struck out",
                   (clean != words).to_numpy(dtype=bool)[codes])
    return clean.take(codes).reset_index(drop=True)


def _operations(column: pd.Series, reading: Reading) -> pd.Series:
    """Operations as the register spells them; those that it does not know are noticed by name."""
    codes, distinct = pd.factorize(column)
    known = reading.registered or {}
    spelt = [known.get(compared_name(str(word)), str(word)) for word in distinct]
    times = np.bincount(codes, minlength=len(distinct))
    strange = {re.sub(OF_A_PERSON, STRUCK_OUT, str(word)): int(times[at]) for at, word in enumerate(distinct)
               if word and reading.registered is not None and compared_name(str(word)) not in known}
    reading.unknown.setdefault("operation", Counter()).update(strange)
    names = pd.Series(spelt, dtype="str").str.replace(OF_A_PERSON, STRUCK_OUT, regex=True)
    return names.take(codes).reset_index(drop=True)


def compared_name(operation: str) -> str:
    """An operation's name as it is compared: without case, blanks and the word Op or Operation."""
    return re.sub(r"^op(eration)?\.?\s+", "", " ".join(operation.split()).casefold())


def _ages(column: pd.Series, name: str, reading: Reading) -> pa.Array:
    bands = band_of(pd.to_numeric(column, errors="coerce").to_numpy(dtype=float))
    lost = (column != "").to_numpy() & np.array([band is None for band in bands], dtype=bool)
    reading.notice(f"cells of {name} hold no age in whole years from 0 to 120; they were read as not given", lost)
    return pa.array(bands, pa.string())


def _words(column: pd.Series) -> pa.Array:
    """Texts as a dictionary, null where empty."""
    return pa.array(column.mask(column == ""), pa.string(), from_pandas=True).dictionary_encode()
