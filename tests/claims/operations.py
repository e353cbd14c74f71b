"""Claims of an operation's page: what was compared, what changed, what became of all around it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import statsmodels.api as sm
from pandas import Series
from scipy import stats

from tests.claims import figures as own
from tests.claims import raw
from tests.claims.kinds import (
    SPAN,
    Scope,
    aside,
    kind,
    listed_wards,
    months_of,
    near,
    number,
    same,
    ward_named,
)

Design = tuple[list[str], list[str], list[str], list[str]]  # area, comparison, before, after
COMPARED = rf"Violence and robbery in (.+), ({SPAN}) \((\d+) months\) against ({SPAN}) \((\d+) months\), beside (.+)\."
DESIGNS: dict[str, Design] = {}
NEXT_DOOR: dict[str, list[str]] = {}


def is_foundation(claim: str) -> bool:
    """Whether other claims rest on this one: what is compared, and which wards lie next door."""
    return bool(re.fullmatch(COMPARED, claim) or "of what was to be expected, in " in claim)


def _operations() -> pd.DataFrame:
    return pd.read_csv(raw.DATA / "demonstration_operations.csv", dtype=str).fillna("")


def _operation(name: str) -> Series:
    rows = _operations()
    return rows[rows["name"] == name].iloc[0]


def _day(text: str) -> pd.Timestamp:
    return pd.to_datetime(text, format="%d/%m/%Y")


@kind(r"What was done, what changed, and whether we can tell; status as at (\d+) (\w+) (\d{4})")
def status_as_at(match: re.Match[str], scope: Scope) -> None:
    same(pd.Timestamp(" ".join(match.groups())).strftime("%Y-%m"), scope.last)


aside(
    r"Wiltshire Police, street-level crime \(data\.police\.uk\), demonstration · wards of December 2021, generalised to 20 m",
    "Names the source and the wards.",
)


@kind(r"(Op \w+) and (Op \w+) (\w+ \d{4}): (.+?), in (.+)\.")
def overlap(match: re.Match[str], scope: Scope) -> None:
    del scope
    rows = _operations()
    other = rows[(rows["name"] == match[2]) & (rows["instance"] == match[3])].iloc[0]
    for day in map(_day, (other["start"], other["end"])):
        assert f"{day.day} {day:%B}" in match[4] and str(day.year) in match[4]
    same(ward_named(match[5]), _operation(match[1])["ward_code"])


@kind(r"(Op \w+) (?:live|planned|closed) · (\d+) (\w+) (\d{4}), open · .+")
def about_an_operation(match: re.Match[str], scope: Scope) -> None:
    del scope
    start = _day(_operation(match[1])["start"])
    same(" ".join(match.groups()[1:]), f"{start.day} {start:%B} {start.year}")


@kind(COMPARED)
def what_is_compared(match: re.Match[str], scope: Scope) -> None:
    """The area is the operation's own ward; the months after begin with it, and all those compared were received."""
    del scope
    area, after = listed_wards(match[1]), months_of(match[2])
    before, beside = months_of(match[4]), listed_wards(match[6])
    same([int(match[3]), int(match[5])], [len(after), len(before)])
    starts = _operations().set_index("ward_code")["start"]
    same(after[0], f"{_day(starts[area[0]]):%Y-%m}")
    assert set(after + before) <= set(raw.months_held()) and max(before) < min(after)
    assert not set(area) & set(beside)
    DESIGNS["frozen"] = (area, beside, before, after)


def _design() -> Design:
    assert "frozen" in DESIGNS, "what is compared stands nowhere on the page"
    return DESIGNS["frozen"]


def _sums(wards: list[str], months: list[str]) -> int:
    return int(raw.counted(raw.VIOLENT, months)[wards].sum())


