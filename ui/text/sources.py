"""What pages and files say of where figures come from: the build, its sources, boundaries and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from geo.core.area import Area
from geo.core.expected_rows import WHOLE, MonthStatus
from geo.core.schema import APPROXIMATE
from geo.core.selection import months_in_words
from geo.core.vintage_words import vintage_words
from ui.text.figures import count
from ui.text.markup import plain

DATA_SHOWS = "What is loaded, month by month, what was refused and why"
UPLOAD_CLOSED = (
    "Files are loaded on the machine that keeps the store: `python -m loaders load PATH`."
)
COUNT_COLUMNS = {
    "source": "Source",
    "read": "Read",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "outside": "Outside every ward",
    "without_location": "Without location",
}
LAYER = "Layer"
LAYER_HELP = "Where a boundary file holds several layers of wards: the name of the one that counts, or of several with commas between."
MONTH_BY_MONTH = "What each month holds"
SHARE_COLUMNS = {
    "without_place": "Without a place",
    "outside": "Outside every ward",
    "without_type": "Without a type",
    "without_day": "Without a day",
}
MONTH_COLUMNS = {
    "source": "Source",
    "force": "Force",
    "month": "Month",
    "rows": "Rows",
    "status": "Status",
} | SHARE_COLUMNS
SUPERSEDED = "**Superseded**: what once stood or was given for a month, and does not count"
JOINS = "Wards and residents"

PROPOSED = "**What loading these files would do.** Nothing has been changed yet."
PROPOSAL_COLUMNS = {
    "what": "What",
    "before": "Before",
    "after": "After",
    "why": "Why",
}
FILE_COLUMNS = ["File", "What becomes of it", "Why"]
MAPPING_ASKED = (
    "**Say which column is which.** For each field the likely column stands first, with some values beneath it; numbers of persons are "
    "struck out. Nothing of it is kept but the names of the columns, in the mapping file that you save."
)
MAPPING_KIND = "What a row of the file is"
MAPPING_KINDS = {"offences": "An offence", "searches": "A stop and search"}
MAPPING_MORE = "Fields for which no column looks likely"
MAPPING_SAVE = "Save the mapping"
MAPPING_USE = "Read the file so"
MAPPING_SAVE_HELP = "A small file for next month's export: hand it in beside it, or name it by --mapping. This file is read by it at once."
MAPPING_USED = "Which column is read as which"
MAPPING_LOOKING = "Looking at the columns …"
NOT_IN_FILE = "not in this file"
NO_VALUES = "no values in its first rows"
LOOKING = "Reading the files to say what would change …"
LOAD = "Load these files"
LEAVE = "Leave everything as it is"
AGREE = "Yes, load them all the same. What is named above will no longer count."
NOTHING_NEW = "The store holds all of this already: loading it would change nothing."
NO_WHOLE_BUILD = (
    "There is no whole build to show.",
    "What is wrong stands at the top of the page.",
    "",
    "",
)
NONE_REJECTED = "No row was rejected."


def field_label(field: str, *, needed: bool, others: Sequence[str] = ()) -> str:
    """A field of a template on the form for a mapping, marked where it is needed.

    others  fields of which one is enough in its place
    """
    name = _spoken(field)
    if others:
        return f"{name} (needed, unless {_spoken(' or '.join(others)).lower()} is given)"
    return f"{name} (needed)" if needed else name


def _spoken(field: str) -> str:
    return field.replace("_", " ").capitalize()


def together(columns: Sequence[str]) -> str:
    """Columns that make one field."""
    return " and ".join(columns)


def values_shown(values: Sequence[str]) -> str:
    """Some values of a column, as Markdown."""
    return " · ".join(map(plain, values)) if values else NO_VALUES


def mapping_name(file: str) -> str:
    """The name of the mapping file made for a file."""
    return f"{file.split('.')[0] or 'file'}-mapping.toml"


def columns_left_out(
    personal: Sequence[str], of_people: Sequence[str], repeated: Sequence[str]
) -> str:
    """Which columns are not offered, and why; empty where all are."""
    sentences = []
    if personal:
        sentences.append(
            f"Left out, since they look personal: {_quoted(personal)}. Take them out of the export: a file with such a column is refused."
        )
    if of_people:
        sentences.append(
            f"Left out, since their values look like people's names: {_quoted(of_people)}."
        )
    if repeated:
        sentences.append(
            f"Left out, since several columns are called so: {_quoted(repeated)}. Rename the one that counts."
        )
    return " ".join(sentences)


def fields_lacking(fields: Sequence[str]) -> str:
    """Which fields still need a column."""
    return f"Still to be said: {', '.join(map(_spoken, fields))}."


def _quoted(names: Sequence[str]) -> str:
    return plain(", ".join(f"“{name}”" for name in names))


def upload_label(known_files: str) -> str:
    """Above the box for files; `known_files` says what can be loaded: “residents or operations”."""
    return f"Files to load: {known_files}"


def located(counted: int | None, outside: int, without: int, wards: str, served: Area) -> str:
    """How many offences are behind the map, and in which wards (as ui.text.wards.vintages.wards_of says)."""
    parts = [
        "number of offences hidden" if counted is None else f"{count(counted, 'offence')} in wards"
    ]
    if outside:
        parts.append(f"{outside:,} outside {served.everywhere}")
    if without:
        parts.append(f"{without:,} without a location")
    return f"{', '.join(parts)} · {wards}"


def absent(months: tuple[date, ...], partial: tuple[date, ...] = ()) -> str:
    """What is missing, or was delivered only in part, and that it is not counted as zero; empty where nothing is."""
    cut = tuple(month for month in months if month in partial)
    gone = tuple(month for month in months if month not in partial)
    sentences = []
    if gone:
        sentences.append(
            f"{months_in_words(gone)} {_were(gone)} not received: left out of every rate, not counted as zero."
        )
    if cut:
        sentences.append(
            f"{months_in_words(cut)} {_were(cut)} received only in part: left out of every rate, as if not received."
        )
    return " ".join(sentences)


def thin(months: tuple[date, ...]) -> str:
    """Which months of those counted are low, and what that does to what is said; empty where none is."""
    if not months:
        return ""
    verb = "holds" if len(months) == 1 else "hold"
    return (
        f"{months_in_words(months)} {verb} far fewer rows than usual, and nothing says that any are missing: counted, "
        "and a change is given only if it stands without."
    )


def untold(types: tuple[str, ...], months: tuple[date, ...]) -> str:
    """That types asked for cannot be told in months of a time when their publisher had others."""
    return (
        f"{' and '.join(types)} cannot be told in {months_in_words(months)}, when other types were published: "
        "a gap, not a nought."
    )


def left_out(types: Sequence[str]) -> str:
    """That types are not compared, since their publisher had others in some of the months; empty where there are none."""
    if not types:
        return ""
    return f"Not compared: {', '.join(types)}; they were not told apart in these months or a year before."


def short_months(
    statuses: Mapping[date, MonthStatus], names: Mapping[str, str], *, hidden: bool = False
) -> list[str]:
    """Of each month that is not whole: what it holds, what is usual, and what is made of it; and that others cannot be judged yet.

    hidden  its rows must not be counted for this reader
    """
    short = {month: status for month, status in statuses.items() if status.status != WHOLE}
    lines = [
        f"{month:%B %Y} is {status.status}."
        if hidden
        else f"{month:%B %Y}: {status.describe(names)}."
        for month, status in short.items()
    ]
    if not any(status.judged for status in statuses.values()):
        lines.append("Whether its months are whole cannot be judged yet: there are too few.")
    return lines


def _were(months: tuple[date, ...]) -> str:
    return "was" if len(months) == 1 else "were"


def gaps(
    absent_months: tuple[date, ...],
    older: tuple[date, ...],
    types: tuple[str, ...],
    partial: tuple[date, ...] = (),
) -> str:
    """Why months are gaps: not received or only in part, or received with older types than those asked for; empty where none is."""
    other = tuple(month for month in absent_months if month in older)
    never = absent(tuple(month for month in absent_months if month not in older), partial)
    return " ".join(filter(None, [never, untold(types, other) if other else ""]))


def boundaries_caution(exactness: str, share: float, metres: int) -> str:
    """Said wherever wards are ranked: how the boundaries were made, and the share of offences that lie within metres of one."""
    made = (
        "rebuilt from points and approximate until “python -m loaders upgrade” is run"
        if exactness == APPROXIMATE
        else exactness
    )
    return (
        f"Boundaries are {made}; {share:.1%} of all located rows in this build lie {_from_edge(metres)}, "
        "and may belong to the next ward."
    )


def near_edge(metres: int) -> str:
    """Under the share of rows that lie close to an edge."""
    return f"of located rows lie {_from_edge(metres)}"


def _from_edge(metres: int) -> str:
    return f"within {metres} m of a ward's edge"


def made(at: str) -> str:
    """When a build was made: “made 23 November 2026, 15:30 UTC”."""
    when = pd.Timestamp(at)
    return f"made {when.day} {when:%B %Y, %H:%M} UTC"


def asks(questions: tuple[str, ...]) -> str:
    """What would be lost by a load, before a reader says yes to it."""
    lines = "\n".join(f"- {plain(question)}" for question in questions)
    return f"**This load would take something away that stands now:**\n\n{lines}"


def loaded(accepted: int, rejected: int, not_counted: int, *, new: bool) -> str:
    """What came of an upload: rows that stand in the build, rows that make no sense, rows in whose place another file counts."""
    counted = f"{count(accepted, 'row')} accepted, {rejected:,} rejected"
    if not_counted:
        counted += f", {not_counted:,} not counted since another file of their month is"
    counted += "."
    return (
        f"{counted} The page shows the new build."
        if new
        else f"{counted} The store held all of this already: nothing has changed."
    )


def alike(without: int, repeated: int) -> str:
    """Rows without a Crime ID, and how many look like an earlier one."""
    if not without:
        return ""
    return (
        f"{without:,} rows carry no Crime ID (anti-social behaviour, and all of British Transport Police). {repeated:,} of them "
        "look like an earlier row: different incidents published at one moved point, so all are kept."
    )


def vintage(wards: str, vintage: str) -> str:
    """How many wards a vintage has, and of when: “118 wards, May 2025”."""
    return f"{wards} wards, {vintage_words(vintage)}"


def source_named(title: str, *, demonstration: bool) -> str:
    """A source's title, with *demonstration* where it is."""
    return f"{title}, demonstration" if demonstration else title


