"""What can be wrong with data or a question, in words an analyst can act on."""

from __future__ import annotations


class DataProblem(Exception):
    """Something the reader can mend: what is wrong, what we saw, what to do, how things stand.

    Each part is one or two plain sentences. `ui/shell/errors.py` and the command line show them in this order.
    """

    def __init__(
        self, wrong: str, saw: str = "", do: str = "", stands: str = "Nothing has been changed."
    ) -> None:
        super().__init__(" ".join(part for part in (wrong, saw, do, stands) if part))
        self.wrong, self.saw, self.do, self.stands = wrong, saw, do, stands


class UnknownWard(DataProblem):
    """A figure is given for a ward that the boundaries or residents in use do not hold."""
