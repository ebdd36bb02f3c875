"""Balanced softmax (Ren et al. 2020, equation 4) by NumPy in float64: writes balanced_softmax.json beside this file."""

import json
import pathlib

import numpy as np

SHARES = np.array([0.6, 0.25, 0.1, 0.05])


def value(z, y):
    weighed = SHARES * np.exp(z)
    return -np.log(weighed[np.arange(len(y)), y] / weighed.sum(1))


def gradient(z, y, step=1e-6):
    """Of the mean, by central differences."""
    result = np.zeros_like(z)
    for place in np.ndindex(*z.shape):
        moved = np.zeros_like(z)
        moved[place] = step
        result[place] = (value(z + moved, y).mean() - value(z - moved, y).mean()) / (2 * step)
    return result


if __name__ == "__main__":
    logits = 2 * np.random.default_rng(1).standard_normal((6, 4))
    target = np.array([0, 1, 2, 3, 3, 0])
    path = pathlib.Path(__file__).with_name("balanced_softmax.json")
    path.write_text(json.dumps({
        "numpy": np.__version__, "shares": SHARES.tolist(), "logits": logits.flatten().tolist(), "target": target.tolist(),
        "values": value(logits, target).tolist(), "gradient": gradient(logits, target).flatten().tolist()}, indent=1) + "\n")
