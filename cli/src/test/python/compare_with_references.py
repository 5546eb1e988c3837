"""Holds `tidemark drift compare` and `tidemark evaluate` against SciPy, Evidently and scikit-learn on random data.

    python -m venv .venv && .venv/bin/pip install -r ../../../../stats/src/test/python/requirements.txt
    .venv/bin/python compare_with_references.py path/to/tidemark [seed]

Ends with 1 when a number of drift differs by more than 1e-9 (Evidently's Hellinger distance: 1e-6, as rounding decides
there), or a metric by more than 1e-12, relative where it is above 1.
"""

import csv
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from evidently.legacy.calculations import stattests
from evidently.legacy.core import ColumnType
from scipy import stats
from scipy.spatial import distance
from sklearn import metrics as sk

warnings.simplefilter("ignore")
FAULTS = []


def same(what, found, expected, tolerance=1e-9):
    close = abs(found - expected) <= tolerance * max(1, abs(expected))
    if not close:
        FAULTS.append(what)
    print(f"{'same     ' if close else 'DIFFERENT'} {what:58s} {found:.12g} {expected:.12g}")


def run(tidemark, *arguments):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run([tidemark, *arguments, "--json", out.name], check=True, stdout=subprocess.DEVNULL)
        return json.loads(Path(out.name).read_text())


def drift_frames(random):
    n, m = int(random.integers(400, 2500)), int(random.integers(400, 2500))

    def frame(rows, shift):
        amounts = random.lognormal(3 + shift, 1, rows)
        amounts[random.random(rows) < 0.05] = np.nan
        return pd.DataFrame(
            {
                "normal": random.normal(shift, 1 + shift, rows),
                "amount": amounts,
                "count": random.poisson(40 + 5 * shift, rows),
                "few": random.integers(0, 4, rows),
                "city": random.choice(["rome", "oslo", "lima", "kyiv"], rows, p=[0.4, 0.3, 0.2 - shift / 5, 0.1 + shift / 5]),
                "flag": random.choice(["yes", "no"], rows, p=[0.3 + shift / 5, 0.7 - shift / 5]),
            }
        )

    return frame(n, 0), frame(m, 0.2)


def check_drift(tidemark, folder, random):
    before, now = drift_frames(random)
    before.to_csv(folder / "before.csv", index=False)
    now.to_csv(folder / "now.csv", index=False)
    files = ("--reference", str(folder / "before.csv"), "--current", str(folder / "now.csv"))
    robust = run(tidemark, "drift", "compare", *files)["columns"]
    evidently = run(tidemark, "drift", "compare", *files, "--mode", "evidently")["columns"]
    names = {"psi": "psi", "kl_div": "kl_div", "jensenshannon": "jensenshannon", "hellinger": "hellinger"}
    for column in before:
        r, c = before[column].dropna(), now[column].dropna()
        if column in ("normal", "amount", "count", "few"):
            test = stats.ks_2samp(r, c)
            same(f"{column}: ks", robust[column]["statistics"]["ks"], test.statistic)
            same(f"{column}: ks p", robust[column]["p_values"]["ks"], test.pvalue)
            if column in ("normal", "amount"):
                cvm = stats.cramervonmises_2samp(r, c)
                same(f"{column}: cramer-von mises", robust[column]["statistics"]["cramer_von_mises"], cvm.statistic)
                same(f"{column}: cramer-von mises p", robust[column]["p_values"]["cramer_von_mises"], cvm.pvalue)
                same(f"{column}: evidently cramer-von mises", evidently[column]["statistics"]["cramer_von_mises"], cvm.statistic)
            same(f"{column}: wasserstein", robust[column]["statistics"]["wasserstein"], stats.wasserstein_distance(r, c))
        else:
            table = pd.crosstab(pd.concat([r, c]), [0] * len(r) + [1] * len(c))
            chi2, p, _, _ = stats.chi2_contingency(table, correction=False)
            same(f"{column}: chi-square", robust[column]["statistics"]["chi_square"], chi2)
            same(f"{column}: chi-square p", robust[column]["p_values"]["chi_square"], p)
            # A bin for missing values is one more bin where there are any.
            shares = pd.concat(
                [before[column].fillna("?").value_counts(normalize=True), now[column].fillna("?").value_counts(normalize=True)], axis=1
            ).fillna(0)
            a, b = shares.iloc[:, 0], shares.iloc[:, 1]
            same(f"{column}: total variation", robust[column]["statistics"]["total_variation"], np.abs(a - b).sum() / 2)
            same(f"{column}: l-infinity", robust[column]["statistics"]["l_infinity"], np.abs(a - b).max())
            same(f"{column}: hellinger", robust[column]["statistics"]["hellinger"], np.sqrt(((a**0.5 - b**0.5) ** 2).sum() / 2))
            same(f"{column}: jensen-shannon", robust[column]["statistics"]["jensen_shannon"], distance.jensenshannon(a, b))
            same(f"{column}: evidently total variation", evidently[column]["statistics"]["total_variation"], np.abs(a - b).sum() / 2)
        kind = ColumnType.Categorical if column in ("few", "city", "flag") else ColumnType.Numerical
        for ours, theirs in names.items():
            test = getattr(stattests, {"psi": "psi_stat_test", "kl_div": "kl_div_stat_test", "jensenshannon": "jensenshannon_stat_test", "hellinger": "hellinger_stat_test"}[theirs])
            score = test.func(before[column].dropna(), now[column].dropna(), kind, 0.1)[0]
            same(f"{column}: evidently {theirs}", evidently[column]["statistics"][ours], score, 1e-6 if ours == "hellinger" else 1e-9)


