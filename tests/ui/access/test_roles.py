"""Who may see what: an analyst only on this machine, and a setting may only take away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.config import get_option
from streamlit.runtime.secrets import Secrets

from ui.access import roles

Served = Callable[[str | None, str | None], str]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Served:
    """The role when the server listens at an address, with a role in the secrets file; None for no such file."""

    def role(address: str | None, asked: str | None) -> str:
        file = tmp_path / "secrets.toml"
        file.unlink(missing_ok=True)
        if asked is not None:
            file.write_text(f'role = "{asked}"' if asked else "")
        given = {"server.address": address, "secrets.files": [str(file)]}
        for asker in ("streamlit.get_option", "streamlit.config.get_option"):
            monkeypatch.setattr(
                asker, lambda name: given[name] if name in given else get_option(name)
            )
        monkeypatch.setattr("streamlit.secrets", Secrets())
        return roles.role()

    return role


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_alone_the_reader_is_an_analyst(served: Served, address: str) -> None:
    assert served(address, None) == served(address, "") == served(address, "analyst") == "analyst"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "0.0.0.0",
        "::",
        "192.0.2.7",
        "dashboard.example",
        "127.0.0.1.example",
        "127.0.0.10",
    ],
)
def test_at_any_other_address_the_reader_is_an_executive(
    served: Served, address: str | None
) -> None:
    assert served(address, None) == "executive"


def test_a_setting_takes_away_and_never_gives(served: Served) -> None:
    assert served("127.0.0.1", "executive") == "executive"
    assert served("0.0.0.0", "analyst") == "executive"
    assert served("127.0.0.1", "administrator") == "analyst"
