"""Files the browser fetches by itself, from this server alone: Leaflet, the map's script, the pages' styles, ward shapes.

They need no sign-in, so only public files are placed here. They are named by their content, so that a browser keeps each for good, and lie in a
cache folder of whoever runs the server; where that cannot be written, each is made anew when it is asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st
from platformdirs import user_cache_path
from starlette.requests import Request
from starlette.responses import Response

from ui.answers.caching import cache_resource
from ui.map.files import FILES as MAP_FILES

FOLDER = user_cache_path("serious-violence-dashboard", appauthor=False)
FROM_MAP = "../../assets/"  # a map lives in a frame two levels down, whatever the base path
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
HERE = Path(__file__).parent / "static"
OWN = {
    **MAP_FILES,
    "styles.css": [HERE / "styles.css"],
    "mode_wall.css": [HERE / "mode_wall.css"],
    "mode_present.css": [HERE / "mode_present.css"],
    "theme_dark.css": [HERE / "theme_dark.css"],
    "page.js": [HERE / "page.js"],
}
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".geojson": "application/geo+json",
}
_placed: dict[str, Callable[[], bytes]] = {}  # what may be fetched, and how it is made


def from_page(name: str) -> str:
    """The address of a placed file, from whichever page."""
    return under_base(f"/assets/{name}")


def under_base(path: str) -> str:
    """A path of this server as a browser asks for it: beneath the path that the dashboard stands under."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{path}" if base else path


@cache_resource(1)
def own_and_leaflet() -> dict[str, str]:
    """Names, as placed, of the map's script and styles, Leaflet's before our own, and of the pages' styles and script."""
    return {name: _named_by_content(name, _joined(parts)) for name, parts in OWN.items()}


@cache_resource(20)
def shapes(path: Path) -> str:
    """Name, as placed, of a build's ward shapes, which are named by their content in the build already."""
    return place(path.name, path.read_bytes)


def fixed(settings: Mapping[str, object]) -> str:
    """Name, as placed, of a map's settings; they would otherwise be sent with every paint."""
    data = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    return _named_by_content("map.json", lambda: data)


def place(name: str, make: Callable[[], bytes]) -> str:
    """Let a file be fetched under a name that says its content; returns the name.

    make  gives the content, the same every time
    """
    if name not in _placed:
        store(make(), name)
        _placed[name] = make
    return name


def store(data: bytes, name: str) -> None:
    """Put a file into the cache folder unless it lies there already; it has its name only when it is whole.

    Nothing where the folder cannot be written.
    """
    target = FOLDER / name
    with contextlib.suppress(OSError):
        if target.exists() and target.read_bytes() == data:
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh = FOLDER / f".{name}.{os.getpid()}"
        fresh.write_bytes(data)
        fresh.replace(target)


def content(name: str) -> bytes | None:
    """A placed file; None for whatever else is asked for."""
    if name not in _placed:
        return None
    try:
        return (FOLDER / name).read_bytes()
    except OSError:  # never written, or cleaned away since
        return _placed[name]()


def answer(request: Request) -> Response:
    """The route's answer to a browser."""
    name = str(request.path_params["name"])
    data = content(name)
    if data is None:
        return Response(status_code=404)
    return Response(data, media_type=KINDS[Path(name).suffix], headers=FOR_GOOD)


def _joined(parts: list[Path]) -> Callable[[], bytes]:
    return lambda: b"\n".join(part.read_bytes() for part in parts)


def _named_by_content(name: str, make: Callable[[], bytes]) -> str:
    plain, digest = Path(name), hashlib.sha256(make()).hexdigest()[:12]
    return place(f"{plain.stem}-{digest}{plain.suffix}", make)
