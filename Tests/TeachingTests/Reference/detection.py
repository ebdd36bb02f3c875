"""Asks torchvision and PyTorch for every detection metric: value and gradient of a batch, in float64; and
scikit-learn for average precision.

Writes detection.json beside it. torchvision adds 1e-7 to what it divides by. It is asked for boxes a million times
as large, in whose areas that is lost: its losses do not depend on the size, and the gradient comes back through the
factor.
Run with PyTorch 2.x, torchvision and scikit-learn.
"""

import json
import pathlib

import sklearn
import torch
import torch.nn.functional as F
import torchvision
from sklearn.metrics import average_precision_score
from torchvision.ops import (
    box_iou, complete_box_iou_loss, distance_box_iou_loss, generalized_box_iou_loss, sigmoid_focal_loss)

LARGE = 1e6


def objects(z, t):
    rows, facts = z.reshape(-1, z.shape[2]), t.reshape(-1, 6)
    at = facts[:, 0] == 1
    return rows[at], facts[at, 1].long(), facts[at, 2:]


def count(t):
    return max(1, int((t[..., 0] == 1).sum()))


def box(loss):
    def value(z, t):
        found, _, told = objects(z, t)
        return loss(found[:, :4], told).sum() / count(t)
    return value


def enlarged(loss, **options):
    return box(lambda found, told: loss(found * LARGE, told * LARGE, reduction="none", **options))


def iou(found, told):
    return box_iou(found * LARGE, told * LARGE).diagonal()


def offsets(found, told):
    def centre_and_size(boxes):
        return (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]

    (a, size), (b, goal) = centre_and_size(found), centre_and_size(told)
    d = torch.cat([(a - b) / goal, torch.log(size / goal)], 1)
    return F.smooth_l1_loss(d, torch.zeros_like(d), reduction="none", beta=1 / 9).sum(1)


def presence(loss):
    def value(z, t):
        judged = t[..., 0] >= 0
        return loss(z[..., 4][judged], (t[..., 0][judged] == 1).to(z.dtype)).sum() / count(t)
    return value


def quality(z, t):
    rows, facts = z.reshape(-1, z.shape[2]), t.reshape(-1, 6)
    goal = torch.zeros(len(rows), dtype=z.dtype)
    at = facts[:, 0] == 1
    goal[at] = iou(rows[at, :4].detach(), facts[at, 2:])
    judged = facts[:, 0] >= 0
    return F.binary_cross_entropy_with_logits(rows[judged, 4], goal[judged], reduction="sum") / count(t)


def of_class(loss):
    def value(z, t):
        found, labels, _ = objects(z, t)
        return loss(found[:, 5:], labels).sum() / count(t)
    return value


def class_bce(logits, labels):
    return F.binary_cross_entropy_with_logits(
        logits, F.one_hot(labels, logits.shape[1]).to(logits.dtype), reduction="none")


def class_focal(logits, labels):
    entropy = F.cross_entropy(logits, labels, reduction="none")
    return (1 - torch.exp(-entropy)) ** 2 * entropy


def smooth_ap(z, t):
    """As its definition reads, pair by pair."""
    facts, rows = t.reshape(-1, 6), z.reshape(-1, z.shape[2])
    judged = [i for i in range(len(rows)) if facts[i, 0] >= 0]
    scores = F.logsigmoid(rows[:, 4:5]) + F.log_softmax(rows[:, 5:], 1)
    overlap = {i: iou(rows[i:i + 1, :4], facts[i:i + 1, 2:])[0] for i in judged if facts[i, 0] == 1}
    losses = []
    for c in sorted({int(facts[i, 1]) for i in overlap}):
        own = [i for i in overlap if int(facts[i, 1]) == c]
        total = 0
        for i in own:
            found, seen = overlap[i], 1
            for j in judged:
                if j == i:
                    continue
                above = torch.sigmoid((scores[j, c] - scores[i, c]) / 0.25)
                seen = seen + above
                if j in own:
                    found = found + torch.minimum(overlap[i], overlap[j]) * above
            total = total + found / seen
        losses.append(1 - total / len(own))
    return sum(losses) / len(losses) if losses else z.sum() * 0


