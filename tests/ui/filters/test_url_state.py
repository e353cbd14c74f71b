"""Filters and address follow one another: what is chosen is written once, what a link or Back brings is read, and neither is lost."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.filters import url_state

PROJECT = Path(url_state.__file__).resolve().parents[2]
# Two pages that share months, types, a switch, a number and a day; the second has a filter of its own instead of the last two.
PAGE = """
from datetime import date
import streamlit as st
from ui.filters import url_state

def word(month):
    return {"01": "Jan", "02": "Feb", "03": "Mar", "04": "Apr"}[month[5:]] + " " + month[:4]

state = st.session_state
page = state.get("page", "one")
url_state.begin(page)
months = state.get("months", ["2022-01", "2022-02", "2022-03"])
found = {}
found["from"] = url_state.FROM.value(months, word, default=state.get("default", months[0]))
st.selectbox("From", months, format_func=word, **url_state.FROM.bound())
types = ["Robbery", "Drugs", "Arson"]
found["type"] = url_state.TYPE.value(types, default=("Robbery",))
st.multiselect("Types", types, **url_state.TYPE.bound())
found["switch"] = url_state.FOUND.value()
st.toggle("Found", **url_state.FOUND.bound())
if page == "one":
    found["hour"] = url_state.HOUR_FROM.value(0, 23)
    st.number_input("Hour", 0, 23, value=None, **url_state.HOUR_FROM.bound())
    ends = {"earliest": date(2022, 1, 1), "latest": date(2022, 12, 31)}
    found["day"] = url_state.AT.value(date(2022, 6, 30), **ends)
    st.date_input("Day", min_value=ends["earliest"], max_value=ends["latest"], **url_state.AT.bound())
else:
    found["place"] = url_state.PLACE.value(["trend", "mix"], str.upper)
    words = {"required": True, "format_func": str.upper}
    st.segmented_control("Place", ["trend", "mix"], **words, **url_state.PLACE.bound())
st.button("Drugs only", on_click=lambda: url_state.TYPE.put(["Drugs"]))
if st.button("Again"):
    st.rerun()
