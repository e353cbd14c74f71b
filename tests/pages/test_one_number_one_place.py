"""One thing has one number on all pages of a question: counts of a place and its months, rates, words, p, and how far counts vary.

SVD_CLAIMS_SEED sets the draw; SVD_CLAIMS_SCOPES how many questions are drawn, twenty in `make prove`.
"""

from __future__ import annotations

import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from loaders import intake
from tests.claims.kinds import RATE, SPAN, months_of, number, year_before
from tests.claims.raw import street, wards
from tests.claims.sentences import sentences_of
from tests.pages.running import PageOutput, fresh_caches, run

__all__ = ["fresh_caches"]
SEED = int(os.environ.get("SVD_CLAIMS_SEED", "21"))
SCOPES = int(os.environ.get("SVD_CLAIMS_SCOPES", "2"))
RATE, COUNT = RATE.replace("(", "(?:"), r"([\d,]+)"
WORDS = r"((?:clear|possible) (?:rise|fall)|usual variation|cannot tell)"
STANDING = r"((?:clearly|possibly) (?:above|below) the force rate|no further from the force rate than most wards)"
Figure = tuple[tuple[str, ...], str]  # of what, and the figure
AREA = "the whole area"


def figures_of(claim: str, months: list[str]) -> Iterator[Figure]:
    """The figures that a sentence or card gives, each with what it is of. months: those that the page counts."""
    asked = " ".join(months)
    if match := re.fullmatch(rf"{COUNT} offences in wards · .+", claim):
        yield ("offences", AREA, asked), match[1]
    if match := re.fullmatch(
        rf"(Swindon|Wiltshire) \| ({RATE}) \| (.+ to .+) · {COUNT} offences?", claim
    ):
        yield ("offences", match[1], asked), match[4]
        yield ("rate", match[1]), match[2]
        yield ("limits", match[1]), match[3]
    if match := re.fullmatch(
        rf"(.+?): {COUNT} offences?(?:, ({RATE}) per 1,000 residents a year \((.+?)\), {STANDING})?\.",
        claim,
    ):
        yield ("offences", match[1], asked), match[2]
        if match[3]:
            yield ("rate", match[1]), match[3]
            yield ("limits", match[1]), match[4]
            yield ("standing", match[1]), match[5]
    if match := re.fullmatch(
        rf"(.+?) ((?:clearly|possibly) above the force rate) \| ({RATE}) \((.+?)\)(?: \|)?", claim
    ):
        name = match[1].removesuffix(" †")
        yield ("standing", name), match[2]
        yield ("rate", name), match[3]
        yield ("limits", name), match[4]
    if match := re.fullmatch(r"Clearly above the force rate: (.+?)(?: and \d+ more)?\.", claim):
        for named in match[1].split(", "):
            if ward := re.fullmatch(rf"(.+) ({RATE})", named):
                yield ("rate", ward[1]), ward[2]
    if match := re.search(rf"force rate ({RATE})", claim):
        yield ("force rate",), match[1].rstrip(".")
    yield from _changes(claim, months)
    if match := re.fullmatch(r"(.+? vary) (.+)\.", claim):
        yield (match[1],), match[2]
    if match := re.fullmatch(r"(Swindon|Wiltshire): (.+ months outside what is usual.*)\.", claim):
        yield ("outside", match[1]), match[2]


def _changes(claim: str, months: list[str]) -> Iterator[Figure]:
    """Counts of two periods, each with its own months; the word and p of the pair."""
    what, verdict, now, span, then, p = "", "", "", "", "", ""
    if match := re.fullmatch(
        rf"Change on the year before, both authorities \| {WORDS} \| {COUNT} in ({SPAN}), {COUNT} a year earlier(?: \(.+?\))?(?: · (p .+))?",
        claim,
    ):
        what, verdict, now, span, then, p = (
            AREA,
            match[1],
            match[2],
            match[3],
            match[4],
            match[5] or "",
        )
    elif match := re.fullmatch(
        rf"(.+?): {WORDS}, {COUNT} in ({SPAN}), {COUNT} a year earlier(?: \(.+\))?\.", claim
    ):
        what, verdict, now, span, then = match.groups()
    elif match := re.fullmatch(rf"(.+?): {WORDS}, {COUNT} then, {COUNT} now(?: \(.+\))?\.", claim):
        what, verdict, then, now = match.groups()
    elif match := re.fullmatch(
        rf"(.+?): {COUNT} in ({SPAN}), {COUNT} a year earlier: {WORDS} \((.+?)\)\.", claim
    ):
        what, now, span, then, verdict, p = match.groups()
    if not what:
        return
    compared = months_of(span) if span else months
    # an offence type of an authority is another count than that of all types asked for
    yield ("offences", what, " ".join(compared)), now
    yield ("offences", what, " ".join(map(year_before, compared))), then
    yield ("word", what, " ".join(compared)), verdict
    if p.startswith("p "):
        yield ("p", what, " ".join(compared)), p