METRICS = {
    # What is added in α's quotient does not go away with the size.
    "box_ciou": enlarged(complete_box_iou_loss, eps=0),
    "box_diou": enlarged(distance_box_iou_loss),
    "box_giou": enlarged(generalized_box_iou_loss),
    "box_iou": box(lambda found, told: 1 - iou(found, told)),
    "box_smooth_l1": box(offsets),
    "class_bce": of_class(class_bce),
    "class_cross_entropy": of_class(lambda z, y: F.cross_entropy(z, y, reduction="none")),
    "class_focal": of_class(class_focal),
    "objectness_bce": presence(lambda o, y: F.binary_cross_entropy_with_logits(o, y, reduction="none")),
    "objectness_focal": presence(lambda o, y: sigmoid_focal_loss(o, y, alpha=0.25, gamma=2)),
    "objectness_quality": quality,
}
METRICS["detection_loss"] = lambda z, t: sum(
    METRICS[name](z, t) for name in ["box_giou", "objectness_bce", "class_cross_entropy"])
METRICS["smooth_ap"] = smooth_ap


def boxes(count, generator, size=64):
    corner = size * torch.rand(count, 2, generator=generator, dtype=torch.float64)
    extent = 2 + 20 * torch.rand(count, 2, generator=generator, dtype=torch.float64)
    return torch.cat([corner, corner + extent], 1)


def batch(generator, states, classes=3, spread=6.0, scale=2.0):
    states = torch.tensor(states, dtype=torch.float64)
    n = states.numel()
    told = boxes(n, generator)
    # Boxes in place, moved a little, and elsewhere.
    found = told + spread * torch.rand(n, 1, generator=generator, dtype=torch.float64) * (
        torch.rand(n, 4, generator=generator, dtype=torch.float64) - 0.5)
    found[::4] = boxes(len(found[::4]), generator)
    found = torch.cat([torch.minimum(found[:, :2], found[:, 2:] - 1), found[:, 2:]], 1)
    rest = scale * torch.randn(n, 1 + classes, generator=generator, dtype=torch.float64)
    labels = torch.randint(0, classes, (n, 1), generator=generator).to(torch.float64)
    target = torch.cat([states.reshape(-1, 1), labels, told], 1)
    target[states.flatten() != 1, 1:] = 0
    shape = list(states.shape)
    return torch.cat([found, rest], 1).reshape(shape + [5 + classes]), target.reshape(shape + [6])


def cases():
    generator = torch.Generator().manual_seed(3)
    yield ("ordinary", *batch(generator, [[1, 0, 0, 1, -1, 0, 1, 1], [0, 1, 1, 0, 1, -1, 0, 1]]))
    yield ("objects only", *batch(generator, [[1, 1, 1, 1]]))
    yield ("background only", *batch(generator, [[0, 0, -1, 0], [0, 0, 0, 0]]))
    yield ("nothing", *batch(generator, [[-1, -1]]))
    z, t = batch(generator, [[1, 0, 1, 0, 0]], spread=1, scale=12)
    yield "sure", z, t
    # A box inside its target and one around it.
    z, t = batch(generator, [[1, 1]])
    t[0, :, 2:] = torch.tensor([[10, 10, 30, 40], [20, 22, 25, 31]], dtype=torch.float64)
    z[0, :, :4] = torch.tensor([[13, 14, 21, 33], [5, 8, 45, 39]], dtype=torch.float64)
    yield "nested", z, t


def ranking():
    """Average precision where every box fits: what the smooth one tends to as its temperature does to 0."""
    generator = torch.Generator().manual_seed(4)
    scores = torch.randn(40, 2, generator=generator, dtype=torch.float64)
    labels = torch.randint(0, 2, (12,), generator=generator)
    precision = []
    for c in range(2):
        truth = torch.zeros(40)
        truth[:12] = (labels == c).float()
        precision.append(average_precision_score(truth.numpy(), scores[:, c].numpy()))
    return {"scores": scores.flatten().tolist(), "labels": labels.tolist(), "precision": precision}


result = []
for name, z, t in cases():
    entry = {"name": name, "shape": list(z.shape), "output": z.flatten().tolist(), "target": t.flatten().tolist(),
             "metrics": {}}
    for metric, function in METRICS.items():
        leaf = z.clone().requires_grad_()
        value = function(leaf, t)
        (gradient,) = torch.autograd.grad(value, leaf)
        assert torch.isfinite(value) and torch.isfinite(gradient).all(), (name, metric)
        entry["metrics"][metric] = {"value": value.item(), "gradient": gradient.flatten().tolist()}
    result.append(entry)

path = pathlib.Path(__file__).with_name("detection.json")
path.write_text(json.dumps({
    "torch": torch.__version__, "torchvision": torchvision.__version__, "scikit-learn": sklearn.__version__,
    "cases": result, "ranking": ranking(),
}) + "\n")
