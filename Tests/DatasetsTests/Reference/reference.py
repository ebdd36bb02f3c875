"""Writes reference.json: figures of scikit-learn, NumPy and zlib that the tests compare with.

Usage: python reference.py [DATA_ROOT], which has the folder fashion-mnist; optdigits is the embedded one.
"""

import gzip
import json
import pathlib
import sys
import zlib

import numpy
import sklearn
from sklearn.neighbors import KNeighborsClassifier

here = pathlib.Path(__file__).resolve().parent
repository = here.parents[2]


def optdigits(name):
    with gzip.open(repository / "Sources" / "COptdigits" / name, "rt") as lines:
        return numpy.loadtxt(lines, delimiter=",", dtype=int)


def idx(path, header):
    return numpy.frombuffer(gzip.open(path).read()[header:], dtype=numpy.uint8)


train, test = optdigits("optdigits.tra.gz"), optdigits("optdigits.tes.gz")
neighbour = KNeighborsClassifier(1, algorithm="brute").fit(train[:, :64], train[:, 64])
right = neighbour.predict(test[:, :64]) == test[:, 64]
pixels = train[:, :64] / 16
result = {
    "libraries": {"numpy": numpy.__version__, "scikit-learn": sklearn.__version__},
    "optdigits": {
        "training_by_class": numpy.bincount(train[:, 64]).tolist(),
        "test_by_class": numpy.bincount(test[:, 64]).tolist(),
        "mean": pixels.mean(),
        "deviation": pixels.std(),
        "nearest_neighbour_right": int(right.sum()),
        "nearest_neighbour_right_of_first_200": int(right[:200].sum()),
    },
}

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else repository.parent / "shared" / "data") / "fashion-mnist"
splits = {}
for split, prefix in (("training", "train"), ("test", "t10k")):
    images = idx(folder / f"{prefix}-images-idx3-ubyte.gz", 16)
    labels = idx(folder / f"{prefix}-labels-idx1-ubyte.gz", 8)
    splits[split] = {
        "count": len(labels),
        "sum_of_first_image": int(images[:784].sum(dtype=numpy.int64)),
        "first_labels": labels[:10].tolist(),
        "crc32_of_pixels": zlib.crc32(images),
    }
    if split == "training":
        splits["mean"], splits["deviation"] = (images / 255).mean(), (images / 255).std()
result["fashion-mnist"] = splits
(here / "reference.json").write_text(json.dumps(result, indent=2) + "\n")