def build_named(build: str) -> str:
    return f"Build {build}"


def no_build(place: str) -> str:
    return f"There is no build in {place}."


def no_ward_of(served: Area) -> tuple[str, str, str, str]:
    """Why nothing can be shown of a build whose boundaries lie elsewhere, as the parts of a message."""
    return (
        f"This build holds no ward of {served.name}.",
        "It was loaded for another area.",
        f"Load boundaries of {served.authorities_in_words}, or name the area file of this store by SVD_AREA.",
        "",
    )


def source_line(name: str, licence: str, marking: str) -> str:
    """In a file: where its figures come from, on what terms, and how it is marked."""
    return f"Source: {name}. Licence: {licence}. Marking: {marking}."


def measure_line(name: str, area: str) -> str:
    return f"Measure: {name}, by {area}."


def areas_line(wards: str, boundaries: str, residents: str, population: dict[str, str]) -> str:
    """In a file: which wards, from whose boundaries and how exact; residents of when, from where, and which are carried.

    wards, residents  as ui.text.wards.vintages words them; residents empty where none are known
    """
    of = f"{residents[:1].upper()}{residents[1:]}: " if residents else "Residents: "
    return f"{wards[:1].upper()}{wards[1:]}. Boundaries: {boundaries}. {of}{population['title']}."


