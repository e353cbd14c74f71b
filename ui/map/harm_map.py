"""The ward map painted by harm: wards that can be told from the area, by how their rate stands to its; the others pale."""

from __future__ import annotations

from dataclasses import replace

from geo.core.selection import Selection
from ui.answers.harm import HarmAnswer, harm_answer
from ui.answers.store import sources as source_answers
from ui.map import ward_map as ward_maps
from ui.map.colours import COLOURS
from ui.map.map_view import MapView
from ui.map.payload import MapCells, WardClass
from ui.map.ward_map import MapOptions
from ui.text import figures as figure_text
from ui.text.harm import weighed as harm_text

PALE = "#e6e9ec"
TOLD = COLOURS[1:]


def harm_map(selection: Selection, options: MapOptions, *, height: int = 700) -> MapView:
    """The wards of a selection painted by harm; a click chooses a ward."""
    answer = harm_answer(selection)
    shown = ward_maps.about(
        f"{harm_text.index_named(answer.weights)} {figure_text.shown(selection)}",
        [selection.source_id],
        [*source_answers.provenance(selection), harm_text.LIMITS_MEAN],
        name=f"harm-{figure_text.file_name(selection)}",
    )
    dated = replace(options, month=selection.last_month)  # with operations as they stood then
    return ward_maps.hotspots(cells(answer), dated, shown, height=height)


def cells(answer: HarmAnswer) -> MapCells:
    """What the map is sent: each ward's class and the sentence on it."""
    pale = len(TOLD)
    classes: dict[str, WardClass | None] = {}
    for code, row in answer.wards.iterrows():
        colour = -1 if row["class"] < 1 else int(row["class"]) - 1 if row["apart"] else pale
        classes[str(code)] = WardClass(colour, *harm_text.ward_tip(row))
    return {
        "title": harm_text.MAP_TITLE,
        "colours": [*TOLD, PALE],
        "words": harm_text.legend(),
        "elsewhere": [harm_text.NOTHING_WEIGHED],
        "wards": classes,
        "sentences": harm_text.WARD_TIPS,
    }
