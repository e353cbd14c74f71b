"""Every type that is written down holds; run among the tests, since it takes as long as many of them together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def test_types_hold() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "."],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
