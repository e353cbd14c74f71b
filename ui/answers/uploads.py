"""Files that a reader hands in, loaded as one build by the same intake as the command line's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from loaders import intake
from ui.answers import store as answers


def load(
    files: Mapping[str, memoryview | bytes],
    *,
    swapped: bool,
    progress: Callable[[str, int, int, int], None],
) -> intake.Report:
    """Load all the files as one build, or nothing at all.

    files     name as the reader's machine gives it → content
    swapped   whether longitude and latitude are swapped in them
    progress  called with the name of a file, its rows, bytes read and bytes in all

    Returns the intake's report. DataProblem where a file is refused; the store is then as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, content in files.items():
            path = Path(folder) / PurePosixPath(name.replace("\\", "/")).name
            path.write_bytes(content)
            paths.append(path)
        return intake.load(paths, answers.store_place(), swapped=swapped, progress=progress)
