"""What the Compare page says, with figures checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from numpy import nan

from tests.home import HOME
from ui.text import compare as wording


def ward(**changed: object) -> pd.Series:
    return pd.Series(
        {
            "ward_name": "Eldene",
            "offences": 12,
            "rate_per_1000": 1.234,
            "rate_low": 0.64,
            "rate_high": 2.16,
            "standing": "clearly above",
            "residents_mislead": False,
        }
        | changed
    )


def changed(row: pd.Series, values: dict[str, object]) -> pd.Series:
    return pd.Series(row.to_dict() | values)


def test_a_ratio_has_its_interval_and_says_whether_it_is_clear() -> None:
    assert wording.ratio_figure(2.86, 2.4, 3.42) == ("2.9 ×", "2.4 to 3.4 · a clear difference")
    assert wording.ratio_figure(0.42, 0.2, 0.84) == ("0.4 ×", "0.2 to 0.8 · a clear difference")
    assert wording.ratio_figure(1.2, 0.9, 1.6) == ("1.2 ×", "0.9 to 1.6 · no clear difference")
    for unknown in ((None, None, None), (None, 3.1, None), (2.0, 1.0, None)):
        assert wording.ratio_figure(*unknown) == (
            "cannot tell",
            "a count is hidden, nothing was recorded, or no residents are known",
        )


def test_a_ratio_in_words() -> None:
    assert wording.ratio_sentence("Swindon", "Wiltshire", 2.86, 0.00001) == (
        "Per resident, Swindon recorded 2.9 times as many of these offences as Wiltshire (p < 0.001)."
    )
    assert wording.ratio_sentence("Swindon", "Wiltshire", 1.04, 0.6).startswith(
        "Per resident, Swindon recorded about as many of"
    )
    assert (
        wording.ratio_sentence("Swindon", "Wiltshire", None, None)
        == "Swindon and Wiltshire cannot be compared for this selection."
    )


def test_a_ward_that_stands_out_is_set_beside_its_like() -> None:
    row = ward(twin_name="Vale", twin_rate=0.5, twin_low=0.01, twin_high=2.79, distance=0.84)
    assert wording.standout_row(row) == (
        "Eldene",
        "clearly above the force rate",
        "1.23 (0.64 to 2.16)",
    )
    assert wording.twin_row(row) == (
        "Vale",
        "the ward most like it there, 0.8 standard deviations apart",
        "0.50 (0.01 to 2.79)",
    )
    assert (
        wording.twin_row(changed(row, {"distance": 3.3}))[1]
        == "nothing there is like it; the nearest is 3.3 standard deviations apart"
    )
    assert wording.standout_row(changed(row, {"residents_mislead": True}))[0] == "Eldene †"
    assert wording.standout_row(changed(row, {"twin_name": ""}))[1] == (
        "clearly above the force rate; no ward like it is known in these boundaries"
    )
    assert (
        wording.twin_row(changed(row, {"twin_rate": nan, "twin_low": nan, "twin_high": nan}))[2]
        == "its figures are hidden"
    )
    assert wording.standout_heads(8.0, 0.7)[2] == "0 to 8; dashed: force rate 0.70"
    assert wording.standout_heads(2.5, nan)[2] == "0 to 2.5"


def test_headings_of_the_comparison() -> None:
    assert wording.against("Swindon", "Wiltshire") == "Swindon against Wiltshire"
    assert wording.clearly_above("Swindon") == "Wards of Swindon clearly above the force rate"
    assert wording.standing_out("Swindon") == "Wards of Swindon that stand out"
    assert (
        wording.no_standouts("Swindon", 0.6)
        == "No ward of Swindon stands above the force rate by more than chance allows."
    )
    assert "cannot be told" in wording.no_standouts("Swindon", float("nan"))


def test_what_cannot_be_compared_is_said() -> None:
    alone = replace(HOME, name="Here", authorities=HOME.authorities[:1])
    assert wording.one_authority(alone, ["Swindon"]) == (
        "Here has one authority, Swindon.",
        "There is nothing to compare.",
        "Its wards stand beside each other under Wards.",
        "",
    )
    assert wording.one_authority(HOME, ["Swindon"])[1:3] == (
        "They hold: Swindon. There is nothing to compare.",
        "Load boundaries of Swindon and Wiltshire.",
    )
    assert wording.one_authority(HOME, [])[1].startswith("They hold: none.")
