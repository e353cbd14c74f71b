"""Whose wards a page shows: chosen by the address, said in the heading, and followed by links of wards that are no more."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from re import sub

import pytest

from tests.pages.running import PageOutput, figures_of, run
from ui.answers.store import pinned_build as answers

WESTBURY_2021, WESTBURY_2025 = "E05013490", "E05016244"
CALNE_SOUTH_2021, CALNE_SOUTH_2025 = "E05013415", "E05016240"
PENHILL_2021, PENHILL_2026 = "E05010757", "E05016293"


@pytest.fixture(autouse=True)
def demonstration(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """January 2020 to December 2022, with the wards of December 2021 and of May 2025."""
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))


def words(sent: PageOutput) -> str:
    return sub(r"<[^>]+>", " ", unescape(sent.text))


def alerts(sent: PageOutput) -> list[str]:
    return [alert.body for alert in sent.elements("alert")]


def test_a_page_says_whose_wards_and_whose_residents_it_shows() -> None:
    then, later = words(run("briefing")), words(run("briefing", as_of="2025-05"))
    for page in (then, later):
        assert "per 1,000 residents a year" in page
        assert "generalised to 20 m · residents of 2021 (none of 2022 are loaded)" in page
    assert "wards of December 2021, generalised to 20 m" in then and "carried" not in then
    assert "wards of May 2025, generalised to 20 m · residents of 2021" in later
    assert "(none of 2022 are loaded) · residents of 9 wards carried" in later
    assert "from the wards of December 2021 by postcodes, within ± 15 %" in later
    assert "inside this window" not in then + later


def test_the_wards_shown_are_those_of_the_vintage_by_code_and_name() -> None:
    then, later = (
        figures_of(run("wards", as_of=vintage).painted) for vintage in ("2021-12", "2025-05")
    )
    assert WESTBURY_2021 in then and WESTBURY_2025 not in then
    assert WESTBURY_2025 in later and WESTBURY_2021 not in later
    offences = [sum(paint.offences or 0 for paint in each.values()) for each in (then, later)]
    assert offences[0] == offences[1] > 0


def test_a_link_of_a_former_ward_opens_what_it_became_and_says_so() -> None:
    sent = run("wards", ward=CALNE_SOUTH_2021, as_of="2025-05")
    assert alerts(sent) == [
        "Calne South was redrawn on 1 May 2025: this is the later ward of that name. It holds 90 % of its addresses."
    ]
    assert sent.painted["selected"] == CALNE_SOUTH_2025
    assert "carried from the wards of December 2021 by postcodes" in words(sent)
    back = run("wards", ward=CALNE_SOUTH_2025)
    assert back.painted["selected"] == CALNE_SOUTH_2021
    assert "this is the earlier ward of that name" in alerts(back)[0]


def test_a_code_that_no_vintage_holds_is_found_in_the_table_of_codes() -> None:
    sent = run("wards", ward="E05008964")
    assert sent.painted["selected"] == PENHILL_2021
    assert alerts(sent)[0].startswith("E05008964 became Penhill and Upper Stratton: this is")


@pytest.mark.parametrize("asked", [PENHILL_2026, "Penhill & Pinehurst"])
def test_a_link_of_a_ward_in_several_asks_which_is_meant(asked: str) -> None:
    sent = run("wards", ward=asked)
    assert sent.painted["selected"] is None and alerts(sent) == []
    assert "Penhill & Pinehurst came into being on 7 May 2026 out of more than one" in words(sent)
    offered = [button.label for button in sent.elements("button") if "share" in button.label]
    assert offered == [
        "Gorse Hill and Pinehurst (share not known)",
        "Penhill and Upper Stratton (share not known)",
    ]


def test_several_former_wards_are_each_taken_over() -> None:
    sent = run(
        "wards", wards=[f"Westbury North · {WESTBURY_2021}", CALNE_SOUTH_2021], as_of="2025-05"
    )
    assert sorted(sent.painted["chosen"]) == [CALNE_SOUTH_2025, WESTBURY_2025]
    assert len(alerts(sent)) == 2


def test_what_is_no_ward_of_any_vintage_is_passed_over() -> None:
    (said,) = alerts(run("wards", ward="E05999999"))
    assert said.startswith("This link asks for “E05999999”")


def test_a_vintage_that_the_build_does_not_hold_is_passed_over_in_words() -> None:
    sent = run("wards", as_of="2018-05")
    assert alerts(sent)[0].startswith("This link asks for “2018-05”")
    assert "wards of December 2021" in words(sent)


def test_a_year_means_the_newest_vintage_of_that_year() -> None:
    for year, named in (("2025", "May 2025"), ("2021", "December 2021")):
        page = run("wards", as_of=year)
        assert alerts(page) == [] and f"wards of {named}, generalised" in words(page)


def test_a_town_centre_stays_one_under_its_new_code() -> None:
    calne_central = {"2021-12": "E05013411", "2025-05": "E05016237"}
    for vintage, code in calne_central.items():
        table = figures_of(run("wards", as_of=vintage).painted)
        assert table[code].town_centre == 1
        # as many as the area's file lists
        assert len([code for code, paint in table.items() if paint.town_centre]) == 6


def test_links_to_other_pages_carry_the_vintage() -> None:
    links = run("data", as_of="May 2025").elements("page_link")
    assert {link.query_string for link in links} == {"as_of=May+2025"}


def test_two_readers_with_different_vintages_do_not_disturb_each_other() -> None:
    def shown(vintage: str) -> list[object]:
        sent = run("wards", as_of=vintage, ward="Westbury North")
        return [sent.painted["selected"], sent.painted["files"], figures_of(sent.painted), sent.csv]

    first, second = shown("2021-12"), shown("2025-05")
    assert (first[0], second[0]) == (WESTBURY_2021, WESTBURY_2025)
    assert all(one != other for one, other in zip(first, second, strict=True))
    assert shown("2021-12") == first and shown("2025-05") == second


def test_hotspots_by_hexagons_do_not_move_with_the_wards() -> None:
    then, later = (run("hotspots", as_of=vintage) for vintage in ("2021-12", "2025-05"))
    assert then.painted["cells"] == later.painted["cells"]
    by_residents = (
        "As many by residents"  # what they are held against, which wards' residents do move
    )
    tables = [
        [table[table.iloc[:, 0] != by_residents] for table in sent.tables()]
        for sent in (then, later)
    ]
    assert len(tables[0]) == len(tables[1]) > 0
    assert all(one.equals(other) for one, other in zip(*tables, strict=True))


def test_months_after_a_review_without_outlines_say_what_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "window", lambda: (date(2026, 6, 1), date(2026, 7, 1)))
    assert (
        "The map shows wards of May 2025 in Wiltshire and of December 2021 in Swindon: Swindon's wards were redrawn on 7 May 2026, "
        "and the new outlines are not loaded. Load them on Data."
    ) in words(run("briefing", as_of="2025-05"))
    monkeypatch.setattr(answers, "window", lambda: (date(2026, 5, 1), date(2026, 7, 1)))
    assert (
        "All 20 wards of Swindon gave way to 25 new ones on 7 May 2026, inside this window; both sides are counted on the wards of May 2025 in "
        "Wiltshire and of December 2021 in Swindon. The new outlines are not loaded. Load them on Data."
    ) in words(run("briefing", as_of="2025-05"))