def base_line(boundaries: dict[str, str], population: dict[str, str]) -> str:
    """On the Data page: whose boundaries and residents."""
    return f"Boundaries: {boundaries['source']}. Residents: {population['title']}."


def earlier_version(reasons: Sequence[str]) -> str:
    """That an earlier version made the build, and what it lacks; empty for a build of today."""
    if not reasons:
        return ""
    return (
        f"An earlier version made this build: {'; '.join(reasons)}. “python -m loaders upgrade” makes it anew of its own parts, and "
        "nothing of it is lost."
    )


def small_counts_line(threshold: int, *, restricted: bool, guarded: bool) -> str:
    """In a file: whether its counts are as they were recorded, and from which count on figures are shown."""
    if guarded:
        return f"Counts: rounded at random to multiples of 3, hidden where below {threshold}."
    return (
        "Counts: exact and restricted; do not pass small ones on."
        if restricted
        else "Counts: as published."
    )


def build_line(build: str, made_at: str, version: str) -> str:
    """In a file, and with whatever is said aloud: the data behind the figures, and the program that worked them out."""
    return f"Build {build}, {made(made_at)}. Serious violence dashboard, version {version}."


def rejected_line(build: str) -> str:
    return f"Rejected rows of build {build}"


def rows_read(read: int) -> str:
    return f"of {read:,} read"


def reading(name: str, rows: int) -> str:
    """While a file is read: its name and how far we are."""
    return f"{name}: {rows:,} rows so far"


NO_EXTRACT = (
    "This build does not hold the force's own records.",
    "police.uk says neither lines, origin, ages nor hours.",
    "Load an extract: docs/administrator.md says how.",
    "",
)


def joining(title: str) -> str:
    """The heading over how the wards of a vintage join: “**Wards of May 2026**, and how they join.”"""
    return f"**{title}**, and how they join:"
