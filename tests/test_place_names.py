"""No program code names a place of the area served: all of it stands in data/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.reference import table, ward_facts
from tests.conftest import PROJECT
from tests.home import HOME

FLOORS = ("app.py", "pages", "ui", "loaders", "geo")
KINDS = {".py", ".js", ".css", ".html", ".toml", ".json"}
CODE = re.compile(r"[EW]0[5-9]\d{6}")


def program_files() -> list[Path]:
    paths = [PROJECT / "app.py"]
    for floor in FLOORS[1:]:
        paths += (path for path in sorted((PROJECT / floor).rglob("*")) if path.suffix in KINDS)
    return paths


def names() -> list[str]:
    """Every place that data/ names: the area, its force and authorities, wards, towns and estates, operations and their places."""
    operations = [table(name) for name in ("operations", "demonstration_operations")]
    places = {
        HOME.name,
        HOME.force,
        HOME.force_name,
        *HOME.names.values(),
        *(town.name for town in HOME.insets),
        *ward_facts()["ward_name"],
        *table("places")["place"],
        *(place for register in operations for place in register["place"]),
        *(name for register in operations for name in register["name"] if "Sceptre" not in name),
    }
    return sorted(places - {""})


def named_in(text: str, words: list[str]) -> set[str]:
    """Which of the names stand in a text as words of their own; codes of wards and authorities as well."""
    any_of = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    matches = set(re.findall(rf"(?<!\w)(?:{any_of})(?!\w)", text))
    towns = rf"(?i){HOME.force}|{'|'.join(HOME.names.values())}"
    return matches | set(re.findall(towns, text)) | set(CODE.findall(text))


def test_the_search_finds_names_and_codes() -> None:
    words = names()
    assert len(words) > 140 and {"Swindon", "wiltshire", "Penhill", "Op Thesus", "Shaw"} <= {*words}
    assert named_in("SWINDON_WARDS, near Penhill (E05008960)", words) == {
        "SWINDON",
        "Penhill",
        "E05008960",
    }
    assert named_in("a shawl, centrally", words) == set()
    assert len(program_files()) > 250


@pytest.mark.parametrize("path", program_files(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_program_code_names_a_place(path: Path) -> None:
    assert named_in(path.read_text(encoding="utf-8"), names()) == set()
