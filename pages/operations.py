"""Operations: what was done, what changed, and whether we can tell."""

from __future__ import annotations

from ui.answers import store as answers
from ui.filters import sidebar as filters
from ui.operations import aim as aims
from ui.operations import board as operations_board
from ui.operations import one_operation
from ui.shell import guide, page_header, persistent_layout
from ui.text import operations as operation_text


def show() -> None:
    aim = aims.chosen()
    selection = filters.of_outcome(aim.source, aim.outcome)
    with persistent_layout.head():
        page_header.heading(
            "Operations",
            operation_text.shown(one_operation.last_day(selection.last_month)),
            operation_text.counted_by(
                answers.source_name(aim.source), answers.manifest().boundaries
            ),
            marking=page_header.marked(aim.source),
        )
        operation, view = operations_board.chosen()
        if operation is not None:
            one_operation.about(operation, selection)
    if operation is None:
        operations_board.show(view, aim, selection)
    else:
        one_operation.show(operation, view, aim, selection)
    guide.cannot_say(text=operation_text.CAN_SAY_TEXT)
