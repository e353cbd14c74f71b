"""Few hands on the pages: shares over ten people or more where people are switched on, one line where not, and no pseudonym anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo.rates.harm import HarmWeights
from loaders import intake
from loaders.documents.columns import PERSON_COLUMNS
from loaders.store.reader import Store
from tests.conftest import current, wards_file, write_file
from tests.large_versions import a_few
from tests.loaders.extract.test_people import ASSESSMENT, extract, switch_on
from tests.pages.running import NAMES, fresh_caches, readable, run
from tests.pages.test_force_extract import executive, store
from tests.pages.test_take_away import EXTRACT, TAKEN_AWAY, filled_store
from ui.answers import few_hands as few_hands_answers
from ui.text import lines as lines_text
from ui.text.harm import few_hands as few_hands_text

__all__ = ["executive", "filled_store", "fresh_caches", "store"]
VIEW = few_hands_text.VIEW


def views_of(**address: str) -> list[str]:
    """The views that Lines offers."""
    (control,) = [
        node
        for node in run("lines", **address).elements("button_group")
        if "What to show of it" in node.label
    ]
    return [option.content for option in control.options]


@pytest.mark.usefixtures("store", "fresh_caches")
def test_suspects_and_victims_stand_beside_chance_with_their_verdicts_and_premises() -> None:
    sent = run("lines", lines_show=VIEW)
    words = readable(sent)
    assert "Held by few beyond chance" in words and "As by chance" in words
    assert "chance alone would give about" in words and "✓" in words
    assert few_hands_text.RULES in words and few_hands_text.MADE_UP in words
    assert len(sent.charts()) == 2 and "OFFICIAL-SENSITIVE" in words
    (table,) = sent.tables()
    assert list(table.columns) == list(few_hands_text.COLUMNS.values())
    assert {"in 2022", "first named aged 14–25", "local line"} <= set(table["In"])
    assert (
        sent.csv == [] and len(sent.files) == 1
    )  # nothing of it is offered as a file: that one is the map above
    for chart in sent.charts():
        bars = [trace for trace in chart["data"] if trace["type"] == "bar"]
        assert len(bars) == 2
        assert all(round(value * 20, 6) == round(value * 20) for bar in bars for value in bar["y"])


@pytest.mark.usefixtures("store", "fresh_caches")
def test_harm_is_said_by_its_index_where_one_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    index = HarmWeights("Coded index", "2022", "score", {"8N": 40.0, "34B": 90.0}, by_code=True)
    monkeypatch.setattr(Store, "harm_weights", index)
    words = readable(run("lines", lines_show=VIEW))
    assert "Harm by Coded index (2022), in score, by offence code." in words
    assert "By harm they hold about" in words
    (left_out,) = re.findall(r"Harm leaves out, for want of a weight: ([^.]*)\.", words)
    assert "5D" in left_out.split(", ") and not {"8N", "34B"} & set(left_out.split(", "))


@pytest.mark.usefixtures("store", "fresh_caches")
def test_filters_change_nothing_of_it() -> None:
    plain, filtered = (
        run("lines", lines_show=VIEW, **address)
        for address in ({}, {"first": "Jan 2022", "last": "Jun 2022", "suspects": "14–25"})
    )
    assert plain.tables()[0].equals(filtered.tables()[0])


@pytest.mark.usefixtures("executive", "store", "fresh_caches")
def test_an_executive_is_shown_the_same_which_has_passed_the_guard() -> None:
    words = readable(run("lines", lines_show=VIEW))
    assert "Held by few beyond chance" in words and few_hands_text.RULES in words
    assert views_of() == [lines_text.VIEWS["age"], VIEW]


@pytest.fixture
def switched_off(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an area whose file names no assessment: no demonstration either."""
    monkeypatch.setattr(few_hands_answers, "people_shown", lambda: False)


@pytest.mark.usefixtures("switched_off", "fresh_caches")
def test_switched_off_one_line_on_data_says_so_and_nothing_else_does() -> None:
    assert VIEW not in views_of()
    assert few_hands_text.OFF in readable(run("data"))
    for page in NAMES:
        if page != "data":
            words = readable(run("" if page == "briefing" else page))
            assert VIEW not in words and "impact assessment" not in words


