"""Loading on the Data page: what would change is said first, and nothing counts that nobody has agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from loaders import intake
from loaders.store.builds import BuildStore
from tests.conftest import current, street_csv, street_file, street_row, wards_file
from tests.pages.running import SCRIPT, fresh_caches
from ui.text import sources as wording

__all__ = ["fresh_caches"]
NAME = "2025-03-wiltshire-street.csv"
WHOLE = [
    street_row(f"a{number}", month="2025-03", kind=kind)
    for number, kind in enumerate(["Burglary", "Drugs"] * 6)
]
FILTERED = street_csv(*WHOLE[::2])
CORRECTED = street_csv(*WHOLE, street_row("new", month="2025-03"))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None) -> Path:
    """A store with one whole month, that the pages read."""
    del fresh_caches
    root = tmp_path / "store"
    monkeypatch.setenv("SVD_STORE", str(root))
    intake.load([wards_file(tmp_path), street_file(tmp_path, "2025-03", *WHOLE)], root)
    return root


def data_page(*files: tuple[str, bytes]) -> AppTest:
    """The Data page once these files have been handed in."""
    test = AppTest.from_string(SCRIPT.format(page="data"), default_timeout=60).run()
    given = [(name, data, "text/csv") for name, data in files]
    return test.file_uploader[0].set_value(given).run()


def rows_held(store: Path) -> int:
    (part,) = [part for part in BuildStore(store).manifest(current(store)).parts if part.month]
    return part.accepted


def button(test: AppTest, label: str) -> Any:
    (wanted,) = [button for button in test.button if button.label == label]
    return wanted


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.success, test.warning, test.error)
    return " ".join(element.value for kind in kinds for element in kind)


def test_a_corrected_month_is_shown_before_and_after_and_counts_once_agreed(store: Path) -> None:
    before = current(store)
    test = data_page((NAME, CORRECTED))
    assert wording.PROPOSED in words(test)
    (table,) = [t.value for t in test.table]
    assert table.columns.to_list() == ["What", "Before", "After", "Why"]
    assert table.iloc[0].to_list() == [
        "street-level crime of data.police.uk, wiltshire, March 2025",
        "12 rows of 2 types",
        "13 rows of 2 types",
        f"{NAME}, loaded last, takes the place of what stands; 12 of 12 ids in common (100%)",
    ]
    assert current(store) == before
    button(test, wording.LOAD).click().run()
    assert rows_held(store) == 13
    assert "13 rows accepted, 0 rejected. The page shows the new build." in words(test)
    assert not test.table and wording.PROPOSED not in words(test)


def test_a_filtered_month_says_what_would_be_lost_and_waits_for_a_yes(store: Path) -> None:
    test = data_page((NAME, FILTERED))
    assert "6 of 12 rows fewer (50%)" in words(test)
    assert "no row any more of Drugs" in words(test)
    assert button(test, wording.LOAD).disabled
    (box,) = [box for box in test.checkbox if box.label == wording.AGREE]
    box.check().run()
    button(test, wording.LOAD).click().run()
    assert rows_held(store) == 6


def test_everything_may_be_left_as_it_is_and_the_files_are_forgotten(store: Path) -> None:
    before = current(store)
    test = data_page((NAME, FILTERED))
    button(test, wording.LEAVE).click().run()
    assert (current(store), rows_held(store)) == (before, 12)
    assert not test.table and not [b for b in test.button if b.label == wording.LOAD]
    assert not list(store.parent.rglob("files 1"))


def test_the_same_rows_again_are_said_to_change_nothing(store: Path) -> None:
    assert wording.NOTHING_NEW in words(data_page((NAME, street_csv(*WHOLE))))


def test_two_files_of_one_name_are_both_told_of(store: Path) -> None:
    test = data_page((NAME, FILTERED), (NAME, CORRECTED))
    table, fates = (t.value for t in test.table)
    assert (
        f"files 1/{NAME} (6 rows of 1 type) does not count: files 2/{NAME} does" in table["Why"][0]
    )
    assert fates.to_numpy().tolist() == [
        [f"files 1/{NAME}", "not counted", "another file of its month counts"],
        [f"files 2/{NAME}", "taken", ""],
    ]
    button(test, wording.LOAD).click().run()
    assert rows_held(store) == 13


def test_what_was_loaded_in_between_is_not_overwritten_unseen(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another load ends between the look and the press, so that the press would take away more than was shown."""
    test = data_page((NAME, CORRECTED))
    load = intake.load

    def late(paths: Iterable[Path], root: Path, **rest: Any) -> intake.Report:
        monkeypatch.undo()
        monkeypatch.setenv("SVD_STORE", str(store))
        more = [street_row(f"b{number}", month="2025-03") for number in range(20)]
        load([street_file(tmp_path / "other", "2025-03", *WHOLE, *more)], root)
        return load(paths, root, **rest)

    monkeypatch.setattr(intake, "load", late)
    button(test, wording.LOAD).click().run()
    assert "What stands has changed since you looked." in words(test)
    assert rows_held(store) == 32
    assert "19 of 32 rows fewer" in words(test)  # the new table, of what stands now
    assert button(test, wording.LOAD).disabled


def test_a_file_that_cannot_be_read_is_refused_in_the_words_of_the_command(store: Path) -> None:
    before = current(store)
    test = data_page(("broken.csv", b"Crime ID,Month\nx,2025-04\n"))
    assert "broken.csv has no column called" in words(test)
    assert "Nothing has been changed." in words(test)
    assert not [b for b in test.button if b.label == wording.LOAD]
    assert current(store) == before
