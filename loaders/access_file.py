"""Who comes in, by which way, and with which role: access.toml beside the store, or the file that SVD_ACCESS names.

Without a file the dashboard serves whoever sits at this machine. The file is read again whenever it changes; one that cannot be used
is refused in words, and never opens more than the one before.
"""

from __future__ import annotations

import getpass
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast, get_args

from geo.core.errors import DataProblem
from loaders.permissions import GIVEN, Role
from loaders.settings import setting, store_root

Way = Literal["laptop", "oidc", "proxy", "public"]
WAYS: tuple[Way, ...] = get_args(Way)
SETTING, NAME = "SVD_ACCESS", "access.toml"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_SECRET = 24  # characters
TEXT, NUMBER, TEXTS, YES_OR_NO = (
    "a text",
    "a whole number above 0",
    "a list of texts",
    "true or false",
)
TOP = {"way": TEXT, "public": YES_OR_NO, "hosts": TEXTS}
PARTS: dict[str, dict[str, str]] = {
    "sessions": {
        "idle_minutes": NUMBER,
        "hours": NUMBER,
        "most": NUMBER,
        "recheck_seconds": NUMBER,
    },
    "proxy": {
        "secret_header": TEXT,
        "secret_file": TEXT,
        "subject": TEXT,
        "name": TEXT,
        "groups": TEXT,
        "separator": TEXT,
    },
    "oidc": {"subject": TEXT, "name": TEXT, "groups": TEXT},
    "audit": {"folder": TEXT, "seals": TEXT, "keep_days": NUMBER},
}
RULES = {"role": TEXT, "groups": TEXTS}
USERS = "users"


@dataclass(frozen=True)
class Rule:
    """One line of who gets which role: whoever is in one of the groups."""

    role: Role
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Proxy:
    """How a reverse proxy says who comes: the names of its headers, and the secret that shows that it is the proxy that speaks."""

    secret: str
    secret_header: str = "x-svd-proxy-secret"
    subject: str = "x-remote-user"
    name: str = "x-remote-name"
    groups: str = "x-remote-groups"
    separator: str = ","


@dataclass(frozen=True)
class Claims:
    """Under which names an OpenID Connect provider gives subject, name and groups; a dot leads into a claim."""

    subject: str = "sub"
    name: str = "name"
    groups: str = "groups"


@dataclass(frozen=True)
class Access:
    """What access.toml says.

    way         by which readers come in
    hosts       names under which the server may be asked for; loopback names alone on a laptop
    rules       who gets which role, the first that fits
    users       user of the operating system → role, of commands and of a laptop's reader
    idle, longest  after which a session ends: without a message, and at all
    recheck     after which a reader's right is asked of the provider or proxy anew
    most        sessions at once
    audit_folder, audit_seals, keep_days  where events are written down and their seals, empty for in the store's folder; and for how long
    """

    way: Way = "laptop"
    hosts: tuple[str, ...] = LOOPBACK
    rules: tuple[Rule, ...] = ()
    users: Mapping[str, Role] = field(default_factory=dict)
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)
    recheck: timedelta = timedelta(minutes=1)
    most: int = 300
    proxy: Proxy | None = None
    claims: Claims = Claims()
    audit_folder: str = ""
    audit_seals: str = ""
    keep_days: int = 730

    def role_of(self, groups: tuple[str, ...]) -> Rule | None:
        """The first rule that names one of the groups; None where nobody gave these a role."""
        mine = set(groups)
        return next((rule for rule in self.rules if mine & set(rule.groups)), None)

    def user_role(self, user: str) -> Role | None:
        """The role of a user of the operating system; on a laptop administrator unless users are named, else None."""
        if user in self.users:
            return self.users[user]
        return "administrator" if self.way == "laptop" and not self.users else None


def default_path() -> Path:
    """Where the file stands, whether or not it is there."""
    return Path(setting(SETTING) or store_root() / NAME)


def read_access(path: Path) -> Access:
    """What the file says; a laptop where there is none. Raises DataProblem, naming the key, for whatever is unknown or wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        if setting(SETTING):
            raise DataProblem(
                f"The access file {path} is not there.",
                f"{SETTING} names it.",
                f"Write it, or take {SETTING} away.",
                "Nobody is let in.",
            ) from None
        return Access()
    except (OSError, UnicodeDecodeError) as problem:
        raise DataProblem(
            f"The access file {path} cannot be read.",
            f"{problem}.",
            "Give a TOML file in UTF-8 that this user may read.",
            "Nobody is let in.",
        ) from problem
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise DataProblem(
            f"The access file {path.name} is not TOML.",
            f"{problem}.",
            "Mend that line.",
            "Nobody is let in.",
        ) from problem
    return _Reading(path, document).whole()


def command_user() -> str:
    """The user of the operating system that runs this process; empty where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@dataclass(frozen=True)
