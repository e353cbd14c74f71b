"""Need beside spend: where recorded violence and the money for it lie apart."""

from __future__ import annotations

import pandas as pd

from geo.core.errors import DataProblem

CLEAR = "clearly above"


def need_beside_spend(need: pd.DataFrame, pounds: pd.Series) -> pd.DataFrame:
    """Offences and pounds of each area beside each other, with their shares of the whole.

    need    offences (int or float, NaN where hidden), standing (against the force rate) and whatever else; indexed by area code
    pounds  float, £ by area code; an area left out has none

    Returns `need` with pounds (£), need_share and spend_share (0 to 1; NaN where there is nothing to share out) and unfunded (bool:
    clearly above the force rate and no pound), most offences first. Money for an area that is not there is refused, for it would vanish.

    Source: a plain comparison of shares; it does not say what money should follow.
    """
    if strange := set(pounds.index) - set(need.index):
        raise DataProblem(
            "Money is given for an area that is not in the boundaries.",
            f"We saw {', '.join(sorted(strange))[:100]}.",
        )
    spent = pounds.reindex(need.index, fill_value=0.0).astype(float)
    offences = need["offences"].astype(float)
    shares = {
        "need_share": offences / offences.sum() if offences.sum() > 0 else offences * float("nan"),
        "spend_share": spent / spent.sum() if spent.sum() > 0 else spent * float("nan"),
    }
    table = need.assign(pounds=spent, **shares, unfunded=(need["standing"] == CLEAR) & (spent == 0))
    return table.sort_values("offences", ascending=False, kind="stable")
