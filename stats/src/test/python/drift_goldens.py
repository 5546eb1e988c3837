"""Golden numbers of drift statistics: SciPy's tests and Evidently's scores."""

import numpy as np
import pandas as pd
from evidently.legacy.calculations import stattests
from evidently.legacy.core import ColumnType
from scipy import stats
from scipy.spatial import distance
from scipy.stats import distributions

from samples import PLASTIC, SILVER, rounded, values, weyl, whole

METHODS = {
    "psi": stattests.psi_stat_test,
    "kl_div": stattests.kl_div_stat_test,
    "jensenshannon": stattests.jensenshannon_stat_test,
    "hellinger": stattests.hellinger_stat_test,
    "wasserstein": stattests.wasserstein_stat_test,
    "ks": stattests.ks_stat_test,
    "cramer_von_mises": stattests.cramer_von_mises,
    "chisquare": stattests.chi_stat_test,
    "z": stattests.z_stat_test,
}


def files():
    return {
        "ks.json": ks_cases(),
        "ks-law.json": ks_law_cases(),
        "cramer-von-mises.json": cvm_cases(),
        "wasserstein.json": wasserstein_cases(),
        "chi-square.json": chi_square_cases(),
        "divergence.json": divergence_cases(),
        "evidently.json": evidently_cases(),
        "p-value-adjustment.json": adjustment_cases(),
    }


def sample_pairs():
    rng = np.random.default_rng(1)
    small = [(5, 7), (6, 6), (10, 10), (20, 19), (20, 20), (21, 20), (100, 37), (37, 100), (150, 150)]
    for n, m in small:
        for shift in (0.0, 0.6):
            yield rounded(rng.normal(size=n)), rounded(rng.normal(shift, 1.2, size=m))
    for n, m in [(8, 9), (20, 20), (60, 45)]:
        yield [float(x) for x in rng.integers(0, 6, n)], [float(x) for x in rng.integers(1, 7, m)]
    yield [1.0] * 20, [1.0] * 15
    yield [1.0] * 30, [2.0] * 15
    yield list(map(float, range(1, 101))), list(map(float, range(11, 111)))
    yield weyl(1000, levels=7), weyl(700, PLASTIC, levels=7, shift=1 / 7)
    for n, m in [(1000, 700), (10000, 10000), (10000, 9999), (10001, 50), (20000, 20000), (20001, 15000), (100000, 30)]:
        for scale in (1.0, 1.02):
            yield weyl(n), weyl(m, PLASTIC, start=3, scale=scale)
    yield weyl(300000), weyl(200000, SILVER, scale=1.004)
    yield weyl(300000), weyl(100000, SILVER, scale=1.5)


def ks_cases():
    cases = []
    for reference, current in sample_pairs():
        result = stats.ks_2samp(values(reference), values(current))
        cases.append({"reference": reference, "current": current, "d": result.statistic, "p": result.pvalue})
    return cases


def ks_law_cases():
    """The finite-n law over its branches."""
    cases = []
    for n in (1, 2, 3, 10, 50, 139, 140, 141, 300, 1000, 10000, 99999, 100001, 400000, 1000000, 2000000):
        z_values = (0.05, 0.3, 0.5, 0.7, 0.868, 1.0, 1.3, 1.48, 1.49, 1.9, 2.01, 3.0, 5.0, 12.0)
        distances = {z / np.sqrt(n) for z in z_values} | {0.4 / n, 0.7 / n, 0.999 / n, 0.5, 0.7, 1 - 0.5 / n}
        for d in sorted(d for d in distances if 0 < d < 1):
            cases.append({"n": n, "d": d, "p": distributions.kstwo.sf(d, n)})
    return cases


def cvm_cases():
    cases = []
    for reference, current in sample_pairs():
        result = stats.cramervonmises_2samp(values(reference), values(current))
        cases.append({"reference": reference, "current": current, "t": result.statistic, "p": result.pvalue})
    return cases


