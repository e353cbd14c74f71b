"""The Duty, run whole in this process: each reader's view, what the brief names from entry to screen, editions, partner data, refusals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from loaders.demo import demonstration
from loaders.partners.files import Upload, keep_partner_file
from loaders.register.register import Registers, open_registers
from tests.pages.running import PageOutput, fresh_caches, run
from tests.readers import look_as
from ui.text import duty as duty_text
from ui.text import register as register_text

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def store(demonstration_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration with a register of its own."""
    folder = tmp_path / "store"
    shutil.copytree(
        demonstration_store,
        folder,
        ignore=shutil.ignore_patterns("registers*", "leases", "writer.lock"),
    )
    monkeypatch.setenv("SVD_STORE", str(folder))
    return folder


@pytest.fixture
def registers(store: Path) -> Registers:
    """The register, as the first visit to a page leaves it."""
    run("duty")
    return open_registers(store, "demonstration")


def readable(sent: PageOutput) -> str:
    words = unescape(sent.text).replace(register_text.NO_ROWS, "")
    assert not {"nan", "NaN", "None", "<NA>", "NaT", "inf"} & set(
        words.replace("(", " ").replace(",", " ").split()
    ), words
    return words


@pytest.mark.parametrize("view", duty_text.VIEWS.values())
def test_every_view_opens_on_what_the_brief_states(store: Path, view: str) -> None:
    words = readable(run("duty", duty=view))
    assert "The Serious Violence Duty" in words and "Something went wrong" not in words


WARD = "E05010757"
FUNNEL = {"moment": 96, "offer": 80, "accepted": 52, "three-month follow-up": 46}
OF_ALL = {
    "parties": "Hospital",
    "gateway": "the Duty",
    "purpose": "needs",
    "fields": "counts",
    "minimum_cell": 5,
    "start": "2023-01-31",
}
# What the brief names: the record it becomes, the view it is seen in, and the words it is seen by.
INITIATIVES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "specified authority": (
        "body",
        {
            "name": "A second probation office",
            "body_kind": "specified authority",
            "specified": "probation",
        },
        "Coordinator",
        "A second probation office: no line in the audit",
    ),
    "needs assessment": (
        "need_answer",
        {"question": "voice", "words": "The Youth Commission was heard."},
        "Needs",
        "both authorities: The Youth Commission was heard.",
    ),
    "section 13": (
        "violence_type",
        {"name": "Affray", "counted_in": True, "prevalence": "common"},
        "Needs",
        "Affray (counted in): not yet said: maximum penalty, impact on victims, impact on communities",
    ),
    "response strategy": (
        "objective",
        {"name": "Safer schools", "authority_code": "E06000030"},
        "Strategy",
        "Safer schools, Swindon",
    ),
    "orphans": (
        "objective",
        {"name": "Lonely"},
        "Coordinator",
        "objective “Lonely” lacks a measure",
    ),
    "joint executives": (
        "meeting",
        {"title": "Joint meeting", "day": "2023-05-01", "status": "planned"},
        "Executives",
        "1 May 2023: Joint meeting (overdue)",
    ),
    "decision": (
        "decision",
        {"meeting": 1, "what": "Appoint a coordinator", "link": "duty?duty=Money"},
        "Executives",
        "Appoint a coordinator (Joint meeting of both",
    ),
    "coordinator post": (
        "spending",
        {
            "grant": 2,
            "purpose": "Coordinator",
            "amount": "52000",
            "split": "labour",
            "status": "committed",
        },
        "Executives",
        "£481,751 not yet used",
    ),
    "data audit": (
        "dataset",
        {"body": 1, "name": "Custody", "gateway": "Act", "quality": "poor"},
        "Coordinator",
        "Wiltshire Police: Custody: no live agreement; quality: poor",
    ),
    "sharing agreement": (
        "agreement",
        {"name": "Hospital sharing", **OF_ALL, "end": "2024-01-31"},
        "Partners",
        "Hospital sharing (Hospital): does not run today: its data are hidden",
    ),
    "surrender bins": (
        "bin_or_sweep",
        {
            "what": "surrender bin",
            "place": "Penhill library",
            "ward_code": WARD,
            "start": "2023-01-01",
            "end": "2023-01-14",
            "items": 3,
        },
        "Prevention",
        "3 items in 2.0 weeks, 1.50 per bin-week",
    ),
    "weapon sweeps": (
        "bin_or_sweep",
        {"what": "weapon sweep", "place": "Town Gardens", "items": 2},
        "Prevention",
        "Weapon sweep, Town Gardens: 2 items. Items",
    ),
    "test purchases": (
        "test_purchase",
        {"round": "Autumn", "authority_code": "E06000030", "tried": 10, "sold": 2},
        "Prevention",
        "Swindon, round Autumn: 8 of 10 premises refused, 80% (49% to 94%).",
    ),
    "weapons in schools": (
        "school_step",
        {"position": 3, "step": "Referral", "authority_code": "E06000030"},
        "Prevention",
        "3. Referral, Swindon: missing",
    ),
    "railway station": (
        "joint_deployment",
        {"place": "Railway station", "day": "2022-11-18", "hours": 6, "items": 1},
        "Prevention",
        "Railway station, 18 November 2022, 6 officer hours: 1 weapon found.",
    ),
    "closure orders": (
        "linked_order",
        {"order_kind": "closure order", "orders": 2, "end": "2090-01-01"},
        "Prevention",
        "Closure order: 2 in force; the next expires 1 January 2090.",
    ),
    "injunctions": (
        "linked_order",
        {"order_kind": "injunction", "orders": 1},
        "Prevention",
        "Injunction: 1 in force.",
    ),
    "criminal behaviour orders": (
        "linked_order",
        {"order_kind": "criminal behaviour order", "orders": 4},
        "Prevention",
        "Criminal behaviour order: 4 in force.",
    ),
    "thematic desk": (
        "judgement",
        {
            "statement": "Local lines drive it",
            "confidence": "moderate",
            "likelihood": "likely",
            "made_on": "2023-01-01",
            "expires": "2023-06-30",
        },
        "Needs",
        "Local lines drive it (likely; moderate confidence; expired 30 June 2023)",
    ),
    "youth voice": (
        "body",
        {"name": "Youth council", "body_kind": "youth body"},
        "Needs",
        "Multi-agency knife crime forum, Youth council",
    ),
    "scrutiny panel": (
        "body",
        {"name": "Search panel", "body_kind": "Community Scrutiny Panel"},
        "Needs",
        "Youth council, Search panel.",
    ),
    "knife crime forum": (
        "pathway_step",
        {"pathway": "Knife crime forum", "position": 1, "step": "heard", "people": 20},
        "Prevention",
        "Knife crime forum, both authorities",
    ),
    "public health plan": (
        "intervention",
        {"name": "Mentors", "tier": "secondary"},
        "Needs",
        "1 intervention in the register: 1 secondary.",
    ),
}


