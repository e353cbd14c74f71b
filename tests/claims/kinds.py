"""The kinds of claims that pages make, each known by its words, and worked out from the raw rows by another route."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from pandas import DataFrame, Series
from scipy import stats

from tests.claims import figures as own
from tests.claims import raw

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
MONTH = "(?:" + "|".join(MONTHS) + ")"
SPAN = rf"(?:{MONTH}(?: \d{{4}})?(?: to {MONTH} \d{{4}})?(?:, | and )?)+"
COUNT, RATE = r"([\d,]+)", r"([\d.,]+)"
AREA, BOTH = "Swindon and Wiltshire", ("Swindon", "Wiltshire")
NEW_WARDS = "2025-05"  # the project's other vintage


@dataclass(frozen=True)
class Scope:
    """What a page was asked: offence types (none for all), first and last month (“2022-01”)."""

    kinds: tuple[str, ...] = ("Possession of weapons",)
    first: str = "2022-01"
    last: str = "2022-12"

    @property
    def asked(self) -> list[str]:
        return [f"{m:%Y-%m}" for m in pd.period_range(self.first, self.last, freq="M")]

    @property
    def held(self) -> list[str]:
        return [month for month in self.asked if month in raw.months_held()]

    @property
    def before(self) -> list[str]:
        """Months held before those asked about."""
        return [month for month in raw.months_held() if month < self.first]

    @property
    def paired(self) -> list[str]:
        held = set(raw.months_held())
        return [m for m in self.held if year_before(m) in held] if len(self.held) <= 12 else []

    @property
    def what(self) -> str:
        return ", ".join(self.kinds) or "All offences"

    def now_then(self, by: str = "ward") -> tuple[Series, Series]:
        now = raw.monthly(self.kinds, by, self.paired).sum(axis=1)
        then = raw.monthly(self.kinds, by, [year_before(m) for m in self.paired]).sum(axis=1)
        return now, then

    def ward_words(self) -> Series:
        past = raw.monthly(self.kinds, "ward", self.before)
        phi = (
            own.phi_of_places(past)
            if len(self.before) >= 12
            else own.like_series(self.kinds, "ward")
        )
        now, then = self.now_then()
        return own.list_words(now, then, dict.fromkeys(now.index, phi))

    def table(self) -> DataFrame:
        """Every ward: name, authority, offences, rate with limits, standing."""
        facts, counts = raw.wards(), raw.counted(self.kinds, self.held)
        per = 1000 / facts["population_2021"] / (len(self.held) / 12)
        low, high = zip(*(own.limits(int(n)) for n in counts), strict=True)
        standing = own.standings(counts, facts["population_2021"])
        if counts.sum() < 10:
            standing[:] = "cannot be told"
        return facts[["ward_name", "authority_name", "population_2021"]].assign(
            offences=counts,
            rate=counts * per,
            low=np.array(low) * per,
            high=np.array(high) * per,
            standing=standing,
        )


def year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


Check = Callable[[re.Match[str], Scope], None]
KINDS: list[tuple[re.Pattern[str], Check]] = []
ASIDE: list[
    tuple[re.Pattern[str], str]
] = []  # sentences that are known and not worked out here, and why


def kind(pattern: str) -> Callable[[Check], Check]:
    """A claim in these words is worked out by this function, which fails where the page is wrong."""

    def known(check: Check) -> Check:
        KINDS.append((re.compile(pattern.replace("COUNT", COUNT).replace("RATE", RATE)), check))
        return check

    return known


def aside(pattern: str, why: str) -> None:
    """Sentences in these words are known, and not worked out here."""
    ASIDE.append((re.compile(pattern), why))


def is_aside(claim: str) -> bool:
    return any(pattern.fullmatch(claim.strip()) for pattern, _ in ASIDE)


def is_known(claim: str) -> bool:
    return is_aside(claim) or any(pattern.fullmatch(claim.strip()) for pattern, _ in KINDS)


def recompute(claim: str, scope: Scope) -> None:
    """Work a claim out by another route. Fails where it is of no known kind, and where it is wrong."""
    words = claim.strip()
    for pattern, check in KINDS:
        if match := pattern.fullmatch(words):
            check(match, scope)
            return
    raise AssertionError(f"no way is known to work this claim out by another route: “{claim}”")


def number(text: str) -> int:
    return int(text.replace(",", ""))


def same(shown: object, worked_out: object) -> None:
    assert shown == worked_out, f"the page says {shown}, another route gives {worked_out}"


def near(shown: float, worked_out: float, within: float) -> None:
    assert abs(shown - worked_out) <= within, (
        f"the page says {shown}, another route gives {worked_out:.4f}"
    )


def months_of(text: str) -> list[str]:
    """“January 2022, March to December 2022” as 2022-01, 2022-03 …"""
    months: list[str] = []
    for part in re.split(r", | and ", text.strip(", ")):
        ends = [end.split() for end in part.split(" to ")]
        year = ends[-1][1]
        first, last = (
            f"{end[1] if len(end) > 1 else year}-{MONTHS.index(end[0]) + 1:02}"
            for end in (ends[0], ends[-1])
        )
        months += [f"{m:%Y-%m}" for m in pd.period_range(first, last, freq="M")]
    return months


def listed_wards(text: str) -> list[str]:
    """Ward names in “A, B and C”, where names hold commas and “and” themselves; codes in the order of the text."""
    names = raw.wards()["ward_name"]
    longest_first = sorted(names.items(), key=lambda pair: -len(pair[1]))
    rest, codes = text, list[str]()
    while rest:
        code = next((str(each) for each, name in longest_first if rest.startswith(name)), None)
        assert code, f"not all of “{text}” are wards"
        codes.append(code)
        rest = rest[len(names[code]) :].removeprefix(", ").removeprefix(" and ")
    return codes


def ward_named(name: str) -> str:
    facts = raw.wards()
    codes = facts.index[facts["ward_name"] == name.removesuffix(" †").strip()]
    assert len(codes) == 1, f"no single ward is called {name}"
    return str(codes[0])


def residents_of(name: str) -> int:
    facts = raw.wards()
    mine = facts if name == AREA else facts[facts["authority_name"] == name]
    return int(mine["population_2021"].sum())


# --- wards and authorities ------------------------------------------------------------------------------------------------------------


@kind(rf"(.+?) in {AREA}, ({SPAN}), per 1,000 residents a year")
def scope_of_the_page(match: re.Match[str], scope: Scope) -> None:
    same([match[1], months_of(match[2])], [scope.what, scope.asked])


@kind(
    r"COUNT offences in wards · wards of December 2021, generalised to 20 m · residents of 2021(?: \(none of (.+) are loaded\))?"
)
def offences_of_the_page(match: re.Match[str], scope: Scope) -> None:
    same(number(match[1]), int(raw.counted(scope.kinds, scope.held).sum()))
    years = sorted({month[:4] for month in scope.held} - {"2021"})
    same(match[2] or "", " and ".join(years))


@kind(r"(Op \w+): no action in its 4P plan yet\.")
def empty_plan(match: re.Match[str], scope: Scope) -> None:
    """The small table of operations names a plan and no action of it."""
    del scope
    rows = pd.read_csv(raw.DATA / "demonstration_operations.csv", dtype=str).fillna("")
    assert "4P plan" in set(rows.loc[rows["name"] == match[1], "plan"])


@kind(r"(Swindon|Wiltshire) \| RATE \| RATE to RATE · COUNT offences?")
def rate_of_an_authority(match: re.Match[str], scope: Scope) -> None:
    mine = raw.wards()["authority_name"] == match[1]
    count = int(raw.counted(scope.kinds, scope.held)[mine].sum())
    per = 1000 / residents_of(match[1]) / (len(scope.held) / 12)
    same(number(match[5]), count)
    same(
        [match[n] for n in (2, 3, 4)],
        [own.rate(each * per) for each in (count, *own.limits(count))],
    )


@kind(
    r"Wards (?:of (Swindon|Wiltshire) )?clearly above the force rate \| (\d+) \| of (\d+) wards · (\d+) possibly · force rate RATE"
)
def wards_clearly_above(match: re.Match[str], scope: Scope) -> None:
    table = scope.table()
    mine = table[table["authority_name"] == match[1]] if match[1] else table
    clear, possible = (
        (mine["standing"] == word).sum() for word in ("clearly above", "possibly above")
    )
    same([int(match[n]) for n in (2, 3, 4)], [clear, len(mine), possible])
    whole = table["offences"].sum() * 1000 / residents_of(AREA) / (len(scope.held) / 12)
    same(match[5], own.rate(whole))


@kind(r"Clearly above the force rate: (.+)\.")
def names_clearly_above(match: re.Match[str], scope: Scope) -> None:
    table = scope.table()
    clear = table[table["standing"] == "clearly above"].sort_values("rate", ascending=False)
    named = [f"{row['ward_name']} {own.rate(row['rate'])}" for _, row in clear.head(6).iterrows()]
    more = f" and {len(clear) - 6} more" if len(clear) > 6 else ""
    same(match[1], ", ".join(named) + more)


@kind(
    rf"Change on the year before, both authorities \| (.+?) \| COUNT in ({SPAN}), COUNT a year earlier"
    r"(?: \((.\d+ %)\))?(?: · (p .+))?"
)
def change_of_the_area(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[3]), scope.paired)
    now, then = (int(counts.sum()) for counts in scope.now_then())
    same([number(match[2]), number(match[4])], [now, then])
    same(match[5] or "", own.per_cent(now, then))
    past = raw.monthly(scope.kinds, "authority", scope.before).sum()
    phi = (
        own.phi_of(past)
        if len(past) >= 12 and past.mean() >= 2
        else own.like_series(scope.kinds, "force")
    )
    p = own.change_p(now, then, *phi)
    same([match[1], match[6]], [own.word(p, now, then, *phi), own.p_words(p)])


@kind(
    r"Newest month loaded \| (\w{3} \d{4}) \| (\d+) months? old · (\d+) of (\d+) months? received"
)
def newest_month(match: re.Match[str], scope: Scope) -> None:
    newest, today = pd.Period(raw.months_held()[-1], freq="M"), pd.Period(date.today(), freq="M")
    same(match[1], newest.strftime("%b %Y"))
    same(
        [int(match[n]) for n in (2, 3, 4)],
        [(today - newest).n - 1, len(scope.held), len(scope.asked)],
    )


@kind(
    rf"(.+?): ((?:clear|possible) (?:rise|fall)), (?:COUNT then, COUNT now|COUNT in ({SPAN}), COUNT a year earlier)"
    r"(?: \((.\d+ %)\))?\."
)
def one_change(match: re.Match[str], scope: Scope) -> None:
    if match[6]:
        same(months_of(match[6]), scope.paired)
        now, then = number(match[5]), number(match[7])
    else:
        same(scope.paired, scope.held)  # fewer months would have to be named
        then, now = number(match[3]), number(match[4])
    same(match[8] or "", own.per_cent(now, then))
    authority, _, offence_type = match[1].partition(", ")
    if offence_type in set(raw.street()["kind"]):
        words, counts = type_words(authority, scope)
        same([now, then], list(counts.loc[offence_type]))
        same(match[2], words[offence_type])
        return
    ward = ward_named(match[1])
    same([now, then], [int(counts[ward]) for counts in scope.now_then()])
    same(match[2], scope.ward_words()[ward])


def type_words(authority: str, scope: Scope) -> tuple[Series, DataFrame]:
    """Every offence type of an authority: its word, and its counts now and then."""
    rows = raw.street()
    rows = rows[rows["authority"] == authority]
    table = rows.pivot_table(
        index="kind", columns="month", values="ward", aggfunc="size", fill_value=0
    )
    now = table[scope.paired].sum(axis=1)
    then = table[[year_before(m) for m in scope.paired]].sum(axis=1)
    past = table[[m for m in raw.months_held() if m < scope.paired[0]]]
    phis = {
        str(name): own.phi_of(counts)
        if len(counts) >= 12 and counts.mean() >= 2
        else own.like_series((str(name),), "authority")
        for name, counts in past.iterrows()
    }
    return own.list_words(now, then, phis), DataFrame({"now": now, "then": then})


@kind(
    r"(?:The other (\d+)|Not one of (\d+)) wards(?:: usual variation, or too few to tell| shows a clear or possible change)\."
)
def wards_unchanged(match: re.Match[str], scope: Scope) -> None:
    words = scope.ward_words()
    same(int(match[1] or match[2]), int((~words.str.contains("rise|fall")).sum()))


@kind(
    r"(?:The other (\d+)|Not one of (\d+)) pairs of offence type and authority"
    r"(?:: usual variation, or too few to tell| shows a clear or possible change)\."
)
def types_unchanged(match: re.Match[str], scope: Scope) -> None:
    every = pd.concat([type_words(name, scope)[0] for name in BOTH])
    same(int(match[1] or match[2]), int((~every.str.contains("rise|fall")).sum()))


@kind(r"(\d+) further changes? in the table\.")
def changes_not_named(match: re.Match[str], scope: Scope) -> None:
    wards = int(scope.ward_words().str.contains("rise|fall").sum())
    types = sum(int(type_words(name, scope)[0].str.contains("rise|fall").sum()) for name in BOTH)
    named = min(wards, 3)
    same(int(match[1]), wards + types - named - min(types, 6 - named))


@kind(
    rf"Change compares ({SPAN}) with the same months a year earlier(?:; ({SPAN}) left out, since the month a year earlier was not received)?\."
)
def months_compared(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1]), scope.paired)
    same(months_of(match[2]) if match[2] else [], [m for m in scope.held if m not in scope.paired])


@kind(
    r"(.+?) vary (?:no more than chance alone|(\d+\.\d) times as much as chance alone) "
    r"\((?:measured on the (\d+) months before|assumed from like series)\)\."
)
def how_far_counts_vary(match: re.Match[str], scope: Scope) -> None:
    enough = len(scope.before) >= 12
    phi = vary(match[1], scope, assumed=match[3] is None)
    if match[3]:
        same(int(match[3]), len(scope.before))
    if match[2] is None:
        assert round(phi, 1) <= 1 and (enough or match[3] is None)
    else:
        near(float(match[2]), phi, 0.051)


@kind(
    r"The limits of (.+?)'s months are (?:those of chance alone|(\d+\.\d) times as wide as by chance) "
    r"\(by (?:the (\d+) months before|like series)\)\."
)
def how_wide_limits_are(match: re.Match[str], scope: Scope) -> None:
    phi = vary(f"{match[1]}'s months", scope, assumed=match[3] is None)
    if match[3]:
        same(int(match[3]), len(scope.before))
    near(float(match[2] or 1.0), phi**0.5, 0.051)


def vary(whose: str, scope: Scope, *, assumed: bool) -> float:
    """phi of what a sentence names."""
    by_authority = raw.monthly(scope.kinds, "authority", scope.before)
    if whose.endswith("'s months"):
        name = whose.removesuffix("'s months")
        if name in BOTH:
            flat = own.like_series(scope.kinds, "authority", flat=True)
            return (flat if assumed else own.phi_of(by_authority.loc[name], flat=True))[0]
        flat = own.like_series(scope.kinds, "ward", flat=True)
        ward = raw.monthly(scope.kinds, "ward", scope.before).loc[ward_named(name)]
        return (flat if assumed else own.phi_of(ward, flat=True))[0]
    if whose == "Counts of a ward":
        table = raw.monthly(scope.kinds, "ward", scope.before)
        return (own.like_series(scope.kinds, "ward") if assumed else own.phi_of_places(table))[0]
    if whose == "Monthly counts of an authority":
        each = [own.phi_of(row)[0] for _, row in by_authority.iterrows()]
        return own.like_series(scope.kinds, "authority")[0] if assumed else max(each)
    assert whose == "Counts of the whole area", whose
    return (own.like_series(scope.kinds, "force") if assumed else own.phi_of(by_authority.sum()))[0]


@kind(
    rf"(?:alt: )?({SPAN}) (?:was|were) not received: left out of every rate, not counted as zero\.(?: \d{{4}})?"
)
def months_absent(match: re.Match[str], scope: Scope) -> None:
    del scope
    months = months_of(match[1])
    assert not set(months) & set(raw.months_held()), months


@kind(r"Fewer than twelve months: rates are scaled up from (\d+) months?\.")
def months_fewer(match: re.Match[str], scope: Scope) -> None:
    same(int(match[1]), len(scope.held))


@kind(r"(?:Operations\. )?(Op \w+(?: \([^)]*\))?, .+)\.")
def operations_listed(match: re.Match[str], scope: Scope) -> None:
    """Names and dates as the small table of operations has them."""
    del scope
    rows = pd.read_csv(raw.DATA / "demonstration_operations.csv", dtype=str).fillna("")
    for text in match[1].split("; "):
        name = re.match(r"(Op \w+)(?: \((.+?)\))?", text)
        assert name
        row = rows[(rows["name"] == name[1]) & (rows["instance"] == (name[2] or ""))].iloc[0]
        for day in filter(None, (row["start"], row["end"])):
            when = pd.to_datetime(day, format="%d/%m/%Y")
            assert f"{when.day} {when:%B %Y}" in text, text


# --- compare and wards ---------------------------------------------------------------------------------------------------------------


def _ratio(scope: Scope) -> tuple[float, float, float, float]:
    """Swindon's rate over Wiltshire's, its limits and p, allowing for how far an authority's counts vary."""
    counts = scope.table().groupby("authority_name")["offences"].sum()
    first, second = (int(counts[name]) for name in BOTH)
    people = [residents_of(name) for name in BOTH]
    before = raw.monthly(scope.kinds, "authority", scope.before)
    phi = (
        max(own.phi_of(row)[0] for _, row in before.iterrows())
        if len(scope.before) >= 12
        else own.like_series(scope.kinds, "authority")[0]
    )
    a, b, scale = first / phi, second / phi, people[1] / people[0]
    low, high = stats.beta.ppf(0.025, a, b + 1), stats.beta.ppf(0.975, a + 1, b)
    share = people[0] / sum(people)
    exact = stats.binomtest(first, first + second, share).pvalue
    wide = (
        2 * min(stats.beta.cdf(share, a, b + 1), stats.beta.sf(share, a + 1, b)) if phi > 1 else 0.0
    )
    return (
        first / second * scale,
        low / (1 - low) * scale,
        high / (1 - high) * scale,
        max(exact, min(1.0, wide)),
    )


