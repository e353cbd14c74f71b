"""What the first page needs is imported before the server answers, so that no reader waits for it.

streamlit-folium is not: its component is registered only where a page imports it (documentation of declare_component).
"""

from __future__ import annotations

import importlib

LIBRARIES = (
    "pandas",
    "streamlit.components.v1.component_arrow",
    "shapely",
    "duckdb",
    "ibis.backends.duckdb",
    "pyarrow.parquet",
    "sqlalchemy.dialects.sqlite",
    "scipy.stats",
    "folium",
)


def import_libraries() -> None:
    """Import them; what only papers and rare views need is imported where it is used."""
    for name in LIBRARIES:
        importlib.import_module(name)
