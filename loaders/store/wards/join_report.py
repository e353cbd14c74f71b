"""How a vintage of wards joins with what stands: said in a load's proposal, before anything counts, and afterwards on the Data page.

Two records. `WardJoin` is of the wards themselves: codes, names, authorities and ground beside the vintage before, and which known
offences lie in another ward. `ResidentJoin` is of residents and wards: who has none, and what was carried. Both give plain sentences.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
import shapely

from geo.core.selection import month_after
from geo.core.vintage_words import vintage_words
from geo.space.coverage import CoverageFaults, Hole, Overlap, Pieces
from geo.space.other_ground import other_ground
from loaders.area import served
from loaders.boundary_files.ward_layers import WARD_CODE
from loaders.reference import ward_vintages
from loaders.sources.boundaries import Wards
from loaders.store.wards.known_offences import KnownOffences
from loaders.store.wards.uncovered import ground_in_no_ward, no_rate, uncovered_words
from loaders.store.wards.vintage_codes import home_codes
from loaders.store.wards.vintages import came_into_force

MOST_NAMED, MOST_HOLES = 12, 4
SAME_GROUND = 0.98  # of both drawings in common, below which a code stands for other ground
WIDE_METRES = (
    100  # radius of the circle that other ground holds, and two drawings of one line do not
)
SQUARE_KM = 1e6
JOINS = "joins.json"
NO_FAULTS = CoverageFaults()


@dataclass(frozen=True)
class WardJoin:
    """The wards of one vintage beside those of another, within the area served.

    vintage, compared  ids; `compared` is empty where there is no other vintage to compare with
    wards              how many
    unknown_codes      in no code list of data/ward_vintages.csv; empty where no list is held
    renamed            code, name before, name now
    recoded            name, code before, code now
    moved              ward, authority before, authority now
    same_names         name and authority, the codes that bear it
    reshaped           ward, share of its ground (0 to 1, of both drawings together) that is common with the same code's before
    gone               wards of before whose code and name are not there any more
    faults             of the shapes: geo.space.coverage
    hole_offences, overlap_offences  known offences in each hole, in each overlap, in the order of `faults`
    offences           known offences that lie in a ward of `compared`
    changed, lost      of these, in another ward now; in none
    uncovered          authority code → what of it lies in no ward, and why: loaders.store.wards.uncovered
    """

    vintage: str
    compared: str
    wards: int
    unknown_codes: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str, str], ...] = ()
    recoded: tuple[tuple[str, str, str], ...] = ()
    moved: tuple[tuple[str, str, str], ...] = ()
    same_names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reshaped: tuple[tuple[str, float], ...] = ()
    gone: tuple[str, ...] = ()
    faults: CoverageFaults = NO_FAULTS
    names: Mapping[str, str] | None = None
    hole_offences: tuple[int, ...] = ()
    overlap_offences: tuple[int, ...] = ()
    offences: int = 0
    changed: int = 0
    lost: int = 0
    uncovered: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the reader should know, each a whole sentence; none where nothing differs."""
        before = vintage_words(self.compared) if self.compared else ""
        lists = (
            ("{} of these codes {} in no code list that is held", self.unknown_codes),
            (
                f"{{}} wards of {before} {{}} not there any more, by code or by name",
                self.gone,
            ),
            (
                "{} wards keep their code under another name",
                [f"{old} is {new} ({code})" for code, old, new in self.renamed],
            ),
            (
                "{} wards keep their name under another code",
                [f"{name} is {new}, was {old}" for name, old, new in self.recoded],
            ),
            (
                "{} wards moved to another authority",
                [f"{ward} from {old} to {new}" for ward, old, new in self.moved],
            ),
            (
                "{} names stand twice in one authority; pages show the code beside them",
                [f"{name} ({', '.join(codes)})" for name, codes in self.same_names],
            ),
            (
                f"{{}} wards keep their code on other ground than in {before}",
                [f"{ward} ({share:.0%} in common)" for ward, share in self.reshaped],
            ),
        )
        listed = [_listed(text, words) for text, words in lists if words]
        no_ward = filter(None, [no_rate(self.uncovered)])
        return (*listed, *no_ward, *self._of_shapes(), *self._of_offences(before))

    def _of_shapes(self) -> list[str]:
        names = self.names or {}
        pairs = _overlaps(self.faults.overlaps, self.overlap_offences, names)
        holes = _holes(self.faults.holes, self.hole_offences, names)
        return [*pairs, *holes, *(_pieces(each, names) for each in self.faults.pieces[:MOST_NAMED])]

    def _of_offences(self, before: str) -> list[str]:
        if not self.offences:
            return []
        changed = (
            f"{self.changed:,} of {self.offences:,} known offences ({_share(self.changed, self.offences)}) lie in another ward than by "
            f"those of {before}."
        )
        if not self.lost:
            return [changed]
        return [
            changed,
            f"{self.lost:,} of them ({_share(self.lost, self.offences)}) lie in no ward any more, and count for no ward and no authority "
            "under these.",
        ]