url_state.end()
state["values"], state["ignored"], state["links"] = found, url_state.ignored(), url_state.links()
"""
DEFAULTS = {
    "from": "2022-01",
    "type": ["Robbery"],
    "switch": False,
    "hour": None,
    "day": date(2022, 6, 30),
}


def opened(page: str = "one", **address: str | list[str]) -> AppTest:
    test = AppTest.from_string(PAGE, default_timeout=20)
    test.session_state["page"] = page
    test.query_params.update({name.rstrip("_"): value for name, value in address.items()})
    return go(test)


def go(what: Any) -> AppTest:
    """Run the page, or what follows from a widget just used."""
    test: AppTest = what.run()
    assert not test.exception, test.exception
    return test


def chosen_values(test: AppTest) -> dict[str, Any]:
    values: dict[str, Any] = test.session_state["values"]
    return values


def address(test: AppTest) -> dict[str, list[str]]:
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in test.query_params.items()
    }


def follow(test: AppTest, to: Mapping[str, Any], page: str = "") -> AppTest:
    """A run with another address, as by a link, Back or Forward; on another page where one is named."""
    test.query_params.clear()
    test.query_params.update(to)
    if page:
        test.session_state["page"] = page
    return go(test)


def test_what_stands_at_its_default_is_not_in_the_address() -> None:
    test = opened()
    assert (
        chosen_values(test) == DEFAULTS
        and address(test) == {}
        and test.session_state["links"] == []
    )


def test_a_change_is_written_as_the_reader_sees_it_and_in_the_order_of_keys() -> None:
    test = opened(mode="wall")
    go(test.multiselect[0].set_value(["Drugs", "Arson"]))
    go(test.selectbox[0].set_value("2022-03"))
    go(test.number_input[0].set_value(7))
    go(test.toggle[0].set_value(True))
    go(test.date_input[0].set_value(date(2022, 2, 3)))
    assert list(address(test).items()) == [
        ("at", ["2022-02-03"]),
        ("found", ["true"]),
        ("from", ["Mar 2022"]),
        ("hour_from", ["7"]),
        ("mode", ["wall"]),
        ("type", ["Drugs", "Arson"]),
    ]
    go(test.multiselect[0].set_value([]))
    assert address(test)["type"] == [""]  # none at all, which is not the default
    go(test.multiselect[0].set_value(["Robbery"]))
    assert "type" not in address(test)


def test_a_link_opens_what_it_says_and_is_left_as_it_came() -> None:
    link = {
        "type": ["Arson", "Drugs"],
        "from": ["Feb 2022"],
        "found": ["True"],
        "hour_from": ["23"],
        "at": ["2022/02/03"],
        "utm": ["x"],
    }
    test = opened(
        from_="Feb 2022", type=link["type"], found="True", hour_from="23", at="2022/02/03", utm="x"
    )
    assert chosen_values(test) == {
        "from": "2022-02",
        "type": ["Arson", "Drugs"],
        "switch": True,
        "hour": 23,
        "day": date(2022, 2, 3),
    }
    assert address(test) == link and test.session_state["ignored"] == []
    # what came with the link and is no filter stays, yet goes along to no other page
    go(test.number_input[0].set_value(5))
    assert address(test) == link | {"hour_from": ["5"], "found": ["true"], "at": ["2022-02-03"]}
    assert test.session_state["links"] == [
        ("found", "true"),
        ("from", "Feb 2022"),
        ("hour_from", "5"),
        ("type", "Arson"),
        ("type", "Drugs"),
    ]


def test_an_option_may_be_asked_for_by_its_code() -> None:
    assert chosen_values(opened(from_="2022-03"))["from"] == "2022-03"


@pytest.mark.parametrize(
    ("link", "ignored"),
    [
        ({"from_": "Mai 1900"}, ["Mai 1900"]),
        ({"type": ["Murder"]}, ["Murder"]),
        ({"found": "perhaps"}, ["perhaps"]),
        ({"hour_from": "24"}, ["24"]),
        ({"hour_from": "-1"}, ["-1"]),
        ({"hour_from": "1" * 400}, ["1" * 400]),
        ({"hour_from": "²"}, ["²"]),
        ({"at": "2021-12-31"}, ["2021-12-31"]),
        ({"at": "tomorrow"}, ["tomorrow"]),
        ({"from_": "", "hour_from": "", "at": "", "found": ""}, []),
        ({"utm": "nobody's"}, []),
    ],
)
def test_what_is_not_to_be_had_is_left_at_its_default_and_named(
    link: dict[str, Any], ignored: list[str]
) -> None:
    test = opened(**link)
    assert chosen_values(test) == DEFAULTS and test.session_state["ignored"] == ignored


def test_of_several_those_that_are_there_are_taken() -> None:
    test = opened(type=["Murder", "Drugs", "Drugs", ""])
    assert chosen_values(test)["type"] == ["Drugs"] and test.session_state["ignored"] == ["Murder"]
    assert chosen_values(opened(type=""))["type"] == []


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what a reader does there is time enough for the browser to learn of it."""
    monkeypatch.setattr(url_state, "OLD_ADDRESS_SECONDS", 0.0)
    monkeypatch.setattr(url_state, "OLD_LINK_SECONDS", 0.0)


@pytest.mark.usefixtures("later")
def test_back_undoes_each_filter_and_forward_does_it_again() -> None:
    test = opened()
    steps = [address(test)]
    go(test.selectbox[0].set_value("2022-02"))
    steps.append(address(test))
    go(test.multiselect[0].set_value([]))
    steps.append(address(test))
    assert steps == [{}, {"from": ["Feb 2022"]}, {"from": ["Feb 2022"], "type": [""]}]
    seen = []
    for at in (1, 0, 1, 2):
        follow(test, steps[at])
        seen.append((chosen_values(test)["from"], chosen_values(test)["type"]))
        assert address(test) == steps[at]
    assert seen == [
        ("2022-02", ["Robbery"]),
        ("2022-01", ["Robbery"]),
        ("2022-02", ["Robbery"]),
        ("2022-02", []),
    ]


def test_a_change_made_before_the_last_one_is_written_is_not_taken_for_a_step_back() -> None:
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    test.query_params.clear()  # as a browser sends it that has not been told of the change yet
    go(test.toggle[0].set_value(True))
    assert (chosen_values(test)["from"], chosen_values(test)["switch"]) == ("2022-02", True)
    assert address(test) == {"found": ["true"], "from": ["Feb 2022"]}