def regression_values(y, p, w=None):
    share = np.abs(y - p) / np.maximum(np.abs(y), np.finfo(float).eps)
    size = np.abs(y) + np.abs(p)
    values = {
        "mae": sk.mean_absolute_error(y, p, sample_weight=w),
        "rmse": sk.root_mean_squared_error(y, p, sample_weight=w),
        "r2": sk.r2_score(y, p, sample_weight=w),
        "mape": 100 * sk.mean_absolute_percentage_error(y, p, sample_weight=w),
        "smape": 100 * np.average(2 * np.abs(y - p) / np.where(size == 0, 1, size), weights=w),
        "wmape": 100 * np.average(np.abs(y - p), weights=w) / np.average(np.abs(y), weights=w),
        "bias": np.average(p - y, weights=w),
    }
    values |= {f"within_{limit}pct": np.average(share <= limit / 100, weights=w) for limit in (5, 10, 15)}
    if w is None:
        values |= {"median_ape": 100 * np.median(share), "median_ae": sk.median_absolute_error(y, p)}
    return values


def binary_values(y, p, threshold=0.5, w=None, scores=False):
    decided = (p >= threshold).astype(int)
    both = len(set(y)) == 2
    values = {
        "accuracy": sk.accuracy_score(y, decided, sample_weight=w),
        "precision": sk.precision_score(y, decided, sample_weight=w, zero_division=0),
        "recall": sk.recall_score(y, decided, sample_weight=w, zero_division=0),
        "f1": sk.f1_score(y, decided, sample_weight=w, zero_division=0),
        "auc": sk.roc_auc_score(y, p, sample_weight=w) if both else None,
        "average_precision": sk.average_precision_score(y, p, sample_weight=w),
    }
    if not scores:
        values |= {
            "log_loss": sk.log_loss(y, p, labels=[0, 1], sample_weight=w),
            "brier": sk.brier_score_loss(y, p, labels=[0, 1], sample_weight=w),
        }
    if w is None:
        values |= {
            "specificity": sk.recall_score(y, decided, pos_label=0, zero_division=0),
            "balanced_accuracy": sk.balanced_accuracy_score(y, decided),
            "mcc": sk.matthews_corrcoef(y, decided),
            "ks": stats.ks_2samp(p[y == 1], p[y == 0]).statistic if both else None,
        }
        for average in ("macro", "weighted"):
            of_classes = sk.precision_recall_fscore_support(y, decided, average=average, zero_division=0)
            values |= {f"{name}_{average}": value for name, value in zip(("precision", "recall", "f1"), of_classes)}
        if not scores:
            bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
            values["ece"] = sum(abs(p[bins == b].sum() - y[bins == b].sum()) for b in range(10)) / len(y)
    return values