@dataclass(frozen=True)
class ResidentJoin:
    """Residents beside the wards of one vintage, within the area served.

    wards          how many
    lacking        wards without residents, neither counted nor carried
    rateless       authorities of which a ward has none, so that no rate of theirs can be formed
    carried        basis (“carried from 2021-12”) → how many wards, but those made of whole ones, and the median of how far they may be off (0 to 1)
    without_ward   codes of wards that have residents, and are in no vintage that is held
    """

    wards: int
    lacking: tuple[str, ...] = ()
    rateless: tuple[str, ...] = ()
    carried: tuple[tuple[str, int, float], ...] = ()
    without_ward: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the reader should know, each a whole sentence; none where every ward has residents of its own."""
        sentences = []
        if self.lacking:
            whole = " or the whole area" if len(served().codes) > 1 else ""
            sentences.append(
                f"{len(self.lacking):,} of {self.wards:,} wards {'has' if len(self.lacking) == 1 else 'have'} no residents: {named(self.lacking)}. "
                f"No rate is formed for {' or '.join(self.rateless)}{whole}."
            )
        for basis, wards, fidelity in self.carried:
            of = _basis_words(basis)
            off = f"; a ward's figure may be off by {fidelity:.1%} (median)" if fidelity else ""
            sentences.append(f"The residents of {wards:,} of {self.wards:,} wards are {of}{off}.")
        if self.without_ward:
            sentences.append(_listed("{} codes have residents and no ward", self.without_ward))
        return tuple(sentences)


@dataclass(frozen=True)
class JoinReport:
    """Both, of one vintage.

    windows  which windows of months pages draw by these wards
    """

    vintage: str
    windows: str
    of_wards: WardJoin | None
    of_residents: ResidentJoin

    @property
    def title(self) -> str:
        return f"Wards of {vintage_words(self.vintage)}"

    @property
    def sentences(self) -> tuple[str, ...]:
        of_wards = self.of_wards.sentences if self.of_wards else ()
        return (*of_wards, *self.of_residents.sentences, self.windows)


def ward_join(
    wards: Wards, before: Wards | None, faults: CoverageFaults, known: KnownOffences | None
) -> WardJoin:
    """Wards beside those of another vintage.

    before  the vintage that they take the place of, or follow; None where there is none
    faults  of the shapes of the area served
    known   offences with their ward by both; None where there are none
    """
    table = wards.table.loc[sorted(home_codes(wards))]
    holes = tuple(_offences_in(hole, wards, known) for hole in faults.holes)
    overlaps = tuple(_offences_of_both(overlap, wards, known) for overlap in faults.overlaps)
    alone = WardJoin(
        wards.vintage,
        "",
        len(table),
        _unknown_codes(table),
        same_names=_same_names(table),
        faults=faults,
        names=table["ward_name"].to_dict(),
        hole_offences=holes,
        overlap_offences=overlaps,
        uncovered=uncovered_words(ground_in_no_ward(wards, before, faults), wards, before),
    )
    if before is None:
        return alone
    wards_before = before.table.loc[sorted(home_codes(before))]
    offences = known.offences if known is not None else pd.Series(dtype=int)
    changed, lost = (
        (known.changed(table, wards_before), known.lost) if known is not None else (0, 0)
    )
    return WardJoin(
        wards.vintage,
        before.vintage,
        alone.wards,
        alone.unknown_codes,
        _renamed(wards_before, table),
        _recoded(wards_before, table),
        _moved(wards_before, table),
        alone.same_names,
        _reshaped(before, wards),
        _gone(wards_before, table),
        faults,
        alone.names,
        holes,
        overlaps,
        int(offences.sum()),
        changed,
        lost,
        alone.uncovered,
    )


def resident_join(
    table: pd.DataFrame, residents: pd.DataFrame, received: Sequence[str], codes: frozenset[str]
) -> ResidentJoin:
    """Residents beside wards.

    table      of the wards: ward_code index, ward_name, authority_code
    residents  a row a ward and year, as loaders.store.wards.denominators.RESIDENTS_COLUMNS
    received   codes of areas whose residents were received
    codes      of wards of any vintage that is held
    """
    home = table[table["authority_code"].isin(served().codes)]
    newest = residents.sort_values("year").drop_duplicates("ward_code", keep="last")
    newest = newest.set_index("ward_code").reindex(home.index)
    lacking = home[newest["residents"].isna()]
    names = served().names
    rateless = [names[code] for code in served().codes if code in set(lacking["authority_code"])]
    inexact = (newest["fidelity"] > 0) | ~newest["basis"].astype(str).str.startswith("carried")
    brought = newest[newest["basis"].notna() & (newest["basis"] != "counted") & inexact]
    strange = pd.Index(received).difference(pd.Index(codes)).astype(str)
    return ResidentJoin(
        len(home),
        tuple(f"{name} {code}" for code, name in lacking["ward_name"].items()),
        tuple(rateless),
        tuple(
            (str(basis), len(rows), float(rows["fidelity"].median()))
            for basis, rows in brought.groupby("basis")
        ),
        tuple(code for code in strange if re.fullmatch(WARD_CODE, code)),
    )


@dataclass(frozen=True)
class KeptJoin:
    """What was said of the wards of a vintage when they were loaded; `digest` is theirs.

    uncovered  authority code → what of it lies in no ward, as WardJoin has it; None where an older program did not look
    """

    digest: str
    sentences: tuple[str, ...]
    uncovered: Mapping[str, str] | None = None


def write_joins(joins: Mapping[str, KeptJoin], path: Path) -> None:
    """Keep what was said of each vintage, by its id."""
    document = {vintage: asdict(join) for vintage, join in sorted(joins.items())}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def read_joins(path: Path) -> dict[str, KeptJoin]:
    """The same; none where an older program made the build, or the file is lost."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {
        vintage: KeptJoin(join["digest"], tuple(join["sentences"]), join.get("uncovered"))
        for vintage, join in document.items()
    }


