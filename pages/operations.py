"""Operations: what was done, what changed, and whether we can tell."""

from __future__ import annotations

from ui import (
    answers,
    evaluating,
    filters,
    frame,
    guide,
    lasting,
    operation_view,
    operation_wording,
    operations_board,
)


def show() -> None:
    aim = evaluating.aim()
    selection = filters.of_outcome(aim.source, aim.outcome)
    with lasting.head():
        frame.heading(
            "Operations",
            operation_wording.shown(operation_view.last_day(selection.last_month)),
            operation_wording.counted_by(
                answers.source_name(aim.source), answers.manifest().boundaries
            ),
            marking=frame.marked(aim.source),
        )
        operation, view = operations_board.chosen()
        if operation is not None:
            operation_view.about(operation, selection)
    if operation is None:
        operations_board.show(view, aim, selection)
    else:
        operation_view.show(operation, view, aim, selection)
    guide.cannot_say(text=operation_wording.CAN_SAY_TEXT)
