"""A hundred random damages of a store: every command and page says what is wrong, nothing damaged is carried on, and all is mended.

Each damage is done to a copy of a store of two real builds, the later of which shares files with the earlier by links, as loads make them.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from bench.runs import console
from loaders import __main__ as command_line
from loaders.demo.demonstration import files as demonstration_files
from loaders.reference import ward_facts
from loaders.store.builds import BuildStore
from tests.pages.running import NAMES
from tests.pages.running import run as run_page

TRIALS, SEED = 100, 20261130
PAGES_A_TRIAL = 2
FILES_BEFORE, FILES_IN_ALL = 6, 10  # of two a month: street-level crime and searches
MOST_DAMAGED = 3
ANY_DAMAGE = re.compile(r"damaged|CURRENT|cannot be read|no build|whole build")
TRACE = "Traceback"


@dataclass
class Origin:
    """The store before it is damaged, the files that it was loaded from, by name, and one that it was not."""

    root: Path
    inputs: dict[str, Path]
    another: Path
    content: str


@dataclass
class Figures:
    """What came of the trials. Each broken promise stands in words, with the trial's number."""

    damages: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    last_resorts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def check(self, what: str, number: int, held: bool, saw: str = "") -> None:
        self.checks[what] += 1
        if not held:
            self.broken.append(f"{what}, damage {number}: {saw[:600]}")


def main() -> bool:
    """Print the figures of a hundred damages; whether every promise is kept."""
    logging.disable(logging.WARNING)  # Streamlit's, that no browser is there
    figures = proven(TRIALS, SEED)
    logging.disable(logging.NOTSET)
    console.print(f"damages of {TRIALS} stores: {dict(figures.damages)}")
    console.print(f"looked at: {dict(figures.checks)}")
    console.print(f"mended by: {dict(figures.mended)}")
    console.print(*figures.broken, sep="\n")
    console.print(f"promises broken: {len(figures.broken)}")
    return not figures.broken


