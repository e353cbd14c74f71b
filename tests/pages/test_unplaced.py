"""Places withheld in the second of two years in which nothing changed: no page says that anything fell, worked, or was not recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import shapely

from geo.core.selection import months_between
from geo.space.areas import grid_degrees
from loaders import intake
from loaders.register.register import open_registers
from loaders.sources.boundaries import embedded_wards
from tests.conftest import street_file, street_row, wards_file, write_file
from tests.home import SWINDON
from tests.large_versions import a_few
from tests.pages.running import fresh_caches, load_case, readable, run

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
MONTHS = months_between(date(2023, 1, 1), date(2024, 12, 1))
CHANGED = date(2024, 1, 1)
THESUS_WARD = "E05008960"  # in which the register shows Op Thesus
WEAPONS, ROBBERY, BURGLARY, DRUGS, THEFT = (
    "Possession of weapons",
    "Robbery",
    "Burglary",
    "Drugs",
    "Bicycle theft",
)
YEAR = {"first": "Jan 2024", "last": "Dec 2024"}
EXTRACT = "Wiltshire Police, the force's own records (extract)"
FELL = re.compile(r"(clear|possible) (fall|rise)|It worked|−\d+ ?%|\(-\d+ %\)")


def _places() -> dict[str, tuple[float, float]]:
    """A point within every ward of one authority, in degrees, and within a few of the other."""
    wards = embedded_wards()
    codes = wards.table.index[wards.table["authority_code"] == SWINDON]
    others = wards.table.index.difference(codes)[:20]
    chosen = [str(code) for code in (*codes, *others)]
    points = shapely.point_on_surface(wards.shapes[chosen].to_numpy())
    degrees = grid_degrees(shapely.get_x(points), shapely.get_y(points))
    return {code: (float(at[0]), float(at[1])) for code, at in zip(chosen, degrees, strict=True)}


def _rows(month: date, places: dict[str, tuple[float, float]]) -> Iterator[str]:
    """Eight robberies and eight finds of weapons in every ward; from 2024 on nine in twenty of the robberies have no place, more in one."""
    words = f"{month:%Y-%m}"
    for ward, at in places.items():
        lost = 0 if month < CHANGED else 6 if ward == THESUS_WARD else 3 + (month.month % 2)
        for number in range(8):
            gone = number < lost
            yield street_row(
                f"r{words}{ward}{number}", None if gone else at, month=words, kind=ROBBERY
            )
            yield street_row(f"w{words}{ward}{number}", at, month=words, kind=WEAPONS)
    for number in range(7):  # a type of which nothing ever had a place
        yield street_row(f"d{words}{number}", None, month=words, kind=DRUGS)
    fewer = 4 if month < CHANGED else 1
    for number in range(fewer * len(places)):  # a type that truly fell
        spot = list(places.values())[number % len(places)]
        yield street_row(f"b{words}{number}", spot, month=words, kind=BURGLARY)


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root, places = tmp_path_factory.mktemp("withheld"), _places()
    files = [
        street_file(root / "files", f"{month:%Y-%m}", *_rows(month, places)) for month in MONTHS
    ]
    intake.load(files, root / "store")
    return root / "store"


@pytest.fixture
def store(withheld: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(withheld))
    return withheld


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small file of people's tools in which nothing changed but that places were withheld."""
    return load_case("10-places-withheld", tmp_path / "store", monkeypatch)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("view", ["What to know", "Table", "Trend", "Funnel"])
def test_the_briefing_says_no_fall_and_names_both_shares(view: str) -> None:
    text = readable(run("briefing", show=view, type=ROBBERY, **YEAR))
    text = re.sub(rf"\w+, {BURGLARY}: clear fall[^.]*\.", "", text)  # which did fall
    assert not FELL.search(text), FELL.search(text)
    assert "cannot tell" in text
    assert "without a place: 0% then, 45% now" in text or view != "What to know"


@pytest.mark.usefixtures("store")
def test_what_is_assumed_stands_beside_the_changes() -> None:
    text = readable(run("wards", type=ROBBERY, **YEAR))
    assert not FELL.search(text), FELL.search(text)
    assert (
        "0% of offences had no place a year earlier, 45% now: a greater difference than chance makes. A change is then given only where "
        "it holds at both bounds: with none and with all of them in an authority or the force, with none and with twice its share of "
        "those placed in a ward or smaller place." in text
    )
    assert "% of these offences" in text and "had no place and count in no rate" in text
    assert "none placed" in str(run("wards", type=ROBBERY, **YEAR).painted["words"]["classes"])


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("place", ["Trend", "Offence types"])
def test_one_ward_has_not_fallen_and_a_true_fall_stands(place: str) -> None:
    sent = run("wards", ward=THESUS_WARD, place=place, type=ROBBERY, **YEAR)
    sentence = re.search(
        r"On the year before: \d+ in January to December 2024, 96 a year earlier, cannot tell \([^)]*\)",
        unescape(sent.text),
    )
    assert sentence and "without a place: 0% then, 45% now" in sentence[0]
    if place == "Offence types":
        (types,) = [table for table in sent.tables() if "Offence type" in table]
        words = types.set_index("Offence type")["Change"].to_dict()
        assert words == {
            ROBBERY: "cannot tell",
            WEAPONS: "usual variation",
            BURGLARY: "clear fall",
        }


