"""Files the browser fetches by itself, from this server alone: Leaflet, the map's script, and the ward shapes.

The folder needs no sign-in, so only public files go into it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from importlib.metadata import files
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent.parent / "static"
FROM_PAGE = "app/static/"
FROM_MAP = "../../app/static/"  # a map lives in a frame two levels down
OWN = ("ward_map.js", "ward_map.css", "styles.css")


@st.cache_resource(show_spinner=False)
def own_and_leaflet() -> dict[str, str]:
    """File names, in the static folder, of Leaflet, the map's own script and styles, and the pages' styles."""
    packed = {Path(str(file)).name: Path(str(file.locate())) for file in files("XStatic-Leaflet") or ()}
    found = {name: _placed(packed[name], f"leaflet-1.9.3-{name}") for name in ("leaflet.js", "leaflet.css")}
    for name in OWN:
        path = Path(__file__).parent / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        found[name] = _placed(path, f"{path.stem}-{digest}{path.suffix}")
    return found


@st.cache_resource(show_spinner=False, max_entries=20)
def shapes(path: Path) -> str:
    """File name, in the static folder, of a build's ward shapes, which are named by their content."""
    return _placed(path, path.name)


def _placed(path: Path, name: str) -> str:
    """Put a copy into the static folder unless it lies there already; complete before it has its name."""
    target = FOLDER / name
    if not target.exists():
        FOLDER.mkdir(exist_ok=True)
        fresh = FOLDER / f".{name}.{os.getpid()}"
        shutil.copyfile(path, fresh)
        os.replace(fresh, target)
    return name
