"""The declared kinds hang together, and their checks say what does not fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from geo.core.record_types import Kind
from loaders.register.record_types.declaration import at_most, degrees, in_order, one_of, together
from loaders.register.record_types.operations import begins_on_monday
from loaders.register.register import KINDS

RESERVED = {"id", "version"}
# Words in a field's name by which it says who: such a field takes a role or a post
WHO = {
    "role",
    "by",
    "post",
    "who",
    "lead",
    "owner",
    "contact",
    "officer",
    "author",
    "chair",
    "reviewer",
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_names_only_fields_and_kinds_that_are_there(kind: Kind) -> None:
    names, earlier = (
        [field.name for field in kind.fields],
        [other.name for other in KINDS[: KINDS.index(kind)]],
    )
    assert (
        len(set(names)) == len(names)
        and not RESERVED & set(names)
        and set(kind.unique) <= set(names)
    )
    for field in kind.fields:
        assert (field.kind == "choice") == bool(field.choices)
        assert (field.kind == "reference") == bool(field.refers_to)
        assert not field.refers_to or field.refers_to in earlier  # files are read in this order
    empty = {field.name: None for field in kind.fields}
    assert all(isinstance(check(empty), str) for check in kind.checks)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_field_that_says_who_asks_for_a_role(kind: Kind) -> None:
    for field in kind.fields:
        if WHO & set(field.name.split("_")):
            assert "never a person" in field.help, field.name


def test_who_is_asked_for_is_known_by_any_word_of_the_name() -> None:
    for name in ("lead_analyst_post", "owner_role", "made_by", "lead", "reviewer_of_plan"):
        assert WHO & set(name.split("_")), name


def test_a_kind_hands_out_its_fields() -> None:
    operation_area = next(kind for kind in KINDS if kind.name == "operation_area")
    assert operation_area.field("ward_code").label == "Ward" and operation_area.areas == (
        "polygon",
    )


def test_dates_in_order() -> None:
    check = in_order("start", "end", "It ends before it starts.")
    assert (
        check({"start": date(2022, 2, 1), "end": date(2022, 1, 31)}) == "It ends before it starts."
    )
    assert (
        check({"start": date(2022, 2, 1), "end": date(2022, 2, 1)})
        == check({"start": None, "end": date(2022, 1, 1)})
        == ""
    )


def test_parts_places_and_weeks() -> None:
    assert at_most("sold", "tried", "Too many.")({"sold": 3, "tried": 2}) == "Too many."
    assert at_most("sold", "tried", "Too many.")({"sold": 2, "tried": 2}) == ""
    assert one_of(("a", "b"), "Neither.")({"a": "", "b": None}) == "Neither."
    assert one_of(("a", "b"), "Neither.")({"a": "", "b": 0}) == ""
    assert together("x", "y", "Both.")({"x": 1.0, "y": None}) == "Both."
    assert degrees({"longitude": 181.0, "latitude": 0.0}) and not degrees(
        {"longitude": -1.7, "latitude": 51.5}
    )
    # 1 January 2022 was a Saturday, the 3rd a Monday
    assert (
        begins_on_monday({"week": date(2022, 1, 1)})
        == "01 January 2022 is a Saturday; a week is named by its Monday."
    )
    assert begins_on_monday({"week": date(2022, 1, 3)}) == ""


def test_the_commissioner_convenes_and_is_no_specified_authority() -> None:
    body = {
        "name": "Office of the Police and Crime Commissioner",
        "body_kind": "specified authority",
        "specified": "police",
    }
    faults = [check(body) for check in kind_of("body").checks]
    assert "it is not a specified authority" in faults[0]
    assert not any(
        check(body | {"body_kind": "convener and funder", "specified": ""})
        for check in kind_of("body").checks
    )
    faults = [
        check({"name": "Wiltshire Police", "body_kind": "specified authority", "specified": ""})
        for check in kind_of("body").checks
    ]
    assert faults[1].startswith("A specified authority is one of six kinds")
    assert kind_of("body").checks[1](
        {"name": "Prisons", "body_kind": "relevant authority", "specified": "probation"}
    )


def test_financial_years_and_amounts() -> None:
    year, amount = kind_of("grant").checks
    assert year({"financial_year": "2023/24"}) == year({"financial_year": "1999/00"}) == ""
    assert all(
        year({"financial_year": text}) for text in ("2023/25", "23/24", "2023", "2023-24", "", None)
    )
    assert (
        amount({"amount": Decimal("0")})
        and amount({"amount": Decimal("-1")})
        and not amount({"amount": Decimal("0.01")})
    )


def kind_of(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)
