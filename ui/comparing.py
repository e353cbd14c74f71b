"""What the Compare page shows: rates and their ratio, two maps on one scale, and wards that stand out beside wards like them."""

from __future__ import annotations

import streamlit as st

from geo.schema import SWINDON, WILTSHIRE
from ui import compare_wording, figures, maps, wording
from ui.findings import Comparison, WardAnswer
from ui.maps import Shown


def cards(answer: WardAnswer, found: Comparison) -> None:
    """Both rates, their ratio, and how many wards of each are clearly above the force rate."""
    names = wording.names(answer.authorities)
    first, second = names.values()
    shown = [(row["authority_name"], *wording.authority_figure(row)) for _, row in answer.authorities.iterrows()]
    shown.append((compare_wording.against(first, second), *compare_wording.ratio_figure(found.ratio, found.low, found.high)))
    for code, name in names.items():
        mine = answer.wards[answer.wards["authority_code"] == code]
        shown.append((compare_wording.clearly_above(name), *wording.standing_figure(mine, answer.force_rate)))
    figures.show(shown)
    figures.said(compare_wording.ratio_sentence(first, second, found.ratio, found.p))


def maps_side_by_side(answer: WardAnswer, shown: Shown) -> None:
    """Each authority fitted to itself, both on one scale with one legend."""
    left, right = st.columns([2, 3])
    with left:
        maps.authority(answer, SWINDON, shown)
    with right:
        maps.authority(answer, WILTSHIRE, shown)
    maps.legend(answer, parts=shown.parts is not None)


def standouts(answer: WardAnswer, found: Comparison) -> None:
    """Up to five wards of each authority that stand out, each beside the ward most like it in the other."""
    names = wording.names(answer.authorities)
    for column, code in zip(st.columns(2), found.standouts, strict=True):
        with column:
            st.subheader(compare_wording.standing_out(names[code]), anchor=False)
            standouts_of(found, code, names[code])
    figures.note(compare_wording.LIKE_MEANS, f"† {wording.TOWN_CENTRE}")


def standouts_of(found: Comparison, code: str, name: str) -> None:
    """One authority's wards that stand out, in sentences."""
    table = found.standouts[code]
    if not len(table):
        figures.said(compare_wording.no_standouts(name))
    figures.said(*(compare_wording.twin_sentence(row) for _, row in table.iterrows()))
