"""Which column of a file is likely to be which field of a force's own records: by what it is called and what its values look like.

Nothing is decided here: an analyst says which column it is, and sees five values of each. Columns that look personal are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from loaders.documents.archives import Document
from loaders.documents.headings import UNIT, bare_name
from loaders.extract.kinds import KINDS, ExtractKind
from loaders.extract.privacy import OF_A_PERSON, STRUCK_OUT
from loaders.extract.suggested import value_shapes
from loaders.extract.suggested.file_columns import FileColumn, FileColumns, file_columns
from loaders.extract.suggested.value_shapes import DateShare
from loaders.reference import table

if TYPE_CHECKING:
    import pandas as pd

SHOWN_VALUES, LONGEST_VALUE = 5, 60
OF_NAME, OF_VALUES = 0.6, 0.4  # what each weighs
FIRST = 0.6  # the score from which a column is put first
LEAST = 0.25  # and from which it is offered among the likely ones
SHAPE_ALONE = 0.62  # the weight of values that can hardly be anything else
UNLIKE = 0.3  # share of fitting values below which a column cannot be a date, a place or an age
PAIRED = 0.02  # by how much a day with its time goes before the day alone
YES, ONE_OF, NO = "yes", "one of", "no"
WITH_TIME = {"committed_from", "committed_to", "searched_at"}
PLACES = {
    "easting": value_shapes.eastings,
    "northing": value_shapes.northings,
    "longitude": value_shapes.longitudes,
    "latitude": value_shapes.latitudes,
    "grid_reference": value_shapes.references_to_grid,
    "postcode": value_shapes.postcodes,
}
AGES = {"age", "suspect_age", "victim_age"}
LONG_WORDS = {
    "no": "number", "nr": "number", "num": "number", "nbr": "number", "id": "reference", "ref": "reference", "dt": "date",
    "datetime": "date", "cd": "code", "desc": "description", "descr": "description", "loc": "location", "occ": "occurrence",
    "rec": "recorded", "recd": "recorded", "rep": "reported", "off": "offence", "offense": "offence", "susp": "suspect",
    "vic": "victim", "inv": "investigation", "cat": "category", "grp": "group", "class": "classification", "op": "operation",
    "ho": "home office", "lat": "latitude", "lon": "longitude", "long": "longitude", "addr": "address", "comm": "committed",
    "srch": "search", "ss": "stop search", "s&s": "stop search",
}  # fmt: skip
FILLING = {
    "of",
    "the",
    "and",
    "a",
    "on",
    "at",
    "in",
    "is",
    "time",
    "niche",
    "athena",
    "connect",
    "rms",
}
COMMON = {
    "date",
    "number",
    "reference",
    "code",
    "description",
    "name",
    "type",
    "crime",
    "offence",
    "occurrence",
    "incident",
    "search",
}
OF_COMMON = 0.3  # the weight of a word that many headings have
ENTERED = {"recorded", "reported", "created", "entered", "crimed", "modified", "updated", "closed"}
BEGINS, ENDS = {"from", "start", "first", "earliest"}, {"to", "end", "last", "latest", "until"}
# Words by which a heading says that it is another field's.
CONTRARY = {
    "committed_from": ENDS | ENTERED,
    "committed_to": BEGINS | ENTERED,
    "recorded_on": BEGINS | ENDS | {"modified", "updated", "closed"},
    "searched_at": ENDS | ENTERED,
    "suspect_age": {"victim", "aggrieved", "complainant", "witness"},
    "victim_age": {"suspect", "offender", "accused", "witness"},
    "ethnicity_self": {"officer", "observed", "perceived"},
    "ethnicity_officer": {"self"},
}
OF_CONTRARY = 0.4

Shape = Callable[[tuple[str, ...]], float]


@dataclass(frozen=True)
class Choice:
    """Columns that together may be a field, a day and its time or one alone; and how likely, from 0 to 1."""

    columns: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class WantedField:
    """A field of the wanted kind.

    needed   yes; one of, where one of several such is enough; no
    choices  columns that are likely, the likeliest first
    chosen   whether the first of them is likely enough to be put first
    """

    name: str
    needed: str
    meaning: str
    choices: tuple[Choice, ...]
    chosen: bool


@dataclass(frozen=True)
class Suggestions:
    """What may be which in a file.

    kind    name of the likelier kind of extract
    fields  kind → its fields, in the order of the template
    values  column → five distinct values of it at most, cut short, numbers of persons struck out
    month_first  columns whose dates can only be read with the month before the day
    personal, of_people, repeated, sheet, heading_rows  as FileColumns has them
    """

    kind: str
    fields: Mapping[str, tuple[WantedField, ...]]
    values: Mapping[str, tuple[str, ...]]
    month_first: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    of_people: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    sheet: str = ""
    heading_rows: tuple[int, ...] = ()

    def as_message(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Suggestions:
        """From what `as_message` gave, through JSON."""
        given = dict(message)
        fields = {
            kind: tuple(_wanted_field(field) for field in listed)
            for kind, listed in given.pop("fields").items()
        }
        values = {name: tuple(texts) for name, texts in given.pop("values").items()}
        others: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
        }
        return cls(fields=fields, values=values, **others)


def suggestions(document: Document) -> Suggestions:
    """What may be which in a file with unknown headings.

    Raises DataProblem where it is no table with a heading.
    """
    return suggestions_for(file_columns(document))


def suggestions_for(file: FileColumns) -> Suggestions:
    """What may be which among these columns."""
    read = value_shapes.date_shares([column.values for column in file.columns])
    dates = dict(zip((column.values for column in file.columns), read, strict=True))
    scored = {kind.name: _scores(kind, file.columns, dates) for kind in KINDS}
    likelier = max(KINDS, key=lambda kind: _likeness(kind, scored[kind.name]))
    fields = {kind.name: tuple(_fields(kind, scored[kind.name])) for kind in KINDS}
    american = [c.name for c in file.columns if dates[c.values].month_first]
    return Suggestions(
        likelier.name,
        fields,
        {column.name: _shown(column) for column in file.columns},
        tuple(american),
        file.personal,
        file.of_people,
        file.repeated,
        file.sheet,
        file.heading_rows,
    )


def name_score(field: str, kind: ExtractKind, heading: str) -> float:
    """How much a heading reads like a field's usual ones, from 0 to 1: the words that they share, short forms written out."""
    words, bare, best = _words(heading), bare_name(heading), 0.0
    for usual in _usual_headings(kind)[field]:
        if bare == _bare(usual):
            return 1.0
        of_usual = _words(usual)
        shared = 2 * _weight(words & of_usual) / max(_weight(words) + _weight(of_usual), OF_COMMON)
        best = max(best, 0.95 * shared)
    return best * (OF_CONTRARY if words & CONTRARY.get(field, set()) else 1)


