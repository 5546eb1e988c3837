"""Writes the golden files of the sweep: numbers of scikit-learn, SciPy and mpmath.

    python -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python sweep_goldens.py

A changed number in a golden file is a decision, not an update.
"""

import json
import pathlib

import mpmath
import numpy as np
from scipy import stats
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden"


def process(seed, rows, dimensions, variance, noise):
    random = np.random.default_rng(seed)
    x = random.random((rows, dimensions)).round(6)
    y = (np.sin(5 * x).sum(axis=1) + 0.1 * random.standard_normal(rows)).round(6)
    at = random.random((4, dimensions)).round(6)
    at[0] = x[0]
    lengths = (0.1 + random.random(dimensions)).round(6)
    kernel = ConstantKernel(variance) * Matern(lengths, nu=2.5)
    with_noise = GaussianProcessRegressor(kernel + WhiteKernel(noise), alpha=0, optimizer=None).fit(x, y)
    likelihood, gradient = with_noise.log_marginal_likelihood(with_noise.kernel_.theta, eval_gradient=True)
    mean, deviation = (
        GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(x, y).predict(at, return_std=True)
    )
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "length_scales": lengths.tolist(),
        "variance": variance,
        "noise": noise,
        "at": at.tolist(),
        "mean": mean.tolist(),
        "deviation": deviation.tolist(),
        "log_marginal_likelihood": float(likelihood),
        # By the logarithms of variance, length scales and noise, in scikit-learn's order.
        "gradient": gradient.tolist(),
    }


def improvement(z):
    mpmath.mp.dps = 60
    z = mpmath.mpf(z)
    h = mpmath.npdf(z) + z * mpmath.ncdf(z)
    return {
        "z": float(z),
        "log": float(mpmath.log(h)),
        "density": float(mpmath.npdf(z) / h),
        "probability": float(mpmath.ncdf(z) / h),
    }


def power(values, exponent):
    return {
        "values": values,
        "exponent": exponent,
        "transformed": stats.yeojohnson(np.array(values), lmbda=exponent).tolist(),
    }


def main():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    files = {
        "gaussian-process.json": [
            process(1, 8, 1, 1.0, 1e-2),
            process(2, 20, 3, 2.5, 1e-4),
            process(3, 50, 6, 0.7, 1e-3),
        ],
        "log-expected-improvement.json": [
            improvement(z) for z in (-5000, -1000.5, -999, -100, -30, -10, -5, -2, -1.000001, -1, -0.5, 0, 0.5, 1, 5, 30)
        ],
        "yeo-johnson.json": [
            power([-3.0, -0.5, 0.0, 0.25, 1.0, 40.0], exponent) for exponent in (-2.0, -0.5, 0.0, 0.5, 1.0)
        ],
    }
    for name, cases in files.items():
        lines = ",\n".join("  " + json.dumps(case, allow_nan=False) for case in cases)
        (GOLDEN / name).write_text("[\n" + lines + "\n]\n")


if __name__ == "__main__":
    main()