def _model(
    kinds: tuple[str, ...] = raw.VIOLENT, design: Design | None = None
) -> tuple[float, float, float]:
    """After over before in the area, over the same beside it, with limits of Poisson: a level an area and a month."""
    area, beside, before, after = design or _design()
    months = [*before, *after]
    table = raw.monthly(kinds, "ward", months).loc[[*area, *beside]]
    long = table.stack().rename("count").reset_index().set_axis(["ward", "month", "count"], axis=1)
    dummies = pd.get_dummies(long[["ward", "month"]], drop_first=True, dtype=float)
    inside = (long["ward"].isin(area) & long["month"].isin(after)).astype(float)
    terms = sm.add_constant(dummies.assign(inside=inside))
    fit = sm.GLM(long["count"], terms, family=sm.families.Poisson()).fit()
    middle, error = fit.params["inside"], fit.bse["inside"]
    ratio, low, high = np.exp([middle, middle - own.Z * error, middle + own.Z * error])
    return float(ratio), float(low), float(high)


@kind(
    r"(\d+)% \((\d+)% to (\d+)%\) of what the comparison wards lead us to expect \((?:p .+)\)\.|"
    r"By the model alone: (\d+)% \((\d+)% to (\d+)%\)\."
)
def change_of_an_operation(match: re.Match[str], scope: Scope) -> None:
    """The ratio is that of a Poisson regression, and no limits are narrower than its own."""
    del scope
    shown = [int(match[n]) for n in ((1, 2, 3) if match[1] else (4, 5, 6))]
    ratio, low, high = _model()
    near(shown[0], 100 * ratio, 1.01)
    assert shown[1] <= 100 * low + 0.51 and shown[2] >= 100 * high - 0.51, (shown, low, high)


@kind(
    r"(?:It worked|It got worse|It fell here beside its comparison|It rose here beside its comparison|We cannot tell|"
    r"There is no sign that it changed anything): COUNT offences in (\d+) months before and COUNT in (\d+) after, "
    r"(\d+)% \((\d+)% to (\d+)%\) of what the comparison areas lead us to expect.*"
)
def verdict_of_an_operation(match: re.Match[str], scope: Scope) -> None:
    del scope
    area, _, before, after = _design()
    same([number(match[1]), number(match[3])], [_sums(area, before), _sums(area, after)])
    same([int(match[2]), int(match[4])], [len(before), len(after)])
    near(int(match[5]), 100 * _model()[0], 1.01)


@kind(r"Operation area: COUNT before, COUNT after\.|Comparison wards: COUNT before, COUNT after\.")
def counts_of_an_operation(match: re.Match[str], scope: Scope) -> None:
    del scope
    area, beside, before, after = _design()
    wards = area if match[1] else beside
    shown = [number(match[n]) for n in ((1, 2) if match[1] else (3, 4))]
    same(shown, [_sums(wards, before), _sums(wards, after)])


@kind(
    r"A fall from (?:COUNT expected \(from COUNT before\)|COUNT) to about COUNT could show here\.|"
    r"A true fall to COUNT would be found 8 times in 10\."
)
def what_could_show(match: re.Match[str], scope: Scope) -> None:
    """By the counts before alone: the ratio's error as Poisson has it when the comparison stays as it was."""
    del scope
    area, beside, before, after = _design()
    had, usual, longer = _sums(area, before), _sums(beside, before), len(after) / len(before)
    if match[1]:
        near(number(match[1]), had * longer, 0.5)
    if match[2] or match[3]:
        same(number(match[2] or match[3]), had)
    reach = own.Z + (stats.norm.ppf(0.8) if match[5] else 0)
    falls = np.arange(1, int(had * longer) + 1)
    error = np.sqrt(1 / had + 1 / falls + 1 / usual + 1 / (usual * longer))
    worked = int(falls[np.log(falls / (had * longer)) + reach * error < 0].max())
    near(number(match[4] or match[5]), worked, 0.02 * worked + 1.01)


