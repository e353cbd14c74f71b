"""Settings a user may give: in the environment, or in `.streamlit/secrets.toml`."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from geo.core.errors import DataProblem

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ROOT / ".streamlit" / "secrets.toml"
DEFAULT_STORE = ROOT / "store"


def setting(name: str) -> str:
    """What is set under a name, such as SVD_STORE; the environment goes before the file; empty where neither says."""
    if os.environ.get(name):
        return os.environ[name]
    if not SECRETS.exists():
        return ""
    try:
        return str(tomllib.loads(SECRETS.read_text(encoding="utf-8")).get(name, ""))
    except tomllib.TOMLDecodeError as problem:
        raise DataProblem(
            f"{SECRETS.name} cannot be read.",
            f"{problem}.",
            'Mend it; a line looks like SVD_STORE = "/data/store".',
        ) from problem


def store_root() -> Path:
    """Where the store lies: SVD_STORE in the environment or the secrets file, else a folder here that git ignores."""
    return Path(setting("SVD_STORE") or DEFAULT_STORE)
