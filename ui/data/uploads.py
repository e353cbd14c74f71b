"""Loading from the page: what it would do first, then the same intake as the command line, with its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geo.core.errors import DataProblem
from ui.access import policy
from ui.answers import uploads as upload_answers
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.components import metric_cards, tables
from ui.data import mapping_form
from ui.shell import errors
from ui.text import sources as source_text
from ui.text.wards import areas as area_text

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

DONE = "loaded_report"
ROUND = "upload_round"
OF_LAYERS = (".gpkg", ".zip", ".kml", ".kmz")
OF_AREAS = (*OF_LAYERS, ".geojson", ".json", ".parquet", ".fgb", ".shp")
MOST_LETTERS = 60  # of what areas are called
PROPOSED = "upload_proposal"  # (what it was asked of, the answer): so that files are read once, not at each run
FAILED = "upload_problem"
KINDS = ["csv", "tsv", "txt", "gz", "xlsx", "xlsm", "xls", "xlsb", "ods", "html", "zip", "geojson", "json", "gpkg", "parquet", "kml", "kmz", "fgb", "shp", "shx", "dbf", "prj", "cpg", "toml"]  # fmt: skip


def panel() -> None:
    """Choose files, say if their coordinates are swapped, see what would change, then load them all as one build; or nothing at all."""
    if not policy.may_load():
        st.info(source_text.UPLOAD_CLOSED)
        return
    files = st.file_uploader(
        source_text.upload_label(source_answers.known_files()),
        KINDS,
        accept_multiple_files=True,
        key=f"upload {_round()}",
    )
    swapped = st.checkbox(
        "Longitude and latitude, or easting and northing, are swapped in these files",
        key=f"swapped {_round()}",
    )
    layers, geography = _layers(files), _geography(files)
    if problem := st.session_state.pop(FAILED, None):
        errors.show_problem(problem)
    if files:
        _propose(files, swapped=swapped, layers=layers, geography=geography)
    else:
        st.session_state.pop(PROPOSED, None)
    if report := st.session_state.pop(DONE, None):
        st.success(
            source_text.loaded(
                report.accepted,
                report.rejected,
                report.not_counted,
                new=report.manifest is not None,
            )
        )
        for note in report.notes:
            st.text(note)


def _layers(files: list[UploadedFile]) -> tuple[str, ...]:
    """The layers that count, asked for where a file may hold several."""
    if not any(file.name.lower().endswith(OF_LAYERS) for file in files):
        return ()
    named = st.text_input(source_text.LAYER, help=source_text.LAYER_HELP, key=f"layer {_round()}")
    return tuple(name.strip() for name in named.split(",") if name.strip())


def _geography(files: list[UploadedFile]) -> str:
    """What the areas of a boundary file are called where they are no wards; asked for where a file may be of such."""
    if not any(file.name.lower().endswith(OF_AREAS) for file in files):
        return ""
    named = st.text_input(
        area_text.GEOGRAPHY,
        max_chars=MOST_LETTERS,
        help=area_text.GEOGRAPHY_HELP,
        key=f"geography {_round()}",
    )
    return named.strip()


def _round() -> int:
    """Which choice of files this is; the next begins with an empty uploader, and the session holds the earlier files no longer."""
    return int(st.session_state.get(ROUND, 0))


def _propose(
    files: list[UploadedFile], *, swapped: bool, layers: tuple[str, ...], geography: str
) -> None:
    """The table of what would change, and the buttons that say yes and no."""
    answer = _proposal(files, swapped=swapped, layers=layers, geography=geography)
    if isinstance(answer, DataProblem):
        errors.show_problem(answer)
        if isinstance(answer, upload_answers.UnknownHeadings) or mapping_form.given(files):
            mapping_form.panel(files)
        st.button(source_text.LEAVE, on_click=errors.callback(_leave))
        return
    if mapping_form.given(files):
        with st.expander(source_text.MAPPING_USED):
            mapping_form.panel(files)
    st.markdown(source_text.NOTHING_NEW if answer.changes_nothing else source_text.PROPOSED)
    tables.sentences(answer.table().rename(columns=source_text.PROPOSAL_COLUMNS))
    for title, sentences in answer.joins:
        st.markdown(source_text.joining(title))
        metric_cards.note(*sentences)
    if not all(file.is_taken for file in answer.files):
        fates = [(file.name, file.fate, file.why) for file in answer.files]
        tables.sentences(pd.DataFrame(fates, columns=source_text.FILE_COLUMNS))
    agreed = True
    if answer.questions:
        st.warning(source_text.asks(answer.questions))
        agreed = st.checkbox(source_text.AGREE, key=f"agree {_round()}")
    if st.button(source_text.LOAD, type="primary", disabled=not agreed):
        _load(files, answer, swapped=swapped, layers=layers, geography=geography)
    st.button(source_text.LEAVE, on_click=errors.callback(_leave))


def _proposal(
    files: list[UploadedFile], *, swapped: bool, layers: tuple[str, ...], geography: str
) -> upload_answers.Proposal | DataProblem:
    """What loading the files would do, or why they would be refused; worked out once for these files and the build that stands."""
    mapping = mapping_form.given(files)
    asked = [
        [file.file_id for file in files],
        mapping,
        swapped,
        layers,
        geography,
        answers.current(),
    ]
    remembered = st.session_state.get(PROPOSED)
    if remembered and remembered[0] == asked:
        known: upload_answers.Proposal | DataProblem = remembered[1]
        return known
    with st.spinner(source_text.LOOKING):
        try:
            answer: upload_answers.Proposal | DataProblem = upload_answers.propose(
                _contents(files), swapped=swapped, layers=layers, geography=geography
            )
        except DataProblem as problem:
            answer = problem
    st.session_state[PROPOSED] = asked, answer
    return answer


def _load(
    files: list[UploadedFile],
    shown: upload_answers.Proposal,
    *,
    swapped: bool,
    layers: tuple[str, ...],
    geography: str,
) -> None:
    """Hand the files to the intake under their own names; the page opens the new build afterwards."""
    bar = st.progress(0.0, "Reading …")

    def show_progress(name: str, rows: int, done: int, whole: int) -> None:
        bar.progress(min(done / max(whole, 1), 1.0), source_text.reading(name, rows))

    try:
        st.session_state[DONE] = upload_answers.load(
            _contents(files),
            shown,
            swapped=swapped,
            layers=layers,
            geography=geography,
            progress=show_progress,
        )
    except DataProblem as problem:
        st.session_state[FAILED] = problem
        st.session_state.pop(PROPOSED, None)
    else:
        _leave()
    st.rerun()


def _leave() -> None:
    """Forget the files and what was said of them."""
    st.session_state.pop(PROPOSED, None)
    mapping_form.forget()
    st.session_state[ROUND] = _round() + 1


def _contents(files: list[UploadedFile]) -> list[tuple[str, memoryview | bytes]]:
    """The files, and the mapping that was made for them on screen."""
    handed_in: list[tuple[str, memoryview | bytes]] = [(f.name, f.getbuffer()) for f in files]
    mapping = mapping_form.given(files)
    return [*handed_in, mapping] if mapping else handed_in
