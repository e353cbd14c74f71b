"""A mapping as the text of a TOML file, which `read_mapping` reads back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from loaders.extract.mapping import MONTH_FIRST


def mapping_text(
    kind: str,
    columns: Mapping[str, Sequence[str]],
    *,
    sheet: str = "",
    heading_rows: Sequence[int] = (),
    month_first: bool = False,
) -> str:
    """The text of a mapping.

    kind          name of the kind of extract, as ExtractKind has it
    columns       field → the headings that make it; a field without any is left out
    sheet, heading_rows, month_first  as ExtractMapping has them; left out where they say nothing
    """
    lines = ["[file]", f"kind = {_quoted(kind)}"]
    if sheet:
        lines.append(f"sheet = {_quoted(sheet)}")
    if heading_rows:
        lines.append(f"heading_rows = {list(heading_rows)}")
    lines += ["", "[columns]"]
    lines += [f"{field} = {_headings(names)}" for field, names in columns.items() if names]
    if month_first:
        lines += ["", "[dates]", f"order = {_quoted(MONTH_FIRST)}"]
    return "\n".join(lines) + "\n"


def _headings(names: Sequence[str]) -> str:
    quoted = [_quoted(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _quoted(text: str) -> str:
    """A text as TOML quotes it, which is as JSON does but for one sign that TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
