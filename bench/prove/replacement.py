"""Months loaded again and again: what counts is always what the person was told, and nothing is taken away unasked.

Random sequences of whole, corrected and filtered files of three months, by themselves or in archives of any publication, several at a time,
with somebody who says yes or does not. A model of the rules, which knows nothing of the program, says what should stand.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bench.runs import console
from loaders import intake
from loaders.store.builds import BuildStore
from loaders.store.manifest import Manifest
from loaders.store.proposal import NotAgreed, Proposal

SEQUENCES = 200
MONTHS = ("2025-01", "2025-02", "2025-03")
PUBLICATIONS = ("2025-04", "2025-05", "2025-06")
TYPES = ("Burglary", "Drugs", "Robbery", "Shoplifting")
HEADING = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
Rows = tuple[tuple[str, str, str], ...]  # id, type, outcome


@dataclass(frozen=True)
class Delivery:
    """One file: rows of a month, in an archive of a publication or (empty) by itself."""

    month: str
    publication: str
    rows: Rows


@dataclass(frozen=True)
class Step:
    """What somebody loads at a time, and whether they say yes where they are asked."""

    deliveries: tuple[Delivery, ...]
    says_yes: bool


@dataclass
class Tally:
    """What happened in all sequences."""

    sequences: int = 0
    loads: int = 0
    taken: int = 0
    asked: int = 0
    declined: int = 0
    same: int = 0
    faults: list[str] = field(default_factory=list)


@st.composite
def months_rows(draw: DrawFn) -> Rows:
    """A month as somebody has it: whole, corrected (rows more, other outcomes, rows fewer) or filtered to types."""
    size = draw(st.sampled_from([12, 20, 30]))
    rows = [
        (f"c{number}", TYPES[number % len(TYPES)], "Under investigation") for number in range(size)
    ]
    shape = draw(st.sampled_from(["whole", "corrected", "filtered", "cut"]))
    if shape == "corrected":
        more = draw(st.integers(0, 6))
        outcome = draw(st.sampled_from(["Charged", "No suspect"]))
        rows = [(crime, kind, outcome) for crime, kind, _ in rows[draw(st.integers(0, 2)) :]]
        rows += [(f"n{number}", "Robbery", "Charged") for number in range(more)]
    elif shape == "filtered":
        types = draw(st.sets(st.sampled_from(TYPES), min_size=1, max_size=3))
        rows = [row for row in rows if row[1] in types]
    elif shape == "cut":
        rows = rows[: draw(st.integers(1, size))]
    return tuple(rows)


def deliveries() -> SearchStrategy[Delivery]:
    publication = st.one_of(st.just(""), st.sampled_from(PUBLICATIONS))
    return st.builds(Delivery, st.sampled_from(MONTHS), publication, months_rows())


def sequences() -> SearchStrategy[list[Step]]:
    given_together = st.lists(deliveries(), min_size=1, max_size=3).map(tuple)
    return st.lists(st.builds(Step, given_together, st.booleans()), min_size=2, max_size=6)


@dataclass(frozen=True)
class Standing:
    """What the model holds of a month."""

    rows: Rows
    publication: str

    @property
    def content(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(sorted(self.rows))

    @property
    def types(self) -> set[str]:
        return {kind for _, kind, _ in self.rows}


def takes_away(before: Standing, after: Standing) -> bool:
    """The three losses that ask for a yes, as the rule has them."""
    if before.content == after.content:
        return False
    return (
        len(before.rows) - len(after.rows) > len(before.rows) / 10
        or bool(before.types - after.types)
        or bool(before.publication and after.publication and after.publication < before.publication)
    )


def expected(
    standing: dict[str, Standing], step: Step
) -> tuple[dict[str, Standing], dict[str, bool]]:
    """What would stand after a step, and of which months it asks: archives by their publication, then files as named."""
    after, asks = dict(standing), dict[str, bool]()
    for month in {delivery.month for delivery in step.deliveries}:
        own = [d for d in step.deliveries if d.month == month]
        own.sort(key=lambda d: (not d.publication, d.publication))  # stable: else as named
        offered = [Standing(d.rows, d.publication) for d in own]
        winner, before = offered[-1], standing.get(month)
        rivals = [rival for rival in offered[:-1] if rival.content != winner.content]
        asks[month] = any(
            takes_away(rival, winner)
            for rival in rivals
            if before is None or rival.content != before.content
        ) or (before is not None and takes_away(before, winner))
        if before is not None and before.content == winner.content:
            winner = Standing(before.rows, max(before.publication, winner.publication))
        after[month] = winner
    return after, asks


def written(step: Step, folder: Path) -> list[Path]:
    """The step's files, in the order named; each in a folder of its own, as downloads are."""
    paths = []
    for number, delivery in enumerate(step.deliveries):
        name = f"{delivery.month}-wiltshire-street.csv"
        lines = [
            f"{crime},{delivery.month},Wiltshire Police,Wiltshire Police,-1.79,51.56,On or near High Street,,,{kind},{outcome},"
            for crime, kind, outcome in delivery.rows
        ]
        text = "\n".join([HEADING, *lines]) + "\n"
        place = folder / f"delivery {number}"
        place.mkdir(parents=True)
        if delivery.publication:
            paths.append(place / f"{delivery.publication}.zip")
            with zipfile.ZipFile(paths[-1], "w") as archive:
                archive.writestr(f"{delivery.month}/{name}", text)
        else:
            paths.append(place / name)
            paths[-1].write_text(text, encoding="utf-8")
    return paths


