"""What a map says of each ward, as a reader's pointer finds it, beside the table that its page offers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from playwright.sync_api import Frame, Page

from tests.chromium import press
from ui.text import figures as figure_text

ROUNDED = 0.00005  # what a file with four digits leaves out at most
# Each shape under a selector is pointed at, as a reader would: its ward, what it is filled with, and what the map says of it.
POINT_AT_WARDS = """(scope) => [...document.querySelectorAll(`${scope} path[data-ward]`)].map((path) => {
    const box = path.getBoundingClientRect(), at = { bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    path.dispatchEvent(new MouseEvent("mouseover", at));
    const tips = [...document.querySelectorAll(".ward-tip")].filter((tip) => tip.style.opacity !== "0");
    const lines = tips.length === 1 ? [...tips[0].querySelectorAll("b, span, small")].map((line) => line.textContent) : [`${tips.length} tips`];
    path.dispatchEvent(new MouseEvent("mouseout", { ...at, relatedTarget: document.body }));
    return { ward: path.dataset.ward, fill: path.getAttribute("fill"), lines };
})"""


@dataclass(frozen=True)
class PointedWard:
    """A shape of a ward that was pointed at."""

    ward: str
    fill: str
    lines: list[str]


def pointed(frame: Frame | Page, scope: str) -> list[PointedWard]:
    """Every shape of a ward under a selector."""
    return [PointedWard(**values) for values in frame.evaluate(POINT_AT_WARDS, scope)]


def downloaded(page: Page) -> pd.DataFrame:
    """The table that the page offers as a file."""
    press(page, "button", figure_text.DOWNLOAD)
    with page.expect_download() as taken:
        press(page, "button", figure_text.FILE_KINDS["csv"])
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    rows = "".join(line for line in text.splitlines(True) if not line.startswith("#"))
    return pd.read_csv(io.StringIO(rows))


def ward_table(page: Page) -> pd.DataFrame:
    """The table of wards that the page offers as a file, by ward code."""
    return downloaded(page).set_index("ward_code")


def disagreeing(
    pointed_wards: list[PointedWard],
    table: pd.DataFrame,
    agrees: Callable[[list[str], pd.Series], bool],
) -> dict[str, list[str]]:
    """Wards of which the map says something else than the table: code → what it says."""
    return {
        shape.ward: shape.lines
        for shape in pointed_wards
        if shape.ward not in table.index or not agrees(shape.lines, table.loc[shape.ward])
    }


def written_as(text: str, value: float) -> bool:
    """Whether a rate is written on the map as a file gives it to four digits; what ends in 5 there may have been rounded to it."""
    near = {figure_text.rate(value + off) for off in (-ROUNDED, 0.0, ROUNDED)}
    return text in near


def rates_agree(lines: list[str], row: pd.Series) -> bool:
    """Whether the map says of a ward what a row of the table says: its name, all its figures, and what else it must."""
    name, figures, *others = lines
    town = [figure_text.TOWN_CENTRE] if row["residents_mislead"] else []
    if name != row["ward_name"] or others != [*row.get("more", []), *town]:
        return False
    offences = f"{int(row['offences']):,}"
    if not row["residents"] > 0:
        return figures == figure_text.TOOLTIP_NO_RATE.format(offences=offences)
    pattern = re.escape(figure_text.TOOLTIP).replace(r"\{offences\}", re.escape(offences))
    for of in ("rate", "low", "high"):
        pattern = pattern.replace(rf"\{{{of}\}}", rf"(?P<{of}>[\d,.]+)")
    written = re.fullmatch(pattern, figures)
    return written is not None and all(
        written_as(written[of], row[column])
        for of, column in (("rate", "rate_per_1000"), ("low", "rate_low"), ("high", "rate_high"))
    )
