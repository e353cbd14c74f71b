"""Areas beside wards on the pages where a reader may choose them, and nowhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from geo.disclosure.small_cells import Policy
from loaders import intake
from loaders.demo.demonstration import operations_text
from loaders.store.reader import current_build
from tests.conftest import write_file
from tests.loaders.store.wards.test_geographies import LSOAS, areas_file, lsoa_file, scattered
from tests.pages.running import PageOutput, figures_of, fresh_caches, run
from tests.readers import look_as
from ui.answers import uploads
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.text.wards import areas as wording

__all__ = ["fresh_caches"]
TITLE, STRIPS = "LSOAs 2021", "Strips of ground"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one month with LSOAs beside its wards; for reading only."""
    root = tmp_path_factory.mktemp("geographies")
    intake.load([scattered(root), lsoa_file(root)], root / "store")
    edges = [(-1.80 + at * 0.004, -1.796 + at * 0.004) for at in range(10)]
    intake.load([areas_file(root, edges)], root / "store", geography=STRIPS)
    return root / "store"


@pytest.fixture(autouse=True)
def store(built: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None) -> Path:
    del fresh_caches
    monkeypatch.setenv("SVD_STORE", str(built))
    return built


def labels(page: PageOutput) -> list[str]:
    return [box.label for box in (*page.test.selectbox, *page.test.multiselect)]


def total(page: PageOutput) -> int:
    return sum(paint.offences or 0 for paint in figures_of(page.painted).values())


def test_wards_paints_counts_and_names_the_areas_chosen() -> None:
    by_ward = run("wards", type="", first="2025-01", last="2025-01")
    by_lsoa = run("wards", type="", areas=TITLE, ward="Made-up 002A", show="table")
    assert set(LSOAS) <= set(figures_of(by_lsoa.painted))
    assert not set(LSOAS) & set(figures_of(by_ward.painted))
    assert total(by_lsoa) == total(by_ward) > 100
    assert "Select an LSOA" in labels(by_lsoa)
    assert "Select a ward" in labels(by_ward)
    assert "LSOA" in by_lsoa.tables()[0].columns
    assert f" · {TITLE}, as loaded, a point every " in by_lsoa.text
    assert "Made-up 002A:" in by_lsoa.text
    assert wording.residents_carried(TITLE, 5 / 6, 0.5)[:80] in by_lsoa.text
    assert "Wards as of" not in labels(by_lsoa)
    assert "Rank" in by_ward.tables()[0] or "cannot be ranked" in by_ward.text
    assert "Rank" not in by_lsoa.tables()[0]


def test_operations_are_drawn_on_their_own_ground_over_the_areas_chosen() -> None:
    shown = [
        run("wards", type="", areas=areas).painted["operations"] for areas in ("", TITLE, STRIPS)
    ]
    names = [sorted(each["name"] for each in operations.values()) for operations in shown]
    assert names[0] == names[1] == names[2] and "Op Juvenis" in " ".join(names[0])
    for operations in shown[1:]:
        for each in operations.values():
            # no area was a ward: its wards are drawn, and none of the areas is said to be it
            assert not each["wards"] and each["area"]["type"] in ("Polygon", "MultiPolygon")
    assert all(each["wards"] for each in shown[0].values())


def test_compare_gives_the_same_authorities_by_either() -> None:
    by_ward, by_lsoa = run("compare", type=""), run("compare", type="", areas=TITLE)
    assert total(by_lsoa) == total(by_ward)
    cards = [
        page.elements("html")[1].body.split('<div class="card">')[1:4]
        for page in (by_ward, by_lsoa)
    ]
    assert cards[0] == cards[1]
    assert "LSOAs of Swindon clearly above the force rate" in by_lsoa.text


def test_hotspots_count_by_areas_where_places_are_wards_and_leave_hexagons_alone() -> None:
    by_area = run("hotspots", unit="Wards", areas=STRIPS)
    assert set(by_area.painted["cells"]["wards"]) >= {f"A{number}" for number in range(1, 11)}
    assert "at published points in areas" in by_area.text
    assert "Areas" in labels(by_area)
    hexagons = run("hotspots", areas=STRIPS)
    assert "Areas" not in labels(hexagons)
    assert hexagons.text == run("hotspots").text


def test_other_pages_stay_with_wards() -> None:
    page = run("briefing", areas=TITLE, type="")
    assert not set(LSOAS) & set(figures_of(page.painted))
    assert "Areas" not in labels(page)


def test_an_address_of_areas_that_are_not_held_says_so() -> None:
    page = run("wards", areas="Beats", type="")
    assert "This link asks for “Beats”" in page.text
    assert not set(LSOAS) & set(figures_of(page.painted))


def test_guarded_counts_are_shown_by_ward_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_answers, "policy", lambda source_id: Policy())
    look_as(monkeypatch, "executive")
    quarter = (date(2025, 1, 1),)  # as if the one month that the store holds were one
    monkeypatch.setattr(source_answers, "quarters", lambda source_id: (quarter,))
    page = run("wards", areas=TITLE)
    assert wording.GUARDED in " ".join(caption.value for caption in page.test.caption)
    assert "Areas" not in labels(page)
    assert not set(LSOAS) & set(figures_of(page.painted))


def test_the_data_page_says_what_stands_beside_the_wards() -> None:
    page = run("data")
    assert f"{TITLE}: 6 areas beside the wards, from lsoa.geojson, {TITLE}." in page.text
    assert "Rest of Wiltshire" in page.text


def test_the_data_page_takes_what_areas_are_called(store: Path, tmp_path: Path) -> None:
    name, content = "lsoa.geojson", lsoa_file(tmp_path).read_bytes()
    with answers.pinned_to(str(current_build(store))):
        shown = uploads.propose([(name, content)], swapped=False, geography="Beats")
        (line,) = shown.lines
        assert line.source == "Beats"
        with pytest.raises(DataProblem, match="What the areas are called"):
            uploads.propose([(name, content)], swapped=False, geography="x" * 61)


def test_operations_of_real_wards_stand_beside_areas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarters = [(-1.80 + at * 0.01, -1.79 + at * 0.01) for at in range(4)]
    paths = [
        scattered(tmp_path),
        write_file(tmp_path, "operations.csv", operations_text().encode()),
    ]
    intake.load(paths, tmp_path / "store")
    intake.load([areas_file(tmp_path, quarters)], tmp_path / "store", geography="Quarters")
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    for page in ("wards", "compare"):
        sent = run(page, type="", areas="Quarters", show="trend")
        assert "could not be worked out" not in sent.text
        by_ward = run(page, type="")
        assert total(sent) == total(by_ward)
        (juvenis,) = [
            each for each in sent.painted["operations"].values() if "Op Juvenis" in each["name"]
        ]
        assert juvenis["area"] and "since" not in juvenis["name"]
