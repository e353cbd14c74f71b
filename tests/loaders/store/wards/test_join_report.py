"""What a load of boundaries or residents says before it counts, and what it is refused for: files made from the project's own map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.space.areas import grid_degrees
from loaders import intake
from loaders.area import area_file
from loaders.reference import ward_facts
from loaders.sources.boundaries import embedded_wards
from loaders.store.builds import BuildStore
from loaders.store.proposal import whatever_it_takes_away
from loaders.store.reader import Store
from loaders.store.wards import authorities_alone
from loaders.store.wards.join_report import windows_words
from tests.conftest import current, refused, street_file, street_row, write_file
from tests.home import SWINDON, WILTSHIRE

CENTRAL, EASTCOTT, RIDGEWAY = "E05008954", "E05008957", "E05008966"
Change = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


def boundaries(folder: Path, change: Change, *, vintage: str = "2025-05", year: str = "27") -> Path:
    """A boundary file: the project's own wards of a vintage, said to be of a year, changed."""
    wards = embedded_wards(vintage)
    frame = gpd.GeoDataFrame(
        {
            "code": wards.table.index,
            "name": wards.table["ward_name"].to_numpy(),
            "home": wards.table["authority_code"].to_numpy(),
            "home_name": wards.table["authority_name"].to_numpy(),
        },
        geometry=wards.shapes.to_numpy(),
        crs=27700,
    )
    columns = {"code": "WD{}CD", "name": "WD{}NM", "home": "LAD{}CD", "home_name": "LAD{}NM"}
    named = {name: column.format(year) for name, column in columns.items()}
    path = folder / f"wards_{year}.gpkg"
    change(frame.set_index("code", drop=False)).rename(columns=named).to_file(path)
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three offences in Central and one in Ridgeway."""
    folder = tmp_path_factory.mktemp("joins")
    points = shapely.point_on_surface(embedded_wards().shapes[[CENTRAL, RIDGEWAY]].to_numpy())
    east, west = grid_degrees(shapely.get_x(points), shapely.get_y(points))
    places = [(float(east[0]), float(east[1])), (float(west[0]), float(west[1]))]
    rows = [street_row(f"c{n}", places[0]) for n in range(3)] + [street_row("r", places[1])]
    intake.load([street_file(folder, "2025-01", *rows)], folder / "store")
    return folder / "store"


def join_words(store: Path, *paths: Path) -> str:
    """What a rehearsal says of how these join."""
    proposal = intake.rehearse(paths, store).proposal
    return "\n".join(sentence for _, sentences in proposal.joins for sentence in sentences)


def of_authority(home: str) -> Change:
    return lambda wards: wards[wards["home"] == home]


def without(code: str) -> Change:
    return lambda wards: wards.drop(index=code)


def renamed(code: str, **values: str) -> Change:
    return lambda wards: wards.assign(
        **{name: wards[name].where(wards["code"] != code, value) for name, value in values.items()}
    )


def test_a_ward_left_out_is_a_hole_with_its_offences(loaded: Path, tmp_path: Path) -> None:
    words = join_words(loaded, boundaries(tmp_path, without(CENTRAL)))
    assert (
        f"1 ward of May 2025 is not there any more, by code or by name: Central {CENTRAL}." in words
    )
    assert "with 3 known offences in it that count in no ward." in words
    ground = embedded_wards("2025-05").shapes[CENTRAL].area / 1e6
    assert (
        f"{ground:,.2f} km² of Swindon lie in no ward: Central {CENTRAL} is not among them. "
        "No rate is formed for Swindon or the whole area; counts stand."
    ) in words
    assert "3 of 4 known offences (75.0%) lie in another ward than by those of May 2025." in words
    assert "3 of them (75.0%) lie in no ward any more" in words


def test_a_ward_left_out_at_the_edge_is_ground_in_no_ward(loaded: Path, tmp_path: Path) -> None:
    """Ridgeway lies on Swindon's outer line: its ground is open to the outside, and no ring goes round it."""
    words = join_words(loaded, boundaries(tmp_path, without(RIDGEWAY)))
    assert f"of Swindon lie in no ward: Ridgeway {RIDGEWAY} is not among them. No rate" in words


