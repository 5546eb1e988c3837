"""Writes the golden files of the stats module: numbers of SciPy, Evidently, scikit-learn and River.

    python -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python make_goldens.py

Samples are lists, or recipes that the tests follow in Java bit by bit (see `weyl`). In JSON, null is a missing value and
"inf" or "-inf" an infinity. A changed number in a golden file is a decision, not an update.
"""

import json
import math
import pathlib
import warnings

import drift_goldens
import metric_goldens
import stream_goldens

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden"


def plain(value):
    """Turns NumPy numbers, NaN and infinities into what JSON knows."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def main():
    warnings.simplefilter("ignore")
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for module in (drift_goldens, metric_goldens, stream_goldens):
        for name, cases in module.files().items():
            lines = ",\n".join("  " + json.dumps(plain(case), allow_nan=False) for case in cases)
            (GOLDEN / name).write_text("[\n" + lines + "\n]\n")
            print(name, len(cases))


if __name__ == "__main__":
    main()
