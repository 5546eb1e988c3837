"""Registers versions as teams do that train in Python, and promotes one.

    log_models.py TRACKING_URI MODEL                  logs versions 1 to 4: LightGBM, XGBoost, ONNX, and LightGBM without
                                                      reference rows
    log_models.py TRACKING_URI MODEL again            logs one more, LightGBM
    log_models.py TRACKING_URI MODEL promote VERSION  sets the alias; prints when, in seconds since 1970
    log_models.py TRACKING_URI MODEL reference VERSION  logs the rows that were forgotten, with the version's run
"""

import os
import pathlib
import sys
import tempfile
import time

import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient

NAMES = ["income", "rooms", "age"]


def rows(seed, count):
    random = np.random.default_rng(seed)
    return pd.DataFrame(random.uniform(0, 10, size=(count, len(NAMES))).round(2), columns=NAMES)


def target(x):
    return 40 * x["income"] + 15 * x["rooms"] * np.sin(x["age"])


def reference(predict):
    fresh = rows(2, 200)
    fresh.assign(prediction=np.asarray(predict(fresh)).ravel()).to_csv("reference.csv", index=False)


def lightgbm_model(x, y):
    import lightgbm

    return lightgbm.train(dict(num_leaves=15, verbosity=-1, seed=1, num_threads=1), lightgbm.Dataset(x, y), 20)


def log_lightgbm(booster, common):
    with mlflow.start_run():
        reference(booster.predict)
        mlflow.log_artifact("reference.csv", "tidemark")
        mlflow.lightgbm.log_model(booster, pip_requirements=["lightgbm"], **common)


def log_again(model):
    x = rows(2, 800)
    log_lightgbm(lightgbm_model(x, target(x)), dict(registered_model_name=model, name="model"))


def log_all(model):
    import onnxruntime
    import xgboost
    from mlflow.models import infer_signature
    from skl2onnx import to_onnx
    from sklearn.ensemble import RandomForestRegressor

    x = rows(1, 800)
    y = target(x)
    signature = infer_signature(x, y)
    common = dict(signature=signature, input_example=x.head(3), registered_model_name=model, name="model")

    booster = lightgbm_model(x, y)
    log_lightgbm(booster, common)

    with mlflow.start_run():
        regressor = xgboost.XGBRegressor(n_estimators=20, max_depth=4, random_state=1, n_jobs=1).fit(x, y)
        reference(regressor.predict)
        mlflow.xgboost.log_model(
            regressor, pip_requirements=["xgboost"], extra_files=[str(pathlib.Path("reference.csv").resolve())], **common
        )

    with mlflow.start_run():
        forest = RandomForestRegressor(10, max_depth=6, random_state=1).fit(x.to_numpy(np.float32), y)
        graph = to_onnx(forest, x.head(1).to_numpy(np.float32))
        session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
        reference(lambda frame: session.run(None, {"X": frame.to_numpy(np.float32)})[0])
        mlflow.log_artifact("reference.csv", "tidemark")
        mlflow.onnx.log_model(graph, pip_requirements=["onnx"], **common)

    with mlflow.start_run():
        mlflow.lightgbm.log_model(booster, pip_requirements=["lightgbm"], **common)


def main():
    uri, model, *command = sys.argv[1:]
    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    if not command:
        mlflow.set_experiment("python")
        log_all(model)
    elif command[0] == "again":
        mlflow.set_experiment("python")
        log_again(model)
    elif command[0] == "promote":
        started = time.time()
        client.set_registered_model_alias(model, "champion", command[1])
        print(f"ALIAS {started}")
    elif command[0] == "reference":
        x = rows(1, 800)
        reference(lightgbm_model(x, target(x)).predict)
        mlflow.log_artifact("reference.csv", "tidemark", run_id=client.get_model_version(model, command[1]).run_id)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main()
    os.chdir("/")
