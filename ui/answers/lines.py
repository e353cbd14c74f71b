"""What is asked of the force's own records alone: lines and hours. Whatever leaves here has passed the guard."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.core.completeness import Coverage, coverage
from geo.core.layers import Layer
from geo.core.schema import FORCE_EXTRACT, ORIGINS
from geo.core.selection import Selection
from geo.knife.aoristic import HourPicture, hour_picture
from geo.knife.lines import line_shares, line_shares_beside
from ui.access.identity import Sight, sight
from ui.answers import disclosure_control
from ui.answers.area import served
from ui.answers.caching import cache_data
from ui.answers.seen import recorded, rows_of, seen
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.text import pages as page_text

YOUNG = "14–25"
KNIFE_VIOLENCE, KNIFE_POSSESSION, LOCAL_LINES = (
    "knife_enabled_violence",
    "knife_possession",
    "local_line_incidents",
)


@dataclass(frozen=True)
class LineShares:
    """Knife-enabled violence by line type, as geo.knife.lines gives it; by month and by ward only for analysts, else empty.

    by_age    two rows an authority, all ages first; NaN in a row that must not be shown
    """

    selection: Selection
    by_age: pd.DataFrame
    by_month: pd.DataFrame
    by_ward: pd.DataFrame
    covered: Coverage
    restricted: bool = False


@recorded()
def parts(selection: Selection) -> pd.DataFrame | None:
    """Offences of each ward by how they came to light: ward_code index, a column an origin.

    None where the layer is not told apart so, or this role must not be told.
    """
    if source_answers.told_apart(selection) != "origin" or source_answers.guarded(
        selection.source_id, sight()
    ):
        return None
    return _parts(answers.build_key(), sight(), selection.everywhere())


def shares(selection: Selection) -> LineShares:
    """How much of knife-enabled violence is tied to lines in the months of a selection, filtered as it is, whatever its layer."""
    knife_violence = layer_named(KNIFE_VIOLENCE).of(
        replace(
            selection.everywhere(), line_types=(), suspect_ages="", weapons=(), offence_types=()
        )
    )
    answer = _shares_shown(knife_violence)
    seen(FORCE_EXTRACT, knife_violence, rows_of(answer), question="shares")
    return answer


def _shares_shown(knife_violence: Selection) -> LineShares:
    """Every table for who may see each count; by age alone, small rows hidden, for others."""
    reader, build = sight(), answers.build_key()
    if not source_answers.guarded(FORCE_EXTRACT, reader):
        return _shares(build, reader, knife_violence)
    disclosure_control.require_whole_quarters(knife_violence)
    by_age = _shares_by_age(disclosure_control.line_counts(knife_violence))
    shown = disclosure_control.large_rows(by_age, policy=source_answers.policy(FORCE_EXTRACT))
    return LineShares(
        knife_violence,
        shown,
        pd.DataFrame(),
        pd.DataFrame(),
        _covered(knife_violence),
        restricted=True,
    )


@recorded()
def hours(selection: Selection) -> dict[str, HourPicture]:
    """Hour and weekday of a selection's offences in each authority: authority_code → picture. Analysts only."""
    source_answers.require_analyst(selection.source_id, page_text.HOURS_OF)
    return _hours(answers.build_key(), sight(), selection)


def layer_named(name: str) -> Layer:
    """The layer of that name among those offered."""
    return next(layer for layer in source_answers.offered_layers() if layer.name == name)


def _covered(selection: Selection) -> Coverage:
    return coverage(
        FORCE_EXTRACT,
        source_answers.received_months(FORCE_EXTRACT),
        first=selection.first_month,
        last=selection.last_month,
    )


@cache_data(50)
def _parts(build: str, reader_sight: Sight, selection: Selection) -> pd.DataFrame:
    del build, reader_sight  # part of the key
    counts = answers.pinned().counts(
        selection, by=["ward_code", "origin"], months=_covered(selection).received
    )
    return (
        counts.pivot_table(index="ward_code", columns="origin", values="offences", aggfunc="sum")
        .reindex(columns=list(ORIGINS))
        .fillna(0)
        .astype(int)
    )


@cache_data(50)
def _by_age(build: str, reader_sight: Sight, selection: Selection) -> pd.DataFrame:
    """Every authority, all ages and the young: every count."""
    del build, reader_sight  # part of the key
    counts = answers.pinned().counts(
        selection,
        by=["authority_code", "line_type", "age_band"],
        months=_covered(selection).received,
    )
    return _shares_by_age(counts)


def _shares_by_age(counts: pd.DataFrame) -> pd.DataFrame:
    return line_shares_beside(
        counts[counts["authority_code"].isin(list(served().codes))],
        by=["authority_code"],
        ages=YOUNG,
    )


@cache_data(50)
def _shares(build: str, reader_sight: Sight, selection: Selection) -> LineShares:
    covered = _covered(selection)
    counts = answers.pinned().counts(
        selection, by=["authority_code", "ward_code", "month", "line_type"], months=covered.received
    )
    counts["month"] = pd.to_datetime(counts["month"]).dt.date
    here = counts[counts["authority_code"].isin(list(served().codes))]
    return LineShares(
        selection,
        _by_age(build, reader_sight, selection),
        line_shares(here, by=["authority_code", "month"]),
        line_shares(here, by=["ward_code"]).set_index("ward_code"),
        covered,
    )


@cache_data(20)
def _hours(build: str, reader_sight: Sight, selection: Selection) -> dict[str, HourPicture]:
    del build, reader_sight  # part of the key
    of_each = {
        code: answers.pinned().windows(replace(selection, authorities=(code,)))
        for code in served().codes
    }
    return {
        code: hour_picture(table["occurred_from"], table["occurred_to"])
        for code, table in of_each.items()
    }
