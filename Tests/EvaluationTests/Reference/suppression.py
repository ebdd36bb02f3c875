"""Asks torchvision's batched_nms, in float64 on the CPU, which of many boxes stay.

Writes suppression.json beside it. Coordinates are multiples of 1/8, so that torchvision's shift of each class to a place
of its own changes no overlap. Its CPU kernel sorts stably; where it treats classes one by one (above 1,000 boxes) it sorts
the kept boxes in no certain order of ties, so the large case has none.
"""

import json
import pathlib

import numpy as np
import torch
import torchvision


def case(name, seed, count, classes, scores, side=200, overlap=0.5):
    random = np.random.default_rng(seed)
    centres = random.integers(0, 8 * side, size=(max(1, count // 25), 2))
    corner = centres[random.integers(0, len(centres), count)] + random.integers(0, 48, size=(count, 2))
    size = random.integers(60, 240, size=(count, 2))
    boxes = np.concatenate([corner, corner + size], 1) / 8
    labels = random.integers(0, classes, count)
    score = scores(random, count)
    keep = torchvision.ops.batched_nms(
        torch.tensor(boxes, dtype=torch.float64).reshape(-1, 4), torch.tensor(score, dtype=torch.float64),
        torch.tensor(labels, dtype=torch.int64), overlap)
    rows = [[*box, float(s), int(l)] for box, s, l in zip(boxes.tolist(), score, labels)]
    return {"name": name, "overlap": overlap, "boxes": rows, "positions": keep.tolist()}


def distinct(random, count):
    return random.permutation(count) / 4096


def tied(random, count):
    return random.integers(0, 6, count) / 8


def exact():
    # 20×10 against its halves: an overlap of exactly 0.5, which stays; 0.6 (12 of 20) goes.
    boxes = torch.tensor(
        [[0, 0, 20, 10], [0, 0, 10, 10], [0, 0, 12, 10], [0, 0, 20, 10], [5, 5, 5, 9], [5, 5, 5, 9]],
        dtype=torch.float64)
    score = torch.tensor([0.75, 0.5, 0.5, 0.75, 0.25, 0.25], dtype=torch.float64)
    labels = torch.zeros(6, dtype=torch.int64)
    keep = torchvision.ops.batched_nms(boxes, score, labels, 0.5)
    rows = [[*box, s, 0] for box, s in zip(boxes.tolist(), score.tolist())]
    return {"name": "exact overlaps", "overlap": 0.5, "boxes": rows, "positions": keep.tolist()}


cases = [
    case("distinct scores", 1, 300, 4, distinct),
    case("tied scores", 2, 300, 3, tied),
    case("tied scores, overlap 0.6", 3, 250, 2, tied, overlap=0.6),
    case("one class, overlap 0.3", 4, 200, 1, distinct, overlap=0.3),
    case("large", 5, 1500, 5, distinct, overlap=0.6),
    case("none", 6, 0, 1, distinct),
    exact(),
]
path = pathlib.Path(__file__).with_name("suppression.json")
versions = {"torch": torch.__version__, "torchvision": torchvision.__version__}
path.write_text(json.dumps({**versions, "cases": cases}, separators=(",", ":")) + "\n")
