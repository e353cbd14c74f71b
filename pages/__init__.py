"""The pages, in the order of the row of links. Each file is one page, and nothing is drawn on import."""

from __future__ import annotations

from pages import (
    briefing,
    compare,
    data,
    duty,
    hotspots,
    lines,
    operations,
    stop_and_search,
    wards,
)
from ui.shell.context import Page

PAGES: tuple[Page, ...] = (
    briefing,
    compare,
    wards,
    lines,
    hotspots,
    operations,
    stop_and_search,
    duty,
    data,
)
