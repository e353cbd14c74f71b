"""The area file: what it says, and that whatever is wrong in it is refused with its line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.area import DATA, DEFAULT, TABLES, area_file, read_area, served
from loaders.reference import table
from loaders.sources import registry
from tests.conftest import PROJECT

TEXT = """\
name = "Two Squares"

[force]
id = "dorset"
name = "Dorset Police"
code = "E23000039"

[[authorities]]
code = "E06000058"
name = "Westshire"
short = "West"
wards = "electoral ward"

[[authorities]]
code = "E06000059"
name = "Eastshire"
short = "East"
wards = "electoral division"

[map]
centre = [51.56, -1.78]
zoom = 11
bounds = [-1.9, 51.4, -1.6, 51.7]

[[insets]]
name = "Town"
authority = "E06000058"
bounds = [51.55, -1.80, 51.57, -1.78]

[[town_centres]]
ward = "E05000001"
why = "shops"

[downloads]
boundaries = "2021"

[tables]
ward_facts = "facts.csv"
"""
FACTS = "ward_code,authority_code\nE05000001,E06000058\nE05000002,E06000059\nE05000003,E06000077\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "facts.csv").write_text(FACTS, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """The area is read once a process: each test here begins and ends with none read."""
    area_file.cache_clear()
    yield
    area_file.cache_clear()


def written(folder: Path, text: str) -> Path:
    path = folder / "there.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_area_is_what_its_file_says(folder: Path) -> None:
    contents = read_area(written(folder, TEXT))
    area = contents.area
    assert (area.name, area.force, area.force_name, area.force_code) == (
        "Two Squares",
        "dorset",
        "Dorset Police",
        "E23000039",
    )
    assert area.names == {"E06000058": "Westshire", "E06000059": "Eastshire"}
    assert (area.centre, area.zoom, area.bounds) == ((51.56, -1.78), 11, (-1.9, 51.4, -1.6, 51.7))
    assert [(town.name, town.bounds) for town in area.insets] == [
        ("Town", ((51.55, -1.80), (51.57, -1.78)))
    ]
    assert area.town_centres == ("E05000001",) and area.ward_vintage == "2021"
    assert contents.tables == {"ward_facts": folder / "facts.csv"}


def test_people_are_kept_under_a_named_assessment_and_nowhere_else(folder: Path) -> None:
    assert read_area(written(folder, TEXT)).impact_assessment == ""
    named = TEXT.replace(
        "[downloads]", '[persons]\nimpact_assessment = "DPIA 2023/14"\n[downloads]'
    )
    assert read_area(written(folder, named)).impact_assessment == "DPIA 2023/14"
    assert read_area(DEFAULT).impact_assessment == ""  # the area shipped keeps nobody


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"E06000059"', '"E0600005"', 15, "“E0600005” is no code of a local authority"),
        ('"E06000059"', '"E06000060"', 15, "E06000060 has no wards in facts.csv"),
        ('"E06000059"', '"E06000058"', 15, "E06000058 stands there twice"),
        ('name = "Eastshire"', 'name = "Westshire"', 16, "Westshire stands there twice"),
        ('"dorset"', '"dorsett"', 4, "“dorsett” is no force of data.police.uk"),
        ('"Dorset Police"', '"Dorset"', 5, "“Dorset” is not the name of dorset"),
        ('"E23000039"', '"E24000039"', 6, "“E24000039” is no code of a police force area"),
        ('short = "East"\n', "", 14, "“short” of authorities is missing"),
        ('short = "East"', "short = 5", 17, "“short” of authorities must be text"),
        ('wards = "electoral division"', 'wards = " "', 18, "“wards” of authorities must be text"),
        ('short = "East"', 'shrt = "East"', 17, "“shrt” is not known in authorities"),
        ("zoom = 11", "zoom = 11.5", 22, "“zoom” of map must be a whole number"),
        ("[51.56, -1.78]", "[-1.78, 51.56]", 21, "“centre” does not lie in Britain"),
        ("[51.56, -1.78]", "[51.56]", 21, "“centre” needs 2 numbers"),
        ("[51.56, -1.78]", "[52.56, -1.78]", 21, "the centre lies outside the bounds"),
        ("-1.9, 51.4, -1.6", "-1.6, 51.4, -1.9", 23, "“bounds” are not in order"),
        ('authority = "E06000058"', 'authority = "E06000077"', 27, "is none of the authorities"),
        ("[51.55, -1.80, 51.57", "[51.58, -1.80, 51.57", 28, "“bounds” are not in order"),
        ('ward = "E05000001"', 'ward = "E06000001"', 31, "“E06000001” is no code of a ward"),
        ('ward = "E05000001"', 'ward = "E05000009"', 31, "E05000009 is no ward of these"),
        ('ward = "E05000001"', 'ward = "E05000003"', 31, "E05000003 is no ward of these"),
        ('boundaries = "2021"', 'boundaries = "new"', 35, "boundaries needs a year"),
        ("ward_facts =", "ward_fact =", 38, "“ward_fact” is not known in tables"),
        ('"facts.csv"', '"fact.csv"', 38, "there is no file fact.csv beside it"),
        ('name = "Two Squares"', 'name = "Westshire"', 1, "the name of one of its authorities"),
        ('name = "Two Squares"', 'nam = "Two Squares"', 1, "“nam” is not known"),
        ('name = "Two Squares"', "", 1, "“name” is missing"),
        ("[map]", "[mapp]", 20, "“mapp” is not known"),
        ("[downloads]\nboundaries", "[other]\nboundaries", 34, "“other” is not known"),
        ('[downloads]\nboundaries = "2021"\n', "", 1, "the part [downloads] is missing"),
        (
            "[downloads]",
            '[persons]\nimpact_assessment = "yes"\n[downloads]',
            35,
            "people are kept only under an impact assessment that can be looked up",
        ),
        ("[downloads]", "[persons]\n[downloads]", 34, "“impact_assessment” of persons is missing"),
        ("[[insets]]", "[insets]", 25, "insets must be written as [[insets]]"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(
    folder: Path, old: str, new: str, line: int, words: str
) -> None:
    assert TEXT.count(old) >= 1
    with pytest.raises(DataProblem) as raised:
        read_area(written(folder, TEXT.replace(old, new, 1)))
    assert raised.value.wrong.startswith(f"The area file there.toml, line {line}: ")
    assert words in raised.value.wrong


VINTAGES = """
[[vintages]]
id = "2021-12"
from = "2021-05-06"

