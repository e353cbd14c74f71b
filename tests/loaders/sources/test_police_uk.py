"""data.police.uk files: every row accepted or rejected with a reason, whatever the file went through on its way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.errors import DataProblem
from geo.core.schema import POSSESSION
from loaders.documents.columns import OFFENCE, SEARCH, digest_of
from loaders.documents.read_result import ReadResult
from loaders.sources.police_uk import untold_types
from loaders.sources.police_uk_search import read_searches
from loaders.sources.police_uk_street import read_street
from tests.conftest import (
    IN_EAST,
    IN_WEST,
    SEARCH_HEADING,
    STREET_HEADING,
    search_csv,
    search_row,
    street_csv,
    street_row,
)

NAME, SEARCHED = "2025-01-wiltshire-street.csv", "2025-01-wiltshire-stop-and-search.csv"


def _read(*rows: str) -> ReadResult:
    return read_street(street_csv(*rows), NAME)


def _reasons(loaded: ReadResult) -> list[list[object]]:
    return loaded.rejected[["line", "reason"]].to_numpy().tolist()


def test_a_street_row_becomes_an_offence() -> None:
    loaded = _read(
        street_row("a1", IN_WEST, kind="Robbery", location="On or near Café Lane", outcome="")
    )
    assert loaded.rows.schema == OFFENCE
    [row] = loaded.rows.to_pylist()
    values = {name: value for name, value in row.items() if value is not None}
    assert values == {
        "source_id": "police_uk_street",
        "force": "wiltshire",
        "source_row": 2,
        "crime_id": "a1",
        "month": date(2025, 1, 1),
        "offence_type": "Robbery",
        "weapon": "unknown",
        "origin": "unknown",
        "line_type": "not_recorded",
        "longitude": -1.79,
        "latitude": 51.56,
        "location_text": "On or near Café Lane",
        "outcome": "",
    }


def test_british_transport_police_is_a_source_of_its_own() -> None:
    rows = _read(
        street_row("a1"), street_row("b1", force="British Transport Police")
    ).rows.to_pylist()
    assert [(row["source_id"], row["force"]) for row in rows] == [
        ("police_uk_street", "wiltshire"),
        ("police_uk_btp", "btp"),
    ]


def test_a_row_without_coordinates_is_accepted() -> None:
    loaded = _read(street_row("a1", None))
    assert (len(loaded.rows), len(loaded.rejected)) == (1, 0)
    assert loaded.rows["longitude"].to_pylist() == [None]


def test_exact_duplicates_with_a_crime_id_are_rejected_and_counted_at_the_later_line() -> None:
    loaded = _read(street_row("a1"), street_row("b1"), street_row("a1"), street_row("a1"))
    reason = "the same row with the same Crime ID stands earlier in this file"
    assert _reasons(loaded) == [[4, reason], [5, reason]]
    assert loaded.rows["crime_id"].to_pylist() == ["a1", "b1"]


def test_the_same_crime_id_with_different_facts_is_kept() -> None:
    loaded = _read(
        street_row("a1"),
        street_row("a1", IN_EAST),
        street_row("a1", kind="Drugs"),
        street_row("a1", outcome="Court"),
    )
    assert (len(loaded.rows), len(loaded.rejected)) == (4, 0)


def test_rows_without_a_crime_id_are_all_kept_however_alike() -> None:
    alike = [street_row("", kind="Anti-social behaviour")] * 5
    assert (len(_read(*alike).rows), len(_read(*alike).rejected)) == (5, 0)
    beside_a_duplicate = _read(*alike, street_row("a1"), street_row("a1"))
    assert (len(beside_a_duplicate.rows), beside_a_duplicate.rejected["line"].to_list()) == (6, [8])


@pytest.mark.parametrize(
    "month", ["2025-13", "2025-00", "2025-1", "January", "2025-01-09", "45659", ""]
)
def test_a_month_that_is_none_is_rejected(month: str) -> None:
    assert _reasons(_read(street_row("a1"), street_row("a2", month=month))) == [
        [3, "month is not like 2025-03"]
    ]


def test_an_unknown_force_is_rejected() -> None:
    loaded = _read(street_row("a1"), street_row("a2", force="Ruritanian Police"))
    assert _reasons(loaded) == [[3, "“Reported by” names no force in data/forces.csv"]]


def test_an_unknown_crime_type_is_kept_as_unclassified_with_its_own_words_and_counted() -> None:
    loaded = _read(
        street_row("a1", kind="Piracy"),
        street_row("a2", kind="Piracy"),
        street_row("a3"),
        street_row("a4", kind=""),
    )
    assert loaded.rows["offence_type"].to_pylist() == [
        "Unclassified",
        "Unclassified",
        "Burglary",
        "Unclassified",
    ]
    assert loaded.rows["offence_title"].to_pylist() == ["Piracy", "Piracy", None, ""]
    assert (
        loaded.notes[0]
        == f"{NAME}: 2 rows have the unknown crime type “Piracy”; they are kept and shown as unclassified."
    )
    assert len(loaded.notes) == 2


def _with_place(longitude: str, latitude: str) -> str:
    return street_row("a9", None).replace(
        ",Wiltshire Police,,,", f",Wiltshire Police,{longitude},{latitude},"
    )


@pytest.mark.parametrize(
    ("longitude", "latitude", "reason"),
    [
        ("west", "51.56", "longitude or latitude is not a number"),
        ("inf", "51.56", "longitude or latitude is not a number"),
        ("", "51.56", "only one of longitude and latitude is given"),
        ("-1.79", "", "only one of longitude and latitude is given"),
        ("51.56", "-1.79", "longitude and latitude look swapped"),
        ("414655", "183852", "longitude and latitude are not degrees"),
        ("-181", "51.56", "longitude and latitude are not degrees"),
        ("-1.79", "90.5", "longitude and latitude are not degrees"),
    ],
)
def test_one_odd_place_among_good_ones_is_rejected(
    longitude: str, latitude: str, reason: str
) -> None:
    loaded = _read(
        street_row("a1"), street_row("a2"), street_row("a3"), _with_place(longitude, latitude)
    )
    assert _reasons(loaded) == [[5, reason]]
    assert len(loaded.rows) == 3


def test_swapped_degrees_are_offered_and_never_turned_without_being_asked() -> None:
    data = street_csv(
        street_row("a1", (51.56, -1.79)), street_row("a2", (51.57, -1.77)), street_row("a3", None)
    )
    with pytest.raises(DataProblem) as raised:
        read_street(data, NAME)
    assert raised.value.wrong == f"{NAME} seems to have longitude and latitude swapped."
    assert raised.value.saw == (
        "2 of 2 places would lie in the Indian Ocean, and in Britain the other way round: "
        "the first reads 51.56, -1.79."
    )
    assert (
        raised.value.do
        == "If so, load it again with “longitude and latitude are swapped” (--swapped on the command line)."
    )
    rows = read_street(data, NAME, swapped=True).rows
    assert rows["longitude"].to_pylist() == [-1.79, -1.77, None]
    assert rows["latitude"].to_pylist() == [51.56, 51.57, None]


def test_metres_in_the_degree_columns_are_refused() -> None:
    with pytest.raises(DataProblem) as raised:
        _read(street_row("a1", (414_655, 183_852)), street_row("a2", (414_700, 183_900)))
    assert raised.value.wrong == f"{NAME} has metres in its degree columns."
    assert (
        raised.value.saw
        == "The first place reads 414655, 183852, which looks like British National Grid."
    )
    assert raised.value.do == "Convert it to longitude and latitude (WGS84) and load it again."


def test_a_missing_column_is_refused_by_name() -> None:
    with pytest.raises(DataProblem) as raised:
        read_street(street_csv(street_row("a1")).replace(b"Crime type", b"Type of crime"), NAME)
    assert raised.value.wrong == f"{NAME} has no column called “Crime type”."
    assert "Type of crime" in raised.value.saw


def test_a_search_becomes_a_search() -> None:
    loaded = read_searches(search_csv(search_row(), search_row(at=None, linked="")), SEARCHED)
    assert loaded.rows.schema == SEARCH
    first, second = loaded.rows.to_pylist()
    assert (first["source_id"], first["force"], first["month"]) == (
        "police_uk_search",
        "wiltshire",
        date(2025, 1, 1),
    )
    assert first["at"] == datetime(2025, 1, 5, 10, tzinfo=UTC)
    assert (first["object"], first["linked"], first["longitude"]) == (
        "Offensive weapons",
        "true",
        -1.79,
    )
    assert (second["linked"], second["longitude"], second["operation_name"]) == (
        "unknown",
        None,
        None,
    )


def test_a_search_without_a_date_is_rejected() -> None:
    loaded = read_searches(search_csv(search_row(), search_row("yesterday")), SEARCHED)
    assert _reasons(loaded) == [[3, "date is not like 2023-01-31T14:05:00+00:00"]]


@pytest.mark.parametrize("name", ["searches.csv", "2025-01-ruritania-stop-and-search.csv"])
def test_a_search_file_that_names_no_force_is_refused(name: str) -> None:
    with pytest.raises(DataProblem, match=f"{name} does not say which force it is of."):
        read_searches(search_csv(search_row()), name)


# What a file may go through without its content changing.
TREATMENTS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "latin-1": lambda text: text.encode("latin-1"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "quoted": lambda text: re.sub(r"[^,\n]+", r'"\g<0>"', text).encode(),
    "blank lines": lambda text: text.replace("\n", "\n\n").encode(),
    "degrees written longer": lambda text: text.replace("-1.790000,", "-1.79000000,").encode(),
}
PLACE = st.one_of(st.none(), st.sampled_from([IN_WEST, IN_EAST, (-2.1234, 51.0)]))
ROW = st.builds(
    street_row,
    st.sampled_from(["", "a1", "b2"]),
    PLACE,
    month=st.sampled_from(["2025-01", "2025-02"]),
    kind=st.sampled_from(["Burglary", "Piracy", "Anti-social behaviour"]),
    location=st.sampled_from(["On or near Café Lane", "On or near High Street", ""]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(ROW, min_size=1, max_size=12),
    st.sampled_from(sorted(TREATMENTS)),
    st.randoms(use_true_random=False),
)
def test_order_encoding_and_layout_leave_the_digest_unchanged(
    rows: list[str], treatment: str, chance: random.Random
) -> None:
    shuffled = chance.sample(rows, len(rows))
    treated = read_street(TREATMENTS[treatment](street_csv(*shuffled).decode()), NAME)
    plain = _read(*rows)
    assert digest_of(treated.rows) == digest_of(plain.rows)
    assert treated.read == plain.read == len(rows)


@pytest.mark.parametrize("treatment", sorted(TREATMENTS))
def test_every_treatment_really_changes_the_bytes(treatment: str) -> None:
    plain = street_csv(street_row("a1", location="On or near Café Lane"))
    assert (TREATMENTS[treatment](plain.decode()) == plain) == (treatment == "utf-8")
    assert len(read_street(TREATMENTS[treatment](plain.decode()), NAME).rows) == 1


def test_another_value_changes_the_digest() -> None:
    plain = digest_of(_read(street_row("a1"), street_row("a2")).rows)
    changed = [
        _read(street_row("a1"), street_row("a2", IN_EAST)),
        _read(street_row("a1"), street_row("a3")),
        _read(street_row("a1")),
        _read(street_row("a1"), street_row("a2"), street_row("", kind="Anti-social behaviour")),
        _read(street_row("a1"), street_row("a2", outcome="Court")),
    ]
    assert plain not in [digest_of(loaded.rows) for loaded in changed]


# Anything may stand in a cell or a line but a quotation mark (its own tests are in test_csv_text) and an end of line.
SCRAP = st.text(st.characters(codec="utf-8", exclude_characters='"\n\r\0\ufeff'), max_size=12)
CELLS = len(STREET_HEADING.split(","))
SCRAPS = st.lists(SCRAP, min_size=CELLS, max_size=CELLS).map(",".join)


def _with_scrap(row: str, at: int, scrap: str) -> str:
    cells = row.split(",")
    return ",".join([*cells[:at], scrap, *cells[at + 1 :]])


MANGLED = st.one_of(
    ROW, SCRAP.filter(bool), SCRAPS, st.builds(_with_scrap, ROW, st.integers(0, CELLS - 1), SCRAP)
)
SEARCH_SCRAPS = st.lists(SCRAP, min_size=15, max_size=15).map(",".join)
REFUSED_WHOLE = {
    f"{name} {what}"
    for name in (NAME, SEARCHED)
    for what in (
        "seems to have longitude and latitude swapped.",
        "has metres in its degree columns.",
    )
}


def _read_or_refused(
    reader: Callable[[bytes, str], ReadResult], data: bytes, name: str
) -> ReadResult | str:
    """What the reader made of the file, or why it refused it whole."""
    try:
        return reader(data, name)
    except DataProblem as problem:
        return problem.wrong


@settings(max_examples=150, deadline=None)
@given(st.lists(MANGLED, min_size=1, max_size=12))
def test_every_mangled_row_is_accepted_or_rejected_at_its_own_line(rows: list[str]) -> None:
    loaded = _read_or_refused(read_street, street_csv(*rows), NAME)
    if isinstance(loaded, str):
        assert loaded in REFUSED_WHOLE
        return
    assert len(loaded.rows) + len(loaded.rejected) == loaded.read == len(rows)
    lines = [*loaded.rows["source_row"].to_pylist(), *loaded.rejected["line"]]
    assert sorted(lines) == list(range(2, len(rows) + 2))
    for line, reason, text in loaded.rejected[["line", "reason", "row"]].to_numpy().tolist():
        assert reason
        if "columns" in reason:
            assert text == rows[line - 2]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.builds(search_row, at=PLACE), SEARCH_SCRAPS), min_size=1, max_size=6))
def test_every_mangled_search_is_accepted_or_rejected(rows: list[str]) -> None:
    assert SEARCH_HEADING.count(",") == 14
    loaded = _read_or_refused(read_searches, search_csv(*rows), SEARCHED)
    if isinstance(loaded, str):
        assert loaded in REFUSED_WHOLE
        return
    assert len(loaded.rows) + len(loaded.rejected) == len(rows)


def test_a_search_near_midnight_belongs_to_the_month_of_its_file() -> None:
    # 23:30 UTC on 30 June is 00:30 on 1 July in summer time: the July file holds it, and no June of one row comes of it
    loaded = read_searches(
        search_csv(
            search_row("2025-06-30T23:30:00+00:00"), search_row("2025-07-05T10:00:00+00:00")
        ),
        "2025-07-wiltshire-stop-and-search.csv",
    )
    assert {str(month) for month in loaded.rows["month"].to_pylist()} == {"2025-07-01"}


@pytest.mark.parametrize(
    "written",
    ["Jan-25", "Jan 2025", "January 2025", "01/01/2025", "1/1/2025", "2025-01-01", "45658", "2025/01", "202501",
     "01-Jan-25", "2025-01-01 00:00:00", "1 January 2025"],
)  # fmt: skip
def test_a_month_that_a_spreadsheet_rewrote_is_read_and_said(written: str) -> None:
    loaded = _read(street_row("f1", month=written))
    assert loaded.rows["month"].to_pylist() == [date(2025, 1, 1)]
    assert loaded.notes == (
        f"{NAME}: months stand there as a spreadsheet rewrites them; “{written}” was read as January 2025.",
    )


def test_a_month_is_its_first_day_in_either_order_and_a_file_of_other_days_is_not_guessed_at() -> (
    None
):
    march = [date(2025, 3, 1)]
    assert _read(street_row("f1", month="01/03/2025")).rows["month"].to_pylist() == march
    assert _read(street_row("f1", month="3/1/2025")).rows["month"].to_pylist() == march
    loaded = _read(street_row("f1", month="01/03/2025"), street_row("f2", month="05/03/2025"))
    assert _reasons(loaded) == [[2, "month is not like 2025-03"], [3, "month is not like 2025-03"]]


def test_signs_that_no_place_is_known_are_without_a_place() -> None:
    loaded = _read(street_row("f1", (0, 0)), street_row("f2", (-1, -1)), street_row("f3", IN_WEST))
    assert loaded.rows["longitude"].to_pylist() == [None, None, IN_WEST[0]]
    assert len(loaded.rejected) == 0
    assert "2 places are 0, 0 or another sign that none is known" in loaded.notes[0]


def test_the_oldest_files_are_read_in_their_own_columns() -> None:
    heading = "Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context"
    row = "2010-12,Wiltshire Police,Wiltshire Police,414655,183852,On or near High Street,Violent crime,"
    loaded = read_street(f"{heading}\n{row}\n{row}\n".encode(), "2010-12-wiltshire-street.csv")
    assert loaded.rows["month"].to_pylist() == [date(2010, 12, 1)] * 2
    assert loaded.rows["longitude"].to_pylist() == pytest.approx([-1.7897] * 2, abs=0.001)
    assert loaded.rows["latitude"].to_pylist() == pytest.approx([51.5533] * 2, abs=0.001)
    assert loaded.rows["crime_id"].to_pylist() == [None, None]
    assert (
        "2 rows are of “Violent crime”, a type that data.police.uk published until April 2013"
        in loaded.notes[0]
    )
    assert "Drugs" in loaded.notes[1] and "Possession of weapons" in loaded.notes[1]
    assert "Robbery" not in loaded.notes[1]


def test_types_are_told_by_the_month_by_what_stands_in_it_and_by_older_types() -> None:
    told = frozenset({POSSESSION, "Robbery"})
    assert POSSESSION in untold_types(date(2013, 4, 1), frozenset({"Robbery"}))
    assert POSSESSION not in untold_types(date(2013, 4, 1), told)
    assert untold_types(date(2013, 5, 1), told) == frozenset()
    assert untold_types(date(2013, 5, 1), told | {"Public disorder and weapons"}) == {POSSESSION, "Public order"}  # fmt: skip
    assert {"Shoplifting", "Drugs"} <= untold_types(date(2011, 8, 1), frozenset())
    assert not {"Shoplifting", "Drugs"} & untold_types(date(2011, 9, 1), frozenset())


def test_a_file_whose_names_another_tool_rewrote_and_that_ends_in_a_total_is_read_whole() -> None:
    text = street_csv(street_row("f1"), street_row("f2")).decode()
    heading, rows = text.split("\n", 1)
    rewritten = (
        f"{heading.replace(' ', '.')}\n{rows}Total{',' * 11}\n{heading}\n(2 rows affected)\n"
    )
    loaded = read_street(rewritten.encode(), NAME)
    assert len(loaded.rows) == 2
    assert "“Crime.ID” as Crime ID" in loaded.notes[0]
