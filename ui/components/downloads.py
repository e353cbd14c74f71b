"""Files to take away: each says what it counts, from where, and in which boundaries, before its figures."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st

from geo.core.spreadsheet_text import guarded
from geo.rates.comparison import Ranking
from ui.answers import seen
from ui.answers.store import pinned_build as answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import WardAnswer
from ui.components.panel import panel
from ui.components.tables import COLUMNS
from ui.text import figures as figure_text
from ui.text import unplaced as unplaced_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column in a workbook


def csv(table: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """A CSV that opens in a spreadsheet: notes first, each line beginning with #, then the table; formulas defused."""
    header = "".join(f"# {' '.join(note.split())}\n" for note in notes if note)
    return b"\xef\xbb\xbf" + (header + _harmless(table).to_csv(index=False)).encode()


def xlsx(table: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """A workbook: the table on a sheet *data*, what it counts on a sheet *notes*; formulas defused."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book, plain = Workbook(), _harmless(table)
    data = book.active
    data.title, data.freeze_panes = "data", "A2"
    data.append(list(plain.columns))
    for cell in data[1]:
        cell.font = Font(bold=True)
    for row in plain.itertuples(index=False):
        data.append([None if pd.isna(value) else value for value in row])
    for at, name in enumerate(plain.columns, 1):
        longest = max([len(str(name)), *(len(str(value)) for value in plain.iloc[:200, at - 1])])
        data.column_dimensions[get_column_letter(at)].width = min(longest + 2, WIDEST)
    notes_sheet = book.create_sheet("notes")
    notes_sheet.column_dimensions["A"].width = 120
    for note in filter(None, notes):
        notes_sheet.append([harmless(" ".join(note.split()))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def geojson(table: pd.DataFrame, notes: Sequence[str], shapes: dict[str, object]) -> bytes:
    """Wards with their figures as GeoJSON in degrees; the notes stand beside the features.

    table   a column ward_code, and figures; a hidden one is null
    shapes  ward_code → geometry
    """
    plain = table.astype(object).where(table.notna(), None)
    features = [
        {
            "type": "Feature",
            "id": row["ward_code"],
            "geometry": shapes[row["ward_code"]],
            "properties": row,
        }
        for row in plain.to_dict("records")
        if row["ward_code"] in shapes
    ]
    return json.dumps(
        {
            "type": "FeatureCollection",
            "notes": [note for note in notes if note],
            "features": features,
        },
        ensure_ascii=False,
        default=str,
    ).encode()


def harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula, made plain text."""
    return guarded(value) if isinstance(value, str) else value


@panel()
def wards(answer: WardAnswer, ranking: Ranking | None, notes: Sequence[str]) -> None:
    """The table beside the map, with what its figures are made of; what is hidden on screen is not in it."""
    table = (
        answer.shown
        if ranking is None or ranking.table is None
        else answer.shown.join(ranking.table)
    )
    figures = [
        "residents",
        "residents_mislead",
        *(column for column in COLUMNS if column in table),
        "now",
        "then",
    ]
    rows = table.reset_index()[["ward_code", *figures]].round(4).astype({"residents": "Int64"})
    narrowed = bool(answer.selection.narrowing)
    all_notes = [
        *notes,
        figure_text.made_of(len(answer.coverage.received)),
        *filter(
            None,
            (
                unplaced_text.rates(answer.placed, answer.unplaced),
                unplaced_text.differing(answer.change.missing, narrowed=narrowed),
            ),
        ),
    ]
    download(
        rows,
        all_notes,
        name=figure_text.file_name(answer.selection),
        shapes=partial(ward_tables.ward_shapes, answers.drawing_file()),
    )


@panel()
def download(
    table: pd.DataFrame,
    notes: Sequence[str],
    *,
    name: str,
    shapes: Callable[[], dict[str, object]] | None = None,
) -> None:
    """The table as CSV, as a workbook and, where it is of wards, as GeoJSON; a file is made only when its button is pressed."""
    kinds: list[tuple[str, str, Callable[[], bytes]]] = [
        ("csv", "text/csv", lambda: csv(table, notes)),
        ("xlsx", XLSX, lambda: xlsx(table, notes)),
    ]
    if shapes is not None:
        kinds.append(("geojson", "application/geo+json", lambda: geojson(table, notes, shapes())))
    with st.popover(figure_text.DOWNLOAD, icon=":material/download:"):
        for kind, mime, make in kinds:
            file_button(
                figure_text.FILE_KINDS[kind],
                make,
                file_name=f"{name}.{kind}",
                mime=mime,
                key=f"{name} {kind}",
                width="stretch",
            )


def file_button(
    label: str,
    data: bytes | Callable[[], bytes],
    *,
    file_name: str,
    mime: str,
    key: str,
    icon: str | None = None,
    width: Literal["content", "stretch"] = "content",
    kind: Literal["primary", "secondary", "tertiary"] = "secondary",
    on_click: Callable[[], None] | Literal["ignore"] = "ignore",
    disabled: bool = False,
) -> None:
    """The button of a file to take away; the page is not run again for it, unless something is to be done as well.

    data      the file, or what makes it once the button is pressed
    on_click  done as well when it is pressed
    """
    st.download_button(
        label,
        seen.taken_away(data, file_name),
        file_name=file_name,
        mime=mime,
        on_click=on_click,
        key=key,
        icon=icon,
        width=width,
        type=kind,
        disabled=disabled,
    )


def map_file(make: Callable[[], bytes], *, name: str) -> None:
    """The map above as one HTML file, which is made only when its button is pressed."""
    with st.container(key="map_file"):
        file_button(
            figure_text.FILE_KINDS["html"],
            make,
            file_name=f"{name}.html",
            mime="text/html",
            key="map as a file",
            icon=":material/download:",
            kind="tertiary",
        )


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    text = table.apply(
        lambda column: column if pd.api.types.is_numeric_dtype(column) else column.map(harmless)
    )
    return text.rename(columns=harmless)