_bare = cache(bare_name)


def _weight(words: frozenset[str]) -> float:
    return sum(OF_COMMON if word in COMMON else 1.0 for word in words)


def _wanted_field(message: dict[str, Any]) -> WantedField:
    choices = [Choice(tuple(c["columns"]), c["score"]) for c in message["choices"]]
    return WantedField(**{**message, "choices": tuple(choices)})


def _scores(
    kind: ExtractKind,
    columns: Sequence[FileColumn],
    dates: Mapping[tuple[str, ...], DateShare],
) -> dict[str, list[Choice]]:
    """Field → every choice for it, the likeliest first; of equals the one that stands first in the file."""
    scored = dict[str, list[Choice]]()
    for field, shape, alone in _shapes(kind, dates):
        choices = [
            Choice(
                (column.name,), _score(name_score(field, kind, column.name), column, shape, alone)
            )
            for column in columns
        ]
        if field in WITH_TIME:
            choices += _with_times(choices, columns)
        scored[field] = sorted(choices, key=lambda choice: -choice.score)
    return scored


def _shapes(
    kind: ExtractKind, dates: Mapping[tuple[str, ...], DateShare]
) -> Iterator[tuple[str, Shape, str]]:
    """Field, what its values look like, and what that shape tells: “only” that a column which lacks it is none, “alone” that
    it is enough as well, nothing where it only helps."""
    for row in _asked_of_a_form(kind).itertuples():
        field = str(row.field)
        if field in PLACES:
            yield field, PLACES[field], "alone"
        elif field in AGES:
            yield field, value_shapes.ages, "only"
        elif row.kind == "date":
            yield field, lambda values: dates[values].share, "only"
        elif field == kind.reference:
            yield field, lambda values: _like_a_reference(values, dates[values].share), "only"
        elif field == "offence_code":
            yield field, value_shapes.offence_codes, "only"
        elif row.kind == "words" and field != "finding":
            yield field, value_shapes.words_of(field, kind), ""
        else:
            yield field, value_shapes.texts, ""


def _like_a_reference(values: tuple[str, ...], dates: float) -> float:
    return value_shapes.own_references(values) * (1 - dates)