@kind(
    r"Swindon against Wiltshire \| RATE × \| RATE to RATE · (a clear difference|no clear difference)"
)
def ratio_of_authorities(match: re.Match[str], scope: Scope) -> None:
    ratio, low, high, _ = _ratio(scope)
    same([match[n] for n in (1, 2, 3)], [f"{each:.1f}" for each in (ratio, low, high)])
    same(match[4], "a clear difference" if low > 1 or high < 1 else "no clear difference")


@kind(
    r"Per resident, Swindon recorded (about as many|RATE times as many) of these offences as Wiltshire \((p .+)\)\."
)
def ratio_in_words(match: re.Match[str], scope: Scope) -> None:
    ratio, _, _, p = _ratio(scope)
    same(match[1], "about as many" if abs(ratio - 1) < 0.05 else f"{ratio:.1f} times as many")
    same(match[3], own.p_words(p))


@kind(r"(.+?) ((?:clearly|possibly) above) the force rate \| RATE \(RATE to RATE\)(?: \|)?")
def ward_that_stands_out(match: re.Match[str], scope: Scope) -> None:
    row = scope.table().loc[ward_named(match[1])]
    same(match[2], row["standing"])
    same([match[n] for n in (3, 4, 5)], [own.rate(row[each]) for each in ("rate", "low", "high")])


