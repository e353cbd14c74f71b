"""Starting the dashboard: `python -m ui.serve`. What the first page needs is imported while the reader's browser still opens."""

from __future__ import annotations

import importlib
import sys
import threading
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app.py"
NEEDED = ("pandas", "shapely", "duckdb", "ibis.backends.duckdb", "folium.plugins", "scipy.stats")


def main() -> None:
    """Serve until stopped, with Streamlit's own options, such as --server.port 8600."""
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import cli

    # Left unset, Streamlit takes pages/ for a folder of scripts until app.py has run once: a link to a page, opened
    # first on a fresh server, would show a blank page beside a menu of file names.
    PagesManager.uses_pages_directory = False
    sys.path.insert(0, str(APP.parent))
    threading.Thread(target=_warm, daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


def _warm() -> None:
    """Import the libraries that pages wait for; not what draws, for Streamlit's components register with a page's first run."""
    for name in NEEDED:
        importlib.import_module(name)


if __name__ == "__main__":
    main()
