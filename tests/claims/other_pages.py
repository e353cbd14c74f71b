"""Claims of Hotspots, Lines, Stop and search, Operations, the Duty and Data, worked out from the raw rows."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from scipy import special, stats
from scipy.spatial import KDTree
from statsmodels.stats.multitest import multipletests

from tests.claims import figures as own
from tests.claims import raw
from tests.claims.kinds import (
    AREA,
    BOTH,
    MONTH,
    SPAN,
    Scope,
    aside,
    kind,
    listed_wards,
    months_of,
    near,
    near_edge,
    number,
    residents_of,
    same,
    ward_named,
)

WIDTH, ROW_HEIGHT = 200.0, 200.0 * 3**0.5 / 2  # of hexagons on the National Grid, in metres
KM2 = 3**0.5 / 2 * WIDTH**2 / 1e6
LISTED = 20


# --- hotspots ------------------------------------------------------------------------------------------------------------------------


@cache
def _hexagons(first: str, last: str, kinds: tuple[str, ...]) -> tuple[DataFrame, DataFrame]:
    """Offences by hexagon and month; and each hexagon's middle and authority: those with a point in these months."""
    rows = raw.street()
    rows = rows[(rows["month"] >= first) & (rows["month"] <= last) & (rows["ward"] != "")]
    east, north = raw.metres(rows["x"], rows["y"]).T
    row = np.floor(north / ROW_HEIGHT)
    centres = np.array(
        [
            [((np.floor(east / WIDTH - shift(r) + 0.5)) + shift(r)) * WIDTH, r * ROW_HEIGHT]
            for r in (row - 1, row, row + 1, row + 2)
            for shift in [lambda r: (r % 2) / 2]
        ]
    )
    apart = (centres[:, 0] - east) ** 2 + (centres[:, 1] - north) ** 2
    best = np.argmin(apart, axis=0)
    x, y = centres[best, :, np.arange(len(rows))].T
    rows = rows.assign(
        hexagon=[f"{a:.0f} {b:.0f}" for a, b in zip(x, np.round(y, 3), strict=True)], hx=x, hy=y
    )
    places = rows.groupby("hexagon").agg(x=("hx", "first"), y=("hy", "first"))
    points = rows.drop_duplicates(["x", "y"]).groupby("hexagon")["authority"]
    places["authority"] = points.agg(lambda names: names.mode().iloc[0])
    places["points"] = points.size()
    mine = rows[rows["kind"].isin(kinds)] if kinds else rows
    counts = mine.pivot_table(
        index="hexagon", columns="month", values="kind", aggfunc="size", fill_value=0
    )
    months = [m for m in raw.months_held() if first <= m <= last]
    return counts.reindex(index=places.index, columns=months, fill_value=0).fillna(0), places


def _points_of(scope: Scope) -> Series:
    """Points of each hexagon at which anything was recorded in these months."""
    return _hexagons(scope.first, scope.last, scope.kinds)[1]["points"]


def _steadied(counts: DataFrame, places: DataFrame) -> np.ndarray:
    """What each hexagon is expected to hold by local empirical Bayes (Marshall 1991), older months weighing less."""
    ages = np.arange(counts.shape[1], 0, -1)
    weights = 0.5 ** (ages / 12)
    seen = counts.to_numpy() @ weights * weights.sum() / (weights**2).sum()
    middles = places[["x", "y"]].to_numpy()
    pairs = (
        KDTree(middles)
        .sparse_distance_matrix(KDTree(middles), 600.0, output_type="coo_matrix")
        .tocsr()
    )
    pairs.data = np.exp(-0.5 * (pairs.data / 200) ** 2)
    pairs.setdiag(0)
    mean = (pairs @ seen + 4 * seen.mean()) / (np.asarray(pairs.sum(axis=1)).ravel() + 4)
    likely = {
        shape: (
            special.gammaln(seen + shape)
            - special.gammaln(shape)
            + shape * np.log(shape / (shape + mean))
            + seen * np.log(mean / (shape + mean))
        ).sum()
        for shape in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
    }
    shape = max(likely, key=lambda each: likely[each])
    return (seen + shape) / (1 + shape / mean)


