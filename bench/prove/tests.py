"""The large versions of tests: every view, file, order and number of which `make test` holds a few.

`python -m bench.prove tests`; each is marked `prove` beside the few.
"""

from __future__ import annotations

import subprocess
import sys

from bench.runs import console


def main() -> bool:
    """Run them one after the other; whether all passed."""
    command = [sys.executable, "-m", "pytest", "-m", "prove", "-p", "no:cacheprovider"]
    passed = subprocess.run(command, check=False).returncode == 0
    console.print(f"The large versions of tests: {'all pass' if passed else 'not all pass'}")
    return passed


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