def wasserstein_cases():
    cases = []
    for reference, current in sample_pairs():
        r, c = values(reference), values(current)
        cases.append({"reference": reference, "current": current, "w": stats.wasserstein_distance(r, c),
                      "sd": float(np.std(r))})
    return cases


def count_pairs():
    rng = np.random.default_rng(2)
    yield [500, 300, 200, 100], [120, 160, 120, 40]
    yield [10, 20], [30, 15]
    yield [1, 0], [0, 1]
    yield [1000000, 2000000, 3000000], [1000100, 1999000, 3000500]
    yield [5, 0, 7, 12], [0, 3, 6, 2]
    for bins in (2, 3, 10, 60):
        for _ in range(3):
            yield ([int(x) for x in rng.poisson(rng.exponential(40, bins)) + 1],
                   [int(x) for x in rng.poisson(rng.exponential(20, bins)) + 1])


def chi_square_cases():
    cases = []
    for reference, current in count_pairs():
        table = np.array([reference, current])
        plain = stats.chi2_contingency(table, correction=False)
        yates = stats.chi2_contingency(table)
        expected = np.array(reference) * (sum(current) / sum(reference))
        with np.errstate(divide="ignore"):
            one = stats.chisquare(current, expected)
        cases.append({
            "reference": reference, "current": current,
            "statistic": plain.statistic, "p": plain.pvalue,
            "yates": yates.statistic, "yates_p": yates.pvalue,
            "one_sample": one.statistic, "one_sample_p": one.pvalue,
        })
    return cases


def divergence_cases():
    cases = []
    for reference, current in count_pairs():
        r, c = np.array(reference) / sum(reference), np.array(current) / sum(current)
        case = {
            "reference": reference, "current": current,
            "jensen_shannon": distance.jensenshannon(r, c),
            "total_variation": 0.5 * np.abs(r - c).sum(),
            "l_infinity": np.abs(r - c).max(),
            "hellinger": np.sqrt(0.5 * ((np.sqrt(r) - np.sqrt(c)) ** 2).sum()),
        }
        if (r > 0).all() and (c > 0).all():
            case["psi"] = ((r - c) * np.log(r / c)).sum()
            case["kl"] = stats.entropy(r, c)
        cases.append(case)
    return cases