@pytest.fixture(scope="module")
def entered(demonstration_of_its_own: Path) -> Iterator[dict[str, str]]:
    """Every view as it reads once all that the brief names is in the register."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_STORE", str(demonstration_of_its_own))
        run("duty")
        registers = open_registers(demonstration_of_its_own, "demonstration")
        for kind, values, _, _ in INITIATIVES.values():
            registers.add(kind, values, "coordinator")
        for position, (step, people) in enumerate(FUNNEL.items(), 1):
            registers.add(
                "pathway_step",
                {"pathway": "Youth court", "position": position, "step": step, "people": people},
                "coordinator",
            )
        yield {
            view: readable(run("duty", duty=view))
            for view in {place for _, _, place, _ in INITIATIVES.values()}
        }


@pytest.mark.parametrize("name", INITIATIVES)
def test_what_the_brief_names_goes_from_entry_to_screen(entered: dict[str, str], name: str) -> None:
    _, _, view, words = INITIATIVES[name]
    assert words in entered[view]


def test_a_teachable_moment_is_a_funnel_whose_small_groups_cannot_be_worked_out(
    entered: dict[str, str],
) -> None:
    words = entered["Prevention"].partition("Youth court")[
        2
    ]  # the heading names a build, whose digits may be any
    assert (
        "1. moment: 96 people 2. offer: 80 people (83% of the first step) 3. accepted: 52 people (54% of the first step)"
        in words
    )
    assert (
        "46" not in words and "three-month follow-up: hidden" in words
    )  # 6 of the 52 did not go on


def test_money_as_at_the_brief_s_day_is_all_expected(registers: Registers) -> None:
    registers.change("grant", 2, {"status": "confirmed"}, 1, "coordinator")
    now, then = run("duty"), run("duty", at="2023-01-18")
    assert "Expected, not confirmed £278,884" in readable(now) and "Confirmed £254,867" in readable(
        now
    )
    assert "as it stood on 18 January 2023" in readable(
        then
    ) and "Expected, not confirmed £533,751" in readable(then)
    assert "Confirmed £0" in readable(then) and register_text.SAVE not in [
        button.label for button in then.test.button
    ]
    assert "Status: expected → confirmed" in readable(run("duty", duty="Money"))


def test_an_edition_opens_unchanged_after_new_data_and_says_what_moved(
    registers: Registers, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = run("duty", duty="Needs").test
    next(box for box in test.text_input if box.label == duty_text.EDITION_TITLE).set_value(
        "First"
    ).run()
    next(button for button in test.button if button.label == duty_text.FREEZE).click().run()
    first = registers.records("edition").iloc[0]
    sent = run("duty", duty="Needs")
    assert first[
        "figures"
    ].encode() in sent.files and "Nothing moved between the two." in _captions(sent)
    _load_december_again(store, monkeypatch)
    sent = run("duty", duty="Needs")
    assert first["figures"].encode() in sent.files and registers.records("edition").iloc[0].equals(
        first
    )
    (moved,) = [table for table in sent.tables() if "Moved" in table]
    assert "counted · build" in set(moved["Figure"]) and "figures moved." in _captions(sent)


def _load_december_again(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer publication of one month with fewer rows: another build."""
    random = np.random.default_rng(1)
    december = demonstration.street_month(
        demonstration.demonstration_scene(random), date(2022, 12, 1), random
    ).drop(columns="ward")
    fewer = december.iloc[: len(december) // 2].to_csv(index=False).encode()
    monkeypatch.setattr(
        demonstration, "files", lambda: iter([("2022-12-wiltshire-street.csv", fewer)])
    )
    assert demonstration.build_demonstration(store) is not None


def _captions(sent: PageOutput) -> str:
    return " ".join(caption.value for caption in sent.test.caption)


ATTENDED = (
    "incident_time,arrival_time,place,means\n"
    + f",2022-05-02 00:20,{WARD},fist\n" * 90
    + (",2022-05-02 00:20,Central,fist\n" * 3 + ",2022-05-02 00:20,Eastcott,fist\n" * 40)
)
COUNTED = "indicator,area_code,period,numerator,denominator,value,source\n" + "".join(
    f"Admissions,{code},2022/23,{number},900,1.5,made up\n"
    for code, number in ((WARD, 31), ("E06000030", 4), ("E06000054", 77))
)


def _under_agreement(registers: Registers, store: Path) -> None:
    registers.add(
        "agreement", {"name": "Hospital sharing", **OF_ALL, "end": date.today()}, "coordinator"
    )
    for name, text in (("attended.csv", ATTENDED), ("counted.csv", COUNTED)):
        keep_partner_file(
            registers, store, Upload(1, name, text.encode()), by="coordinator", on=date.today()
        )


def test_partner_data_show_without_small_counts_and_are_gone_everywhere_once_the_agreement_ends(
    registers: Registers, store: Path
) -> None:
    _under_agreement(registers, store)
    sent = run("duty", duty="Partners")
    admissions, attended = (
        next(table for table in sent.tables() if name in table)
        for name in ("Numerator", "Attendances")
    )
    assert "4" not in set(admissions["Numerator"])
    assert (
        admissions["Numerator"] == "hidden"
    ).sum() >= 2  # one more, or the small one could be worked out
    assert 90 in attended["Attendances"].to_list() and 3 not in attended["Attendances"].to_list()
    (file,) = [file for file in sent.csv if "Admissions" in file]
    assert ",4.0," not in file and ",4," not in file
    registers.change("agreement", 1, {"end": date.today() - timedelta(days=1)}, 1, "coordinator")
    for view, at in (("Partners", ""), ("Partners", "2023-06-01"), ("Needs", ""), ("Records", "")):
        sent = run("duty", duty=view, **({"at": at} if at else {}))
        drawn = [str(node.proto) for node in sent.nodes]
        assert len(drawn) > 10 and not any("Admissions" in text for text in [*drawn, *sent.csv])
    assert duty_text.NO_PARTNER_ROWS in readable(run("duty", duty="Partners"))


def test_readers_elsewhere_see_no_form_no_export_and_no_count_of_people_but_its_funnel(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for position, people in enumerate((96, 87), 1):
        registers.add(
            "pathway_step",
            {"pathway": "Court", "position": position, "step": "s", "people": people},
            "coordinator",
        )
    look_as(monkeypatch, "viewer")
    for view in ("Prevention", "Records", "Partners", "Meetings"):
        sent = run("duty", duty=view, kind="Pathways and teachable moments")
        assert "Something went wrong" not in readable(sent) and not any(
            file[:2] == b"PK" and b"history" in file for file in sent.files
        )
        assert not any(button.label == register_text.SAVE for button in sent.test.button)
        assert " 87 " not in readable(sent) and not any(
            "87" in map(str, table.to_numpy().ravel()) for table in sent.tables()
        )
