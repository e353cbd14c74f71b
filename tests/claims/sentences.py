"""A page's sentences, cards and rows, each a claim by itself; sentences that only explain are set apart by where they stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

TEXT = Path(__file__).resolve().parents[2] / "ui" / "text"
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z†“0-9])")
NO_END = re.compile(r"\b(?:St|Dr|No)\.$")


def sentences_of(sent: Any) -> list[str]:
    """Everything that a page claims: a card as “label | value | under”, each sentence, each row of a table that is HTML."""
    lines: list[str] = []
    for node in sent.nodes:
        kind, proto = node.proto.DESCRIPTOR.name, node.proto
        if kind == "Html":
            lines += _of_html(proto.body)
        elif kind in ("Alert", "Text", "Heading"):
            lines += _split(proto.body)
    lines = [line.removesuffix(" figures") for line in lines]  # the link to what is behind a figure
    return [line for line in lines if re.search(r"\d", line) and not explains(line)]


def _of_html(body: str) -> Iterator[str]:
    body = re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)
    for label, value, under in re.findall(
        r'<div class="label">(.*?)</div><div class="value[^"]*">(.*?)</div><div class="under">(.*?)</div>',
        body,
    ):
        yield " | ".join(map(_plain, (label, value, under)))
    body = re.sub(r'<div class="cards">.*?</div></div></div>', "", body, flags=re.DOTALL)
    body = re.sub(r'<div class="card">.*?</div></div>', "", body, flags=re.DOTALL)
    yield from (
        f"alt: {line}" for alt in re.findall(r'alt="([^"]+)"', body) for line in _split(alt)
    )
    body = re.sub(
        r'<svg.*?</svg>|<img(?:\s+[a-z-]+="[^"]*")*\s*/?>|<span class="mark">.*?</span>',
        " ",
        body,
        flags=re.DOTALL,
    )
    body = re.sub(r"</t[hd]>\s*<t[hd][^>]*>", " | ", body)
    for line in re.split(r"</?(?:p|li|h\d|tr|section|ul|table|thead|tbody|div)\b[^>]*>", body):
        yield from _split(_plain(line))


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _split(text: str) -> list[str]:
    parts: list[str] = []
    for part in END.split(" ".join(text.split())):
        if parts and NO_END.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return [part for part in parts if part]


def explains(line: str) -> bool:
    """Whether a sentence stands word for word in a phrase of ui/text that holds no figure of the data."""
    words = line.strip(" .").removeprefix("† ")
    return any(words in phrase for phrase in _phrases())


@cache
def _phrases() -> tuple[str, ...]:
    phrases = []
    for path in TEXT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                phrases.append(" ".join(node.value.replace("**", "").split()))
    return tuple(phrase for phrase in phrases if len(phrase) > 20)
