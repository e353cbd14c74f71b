"""Claims of the view that asks whether a rise of possession is policing: origins, searches, what more of them account for."""

from __future__ import annotations

import re

import pandas as pd
from pandas import DataFrame, Series
from scipy import stats

from tests.claims import figures as own
from tests.claims import raw
from tests.claims.kinds import (
    BOTH,
    SPAN,
    Scope,
    aside,
    kind,
    months_of,
    near,
    number,
    same,
    year_before,
)

WEAPONS = ("Offensive weapons", "Anything to threaten or harm anyone")
NAMES = {
    "Proactive: found by police": "proactive",
    "Reported to police": "reported",
    "Found at a school": "school",
    "Not known how it came to light": "unknown",
}
PAIR = r"COUNT then, COUNT now"


def _records(months: list[str]) -> DataFrame:
    """The force's own records of some months: authority, the rule that says how each came to light, its origin, whether knife-enabled."""
    rows = raw.extract()
    month = rows["committed_from"].str[6:10] + "-" + rows["committed_from"].str[3:5]
    rows = rows.assign(month=month)[month.isin(months)]
    rules = pd.read_csv(raw.DATA / "origin_rules.csv").fillna("")
    rule = Series("", index=rows.index)
    for _, each in rules.iterrows():
        text = rows[each["column"]].fillna("").str.lower()
        rule = rule.mask(
            (rule == "") & text.str.contains(each["pattern"], regex=True), each["rule"]
        )
    origins = dict(zip(rules["rule"], rules["origin"], strict=True))
    authority = raw.in_wards(rows["longitude"], rows["latitude"]).map(raw.wards()["authority_name"])
    codes = pd.read_csv(raw.DATA / "offence_codes.csv", dtype=str)
    flagged = set(codes.loc[codes["knife_flag"] == "yes", "offence_code"])
    return rows.assign(
        authority=authority,
        rule=rule,
        origin=rule.map(origins).fillna("unknown"),
        violent=(rows["knife_flag"] == "yes") & rows["offence_code"].isin(flagged),
    )