def _rolled(scope: Scope) -> tuple[list[int], list[int], list[str], int]:
    """Offences that lists of 20 hexagons caught month by month, all offences of these months, the months, and how many hexagons."""
    counts, places = _hexagons(scope.first, scope.last, scope.kinds)
    months = list(counts.columns)
    caught, total, targets = [], [], []
    for at in range(3, len(months)):
        figures = _steadied(counts.iloc[:, :at], places)
        listed = np.argsort(-figures, kind="stable")[:LISTED]
        seen = counts.iloc[:, at].to_numpy()
        caught.append(int(seen[listed].sum()))
        total.append(int(seen.sum()))
        targets.append(months[at])
    return caught, total, targets, len(places)


@kind(rf"Where to patrol, and what stands out beyond chance: (.+) in {AREA}, ({SPAN})")
def scope_of_hotspots(match: re.Match[str], scope: Scope) -> None:
    same([match[1], months_of(match[2])], [scope.what, scope.asked])


@kind(r"COUNT offences at published points in hexagons\.")
def offences_in_hexagons(match: re.Match[str], scope: Scope) -> None:
    same(number(match[1]), int(raw.counted(scope.kinds, scope.held).sum()))


@kind(
    r"The list to patrol caught \| RATE % \| of each next month, RATE % to RATE %, on (\d+) places; PAI RATE"
)
def hit_rate(match: re.Match[str], scope: Scope) -> None:
    caught, total, _, hexagons = _rolled(scope)
    share = 100 * sum(caught) / sum(total)
    near(float(match[1]), share, 0.06)
    assert float(match[2]) < share < float(match[3])
    same(int(match[4]), LISTED)
    near(float(match[5]), share / (100 * LISTED / hexagons), 0.4)


@kind(
    rf"Foretold one by one: ({SPAN}), COUNT offences, each from the chosen months before it alone\."
)
def months_foretold(match: re.Match[str], scope: Scope) -> None:
    _, total, targets, _ = _rolled(scope)
    same([months_of(match[1]), number(match[2])], [targets, sum(total)])


@kind(r"The way offered was chosen each time by the months before \((.+)\)\.")
def ways_chosen(match: re.Match[str], scope: Scope) -> None:
    same(sum(int(n) for n in re.findall(r"in (\d+)", match[1])), len(_rolled(scope)[2]))


@kind(rf"(\d+) places, most expected first, by (.+)\.|Way and list rest on ({SPAN}) alone\.")
def list_about(match: re.Match[str], scope: Scope) -> None:
    if match[1]:
        same(int(match[1]), LISTED)
    else:
        same(months_of(match[3]), scope.held)


@kind(r"Over (\d+) months (.+)\.")
def rivals(match: re.Match[str], scope: Scope) -> None:
    same(int(match[1]), len(_rolled(scope)[2]))


aside(r"This list: [0-9a-f]{16}\.", "Digits of a digest are no figure of the data.")


@kind(
    r"Half of (Swindon|Wiltshire)'s offences lie on \| RATE % \| of its hexagons; dealt out at random RATE %"
)
def half_of_offences(match: re.Match[str], scope: Scope) -> None:
    counts, places = _hexagons(scope.first, scope.last, scope.kinds)
    mine = np.sort(counts.sum(axis=1)[places["authority"] == match[1]].to_numpy())[::-1]
    needed = int(np.searchsorted(np.cumsum(mine), mine.sum() / 2) + 1)
    near(float(match[2]), 100 * needed / len(mine), 0.25)
    points = _points_of(scope)[places["authority"] == match[1]].to_numpy()
    rng = np.random.default_rng(3)
    halves = []
    for drawn in rng.multinomial(int(mine.sum()), points / points.sum(), size=200):
        order = np.sort(drawn)[::-1]
        halves.append(100 * (np.searchsorted(np.cumsum(order), order.sum() / 2) + 1) / len(order))
    near(float(match[3]), float(np.mean(halves)), 0.35)


