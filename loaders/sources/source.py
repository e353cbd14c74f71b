"""What the program must know of a source, in one declaration; its file holds it as `SOURCE`, and the registry finds it there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from geo.disclosure.small_cells import Policy
from loaders.documents.archives import Document
from loaders.documents.read_result import ReadResult

if TYPE_CHECKING:
    from loaders.extract.kinds import ExtractKind
    from loaders.extract.mapping import ExtractMapping

RESTRICTED = Policy()  # what a declaration that says nothing of disclosure means
LAST = 100  # where a source stands among others that does not say


class Holds(StrEnum):
    """What the rows of a source are, and so which columns they have and where a build keeps them."""

    OFFENCES = "offences"  # loaders.documents.columns.OFFENCE
    SEARCHES = "searches"  # loaders.documents.columns.SEARCH
    OPERATIONS = "operations"  # loaders.sources.operations_register.COLUMNS
    POPULATION = "population"  # loaders.sources.population.ROWS
    WEIGHTS = "weights"  # loaders.sources.harm_weights.COLUMNS
    BOUNDARIES = "boundaries"  # loaders.sources.boundaries.ward_rows


class Replaces(Enum):
    """How a newer file takes the place of an older one."""

    BY_MONTH_AND_FORCE = "of a force and month what is loaded last counts; of one load the latest archive, then files as named"
    BY_WHOLE_MONTH = "of a month the file loaded last counts; one file a load"
    BY_YEAR = "of a year what is loaded last counts; several files a load, unless they give one area twice for a year"
    AS_A_WHOLE = "the file given last is all there is; one file a load"


class Marking(StrEnum):
    """How whatever is drawn from a source is marked."""

    OPEN = "OFFICIAL: open data"
    OFFICIAL = "OFFICIAL"
    SENSITIVE = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class ReadSettings:
    """What a reader may need to know besides its document.

    wards       codes of the boundaries that the build will have
    vintages    the same by vintage, where a code is held against the wards of one
    swapped     the analyst has said that longitude and latitude stand in each other's column
    drawing     a lighter file of the same boundaries, to draw with
    layers      names of the layers of a boundary file that count, where it holds several of wards
    geography   what the areas of a boundary file are called together, where they are no wards
    mapping     how a force's own extract reads; None: in a template's columns
    salt        turns references into pseudonyms
    operations  names in the operations register; None: nothing is said of names that are not in it
    people      whether people named in a force's extract are kept, as pseudonyms
    showing     for the analyst's eyes alone and never for the store: rejected rows as they read
    """

    wards: frozenset[str] = frozenset()
    vintages: tuple[tuple[str, frozenset[str]], ...] = ()
    swapped: bool = False
    drawing: Path | None = None
    layers: tuple[str, ...] = ()
    geography: str = ""
    mapping: ExtractMapping | None = None
    salt: bytes = b""
    operations: tuple[str, ...] | None = None
    people: bool = False
    showing: bool = False


@dataclass(frozen=True)
class CountedMeasure:
    """A measure that a source can answer.

    name          as figures and files call it
    counts        what it counts and what it does not, for the glossary
    offence_type  the one type it is of; empty for any other type, or mix of types
    """

    name: str
    counts: str
    offence_type: str = ""


def every_type_told(month: date, types: frozenset[str]) -> frozenset[str]:
    """No type that cannot be told: for a source whose types never changed."""
    del month, types
    return frozenset()


def never(document: Document) -> bool:
    """Recognises no document: for a source whose files are known by their names alone."""
    del document
    return False


@dataclass(frozen=True)
class Source:
    """A source, declared: what its figures are called and may be used for, how its files are known and read, and what it can answer.

    id           in builds, files and addresses; never changed once a build holds it
    title        on screen and in files; “{force}” stands for the home force's name
    display_name what a file of it is, in messages
    marking, licence   of whatever is drawn from it
    holds        what its rows are
    read         (document, settings) → every row, accepted in the columns of `holds`, or rejected with line and reason
    recognises   whether a document is of this source; asked only where no name settles it
    file_names   names that its publisher gives: such a file is its, unopened
    assumed      names of files taken for its where no source recognises them, so that its reader says what is missing
    replaces     how a newer file takes the place of an older one
    disclosure   how its figures may be shown; restricted unless the declaration says otherwise
    disclosure_reason  why so
    owner        whose figures they are; “{force}” as in the title
    area, period, measures  what its measures are counted by, and each of them
    national     whether its months count whichever force recorded them, rather than the home force's alone
    detailed     whether its rows say origin, line, weapon, ages, hour and day
    exact_places whether places are those recorded, rather than moved to a shared map point by the publisher
    clock        time zone in which its hours are told
    untold       (month, types and titles that stand there) → today's types that cannot be told in it, as the publisher had others then
    extract      how a force's own records are laid out, where it is such an extract: read when the register is known
    order        where it stands among others; the first source of offences opens first
    """

    id: str
    title: str
    display_name: str
    marking: Marking
    licence: str
    holds: Holds
    read: Callable[[Document, ReadSettings], ReadResult]
    recognises: Callable[[Document], bool] = never
    file_names: re.Pattern[str] | None = None
    assumed: re.Pattern[str] | None = None
    replaces: Replaces = Replaces.BY_MONTH_AND_FORCE
    disclosure: Policy = RESTRICTED
    disclosure_reason: str = ""
    owner: str = "{force}"
    area: str = ""
    period: str = ""
    measures: tuple[CountedMeasure, ...] = ()
    national: bool = False
    detailed: bool = False
    exact_places: bool = False
    clock: str = "UTC"
    untold: Callable[[date, frozenset[str]], frozenset[str]] = every_type_told
    extract: ExtractKind | None = None
    order: int = LAST
