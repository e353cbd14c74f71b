"""Files the browser fetches by itself, from this server alone: Leaflet, the map's script, and the ward shapes.

The folder needs no sign-in, so only public files go into it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from importlib.metadata import files
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parents[2] / "static"
GROUND = "ground.json"
FROM_PAGE = "app/static/"
FROM_MAP = "../../app/static/"  # a map lives in a frame two levels down
HERE = Path(__file__).parent / "static"
MAP = Path(__file__).parents[1] / "map" / "static"
MAP_SCRIPTS = (
    "payload",
    "census",
    "elements",
    "labels",
    "insets",
    "tiles",
    "points",
    "cells",
    "area",
    "operations",
    "parts",
    "ward_map",
    "page_map",
)
LEAFLET = {
    Path(str(file)).name: Path(str(file.locate())) for file in files("XStatic-Leaflet") or ()
}
# One script and one set of styles for a map, since a browser would fetch one after the other.
OWN = {
    "ward_map.js": [LEAFLET["leaflet.js"], *(MAP / f"{name}.js" for name in MAP_SCRIPTS)],
    "ward_map.css": [LEAFLET["leaflet.css"], MAP / "ward_map.css"],
    "styles.css": [HERE / "styles.css"],
    "mode_wall.css": [HERE / "mode_wall.css"],
    "mode_present.css": [HERE / "mode_present.css"],
    "theme_dark.css": [HERE / "theme_dark.css"],
    "page.js": [HERE / "page.js"],
}


@st.cache_resource(show_spinner=False)
def own_and_leaflet() -> dict[str, str]:
    """File names, in the static folder, of the map's script and styles, Leaflet's before our own, and of the pages' styles and script."""
    found = {}
    for name, parts in OWN.items():
        data = b"\n".join(part.read_bytes() for part in parts)
        kept = Path(name)
        found[name] = place(
            data, f"{kept.stem}-{hashlib.sha256(data).hexdigest()[:12]}{kept.suffix}"
        )
    return found


@st.cache_resource(show_spinner=False, max_entries=20)
def shapes(path: Path) -> str:
    """File name, in the static folder, of a build's ward shapes, which are named by their content."""
    return place(path.read_bytes(), path.name)


def fixed(settings: Mapping[str, object]) -> str:
    """File name, in the static folder, of a map's settings, named by their content; they would otherwise be sent with every paint."""
    data = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    return place(data, f"map-{hashlib.sha256(data).hexdigest()[:12]}.json")


def ground() -> list[str]:
    """Addresses of what the last map stood on, for a browser to fetch before it is known whether the next stands on the same."""
    try:
        noted = json.loads((FOLDER / GROUND).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # never written yet, or not whole: the browser fetches it later
        return []
    return (
        noted
        if isinstance(noted, list)
        and len(noted) == 2
        and all(isinstance(address, str) for address in noted)
        else []
    )


def keep_ground(addresses: Sequence[str]) -> None:
    """Note what a map stands on."""
    if ground() != [*addresses]:
        (FOLDER / GROUND).unlink(missing_ok=True)
        place(json.dumps(addresses).encode(), GROUND)


def place(data: bytes, name: str) -> str:
    """Put a file into the static folder unless it lies there already; complete before it has its name."""
    target = FOLDER / name
    if not target.exists():
        FOLDER.mkdir(exist_ok=True)
        fresh = FOLDER / f".{name}.{os.getpid()}"
        fresh.write_bytes(data)
        os.replace(fresh, target)
    return name
