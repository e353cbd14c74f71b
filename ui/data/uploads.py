"""Loading from the page: the same intake as the command line, with its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.core.errors import DataProblem
from ui.access.roles import role
from ui.answers import uploads as upload_answers
from ui.shell import errors
from ui.text import sources as source_text

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

DONE = "loaded_report"
ROUND = "upload_round"
KINDS = ["csv", "tsv", "txt", "gz", "xlsx", "xlsm", "xls", "xlsb", "ods", "html", "zip", "geojson", "json", "gpkg", "parquet", "toml"]  # fmt: skip


def panel() -> None:
    """Choose files, say if their coordinates are swapped, load them all as one build; or nothing at all."""
    if role() != "analyst":
        st.info(source_text.UPLOAD_CLOSED)
        return
    files = st.file_uploader(
        "Files of data.police.uk, ward boundaries, residents or operations",
        KINDS,
        accept_multiple_files=True,
        key=f"upload {st.session_state.get(ROUND, 0)}",
    )
    swapped = st.checkbox(
        "Longitude and latitude, or easting and northing, are swapped in these files",
        key=f"swapped {st.session_state.get(ROUND, 0)}",
    )
    if st.button("Load these files", type="primary", disabled=not files):
        _load(files, swapped=swapped)
    if report := st.session_state.pop(DONE, None):
        st.success(
            source_text.loaded(report.accepted, report.rejected, new=report.manifest is not None)
        )
        for note in report.notes:
            st.text(note)


def _load(files: list[UploadedFile], *, swapped: bool) -> None:
    """Hand the files to the intake under their own names; the page opens the new build afterwards."""
    bar = st.progress(0.0, "Reading …")

    def show_progress(name: str, rows: int, done: int, whole: int) -> None:
        bar.progress(min(done / max(whole, 1), 1.0), source_text.reading(name, rows))

    try:
        st.session_state[DONE] = upload_answers.load(
            {file.name: file.getbuffer() for file in files}, swapped=swapped, progress=show_progress
        )
    except DataProblem as problem:
        bar.empty()
        errors.show_problem(problem)
        return
    st.session_state[ROUND] = (
        st.session_state.get(ROUND, 0) + 1
    )  # an empty uploader for the next files
    st.rerun()
