"""A month cut on its way and a month that is only low: no page reports a fall that the one makes, and the other stands only if it stands without."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from geo.core.selection import months_between
from loaders import intake
from tests.conftest import street_file, street_row
from tests.large_versions import a_few
from tests.pages.running import fresh_caches, load_case, readable, run

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
MONTHS = months_between(date(2023, 1, 1), date(2024, 12, 1))
CUT, LOW = date(2024, 9, 1), date(2024, 4, 1)
PLACES = {
    "Eldene": (-1.7385, 51.5525),
    "Penhill": (-1.783, 51.5885),
    "Chippenham": (-2.1195, 51.4585),
}
KINDS = {"Robbery": 20, "Burglary": 20, "Drugs": 20, "Violence and sexual offences": 20}
YEAR = {"type": "Robbery", "first": "Jan 2024", "last": "Dec 2024"}
FELL = re.compile(r"(clear|possible) (fall|rise)|It worked")


def _rows(month: date, share: float) -> list[str]:
    """The same number of each type in each place every month, or the first of them."""
    words = f"{month:%Y-%m}"
    rows = [
        street_row(f"{words}{kind}{number}{name}", at, month=words, kind=kind)
        for number in range(20)
        for kind in KINDS
        for name, at in PLACES.items()
    ]
    return rows[: int(len(rows) * share)]


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("short")
    shares = {CUT: 0.12, LOW: 0.6}
    files = [
        street_file(root / "files", f"{month:%Y-%m}", *_rows(month, shares.get(month, 1)))
        for month in MONTHS
    ]
    intake.load(files, root / "store")
    return root / "store"


@pytest.fixture
def store(short: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(short))
    return short


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("view", ["What to know", "Table", "Trend", "Funnel"])
def test_the_briefing_reports_no_fall_and_counts_eleven_months(view: str) -> None:
    text = readable(run("briefing", show=view, **YEAR))
    assert not FELL.search(text), FELL.search(text)
    if view == "What to know":
        assert "11 of 12 months" in text
        assert "September 2024 was received only in part: left out of every rate" in text
        assert "September 2024 received only in part, and left out" in text


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("page", ["wards", "compare", "hotspots", "operations", "duty"])
def test_nor_does_any_other_page(page: str) -> None:
    text = readable(run(page, **YEAR))
    assert not FELL.search(text), FELL.search(text)


@pytest.mark.usefixtures("store")
def test_rows_of_the_cut_month_count_nowhere() -> None:
    monthly = 3 * 20
    files = run("wards", **YEAR).csv
    assert files and all("2024-09" not in file for file in files)
    cards = unescape(run("briefing", **YEAR).text)
    counted = 10 * monthly + int(monthly * 0.6)
    assert f"{counted:,}" in cards


@pytest.mark.usefixtures("store")
def test_the_data_page_names_both_months_with_what_is_usual() -> None:
    sent = run("data")
    text = unescape(sent.text)
    assert "Sep partial" in text and "Apr thin" in text
    assert re.search(
        r"September 2024: 28 rows where about 23\d are usual \([\d,]+ to [\d,]+\)", text
    )
    (table,) = [t for t in sent.tables() if "Without a place" in t]
    status = table.set_index("Month")["Status"]
    assert status["2024-09"] == "partial" and status["2024-04"] == "thin"
    assert set(status.drop(["2024-09", "2024-04"])) == {"whole"}


@pytest.mark.usefixtures("store")
def test_a_thin_month_is_drawn_hollow_and_stands_out_nowhere() -> None:
    sent = run("briefing", show="Trend", **YEAR)
    assert "April 2024 holds far fewer rows than usual" in unescape(sent.text)
    lines = [
        trace
        for trace in sent.charts()[0]["data"]
        if trace.get("mode") == "lines+markers" and isinstance(trace["marker"]["color"], list)
    ]
    assert lines
    for line in lines:
        hollow = [
            x
            for x, colour in zip(line["x"], line["marker"]["color"], strict=True)
            if colour.startswith("rgba")
        ]
        assert [str(x)[:7] for x in hollow] == ["2024-04"]


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small file of people's tools: twelve months of 48 rows, one of them broken off after six."""
    return load_case("14-partial-month", tmp_path / "store", monkeypatch)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "page", a_few(["briefing", "wards", "compare", "hotspots", "operations"], 2)
)
def test_of_twelve_months_of_which_one_broke_off_eleven_count(page: str) -> None:
    text = readable(run(page, **YEAR))
    assert not FELL.search(text) and "12 of 12 months" not in text
    if page == "briefing":
        assert "11 of 12 months" in text
