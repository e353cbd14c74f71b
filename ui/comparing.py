"""What the Compare page shows beside its maps: rates and their ratio, and wards that stand out beside wards like them."""

from __future__ import annotations

import streamlit as st

from ui import figures, wording
from ui.findings import Comparison, WardAnswer


def cards(answer: WardAnswer, found: Comparison) -> None:
    """Both rates, their ratio, and how many wards of each are clearly above the force rate."""
    names = wording.names(answer.authorities)
    first, second = names.values()
    shown = [(row["authority_name"], *wording.authority_figure(row)) for _, row in answer.authorities.iterrows()]
    shown.append((wording.against(first, second), *wording.ratio_figure(found.ratio, found.low, found.high)))
    for code, name in names.items():
        mine = answer.wards[answer.wards["authority_code"] == code]
        shown.append((wording.clearly_above(name), *wording.standing_figure(mine, answer.force_rate)))
    figures.show(shown)
    figures.said(wording.ratio_sentence(first, second, found.ratio, found.p))


def standouts(answer: WardAnswer, found: Comparison) -> None:
    """Up to five wards of each authority that stand out, each beside the ward most like it in the other."""
    names = wording.names(answer.authorities)
    for column, (code, table) in zip(st.columns(2), found.standouts.items(), strict=True):
        with column:
            st.subheader(wording.standing_out(names[code]))
            if not len(table):
                figures.said(wording.no_standouts(names[code]))
            figures.said(*(wording.twin_sentence(row) for _, row in table.iterrows()))
    figures.note(wording.LIKE_MEANS, f"† {wording.TOWN_CENTRE}")
