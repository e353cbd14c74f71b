"""Is it proactive policing? The change of possession by how it came to light, and what may be said of it."""

from __future__ import annotations

from html import escape

import streamlit as st

from geo.knife.origin import OriginChange
from ui.answers import policing as policing_answers
from ui.answers.policing import Policing
from ui.answers.store import sources as source_answers
from ui.answers.wards.findings import WardAnswer
from ui.components import metric_cards
from ui.components.charts import INK
from ui.components.panel import panel
from ui.components.trend_sparkline import address
from ui.text import lines as lines_text
from ui.text import map as map_text
from ui.text import sources as source_text

# Okabe and Ito's colours, each with a pattern of its own: solid, striped, dotted, blank. ui/map/static/layers/parts.js draws the same.
COLOURS = {"proactive": "#D55E00", "reported": "#0072B2", "school": "#F0E442", "unknown": "#ffffff"}
WIDE, BAR, LEFT = (
    460,
    40,
    52,
)  # as wide as a column beside the map, so that its words keep their size
PATTERNS = (
    '<defs><pattern id="reported" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#0072B2"/><rect width="2.5" height="8" fill="#fff"/></pattern>'
    '<pattern id="school" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="#F0E442"/>'
    '<circle cx="3.5" cy="3.5" r="1.6" fill="#10202e"/></pattern></defs>'
)
DRAWN = ("proactive", "reported", "school", "unknown")
NARROWEST = 26  # pixels of a bar's part below which its figure is left to the table


def drawn_source() -> str | None:
    """The source that the view draws, whose marking the page then carries."""
    return next(
        (source for source in source_answers.sources() if source_answers.declared(source).detailed),
        None,
    )


@panel()
def show(answer: WardAnswer) -> None:
    """Of each authority, side by side: the verdict with its reason and premises, the bars then and now, the table, and what stands beside it."""
    if drawn_source() is None:
        metric_cards.paragraph(" ".join(filter(None, source_text.NO_EXTRACT)))
        return
    authorities = policing_answers.policing(answer.selection)
    if not authorities[0].months:
        metric_cards.paragraph(lines_text.NO_YEAR_BEFORE)
        return
    verdicts, figures = ("".join(map(part, authorities)) for part in (_verdict, _figures))
    st.html(f'<div class="verdicts">{verdicts}</div><div class="side-by-side">{figures}</div>')
    metric_cards.note(
        lines_text.compared_months(answer.selection.place(), authorities[0].months),
        lines_text.RULE,
    )


def _verdict(policing: Policing) -> str:
    """The verdict on one authority with its reason."""
    change = policing.change
    return (
        f'<section class="panel verdict {lines_text.VERDICT_CLASSES[change.verdict]}">'
        f"<h2>{escape(policing.selection.place())}: {lines_text.QUESTION}</h2>"
        f'<p class="word">{escape(lines_text.VERDICT_WORDS[change.verdict])}</p><p class="told">{escape(change.reason)}</p></section>'
    )


def _figures(policing: Policing) -> str:
    """What the verdict on one authority rests on: premises, counts by origin, and what stands beside them."""
    change, what, place = policing.change, policing.selection.what(), policing.selection.place()
    beside = (
        lines_text.explained(change),
        lines_text.share_of_change(change),
        lines_text.unknown_share(change),
        lines_text.find_rates(change.searches),
        lines_text.searches_counted(policing.searches, policing.held, len(policing.months)),
        lines_text.reported_violence(change),
        lines_text.spread(change),
    )
    items = "".join(
        f"<li><b>{escape(label)}:</b> {escape(sentence)}.</li>" for label, sentence in beside
    )
    return (
        f'<div><section class="panel"><h2>{escape(place)}: {lines_text.PREMISES}</h2>{_premises(change)}</section>'
        f'<section class="panel strip"><h2>{escape(place)}, {escape(lines_text.possession_change(what, change, policing.months))}</h2>'
        f'<img src="data:image/svg+xml,{address(_bars(change))}" alt="{escape(lines_text.bar_summary(what, change))}">{_table(change)}</section>'
        f'<section class="panel"><ul>{items}</ul></section></div>'
    )


def _premises(change: OriginChange) -> str:
    """Each premise with its mark, which is also said in words to whoever does not see it."""
    rows = ""
    for row in change.premises:
        mark, word, sentence = lines_text.premise(row)
        rows += f'<li><span class="sign" role="img" aria-label="{word}" title="{word}">{mark}</span>{escape(sentence)}</li>'
    return f'<ul class="premises">{rows}</ul>'


def _bars(change: OriginChange) -> str:
    """Then above now, one length an offence, each origin in its colour and pattern."""
    most = max(change.total_then, change.total_now, 1)
    ink = INK["dark" if st.context.theme.type == "dark" else "light"][0]
    parts = ""
    for at, (period, total) in enumerate((("then", change.total_then), ("now", change.total_now))):
        top, left = 4 + at * (BAR + 10), float(LEFT)
        parts += f'<text x="0" y="{top + 26}" font-size="16" font-weight="700">{period.capitalize()}</text>'
        for origin in DRAWN:
            held = int(change.counts.loc[origin, period])
            wide = held / most * (WIDE - LEFT - 56)
            parts += _part(origin, held, (left, float(top), wide))
            left += wide
        parts += f'<text x="{left + 8:.0f}" y="{top + 27}" font-size="19" font-weight="700">{total:,}</text>'
    high = 2 * BAR + 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" fill="{ink}" '
        f'font-family="sans-serif">{PATTERNS}{parts}</svg>'
    )


def _part(origin: str, held: int, place: tuple[float, float, float]) -> str:
    left, top, wide = place
    if not held:
        return ""
    fill = f"url(#{origin})" if origin in ("reported", "school") else COLOURS[origin]
    drawn = f'<rect x="{left:.1f}" y="{top:.0f}" width="{wide:.1f}" height="{BAR}" fill="{fill}" stroke="#10202e"/>'
    if wide < NARROWEST:
        return drawn
    box = 12 + 10 * len(str(held))  # the figure on ground of its own: no pattern runs through it
    middle = left + wide / 2
    return (
        f'{drawn}<rect x="{middle - box / 2:.0f}" y="{top + 8:.0f}" width="{box}" height="24" rx="4" fill="#fff"/>'
        f'<text x="{middle:.0f}" y="{top + 26:.0f}" text-anchor="middle" font-size="17" font-weight="700" fill="#10202e">{held}</text>'
    )


def _table(change: OriginChange) -> str:
    """Counts by origin then and now, each row beginning with its pattern."""
    heads = "".join(f"<th scope=col>{escape(head)}</th>" for head in lines_text.ORIGIN_HEADS)
    rows = "".join(
        f'<tr><th scope=row><i class="part {origin}"></i>{escape(map_text.ORIGIN_WORDS[origin])}</th>'
        + "".join(
            f"<td>{escape(figure)}</td>"
            for figure in lines_text.origin_row(change.counts.loc[origin])
        )
        + "</tr>"
        for origin in DRAWN
    )
    return f'<table class="origins"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
