"""Ten claims of each page, drawn at random, are worked out again from the raw rows by another route than the program's.

SVD_CLAIMS_SEED sets the draw, which a failure names; SVD_CLAIMS_DRAWS how many there are in all, two hundred in `make prove`.
"""

from __future__ import annotations

import ast
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.claims import kinds, operations, other_pages, policing, raw
from tests.claims.kinds import ASIDE, KINDS, Scope, is_aside, is_known, recompute
from tests.claims.sentences import sentences_of
from tests.large_versions import a_few
from tests.pages.running import PageOutput, fresh_caches, run

__all__ = ["fresh_caches", "operations", "other_pages", "policing"]
SEED = int(os.environ.get("SVD_CLAIMS_SEED", "21"))
CLAIMS = 10
DRAWS = int(os.environ.get("SVD_CLAIMS_DRAWS", "0"))  # beside those of `make test`
POSSESSION, VIOLENT = ("Possession of weapons",), ("Violence and sexual offences", "Robbery")
SCOPES = (
    Scope(),
    Scope(("Robbery",), "2021-04", "2021-12"),
    Scope(("Shoplifting",), "2022-01", "2022-12"),
    Scope(("Criminal damage and arson",), "2022-06", "2022-11"),
    Scope(("Drugs",), "2022-02", "2022-02"),
)
OFFENCES = ("briefing", "compare", "wards")  # pages that take any offences and months
YEAR = {"first": "2022-01", "last": "2022-12"}
PAGES: dict[str, tuple[str, dict[str, str], Scope]] = {
    "policing": ("briefing", {"show": "Policing?"}, Scope()),
    "trend": ("briefing", {"show": "Trend"}, Scope()),
    "funnel": ("briefing", {"show": "Funnel"}, Scope()),
    "hotspots": ("hotspots", {}, Scope(VIOLENT)),
    "lines": ("lines", {}, Scope(raw.LOCAL_LINES)),
    "lines by ward": ("lines", {"lines_show": "By ward"}, Scope(raw.LOCAL_LINES)),
    "operations": ("operations", {}, Scope(VIOLENT)),
    "stop and search": ("stop_and_search", {}, Scope()),
    "the duty": ("duty", {}, Scope(VIOLENT)),
    "money": ("duty", {"duty": "Money"}, Scope(VIOLENT)),
    "needs": ("duty", {"duty": "Needs"}, Scope(VIOLENT)),
    "data": ("data", {}, Scope()),
}
# A draw of every page in `make test`; of their other views in `make prove`.
A_FEW = (
    "briefing",
    "compare",
    "wards",
    "policing",
    "hotspots",
    "lines",
    "operations",
    "stop and search",
    "the duty",
    "data",
)


@pytest.fixture(autouse=True)
def store(
    demonstration_of_its_own: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None
) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_of_its_own))


def hold(sent: PageOutput, scope: Scope, name: str, *, seed: int = SEED) -> None:
    """Every claim of a page is of a known kind, and ten of them are worked out again."""
    claims = sentences_of(sent)
    unknown = [claim for claim in claims if not is_known(claim)]
    assert unknown == [], f"{name}: no way is known to work these out by another route"
    for claim in filter(operations.is_foundation, claims):
        recompute(claim, scope)
    worked_out = sorted({claim for claim in claims if not is_aside(claim)})
    drawn = random.Random(f"{seed} {name}").sample(worked_out, min(CLAIMS, len(worked_out)))
    for claim in drawn:
        try:
            recompute(claim, scope)
        except AssertionError as wrong:
            raise AssertionError(f"{name}, seed {seed}: “{claim}”: {wrong}") from wrong


def chosen(page: str, seed: int) -> tuple[Scope, dict[str, str]]:
    """A page's offences and months, and the ward that it opens."""
    draw = random.Random(f"{seed} {page}")
    scope = draw.choice(SCOPES)
    address = {"type": ", ".join(scope.kinds), "first": scope.first, "last": scope.last}
    if page == "wards":
        address["ward"] = draw.choice(sorted(raw.wards().index))
    return scope, address


def draws() -> list[Any]:
    """Each page once, and as many further draws of a page as are asked for: its name and its seed."""
    names = [*OFFENCES, *PAGES]
    further = [SEED + at + 1 for at in range(DRAWS)]
    once = a_few([(name, SEED) for name in names], [(name, SEED) for name in A_FEW])
    return once + [(random.Random(seed).choice(names), seed) for seed in further]


@pytest.mark.parametrize(("name", "seed"), draws())
def test_ten_claims_of_a_page_are_the_same_by_another_route(name: str, seed: int) -> None:
    if name in OFFENCES:
        scope, address = chosen(name, seed)
        hold(run(name, **address), scope, name, seed=seed)
    else:
        page, address, scope = PAGES[name]
        hold(run(page, **address), scope, name, seed=seed)


def test_ten_claims_of_an_evaluation_are_the_same_by_another_route() -> None:
    sent = run("operations", operation="1")
    (freeze,) = [button for button in sent.test.button if button.key == "freeze comparison"]
    freeze.click().run()
    hold(run("operations", operation="1"), Scope(VIOLENT), "operations, Op Thesus")


def test_a_wrong_figure_and_an_unknown_sentence_fail() -> None:
    right = "Swindon | 1.27 | 1.13 to 1.43 · 297 offences"
    recompute(right, Scope())
    for wrong in (right.replace("297", "298"), right.replace("1.27", "1.28")):
        with pytest.raises(AssertionError, match="another route"):
            recompute(wrong, Scope())
    with pytest.raises(AssertionError, match="no way is known to work this claim out"):
        recompute("Swindon holds 12 of something new.", Scope())
    assert all(why for _, why in ASIDE) and len(KINDS) > 60


def test_the_other_route_is_another() -> None:
    for path in sorted(Path(kinds.__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {
            name
            for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [str(node.module)]
            )
        }
        assert not {m for m in modules if m.split(".")[0] in ("geo", "ui")}, path.name
        loaders = {m for m in modules if m.startswith("loaders")}
        assert loaders <= {"loaders.demo.demonstration"}, path.name  # which writes the raw files
