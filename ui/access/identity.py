"""Who is looking: asked by everything that shows, hands out or changes something."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from geo.core.errors import DataProblem
from loaders.access_file import Access, Way, command_user
from loaders.permissions import ROLES, Refused, Role, may, require
from ui.access import settings
from ui.access.sessions import SESSIONS, Person, Session

KEY = "svd_session"  # of st.user, which Streamlit fills from the header that the gate writes
HEADER = "x-svd-session"
Sight = Literal["every count", "small counts hidden", "open data"]


@dataclass(frozen=True)
class Reader:
    """A person with a role.

    subject    an id that stays, as the way in gives it
    name       to be shown
    """

    subject: str
    name: str
    role: Role
    way: Way

    def may(self, action: str) -> bool:
        """Whether the reader's role lets them do something, as loaders.permissions names it."""
        return may(self.role, action)  # type: ignore[arg-type]


class NotSignedIn(DataProblem):
    """Nobody is signed in, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            "You are not signed in.",
            "Your session has ended, or never began.",
            "Sign in again.",
            "",
        )


class NoRole(DataProblem):
    """Somebody is signed in whom the access file gives no role."""

    def __init__(self, person: Person) -> None:
        groups = ", ".join(person.groups) or "none"
        super().__init__(
            "You are signed in, but have no role here.",
            f"You are {person.name or person.subject}; your groups are: {groups}.",
            "Ask whoever looks after the dashboard to give one of them a role.",
            "Nothing is shown.",
        )


def begin() -> None:
    """A run of a page has begun: whose cookie it came with is asked of Streamlit once, which would look for its secrets file at each call."""
    _key.set(_key_of_socket())


def session() -> Session | None:
    """The session that this run of a page belongs to; None outside a server's gate."""
    return _session(settings.current())


def _session(access: Access) -> Session | None:
    key = _key.get() or _key_of_socket()
    return SESSIONS.of(key, access) if key else None


def _key_of_socket() -> str:
    """The key of the session that the run's websocket was opened with; empty outside a server's gate."""
    return str(st.user.get(KEY) or "")


def reader() -> Reader:
    """Who is looking. Raises NotSignedIn, NoRole, or DataProblem where the access file cannot be used.

    Asked anew at each call, so that what the file takes away is gone at once. Outside a server it is the user of the operating system.
    """
    if (acting := _acting.get()) is not None:
        return acting
    access = settings.current()
    if not gated():
        return _user(access)
    mine = _session(access)
    if mine is None or mine.person is None:
        raise NotSignedIn
    return of_person(mine.person, access)


def of_person(person: Person, access: Access) -> Reader:
    """A person with the role that the file gives them. Raises NoRole; NotSignedIn where they came by a way that is no longer open."""
    if person.way != access.way:
        raise NotSignedIn
    if person.way == "public":
        return Reader(person.subject, person.name, "visitor", "public")
    if person.way == "laptop":
        role = access.user_role(person.subject)
        if role is None:
            raise NoRole(person)
        return Reader(person.subject, person.name, role, "laptop")
    rule = access.role_of(person.groups)
    if rule is None:
        raise NoRole(person)
    return Reader(person.subject, person.name, rule.role, person.way)


def local_person() -> Person:
    """The user of the operating system, as a laptop's reader."""
    user = command_user()
    return Person(user, user, "laptop")


def sight() -> Sight:
    """How much of a restricted source the reader sees: each count, small ones hidden, or nothing of it."""
    return _sight(reader().role)


def _sight(role: Role) -> Sight:
    if may(role, "see every count"):
        return "every count"
    return "small counts hidden" if may(role, "see restricted figures") else "open data"


_gated = False
_key: ContextVar[str] = ContextVar("session_key", default="")  # of the thread that runs the page
_acting: ContextVar[Reader | None] = ContextVar("acting", default=None)


@contextlib.contextmanager
def acting(role: Role) -> Iterator[None]:
    """The server itself asks, as a role, outside every reader's session: what it works out beforehand is kept for those who may see it."""
    token = _acting.set(Reader("server", "The server", role, settings.current().way))
    try:
        yield
    finally:
        _acting.reset(token)


def acts_for_server() -> bool:
    """Whether the server itself asks, beforehand, and no reader."""
    return _acting.get() is not None


def roles_at_hand() -> tuple[Role, ...]:
    """One role for each sight that readers may have by the access file."""
    access = settings.current()
    if access.way == "public":
        return ("visitor",)
    given = {rule.role for rule in access.rules} | set(access.users.values()) or {"administrator"}
    by_sight = {_sight(role): role for role in ROLES if role in given}
    return tuple(by_sight.values())


def close_gate() -> None:
    """From now on only who came through the gate is a reader: the server calls it before its first answer."""
    global _gated
    _gated = True


def gated() -> bool:
    """Whether this process serves readers through a gate."""
    return _gated


def _user(access: Access) -> Reader:
    user = command_user()
    role = access.user_role(user)
    if role is None:
        raise NoRole(Person(user, user, access.way))
    return Reader(user, user, role, access.way)


__all__ = ["KEY", "NoRole", "NotSignedIn", "Reader", "Refused", "require"]
