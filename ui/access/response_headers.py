"""What every answer tells the browser: what may run in a page, who may frame it, what may be kept.

Scripts come from this server alone. `unsafe-eval` stands for the frame of the map alone: streamlit-folium runs the map's code so.
Styles and scripts may stand in a page, since Streamlit writes its own into each; none may come from anywhere else.
"""

from __future__ import annotations

COMPONENT = "/component/"  # frames that Streamlit draws within a page
HASHED = ("/static/", "/assets/")  # files named by their content: kept for good

_COMMON = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "style-src": "'self' 'unsafe-inline'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "frame-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def policy(path: str) -> str:
    """The Content-Security-Policy of an answer under a path."""
    if COMPONENT in path:
        parts = {
            **_COMMON,
            "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
            "frame-ancestors": "'self'",
        }
    else:
        parts = {**_COMMON, "script-src": "'self' 'unsafe-inline'", "frame-ancestors": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def headers(path: str) -> list[tuple[bytes, bytes]]:
    """Headers for an answer; those that Streamlit gave by the same names are to be taken out first.

    path  beneath the path that the dashboard stands under
    """
    given = [
        ("content-security-policy", policy(path)),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ]
    if not path.startswith(HASHED):
        given.append(("cache-control", "no-store"))
    return [(name.encode(), value.encode()) for name, value in given]