def proven(trials: int, seed: int, *, pages: int = PAGES_A_TRIAL) -> Figures:
    """So many damages, each looked at by every command and by some pages, and mended."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        origin = made_origin(Path(folder))
        for number in range(trials):
            damaged = Path(folder) / f"damaged-{number}"
            copy_with_links(origin.root, damaged)
            for damage in done_to(damaged, chance):
                figures.damages[damage.split()[0]] += 1
                figures.damages["of " + damage.split()[-1]] += 1
            _look(damaged, number, figures, pages)
            _load_another(origin, damaged, number, figures)
            _mend(origin, damaged, number, figures)
    return figures


def made_origin(folder: Path) -> Origin:
    """Two builds of made-up months in police.uk's layout, with residents that the program's own tables do not have."""
    inputs = {}
    for name, data in islice(demonstration_files(), FILES_IN_ALL + 2):
        inputs[name] = folder / "in" / name
        inputs[name].parent.mkdir(exist_ok=True)
        spoilt = data + data.splitlines(keepends=True)[1][:40] + b"\n"  # a row to reject
        inputs[name].write_bytes(spoilt)
    residents = ward_facts()[["population_2021"]].astype(int) + 1
    people = folder / "in" / "residents.csv"
    people.write_text(residents.rename(columns={"population_2021": "residents"}).to_csv())
    names = list(inputs)
    another = inputs[names[-1]]
    inputs = {name: inputs[name] for name in names[:FILES_IN_ALL]} | {people.name: people}
    root = folder / "origin"
    _run(root, "load", *[inputs[name] for name in names[:FILES_BEFORE]])
    _run(root, "load", *[inputs[name] for name in names[FILES_BEFORE:FILES_IN_ALL]], people)
    build_store = BuildStore(root)
    built = build_store.current()
    assert built is not None and len(build_store.names()) == 2
    return Origin(root, inputs, another, build_store.manifest(built).content_hash)


def copy_with_links(store: Path, folder: Path) -> None:
    """A copy in which files are shared between builds just as they are in the store."""
    copies: dict[int, Path] = {}
    for path in sorted(store.rglob("*")):
        to = folder / path.relative_to(store)
        if path.is_dir():
            to.mkdir(parents=True, exist_ok=True)
        elif (inode := path.stat().st_ino) in copies:
            os.link(copies[inode], to)
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(path.read_bytes())
            copies[inode] = to


def done_to(store: Path, chance: random.Random) -> list[str]:
    """Damage some files of the current build, or what says which it is; returns what was done to which kind of file."""
    build_store = BuildStore(store)
    folder = build_store.folder(str(build_store.current()))
    listed = sorted(path for path in folder.rglob("*") if path.is_file())
    rare = [path for path in listed if path.parent == folder] + [store / "CURRENT"]
    rare += [path for path in listed if path.parent.name == "register"]
    before, done = _content(store), list[str]()
    for _ in range(chance.randint(1, MOST_DAMAGED)):
        path = chance.choice(chance.choice([listed, rare]))
        name = path.name if path in rare else path.parent.name
        kind = re.sub(r"^(wards|operation)-.*", r"\1-…", name)
        done.append(f"{_damage(path, listed, chance)} {kind}")
    if chance.random() < 0.1:
        (store / "leases").mkdir(exist_ok=True)
        (store / "writer.lock").unlink(missing_ok=True)
        (store / "writer.lock").mkdir()
        done.append("replaced writer.lock")
    # two copies of one thing that changed places are no damage
    return done if _content(store) != before else done_to(store, chance)


def _content(store: Path) -> dict[Path, bytes]:
    builds = [path for path in (store / "builds").rglob("*") if path.is_file()]
    named = [path for path in [*builds, store / "CURRENT"] if path.is_file()]
    return {path: path.read_bytes().strip() for path in named}


def _damage(path: Path, listed: list[Path], chance: random.Random) -> str:
    """Do one thing to a file, in place or as another file of its name; returns which."""
    data = bytearray(path.read_bytes()) if path.is_file() else bytearray()
    kind = chance.choice(["flipped", "flipped", "cut", "deleted", "emptied", "garbled", "swapped"])
    if kind == "deleted" or not data:
        path.unlink(missing_ok=True)
        return "deleted"
    if kind == "swapped":
        other = chance.choice([o for o in listed if o.is_file() and o != path] or [path])
        aside = path.with_name("aside")
        path.rename(aside)
        if other != path:
            other.rename(path)
        aside.rename(other)
        return kind
    if kind == "flipped":
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del data[chance.randrange(len(data)) :]
    elif kind == "emptied":
        data.clear()
    else:
        at = chance.randrange(len(data))
        data[at : at + 64] = chance.randbytes(len(data[at : at + 64]))
    if chance.random() < 0.5:
        path.unlink()  # so that builds which share it keep theirs
    path.write_bytes(data)
    return kind


def _run(store: Path, *words: object) -> tuple[int, str]:
    """A command on a store: its status and what it printed; a trace where it ended in anything but a sentence."""
    output = io.StringIO()
    with _served(store), contextlib.redirect_stdout(output):
        try:
            command_line.main([*map(str, words)])
        except SystemExit as ended:
            return int(ended.code or 0), output.getvalue()
        except Exception as fault:  # whatever it is, it is what the proof counts
            return -1, f"{TRACE}: {fault!r}"
    return 0, output.getvalue()


@contextlib.contextmanager
def _served(store: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_STORE", str(store))
        yield


def _whole(store: Path, build: str | None) -> bool:
    return build is not None and not BuildStore(store).faults(build)


def _look(store: Path, number: int, figures: Figures, pages: int) -> None:
    """Every command that changes nothing, and some of the pages, on the damaged store."""
    build_store = BuildStore(store)
    current = build_store.current()
    for command in ("status", "verify", "builds"):
        status, output = _run(store, command)
        figures.check(f"{command} says it", number, bool(ANY_DAMAGE.search(output)), output)
        figures.check("no trace", number, TRACE not in output and status >= 0, output)
    _, verified = _run(store, "verify")
    for fault in build_store.faults(current) if current else [build_store.pointer_fault()]:
        figures.check("verify names each file", number, fault in verified, f"{fault}\n{verified}")
    if current and build_store.faults(current):
        status, output = _run(store, "use", current)
        refused = status == 1 and bool(ANY_DAMAGE.search(output))
        refused = refused or "writer.lock" in output
        figures.check("use refuses it", number, refused, output)
    for page in [NAMES[(number * pages + at) % len(NAMES)] for at in range(pages)]:
        with _served(store):
            sent = run_page(page)
        messages = " ".join(alert.body for alert in sent.elements("alert"))
        figures.check("page says it", number, bool(ANY_DAMAGE.search(messages)), sent.text)
        figures.check("page has no fault", number, "gives whoever" not in sent.text, sent.text)
        figures.check("page has no number", number, "the log says more" not in sent.text, sent.text)


def _load_another(origin: Origin, damaged: Path, number: int, figures: Figures) -> None:
    """A load of something else: refused with the files to load, or a whole build; never one that carries damage."""
    store = damaged.with_name(f"{damaged.name}-another")
    copy_with_links(damaged, store)
    before = BuildStore(store).names()
    status, output = _run(store, "load", origin.another)
    figures.check("no trace", number, TRACE not in output and status >= 0, output)
    made = [name for name in BuildStore(store).names() if name not in before]
    figures.check("0 carried on", number, all(_whole(store, name) for name in made), output)
    if status:
        figures.check("load says it", number, bool(ANY_DAMAGE.search(output)), output)
    else:
        figures.check("load mends", number, _whole(store, BuildStore(store).current()), output)


def _mend(origin: Origin, store: Path, number: int, figures: Figures) -> None:
    """By `repair` alone, else by loading the files that it names, else by loading all; the content is as it was."""
    status, output = _run(store, "repair")
    figures.check("no trace", number, TRACE not in output and status >= 0, output)
    words = output
    by = "repair"
    if status or not _same(origin, store):
        named = [path for name, path in origin.inputs.items() if name in output]
        by = "loading the files named"
        if named:
            status, output = _run(store, "load", *named)
            figures.check("no trace", number, TRACE not in output and status >= 0, output)
        if not named or status or not _same(origin, store):
            by = "loading all files"
            status, output = _run(store, "load", *origin.inputs.values())
            figures.check("no trace", number, TRACE not in output and status >= 0, output)
    figures.mended[by] += 1
    if by == "loading all files":
        figures.last_resorts.append(f"damage {number}: {words[:300]}")
    build_store = BuildStore(store)
    held = _whole(store, build_store.current()) and not build_store.pointer_fault()
    figures.check("mended", number, held and _same(origin, store), output)


def _same(origin: Origin, store: Path) -> bool:
    build_store = BuildStore(store)
    current = build_store.current()
    manifest = build_store.readable(current) if current else None
    return manifest is not None and manifest.content_hash == origin.content