@kind(r"Beyond chance \| (\d+) places? \| (\d+) hexagons? of 200 m, RATE km²")
def beyond_chance(match: re.Match[str], scope: Scope) -> None:
    """The size is that of so many hexagons, and all of them are among those that a normal Gi* finds too (it is the bolder)."""
    near(float(match[3]), int(match[2]) * KM2, 0.006)
    assert int(match[1]) <= int(match[2])
    counts, places = _hexagons(scope.first, scope.last, scope.kinds)
    seen, middles = counts.sum(axis=1).to_numpy(), places[["x", "y"]].to_numpy()
    around = (
        KDTree(middles)
        .sparse_distance_matrix(KDTree(middles), 401.0, output_type="coo_matrix")
        .tocsr()
    )
    around.data[:] = 1
    around.setdiag(1)
    n, spread = len(seen), seen.std()
    many = np.asarray(around.sum(axis=1)).ravel()
    z = (around @ seen - many * seen.mean()) / (spread * np.sqrt((n * many - many**2) / (n - 1)))
    bold = multipletests(2 * stats.norm.sf(np.abs(z)), method="fdr_bh")[0] & (z > 0)
    assert int(match[2]) <= int(bold.sum())


@kind(r"Lasting \| (\d+) persistent \| (.+)")
def lasting(match: re.Match[str], scope: Scope) -> None:
    """As many places as stand beyond chance: the words are parts of that number, which the card beside it holds."""
    del scope
    assert int(match[1]) + sum(map(int, re.findall(r"\d+", match[2]))) >= int(match[1])


# --- lines ---------------------------------------------------------------------------------------------------------------------------


@cache
def _knife_violence(first: str, last: str) -> DataFrame:
    """Knife-enabled violence of the force's own records: authority, line, suspect's age (NaN where not known)."""
    codes = pd.read_csv(raw.DATA / "offence_codes.csv", dtype=str)
    counts_as = set(codes.loc[codes["knife_flag"] == "yes", "offence_code"])
    rows = raw.extract()
    rows = rows[(rows["knife_flag"] == "yes") & rows["offence_code"].isin(counts_as)]
    month = rows["committed_from"].str[6:10] + "-" + rows["committed_from"].str[3:5]
    rows = rows[(month >= first) & (month <= last)]
    authority = raw.in_wards(rows["longitude"], rows["latitude"]).map(raw.wards()["authority_name"])
    judged = (
        rows[["line_type", "line_basis", "line_judged_on", "line_judged_by", "line_sure"]]
        .notna()
        .all(axis=1)
    )
    return DataFrame(
        {
            "authority": authority,
            "line": rows["line_type"].where(judged),
            "age": rows["suspect_age"].astype(float),
        }
    )


def _of_ages(rows: DataFrame, ages: str) -> DataFrame:
    return rows if ages == "all ages" else rows[rows["age"].between(14, 25)]


@kind(
    r"(Swindon|Wiltshire): local line, (all ages|suspects 14–25) \| (\d+)% \| (\d+)% to (\d+)% of (\d+) judged · all (\d+): "
    r"(\d+)% to (\d+)%"
)
def share_of_local_lines(match: re.Match[str], scope: Scope) -> None:
    rows = _of_ages(_knife_violence(scope.first, scope.last), match[2].removeprefix("suspects "))
    rows = rows[rows["authority"] == match[1]]
    local, judged = (
        (rows["line"] == "local line").sum(),
        rows["line"].isin(["local line", "county line", "no line"]).sum(),
    )
    still_open = len(rows) - judged
    low, high = own.wilson(int(local), int(judged))
    worked = [
        local / judged,
        low,
        high,
        None,
        None,
        local / len(rows),
        (local + still_open) / len(rows),
    ]
    same([int(match[6]), int(match[7])], [int(judged), len(rows)])
    same(
        [f"{match[n]}%" for n in (3, 4, 5, 8, 9)],
        [f"{each:.0%}" for each in worked if each is not None],
    )


