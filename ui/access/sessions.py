"""Sessions of readers: begun at the door, ended by idleness, by age, by the reader or by the file.

They live in this process. A session's key is its cookie; nothing else of the reader is in the browser.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from geo.core.errors import DataProblem
from loaders.access_file import Access, Way

KEY_BYTES = 32
MOST_FILES = 500  # media files of one session that are remembered as handed to it
MOST_NAMELESS = 2000  # sessions that nobody has signed in to yet; the oldest goes


@dataclass(frozen=True)
class Person:
    """Who came in, as the way in gave them: an id that stays, a name to show, groups that roles go by."""

    subject: str
    name: str
    way: Way
    groups: tuple[str, ...] = ()


@dataclass
class Session:
    """One browser's stay. `began` and `seen` are seconds of a clock that nobody can set.

    owed  what must be done before anything more is sent to it: events of its questions that are on their way to the disk
    """

    key: str
    began: float
    seen: float
    checked: float
    person: Person | None = None
    files: OrderedDict[str, None] = field(default_factory=OrderedDict)
    owed: deque[Future[None]] = field(default_factory=deque)

    def handed(self, name: str) -> None:
        """Write down that a media file was handed to this session, so that its link works here alone."""
        self.files[name] = None
        while len(self.files) > MOST_FILES:
            self.files.popitem(last=False)


class TooManySessions(DataProblem):
    """As many readers are signed in as the access file allows."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "No further reader can be let in just now.",
            f"{most} are signed in, the most that this server is set to.",
            "Try again in a few minutes.",
            "",
        )


class Sessions:
    """All sessions of this process; every method may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._held: OrderedDict[str, Session] = OrderedDict()

    def begin(self, person: Person | None, access: Access) -> Session:
        """A new session; raises TooManySessions."""
        now = self._clock()
        with self._lock:
            self._forget(now, access)
            named = sum(session.person is not None for session in self._held.values())
            if person is not None and named >= access.most:
                raise TooManySessions(access.most)
            if person is None and len(self._held) - named >= MOST_NAMELESS:
                oldest = next(key for key, held in self._held.items() if held.person is None)
                del self._held[oldest]
            session = Session(secrets.token_urlsafe(KEY_BYTES), now, now, now, person)
            self._held[session.key] = session
        return session

    def of(self, key: str, access: Access) -> Session | None:
        """The session with this key; None where there is none, or it has ended."""
        now = self._clock()
        with self._lock:
            session = self._held.get(key)
            if session is not None and self._left(session, now, access) <= 0:
                del self._held[key]
                return None
        return session

    def sign_in(self, session: Session, person: Person, access: Access) -> None:
        """Somebody has shown who they are; the session's time begins anew. Raises TooManySessions."""
        with self._lock:
            named = sum(held.person is not None for held in self._held.values())
            if session.person is None and named >= access.most:
                raise TooManySessions(access.most)
            if session.person is None or session.person.subject != person.subject:
                session.began = self._clock()
                session.files.clear()
            session.person = person
            session.seen = session.checked = self._clock()

    def touch(self, session: Session) -> None:
        """The reader did something."""
        session.seen = self._clock()

    def left(self, session: Session, access: Access) -> float:
        """Seconds until it ends if nothing is done; 0 or below where it has."""
        return self._left(session, self._clock(), access)

    def unchecked(self, session: Session) -> float:
        """Seconds since the way in was last asked about the reader."""
        return self._clock() - session.checked

    def checked(self, session: Session) -> None:
        """The way in has just said again who the reader is."""
        session.checked = self._clock()

    def end(self, key: str) -> Session | None:
        """End a session; what it was, None for none."""
        with self._lock:
            return self._held.pop(key, None)

    def __len__(self) -> int:
        return len(self._held)

    def _left(self, session: Session, now: float, access: Access) -> float:
        idle = access.idle.total_seconds() - (now - session.seen)
        return min(idle, access.longest.total_seconds() - (now - session.began))

    def _forget(self, now: float, access: Access) -> None:
        ended = [key for key, held in self._held.items() if self._left(held, now, access) <= 0]
        for key in ended:
            del self._held[key]


SESSIONS = Sessions()
