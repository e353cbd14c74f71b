"""Hostile and odd files through the command and the page: a small version of bench/prove/hostile_files.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.hostile_corpus import Case, corpus, special_files
from bench.prove.hostile_files import MOST_SECONDS, Tally, counting_server, tried

A_DOZEN = (
    "disguises: wards.geojson 0",  # a VRT that leads to an address
    "disguises: latest.zip 26",  # a web page named for an archive
    "geojson: wards.geojson 0",  # a hundred thousand brackets
    "geojson: wards.geojson 22",  # a reference system behind an address
    "kml: wards.kml 5",  # an entity that stands for an address
    "shapes: wards.zip 4",  # a shapefile whose .shp is a VRT
    "databases: wards.gpkg 3",  # a view without end
    "parquets: wards.parquet 18",  # a column that swells
    "archives: 2025-02.zip 1",  # a member that points outside
    "workbooks: rows.xlsx 2",  # cells in the last column of thousands of rows
    "texts: 2025-02-wiltshire-street.csv 0",  # a line without end
    "values: answer.json 6",  # brackets alone
    "mappings: mapping.toml 0",  # a mapping nested twenty thousand deep
)


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    folder = tmp_path_factory.mktemp("hostile")
    with counting_server() as (address, asked):
        made = {case.name: case for case in corpus(folder / "files", address)}
        counted = tried([made[name] for name in A_DOZEN], folder / "store")
        counted.requests = len(asked)
    return counted


def test_each_ends_in_words_in_time_and_changes_nothing(tally: Tally) -> None:
    assert tally.cases == 2 * len(A_DOZEN)  # by command, and by page
    assert tally.traces == []
    assert tally.hangs == [], f"longer than {MOST_SECONDS} s"
    assert tally.changes == []
    assert tally.taken == []


def test_no_file_makes_the_program_ask_anything_of_a_server(tally: Tally) -> None:
    assert tally.requests == 0


def test_command_and_page_say_the_same(tally: Tally) -> None:
    assert tally.other_words == []


def test_names_that_lead_to_no_file_end_in_words(tmp_path: Path) -> None:
    cases = [case for case in special_files(tmp_path) if "zero" in case.name or "pipe" in case.name]
    assert len(cases) == 3
    counted = tried(cases, tmp_path / "store")
    assert (counted.refused, counted.traces, counted.hangs, counted.changes) == (3, [], [], [])


def test_the_corpus_is_as_large_as_was_promised(tmp_path: Path) -> None:
    cases: list[Case] = corpus(tmp_path, "http://127.0.0.1:1")
    assert len(cases) >= 150
    assert len({case.name for case in cases}) == len(cases)