[[vintages]]
id = "2025-05"
from = "2025-05-01"
"""
LINES_BEFORE = TEXT.count("\n")


def test_vintages_have_the_day_from_which_they_are_in_force_in_whatever_order(
    folder: Path,
) -> None:
    days = {"2021-12": "2021-05-06", "2025-05": "2025-05-01"}
    assert read_area(written(folder, TEXT + VINTAGES)).vintages == days
    first, second = VINTAGES.split("\n\n")
    assert read_area(written(folder, f"{TEXT}\n{second}\n{first}\n")).vintages == days
    assert read_area(written(folder, TEXT)).vintages == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("2021-05-06", "2025-05-02", 8, "the wards of 2025-05 cannot be in force from 2025-05-01"),
        ("2025-05-01", "2021-05-06", 8, "the wards of 2025-05 cannot be in force from 2021-05-06"),
        ("2025-05-01", "2019-05-02", 8, "the wards of 2025-05 cannot be in force from 2019-05-02"),
        ("2025-05-01", "2025-02-30", 8, "“2025-02-30” is no date"),
        ("2025-05-01", "20250501", 8, "“20250501” is no date"),
        ("2025-05-01", "1 May 2025", 8, "“1 May 2025” is no date"),
        ('"2025-05"', '"2025-13"', 7, "“2025-13” is no vintage of wards"),
        ('"2025-05"', '"2021-12"', 7, "2021-12 stands there twice"),
    ],
)
def test_days_of_vintages_that_are_out_of_order_or_none_are_refused_with_their_line(
    folder: Path, old: str, new: str, line: int, words: str
) -> None:
    """Lines are counted after those of the other parts."""
    with pytest.raises(DataProblem) as raised:
        read_area(written(folder, TEXT + VINTAGES.replace(old, new, 1)))
    at = LINES_BEFORE + line
    assert raised.value.wrong.startswith(f"The area file there.toml, line {at}: ")
    assert words in raised.value.wrong


def test_an_authority_alone_is_used_only_where_the_file_says_so(folder: Path) -> None:
    def alone(part: str) -> bool:
        return read_area(written(folder, TEXT + part)).authorities_alone

    assert alone("") is False
    assert alone("\n[boundaries]\nauthorities_alone = false\n") is False
    assert alone("\n[boundaries]\nauthorities_alone = true\n") is True
    assert read_area(DEFAULT).authorities_alone is True  # data/README.md says why


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ('[boundaries]\nauthorities_alone = "yes"\n', "“authorities_alone” of boundaries must be"),
        ("[boundaries]\nauthorities_alone = 1\n", "“authorities_alone” of boundaries must be"),
        ("[boundaries]\nalone = true\n", "“alone” is not known in boundaries"),
        ("[boundaries]\n", "“authorities_alone” of boundaries is missing"),
        (
            "[[boundaries]]\nauthorities_alone = true\n",
            "the part [boundaries] is missing",
        ),
    ],
)
def test_the_part_on_boundaries_is_refused_where_it_is_wrong(
    folder: Path, part: str, words: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        read_area(written(folder, f"{TEXT}\n{part}"))
    assert words in raised.value.wrong


def test_a_file_without_authorities_is_refused(folder: Path) -> None:
    text = re.sub(r"\[\[authorities\]\]\n(?:.+\n)+", "", TEXT)
    with pytest.raises(DataProblem, match="needs at least one of"):
        read_area(written(folder, text))


def test_a_town_that_stands_twice_is_refused(folder: Path) -> None:
    twice = '[[town_centres]]\nward = "E05000001"\nwhy = "shops"\n'
    with pytest.raises(DataProblem, match=r"line 35: E05000001 stands there twice"):
        read_area(written(folder, TEXT.replace(twice, f"{twice}\n{twice}")))


def test_a_file_that_is_no_toml_or_is_not_there_is_said_in_words(folder: Path) -> None:
    with pytest.raises(DataProblem, match=r"there\.toml is not TOML\. .*line 4"):
        read_area(written(folder, TEXT.replace('"dorset"', "dorset")))
    with pytest.raises(DataProblem, match=r"cannot be read.*SVD_AREA"):
        read_area(folder / "nowhere.toml")
    (folder / "there.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(DataProblem, match="cannot be read"):
        read_area(folder / "there.toml")


def test_ward_facts_without_wards_are_refused(folder: Path) -> None:
    path = written(folder, TEXT)
    (folder / "facts.csv").write_text(
        "code,authority_code\nE05000001,E06000058\n", encoding="utf-8"
    )
    with pytest.raises(DataProblem, match=r"line 38: facts\.csv holds no wards"):
        read_area(path)


def test_every_table_of_an_area_is_one_of_data() -> None:
    contents = read_area(DEFAULT)
    of_years = {name for name in contents.tables if name not in TABLES}
    assert set(contents.tables) - of_years == set(TABLES)
    assert of_years == {"ward_edges_2025", "ward_crosswalk_2021_2025"}
    assert all(DATA in path.parents for path in contents.tables.values())


@pytest.mark.parametrize(
    "name", ["ward_gazetteer", "ward_edges_25", "ward_edges_2025b", "ward_crosswalk_2021"]
)
def test_a_table_that_is_none_is_refused(folder: Path, name: str) -> None:
    path = written(folder, TEXT + f'{name} = "facts.csv"\n')
    with pytest.raises(DataProblem, match=f"“{name}” is not known in tables"):
        read_area(path)


def test_maps_of_any_later_year_may_be_named(folder: Path) -> None:
    path = written(folder, TEXT + 'ward_edges_2031 = "facts.csv"\n')
    assert "ward_edges_2031" in read_area(path).tables


def test_a_table_the_area_does_not_name_is_empty_and_the_forces_name_is_filled_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_AREA", str(written(folder, TEXT)))
    assert served().name == "Two Squares"
    assert len(table("ward_facts")) == 3
    assert len(table("places")) == 0 and "place" in table("places")
    assert set(registry.measures()["owner"]) >= {"Dorset Police"}


@pytest.mark.parametrize("module", ["loaders", "ui"])
def test_neither_command_nor_server_begins_with_a_wrong_area(folder: Path, module: str) -> None:
    path = written(folder, TEXT.replace('"E06000059"', '"E0600005"'))
    words = ["status"] if module == "loaders" else ["serve", "--port", "1"]
    ended = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=PROJECT,
        env=os.environ | {"SVD_AREA": str(path), "SVD_STORE": str(folder / "store")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "there.toml, line 15: “E0600005” is no code of a local authority." in " ".join(
        (ended.stdout + ended.stderr).split()
    )
    assert "Traceback" not in ended.stdout + ended.stderr
