"""Changes to the register: every one checked, written down with when and by which role, and able to be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from geo.core.errors import DataProblem
from geo.core.record_types import Kind
from loaders.register.database import Tables, stamp
from loaders.register.values import (
    TEXTS,
    BoundaryCheck,
    InvalidRecord,
    plain,
    typed_again,
    validated,
)
from loaders.register.ward_vintages import VINTAGE, WARD

LOCAL = ZoneInfo("Europe/London")
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
MOST_IN_ROLE = 80
MOST_IN_NAME = 200
FILE = "file"  # the role under which a loaded file's operations are added: a register with no other was never edited
Record = dict[str, Any]


@dataclass(frozen=True)
class Editor:
    """Who makes changes.

    role     under which they are made
    subject  an id of the person that stays, as the sign-in gives it; empty for a file or a command that is nobody's
    name     of the person, to be shown
    """

    role: str
    subject: str = ""
    name: str = ""

    def owns(self, change: Any) -> bool:
        """Whether a change of the history is this editor's: the person's, or of nobody named and under the same role."""
        if self.subject or change.by_subject:
            return bool(change.by_subject == self.subject)
        return bool(change.by_role == self.role)


By = str | Editor  # a role alone, or a person with one


def made_by(change: Any) -> str:
    """Who made a change of the history, in words: the person with their role, or the role alone."""
    return f"{change.by_name} ({change.by_role})" if change.by_name else str(change.by_role)


class EditConflict(DataProblem):
    """Someone else changed the record since it was opened: what they did, and what the later person typed, in full."""

    def __init__(self, kind: Kind, latest: sql.Row[Any], typed: Record, differs: str) -> None:
        change = f"{made_by(latest)} {latest.act} it on {in_local_words(latest.at)}" + (
            f": {differs}" if differs else ""
        )
        yours = "; ".join(f"{kind.field(name).label} “{value}”" for name, value in typed.items())
        super().__init__(
            f"This {kind.noun} was edited while you had it open.",
            change.rstrip(".") + ".",
            "Look at it as it is now, then save again what should still change.",
            f"Yours has not been saved. You typed: {yours}."
            if yours
            else "Nothing has been changed.",
        )
        self.by_role, self.at, self.typed = (
            str(latest.by_role),
            datetime.fromisoformat(latest.at),
            typed,
        )


@dataclass(frozen=True)
class RegisterContext:
    """Where the register's parts meet: its kinds, its tables, the wards in use."""

    kinds: dict[str, Kind]
    tables: Tables
    ground: BoundaryCheck

    def typed(self, kind: str, row: sql.RowMapping) -> Record:
        """A row of a kind's table as a record: id, version, fields."""
        record = {
            field.name: "" if row[field.name] is None and field.kind in TEXTS else row[field.name]
            for field in self.kinds[kind].fields
        }
        return {"id": row["id"], "version": row["version"], **record}

    def from_json(self, kind: str, text: str | None) -> Record | None:
        """The fields that the history wrote down; None where the record was not there."""
        if text is None:
            return None
        values = json.loads(text)
        if self.kinds[kind].names_ward and VINTAGE not in values and values.get(WARD):
            codes = self.ground.codes  # an entry from before wards had a vintage
            values[VINTAGE] = codes.vintage_of(values[WARD]) or codes.vintage_listed(values[WARD])
        return {
            field.name: typed_again(field, values.get(field.name))
            for field in self.kinds[kind].fields
        }

    def to_json(self, kind: str, record: Record | None) -> str | None:
        if record is None:
            return None
        return json.dumps(
            {field.name: plain(field, record[field.name]) for field in self.kinds[kind].fields},
            ensure_ascii=False,
        )

    def differences(self, kind: str, before: Record | None, after: Record | None) -> str:
        """What a change did, in words: “Status: planned → live”; drawn areas are not spelt out."""
        if before is None or after is None:
            return ""
        changes = []
        for field in self.kinds[kind].fields:
            old, new = before[field.name], after[field.name]
            if old != new:
                changes.append(
                    field.label
                    if field.kind == "area"
                    else f"{field.label}: {_short(old)} → {_short(new)}"
                )
        return "; ".join(changes)