def same_metrics(what, found, expected):
    if set(found) != set(expected):
        FAULTS.append(f"{what}: {sorted(set(found) ^ set(expected))}")
    for name, value in expected.items():
        if value is None or found.get(name) is None:
            if not (value is None and found.get(name) is None):
                FAULTS.append(f"{what}: {name} is {found.get(name)}, expected {value}")
        else:
            same(f"{what}: {name}", found[name], value, 1e-12)


def check_regression(tidemark, folder, random):
    rows = int(random.integers(2, 3000))
    kinds = {
        "skewed": random.lognormal(3, 1, rows),
        "both signs": random.normal(0, 50, rows),
        "far from zero": 1e7 + random.normal(0, 5, rows),
        "with zeros": np.where(random.random(rows) < 0.1, 0.0, random.normal(10, 3, rows)),
        "whole": random.poisson(3, rows).astype(float),
    }
    for kind, actual in kinds.items():
        predicted = actual * random.lognormal(0, 0.2, rows) + random.normal(0, 0.1, rows)
        frame = pd.DataFrame(dict(actual=actual, predicted=predicted, place=random.choice(["a", "b", None], rows)))
        frame["weight"] = random.exponential(size=rows)
        frame.to_csv(folder / "scored.csv", index=False)
        holes = frame.copy()
        holes.loc[random.random(rows) < 0.1, "actual"] = np.nan
        holes.loc[random.random(rows) < 0.1, "predicted"] = np.nan
        holes.to_csv(folder / "holes.csv", index=False, sep=";", encoding="utf-8-sig", quoting=csv.QUOTE_ALL)
        columns = ("--task", "regression", "--actual", "actual", "--predicted", "predicted")

        found = run(tidemark, "evaluate", "--data", str(folder / "scored.csv"), *columns, "--segment", "place")
        same_metrics(kind, found["metrics"], regression_values(actual, predicted))
        for segment in found["segments"]:
            part = frame[frame.place.fillna("(missing)") == segment["segment"]]
            if len(part) > 1:
                same_metrics(f"{kind} {segment['segment']}", segment["metrics"], regression_values(part.actual.to_numpy(), part.predicted.to_numpy()))
        found = run(tidemark, "evaluate", "--data", str(folder / "scored.csv"), *columns, "--weight", "weight")
        same_metrics(f"{kind}, weights", found["metrics"], regression_values(actual, predicted, frame.weight.to_numpy()))
        left = holes.dropna(subset=["actual", "predicted"])
        if len(left) > 1:
            found = run(tidemark, "evaluate", "--data", str(folder / "holes.csv"), *columns)
            same(f"{kind}, holes: rows", found["rows"], len(left))
            same_metrics(f"{kind}, holes", found["metrics"], regression_values(left.actual.to_numpy(), left.predicted.to_numpy()))


