"""A map as one HTML file: what is on screen, in the reader's hands, drawn without a server or a network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

from branca.element import Element, Figure

from ui.map.payload import Ground, MapSettings
from ui.map.ward_layer import OfflineMap, WardLayer


@dataclass(frozen=True)
class About:
    """What a map that leaves says of itself.

    shown    the sentence that says what it shows
    marking  as on the page
    notes    the lines that stand before every file: what is counted, from where, in which boundaries, made when
    name     of the file, without its ending
    """

    shown: str
    marking: str
    notes: tuple[str, ...]
    name: str


def page(
    payload: Ground,
    about: About,
    *,
    shapes: Path,
    settings: MapSettings,
    centre: tuple[float, float],
) -> bytes:
    """The file, in UTF-8. What is hidden on screen is not in it, since the payload is the same; nothing can be drawn on it.

    shapes  the GeoJSON that maps draw, as the build keeps it
    """
    drawn = json.loads(shapes.read_text(encoding="utf-8"))
    whole = {
        **payload,
        "files": [],
        "inline": {"shapes": drawn, "settings": settings},
        "draw": False,
    }
    figure, made = Figure(title=plain(about.shown)), OfflineMap(centre)
    figure.html.add_child(Element(_about(about)))
    figure.add_child(made)
    WardLayer(whole).add_to(made)
    return str(figure.render()).encode()


def plain(text: str) -> str:
    """Text that is neither markup nor, since branca renders all it is given, a template."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def _about(about: About) -> str:
    notes = "".join(f"<p>{plain(note)}</p>" for note in about.notes if note)
    return (
        f'<header class="about-map"><h1>{plain(about.shown)}</h1><span>{plain(about.marking)}</span></header>'
        f'<footer class="about-map">{notes}</footer>'
    )