def _features(scope: Scope) -> DataFrame:
    facts = raw.wards()
    return DataFrame(
        {
            "residents": facts["population_2021"],
            "density": facts["population_2021"] / facts["area_km2"],
            "young": facts["population_14_25_mid2020"] / facts["population_2021"],
            "deprivation": facts["imd_score_2025"],
        }
    )


@kind(
    r"(.+?) (the ward most like it there, RATE standard deviations apart|nothing there is like it; the nearest is RATE standard "
    r"deviations apart) \| RATE \(RATE to RATE\)(?: \|)?"
)
def ward_of_the_other_authority(match: re.Match[str], scope: Scope) -> None:
    code = ward_named(match[1])
    row = scope.table().loc[code]
    same([match[n] for n in (5, 6, 7)], [own.rate(row[each]) for each in ("rate", "low", "high")])
    # nearest of its authority to some ward of the other, by so many standard deviations
    known = _features(scope)
    scaled = (known - known.mean()) / known.std(ddof=0)
    facts = raw.wards()["authority_name"]
    others = scaled[facts != facts[code]]
    apart = ((others - scaled.loc[code]) ** 2).sum(axis=1) ** 0.5
    assert (apart - float(match[3] or match[4])).abs().min() <= 0.051
    assert (float(match[3] or match[4]) < 2) == match[2].startswith("the ward most like")


