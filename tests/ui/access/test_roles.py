"""Who may see what: an analyst only on this machine, and a setting may only take away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
ASK = """
import json, sys
from ui.access import roles
said = []
for address in json.loads(sys.argv[1]):
    roles.address = lambda address=address: address
    said.append(roles.role())
print(json.dumps(said))
"""
HERE = ["127.0.0.1", "localhost", "::1"]
ELSEWHERE = [
    "",
    "0.0.0.0",
    "::",
    "192.0.2.7",
    "dashboard.example",
    "127.0.0.1.example",
    "127.0.0.10",
]


def asked(folder: Path, secrets: str | None, addresses: list[str]) -> list[str]:
    """The role at each address of a server that is started in a folder with these secrets; None for no such file."""
    (folder / ".streamlit").mkdir()
    if secrets is not None:
        (folder / ".streamlit" / "secrets.toml").write_text(secrets)
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(addresses)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    answer: list[str] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("secrets", "role"),
    [
        (None, "analyst"),
        ("", "analyst"),
        ('role = "analyst"', "analyst"),
        ('role = "administrator"', "analyst"),
        ('role = "executive"', "executive"),
    ],
)
def test_on_this_machine_alone_the_reader_is_an_analyst_unless_a_setting_takes_that_away(
    secrets: str | None, role: str, tmp_path: Path
) -> None:
    assert asked(tmp_path, secrets, HERE) == [role] * 3


@pytest.mark.parametrize("secrets", [None, 'role = "analyst"'])
def test_at_any_other_address_the_reader_is_an_executive_and_no_setting_gives_more(
    secrets: str | None, tmp_path: Path
) -> None:
    assert asked(tmp_path, secrets, ELSEWHERE) == ["executive"] * len(ELSEWHERE)


@pytest.mark.parametrize(("given", "role"), [("127.0.0.1", "analyst"), ("0.0.0.0", "executive")])
def test_the_address_is_the_one_the_server_is_told_to_listen_at(
    given: str, role: str, tmp_path: Path
) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(f'[server]\naddress = "{given}"\n')
    done = subprocess.run(
        [sys.executable, "-c", "from ui.access import roles; print(roles.role())"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split() == [role]
