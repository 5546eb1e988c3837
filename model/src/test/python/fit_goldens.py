"""Writes the golden files of what is fitted: numbers of scikit-learn.

    python -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python fit_goldens.py

A changed number in a golden file is a decision, not an update.
"""

import json
import pathlib

import numpy as np
from sklearn.cluster import KMeans
from sklearn.impute import KNNImputer
from sklearn.metrics import davies_bouldin_score, silhouette_score

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "fit"


def clusters():
    random = np.random.default_rng(5)
    centres = np.array([[0, 0], [4, 1], [1, 5], [6, 6]])
    points = np.vstack([random.normal(centre, 1.1, (15, 2)) for centre in centres]).round(3)
    scores = []
    for count in range(2, 8):
        model = KMeans(count, n_init=100, random_state=0).fit(points)
        scores.append(
            dict(
                clusters=count,
                inertia=model.inertia_,
                silhouette=silhouette_score(points, model.labels_),
                daviesBouldin=davies_bouldin_score(points, model.labels_),
            )
        )
    return dict(columns=points.T.tolist(), scores=scores)


def neighbours():
    random = np.random.default_rng(8)
    rows = random.normal(size=(40, 4)).round(3) * [1, 10, 100, 3]
    rows[random.random(rows.shape) < 0.25] = np.nan
    scales = np.nanstd(rows, axis=0)
    filled = KNNImputer(n_neighbors=5).fit_transform(rows / scales) * scales
    return dict(columns=[[None if np.isnan(v) else v for v in c] for c in rows.T], filled=filled.T.tolist())


def write(name, content):
    (GOLDEN / name).write_text(json.dumps(content, indent=1) + "\n")


write("clusters.json", clusters())
write("neighbours.json", neighbours())
