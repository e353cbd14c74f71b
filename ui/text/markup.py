"""Text from data, made safe for the markup it is put into."""

from __future__ import annotations

import re

DIRECTIVE = re.compile(r":(?=\w)")  # “:red[…]” would colour what follows, “:name:” be a picture
ENTITY = re.compile(r"&(?=#?\w+;)")  # “&lt;” would be shown as what it stands for
# “1. x” or “- x” at the start would lose its mark, a line of “---” would be a rule.
LIST_ITEM = re.compile(r"(?m)^(\s*\d*)([-+=.)])(?=[-=]*(?:\s|$))")


def plain(text: str) -> str:
    """Text from data, so that no character in it is taken for Markdown."""
    entity = "\0"  # no text holds it
    text = ENTITY.sub(entity, text.replace(entity, ""))
    for character in "\\`*_[]<>$#~|":
        text = text.replace(character, "\\" + character)
    text = DIRECTIVE.sub(r"\\:", text).replace(entity, r"\&")
    return LIST_ITEM.sub(r"\1\\\2", text)