def evidently_columns():
    """Columns as (name, kind, reference, current)."""
    rng = np.random.default_rng(3)
    yield "facts", "INTEGER", list(map(float, range(1, 101))), list(map(float, range(11, 111)))
    counts = ((0.0, 500, 120), (1.0, 300, 160), (2.0, 200, 120), (3.0, 100, 40))
    yield "facts", "CATEGORY", [c for c, n, _ in counts for _ in range(n)], [c for c, _, m in counts for _ in range(m)]
    yield "normal", "REAL", rounded(rng.normal(size=300)), rounded(rng.normal(0.3, 1.1, size=200))
    yield "power of two rows", "REAL", weyl(600), weyl(424, PLASTIC)
    yield "power of two rows", "REAL", weyl(5000, scale=0.1, shift=0.3), weyl(3192, PLASTIC, scale=0.1, shift=0.3)
    yield "many rows", "REAL", weyl(20000), weyl(13000, PLASTIC, scale=1.1)
    yield "on the edges", "REAL", weyl(2000, levels=64), weyl(2096, PLASTIC, levels=64)
    yield "far from zero", "REAL", weyl(500, shift=1e6), weyl(400, PLASTIC, shift=1e6)
    yield "one outlier", "REAL", weyl(500), rounded(rng.uniform(size=200)) + [1e6]
    yield "few integers of many rows", "INTEGER", whole(40000, 22), whole(30000, 22, PLASTIC)
    yield "25 integers", "INTEGER", whole(1000, 25), whole(800, 24, PLASTIC, shift=2.0)
    yield "22 integers of a million rows", "INTEGER", whole(600000, 22), whole(500000, 22, PLASTIC)
    yield "20 values", "REAL", weyl(500, levels=20), weyl(300, PLASTIC, levels=20, shift=0.05)
    yield "21 values", "REAL", weyl(500, levels=21), weyl(300, PLASTIC, levels=21)
    yield "ties of 70 %", "REAL", [0.0] * 700 + rounded(rng.exponential(size=300)), [0.0] * 300 + rounded(rng.exponential(1.3, size=150))
    yield "constant", "REAL", [5.0] * 50, [5.0] * 30
    yield "constant that moves", "REAL", [5.0] * 50, [6.0] * 30
    yield "missing and infinite", "REAL", rounded(rng.normal(size=60)) + [None, "inf", "-inf"], [None] * 10 + rounded(rng.normal(size=40)) + ["inf"]
    yield "binary", "CATEGORY", [0.0] * 80 + [1.0] * 20, [0.0] * 35 + [1.0] * 15
    yield "binary", "INTEGER", [0.0] * 80 + [1.0] * 20, [0.0] * 35 + [1.0] * 15
    yield "binary of many rows", "CATEGORY", [0.0] * 1200 + [1.0] * 300, [0.0] * 700 + [1.0] * 250
    yield "rare category", "CATEGORY", [0.0] * 19999 + [1.0], [0.0] * 400 + [2.0] * 3
    yield "new category", "CATEGORY", [0.0] * 30 + [1.0] * 40, [0.0] * 20 + [1.0] * 20 + [2.0] * 10
    yield "one category", "CATEGORY", [0.0] * 30, [0.0] * 20
    yield "few rows", "REAL", [1.0, 2.0, 3.0], [2.0, 5.0]
    yield "four values of many rows", "REAL", weyl(3000, levels=4), weyl(2000, PLASTIC, levels=4)
    for n, m in [(30, 25), (1000, 1000), (1001, 300)]:
        yield "skewed", "REAL", rounded(rng.lognormal(size=n)), rounded(rng.lognormal(0.1, 1.1, size=m))


def series(sample, kind):
    if isinstance(sample, dict):
        numbers = values(sample)
    else:
        numbers = np.array([np.nan if x is None else float(x) for x in sample])
    cleaned = pd.Series(numbers).replace([-np.inf, np.inf], np.nan).dropna()
    return cleaned.astype("int64") if kind == "INTEGER" else cleaned


def evidently_cases():
    cases = []
    for name, kind, reference, current in evidently_columns():
        column_type = ColumnType.Categorical if kind == "CATEGORY" else ColumnType.Numerical
        scores = {}
        drifted = {}
        for method, test in METHODS.items():
            r, c = series(reference, kind), series(current, kind)
            try:
                result = test(reference_data=r, current_data=c, feature_type=column_type, threshold=None)
                scores[method] = float(result.drift_score)
                drifted[method] = bool(result.drifted)
            except TypeError:
                # Evidently's copy of SciPy's exact test does not run on NumPy 2.
                scores[method] = stats.cramervonmises_2samp(r, c).pvalue
                drifted[method] = scores[method] <= test.default_threshold
            except ValueError:
                scores[method] = float("nan")
        default = stattests.registry._get_default_stattest(series(reference, kind), series(current, kind), column_type)
        cases.append({"name": name, "kind": kind, "reference": reference, "current": current, "default": default.name,
                      "scores": scores, "drifted": drifted})
    return cases


def adjustment_cases():
    rng = np.random.default_rng(4)
    cases = []
    for size in (1, 2, 7, 40):
        p = rounded(rng.uniform(size=size) ** 3)
        cases.append({"p": p, "benjamini_hochberg": stats.false_discovery_control(p)})
    cases.append({"p": [0.01, 0.01, 0.04, 1.0, 0.0], "benjamini_hochberg": stats.false_discovery_control([0.01, 0.01, 0.04, 1.0, 0.0])})
    return cases