def _whole() -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Wards of each place around an operation, those that stand apart, and the months that say what the level was."""
    area, beside, before, _ = _design()
    facts = raw.wards()["authority_name"]
    mine = list(facts.index[facts == facts[area[0]]])
    ring = NEXT_DOOR["next door"]
    rest = [ward for ward in mine if ward not in {*area, *ring, *beside}]
    places = {
        "Next door": ring,
        "Comparison wards": beside,
        "Rest of the authority": rest,
        "area": area,
    }
    apart = [ward for ward in facts.index if ward not in mine and ward not in beside]
    first = f"{pd.Period(_design()[3][0], freq='M') - 24:%Y-%m}"
    return places, apart, [month for month in raw.months_held() if first <= month <= before[-1]]


@kind(
    rf"(Next door|Comparison wards|Rest of the authority): COUNT in ({SPAN}), COUNT after, (\d+)% \((\d+)% to (\d+)%\) of what wards of other authorities lead us to expect\."
)
def around_an_operation(match: re.Match[str], scope: Scope) -> None:
    del scope
    places, apart, level = _whole()
    after = _design()[3]
    same(months_of(match[3]), level)
    had, came = _sums(places[match[1]], level), _sums(places[match[1]], after)
    same([number(match[2]), number(match[4])], [had, came])
    near(int(match[5]), 100 * came / (had * _sums(apart, after) / _sums(apart, level)), 0.51)
    assert int(match[6]) < int(match[5]) < int(match[7])


@kind(
    r"(?:The area and all of these together: ([+−][\d,]+) offences \(.+ to .+, limits of 86 %\)|Net ([+−][\d,]+) offences \(.+, 86 %\) in the area, next door, the comparison wards and the rest of the authority)\."
)
def net_effect(match: re.Match[str], scope: Scope) -> None:
    del scope
    places, apart, level = _whole()
    wards, after = [ward for each in places.values() for ward in each], _design()[3]
    net = _sums(wards, after) - _sums(wards, level) * _sums(apart, after) / _sums(apart, level)
    near(int((match[1] or match[2]).replace("−", "-").replace(",", "")), net, 0.51)


@kind(
    r"(?:No sign that offences moved next door|Offences rose next door|Next door improved too|We cannot tell whether offences moved): (\d+)% \((\d+)% to (\d+)%\) of what was to be expected, in (.+)\."
)
def next_door(match: re.Match[str], scope: Scope) -> None:
    """The wards next door share a line with the operation's own."""
    del scope
    NEXT_DOOR["next door"] = ring = listed_wards(match[4])
    assert not set(ring) & {*_design()[0], *_design()[1]}
    assert int(match[2]) <= int(match[1]) <= int(match[3])
    lines = pd.read_csv(raw.DATA / "ward_edges.csv", dtype=str).fillna("")
    sides = {frozenset(pair) for pair in zip(lines["left_ward"], lines["right_ward"], strict=True)}
    assert all(
        any(frozenset((ward, own_ward)) in sides for own_ward in _design()[0]) for ward in ring
    )


@kind(
    r"In offences over the period after \(weighted displacement difference\): ([+−][\d,]+) in the area, standard error ([\d,]+); with next door .+"
)
def displacement_difference(match: re.Match[str], scope: Scope) -> None:
    """Wheeler and Ratcliffe (2018): gains, periods scaled to the one after and the comparison to the area's residents."""
    del scope
    area, beside, before, after = _design()
    people = raw.wards()["population_2021"]
    scaled = len(after) / len(before)
    size = people[beside].sum() / people[area].sum()
    gains = [_sums(wards, after) - _sums(wards, before) * scaled for wards in (area, beside)]
    spread = [_sums(wards, after) + _sums(wards, before) * scaled**2 for wards in (area, beside)]
    near(int(match[1].replace("−", "-").replace(",", "")), gains[0] - gains[1] / size, 0.51)
    near(number(match[2]), (spread[0] + spread[1] / size**2) ** 0.5, 0.51)


@kind(r"(Burglary|Vehicle crime), which it did not aim at: (\d+)% \((\d+)% to (\d+)%\)\.")
def not_aimed_at(match: re.Match[str], scope: Scope) -> None:
    del scope
    near(int(match[2]), 100 * _model((match[1],))[0], 1.01)


@kind(r"Of (\d+) made-up starts? before the true one, (\d+) shows? a change\.")
def made_up_starts(match: re.Match[str], scope: Scope) -> None:
    """Each with six months on either side, of those within two years before."""
    del scope
    same(int(match[1]), len(_whole()[2]) - 12 + 1)
    assert int(match[2]) <= int(match[1])


