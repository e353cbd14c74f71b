"""What tests may ask for: made-up files in police.uk's layout, two square wards, stores built once, the real open data."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from filelock import FileLock
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from geo.core.errors import DataProblem
from geo.space.areas import to_grid
from loaders import intake, rounding_key
from loaders.demo.demonstration import build_demonstration
from loaders.settings import setting
from loaders.store.builds import MAKING, BuildStore
from loaders.store.reader import current_build
from loaders.store.wards.ward_lookup import point_degrees, point_ids
from tests.worked_out_once import geometry_remembered

PROJECT = Path(__file__).resolve().parent.parent
STREET_HEADING = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
SEARCH_HEADING = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,"
    "Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,"
    "Removal of more than just outer clothing"
)

# Two wards side by side, each 0.02 degrees wide and high; they share the meridian −1.78 as their edge.
EAST_WARD, WEST_WARD = "E05000002", "E05000001"
IN_WEST, IN_EAST, ON_EDGE, OUTSIDE_BOTH = (
    (-1.79, 51.56),
    (-1.77, 51.56),
    (-1.78, 51.56),
    (-1.60, 51.56),
)
Degrees = tuple[float, float]


class FromBothEnds(LoadScopeScheduling):
    """Tests file by file: the first process takes them from the front, where the browser tests are, every other from the back.

    So one Chromium runs at a time until all else is done; what is left of the browser tests by then is shared.
    """

    def _assign_work_unit(self, node: WorkerController) -> None:
        if node is not next(iter(self.registered_collections)):
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FromBothEnds:
    return FromBothEnds(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Large versions are left out, unless `-m` speaks of them, as bench/prove/tests.py does."""
    if "prove" in str(config.getoption("-m")):
        return
    large = [item for item in items if item.get_closest_marker("prove")]
    if large:
        config.hook.pytest_deselected(items=large)
        items[:] = [item for item in items if not item.get_closest_marker("prove")]


def street_row(
    crime_id: str = "",
    at: Degrees | None = IN_WEST,
    *,
    month: str = "2025-01",
    force: str = "Wiltshire Police",
    kind: str = "Burglary",
    location: str = "On or near High Street",
    outcome: str = "Under investigation",
) -> str:
    """One made-up offence as police.uk writes it."""
    longitude, latitude = (f"{degrees:.6f}" for degrees in at) if at else ("", "")
    return f"{crime_id},{month},{force},{force},{longitude},{latitude},{location},E01000001,Made-up 001A,{kind},{outcome},"


def street_csv(*rows: str) -> bytes:
    """A made-up month of street-level crime."""
    return "".join(f"{line}\n" for line in (STREET_HEADING, *rows)).encode()


def search_row(
    date: str = "2025-01-05T10:00:00+00:00",
    at: Degrees | None = IN_WEST,
    *,
    target: str = "Offensive weapons",
    linked: str = "True",
) -> str:
    """One made-up stop and search as police.uk writes it."""
    longitude, latitude = (f"{degrees:.6f}" for degrees in at) if at else ("", "")
    return f"Person search,{date},False,,{latitude},{longitude},Male,18-24,White,White,Made-up Act,{target},Arrest,{linked},False"


def search_csv(*rows: str) -> bytes:
    """A made-up month of stop and search."""
    return "".join(f"{line}\n" for line in (SEARCH_HEADING, *rows)).encode()


def write_file(folder: Path, name: str, data: bytes) -> Path:
    """The bytes as a file of that name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def street_file(folder: Path, month: str, *rows: str, force: str = "wiltshire") -> Path:
    return write_file(folder, f"{month}-{force}-street.csv", street_csv(*rows))


def archive_file(path: Path, members: dict[str, bytes]) -> Path:
    """A ZIP archive that holds the members."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def on_grid(longitude: float, latitude: float) -> tuple[float, float]:
    """Metres on the National Grid exactly as the loaders work them out for a published point."""
    degrees = point_degrees(point_ids(np.array([longitude]), np.array([latitude])))
    east, north = to_grid(*degrees)[0]
    return float(east), float(north)


def square_wards(*, edge: float = -1.78, exchanged: bool = False) -> gpd.GeoDataFrame:
    """The two wards as the ONS names its columns; `edge` moves what they share, `exchanged` gives each the other's code."""
    middle = [on_grid(edge, latitude) for latitude in (51.55, 51.56, 51.57)]
    west = shapely.Polygon([on_grid(-1.80, 51.55), *middle, on_grid(-1.80, 51.57)])
    east = shapely.Polygon([on_grid(-1.76, 51.55), *middle, on_grid(-1.76, 51.57)])
    return gpd.GeoDataFrame(
        {
            "WD21CD": [WEST_WARD, EAST_WARD][:: -1 if exchanged else 1],
            "WD21NM": ["West", "East"],
            "LAD21CD": ["E06000030", "E06000054"],
            "LAD21NM": ["Swindon", "Wiltshire"],
        },
        geometry=[west, east],
        crs=27700,
    )


