"""Samples for golden files: recipes that give the same bits in Python and in Java."""

import numpy as np

GOLDEN_RATIO = 0.6180339887498949
PLASTIC = 0.7548776662466927
SILVER = 0.41421356237309515


def weyl(n, step=GOLDEN_RATIO, start=0, scale=1.0, shift=0.0, levels=0):
    """A recipe: frac(i * step) * scale + shift for i from start on.

    With levels, frac is cut down to a multiple of 1 / levels first; `whole` takes whole numbers from 0 to levels - 1.
    """
    return {"n": n, "step": step, "start": start, "scale": scale, "shift": shift, "levels": levels, "whole": False}


def whole(n, levels, step=GOLDEN_RATIO, shift=0.0):
    """A recipe of whole numbers from shift to shift + levels - 1."""
    return weyl(n, step, shift=shift, levels=levels) | {"whole": True}


def values(sample):
    """The numbers of a recipe or a list; None is NaN."""
    if not isinstance(sample, dict):
        return np.array([np.nan if value is None else value for value in sample], dtype=float)
    product = np.arange(sample["start"], sample["start"] + sample["n"], dtype=float) * sample["step"]
    share = product - np.floor(product)
    if sample["levels"]:
        share = np.floor(share * sample["levels"]) / (1 if sample["whole"] else sample["levels"])
    return share * sample["scale"] + sample["shift"]


def rounded(numbers, digits=6):
    """A list with few digits: short in JSON, and exactly what the tests read."""
    return [float(f"{number:.{digits}g}") for number in numbers]
