"""When what people entered was last backed up, for whoever edits it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loaders.backup.keeping import ASKED_OF, last_backup
from loaders.register.duty import entered_by_people
from loaders.settings import store_root
from ui.access import policy
from ui.answers.caching import cache_data
from ui.answers.store import records as record_answers


@dataclass(frozen=True)
class BackupState:
    """The day of the last backup; None where none was made. It is asked of what people entered alone."""

    made_on: date | None


def state() -> BackupState | None:
    """How the register of real data stands; None where nobody has entered anything, and for readers who may not."""
    registers = record_answers.register()
    if registers.kind != ASKED_OF or not policy.may_edit_register():
        return None
    if not _entered(str(registers.engine.url), registers.changes()):
        return None
    last = last_backup(store_root())
    return BackupState(last.made_at.astimezone().date() if last else None)


@cache_data(4)
def _entered(address: str, changes: int) -> bool:
    del address, changes  # of this register, as it was then
    return entered_by_people(record_answers.register())
