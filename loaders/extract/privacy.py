"""What keeps people out of the store: columns refused by name, references made into pseudonyms, numbers of persons struck out of text."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from geo.core.errors import DataProblem
from loaders.settings import setting

SHORTEST_SALT = 16
PSEUDONYM_SIGNS = 32
STRUCK_OUT = "[struck out]"
# What files write for nobody: were it taken for a person, that person would hold every such offence.
NOBODY = frozenset(
    (
        "unknown",
        "unk",
        "u/k",
        "not known",
        "nk",
        "n/k",
        "none",
        "no suspect",
        "no victim",
        "not identified",
        "unidentified",
        "to be confirmed",
        "tbc",
        "various",
        "state",
        "the state",
        "crown",
        "police officer",
    )
)
PARTED = re.compile(r"[;|,\n]")
# Headings that hold the number of a person in a records system: refused like a name, unless they are mapped to people who are kept.
PERSON_NUMBERS = ("nominalid", "nominalref", "nominalnumber", "personid", "personurn")
PERSON = (
    "suspect",
    "susp",
    "victim",
    "vic",
    "offender",
    "witness",
    "person",
    "nominal",
    "defendant",
    "complainant",
    "aggrieved",
    "accused",
    "informant",
    "caller",
    "reporter",
    "subject",
    "child",
    "parent",
    "guardian",
    "officer",
    "oic",
    "ip",
    "detainee",
    "perpetrator",
    "resident",
    "householder",
    "owner",
    "driver",
)
# Words that make “name” or “address” one of a thing or place.
THING = (
    "offence",
    "offense",
    "operation",
    "op",
    "ward",
    "beat",
    "station",
    "street",
    "road",
    "location",
    "place",
    "area",
    "lsoa",
    "msoa",
    "district",
    "force",
    "authority",
    "file",
    "type",
    "code",
    "crime",
    "incident",
    "outcome",
    "weapon",
    "drug",
    "legislation",
    "team",
    "unit",
    "sector",
    "region",
    "lpa",
    "division",
    "site",
    "venue",
    "town",
    "county",
    "scene",
    "premises",
    "sheet",
    "layer",
)
ALWAYS = (
    "surname",
    "forename",
    "firstname",
    "lastname",
    "middlename",
    "familyname",
    "maidenname",
    "givenname",
    "fullname",
    "nickname",
    "dateofbirth",
    "birthdate",
    "birthday",
    "placeofbirth",
    "telephone",
    "phonenumber",
    "phoneno",
    "mobilenumber",
    "mobileno",
    "emailaddress",
    "homeaddress",
    "nhsnumber",
    "nhsno",
    "nationalinsurance",
    "passport",
    "drivinglicence",
    "driverslicence",
    "pncid",
    "pncnumber",
    "cronumber",
    "nextofkin",
    "socialmedia",
    "instagram",
    "snapchat",
    "facebook",
    "collarnumber",
    "collarno",
    "shouldernumber",
    "shoulderno",
    "warrantnumber",
    "custodynumber",
    "custodyrecord",
    "nominalid",
    "nominalref",
    "nominalnumber",
    "personid",
    "personurn",
    "vehicleregistration",
    "registrationmark",
    "numberplate",
)
WORDS = {
    "dob",
    "birth",
    "born",
    "phone",
    "tel",
    "mobile",
    "email",
    "nhs",
    "nino",
    "alias",
    "aliases",
    "aka",
    "pnc",
    "cro",
    "vrm",
    "signature",
    "photo",
    "photograph",
}
NAMES = {"name", "names", "initials"}
PRIVATE = (*NAMES, "address", "postcode", "dob", "phone", "mobile", "email")
HOME = {"home", "residence", "residential", "residing"}
# An e-mail address; a British telephone number; ten digits in groups of three, three and four, as NHS numbers are written.
OF_A_PERSON = r"\S+@\S+\.\w+|(?<!\d)(?:\+44|0)[\s-]?\d(?:[\s-]?\d){8,9}(?!\d)|(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)"


def require_impersonal(names: Iterable[str], file: str) -> None:
    """Refuse a file with a column that looks personal, used or not, before a row is read."""
    personal = [name for name in names if is_personal(name)]
    if personal:
        named = ", ".join(f"“{name}”" for name in personal)
        raise DataProblem(
            f"{file} has {'columns that look' if len(personal) > 1 else 'a column that looks'} personal: {named}.",
            "Names, dates of birth, addresses of people, telephone and NHS numbers and the like have no place here; no row was read.",
            "Take what is named out of the export, not only out of the mapping, and load it again.",
        )


def is_number_of_person(name: str) -> bool:
    """Whether a heading names the number of a person in a records system, and nothing else that is personal."""
    together = "".join(re.findall(r"[a-z]+", name.lower()))
    return any(number in together for number in PERSON_NUMBERS) and not is_personal(
        re.sub("|".join(PERSON_NUMBERS), "", together)
    )


def is_personal(name: str) -> bool:
    """Whether a column by this name looks like a person's name, birth, address, telephone or number."""
    parted = (
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        .lower()
        .replace("e-mail", "email")
        .replace("d.o.b", "dob")
    )
    words = re.findall(r"[a-z]+", parted)
    together, alone = "".join(words), set(words)
    if any(word in together for word in ALWAYS) or WORDS & alone:
        return True
    if any(
        together in (f"{person}{what}", f"{person}s{what}") for person in PERSON for what in PRIVATE
    ):
        return True
    of_person, of_thing = (
        {form for word in words for form in (word, word.removesuffix("s"))} & set(group)
        for group in (PERSON, THING)
    )
    if NAMES & alone:
        return bool(of_person) or not of_thing
    if "address" in alone:
        return bool(of_person or HOME & alone) or not of_thing
    return "postcode" in alone and bool(of_person or HOME & alone)