def of_tables(sent: PageOutput, months: list[str]) -> Iterator[Figure]:
    """The same of the rows of the table of wards, on the page and in its file."""
    for table in sent.tables():
        if "Against force" not in table:
            continue
        for _, row in table.iterrows():
            name = str(row["Ward"]).removesuffix(" †")
            yield ("offences", name, " ".join(months)), f"{row['Offences']:,}"
            yield ("rate", name), _printed(row["Rate"])
            yield ("limits", name), f"{_printed(row['Low'])} to {_printed(row['High'])}"
            yield ("word in the list", name), str(row["On year before"])


def _printed(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}"


def drawn(
    at: int, held: Sequence[str], kinds: Sequence[str]
) -> tuple[dict[str, str], list[str], str]:
    """A question of the months and types held: its address, its months that are held, and a ward."""
    draw = random.Random(f"{SEED} {at}")
    first = draw.randrange(len(held) - 2)
    last = min(first + draw.choice((0, 2, 5, 8, 11)), len(held) - 1)
    address = {"type": draw.choice(["", *kinds]), "first": held[first], "last": held[last]}
    asked = [f"{m:%Y-%m}" for m in pd.period_range(held[first], held[last], freq="M")]
    ward = draw.choice(sorted(wards().index))
    return address, [month for month in asked if month in held], ward


def hold(address: dict[str, str], months: list[str], ward: str) -> None:
    """All pages of a question say the same of one thing."""
    held: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page in ("briefing", "compare", "wards"):
        sent = run(page, **address, ward=ward)
        for claim in sentences_of(sent):
            for of, figure in figures_of(claim, months):
                held[_as_counted(of, address["type"])][figure].add(f"{page}: {claim}")
        for of, figure in of_tables(sent, months):
            held[of][figure].add(f"{page}: its table")
    several = {of: dict(figures) for of, figures in held.items() if len(figures) > 1}
    assert several == {}, f"{address}, ward {ward}, seed {SEED}"
    assert any(of[0] == "offences" for of in held)
    _hold_words_together(held)


def _as_counted(of: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """“Swindon, Robbery” is Swindon where a page counts robbery alone."""
    if of[0] != "offences" or not kind:
        return of
    return (of[0], of[1].removesuffix(f", {kind}"), *of[2:])


@pytest.mark.parametrize("at", range(SCOPES))
def test_one_thing_has_one_number_on_all_pages_of_a_question(
    at: int, demonstration_store: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None
) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    rows = street()
    hold(*drawn(at, sorted(rows["month"].unique()), sorted(rows["kind"].unique())))


@pytest.fixture(scope="module")
def real_store(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[str, ...]]:
    """A store of the real months at hand, some with the same month a year earlier; and those months."""
    store = tmp_path_factory.mktemp("real") / "store"
    paths = sorted((real_data / "police_uk").glob("*/*-wiltshire-street.csv"))
    paths += sorted((real_data.parent / "more").glob("wiltshire_*.zip"))
    report = intake.load(paths, store)
    assert report.manifest is not None
    return store, tuple(report.manifest.months("police_uk_street"))


@pytest.mark.parametrize("at", range(SCOPES))
def test_one_thing_has_one_number_in_real_months(
    at: int,
    real_store: tuple[Path, tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    fresh_caches: None,
) -> None:
    store, months = real_store
    monkeypatch.setenv("SVD_STORE", str(store))
    hold(*drawn(at, months, ["Robbery", "Violence and sexual offences", "Possession of weapons"]))


def _hold_words_together(held: dict[tuple[str, ...], dict[str, set[str]]]) -> None:
    """A ward's word is that of the list, wherever it stands."""
    for of, figures in held.items():
        if of[0] == "word" and ("word in the list", of[1]) in held:
            assert set(figures) == set(held["word in the list", of[1]]), of


def test_two_numbers_for_one_thing_are_seen() -> None:
    months = ["2022-01", "2022-02"]
    card = "Swindon | 1.27 | 1.13 to 1.43 · 297 offences"
    assert next(figures_of(card, months)) == (("offences", "Swindon", "2022-01 2022-02"), "297")
    fewer = "Central: clear rise, 98 in January 2022, 28 a year earlier (+250 %)."
    assert list(figures_of(fewer, months)) == [
        (("offences", "Central", "2022-01"), "98"),
        (("offences", "Central", "2021-01"), "28"),
        (("word", "Central", "2022-01"), "clear rise"),
    ]
    full = "Central: clear rise, 28 then, 98 now (+250 %)."
    assert (("offences", "Central", "2022-01 2022-02"), "98") in list(figures_of(full, months))
    assert number("1,234") == 1234
