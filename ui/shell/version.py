"""The program's version."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@cache
def version() -> str:
    """As pyproject.toml states it, such as “0.1.0”."""
    return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
