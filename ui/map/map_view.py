"""What a page's map shows, before it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ui.map.payload import Ground
from ui.map.saved_map import About

Event = dict[str, object]


@dataclass(frozen=True)
class MapView:
    """A map as a page asks for it.

    payload   what the map's script is sent
    height    of its frame, in pixels; styles may make it as high as the window leaves room for
    on_event  called with what the reader did on the map; a click that chooses a ward unless given
    about     what it says of itself as a file to take away; None where it is not offered as one
    shapes    the file of the wards it is painted on; those of the page unless given
    """

    payload: Ground
    height: int
    on_event: Callable[[Event], None] | None = None
    about: About | None = None
    shapes: Path | None = None


def nothing(event: Event) -> None:
    """For a map on which a click changes nothing."""
