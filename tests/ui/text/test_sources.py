"""What is said of where figures come from, with figures checked by hand."""

from __future__ import annotations

from datetime import date

from geo.core.expected_rows import MonthStatus
from tests.home import HOME
from ui.text import sources as wording

WARDS = "wards of December 2021, exact"
BOUNDARIES = {"vintage": "2021-12", "exactness": "exact", "wards": "118", "source": "ONS"}


def test_located_counts_what_is_and_is_not_in_wards() -> None:
    assert (
        wording.located(1234, 0, 0, WARDS, HOME)
        == "1,234 offences in wards · wards of December 2021, exact"
    )
    assert wording.located(1, 2000, 3, WARDS, HOME) == (
        "1 offence in wards, 2,000 outside both authorities, 3 without a location · wards of December 2021, exact"
    )
    assert wording.located(None, 0, 0, WARDS, HOME).startswith("number of offences hidden ·")


def test_absent_months_are_no_noughts() -> None:
    assert wording.absent(()) == ""
    assert (
        wording.absent((date(2021, 2, 1),))
        == "February 2021 was not received: left out of every rate, not counted as zero."
    )
    assert wording.absent((date(2021, 2, 1), date(2021, 3, 1), date(2021, 6, 1))) == (
        "February to March 2021, June 2021 were not received: left out of every rate, not counted as zero."
    )


def test_months_received_in_part_are_as_absent_and_thin_ones_count() -> None:
    february, march, june = (date(2021, month, 1) for month in (2, 3, 6))
    assert wording.absent((february, march), (march,)) == (
        "February 2021 was not received: left out of every rate, not counted as zero. "
        "March 2021 was received only in part: left out of every rate, as if not received."
    )
    assert wording.gaps((march, june), (june,), ("Robbery",), (march,)) == (
        "March 2021 was received only in part: left out of every rate, as if not received. "
        "Robbery cannot be told in June 2021, when other types were published: a gap, not a nought."
    )
    assert wording.thin(()) == ""
    assert wording.thin((march,)) == (
        "March 2021 holds far fewer rows than usual, and nothing says that any are missing: counted, "
        "and a change is given only if it stands without."
    )


def test_of_months_that_are_not_whole_it_says_what_they_hold_where_that_may_be_told() -> None:
    whole, thin = MonthStatus("whole", 50, 48.0, 30, 70), MonthStatus("thin", 25, 48.0, 30, 70)
    statuses = {date(2021, 2, 1): whole, date(2021, 3, 1): thin}
    assert wording.short_months(statuses, {}) == [
        "March 2021: 25 rows where about 48 are usual (30 to 70); thin: counted, and nothing is said that would not stand without it."
    ]
    assert wording.short_months(statuses, {}, hidden=True) == ["March 2021 is thin."]
    assert wording.short_months({date(2021, 2, 1): MonthStatus("whole", 5, judged=False)}, {}) == [
        "Whether its months are whole cannot be judged yet: there are too few."
    ]


def test_a_build_of_an_earlier_version_says_what_it_lacks_and_what_to_run() -> None:
    assert wording.earlier_version(()) == ""
    assert wording.earlier_version(
        ("how its wards join is not in it", "its counts lack a column")
    ) == (
        "An earlier version made this build: how its wards join is not in it; its counts lack a column. "
        "“python -m loaders upgrade” makes it anew of its own parts, and nothing of it is lost."
    )


def test_loaded_says_what_came_of_it() -> None:
    assert (
        wording.loaded(1234, 0, 0, new=True)
        == "1,234 rows accepted, 0 rejected. The page shows the new build."
    )
    assert wording.loaded(5, 1000, 12, new=False) == (
        "5 rows accepted, 1,000 rejected, 12 not counted since another file of their month is. "
        "The store held all of this already: nothing has changed."
    )


def test_what_a_load_would_take_away_is_a_list_without_markup_of_its_own() -> None:
    assert wording.asks(("a.csv: 2 of 4 rows fewer.", "b*.csv: none.")) == (
        "**This load would take something away that stands now:**\n\n- a.csv: 2 of 4 rows fewer.\n- b\\*.csv: none."
    )


def test_alike_is_said_only_where_rows_carry_no_id() -> None:
    assert wording.alike(0, 0) == ""
    assert wording.alike(9900, 1200).startswith("9,900 rows carry no Crime ID")
    assert " 1,200 of them look like an earlier row" in wording.alike(9900, 1200)


