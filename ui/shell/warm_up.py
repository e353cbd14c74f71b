"""What most readers ask first is worked out beside the first of them, so that fifty at once do not all wait for it.

It fills the caches of ui.answers for the build that is current when the server starts; what a later build holds is worked out
as it is asked. A reader who comes meanwhile is served as ever, and waits for no question but the one that is in hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import AsyncIterator

from geo.core.errors import DataProblem
from geo.core.selection import Selection
from ui.access import identity
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward, one_place
from ui.filters import sidebar

PAUSE = 2.0  # times what a question took, until the next: a reader who comes meanwhile has the processor


@contextlib.asynccontextmanager
async def beside() -> AsyncIterator[None]:
    """Work it out in a thread while the block runs, and stop with it. What goes wrong there is logged, and stops nothing."""
    stop = threading.Event()
    warming = asyncio.create_task(asyncio.to_thread(work_out, stop))
    warming.add_done_callback(_log)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait([warming])


def work_out(stop: threading.Event) -> None:
    """Ask the answers what readers ask first, one question after the other until `stop` is set; what is wrong with the data, each page says.

    Nothing is asked of a source whose counts must pass the guard, which weighs each by what was shown before: only readers ask those.
    """
    build = answers.current()
    if build is None:
        return
    for role in identity.roles_at_hand():
        with (
            identity.acting(role),
            answers.pinned_to(build),
            contextlib.suppress(DataProblem),
        ):
            if _stopped(stop):
                return


def _stopped(stop: threading.Event) -> bool:
    """Ask as one role; whether the server stops meanwhile."""
    for selection in sidebar.first_questions():
        if source_answers.guarded(selection.source_id, identity.sight()):
            break
        began = time.monotonic()
        answers.pin_window(selection.months[0], selection.months[-1])
        _ask(selection)
        if stop.wait(PAUSE * (time.monotonic() - began)):
            return True
    return False


def _ask(selection: Selection) -> None:
    """What the briefing, the first page, says of a selection."""
    every_ward.ward_answer(selection)
    one_place.type_changes(selection)
    every_ward.trend(selection)


def _log(warming: asyncio.Task[None]) -> None:
    if not warming.cancelled() and (fault := warming.exception()) is not None:
        logging.getLogger("dashboard").error("The answers were not warmed", exc_info=fault)
