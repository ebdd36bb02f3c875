"""Asks pycocotools for COCO's average precisions of random detections, and of noisy ones made from BCCD's annotations.

Run as `python detection.py DATA_ROOT`, with a data root that has `bccd` (github.com/Shenggan/BCCD_Dataset, MIT). Writes
detection.json beside it. Coordinates are multiples of 1/16, so that corners and sizes are the same boxes exactly.
"""

import contextlib
import io
import json
import pathlib
import sys
from importlib.metadata import version

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def ask(name, classes, images):
    """images: a list of (truth rows x1 y1 x2 y2 label crowd area, detection rows x1 y1 x2 y2 score label)."""
    truth, detections = [], []
    for image, (boxes, found) in enumerate(images, 1):
        for x1, y1, x2, y2, label, crowd, area in boxes:
            truth.append({"id": len(truth) + 1, "image_id": image, "category_id": label + 1, "iscrowd": crowd,
                          "bbox": [x1, y1, x2 - x1, y2 - y1], "area": area})
        for x1, y1, x2, y2, score, label in found:
            detections.append({"id": len(detections) + 1, "image_id": image, "category_id": label + 1,
                               "iscrowd": 0, "score": score, "bbox": [x1, y1, x2 - x1, y2 - y1],
                               "area": (x2 - x1) * (y2 - y1)})
    common = {"images": [{"id": i} for i in range(1, len(images) + 1)],
              "categories": [{"id": c + 1, "name": str(c)} for c in range(classes)]}
    with contextlib.redirect_stdout(io.StringIO()):
        sets = []
        for annotations in (truth, detections):
            coco = COCO()
            coco.dataset = {**common, "annotations": annotations}
            coco.createIndex()
            sets.append(coco)
        evaluation = COCOeval(*sets, "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    none = lambda value: None if value == -1 else float(value)
    # [threshold, recall, class, area, limit]
    precision = evaluation.eval["precision"][:, :, :, :, 2]
    by_range = [
        [None if (precision[:, :, c, a] == -1).any() else precision[:, :, c, a].mean(1).tolist()
         for c in range(classes)] for a in range(4)]
    by_class = [None if row is None else float(np.mean(row)) for row in by_range[0]]
    stats = evaluation.stats
    return {
        "name": name, "classes": classes,
        "images": [{"truth": boxes, "detections": found} for boxes, found in images],
        "averagePrecision": by_range,
        "summary": {"map": none(stats[0]), "map50": none(stats[1]), "map75": none(stats[2]),
                    "small": none(stats[3]), "medium": none(stats[4]), "large": none(stats[5]),
                    "byClass": by_class},
    }, evaluation.params


def grid(values):
    return [round(float(v) * 16) / 16 for v in values]


def random_truth(random, label, side):
    low, high = [(6, 30), (34, 90), (100, 220)][random.integers(3)]
    w, h = random.uniform(low, high, 2)
    x, y = random.uniform(0, side - w), random.uniform(0, side - h)
    x1, y1, x2, y2 = grid([x, y, x + w, y + h])
    # As with a mask: the object covers a part of its box.
    area = round((x2 - x1) * (y2 - y1) * random.choice([1, 1, 0.75]), 4)
    return [x1, y1, x2, y2, int(label), int(random.random() < 0.12), area]


def noisy(random, box, label, spread, score):
    w, h = box[2] - box[0], box[3] - box[1]
    x1, y1, x2, y2 = grid(np.array(box[:4]) + random.normal(0, spread, 4) * [w, h, w, h])
    return [x1, y1, max(x2, x1 + 1), max(y2, y1 + 1), score, int(label)]


def random_case(name, seed, count, labels, wrong_labels, score, side=400):
    random = np.random.default_rng(seed)
    images = []
    for _ in range(count):
        boxes = [random_truth(random, random.choice(labels), side) for _ in range(random.integers(0, 9))]
        if boxes and random.random() < 0.3:
            boxes.append(list(boxes[0]))  # the same object twice
        found = []
        for box in boxes:
            for _ in range(random.choice([0, 1, 1, 2, 3])):
                label = box[4] if random.random() < 0.9 else random.choice(wrong_labels)
                found.append(noisy(random, box, label, random.choice([0, 0.02, 0.06, 0.15]), score(random)))
        for _ in range(random.integers(0, 5)):
            stray = random_truth(random, random.choice(wrong_labels), side)
            found.append([*stray[:4], score(random), stray[4]])
        if random.random() < 0.15:
            boxes = []
        if random.random() < 0.15:
            found = []
        random.shuffle(found)
        images.append((boxes, found))
    return ask(name, max([*labels, *wrong_labels]) + 1, images)


def crowded():
    """More than 100 detections of a class in an image, the ones that find something among the last and the first."""
    random = np.random.default_rng(7)
    boxes = [random_truth(random, 0, 400)[:5] + [0] for _ in range(12)]
    boxes = [[*b, (b[2] - b[0]) * (b[3] - b[1])] for b in boxes]
    found = [[*random_truth(random, 0, 400)[:4], float(random.integers(1, 9)) / 8, 0] for _ in range(120)]
    found += [noisy(random, b, 0, 0.03, float(random.integers(1, 9)) / 8) for b in boxes]
    # A second class has detections beyond the first's hundred, and keeps all of them.
    other = random_truth(random, 1, 400)[:5] + [0, 500.0]
    found += [noisy(random, other, 1, 0.01, 1 / 64)]
    return ask("more than a hundred", 2, [(boxes + [other], found), (boxes[:3], [])])


def borders():
    """Overlaps of exactly a threshold, areas of exactly a border, boxes without extent, equal overlaps."""
    truth = [[0, 0, 32, 32, 0, 0, 1024.0], [100, 0, 196, 96, 0, 0, 9216.0], [0, 200, 100, 300, 0, 0, 10000.0],
             [0, 200, 100, 300, 0, 0, 1024.0], [300, 300, 320, 320, 0, 1, 400.0], [300, 0, 300, 20, 1, 0, 0.0]]
    found = [[0, 0, 16, 32, 0.9, 0], [0, 0, 24, 32, 0.9, 0], [100, 0, 196, 48, 0.8, 0], [100, 0, 196, 72, 0.7, 0],
             [0, 200, 100, 300, 0.9, 0], [0, 200, 100, 300, 0.9, 0], [0, 200, 100, 280, 0.9, 0],
             [300, 300, 310, 310, 0.6, 0], [310, 310, 320, 320, 0.6, 0], [315, 300, 325, 320, 0.6, 0],
             [300, 0, 300, 20, 0.5, 1], [40, 40, 72, 72, 0.95, 0], [200, 200, 296, 296, 0.95, 0]]
    return ask("borders", 2, [(truth, found), ([], found[:3]), (truth[:2], [])])


def between():
    """A detection half-way between two objects, then one on the first of them, then one on the second."""
    truth = [[0, 0, 20, 10, 0, 0, 200.0], [10, 0, 30, 10, 0, 0, 200.0]]
    found = [[5, 0, 25, 10, 0.9, 0], [0, 0, 20, 10, 0.8, 0]]
    return ask("equal overlaps", 1, [(truth, found), (truth, [found[0], [10, 0, 30, 10, 0.7, 0]])])


def hundred():
    """A hundred objects, found and missed in turn: recalls of exactly n in 100."""
    random = np.random.default_rng(9)
    images = []
    for i in range(10):
        boxes = [[40 * j, 40 * i, 40 * j + 20, 40 * i + 20, 0, 0, 400.0] for j in range(10)]
        found = [[*b[:4], float(random.random() * 100 // 1 / 128), 0] for b in boxes if random.random() < 0.8]
        found += [[40 * j + 30, 40 * i, 40 * j + 40, 40 * i + 20, float(random.random() * 100 // 1 / 128), 0]
                  for j in range(6)]
        images.append((boxes, found))
    return ask("a hundred objects", 1, images)


def blood(root):
    """A passable detector's answers: most cells found, boxes off by some per cent, some twice, some strays."""
    annotations = json.loads((pathlib.Path(root) / "bccd/annotations/test.json").read_text())
    random = np.random.default_rng(11)
    images = []
    for image in annotations["images"]:
        boxes = []
        for a in annotations["annotations"]:
            if a["image_id"] == image["id"]:
                x, y, w, h = a["bbox"]
                boxes.append([x, y, x + w, y + h, a["category_id"] - 1, a["iscrowd"], a["area"]])
        found = []
        for box in boxes:
            for _ in range(random.choice([0, 1, 2], p=[0.1, 0.8, 0.1])):
                label = box[4] if random.random() < 0.95 else random.integers(3)
                found.append(noisy(random, box, label, random.choice([0.02, 0.05, 0.1]),
                                   round(float(random.beta(5, 2)), 3)))
        for _ in range(random.poisson(3)):
            stray = random_truth(random, random.integers(3), 240)
            found.append([*stray[:4], round(float(random.beta(2, 5)), 3), stray[4]])
        images.append((boxes, found))
    return ask("bccd", 3, images)


fine = lambda random: round(float(random.random()), 3)
coarse = lambda random: float(random.integers(1, 9)) / 8
cases = [
    random_case("random", 1, 40, [0, 1, 2], [0, 1, 2, 3], fine),
    random_case("ties", 2, 40, [0, 1, 3], [0, 1, 2, 3], coarse),
    random_case("one class", 3, 25, [0], [0], coarse),
    crowded(), borders(), between(), hundred(),
    ask("no detections", 2, [([[0, 0, 10, 10, 0, 0, 100.0]], []), ([], [])]),
    ask("no ground truth", 2, [([], [[0, 0, 10, 10, 0.5, 0]]), ([], [])]),
    ask("crowds only", 1, [([[0, 0, 10, 10, 0, 1, 100.0]], [[0, 0, 10, 10, 0.5, 0]])]),
    ask("all right", 1, [([[0, 0, 10, 10, 0, 0, 100.0]], [[0, 0, 10, 10, 0.5, 0]])] * 3),
    blood(sys.argv[1]),
]
path = pathlib.Path(__file__).with_name("detection.json")
params = cases[0][1]
path.write_text(json.dumps(
    {"pycocotools": version("pycocotools"), "numpy": np.__version__, "thresholds": params.iouThrs.tolist(),
     "recalls": params.recThrs.tolist(), "cases": [case for case, _ in cases]}, separators=(",", ":")) + "\n")
