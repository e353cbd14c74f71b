"""Files that a reader hands in: what loading them would do, then loaded as one build, by the same intake as the command line's.

They lie in a folder of the moment while they are read, and nowhere once the answer is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from geo.core.errors import DataProblem
from loaders import intake
from loaders.documents.headings import UnknownHeadings as UnknownHeadings
from loaders.extract.mapping_text import mapping_text as mapping_text
from loaders.extract.suggested.suggestions import NO as NO
from loaders.extract.suggested.suggestions import ONE_OF as ONE_OF
from loaders.extract.suggested.suggestions import YES as YES
from loaders.extract.suggested.suggestions import Suggestions as Suggestions
from loaders.extract.suggested.suggestions import WantedField as WantedField
from loaders.intake import Proposal as Proposal
from ui.access import events, policy
from ui.answers import seen
from ui.answers.store import pinned_build as answers

MOST_SIGNS = 60  # of a name and of its ending; a disk takes 255 bytes, a sign up to four
Files = Sequence[tuple[str, memoryview | bytes]]


def propose(
    files: Files, *, swapped: bool, layers: Sequence[str] = (), geography: str = ""
) -> Proposal:
    """What loading all the files as one build would do. Nothing is changed.

    files     (name as the reader's machine gives it, content)
    swapped   whether longitude and latitude are swapped in them
    layers    names of the layers of a boundary file that count, where it holds several of wards
    geography what the areas of a boundary file are called together, where they are no wards

    DataProblem where a load would refuse a file.
    """
    policy.require_loader()
    with _on_disk(files) as paths:
        rehearsal = intake.rehearse(
            paths,
            answers.store_place(),
            swapped=swapped,
            layers=layers,
            geography=geography,
            showing=False,
        )
    if rehearsal.problem:
        raise rehearsal.problem
    return rehearsal.proposal


def suggestions(file: tuple[str, memoryview | bytes]) -> Suggestions:
    """Which columns of a file with unknown headings are likely to be which fields; some values of each, for an analyst's eyes only.

    DataProblem where it is no table with a heading.
    """
    policy.require_loader()
    with _on_disk([file]) as paths:
        return intake.suggested_mapping(paths)


def load(
    files: Files,
    shown: Proposal,
    *,
    swapped: bool,
    layers: Sequence[str] = (),
    geography: str = "",
    progress: Callable[[str, int, int, int], None],
) -> intake.Report:
    """Load all the files as one build, or nothing at all.

    shown     what the reader has seen and agreed to
    progress  called with the name of a file, its rows, bytes read and bytes in all

    Returns the intake's report. DataProblem where a file is refused, or where what stands has changed since the reader looked; the
    store is then as it was.
    """
    policy.require_loader()
    events.write(seen.actor(), ("load", {"files": _digests(files)}))
    with _on_disk(files) as paths:
        try:
            report = intake.load(
                paths,
                answers.store_place(),
                swapped=swapped,
                layers=layers,
                geography=geography,
                progress=progress,
                agreed=shown.says_the_same,
            )
        except intake.NotAgreed as problem:
            raise DataProblem(
                "What stands has changed since you looked.",
                "Somebody else has loaded data in between.",
                "Look at the table again; it is a new one.",
            ) from problem
    if report.manifest is not None:
        events.note(
            seen.actor(),
            "load",
            build=report.manifest.build,
            content=report.manifest.content_hash,
            accepted=report.accepted,
            rejected=report.rejected,
        )
    return report


def _digests(files: Files) -> dict[str, str]:
    """SHA-256 of each file by its name."""
    return {_plain_name(name): hashlib.sha256(content).hexdigest() for name, content in files}


@contextlib.contextmanager
def _on_disk(files: Files) -> Iterator[list[Path]]:
    """The files under their own names, those of one name in folders of their own; parts of a shapefile lie beside each other."""
    with tempfile.TemporaryDirectory() as folder:
        paths, times = [], Counter[str]()
        for given, content in files:
            name = _plain_name(given)
            times[name.casefold()] += 1
            path = Path(folder) / f"files {times[name.casefold()]}" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            paths.append(path)
        yield paths


def _plain_name(name: str) -> str:
    """The last part of a name that a browser gave, as one that a disk takes."""
    plain = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name
    stem, ending = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
    return f"{stem[:MOST_SIGNS]}{ending[:MOST_SIGNS]}" if plain not in ("", "..") else "file"
