"""What readers and the server do, written into the record of who saw what before it is answered.

`write` refuses what cannot be written down: nothing of a restricted source is shown then. At the door, where nothing of the dashboard is shown
yet, an event that cannot be written is logged, and open data go on.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.access_file import Access, default_path, read_access
from loaders.audit.lines import Event, What
from loaders.audit.log import AuditLog
from loaders.audit.place import AuditStopped, place_of
from ui.access.sessions import Session

LOG = logging.getLogger("dashboard.access")
DIGEST_LENGTH = 16  # hexadecimal digits of a session's digest


@dataclass
class _Record:
    """Where this process writes, and how."""

    access: Access | None = None
    log: AuditLog | None = None


_record, _lock = _Record(), threading.Lock()


@dataclass(frozen=True)
class Actor:
    """Who did something, as the record names them; session is a digest."""

    subject: str = ""
    name: str = ""
    role: str = ""
    session: str = ""


def write_to(access: Access) -> None:
    """From now on events go where this access file says."""
    _record.access = access


def write(actor: Actor, *acts: tuple[What, Mapping[str, Any]]) -> None:
    """Write down what somebody did, on the disk when this returns. Raises AuditStopped where it cannot be."""
    _log().append(*_events(actor, acts))


def begin(session: Session, actor: Actor, *acts: tuple[What, Mapping[str, Any]]) -> None:
    """The same for what a session is shown: the event is on the disk before anything more is sent to it, which the gate sees to.

    Raises AuditStopped where it cannot be written.
    """
    flush = _log().begin(*_events(actor, acts))
    if not session.owed or session.owed[-1] is not flush:
        session.owed.append(flush)


def close() -> None:
    """Seal what was written, and write no more until the next event."""
    with _lock:
        if _record.log is not None:
            _record.log.close()
        _record.log = None


def actor_of(session: Session | None, role: str = "") -> Actor:
    """Who a session is of, as the record names them."""
    if session is None:
        return Actor(role=role)
    person = session.person
    return Actor(
        person.subject if person else "",
        person.name if person else "",
        role,
        digest(session),
    )


def digest(session: Session | None) -> str:
    """What tells a session from others in the record, and opens nothing."""
    return hashlib.sha256(session.key.encode()).hexdigest()[:DIGEST_LENGTH] if session else ""


def signed_in(session: Session) -> None:
    """Somebody has come in."""
    LOG.info("signed in: %s", session.person.subject if session.person else "")
    way = session.person.way if session.person else ""
    if way != "public":
        note(actor_of(session), "sign-in", way=way)


def signed_out(session: Session) -> None:
    """Somebody has gone."""
    LOG.info("signed out: %s", session.person.subject if session.person else "")
    note(actor_of(session), "sign-out")


def refused(what: str, why: str, actor: Actor | None = None) -> None:
    """Somebody was not let in, or may not do something."""
    LOG.warning("refused to %s: %s", what, why)
    note(actor or Actor(), "refusal", act=what, why=why)


def fault(what: str) -> None:
    """The access file, or something else of the server's own, cannot be used."""
    LOG.error("%s", what)
    note(Actor(), "fault", problem=what)


def policy_changed(path: Path) -> None:
    """The access file is another than before, or was read for the first time; its digest says which."""
    try:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        content = ""  # it has been taken away
    note(Actor(), "policy change", file=path.name, sha256=content)


def note(actor: Actor, what: What, **details: object) -> None:
    """Write down what cannot be refused any more; where it cannot be written it is logged."""
    try:
        write(actor, (what, details))
    except AuditStopped as problem:
        LOG.error("%s", problem)


def _events(actor: Actor, acts: Sequence[tuple[What, Mapping[str, Any]]]) -> list[Event]:
    return [
        Event(what, actor.subject, actor.name, actor.role, actor.session, details)
        for what, details in acts
    ]


def _log() -> AuditLog:
    """The log of this process; another where the access file or the store has changed."""
    access = _record.access or read_access(default_path())
    place, log = place_of(access), _record.log
    if log is not None and (log.place, log.keep_days) == (place, access.keep_days):
        return log
    with _lock:
        log = _record.log
        if log is None or (log.place, log.keep_days) != (place, access.keep_days):
            if log is not None:
                log.close()
            log = _record.log = AuditLog(place, keep_days=access.keep_days)
    return log
