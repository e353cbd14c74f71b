"""A build of an earlier version, made anew as this version makes one: out of its own parts, with nothing lost.

Every build can be read as it is; what an earlier version did not keep is then lacking on pages until it is made anew. A load does the
same in passing. The build itself is never changed: `undo` shows it again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from geo.core.errors import DataProblem
from geo.core.schema import CUBE, NEAR_EDGE_METRES
from geo.core.vintage_words import vintage_words
from loaders.area import served
from loaders.sources.boundaries import embedded_vintages, is_own_map, to_be_replaced
from loaders.store.build_writer import building
from loaders.store.builds import BuildStore
from loaders.store.manifest import COPY, Manifest, Vintage
from loaders.store.wards.denominators import (
    CROSSWALKS,
    FACTS,
    POPULATION_FILE,
    RESIDENTS,
    population_in,
)
from loaders.store.wards.join_report import JOINS, read_joins
from loaders.store.wards.vintages import WARDS, vintages_of_load

COUNTED = ("read", "accepted", "outside", "without_location", "near_edge")
Line = tuple[str, str, str]


@dataclass(frozen=True)
class StoreUpgrade:
    """What an upgrade makes of a build.

    before   the build as it stands
    after    as it is made anew; None where it lacks nothing
    reasons  what the build lacks, each in words
    lines    what is counted of it, before, after
    """

    before: Manifest
    after: Manifest | None = None
    reasons: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


def upgrade_store(root: Path, *, dry_run: bool = False) -> StoreUpgrade | None:
    """Make the build that is shown anew as this version makes one, and show it; None for an empty store.

    dry_run  it is made, compared and thrown away: nothing is changed

    Raises DataProblem for a damaged build, which `repair` must mend first, and where anything of it would be lost.
    """
    build_store = BuildStore(root)
    if not build_store.names():
        return None
    with build_store.writing():
        name = build_store.current()
        if name is None:
            raise DataProblem(
                "It is not known which build to upgrade.",
                build_store.pointer_fault(),
                "Run `python -m loaders repair`.",
            )
        build_store.require_whole(name)
        before, folder = build_store.manifest(name), build_store.folder(name)
        reasons = lacking(before, folder)
        if not reasons:
            return StoreUpgrade(before)
        vintages = vintages_of_load([], before, build_store.folder)
        # no hash, so that the build made anew is another one even where it holds the same
        with building(build_store, before.kind, vintages, replace(before, content_hash="")) as work:
            after = work.completed()
            _require_nothing_lost((before, folder), (after, work.folder))
            lines = _lines((before, folder), (after, work.folder))
            if not dry_run:
                work.publish(after)
    return StoreUpgrade(before, after, reasons, lines)


def lacking(manifest: Manifest, folder: Path) -> tuple[str, ...]:
    """What this version keeps of a build, which lies in a folder, and an earlier one did not, in words; none of a build of today."""
    held = {each.id[:4] for each in manifest.every_vintage}
    added = [each for each in embedded_vintages()[::-1] if each[:4] not in held]
    months = [part for part in manifest.parts if part.month]
    known = {
        "wards that were rebuilt from points give way to the project's own map": to_be_replaced(
            manifest.boundaries
        ),
        f"the wards of {_listed([vintage_words(each) for each in added])} are not in it": bool(
            added
        ),
        "residents are kept by ward alone, without their year": POPULATION_FILE
        not in manifest.files,
        "which ward became which is not in it": CROSSWALKS not in manifest.files,
        "residents and other facts are not carried to each vintage": FACTS not in manifest.files,
        "how its wards join is not in it": JOINS not in manifest.files,
        "ground in no ward was not looked for": _unsearched(manifest, folder),
        "what each month holds by type, place and day is not in it": any(
            not part.profile for part in months
        ),
        f"near an edge is not within {NEAR_EDGE_METRES} m of it": any(
            part.edge_metres != NEAR_EDGE_METRES for part in months
        ),
        "its counts lack a column": pq.read_schema(folder / "cube.parquet").names != CUBE,
        "its manifest stands there once": not (folder / COPY).is_file(),
    }
    return tuple(reason for reason, applies in known.items() if applies)


def _unsearched(manifest: Manifest, folder: Path) -> bool:
    """Whether wards of a file were loaded by a version that did not look for ground in none of them."""
    joins = read_joins(folder / JOINS)
    every = manifest.every_vintage
    of_files = [each for each in every if not is_own_map(each.exactness, each.source)]
    return JOINS in manifest.files and any(
        each.id not in joins or joins[each.id].uncovered is None for each in of_files
    )


def _require_nothing_lost(before: tuple[Manifest, Path], after: tuple[Manifest, Path]) -> None:
    """Refuse a build that holds less than the one that it is made of: rows, residents, vintages, geographies."""
    (old, old_folder), (new, new_folder) = before, after
    now = {part.key: (part.digest, part.accepted, part.rejected) for part in new.parts}
    lost = [
        " ".join(filter(None, part.key))
        for part in old.parts
        if now.get(part.key) != (part.digest, part.accepted, part.rejected)
    ]
    ids = {each.id for each in (*new.every_vintage, *new.geographies)}
    if to_be_replaced(old.boundaries):
        ids.add(
            old.reference.id
        )  # the project's own map takes its place, under the month of its year
    every = (*old.every_vintage, *old.geographies)
    lost += [vintage_words(each.id) for each in every if each.id not in ids]
    if _residents(old_folder, old) != _residents(new_folder, new):
        lost.append("residents")
    if old.superseded != new.superseded:
        lost.append("superseded publications")
    if lost:
        raise DataProblem(
            f"Build {old.build} cannot be upgraded: the new one would not hold all of it.",
            f"It would lack {_listed(lost)}.",
            "Go on with the version before, and tell whoever keeps this computer.",
        )


def _residents(folder: Path, manifest: Manifest) -> dict[tuple[str, int], int]:
    """Residents as received, by area and year."""
    rows = population_in(folder, manifest.population["title"])
    return {(area, year): people for area, year, people, _ in rows.itertuples(index=False)}


def _lines(before: tuple[Manifest, Path], after: tuple[Manifest, Path]) -> tuple[Line, ...]:
    counted = [
        {
            "Wards": _listed([_vintage(each, folder) for each in manifest.every_vintage]),
            **_rows(manifest),
            "Residents as received": _received(folder, manifest),
            "Residents by the first of these wards": f"{_people(folder):,}",
        }
        for manifest, folder in (before, after)
    ]
    return tuple((name, counted[0][name], counted[1][name]) for name in counted[0])


def _vintage(each: Vintage, folder: Path) -> str:
    wards = pq.read_metadata(folder / each.folder / WARDS).num_rows
    return f"{wards:,} of {vintage_words(each.id)} ({each.exactness})"


def _rows(manifest: Manifest) -> dict[str, str]:
    """The rows of all sources, in words by what they are called."""
    sums = {
        name: sum(getattr(part, name) for part in manifest.parts if part.month) for name in COUNTED
    }
    metres = max((part.edge_metres for part in manifest.parts if part.month), default=0)
    return {
        "Months": f"{sum(bool(part.month) for part in manifest.parts):,}",
        "Rows read": f"{sums['read']:,}",
        "Rows accepted": f"{sums['accepted']:,}",
        "Outside every ward": f"{sums['outside']:,}",
        "Without location": f"{sums['without_location']:,}",
        "Near a ward's edge": f"{sums['near_edge']:,} within {metres} m",
    }


def _received(folder: Path, manifest: Manifest) -> str:
    held = _residents(folder, manifest)
    return f"{sum(held.values()):,} of {len({area for area, _ in held}):,} areas"


def _people(folder: Path) -> int:
    """Residents of the area served in the newest year known, by the wards of the reference."""
    table = pq.read_table(folder / WARDS, columns=["ward_code", "authority_code"]).to_pandas()
    home = table.loc[table["authority_code"].isin(served().codes), "ward_code"]
    rows: pd.DataFrame = pq.read_table(folder / RESIDENTS).to_pandas()
    if "year" in rows:
        rows = rows.sort_values("year").drop_duplicates("ward_code", keep="last")
    return int(rows.loc[rows["ward_code"].isin(home), "residents"].sum())


def _listed(words: list[str]) -> str:
    return ", ".join(words)
