"""The page on stop and search: each view, its files, what no address gets out of it, and what it says where there is little to say."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.core.schema import SEARCHES
from geo.searches.section_60 import LOCAL
from loaders import intake
from loaders.register.record_types.searches import GROUND_WORDS
from loaders.register.register import Registers, open_registers
from loaders.store.reader import current_build, open_build
from tests.conftest import copy_of, search_csv, search_row, write_file
from tests.home import HOME
from tests.pages.running import PageOutput, classes_of, run
from tests.pages.test_force_extract import executive
from tests.pages.test_pages import alerts
from tests.readers import look_as
from ui.text.markup import plain

__all__ = ["executive"]
PAGE, CENTRAL, PENHILL = "stop_and_search", "E05008954", "E05010757"
VIEWS = ["Map", "Effectiveness", "Proportionality", "Section 60", "Panel"]
AREA = '{"type": "Polygon", "coordinates": [[[-1.80, 51.555], [-1.775, 51.555], [-1.775, 51.567], [-1.80, 51.567], [-1.80, 51.555]]]}'


@pytest.fixture(scope="module")
def own_store(demonstration_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(demonstration_built, tmp_path_factory.mktemp("searches"))


@pytest.fixture
def store(own_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(own_store))
    return own_store


@pytest.fixture
def registers(store: Path) -> Registers:
    """The demonstration's register without authorisations or packs."""
    opened = open_registers(store, "demonstration")
    for kind in ("panel_action", "panel_grade", "panel_pack", "section_60"):
        for row in opened.records(kind).to_dict("records"):
            opened.remove(kind, row["id"], row["version"], "analyst")
    return opened


def signed(**changed: Any) -> dict[str, Any]:
    return {
        "name": "S60/7",
        "force": "Wiltshire Police",
        "ground": GROUND_WORDS[0],
        "start_day": "15/07/2022",
        "start_time": "18:00",
        "end_day": "16/07/2022",
        "end_time": "14:00",
        "authorising_rank": "inspector",
        "polygon": AREA,
        **changed,
    }


def of_file(csv: str) -> pd.DataFrame:
    """The table of a file, its notes left out."""
    return pd.read_csv(
        io.StringIO(
            "\n".join(
                line for line in csv.splitlines() if not line.lstrip("\ufeff").startswith("#")
            )
        )
    )


def readable_page(sent: PageOutput) -> str:
    """What is to be read; “None is in the register.” is a sentence."""
    text = " ".join(unescape(sent.text).split()).replace(
        "None is in the register", "Nothing is in the register"
    )
    assert not re.search(r"(?<![\w“])(nan|NaN|None|<NA>|NaT|inf)(?!\w)", text), text
    return text


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_first_what_it_cannot_say_and_draws(view: str) -> None:
    sent = run(PAGE, searches=view)
    words = readable_page(sent)
    assert (
        "What this cannot say. Residents are not the people who were there to be searched" in words
    )
    assert (
        "Counts are small" in words
        and "moved to the nearest map point" in words
        and "absent: it is not a nought" in words
    )
    assert [alert for alert in alerts(sent) if "wrong" in alert.lower()] == []
    assert re.search(
        r"Swindon [\d,]+, Wiltshire [\d,]+ searches in wards; \d+ outside both authorities, \d+ without a point",
        words,
    )


def test_the_ward_planted_with_searches_heads_its_list_and_the_one_with_violence_the_other(
    store: Path,
) -> None:
    """In the demonstration weapon searches in Central are threefold, and violence in Penhill is half as many again."""
    sent = run(PAGE)
    more, fewer = (
        re.findall(r"<h2>(.*?)</h2><ul><li class=\"\">([^(]+)\(", element.body)
        for element in sent.elements("html")
        if "reported violence would give" in element.body
    )
    assert more == [("Searched more than its reported violence would give", "Central ")]
    assert fewer == [
        ("Searched less than its reported violence would give", "Penhill and Upper Stratton ")
    ]
    rates, classes = of_file(sent.csv[0]).set_index("ward_code"), classes_of(sent.painted)
    assert (
        classes[CENTRAL].colour == classes[PENHILL].colour == 8
    )  # much of both: only the lists say where the two disagree
    assert all(ward.sentence >= 0 and ward.values for ward in classes.values())
    assert (
        len(classes) == 118
        and len(sent.painted["cells"]["colours"]) == 9
        and rates["search_rate"].idxmax() == CENTRAL
    )
    build = open_build(store, str(current_build(store)))
    counts = build.searches(
        SEARCHES, [date(2022, month, 1) for month in range(1, 13)], by=["ward_code"]
    )
    assert rates.loc[CENTRAL, "searches"] == counts.set_index("ward_code").at[CENTRAL, "searches"]