def windows_words(vintage: str, begins: Sequence[tuple[str, date]]) -> str:
    """Which windows of months pages draw by a vintage: those in whose first month, on its first day, it is the newest in force.

    begins  id of each vintage held and the day from which it is in force, in that order
    """
    choose = "choose “Wards as of” to see them in others"
    starts = {each: _first_month(day) for each, day in begins}
    ids = [each for each, _ in begins]
    at = ids.index(vintage)
    following = [starts[each] for each in ids[at + 1 :]]
    until = min(following, default=None)
    day = dict(begins)[vintage]
    rule = (
        f" They are in force from {day.day} {day:%B %Y}: a window is drawn by the wards in force on the first day of its first month."
        if day.day > 1 and at
        else ""
    )
    if until is not None and until <= starts[vintage] and at:
        other = vintage_words(ids[at + 1])
        return f"Pages draw these wards only where “Wards as of” says so: those of {other} are in force from the same month.{rule}"
    before = f" before 1 {until:%B %Y}" if until else ""
    if not at:
        return f"Pages draw these wards for {'windows that begin' + before if before else 'every window'}; {choose}."
    since = f"on or after 1 {starts[vintage]:%B %Y}"
    joined = f"{since}, and{before}" if before else since
    return f"Pages draw these wards for windows that begin {joined}; {choose}.{rule}"


