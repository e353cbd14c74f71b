"""Starting the dashboard: `python -m ui.shell.server`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from geo.core.errors import DataProblem
from ui.answers.area import served
from ui.shell import preload

APP = Path(__file__).resolve().parents[2] / "app.py"


def main() -> None:
    """Serve until stopped, with Streamlit's own options, such as --server.port 8600; never with an area file that cannot be used."""
    try:
        served()
    except DataProblem as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
    gc.disable()  # a third of the time: what is imported stays, so looking through it for waste is in vain; ui/shell/preload.py ends it
    from streamlit import delta_generator
    from streamlit.components.v2 import manifest_scanner
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.web import cli

    # Left unset, Streamlit takes pages/ for a folder of scripts until app.py has run once: a link to a page, opened
    # first on a fresh server, would show a blank page beside a menu of file names.
    PagesManager.uses_pages_directory = False
    # The dashboard has no components of the newer kind; to find some, Streamlit would read what every installed library says of itself.
    manifest_scanner.scan_component_manifests = lambda max_workers=None: []
    # A warning for scripts that no server runs; before it is not given, the file of every module there is would be looked up.
    delta_generator._use_warning_has_been_displayed = True
    sys.path.insert(0, str(APP.parent))
    preload.begin()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