class _Reading:
    """One file while it is checked."""

    path: Path
    document: dict[str, Any]

    def whole(self) -> Access:
        self._known()
        way = self._way()
        values: dict[str, Any] = {"way": way, "rules": self._rules(), "users": self._users()}
        hosts = tuple(host.lower() for host in self.document.get("hosts", ()))
        if way == "laptop" and hosts:
            raise self._wrong(
                "hosts", "A laptop is reached by its loopback names alone.", "Take it away."
            )
        if way in ("oidc", "proxy") and not hosts:
            raise self._wrong(
                "hosts",
                "It names no host.",
                'Write the name under which readers reach it, such as hosts = ["violence.example.uk"].',
            )
        values["hosts"] = LOOPBACK if way == "laptop" else hosts
        if way in ("oidc", "proxy") and not values["rules"]:
            raise self._wrong(
                "roles", "No group is given a role.", "Write a part [[roles]] with role and groups."
            )
        sessions = self.document.get("sessions", {})
        for key, name, unit in (
            ("idle_minutes", "idle", "minutes"),
            ("hours", "longest", "hours"),
            ("recheck_seconds", "recheck", "seconds"),
        ):
            if key in sessions:
                values[name] = timedelta(**{unit: sessions[key]})
        if "most" in sessions:
            values["most"] = sessions["most"]
        audit = self.document.get("audit", {})
        values |= {
            name: audit[key]
            for key, name in (
                ("folder", "audit_folder"),
                ("seals", "audit_seals"),
                ("keep_days", "keep_days"),
            )
            if key in audit
        }
        if way == "proxy":
            values["proxy"] = self._proxy()
        values["claims"] = Claims(**self.document.get("oidc", {}))
        return Access(**values)

    def _known(self) -> None:
        """Every key is known and of its type."""
        for key, value in self.document.items():
            if key in TOP:
                self._typed(key, value, TOP[key])
            elif key in PARTS:
                self._part(key, value, PARTS[key])
            elif key == "roles":
                if not isinstance(value, list):
                    raise self._wrong(
                        key, "It is one part.", "Write [[roles]], once for each role."
                    )
                for number, rule in enumerate(value, 1):
                    self._part(f"roles, part {number}", rule, RULES)
            elif key == USERS:
                self._part(
                    key, value, dict.fromkeys(value if isinstance(value, dict) else (), TEXT)
                )
            else:
                known = ", ".join([*TOP, *PARTS, "roles", USERS])
                raise self._wrong(key, "Nothing is known by that name.", f"Known are {known}.")

    def _part(self, name: str, value: object, keys: Mapping[str, str]) -> None:
        if not isinstance(value, dict):
            raise self._wrong(name, "It is no part.", f"Write [{name}] and its keys under it.")
        for key, held in value.items():
            if key not in keys:
                raise self._wrong(
                    f"{name}, {key}",
                    "Nothing is known by that name.",
                    f"Known are {', '.join(keys)}.",
                )
            self._typed(f"{name}, {key}", held, keys[key])

    def _typed(self, key: str, value: object, kind: str) -> None:
        fits = {
            TEXT: isinstance(value, str) and bool(value),
            YES_OR_NO: isinstance(value, bool),
            NUMBER: isinstance(value, int) and not isinstance(value, bool) and value > 0,
            TEXTS: isinstance(value, list)
            and all(isinstance(held, str) and held for held in value),
        }
        if not fits[kind]:
            raise self._wrong(key, f"It holds {value!r}.", f"Write {kind}.")

    def _way(self) -> Way:
        way = self.document.get("way", "public" if self.document.get("public") else "laptop")
        if way not in WAYS:
            raise self._wrong("way", f"It holds {way!r}.", f"Write one of {', '.join(WAYS)}.")
        if (way == "public") != bool(self.document.get("public", False)):
            raise self._wrong(
                "public",
                "Only public = true, alone, opens the dashboard to all.",
                "Write public = true and no way, or another way and no public.",
            )
        return cast(Way, way)

    def _role(self, key: str, name: str) -> Role:
        if name not in GIVEN:
            raise self._wrong(key, f"There is no role “{name}”.", f"Roles are {', '.join(GIVEN)}.")
        return name

    def _rules(self) -> tuple[Rule, ...]:
        rules = []
        for number, rule in enumerate(self.document.get("roles", []), 1):
            part = f"roles, part {number}"
            for key in ("role", "groups"):
                if not rule.get(key):
                    raise self._wrong(
                        f"{part}, {key}", "It is not there.", "Write role and groups."
                    )
            role = self._role(f"{part}, role", rule["role"])
            rules.append(Rule(role, tuple(rule["groups"])))
        return tuple(rules)

    def _users(self) -> dict[str, Role]:
        return {
            user: self._role(f"{USERS}, {user}", role)
            for user, role in self.document.get(USERS, {}).items()
        }

    def _proxy(self) -> Proxy:
        given = dict(self.document.get("proxy", {}))
        file = given.pop("secret_file", "")
        if not file:
            raise self._wrong(
                "proxy, secret_file",
                "No secret is named, so anybody could say who they are.",
                "Write the path of a file that holds a secret the proxy sends with each request.",
            )
        try:
            secret = (self.path.parent / file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise self._wrong(
                "proxy, secret_file", f"{problem}.", "Name a file that this user may read."
            ) from problem
        if len(secret) < SHORTEST_SECRET:
            raise self._wrong(
                "proxy, secret_file",
                f"The secret has {len(secret)} characters.",
                f"Make one of {SHORTEST_SECRET} or more, such as by `openssl rand -hex 32`.",
            )
        headers = {
            key: value if key == "separator" else value.lower() for key, value in given.items()
        }
        return Proxy(secret, **headers)

    def _wrong(self, key: str, saw: str, do: str) -> DataProblem:
        return DataProblem(
            f"{self.path.name} cannot be used: {key} is wrong.", saw, do, "Nobody is let in."
        )
