"""The registry finds every declaration, tells of which source a document is, and holds no reader to be right."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path

import pytest

import loaders.sources as package
from geo.core.errors import DataProblem
from geo.core.measures import Measure, measure_of
from geo.core.schema import POSSESSION
from loaders.documents.archives import Document
from loaders.reference import offence_types
from loaders.sources import registry
from loaders.sources.source import Holds, Marking, ReadSettings
from tests.conftest import SEARCH_HEADING, STREET_HEADING, street_csv, street_row

HEADINGS = {
    "march.csv": (STREET_HEADING, "police_uk_street"),
    "stops.csv": (SEARCH_HEADING, "police_uk_search"),
    "own.csv": ("Crime_Reference ,offence_code", "force_extract"),
    "own-stops.csv": ("search_reference;date", "force_search"),
    "people.csv": ("ward_code,residents", "population"),
    "listed.csv": ("name,start,end", "operations_register"),
}


def document(name: str, heading: str = "", path: Path | None = None) -> Document:
    return Document(name, "", len(heading), lambda: heading.encode(), path)


def unopened(name: str) -> Document:
    def refuse() -> bytes:
        raise AssertionError("a file known by its name is not opened to be recognised")

    return Document(name, "", 1, refuse)


def test_sources_stand_in_their_order_and_each_says_whose_it_is_and_why_it_is_shown_so() -> None:
    ids = [source.id for source in registry.sources()]
    assert sorted(ids) == sorted(
        path.stem
        for path in Path(package.__path__[0]).glob("*.py")
        if "\nSOURCE = " in path.read_text(encoding="utf-8")
    )
    assert ids[0] == "police_uk_street"  # which opens where nothing else is asked for
    orders = [source.order for source in registry.sources()]
    assert orders == sorted(orders)
    for source in registry.sources():
        assert source.title and source.display_name and source.licence and source.disclosure_reason
        assert Path(importlib.import_module(f"loaders.sources.{source.id}").__file__ or "").exists()


def test_what_is_restricted_is_marked_so_and_nothing_else_is() -> None:
    assert {source.id for source in registry.sources() if source.disclosure.restricted} == {
        source.id for source in registry.sources() if source.marking is Marking.SENSITIVE
    }


@pytest.mark.parametrize("name", HEADINGS)
def test_a_document_is_known_by_its_heading(name: str) -> None:
    heading, source_id = HEADINGS[name]
    assert registry.recognised(document(name, f"{heading}\n")).id == source_id


@pytest.mark.parametrize(
    ("name", "source_id"),
    [
        ("2025-01-wiltshire-street.csv", "police_uk_street"),
        ("2025-01-btp-street.csv", "police_uk_btp"),
        ("2025-01-wiltshire-stop-and-search.csv", "police_uk_search"),
        ("wards.GeoJSON", "boundaries"),
        ("wards.zip", "boundaries"),
    ],
)
def test_a_published_file_is_known_by_its_name_and_not_opened(name: str, source_id: str) -> None:
    assert registry.recognised(unopened(name)).id == source_id


def test_a_document_of_two_sources_is_refused_and_both_are_named() -> None:
    with pytest.raises(DataProblem, match="both.csv could be of more than one source") as refused:
        registry.recognised(document("both.csv", "name,start,end,residents\n"))
    assert refused.value.saw == "It reads like operations and like residents."


def test_measures_are_those_of_the_declarations() -> None:
    table = registry.measures()
    assert list(table.columns) == registry.MEASURES
    assert not table.duplicated(["source_id", "offence_types"]).any()
    assert measure_of(table, "police_uk_street", [POSSESSION]).name == POSSESSION
    for source in ("police_uk_street", "police_uk_btp"):
        for kind in offence_types():
            assert measure_of(table, source, [kind]) == Measure(
                kind, source, "ward of the published point", "calendar months"
            )
    owners = table.set_index("source_id")["owner"].to_dict()
    assert owners["force_extract"] == "Wiltshire Police"
    assert owners["police_uk_btp"] == "British Transport Police"


def test_every_source_of_offences_or_searches_can_answer_any_mix_of_types() -> None:
    for holds in (Holds.OFFENCES, Holds.SEARCHES):
        for source in registry.of(holds):
            assert "" in {measure.offence_type for measure in source.measures}, source.id


def test_a_source_that_is_not_declared_is_restricted_and_says_so() -> None:
    unknown = registry.declared("a source of tomorrow")
    assert unknown.disclosure.restricted and unknown.marking is Marking.SENSITIVE
    assert "does not know" in registry.title("a source of tomorrow")


def test_two_declarations_of_one_id_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "twice.py").write_text(
        "from loaders.sources.population import SOURCE as SOURCE\n", encoding="utf-8"
    )
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    registry.sources.cache_clear()
    try:
        with pytest.raises(ValueError, match="declared more than once in loaders.sources: pop"):
            registry.sources()
    finally:
        monkeypatch.undo()
        registry.sources.cache_clear()


def street_months(*months: str) -> bytes:
    rows = [street_row(f"h{number}", month=month) for number, month in enumerate(months)]
    return street_csv(*rows)


def test_rows_of_months_that_cannot_be_are_rejected_with_line_and_reason() -> None:
    later = f"{date.today().year + 1}-01"
    data = street_months("2025-01", "2009-12", later, "2010-01", f"{date.today():%Y-%m}")
    read = Document("2025-01-wiltshire-street.csv", "", len(data), lambda: data)
    result = registry.read(registry.declared("police_uk_street"), read, ReadSettings())
    assert [f"{month:%Y-%m}" for month in result.rows["month"].to_pylist()] == [
        "2025-01",
        "2010-01",
        f"{date.today():%Y-%m}",
    ]
    reasons = dict(zip(result.rejected["line"], result.rejected["reason"], strict=True))
    assert reasons == {
        3: "month lies before January 2010, the first that can be",
        4: f"month lies in the future, after {date.today():%B %Y}",
    }


@pytest.mark.parametrize(
    ("name", "data", "plain"),
    [
        ("a.csv", b"a,b\n", True),
        ("a.tsv", b"a\tb\n", True),
        ("a.csv", b"\xff\xfea\0", True),
        ("a.csv", b"PK\x03\x04", False),
        ("a.csv", b"<html>", False),
        ("a.txt", b' {"a": 1}', False),
        ("a.tab", b"!table\n", False),
        ("a.xlsx", b"a,b\n", False),
        ("a.geojson", b"a,b\n", False),
    ],
)
def test_text_alone_is_read_in_this_process(name: str, data: bytes, plain: bool) -> None:
    assert registry.is_plain_text(Document(name, "", len(data), lambda: data)) is plain


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[\n" * 20_000 + "]\n" * 20_000,
        "a = " + "[" * 20_000 + "]" * 20_000,
        "a." * 10_000 + "a = 1",
        "a = 1\n" * 20_000,
    ],
)
def test_a_mapping_too_deep_or_too_long_is_refused(text: str) -> None:
    data = text.encode()
    with pytest.raises(DataProblem) as raised:
        registry.mapping_of(Document("mapping.toml", "", len(data), lambda: data))
    assert raised.value.wrong == "mapping.toml is not a mapping that we can read."
