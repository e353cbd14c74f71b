"""Parameters of which `make test` runs a few of every kind, and `make prove` all others."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

import pytest


def a_few(values: Iterable[Any], few: Container[Any] | int) -> list[Any]:
    """The values as parameters; the others than the few, which are named or so many from the first, are marked `prove`.

    A value that is a plain tuple stands for several arguments.
    """
    parameters = []
    for at, value in enumerate(values):
        large = at >= few if isinstance(few, int) else value not in few
        given = value if type(value) is tuple else (value,)
        parameters.append(pytest.param(*given, marks=[pytest.mark.prove] if large else []))
    return parameters
