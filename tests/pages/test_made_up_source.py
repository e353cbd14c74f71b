"""A source that one file declares is offered, drawn, taken away and accounted for; one that says nothing of disclosure is guarded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.core.schema import POSSESSION
from loaders import intake
from loaders.reference import ward_facts
from tests.conftest import street_file, street_row, write_file
from tests.made_up_source import (
    FILE,
    ID,
    LICENCE,
    RESTRICTED_FILE,
    TITLE,
    declared,
    radio_csv,
)
from tests.pages.running import PageOutput, figures_of, fresh_caches, run
from tests.readers import look_as

__all__ = ["fresh_caches"]
MONTHS = [f"2025-{month:02}" for month in range(1, 7)]
SMALL, LARGE, FAR = "E05008960", "E05010757", "E05013487"  # wards with 3, 12 and 9 reports
REPORTS = {SMALL: 3, LARGE: 12, FAR: 9}
pytestmark = pytest.mark.usefixtures("fresh_caches")


def in_ward(code: str) -> tuple[float, float]:
    facts = ward_facts().loc[code]
    return float(facts["longitude"]), float(facts["latitude"])


def load_both(folder: Path) -> Path:
    """A store that holds six months of reports and of street-level crime; one report has a month that is none."""
    reports = [
        (MONTHS[number % 6], in_ward(code))
        for code, many in REPORTS.items()
        for number in range(many)
    ]
    street = [
        street_file(folder, month, street_row(month, in_ward(LARGE), month=month, kind=POSSESSION))
        for month in MONTHS
    ]
    data = radio_csv(*reports, ("2025-13", in_ward(SMALL)), kind=POSSESSION)
    intake.load([write_file(folder, "radio.csv", data), *street], folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of load_both, made once: a build holds nothing of a declaration; for reading only."""
    folder = tmp_path_factory.mktemp("radio")
    with pytest.MonkeyPatch.context() as patch, declared(FILE, folder / "plugged", patch):
        return load_both(folder)


@pytest.fixture(params=[FILE], ids=["open"])
def made_up(
    request: pytest.FixtureRequest, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The source is declared, by the file that the test names, and reports of it are loaded."""
    with declared(request.param, tmp_path / "plugged", monkeypatch):
        monkeypatch.setenv("SVD_STORE", str(store))
        yield


restricted = pytest.mark.parametrize(
    "made_up", [RESTRICTED_FILE], indirect=True, ids=["restricted"]
)


def of_reports(**address: str) -> PageOutput:
    return run("briefing", source=TITLE, **address)


def drawn(sent: PageOutput) -> dict[str, int | None]:
    """Ward code → the offences that the map is sent of it, None where hidden, of wards with any."""
    wards = figures_of(sent.painted)
    return {code: ward.offences for code, ward in wards.items() if ward.offences != 0}


@pytest.mark.usefixtures("made_up")
def test_it_is_offered_after_street_level_crime_and_drawn_when_it_is_chosen() -> None:
    (offered,) = [box for box in run().test.sidebar.selectbox if box.label == "Source"]
    assert offered.value == "police_uk_street" and offered.options[-1] == TITLE
    sent = of_reports()
    (chosen,) = [box for box in sent.test.sidebar.selectbox if box.label == "Source"]
    assert chosen.value == ID
    assert drawn(sent) == REPORTS


@pytest.mark.usefixtures("made_up")
def test_a_download_of_it_says_whose_it_is_and_on_what_terms() -> None:
    (csv,) = of_reports(show="Table").csv
    first = [line for line in csv.splitlines() if line.startswith("#")]
    assert f"# Source: {TITLE}. Licence: {LICENCE}. Marking: OFFICIAL." in first
    assert f"# Measure: {POSSESSION}, by ward of the shop." in first
    assert "# Counts: as published." in first
    assert any(line.startswith(f"{SMALL},") and ",3," in line for line in csv.splitlines())


@pytest.mark.usefixtures("made_up")
def test_what_is_counted_names_its_measure() -> None:
    (table,) = of_reports(show="What is counted").elements("table")
    assert b"Radio reports" in table.SerializeToString()


@pytest.mark.usefixtures("made_up")
def test_the_data_page_says_its_months_and_rows() -> None:
    sent = run("data")
    assert f"{TITLE}: " in sent.text
    (counts,) = [table for table in sent.tables() if "Source" in table and "Read" in table]
    row = counts.set_index("Source").loc[TITLE]
    assert row[["Read", "Accepted", "Rejected"]].astype(int).to_list() == [25, 24, 1]
    (rejected,) = sent.csv
    assert f"{ID},radio.csv,26,month is not like 2025-03," in rejected


@pytest.mark.usefixtures("made_up")
@restricted
def test_a_declaration_that_says_nothing_of_disclosure_hides_small_counts_from_executives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look_as(monkeypatch, "executive")
    sent = of_reports(show="Table")
    figures = drawn(sent)
    assert figures[SMALL] is None and figures[LARGE] in (None, 12)
    (table,) = sent.tables()
    assert not table["Offences"].dropna().between(1, 4).any()
    (csv,) = sent.csv
    assert (
        "Marking: OFFICIAL-SENSITIVE." in csv
        and "Counts: rounded at random to multiples of 3, hidden where below 5." in csv
    )
    assert f"{TITLE}: " in run("data").text  # its months, which are no counts
    listed = [table for table in run("data").tables() if "Source" in table and "Read" in table]
    assert all(TITLE not in set(table["Source"]) for table in listed)


@pytest.mark.usefixtures("made_up")
@restricted
def test_an_analyst_is_shown_a_restricted_source_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, "analyst")
    assert drawn(of_reports()) == REPORTS
