"""Readers who sign in at an OpenID Connect provider, by Streamlit's `st.login`; and whether the provider still stands by them.

The provider's address and the client's secret stand in `.streamlit/secrets.toml`, part [auth], as Streamlit documents. With
`expose_tokens = "access"` there, the provider is asked again who the reader is once a minute while they work.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from loaders.access_file import Access, Claims
from ui.access import events
from ui.access.sessions import SESSIONS, Person, Session

CLOCKS_APART = 600.0  # seconds by which a provider's clock and ours may differ
PATIENCE = 3.0  # seconds for an answer of the provider
GRACE = 900.0  # seconds that a session outlasts a provider that does not answer
MOST_ENDED = 5000

_ended: dict[
    tuple[str, float], None
] = {}  # sign-ins whose session has ended: a cookie alone does not bring one back
_lock = threading.Lock()


def signed_in(session: Session, access: Access) -> bool:
    """Whether the provider has vouched for the reader of this run; if so the session is theirs from now on."""
    if not st.user.get("is_logged_in", False):
        return False
    claims = cast(Mapping[str, Any], st.user)
    login = _login(claims, access.claims)
    age = time.time() - login[1]
    with _lock:
        over = login in _ended
    if over or age > access.longest.total_seconds() + CLOCKS_APART:
        return False
    SESSIONS.sign_in(session, person_of(claims, access.claims), access)
    events.signed_in(session)
    return True


def still_vouched(session: Session, access: Access) -> bool:
    """Whether the provider, asked at most once a `recheck`, still knows the reader; their groups are as it gives them now."""
    if session.person is None or SESSIONS.unchecked(session) < access.recheck.total_seconds():
        return True
    tokens: Any = st.user.get("tokens") or {}
    token = tokens.get("access") if isinstance(tokens, Mapping) else None
    if not token:
        return True  # the provider's word is that of the sign-in; it holds for the session's hours
    import httpx  # only where somebody signs in so

    try:
        answer = httpx.get(
            _userinfo_address(), headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE
        )
    except httpx.HTTPError:
        return SESSIONS.unchecked(session) < GRACE
    if answer.status_code in (401, 403):
        events.refused("stay signed in", "the provider no longer vouches for the reader")
        return False
    if answer.status_code != httpx.codes.OK:
        return SESSIONS.unchecked(session) < GRACE
    claims = answer.json()
    if _claim(claims, access.claims.groups) is not None:
        session.person = person_of({**dict(st.user), **claims}, access.claims)
    SESSIONS.checked(session)
    return True


def end(session: Session, access: Access) -> None:
    """End the session, and the sign-in that it came from: its cookie is good for nothing more here."""
    with _lock:
        _ended[_login(cast(Mapping[str, Any], st.user), access.claims)] = None
        for oldest in list(_ended)[:-MOST_ENDED]:
            del _ended[oldest]
    SESSIONS.end(session.key)


def person_of(claims: Mapping[str, Any], names: Claims) -> Person:
    """Who a provider's claims speak of. Groups may be a list, or one text with commas."""
    subject = str(_claim(claims, names.subject) or "")
    groups = _claim(claims, names.groups)
    if isinstance(groups, str):
        groups = groups.split(",")
    listed = groups if isinstance(groups, (list, tuple)) else ()
    return Person(
        subject,
        str(_claim(claims, names.name) or claims.get("email") or subject),
        "oidc",
        tuple(str(group).strip() for group in listed if str(group).strip()),
    )


def _login(claims: Mapping[str, Any], names: Claims) -> tuple[str, float]:
    """Who signed in, and when by the provider's clock."""
    return str(_claim(claims, names.subject) or ""), float(claims.get("iat") or 0)


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name; a dot leads into one, unless the whole name is a claim's own."""
    if name in claims:
        return claims[name]
    value: Any = claims
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _userinfo_address() -> str:
    """Where the provider says who somebody is, from its own published settings."""
    import httpx

    answer = httpx.get(str(st.secrets["auth"]["server_metadata_url"]), timeout=PATIENCE)
    return str(answer.raise_for_status().json()["userinfo_endpoint"])
