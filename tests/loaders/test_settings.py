"""Settings from the environment or from the secrets file."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders import settings
from loaders.settings import DEFAULT_STORE, store_root


def test_environment_goes_before_the_file_and_the_file_before_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SECRETS", tmp_path / "secrets.toml")
    monkeypatch.delenv("SVD_STORE", raising=False)
    assert store_root() == DEFAULT_STORE
    (tmp_path / "secrets.toml").write_text(
        'role = "executive"\nSVD_STORE = "/data/store"\n', encoding="utf-8"
    )
    assert store_root() == Path("/data/store")
    monkeypatch.setenv("SVD_STORE", "/elsewhere")
    assert store_root() == Path("/elsewhere")


def test_a_broken_file_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRETS", tmp_path / "secrets.toml")
    monkeypatch.delenv("SVD_STORE", raising=False)
    (tmp_path / "secrets.toml").write_text("SVD_STORE = /data", encoding="utf-8")
    with pytest.raises(DataProblem, match=r"secrets\.toml cannot be read\."):
        store_root()