def _score(of_name: float, column: FileColumn, shape: Shape, tells: str) -> float:
    """How likely a column is to be a field, from its name and its values; an empty column by its name alone."""
    if not column.values:
        return OF_NAME * of_name
    of_values = shape(column.values)
    if tells and of_values < UNLIKE:
        return UNLIKE * of_name * OF_NAME
    score = OF_NAME * of_name + OF_VALUES * of_values * (1 if tells or of_name else 0)
    return max(score, SHAPE_ALONE * of_values) if tells == "alone" else score


def _with_times(days: Sequence[Choice], columns: Sequence[FileColumn]) -> list[Choice]:
    """Days without a time together with the column of their time: that of the same words, else the one that stands next."""
    paired, clocks = list[Choice](), {c.name for c in columns if value_shapes.times(c.values) > 0.5}
    for at, (day, column) in enumerate(zip(days, columns, strict=True)):
        if not clocks or value_shapes.with_time(column.values) > UNLIKE or day.score < FIRST:
            continue
        following = columns[at + 1].name if at + 1 < len(columns) else ""
        alike = [
            name for name in clocks if _words(name) - {"date"} == _words(column.name) - {"date"}
        ]
        clock = alike[0] if len(alike) == 1 else following if following in clocks else ""
        if clock:
            paired.append(Choice((column.name, clock), day.score + PAIRED))
    return paired


def _fields(kind: ExtractKind, scored: Mapping[str, Sequence[Choice]]) -> Iterator[WantedField]:
    """The fields with their likely columns; a column stands first for that field only for which it is likeliest."""
    assigned = _assigned(scored)
    for row in _asked_of_a_form(kind).itertuples():
        field = str(row.field)
        first = assigned.get(field)
        others = [c for c in scored[field] if c is not first and c.score >= LEAST]
        choices = ([first] if first else []) + others
        yield WantedField(
            field, _needed(kind, field, row.needed), str(row.meaning), tuple(choices), bool(first)
        )


def _assigned(scored: Mapping[str, Sequence[Choice]]) -> dict[str, Choice]:
    """Field → its first column: of all fields and columns the likeliest pair first, each column once."""
    pairs = [
        (choice.score, field, choice)
        for field, choices in scored.items()
        for choice in choices
        if choice.score >= FIRST
    ]
    assigned, used = dict[str, Choice](), set[str]()
    for _, field, choice in sorted(pairs, key=lambda pair: -pair[0]):
        if field not in assigned and not used & set(choice.columns):
            assigned[field] = choice
            used |= set(choice.columns)
    return assigned


def _likeness(kind: ExtractKind, scored: Mapping[str, Sequence[Choice]]) -> float:
    """How much a file looks like a kind: the mean score of what both kinds have not in common."""
    own = [field for field in kind.fields if field not in PLACES and field != "operation"]
    assigned = _assigned(scored)
    scores = [assigned[field].score for field in own if field in assigned]
    reference = scored[kind.reference][0].score if scored[kind.reference] else 0.0
    return reference + sum(scores) / 10


def _needed(kind: ExtractKind, field: str, needed: object) -> str:
    when = kind.when
    if field in when:
        return YES if len(when) == 1 else ONE_OF
    return YES if needed == "yes" else NO


def _shown(column: FileColumn) -> tuple[str, ...]:
    clean = (re.sub(OF_A_PERSON, STRUCK_OUT, " ".join(text.split())) for text in column.values)
    short = (
        text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…" for text in clean
    )
    return tuple(dict.fromkeys(short))[:SHOWN_VALUES]


def _asked_of_a_form(kind: ExtractKind) -> pd.DataFrame:
    """The rows of the table of fields. References of people are in no form: a mapping written by hand names them, and their values are shown nowhere."""
    fields = table(kind.fields_table)
    return fields[fields["field"].isin(kind.fields_without_people)]


@cache
def _usual_headings(kind: ExtractKind) -> dict[str, list[str]]:
    """Field → the headings that systems give it, its own name first."""
    usual = {field: [field] for field in kind.fields_without_people}
    for row in table("place_headings").itertuples():
        if row.field in usual:
            usual[str(row.field)].append(str(row.heading))
    for row in table("extract_headings").itertuples():
        if row.kind == kind.name:
            usual[str(row.field)].append(str(row.heading))
    return usual


@cache
def _words(heading: str) -> frozenset[str]:
    """The words of a heading: capitals within one part it, short forms are written out, filling words are left out."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", UNIT.sub("", heading)).lower().replace("_", " ")
    words = re.findall(r"s&s|[a-z]+", parted)
    long = " ".join(LONG_WORDS.get(word, word) for word in words).split()
    return frozenset(word for word in long if word not in FILLING)
