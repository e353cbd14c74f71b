"""Whatever of a restricted source leaves ui.answers for a reader is in the record of who saw what before the reader has it.

`recorded` stands around each function that answers a question; of open data it writes nothing. Within a run of a page a question is written
once, and the page with the first of them. What is taken away from such a page is written with its hash when its button is pressed.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import pandas as pd
import streamlit as st

from geo.core.search_selection import SearchSelection
from geo.core.selection import Selection, month_after
from loaders.audit.lines import What
from ui.access import events, identity
from ui.access.events import Actor
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers

RUN = "record_of_run"
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Asked = Selection | SearchSelection
# What of a selection says where and of whom, and is of no use to read: its digest is written.
DIGESTED = ("area",)
LEFT_OUT = ("source_id", "first_month", "last_month", "served", "ward_names", "layer")

_answering: ContextVar[frozenset[str]] = ContextVar("restricted_sources_in_answer")


class Request(Protocol):
    """A question that holds a selection."""

    selection: Selection


@dataclass
class Run:
    """One run of a page: who looks at what, and what of restricted sources it has shown so far.

    of  the source and the first and last month of each question
    """

    page: str = ""
    actor: Actor | None = None
    asked: set[str] = field(default_factory=set)
    of: list[dict[str, str]] = field(default_factory=list)


def begin(page: str) -> None:
    """A run of a page has begun."""
    st.session_state[RUN] = Run(page)


def seen(
    source_id: str,
    selection: Asked | None,
    rows: int,
    *,
    question: str,
    earlier: int | None = 0,
) -> None:
    """Write down that the reader is about to be shown something of a restricted source. Raises AuditStopped where it cannot be.

    Behind the gate the line goes to the disk beside the rest of the run, and nothing more leaves for the reader before it is there.

    selection  None for all months of the source
    rows       of the answer
    question   the answer's name
    earlier    so many months before the selection's are in the answer too; None for all
    """
    if identity.acts_for_server():
        return  # worked out beforehand: whoever is shown it asks again
    run = _run()
    of = {"source": source_id} | _months(selection, earlier)
    details = {
        "question": question,
        "of": [of],
        "selection": _plain(selection),
        "rows": rows,
        "build": answers.build(),
    }
    key = repr((question, of, details["selection"], details["build"]))
    if key in run.asked:
        return
    acts: list[tuple[What, Mapping[str, Any]]] = [("question", details)]
    if not run.asked and run.page:
        acts.insert(0, ("page", {"page": run.page, "of": [of]}))
    run.actor = run.actor or actor()
    mine = identity.session() if identity.gated() else None
    if mine is None:
        events.write(run.actor, *acts)
    else:
        events.begin(mine, run.actor, *acts)
    run.asked.add(key)
    if of not in run.of:
        run.of.append(of)


def of_every_source(question: str, table: pd.DataFrame) -> None:
    """The same of a table of every source that the reader may count: written once for each restricted one in the build."""
    for source_id in sorted({part.source_id for part in source_answers.parts()}):
        if len(table) and source_answers.policy(source_id).restricted:
            seen(source_id, None, len(table), question=question)


def recorded(
    *, earlier: int | None = 0
) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Around a function that answers a question of a selection, a request or a source by its id, its first argument.

    earlier  as for `seen`
    """

    def around(answer: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        @functools.wraps(answer)
        def recording(*given: Arguments.args, **named: Arguments.kwargs) -> Answer:
            subject = given[0] if given else next(iter(named.values()))
            source_id, selection = _question(subject)
            within = _answering.get(frozenset())
            if source_id in within or not source_answers.policy(source_id).restricted:
                return answer(*given, **named)
            token = _answering.set(within | {source_id})
            try:
                shown = answer(*given, **named)
            finally:
                _answering.reset(token)
            seen(source_id, selection, rows_of(shown), question=answer.__name__, earlier=earlier)
            return shown

        return cast("Callable[Arguments, Answer]", recording)

    return around


def taken_away(make: bytes | Callable[[], bytes], name: str) -> Callable[[], bytes]:
    """What makes a file once its button is pressed, and writes it down where the page that offers it showed something restricted."""
    run = _run()

    def made() -> bytes:
        data = make() if callable(make) else make
        if run.of and run.actor is not None:
            details = {
                "file": name,
                "sha256": hashlib.sha256(data).hexdigest(),
                "bytes": len(data),
                "page": run.page,
                "of": run.of,
            }
            events.write(run.actor, ("download", details))
        return data

    return made


def actor() -> Actor:
    """Who looks, as the record names them."""
    who = identity.reader()
    mine = identity.session() if identity.gated() else None
    return Actor(who.subject, who.name, who.role, events.digest(mine))


def rows_of(answer: object) -> int:
    """How many rows an answer has: of its longest table, where it holds several."""
    if isinstance(answer, (pd.DataFrame, pd.Series)):
        return len(answer)
    if isinstance(answer, Mapping):
        return max(map(rows_of, answer.values()), default=0)
    if dataclasses.is_dataclass(answer):
        held = (getattr(answer, each.name) for each in dataclasses.fields(answer))
        return max((rows_of(each) for each in held), default=0)
    return len(answer) if isinstance(answer, (list, tuple)) else int(getattr(answer, "size", 1))


def _run() -> Run:
    """The run of the page that asks; a new one, of no page, outside any."""
    held: Run = st.session_state.get(RUN) or Run()
    return held


def _question(subject: object) -> tuple[str, Asked | None]:
    """Of which source something is asked, and with which selection."""
    if isinstance(subject, str):
        return subject, None
    asked = subject if isinstance(subject, (Selection, SearchSelection)) else None
    if asked is None:
        asked = cast(Request, subject).selection
    return asked.source_id, asked


def _months(selection: Asked | None, earlier: int | None) -> dict[str, str]:
    if selection is None:
        return {}
    last = f"{selection.last_month:%Y-%m}"
    if earlier is None:
        return {"last": last}
    return {"first": f"{month_after(selection.first_month, -earlier):%Y-%m}", "last": last}


def _plain(selection: Asked | None) -> dict[str, Any]:
    """A selection's own words, without what is empty."""
    if selection is None:
        return {}
    plain: dict[str, Any] = {
        "first": f"{selection.first_month:%Y-%m}",
        "last": f"{selection.last_month:%Y-%m}",
    }
    for each in dataclasses.fields(selection):
        value = getattr(selection, each.name)
        if each.name in LEFT_OUT or value in ((), "", None):
            continue
        if each.name in DIGESTED:
            value = hashlib.sha256(repr(value).encode()).hexdigest()
        plain[each.name] = value.isoformat() if isinstance(value, date) else value
    return plain
