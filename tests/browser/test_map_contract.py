"""Whatever boundaries are loaded, and in whatever order: what the map says of a place is what the page's table says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from geo.core.schema import FORCE_EXTRACT, POSSESSION, STREET
from geo.core.selection import Selection
from geo.space import grid
from geo.space.areas import grid_degrees
from loaders.reference import layers
from loaders.store.reader import Store, current_build, open_build
from tests.browser.boundary_files import (
    EDEN,
    PENHILL,
    demonstration_in,
    disordered,
    home_wards,
    national_wards,
    redrawn,
    three_authorities,
    with_gaps,
)
from tests.browser.pointing import (
    PointedWard,
    disagreeing,
    downloaded,
    pointed,
    rates_agree,
    ward_table,
    written_as,
)
from tests.chromium import dashboard, map_frame, offline_page, readers_window, settle
from tests.home import HOME
from tests.large_versions import a_few
from ui.hotspots import map_layer as hotspot_map
from ui.map.colours import COLOURS
from ui.map.payload import PartCounts
from ui.text import figures as figure_text
from ui.text import hotspots as hotspot_text
from ui.text import map as map_text
from ui.text.map import ORIGIN_SHORT
from ui.text.stop_and_search import searches as search_text

pytestmark = pytest.mark.browser
FILES = ("third authority", "England and Wales", "one ward missing", "another order")
THIRD, NATIONAL, MISSING, OTHER_ORDER = FILES
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 1)
MAIN, INSETS = "#map_div > .leaflet-map-pane", "#map_div .inset"
UNTOLD = "url(#untold)"
KNIVES = layers()[0]
MOST_POINTED_AT = 40
# The map is laid so that a place is in its middle, and the pointer goes there.
POINT_AT_PLACES = """([places, zoom]) => places.map(([latitude, longitude]) => {
    map_div.setView([latitude, longitude], zoom, { animate: false });
    const spot = map_div.latLngToContainerPoint([latitude, longitude]), frame = map_div.getContainer().getBoundingClientRect();
    const at = { bubbles: true, clientX: frame.x + spot.x, clientY: frame.y + spot.y };
    map_div.getContainer().dispatchEvent(new MouseEvent("mousemove", at));
    const tips = [...document.querySelectorAll(".ward-tip")].filter((tip) => tip.style.opacity !== "0");
    return tips.map((tip) => tip.textContent).join(" / ");
})"""


@dataclass(frozen=True)
class ServedBuild:
    """A dashboard on the demonstration in some boundaries, and what its build holds."""

    name: str
    address: str
    store: Store

    @cached_property
    def home(self) -> pd.DataFrame:
        table = self.store.ward_table_of(())
        return table[table["authority_code"].isin(HOME.names)]


def served_of(*few: str) -> pytest.MarkDecorator:
    """A test is run on these of the files; on the others by `make prove`."""
    return pytest.mark.parametrize("served", a_few(FILES, few), indirect=True)


@pytest.fixture(scope="module")
def served(
    request: pytest.FixtureRequest,
    demonstration_built: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ServedBuild]:
    folder = tmp_path_factory.mktemp("boundaries")
    if request.param == "England and Wales":
        import geopandas as gpd

        national = national_wards()
        if national is None:
            pytest.skip(
                "wards_dec2021_england_wales.parquet is not there; SVD_TEST_DATA names its folder"
            )
        store = demonstration_in(gpd.read_parquet(national), folder)
    elif request.param == "third authority":
        store = demonstration_in(three_authorities(), folder)
    elif request.param == "one ward missing":
        wards = home_wards()
        store = demonstration_in(wards[wards["WD21CD"] != PENHILL], folder)
    else:
        store = redrawn(demonstration_built, folder, disordered)
    with dashboard(store) as address:
        yield ServedBuild(request.param, address, open_build(store, str(current_build(store))))


@pytest.fixture(scope="module")
def window(chromium: Browser, served: ServedBuild) -> Iterator[BrowserContext]:
    opened = readers_window(chromium, accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    opened, _ = offline_page(window)
    yield opened
    opened.close()


def shown(page: Page, address: str) -> Frame:
    page.goto(address)
    frame = map_frame(page)
    settle(page)
    return frame


def classes_rise(pointed_wards: list[PointedWard], table: pd.DataFrame) -> bool:
    """Whether no ward is of a lower class than one with a lower rate."""
    names = {fill: at for at, colour in enumerate(COLOURS) for fill in (colour, f"url(#hatch{at})")}
    ordered = sorted(pointed_wards, key=lambda shape: table.at[shape.ward, "rate_per_1000"])
    classes = [names[shape.fill] for shape in ordered]
    return classes == sorted(classes) and len(set(classes)) > 3


def searches_agree(lines: list[str], row: pd.Series) -> bool:
    at, filled = search_text.ward_tip(row)
    return lines == [row["ward_name"], search_text.WARD_TIPS[at].format(*filled.split("|"))]


def counted(frame: Frame) -> tuple[int, int]:
    """Wards the map was told nothing of, and wards it was told of and has no shape for."""
    counts = frame.evaluate("[document.body.dataset.untold, document.body.dataset.shapeless]")
    return int(counts[0]), int(counts[1])


@served_of(*FILES)
def test_wards_tiles_and_insets_say_what_the_table_says(served: ServedBuild, page: Page) -> None:
    frame = shown(page, f"{served.address}/wards?guide=off")
    table, home = ward_table(page), set(served.home.index)
    assert set(table.index) == home and len(home) >= 117
    pointed_wards, small = pointed(frame, MAIN), pointed(frame, INSETS)
    assert {shape.ward for shape in pointed_wards} == home and len(
        {shape.ward for shape in small}
    ) > 20
    assert disagreeing(pointed_wards, table, rates_agree) == {}
    assert disagreeing(small, table, rates_agree) == {}
    assert classes_rise(pointed_wards, table)
    # a ward with two shapes is painted on both, and in its town's picture as well
    assert Counter(shape.ward for shape in pointed_wards)[EDEN] == (
        2 if served.name == "another order" else 1
    )
    assert len({(shape.ward, shape.fill) for shape in pointed_wards + small}) == len(home)
    assert counted(frame) == (0, 0) and frame.locator(".gaps").count() == 0
    frame = shown(page, f"{served.address}/wards?guide=off&view=Equal+tiles")
    tiles = pointed(frame, MAIN)
    assert sorted(shape.ward for shape in tiles) == sorted(home)  # a tile a ward
    assert disagreeing(tiles, table, rates_agree) == {}
    written = frame.evaluate(
        "[...document.querySelectorAll('.tile-rate')].map((tile) => [tile.dataset.ward, tile.textContent])"
    )
    assert len(written) == len(home)
    assert all(written_as(rate, table.at[code, "rate_per_1000"]) for code, rate in written)


@served_of(THIRD, OTHER_ORDER)
def test_marks_of_how_offences_came_to_light_stand_on_their_wards(
    served: ServedBuild, page: Page
) -> None:
    frame = shown(page, f"{served.address}/wards?guide=off&layer={KNIVES.title.replace(' ', '+')}")
    frame.wait_for_function("Number(document.body.dataset.parts) > 20")
    selection = KNIVES.of(Selection(FORCE_EXTRACT, (), (), FIRST, LAST))
    counts = served.store.counts(selection, by=["ward_code", "origin"])
    parts = counts.pivot_table(
        index="ward_code", columns="origin", values="offences", fill_value=0, aggfunc="sum"
    ).reindex(columns=PartCounts._fields, fill_value=0)
    words = {
        code: [
            ", ".join(
                f"{int(row[origin])} {ORIGIN_SHORT[origin]}"
                for origin in PartCounts._fields
                if row[origin]
            )
        ]
        for code, row in parts.iterrows()
    }
    table = ward_table(page)
    table["more"] = [words.get(code, []) for code in table.index]
    assert sum(map(bool, table["more"])) > 50
    assert disagreeing(pointed(frame, MAIN), table, rates_agree) == {}
    assert disagreeing(pointed(frame, INSETS), table, rates_agree) == {}


@served_of(NATIONAL, MISSING)
def test_two_figures_of_a_ward_are_its_own(served: ServedBuild, page: Page) -> None:
    frame = shown(page, f"{served.address}/stop_and_search?guide=off")
    table, pointed_wards = ward_table(page), pointed(frame, MAIN)
    assert {shape.ward for shape in pointed_wards} == set(served.home.index) == set(table.index)
    assert disagreeing(pointed_wards, table, searches_agree) == {} and counted(frame) == (0, 0)
    # the darkest of the nine is much of both, and white little of both
    fills = {shape.ward: shape.fill for shape in pointed_wards}
    assert fills[table["search_rate"].idxmax()] in ("#509dc2", "#376387", "#1a1a1a")


@served_of(THIRD, OTHER_ORDER)
def test_hot_wards_are_those_of_the_list(served: ServedBuild, page: Page) -> None:
    frame = shown(page, f"{served.address}/hotspots?guide=off&unit=Wards&side=Beyond+chance")
    listed = downloaded(page)
    hot = {
        served.home.at[shape.ward, "ward_name"]
        for shape in pointed(frame, MAIN)
        if shape.fill in hotspot_map.STANDING[:2]
    }
    listed_places = " ".join(listed["place"])
    assert hot and all(name in listed_places for name in hot) and counted(frame) == (0, 0)


@served_of(NATIONAL, OTHER_ORDER)
def test_a_hexagon_says_what_is_recorded_in_it(served: ServedBuild, page: Page) -> None:
    frame = shown(page, f"{served.address}/hotspots?guide=off&paint=Density")
    frame.wait_for_function("Number(document.body.dataset.cells) > 30")
    selection = Selection(STREET, (), ("Violence and sexual offences", "Robbery"), FIRST, LAST)
    places = served.store.map_points(STREET).set_index("point_id")
    points = served.store.points(selection).join(
        places[["easting", "northing"]], "point_id", "inner"
    )
    cells = pd.Series(grid.cell_of(points[["easting", "northing"]].to_numpy(float)))
    counts = points["offences"].reset_index(drop=True).groupby(cells).sum()
    most = counts.sort_values(ascending=False, kind="stable").head(MOST_POINTED_AT)
    middles = grid.centres(most.index.to_numpy())
    degrees = grid_degrees(middles[:, 0], middles[:, 1])
    tips = frame.evaluate(POINT_AT_PLACES, [[[float(lat), float(lon)] for lon, lat in degrees], 15])
    legend = hotspot_text.DENSITY_LEGEND
    expected = [
        {hotspot_text.TIPS[1].format(count=f"{count:,}", standing=words) for words in legend}
        for count in most
    ]
    wrong = [pair for pair in zip(tips, expected, strict=True) if pair[0] not in pair[1]]
    assert wrong == []


@served_of(THIRD, MISSING)
def test_a_dot_says_what_is_recorded_at_its_place(served: ServedBuild, page: Page) -> None:
    frame = shown(page, f"{served.address}/wards?guide=off&layers=Points")
    frame.wait_for_function("document.body.dataset.points")
    selection = Selection(STREET, (), (POSSESSION,), FIRST, LAST)
    points = served.store.points(selection, by=["location_text"])
    dots = points.groupby("point_id").agg(
        latitude=("latitude", "first"),
        longitude=("longitude", "first"),
        street=("location_text", "first"),
        offences=("offences", "sum"),
    )
    assert frame.evaluate("document.body.dataset.points") == str(dots["offences"].sum())
    most = dots.sort_values("offences", ascending=False, kind="stable").head(MOST_POINTED_AT)
    tips = frame.evaluate(
        POINT_AT_PLACES, [most[["latitude", "longitude"]].to_numpy().tolist(), 18]
    )
    expected = [
        map_text.DOT_TIPS[0 if row["offences"] == 1 else 1].format(
            count=f"{row['offences']:,}", street=map_text.street(row["street"])
        )
        for _, row in most.iterrows()
    ]
    assert tips == expected


@pytest.fixture(scope="module")
def gaps(
    demonstration_built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedBuild]:
    store = redrawn(demonstration_built, tmp_path_factory.mktemp("gaps"), with_gaps)
    with dashboard(store) as address:
        yield ServedBuild("gaps", address, open_build(store, str(current_build(store))))


LINE = "2 wards on this map were sent no figure; 1 ward with figures has no shape on this map"


def test_wards_without_figures_and_figures_without_a_ward_are_counted_and_nothing_is_shifted(
    gaps: ServedBuild, chromium: Browser
) -> None:
    window = readers_window(chromium, accept_downloads=True)
    page, watch = offline_page(window)
    frame = shown(page, f"{gaps.address}/wards?guide=off")
    table, pointed_wards = ward_table(page), pointed(frame, MAIN)
    strange = [shape for shape in pointed_wards if shape.ward not in table.index]
    assert {(shape.ward, shape.fill, *shape.lines) for shape in strange} == {
        (f"E0599999{at}", UNTOLD, f"New ward {at}", figure_text.UNTOLD) for at in (1, 2)
    }
    own = [shape for shape in pointed_wards if shape.ward in table.index]
    assert {shape.ward for shape in own} == set(gaps.home.index) - {PENHILL}
    assert disagreeing(own, table, rates_agree) == {} and UNTOLD not in {
        shape.fill for shape in own
    }
    assert counted(frame) == (2, 1)
    expect(frame.locator(".gaps")).to_have_text(LINE)
    expect(frame.locator(".legend .row", has_text=figure_text.UNTOLD)).to_be_visible()
    # those a reader leaves out are no gaps
    frame = shown(page, f"{gaps.address}/wards?guide=off&authority=Wiltshire")
    left_out = [shape for shape in pointed(frame, MAIN) if shape.ward == EDEN]
    assert counted(frame) == (2, 1) and [shape.fill for shape in left_out] == ["#e9edf0"]
    # two maps are counted together, once
    frame = shown(page, f"{gaps.address}/compare?guide=off")
    expect(frame.locator(".gaps")).to_have_text(LINE)
    assert counted(frame) == (2, 1)
    frame = shown(page, f"{gaps.address}/stop_and_search?guide=off")
    assert counted(frame) == (2, 1)
    frame = shown(page, f"{gaps.address}/wards?guide=off&view=Equal+tiles")
    assert counted(frame) == (2, 1) and len(pointed(frame, MAIN)) == 117
    assert [
        message for message in watch.messages if "404" not in message
    ] == []  # a deep link asks in vain first
    window.close()
