"""What a load would do, said before it counts: of each source, force and month what stands, what would stand, and why.

Pure comparison: what stands and what is given come in as `Holding`s, sentences and what asks for a yes come out. The command line and
the Data page show the same words.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.errors import DataProblem

TENTH = 10  # a loss of more than one in so many asks for a yes
FEW_IN_COMMON = 0.2  # a month published again bears most of its ids again
MOST_NAMES = 6
MOST_RIVALS = 3
TAKEN, NOT_COUNTED, PASSED_OVER, REFUSED = "taken", "not counted", "passed over", "refused"
TABLE = ["what", "before", "after", "why"]
SEARCH_IDENTITY = ["at", "point_id", "object", "gender", "age_band"]  # a search bears no reference
KINDS = {"offence_type": "type", "object": "object of search"}  # column → what one of it is called


@dataclass(frozen=True)
class Holding:
    """What one source, force and month holds, or a kind of data that is replaced as a whole.

    count          rows, or whatever `unit` names: wards, operations
    kinds          types of offence, objects of search, authorities; None where they cannot be told
    without_place, outside, repeated   rows without a place, in no ward, with an id that an earlier row bears too
    publication    “2025-12”, or the newest day that an extract tells of; empty where the file does not say
    files          names of the files that the rows came from
    completeness   thin or partial; empty for a month that is whole, or cannot be judged yet
    """

    count: int
    kinds: frozenset[str] | None = None
    without_place: int = 0
    outside: int = 0
    repeated: int = 0
    publication: str = ""
    files: tuple[str, ...] = ()
    digest: str = ""
    unit: str = "row"
    kind: str = "type"
    completeness: str = ""

    @property
    def file(self) -> str:
        return ", ".join(self.files)

    def describe(self) -> str:
        """“48 rows of 4 types, 2 without a place; thin; archive of December 2025”."""
        counted = _counted(self.count, self.unit)
        if self.kinds:
            counted += f" of {_counted(len(self.kinds), self.kind)}"
        apart = [
            f"{number:,} {words}"
            for number, words in (
                (self.without_place, "without a place"),
                (self.outside, "outside every ward"),
                (self.repeated, "repeated"),
            )
            if number
        ]
        first = ", ".join([counted, *apart])
        return "; ".join(filter(None, [first, self.completeness, published(self.publication)]))


@dataclass(frozen=True)
class ProposalLine:
    """One source, force and month: before → after → why.

    source      what a file of it is called; `source_id` as builds have it
    month       “2025-03”, empty for what is replaced as a whole
    before, after   None: nothing stands; nothing would stand
    ids_in_common, ids_before   distinct ids that both hold, of those that stand; None where there are none to compare
    remarks     why, in parts of a sentence
    questions   what would be lost, in parts of a sentence; none: nothing asks for a yes
    """

    source_id: str
    source: str
    force: str
    month: str
    before: Holding | None
    after: Holding | None
    ids_in_common: int | None = None
    ids_before: int | None = None
    remarks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_same(self) -> bool:
        return (
            self.before is not None
            and self.after is not None
            and self.before.digest == self.after.digest
        )

    @property
    def name(self) -> str:
        """“street-level crime of data.police.uk, <force>, March 2025”."""
        return ", ".join(filter(None, (self.source, self.force, month_words(self.month))))

    @property
    def why(self) -> str:
        asked = f"needs a yes: {'; '.join(self.questions)}" if self.questions else ""
        return "; ".join(filter(None, [*self.remarks, self._ids(), asked]))

    def _ids(self) -> str:
        if self.is_same or self.ids_in_common is None or not self.ids_before:
            return ""
        share = self.ids_in_common / self.ids_before
        doubt = ", so few that it may be of another month or force" if share < FEW_IN_COMMON else ""
        return f"{self.ids_in_common:,} of {self.ids_before:,} ids in common ({share:.0%}{doubt})"


@dataclass(frozen=True)
class FileFate:
    """What becomes of one file of those given.

    fate  *taken*; *not counted* where other files count for all its months; *passed over*; *refused*
    why   empty for a file that is taken
    """

    name: str
    fate: str
    why: str = ""

    @property
    def is_taken(self) -> bool:
        return self.fate == TAKEN


@dataclass(frozen=True)
class Proposal:
    """What a load would do. `lines` in the order of sources, forces and months; `files` as they were given.

    joins  where wards or residents are given, how they join: a heading and its sentences, of each vintage that it concerns
    """

    lines: tuple[ProposalLine, ...] = ()
    files: tuple[FileFate, ...] = field(default=())
    joins: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """What asks for a yes, each a whole sentence."""
        return tuple(
            f"{line.name}: {question}." for line in self.lines for question in line.questions
        )

    @property
    def changes_nothing(self) -> bool:
        return all(line.is_same for line in self.lines)

    def says_the_same(self, other: Proposal) -> bool:
        """Whether a reader who has seen the one has seen the other."""
        return (
            self.questions == other.questions
            and self.joins == other.joins
            and self.table().equals(other.table())
        )

    def table(self) -> pd.DataFrame:
        """what (source, force and month), before, after, why: a row a line, each a text."""
        rows = [
            (
                line.name,
                line.before.describe() if line.before else "nothing",
                line.after.describe() if line.after else "nothing",
                line.why,
            )
            for line in self.lines
        ]
        return pd.DataFrame(rows, columns=TABLE)


class NotAgreed(DataProblem):
    """A load or a removal that asks for a yes, which nobody gave."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(
            "Nothing was done: it would take away what stands, and nobody has said yes.",
            " ".join(_first(proposal.questions)),
            "If that is right, say yes: --yes on the command line, the box above the button on the Data page.",
        )
        self.proposal = proposal


