"""The store as readers see it: one build, opened read-only, and the questions that can be put to it.

Questions are Ibis expressions, so that another engine can answer the same ones; in process it is DuckDB. Each thread
has a cursor of its own, since DuckDB refuses one connection shared by threads.
"""

from __future__ import annotations

import glob
import threading
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq

from geo.disclosure import Policy
from geo.schema import AUTHORITY_NAMES, HOME_FORCE, OUTSIDE, WITHOUT_LOCATION
from geo.selection import Selection
from loaders.boundaries import Wards, kept_wards
from loaders.builds import Shelf
from loaders.manifest import DEMONSTRATION, Manifest, Part
from loaders.reference import offence_types, table
from loaders.settings import setting

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

DEFAULT_STORE = Path(__file__).resolve().parent.parent / "store"
VIEWS = {"cube": "cube.parquet", "point": "points.parquet", "offence": "offence/*.parquet", "search": "search/*.parquet",
         "rejected": "rejected/*.parquet"}


def store_root() -> Path:
    """Where the store lies: SVD_STORE in the environment or the secrets file, else a folder here that git ignores."""
    return Path(setting("SVD_STORE") or DEFAULT_STORE)


class Store:
    """One build, open for reading. It never changes, so whatever it answers may be remembered."""

    def __init__(self, root: Path, build: str) -> None:
        import duckdb

        self.shelf = Shelf(root)
        self.lease = self.shelf.lease(build)
        self.folder = self.shelf.folder(build)
        self.manifest: Manifest = self.shelf.manifest(build)
        self._connection = duckdb.connect(config={"threads": 2})
        for name, files in VIEWS.items():
            found = sorted(self.folder.glob(files))
            if found:
                kind = "TABLE" if name in ("cube", "point") else "VIEW"
                listed = ", ".join("'" + glob.escape(str(path)).replace("'", "''") + "'" for path in found)
                self._connection.execute(f"CREATE {kind} {name} AS SELECT * FROM read_parquet([{listed}])")
        self._of_thread = threading.local()

    @property
    def backend(self) -> Backend:
        """This thread's own way into the build."""
        import ibis

        if not hasattr(self._of_thread, "backend"):
            self._of_thread.backend = ibis.duckdb.from_connection(self._connection.cursor())
        return self._of_thread.backend

    @cached_property
    def wards(self) -> Wards:
        return kept_wards(self.folder / "wards.parquet")

    @cached_property
    def ward_table(self) -> pd.DataFrame:
        """ward_code (index, sorted), ward_name, authority_code, authority_name, residents (NaN where not known)."""
        columns = ["ward_code", "ward_name", "authority_code", "authority_name"]
        names = pq.read_table(self.folder / "wards.parquet", columns=columns).to_pandas().set_index("ward_code")
        residents = pq.read_table(self.folder / "residents.parquet").to_pandas().set_index("ward_code")["residents"]
        return names.assign(residents=residents.reindex(names.index).astype(float))

    @cached_property
    def operations(self) -> pd.DataFrame:
        """The operations register of this build, as loaders/operations_register names its columns."""
        found = next((self.folder / "register").glob("operation-*.parquet"))
        return pq.read_table(found).to_pandas()

    def counts(self, selection: Selection, *, by: Iterable[str], months: Iterable[date] | None = None) -> pd.DataFrame:
        """Offences of the selection counted by columns of the cube, from the months given (or all of the selection's).

        A selection that names no authority means both of the force area, and then the home force's offences outside
        every ward or without a location are counted too, under those words.

        Returns the columns of `by`, sorted, and offences (int); no row where nothing was recorded.
        """
        import ibis

        cube = self._selected(self.backend.table("cube"), selection, tuple(selection.months if months is None else months))
        grouped = list(by)
        summed = cube.group_by(grouped).agg(offences=ibis._.offences.sum().cast("int64")).order_by(grouped)
        return summed.to_pandas()

    def rows(self, selection: Selection, *, most: int = 50_000) -> pd.DataFrame:
        """The offences behind a selection, newest month first, `most` at most."""
        found = self._selected(self.backend.table("offence"), selection, selection.months)
        columns = ["month", "offence_type", "location_text", "outcome", "ward_code", "authority_code", "crime_id"]
        return found.select(columns).order_by([found.month.desc(), found.ward_code, found.crime_id]).limit(most).to_pandas()

    def rejected(self) -> pd.DataFrame:
        """Every rejected row of this build: source_id, file, line, reason, row."""
        columns = ["source_id", "file", "line", "reason", "row"]
        if next(self.folder.glob(VIEWS["rejected"]), None) is None:
            return pd.DataFrame(columns=columns)
        return self.backend.table("rejected").select(columns).order_by(columns[:3]).to_pandas()

    def _selected(self, table: ir.Table, selection: Selection, months: tuple[date, ...]) -> ir.Table:
        kept = table.filter(table.source_id == selection.source_id, table.month.isin(months))
        if selection.offence_types:
            kept = kept.filter(kept.offence_type.isin(selection.offence_types))
        if selection.authorities:
            return kept.filter(kept.authority_code.isin(selection.authorities))
        nowhere = kept.authority_code.isnull() | kept.authority_code.isin([OUTSIDE, WITHOUT_LOCATION])
        return kept.filter(kept.authority_code.isin(list(AUTHORITY_NAMES)) | (nowhere & (kept.force == HOME_FORCE)))


def open_build(root: Path, build: str) -> Store:
    """Open one build by name."""
    return Store(root, build)


def current_build(root: Path) -> str | None:
    """The name of the build that new readers should open; None where nothing has been loaded."""
    return Shelf(root).current()


def places() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank (1 first)."""
    return table("places").astype({"longitude": float, "latitude": float, "rank": int})


def source_policies() -> dict[str, Policy]:
    """How each source of data/sources.csv may be shown."""
    return {row["source_id"]: Policy(row["restricted"] != "no", int(row["threshold"]), row["zeros_safe"] == "yes",
                                     int(row["round_to"]) if row["round_to"] else None)
            for row in table("sources").to_dict("records")}


def reference_table(name: str) -> pd.DataFrame:
    """A table of data/, as text; callers must not change it."""
    return table(name)


__all__ = ["DEMONSTRATION", "Manifest", "Part", "Store", "current_build", "offence_types", "open_build", "places",
           "reference_table", "source_policies", "store_root"]
