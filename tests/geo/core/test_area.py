"""What the words for an area are, whatever number of authorities it has."""

from __future__ import annotations

import pytest

from geo.core.area import UNNAMED, Area, Authority, in_words


def authorities(
    many: int, *, kinds: tuple[str, ...] = ("electoral ward",)
) -> tuple[Authority, ...]:
    return tuple(
        Authority(f"E{at}", f"Shire {at}", f"S{at}", kinds[at % len(kinds)])
        for at in range(1, many + 1)
    )


@pytest.mark.parametrize(
    ("many", "words"),
    [
        (0, "the authority"),
        (1, "the authority"),
        (2, "both authorities"),
        (3, "all three authorities"),
        (8, "all eight authorities"),
        (11, "all 11 authorities"),
    ],
)
def test_every_authority_in_words(many: int, words: str) -> None:
    assert Area("Here", authorities=authorities(many)).everywhere == words


def test_names_are_listed_in_the_areas_order() -> None:
    area = Area("Here", authorities=authorities(3)[::-1])
    assert area.codes == ("E3", "E2", "E1") and area.names["E2"] == "Shire 2"
    assert area.short_names == {"E3": "S3", "E2": "S2", "E1": "S1"}
    assert area.authorities_in_words == "Shire 3, Shire 2 and Shire 1"
    assert (in_words([]), in_words(["A"]), in_words(["A", "B"])) == ("", "A", "A and B")


def test_what_a_ward_is_called_is_explained_once_a_kind() -> None:
    same = Area("Here", authorities=authorities(3))
    assert same.ward_means == "Ward means an electoral ward."
    mixed = Area("Here", authorities=authorities(3, kinds=("ward", "electoral division")))
    assert (
        mixed.ward_means
        == "Ward means an electoral division in Shire 1 and Shire 3 and a ward in Shire 2."
    )


def test_areas_that_differ_anywhere_read_differently() -> None:
    first, second = (
        Area("Here", authorities=authorities(1)),
        Area("Here", authorities=authorities(2)),
    )
    assert repr(first) != repr(second) and "Shire 2" in repr(second)
    assert repr(first) == repr(Area("Here", authorities=authorities(1)))
    assert UNNAMED.names == {} and UNNAMED.name == "the whole area"
