"""Names of columns as people's tools rewrite them: matched to the names a reader wants, and every change shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from geo.core.errors import DataProblem

UNIT = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")
SIGNS = re.compile(r"[\W_]+")


class UnknownHeadings(DataProblem):
    """A table is refused since its headings are not known; a mapping may say what they are."""


def same_name(heading: str) -> str:
    """A column name as it is compared first: case and blanks make no difference."""
    return " ".join(heading.split()).casefold()


def bare_name(heading: str) -> str:
    """A column name by its letters and digits alone: without a unit in brackets, line breaks, dots, dashes and underscores."""
    return SIGNS.sub("", UNIT.sub("", heading).casefold()) or same_name(heading)


def matched_names(
    names: Sequence[str], wanted: Iterable[str], *, file: str, optional: Iterable[str] = ()
) -> tuple[list[str], tuple[str, ...]]:
    """The names of a heading, with each that a reader wants spelt as the reader spells it; and a note where that changed more than
    case and blanks.

    names     of the columns, in order
    wanted    as the reader spells them; a name that stands there exactly goes before one that only looks like it
    optional  wanted as well, but left unmatched rather than refused where several columns could be meant

    Raises DataProblem where several columns look like one that is wanted and none is exactly it.
    """
    matched, changed, optional = list(names), list[str](), set(optional)
    exact = {same_name(name) for name in names}
    for want in dict.fromkeys([*wanted, *optional]):
        if same_name(want) in exact:
            alike = [at for at, name in enumerate(names) if same_name(name) == same_name(want)]
        else:
            alike = [
                at for at, name in enumerate(names) if name and bare_name(name) == bare_name(want)
            ]
        if len(alike) > 1 and want not in optional and same_name(want) not in exact:
            raise DataProblem(
                f"{file} has {len(alike)} columns that could be “{want}”.",
                f"They are: {', '.join(_shown(names[at]) for at in alike)}.",
                f"Rename the one that counts to “{want}”, and load it again.",
            )
        if len(alike) == 1 and matched[alike[0]] != want:
            if same_name(names[alike[0]]) != same_name(want):
                changed.append(f"“{_shown(names[alike[0]])}” as {want}")
            matched[alike[0]] = want
    return matched, (
        f"{file}: columns were read by names like theirs: {', '.join(changed)}.",
    ) if changed else ()


def names_any(names: Iterable[str], wanted: str) -> bool:
    """Whether one of the names is the wanted one, or looks like it."""
    return bare_name(wanted) in map(bare_name, names)


def _shown(name: str) -> str:
    return " ".join(name.split())
