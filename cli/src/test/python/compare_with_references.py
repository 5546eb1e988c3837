"""Holds `tidemark drift compare` and `tidemark evaluate` against SciPy, Evidently and scikit-learn on random data.

    python -m venv .venv && .venv/bin/pip install -r ../../../../stats/src/test/python/requirements.txt
    .venv/bin/python compare_with_references.py path/to/tidemark [seed]

Ends with 1 when a number differs by more than 1e-9 (Evidently's Hellinger distance: 1e-6, as rounding decides there).
"""

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


def check_evaluation(tidemark, folder, random):
    rows = int(random.integers(500, 3000))
    actual = random.lognormal(3, 1, rows)
    predicted = actual * random.lognormal(0, 0.2, rows)
    label = (random.random(rows) < 0.3).astype(int)
    probability = np.clip(0.3 + 0.3 * (label - 0.3) + random.normal(0, 0.2, rows), 0, 1)
    kind = random.choice(["a", "b", "c"], rows, p=[0.6, 0.3, 0.1])
    answer = np.where(random.random(rows) < 0.7, kind, random.choice(["a", "b", "c"], rows))
    pd.DataFrame(
        dict(actual=actual, predicted=predicted, label=label, probability=probability, kind=kind, answer=answer)
    ).to_csv(folder / "scored.csv", index=False)
    data = ("evaluate", "--data", str(folder / "scored.csv"))

    found = run(tidemark, *data, "--task", "regression", "--actual", "actual", "--predicted", "predicted")["metrics"]
    same("mae", found["mae"], sk.mean_absolute_error(actual, predicted))
    same("rmse", found["rmse"], sk.mean_squared_error(actual, predicted) ** 0.5)
    same("r2", found["r2"], sk.r2_score(actual, predicted))
    same("mape", found["mape"], 100 * sk.mean_absolute_percentage_error(actual, predicted))
    same("wmape", found["wmape"], 100 * np.abs(actual - predicted).sum() / np.abs(actual).sum())
    same("median_ape", found["median_ape"], 100 * np.median(np.abs(actual - predicted) / np.abs(actual)))

    found = run(tidemark, *data, "--task", "binary", "--actual", "label", "--predicted", "probability")["metrics"]
    decided = probability >= 0.5
    same("accuracy", found["accuracy"], sk.accuracy_score(label, decided))
    same("precision", found["precision"], sk.precision_score(label, decided, zero_division=0))
    same("recall", found["recall"], sk.recall_score(label, decided))
    same("f1", found["f1"], sk.f1_score(label, decided))
    same("auc", found["auc"], sk.roc_auc_score(label, probability))
    same("average_precision", found["average_precision"], sk.average_precision_score(label, probability))
    same("log_loss", found["log_loss"], sk.log_loss(label, probability))
    same("brier", found["brier"], sk.brier_score_loss(label, probability))

    found = run(tidemark, *data, "--task", "multiclass", "--actual", "kind", "--predicted", "answer")
    same("multiclass accuracy", found["metrics"]["accuracy"], sk.accuracy_score(kind, answer))
    same("multiclass f1_macro", found["metrics"]["f1_macro"], sk.f1_score(kind, answer, average="macro"))
    same("class b precision", found["classes"]["b"]["precision"], sk.precision_score(kind, answer, labels=["b"], average="macro"))


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
