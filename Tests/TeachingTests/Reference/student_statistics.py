"""Asks scikit-learn, SciPy and NumPy for the statistics of answers and of activations. Writes statistics.json."""

import json
import pathlib

import numpy as np
import scipy
import scipy.stats
import sklearn
from sklearn.metrics import mutual_info_score

random = np.random.default_rng(3)


def entropy(labels):
    return float(scipy.stats.entropy(np.unique(labels, return_counts=True)[1]))


def information_loss(target, predicted):
    return 1 - mutual_info_score(target, predicted) / entropy(target)


def answers():
    classes, count = 6, 200
    target = random.integers(0, classes, count)
    logits = 1.5 * random.normal(size=(count, classes))
    logits[np.arange(count), target] += 1.2
    p = scipy.special.softmax(logits, axis=1)
    own = p[np.arange(count), target]
    others = p.copy()
    others[np.arange(count), target] = -1
    margin = own - others.max(1)
    spread = scipy.stats.entropy(p, axis=1) / np.log(classes)
    predicted = p.argmax(1)
    confidence = p.max(1)
    edges = np.linspace(0, 1, 11)
    bins = np.clip(np.digitize(confidence, edges[1:-1]), 0, 9)
    calibration = sum(
        (bins == b).mean() * abs((predicted == target)[bins == b].mean() - confidence[bins == b].mean())
        for b in range(10) if (bins == b).any())
    return {
        "classes": classes, "logits": logits.flatten().tolist(), "target": target.tolist(),
        "informationLoss": information_loss(target, predicted),
        "crossEntropy": float(-np.log(own).mean() / np.log(classes)),
        "entropyMean": float(spread.mean()), "entropyDeviation": float(spread.std()),
        "marginMean": float(margin.mean()), "marginDeviation": float(margin.std()),
        "marginSkewness": float(scipy.stats.skew(margin)), "calibrationError": float(calibration),
        "accuracy": float((predicted == target).mean()),
    }


def layer(shape):
    x = random.normal(size=shape) + 0.3 * random.normal(size=shape[:2] + (1,) * (len(shape) - 2))
    x = np.maximum(x, 0)
    x[:, 1] = 0
    x = x.astype(np.float32).astype(np.float64)
    rows = np.moveaxis(x, 1, -1).reshape(-1, shape[1])
    spectrum = np.linalg.eigvalsh(np.cov(rows.T, bias=True))
    return {
        "shape": list(shape), "values": x.flatten().tolist(), "mean": float(x.mean()), "deviation": float(x.std()),
        "skewness": float(scipy.stats.skew(x, axis=None)), "kurtosis": float(scipy.stats.kurtosis(x, axis=None)),
        "deadFraction": float((x.max(0) <= 0).mean()),
        "effectiveRank": float(spectrum.sum() ** 2 / (spectrum ** 2).sum()),
    }


def normal():
    x = [-40.0, -6, -2.5, -1, -0.1, 0, 0.3, 1, 2, 5, 9, 40]
    return {"x": x, "cdf": scipy.stats.norm.cdf(x).tolist()}


path = pathlib.Path(__file__).with_name("statistics.json")
result = {
    "libraries": f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}",
    "answers": answers(), "layers": [layer((8, 5)), layer((6, 4, 3, 3))], "normal": normal(),
}
path.write_text(json.dumps(result, indent=1) + "\n")
