"""Rows of the demonstration's own extract, to fill a force's template with an example."""

from __future__ import annotations

import numpy as np

from loaders.demo import demonstration, extract, searches
from loaders.extract.kinds import OFFENCES, ExtractKind

DEMONSTRATION_ROWS = 200


def template_rows(kind: ExtractKind) -> list[dict[str, str]]:
    """The first 200 rows of the demonstration's first month, all made up: field → text."""
    random, of_force = (
        np.random.default_rng(demonstration.SEED),
        np.random.default_rng([demonstration.SEED, 1]),
    )
    scene = demonstration.demonstration_scene(random)
    if kind is OFFENCES:
        rows = extract.extract_rows(
            demonstration.street_month(scene, demonstration.FIRST, random),
            demonstration.FIRST,
            of_force,
            searched=((), 1.0),
        )
    else:
        rows = searches.search_rows(
            demonstration.search_month(scene, demonstration.FIRST, random),
            demonstration.FIRST,
            of_force,
        )
    first = rows.head(DEMONSTRATION_ROWS).astype(str).to_dict("records")
    return [{str(field): text for field, text in row.items()} for row in first]