def held(store: Path, manifest: Manifest | None) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Month → rows of the current build, also of months that are so short that no question counts them."""
    if manifest is None:
        return {}
    folder = BuildStore(store).folder(manifest.build)
    contents = {}
    for part in manifest.parts:
        if part.month:
            rows = pq.read_table(folder / part.file).to_pandas()
            columns = (rows[name] for name in ("crime_id", "offence_type", "outcome"))
            contents[part.month] = tuple(sorted(zip(*columns, strict=True)))
    return contents


def play(steps: Sequence[Step], tally: Tally) -> None:
    """Load a sequence into a store of its own; whatever is not as the model or as the person was told is written down."""
    tally.sequences += 1
    standing: dict[str, Standing] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        for number, step in enumerate(steps):
            standing = _load(
                store, written(step, Path(folder) / str(number)), step, standing, tally
            )


def _load(
    store: Path, paths: list[Path], step: Step, standing: dict[str, Standing], tally: Tally
) -> dict[str, Standing]:
    after, asks = expected(standing, step)
    before_build, shown = BuildStore(store).current(), list[Proposal]()
    rehearsed = intake.rehearse(paths, store).proposal

    def answer(proposal: Proposal) -> bool:
        shown.append(proposal)
        return step.says_yes or not proposal.questions

    tally.loads += 1
    report: intake.Report | None = None
    try:
        report = intake.load(paths, store, agreed=answer)
    except NotAgreed:
        tally.declined += 1
    (proposal,) = shown
    tally.asked += any(asks.values())
    current = BuildStore(store).current()
    manifest = BuildStore(store).manifest(current) if current else None
    agreed = step.says_yes or not any(asks.values())
    should_stand = after if agreed else standing

    def fault(holds: bool, words: str) -> None:
        if not holds:
            tally.faults.append(f"{words}: {step}")

    fault(proposal.says_the_same(rehearsed), "the rehearsal says something else than the load")
    fault(
        {x.month: bool(x.questions) for x in proposal.lines} == asks,
        "asked otherwise than the rule",
    )
    counts = {
        x.month: (x.before.count if x.before else 0, x.after.count if x.after else 0)
        for x in proposal.lines
    }
    fault(
        counts
        == {m: (len(standing[m].rows) if m in standing else 0, len(after[m].rows)) for m in asks},
        "told other numbers than stand and would stand",
    )
    fault(
        held(store, manifest)
        == {month: candidate.content for month, candidate in should_stand.items()},
        "another content stands than was told",
    )
    fault((report is not None) == agreed, "taken without a yes, or not taken")
    if report is None:
        fault(current == before_build, "a refusal changed the build")
        return standing
    tally.taken += report.manifest is not None
    tally.same += report.manifest is None
    in_build = Counter({p.month: p.accepted for p in manifest.parts if p.month} if manifest else {})
    fault(
        report.accepted == sum(in_build[m] for m in asks), "“accepted” is not what the build holds"
    )
    fault(
        report.accepted + report.rejected + report.not_counted
        == sum(len(d.rows) for d in step.deliveries),
        "rows are lost between read and counted",
    )
    return after


def property_over(examples: int, tally: Tally) -> Callable[[], None]:
    """The promise as a function to call: so many random sequences, the first that breaks it raised."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sequences())
    def holds(steps: list[Step]) -> None:
        play(steps, tally)
        assert not tally.faults, tally.faults[0]

    return holds


def main() -> bool:
    """Play the sequences and print what came of them; whether the promise holds."""
    tally = Tally()
    holds = True
    try:
        property_over(SEQUENCES, tally)()
    except AssertionError:
        holds = False
    console.print(
        f"{tally.sequences:,} sequences, {tally.loads:,} loads: {tally.taken:,} made a build, {tally.same:,} held nothing new, "
        f"{tally.asked:,} asked for a yes, of which {tally.declined:,} got none and changed nothing."
    )
    console.print(
        f"{len(tally.faults):,} loads were not as told."
        + "".join(f"\n{fault}" for fault in tally.faults)
    )
    return holds
