"""Which rows of a file of residents are of the area served, which of others, and what is said where that cannot be so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from geo.core.area import in_words
from geo.core.errors import DataProblem
from loaders.area import served
from loaders.resident_files.area_codes import INSTEAD, LSOA, OTHER, WARD, is_authority, kind_of
from loaders.resident_files.known_areas import KnownAreas
from loaders.resident_files.layout import LSOA_NAME

SHOWN = 5


def authorities(cells: pd.DataFrame, known: KnownAreas) -> pd.Series:
    """The code of the authority that each row's area lies in, as the file says, or else as is known; empty where neither does.

    cells  code, authority, area_name: text

    An LSOA's name begins with its authority's; a name of none of the authorities served gives “other”.
    """
    stated = cells["authority"].where(cells["authority"].map(is_authority).astype(bool), "")
    by_name = {name: code for code, name in known.authorities.items()}
    named = {
        text: by_name.get(match[1], OTHER) if (match := LSOA_NAME.fullmatch(text)) else ""
        for text in cells["area_name"].unique()
    }
    of_code = {code: known.authority_of(code) for code in cells["code"].unique()}
    known_authority = cells["code"].map(of_code)
    by_names = cells["area_name"].map(named)
    # what is known of the code goes before a column that may be of other years' authorities
    return known_authority.where(known_authority != "", stated.where(stated != "", by_names))


def require_usable_kinds(cells: pd.DataFrame, name: str) -> None:
    """Refuse a file that is mostly of areas that cannot be brought to wards: MSOAs, output areas, parishes."""
    levels = cells["level"]
    strange = cells["code"][levels == OTHER]
    if len(strange) <= (levels.isin([WARD, LSOA])).sum():
        return
    kinds = [kind.name for kind in map(kind_of, strange.head(1)) if kind]
    raise DataProblem(
        f"{name} counts the residents of {in_words(kinds)}, which cannot be brought to wards.",
        f"It holds {strange.nunique():,} of them, such as {strange.iloc[0]}.",
        INSTEAD,
    )


def require_one_level(cells: pd.DataFrame, name: str) -> None:
    """Refuse a file that gives wards and LSOAs for one year: the same people would be there twice."""
    held = cells[cells["level"].isin([WARD, LSOA])].groupby("year")["level"].nunique()
    if (held > 1).any():
        raise DataProblem(
            f"{name} holds wards and LSOAs of the same year, so that its residents stand there twice.",
            f"It does so for {_year(held.index[held > 1][0])}.",
            "Keep the LSOAs or the wards, and load it again.",
        )


def is_home(cells: pd.DataFrame, known: KnownAreas) -> pd.Series:
    """Whether each row is of the area served.

    cells  code, level, home (the authority, see `authorities`)

    A ward whose authority nobody says, and which is in no boundaries that are known, may be of boundaries to come: it is taken, unless
    such wards are more than the known ones, as in a file of the whole country.
    """
    has_home, ours = cells["home"] != "", cells["home"].isin(set(known.authorities))
    wards, lsoas = cells["level"] == WARD, cells["level"] == LSOA
    known_ward = wards & cells["code"].isin(set(known.wards)) & ~(has_home & ~ours)
    strange = wards & ~has_home & ~known_ward
    unknown_lsoas = lsoas & ~has_home
    by_number = _memo(known.may_be_of_2011, cells["code"][unknown_lsoas])
    old = unknown_lsoas & cells["code"].map(by_number).eq(True)
    many = (
        known_ward.any()
        and cells["code"][strange].nunique() > cells["code"][known_ward | (wards & ours)].nunique()
    )
    return (has_home & ours) | known_ward | old | (strange & (not many))


def require_lsoas_of_2021(cells: pd.DataFrame, known: KnownAreas, name: str) -> None:
    """Refuse LSOAs of another census, and any where those of 2021 are not known. `cells` are those of the area served."""
    given = set(cells["code"][cells["level"] == LSOA])
    if not given:
        return
    if not known.lsoas:
        raise DataProblem(
            f"{name} counts residents by LSOA, and the LSOAs of {served().name} are not known here.",
            "The area's file names no table lsoa21_ward.",
            "Load residents by ward, or add that table.",
        )
    unknown, missing = sorted(given - set(known.lsoas)), set(known.lsoas) - given
    if unknown:
        raise DataProblem(
            f"{name} counts residents by LSOAs that are not those of 2021.",
            f"{len(unknown):,} of its {len(given):,} LSOAs here are unknown, such as {', '.join(unknown[:SHOWN])}, and "
            f"{len(missing):,} of the {len(known.lsoas):,} of 2021 are missing: those of 2011 are likely.",
            "Load estimates by LSOA of 2021 (those of mid-2022 and later are, back to mid-2011), or by ward.",
        )


def require_some_home(home: pd.Series, cells: pd.DataFrame, name: str) -> None:
    """Refuse a file of which nothing lies in the area served."""
    areas = cells[cells["level"].isin([WARD, LSOA])]
    if len(areas) and not home[areas.index].any():
        level = areas["level"].iloc[0]
        raise DataProblem(
            f"{name} holds no residents of {served().name}.",
            f"None of its {areas['code'].nunique():,} {level}s lies there.",
            f"Load a file that has the {level}s of {served().authorities_in_words}.",
        )


def notes_on(cells: pd.DataFrame, home: pd.Series, known: KnownAreas, name: str) -> Iterable[str]:
    """What is said of areas set apart, unknown, missing, and of several boundaries at once.

    cells  code, level, year, home; of areas alone
    """
    for level in (WARD, LSOA):
        others = cells["code"][~home & (cells["level"] == level)].nunique()
        if others:
            yield f"{name}: {_counted(others, level)} of other areas {'was' if others == 1 else 'were'} set apart."
    ours = cells[home]
    unknown = sorted(set(ours["code"][ours["level"] == WARD]) - set(known.wards))
    if unknown:
        yield (
            f"{name}: {_counted(len(unknown), WARD)} {'is' if len(unknown) == 1 else 'are'} in no boundaries known here, and "
            f"{'counts' if len(unknown) == 1 else 'count'} once boundaries with them are loaded: {_some(unknown)}."
        )
    for year, areas in ours[ours["level"] == LSOA].groupby("year"):
        here = {known.lsoas[code] for code in areas["code"] if code in known.lsoas}
        missing = sorted(
            code
            for code, authority in known.lsoas.items()
            if authority in here and code not in set(areas["code"])
        )
        if missing:
            yield f"{name}: {_counted(len(missing), LSOA)} of {_year(year)} {'is' if len(missing) == 1 else 'are'} missing: {_some(missing)}."
    yield from _of_several_vintages(ours[ours["level"] == WARD], known, name)


def _of_several_vintages(wards: pd.DataFrame, known: KnownAreas, name: str) -> Iterable[str]:
    """Where one year's wards of an authority are of more than one set of boundaries: the same people stand there twice."""
    for (year, authority), rows in wards.groupby(["year", "home"]):
        codes = set(rows["code"]) & set(known.wards)
        held = {
            vintage: {code for code in listed if known.wards.get(code) == authority}
            for vintage, listed in known.vintages.items()
        }
        if any(codes <= listed for listed in held.values()):
            continue
        own = {vintage: codes & listed for vintage, listed in held.items()}
        parts = [f"{len(some):,} of {vintage}" for vintage, some in own.items() if some]
        yield (
            f"{name}: for {_year(year)} the wards of {known.authorities.get(authority, authority)} are of several boundaries "
            f"({', '.join(parts)}); each counts for its own boundaries, and they are never added up."
        )


def _memo(question: Callable[[str], bool], codes: pd.Series) -> dict[str, bool]:
    return {code: question(code) for code in codes.unique()}


def _counted(number: int, level: str) -> str:
    return f"{number:,} {level}{'' if number == 1 else 's'}"


def _some(codes: list[str]) -> str:
    more = f" and {len(codes) - SHOWN:,} more" if len(codes) > SHOWN else ""
    return ", ".join(codes[:SHOWN]) + more


def _year(year: object) -> str:
    return str(year) if year else "a year that is not said"