@pytest.mark.usefixtures("store")
def test_what_could_not_be_placed_is_that_of_the_types_asked_for() -> None:
    text = readable(run("wards", type=WEAPONS, **YEAR))
    assert "no place" not in text and "usual variation" in text
    fell = readable(run("briefing", type=BURGLARY, **YEAR))
    assert "clear fall" in fell


@pytest.mark.usefixtures("store")
def test_nought_is_said_only_where_nothing_was_recorded() -> None:
    none = unescape(run("wards", type=THEFT, **YEAR).text)
    assert "No offence of this kind was recorded in these months." in none
    unplaced = unescape(run("wards", type=DRUGS, **YEAR).text)
    assert "84 were recorded in these months, and none could be placed in a ward" in unplaced
    assert "No offence of this kind" not in unplaced
    cards = unescape(run("briefing", type=DRUGS, **YEAR).text)
    assert "cannot tell 0 placed, 84 without a place" in cards and "0.00" not in cards


@pytest.mark.usefixtures("store")
def test_compared_authorities_and_hotspots_say_what_has_no_place() -> None:
    compared = readable(run("compare", type=ROBBERY, **YEAR))
    assert "no clear difference" in compared and not FELL.search(compared)
    spots = unescape(run("hotspots", type=ROBBERY, **YEAR).text)
    assert "(45% of all) could not be placed: a hotspot may lie where they do." in spots


def test_an_operation_over_months_with_fewer_places_has_not_worked(store: Path) -> None:
    run("operations")
    registers = open_registers(store, "real")
    number = int(registers.records("operation", name="Op Thesus")["id"].iloc[0])
    registers.add("phase", {"operation": number, "name": "first", "start": CHANGED}, "analyst")
    sent = run("operations", operation="Op Thesus", **YEAR)
    sent.test.button(key="freeze comparison").click().run()
    text = unescape(run("operations", operation="Op Thesus", **YEAR).text)
    assert "It worked" not in text
    assert re.search(r"We cannot tell: 0% of offences had no place before and 45% after", text)
    board = readable(run("operations", board="Effects", **YEAR))
    assert "It worked" not in board


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "page", a_few(["briefing", "wards", "hotspots", "compare", "operations", "duty"], 3)
)
def test_nothing_fell_where_places_were_withheld(page: str) -> None:
    for kind in (WEAPONS, ROBBERY):
        text = readable(run(page, type=kind, **YEAR))
        assert not FELL.search(text), FELL.search(text)


@pytest.mark.usefixtures("case")
def test_nor_in_any_ward_of_it() -> None:
    table = next(t for t in run("wards", type=WEAPONS, **YEAR).tables() if "On year before" in t)
    assert set(table["On year before"]) == {"cannot tell"}
    trend = readable(run("briefing", show="Trend", type=WEAPONS, **YEAR))
    assert "none of 24 months outside what is usual" in trend
    # the run may begin a month before: 31 days should hold more than the same count as 30
    assert re.search("Of (December 2023|January) to December 2024 nobody can tell", trend)


EXTRACT_HEAD = "crime_reference,offence_code,committed_from,committed_to,recorded_on,longitude,latitude,knife_flag,finding,suspect_age"


@pytest.fixture
def unknown_origins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A force's extract: sixty offences every month, of nine in twenty of which nobody wrote down in 2024 how they came to light, nor an age."""
    rows = [EXTRACT_HEAD]
    for month in MONTHS:
        for number in range(60):
            known = month < CHANGED or number % 20 >= 9
            rows.append(
                f"R{month:%Y%m}{number},8N,14/{month:%m/%Y} 22:40,,15/{month:%m/%Y},{-1.79 + 0.02 * (number % 2)},51.56,yes,"
                f"{'victim report' if known else ''},{17 if known else ''}"
            )
    extract = write_file(tmp_path, "extract.csv", "\n".join([*rows, ""]).encode())
    intake.load([wards_file(tmp_path), extract], tmp_path / "store")
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))


@pytest.mark.usefixtures("unknown_origins")
@pytest.mark.parametrize("asked", [{"origin": "Reported"}, {"suspects": "under 18"}])
def test_neither_origin_nor_age_that_is_not_known_makes_a_fall(asked: dict[str, str]) -> None:
    of_extract = {"source": EXTRACT, "type": "Violence and sexual offences", **YEAR, **asked}
    for page in ("wards", "briefing"):
        text = readable(run(page, **of_extract))
        assert not FELL.search(text), FELL.search(text)
        assert "cannot tell" in text
    assert "no place, or not what the filters ask for" in text
    whole = {name: value for name, value in of_extract.items() if name not in asked}
    assert "usual variation" in readable(run("wards", **whole))