@kind(r"Ward \| Per 1,000 a year \(95 %\) \| 0 to (\d+)(?:; dashed: force rate RATE)?")
def heading_of_standouts(match: re.Match[str], scope: Scope) -> None:
    table = scope.table()
    near(
        float(match[2]),
        table["offences"].sum() * 1000 / residents_of(AREA) / (len(scope.held) / 12),
        0.051,
    )


@kind(r"(.+?): COUNT offences?, RATE per 1,000 residents a year \(RATE to RATE\), (.+?)\.")
def one_ward(match: re.Match[str], scope: Scope) -> None:
    row = scope.table().loc[ward_named(match[1])]
    same(number(match[2]), int(row["offences"]))
    same([match[n] for n in (3, 4, 5)], [own.rate(row[each]) for each in ("rate", "low", "high")])
    words = {"cannot be told": "no further from the force rate than most wards"}
    same(match[6], words.get(row["standing"], f"{row['standing']} the force rate"))


@kind(r"(.+?): COUNT offences?\.")
def offences_of_a_place(match: re.Match[str], scope: Scope) -> None:
    same(number(match[2]), int(raw.counted(scope.kinds, scope.held)[ward_named(match[1])]))


@kind(
    rf"On the year before: COUNT in ({SPAN}), COUNT a year earlier, (.+?) \((?:allowing for all wards compared|too few offences)\)\."
)
def change_of_the_ward(match: re.Match[str], scope: Scope) -> None:
    """Of some ward: the page names it in the sentence before."""
    same(months_of(match[2]), scope.paired)
    now, then = scope.now_then()
    alike = now.index[(now == number(match[1])) & (then == number(match[3]))]
    assert match[4] in set(scope.ward_words()[alike]), (match[0], list(alike))


