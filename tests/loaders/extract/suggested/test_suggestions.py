"""Which columns are offered for which field, on exports as three systems write them; all rows are made up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from geo.core.errors import DataProblem
from loaders.documents.archives import Document, documents
from loaders.extract.kinds import KINDS, OFFENCES
from loaders.extract.mapping import read_mapping
from loaders.extract.mapping_text import mapping_text
from loaders.extract.suggested.suggestions import Suggestions, name_score, suggestions
from loaders.reference import table
from loaders.sources import registry

NICHE = """Occurrence Number,Occurrence Type,HO Class,Occurred From Date/Time,Occurred To Date/Time,Reported Date,Occurrence Location Address,X Coord,Y Coord,MO Text,Knife Crime Flag,Suspect Age,Victim Surname,OIC
54220000001,Possession of article with blade,10D,14/05/2022 22:40,14/05/2022 23:10,15/05/2022,Regent Street,414655,183852,stop and search,Y,19,Quillfeather,PC 1234 Quillfeather
54220000002,Robbery,34B,15/05/2022 22:40,,16/05/2022,Farnsby Street,414755,183952,write to z@quillfeather.example,N,21,Quillfeather,PC 1235 Quillfeather
"""
ATHENA = """Investigation Ref No,Offence Classification,Home Office Code,First Committed Date,First Committed Time,Last Committed Date,Last Committed Time,Recorded Date,Last Modified Date,Offence Location Easting,Offence Location Northing,Offence Location Postcode,Weapon Used,Disposal
42/1234/22,Robbery of personal property,034B,2022-05-14,22:40,2022-05-14,23:10,2022-05-15,2022-06-01,414655,183852,SN1 1AA,Knife,Charged
42/1235/22,Wounding,008N,2022-06-14,21:40,,,2022-06-15,2022-06-20,414755,183952,SN2 2BB,None,NFA
"""
CONNECT = """CrimeURN|CrimedDate|CommittedFromDT|CommittedToDT|HOCode|HODescription|CrimeGroup|Lat|Lng|OSGR|LocationDescription|OffenderAge|CrimeOutcome
CRI/00012/22|05/15/2022|05/14/2022 22:40|05/14/2022 23:00|10D|Having an article with blade|Possession of weapons|51.5600|-1.7860|SU147848|Outside the college|17|Charged
CRI/00013/22|05/16/2022|05/13/2022 22:40|05/13/2022 23:00|8N|Assault|Violence and sexual offences|51.5610|-1.7870|SU148848|Town Gardens|27|Under investigation
"""
SEARCHES = """Stop Search ID,Date,Time,Power Used,Object of Search,Outcome of Search,Self Defined Ethnicity,Officer Defined Ethnicity,Sex,Age,Lat,Long
SS1,14/05/2022,22:40,s1 PACE,Offensive weapons,NFA,W1,IC1,Male,19,51.56,-1.78
SS2,15/05/2022,21:40,s23 MDA,Drugs,Arrest,B2,IC3,Male,22,51.57,-1.77
"""
LIKELY = {
    NICHE: {
        "crime_reference": "Occurrence Number",
        "offence_code": "HO Class",
        "offence_title": "Occurrence Type",
        "committed_from": "Occurred From Date/Time",
        "committed_to": "Occurred To Date/Time",
        "recorded_on": "Reported Date",
        "easting": "X Coord",
        "northing": "Y Coord",
        "location_text": "Occurrence Location Address",
        "knife_flag": "Knife Crime Flag",
        "finding": "MO Text",
        "suspect_age": "Suspect Age",
    },
    ATHENA: {
        "crime_reference": "Investigation Ref No",
        "offence_code": "Home Office Code",
        "offence_title": "Offence Classification",
        "committed_from": "First Committed Date + First Committed Time",
        "committed_to": "Last Committed Date + Last Committed Time",
        "recorded_on": "Recorded Date",
        "easting": "Offence Location Easting",
        "northing": "Offence Location Northing",
        "postcode": "Offence Location Postcode",
        "weapon": "Weapon Used",
        "outcome": "Disposal",
    },
    CONNECT: {
        "crime_reference": "CrimeURN",
        "offence_code": "HOCode",
        "offence_title": "HODescription",
        "offence_type": "CrimeGroup",
        "committed_from": "CommittedFromDT",
        "committed_to": "CommittedToDT",
        "recorded_on": "CrimedDate",
        "longitude": "Lng",
        "latitude": "Lat",
        "grid_reference": "OSGR",
        "location_text": "LocationDescription",
        "suspect_age": "OffenderAge",
        "outcome": "CrimeOutcome",
    },
    SEARCHES: {
        "search_reference": "Stop Search ID",
        "searched_at": "Date + Time",
        "object": "Object of Search",
        "legislation": "Power Used",
        "outcome": "Outcome of Search",
        "gender": "Sex",
        "age": "Age",
        "ethnicity_self": "Self Defined Ethnicity",
        "ethnicity_officer": "Officer Defined Ethnicity",
        "longitude": "Long",
        "latitude": "Lat",
    },
}


def of_text(text: str) -> Suggestions:
    data = text.encode()
    return suggestions(Document("ours.csv", "", len(data), lambda: data))


def first(suggested: Suggestions) -> dict[str, str]:
    """Field → the columns that are put first for it."""
    fields = suggested.fields[suggested.kind]
    return {f.name: " + ".join(f.choices[0].columns) for f in fields if f.chosen}


@pytest.mark.parametrize("text", LIKELY, ids=["niche", "athena", "connect", "searches"])
def test_the_likely_columns_stand_first(text: str) -> None:
    suggested = of_text(text)
    assert suggested.kind == ("searches" if text is SEARCHES else "offences")
    assert first(suggested) == LIKELY[text]


def test_columns_that_may_name_somebody_are_not_offered_nor_shown() -> None:
    suggested = of_text(NICHE)
    assert (suggested.personal, suggested.of_people) == (("Victim Surname",), ("OIC",))
    assert "Quillfeather" not in str(suggested) and "quillfeather.example" not in str(suggested)
    assert suggested.values["MO Text"] == ("stop and search", "write to [struck out]")


def test_five_distinct_values_are_shown_and_long_ones_cut() -> None:
    rows = "\n".join(f"R{number % 7},{'x' * 80}{number}" for number in range(20))
    suggested = of_text(f"Ref,Notes\n{rows}\n")
    assert suggested.values["Ref"] == ("R0", "R1", "R2", "R3", "R4")
    assert suggested.values["Notes"] == ("x" * 59 + "…",)


def test_values_tell_a_column_whose_name_says_nothing() -> None:
    suggested = of_text(
        "Our no,A,B,C\n" + "".join(f"R{n},4146{n:02},1838{n:02},15/05/2022\n" for n in range(20))
    )
    assert first(suggested) == {"easting": "A", "northing": "B"}
    recorded = {f.name: f for f in suggested.fields["offences"]}["recorded_on"]
    assert [c.columns for c in recorded.choices] == [("C",)] and not recorded.chosen


def test_a_name_alone_does_not_make_text_a_date_or_a_place() -> None:
    suggested = of_text("Crime Number,Recorded Date,Easting\nR1,soon,near\nR2,later,far\n")
    assert first(suggested) == {"crime_reference": "Crime Number"}


def test_a_date_of_another_sense_is_not_put_first() -> None:
    suggested = of_text(
        "Crime No,Committed From,Last Modified Date,Suspect Age\nR1,14/05/2022,15/05/2022,19\nR2,15/05/2022,15/05/2022,20\n"
    )
    assert first(suggested) == {
        "crime_reference": "Crime No",
        "committed_from": "Committed From",
        "suspect_age": "Suspect Age",
    }


def test_american_dates_and_headings_that_stand_twice_are_noticed() -> None:
    assert of_text(CONNECT).month_first == ("CrimedDate", "CommittedFromDT", "CommittedToDT")
    twice = of_text("Ref,Status,status \nR1,a,b\n")
    assert twice.repeated == ("Status", "status") and "Status" not in twice.values


def test_a_workbook_is_looked_into_by_another_process(tmp_path: Path) -> None:
    """Two rows of heading, on the second of two sheets."""
    book = Workbook()
    book.worksheets[0].append(["Crimes of the quarter"])
    sheet = book.create_sheet("Crimes")
    sheet.append(["Extract of the records system"])
    sheet.append(["Crime", None, "Recorded", "Place", None])
    sheet.append(["Number", "HO Code", None, "Easting", "Northing"])
    for number in range(12):
        sheet.append([f"R{number}", "10D", "15/05/2022", 414655, 183852])
    book.save(tmp_path / "ours.xlsx")
    (document,) = documents([tmp_path / "ours.xlsx"])
    suggested = registry.suggested_mapping(document)
    assert (suggested.sheet, suggested.heading_rows) == ("Crimes", (2, 3))
    assert first(suggested) == {
        "crime_reference": "Crime Number",
        "offence_code": "Crime HO Code",
        "recorded_on": "Recorded",
        "easting": "Place Easting",
        "northing": "Place Northing",
    }


def test_a_thousand_columns_are_looked_at_in_seconds() -> None:
    """Dates of all columns are read at once: one by one it took minutes."""
    heading = ",".join(f"Column {number}" for number in range(1_000))
    begun = time.process_time()
    suggested = of_text(f"{heading}\n{','.join(['15/05/2022'] * 1_000)}\n")
    assert len(suggested.values) == 1_000 and not first(suggested)
    assert time.process_time() - begun < 15


def test_one_column_is_no_table() -> None:
    with pytest.raises(DataProblem, match="no heading of several columns"):
        of_text("a title\nand no more\n")


def test_every_usual_heading_is_of_a_field_and_reads_like_it() -> None:
    kinds = {kind.name: kind for kind in KINDS}
    for row in table("extract_headings").itertuples():
        kind = kinds[str(row.kind)]
        assert row.field in kind.fields
        assert name_score(str(row.field), kind, str(row.heading).title()) > 0.35, row


def test_a_mapping_comes_back_from_its_text_as_it_was() -> None:
    odd = 'Crime "No."\\1 – é\x7f\t#'
    columns = {"crime_reference": (odd,), "committed_from": ("Date", "Time"), "weapon": ()}
    text = mapping_text(
        "offences", columns, sheet="Crimes [1]", heading_rows=(2, 3), month_first=True
    )
    mapping = read_mapping(text.encode(), "m.toml")
    assert mapping.columns == {"crime_reference": (odd,), "committed_from": ("Date", "Time")}
    assert (mapping.sheet, mapping.heading_rows) == ("Crimes [1]", (2, 3))
    assert mapping.month_first and mapping.given and mapping.kind is OFFENCES
    assert not read_mapping(
        mapping_text("searches", {"search_reference": ("A",)}).encode(), "m.toml"
    ).month_first
