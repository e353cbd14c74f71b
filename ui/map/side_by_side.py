"""Two authorities beside each other, under a page's head, with one legend."""

from __future__ import annotations

from ui.answers.findings import WardAnswer
from ui.map import ward_map
from ui.map.ward_map import Shown
from ui.shell import persistent_layout


def show(answer: WardAnswer, shown: Shown, pair: tuple[str, ...], *, height: int = 480) -> None:
    """Each authority fitted to itself, both on one scale with one legend; of one, its map.

    pair    codes of the two, or the one
    height  of the frame in pixels
    """
    left, _ = persistent_layout.beside_map((1,))
    with left.map:
        ward_map.side_by_side(answer, shown, pair, height=height)
    ward_map.legend(answer, parts=shown.parts is not None)
