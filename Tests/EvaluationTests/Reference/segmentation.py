"""Asks scikit-learn for the scores of random masks, with absent classes and void pixels.

Writes segmentation.json beside it.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, jaccard_score

VOID = 255


def case(name, seed, classes, label_set, answer_set, images, size, void_share, skill):
    random = np.random.default_rng(seed)
    labels, answers = [], []
    for _ in range(images):
        label = random.choice(label_set, size=size)
        answer = np.where(random.random(size) < skill, label, random.choice(answer_set, size=size))
        answer = np.where(np.isin(answer, answer_set), answer, answer_set[0])
        label = np.where(random.random(size) < void_share, VOID, label)
        labels.append(label)
        answers.append(answer)
    all_labels, all_answers = np.concatenate(labels), np.concatenate(answers)
    judged = all_labels != VOID
    y, p = all_labels[judged], all_answers[judged]
    present = sorted(set(y) | set(p))
    iou = dict(zip(present, jaccard_score(y, p, average=None, labels=present)))
    matrix = confusion_matrix(y, p, labels=range(classes))
    in_labels = sorted(set(y))
    recall = {c: matrix[c, c] / matrix[c].sum() for c in in_labels}
    pick = lambda values: [float(values[c]) if c in values else None for c in range(classes)]
    return {
        "name": name, "classes": classes, "labels": [x.tolist() for x in labels],
        "answers": [x.tolist() for x in answers], "counts": matrix.flatten().tolist(),
        "intersectionOverUnion": pick(iou),
        "meanIntersectionOverUnion": float(jaccard_score(y, p, average="macro", labels=present)),
        "pixelAccuracy": float(accuracy_score(y, p)), "classAccuracy": pick(recall),
        # It is the mean over the classes that are a label; it warns of classes that are answers only.
        "meanClassAccuracy": float(balanced_accuracy_score(y, p)),
    }


cases = [
    case("ordinary", 1, 5, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], 4, 300, 0.1, 0.6),
    case("labels without answers", 2, 6, [0, 1, 2, 5], [0, 1, 2], 3, 200, 0.2, 0.5),
    case("answers without labels", 3, 6, [1, 2], [1, 2, 4], 3, 200, 0.0, 0.7),
    case("disjoint", 4, 7, [0, 3], [2, 5], 2, 100, 0.3, 0.0),
    case("one class", 5, 3, [1], [1], 1, 50, 0.5, 1.0),
]
path = pathlib.Path(__file__).with_name("segmentation.json")
path.write_text(json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}, separators=(",", ":")) + "\n")