def wards_file(
    folder: Path, name: str = "wards.parquet", *, edge: float = -1.78, exchanged: bool = False
) -> Path:
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    square_wards(edge=edge, exchanged=exchanged).to_parquet(path)
    return path


def tiny_files(folder: Path) -> list[Path]:
    """Two wards, January and March 2025 of one force, a BTP month and a search.

    January holds 9 rows: 4 in the west and one on the edge (so west), 1 in the east, 1 outside, 1 without location,
    and a duplicate; two of the three rows without a Crime ID are alike.
    """
    january = [
        street_row("a1"),
        street_row("a2", kind="Possession of weapons"),
        street_row("", kind="Anti-social behaviour", outcome=""),
        street_row("", kind="Anti-social behaviour", outcome=""),
        street_row("b1", IN_EAST, kind="Possession of weapons"),
        street_row("o1", OUTSIDE_BOTH),
        street_row("", None),
        street_row("e1", ON_EDGE, kind="Drugs"),
        street_row("a1"),
    ]
    transport = [
        street_row("t1", force="British Transport Police"),
        street_row("t2", OUTSIDE_BOTH, force="British Transport Police"),
    ]
    return [
        wards_file(folder),
        street_file(folder, "2025-01", *january),
        street_file(
            folder, "2025-03", street_row("c1", month="2025-03", kind="Possession of weapons")
        ),
        street_file(folder, "2025-01", *transport, force="btp"),
        write_file(
            folder,
            "2025-01-wiltshire-stop-and-search.csv",
            search_csv(search_row(), search_row(at=None)),
        ),
    ]


@pytest.fixture(scope="session", autouse=True)
def _geometry_remembered() -> Iterator[None]:
    with geometry_remembered():
        yield


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one real build of `tiny_files`; for reading only."""
    root = tmp_path_factory.mktemp("tiny")
    intake.load(tiny_files(root / "files"), root / "store")
    return root / "store"


@pytest.fixture
def own_store(tiny_store: Path, tmp_path: Path) -> Path:
    """A copy of the tiny store that a test may change."""
    return copy_of(tiny_store, tmp_path)


@pytest.fixture(scope="session")
def demonstration_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as it was built, once for all processes that run tests beside each other; for copying only."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration-built"
    with FileLock(f"{root}.lock"):
        if current_build(root) is None:
            build_demonstration(root)
            # the same rounded figures in every run
            (root / rounding_key.NAME).write_text("5e" * (rounding_key.SIGNS // 2) + "\n")
    return root


@pytest.fixture(scope="session")
def demonstration_store(
    demonstration_built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store that holds the demonstration; for reading only."""
    return copy_of(demonstration_built, tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def demonstration_of_its_own(
    demonstration_built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store that holds the demonstration, and whose register the tests of one file may fill."""
    return copy_of(demonstration_built, tmp_path_factory.mktemp("own"))


def copy_of(store: Path, folder: Path) -> Path:
    """A store, copied into the folder, that nobody reads yet."""
    shutil.copytree(store, folder / "store", ignore=shutil.ignore_patterns("leases", "writer.lock"))
    return folder / "store"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The real open data, which are never kept in the repository."""
    folder = Path(setting("SVD_TEST_DATA") or PROJECT.parent / "shared" / "data" / "real")
    if not (folder / "police_uk").is_dir():
        pytest.skip(f"the real open data are not in {folder}; SVD_TEST_DATA names their folder")
    return folder


def current(store: Path) -> str:
    """The build that the store shows now."""
    build = BuildStore(store).current()
    assert build is not None
    return build


def refused(store: Path, *paths: Path, swapped: bool = False) -> DataProblem:
    """The problem that a load of the paths ends with, once the store is seen to be just as it was."""
    build_store = BuildStore(store)
    before, names = build_store.current(), build_store.names()
    with pytest.raises(DataProblem) as raised:
        intake.load(paths, store, swapped=swapped)
    assert (build_store.current(), build_store.names()) == (before, names)
    assert before is None or build_store.faults(before) == []
    assert not list(build_store.builds.glob(f"{MAKING}*"))
    return raised.value
