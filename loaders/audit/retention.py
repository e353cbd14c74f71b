"""What has been kept long enough goes, a whole file at a time; a seal keeps what the rest of its chain is checked against."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from loaders.audit.lines import is_whole, parsed
from loaders.audit.place import Place, day_of
from loaders.audit.seals import Seal, add_seal


def remove_old(place: Place, keep_days: int, today: date) -> list[Path]:
    """Remove every file of a day more than `keep_days` before today; those removed. Raises OSError.

    A file whose last line is damaged stays, and the later ones of its chain with it: `verify` has something to say of them.
    """
    oldest = today - timedelta(days=keep_days)
    removed, damaged = [], set[str]()
    for day, chain, path in place.files():
        if day_of(day) >= oldest or chain in damaged:
            continue
        seal = _last_of(path, chain)
        if seal is None:
            damaged.add(chain)
            continue
        add_seal(place.seals, seal)
        path.unlink()
        removed.append(path)
    return removed


def _last_of(path: Path, chain: str) -> Seal | None:
    lines = path.read_bytes().split(b"\n")
    values = parsed(lines[-2]) if len(lines) > 1 and not lines[-1] else None
    if values is None or not is_whole(values) or values.get("chain") != chain:
        return None
    return Seal(chain, int(values["number"]), str(values["hash"]), "removed")
