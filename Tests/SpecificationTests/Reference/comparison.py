"""Asks SciPy for the numbers of a comparison's table. Writes comparison.json."""

import json
import pathlib

import numpy as np
import scipy.stats

random = np.random.default_rng(11)

reference = random.normal(0.80, 0.01, size=5)
method = reference + random.normal(0.015, 0.008, size=5)
# The method's fourth job failed.
kept = [0, 1, 2, 4]


def interval(values):
    result = scipy.stats.ttest_1samp(values, 0).confidence_interval(0.95)
    return {"lower": float(result.low), "upper": float(result.high)}


paired = scipy.stats.ttest_rel(method[kept], reference[kept])
times = {"reference": random.uniform(8, 12, size=5), "method": random.uniform(10, 20, size=5)}
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "reference": reference.tolist(),
            "method": method.tolist(),
            "kept": kept,
            "reference_seconds": times["reference"].tolist(),
            "method_seconds": times["method"].tolist(),
            "mean": float(method[kept].mean()),
            "interval": interval(method[kept]),
            "difference": float((method - reference)[kept].mean()),
            "difference_interval": interval((method - reference)[kept]),
            "p_value": float(paired.pvalue),
            "cost_ratio": float((times["method"] / times["reference"])[kept].mean()),
        },
        indent=1,
    )
    + "\n"
)
