"""How the months of a build are judged, which rows then count, and what a load, a status and a proposal say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench.prove.completeness import HOME, MOST_BLAMED, blamed, cuts_seen, real_months
from geo.core.expected_rows import PARTIAL, THIN, WHOLE, MonthRows
from geo.core.selection import month_after
from loaders import intake
from loaders.store.builds import BuildStore
from loaders.store.month_rows import partial_keys, rows_of, statuses_of
from loaders.store.reader import open_build
from tests.conftest import IN_EAST, IN_WEST, current, street_file, street_row, wards_file

JANUARY = date(2024, 1, 1)
STREET = "police_uk_street"
WORDS = [f"{month_after(JANUARY, at):%Y-%m}" for at in range(12)]


def _rows(month: str, number: int, kinds: tuple[str, ...] = ("Burglary", "Robbery")) -> list[str]:
    return [
        street_row(
            f"{month}{at}",
            IN_WEST if at % 4 < 2 else IN_EAST,
            month=month,
            kind=kinds[at % len(kinds)],
        )
        for at in range(number)
    ]


def _loaded(folder: Path, numbers: dict[str, int]) -> Path:
    files = [
        street_file(folder / "files", month, *_rows(month, rows)) for month, rows in numbers.items()
    ]
    intake.load([wards_file(folder), *files], folder / "store")
    return folder / "store"


@pytest.fixture
def broken_off(tmp_path: Path) -> Path:
    """Twelve months of 48 rows, of which one broke off after six."""
    return _loaded(tmp_path, dict.fromkeys(WORDS, 48) | {"2024-09": 6})


def test_what_a_month_holds_is_kept_with_it(broken_off: Path) -> None:
    manifest = BuildStore(broken_off).manifest(current(broken_off))
    part = next(part for part in manifest.parts if part.month == "2024-01")
    held = rows_of(part)
    assert held.rows == 48 and held.unplaced == 0 and held.days == {}
    assert held.types == {"Burglary": 24, "Robbery": 24}
    assert sorted(held.wards.values()) == sorted(held.authorities.values()) == [24, 24]
    assert rows_of(replace(part, profile="")) == MonthRows(48)


def test_rows_of_a_month_that_broke_off_count_nowhere(broken_off: Path) -> None:
    store = open_build(broken_off, current(broken_off))
    assert store.left_out == {(STREET, "wiltshire", "2024-09")}
    cube, rows = (store.backend.table(name).to_pandas() for name in ("cube", "offence"))
    for table in (cube, rows):
        months = {f"{month:%Y-%m}" for month in table["month"]}
        assert months == set(WORDS) - {"2024-09"}
    assert cube["offences"].sum() == len(rows) == 11 * 48


def test_the_whole_month_loaded_later_counts_again(broken_off: Path, tmp_path: Path) -> None:
    again = street_file(tmp_path / "again", "2024-09", *_rows("2024-09", 48))
    report = intake.load([again], broken_off)
    (line,) = report.proposal.lines
    assert line.before is not None and line.before.describe() == "6 rows of 2 types; partial"
    assert line.after is not None and line.after.describe() == "48 rows of 2 types"
    assert open_build(broken_off, current(broken_off)).left_out == frozenset()


def test_a_rehearsal_says_that_a_month_is_cut_before_it_counts(tmp_path: Path) -> None:
    store = _loaded(tmp_path, dict.fromkeys(WORDS[:8], 48))
    cut = street_file(tmp_path / "cut", "2024-09", *_rows("2024-09", 6))
    (line,) = intake.rehearse([cut], store).proposal.lines
    assert line.after is not None and line.after.completeness == PARTIAL
    assert "6 rows where about 46 are usual" in line.why
    assert "far below; partial: left out as an absent month is" in line.why
    assert line.questions == ()


def test_months_that_an_older_program_wrote_down_are_judged_by_their_number(
    broken_off: Path,
) -> None:
    parts = [
        replace(part, profile="")
        for part in BuildStore(broken_off).manifest(current(broken_off)).parts
    ]
    assert partial_keys(statuses_of(parts)) == {(STREET, "wiltshire", "2024-09")}


def test_a_load_on_an_older_build_writes_down_what_its_months_hold(
    broken_off: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = BuildStore.manifest

    def older(self: BuildStore, build: str):  # type: ignore[no-untyped-def]
        manifest = read(self, build)
        return replace(manifest, parts=tuple(replace(p, profile="") for p in manifest.parts))

    monkeypatch.setattr(BuildStore, "manifest", older)
    more = street_file(tmp_path / "more", "2025-01", *_rows("2025-01", 48))
    made = intake.load([more], broken_off).manifest
    assert made is not None and all(part.profile for part in made.parts if part.month)


def test_no_month_of_the_demonstration_is_called_short(demonstration_store: Path) -> None:
    statuses = statuses_of(
        BuildStore(demonstration_store).manifest(current(demonstration_store)).parts
    )
    assert {status.status for status in statuses.values()} == {WHOLE}


@pytest.mark.usefixtures("real_data")
def test_real_months_cut_to_a_part_are_seen_and_whole_ones_are_not_blamed() -> None:
    """A small version of bench/prove/completeness.py."""
    months = real_months()
    assert len(blamed(months)) <= MOST_BLAMED
    for share in (0.1, 0.3):
        words = cuts_seen(months[HOME], share, 20)
        assert words[PARTIAL] + words[THIN] >= 19
