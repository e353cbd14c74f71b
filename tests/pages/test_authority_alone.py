"""A boundary file of one authority alone: every page works with it, and a file of either authority leaves the other as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.core.schema import VIOLENCE
from geo.core.selection import months_between
from loaders import intake
from tests.conftest import street_file, street_row
from tests.home import SWINDON, WILTSHIRE
from tests.large_versions import a_few
from tests.loaders.store.wards.test_join_report import boundaries
from tests.pages.running import NAMES, fresh_caches, run

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
NOT_HELD = ("lines", "stop_and_search")  # pages whose source the store does not hold: they say so
TOWN, COUNTY = (-1.785, 51.557), (-1.995, 51.349)


@pytest.mark.parametrize("alone", a_few([SWINDON, WILTSHIRE], 1))
def test_every_page_works_with_one_authoritys_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: str
) -> None:
    months = [f"{day:%Y-%m}" for day in months_between(date(2024, 1, 1), date(2025, 6, 1))]
    files = [
        street_file(
            tmp_path,
            month,
            *(
                street_row(f"{month}{place}{number}", at, month=month, kind=VIOLENCE)
                for place, at in (("t", TOWN), ("c", COUNTY))
                for number in range(15)
            ),
        )
        for month in months
    ]
    path = boundaries(tmp_path, lambda wards: wards[wards["home"] == alone])
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    intake.load([path, *files], tmp_path / "store")
    for name in NAMES:
        page = run(name, as_of="2027")
        assert not page.test.exception, name
        assert name in NOT_HELD or not page.test.error, (name, [e.value for e in page.test.error])
    words = run("data").text
    assert "Wards of 2027" in words
    assert "keeps the" in words or "keep the" in words
