"""Only addresses of this dashboard become links, and they lead to this one."""

from __future__ import annotations

from datetime import date

import pytest

from geo.core.schema import STREET
from geo.core.selection import Selection
from ui.answers.store import sources as source_answers
from ui.duty import links as duty_links


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://desk.example:8501/wards?ward=Old+Town", "wards?ward=Old+Town"),
        ("wards?ward=Old+Town", "wards?ward=Old+Town"),
        ("/duty?duty=Money", "duty?duty=Money"),
        ("http://desk.example/?from=Jan+2022", "./?from=Jan+2022"),
        ("hotspots", "hotspots"),
        ("stop_and_search?searches=Panel", "stop_and_search?searches=Panel"),
        ("javascript:alert(1)", ""),
        ("http://elsewhere.example/other", ""),
        ("minutes of the meeting", ""),
        ("", ""),
        ("http://[", ""),
    ],
)
def test_an_address_leads_to_a_page_of_this_dashboard_or_nowhere(text: str, address: str) -> None:
    assert duty_links.own(text) == address


def test_words_and_addresses_are_escaped() -> None:
    assert duty_links.linked("<b>", 'wards?a="><script>', "figures") == (
        '&lt;b&gt; <a href="wards?a=&quot;&gt;&lt;script&gt;" target="_self">figures</a>'
    )
    assert (
        duty_links.linked("Done", "see <minutes>", "figures")
        == "Done <small>see &lt;minutes&gt;</small>"
    )


def test_a_selection_s_address_is_what_its_filters_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_answers, "sources", lambda: [STREET])
    selection = Selection(STREET, (), ("Robbery", "Drugs"), date(2022, 1, 1), date(2022, 12, 1))
    assert (
        duty_links.of_selection(selection, ward="Old Town")
        == "wards?type=Robbery&type=Drugs&from=Jan+2022&to=Dec+2022&ward=Old+Town"
    )
