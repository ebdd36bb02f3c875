"""Writes anchors.json: k-means with 1 - IoU by NumPy, for AnchorClusteringTests.

Usage: python anchors.py [DATA_ROOT], which has the folder bccd.
"""

import json
import pathlib
import sys

import numpy

here = pathlib.Path(__file__).resolve().parent
root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else here.parents[3] / "shared" / "data")


def overlap(sizes, anchors):
    common = numpy.minimum(sizes[:, None], anchors[None]).prod(axis=2)
    return common / (sizes.prod(axis=1)[:, None] + anchors.prod(axis=1)[None] - common)


def refine(sizes, start):
    anchors, best, value, before = start.copy(), start.copy(), -1.0, None
    for _ in range(100):
        table = overlap(sizes, anchors)
        if table.max(axis=1).mean() > value:
            best, value = anchors.copy(), table.max(axis=1).mean()
        nearest = table.argmax(axis=1)
        if before is not None and (nearest == before).all():
            break
        before = nearest
        for cluster in range(len(anchors)):
            if (nearest == cluster).any():
                anchors[cluster] = numpy.median(sizes[nearest == cluster], axis=0)
    return {"start": start.tolist(), "anchors": best.tolist(), "mean_iou": value}


random = numpy.random.default_rng(3)
sizes = random.uniform(4, 100, size=(80, 2)).round(2)
annotations = json.loads((root / "bccd" / "annotations" / "train.json").read_text())["annotations"]
cells = numpy.array([annotation["bbox"][2:] for annotation in annotations])
result = {
    "libraries": {"numpy": numpy.__version__},
    "sizes": sizes.tolist(),
    "made": [refine(sizes, sizes[:count]) for count in (1, 2, 5, 9)],
    "bccd": [refine(cells, cells[:count]) for count in (3, 6)],
}
(here / "anchors.json").write_text(json.dumps(result) + "\n")
