"""The wards and residents of a build in the making: what files of the load bring, how they join, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.space.coverage import CoverageFaults
from loaders.documents.read_result import ReadResult
from loaders.resident_files.years_held import require_apart, with_years_replaced
from loaders.sources import registry
from loaders.sources.boundaries import Wards, is_own_map, wards_in_file
from loaders.sources.population import CENSUS, NO_RESIDENTS
from loaders.sources.source import Holds
from loaders.store.candidates import boundaries_line, geography_holding, wards_holding
from loaders.store.manifest import Manifest
from loaders.store.proposal import Holding, ProposalLine, replacement
from loaders.store.wards.boundary_checks import faults_of
from loaders.store.wards.denominators import (
    POPULATION_FILE,
    Crosswalks,
    census_population,
    crosswalks_in,
    holds_population,
    population_digest,
    population_in,
    received,
    residents_in,
    write_denominators,
)
from loaders.store.wards.join_report import (
    JOINS,
    JoinReport,
    KeptJoin,
    ResidentJoin,
    WardJoin,
    begins,
    read_joins,
    resident_join,
    ward_join,
    windows_words,
    write_joins,
)
from loaders.store.wards.known_offences import KnownOffences, known_offences
from loaders.store.wards.uncovered import ground_in_no_ward, uncovered_words
from loaders.store.wards.vintages import WARDS, WardVintages


class WardsInMaking:
    """What a load makes of the wards and residents of the build before.

    previous  the build before, and `earlier` its folder; None in an empty store
    """

    def __init__(
        self, vintages: WardVintages, previous: Manifest | None, earlier: Path | None
    ) -> None:
        self.vintages, self.wards = vintages, vintages.reference
        self.previous, self._folder = previous, earlier
        self.population = dict(previous.population) if previous else {}
        self._population: pd.DataFrame | None = None
        self._resident_files = list[tuple[str, ReadResult]]()

    def _earlier(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / name

    @property
    def residents_given(self) -> bool:
        """Whether the load brought residents."""
        return self._population is not None

    def add_residents(
        self, loaded: ReadResult, *, file: str
    ) -> tuple[Holding | None, Holding, list[ReadResult]]:
        """Take in residents (loaders.sources.population.ROWS) from a file, beside those of the load's other files.

        Years that they state take the place of what was known of those years; a file that states none takes the place of all.

        Returns what was known of residents before the load, what is known with its files, and what was read of each of them.
        Raises DataProblem for an area that another file of the load gives for the same year.
        """
        for other, result in self._resident_files:
            require_apart((other, result.rows), (file, loaded.rows))
        self._resident_files.append((file, loaded))
        results = [result for _, result in self._resident_files]
        files = tuple(sorted(name for name, _ in self._resident_files))
        before = self._residents_before()
        self._replace_years(pa.concat_tables([result.rows for result in results]), ", ".join(files))
        after = self._residents_holding(self.population_rows(), self.population["digest"])
        return before, replace(after, files=files), results

    def _replace_years(self, given: pa.Table, title: str) -> None:
        standing, known = self._population_before()
        if 0 in pc.unique(given["year"]).to_pylist():
            self._set_population(given.to_pandas(), title=title)
            return
        rows = with_years_replaced(received(standing), given)
        stays = len(rows) > len(given)
        self._set_population(rows.to_pandas(), title=f"{known}; {title}" if stays else title)

    def _residents_holding(self, population: pd.DataFrame, digest: str) -> Holding:
        """Of how many wards of the reference residents are known."""
        known = residents_in(self.wards, population, self.crosswalks)["ward_code"].nunique()
        return Holding(known, digest=digest, unit="ward with residents")

    def _residents_before(self) -> Holding | None:
        if self.previous is None or not holds_population(self._earlier(""), self.previous):
            return None
        rows, title = self._population_before()
        digest = self.previous.population["digest"]
        return replace(self._residents_holding(rows, digest), files=(title,))

    def population_rows(self) -> pd.DataFrame:
        """Residents as they were received, as loaders.sources.population.ROWS has them."""
        return self._population_before()[0] if self._population is None else self._population

    def _population_before(self) -> tuple[pd.DataFrame, str]:
        """Residents as they stand before this load, and their title: those of the Census in an empty store."""
        if self.previous is None or not holds_population(self._earlier(""), self.previous):
            return census_population(), CENSUS
        title = self.previous.population["title"]
        return population_in(self._earlier(""), title), title

    def line_of(self, vintage: str) -> tuple[str, ProposalLine]:
        """Key and line of a proposal: what the wards of a vintage, or a geography, are by files of this load."""
        if self.vintages.of(vintage).title:
            return vintage, self._geography_line(vintage)
        files = self.vintages.files.get(vintage) or (self.vintages.of(vintage).source,)
        given, before = self.vintages.of(vintage), self._replaced(vintage)
        codes_before = self.vintages.kept.get(vintage, ())

        def holding(wards: Wards, of: str) -> Holding:
            table = wards.table[~wards.table["authority_code"].isin(codes_before)]
            return wards_holding(table, of, wards.digest)

        source = registry.of(Holds.BOUNDARIES)[0]
        line = boundaries_line(
            source,
            holding(before, before.source) if before else None,
            replace(holding(given, ""), files=files),
            embedded=before is not None and is_own_map(before.exactness, before.source),
        )
        named = dict(given.table[["authority_code", "authority_name"]].to_numpy().tolist())
        remarks = tuple(f"{named[code]} keeps the wards it had" for code in codes_before)
        return f"{source.id} {vintage}", replace(line, remarks=(*line.remarks, *remarks))

    def _replaced(self, vintage: str) -> Wards | None:
        """The wards of the build before whose place those of a vintage take; None where they take nobody's."""
        before = self.vintages.compared.get(vintage)
        if self.previous is None:
            return None
        if before is None:  # the project's own map, in place of one that an earlier version made
            standing = self._earlier(WARDS)
            return wards_in_file(standing) if standing.is_file() else None
        beside = {wards.vintage for wards in self.vintages.every} - {vintage}
        return None if before.vintage in beside else before

    def _geography_line(self, geography: str) -> ProposalLine:
        """The line of a geography, which stands beside the wards and replaces none."""
        given = self.vintages.of(geography)
        standing = self.previous.geographies if self.previous else ()
        known = next((each for each in standing if each.id == geography), None)
        before = geography_holding(int(known.wards), known.source, known.digest) if known else None
        (file,) = self.vintages.files[geography]
        after = geography_holding(len(given.table), file, given.digest)
        source = registry.of(Holds.BOUNDARIES)[0]
        line = replacement((source.id, given.title, "", ""), before, [after])
        return replace(line, remarks=(*line.remarks, *given.notes))

    def _set_population(self, rows: pd.DataFrame, *, title: str) -> None:
        """Use these residents (loaders.sources.population.ROWS) from now on."""
        self._population = rows
        self.population = {"title": title, "digest": population_digest(rows)}

    def settled_population(self) -> dict[str, str]:
        """What the manifest says of residents: title and digest; of the Census where nothing was known before."""
        if not self.population:
            census = census_population()
            self._set_population(census, title=CENSUS if len(census) else NO_RESIDENTS)
        elif self.previous and not self.residents_given and self._by_ward_alone:
            rows, title = self._population_before()
            self.population = {"title": title, "digest": population_digest(rows)}
        return self.population

    @property
    def _by_ward_alone(self) -> bool:
        """Whether an older program kept the residents of the build before, and told them apart in another way."""
        assert self.previous is not None
        held = holds_population(self._earlier(""), self.previous)
        return held and POPULATION_FILE not in self.previous.files

    def write(self, folder: Path) -> None:
        """Write residents as received and brought to each vintage, which ward became which, and how the vintages join."""
        write_denominators(folder, self.population_rows(), self.crosswalks)
        self._write_joins(folder)

    def join_reports(self) -> list[JoinReport]:
        """How the wards given join, in the order of the vintages; where residents are given, all vintages."""
        given = self.vintages.given
        lost = self.previous and not holds_population(self._earlier(""), self.previous)
        if self._population is None and lost:
            return []  # lost with a damaged build: `finish` says so
        asked = bool(self._resident_files)
        return [
            JoinReport(
                wards.vintage,
                windows_words(wards.vintage, begins(self.vintages.every)),
                self._ward_joins.get(wards.vintage),
                self._resident_join(wards),
            )
            for wards in self.vintages.every
            if wards.vintage in given or asked
        ]

    @cached_property
    def _ward_joins(self) -> dict[str, WardJoin]:
        """Vintage → how its wards join with those that they take the place of, or follow; of the vintages given."""
        joins = {}
        for wards in self.vintages.every:
            vintage = wards.vintage
            if vintage not in self.vintages.given:
                continue
            before = self.vintages.compared.get(vintage)
            faults = self.vintages.faults.get(vintage, CoverageFaults())
            joins[vintage] = ward_join(wards, before, faults, self._known_offences(wards, before))
        return joins

    def _write_joins(self, folder: Path) -> None:
        """What was said of the wards of each vintage when they were loaded, of those that stand unchanged as the build before has it."""
        known = read_joins(self._earlier(JOINS)) if self.previous else {}
        joins = {}
        for wards in self.vintages.every:
            vintage, kept = wards.vintage, known.get(wards.vintage)
            if vintage in self._ward_joins:
                join = self._ward_joins[vintage]
                joins[vintage] = KeptJoin(wards.digest, join.sentences, join.uncovered)
            elif kept and kept.digest == wards.digest and kept.uncovered is not None:
                joins[vintage] = kept
            elif not is_own_map(
                wards.exactness, wards.source
            ):  # an older program did not look for ground in no ward
                said = kept.sentences if kept and kept.digest == wards.digest else ()
                joins[vintage] = KeptJoin(wards.digest, said, self._uncovered(wards))
        write_joins(joins, folder / JOINS)

    def _uncovered(self, wards: Wards) -> Mapping[str, str]:
        """What of each authority lies in no ward of a vintage that stood before: beside the project's own map, else another vintage."""
        others = [each for each in self.vintages.every if each.vintage != wards.vintage]
        own = [each for each in others if is_own_map(each.exactness, each.source)]
        before = next(iter([*own, *others]), None)
        faults = faults_of(wards) if before is None else CoverageFaults()
        return uncovered_words(ground_in_no_ward(wards, before, faults), wards, before)

    def _known_offences(self, wards: Wards, before: Wards | None) -> KnownOffences | None:
        if self.previous is None or before is None:
            return None
        folders = {each.id: each.folder for each in self.previous.every_vintage}
        return known_offences(
            self._earlier(""),
            self.previous.parts,
            wards,
            self.wards,
            before=folders.get(before.vintage, ""),
        )

    def _resident_join(self, wards: Wards) -> ResidentJoin:
        population = self.population_rows()
        return resident_join(
            wards.table,
            residents_in(wards, population, self.crosswalks),
            tuple(population["area_code"]),
            self.vintages.codes,
        )

    @cached_property
    def crosswalks(self) -> Crosswalks:
        """Which ward became which between the vintages of this build; those of the build before are taken over."""
        known = crosswalks_in(self._earlier(""), self.previous) if self.previous else {}
        standing = {each.vintage: each.digest for each in self.vintages.every}
        pairs = {
            (old, new): frame
            for ((old, old_digest), (new, new_digest)), frame in known.items()
            if standing.get(old) == old_digest and standing.get(new) == new_digest
        }
        return Crosswalks(self.vintages, pairs)