@kind(
    r"Of judged knife-enabled violence, (\d+)% in Swindon and (\d+)% in Wiltshire is tied to a local line: (.+)\."
)
def shares_beside(match: re.Match[str], scope: Scope) -> None:
    limits, bounds = [], []
    for at, name in enumerate(BOTH):
        rows = _knife_violence(scope.first, scope.last)
        rows = rows[rows["authority"] == name]
        local, judged = (
            (rows["line"] == "local line").sum(),
            rows["line"].isin(["local line", "county line", "no line"]).sum(),
        )
        same(f"{match[at + 1]}%", f"{local / judged:.0%}")
        limits.append(own.wilson(int(local), int(judged)))
        bounds.append((local / len(rows), (local + len(rows) - judged) / len(rows)))
    apart = limits[0][0] > limits[1][1] or limits[0][1] < limits[1][0]
    bounded = bounds[0][0] > bounds[1][1] or bounds[0][1] < bounds[1][0]
    assert match[3].startswith("chance alone" if not apart and not bounded else "clearly apart")
    same("whatever the open ones" in match[3], bounded)


@kind(
    r"County lines, counted apart: (\d+) of (\d+) judged in Swindon, (\d+) of (\d+) judged in Wiltshire\."
)
def county_lines(match: re.Match[str], scope: Scope) -> None:
    worked = []
    for name in BOTH:
        rows = _knife_violence(scope.first, scope.last)
        rows = rows[rows["authority"] == name]
        worked += [
            (rows["line"] == "county line").sum(),
            rows["line"].isin(["local line", "county line", "no line"]).sum(),
        ]
    same([int(match[n]) for n in (1, 2, 3, 4)], [int(each) for each in worked])


@kind(rf"Shares are of knife-enabled violence in {AREA}, ({SPAN})\.")
def scope_of_lines(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1]), scope.asked)


# --- stop and search -----------------------------------------------------------------------------------------------------------------


def _searched(scope: Scope) -> DataFrame:
    rows = raw.searches()
    return rows[rows["month"].isin(scope.held)]


@kind(rf"Searches in {AREA}, ({SPAN})")
def scope_of_searches(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1]), scope.asked)


@kind(
    r".+: Swindon COUNT, Wiltshire COUNT searches in wards; COUNT outside both authorities, COUNT without a point · wards of December "
    r"2021, generalised to 20 m"
)
def searches_located(match: re.Match[str], scope: Scope) -> None:
    rows = _searched(scope)
    lost = rows["Longitude"].isna()
    worked = [
        *((rows["authority"] == name).sum() for name in BOTH),
        ((rows["ward"] == "") & ~lost).sum(),
        lost.sum(),
    ]
    same([number(match[n]) for n in (1, 2, 3, 4)], [int(each) for each in worked])


@kind(r"(Swindon|Wiltshire) \| COUNT \| RATE per 1,000 residents a year \(RATE to RATE\)")
def searches_of_an_authority(match: re.Match[str], scope: Scope) -> None:
    count = int((_searched(scope)["authority"] == match[1]).sum())
    per = 1000 / residents_of(match[1]) / (len(scope.held) / 12)
    same(number(match[2]), count)
    same(
        [match[n] for n in (3, 4, 5)], [f"{each * per:.1f}" for each in (count, *own.limits(count))]
    )


