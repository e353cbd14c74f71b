"""Sentences of panel packs."""

from __future__ import annotations

from datetime import date

import pytest

from ui.text.stop_and_search import panels as words

PACK = {
    "name": "Spring <1>",
    "panel": "youth panel",
    "first_month": date(2022, 1, 1),
    "last_month": date(2022, 3, 1),
    "strata": "object",
    "seed": 7,
    "size": 20,
    "made_from": "900 searches, mark abc",
}


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (6, "morning"), (12, "afternoon"), (17, "afternoon"), (23, "evening")],
)
def test_parts_of_the_day(hour: int, part: str) -> None:
    assert words.part_of_day(hour) == part


def test_a_pack_says_how_it_was_drawn() -> None:
    assert (
        words.about(PACK, 20)
        == "Youth panel: 20 searches of January to March 2022, drawn at random, stratified by object, seed 7."
    )
    assert (
        words.drawn_from(900, "abc") == PACK["made_from"]
        and words.changed("", "x") == words.changed("x", "x") == ""
    )
    assert words.changed("900 searches, mark a", "901 searches, mark b").startswith(
        "The data have changed since this pack was made (900"
    )
    assert words.made("Spring") == "The pack “Spring” is drawn and kept."
    assert words.notes(PACK, ["police.uk"])[1:3] == [
        "Drawn from 900 searches, mark abc.",
        "police.uk",
    ]
    assert (
        words.file_name("Spring <1>/ä") == "panel-pack-spring-1"
        and words.file_name("…") == "panel-pack-unnamed"
    )


def test_grades_are_counted() -> None:
    assert (
        words.grades(["", "no concerns", "no concerns", "serious concerns"])
        == "3 of 4 graded: 2 no concerns, 1 serious concerns."
    )
    assert words.grades(["", ""]) == "0 of 2 graded."


def test_the_printed_pack_escapes_what_people_typed() -> None:
    row = dict.fromkeys(words.PRINTED, "<script>")
    action = {
        "action": "Brief <all>",
        "status": "done",
        "due": date(2023, 3, 1),
        "owner_role": "Inspector",
        "evidence": "five shifts",
    }
    page = words.printable(PACK, [row], ["police.uk"], [action])
    assert "<script>" not in page and page.count("&lt;script&gt;") == len(words.PRINTED) == 9
    assert (
        "Spring &lt;1&gt;" in page
        and "Brief &lt;all&gt; (done, due 01/03/2023, Inspector): five shifts" in page
    )
    assert (
        words.action_line(action | {"due": None, "owner_role": "", "evidence": ""})
        == "Brief <all> (done)"
    )
    assert "<h3>" not in words.printable(PACK, [row], [], [])


def test_a_pack_says_which_file_its_rows_are_of_and_how_many_packs_are_of_the_other_source() -> (
    None
):
    own = PACK | {"source": "the force's own records"}
    assert words.nothing_personal(PACK).endswith(
        "of the published file, by which the force finds its own record and camera footage."
    )
    assert (
        "the row of the force's own file" in words.nothing_personal(own) == words.notes(own, [])[-1]
    )
    assert (
        "own file" in words.printable(own, [], [], []).replace("&#x27;", "'")
        and words.drawn_from(None, "abc") == "mark abc"
    )
    assert words.others(0) == ""
    assert (
        words.others(1)
        == "1 pack of the other source of searches is shown when that is chosen in the sidebar."
    )
    assert words.others(3).startswith("3 packs of the other source of searches are shown")
