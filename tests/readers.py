"""Who looks, in tests that run pages without a server: the user of the operating system, with the role that an access file gives them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from loaders.access_file import Way, command_user
from loaders.permissions import GIVEN, Role
from ui.access import identity, settings
from ui.access.sessions import SESSIONS, Person


def look_as(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Until the test ends, or another role is asked for, pages are run by somebody with this role."""
    monkeypatch.setenv("SVD_ACCESS", str(_file(role)))


@cache
def _file(role: Role) -> Path:
    path = Path(tempfile.mkdtemp(prefix="access-")) / "access.toml"
    path.write_text(f'[users]\n"{command_user()}" = "{role}"\n', encoding="utf-8")
    return path


def come_in(monkeypatch: pytest.MonkeyPatch, role: Role) -> Person:
    """Until the test ends, pages are run behind the gate by somebody with this role, whom a proxy names; a visitor comes where all may."""
    path = _open_to_all() if role == "visitor" else _by_groups()
    monkeypatch.setenv("SVD_ACCESS", str(path))
    way: Way = "public" if role == "visitor" else "proxy"
    person = Person(f"{role}-1", role.title(), way, (role,))
    session = SESSIONS.begin(person, settings.current())
    monkeypatch.setattr(identity, "_gated", True)
    monkeypatch.setattr(identity, "_session", lambda access: SESSIONS.of(session.key, access))
    return person


@cache
def _by_groups() -> Path:
    path = Path(tempfile.mkdtemp(prefix="access-")) / "access.toml"
    path.with_name("secret").write_text("s" * 40, encoding="utf-8")
    path.write_text(
        'way = "proxy"\nhosts = ["127.0.0.1"]\n[proxy]\nsecret_file = "secret"\n'
        + "".join(f'[[roles]]\nrole = "{role}"\ngroups = ["{role}"]\n' for role in GIVEN),
        encoding="utf-8",
    )
    return path


@cache
def _open_to_all() -> Path:
    path = Path(tempfile.mkdtemp(prefix="access-")) / "access.toml"
    path.write_text("public = true\n", encoding="utf-8")
    return path
