"""The area that the dashboard serves, for screens: read from its file once, and light enough to ask before anything else is imported."""

from __future__ import annotations

from geo.core.area import Area
from loaders import area


def served() -> Area:
    """The area served: names, authorities in their order, what a map of it needs."""
    return area.served()
