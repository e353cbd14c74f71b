"""Geometry that test after test would work out of the same few drawings, worked out once a process.

Hundreds of tests fill a store of their own, and nearly all on the project's map or the two square wards: which ward became which took most
of a second each time. What stands here are pure functions; they give back what they gave for the same shapes, numbers and codes, byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.space import vintages as geo_vintages
from loaders.sources import boundaries
from loaders.store.wards import denominators, uncovered

# Where each is asked from, and its name there.
PLACES = (
    (geo_vintages, "crosswalk"),
    (denominators, "other_ground"),
    (uncovered, "uncovered_ground"),
    (boundaries, "wards_of_edges"),
)


def written_out(value: object) -> bytes:
    """An argument, byte for byte: shapes, numbers or text by their index, a table, or several of these."""
    if isinstance(value, pd.DataFrame):
        return b"".join(written_out(value[column]) for column in value.columns)
    if isinstance(value, pd.Series):
        own = value.to_numpy()
        shapes = len(own) > 0 and bool(np.all(shapely.is_geometry(own)))
        written = list(shapely.to_wkb(own)) if shapes else value.to_list()
        return repr((value.name, value.index.to_list(), written)).encode()
    if isinstance(value, np.ndarray):
        return repr((value.shape, value.dtype)).encode() + value.tobytes()
    if isinstance(value, tuple):
        return b"(" + b",".join(map(written_out, value)) + b")"
    return repr(sorted(value) if isinstance(value, set | frozenset) else value).encode()


def worked_out_once(calculation: Callable[..., Any]) -> Callable[..., Any]:
    """A pure function that remembers what it gave back; of a table each asker has a copy."""
    results: dict[str, Any] = {}

    def remembered(*arguments: object, **named: object) -> Any:
        key = hashlib.sha256(written_out((*arguments, *sorted(named.items())))).hexdigest()
        if key not in results:
            results[key] = calculation(*arguments, **named)
        result = results[key]
        return result.copy() if isinstance(result, pd.DataFrame | pd.Series) else result

    return remembered


@contextmanager
def geometry_remembered() -> Iterator[None]:
    """While this lasts, no geometry of PLACES is worked out twice."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in PLACES:
            patch.setattr(module, name, worked_out_once(getattr(module, name)))
        yield