@kind(
    r"(The wards differ by more than chance|The wards differ no more than chance allows, so they cannot be ranked) \(heterogeneity (p .+?)\)(?:; each rank is given with its 95 % range)?\."
)
def wards_differ(match: re.Match[str], scope: Scope) -> None:
    table = scope.table()
    expected = table["population_2021"] * table["offences"].sum() / table["population_2021"].sum()
    if expected.min() >= 5:
        p = float(stats.chisquare(table["offences"], expected).pvalue)
        same(match[2], own.p_words(p))
    else:  # simulated there: another draw may differ in the second figure
        rng = np.random.default_rng(7)
        share = expected / expected.sum()
        draws = rng.multinomial(int(table["offences"].sum()), share, size=4000)
        p = float(
            (
                (draws**2 / expected.to_numpy()).sum(axis=1)
                >= (table["offences"] ** 2 / expected).sum()
            ).mean()
        )
        if "<" in match[2]:
            same([match[2], p < 0.005], ["p < 0.001", True])
        else:
            near(float(match[2].split("= ")[1]), p, 0.03)
    same(match[1].startswith("The wards differ by"), p < 0.01)


@kind(
    r"Boundaries are generalised to 20 m; RATE% of all located rows in this build lie within 20 m of a ward's edge, and may belong to the next ward\."
)
def rows_near_an_edge(match: re.Match[str], scope: Scope) -> None:
    del scope
    near(float(match[1]), 100 * near_edge(), 0.051)


