"""The ward map painted by two figures at once: searches to the right, reported violence upwards."""

from __future__ import annotations

from ui.answers.stop_and_search.searches import Beside
from ui.filters.sidebar import Look
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView, nothing
from ui.map.payload import MapCells, WardClass
from ui.map.saved_map import About
from ui.map.ward_map import MapOptions
from ui.text.stop_and_search import searches as search_text

# Teuling, Stöckli and Seneviratne (2011): blue to the right, orange upwards, dark where both are high; told apart with any colour vision.
COLOURS = [
    "#f3f3f3",
    "#b4d3e1",
    "#509dc2",
    "#f3e6b3",
    "#b3b3b3",
    "#376387",
    "#f3b300",
    "#b36600",
    "#1a1a1a",
]


def cells(beside: Beside) -> MapCells:
    """What the map is sent: each ward's class and the sentence on it; nine colours and the words of their legend."""
    return {
        "title": search_text.MAP_TITLE,
        "colours": COLOURS,
        "words": [],
        "elsewhere": [],
        "wards": {
            str(code): WardClass(int(row["cell"]), *search_text.ward_tip(row))
            for code, row in beside.table.iterrows()
        },
        "sentences": search_text.WARD_TIPS,
        "grid": {
            "across": search_text.SEARCH_AXIS,
            "up": search_text.VIOLENCE_AXIS,
            "description": search_text.GRID_SAID,
            "corners": list(search_text.CORNERS.items()),
        },
    }


def ward_map(beside: Beside, about: About) -> MapView:
    """The map, with operations as they stood at the end of the last month of both.

    about  what the map says of itself as a file
    """
    shown = MapOptions(Look(), month=beside.months[-1])
    return ward_maps.hotspots(cells(beside), shown, about, on_event=nothing)
