"""`python -m loaders.sources.reader_process`: recognises and reads foreign files for another process (`loaders.documents.reading_process`).

An answer is one line of JSON: `{"unused": why}`, `{"source": id}`, `{"suggestions": …}`, what `foreign_files.written` says of rows, or
`{"problem": [wrong, saw, do, stands], "of_headings": whether a mapping may help}`; beside it stand the log's entries, for the log of the process that asked.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

from geo.core.errors import DataProblem
from loaders.documents.archives import Document
from loaders.documents.headings import UnknownHeadings
from loaders.documents.limits import file_bytes
from loaders.documents.reading_process import READY, questions
from loaders.extract.suggested.suggestions import suggestions
from loaders.sources import registry
from loaders.sources.foreign_files import Asked, Question, written


class Entries(logging.Handler):
    """Keeps what is logged, so that it goes back with the answer."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.entries: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append(self.format(record))


def answer(question: Question) -> dict[str, Any]:
    """What is answered to a question: a problem with the file in its four parts, or what was asked."""
    path = None if question.is_copy else question.path
    document = Document(
        question.name, question.archive_month, question.size, file_bytes(question.path), path
    )
    try:
        if question.asked is Asked.UNUSED:
            return {"unused": registry.unused_reason_here(document)}
        if question.asked is Asked.SOURCE:
            return {"source": registry.recognised_here(document, question.mapping).id}
        if question.asked is Asked.COLUMNS:
            return {"suggestions": suggestions(document).as_message()}
        source = registry.declared(question.source_id)
        return written(registry.read_here(source, document, question.settings), question.folder)
    except DataProblem as problem:
        return {
            "problem": [problem.wrong, problem.saw, problem.do, problem.stands],
            "of_headings": isinstance(problem, UnknownHeadings),
        }


def main() -> None:
    """Answer until nothing more is asked. What libraries print goes nowhere, not among the answers."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    registry.sources()
    log = Entries()
    logging.getLogger().addHandler(log)
    print(READY, file=answers, flush=True)
    for question in questions():
        given = answer(question)
        print(json.dumps(given | {"log": log.entries}), file=answers, flush=True)
        log.entries.clear()


if __name__ == "__main__":
    import geopandas  # noqa: F401  with what it brings: the time to load it is not a file's
    import openpyxl  # noqa: F401
    import pyogrio  # noqa: F401

    main()
