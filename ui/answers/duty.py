"""What the page of the Duty asks of the store and the register: need beside spend, figures of an edition, partner data that may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from geo.core.errors import DataProblem
from geo.core.schema import FORCE_EXTRACT, POSSESSION
from geo.core.selection import Selection
from geo.disclosure.fixed_rounding import rounded
from geo.disclosure.small_cells import Policy, protect
from geo.duty.need_and_spend import need_beside_spend
from geo.rates.seen_by import seen_by_whom
from loaders.partners.files import ATTENDANCES, INDICATORS, Upload, keep_partner_file, partner_rows
from loaders.register import duty, editions, progress
from loaders.register.register import Registers
from loaders.version import version
from ui.answers import lines as lines_answers
from ui.answers import register as register_answers
from ui.answers.area import served
from ui.answers.caching import cache_data
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import WardAnswer
from ui.text import duty as duty_text

Figure = str | int | float | None


def marking(view: str) -> str:
    """The marking of a view: that of the force's own records where it draws on them or on partners' data."""
    held = source_answers.received_months(FORCE_EXTRACT)
    return (
        source_answers.marking(FORCE_EXTRACT)
        if view == "partners" or (view == "needs" and held)
        else ""
    )


def need(selection: Selection) -> WardAnswer:
    """Recorded violence and robbery by ward, from open data."""
    return ward_answers.ward_answer(selection)


def wards_beside(selection: Selection, as_at: date | None) -> pd.DataFrame:
    """Every ward's need beside its money; see geo.duty.need_and_spend."""
    columns = [
        "ward_name",
        "authority_name",
        "offences",
        "rate_per_1000",
        "rate_low",
        "rate_high",
        "standing",
    ]
    return need_beside_spend(
        need(selection).wards[columns],
        _by_ward(as_at),
    )


def authorities_beside(selection: Selection, as_at: date | None) -> pd.DataFrame:
    """Every authority's need beside its money; a ward's money counts for its authority where none is named."""
    home = ward_tables.wards()["authority_code"]
    table = record_answers.register().records("spending", as_at=as_at)
    table = table[table["status"] != "returned"]
    named = zip(table["ward_code"], table["ward_vintage"], strict=True)
    wards = [record_answers.placed([ward]).place.wards for ward in named]
    of_ward = pd.Series([home.get(codes[0], "") if codes else "" for codes in wards], table.index)
    code = table["authority_code"].where(table["authority_code"] != "", of_ward)
    pounds = (
        table.assign(code=code, amount=table["amount"].astype(float))
        .groupby("code")["amount"]
        .sum()
    )
    authorities = need(selection).authorities.assign(standing="")
    return need_beside_spend(authorities, pounds[pounds.index.isin(authorities.index)]).reindex(
        list(served().codes)
    )


def for_neither(as_at: date | None) -> float:
    """Pounds used that name neither an authority nor a ward."""
    table = record_answers.register().records("spending", as_at=as_at)
    mine = table[
        (table["status"] != "returned")
        & (table["authority_code"] == "")
        & (table["ward_code"] == "")
    ]
    return float(sum(mine["amount"]))


def _by_ward(as_at: date | None) -> pd.Series:
    """Pounds used by ward of the page; money for a ward of another vintage by the share of it that lies in each."""
    sums: dict[str, float] = {}
    for ward, amount in progress.spent_by_ward(record_answers.register(), as_at=as_at).items():
        parts = record_answers.placed([ward]).place.parts
        whole = sum(part.share for part in parts)
        for part in parts:
            sums[part.code] = sums.get(part.code, 0.0) + float(amount) * part.share / whole
    return pd.Series(
        {code: sums[code] for code in sums if code in ward_tables.wards().index}, dtype=float
    )


def deprived_fifth(selection: Selection) -> tuple[float, float, int]:
    """The most deprived fifth of wards: its share of offences and of residents (0 to 1), and how many wards it is."""
    wards, score = need(selection).wards, ward_tables.ward_features()["deprivation"]
    wards = wards[
        wards["residents"].notna()
    ]  # both shares are of the wards whose residents are known
    most = score.reindex(wards.index).nlargest(round(len(wards) / 5)).index
    return (
        float(wards.loc[most, "offences"].sum() / wards["offences"].sum()),
        float(wards.loc[most, "residents"].sum() / wards["residents"].sum()),
        len(most),
    )