@kind(
    r"(.+?) \((Swindon|Wiltshire)\): COUNT search(?:es)? \(COUNT by its COUNT violent offences\), RATE times as elsewhere "
    r"\(RATE to RATE\)"
)
def searched_beside_violence(match: re.Match[str], scope: Scope) -> None:
    """The ratio of odds, its error as much wider as all wards' scores vary beyond chance; listed only where q is below 5 %."""
    searched = _searched(scope)["ward"].value_counts().reindex(raw.wards().index, fill_value=0)
    violent = raw.counted(raw.VIOLENT, scope.held)
    some = (searched + violent) > 0
    a, b = searched[some].astype(float), violent[some].astype(float)
    cells = [each + 0.5 for each in (a, b, a.sum() - a, b.sum() - b)]
    log = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    error = sum(1 / each for each in cells) ** 0.5
    scores = (log / error).clip(*np.quantile(log / error, [0.1, 0.9]))
    phi = float((scores**2).mean())
    error *= phi**0.5 if phi > 1 + 2 * (2 / len(log)) ** 0.5 else 1.0
    ward = ward_named(match[1])
    same([number(match[3]), number(match[5])], [int(a[ward]), int(b[ward])])
    same(number(match[4]), round(a.sum() * b[ward] / b.sum()))
    limits = [np.exp(log[ward] + sign * own.Z * error[ward]) for sign in (0, -1, 1)]
    same([match[n] for n in (6, 7, 8)], [f"{each:.1f}" for each in limits])
    q = Series(
        multipletests(2 * stats.norm.sf(np.abs(log / error)), method="fdr_bh")[1], index=log.index
    )
    assert q[ward] < 0.05, f"{match[1]} is listed with q = {q[ward]:.3f}"


aside(
    r"A ward is listed where the difference is more than chance \(false discovery rate below 5 %, (.+)\), surest first\.",
    "Says how wards are listed.",
)


@kind(rf"Both received: ({SPAN})\.")
def both_received(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1]), scope.held)


# --- the Duty ------------------------------------------------------------------------------------------------------------------------


def _grants() -> Series:
    grants = pd.read_csv(raw.DATA / "brief_grants.csv")
    return grants.groupby("status")["amount"].sum()


@kind(r"The Serious Violence Duty, (\d+ \w+ \d{4})")
def duty_of_today(match: re.Match[str], scope: Scope) -> None:
    del scope
    same(pd.Timestamp(match[1]).date(), pd.Timestamp.now().date())


aside(
    r"Figures from build \S+; records from the register, each with its history\.",
    "Names the build.",
)


@kind(
    r"(Expected, not confirmed|Confirmed|Allocated, committed or spent) \| £([\d,.]+) \| (?:all financial years|£([\d,.]+) not yet used)"
)
def money(match: re.Match[str], scope: Scope) -> None:
    del scope
    sums = _grants()
    names = {"Expected, not confirmed": "expected", "Confirmed": "confirmed"}
    used = 0.0  # no spending is in the brief
    near(float(match[2].replace(",", "")), float(sums.get(names.get(match[1], ""), used)), 0.005)
    if match[3]:
        near(float(match[3].replace(",", "")), float(sums.sum()) - used, 0.005)


aside(
    r"Decisions \| 0 \| in the register|0 decisions; 0 of 0 actions done\.|No decision is in the register\.",
    "The brief's small tables hold none.",
)


def _days() -> DataFrame:
    meetings = pd.read_csv(raw.DATA / "brief_meetings.csv").rename(columns={"title": "what"})
    return meetings.assign(day=pd.to_datetime(meetings["day"]))


@kind(r"Overdue \| (\d+) \| actions, meetings and dates not done")
def overdue(match: re.Match[str], scope: Scope) -> None:
    del scope
    meetings = _days()
    late = int(((meetings["day"] < pd.Timestamp.now()) & (meetings["status"] == "planned")).sum())
    same(int(match[1]), late)


