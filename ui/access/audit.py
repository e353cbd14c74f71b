"""The record of who saw what, for whoever may read it at the command line: the operating system's user, by the access file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from geo.core.errors import DataProblem
from loaders.access_file import Access, command_user, default_path, read_access
from loaders.audit import reading
from loaders.audit.place import Place, place_of
from loaders.audit.verification import verify
from loaders.permissions import require
from ui.access import events
from ui.access.events import Actor
from ui.text.frame import access as access_text

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class AuditDamaged(DataProblem):
    """The record is not as it was written."""


def verified() -> list[str]:
    """What a look through the record says, a sentence each. Raises Refused, AuditDamaged with every fault."""
    place = _place("verify")
    seen = verify(place)
    if seen.faults:
        lines = [fault.sentence for fault in seen.faults]
        raise AuditDamaged(
            access_text.AUDIT_DAMAGED, "\n".join(lines), access_text.AUDIT_COMPARE, ""
        )
    return [
        access_text.audit_whole(seen.lines, seen.chains, seen.sealed, seen.removed),
        *seen.notes,
    ]


def exported(first: str, last: str, file: Path) -> int:
    """Write the events from one day to another (UTC, like 2026-11-30) into a file; how many. Raises Refused."""
    began, ended = _day(first), _day(last)
    return reading.export(_place("export", first=first, last=last), began, ended, file)


def who_saw(source: str, month: str) -> list[str]:
    """A sentence for each person who saw anything of a source's month, like 2025-03. Raises Refused."""
    if not MONTH.fullmatch(month):
        raise DataProblem(f"“{month}” is not a month.", do="Write it like 2025-03.", stands="")
    place = _place("who-saw", source=source, month=month)
    return [
        access_text.who_saw(
            sight.name or sight.subject,
            sight.subject,
            ", ".join(sight.roles),
            sight.times,
            sight.files,
            sight.first,
            sight.last,
        )
        for sight in reading.who_saw(place, source, month)
    ]


def _place(act: str, **details: str) -> Place:
    """Where the record lies, for a user who may read it; that they do is written into it, too."""
    access, user = read_access(default_path()), command_user()
    role = access.user_role(user)
    if role is None:
        raise DataProblem(*access_text.no_role(user))
    require(role, "read the audit")
    place = place_of(access)
    if place.folder.is_dir():
        _note(access, Actor(user, user, role), act, details)
    return place


def _note(access: Access, actor: Actor, act: str, details: dict[str, str]) -> None:
    events.write_to(access)
    events.note(actor, "audit read", command=act, **details)
    events.close()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise DataProblem(
            f"“{text}” is not a day.", do="Write it like 2026-11-30.", stands=""
        ) from problem
