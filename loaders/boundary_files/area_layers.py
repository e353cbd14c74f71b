"""Which layer of a file holds areas that are no wards, and which of its columns tell them apart, name them and say their authority.

Statistical areas (LSOAs, MSOAs) are known by the columns that the Office for National Statistics gives them. Of any other file the reader
says what its areas are, and the columns are those whose names say code, number or name and whose values tell its areas apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.core.errors import DataProblem
from loaders.boundary_files.shape_files import Layer
from loaders.boundary_files.ward_layers import authority_columns, listed

STATISTICAL = re.compile(r"(?:.*[_. ])?(LSOA|MSOA)(?:20)?(\d{2})_?CD$")
CODES = re.compile(r"(?:.*[^A-Z0-9])?(?:CODE|CD|GSS|ID|FID|OBJECTID|REF|URN|NUMBER|NO|KEY)\d*$")
CODES_IN_ONE = re.compile(r"[A-Z]*\d*(?:CODE|CD|GUID|ID)$")  # AREACODE, NPA23CD, globalid
NAMES = re.compile(
    r".*(?:NAME|NM|TITLE|LABEL|NEIGHBOURHOOD|SCHOOL|AREA|BEAT|TEAM|DISTRICT)(?:[^A-Z].*)?$"
)
SIZES = re.compile(r".*(?:SHAPE|LENGTH|LEN|PERIMETER|HECTARES|KM2|SQ|ST_AREA|AREA_?(?:HA|M2?))")
MOST_COLUMNS = 12  # named in one sentence
WHOLE = re.compile(r"(\d+)\.0$")
LONGEST = 60


@dataclass(frozen=True)
class AreaColumns:
    """The columns of a layer of areas as it writes them; an authority's are empty where it has none.

    title  what its areas are called together, such as “LSOAs 2021”
    """

    title: str
    code: str
    name: str
    authority_code: str = ""
    authority_name: str = ""


def statistical_columns(fields: Sequence[str]) -> AreaColumns | None:
    """The columns of a layer of LSOAs or MSOAs, LSOAs before MSOAs; None where it has none."""
    written = {field.strip().upper(): field for field in fields}
    known = sorted(
        (match[1], match[2], field) for field in written if (match := STATISTICAL.match(field))
    )
    if not known:
        return None
    kind, year, code = known[0]
    name = written.get(re.sub(r"CD$", "NM", code), written[code])
    return AreaColumns(f"{kind}s 20{year}", written[code], name, *authority_columns(written, year))


def area_layer(layers: Sequence[Layer], chosen: Sequence[str], *, file: str) -> Layer:
    """The layer that holds areas, or the one that was chosen by name.

    Raises DataProblem where none does, or several do and none was chosen.
    """
    with_areas = [layer for layer in layers if layer.has_areas]
    wanted = {name.strip().casefold() for name in chosen}
    fitting = [layer for layer in with_areas if not wanted or layer.name.casefold() in wanted]
    if len(fitting) == 1:
        return fitting[0]
    if not with_areas:
        raise DataProblem(
            f"{file} holds no areas.",
            f"Its layers are: {listed(layers)}.",
            "Give a layer of areas, not of points or lines.",
        )
    raise DataProblem(
        f"{file} holds {'no such layer' if not fitting else 'more than one layer of areas'}.",
        f"Its layers of areas are: {listed(with_areas)}.",
        "Say which one counts: --layer NAME on the command line, “Layer” on the Data page.",
    )


def area_columns(rows: pd.DataFrame, title: str, *, file: str) -> AreaColumns:
    """The columns of areas of any kind: the first whose name says code or number, else name, and whose values differ from row to row.

    rows   the columns of the layer, without its shapes
    title  what the areas are called together, as the reader says

    Raises DataProblem where no column tells the areas apart; which one should cannot be known.
    """
    written = {str(field).strip().upper(): str(field) for field in rows.columns}
    usable = {field: column for field, column in written.items() if not SIZES.match(field)}
    codes = [c for f, c in usable.items() if CODES.match(f) or CODES_IN_ONE.match(f)]
    names = [column for field, column in usable.items() if NAMES.match(field)]
    authority = authority_columns(written, "")
    telling = [column for column in [*codes, *names] if _tells_apart(rows[column])]
    if not telling:
        raise DataProblem(
            f"No column of {file} tells its areas apart.",
            f"We looked for one called like code, id or name with another value in each of the {len(rows):,} rows. "
            f"Its columns are: {_described(rows)}.",
            "Give each area a code of its own in a column called code, and load it again.",
        )
    code = next((column for column in telling if column not in authority), telling[0])
    named = [column for column in names if column not in (*authority, code)]
    named.sort(key=lambda column: -rows[column].nunique())
    return AreaColumns(title, code, named[0] if named else code, *authority)


def texts(column: pd.Series) -> pd.Series:
    """A column as text without blanks around it; whole numbers without a decimal point, what is missing as an empty text."""
    known = column.where(column.notna(), "").astype("str").str.strip()
    return known.str.replace(WHOLE, r"\1", regex=True)


def title_of_areas(words: str) -> str:
    """What areas are called together, as the reader says it, without blanks around it.

    Raises DataProblem where it says nothing, or more than a heading can.
    """
    title = " ".join(words.split())
    if not title or len(title) > LONGEST or not title.isprintable():
        raise DataProblem(
            "What the areas are called cannot be used.",
            f"It is “{title[:LONGEST]}”{' …' if len(title) > LONGEST else ''}.",
            f"Give a name of 1 to {LONGEST} letters, such as Neighbourhood areas.",
        )
    return title


def _tells_apart(column: pd.Series) -> bool:
    values = texts(column)
    return bool((values != "").all() and values.is_unique)


def _described(rows: pd.DataFrame) -> str:
    """Columns with how many values each has, and in how many rows it is blank."""
    columns = []
    for name in rows.columns:
        values = texts(rows[name])
        blank = int((values == "").sum())
        many = values[values != ""].nunique()
        words = f"{many:,} value{'' if many == 1 else 's'}"
        columns.append(f"{name} ({words}{f', {blank:,} blank' if blank else ''})")
    more = len(columns) - MOST_COLUMNS
    return ", ".join(columns[:MOST_COLUMNS]) + (f" and {more:,} more" if more > 0 else "")