def near_edge() -> float:
    import shapely

    spots = pd.concat(
        [
            raw.street()[["x", "y"]],
            raw.searches()[["Longitude", "Latitude"]].set_axis(["x", "y"], axis=1),
        ]
    )
    each = spots.dropna().astype(float).value_counts()
    points = each.index.to_frame(index=False)
    edges = shapely.union_all([shapely.boundary(piece) for piece in raw.outlines()[0]])
    shapely.prepare(edges)
    spots_at = shapely.points(raw.metres(points["x"], points["y"]))
    close = shapely.dwithin(spots_at, edges, 20)
    return float(each.to_numpy()[close].sum() / each.sum())


@kind(rf"Drawn: ({SPAN})\.")
def months_drawn(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1])[-1], scope.last)


@kind(rf"What is usual was taken from the months before ({MONTH} \d{{4}})\.")
def usual_before(match: re.Match[str], scope: Scope) -> None:
    same(months_of(match[1]), [scope.first])
    assert len(scope.before) >= 12


@kind(
    r"(Swindon|Wiltshire): (?:(none) of|(\d+) of) (\d+) months outside what is usual(?: or in a run of seven on one side \((.+)\))?\."
)
def months_outside(match: re.Match[str], scope: Scope) -> None:
    first = f"{pd.Period(scope.last, freq='M') - 35:%Y-%m}"
    months = [m for m in raw.months_held() if max(first, raw.months_held()[0]) <= m <= scope.last]
    same(int(match[4]), len(months))
    every = [f"{m:%Y-%m}" for m in pd.period_range(months[0], months[-1], freq="M")]
    counts = raw.monthly(scope.kinds, "authority", months).loc[match[1]]
    same(months_of(match[5]) if match[5] else [], outside(counts, every, scope))
    same(int(match[3] or 0), len(months_of(match[5])) if match[5] else 0)


