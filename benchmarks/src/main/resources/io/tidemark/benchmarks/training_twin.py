"""The training pipeline with scikit-learn, Optuna and LightGBM: what `tidemark bench training --twin` is measured against.

Same budget: the same six algorithms and grids in 5-fold cross-validation, N LightGBM trials in the same folds with the
median rule, a final fit. Same rows: those that splits.csv sets aside are the test rows.

usage: training_twin.py housing.csv splits.csv TRIALS SEED    a line of JSON per stage
"""
import json
import sys
import time
import warnings

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import silhouette_score
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeRegressor

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.WARNING)
file, splits, trials, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
started = time.time()


def out(**values):
    values["t"] = round(time.time() - started, 1)
    print(json.dumps(values), flush=True)


data = pd.read_csv(file)
target = data.pop("median_house_value").values
split = pd.read_csv(splits)
rows = split["row"].values - 2  # lines of the file; the header is the first
test = rows[split["split"].values == "test"]
train = rows[split["split"].values == "train"]

best = None
for k in range(5, 16):
    clusters = KMeans(k, n_init=10, random_state=seed).fit(data.loc[train, ["latitude", "longitude"]])
    score = silhouette_score(
        data.loc[train, ["latitude", "longitude"]], clusters.labels_, sample_size=5000, random_state=seed)
    if best is None or score > best[0]:
        best = (score, k, clusters)
out(stage="clusters", k=best[1], silhouette=round(best[0], 4))
data["cluster"] = best[2].predict(data[["latitude", "longitude"]]).astype(str)
data["rooms_per_household"] = data.total_rooms / data.households
data["bedrooms_per_room"] = data.total_bedrooms / data.total_rooms
data["population_per_household"] = data.population / data.households
numbers = [c for c in data if data[c].dtype.kind in "fi"]
texts = [c for c in data if c not in numbers]
folds = KFold(5, shuffle=True, random_state=seed)


def prepared():
    return ColumnTransformer([
        ("n", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("c", OneHotEncoder(handle_unknown="ignore", sparse_output=False), texts)])


def metrics(found, actual):
    error = np.abs(found - actual)
    return dict(
        mae=float(error.mean()),
        rmse=float(np.sqrt((error**2).mean())),
        r2=1 - float((error**2).sum() / ((actual - actual.mean()) ** 2).sum()),
        mape=float(100 * (error / actual).mean()),
        wmape=float(100 * error.sum() / actual.sum()))


candidates = {
    "ridge": (Ridge(), {"m__alpha": [0.1, 1, 10]}),
    "lasso": (Lasso(max_iter=5000), {"m__alpha": [1, 10, 100]}),
    "decision_tree": (
        DecisionTreeRegressor(random_state=seed), {"m__max_depth": [10, 20], "m__min_samples_leaf": [1, 10]}),
    "random_forest": (
        RandomForestRegressor(random_state=seed, n_jobs=2),
        {"m__n_estimators": [100, 200], "m__max_features": ["sqrt", 1.0]}),
    "gradient_boosting": (
        GradientBoostingRegressor(random_state=seed),
        {"m__n_estimators": [200], "m__max_depth": [3, 5], "m__learning_rate": [0.1]}),
    "lightgbm": (
        lgb.LGBMRegressor(random_state=seed, n_jobs=2, verbose=-1),
        {"m__n_estimators": [300], "m__num_leaves": [31, 63], "m__learning_rate": [0.05, 0.1]}),
}
for name, (model, grid) in candidates.items():
    search = GridSearchCV(
        Pipeline([("p", prepared()), ("m", model)]), grid, cv=folds, scoring="neg_mean_absolute_error",
        n_jobs=1 if name in ("random_forest", "lightgbm") else 2, return_train_score=True)
    search.fit(data.iloc[train], target[train])
    out(stage="select", algorithm=name, mae=-search.best_score_, parameters=search.best_params_)

transform = prepared().fit(data.iloc[train])
inputs, unseen = transform.transform(data.iloc[train]), transform.transform(data.iloc[test])
labels = target[train]


def build(trial):
    return lgb.LGBMRegressor(
        n_estimators=trial.suggest_int("n_estimators", 100, 1000),
        num_leaves=trial.suggest_int("num_leaves", 15, 127),
        learning_rate=trial.suggest_float("learning_rate", 0.02, 0.2, log=True),
        min_child_samples=trial.suggest_int("min_child_samples", 5, 50),
        subsample=trial.suggest_float("subsample", 0.6, 1), subsample_freq=1,
        colsample_bytree=trial.suggest_float("colsample_bytree", 0.4, 1),
        n_jobs=2, verbose=-1, random_state=seed)


def objective(trial):
    model, scores = build(trial), []
    for number, (fit, judge) in enumerate(folds.split(inputs)):
        found = model.fit(inputs[fit], labels[fit]).predict(inputs[judge])
        scores.append(100 * np.abs(found - labels[judge]).sum() / labels[judge].sum())
        trial.report(float(np.mean(scores)), number)
        if trial.should_prune():
            raise optuna.TrialPruned()
    if trial.number % 5 == 4:
        out(stage="sweep", trial=trial.number + 1)
    return float(np.mean(scores))


study = optuna.create_study(
    sampler=optuna.samplers.TPESampler(seed=seed), pruner=optuna.pruners.MedianPruner(n_startup_trials=10))
study.optimize(objective, trials)
model = build(optuna.trial.FixedTrial(study.best_params)).fit(inputs, labels)
out(stage="total", cv_wmape=study.best_value, parameters=study.best_params,
    metrics=metrics(model.predict(unseen), target[test]))