def takes_nothing_away(proposal: Proposal) -> bool:
    """The answer of whoever cannot be asked: yes where nothing asks for one."""
    return not proposal.questions


def whatever_it_takes_away(proposal: Proposal) -> bool:
    """The answer of whoever has said yes beforehand."""
    del proposal
    return True


def losses(before: Holding, after: Holding, month: str = "") -> tuple[str, ...]:
    """What a reader would lose: more than a tenth, a kind, a newer publication. Each asks for a yes."""
    lost = []
    fewer = before.count - after.count
    if TENTH * fewer > before.count:
        lost.append(
            f"{fewer:,} of {_counted(before.count, before.unit)} fewer ({fewer / before.count:.0%})"
        )
    gone = sorted((before.kinds or frozenset()) - (after.kinds or frozenset()))
    if gone and after.kinds is not None:
        lost.append(f"no {before.unit} any more of {_list(gone)}")
    if _is_older(after.publication, before.publication, month):
        lost.append(
            f"an older publication ({published(after.publication)}) in place of {published(before.publication)}"
        )
    return tuple(lost)


def replacement(
    name: tuple[str, str, str, str],
    before: Holding | None,
    given: Sequence[Holding],
    *,
    ids_in_common: int | None = None,
    ids_before: int | None = None,
    remarks: Iterable[str] = (),
) -> ProposalLine:
    """The line of a source and month for which files were given.

    name   source id, what its files are called, force, month
    given  what each file holds of it; the last counts
    """
    *others, winner = given
    rivals = [other for other in others if other.digest != winner.digest]
    remarks = [_replaces(before, winner), *remarks]
    remarks += [_does_not_count(rival, winner) for rival in rivals[:MOST_RIVALS]]
    if len(rivals) > MOST_RIVALS:
        remarks.append(f"nor do {len(rivals) - MOST_RIVALS:,} files more")
    if before and before.digest == winner.digest:
        questions: list[str] = []
    else:
        questions = list(losses(before, winner, name[-1])) if before else []
    for rival in rivals:
        if not before or rival.digest != before.digest:
            questions += [f"beside {rival.file}, {loss}" for loss in losses(rival, winner)]
    return ProposalLine(
        *name,
        before,
        winner,
        ids_in_common,
        ids_before,
        tuple(remarks),
        tuple(dict.fromkeys(questions)),
    )


def removal(name: tuple[str, str, str, str], before: Holding) -> ProposalLine:
    """The line of a month that is taken out by hand."""
    counted = f"all {_counted(before.count, before.unit)} go"
    return ProposalLine(*name, before, None, remarks=("taken out by hand",), questions=(counted,))