def test_lines_of_a_file() -> None:
    population = {"title": "Census 2021"}
    assert wording.source_named("Police", demonstration=False) == "Police"
    assert wording.source_named("Police", demonstration=True) == "Police, demonstration"
    assert (
        wording.source_line("Police", "OGL", "OFFICIAL")
        == "Source: Police. Licence: OGL. Marking: OFFICIAL."
    )
    assert wording.measure_line("Robbery", "ward") == "Measure: Robbery, by ward."
    assert (
        wording.areas_line(WARDS, "ONS", "residents of 2021", population)
        == "Wards of December 2021, exact. Boundaries: ONS. Residents of 2021: Census 2021."
    )
    assert wording.areas_line(WARDS, "ONS", "", population).endswith("Residents: Census 2021.")
    assert wording.base_line(BOUNDARIES, population) == "Boundaries: ONS. Residents: Census 2021."
    lines = [
        wording.small_counts_line(5, restricted=restricted, guarded=guarded)
        for restricted, guarded in ((False, False), (True, False), (True, True))
    ]
    assert lines == [
        "Counts: as published.",
        "Counts: exact and restricted; do not pass small ones on.",
        "Counts: rounded at random to multiples of 3, hidden where below 5.",
    ]
    assert wording.build_named("b1") == "Build b1"
    assert (
        wording.build_line("b1", "2026-11-23T15:30:59+00:00", "1.2.3")
        == "Build b1, made 23 November 2026, 15:30 UTC. Serious violence dashboard, version 1.2.3."
    )
    assert wording.rejected_line("b1") == "Rejected rows of build b1"
    assert wording.no_build("store") == "There is no build in store."


def test_boundaries_build_and_rows() -> None:
    assert wording.boundaries_caution("generalised to 20 m", 0.0416, 20) == (
        "Boundaries are generalised to 20 m; 4.2% of all located rows in this build lie within 20 m of a ward's edge, "
        "and may belong to the next ward."
    )
    assert wording.boundaries_caution("exact", 0.416, 100).startswith(
        "Boundaries are exact; 41.6% of all located rows in this build lie within 100 m of"
    )
    assert wording.boundaries_caution("approximate", 0, 100).startswith(
        "Boundaries are rebuilt from points and approximate until “python -m loaders upgrade” is run; 0.0% of"
    )
    assert wording.near_edge(20) == "of located rows lie within 20 m of a ward's edge"
    assert wording.vintage("118", "2025-05") == "118 wards, May 2025"
    assert wording.vintage("118", "2026") == "118 wards, 2026"  # no month is made up
    assert wording.made("2026-11-23T15:30:59+00:00") == "made 23 November 2026, 15:30 UTC"
    assert wording.rows_read(157000) == "of 157,000 read"
    assert wording.reading("a.csv", 12500) == "a.csv: 12,500 rows so far"


def test_a_build_of_another_area_is_no_build_of_this() -> None:
    assert wording.no_ward_of(HOME)[:1] == ("This build holds no ward of Swindon and Wiltshire.",)
    assert "boundaries of Swindon and Wiltshire, or name" in wording.no_ward_of(HOME)[2]


def test_a_gap_is_of_months_not_received_or_of_months_with_other_types() -> None:
    january, june = date(2012, 1, 1), date(2012, 6, 1)
    types = ("Possession of weapons", "Public order")
    assert wording.gaps((january,), (), types) == wording.absent((january,))
    assert wording.gaps((january, june), (june,), types) == (
        f"{wording.absent((january,))} Possession of weapons and Public order cannot be told in June 2012, "
        "when other types were published: a gap, not a nought."
    )
    assert wording.gaps((), (june,), types) == ""
    assert wording.gaps((june,), (june,), types) == wording.untold(types, (june,))


def test_a_field_on_the_form_is_marked_where_it_is_needed() -> None:
    assert wording.field_label("crime_reference", needed=True) == "Crime reference (needed)"
    assert wording.field_label("weapon", needed=False) == "Weapon"
    assert (
        wording.field_label("committed_from", needed=False, others=["recorded_on"])
        == "Committed from (needed, unless recorded on is given)"
    )
    assert wording.fields_lacking(["searched_at", "age"]) == "Still to be said: Searched at, Age."


def test_columns_on_the_form_are_told_with_their_values_and_those_left_out_with_why() -> None:
    assert wording.together(["Date", "Time"]) == "Date and Time"
    assert wording.values_shown(["a*b", "c"]) == "a\\*b · c"
    assert wording.values_shown([]) == wording.NO_VALUES
    assert wording.mapping_name("crimes.2022.csv.gz") == "crimes-mapping.toml"
    assert wording.columns_left_out([], [], []) == ""
    assert wording.columns_left_out(["DOB", "Vic_Name"], ["Who"], ["Status"]) == (
        "Left out, since they look personal: “DOB”, “Vic\\_Name”. Take them out of the export: a file with such a column is refused. "
        "Left out, since their values look like people's names: “Who”. "
        "Left out, since several columns are called so: “Status”. Rename the one that counts."
    )


def test_the_box_for_files_says_what_can_be_loaded() -> None:
    label = wording.upload_label("residents or operations")
    assert label == "Files to load: residents or operations"


def test_how_a_vintage_joins_has_its_heading() -> None:
    assert wording.joining("Wards of May 2026") == "**Wards of May 2026**, and how they join:"


def test_types_that_are_not_compared_are_named() -> None:
    assert wording.left_out([]) == ""
    assert (
        wording.left_out(["Drugs", "Possession of weapons"])
        == "Not compared: Drugs, Possession of weapons; they were not told apart in these months or a year before."
    )
