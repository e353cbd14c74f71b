"""The real sample of 24 searches, held against the counts worked out by hand from the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.core.schema import SEARCHES
from geo.searches.outcomes import family_of, find_rates
from geo.searches.proportionality import census_group
from loaders import intake
from loaders.store.reader import Store, current_build, open_build

JANUARY = [date(2023, 1, 1)]
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def sample(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    root = tmp_path_factory.mktemp("sample") / "store"
    month = real_data / "police_uk" / "2023-01" / "2023-01-wiltshire-stop-and-search.csv"
    intake.load([real_data / "wards_dec2021_swindon_wiltshire.geojson", month], root)
    return open_build(root, str(current_build(root)))


def counted(sample: Store, column: str) -> dict[str, int]:
    table = sample.searches(SEARCHES, JANUARY, by=[column])
    return dict(zip(table[column].fillna("not given"), table["searches"].astype(int), strict=True))


def test_the_sample_s_counts_are_those_worked_out_by_hand(sample: Store) -> None:
    assert counted(sample, "object") == {
        "Controlled drugs": 10,
        "Offensive weapons": 7,
        "Stolen goods": 2,
        "Anything to threaten or harm anyone": 1,
        "Article for use in theft": 2,
        "Articles for use in criminal damage": 1,
        "Fireworks": 1,
    }
    assert counted(sample, "age_band") == {"10-17": 12, "18-24": 3, "25-34": 4, "over 34": 5}
    assert counted(sample, "legislation") == {
        "Misuse of Drugs Act 1971 (section 23)": 10,
        "Police and Criminal Evidence Act 1984 (section 1)": 14,
    }
    assert counted(sample, "linked") == {"true": 8, "false": 3, "unknown": 13}
    assert counted(sample, "outcome") == {
        "A no further action disposal": 13,
        "Arrest": 5,
        "Caution (simple or conditional)": 5,
        "Community resolution": 1,
    }


def test_find_rates_of_the_sample(sample: Store) -> None:
    counts = sample.searches(SEARCHES, JANUARY, by=["object", "outcome", "linked"])
    rates = find_rates(counts.assign(family=counts["object"].map(family_of)), "family")
    # weapons: eight searches, an arrest and a caution; *linked* is blank wherever nothing came of it, so no rate by link
    assert rates["searches"].to_dict() == {"drugs": 10, "weapons": 8, "other": 6}
    assert rates["found"].to_dict() == {"drugs": 6, "weapons": 2, "other": 3}
    assert rates["linked_rate"].isna().all() and rates["linked_found"].to_dict() == {
        "drugs": 4,
        "weapons": 1,
        "other": 3,
    }


def test_both_ethnicities_of_the_sample_with_what_is_not_known(sample: Store) -> None:
    groups = {}
    for column in ("ethnicity_self", "ethnicity_officer"):
        counts = sample.searches(SEARCHES, JANUARY, by=[column])
        groups[column] = (
            counts.groupby(counts[column].fillna("").map(census_group))["searches"].sum().to_dict()
        )
    assert groups["ethnicity_self"] == {
        "White": 14,
        "Mixed": 4,
        "Black": 1,
        "Asian": 1,
        "Other": 1,
        "Not known": 3,
    }
    assert groups["ethnicity_officer"] == {"White": 17, "Black": 3, "Asian": 1, "Not known": 3}