def holding_of_rows(
    rows: pa.Table, *, publication: str, files: tuple[str, ...], digest: str, outside: int = 0
) -> Holding:
    """What rows of offences or searches hold, as read or as a build keeps them."""
    place = "point_id" if "point_id" in rows.schema.names else "longitude"
    ids = row_ids(rows) if "crime_id" in rows.schema.names else ()
    column = next(name for name in KINDS if name in rows.schema.names)
    return Holding(
        len(rows),
        frozenset(filter(None, rows[column].unique().to_pylist())),
        rows[place].null_count,
        outside,
        len(ids) - int(pc.count_distinct(ids).as_py()) if len(ids) else 0,
        publication,
        files,
        digest,
        kind=KINDS[column],
    )


def row_ids(rows: pa.Table) -> pa.ChunkedArray:
    """What tells a row in another publication of its month: Crime IDs; of searches, which bear none, moment, place and person as
    published. Rows without are left out."""
    if "crime_id" in rows.schema.names:
        return rows["crime_id"].drop_null()
    if not set(SEARCH_IDENTITY) <= set(rows.schema.names):
        return pa.chunked_array([], pa.string())
    # Parquet keeps no seconds: what comes back from a build is in thousandths
    moments = rows["at"].cast(pa.timestamp("s", "UTC")).cast(pa.int64())
    columns = [moments, *(rows[name] for name in SEARCH_IDENTITY[1:])]
    texts = [pc.fill_null(column.cast(pa.string()), "") for column in columns]
    return pc.binary_join_element_wise(*texts, "\x1f")


def common_ids(before: pa.ChunkedArray, after: pa.ChunkedArray) -> tuple[int | None, int | None]:
    """Distinct ids that stand and come again, and how many stand; None where none stand."""
    standing = before.unique()
    if not len(standing):
        return None, None
    return int(pc.sum(pc.is_in(standing, after.unique())).as_py() or 0), len(standing)


def month_words(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}" if month else ""


def published(publication: str) -> str:
    """“archive of December 2025”, “records up to 25 May 2022”; empty where the file does not say."""
    if len(publication) == len("2025-12"):
        return f"archive of {month_words(publication)}"
    if publication:
        day = date.fromisoformat(publication)
        return f"records up to {day.day} {day:%B %Y}"
    return ""


def _is_older(after: str, before: str, month: str) -> bool:
    """Whether a publication is the older of two; a file that does not say when it was published is not judged.

    Of an extract that goes on beyond the month, the month is whole: it is as old as one that ends with it.
    """
    if not (after and before):
        return False
    return _within(after, month) < _within(before, month)


def _within(publication: str, month: str) -> str:
    if len(publication) == len("2025-12") or not month:
        return publication
    year, number = map(int, month.split("-"))
    return min(publication, f"{month}-{calendar.monthrange(year, number)[1]}")


def _replaces(before: Holding | None, winner: Holding) -> str:
    if before is None:
        return f"new, from {winner.file}" if winner.file else "new"
    if before.digest == winner.digest:
        return "the same rows as stand already"
    other = before.file if before.file and before.file != winner.file else "what stands"
    return f"{winner.file}, loaded last, takes the place of {other}"


def _does_not_count(rival: Holding, winner: Holding) -> str:
    same_publication = rival.publication == winner.publication
    reason = (
        "named after it"
        if same_publication
        else "the later publication"
        if winner.publication
        else "a file by itself, taken after archives"
    )
    other = winner.file if winner.file != rival.file else "another of that name"
    return f"{rival.file} ({rival.describe()}) does not count: {other} does, {reason}"


def _counted(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    head, _, rest = noun.partition(" ")
    plural = f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"
    return f"{number:,} {' '.join(filter(None, (plural, rest)))}"


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def _first(sentences: Sequence[str]) -> list[str]:
    more = f"… and {len(sentences) - MOST_NAMES:,} more." if len(sentences) > MOST_NAMES else ""
    return [*sentences[:MOST_NAMES], *([more] if more else [])]
