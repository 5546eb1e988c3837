"""Golden numbers of quality metrics: scikit-learn's, and NumPy's where it has none."""

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

from samples import PLASTIC, rounded, values, weyl


# scikit-learn rounds the weighted mean of the target and then takes it for not quite constant.
COARSE_WEIGHTED_MEAN = ("constant target",)


def files():
    return {
        "regression.json": regression_cases(),
        "binary.json": binary_cases(),
        "multiclass.json": multiclass_cases(),
    }


def regression_columns():
    rng = np.random.default_rng(11)
    actual = rng.lognormal(12, 0.5, 400)
    yield "prices", rounded(actual), rounded(actual * rng.normal(1, 0.15, 400))
    actual = rng.normal(0, 1, 300)
    yield "both signs", rounded(actual), rounded(actual * 0.7 + rng.normal(0, 0.5, 300))
    yield "worse than the mean", rounded(actual), rounded(-actual)
    yield "far from zero", [1e9 + x for x in rounded(actual)], [1e9 + x for x in rounded(actual * 0.9)]
    yield "tiny", rounded(actual * 1e-30), rounded(actual * 0.9e-30)
    yield "huge", rounded(actual * 1e60), rounded(actual * 0.9e60)
    yield "zero targets", [0.0, 1.0, 2.0, 0.0], [0.0, 1.1, 1.5, 0.25]
    yield "all zero", [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    yield "constant target", [0.1] * 10, [0.1] * 9 + [0.2]
    yield "constant target, perfect", [0.1] * 10, [0.1] * 10
    yield "perfect", rounded(actual), rounded(actual)
    yield "on the borders of within", [100.0, 100.0, 100.0, 200.0, -100.0, 100.0], [105.0, 90.0, 115.0, 210.0, -85.0, 115.00001]
    yield "two rows", [1.0, 3.0], [1.5, 2.0]
    yield "one row", [5.0], [4.0]
    yield "ties of 70 %", [1.0] * 70 + rounded(rng.normal(3, 1, 30)), [1.0] * 40 + rounded(rng.normal(2, 1, 60))
    yield "many rows", weyl(100000, scale=50.0, shift=20.0), weyl(100000, PLASTIC, scale=60.0, shift=15.0)


def regression_values(y, p, w=None):
    with np.errstate(all="ignore"):
        ape = np.abs(p - y) / np.maximum(np.abs(y), np.finfo(float).eps)
        size = np.abs(y) + np.abs(p)
        sape = np.where(size == 0, 0, 2 * np.abs(p - y) / np.where(size == 0, 1, size))
    result = {
        "mae": metrics.mean_absolute_error(y, p, sample_weight=w),
        "rmse": metrics.root_mean_squared_error(y, p, sample_weight=w),
        "r2": metrics.r2_score(y, p, sample_weight=w),
        "mape": 100 * metrics.mean_absolute_percentage_error(y, p, sample_weight=w),
        "smape": 100 * np.average(sape, weights=w),
        "bias": np.average(p - y, weights=w),
        "within_5pct": np.average(ape <= 0.05, weights=w),
        "within_10pct": np.average(ape <= 0.10, weights=w),
        "within_15pct": np.average(ape <= 0.15, weights=w),
    }
    if np.abs(y).sum() > 0:
        result["wmape"] = 100 * np.average(np.abs(p - y), weights=w) / np.average(np.abs(y), weights=w)
    if w is None:
        result["median_ape"] = 100 * np.median(ape)
        result["median_ae"] = metrics.median_absolute_error(y, p)
    return result


def regression_cases():
    rng = np.random.default_rng(12)
    cases = []
    for name, actual, predicted in regression_columns():
        y, p = values(actual), values(predicted)
        case = {"name": name, "actual": actual, "predicted": predicted, "metrics": regression_values(y, p)}
        if isinstance(actual, list) and len(actual) > 1 and name not in COARSE_WEIGHTED_MEAN:
            case["weights"] = rounded(rng.exponential(size=len(actual)), 3)
            case["weighted"] = regression_values(y, p, values(case["weights"]))
        cases.append(case)
    return cases


def binary_columns():
    rng = np.random.default_rng(13)
    score = rng.beta(2, 5, 500)
    outcome = (rng.uniform(size=500) < score).astype(float)
    yield "calibrated", outcome.tolist(), rounded(score)
    yield "overconfident", outcome.tolist(), rounded(np.clip(score * 1.8 - 0.2, 0, 1))
    yield "few distinct scores", outcome.tolist(), [round(x * 10) / 10 for x in score]
    yield "on the edges of bins", [1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0]
    yield "certain and wrong", [1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]
    yield "perfect", [0.0, 0.0, 1.0, 1.0], [0.1, 0.2, 0.8, 0.9]
    yield "upside down", [1.0, 1.0, 0.0, 0.0], [0.1, 0.2, 0.8, 0.9]
    yield "one score", [1.0, 0.0, 0.0, 1.0, 0.0], [0.3] * 5
    yield "positive only", [1.0, 1.0, 1.0], [0.2, 0.9, 0.6]
    yield "negative only", [0.0, 0.0, 0.0], [0.2, 0.9, 0.6]
    yield "none predicted positive", [1.0, 0.0, 0.0], [0.2, 0.1, 0.3]
    yield "one row", [1.0], [0.7]
    rare = rng.beta(1, 200, 3000)
    yield "rare", (rng.uniform(size=3000) < rare).astype(float).tolist(), rounded(rare, 4)


def binary_values(y, p, w=None):
    decided = (p >= 0.5).astype(float)
    result = {
        "accuracy": metrics.accuracy_score(y, decided, sample_weight=w),
        "precision": metrics.precision_score(y, decided, sample_weight=w, zero_division=0),
        "recall": metrics.recall_score(y, decided, sample_weight=w, zero_division=0),
        "f1": metrics.f1_score(y, decided, sample_weight=w, zero_division=0),
        "average_precision": metrics.average_precision_score(y, p, sample_weight=w),
        "log_loss": metrics.log_loss(y, p, sample_weight=w, labels=[0, 1]),
        "brier": metrics.brier_score_loss(y, p, sample_weight=w, labels=[0, 1]),
    }
    if len(set(y)) == 2:
        result["auc"] = metrics.roc_auc_score(y, p, sample_weight=w)
    if w is None:
        result.update(decision_values(y, decided))
        if len(set(y)) == 2:
            result["ks"] = stats.ks_2samp(p[y == 1], p[y == 0]).statistic
    return result


def decision_values(y, decided):
    result = {
        "specificity": metrics.recall_score(y, decided, pos_label=0, zero_division=0),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, decided),
        "mcc": metrics.matthews_corrcoef(y, decided),
    }
    for average in ("macro", "weighted"):
        scores = metrics.precision_recall_fscore_support(y, decided, average=average, zero_division=0)
        for key, value in zip(("precision", "recall", "f1"), scores):
            result[f"{key}_{average}"] = value
    return result


