"""What the first page needs is imported while the reader's browser still opens, and by one thread at a time.

Two threads that import one package may each wait for the other; Python then breaks one of them off, and a page fails.
"""

from __future__ import annotations

import gc
import importlib
import threading

NEEDED = ("pandas", "shapely", "duckdb", "ibis.backends.duckdb", "pyarrow.parquet", "sqlalchemy.dialects.sqlite", "scipy.special")
importing = threading.RLock()


def begin() -> None:
    """Start to import; whoever holds `importing` afterwards finds it done."""
    begun = threading.Event()
    threading.Thread(target=_import, args=(begun,), daemon=True).start()
    begun.wait()


def _import(begun: threading.Event) -> None:
    """Libraries only, not what draws, for Streamlit's components register with a page's first run."""
    with importing:
        begun.set()
        for name in NEEDED:
            importlib.import_module(name)
        gc.freeze()
        gc.enable()
