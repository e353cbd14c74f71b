"""How much of knife-enabled offences few people hold, in the force's own records. Numbers of people alone come in, and only what may be told leaves.

One answer a build: of all whole months that it holds, in cuts fixed here. A reader cannot ask for other months, places or ages, so that
no two questions can be subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.core.ages import bands_of
from geo.core.schema import FORCE_EXTRACT
from geo.disclosure.few_people import FEWEST
from geo.knife.few_hands_shown import Cut, FewHandsShown, cuts_shown
from loaders.area import area_file
from ui.access.identity import Sight, sight
from ui.answers.area import served
from ui.answers.caching import cache_data
from ui.answers.seen import rows_of, seen
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.text.harm import weighed as harm_text

AUTHORITY, YEAR, AGES, LINE = "authority", "year", "ages", "line"
AGE_CUTS = ("14–25", "26 and over")
LINES = {
    "local_line": "local line",
    "county_line": "another judgement",
    "no_line": "another judgement",
}
ROLES = {"suspects": "suspect", "victims": "victim"}


@dataclass(frozen=True)
class FewHandsAnswer:
    """Suspects and victims apart: role → cut → what may be told, the whole first; a role of whom nothing may be told has no cut.

    months      the whole months that were counted
    unweighted  codes or types of ten offences or more without a weight, where harm is weighed
    """

    months: tuple[date, ...]
    of: Mapping[str, Mapping[Cut, FewHandsShown]]
    unweighted: tuple[str, ...] = ()


def assessment() -> str:
    """The impact assessment under which people are kept, as the area file names it; empty where it names none."""
    return area_file().impact_assessment


def people_shown() -> bool:
    """Whether anything may be said of people: under an impact assessment, or in the demonstration, whose people are made up."""
    return answers.anything_loaded() and (bool(assessment()) or answers.is_demonstration())


def few_hands() -> FewHandsAnswer | None:
    """What may be told of few hands in the pinned build; None where people are switched off, or no extract is held."""
    if not people_shown() or FORCE_EXTRACT not in source_answers.sources():
        return None
    answer = _few_hands(answers.build(), sight())  # of whatever wards a page counts by
    if source_answers.policy(FORCE_EXTRACT).restricted:
        seen(FORCE_EXTRACT, None, rows_of(answer.months), question="few_hands")
    return answer


@cache_data(4)
def _few_hands(build: str, reader_sight: Sight) -> FewHandsAnswer:
    del build, reader_sight  # part of the key
    of = {each: _of_role(each) for each in ROLES}
    return FewHandsAnswer(source_answers.received_months(FORCE_EXTRACT), of, _unweighted())


def _unweighted() -> tuple[str, ...]:
    held = answers.harm_weights()
    if held is None:
        return ()
    offences, _ = answers.pinned().namings(next(iter(ROLES)), FORCE_EXTRACT)
    words = offences["offence_code" if held.by_code else "offence_type"].fillna(harm_text.NO_CODE)
    counted = words[~words.isin(list(held.weights))].value_counts()
    return tuple(sorted(map(str, counted.index[counted >= FEWEST])))


def _of_role(each: str) -> dict[Cut, FewHandsShown]:
    offences, namings = answers.pinned().namings(each, FORCE_EXTRACT)
    if not len(offences):
        return {}
    years = pd.to_datetime(offences["month"]).dt.year.astype(str)
    cut = pd.DataFrame(
        {
            "offence": offences["offence"],
            "harm": _harm(offences),
            AUTHORITY: offences["authority_code"].fillna(""),
            YEAR: years,
            AGES: _age_cut(offences["age_band"]),
            LINE: offences["line_type"].map(LINES).fillna(""),
        }
    )
    parts = {
        AUTHORITY: served().codes,
        YEAR: tuple(sorted(set(years))),
        AGES: AGE_CUTS,
        LINE: tuple(dict.fromkeys(LINES.values())),
    }
    return cuts_shown(cut, namings, parts, who=ROLES[each])


def _harm(offences: pd.DataFrame) -> pd.Series:
    """What each offence weighs by the index that is loaded; NaN where it has no weight, or none is loaded."""
    held = answers.harm_weights()
    if held is None:
        return pd.Series(float("nan"), index=offences.index)
    word = offences["offence_code" if held.by_code else "offence_type"]
    return word.map(dict(held.weights)).astype(float)


def index_named() -> str:
    """The index that harm is weighed by, as it is named; empty where none is loaded."""
    held = answers.harm_weights()
    return harm_text.index_named(held) if held else ""


def _age_cut(bands: pd.Series) -> pd.Series:
    words = {band: cut for cut in AGE_CUTS for band in bands_of(cut)}
    return bands.map(words).fillna("")
