"""What happens at the door, told to whatever writes it down: sign-ins, refusals, ends of sessions."""

from __future__ import annotations

import logging

from ui.access.sessions import Session

LOG = logging.getLogger("dashboard.access")


def signed_in(session: Session) -> None:
    """Somebody has come in."""
    LOG.info("signed in: %s", session.person.subject if session.person else "")


def signed_out(session: Session) -> None:
    """Somebody has gone."""
    LOG.info("signed out: %s", session.person.subject if session.person else "")


def refused(what: str, why: str) -> None:
    """Somebody was not let in, or may not do something."""
    LOG.warning("refused to %s: %s", what, why)


def fault(what: str) -> None:
    """The access file, or something else of the server's own, cannot be used."""
    LOG.error("%s", what)
