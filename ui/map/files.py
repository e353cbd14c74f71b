"""The files a map needs in the browser: Leaflet's, which XStatic-Leaflet brings, and our own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from importlib.metadata import files
from pathlib import Path

HERE = Path(__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css"}
LEAFLET = {
    Path(str(file)).name: Path(str(file.locate())) for file in files("XStatic-Leaflet") or ()
}
# Our scripts in the order in which they are run; each adds its part to one object, wardMap.
SCRIPTS = (
    "payload",
    "census",
    "packing",
    "placing",
    "fitting",
    "looks",
    "elements",
    "patterns",
    "layers/sheets",
    "layers/cells",
    "layers/points",
    "layers/parts",
    "layers/shapes",
    "layers/insets",
    "layers/tiles",
    "layers/area",
    "layers/operations",
    "layers/labels",
    "controls",
    "legend",
    "tips",
    "scene",
    "view",
    "names",
    "one_map",
    "page_map",
    "ward_layer",
)
FILES = {
    "leaflet.js": [LEAFLET["leaflet.js"]],
    "leaflet.css": [LEAFLET["leaflet.css"]],
    "ward_map.js": [HERE / f"{name}.js" for name in SCRIPTS],
    "ward_map.css": [HERE / "ward_map.css"],
}
Address = Callable[[str], str]  # from a name in FILES to where a browser finds the file


def content(name: str) -> bytes:
    """A file of FILES, whole."""
    return b"\n".join(part.read_bytes() for part in FILES[name])


def inlined(name: str) -> str:
    """The address of a file that is its own content, so that a page needs no server."""
    packed = base64.b64encode(content(name)).decode("ascii")
    return f"data:{KINDS[Path(name).suffix]};charset=utf-8;base64,{packed}"