@pytest.mark.usefixtures("store")
def test_a_filter_only_paints_and_stays_small() -> None:
    whole, other = run(PAGE), run(PAGE, object="Drugs", first="Jun 2022")
    assert whole.map["script"] == other.map["script"] and whole.painted != other.painted
    assert len(str(whole.map["feature_group"])) < 25_000
    assert "Searches for drugs in Swindon and Wiltshire, June to December 2022" in other.text


@pytest.mark.usefixtures("store")
def test_no_rate_by_link_while_most_of_linked_is_blank() -> None:
    sent = run(PAGE, searches="Effectiveness")
    assert (
        readable_page(sent).count("not formed") == 2
        and "a rate is formed only where at least 95%" not in sent.text
    )
    assert all(
        "Linked" not in table.columns for table in sent.tables() if "Find rate" in table.columns
    )
    assert [list(table.columns[:2]) for table in sent.tables()][:3] == [
        ["Weapons, drugs", "Searches"]
    ] * 3
    ages = run(PAGE, searches="Effectiveness", by="Age band").tables()[0]
    assert ages["Age band"].to_list() == ["10-17", "18-24", "25-34", "over 34"]


def test_swindon_s_ratio_of_black_to_white_changes_with_the_census(store: Path) -> None:
    build = open_build(store, str(current_build(store)))
    counts = build.searches(
        SEARCHES,
        [date(2022, month, 1) for month in range(1, 13)],
        ("E06000030",),
        by=["ethnicity_self"],
    )
    black, white = (
        int(counts.loc[counts["ethnicity_self"].str.startswith(group), "searches"].sum())
        for group in ("Black", "White")
    )
    shown = {}
    for year, residents in ((2021, (6139, 190_157)), (2011, (2861, 187_718))):
        sent = run(PAGE, searches="Proportionality", denominator=f"Residents, Census {year}")
        row = sent.tables()[0].set_index("Group").loc["Black"]
        shown[year] = float(row["Ratio to White (95 %)"].split(" ")[0])
        assert shown[year] == pytest.approx(
            black / residents[0] / (white / residents[1]), abs=0.006
        )
        assert row["People"] == f"{residents[0]:,}"
        words = readable_page(sent)
        assert (
            "Black residents of Swindon: 2,861 in 2011, 6,139 in 2021" in words
            and "13,365 in 2011, 27,190 in 2021" in words
        )
    assert shown[2011] > 2 * shown[2021]


@pytest.mark.usefixtures("store")
def test_denominators_say_what_they_assume_and_those_not_held_are_not_offered() -> None:
    assumed = {
        run(PAGE, searches="Proportionality", denominator=name).text.split("Assumes ")[1][:40]
        for name in (
            "Residents, Census 2021",
            "Residents, Census 2011",
            "Residents, weighted to where searches happen",
        )
    }
    assert len(assumed) == 3
    wiltshire = run(
        PAGE,
        searches="Proportionality",
        group_area="Wiltshire",
        denominator="Residents, Census 2011",
    )
    assert (
        "Assumes that whoever is searched lives here" in readable_page(wiltshire)
        and "2,861" not in wiltshire.text
    )
    assert (
        "Residents aged 14–25 by Census group are not among the figures held here" in wiltshire.text
    )


ROUTES: list[dict[str, Any]] = [
    {
        "searches": "Proportionality",
        "group_area": CENTRAL,
        "ward": "Central",
        "wards": [CENTRAL],
        "authority": CENTRAL,
        "area": "x",
    },
    {
        "searches": "Proportionality",
        "group_area": "Swindon and Wiltshire",
        "ward": CENTRAL,
        "law": CENTRAL,
        "object": "White",
    },
    {"searches": "Effectiveness", "by": "ethnicity_self", "ward": "Central"},
    {"searches": "Effectiveness", "by": "ward_code"},
    {"searches": "Map", "by": "ethnicity_officer", "group_area": CENTRAL, "ward": "Central"},
]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("address", ROUTES, ids=str)
def test_no_address_filter_or_file_gives_ethnicity_below_authority_level(
    address: dict[str, Any],
) -> None:
    sent = run(PAGE, **address)
    tables = [*sent.tables(), *map(of_file, sent.csv)]
    grouped = [
        table
        for table in tables
        if re.search(r"Asian|Black|ethnicity", " ".join(map(str, table.columns)) + table.to_csv())
    ]
    assert bool(grouped) == (address["searches"] == "Proportionality")
    for table in grouped:
        assert not re.search(
            r"E05\d|ward|Central|Penhill", " ".join(map(str, table.columns)) + table.to_csv()
        )
        assert "area" not in table or set(table["area"]) <= {
            "Swindon and Wiltshire",
            *HOME.names.values(),
        }
    assert not re.search(r"Asian|Black", sent.text.split("Assumes")[0])


