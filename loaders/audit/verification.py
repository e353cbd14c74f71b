"""Whether the record is as it was written: every line by its hash, its place in its chain and the seals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.audit.lines import Position, is_whole, parsed
from loaders.audit.place import FILE, Place
from loaders.audit.seals import Seal, read_seals


@dataclass(frozen=True)
class Fault:
    """What is wrong: the file, the line in it (0 for the file as a whole), and what is wrong with it."""

    file: str
    line: int
    what: str

    @property
    def sentence(self) -> str:
        """As the command prints it."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.what}"


@dataclass
class Verification:
    """What came of looking through the record.

    lines    that were read, of so many chains
    sealed   lines that a seal vouches for, those removed since among them; what comes after them can only be checked by its hashes
    removed  lines that were taken away when they had been kept long enough
    notes    what is no fault, such as a line that a process was ended in
    """

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: int = 0
    chains: int = 0
    sealed: int = 0
    removed: int = 0


def verify(place: Place) -> Verification:
    """Look through every file and seal of the record."""
    seen, (seals, broken) = Verification(), read_seals(place.seals)
    seen.faults += [
        Fault(place.seals.name, line, "this is no seal as it was written") for line in broken
    ]
    files, of_chain = defaultdict[str, list[Path]](list), defaultdict[str, list[Seal]](list)
    for _, chain, path in place.files():
        files[chain].append(path)
    for seal in seals:
        of_chain[seal.chain].append(seal)
    if place.folder.is_dir():
        seen.faults += [
            Fault(path.name, 0, "this is no file of the record")
            for path in sorted(place.folder.iterdir())
            if not FILE.fullmatch(path.name)
        ]
    for chain in sorted(files.keys() | of_chain.keys()):
        _Chain(chain, files[chain], of_chain[chain], seen).look()
    return seen


class _Chain:
    """One chain while it is looked through."""

    def __init__(self, name: str, files: list[Path], seals: list[Seal], into: Verification) -> None:
        self.name, self.files, self.into = name, files, into
        self.seals = [seal for seal in seals if seal.kind == "seal"]
        removals = [seal for seal in seals if seal.kind == "removed"]
        last = max(removals, key=lambda seal: seal.count, default=None)
        self.at = Position(last.count, last.digest) if last else Position()
        self.start = self.at.number
        self.sealed = max((seal.count for seal in self.seals), default=0)
        self.before = "what was removed before it" if last else "the beginning of a chain"
        self.digests: dict[int, tuple[str, str, int]] = {}  # number → hash, file, line

    def look(self) -> None:
        self.into.chains += 1
        self.into.removed += self.start
        self.into.sealed += self.sealed
        for path in self.files:
            self._file(path)
        self._against_seals()

    def _file(self, path: Path) -> None:
        *lines, rest = path.read_bytes().split(b"\n")
        if self.start and _number_of(lines[-1:]) in range(1, self.start + 1):
            self.into.notes.append(
                f"{path.name}: it has been kept long enough and goes with the next event."
            )
            return
        for number, line in enumerate(lines, 1):
            self.into.lines += 1
            self._line(path.name, number, line)
        if rest and path == self.files[-1] and self.at.number >= self.sealed:
            self.into.notes.append(
                f"{path.name}, line {len(lines) + 1}: it is cut short, as where a process was ended while it wrote; "
                "nobody was answered for it."
            )
        elif rest:
            self._fault(path.name, len(lines) + 1, "the line is cut short")

    def _line(self, file: str, number: int, line: bytes) -> None:
        values = parsed(line)
        if values is None or not _of_the_record(values):
            self._fault(file, number, "it is no line as it was written")
            return
        if not is_whole(values):
            self._fault(file, number, "it has been changed: its hash is another")
        if values["chain"] != self.name:
            self._fault(file, number, f"it belongs to another chain, {values['chain']}")
            return
        expected, now = self.at.number + 1, int(values["number"])
        if now > expected:
            gap = f"{expected}" if now == expected + 1 else f"{expected} to {now - 1}"
            self._fault(file, number, f"number {gap} of its chain should stand before it")
        elif now < expected:
            self._fault(
                file, number, f"number {now} of its chain stands here, after number {expected - 1}"
            )
        elif values["before"] != self.at.digest:
            what = f"it does not follow from {self.before}: one of the two is not as it was written"
            self._fault(file, number, what)
        self.at = Position(now, str(values["hash"]))
        self.before = f"{file}, line {number}"
        self.digests[now] = (str(values["hash"]), file, number)

    def _against_seals(self) -> None:
        """The last line that each seal counts is there, with its hash; the first seal that differs is named."""
        last = max(self.digests, default=self.start)
        where = self.files[-1].name if self.files else f"Chain {self.name}"
        for seal in sorted(self.seals, key=lambda seal: seal.count):
            digest, file, line = self.digests.get(seal.count, (seal.digest, "", 0))
            if digest != seal.digest:
                what = f"number {seal.count} of its chain is not the line that was sealed on {seal.when}"
                self._fault(file, line, what)
                break
        if self.sealed > last:
            gone = f"{last + 1}" + (f" to {self.sealed}" if self.sealed > last + 1 else "")
            self._fault(where, 0, f"the end is gone: number {gone} of its chain, which are sealed")

    def _fault(self, file: str, line: int, what: str) -> None:
        self.into.faults.append(Fault(file, line, what))


def _number_of(lines: list[bytes]) -> int:
    """The number of a line in its chain; 0 for none."""
    values = parsed(lines[0]) if lines else None
    return int(values["number"]) if values is not None and _of_the_record(values) else 0


def _of_the_record(values: dict[str, Any]) -> bool:
    return (
        isinstance(values.get("number"), int)
        and isinstance(values.get("chain"), str)
        and isinstance(values.get("before"), str)
        and isinstance(values.get("hash"), str)
    )
