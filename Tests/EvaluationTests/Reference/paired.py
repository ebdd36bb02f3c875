"""Asks SciPy and statsmodels for intervals, paired t tests and numbers of seeds.

The tails of both t distributions come from mpmath, with 30 digits, and must agree with SciPy to 1e-9 where that has a number:
SciPy's central one loses digits near t = 0, its noncentral one gives none near 0 and 1. Writes paired.json beside it.
"""

import json
import pathlib

import mpmath
import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.power import TTestPower

mpmath.mp.dps = 30


def tails(v, t):
    value = float(mpmath.betainc(mpmath.mpf(v) / 2, 0.5, 0, v / (v + mpmath.mpf(t) ** 2), regularized=True))
    assert abs(value / (2 * stats.t.sf(t, v)) - 1) < 1e-9, (v, t)
    return value


def noncentral_tails(v, shift, t):
    """P(|(Z + shift)/s| > t) for s = sqrt(chi2_v / v)."""
    scale = mpmath.log(2) + mpmath.mpf(v) / 2 * mpmath.log(mpmath.mpf(v) / 2) - mpmath.loggamma(mpmath.mpf(v) / 2)

    def integrand(s):
        density = mpmath.exp(scale + (v - 1) * mpmath.log(s) - v * s * s / 2)
        return density * (mpmath.ncdf(shift - t * s) + mpmath.ncdf(-shift - t * s))

    width = 1 / mpmath.sqrt(2 * v)
    marks = sorted({max(mpmath.mpf(0), 1 + k * width) for k in range(-18, 19, 2)} | {min(1 + 18 * width, shift / t)})
    value = float(mpmath.quad(integrand, marks))
    known = stats.nct.sf(t, v, shift) + stats.nct.cdf(-t, v, shift)
    assert np.isnan(known) or abs(value - known) < 1e-9, (v, shift, value, known)
    return value


DEGREES = [1, 2, 3, 4, 5, 9, 10, 29, 100, 1000, 100000]

critical = [{"degrees": v, "level": level, "t": float(stats.t.isf(level / 2, v))}
            for v in DEGREES for level in [0.5, 0.2, 0.05, 0.01, 1e-4]]
central = [{"degrees": v, "t": t, "tails": tails(v, t)}
           for v in DEGREES for t in [0, 1e-6, 0.1, 0.7, 1, 1.96, 3, 8, 30]]
noncentral = []
for v in DEGREES:
    for shift in [0, 0.3, 1, 2.8, 6, 14]:
        t = float(stats.t.isf(0.025, v))
        noncentral.append({"degrees": v, "shift": shift, "t": t,
                           "tails": noncentral_tails(v, shift, t)})

pairs = []
random = np.random.default_rng(1)
for count, effect, spread in [(2, 0.01, 0.01), (3, 0.02, 0.01), (5, 0.004, 0.012), (5, 0, 0.02), (8, -0.03, 0.01),
                              (30, 0.001, 0.01), (200, 0.002, 0.01)]:
    reference = 0.8 + random.normal(0, 0.03, count)
    method = reference + effect + random.normal(0, spread, count)
    difference = method - reference
    test = stats.ttest_rel(method, reference)
    interval = test.confidence_interval(0.95)
    alone = stats.ttest_1samp(reference, 0).confidence_interval(0.95)
    pairs.append({
        "reference": reference.tolist(), "method": method.tolist(),
        "referenceMean": float(reference.mean()), "referenceDeviation": float(reference.std(ddof=1)),
        "referenceInterval": [float(alone.low), float(alone.high)],
        "mean": float(difference.mean()), "deviation": float(difference.std(ddof=1)),
        "interval": [float(interval.low), float(interval.high)], "pValue": float(test.pvalue)})

seeds = []
for effect in [0.01, 0.03, 0.1, 0.2, 0.3, 0.45, 0.5, 0.8, 1, 1.3, 2, 3, 5, 10, 30]:
    # The smallest whole number, at least 2, whose power is 0.8; the search starts below the normal approximation.
    power = lambda n: noncentral_tails(n - 1, effect * n ** 0.5, float(stats.t.isf(0.025, n - 1)))
    count = max(2, int(((stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) / effect) ** 2) - 3)
    assert count == 2 or power(count) < 0.8, effect
    while power(count) < 0.8:
        count += 1
    known = float(TTestPower().power(effect, count, 0.05))
    assert np.isnan(known) or abs(power(count) - known) < 1e-9, effect
    seeds.append({"effect": effect, "seeds": count, "power": power(count)})

path = pathlib.Path(__file__).with_name("paired.json")
path.write_text(json.dumps(
    {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "mpmath": mpmath.__version__,
     "critical": critical, "tails": central, "noncentral": noncentral,
     "pairs": pairs, "seeds": seeds}, indent=1) + "\n")
