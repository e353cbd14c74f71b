"""A month loaded again: small versions of bench/prove/replacement.py, and the files that people were seen to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.prove.replacement import Delivery, Standing, Step, Tally, expected, property_over
from loaders import intake
from loaders.settings import setting
from loaders.store.builds import BuildStore
from loaders.store.proposal import NotAgreed
from tests.conftest import PROJECT, current
from tests.large_versions import a_few

WHOLE = tuple((f"c{number}", "Burglary", "") for number in range(20))


def test_random_sequences_of_loads_always_come_to_what_the_person_was_told() -> None:
    tally = Tally()
    property_over(4, tally)()
    assert (tally.sequences, tally.faults) == (4, [])
    assert tally.asked and tally.declined and tally.taken


def test_the_model_itself_keeps_the_rules_by_hand() -> None:
    march = {"2025-03": Standing(WHOLE, "2025-05")}

    def asks(publication: str, rows: int) -> bool:
        step = Step((Delivery("2025-03", publication, WHOLE[:rows]),), says_yes=False)
        return expected(march, step)[1]["2025-03"]

    assert [asks("", 18), asks("", 17)] == [False, True]  # two of twenty are no more than a tenth
    assert [asks("2025-04", 19), asks("2025-06", 19), asks("2025-04", 20)] == [True, False, False]


@pytest.fixture
def cases() -> Path:
    folder = (
        Path(setting("SVD_TEST_DATA") or PROJECT.parent / "shared" / "data" / "real").parents[1]
        / "cases"
    )
    if not folder.is_dir():
        pytest.skip(f"the cases are not in {folder}; SVD_TEST_DATA names the folder beside them")
    return folder


def _rows(store: Path) -> int:
    (part,) = [part for part in BuildStore(store).manifest(current(store)).parts if part.month]
    return part.accepted


@pytest.mark.parametrize("number", a_few(range(8), [0, 1, 7]))
def test_a_month_published_again_counts(cases: Path, tmp_path: Path, number: int) -> None:
    folder, store = cases / "02-revised-month", tmp_path / "store"
    intake.load([folder / "first"], store)
    report = intake.load([folder / f"later{number}"], store)
    assert report.accepted == _rows(store) == 48 + number + 1


@pytest.mark.parametrize("kind", a_few(["possession", "robbery", "shoplifting", "violence"], 2))
def test_a_month_filtered_to_a_type_takes_nothing_away_unasked(
    cases: Path, tmp_path: Path, kind: str
) -> None:
    folder, store = cases / "03-filtered-month", tmp_path / "store"
    intake.load([folder / "whole"], store)
    with pytest.raises(NotAgreed, match=r"36 of 48 rows fewer \(75%\)"):
        intake.load([folder / f"only-{kind}"], store)
    assert _rows(store) == 48


@pytest.mark.parametrize("number", a_few(range(6), [0, 1, 5]))
def test_an_extract_taken_out_again_counts_or_is_said_not_to(
    cases: Path, tmp_path: Path, number: int
) -> None:
    """Its robberies were put under another type: the type is lost, so it is asked; with a yes the later counts."""
    folder, store = cases / "34-corrected-extract", tmp_path / "store"
    intake.load([folder / "first"], store)
    with pytest.raises(NotAgreed, match="no row any more of Robbery"):
        intake.load([folder / f"later{number}"], store)
    assert _rows(store) == 12
    report = intake.load([folder / f"later{number}"], store, agreed=lambda proposal: True)
    assert report.accepted == _rows(store) == 12 + number + 1
