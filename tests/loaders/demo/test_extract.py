"""The demonstration's extract: the same offences as its street-level crime, and what is planted in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pandas as pd
import pytest

from geo.core.ages import BANDS
from geo.core.schema import FORCE_EXTRACT, POSSESSION, ROBBERY, STREET, VIOLENCE
from geo.core.selection import Selection
from loaders.demo import demonstration
from loaders.demo import extract as demo_extract
from loaders.demo.planted import planted
from loaders.store.reader import Store, open_build
from tests.conftest import current
from tests.home import SWINDON, WILTSHIRE

KINDS = (POSSESSION, VIOLENCE, ROBBERY)
EVER = Selection(FORCE_EXTRACT, (), KINDS, demonstration.FIRST, demonstration.LAST)
IN_CENTRE = replace(EVER, offence_types=(POSSESSION,))


@pytest.fixture(scope="module")
def store(demonstration_store: Path) -> Store:
    return open_build(demonstration_store, current(demonstration_store))


def counted(store: Store, selection: Selection, by: str) -> dict[str, int]:
    return {
        str(word): int(count)
        for word, count in store.counts(selection, by=[by]).itertuples(index=False)
    }


def test_it_holds_the_same_offences_in_the_same_wards_months_and_places(store: Store) -> None:
    by = ["ward_code", "month", "offence_type"]
    extract, street = (
        store.counts(replace(EVER, source_id=source), by=by) for source in (FORCE_EXTRACT, STREET)
    )
    pd.testing.assert_frame_equal(extract, street)
    mine, theirs = (
        store.points(replace(IN_CENTRE, source_id=source)) for source in (FORCE_EXTRACT, STREET)
    )
    pd.testing.assert_frame_equal(mine, theirs)


def test_it_is_whole_and_its_operations_are_registered(store: Store) -> None:
    numbers = store.manifest.totals()[FORCE_EXTRACT]
    assert numbers["rejected"] == numbers["outside"] == numbers["without_location"] == 0
    notes = set(
        chain.from_iterable(
            part.notes for part in store.manifest.parts if part.source_id == FORCE_EXTRACT
        )
    )
    assert notes == {
        "demonstration-force-extract.csv: it covers January 2020 to December 2022; its newest day is 2022-12-31."
    }


def test_the_rise_in_the_centre_was_found_by_searching(store: Store) -> None:
    by = ["ward_code", "month", "origin"]
    table = store.counts(IN_CENTRE, by=by)
    table = table[table["ward_code"].isin(planted().searched)].assign(
        year=lambda frame: pd.to_datetime(frame["month"]).dt.year
    )
    years = table.pivot_table(
        index="origin", columns="year", values="offences", aggfunc="sum"
    ).fillna(0)
    assert years.loc["proactive", 2022] > 3 * years.loc["proactive", 2021]
    rise = years[2022] - years[2021]
    assert rise["proactive"] > 0.75 * rise.sum()


def test_most_judged_knife_violence_in_swindon_is_tied_to_local_lines_and_less_in_wiltshire(
    store: Store,
) -> None:
    shares = {}
    for authority in (SWINDON, WILTSHIRE):
        lines = counted(
            store, replace(EVER, authorities=(authority,), knife_enabled=True), "line_type"
        )
        shares[authority] = lines["local_line"] / (
            lines["local_line"] + lines["county_line"] + lines["no_line"]
        )
        assert 0.1 < lines["not_recorded"] / sum(lines.values()) < 0.3
    # planted: 45 of 75, and 18 of 70
    assert shares[SWINDON] == pytest.approx(0.60, abs=0.06) and shares[WILTSHIRE] == pytest.approx(
        0.26, abs=0.06
    )


def test_suspects_of_local_lines_are_young(store: Store) -> None:
    shares = {}
    for line in ("local_line", "no_line"):
        of_line = replace(EVER, line_types=(line,))
        known = sum(
            count for band, count in counted(store, of_line, "age_band").items() if band in BANDS
        )
        shares[line] = (
            sum(counted(store, replace(of_line, suspect_ages="14–25"), "month").values()) / known
        )
    assert shares == {
        "local_line": pytest.approx(0.72, abs=0.04),
        "no_line": pytest.approx(0.36, abs=0.04),
    }


def test_violence_comes_on_friday_and_saturday_nights(store: Store) -> None:
    violence = replace(EVER, offence_types=(VIOLENCE,))
    friday, monday = (
        sum(counted(store, replace(violence, weekdays=(day,)), "month").values()) for day in (4, 0)
    )
    night, morning = (
        sum(counted(store, replace(violence, hours=hours), "month").values())
        for hours in ((22, 23), (5, 6))
    )
    assert friday > 1.2 * monday and night > 4 * morning


def test_no_reference_of_the_file_is_kept(store: Store) -> None:
    rows = store.rows(replace(EVER, first_month=date(2022, 12, 1)), most=10)
    assert (
        not rows["crime_id"].str.contains("DEMO").any() and (rows["crime_id"].str.len() == 32).all()
    )
    assert demo_extract.FILE == "demonstration-force-extract.csv"
