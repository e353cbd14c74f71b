"""Files the browser fetches by itself, from this server alone: Leaflet, the map's script, and the ward shapes.

The folder needs no sign-in, so only public files go into it.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import streamlit as st

from ui.map.files import FILES as MAP_FILES
from ui.map.payload import MapSettings

FOLDER = Path(__file__).resolve().parents[2] / "static"
FROM_PAGE = "app/static/"
FROM_MAP = "../../app/static/"  # a map lives in a frame two levels down
HERE = Path(__file__).parent / "static"
OWN = {
    **MAP_FILES,
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


def fixed(settings: MapSettings) -> str:
    """File name, in the static folder, of a map's settings, named by their content; they would otherwise be sent with every paint."""
    data = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    return place(data, f"map-{hashlib.sha256(data).hexdigest()[:12]}.json")


def place(data: bytes, name: str) -> str:
    """Put a file into the static folder unless it lies there already; complete before it has its name."""
    target = FOLDER / name
    if not target.exists():
        FOLDER.mkdir(exist_ok=True)
        fresh = FOLDER / f".{name}.{os.getpid()}"
        fresh.write_bytes(data)
        os.replace(fresh, target)
    return name