def binary_cases():
    rng = np.random.default_rng(14)
    cases = []
    for name, actual, predicted in binary_columns():
        y, p = values(actual), values(predicted)
        expected = binary_values(y, p)
        share, mean = calibration_curve(y, p, n_bins=10) if len(set(y)) == 2 else one_class_curve(y, p)
        rows = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], p), minlength=10)
        rows = rows[rows > 0]
        expected["ece"] = (rows * np.abs(share - mean)).sum() / len(y)
        case = {"name": name, "actual": actual, "predicted": predicted, "metrics": expected,
                "calibration": [{"rows": r, "predicted": m, "actual": s} for r, m, s in zip(rows.tolist(), mean, share)]}
        if len(actual) < 1000 and len(actual) > 1:
            case["weights"] = rounded(rng.exponential(size=len(actual)), 3)
            case["weighted"] = binary_values(y, p, values(case["weights"]))
        cases.append(case)
    return cases


def one_class_curve(y, p):
    """What calibration_curve does, without its check for two classes."""
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
    used = sorted(set(bins))
    return (np.array([y[bins == b].mean() for b in used]), np.array([p[bins == b].mean() for b in used]))


def multiclass_cases():
    rng = np.random.default_rng(15)
    cases = []
    for name, classes, size, present in (("three", 3, 200, 3), ("ten, seven occur", 10, 60, 7), ("two", 2, 50, 2), ("one row", 4, 1, 4)):
        actual = rng.integers(0, present, size)
        probabilities = rng.dirichlet(np.ones(classes) * 0.7, size)
        probabilities[np.arange(size), actual] += 0.4
        if present < classes:
            probabilities[:, present:] = 0
        probabilities = probabilities / probabilities.sum(axis=1, keepdims=True)
        predicted = probabilities.argmax(axis=1)
        labels = list(range(classes))
        expected = {"accuracy": metrics.accuracy_score(actual, predicted),
                    "log_loss": metrics.log_loss(actual, probabilities, labels=labels)}
        for average in ("macro", "weighted"):
            scores = metrics.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
            for key, value in zip(("precision", "recall", "f1"), scores):
                expected[f"{key}_{average}"] = value
        each = metrics.precision_recall_fscore_support(actual, predicted, labels=labels, zero_division=0)
        cases.append({"name": name, "classes": classes, "actual": actual, "predicted": predicted,
                      "probabilities": probabilities, "metrics": expected,
                      "per_class": {"precision": each[0], "recall": each[1], "f1": each[2], "rows": each[3]}})
    return cases