@kind(r"(\d+ \w+ \d{4}): (.+?)(?: \(overdue\))?")
def due(match: re.Match[str], scope: Scope) -> None:
    del scope
    rows = _days()
    assert ((rows["day"] == pd.Timestamp(match[1])) & (rows["what"] == match[2])).any()


@kind(rf"(.+) in {AREA}, ({SPAN})")
def address_of_figures(match: re.Match[str], scope: Scope) -> None:
    same([match[1], months_of(match[2])], [scope.what, scope.asked])


@kind(r"(.+?) \((Swindon|Wiltshire)\): RATE per 1,000 a year \(RATE to RATE\), no money\.")
def unfunded(match: re.Match[str], scope: Scope) -> None:
    row = scope.table().loc[ward_named(match[1])]
    same([match[2], "clearly above"], [row["authority_name"], row["standing"]])
    same([match[n] for n in (3, 4, 5)], [f"{row[each]:.1f}" for each in ("rate", "low", "high")])


@kind(r"(Swindon|Wiltshire): COUNT offences, RATE per 1,000 residents a year \(RATE to RATE\)\.")
def scale_of_violence(match: re.Match[str], scope: Scope) -> None:
    mine = raw.wards()["authority_name"] == match[1]
    count = int(raw.counted(raw.VIOLENT, scope.held)[mine].sum())
    per = 1000 / residents_of(match[1]) / (len(scope.held) / 12)
    same(number(match[2]), count)
    same(
        [match[n] for n in (3, 4, 5)],
        [own.rate(each * per) for each in (count, *own.limits(count))],
    )


@kind(r"(Swindon|Wiltshire): COUNT of COUNT knife-enabled offences have a suspect aged 14 to 25\.")
def young_suspects(match: re.Match[str], scope: Scope) -> None:
    rows = _knife_violence(scope.first, scope.last)
    rows = rows[rows["authority"] == match[1]]
    same([number(match[2]), number(match[3])], [len(_of_ages(rows, "14–25")), len(rows)])


@kind(
    r"(\d+) wards? clearly above the force rate; the highest: (.+)\.|No ward is clearly above the force rate\."
)
def where_it_is(match: re.Match[str], scope: Scope) -> None:
    table = scope.table()
    clear = table[table["standing"] == "clearly above"]
    same(int(match[1] or 0), len(clear))
    if match[2]:
        assert set(listed_wards(match[2])) <= set(clear.index)


@kind(r"The (\d+) most deprived wards hold (\d+)% of offences and (\d+)% of residents\.")
def deprived(match: re.Match[str], scope: Scope) -> None:
    facts = raw.wards()
    most = facts["imd_score_2025"].nlargest(round(len(facts) / 5)).index
    counts, people = raw.counted(scope.kinds, scope.held), facts["population_2021"]
    same(int(match[1]), len(most))
    same(
        [f"{match[2]}%", f"{match[3]}%"],
        [f"{each[most].sum() / each.sum():.0%}" for each in (counts, people)],
    )


@kind(r"(\d+) bod(?:y|ies) that speak for young people and communities: (.+)\.")
def voices(match: re.Match[str], scope: Scope) -> None:
    del scope
    bodies = set(pd.read_csv(raw.DATA / "brief_bodies.csv")["name"])
    names = match[2].split(", ")
    same(int(match[1]), len(names))
    assert set(names) <= bodies


@kind(
    r"(\d+) gaps? in the data audit, 0 objectives or measures leading to nothing, (\d+) wards? clearly above the force rate without money\."
)
def what_is_missing(match: re.Match[str], scope: Scope) -> None:
    bodies = pd.read_csv(raw.DATA / "brief_bodies.csv")
    same(int(match[1]), int((bodies["body_kind"] == "specified authority").sum()))
    same(int(match[2]), int((scope.table()["standing"] == "clearly above").sum()))


aside(
    r"0 types of violence counted in; 0 tested on all four parts of section 13\.|What counts as serious violence: the test of section 13",
    "The brief holds no type.",
)


