"""People stay out: columns refused by name, references that cannot be turned back, a salt that lies outside the store."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import stat
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.extract.privacy import (
    OF_A_PERSON,
    is_personal,
    pseudonyms,
    require_impersonal,
    salt_file,
    salt_of,
)
from loaders.reference import table

PERSONAL = [
    "Name",
    "Suspect Name",
    "suspectname",
    "VictimSurname",
    "SUSPECT_DOB",
    "Date of Birth",
    "D.O.B.",
    "DateOfBirth",
    "victim forename(s)",
    "Officer in case name",
    "OIC Name",
    "Home address",
    "Suspect address",
    "Address",
    "Victim Postcode",
    "Tel No",
    "Mobile",
    "E-mail",
    "Contact telephone",
    "NHS No",
    "nhs_number",
    "NI/NINO",
    "PNC ID",
    "Alias",
    "aka",
    "School child names",
    "Driving licence",
    "Officer collar number",
    "Shoulder No",
    "Warrant number",
    "Vehicle registration",
    "Custody record no",
    "Nominal ref",
    "Person URN",
]
HARMLESS = [
    "Crime reference",
    "Offence name",
    "Operation name",
    "Ward name",
    "Beat names",
    "Location name",
    "Street name",
    "Offence address",
    "Incident postcode",
    "Location address",
    "Crime type",
    "Suspect age",
    "Victim age",
    "Knife flag",
    "Recorded on",
    "Easting",
    "Finding circumstances",
    "Outcome",
    "Line judged by",
    "Station name",
    "Adobe file",
    "Place name",
    "Weapon type name",
    "Premises Name",
    "Officer defined ethnicity",
    "Age",
    "Gender",
    "Search reference",
    "Warrant not executed",
    "Removal of more than outer clothing",
]


@pytest.mark.parametrize("name", PERSONAL)
def test_a_column_that_looks_personal_is_known_by_its_name(name: str) -> None:
    assert is_personal(name)


@pytest.mark.parametrize("name", HARMLESS)
def test_names_of_things_and_places_are_let_through(name: str) -> None:
    assert not is_personal(name)


def test_no_column_of_the_template_looks_personal() -> None:
    for name in ("extract_fields", "search_fields"):
        assert [field for field in table(name)["field"] if is_personal(field)] == []


def test_the_refusal_names_the_columns() -> None:
    with pytest.raises(DataProblem) as refused:
        require_impersonal(["Crime Ref", "Suspect Name", "Weapon", "DOB"], "export.csv")
    assert (
        refused.value.wrong == "export.csv has columns that look personal: “Suspect Name”, “DOB”."
    )
    assert refused.value.saw.endswith("no row was read.")
    require_impersonal(["Crime Ref", "Weapon"], "export.csv")


def test_a_pseudonym_is_keyed_by_the_salt_and_deaf_to_case_and_blanks() -> None:
    salt = b"sixteen signs or more"
    first, same, other = pseudonyms(["ab/12", " AB/12 ", "AB/13"], salt)
    (elsewhere,) = pseudonyms(["AB/12"], b"another salt of that length")
    assert first == same == hmac.new(salt, b"AB/12", hashlib.sha256).hexdigest()[:32]
    assert len({first, other, elsewhere}) == 3


def test_the_salt_is_made_once_beside_the_store_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SVD_SALT", raising=False)
    store = tmp_path / "store"
    first = salt_of(store)
    assert first == salt_of(store) and len(first) == 64
    assert salt_file(store) == tmp_path.resolve() / "store.salt" and not store.exists()
    if os.name == "posix":
        assert stat.S_IMODE(salt_file(store).stat().st_mode) == 0o600
        salt_file(store).chmod(0o640)
        with pytest.raises(DataProblem, match="can be read by others"):
            salt_of(store)


def test_a_setting_goes_before_the_file_and_a_short_salt_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_SALT", "a long salt from the settings")
    assert salt_of(tmp_path / "store") == b"a long salt from the settings"
    assert not salt_file(tmp_path / "store").exists()
    monkeypatch.setenv("SVD_SALT", "short")
    with pytest.raises(DataProblem, match="too short") as refused:
        salt_of(tmp_path / "store")
    assert refused.value.saw == "It has 5 signs; 16 are the fewest."


@pytest.mark.parametrize(
    "text",
    [
        "ring 01793 555012",
        "on 07700900123 after six",
        "write to someone@example.org",
        "no. 943 476 5919",
        "+44 7700 900123",
    ],
)
def test_numbers_and_addresses_of_people_are_found_in_text(text: str) -> None:
    assert re.search(OF_A_PERSON, text)


@pytest.mark.parametrize(
    "text",
    ["Regent Street", "A419 junction", "Unit 12, 3 High Street", "Charged 14/05/2022", "10D"],
)
def test_places_and_dates_are_not(text: str) -> None:
    assert not re.search(OF_A_PERSON, text)
