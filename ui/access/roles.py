"""Who may see what: one question, asked by whatever reads the store."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

Role = Literal["analyst", "executive"]
LOCAL = ("127.0.0.1", "localhost", "::1")


def role() -> Role:
    """*analyst* on this machine alone, *executive* (nothing restricted unsuppressed) when served to others.

    A setting `role` in the secrets file overrides the address, downwards only: a served dashboard never becomes an
    analyst's by it.
    """
    if address() not in LOCAL:
        return "executive"
    return "executive" if _asked_role() == "executive" else "analyst"


def address() -> str:
    """Where the server listens; empty where that is left to the system, which takes every address."""
    return str(st.get_option("server.address") or "")


def may_edit() -> bool:
    """Whether this reader may change the register: on this machine alone, until there is a sign-in."""
    return role() == "analyst"


def _asked_role() -> str:
    from streamlit.errors import StreamlitSecretNotFoundError

    if not any(Path(file).exists() for file in st.get_option("secrets.files")):
        return (
            ""  # Streamlit would look for the files, and fail, each time anew, which takes longer
        )
    try:
        return str(st.secrets.get("role", ""))
    except StreamlitSecretNotFoundError:
        return ""
