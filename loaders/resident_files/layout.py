"""Which columns of a table hold area, year, residents and ages: by their headings, and by the codes that stand beneath them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.documents.headings import bare_name
from loaders.resident_files.area_codes import CODE, is_authority, kind_of
from loaders.resident_files.years import UNSAID, YEAR, in_range

YOUNG = range(14, 26)  # the Duty's young people, 14 to 25
OLDEST_OF_ALL = 85  # single years up to here and beyond are all ages
MALES, FEMALES, PERSONS = "M", "F", ""
# Words that the heading of a count of residents is made of, and which of them say the most.
WORDS = {
    "mid", "year", "population", "pop", "populations", "resident", "residents", "usual", "all", "ages", "age", "total", "persons", "person",
    "people", "observation", "obs", "value", "count", "estimate", "estimates", "estimated", "census", "of", "number", "residence", "type",
    "measures", "the", "ons",
}  # fmt: skip
RANKS = (
    ({"resident", "residents"}, 0),
    ({"population", "populations", "pop"}, 1),
    ({"ages"}, 2),
    ({"persons", "people", "person"}, 3),
    ({"total"}, 4),
    ({"observation", "obs"}, 5),
    ({"estimate", "estimates"}, 6),
    ({"value", "count"}, 7),
)
NONE, SURE = 9, 3
YEARS = {"year", "midyear", "date", "datename", "time", "timename", "period", "censusyear", "yearofestimate", "estimateyear", "referenceyear"}  # fmt: skip
AREA_CODE = re.compile(
    r"(\w*(ward|wd|soa|oa|area|geography|gss|ons|lad|la|parish|division|authorit|district|country|region|ced)\w*)?(codes?|cd|mnemonic)\d?|"
    r"lsoa(20)?(11|21)?|geocode"
)
AREA_NAME = re.compile(
    r"\w*(ward|soa|oa|area|areas|geography|lad|la|division|district)\w*(name|nm)?\d?"
)
SINGLE_AGE = re.compile(
    r"(?:([fm])[_ ]?|(?:aged?|age[_ ])[_ ]?|)(\d{1,2})(\+|plus|_?and over)?", re.I
)
YOUNG_NAMES = re.compile(
    r"young(people|residents)?|(residents|population|people|aged?|persons)*14(to)?25(mid\d{4})?"
)
CATEGORY = re.compile(r"(sex|gender|agegroup|ageband|age|cage|cell|measures?|ruralurban)(name)?")
CATEGORIES = re.compile(r"\(\d+ categories\)\s*$")
SINGLE_SEX = re.compile(r"\b(fe)?males?\b|\b(wo)?men\b", re.I)
LSOA_NAME = re.compile(r"(.+) \d{3}[A-Z]")
ABOUT_RESIDENTS = re.compile(
    r"resident|population|mid[-_ ]?(year|\d{4})|census|\bts\d{3}\b|all ages", re.I
)
ABOUT_ELSE = re.compile(
    r"(?<!lives in a )household|dwelling|offence|crime|incident|deprivation|density", re.I
)


@dataclass(frozen=True)
class Count:
    """A column of residents: where it stands, and the year that its heading says (0: none)."""

    at: int
    year: int = UNSAID


@dataclass(frozen=True)
class Layout:
    """Positions of the columns of a table, -1 or empty where it has none.

    code, authority, area_name   codes of the areas and of their authorities; names of LSOAs, which begin with their authority's
    year        of each row
    counts      columns of residents; several where each is a year's
    ages        age → columns of that single year: one, or one each for females and males
    young       residents aged 14 to 25 in one column
    categories  position → name of columns that split an area's residents (by sex, age, kind of residence)
    passed_over names of columns of years that cannot be
    """

    width: int
    code: int
    counts: tuple[Count, ...] = ()
    authority: int = -1
    area_name: int = -1
    year: int = -1
    ages: dict[int, tuple[int, ...]] = field(default_factory=dict)
    young: int = -1
    categories: dict[int, str] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def holds_all_ages(self) -> bool:
        """Whether every single year of age is there, so that their sum is all residents."""
        return all(age in self.ages for age in range(OLDEST_OF_ALL + 1))


def heading_at(top: Sequence[Sequence[str]]) -> int:
    """Which of a sheet's first rows is the heading of a table of residents; -1 where none is.

    The first row that names an area's code and a count of residents; else the row above the first one that holds a code.
    """
    for at, row in enumerate(top):
        if any(map(_names_code, row)) and (_names_counts(row) or _is_of_ages(row)):
            return at
    for at, row in enumerate(top):
        if any(CODE.fullmatch(cell.strip()) for cell in row):
            above = [number for number in range(at) if sum(map(bool, top[number])) > 1]
            return above[-1] if above and _names_counts(top[above[-1]]) else -1
    return -1


def layout_of(heading: Sequence[str], sample: Sequence[Sequence[str]]) -> Layout:
    """The columns of a table.

    sample  some of its rows, to see which columns hold codes of areas
    """
    names = [bare_name(cell) if cell.strip() else "" for cell in heading]
    codes = {at: _codes(sample, at) for at in range(len(heading))}
    code = _code_column(heading, codes)
    others = [at for at in range(len(heading)) if at != code]
    authority = [at for at in others if any(map(is_authority, codes[at]))]
    counts, rivals, passed_over = _counts(heading, others)
    counted = {count.at for count in counts}
    free = [at for at in others if at not in counted and not codes[at]]
    return Layout(
        len(heading),
        code,
        counts,
        authority[-1] if authority else -1,
        next((at for at in free if _are_lsoa_names(sample, at)), -1),
        next((at for at in free if names[at] in YEARS), -1),
        _ages(heading, free),
        next((at for at in free if YOUNG_NAMES.fullmatch(names[at])), -1),
        {at: heading[at] for at in free if _is_category(heading[at])},
        rivals,
        passed_over,
    )


def is_about_residents(top: Sequence[Sequence[str]], name: str) -> bool:
    """Whether a document holds residents by area, as far as its first rows and its name say.

    Headings that any table may have (“Total”, “Observation”, “2015”) count only where residents are spoken of, or years stand side by side.
    """
    for row in top:
        if not any(map(_names_code, row)) or any(ABOUT_ELSE.search(cell) for cell in row):
            continue
        if _is_of_ages(row):
            return True
        counts, _, _ = _counts(row, range(len(row)))
        best = min((_rank(_words(row[count.at])) for count in counts), default=NONE)
        spoken = ABOUT_RESIDENTS.search(" ".join([name, *(cell for each in top for cell in each)]))
        if best <= SURE or len(counts) > 1 or (counts and spoken):
            return True
    return False


def _words(cell: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+", cell.casefold())


def _rank(words: Sequence[str]) -> int:
    return next((rank for some, rank in RANKS if some & set(words)), NONE)


def _names_code(cell: str) -> bool:
    return bool(cell.strip()) and bool(AREA_CODE.fullmatch(bare_name(cell)))


def _names_counts(row: Sequence[str]) -> bool:
    counts, rivals, _ = _counts(row, range(len(row)))
    return bool(counts or rivals)


def _is_of_ages(row: Sequence[str]) -> bool:
    return len(_ages(row, range(len(row)))) > OLDEST_OF_ALL


def _year_of_heading(words: Sequence[str]) -> int | None:
    """The year of a heading that is made of a year and words of residents alone; None for any other heading, UNSAID without a year."""
    years = [word for word in words if re.fullmatch(YEAR, word)]
    others = [word for word in words if word not in years]
    if len(years) > 1 or not all(word in WORDS for word in others):
        return None
    if years:
        return int(years[0])
    return UNSAID if _rank(words) < NONE else None


def _counts(
    heading: Sequence[str], positions: Sequence[int]
) -> tuple[tuple[Count, ...], tuple[str, ...], tuple[str, ...]]:
    """Columns of residents; names of several that could be the one meant; names of those of years that cannot be."""
    read = {at: _year_of_heading(_words(heading[at])) for at in positions}
    plain = [at for at, year in read.items() if year == UNSAID and not _is_category(heading[at])]
    by_year = [Count(at, year) for at, year in read.items() if year]
    best = min((_rank(_words(heading[at])) for at in plain), default=NONE)
    meant = [at for at in plain if _rank(_words(heading[at])) == best]
    if by_year and best > 0:
        possible = tuple(count for count in by_year if in_range(count.year))
        strange = tuple(heading[count.at] for count in by_year if not in_range(count.year))
        twice = [
            count for count in possible if [each.year for each in possible].count(count.year) > 1
        ]
        return possible, tuple(heading[count.at] for count in twice), strange
    if len(meant) > 1:
        return (), tuple(heading[at] for at in meant), ()
    return tuple(Count(at) for at in meant), (), ()


def _code_column(heading: Sequence[str], codes: dict[int, list[str]]) -> int:
    """The column whose codes are of the smallest areas; where none holds codes, the first that is named as one."""
    fineness = {}
    for at, some in codes.items():
        kinds = [kind.fineness for kind in map(kind_of, some) if kind]
        if kinds:
            fineness[at] = min(kinds)
    if fineness:
        return min(fineness, key=lambda at: (fineness[at], at))
    return next((at for at, cell in enumerate(heading) if _names_code(cell)), -1)


def _codes(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    cells = {row[at].strip().upper() for row in sample if at < len(row)}
    return [cell for cell in cells if CODE.fullmatch(cell)]


def _are_lsoa_names(sample: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at].strip() for row in sample if at < len(row) and row[at].strip()]
    return bool(cells) and 2 * sum(bool(LSOA_NAME.fullmatch(cell)) for cell in cells) > len(cells)


def _ages(heading: Sequence[str], positions: Sequence[int]) -> dict[int, tuple[int, ...]]:
    ages: dict[int, dict[str, int]] = {}
    for at in positions:
        if match := SINGLE_AGE.fullmatch(heading[at].strip()):
            ages.setdefault(int(match[2]), {}).setdefault((match[1] or PERSONS).upper(), at)
    return {
        age: (by_sex[PERSONS],) if PERSONS in by_sex else (by_sex[FEMALES], by_sex[MALES])
        for age, by_sex in ages.items()
        if PERSONS in by_sex or {FEMALES, MALES} <= set(by_sex)
    }


def _is_category(cell: str) -> bool:
    bare = bare_name(cell) if cell.strip() else ""
    return bool(CATEGORY.fullmatch(bare) or CATEGORIES.search(cell))