def test_a_run_asked_for_before_the_browser_knows_of_the_last_change_keeps_it() -> None:
    """A list that is closed tells its choice again, by Streamlit 1.66; a button may be pressed as soon as this."""
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    go(test.multiselect[0].set_value(["Drugs"]))
    for at in ({"from": ["Feb 2022"]}, {"from": ["Feb 2022"]}):
        follow(test, at)
        assert (chosen_values(test)["from"], chosen_values(test)["type"]) == ("2022-02", ["Drugs"])
        assert address(test) == {"from": ["Feb 2022"], "type": ["Drugs"]}


def test_a_browser_that_is_two_changes_behind_undoes_neither() -> None:
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    test.query_params.clear()
    go(test.toggle[0].set_value(True))
    for at in ({}, {"from": ["Feb 2022"]}, {"from": ["Feb 2022"], "found": ["true"]}):
        follow(test, at)
        assert (chosen_values(test)["from"], chosen_values(test)["switch"]) == ("2022-02", True)
        assert address(test) == {"found": ["true"], "from": ["Feb 2022"]}


def test_a_change_taken_back_before_the_browser_knows_of_it_is_written_too() -> None:
    """Else the browser would come to what was written first, and its next run would bring the change again."""
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    test.query_params.clear()
    go(test.selectbox[0].set_value("2022-01"))
    follow(test, {"from": ["Feb 2022"]})  # the browser has come as far as the first
    assert chosen_values(test)["from"] == "2022-01" and address(test) == {}


def test_once_the_browser_knows_of_a_change_the_address_before_it_is_a_step_back() -> None:
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    go(test)
    follow(test, {})
    assert chosen_values(test)["from"] == "2022-01" and address(test) == {}


def test_another_address_is_a_link_however_soon_it_comes() -> None:
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    follow(test, {"from": ["Mar 2022"]})
    assert chosen_values(test)["from"] == "2022-03" and address(test) == {"from": ["Mar 2022"]}


def test_a_link_clicked_before_the_last_change_is_in_it_keeps_the_change() -> None:
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    follow(test, {}, page="two")
    assert chosen_values(test)["from"] == "2022-02" and address(test) == {"from": ["Feb 2022"]}


@pytest.mark.usefixtures("later")
def test_later_the_same_link_means_what_it_says() -> None:
    test = opened()
    go(test.selectbox[0].set_value("2022-02"))
    follow(test, {}, page="two")
    assert chosen_values(test)["from"] == "2022-01" and address(test) == {}


def test_another_page_keeps_what_travels_and_forgets_what_is_its_own() -> None:
    test = opened("two")
    go(test.selectbox[0].set_value("2022-02"))
    go(test.segmented_control[0].set_value("mix"))
    assert address(test) == {"from": ["Feb 2022"], "place": ["MIX"]}
    assert test.session_state["links"] == [("from", "Feb 2022")]
    follow(test, {"from": ["Feb 2022"]}, page="one")
    go(test.number_input[0].set_value(9))
    follow(test, dict(test.session_state["links"]), page="two")
    assert chosen_values(test)["place"] == "trend" and chosen_values(test)["from"] == "2022-02"
    # a filter that this page does not draw goes along
    assert dict(test.session_state["links"]) == {"from": "Feb 2022", "hour_from": "9"}
    follow(test, dict(test.session_state["links"]), page="one")
    assert chosen_values(test)["hour"] == 9


def test_what_stood_at_its_default_goes_along_with_it_and_what_was_chosen_stays() -> None:
    test = opened()
    test.session_state["months"] = ["2022-02", "2022-03", "2022-04"]
    go(test)
    assert chosen_values(test)["from"] == "2022-02" and address(test) == {}
    go(test.selectbox[0].set_value("2022-04"))
    test.session_state["months"] = ["2022-03", "2022-04"]
    go(test)
    assert chosen_values(test)["from"] == "2022-04"
    test.session_state["months"] = ["2022-01", "2022-02"]  # not to be had any more
    go(test)
    assert chosen_values(test)["from"] == "2022-01" and address(test) == {}


