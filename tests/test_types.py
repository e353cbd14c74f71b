"""Every type that is written down holds; run among the tests, since it takes as long as many of them together."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# Held against pandas' own stubs, disclosure first; what is not listed takes a frame for anything.
TYPED_FRAMES = (
    "geo/core",
    "geo/disclosure",
    "geo/change",
    "geo/duty",
    "geo/hotspots",
    "geo/rates",
    "geo/space",
    "geo/knife/aoristic.py",
    "geo/knife/lines.py",
    "geo/searches/outcomes.py",
    "geo/searches/proportionality.py",
    "ui/answers/caching.py",
    "ui/answers/disclosure_control.py",
)


def checked(*arguments: str) -> None:
    """Fails with what mypy says."""
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_types_hold() -> None:
    checked(".")


def test_frames_are_used_as_pandas_declares_them() -> None:
    assert version("pandas-stubs")  # without them nothing would be asked
    checked("--config-file", "tests/typed_frames.ini", *TYPED_FRAMES)
