"""Operations: what was done, what changed, and whether we can tell."""

from __future__ import annotations

from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.map.map_view import MapView
from ui.operations import aim as aims
from ui.operations import board as operations_board
from ui.operations import one_operation
from ui.operations.aim import OutcomeChoice
from ui.shell import guide, page_header
from ui.shell.context import Context, Layout
from ui.text import operations as operation_text

TITLE = "Operations"


def filters() -> OutcomeChoice:
    return aims.chosen()


def layout(selection: OutcomeChoice) -> Layout:
    del selection
    board = operations_board.chosen() == (None, operations_board.BOARD)
    return Layout(columns=(8, 11) if board else (11, 10))


def ward_map(context: Context[OutcomeChoice]) -> MapView | None:
    operation, view = operations_board.chosen()
    if operation is None:
        return operations_board.ward_map(view, context.selection.selection)
    return one_operation.ward_map(operation, view, context.selection)


def show(context: Context[OutcomeChoice]) -> None:
    aim, selection = context.selection
    operation, view = operations_board.chosen()
    with context.places.head:
        page_header.heading(
            TITLE,
            operation_text.shown(one_operation.last_day(selection.last_month)),
            operation_text.counted_by(
                source_answers.source_name(aim.source), ward_tables.wards_line()
            ),
            marking=page_header.marked(aim.source),
        )
        operations_board.choose()
        if operation is not None:
            one_operation.about(operation, selection)
    if operation is None:
        operations_board.show(view, context.selection, context.places)
    else:
        one_operation.show(operation, view, context.selection, context.places)
    guide.cannot_say(text=operation_text.CAN_SAY_TEXT)
