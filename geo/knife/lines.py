"""How much of knife-enabled violence is tied to local lines, with what nobody has judged kept in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pandas import DataFrame

from geo.core.ages import bands_of
from geo.core.columns import Columns, Holds
from geo.core.errors import DataProblem
from geo.core.schema import LINE_TYPES
from geo.rates.intervals import wilson

ALL_AGES = "all ages"
LOCAL = "local_line"
JUDGED = ("local_line", "county_line", "no_line")
OPEN = ("unclear", "not_recorded")
LINE_SHARES: Columns = {  # what line_shares gives beside the columns of its groups
    "ages": Holds.TEXT,
    "offences": Holds.COUNT,
    **dict.fromkeys(LINE_TYPES, Holds.COUNT),
    "judged": Holds.COUNT,
    **dict.fromkeys(
        ("share", "share_low", "share_high", "least", "most", "open_share"), Holds.NUMBER
    ),
    "age_unknown": Holds.COUNT,
}


def line_shares(counts: DataFrame, *, by: Sequence[str], ages: str = "") -> DataFrame:
    """Share of offences tied to a local line, for every group, between the bounds that what is not judged leaves.

    counts  the columns of `by`, line_type (geo.core.schema.LINE_TYPES), offences (int), and age_band where ages are asked
    by      columns that make a group, such as authority_code, ward_code, month; none for one row of all
    ages    a cut of geo.core.ages.CUTS, for suspects of that age alone; empty for all ages

    Returns a frame, one row a group in sorted order: the columns of `by`, then
        ages                  str, the cut, or “all ages”
        offences              int
        one column a line type, int
        judged                int, offences known to be tied to a local line, a county line or none
        share                 float 0 to 1, local of judged; NaN where none is judged
        share_low, share_high float, 95 % Wilson interval of `share`: chance alone
        least, most           float, local of all offences were none, or all, of the open ones local; NaN without offences
        open_share            float, unclear or not recorded, of all offences
        age_unknown           int, offences whose suspect's age is not known: they are in no cut (0 for all ages)
    Raises DataProblem for an unknown line type or cut.

    Source: Wilson (1927); the bounds are worst cases, after Manski (2003), with no assumption on what is missing.
    """
    unknown = sorted(set(counts["line_type"]) - set(LINE_TYPES))
    if unknown:
        raise DataProblem(
            "There is an unknown line type.",
            f"We saw {', '.join(map(str, unknown))}.",
            f"Known are: {', '.join(LINE_TYPES)}.",
        )
    table = _grouped(counts, by).assign(ages=ages or ALL_AGES, age_unknown=0)
    if ages:
        of_cut = _grouped(counts[counts["age_band"].isin(bands_of(ages))], by).reindex(
            table.index, fill_value=0
        )
        table = of_cut.assign(
            ages=ages,
            age_unknown=_grouped(counts[counts["age_band"].isna()], by)["offences"].reindex(
                table.index, fill_value=0
            ),
        )
    judged, still_open = table[list(JUDGED)].sum(axis=1), table[list(OPEN)].sum(axis=1)
    share, low, high = wilson(table[LOCAL], judged)
    whole = table["offences"].where(table["offences"] > 0).astype(float)
    shares: dict[str, Any] = {
        "judged": judged,
        "share": share,
        "share_low": low,
        "share_high": high,
        "least": table[LOCAL] / whole,
        "most": (table[LOCAL] + still_open) / whole,
        "open_share": still_open / whole,
    }
    answer = table.assign(**shares)[list(LINE_SHARES)]
    return answer.reset_index() if len(by) else answer.reset_index(drop=True)


def line_shares_beside(counts: DataFrame, *, by: Sequence[str], ages: str = "14–25") -> DataFrame:
    """The shares of one age cut beside those of all ages, as line_shares gives them.

    counts, by  as for line_shares, with age_band
    ages        a cut of geo.core.ages.CUTS

    Returns two rows a group, all ages first; floats, counts as int. Source: see line_shares.
    """
    from pandas import concat

    both = concat(
        [line_shares(counts, by=by), line_shares(counts, by=by, ages=ages)], ignore_index=True
    )
    return both.sort_values(
        [*by, "ages"],
        key=lambda column: column.eq(ages) if column.name == "ages" else column,
        kind="stable",
        ignore_index=True,
    )


def _grouped(counts: DataFrame, by: Sequence[str]) -> DataFrame:
    """Offences of each group by line type, and in all."""
    keys = list(by) or ["all"]
    wide = (
        counts.assign(all=0)
        .pivot_table(
            index=keys, columns="line_type", values="offences", aggfunc="sum", observed=True
        )
        .reindex(columns=list(LINE_TYPES))
        .fillna(0)
        .astype(int)
    )
    wide.columns.name = None
    return wide.assign(offences=wide.sum(axis=1))
