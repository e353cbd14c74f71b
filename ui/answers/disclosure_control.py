"""The one layer between what is counted and what is shown: whoever may not see every count of a source is answered from rounded cells alone.

Cells are offences of a quarter by ward and kind, rounded at random by the store's key, always in the same way. Nothing else of the source
is looked at, so that no order of questions, restart, build, process or server tells more than the cells do.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from geo.core.ages import bands_of
from geo.core.columns import Holds, require_columns
from geo.core.errors import DataProblem
from geo.core.layers import Layer
from geo.core.schema import LINE_TYPES
from geo.core.selection import Selection
from geo.disclosure.small_cells import TOTAL, Policy
from geo.knife.lines import LINE_SHARES
from ui.answers import rounded_cells
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.text import figures as figure_text


def whole_months(selection: Selection) -> tuple[date, ...]:
    """Months of the whole quarters of a selection's source in which each of its types can be told, in order."""
    told_apart = set(source_answers.told_months(selection))
    quarters = source_answers.quarters(selection.source_id)
    return tuple(
        month for quarter in quarters if told_apart.issuperset(quarter) for month in quarter
    )


def require_whole_quarters(selection: Selection) -> None:
    """Refuse in words what is not a run of whole quarters of some types, or of a named layer, with nothing narrowed further."""
    held = source_answers.quarters(selection.source_id)
    if not held:
        raise DataProblem(*figure_text.NO_QUARTER)
    whole = selection.first_month in [q[0] for q in held] and selection.last_month in [
        q[-1] for q in held
    ]
    one_kind = not selection.narrowing or _layer_of(selection.everywhere()) is not None
    if not whole or not one_kind or selection.area or selection.first_month > selection.last_month:
        raise DataProblem(*figure_text.whole_quarters(selection.describe(), held))


def ward_months(selection: Selection) -> pd.DataFrame:
    """Rounded offences of a selection, of all whole quarters: ward_code, the cube's words for no ward among them, month, offences (int).

    month  the first of its quarter: a quarter is known as a whole alone
    """
    cells = rounded_cells.by_ward(answers.asked_by(), selection.source_id)
    asked = cells[is_asked(cells, selection)]
    counted = asked.groupby(["ward_code", "quarter"])["offences"].sum()
    return counted.rename_axis(["ward_code", "month"]).reset_index()


def line_counts(selection: Selection) -> pd.DataFrame:
    """Rounded offences of a selection in its whole quarters: authority_code, line_type, age_band (the young, others or missing), offences.

    They add up to what ward_months says of each authority.
    """
    cells = rounded_cells.by_age(answers.asked_by(), selection.source_id)
    asked = cells[is_asked(cells, selection) & cells["quarter"].isin(selection.months)]
    young, others = bands_of(rounded_cells.YOUNG)[0], "others"
    return asked.assign(age_band=asked["young"].map({"yes": young, "no": others}))[
        ["authority_code", "line_type", "age_band", "offences"]
    ]


def large_enough(counts: pd.Series, authorities: pd.Series, *, policy: Policy) -> pd.Series:
    """Rounded counts by ward with an entry “Total <authority_code>” for each authority; NaN where a figure is too small to be shown.

    counts       int, every ward, indexed by ward_code
    authorities  authority_code of each ward, same index
    """
    totals = counts.groupby(authorities).sum()
    both = pd.concat([counts, totals.rename(lambda code: f"{TOTAL} {code}")]).astype(float)
    return both.where(both >= policy.threshold)


def large_rows(table: pd.DataFrame, *, policy: Policy) -> pd.DataFrame:
    """Shares of lines by authority and age, from rounded counts: a row whole or, every figure NaN, not at all.

    table  authority_code, ages, line types, offences and shares as geo.knife.lines gives them

    A table with other columns is refused with WrongColumns: nothing undeclared may pass here. Of lines, only local, otherwise judged
    and open stay, since each finer cell is smaller. A row is shown where each of the three is as large as the policy asks.
    """
    require_columns(table, {"authority_code": Holds.TEXT, **LINE_SHARES})
    judged_otherwise = table["judged"] - table["local_line"]
    still_open = table["offences"] - table["judged"]
    smallest = pd.concat([table["local_line"], judged_otherwise, still_open], axis=1).min(axis=1)
    figures = [column for column in table.columns if column not in ("authority_code", "ages")]
    finer = [column for column in (*LINE_TYPES, "age_unknown") if column != "local_line"]
    safe = table.astype(dict.fromkeys(figures, float))
    safe[finer] = np.nan
    safe[figures] = safe[figures].where(smallest >= policy.threshold, np.nan)
    return safe


def _layer_of(selection: Selection) -> Layer | None:
    """The named layer that a selection is, and nothing narrower."""
    return next(
        (layer for layer in source_answers.offered_layers() if layer.is_asked_by(selection)), None
    )


def is_asked(cells: pd.DataFrame, selection: Selection) -> pd.Series:
    """Which cells are of a selection's layer, or else of its types."""
    layer = _layer_of(selection.everywhere())
    if layer is not None:
        belongs: pd.Series = cells[layer.name]
        return belongs
    if selection.offence_types:
        return cells["offence_type"].isin(selection.offence_types)
    return pd.Series(True, index=cells.index)
