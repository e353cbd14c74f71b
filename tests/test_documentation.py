"""What is written down is there: links, pictures, paths, modules, commands and settings that the documentation names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from loaders.permissions import table_in_markdown
from tests.conftest import PROJECT

PAGES = sorted(  # the changelog tells what was there on its day
    [
        *(page for page in PROJECT.glob("*.md") if page.name != "CHANGELOG.md"),
        *(PROJECT / "docs").glob("*.md"),
        PROJECT / "bench" / "README.md",
        PROJECT / "data" / "README.md",
        PROJECT / "tests" / "kept" / "README.md",
    ]
)
MOST_LINES = 400
ROOMS = ("app.py", "bench/", "data/", "docs/", "geo/", "loaders/", "pages/", "tests/", "ui/")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(rf"(?<![\w./<-])((?:{'|'.join(ROOMS)})[\w./-]*)(?![\w./<-])")
MODULE = re.compile(r"python -m ((?:bench|geo|loaders|tests|ui)[\w.]*)")
COMMAND = re.compile(r"python -m loaders ((?:[a-z-]+)(?: [a-z-]+)?)")
SETTING = re.compile(r"\bSVD_[A-Z_]+")
MAKE = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
# Said of a file that somebody is to make: `revision_NNNN_words.py`, `tests/kept/2027-01-31`
TO_BE_MADE = re.compile(r"NNNN|^tests/kept/\d{4}")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them: small letters, hyphens for blanks, nothing else."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


def broken_links(page: Path) -> list[str]:
    broken = []
    for link in LINK.findall(text_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        to = (page.parent / path).resolve() if path else page
        if not to.exists() or (anchor and anchor not in anchors(to)):
            broken.append(link)
    return broken


def missing_paths(text: str) -> list[str]:
    """Paths of the program that are named and are not there; the end of a sentence belongs to none."""
    named = {path.rstrip(".") for path in PATH.findall(LINK.sub("", text))}
    return sorted(
        path for path in named if not TO_BE_MADE.search(path) and not (PROJECT / path).exists()
    )


def module_is_there(module: str) -> bool:
    place = PROJECT.joinpath(*module.split("."))
    return place.with_suffix(".py").exists() or (place / "__main__.py").exists()


@cache
def commands() -> set[str]:
    """What `python -m loaders` can be told, groups with their own commands."""
    from typer.main import get_command

    from loaders.__main__ import app

    names: set[str] = set()
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        names |= {name, *(f"{name} {inner}" for inner in getattr(command, "commands", {}))}
    return names


def command_is_there(words: str) -> bool:
    """Whether words after `python -m loaders` begin with a command; a command's own arguments may follow."""
    first, _, second = words.partition(" ")
    groups = {name.partition(" ")[0] for name in commands() if " " in name}
    within = second and first in groups
    return f"{first} {second}" in commands() if within else first in commands()


@cache
def settings_read() -> set[str]:
    """Every setting that the program or its tests read, the tests of the documentation left out."""
    return {
        name
        for floor in ("app.py", "bench", "loaders", "tests", "ui")
        for path in (
            [PROJECT / floor] if floor.endswith(".py") else sorted((PROJECT / floor).rglob("*.py"))
        )
        if path != Path(__file__).resolve()
        for name in SETTING.findall(text_of(path))
    }


def test_there_is_documentation_to_look_at() -> None:
    names = {page.relative_to(PROJECT).as_posix() for page in PAGES}
    assert names >= {
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "docs/README.md",
        "docs/administrator.md",
        "docs/architecture.md",
        "docs/glossary.md",
        "docs/methods.md",
        "docs/user-guide.md",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    text = text_of(page)
    assert broken_links(page) == []
    assert missing_paths(text) == []
    assert [module for module in MODULE.findall(text) if not module_is_there(module)] == []
    assert [words for words in COMMAND.findall(text) if not command_is_there(words)] == []
    assert sorted(set(SETTING.findall(text)) - settings_read()) == []
    targets = re.findall(r"^([a-z]+):", text_of(PROJECT / "Makefile"), re.MULTILINE)
    assert sorted(set(MAKE.findall(text)) - set(targets)) == []
    assert len(text.splitlines()) <= MOST_LINES


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    index = {
        (PROJECT / "docs" / link.partition("#")[0]).resolve()
        for link in LINK.findall(text_of(PROJECT / "docs" / "README.md"))
    }
    assert set((PROJECT / "docs").glob("*.md")) - index == {PROJECT / "docs" / "README.md"}


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in LINK.findall(text_of(page))
        if link.endswith(".png")
    }
    assert set((PROJECT / "docs" / "screenshots").iterdir()) == shown


def test_every_setting_of_the_program_is_documented() -> None:
    documented = set(SETTING.findall(text_of(PROJECT / "docs" / "administrator.md")))
    read = {
        name
        for path in sorted((PROJECT / "loaders").rglob("*.py"))
        for name in SETTING.findall(text_of(path))
    }
    assert read - documented == set()


def test_every_command_of_the_loaders_is_documented() -> None:
    text = text_of(PROJECT / "docs" / "administrator.md")
    groups = {name.partition(" ")[0] for name in commands() if " " in name}
    assert {name for name in commands() - groups if not re.search(rf"`{name}\b", text)} == set()


def test_faults_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading, here\n[a](#a-heading-here) [b](#none) [c](gone.md) [d](https://x.y)\n"
    )
    assert broken_links(page) == ["#none", "gone.md"]
    assert missing_paths("`geo/core/errors.py`, geo/gone.py and pages/<page>.py, ui/map.") == [
        "geo/gone.py"
    ]
    assert module_is_there("loaders") and not module_is_there("loaders.gone")
    assert command_is_there("load wards") and command_is_there("fetch police")
    assert not command_is_there("fetch nothing") and not command_is_there("leap")


def test_the_page_on_access_has_the_programs_table_of_roles() -> None:
    page = (PROJECT / "docs" / "access.md").read_text(encoding="utf-8")
    assert table_in_markdown() in page
