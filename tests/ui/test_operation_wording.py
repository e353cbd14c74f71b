"""What the Operations page says, with figures checked by hand."""

from __future__ import annotations

import ast
import inspect
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from geo.design import REPORTED_VIOLENCE, Design, Frozen
from geo.displacement import DisplacementDifference, DisplacementQuotient, Estimate
from geo.placebo import Spike
from geo.power import CouldShow
from geo.rate_change import RatioChange
from geo.selection import months_between
from loaders.registers import KINDS
from ui import operation_wording as wording

NEW_YEAR, APRIL, MAY = date(2022, 1, 1), date(2022, 4, 25), date(2022, 5, 1)
NAMES = {"E05008960": "Eldene", "E05010757": "Penhill", "E05008958": "Gorse Hill"}
BEFORE, AFTER = months_between(date(2021, 1, 1), date(2021, 12, 1)), months_between(NEW_YEAR, date(2022, 6, 1))
DESIGN = Design("Op Thesus", REPORTED_VIOLENCE, ("E05008960",), ("E05010757", "E05008958"), BEFORE, AFTER, "The rule.",
                buffer=("E05008958",))
FROZEN = Frozen(DESIGN, "0123456789abcdef" * 4, "2026-11-24T22:28:00+00:00")
CHANGE = RatioChange("Poisson", 0.566, 0.494, 0.647, 0.0004)


def row(**changed: Any) -> dict[str, Any]:
    return {"instance": "", "status": "live", "start": NEW_YEAR, "end": None, "place": "Eldene"} | changed


def test_the_page_says_as_at_when() -> None:
    assert wording.shown(date(2022, 12, 31)) == "What was done, what changed, and whether we can tell; status as at 31 December 2022"
    assert wording.status_heading(date(2022, 12, 31)) == "Status at 31 Dec 2022"
    assert wording.counted_by("Police", {"vintage": "2021", "exactness": "exact"}) == "Police · ward boundaries December 2021, exact"
    assert wording.day(date(2022, 1, 3)) == "3 January 2022"
    assert wording.on_map(pd.Series(row())) == "live, from 1 January 2022"
    assert wording.on_map(pd.Series(row(status="planned", start=APRIL, end=MAY))) == "planned, 25 April to 1 May 2022"
    assert wording.on_map(pd.Series(row(status="planned", start=None))) == "planned, start not recorded"


@pytest.mark.parametrize(("start", "end", "said"), [
    (None, None, "start not recorded"), (None, MAY, "start not recorded, to 1 May 2022"), (NEW_YEAR, None, "1 January 2022, open"),
    (MAY, MAY, "1 May 2022"), (APRIL, MAY, "25 April to 1 May 2022"), (date(2021, 12, 30), NEW_YEAR, "30 December 2021 to 1 January 2022")])
def test_dates_are_spans(start: date | None, end: date | None, said: str) -> None:
    assert wording.span(start, end) == said
    assert wording.dates_of(pd.Series({"start": start, "end": end})) == said


def test_cells_of_the_board() -> None:
    assert wording.review_cell(None, overdue=False) == "not set"
    assert wording.review_cell(MAY, overdue=False) == "01/05/2022" and wording.review_cell(MAY, overdue=True) == "01/05/2022, overdue"
    every = ("Pursue", "Prevent", "Protect", "Prepare")
    assert wording.STRANDS == every == next(kind for kind in KINDS if kind.name == "plan_action").field("strand").choices
    assert wording.strands_cell("", every) == "no 4P plan" and wording.strands_cell("4P plan", every) == "nothing yet"
    assert wording.strands_cell("4P plan", ("Protect", "Prepare")) == "no Protect, Prepare"
    # a plan nobody named, but actions under every P: it is one
    assert wording.strands_cell("", ()) == "all four Ps"
    assert wording.actions_cell(3, 0) == "3 open" and wording.actions_cell(3, 2) == "3 open, 2 overdue"
    assert wording.verdict_cell("", None) == "not reviewed" and wording.verdict_cell("worked", MAY) == "worked (01/05/2022)"
    assert wording.instances_said(0) == "" and wording.instances_said(1) == "1 instance"
    assert wording.actions_overdue("Op Thesus", 1) == "Op Thesus: 1 action overdue."