def who(selection: Selection) -> list[str]:
    """Suspects of 14 to 25 in knife-enabled violence, where the force's own records are loaded and may be shown."""
    if not source_answers.received_months(FORCE_EXTRACT):
        return [duty_text.WHO_UNKNOWN]
    received = source_answers.received_months(FORCE_EXTRACT)
    months = (max(selection.first_month, received[0]), min(selection.last_month, received[-1]))
    if months[0] > months[1]:
        return [duty_text.WHO_UNKNOWN]
    try:
        table = lines_answers.shares(
            Selection(FORCE_EXTRACT, (), (), *months, served=served())
        ).by_age
    except DataProblem as problem:
        return [problem.wrong]
    sentences = []
    for code, rows in table.groupby("authority_code", sort=False):
        whole, young = rows["offences"].iloc[0], rows["offences"].iloc[-1]
        small = pd.isna(whole) or pd.isna(young) or min(young, whole - young) < Policy().threshold
        sentences.append(
            f"{served().names[str(code)]}: {duty_text.WHO_HIDDEN}."
            if small
            else duty_text.ages(served().names[str(code)], young, whole)
        )
    return sentences


def figures(selection: Selection) -> dict[str, Figure]:
    """The figures that an edition freezes, by name: open data alone, by authority and ward, and what is counted from what."""
    named_figures: dict[str, Figure] = {
        duty_text.counted_as("build"): answers.manifest().build,
        duty_text.counted_as("version"): version(),
    }
    measures = {
        "violence and robbery": selection,
        "possession of weapons": Selection(
            selection.source_id,
            (),
            (POSSESSION,),
            selection.first_month,
            selection.last_month,
            served=served(),
        ),
    }
    for name, measure in measures.items():
        answer = ward_answers.ward_answer(measure)
        named_figures[duty_text.counted_as(name)] = measure.describe()
        for row in answer.authorities.to_dict("records"):
            named_figures |= _named(
                f"{name} · {row['authority_name']}", {str(key): value for key, value in row.items()}
            )
        for code, row in answer.wards.iterrows():
            named_figures |= _named(f"{name} · {row['ward_name']} ({code})", row)
    return named_figures


def _named(name: str, row: dict[str, object] | pd.Series) -> dict[str, Figure]:
    numbers = {"offences": 0, "rate_per_1000": 4, "rate_low": 4, "rate_high": 4}
    named_figures: dict[str, Figure] = {}
    for column, digits in numbers.items():
        value = float(str(row[column]))
        named_figures[f"{name} · {column}"] = (
            None if np.isnan(value) else int(value) if not digits else round(value, digits)
        )
    return named_figures


def freeze(title: str, selection: Selection) -> int:
    """An edition of the figures as they are on screen; refused where new data have been loaded meanwhile."""
    if answers.newer_build():
        raise DataProblem(*duty_text.NEW_DATA)
    return editions.freeze_edition(
        record_answers.register(),
        title,
        figures(selection),
        build=answers.manifest().build,
        by=register_answers.editor(record="edition", done="freeze"),
    )


def load_partner_file(agreement: int, file: str, data: bytes) -> tuple[int, pd.DataFrame]:
    """The rows kept of a partner's file, and those rejected."""
    came = keep_partner_file(
        record_answers.register(),
        answers.store_place(),
        Upload(agreement, file, data),
        by=register_answers.editor(record="partner_file", number=agreement, done="load"),
        on=date.today(),
    )
    return came.rows, came.rejected


def indicators() -> pd.DataFrame:
    """Indicators under an agreement that runs today, small cells hidden for every reader.

    indicator, period, area, numerator, denominator, value (NaN where hidden), source
    """
    rows = _partner(INDICATORS)
    if rows.empty:
        return rows
    shown = [
        _protected(group)
        for _, group in rows.groupby(["agreement", "indicator", "period"], sort=False)
    ]
    names = ward_tables.wards()["ward_name"].to_dict() | served().names
    table = pd.concat(shown, ignore_index=True)
    return table.assign(area=table["area_code"].map(names).fillna(table["area_code"]))[
        ["indicator", "period", "area", "numerator", "denominator", "value", "source"]
    ]


def _protected(group: pd.DataFrame) -> pd.DataFrame:
    """One indicator and period; where its areas overlap or repeat, a total would be no sum, so every row stands alone."""
    least = int(group["minimum_cell"].max())
    known = group["numerator"].notna() & ~group["area_code"].duplicated(keep=False)
    counts = group.loc[known].set_index("area_code")["numerator"].round().astype(int)
    hidden = pd.Series(True, index=group.index)
    if len(counts):
        shown = protect(counts.to_frame("people"), Policy(threshold=least, zeros_safe=False))[
            "people"
        ]
        hidden[known] = group.loc[known, "area_code"].map(shown).isna()
    return group.assign(**{name: group[name].mask(hidden) for name in ("numerator", "value")})