@pytest.mark.usefixtures("registers")
def test_an_authorisation_shows_its_law_clock_searches_and_the_violence_before(
    registers: Registers,
) -> None:
    registers.add("section_60", signed(consultation="Community Safety Partnership"), "analyst")
    registers.add(
        "section_60",
        signed(
            name="S60/8",
            start_time="20:00",
            end_day="15/07/2022",
            end_time="23:00",
            polygon="",
            ward_code=CENTRAL,
        ),
        "analyst",
    )
    sent = run(PAGE, searches="Section 60", s60="S60/7")
    words = readable_page(sent)
    assert "Runs 20 hours from Friday 15 July 2022, 18:00" in words and "S60/7 ended" in words
    assert "The law: nothing in its ranks, times and ground is refused." in words
    assert "No consultation is written down." not in words and "No panel has reviewed it." in words
    assert "“S60/8” and “S60/7” ran at the same time and their areas overlap." in words
    assert re.search(
        r"In the 12 months received of the twelve before, [\d,]+ offences of violence and robbery were recorded in its",
        words,
    )
    table = sent.tables()[0].set_index("Searches")
    build = open_build(own(registers), str(current_build(own(registers))))
    # every search of its months once
    assert (
        table.to_numpy().sum()
        == build.searches(SEARCHES, [date(2022, 7, 1)], by=["month"])["searches"].sum()
    )
    assert sent.painted["area"]["type"] == "Polygon"
    (listed,) = run(PAGE, searches="Section 60", s60_part="Register and form").tables()
    assert (
        listed["Reference"].to_list() == ["S60/7", "S60/8"] and "Searches under it" not in listed
    )  # which nobody has filled in


def own(registers: Registers) -> Path:
    return Path(str(registers.engine.url.database)).parent


@pytest.mark.usefixtures("registers")
def test_a_live_authorisation_has_a_clock_and_a_draft_says_what_it_breaks(
    registers: Registers,
) -> None:
    now = datetime.now(UTC).astimezone(LOCAL)
    start, end = now - timedelta(hours=2), now + timedelta(hours=5, minutes=30)
    registers.add(
        "section_60",
        signed(
            name="Live",
            start_day=start.date(),
            start_time=f"{start:%H:%M}",
            end_day=end.date(),
            end_time=f"{end:%H:%M}",
        ),
        "analyst",
    )
    registers.add(
        "section_60",
        signed(
            name="Draft",
            draft=True,
            authorising_rank="sergeant",
            start_day="10/06/2015",
            end_day="11/06/2015",
        ),
        "analyst",
    )
    assert re.search(
        r"Live 5 h (29|30) min left live until",
        readable_page(run(PAGE, searches="Section 60", s60="Live")),
    )
    words = readable_page(run(PAGE, searches="Section 60", s60="Draft"))
    assert (
        "The law would refuse this draft: The law asks for an inspector or above to authorise; this was a sergeant."
        in words
    )
    assert (
        "Not the law, but the scheme: The scheme of that day, which was voluntary, asks for"
        in words
    )
    assert (
        "Absent, not noughts: June 2015." in words
        and "No month of the twelve before it was received" in words
    )


@pytest.mark.usefixtures("registers")
def test_a_pack_is_the_same_by_its_seed_and_holds_nothing_of_a_person(registers: Registers) -> None:
    pack = {
        "panel": "Community Scrutiny Panel",
        "first_month": "2022-01",
        "last_month": "2022-03",
        "strata": "object",
        "size": 12,
    }
    for name, seed in (("One", 7), ("Two", 7), ("Three", 8)):
        number = registers.add("panel_pack", {**pack, "name": name, "seed": seed}, "analyst")
    registers.add(
        "panel_grade",
        {"pack": number, "sample": 2, "grade": "serious concerns", "feedback": "No grounds given"},
        "analyst",
    )
    registers.add(
        "panel_action",
        {
            "pack": number,
            "action": "Brief the shifts",
            "status": "done",
            "evidence": "All five briefed",
        },
        "analyst",
    )
    sent = {name: run(PAGE, searches="Panel", pack=name) for name in ("One", "Two", "Three")}
    drawn = {name: output.tables()[0]["Month / row"].to_list() for name, output in sent.items()}
    assert drawn["One"] == drawn["Two"] != drawn["Three"] and len(drawn["One"]) == 12
    file = sent["Three"].csv[0]
    assert "seed 8" in file and "serious concerns" in file and "No grounds given" in file
    heading = next(line for line in file.splitlines() if not line.startswith(("#", "\ufeff#")))
    assert not re.search(r"ethnicit|gender|age|latitude|longitude|ward", heading, re.IGNORECASE)
    assert not re.search(r"\d{2}:\d{2}:\d{2}", file)
    assert "1 of 12 graded: 1 serious concerns." in readable_page(sent["Three"])
    printed = readable_page(run(PAGE, searches="Panel", pack="Three", pack_part="To print"))
    assert (
        "Brief the shifts (done): All five briefed" in printed
        and "No grounds given" in printed
        and "Make a pack" not in printed
    )