def check_binary(tidemark, folder, random):
    rows = int(random.integers(20, 3000))
    label = (random.random(rows) < random.uniform(0.02, 0.6)).astype(int)
    label[:2] = (0, 1)
    margin = random.normal(2 * label - 1, 2, rows)
    probability = 1 / (1 + np.exp(-margin))
    kinds = {
        "spread": probability,
        "ties": np.round(probability, 1),
        "ends": np.where(random.random(rows) < 0.2, np.round(probability), probability),
        "constant": np.full(rows, 0.3),
        "tiny": probability * 1e-12,
    }
    words = [(0, 1), ("False", "True"), ("no", "yes"), ("0.0", "1.0"), (-1, 1), ("paid", "default")]
    for number, (kind, p) in enumerate(kinds.items()):
        negative, positive = words[(number + rows) % len(words)]
        texts = np.where(label == 1, str(positive), str(negative))
        frame = pd.DataFrame(dict(label=texts, p=p, margin=margin, weight=random.exponential(size=rows)))
        frame["part"] = random.choice(["x", "y", "only negative"], rows)
        frame.loc[frame.part == "only negative", "label"] = str(negative)
        frame.to_csv(folder / "scored.csv", index=False, sep="\t")
        y = (frame.label == str(positive)).to_numpy().astype(int)
        columns = ("--data", str(folder / "scored.csv"), "--task", "binary", "--actual", "label")
        named = ("--positive", "default") if positive == "default" else ()
        threshold = round(float(random.uniform(0, 1)), 2)

        found = run(tidemark, "evaluate", *columns, "--predicted", "p", "--segment", "part", *named)
        same_metrics(kind, found["metrics"], binary_values(y, p))
        for segment in found["segments"]:
            chosen = (frame.part == segment["segment"]).to_numpy()
            same_metrics(f"{kind} {segment['segment']}", segment["metrics"], binary_values(y[chosen], p[chosen]))
        found = run(tidemark, "evaluate", *columns, "--predicted", "p", "--threshold", str(threshold), *named)
        same_metrics(f"{kind} at {threshold}", found["metrics"], binary_values(y, p, threshold))
        found = run(tidemark, "evaluate", *columns, "--predicted", "p", "--weight", "weight", *named)
        same_metrics(f"{kind}, weights", found["metrics"], binary_values(y, p, w=frame.weight.to_numpy()))
        found = run(tidemark, "evaluate", *columns, "--predicted", "margin", "--scores", *named)
        same_metrics(f"{kind}, margins", found["metrics"], binary_values(y, margin, 0, scores=True))


def check_multiclass(tidemark, folder, random):
    rows = int(random.integers(500, 3000))
    kind = random.choice(["a", "b", "c"], rows, p=[0.6, 0.3, 0.1])
    answer = np.where(random.random(rows) < 0.7, kind, random.choice(["a", "b", "c"], rows))
    pd.DataFrame(dict(kind=kind, answer=answer)).to_csv(folder / "scored.csv", index=False)
    found = run(tidemark, "evaluate", "--data", str(folder / "scored.csv"), "--task", "multiclass", "--actual", "kind", "--predicted", "answer")
    expected = {"accuracy": sk.accuracy_score(kind, answer)}
    for average in ("macro", "weighted"):
        scores = sk.precision_recall_fscore_support(kind, answer, average=average, zero_division=0)
        expected |= {f"{name}_{average}": value for name, value in zip(("precision", "recall", "f1"), scores)}
    same_metrics("multiclass", found["metrics"], expected)
    same("class b precision", found["classes"]["b"]["precision"], sk.precision_score(kind, answer, labels=["b"], average="macro"))
    matrix = sk.confusion_matrix(kind, answer, labels=found["confusion"]["classes"])
    same("confusion", float(np.abs(np.array(found["confusion"]["counts"]) - matrix).max()), 0)


def check_evaluation(tidemark, folder, random):
    check_regression(tidemark, folder, random)
    check_binary(tidemark, folder, random)
    check_multiclass(tidemark, folder, random)


def main():
    tidemark = sys.argv[1]
    random = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    with tempfile.TemporaryDirectory() as folder:
        check_drift(tidemark, Path(folder), random)
        check_evaluation(tidemark, Path(folder), random)
    print(f"{len(FAULTS)} numbers differ" + "".join(f"\n  {fault}" for fault in FAULTS))
    sys.exit(1 if FAULTS else 0)


if __name__ == "__main__":
    main()