def test_an_operation_in_a_line() -> None:
    record = {"aim": "Less violence", "lead_role": "inspector", "partners": "council", "aliases": "Theseus"}
    assert wording.about([row()], record) == (
        "live · 1 January 2022, open · Eldene · Less violence · lead: inspector · with council · also called Theseus")
    bare = dict.fromkeys(record, "")
    assert wording.about([row(instance="April", status="closed"), row(instance="May")], bare) == "closed, live · 2 instances"


def test_an_overlap_names_both_when_and_where() -> None:
    pair = {"first": "Op Thesus", "second": "Op Sceptre April 2022", "first_day": APRIL, "last_day": MAY, "ward_codes": ("E05008960",)}
    assert wording.overlap(pair, NAMES) == "Op Thesus and Op Sceptre April 2022: 25 April to 1 May 2022, in Eldene."
    assert wording.overlap(pair | {"ward_codes": (), "last_day": None}, NAMES).endswith(": 25 April 2022, open, everywhere.")
    assert wording.in_instances("Op Sceptre", 2)[:2] == ("Op Sceptre runs in dated instances, not as one period.", "It has 2 instances.")


def test_lists_and_names() -> None:
    assert [wording.listed("ABC"[:size]) for size in range(4)] == ["none", "A", "A and B", "A, B and C"]
    assert wording.with_names("without E05008960 and E05999999", NAMES) == "without Eldene and E05999999"


def test_a_ratio_is_a_share_of_what_was_expected() -> None:
    assert wording.ratio(0.494, 0.566, 0.647) == "57% (49% to 65%)"
    assert wording.ratio(0.0, 0.0, float("inf")) == "0% (0% to ten times or more)"
    assert wording.ratio(0.0, None, float("inf")) == wording.ratio(0.0, float("nan"), 1.0) == "an unknown share"
    assert (wording.share(9.99), wording.share(10)) == ("999%", "ten times or more")
    assert (wording.signed(-293.1), wording.signed(5.5), wording.signed(1234.0)) == ("−293", "+6", "+1,234")


def test_power_says_what_a_fall_would_have_to_be() -> None:
    could = CouldShow(13, 13.0, 5, 25, 1, 0.15, 60)
    assert wording.power(could) == (
        "A true fall to 1 would be found 8 times in 10. To find a fall by half 8 times in 10, about 60 offences before would be needed.")
    assert wording.power(CouldShow(666, 666.0, 590, 748, 559, 1.0, 54)) == "A true fall to 559 would be found 8 times in 10."
    assert wording.power(CouldShow(0, 0.0, None, 3, None, 0.0, None)).startswith("No number of offences")


def test_what_is_compared_and_when_it_was_frozen() -> None:
    assert wording.compared(DESIGN, NAMES) == (
        "Violence and robbery in Eldene, January to June 2022 (6 months) against January to December 2021 (12 months), beside Penhill and "
        "Gorse Hill.")
    assert wording.frozen_line(FROZEN) == "Frozen 24 November 2026 at 22:28 UTC, before the outcome was read. Hash 0123456789ab."
    assert "before the outcome was read" not in wording.frozen_line(FROZEN, first=False)
    assert wording.replaced_line(FROZEN.frozen_at, "") == "24 November 2026 at 22:28 UTC: chosen by the rule"
    assert wording.replaced_line(FROZEN.frozen_at, "A better twin.").endswith("UTC: A better twin.")
    assert wording.freezes(2) == "Frozen 2 times" and wording.full_hash(FROZEN).endswith("0123456789abcdef")
    assert wording.needed("More months.") == "To tell, this would be needed: more months."


