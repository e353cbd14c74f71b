"""The declaration of ui/map/payload.py as JavaScript: `python -m ui.map.payload_types` writes ui/map/static/payload.js."""

from __future__ import annotations

import json
import types
from itertools import accumulate
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import numpy as np

from ui.map.payload import ALIASES, DOT, OBJECTS, RECORDS

SCRIPT = Path(__file__).parent / "static" / "payload.js"
READERS = {"<i4": "getInt32", "<u2": "getUint16", "<u1": "getUint8"}  # of a DataView
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def script() -> str:
    """The declaration as JavaScript: JSDoc types, the order of fields of each record, and how a dot lies in its bytes."""
    aliases = [_alias(name, declared) for name, declared in ALIASES.items()]
    records = "\n".join(
        f"  {record.__name__}: {json.dumps(list(record._fields))}," for record in RECORDS
    )
    starts = accumulate((np.dtype(kind).itemsize for _, kind in DOT), initial=0)
    dot = "\n".join(
        f'  {name}: ["{READERS[kind]}", {at}],'
        for (name, kind), at in zip(DOT, starts, strict=False)
    )
    readers = " | ".join(json.dumps(reader) for reader in READERS.values())
    return "\n".join(
        [
            '"use strict";',
            "var wardMap = wardMap || {};",
            "",
            "// Written by `python -m ui.map.payload_types` from the declaration in ui/map/payload.py: change it there.",
            *aliases,
            *map(_record, RECORDS),
            *map(_object, OBJECTS),
            "",
            "// Fields of each record, in the order of its values.",
            "/** @type {{[Kind in keyof Records]: (keyof Records[Kind])[]}} */",
            f"wardMap.records = {{\n{records}\n}};",
            "// How a DataView reads each field of a dot, and at which byte; then how many bytes a dot takes.",
            f"/** @type {{Record<keyof Dot, [reader: {readers}, start: number]>}} */",
            f"wardMap.dot = {{\n{dot}\n}};",
            f"wardMap.dotBytes = {np.dtype(DOT).itemsize};",
            "",
        ]
    )


def _alias(name: str, declared: Any) -> str:
    words = declared.__metadata__[0] if hasattr(declared, "__metadata__") else ""
    inner = declared.__origin__ if hasattr(declared, "__metadata__") else declared
    return f"/** @typedef {{{written(inner, named=False)}}} {name} {words} */".replace(
        "  */", " */"
    )


def _record(record: Any) -> str:
    """A record twice: with its names, as scripts use it, and as its values, as it is sent."""
    hints = get_type_hints(record, include_extras=True)
    values = ", ".join(f"{name}: {written(kind)}" for name, kind in hints.items())
    return (
        _object(record)
        + f"\n/** @typedef {{[{values}]}} {record.__name__}Values {record.__name__} as it is sent. */"
    )


def _object(declared: Any) -> str:
    hints = get_type_hints(declared, include_extras=True)
    rows = [
        f" * @property {{{written(kind)}}} {_name(name, kind)} {_words(kind)}".rstrip()
        for name, kind in hints.items()
    ]
    about = " ".join(str(declared.__doc__).split())
    head = f" * @typedef {{Object}} {declared.__name__} {about}"
    return "\n".join(["/**", head, *rows, " */"])


def _name(name: str, kind: Any) -> str:
    return f"[{name}]" if get_origin(kind) is NotRequired else name


def _words(kind: Any) -> str:
    """What the declaration says of one field; nothing where its type says all."""
    if get_origin(kind) is NotRequired:
        kind = get_args(kind)[0]
    own = kind not in ALIASES.values() and hasattr(kind, "__metadata__")
    return str(kind.__metadata__[-1]) if own else ""


def written(kind: Any, *, named: bool = True) -> str:
    """A Python type as JSDoc writes it."""
    if named:
        for name, declared in ALIASES.items():
            if kind == declared:
                return name
    origin, inner = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return written(inner[0])
    if origin is Annotated:
        return _annotated(kind)
    if kind is Any:
        return "any"
    if kind in PLAIN:
        return PLAIN[kind]
    if origin is Literal:
        return " | ".join(json.dumps(value) for value in inner)
    if origin in (Union, types.UnionType):
        return " | ".join(dict.fromkeys(map(written, inner)))
    if origin is dict:
        return f"Record<{written(inner[0])}, {written(inner[1])}>"
    if origin is list or (origin is tuple and inner[-1] is Ellipsis):
        item = written(inner[0])
        return f"({item})[]" if " | " in item else f"{item}[]"
    if origin is tuple:
        return f"[{', '.join(map(written, inner))}]"
    if kind in RECORDS:
        return f"{kind.__name__}Values"
    if is_typeddict(kind):
        return str(kind.__name__)
    raise TypeError(f"{kind} is not declared as part of a map's payload")


def _annotated(kind: Any) -> str:
    """What is annotated: an alias with words of its own joins its words to the alias's, so the alias is looked for inside."""
    words: tuple[str, ...] = kind.__metadata__
    for name, declared in ALIASES.items():
        inner, *own = get_args(declared) if get_origin(declared) is Annotated else (None,)
        if own and kind.__origin__ == inner and words[: len(own)] == tuple(own):
            return name
    return written(kind.__origin__)


if __name__ == "__main__":
    SCRIPT.write_text(script(), encoding="utf-8")