def test_a_hole_in_a_ward_is_said_with_the_ward_and_no_rate(loaded: Path, tmp_path: Path) -> None:
    def holed(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        middle = wards.geometry[RIDGEWAY].point_on_surface().buffer(300)
        wards.loc[[RIDGEWAY], "geometry"] = wards.loc[[RIDGEWAY]].difference(middle)
        return wards

    words = join_words(loaded, boundaries(tmp_path, holed))
    assert f"0.28 km² of Swindon lie in no ward: a hole is left in Ridgeway {RIDGEWAY}. " in words
    assert "No rate is formed for Swindon or the whole area; counts stand." in words


def test_what_lies_in_no_ward_stays_known_after_further_loads(tmp_path: Path) -> None:
    store = tmp_path / "store"
    intake.load([boundaries(tmp_path, without(CENTRAL))], store)
    intake.load([street_file(tmp_path, "2025-01", street_row("a"))], store)
    held = {each.id: each for each in BuildStore(store).manifest(current(store)).every_vintage}
    lacking = {vintage: Store(store, current(store), vintage).ground_in_no_ward for vintage in held}
    assert [vintage for vintage, words in lacking.items() if words] == ["2027"]
    assert list(lacking["2027"]) == [SWINDON]


def test_a_ward_in_another_authority_takes_its_residents_along(
    loaded: Path, tmp_path: Path
) -> None:
    path = boundaries(tmp_path, renamed(RIDGEWAY, home=WILTSHIRE, home_name="Wiltshire"))
    words = join_words(loaded, path)
    assert (
        f"1 ward moved to another authority: Ridgeway {RIDGEWAY} from Swindon to Wiltshire."
        in words
    )
    assert "no residents" not in words


def test_a_name_used_twice_is_said_and_told_apart_by_its_code(tmp_path: Path) -> None:
    store = tmp_path / "store"
    report = intake.load([boundaries(tmp_path, renamed(EASTCOTT, name="Central"))], store)
    words = " ".join(report.proposal.joins[0][1])
    assert f"Central in Swindon ({CENTRAL}, {EASTCOTT})" in words
    names = Store(store, current(store), "2027").ward_names["ward_name"]
    assert names[CENTRAL] == f"Central ({CENTRAL})"
    assert names[RIDGEWAY] == "Ridgeway"


def test_overlapping_wards_are_refused_with_how_much(loaded: Path, tmp_path: Path) -> None:
    def grown(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        wards.loc[[EASTCOTT], "geometry"] = wards.loc[[EASTCOTT]].buffer(400)
        return wards

    problem = refused(loaded, boundaries(tmp_path, grown))
    assert "overlap" in problem.wrong
    assert f"Central {CENTRAL} and Eastcott {EASTCOTT} by " in problem.saw


def test_codes_of_another_year_than_the_file_says_are_refused(loaded: Path, tmp_path: Path) -> None:
    problem = refused(loaded, boundaries(tmp_path, lambda wards: wards, year="21"))
    assert (
        "94 of its 118 codes are in the list of December 2021, all of them in that of May 2025"
        in problem.saw
    )


def test_new_codes_for_half_the_wards_of_an_authority_leave_it_all_its_residents(
    tmp_path: Path,
) -> None:
    """Ten of twenty wards take new codes: every authority has its residents as before, under each vintage."""

    def new_codes(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        ten = wards.index[wards["home"] == SWINDON][:10]
        fresh = dict(zip(ten, (f"E0599900{n}" for n in range(10)), strict=True))
        return wards.assign(code=wards["code"].replace(fresh))

    store = tmp_path / "store"
    intake.load([boundaries(tmp_path, new_codes, vintage="2021-12", year="21")], store)
    facts = ward_facts().groupby("authority_code")["population_2021"].sum()
    for vintage in BuildStore(store).manifest(current(store)).every_vintage:
        table = Store(store, current(store), vintage.id).ward_table_of(())
        assert table.groupby("authority_code")["residents"].sum().to_dict() == facts.to_dict()


@pytest.mark.parametrize(
    ("vintage", "year", "ids"), [("2025-05", "27", "2027"), ("2021-12", "21", "2021")]
)
def test_a_code_on_other_ground_has_residents_carried_to_it(
    tmp_path: Path, vintage: str, year: str, ids: str
) -> None:
    def shifted(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        taken = wards.geometry[CENTRAL].intersection(wards.geometry[EASTCOTT].buffer(400))
        wards.loc[[CENTRAL], "geometry"] = [wards.geometry[CENTRAL].difference(taken)]
        wards.loc[[EASTCOTT], "geometry"] = [wards.geometry[EASTCOTT].union(taken)]
        return wards

    store = tmp_path / "store"
    report = intake.load([boundaries(tmp_path, shifted, vintage=vintage, year=year)], store)
    assert "2 wards keep their code on other ground than in " in " ".join(
        report.proposal.joins[0][1]
    )
    residents = Store(store, current(store), ids).residents.set_index("ward_code")
    before = ward_facts()["population_2021"]
    assert residents.at[CENTRAL, "residents"] < before[CENTRAL]
    assert (
        residents.loc[[CENTRAL, EASTCOTT], "residents"].sum() == before[[CENTRAL, EASTCOTT]].sum()
    )
    assert residents.at[CENTRAL, "fidelity"] > 0


@pytest.mark.parametrize(("alone", "kept"), [(SWINDON, WILTSHIRE), (WILTSHIRE, SWINDON)])
def test_an_authority_alone_leaves_the_other_its_wards(
    tmp_path: Path, alone: str, kept: str
) -> None:
    store = tmp_path / "store"
    path = boundaries(tmp_path, lambda wards: wards[wards["home"] == alone])
    report = intake.load([path], store)
    (line,) = [line for line in report.proposal.lines if line.source_id == "boundaries"]
    assert "keeps the wards it had" in line.why
    wards = Store(store, current(store), "2027").wards
    own = embedded_wards("2025-05")
    mine = own.table.index[own.table["authority_code"] == kept]
    assert set(mine) == set(wards.table.index[wards.table["authority_code"] == kept])
    common = shapely.area(
        shapely.intersection(wards.shapes[mine].to_numpy(), own.shapes[mine].to_numpy())
    )
    assert (common / shapely.area(own.shapes[mine].to_numpy())).min() > 0.999


def test_an_authority_alone_is_refused_unless_the_area_file_allows_it(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = boundaries(tmp_path, lambda wards: wards[wards["home"] == SWINDON])
    strict = replace(area_file(), authorities_alone=False)
    monkeypatch.setattr(authorities_alone, "area_file", lambda: strict)
    problem = refused(loaded, path)
    assert problem.wrong == "wards_27.gpkg holds no ward of Wiltshire."
    assert "20 of Swindon" in problem.saw
    assert "authorities_alone = true" in problem.do


def test_two_files_of_an_authority_each_make_one_vintage(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    paths = [
        boundaries(folder, of_authority(home))
        for folder, home in zip(folders, (SWINDON, WILTSHIRE), strict=True)
    ]
    report = intake.load(paths, tmp_path / "store")
    assert report.manifest is not None
    (vintage,) = [each for each in report.manifest.every_vintage if each.id == "2027"]
    assert vintage.wards == "118"


def test_residents_that_join_nothing_are_named(loaded: Path, tmp_path: Path) -> None:
    residents = ward_facts()["population_2021"].rename({CENTRAL: "E05999999"})
    text = residents.rename("residents").rename_axis("ward_code").to_csv().encode()
    words = join_words(loaded, write_file(tmp_path, "residents.csv", text))
    assert (
        f"1 of 118 wards has no residents: Central {CENTRAL}. No rate is formed for Swindon or the whole area."
        in words
    )
    assert "1 code has residents and no ward: E05999999." in words


def test_the_build_says_afterwards_what_the_proposal_said(tmp_path: Path) -> None:
    store = tmp_path / "store"
    report = intake.load(
        [boundaries(tmp_path, without(CENTRAL))], store, agreed=whatever_it_takes_away
    )
    assert report.proposal.joins[0] in Store(store, current(store)).joins


BEGINS = [
    ("2021-12", date(2021, 5, 6)),
    ("2025-05", date(2025, 5, 1)),
    ("2026-05", date(2026, 5, 7)),
]


def test_a_window_is_drawn_by_the_wards_in_force_on_its_first_day() -> None:
    assert windows_words("2021-12", BEGINS).startswith(
        "Pages draw these wards for windows that begin before 1 May 2025;"
    )
    assert "on or after 1 May 2025, and before 1 June 2026;" in windows_words("2025-05", BEGINS)
    redrawn = windows_words("2026-05", BEGINS)
    assert "on or after 1 June 2026;" in redrawn
    assert (
        "in force from 7 May 2026: a window is drawn by the wards in force on the first day"
        in redrawn
    )
