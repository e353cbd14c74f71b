"""Words about signing in, and about what a role may not do."""

from __future__ import annotations

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