class Transaction:
    """Changes made together: all of them are kept, or none."""

    def __init__(self, register_context: RegisterContext, connection: Connection, by: By) -> None:
        self.register_context, self.connection, self.by = register_context, connection, _editor(by)
        self._history, self._of_kind = (
            register_context.tables.history,
            register_context.tables.of_kind,
        )

    def add(self, kind: str, values: Mapping[str, Any], *, holds_from: date | None = None) -> int:
        """A new record; its id. Ids are never used again."""
        record = validated(self.register_context.kinds[kind], values, self.register_context.ground)
        ever = sql.select(sql.func.max(self._history.c.record_id)).where(
            self._history.c.kind == kind
        )
        number = (self.connection.execute(ever).scalar() or 0) + 1
        self._keep(kind, number, None, record, holds_from=holds_from)
        return number

    def change(
        self,
        kind: str,
        number: int,
        values: Mapping[str, Any],
        version: int,
        *,
        holds_from: date | None = None,
    ) -> int:
        """The named fields of a record changed; its new version, or the old one where nothing differs."""
        known = self._opened(kind, number, version, dict(values))
        record = validated(
            self.register_context.kinds[kind], values, self.register_context.ground, known=known
        )
        if all(
            record[field.name] == known[field.name]
            for field in self.register_context.kinds[kind].fields
        ):
            return version
        self._keep(kind, number, known, record, holds_from=holds_from)
        return version + 1

    def remove(
        self, kind: str, number: int, version: int, *, holds_from: date | None = None
    ) -> None:
        """The record taken off; its history stays, and the removal can be undone."""
        self._keep(
            kind, number, self._opened(kind, number, version, {}), None, holds_from=holds_from
        )

    def undo(self, number: int | None = None, *, others: bool = False) -> int:
        """A change taken back: the one of that number, else the last that this editor made and that still stands.

        others  whether what somebody else did may be taken back

        Returns its number. An undo can itself be undone by its number. Refused where the record is no longer as that
        change left it, and where it is another's.
        """
        change = self._to_undo(number)
        if not others and not self.by.owns(change):
            raise DataProblem(
                "This change is not yours to undo.",
                f"{made_by(change)} made it on {in_local_words(change.at)}.",
                "Ask them, or a coordinator.",
            )
        kind, latest = (
            self.register_context.kinds[change.kind],
            self._latest(change.kind, change.record_id),
        )
        before, after, now = (
            self.register_context.from_json(change.kind, text)
            for text in (change.before, change.after, latest.after)
        )
        if now != after:
            raise DataProblem(
                f"This {kind.noun} was edited since.",
                f"{made_by(latest)} {latest.act} it on {in_local_words(latest.at)}.",
                "Undo that first, or change it by hand.",
            )
        self._keep(
            change.kind,
            change.record_id,
            after,
            before,
            holds_from=change.holds_from,
            undoes=change.number,
        )
        return int(change.number)

    def records(self, kind: str, **equal: Any) -> list[Record]:
        """Records whose fields equal these, oldest first, as they are within these changes."""
        table = self._of_kind[kind]
        query = (
            sql.select(table)
            .where(*(table.c[name] == value for name, value in equal.items()))
            .order_by(table.c.id)
        )
        return [
            self.register_context.typed(kind, row)
            for row in self.connection.execute(query).mappings()
        ]

    def live(self, kind: str, number: int) -> Record:
        """The record as it is now; refused where it is not there."""
        table = self._of_kind[kind]
        row = (
            self.connection.execute(sql.select(table).where(table.c.id == number))
            .mappings()
            .first()
        )
        if row is None:
            noun = self.register_context.kinds[kind].noun
            latest = self._latest(kind, number)
            gone = (
                f"{made_by(latest)} removed it on {in_local_words(latest.at)}."
                if latest
                else f"There is no number {number}."
            )
            raise DataProblem(
                f"This {noun} is not in the register.",
                gone,
                "Undo the removal if it is still needed." if latest else "",
            )
        return self.register_context.typed(kind, row)

    def _opened(self, kind: str, number: int, version: int, typed: Record) -> Record:
        known = self.live(kind, number)
        if known["version"] != version:
            latest = self._latest(kind, number)
            differs = self.register_context.differences(
                kind,
                *(
                    self.register_context.from_json(kind, text)
                    for text in (latest.before, latest.after)
                ),
            )
            raise EditConflict(self.register_context.kinds[kind], latest, typed, differs)
        return known

    def _keep(
        self,
        kind: str,
        number: int,
        before: Record | None,
        after: Record | None,
        *,
        holds_from: date | str | None = None,
        undoes: int | None = None,
    ) -> None:
        table, latest = self._of_kind[kind], self._latest(kind, number)
        version = (latest.version if latest else 0) + 1
        if after is None:
            self._require_unused(kind, number)
            self.connection.execute(table.delete().where(table.c.id == number))
        else:
            self._require_leads_somewhere(kind, after)
            self._require_unique(kind, number, after)
            self._require_fits_among_others(kind, number, after)
            values = {
                field.name: after[field.name] for field in self.register_context.kinds[kind].fields
            } | {"version": version}
            if before is None:
                self.connection.execute(table.insert().values(id=number, **values))
            else:
                self.connection.execute(table.update().where(table.c.id == number).values(**values))
        self._write_down(
            kind, number, (before, after), version=version, holds_from=holds_from, undoes=undoes
        )

    def _write_down(
        self,
        kind: str,
        number: int,
        states: tuple[Record | None, Record | None],
        *,
        version: int,
        holds_from: date | str | None,
        undoes: int | None,
    ) -> None:
        before, after = states
        columns = self._history.c
        last = self.connection.execute(
            sql.select(columns.number, columns.at).order_by(columns.number.desc()).limit(1)
        ).first()
        at = max(
            stamp(datetime.now(UTC)), last.at if last else ""
        )  # a clock set back must not turn the order round
        since = (
            at
            if holds_from is None
            else stamp(start_of(holds_from))
            if isinstance(holds_from, date)
            else holds_from
        )
        act = ADDED if before is None else REMOVED if after is None else CHANGED
        self.connection.execute(
            self._history.insert().values(
                number=(last.number if last else 0) + 1,
                at=at,
                holds_from=since,
                by_role=self.by.role,
                by_subject=self.by.subject,
                by_name=self.by.name,
                kind=kind,
                record_id=number,
                version=version,
                act=act,
                before=self.register_context.to_json(kind, before),
                after=self.register_context.to_json(kind, after),
                undoes=undoes,
            )
        )

    def _latest(self, kind: str, number: int) -> Any:
        columns = self._history.c
        query = sql.select(self._history).where(columns.kind == kind, columns.record_id == number)
        return self.connection.execute(query.order_by(columns.number.desc()).limit(1)).first()

    def _to_undo(self, number: int | None) -> Any:
        columns = self._history.c
        gone = undone(self.connection, self._history)
        if number is not None:
            change = self.connection.execute(
                sql.select(self._history).where(columns.number == number)
            ).first()
            if change is None or number in gone:
                seen = "was undone already" if change else "is unknown"
                raise DataProblem("There is no such change to undo.", f"Number {number} {seen}.")
            return change
        mine = sql.select(self._history).where(
            columns.by_subject == self.by.subject,
            columns.undoes.is_(None),
            columns.number.not_in(gone),
        )
        if not self.by.subject:
            mine = mine.where(columns.by_role == self.by.role)
        change = self.connection.execute(mine.order_by(columns.number.desc()).limit(1)).first()
        if change is None:
            who = self.by.name or self.by.role
            raise DataProblem("There is nothing to undo.", f"No change by {who} still stands.")
        return change

    def _require_leads_somewhere(self, kind: str, record: Record) -> None:
        for field in self.register_context.kinds[kind].fields:
            if field.refers_to and record[field.name] is not None:
                table = self._of_kind[field.refers_to]
                if (
                    self.connection.execute(
                        sql.select(table.c.id).where(table.c.id == record[field.name])
                    ).first()
                    is None
                ):
                    noun = self.register_context.kinds[field.refers_to].noun
                    raise InvalidRecord(
                        self.register_context.kinds[kind],
                        [(field.name, f"There is no {noun} of number {record[field.name]}.")],
                    )

    def _require_unique(self, kind: str, number: int, record: Record) -> None:
        declared = self.register_context.kinds[kind]
        if not declared.unique:
            return
        table = self._of_kind[kind]
        same = [table.c[name] == record[name] for name in declared.unique]
        if (
            self.connection.execute(
                sql.select(table.c.id).where(table.c.id != number, *same)
            ).first()
            is not None
        ):
            named = " and ".join(
                f"{declared.field(name).label} “{record[name]}”" for name in declared.unique
            )
            raise InvalidRecord(declared, [("", f"There is one with {named} already.")])

    def _require_fits_among_others(self, kind: str, number: int, record: Record) -> None:
        declared = self.register_context.kinds[kind]
        if faults := [
            ("", why) for check in declared.across if (why := check(self.records, number, record))
        ]:
            raise InvalidRecord(declared, faults)

    def _require_unused(self, kind: str, number: int) -> None:
        used = []
        for other in self.register_context.kinds.values():
            for field in other.fields:
                if field.refers_to == kind:
                    table = self._of_kind[other.name]
                    count = self.connection.execute(
                        sql.select(sql.func.count()).where(table.c[field.name] == number)
                    ).scalar_one()
                    used += [f"{count} under {other.title}"] if count else []
        if used:
            raise DataProblem(
                f"This {self.register_context.kinds[kind].noun} cannot be removed: other records belong to it.",
                f"There are {', '.join(used)}.",
                "Remove those first, or close it instead.",
            )