def test_what_changed_names_its_method_and_the_fallback() -> None:
    assert wording.changed(CHANGE) == (
        "57% (49% to 65%) of what the comparison wards lead us to expect (p < 0.001). Poisson regression over wards and months.")
    exact = wording.changed(RatioChange("exact conditional test", 0.0, 0.0, 1.2, 0.08))
    assert exact.endswith("A count is 0, so the logarithm of the ratio does not exist: the exact conditional test stands in.")
    assert wording.changed(RatioChange("exact conditional test", None, 0.0, float("inf"), 1.0)).startswith("There are too few offences")
    found = DisplacementDifference(-293.1, 36.7, 65.4, 61.4, Estimate(-227.6, 71.6, -3.2, -367.9, -87.4))
    assert wording.in_offences(found).endswith("−293 in the area, standard error 37; with next door −228 (−368 to −87).")
    counts: Any = SimpleNamespace(counts={"area": (1666, 381), "comparison": (3340, 3378)})
    assert wording.counted(counts) == "Operation area: 1,666 before, 381 after. Comparison wards: 3,340 before, 3,378 after."


def test_checks_say_what_should_not_be_there() -> None:
    assert wording.alongside(None).startswith("Too few months")
    together = wording.alongside(RatioChange("Poisson", 0.99, 0.89, 1.1, 0.9))
    assert together.endswith("99% (89% to 110%) a year, no sign that they moved apart.")
    assert wording.alongside(RatioChange("Poisson", 0.8, 0.7, 0.9, 0.01)).endswith("they were moving apart already.")
    calm, risen = (Spike(40, 20.0, 6, 12, p, word) for p, word in ((0.5, "usual variation"), (0.001, "clear rise")))  # type: ignore[arg-type]
    assert wording.spike(calm) == "The start did not follow a spike: 40 offences in the 6 months before the start, where 20 were usual."
    assert "regression to the mean" in wording.spike(risen) and wording.spike(None).startswith("Too few")
    dates = pd.DataFrame({"low": [1.1, 0.8, 0.2], "high": [1.5, 1.2, 0.9]})
    assert wording.placebo_dates(dates).startswith("Of 3 made-up starts before the true one, 2 show a change.")
    assert wording.placebo_dates(dates[:1]).startswith("Of 1 made-up start before the true one, 1 shows a change.")
    assert wording.placebo_dates(dates[:0]).startswith("Too few")
    burglary = pd.Series({"low": 0.78, "ratio": 1.12, "high": 1.6})
    assert wording.placebo_outcome("Burglary", burglary) == "Burglary, which it did not aim at: 112% (78% to 160%)."


def test_what_is_left_out_in_turn() -> None:
    table = pd.DataFrame({"ratio": [0.574, 0.56]}, index=["without the months of Op Sceptre April 2022", "without E05008958"])
    assert wording.left_out(table) == (
        "Other work met it: Op Sceptre April 2022. With the months of each, or each comparison ward left out in turn it comes to between "
        "56% and 57%.")
    assert wording.left_out(table[1:]).startswith("No other work met it. With each comparison ward")
    assert wording.left_out(table[:0]) == "" and wording.left_out(table.assign(ratio=float("nan"))).endswith("April 2022.")


def test_next_door_is_said_with_its_wards() -> None:
    assert wording.next_door("moved next door", CHANGE, DESIGN, NAMES) == (
        "Offences rose next door: 57% (49% to 65%) of what was to be expected, in Gorse Hill.")
    assert wording.next_door(None, None, DESIGN, NAMES) == wording.NO_RING
    assert wording.quotient(DisplacementQuotient(1, 1, 1, 1, -0.112, 1)).startswith("Weighted displacement quotient -0.11:")
    assert wording.quotient(None) == wording.quotient(DisplacementQuotient(1, None, None, None, None, None))