class Case:
    """One authority's possession, knife violence and weapon searches, of the months compared and of those a year earlier."""

    def __init__(self, name: str, scope: Scope) -> None:
        self.name, self.now = name, scope.paired
        self.then = [year_before(month) for month in scope.paired]
        rows = _records([*self.then, *self.now])
        mine = rows[rows["authority"] == name].assign(
            period=lambda table: table["month"].isin(self.now)
        )
        self.possession = mine[mine["offence_type"] == "Possession of weapons"]
        self.violence = mine[mine["violent"]]
        searches = raw.searches()
        searches = searches[
            (searches["authority"] == name) & searches["Object of search"].isin(WEAPONS)
        ]
        self.searches = searches[searches["month"].isin([*self.then, *self.now])]

    def pair(self, rows: DataFrame) -> tuple[int, int]:
        now = int(rows["month"].isin(self.now).sum())
        return len(rows) - now, now

    def origin(self, origin: str) -> tuple[int, int]:
        return self.pair(self.possession[self.possession["origin"] == origin])

    @property
    def totals(self) -> tuple[int, int]:
        return self.pair(self.possession)

    @property
    def by_search(self) -> tuple[int, int]:
        return self.pair(self.possession[self.possession["rule"] == "search-linked"])

    @property
    def made(self) -> tuple[int, int]:
        return self.pair(self.searches)

    @property
    def reported(self) -> tuple[int, int]:
        return self.pair(self.violence[self.violence["origin"].isin(["reported", "school"])])

    def finds(self) -> list[tuple[int, int]]:
        """Weapon searches whose result is known, and those of them that found something, then and now."""
        linked = self.searches["Outcome linked to object of search"].fillna("").str.lower()
        nothing = self.searches["Outcome"] == "A no further action disposal"
        known = self.searches[linked.isin(["true", "false"]) | nothing]
        some = self.searches[linked == "true"]
        return list(zip(self.pair(known), self.pair(some), strict=True))

    def phi(self, rows: DataFrame) -> float:
        """Spread of months beside their twins, the year's and the calendar month's level allowed for."""
        counts = [
            [int((rows["month"] == m).sum()) for m in months] for months in (self.then, self.now)
        ]
        table = DataFrame(counts)
        table = table.loc[:, table.sum() > 0]
        chi, _, freedom, _ = stats.chi2_contingency(table, correction=False)
        return max(1.0, float(chi / freedom))

    def explained(self) -> tuple[float, float, float]:
        """Share of the change that more searching accounts for, the unknown dealt out, with Fieller's limits."""
        known = [
            total - part for total, part in zip(self.totals, self.origin("unknown"), strict=True)
        ]
        finds = [
            part / of * total
            for part, of, total in zip(self.by_search, known, self.totals, strict=True)
        ]
        return self._explained(finds)

    def _explained(self, finds: list[float]) -> tuple[float, float, float]:
        wide, wide_searches = self.phi(self.possession), self.phi(self.searches)
        s0, s1 = self.made
        change, both = self.totals[1] - self.totals[0], s0 + s1
        more, every = (s1 - s0) / both, sum(finds)
        part = every * more
        spread_part = wide * every * more**2 + every**2 * wide_searches * 4 * s0 * s1 / both**3
        spread_all = wide * sum(self.totals)
        shared = wide * more * (finds[1] - finds[0])
        a = change**2 - own.Z**2 * spread_all
        b = part * change - own.Z**2 * shared
        c = part**2 - own.Z**2 * spread_part
        root = (b**2 - a * c) ** 0.5
        return part / change, (b - root) / a, (b + root) / a

    def ratio(self, then: int, now: int) -> tuple[float, float]:
        """95 % limits of how many times as much knife violence there is now, by the share of now in both (Clopper and Pearson)."""
        wide = self.phi(self.violence)
        low = stats.beta.ppf(0.025, now / wide, then / wide + 1)
        high = stats.beta.ppf(0.975, now / wide + 1, then / wide)
        return float(low / (1 - low)), float(high / (1 - high))

    def sides(self) -> tuple[float, float]:
        """The least and the most of that share, all of the unknown found by searching, and none."""
        unknown = self.origin("unknown")
        ends = [
            self._explained([s + side * u for s, u in zip(self.by_search, unknown, strict=True)])[0]
            for side in (0, 1)
        ]
        return min(ends), max(ends)


def any_of(scope: Scope, holds: object) -> None:
    """Of one authority or the other: which, the heading over the sentence says."""
    assert callable(holds)
    outcomes = []
    for name in BOTH:
        try:
            holds(Case(name, scope))
            return
        except AssertionError as wrong:
            outcomes.append(f"{name}: {wrong}")
    raise AssertionError("; ".join(outcomes))


@kind(r"alt: Reported to police: .+")
def origins_in_words(match: re.Match[str], scope: Scope) -> None:
    shown = {
        NAMES[name]: (number(then), number(now))
        for name, then, now in re.findall(
            r"([^;.]+?): ([\d,]+) then, ([\d,]+) now",
            match[0].removeprefix("alt: ").replace("; ", ";"),
        )
    }
    any_of(scope, lambda case: same(shown, {origin: case.origin(origin) for origin in shown}))


@kind(rf"({'|'.join(NAMES)}) \| COUNT \| COUNT \| ([+-]\d+)")
def origin_of_possession(match: re.Match[str], scope: Scope) -> None:
    then, now = number(match[2]), number(match[3])
    same(int(match[4]), now - then)
    any_of(scope, lambda case: same((then, now), case.origin(NAMES[match[1]])))


@kind(
    rf"(Swindon|Wiltshire), Possession of weapons: COUNT in ({SPAN}) \(now\), COUNT a year earlier \(then(?:; (.\d+ %))?\)"
)
def possession_then_and_now(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[3]), scope.paired)
    then, now = Case(match[1], scope).totals
    same([number(match[4]), number(match[2]), match[5] or ""], [then, now, own.per_cent(now, then)])


