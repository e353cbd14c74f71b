"""What a load would do, in words: before, after, why, and what asks for a yes."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from loaders.store.proposal import (
    FileFate,
    Holding,
    NotAgreed,
    Proposal,
    common_ids,
    holding_of_rows,
    losses,
    removal,
    replacement,
    takes_nothing_away,
    whatever_it_takes_away,
)

NAME = ("police_uk_street", "street-level crime", "wiltshire", "2025-03")
STANDS = Holding(48, frozenset({"Burglary", "Drugs"}), 2, 1, 3, "2025-06", ("old.csv",), "d1")
LATER = replace(STANDS, publication="2025-07", files=("new.csv",), digest="d2")
ROWS = pa.table(
    {
        "crime_id": ["a", "b", "b", None],
        "offence_type": ["Burglary", "Drugs", "Drugs", "Anti-social behaviour"],
        "longitude": [-1.79, None, -1.79, -1.79],
    }
)


def test_a_holding_says_rows_types_places_and_publication() -> None:
    assert STANDS.describe() == (
        "48 rows of 2 types, 2 without a place, 1 outside every ward, 3 repeated; archive of June 2025"
    )
    assert Holding(1, frozenset({"Drugs"}), completeness="partial").describe() == (
        "1 row of 1 type; partial"
    )
    assert Holding(1, unit="ward", kinds=frozenset({"A", "B"}), kind="authority").describe() == (
        "1 ward of 2 authorities"
    )
    assert Holding(3, publication="2022-05-09").describe() == "3 rows; records up to 9 May 2022"


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        (replace(LATER, count=44), ()),  # 4 of 48 is less than a tenth
        (replace(LATER, count=43), ("5 of 48 rows fewer (10%)",)),
        (replace(LATER, kinds=frozenset({"Drugs", "Robbery"})), ("no row any more of Burglary",)),
        (replace(LATER, kinds=None), ()),
        (replace(LATER, publication=""), ()),
        (
            replace(LATER, publication="2025-05"),
            ("an older publication (archive of May 2025) in place of archive of June 2025",),
        ),
    ],
)
def test_more_than_a_tenth_a_type_or_a_newer_publication_lost_asks(
    after: Holding, lost: tuple[str, ...]
) -> None:
    assert losses(STANDS, after, "2025-03") == lost


def test_exactly_a_tenth_does_not_ask() -> None:
    assert losses(Holding(20), Holding(18)) == ()
    assert losses(Holding(20), Holding(17)) == ("3 of 20 rows fewer (15%)",)
    assert losses(Holding(0), Holding(0)) == ()


def test_an_extract_that_goes_on_beyond_the_month_is_no_newer_than_one_that_ends_with_it() -> None:
    half_year, may = Holding(9, publication="2022-06-30"), Holding(9, publication="2022-05-31")
    assert losses(half_year, may, "2022-05") == ()
    assert losses(half_year, replace(may, publication="2022-05-20"), "2022-05") != ()


def test_a_line_says_which_file_takes_which_place_and_how_many_ids_come_again() -> None:
    line = replacement(NAME, STANDS, [LATER], ids_in_common=40, ids_before=45)
    assert line.name == "street-level crime, wiltshire, March 2025"
    assert line.why == (
        "new.csv, loaded last, takes the place of old.csv; 40 of 45 ids in common (89%)"
    )
    assert not (line.is_new or line.is_same or line.questions)
    doubtful = replacement(NAME, STANDS, [LATER], ids_in_common=2, ids_before=45)
    assert "2 of 45 ids in common (4%, so few that it may be of another month or force)" in (
        doubtful.why
    )
    same = replacement(NAME, STANDS, [replace(LATER, digest="d1")])
    assert same.is_same and same.why == "the same rows as stand already"
    assert replacement(NAME, None, [LATER]).why == "new, from new.csv"


def test_a_file_that_does_not_count_is_named_and_asks_where_it_holds_more() -> None:
    less = replace(LATER, count=4, files=("less.csv",), digest="d3")
    line = replacement(NAME, None, [LATER, less])
    assert "new.csv (48 rows of 2 types" in line.why
    assert "does not count: less.csv does, named after it" in line.why
    assert line.questions == ("beside new.csv, 44 of 48 rows fewer (92%)",)
    archives = replacement(NAME, None, [STANDS, LATER])
    assert "does not count: new.csv does, the later publication" in archives.why
    alone = replacement(NAME, None, [STANDS, replace(LATER, publication="")])
    assert "new.csv does, a file by itself, taken after archives" in alone.why
    many = [replace(LATER, files=(f"{n}.csv",), digest=f"{n}") for n in range(6)]
    assert "nor do 2 files more" in replacement(NAME, None, many).why
    assert replacement(NAME, STANDS, [STANDS, replace(LATER, digest="d1")]).questions == ()


def test_a_removal_asks() -> None:
    line = removal(NAME, STANDS)
    assert (line.after, line.why) == (None, "taken out by hand; needs a yes: all 48 rows go")


def test_a_proposal_is_a_table_and_asks_in_sentences() -> None:
    line = replacement(NAME, STANDS, [replace(LATER, count=1)])
    proposal = Proposal((line,), (FileFate("notes.txt", "passed over", "no data in it"),))
    assert proposal.table().iloc[0].to_dict() == {
        "what": line.name,
        "before": STANDS.describe(),
        "after": replace(LATER, count=1).describe(),
        "why": line.why,
    }
    sentence = "street-level crime, wiltshire, March 2025: 47 of 48 rows fewer (98%)."
    assert proposal.questions == (sentence,)
    assert not takes_nothing_away(proposal) and whatever_it_takes_away(proposal)
    assert takes_nothing_away(Proposal()) and Proposal().changes_nothing
    refusal = NotAgreed(proposal)
    assert (refusal.saw, refusal.stands) == (sentence, "Nothing has been changed.")
    assert proposal.says_the_same(Proposal((line,)))
    assert not proposal.says_the_same(Proposal((replacement(NAME, STANDS, [LATER]),)))


def test_rows_are_counted_by_type_place_and_repeated_id() -> None:
    holding = holding_of_rows(ROWS, publication="", files=("a.csv",), digest="d", outside=1)
    assert (holding.count, holding.without_place, holding.outside, holding.repeated) == (4, 1, 1, 1)
    assert holding.kinds is not None
    assert set(holding.kinds) == {"Burglary", "Drugs", "Anti-social behaviour"}


def test_ids_in_common_are_distinct_ones_of_those_that_stand() -> None:
    def ids(*names: str) -> pa.ChunkedArray:
        return pa.chunked_array([list(names)], pa.string())

    assert common_ids(ids("a", "b", "b", "c"), ids("b", "c", "d")) == (2, 3)
    assert common_ids(ids("a"), ids()) == (0, 1)
    assert common_ids(ids(), ids("a")) == (None, None)