def outside(counts: Series, every: list[str], scope: Scope) -> list[str]:
    """Months outside limits from the months before, or in a run of seven on one side of the centre."""
    base = counts[[m for m in counts.index if m < scope.first]]
    base = base if len(base) >= 12 else counts
    phi = own.phi_of(base, flat=True)[0]
    lengths = Series(own.days(every) * 12 / 365.25, index=every)
    if len(base) >= 24:
        level = base.sum() / own.days(list(base.index)).sum()
        numbers = Series([m[5:] for m in base.index], index=base.index)
        season = (
            base.groupby(numbers).sum()
            / Series(own.days(list(base.index)), index=base.index).groupby(numbers).sum()
        ) / level
        lengths *= [float(season.get(m[5:], 1.0)) for m in every]
    centre = lengths * base.sum() / lengths[base.index].sum()
    reach = 3 * (phi * centre) ** 0.5
    seen = counts.reindex(every)
    out = (seen < centre - reach) | (seen > centre + reach)
    sides = (
        np.sign((seen - centre).where((seen - centre).abs() > 1e-9 * centre, 0.0))
        .fillna(0)
        .to_numpy()
    )
    runs = np.zeros(len(every), dtype=bool)
    for at in range(len(every) - 6):
        together = slice(at, at + 7)
        far = (
            abs((seen - centre).iloc[together].sum())
            > 2.5758 * (phi * centre.iloc[together].sum()) ** 0.5
        )
        if abs(sides[together].sum()) == 7 and (far or phi <= 1):
            runs[together] = True
    return [m for m, o, r in zip(every, out, runs, strict=True) if o or r]


aside(
    r"Month by month, per 1,000 residents a year .+|Offences per 1,000 residents a year none recorded .+",
    "A legend, which says what is drawn.",
)
