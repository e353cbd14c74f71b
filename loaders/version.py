"""Which version of the program this is: pyproject.toml states it, and nothing else does."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


@cache
def version() -> str:
    """The version, such as “0.9.0”; read from the file because the program runs from its folder and is not installed."""
    return str(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"])