@kind(
    r"(?:More weapon searches \(COUNT then, COUNT now\) account for|✓ More searching accounts for at least four fifths of the rise:|✗ More searching accounts for at least four fifths of the rise:|Of the change, explained by more searching:) (\d+)% of the rise \((\d+)% to (\d+)%\)(?:; (\d+)% to (\d+)% with the unknown on either side|; they find no more often, and neither possession found otherwise nor reported knife violence rose)?\.?"
)
def share_explained(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        if match[1]:
            same((number(match[1]), number(match[2])), case.made)
        for shown, worked_out in zip((match[3], match[4], match[5]), case.explained(), strict=True):
            near(int(shown), 100 * worked_out, 0.51)
        if match[6]:
            for shown, worked_out in zip((match[6], match[7]), case.sides(), strict=True):
                near(int(shown), 100 * worked_out, 0.51)

    any_of(scope, holds)


@kind(
    rf"(?:Possession did not clearly rise \({PAIR}\): there is no rise to explain\.|[✓✗] Possession rose beyond chance: {PAIR})"
)
def possession_rose(match: re.Match[str], scope: Scope) -> None:
    shown = tuple(number(part) for part in match.groups() if part)

    def holds(case: Case) -> None:
        same(shown, case.totals)
        then, now = (count / case.phi(case.possession) for count in case.totals)
        rose = now > then and 2 * stats.beta.cdf(0.5, now, then + 1) < 0.05
        same(match[0].startswith("✓"), bool(rose))

    any_of(scope, holds)


@kind(rf"([✓✗]) Weapon searches rose beyond chance: {PAIR}")
def searches_rose(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        same((number(match[2]), number(match[3])), case.made)
        then, now = (count / case.phi(case.searches) for count in case.made)
        same(match[1] == "✓", bool(now > then and 2 * stats.beta.cdf(0.5, now, then + 1) < 0.05))

    any_of(scope, holds)


@kind(
    r"[✓✗] Searches find no more often than they did, and half as often again is ruled out: (\d+|none) finds in 100 searches then, (\d+|none) now; possession found for 100: (\d+) then, (\d+) now"
)
def finds_as_often(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        known = [
            total - part for total, part in zip(case.totals, case.origin("unknown"), strict=True)
        ]
        dealt = [
            part / of * total
            for part, of, total in zip(case.by_search, known, case.totals, strict=True)
        ]
        rates = [100 * some / every for every, some in case.finds()]
        rates += [100 * part / made for part, made in zip(dealt, case.made, strict=True)]
        same(list(match.groups()), [f"{rate:.0f}" for rate in rates])

    any_of(scope, holds)


@kind(
    rf"[✓✗] Possession not found by searching did not rise beyond chance: {PAIR}(?:, or {PAIR} with all of unknown origin)?"
)
def found_otherwise(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        most = [total - part for total, part in zip(case.totals, case.by_search, strict=True)]
        least = [each - unknown for each, unknown in zip(most, case.origin("unknown"), strict=True)]
        same([number(match[1]), number(match[2])], least)
        if match[3]:
            same([number(match[3]), number(match[4])], most)

    any_of(scope, holds)


@kind(
    rf"(?:[✓✗] Reported knife violence did not rise, and a rise by half is ruled out|Reported knife violence): {PAIR}(?:: a rise of more than (\d+)% is ruled out|: (\d\.\d\d) to (\d\.\d\d) times as much\.)?"
)
def violence_then_and_now(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        same((number(match[1]), number(match[2])), case.reported)
        unknown = case.pair(case.violence[case.violence["origin"] == "unknown"])
        most = [count + more for count, more in zip(case.reported, unknown, strict=True)]
        if match[3]:
            few = all(part <= 0.1 * of for part, of in zip(unknown, most, strict=True))
            known = [of - part for part, of in zip(unknown, most, strict=True)]
            alike = stats.fisher_exact([known, list(unknown)]).pvalue >= 0.05
            worst = case.ratio(case.reported[0], case.reported[1] if few and alike else most[1])[1]
            near(int(match[3]), 100 * max(worst - 1, 0), 0.51)
        if match[4]:
            near(float(match[4]), case.ratio(most[0], case.reported[1])[0], 0.0051)
            near(float(match[5]), case.ratio(case.reported[0], most[1])[1], 0.0051)

    any_of(scope, holds)


@kind(
    r"Of the change, found by police: (-?\d+)%, between (-?\d+)% and (-?\d+)% whatever the unknown are(?:; over 100%: the rest fell)?\."
)
def found_by_police(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        change = case.totals[1] - case.totals[0]
        (p0, p1), (u0, u1) = case.origin("proactive"), case.origin("unknown")
        known = [total - unknown for total, unknown in zip(case.totals, (u0, u1), strict=True)]
        likely = p1 / known[1] * case.totals[1] - p0 / known[0] * case.totals[0]
        near(int(match[1]), 100 * likely / change, 0.51)
        near(int(match[2]), 100 * (p1 - p0 - u0) / change, 0.51)
        near(int(match[3]), 100 * (p1 - p0 + u1) / change, 0.51)

    any_of(scope, holds)


@kind(r"Origin not known: (\d+)% then, (\d+)% now\.")
def origin_not_known(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        shares = [
            part / total for part, total in zip(case.origin("unknown"), case.totals, strict=True)
        ]
        same([f"{match[1]}%", f"{match[2]}%"], [f"{share:.0%}" for share in shares])

    any_of(scope, holds)


@kind(
    r"Finds per 100 weapon searches: (\d+) then \((\d+) to (\d+); COUNT searches whose result is known\), (\d+) now \((\d+) to (\d+); COUNT searches whose result is known\)\."
)
def finds_per_hundred(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        worked_out = []
        for every, some in case.finds():
            worked_out += [
                f"{100 * each:.0f}" for each in (some / every, *own.wilson(some, every))
            ] + [f"{every:,}"]
        same(list(match.groups()), worked_out)

    any_of(scope, holds)


@kind(
    r"Variance allowed for: possession (\d\.\d), searches (\d\.\d), reported violence (\d\.\d) times what chance alone gives, by the months compared\."
)
def variance_allowed_for(match: re.Match[str], scope: Scope) -> None:
    def holds(case: Case) -> None:
        violent = case.violence
        phis = [case.phi(rows) for rows in (case.possession, case.searches, violent)]
        for shown, worked_out in zip(match.groups(), phis, strict=True):
            near(float(shown), worked_out, 0.051)

    any_of(scope, holds)


@kind(rf"Swindon and Wiltshire: ({SPAN}), with the same months a year earlier\.")
def months_of_the_view(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1]), scope.paired)


@kind(
    r"Over-dispersion (\d+\.\d): wards differ that many times as much as by chance, and the limits are (\d+\.\d) times as wide\."
)
def over_dispersion(match: re.Match[str], scope: Scope) -> None:
    table = scope.table()
    expected = table["population_2021"] * table["offences"].sum() / table["population_2021"].sum()
    scores = 2 * (table["offences"] ** 0.5 - expected**0.5)
    drawn_in = scores.clip(*scores.quantile([0.1, 0.9]))
    phi = float((drawn_in**2).mean())
    near(float(match[1]), phi, 0.051)
    near(float(match[2]), phi**0.5, 0.051)


@kind(
    rf"(\d+) wards? without any are not listed\.|Recorded violence and robbery, ({SPAN})\.|\d\d/\d\d/\d{{4}} \d\d:\d\d · brief: grant “(.+)”, £([\d,]+), added"
)
def small_ones(match: re.Match[str], scope: Scope) -> None:
    if match[1]:
        rows = _records(scope.held)
        violent = raw.in_wards(rows["longitude"], rows["latitude"])[rows["violent"]]
        same(int(match[1]), len(raw.wards()) - violent.nunique())
    elif match[2]:
        same(months_of(match[2]), scope.asked)
    else:
        grants = pd.read_csv(raw.DATA / "brief_grants.csv").set_index("financial_year")["amount"]
        near(number(match[4]), float(grants[match[3]]), 0.5)


aside(r"Searches counted: those of data\.police\.uk.+", "Names the source.")
