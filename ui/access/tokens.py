"""Tokens that open a laptop's dashboard once: printed where the server was started, never stored."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable

TOKEN_BYTES = 24
GOOD_FOR = 3600.0  # seconds
MOST = 20  # unspent ones; the oldest goes


class OneTimeTokens:
    """Tokens of this start of the server that nobody has used yet."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._until: dict[str, float] = {}

    def make(self) -> str:
        """A fresh token, good once and for an hour."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._until[_digest(token)] = self._clock() + GOOD_FOR
            for oldest in list(self._until)[:-MOST]:
                del self._until[oldest]
        return token

    def spend(self, token: str) -> bool:
        """Whether the token was good; it is not any more."""
        with self._lock:  # a digest is looked up, so that how long it takes says nothing of a token
            until = self._until.pop(_digest(token), 0.0)
        return until > self._clock()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


TOKENS = OneTimeTokens()
