"""Which layer of a boundary file holds wards, and which of its columns say code, name and authority.

Columns are known by their names, in any case: as the Office for National Statistics names them (WD21CD, WD2021CD, wd21cd, LTLA24CD), as
Ordnance Survey's Boundary-Line does (CODE or Census_Code with NAME), or ward_code with ward_name.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.errors import DataProblem
from loaders.boundary_files.shape_files import Layer
from loaders.documents.read_result import require_columns

ONS_CODE = re.compile(r"(?:.*[_. ])?WD(?:20)?(\d{2})_?CD$")
AUTHORITY = r"(?:.*[_. ])?(?:LAD|LTLA|UTLA|LA)(?:20)?(\d{{2}})_?{}$"
AUTHORITY_CODE, AUTHORITY_NAME = (re.compile(AUTHORITY.format(end)) for end in ("CD", "NM"))
PLAIN = (  # (code, name) where no year stands in the column's name
    ("WARD_CODE", "WARD_NAME"),
    ("WARD_CODE", "WARD"),
    ("WD_CODE", "WD_NAME"),
    ("WDCD", "WDNM"),
    ("GSS_CODE", "NAME"),
    ("CENSUS_CODE", "NAME"),
    ("CODE", "NAME"),
)
PLAIN_AUTHORITY = (
    ("AUTHORITY_CODE", "AUTHORITY_NAME"),
    ("LAD_CODE", "LAD_NAME"),
    ("LADCD", "LADNM"),
)
WARD_CODE = r"(?:E05|W05|S13|N08)\d{6}"  # wards and electoral divisions of the four countries in the ONS's register of codes
YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
MONTHS = [name.lower() for name in calendar.month_name[1:]]
MONTH_WORDS = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
MONTH_BEFORE_YEAR = rf"(?<![a-z])({MONTH_WORDS})[\s_-]*"  # “December_2021”, “dec2021”
MONTH_AFTER_YEAR = r"-(0[1-9]|1[0-2])(?!\d)"  # “2026-05”
MOST_LISTED = 12
AREAS_OTHERWISE = 'If its areas are no wards, say what they are: --geography "Neighbourhood areas" on the command line, “Areas” on the Data page.'


@dataclass(frozen=True)
class WardColumns:
    """The columns of a layer of wards as it writes them; an authority's are empty where it has none.

    year  four digits, as the column's name says; empty where it says none
    """

    year: str
    code: str
    name: str
    authority_code: str = ""
    authority_name: str = ""


def ward_columns(fields: Sequence[str], *, file: str) -> WardColumns | None:
    """The columns that say a ward's code, name and authority; None where there is no ward code among them.

    Raises DataProblem where codes of several years stand side by side, or the name that belongs to the code is missing.
    """
    written = {field.strip().upper(): field for field in fields}
    years = {match[1]: field for field in written if (match := ONS_CODE.match(field))}
    if len(years) > 1:
        named = ", ".join(written[field] for field in years.values())
        raise DataProblem(
            f"{file} gives its wards codes of several years.",
            f"They stand in {named}.",
            "Which year counts cannot be told: take out the columns of the others, and load it again.",
        )
    if years:
        ((year, code),) = years.items()
        name = re.sub(r"CD$", "NM", code)
        if name not in written:
            require_columns(map(str, fields), [name], file=file)
        return WardColumns(
            f"20{year}", written[code], written[name], *authority_columns(written, year)
        )
    for code, name in PLAIN:
        if code in written and name in written:
            return WardColumns("", written[code], written[name], *authority_columns(written, ""))
    return None


def authority_columns(written: dict[str, str], year: str) -> tuple[str, str]:
    """The columns that say an authority's code and name, of the same year before others; empty where there are none.

    written  each column's name in capitals → as the file writes it
    """
    codes = {field: match[1] for field in written if (match := AUTHORITY_CODE.match(field))}
    for code in sorted(codes, key=lambda field: codes[field] != year):
        name = re.sub(r"CD$", "NM", code)
        return written[code], written.get(name, "")
    for code, name in PLAIN_AUTHORITY:
        if code in written:
            return written[code], written.get(name, "")
    return "", ""


def ward_layers(layers: Sequence[Layer], chosen: Sequence[str], *, file: str) -> list[Layer]:
    """The layer that holds wards; or those that were chosen by name.

    Raises DataProblem where none does, or several do and none was chosen: the first is never taken for the right one.
    """
    if chosen:
        return [_named(layers, name, file) for name in chosen]
    with_areas = [layer for layer in layers if layer.has_areas]
    if not with_areas:
        raise DataProblem(
            f"{file} holds no areas.",
            f"Its layers are: {listed(layers)}.",
            "Give the layer of ward boundaries, not of their centres or names.",
        )
    of_wards = [layer for layer in with_areas if _is_of_wards(layer, file)]
    if len(of_wards) == 1:
        return of_wards
    if of_wards:
        raise DataProblem(
            f"{file} holds more than one layer of wards.",
            f"They are: {listed(of_wards, file=file)}.",
            "Say which one counts: --layer NAME on the command line, “Layer” on the Data page.",
        )
    if len(with_areas) == 1:
        raise DataProblem(
            f"{file} has no column called “WDyyCD”.",
            f"Its columns are: {', '.join([*with_areas[0].fields, 'geometry'])[:400]}.",
            f"Rename the column or choose the right file, and load it again. {AREAS_OTHERWISE}",
        )
    raise DataProblem(
        f"{file} holds no layer with ward codes.",
        f"Its layers are: {listed(layers)}.",
        "A layer of wards has a code and a name in columns like WD21CD and WD21NM, or CODE and NAME. "
        f"{AREAS_OTHERWISE}",
    )


def _is_of_wards(layer: Layer, file: str) -> bool:
    """Whether a layer has a ward's columns; CODE and NAME may be any area's, so that its name must not say otherwise."""
    fields = [field.strip().upper() for field in layer.fields]
    if any(ONS_CODE.match(field) for field in fields):
        return True
    columns = ward_columns(layer.fields, file=file)
    other = re.search(
        r"county(?!_elect)|region|parish|constituency|authorit|polling", layer.name, re.I
    )
    wards = re.search(r"ward|division", layer.name, re.I)
    return columns is not None and (wards is not None or other is None)


def _named(layers: Sequence[Layer], name: str, file: str) -> Layer:
    for layer in layers:
        if layer.name.casefold() == name.strip().casefold():
            return layer
    raise DataProblem(
        f"{file} has no layer called “{name}”.",
        f"Its layers are: {listed(layers)}.",
        "Choose one of them.",
    )


def listed(layers: Sequence[Layer], *, file: str = "") -> str:
    """Layers by name, with the year of their codes, or what they hold, in brackets."""
    words = []
    for layer in layers[:MOST_LISTED]:
        years = sorted(
            f"20{match[1]}"
            for field in layer.fields
            if (match := ONS_CODE.match(field.strip().upper()))
        )
        held = f"wards of {' and '.join(years)}" if years else ", ".join(layer.fields)[:100]
        words.append(f"{layer.name} ({held or 'no columns'})")
    more = len(layers) - len(words)
    return "; ".join(words) + (f"; and {more:,} more" if more > 0 else "")


def require_ward_codes(codes: pd.Series, *, file: str) -> None:
    """Refuse codes that are no ward's: the code of an authority or a parish would join nothing, unseen."""
    strange = ~codes.str.fullmatch(WARD_CODE)
    if strange.any():
        first = int(np.flatnonzero(strange)[0])
        raise DataProblem(
            f"{file} has {int(strange.sum()):,} rows whose code is no ward's.",
            f"The first is “{codes.iloc[first][:40]}” in row {first + 1:,}.",
            "Codes of wards are E05, in Wales W05, in Scotland S13, in Northern Ireland N08, and six digits after it.",
        )


def year_in(*names: str) -> str:
    """The year that stands in a name, such as wards_2024.gpkg; empty where none or several do."""
    years = {year for name in names for year in YEAR.findall(name)}
    return years.pop() if len(years) == 1 else ""


def vintage_in(year: str, *names: str) -> str:
    """The vintage of wards of a year, with its month where the names say it beside that year: “2026-05”, else “2026”.

    names  of the file and its layers, such as Wards_December_2021_UK_BFC or wards_dec2021.geojson
    """
    months = set()
    for name in names:
        words = re.findall(MONTH_BEFORE_YEAR + rf"(?:{year})(?!\d)", name, re.I)
        short = [name[:3] for name in MONTHS]
        months |= {f"{short.index(word[:3].lower()) + 1:02}" for word in words}
        months |= set(re.findall(rf"(?<!\d)(?:{year}){MONTH_AFTER_YEAR}", name))
    return f"{year}-{months.pop()}" if len(months) == 1 else year