def attendances() -> pd.Series:
    """Assault attendances by ward code, rounded quarter by quarter, NaN where too few to show; empty where no agreement runs.

    Rounded for every reader, as the partner gave them so: what further months add cannot be subtracted.
    """
    rows = _partner(ATTENDANCES)
    if rows.empty:
        return pd.Series(dtype=float)
    wards, least = ward_tables.wards(), int(rows["minimum_cell"].max())
    placed = rows[rows["ward_code"].isin(wards.index)]
    cells = (
        placed.assign(
            quarter=pd.to_datetime(placed["month"]).dt.to_period("Q").astype(str),
            authority_code=placed["ward_code"].map(wards["authority_code"]),
        )
        .groupby(["quarter", "authority_code", "ward_code"], as_index=False)
        .size()
        .rename(columns={"size": "offences"})
    )
    shown = rounded(
        cells, answers.rounding_key(), table=["quarter", "authority_code"], cell=["ward_code"]
    )
    counted = shown.groupby("ward_code")["offences"].sum().reindex(wards.index, fill_value=0)
    return counted.where(counted >= least).astype(float)


def seen_by(selection: Selection) -> pd.DataFrame | None:
    """Wards that police record much of and emergency departments little, or the other way round; None without attendances."""
    counted = attendances()
    if counted.empty:
        return None
    wards = need(selection).wards
    table = seen_by_whom(wards["offences"].astype(float), counted, wards["residents"])
    return table.assign(ward_name=wards["ward_name"])[["ward_name", "first", "second"]]


def _partner(form: str) -> pd.DataFrame:
    """Never remembered: on the day after an agreement ends, or once it is changed, its rows are gone."""
    return partner_rows(record_answers.register(), answers.store_place(), form, on=date.today())


def money(as_at: date | None) -> pd.DataFrame:
    """Each financial year's money in pounds by status, and one row for all, at a day or now; see loaders.register.duty.money."""
    register = record_answers.register()
    return _money(str(answers.store_place()), register.kind, register.changes(), as_at, register)


@cache_data(20)
def _money(
    root: str, kind: str, changes: int, as_at: date | None, _kept: Registers
) -> pd.DataFrame:
    del root, kind, changes  # part of the key, as the register itself cannot be
    return duty.money(_kept, as_at=as_at)


def status_changes(as_at: date | None) -> pd.DataFrame:
    """When grants and lines of spending changed their status, newest first, up to a day."""
    return progress.status_changes(record_answers.register(), as_at=as_at)


def orphans(as_at: date | None) -> pd.DataFrame:
    """Objectives without a measure and measures without an action: kind, name, lacks."""
    return duty.orphans(record_answers.register(), as_at=as_at)


def tiers(as_at: date | None) -> pd.DataFrame:
    """Balance of the public health tiers: tier index; actions, interventions (int), pounds (Decimal)."""
    return duty.tiers(record_answers.register(), as_at=as_at)


def calendar(day: date, as_at: date | None) -> pd.DataFrame:
    """Everything of the Duty with a date, in order: day, what, kind, state as seen from `day`."""
    return progress.duty_calendar(record_answers.register(), day, as_at=as_at)


def audit_gaps(day: date, as_at: date | None) -> pd.DataFrame:
    """What the data audit lacks on a day: body, dataset ("" for the body itself), lacks."""
    return progress.audit_gaps(record_answers.register(), day, as_at=as_at)


def done_of_planned(day: date, as_at: date | None) -> dict[str, tuple[int, int]]:
    """Part of the Duty → how many of it are done on a day, of how many."""
    return progress.progress(record_answers.register(), day, as_at=as_at)


def running(agreement: Mapping[str, object], day: date) -> bool:
    """Whether a sharing agreement's record covers a day; without an end it runs until further notice."""
    return progress.live(dict(agreement), day)


def edition_figures(edition: Mapping[str, object]) -> dict[str, Figure]:
    """The figures of an edition's record as they were frozen; DataProblem where they do not fit its hash."""
    return editions.edition_figures(edition)


def edition_difference(earlier: Mapping[str, Figure], later: Mapping[str, Figure]) -> pd.DataFrame:
    """What moved between two sets of figures: figure, then, now, moved (None where they are no numbers)."""
    return editions.edition_difference(earlier, later)
