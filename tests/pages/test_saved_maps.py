"""Every page with a map offers it as one file, which paints what is on screen and is marked as its page is."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from tests.pages.running import NAMES, WITHOUT_MAP, painted_in, run

# Where a page is opened other than by its bare address
OPENED: dict[str, dict[str, str]] = {
    "wards": {"ward": "Eastcott", "layers": "Points"},
    "duty": {"duty": "Prevention"},
}


@pytest.fixture(autouse=True)
def demonstration(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))


@pytest.mark.parametrize("page", [name for name in NAMES if name not in WITHOUT_MAP])
def test_a_page_s_map_is_offered_as_it_is_painted(page: str) -> None:
    sent = run(page, **OPENED.get(page, {}))
    (file,) = (file.decode() for file in sent.saved_maps)
    taken = painted_in(file)
    inline, shown = taken.pop("inline"), sent.painted
    assert taken == {**shown, "files": [], "draw": False}
    assert len(inline["shapes"]["features"]) == 120 and inline["settings"]["attribution"]
    (heading,) = [element.body for element in sent.elements("html") if "<h1>" in element.body]
    marking = heading.split('<span class="mark')[1].split(">")[1].split("<")[0]
    assert marking and f"<span>{marking}</span>" in file
    title = unescape(file.split("<h1>")[1].split("</h1>")[0])
    # the heading of Operations says what the page is for; its map shows rates of the outcome
    assert title in unescape(heading) or (page == "operations" and "per 1,000 residents" in title)
    assert "build" in file.split("<footer")[1].split("</footer>")[0].lower()


@pytest.mark.parametrize("page", sorted(WITHOUT_MAP))
def test_a_page_without_a_map_offers_none(page: str) -> None:
    sent = run(page)
    assert sent.saved_maps == [] and sent.elements("component_instance") == []
