"""Writes the wine data that scikit-learn bundles: 178 wines of three growers, 13 measurements each.

    .venv/bin/python wine.py

Origin: S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository 1992, doi:10.24432/C5PC7J, CC BY 4.0.
"""

import pathlib

from sklearn.datasets import load_wine

FILE = pathlib.Path(__file__).parent.parent / "resources" / "data" / "wine.csv"
GROWERS = ["first", "second", "third"]

wine = load_wine()
names = [name.replace("/", "_per_") for name in wine.feature_names] + ["grower"]
lines = [",".join(names)]
for row, label in zip(wine.data, wine.target):
    lines.append(",".join([repr(round(float(value), 4)) for value in row] + [GROWERS[label]]))
FILE.parent.mkdir(exist_ok=True)
FILE.write_text("\n".join(lines) + "\n")
