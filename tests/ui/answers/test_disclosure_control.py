"""Between counts and screen, for who may not see each count: which figures are too small, and that all is a sum of rounded cells."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from numpy import nan

from bench.prove import small_counts
from geo.core.columns import WrongColumns
from geo.core.schema import LINE_TYPES
from geo.disclosure.small_cells import Policy
from tests.home import SWINDON, WILTSHIRE
from ui.answers import disclosure_control


def test_wards_and_totals_under_the_threshold_are_gone_and_the_rest_stay() -> None:
    codes = ["S1", "S2", "S3", "W1", "W2"]
    authorities = pd.Series([SWINDON] * 3 + [WILTSHIRE] * 2, index=codes)
    counts = pd.Series([0, 6, 3, 3, 0], index=codes)
    shown = disclosure_control.large_enough(counts, authorities, policy=Policy())
    assert shown.index.to_list() == [*codes, f"Total {SWINDON}", f"Total {WILTSHIRE}"]
    assert shown.to_list() == pytest.approx([nan, 6, nan, nan, nan, 9, nan], nan_ok=True)
    of_eight = disclosure_control.large_enough(counts, authorities, policy=Policy(threshold=8))
    assert of_eight.dropna().to_list() == [9]


def test_an_executive_who_asks_everything_learns_no_count_under_five() -> None:
    """One small world with two builds; `make prove` has twenty."""
    figures = small_counts.proven(1, 7, types_together=1, months=8)
    assert figures.broken == [] and figures.pinned == 0
    assert figures.asked > 50 and figures.figures > 300 and figures.small > 2000


def lines_of(*rows: tuple[str, str, tuple[int, ...], int]) -> pd.DataFrame:
    """Authority, ages, offences by line type (local, county, none, unclear, not recorded), and how many of unknown age."""
    table = pd.DataFrame(
        [
            {
                "authority_code": code,
                "ages": ages,
                **dict(zip(LINE_TYPES, cells, strict=True)),
                "age_unknown": unknown,
            }
            for code, ages, cells, unknown in rows
        ]
    )
    judged = table[["local_line", "county_line", "no_line"]].sum(axis=1)
    offences = table[list(LINE_TYPES)].sum(axis=1)
    share = table["local_line"] / judged
    others = dict.fromkeys(("share_low", "share_high", "least", "most", "open_share"), share)
    return table.assign(offences=offences, judged=judged, share=share, **others)


@pytest.mark.parametrize(
    "changed", [{"suspect": "x"}, {"ward_code": "E05008954"}, {"offences": 1.0}], ids=str
)
def test_a_table_with_columns_that_nobody_declared_is_not_let_out(changed: dict[str, Any]) -> None:
    table = lines_of((SWINDON, "all ages", (39, 9, 21, 12, 15), 0))
    disclosure_control.large_rows(table, policy=Policy())
    with pytest.raises(WrongColumns, match=next(iter(changed))):
        disclosure_control.large_rows(table.assign(**changed), policy=Policy())


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((39, 9, 21, 12, 15), True),
        ((3, 9, 21, 12, 15), False),  # three tied to a local line
        ((39, 3, 0, 12, 15), False),  # three judged otherwise
        ((39, 9, 21, 3, 0), False),  # three open
        ((39, 3, 3, 3, 3), True),  # finer cells are not shown
    ],
)
def test_a_row_of_lines_is_shown_whole_or_not_at_all(cells: tuple[int, ...], shown: bool) -> None:
    table = lines_of((SWINDON, "all ages", cells, 0), (WILTSHIRE, "all ages", (9, 9, 39, 6, 6), 0))
    safe = disclosure_control.large_rows(table, policy=Policy())
    assert safe["offences"].notna().to_list() == [shown, True]
    assert (
        safe[["county_line", "no_line", "unclear", "not_recorded", "age_unknown"]]
        .isna()
        .all(axis=None)
    )
    figures = safe.loc[0, ["offences", "local_line", "judged", "share", "least", "most"]]
    assert figures.notna().all() if shown else figures.isna().all()