@kind(
    r"The start (?:did not follow|followed) a spike: COUNT offences in the (\d+) months before the start, where COUNT were usual\."
)
def spike(match: re.Match[str], scope: Scope) -> None:
    del scope
    level, length = _whole()[2], int(match[2])
    same(number(match[1]), _sums(_design()[0], level[-length:]))
    usual = _sums(_design()[0], level[:-length]) * length / (len(level) - length)
    near(number(match[3]), usual, 0.51)


@kind(r"With (.+) left out in turn it comes to between (\d+)% and (\d+)%\.")
def left_out(match: re.Match[str], scope: Scope) -> None:
    """Each comparison ward, and the months of each week of action."""
    del scope
    area, beside, before, after = _design()
    ratios = [
        _model(raw.VIOLENT, (area, [w for w in beside if w != ward], before, after))[0]
        for ward in beside
    ]
    if "months" in match[1]:
        for month in ("2022-04", "2022-11"):
            ratios.append(
                _model(raw.VIOLENT, (area, beside, before, [m for m in after if m != month]))[0]
            )
    near(int(match[2]), 100 * min(ratios), 1.01)
    near(int(match[3]), 100 * max(ratios), 1.01)


@kind(
    r"(.+): COUNT before, COUNT after, (\d+)% of the (fall|rise); without it (\d+)% \((\d+)% to (\d+)%\)\."
)
def one_point(match: re.Match[str], scope: Scope) -> None:
    """Some point of the area holds these counts, and none went further that way beside the comparison."""
    del scope
    area, beside, before, after = _design()
    rows = raw.street()
    rows = rows[rows["ward"].isin(area) & rows["kind"].isin(raw.VIOLENT)]
    at_point = rows.pivot_table(
        index=["x", "y"], columns="month", values="kind", aggfunc="size", fill_value=0
    )
    had, came = at_point[before].sum(axis=1), at_point[after].sum(axis=1)
    gains = came - had * _sums(beside, after) / _sums(beside, before)
    furthest = gains.idxmin() if match[5] == "fall" else gains.idxmax()
    same([number(match[2]), number(match[3])], [int(had[furthest]), int(came[furthest])])
    near(int(match[4]), 100 * gains[furthest] / gains.sum(), 0.51)
    rest = (_sums(area, after) - int(came[furthest])) / (_sums(area, before) - int(had[furthest]))
    near(int(match[6]), 100 * rest / (_sums(beside, after) / _sums(beside, before)), 1.01)


@kind(r"(\d+) of the 24 months before are known, and no spike of 3, 6 or 12\.")
def months_known(match: re.Match[str], scope: Scope) -> None:
    del scope
    same(int(match[1]), len(_whole()[2]))


@kind(
    rf"None before is like ({SPAN}); only the comparison wards speak for the season\.|Not compared in between: ({SPAN})\."
)
def seasons(match: re.Match[str], scope: Scope) -> None:
    del scope
    _, _, before, after = _design()
    if match[1]:
        numbers = {month[5:] for month in before}
        same(months_of(match[1]), [month for month in after if month[5:] not in numbers])
    else:
        span = [f"{m:%Y-%m}" for m in pd.period_range(before[0], after[-1], freq="M")]
        same(months_of(match[2]), [month for month in span if month not in {*before, *after}])


aside(
    r"The 5 wards most like .+|Frozen .+|Hash .+|SHA-256 of the frozen design: .+|[1-5] · .+|A fall by half would be found .+",
    "Says how and when the comparison was chosen, or names a step.",
)
aside(
    r"By what happens in .+|\d+ made-up starts in \d+ other wards: .+|Beside the rest of its own authority alone .+|"
    r"Before the start, the area's trend .+|Weighted displacement quotient .+|To find a fall by half .+",
    "Rests on a reference distribution or a further model, which tests/geo/operations works out by hand.",
)
aside(r"Other work went on in the areas compared, or everywhere: .+", "Names of the register.")
