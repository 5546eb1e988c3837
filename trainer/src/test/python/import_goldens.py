"""Writes models of other tools, small ones, with what those tools predict for some rows.

    python -m venv .venv && .venv/bin/pip install -r requirements-import.txt
    .venv/bin/python import_goldens.py

A changed number in a golden file is a decision, not an update.
"""

import pathlib

import lightgbm
import numpy as np
import onnxruntime
import xgboost
from skl2onnx import to_onnx
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.tree import DecisionTreeRegressor

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "import"
NAMES = ["income", "rooms", "age"]
CLASSES = ["low", "middle", "high"]
ROWS = 40


def rows(seed, count, missing):
    random = np.random.default_rng(seed)
    values = random.normal(size=(count, len(NAMES))).round(2).astype(np.float32)
    if missing:
        values[random.random(values.shape) < 0.15] = np.nan
        values[random.random(values.shape) < 0.1] = 0
    return values


def target(values):
    filled = np.nan_to_num(values, nan=0.7)
    return (filled[:, 0] * filled[:, 1] + np.sin(2 * filled[:, 2])).astype(np.float64)


def golden(name, values, predictions):
    lines = [",".join(NAMES + ["prediction"])]
    for row, prediction in zip(values, predictions):
        cells = ["" if np.isnan(value) else repr(float(value)) for value in row]
        lines.append(",".join(cells + [repr(float(prediction))]))
    (GOLDEN / f"{name}.csv").write_text("\n".join(lines) + "\n")


def classes(y):
    """Three classes of different sizes."""
    return np.digitize(y, [-0.5, 1.0])


def golden_classes(name, values, probabilities):
    lines = [",".join(NAMES + [f"prediction_{label}" for label in CLASSES])]
    for row, of_row in zip(values, probabilities):
        cells = ["" if np.isnan(value) else repr(float(value)) for value in row]
        lines.append(",".join(cells + [repr(float(probability)) for probability in of_row]))
    (GOLDEN / f"{name}.csv").write_text("\n".join(lines) + "\n")


def lightgbm_models():
    x = rows(1, 800, True)
    y = target(x)
    fresh = rows(2, ROWS, True)
    for name, labels, parameters in [
        ("lightgbm-regression", y, dict(objective="regression")),
        ("lightgbm-binary", (y > 0).astype(int), dict(objective="binary", sigmoid=0.7)),
        ("lightgbm-poisson", np.round(np.exp(y / 2)), dict(objective="poisson")),
        ("lightgbm-zero-missing", y, dict(objective="regression", zero_as_missing=True)),
        ("lightgbm-forest", y, dict(objective="regression", boosting="rf", bagging_freq=1, bagging_fraction=0.6)),
    ]:
        parameters = dict(num_leaves=7, min_data_in_leaf=10, verbosity=-1, seed=1, num_threads=1) | parameters
        model = lightgbm.train(parameters, lightgbm.Dataset(x, labels, feature_name=NAMES), 12)
        (GOLDEN / f"{name}.txt").write_text(model.model_to_string())
        golden(name, fresh, model.predict(fresh))
    for name, parameters in [
        ("lightgbm-multiclass", dict(objective="multiclass")),
        ("lightgbm-one-vs-rest", dict(objective="multiclassova", sigmoid=0.7)),
    ]:
        parameters = dict(num_class=3, num_leaves=5, min_data_in_leaf=10, verbosity=-1, seed=1, num_threads=1) | parameters
        model = lightgbm.train(parameters, lightgbm.Dataset(x, classes(y), feature_name=NAMES), 5)
        (GOLDEN / f"{name}.txt").write_text(model.model_to_string())
        golden_classes(name, fresh, model.predict(fresh))


def xgboost_models():
    x = rows(3, 800, True)
    y = target(x)
    fresh = rows(4, ROWS, True)
    for name, labels, parameters in [
        ("xgboost-regression", y, dict(objective="reg:squarederror")),
        ("xgboost-binary", (y > 0).astype(int), dict(objective="binary:logistic", base_score=0.3)),
        ("xgboost-poisson", np.round(np.exp(y / 2)), dict(objective="count:poisson")),
    ]:
        data = xgboost.DMatrix(x, labels, feature_names=NAMES)
        model = xgboost.train(dict(max_depth=3, seed=1, nthread=1) | parameters, data, 12)
        model.save_model(GOLDEN / f"{name}.json")
        model.save_model(GOLDEN / f"{name}.ubj")
        golden(name, fresh, model.predict(xgboost.DMatrix(fresh, feature_names=NAMES)))
    data = xgboost.DMatrix(x, classes(y), feature_names=NAMES)
    model = xgboost.train(dict(max_depth=3, seed=1, nthread=1, objective="multi:softprob", num_class=3), data, 5)
    model.save_model(GOLDEN / "xgboost-multiclass.json")
    model.save_model(GOLDEN / "xgboost-multiclass.ubj")
    golden_classes("xgboost-multiclass", fresh, model.predict(xgboost.DMatrix(fresh, feature_names=NAMES)))


def onnx_models():
    x = rows(5, 800, False)
    y = target(x)
    labels = (y > 0).astype(int)
    fresh = rows(6, ROWS, False)
    for name, model, wanted in [
        ("onnx-forest", RandomForestRegressor(6, max_depth=4, random_state=1), y),
        ("onnx-tree", DecisionTreeRegressor(max_depth=4, random_state=1), y),
        ("onnx-forest-classifier", RandomForestClassifier(6, max_depth=4, random_state=1), labels),
        ("onnx-boosting-classifier", GradientBoostingClassifier(n_estimators=8, random_state=1), labels),
        ("onnx-linear", LinearRegression(), y),
        ("onnx-logistic", LogisticRegression(), labels),
        ("onnx-forest-multiclass", RandomForestClassifier(6, max_depth=4, random_state=1), classes(y)),
        ("onnx-boosting-multiclass", GradientBoostingClassifier(n_estimators=5, random_state=1), classes(y)),
        ("onnx-logistic-multiclass", LogisticRegression(), classes(y)),
    ]:
        model.fit(x, wanted)
        file = to_onnx(model, x[:1]).SerializeToString()
        (GOLDEN / f"{name}.onnx").write_bytes(file)
        answers = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"]).run(None, {"X": fresh})
        if name.endswith("multiclass"):
            golden_classes(name, fresh, [[of_row[code] for code in range(3)] for of_row in answers[1]])
        elif wanted is labels:
            golden(name, fresh, [probabilities[1] for probabilities in answers[1]])
        else:
            golden(name, fresh, answers[0].ravel())


GOLDEN.mkdir(parents=True, exist_ok=True)
lightgbm_models()
xgboost_models()
onnx_models()
