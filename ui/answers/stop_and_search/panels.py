"""Samples of searches for panels: drawn again from the same data by the same seed, without anything about who was searched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.searches.panel_sample import PACK_SOURCES, pack_source, stratified_sample
from ui.answers import register
from ui.answers.area import served
from ui.answers.stop_and_search import searches as search_answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.text.stop_and_search import panels as words

STRATA = {
    "authority and object": ("authority", "object"),
    "object": ("object",),
    "authority": ("authority",),
    "legislation": ("legislation",),
    "outcome": ("outcome",),
}
SHOWN = [
    "key",
    "month",
    "part_of_day",
    "authority",
    "kind",
    "object",
    "legislation",
    "outcome",
    "linked",
]


def sample(pack: Mapping[str, Any]) -> pd.DataFrame:
    """The searches of a pack in their order, with their stratum; the same whenever the data are the same."""
    return stratified_sample(
        _offered(pack)[SHOWN], STRATA[pack["strata"]], int(pack["size"]), seed=int(pack["seed"])
    )


def keep(given: Mapping[str, Any], source_id: str) -> int:
    """A pack kept with its source and what it was drawn from; its id. One that nothing can be drawn for is refused."""
    pack = {
        **given,
        "source": next(name for name, source in PACK_SOURCES.items() if source == source_id),
    }
    sample(pack)
    return register.add("panel_pack", pack | {"made_from": drawn_from(pack)})


def graded(pack: Mapping[str, Any]) -> pd.DataFrame:
    """A pack's sample with the panel's grade and feedback, empty where there is none yet."""
    grades = record_answers.register().records("panel_grade", pack=int(pack["id"]))[
        ["sample", "grade", "feedback"]
    ]
    return (
        sample(pack)
        .merge(grades.astype({"sample": int}), on="sample", how="left")
        .fillna({"grade": "", "feedback": ""})
    )


def actions(pack: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the panel asked for, and what became of it."""
    return (
        record_answers.register().records("panel_action", pack=int(pack["id"])).to_dict("records")
    )


def of_source(source_id: str) -> tuple[list[dict[str, Any]], int]:
    """Packs drawn from a source, the newest first, and how many are drawn from another."""
    packs = (
        record_answers.register()
        .records("panel_pack")
        .sort_values("id", ascending=False)
        .to_dict("records")
    )
    mine = [pack for pack in packs if pack_source(pack) == source_id]
    return mine, len(packs) - len(mine)


def drawn_from(pack: Mapping[str, Any]) -> str:
    """The data a sample is drawn from: a mark that changes when any search does; of open data how many there are, too.

    The register is read by others than analysts, so that no count of a restricted source is kept there.
    """
    rows = _offered(pack)[SHOWN].sort_values("key")
    digest = hashlib.sha256(rows.to_csv(index=False).encode()).hexdigest()
    return words.drawn_from(
        None if source_answers.policy(pack_source(pack)).restricted else len(rows), digest[:12]
    )


def source(pack: Mapping[str, Any]) -> list[str]:
    """Where the searches of a pack are from, and what wrote it out."""
    return [
        source_answers.source_name(pack_source(pack)),
        source_answers.marking(pack_source(pack)),
        source_answers.made_from(),
    ]


def _offered(pack: Mapping[str, Any]) -> pd.DataFrame:
    """All searches of the pack's months, with the part of the day and the authority; neither moment, place nor person."""
    rows = search_answers.searches_between(
        pack_source(pack), pack["first_month"], pack["last_month"]
    )
    authority = rows["authority_code"].map(served().names).fillna(words.NO_PLACE)
    return rows.assign(
        part_of_day=rows["hour"].map(words.part_of_day),
        authority=authority,
        month=rows["month"].map("{:%Y-%m}".format),
    )
