"""The page that a visitor sees who is not signed in: no word of what is behind it."""

from __future__ import annotations

from html import escape

from loaders.access_file import Way
from ui.text.frame import access as access_text

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body {{ font: 1.125rem/1.5 sans-serif; margin: 12vh auto; max-width: 34rem; padding: 0 1rem; color: #1b2733; background: #fff }}
code {{ background: #eef2f6; padding: .1em .3em }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e8edf1; background: #131b22 }} code {{ background: #26323d }} }}
</style></head><body><main><h1>{title}</h1>{paragraphs}</main></body></html>"""


def page(way: Way, why: str = "") -> bytes:
    """The page in HTML.

    why  what has just been refused, such as a token used before; empty for nothing
    """
    paragraphs = [why] if why else []
    paragraphs += access_text.HOW_TO_SIGN_IN[way]
    return PAGE.format(
        title=escape(access_text.SIGN_IN_TITLE),
        paragraphs="".join(f"<p>{_marked(text)}</p>" for text in paragraphs),
    ).encode()


def _marked(text: str) -> str:
    """A sentence in HTML, what stands between backticks as code."""
    parts = escape(text).split("`")
    return "".join(
        f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts)
    )