def undone(connection: Connection, history: sql.Table) -> set[int]:
    """Numbers of the changes that were taken back and have stayed so."""
    columns = history.c
    undoing = (
        sql.select(columns.number, columns.undoes)
        .where(columns.undoes.is_not(None))
        .order_by(columns.number.desc())
    )
    gone: set[int] = set()
    for number, undoes in connection.execute(undoing):
        if number not in gone:
            gone.add(undoes)
    return gone


def start_of(day: date) -> datetime:
    """The moment a day begins by local clocks."""
    return datetime.combine(day, time.min, LOCAL)


def end_of(day: date) -> datetime:
    """The last moment of a day by local clocks."""
    return datetime.combine(day, time.max, LOCAL)


def in_local_words(at: str) -> str:
    """A moment of the history as people say it: 18 January 2023 at 14:05."""
    moment = datetime.fromisoformat(at).astimezone(LOCAL)
    return f"{moment.day} {moment:%B %Y at %H:%M}"


def _short(value: Any) -> str:
    text = (
        "empty"
        if value in (None, "")
        else {True: "yes", False: "no"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )
    return text if len(text) <= 60 else f"{text[:59]}…"


def _editor(by: By) -> Editor:
    editor = Editor(by) if isinstance(by, str) else by
    role = editor.role
    if not isinstance(role, str) or not role.strip() or len(role) > MOST_IN_ROLE:
        raise DataProblem(
            "Who makes this change is not said.",
            f"We saw “{str(role)[:MOST_IN_ROLE]}”.",
            "Give a role or post.",
        )
    return Editor(role.strip(), editor.subject[:MOST_IN_NAME], editor.name[:MOST_IN_NAME])
