"""Two hundred draws of ten claims each, of all pages, worked out again by another route; and twenty questions, each thing with one number.

`python -m bench.prove.claims`; a small version is in tests/pages/test_claims_recomputed.py and tests/pages/test_one_number_one_place.py.
"""

from __future__ import annotations

import os
import subprocess
import sys

from bench.runs import console

DRAWS, QUESTIONS = 200, 20
CLAIMS = "tests/pages/test_claims_recomputed.py"
NUMBERS = "tests/pages/test_one_number_one_place.py"


def main() -> bool:
    """Print whether every claim drawn is the same by another route, and how many runs of a page that took."""
    drawn = _passed(CLAIMS, SVD_CLAIMS_DRAWS=str(DRAWS))
    console.print(
        f"{DRAWS} draws of ten claims from the sentences of all pages: {'each is the same' if drawn else 'not all are the same'} by another route"
    )
    numbers = _passed(NUMBERS, SVD_CLAIMS_SCOPES=str(QUESTIONS))
    console.print(
        f"{QUESTIONS} questions of made-up months and as many of real ones, where they are at hand: {'one thing has one number' if numbers else 'some thing has two numbers'}"
    )
    return drawn and numbers


def _passed(file: str, **settings: str) -> bool:
    """Whether a file of tests passes with these settings; what it says of failures stands on screen."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
    return subprocess.run(command, env=os.environ | settings, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
