"""Harm by a published index on the pages: only where one is loaded, with its name and date, and what it does not weigh. The index is made up."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from geo.core.schema import STREET
from geo.core.selection import Selection
from geo.rates.harm import HarmWeights
from loaders.store.reader import Store
from tests.home import SWINDON
from tests.pages.running import fresh_caches, run
from tests.pages.test_force_extract import executive, store
from ui.answers import harm as harm_answers
from ui.answers.store import pinned_build as answers
from ui.text.harm import weighed as harm_text

__all__ = ["executive", "fresh_caches", "store"]
BY_TYPE = HarmWeights(
    "Made-up index",
    "March 2022",
    "days",
    {"Robbery": 365.0, "Violence and sexual offences": 60.0},
    by_code=False,
)
BY_CODE = HarmWeights("Coded index", "2022", "score", {"8N": 40.0, "10D": 5.0}, by_code=True)
KNIVES = "Knife-enabled violence"
pytestmark = pytest.mark.usefixtures("store", "fresh_caches")


@pytest.fixture
def by_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "harm_weights", BY_TYPE)


@pytest.fixture
def by_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "harm_weights", BY_CODE)


@pytest.mark.parametrize("page", ["", "compare", "hotspots"])
def test_without_an_index_nothing_is_offered(page: str) -> None:
    sent = run(page, measure="Harm")
    assert harm_text.MEASURE not in [
        control.label for control in sent.elements("button_group") if hasattr(control, "label")
    ]
    assert "index" not in sent.text and harm_text.PLACES_VIEW not in sent.text


@pytest.mark.usefixtures("by_type")
@pytest.mark.parametrize("page", ["", "compare"])
def test_harm_stands_with_its_index_date_unit_and_what_has_no_weight(
    store: Store, page: str
) -> None:
    sent = run(page, measure="Harm", type=["Robbery", "Burglary", "Violence and sexual offences"])
    words = unescape(sent.text)
    assert "Harm by Made-up index (March 2022), in days, by offence type." in words
    assert "Swindon: without a weight, and not in the sum: Burglary (" in words
    assert "Swindon: harm on the year before" in words
    paint = sent.painted
    assert paint["cells"]["title"] == harm_text.MAP_TITLE and len(paint["cells"]["wards"]) == 118
    (table,) = sent.tables()
    assert list(table.columns) == list(harm_text.COLUMNS.values()) and len(table) == 118
    assert "Made-up index (March 2022)" in sent.csv[0]


@pytest.mark.usefixtures("by_type")
def test_the_sum_is_counts_times_weights(store: Store) -> None:
    answers.begin()
    types = ("Robbery", "Violence and sexual offences")
    selection = Selection(STREET, (), types, date(2022, 1, 1), date(2022, 12, 1))
    answers.pin_window(selection.first_month, selection.last_month)
    answer = harm_answers.harm_answer(selection)
    counts = store.counts(selection, by=["authority_code", "offence_type"])
    here = counts[counts["authority_code"] == SWINDON].set_index("offence_type")["offences"]
    place = answer.authorities[SWINDON]
    assert place.total.harm == 365 * here["Robbery"] + 60 * here["Violence and sexual offences"]
    assert place.total.offences == here.sum() and place.total.unweighted == {}
    assert answer.wards["harm"].sum() == pytest.approx(answer.whole.total.harm)
    # February 2021 is absent, so that the change compares eleven months
    assert len(answer.months) == 11 and place.change.now.harm < place.total.harm


@pytest.mark.usefixtures("by_code")
def test_codes_weigh_the_forces_own_records_and_not_published_ones() -> None:
    (refused,) = [alert.body for alert in run("", measure="Harm").elements("alert")][:1]
    assert "weighs offence codes, and this source has none" in refused
    sent = run("", measure="Harm", layer=KNIVES)
    words = unescape(sent.text)
    assert "Harm by Coded index (2022), in score, by offence code." in words
    assert "without a weight, and not in the sum: " in words


@pytest.mark.usefixtures("by_code", "executive")
def test_harm_of_a_restricted_source_is_for_analysts() -> None:
    sent = run("", measure="Harm", layer=KNIVES)
    assert any("are for analysts" in alert.body for alert in sent.elements("alert"))
    assert sent.tables() == [] and "Coded index" not in sent.text


@pytest.mark.usefixtures("by_type")
def test_hotspots_lists_and_paints_the_places_with_most_harm() -> None:
    sent = run("hotspots", side="By harm")
    words = unescape(sent.text)
    assert "Harm by Made-up index (March 2022), in days, by offence type." in words
    assert harm_text.PLACES_ARE in words
    assert sent.painted["cells"]["title"] == harm_text.PLACES_TITLE
    (table,) = [table for table in sent.tables() if "Harm" in table]
    assert len(table) == 20 and table["Harm"].is_monotonic_decreasing
    assert ((table["Low"] <= table["Harm"]) & (table["Harm"] <= table["High"])).all()
    assert table["Of all"].sum() < 100
    assert any("places with most harm" in csv and "Made-up index" in csv for csv in sent.csv)


@pytest.mark.usefixtures("by_type")
def test_an_index_changes_nothing_where_harm_is_not_asked_for() -> None:
    plain = run("hotspots").painted["cells"]["title"]
    assert plain != harm_text.PLACES_TITLE
    assert "Made-up index" not in run("compare").text