def begins(wards: Sequence[Wards]) -> list[tuple[str, date]]:
    """Id of each vintage and the day from which it is in force."""
    return [(each.vintage, date.fromisoformat(came_into_force(each))) for each in wards]


def named(words: Sequence[str]) -> str:
    """The first dozen, and how many more."""
    more = f" and {len(words) - MOST_NAMED:,} more" if len(words) > MOST_NAMED else ""
    return f"{', '.join(words[:MOST_NAMED])}{more}"


def _first_month(day: date) -> date:
    return day if day.day == 1 else month_after(day.replace(day=1))


def _listed(text: str, words: Sequence[str]) -> str:
    """“3 wards keep their name under another code: …”, in the singular where there is one."""
    many = len(words)
    sentence = text.format(f"{many:,}", "is" if many == 1 else "are")
    if many == 1:
        for several, single in (
            ("wards keep their", "ward keeps its"),
            ("codes have", "code has"),
            ("names stand", "name stands"),
            ("beside them", "beside it"),
            ("1 wards", "1 ward"),
        ):
            sentence = sentence.replace(several, single)
    return f"{sentence}: {named(words)}."


def _basis_words(basis: str) -> str:
    head, _, vintage = basis.rpartition("carried from ")
    if head == "" and vintage and basis != vintage:
        return f"carried from the wards of {vintage_words(vintage)}, by the postcodes in both"
    return f"by {basis}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}"


def _area(square_metres: float) -> str:
    km2 = square_metres / SQUARE_KM
    return f"{km2:,.2f} km²" if km2 >= 0.01 else f"{square_metres:,.0f} m²"


def _ward(code: str, names: Mapping[str, str]) -> str:
    return f"{names.get(code, '')} {code}".strip()


def _overlaps(
    overlaps: Sequence[Overlap], offences: Sequence[int], names: Mapping[str, str]
) -> list[str]:
    """One sentence for all: they are strips along lines, since wider ones are refused."""
    if not overlaps:
        return []
    words = [
        f"{_ward(each.code, names)} and {_ward(each.other_code, names)} by {_area(each.square_metres)} ({each.share:.1%} of the smaller)"
        for each in overlaps
    ]
    return [
        f"{_counted(len(words), 'pair')} of wards overlap by strips, with {_counted(sum(offences), 'known offence')} in them, "
        f"counted in the ward whose code sorts first: {named(words)}."
    ]


def _holes(holes: Sequence[Hole], offences: Sequence[int], names: Mapping[str, str]) -> list[str]:
    """The largest holes one by one."""
    sentences = [
        f"A hole of {_area(hole.square_metres)} is left {'in' if len(hole.around) == 1 else 'between'} "
        f"{named([_ward(code, names) for code in hole.around[:4]])}, with "
        f"{_counted(known, 'known offence')} in it that {'counts' if known == 1 else 'count'} in no ward."
        for hole, known in [*zip(holes, offences, strict=True)][:MOST_HOLES]
    ]
    if len(holes) > MOST_HOLES:
        rest = sum(hole.square_metres for hole in holes[MOST_HOLES:])
        sentences.append(
            f"{_counted(len(holes) - MOST_HOLES, 'hole')} more are left, of {_area(rest)} together, with "
            f"{_counted(sum(offences[MOST_HOLES:]), 'known offence')} in them."
        )
    return sentences


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _pieces(pieces: Pieces, names: Mapping[str, str]) -> str:
    return (
        f"{_ward(pieces.code, names)} is in {pieces.parts:,} parts, {pieces.apart_metres / 1000:,.1f} km apart, the largest with "
        f"{pieces.share:.0%} of it; they count as one ward."
    )


