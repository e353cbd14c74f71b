"""The register taken away as one file, whole."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from loaders.register.register import open_registers
from ui.answers.register import zipped


def test_the_file_taken_away_gives_the_same_register_again(tmp_path: Path) -> None:
    first = open_registers(tmp_path / "first", "demonstration")
    number = first.add("operation", {"name": "Op Made-up", "status": "live"}, "analyst")
    first.add("phase", {"operation": number, "name": "whole"}, "analyst")
    with zipfile.ZipFile(io.BytesIO(zipped(first))) as archive:
        assert all(name.startswith("register/") for name in archive.namelist())
        archive.extractall(tmp_path / "taken")
    second = open_registers(tmp_path / "second", "demonstration")
    second.import_folder(tmp_path / "taken" / "register", "analyst")
    for kind in first.kinds:
        assert first.records(kind).equals(second.records(kind)), kind
    assert len(second.records("phase")) == 1
