"""Two counts set against what stood behind each: months, or searches made. For counts that may be broken numbers."""

from __future__ import annotations

from geo.rates.rates import RateRatio

CHANCE_P = 0.05  # below it two counts differ by more than chance
Pair = tuple[float, float]


def exposure_p(counts: Pair, exposures: Pair = (1, 1), *, dispersion: float = 1) -> float:
    """Two-sided p (float, 0 to 1) that the rate per exposure is the same then and now; 1.0 where nothing was counted.

    counts      offences or searches, then and now
    exposures   what each count is set against: months, or searches made; above 0
    dispersion  variance over what Poisson gives, 1 or more: counts are then worth so many times less

    With whole counts, exposures in months and no dispersion it is geo.change.two_periods.exact_p. It stands beside two_periods.change_p, which
    takes none of this: here counts are broken numbers (offences of unknown origin dealt out), and are set against searches.
    change_p also reads p on Student's t for the months that phi was measured on; on the eleven degrees of freedom of one year's pairs that
    would cost the verdict on origin its power (bench/README.md).

    Source: Przyborowski and Wilenski (1940), twice the smaller tail, its binomial continued to broken numbers by the incomplete beta
    function; the scaling by the dispersion is quasi-likelihood's (McCullagh and Nelder 1989).
    """
    from scipy.special import betainc

    then, now = (count / dispersion for count in counts)
    share = exposures[1] / sum(exposures)
    if then + now <= 0:
        return 1.0
    up = betainc(now, then + 1, share) if now > 0 else 1.0
    down = betainc(then, now + 1, 1 - share) if then > 0 else 1.0
    return float(min(1.0, 2 * min(up, down)))


def is_rise(
    counts: Pair, exposures: Pair = (1, 1), *, dispersion: float = 1, level: float = CHANCE_P
) -> bool:
    """Whether the rate per exposure is higher now by more than chance (bool): exposure_p below the level, and up.

    counts, exposures, dispersion  as exposure_p takes them
    level                          p below which it is more than chance

    Source: exposure_p.
    """
    up = counts[1] * exposures[0] > counts[0] * exposures[1]
    return up and exposure_p(counts, exposures, dispersion=dispersion) < level


def exposure_ratio(counts: Pair, exposures: Pair = (1, 1), *, dispersion: float = 1) -> RateRatio:
    """How many times the rate per exposure of then is that of now, with exact 95 % limits and p; all None where a count is 0.

    counts, exposures, dispersion  as exposure_p takes them

    Source: Clopper and Pearson (1934) for the share of now in both, turned into a ratio; scaled as in exposure_p.
    """
    from scipy.special import betaincinv

    if min(counts) <= 0 or min(exposures) <= 0:
        return RateRatio(None, None, None, None)
    then, now = (count / dispersion for count in counts)
    per_odds = exposures[0] / exposures[1]
    low, high = betaincinv(now, then + 1, 0.025), betaincinv(now + 1, then, 0.975)
    return RateRatio(
        per_odds * counts[1] / counts[0],
        float(per_odds * low / (1 - low)),
        float(per_odds * high / (1 - high)),
        exposure_p(counts, exposures, dispersion=dispersion),
    )