# --- data ----------------------------------------------------------------------------------------------------------------------------


aside(
    r"Build \S+|Build \| demonstration \| made (.+)|Build \S+, made (.+) UTC\.|Serious violence dashboard, version [\d.]+\.",
    "Of when and by which program: no figure of the data.",
)


@kind(r"Rows accepted \| COUNT \| of COUNT read")
def rows_accepted(match: re.Match[str], scope: Scope) -> None:
    del scope
    same([number(match[1]), number(match[2])], [raw.accepted(), raw.accepted()])


aside(r"Rows rejected \| 0 \| each with its line and reason", "Nothing was refused.")


@kind(
    r"Ward boundaries \| generalised to 20 m \| (\d+) wards, December 2021|Wards of (?:December 2021|May 2025)"
)
def wards_held(match: re.Match[str], scope: Scope) -> None:
    del scope
    if match[1]:
        same(int(match[1]), len(raw.wards()))


@kind(r"Close to a ward's edge \| RATE% \| of located rows lie within 20 m of a ward's edge")
def close_to_an_edge(match: re.Match[str], scope: Scope) -> None:
    del scope
    near(float(match[1]), 100 * near_edge(), 0.51)


aside(
    r"Boundaries: The project's own map of ONS wards, December 2021\.|Residents: Usual residents, Census 2021 \(.+\)\.",
    "Names the sources.",
)


@kind(
    rf"(.+): ({SPAN}); ({MONTH} \d{{4}}) was not received: left out of every rate, not counted as zero\.(?: \d{{4}})?|(20\d\d)((?: \| \w{{3}} (?:✓|absent))+)"
)
def months_received(match: re.Match[str], scope: Scope) -> None:
    del scope
    if match[4]:
        marks = [cell.split(" ")[1] for cell in match[5].split(" | ")[1:]]
        held = [f"{match[4]}-{at:02}" in raw.months_held() for at in range(1, 13)]
        same(marks, ["✓" if each else "absent" for each in held])
    else:
        span = months_of(match[2])
        same([month for month in span if month not in raw.months_held()], months_of(match[3]))


@kind(r"COUNT rows carry no Crime ID \(.+\)\.")
def rows_without_an_id(match: re.Match[str], scope: Scope) -> None:
    del scope
    same(number(match[1]), int(raw.street()["Crime ID"].isna().sum()))


@kind(r"COUNT of them look like an earlier row: .+")
def rows_alike(match: re.Match[str], scope: Scope) -> None:
    del scope
    rows = raw.street()
    rows = rows[rows["Crime ID"].isna()]
    same(number(match[1]), int(rows.duplicated(["month", "kind", "x", "y", "Location"]).sum()))


@kind(
    rf"demonstration-force-(?:extract|searches)\.csv: it covers ({SPAN}); its newest day is (\d{{4}}-\d\d-\d\d)\.|"
    r"demonstration-force-searches\.csv: (\d+) searches fall into the hour that clocks show twice in autumn; .+"
)
def notes_of_files(match: re.Match[str], scope: Scope) -> None:
    del scope
    if match[2]:
        same(months_of(match[1])[-1], match[2][:7])
        return
    rows = raw.own_searches()
    when = pd.to_datetime(rows["searched_at"], format="%d/%m/%Y %H:%M")
    last_sunday = {
        pd.Timestamp(f"{y}-10-31")
        - pd.Timedelta(days=(pd.Timestamp(f"{y}-10-31").weekday() + 1) % 7)
        for y in (2020, 2021, 2022)
    }
    same(int(match[3]), int((when.dt.normalize().isin(last_sunday) & (when.dt.hour == 1)).sum()))


aside(
    r"Pages draw these wards for windows that begin .+|The residents of \d+ of \d+ wards are carried from .+",
    "Says which wards are drawn, and how residents are carried, which tests/geo/space works out by hand.",
)