def _offences_in(hole: Hole, wards: Wards, known: KnownOffences | None) -> int:
    if known is None:
        return 0
    home = wards.shapes[sorted(home_codes(wards))].to_numpy()
    whole = shapely.union_all(home)
    place = shapely.Point(hole.place)
    rings = [r for part in shapely.get_parts(whole) for r in part.interiors]
    ground = [each for ring in rings if (each := shapely.Polygon(ring)).contains(place)]
    return sum(known.lost_within(each) for each in ground)


def _offences_of_both(overlap: Overlap, wards: Wards, known: KnownOffences | None) -> int:
    if known is None:
        return 0
    two = wards.shapes[overlap.code], wards.shapes[overlap.other_code]
    return known.within(shapely.intersection(*two))


def _unknown_codes(table: pd.DataFrame) -> tuple[str, ...]:
    listed = set(ward_vintages().get("ward_code", ()))
    strange = table[~table.index.isin(listed)] if listed else table.iloc[:0]
    return tuple(f"{name} {code}" for code, name in strange["ward_name"].items())


def _renamed(stood: pd.DataFrame, table: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    both = stood.index.intersection(table.index)
    old, new = stood["ward_name"][both], table["ward_name"][both]
    differ = both[(old.str.casefold() != new.str.casefold()).to_numpy()]
    return tuple((code, old[code], new[code]) for code in differ)


def _recoded(stood: pd.DataFrame, table: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    old, new = _codes_by_name(stood), _codes_by_name(table)
    return tuple(
        (
            name,
            ", ".join(sorted(codes - new[name, home])),
            ", ".join(sorted(new[name, home] - codes)),
        )
        for (name, home), codes in sorted(old.items())
        if (name, home) in new and codes - new[name, home] and new[name, home] - codes
    )


def _codes_by_name(table: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    codes: dict[tuple[str, str], set[str]] = {}
    for code, name, home in table[["ward_name", "authority_code"]].itertuples():
        codes.setdefault((name, home), set()).add(code)
    return codes


def _moved(stood: pd.DataFrame, table: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    both = stood.index.intersection(table.index)
    old, new = stood["authority_code"][both], table["authority_code"][both]
    names = served().names
    return tuple(
        (f"{table.at[code, 'ward_name']} {code}", names[old[code]], names[new[code]])
        for code in both[(old != new).to_numpy()]
    )


def _same_names(table: pd.DataFrame) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (f"{name} in {served().names[home]}", tuple(sorted(codes)))
        for (name, home), codes in sorted(_codes_by_name(table).items())
        if name and len(codes) > 1
    )


def _gone(stood: pd.DataFrame, table: pd.DataFrame) -> tuple[str, ...]:
    names = set(zip(table["ward_name"], table["authority_code"], strict=True))
    return tuple(
        f"{name} {code}"
        for code, name, home in stood[["ward_name", "authority_code"]].itertuples()
        if code not in table.index and (name, home) not in names
    )


def _reshaped(before: Wards, wards: Wards) -> tuple[tuple[str, float], ...]:
    """Same codes on other ground, least in common first."""
    old, new = (each.shapes[sorted(home_codes(each))] for each in (before, wards))
    names, own = wards.table["ward_name"], wards.table["authority_code"]
    differing = other_ground(old, new, own)
    return tuple((f"{names[code]} {code}", float(share)) for code, share in differing.items())