def pseudonyms(references: Iterable[str], salt: bytes) -> list[str]:
    """Each crime reference as 32 hexadecimal signs that only the salt can make again; case and outer blanks do not count."""
    keyed, made = hmac.new(salt, digestmod=hashlib.sha256), []
    for reference in references:
        digest = keyed.copy()
        digest.update(reference.strip().upper().encode())
        made.append(digest.hexdigest()[:PSEUDONYM_SIGNS])
    return made


def person_pseudonyms(cells: Iterable[str], salt: bytes, *, role: str) -> list[str | None]:
    """The people of each cell as pseudonyms in alphabetical order, parted by a blank; None where it names nobody.

    cells  references of people as a file has them: several parted by “;”, “|” or “,”, each counted once
    role   suspects or victims: the same reference gives another pseudonym in each, so that the two can never be joined

    A word for nobody (NOBODY), and one sign written over and over, such as 0 or 99999, is nobody.
    """
    of_role = hmac.new(salt, f"people: {role}".encode(), hashlib.sha256).digest()
    return [
        " ".join(sorted(set(pseudonyms(filter(_is_somebody, PARTED.split(cell)), of_role)))) or None
        for cell in cells
    ]


def _is_somebody(reference: str) -> bool:
    signs = reference.strip().lower()
    return signs not in NOBODY and len(set(re.sub(r"[\W_]", "", signs))) > 1


def salt_file(store: Path) -> Path:
    """Where the salt lies when no setting gives it: beside the store, never inside it."""
    place = store.resolve()
    return place.with_name(f"{place.name}.salt")


def salt_of(store: Path) -> bytes:
    """The salt of a store: SVD_SALT in the settings, else a file made once beside the store, for its owner's eyes only."""
    given = setting("SVD_SALT")
    if given:
        return _long_enough(given, "SVD_SALT")
    path = salt_file(store)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as made:
            made.write(secrets.token_hex(32) + "\n")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise DataProblem(
            f"The salt file {path.name} can be read by others.",
            f"It lies at {path}.",
            "Take their rights away (chmod 600) and load again.",
        )
    return _long_enough(path.read_text(encoding="utf-8").strip(), path.name)


def _long_enough(text: str, where: str) -> bytes:
    if len(text) < SHORTEST_SALT:
        raise DataProblem(
            f"The salt in {where} is too short to protect crime references.",
            f"It has {len(text)} signs; {SHORTEST_SALT} are the fewest.",
            "Give a long random one, and never change it.",
        )
    return text.encode()
