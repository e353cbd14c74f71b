"""Who looks, in tests that run pages without a server: the user of the operating system, with the role that an access file gives them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from loaders.access_file import command_user
from loaders.permissions import Role


def look_as(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Until the test ends, or another role is asked for, pages are run by somebody with this role."""
    monkeypatch.setenv("SVD_ACCESS", str(_file(role)))


@cache
def _file(role: Role) -> Path:
    path = Path(tempfile.mkdtemp(prefix="access-")) / "access.toml"
    path.write_text(f'[users]\n"{command_user()}" = "{role}"\n', encoding="utf-8")
    return path
