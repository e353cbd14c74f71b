"""What the first page needs is imported while the reader's browser still opens, and by one thread at a time.

Two threads that import one package may each wait for the other; Python then breaks one of them off, and a page fails.
"""

from __future__ import annotations

import gc
import importlib
import threading

FOR_FRAMES = (
    "pandas",
    "streamlit.components.v1.component_arrow",
)  # without these no component can be sent
NEEDED = (
    "shapely",
    "duckdb",
    "ibis.backends.duckdb",
    "pyarrow.parquet",
    "sqlalchemy.dialects.sqlite",
    "scipy.stats",
)
importing = threading.RLock()
_frames, _waiting = threading.Event(), threading.Event()


def begin() -> None:
    """Start to import; whoever holds `importing` afterwards finds it done."""
    _waiting.set()
    begun = threading.Event()
    threading.Thread(target=_import, args=(begun,), daemon=True).start()
    begun.wait()


def under_way() -> bool:
    """Whether a page must still wait for what it imports; if so, a frame for its map can be sent when this returns."""
    if not _waiting.is_set():
        return False
    _frames.wait()
    return True


def done() -> None:
    """Every page is there."""
    _waiting.clear()


def _import(begun: threading.Event) -> None:
    """Libraries only, not what draws, for Streamlit's components register with a page's first run."""
    with importing:
        begun.set()
        try:
            for name in FOR_FRAMES:
                importlib.import_module(name)
        finally:
            _frames.set()
        for name in NEEDED:
            importlib.import_module(name)
        gc.freeze()
        gc.enable()
