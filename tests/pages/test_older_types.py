"""Months published with other types than today's are gaps in the trends of types that cannot be told in them, and say so."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from geo.core.schema import POSSESSION, ROBBERY, STREET
from geo.core.selection import Selection
from loaders import intake
from loaders.reference import ward_facts
from loaders.store.reader import current_build
from tests.conftest import street_file, street_row
from tests.large_versions import a_few
from tests.pages.running import PageOutput, fresh_caches, run
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.wards import one_place

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
WARD = "E05008960"
OLDER = [f"2012-{month:02}" for month in range(5, 13)] + [
    f"2013-{month:02}" for month in range(1, 5)
]
NEWER = [f"2013-{month:02}" for month in range(5, 9)]


def load(folder: Path, months: list[str]) -> Path:
    """Three offences a month in one ward: robbery, and possession or what held it before May 2013."""
    facts = ward_facts().loc[WARD]
    place = float(facts["longitude"]), float(facts["latitude"])
    files = []
    for month in months:
        weapons = POSSESSION if month in NEWER else "Public disorder and weapons"
        kinds = [ROBBERY, weapons, weapons]
        rows = [street_row(f"{month}{n}", place, month=month, kind=k) for n, k in enumerate(kinds)]
        files.append(street_file(folder, month, *rows))
    intake.load(files, folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(tmp_path_factory.mktemp("both"), OLDER + NEWER)


def drawn(page: PageOutput, month: str) -> set[str]:
    """Whether the values that charts draw of a month are numbers or gaps."""
    states = set()
    for chart in page.charts():
        for trace in chart["data"]:
            for x, y in zip(trace.get("x", []), trace.get("y", []), strict=False):
                if str(x).startswith(month) and trace.get("mode", "").startswith("lines"):
                    states.add(
                        "gap" if y is None or (isinstance(y, float) and math.isnan(y)) else "number"
                    )
    return states


def test_possession_is_a_gap_where_it_could_not_be_told_and_the_page_says_why(
    both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(both))
    page = run("wards", type=POSSESSION, first="2012-09", last="2013-08", ward=WARD)
    assert "Possession of weapons cannot be told in September 2012 to April 2013" in page.text
    assert "a gap, not a nought" in page.text
    assert "were not received" not in page.text
    assert drawn(page, "2012-10") <= {"gap"}


def test_robbery_counts_in_every_month(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVD_STORE", str(both))
    page = run("wards", type=ROBBERY, first="2012-09", last="2013-08", ward=WARD)
    assert "when other types were published" not in page.text


@pytest.mark.parametrize(
    "page",
    a_few(["briefing", "wards", "compare", "hotspots", "data"], ["briefing", "wards", "data"]),
)
def test_a_store_of_older_months_alone_opens_and_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("SVD_STORE", str(load(tmp_path, OLDER)))
    text = run(page, type=POSSESSION).text
    assert "0.00" not in text
    if page in ("briefing", "wards"):
        assert "Possession of weapons cannot be told in" in text


def test_no_type_is_said_to_have_risen_from_months_in_which_it_could_not_be_told(
    both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight offences of possession in May to August 2013; in those months of 2012 they lay in another type, which is gone."""
    monkeypatch.setenv("SVD_STORE", str(both))
    page = run(
        "wards",
        type=ROBBERY,
        ward=WARD,
        place="Offence types",
        **{"from": "May 2013", "to": "Aug 2013"},
    )
    types = [table for table in page.tables() if "Offence type" in table]
    assert types and all(set(table["Offence type"]) == {ROBBERY} for table in types)
    assert (
        "Possession of weapons" in page.text
        and "were not told apart in these months or a year before" in page.text
    )
    build = current_build(both)
    assert build is not None
    with answers.pinned_to(build):
        selection = Selection(
            STREET, (), (ROBBERY,), date(2013, 5, 1), date(2013, 8, 1), served=served()
        )
        changes = one_place.type_changes(selection)
    assert [set(table["offence_type"]) for table in changes.values() if len(table)] == [{ROBBERY}]
