"""From a record to the figures behind it: addresses within the dashboard, and nothing else, become links."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit

from geo.core.selection import Selection
from ui.answers.store import sources as source_answers

PAGES = (
    "",
    "briefing",
    "compare",
    "wards",
    "lines",
    "hotspots",
    "stop_and_search",
    "operations",
    "duty",
    "data",
)


def own(text: str) -> str:
    """The page and query of an address of this dashboard, to be followed from any of its pages; empty for any other text.

    Whatever machine the address names, the link leads to this one.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    page = parts.path.rstrip("/").rpartition("/")[2]
    if (
        parts.scheme not in ("", "http", "https")
        or page not in PAGES
        or not (page or parts.query or parts.netloc)
    ):
        return ""
    return (page or "./") + (f"?{parts.query}" if parts.query else "")


def linked(words: str, text: str, label: str) -> str:
    """Words as HTML, followed by a link to their figures where the text is an address of this dashboard, else by the text."""
    if address := own(text):
        return f'{escape(words)} <a href="{escape(address)}" target="_self">{escape(label)}</a>'
    return escape(words) + (f" <small>{escape(text)}</small>" if text.strip() else "")


def of_selection(selection: Selection, page: str = "wards", **further: str) -> str:
    """The address of a page with a selection's types and months, as its filters read them."""
    query = [("type", offence_type) for offence_type in selection.offence_types] + [
        ("from", f"{selection.first_month:%b %Y}"),
        ("to", f"{selection.last_month:%b %Y}"),
    ]
    if len(source_answers.sources()) > 1:
        query.append(("source", source_answers.source_name(selection.source_id)))
    return f"{page}?{urlencode([*query, *further.items()])}"
