"""What a build says of itself: its files, what was read from where, and how it can be told from another."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem

MANIFEST, COPY = "manifest.json", "manifest-copy.json"
DEMONSTRATION = "demonstration"
REAL = "real"

Key = tuple[str, str, str]  # source id, force, month


class UnreadableManifest(DataProblem):
    """What a build says of itself cannot be read, so that nobody can tell what it holds.

    fault  what is wrong with the file, to go after its name
    """

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"Build {path.parent.name} cannot be read.",
            f"Its {path.name} {fault}.",
            "Run `python -m loaders repair`.",
        )
        self.fault = fault


@dataclass(frozen=True)
class Partition:
    """One source, force and month as it stands in a build."""

    source_id: str
    force: str
    month: str  # 2025-03; empty for a register
    archive_month: str  # month of the archive it was published in, its own month for a loose file
    digest: str  # over the accepted rows
    accepted: int
    rejected: dict[str, int]  # reason → rows
    outside: int  # accepted rows whose point lies in no ward
    without_location: int  # accepted rows without coordinates
    near_edge: int  # located rows within `edge_metres` of their ward's edge
    without_id: int  # rows without a Crime ID, all kept
    alike_without_id: int  # those of them that repeat an earlier one in every column
    files: tuple[str, ...]
    notes: tuple[str, ...]
    file: str
    rejected_file: str = ""
    untold: tuple[str, ...] = ()  # types of today that cannot be told in it
    profile: str = ""  # its rows by type, place and day: loaders.store.month_rows
    edge_metres: int = (
        100  # what near_edge counts by, metres; earlier versions counted by 100 and did not say
    )

    @property
    def read(self) -> int:
        return self.accepted + sum(self.rejected.values())

    @property
    def key(self) -> Key:
        return self.source_id, self.force, self.month

    @property
    def publication(self) -> str:
        """When it was published, or the newest day that it tells of; empty where its file did not say."""
        return "" if self.archive_month == self.month else self.archive_month


@dataclass(frozen=True)
class Vintage:
    """A vintage of wards that stands in a build, or a geography beside wards.

    id          like 2021-12, or the year alone
    in_force    the day from which it was in force, like 2021-05-06
    digest      over codes, names and shapes
    drawing     the name of the GeoJSON file that maps draw, in its folder
    folder      where its files lie in the build, with a slash at the end; empty for the reference
    title       what the areas of a geography are called together, whose id is a word; empty for wards
    """

    id: str
    in_force: str
    exactness: str
    source: str
    digest: str
    wards: str
    drawing: str
    notes: str = ""
    folder: str = ""
    title: str = ""


@dataclass(frozen=True)
class Manifest:
    """A whole build.

    files   size and SHA-256 of everything beside the manifest itself
    before  the build that was shown when this one was made; empty where there was none, or an older program did not say

    boundaries  of the reference vintage, whose codes the rows carry
    vintages    those that stand beside it
    geographies areas of other kinds, which a reader may choose in the place of wards; they are nobody's default
    """

    build: str
    kind: str
    made_at: str
    content_hash: str
    boundaries: dict[str, str]
    population: dict[str, str]
    parts: tuple[Partition, ...]
    superseded: tuple[dict[str, str], ...] = ()
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    before: str = ""
    vintages: tuple[Vintage, ...] = ()
    geographies: tuple[Vintage, ...] = ()

    @property
    def reference(self) -> Vintage:
        """The vintage whose codes the rows carry."""
        known = self.boundaries
        return Vintage(
            known["vintage"],
            known.get("in_force", f"{known['vintage'][:4]}-05-01"),
            known["exactness"],
            known["source"],
            known["digest"],
            known["wards"],
            known["drawing"],
            known.get("notes", ""),
        )

    @property
    def every_vintage(self) -> tuple[Vintage, ...]:
        """All vintages of the build, in the order in which they came into force."""
        every = (self.reference, *self.vintages)
        return tuple(sorted(every, key=lambda each: (each.in_force, each.id)))

    @property
    def drawing(self) -> str:
        """The name of the GeoJSON file that maps draw."""
        return self.boundaries["drawing"]

    def months(self, source_id: str, force: str = "") -> list[str]:
        """Months received of a source, of one force or of any, in order."""
        return sorted(
            {p.month for p in self.parts if p.source_id == source_id and force in ("", p.force)}
        )

    def untold(self, source_id: str, force: str = "") -> dict[str, frozenset[str]]:
        """Month → today's types that cannot be told in it, of a source and of one force or of any; only months that have such."""
        by_month: dict[str, frozenset[str]] = {}
        for part in self.parts:
            if part.untold and part.source_id == source_id and force in ("", part.force):
                by_month[part.month] = by_month.get(part.month, frozenset()) | set(part.untold)
        return by_month

    def totals(self) -> dict[str, dict[str, int]]:
        """Rows read, accepted and rejected of each source."""
        counted: dict[str, Counter[str]] = {}
        for part in self.parts:
            into = counted.setdefault(part.source_id, Counter())
            into.update(
                read=part.read,
                accepted=part.accepted,
                rejected=part.read - part.accepted,
                outside=part.outside,
                without_location=part.without_location,
                near_edge=part.near_edge,
            )
        return {source: dict(numbers) for source, numbers in sorted(counted.items())}

    def write(self, path: Path) -> None:
        """Write it beside a copy of itself, each with the SHA-256 of all that it says."""
        document = asdict(self)
        text = json.dumps(document | {"sha256": _digest(document)}, indent=1, ensure_ascii=False)
        for place in (path.with_name(COPY), path):
            with place.open("w", encoding="utf-8") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())

    @staticmethod
    def has_copy(path: Path) -> bool:
        """Whether a copy was written beside this readable manifest; version 0.9 wrote none."""
        return "sha256" in json.loads(path.read_text(encoding="utf-8"))

    @staticmethod
    def read(path: Path) -> Manifest:
        """The manifest in a file. Raises UnreadableManifest with what is wrong with the file."""
        try:
            return _parsed(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as problem:
            raise UnreadableManifest(path, "is missing") from problem
        except OSError as problem:
            raise UnreadableManifest(path, f"cannot be read ({problem.strerror})") from problem
        except (ValueError, RecursionError) as problem:
            wrong = "is cut short or not JSON" if path.stat().st_size else "is empty"
            raise UnreadableManifest(path, wrong) from problem
        except (KeyError, TypeError, AttributeError) as problem:
            raise UnreadableManifest(path, "has changed: it is no manifest any more") from problem


def _parsed(document: dict[str, Any]) -> Manifest:
    expected = document.pop("sha256", None)  # version 0.9 wrote none
    if expected is not None and expected != _digest(document):
        raise TypeError("what it says is not what was written")
    parts = tuple(
        Partition(**(p | {name: tuple(p.get(name, ())) for name in ("files", "notes", "untold")}))
        for p in document["parts"]
    )
    files = {
        str(name): (int(size), str(digest)) for name, (size, digest) in document["files"].items()
    }
    manifest = Manifest(
        **(
            document
            | {
                "parts": parts,
                "superseded": tuple(document["superseded"]),
                "files": files,
                "vintages": tuple(Vintage(**each) for each in document.get("vintages", ())),
                "geographies": tuple(Vintage(**each) for each in document.get("geographies", ())),
            }
        )
    )
    if expected is None and manifest.content_hash != content_hash(
        parts, manifest.boundaries["digest"], manifest.population["digest"]
    ):
        raise TypeError("what it lists is not what it was named by")
    return manifest


def _digest(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def content_hash(
    parts: Iterable[Partition], boundaries: str, population: str, vintages: Iterable[str] = ()
) -> str:
    """SHA-256 over what a build holds: sorted (source, force, month, digest), boundaries, population and the digests of other
    vintages; no times or paths."""
    lines = sorted("\t".join((*part.key, part.digest)) for part in parts)
    whole = [*lines, boundaries, population, *sorted(vintages)]
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()


def file_digest(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file."""
    with path.open("rb") as opened:
        return path.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest()
