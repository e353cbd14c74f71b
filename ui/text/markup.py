"""Text from data, made safe for the markup it is put into."""

from __future__ import annotations

import re

DIRECTIVE = re.compile(r":(?=\w)")  # “:red[…]” would colour what follows, “:name:” be a picture
LIST_ITEM = re.compile(
    r"(?m)^(\s*\d*)([-+=.)])"
)  # “1. x” or “- x” at the start would lose its mark


def plain(text: str) -> str:
    """Text from data, so that no character in it is taken for Markdown."""
    for character in "\\`*_[]<>$#~|&":
        text = text.replace(character, "\\" + character)
    return LIST_ITEM.sub(r"\1\\\2", DIRECTIVE.sub(r"\\:", text))
