"""The version has one home."""

from __future__ import annotations

import re
from pathlib import Path

from loaders.version import PYPROJECT, version

PROJECT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_one_in_pyproject() -> None:
    stated = re.findall(r'^version = "(.+)"$', PYPROJECT.read_text(encoding="utf-8"), re.MULTILINE)
    assert [version()] == stated and re.fullmatch(r"\d+\.\d+\.\d+", version())


def test_the_changelog_has_a_dated_release_of_this_version() -> None:
    releases = re.findall(
        r"^## (\d+\.\d+\.\d+) – \d{4}-\d{2}-\d{2}$",
        (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert releases[0] == version()
    assert releases == sorted(
        set(releases), key=lambda it: [int(part) for part in it.split(".")], reverse=True
    )
