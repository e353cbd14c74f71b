"""Words about signing in, and about what a role may not do."""

from __future__ import annotations

from ui.text.figures import count

SIGN_IN_TITLE = "Sign in"
HOW_TO_SIGN_IN = {
    "laptop": [
        "This dashboard opens for whoever started it. Open the address that was printed there: it works once.",
        "For a fresh address run `python -m ui link` on the same machine.",
    ],
    "oidc": ["Sign in with your organisation’s account."],
    "proxy": [
        "Sign in at your organisation’s own address of this dashboard. This address answers its proxy alone."
    ],
    "public": [
        "Cookies are needed, so that what you take away is handed to you alone. Let this site set one, then reload."
    ],
}
TOKEN_SPENT = "This address has been used before, or is too old."
TOO_MANY_TRIES = "Too many attempts. Wait a minute, then try again."
OTHER_HOST = "This server does not answer to that name."
OTHER_SITE = "Another site asked for this. Nothing was done."
PROXY_ALONE = "This address answers its proxy alone."
HEADER_TWICE = "The request names its sender twice, or at too great a length."
TOO_LARGE = "The file is larger than your role may send."
SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"


def signed_in_as(name: str, role: str) -> str:
    """Who is looking, beside the guide."""
    return f"{name} · {role}"


AUDIT_DAMAGED = "The record of who saw what is not as it was written."
AUDIT_COMPARE = "Compare it with a backup copy."
NOBODY_SAW = "Nobody has seen anything of it."


def audit_whole(lines: int, chains: int, sealed: int, removed: int) -> str:
    """That the record is whole, and how much of it there is."""
    gone = f" {removed:,} older lines were kept long enough and are gone." if removed else ""
    return f"The record is whole: {lines:,} lines in {chains:,} chains, {sealed:,} of all ever written under seal.{gone}"


def audit_exported(events: int, file: str) -> str:
    """How many events were written into a file."""
    return f"{events:,} events are written to {file}."


def who_saw(
    name: str, subject: str, roles: str, times: int, files: int, first: str, last: str
) -> str:
    """Who saw something, how often and when."""
    began, ended = (moment[:16].replace("T", " ") for moment in (first, last))
    when = f"{began} to {ended} UTC" if began != ended else f"{ended} UTC"
    return f"{name} ({subject}; {roles}): {count(times, 'time')}, {count(files, 'file')} taken away, {when}"


def no_role(user: str) -> tuple[str, str, str, str]:
    """That a user of the operating system has no role."""
    return (
        "You may not read the record here.",
        f"The access file gives the user “{user}” no role.",
        f'Ask whoever looks after it for a line such as {user or "name"} = "administrator" under [users].',
        "",
    )