PSEUDONYM = re.compile(r"[0-9a-f]{32}")


def pseudonyms(store: Path) -> set[str]:
    """Every pseudonym of a person that the store holds."""
    folder = store / "builds" / current(store) / "offence"
    held: set[str] = set()
    for path in folder.glob("force_extract-*.parquet"):
        rows = pq.read_table(path, columns=list(PERSON_COLUMNS))
        for column in PERSON_COLUMNS:
            held |= {name for cell in rows[column].to_pylist() if cell for name in cell.split()}
    return held


@pytest.mark.parametrize(
    ("page", "address"),
    # the pages that show the extract, and one of each other that has something to take away
    a_few(
        [
            ("lines", {"lines_show": VIEW}),
            ("wards", {"layer": "Knife-enabled violence", "ward": "Eastcott"}),
            ("hotspots", {"layer": "Knife-enabled violence"}),
            ("compare", {"layer": "Knife-enabled violence"}),
            ("", {"layer": "Knife-enabled violence", "show": "Table"}),
            *((page, address) for page, address, _ in TAKEN_AWAY),
        ],
        [
            ("lines", {"lines_show": VIEW}),
            ("wards", {"layer": "Knife-enabled violence", "ward": "Eastcott"}),
            ("hotspots", {"layer": "Knife-enabled violence"}),
            ("compare", {}),
            ("", {"layer": "Knife-enabled violence", "show": "Table"}),
            ("lines", {"source": EXTRACT, "lines_show": "By age"}),
            ("operations", {"board": "Register"}),
            ("stop_and_search", {}),
            ("duty", {"duty": "Records"}),
            ("data", {}),
        ],
    ),
)
def test_no_pseudonym_of_a_person_is_sent_or_taken_away(
    filled_store: Path, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, str]
) -> None:
    """Searched: all that a page sends, and each file that its buttons make: tables, workbooks, maps, places, registers."""
    monkeypatch.setenv("SVD_STORE", str(filled_store))
    people = pseudonyms(filled_store)
    assert len(people) > 2_000
    sent = run(page, **address)
    # the raw output has random names of 32 signs taken out, and so is not looked at here
    parts = [node.proto.SerializeToString() for node in sent.nodes]
    for part in [*parts, *sent.files, *(text.encode() for text in unpacked(sent.files))]:
        found = set(PSEUDONYM.findall(part.decode("utf-8", "replace")))
        assert not found & people


def unpacked(files: list[bytes]) -> Iterator[str]:
    """What stands in files that are archives, workbooks among them."""
    import io
    import zipfile

    for file in files:
        if file.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(file)) as archive:
                for name in archive.namelist():
                    yield archive.read(name).decode("utf-8", "replace")


def test_a_backup_of_the_register_without_builds_holds_none(filled_store: Path) -> None:
    people = pseudonyms(filled_store)
    beside = [path for path in filled_store.glob("*") if path.is_file()]
    assert beside
    for path in beside:
        found = set(PSEUDONYM.findall(path.read_bytes().decode("latin-1")))
        assert not found & people, path.name


@pytest.mark.usefixtures("fresh_caches")
def test_an_area_that_names_an_assessment_is_told_nothing_of_few_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(monkeypatch)
    monkeypatch.setattr(few_hands_answers, "assessment", lambda: ASSESSMENT)
    rows = [(f"R{number}", f"N{number % 9}", "") for number in range(30)]
    content = extract(*rows)
    store = tmp_path / "store"
    intake.load(
        [wards_file(tmp_path / "w"), write_file(tmp_path / "in", "rows.csv", content)], store
    )
    monkeypatch.setenv("SVD_STORE", str(store))
    sent = run("lines", lines_show=VIEW)
    words = readable(sent)
    assert few_hands_text.NOTHING in words and sent.charts() == [] and sent.tables() == []
    assert few_hands_text.switched_on(ASSESSMENT) in readable(run("data"))