@pytest.mark.usefixtures("store")
def test_a_view_that_sets_the_force_s_own_offences_beside_searches_is_marked_and_so_is_its_file() -> (
    None
):
    effect, others = (
        run(PAGE, searches="Effectiveness"),
        [run(PAGE, searches=view) for view in VIEWS if view != "Effectiveness"],
    )
    assert "OFFICIAL-SENSITIVE" in effect.text and not any(
        "OFFICIAL-SENSITIVE" in sent.text for sent in others
    )
    by_offence = [csv for csv in effect.csv if "per_offence" in csv]
    assert (
        len(by_offence) == 1
        and "the force's own records (extract)" in by_offence[0]
        and "OFFICIAL-SENSITIVE" in by_offence[0]
    )
    assert not any("OFFICIAL-SENSITIVE" in csv for csv in effect.csv if csv not in by_offence)
    assert "street-level crime (data.police.uk)" in others[0].csv[0]


@pytest.mark.usefixtures("store", "executive")
def test_others_than_analysts_get_no_count_of_the_force_s_own_records_and_who_only_reads_no_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = readable_page(run(PAGE, searches="Effectiveness"))
    assert (
        "possession of weapons in police.uk's street-level crime" in words
        and "knife-enabled violence in the force" not in words
    )
    look_as(monkeypatch, "viewer")
    assert "Packs are made where the register may be edited." in " ".join(
        alerts(run(PAGE, searches="Panel"))
    )


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "address",
    [
        {"searches": "<script>", "object": "1' OR 1=1"},
        {"searches": "Section 60", "s60": "999"},
        {"searches": "Panel", "pack": "999"},
        {"law": "No such Act"},
    ],
)
def test_unknown_words_of_an_address_are_passed_over_and_said(address: dict[str, str]) -> None:
    sent = run(PAGE, **address)
    assert "Searches in Swindon and Wiltshire, January to December 2022" in sent.text
    (message,) = [alert for alert in alerts(sent) if alert.startswith("This link asks for")]
    unknown = [words for words in address.values() if words not in VIEWS]
    assert all(f"“{plain(words)}”" in message for words in unknown) and message.count("“") == len(
        unknown
    )
    assert "script" not in " ".join(words for words in sent.texts if words != message)
    assert [alert for alert in alerts(sent) if "wrong" in alert.lower()] == []


def test_a_month_that_is_missing_or_empty_is_absent(
    tmp_path: Path, tiny_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """January has searches; February's file holds only a heading; March is not there; April's searches are all at midnight."""
    own_copy = copy_of(tiny_store, tmp_path)
    midnight = [search_row(f"2025-04-0{day}T00:00:00+00:00") for day in range(1, 7)]
    intake.load(
        [
            write_file(tmp_path, "2025-02-wiltshire-stop-and-search.csv", search_csv()),
            write_file(tmp_path, "2025-04-wiltshire-stop-and-search.csv", search_csv(*midnight)),
        ],
        own_copy,
    )
    monkeypatch.setenv("SVD_STORE", str(own_copy))
    sent = run(PAGE, searches="Effectiveness")
    words = readable_page(sent)
    assert "February to March 2025" in words and "All times of April 2025 are midnight" in words
    trend, by_hour = sent.charts()[:2]
    assert [None if pd.isna(value) else value for value in trend["data"][0]["y"]] == [
        1,
        None,
        None,
        6,
    ]
    assert sum(sum(bars["y"]) for bars in by_hour["data"]) == 1  # January's, at ten in the morning


def test_a_build_without_searches_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conftest import street_file, street_row, wards_file

    intake.load(
        [wards_file(tmp_path), street_file(tmp_path, "2025-01", street_row("a"))],
        tmp_path / "store",
    )
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    (message,) = alerts(run(PAGE))
    assert (
        "This build holds no stops and searches." in message
        and "Load police.uk's stop-and-search files" in message
    )