@pytest.mark.usefixtures("later")
def test_a_button_may_choose_for_the_reader() -> None:
    test = opened(from_="Mar 2022")
    go(test.button[0].click())
    assert chosen_values(test)["type"] == ["Drugs"]
    assert address(test) == {"from": ["Mar 2022"], "type": ["Drugs"]}
    follow(test, {"from": ["Mar 2022"]})
    assert chosen_values(test)["type"] == ["Robbery"]  # the next step back is one again


def test_a_run_that_begins_anew_half_way_loses_nothing_of_a_link() -> None:
    test = opened(from_="Mar 2022", type="Arson")
    go(test.button[1].click())
    assert chosen_values(test)["from"] == "2022-03" and chosen_values(test)["type"] == ["Arson"]


def _calls(name: str) -> list[str]:
    """Where an attribute of this name is used in the program."""
    return [
        str(path.relative_to(PROJECT))
        for folder in ("pages", "ui")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == name
    ]


def test_every_key_is_declared_once_and_no_widget_names_one_by_itself() -> None:
    source = Path(url_state.__file__).read_text(encoding="utf-8")
    declared = [
        call.args[0].value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for call in ast.walk(node.value)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("Key", "Choice", "Choices", "Switch", "Number", "Day")
        and isinstance(call.args[0], ast.Constant)
    ]
    assert len(declared) > 45 and sorted(map(str, declared)) == sorted(url_state.KEYS)
    keys_of_widgets = [
        keyword.value.value
        for folder in ("pages", "ui")
        for path in (PROJECT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and not ast.unparse(node.func).endswith("container")
        for keyword in node.keywords
        if keyword.arg == "key" and isinstance(keyword.value, ast.Constant)
    ]
    assert len(keys_of_widgets) > 10 and not set(keys_of_widgets) & set(url_state.KEYS)


def test_only_the_address_and_how_a_page_is_shown_touch_streamlits_address() -> None:
    assert set(_calls("query_params")) == {
        "ui/filters/url_state.py",
        "ui/shell/display_modes.py",
        "ui/shell/guide.py",
        "ui/shell/page_setup.py",
    }


# What the months of 2021 became: “old” is January, “torn” may be February or March.
FORMER = """
import streamlit as st
from ui.filters import url_state

def meant(words):
    return {"old": ["2022-01"], "torn": ["2022-02", "2022-03"]}.get(words, [])

state = st.session_state
url_state.begin("one")
months = state.get("months", ["", "2022-01", "2022-02", "2022-03"])
chosen = url_state.WARD.value(months, meant=meant)
st.selectbox("Ward", months, **url_state.WARD.bound())
several = url_state.WARDS.value(months, meant=meant)
st.multiselect("Wards", months, **url_state.WARDS.bound())
url_state.end()
state["found"] = chosen, several, url_state.former(), url_state.ignored()
"""


def former(months: list[str] | None = None, **asked: str | list[str]) -> AppTest:
    test = AppTest.from_string(FORMER, default_timeout=20)
    if months:
        test.session_state["months"] = months
    test.query_params.update(asked)
    return go(test)


def test_what_took_the_place_of_an_option_is_chosen_and_said() -> None:
    test = former(ward="old", wards=["old", "2022-03", "2022-01"])
    assert test.session_state["found"] == (
        "2022-01",
        ["2022-01", "2022-03"],
        [("ward", "old"), ("wards", "old")],
        [],
    )
    assert address(test)["ward"] == ["old"]  # a link that was followed stays as it came


def test_nothing_is_chosen_where_several_may_be_meant_or_none() -> None:
    assert former(ward="torn").session_state["found"] == ("", [], [("ward", "torn")], [])
    assert former(ward="gone", wards=["gone", "torn"]).session_state["found"] == (
        "",
        [],
        [("wards", "torn")],
        ["gone"],
    )


def test_what_is_chosen_follows_when_other_options_take_its_place() -> None:
    test = former(["", "old", "torn"], ward="old", wards=["old", "torn"])
    assert test.session_state["found"][:2] == ("old", ["old", "torn"])
    test.session_state["months"] = ["", "2022-01", "2022-02", "2022-03"]
    test = go(test)
    assert test.session_state["found"] == (
        "2022-01",
        ["2022-01"],
        [("ward", "old"), ("wards", "old"), ("wards", "torn")],
        [],
    )
    assert address(test) == {"ward": ["2022-01"], "wards": ["2022-01"]}