def test_operations_side_by_side() -> None:
    assert wording.effect_label("Op Thesus", CHANGE) == "Op Thesus: 57% (49% to 65%)"
    assert wording.effect_sentence("Op Thesus", "It worked.") == "Op Thesus. It worked."
    assert wording.not_evaluated("Op Sceptre", "It is short.") == "Op Sceptre: not evaluated. It is short."
    assert wording.frozen_missing("Op Thesus").startswith("Op Thesus: not evaluated yet")


def test_calendar_dosage_and_line() -> None:
    assert wording.without_dates([]) == "" and wording.without_dates(["A", "B"]) == "Without a start, so not drawn: A; B."
    assert wording.calendar_hover("April", APRIL, MAY, "closed") == "April: 25 April to 1 May 2022 (closed)"
    assert wording.calendar_hover("Youth work", APRIL, None, "") == "Youth work: 25 April 2022, open"
    assert wording.week_said("Patrol hours", date(2022, 1, 3), 7.5) == "Patrol hours, week of 3 January 2022: 7.5"
    assert wording.month_said(NEW_YEAR, 32.0) == "January 2022: 32"


def test_forms_and_areas() -> None:
    shares = pd.Series({"E05008960": 0.734, "E05010757": 0.2})
    assert wording.drawn_in(shares, NAMES) == "The drawn area lies 73% in Eldene and 20% in Penhill. Offences are counted by ward."
    assert wording.drawn_in(shares[:0], NAMES) == "The drawn area lies in no ward of this build."
    assert wording.corners_drawn(4) == "An area with 4 corners is drawn."
    assert wording.now_reads("live") == "Now in the register: live" and wording.now_reads("") == "Now in the register: empty"
    assert wording.kept("phase") == "This phase is kept." and wording.removed("phase").startswith("This phase was removed")
    assert wording.form_title("phase", changes=False) == "**Add a new phase**"
    assert wording.form_title("phase", changes=True) == "**Change this phase**"


def test_files_and_history() -> None:
    assert wording.imported(2, 1, 0, 3) == "2 added, 1 changed, 0 already so, 3 rejected."
    assert wording.import_title("Dosage by week") == "Load rows from a CSV: Dosage by week"
    assert wording.history_cut(40) == "" and wording.history_cut(1234).startswith("The newest 40 of 1,234 changes;")
    assert wording.export_name(date(2022, 5, 1)) == "register-2022-05-01.zip"
    assert wording.record_named({"name": "Op Thesus"}) == " “Op Thesus”" and wording.record_named({"week": APRIL}) == " “25 April 2022”"
    assert wording.record_named({"action": "x" * 60}) == f" “{'x' * 39}…”" and wording.record_named({}) == ""
    change = {"at": datetime(2022, 7, 1, 11, 5, tzinfo=UTC), "by_role": "analyst", "act": "changed", "said": "Status: live → closed",
              "undone": True, "before": {"name": "Op Thesus"}, "after": {"name": "Op Thesus"}}
    # summer time in Wiltshire is an hour ahead
    assert wording.history_line(change, "operation") == (
        "1 July 2022 at 12:05, analyst: operation “Op Thesus” changed: Status: live → closed (taken back)")
    judged: Any = SimpleNamespace(frozen=FROZEN, verdict=SimpleNamespace(sentence="It worked: 1 before."))
    assert wording.figures_of(judged) == "Violence and robbery, January to June 2022. It worked: 1 before. Comparison 0123456789ab."


def test_a_drawn_area_is_named_without_its_hash_and_says_how_it_is_counted() -> None:
    assert wording.place_named("the area drawn (0a1b2c3d)", {}) == "the area drawn"
    assert wording.place_named("E05008960", {"E05008960": "Eldene"}) == "Eldene"
    assert "500 metres away" in wording.ring_note(500)


def test_every_function_is_tested_here() -> None:
    public = {name for name, _ in inspect.getmembers(wording, inspect.isfunction)
              if not name.startswith("_") and inspect.getmodule(getattr(wording, name)) is wording}
    here = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(here)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "wording"}
    assert public - used == set()
