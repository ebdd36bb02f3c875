"""Asks PyTorch for every segmentation metric: value and gradient of a batch with void pixels, in float64.

Writes segmentation.json beside it. Pixels are taken out one by one and each formula is written as it was published, not
as this project computes it; the Lovász-Softmax is the authors' algorithm 1 (classes that occur, the whole batch, void
left out). Run with PyTorch 2.x in this folder: the per-pixel metrics are those of metrics.py.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

from metrics import METRICS as PIXEL_METRICS


def known(z, y):
    """The rows of the pixels that are not void, and their classes."""
    classes = z.shape[1]
    rows = z.permute(0, 2, 3, 1).reshape(-1, classes)
    labels = y.reshape(-1)
    return rows[labels >= 0], labels[labels >= 0]


def over_pixels(metric):
    def value(z, y):
        rows, labels = known(z, y)
        return metric(rows, labels).mean() if len(labels) else z.sum() * 0
    return value


def over_classes(of_class):
    """The mean over the classes that occur of a function of (p_c, [y = c])."""
    def value(z, y):
        rows, labels = known(z, y)
        p = F.softmax(rows, 1)
        losses = [of_class(p[:, c], (labels == c).to(p.dtype)) for c in range(z.shape[1]) if (labels == c).any()]
        return torch.stack(losses).mean() if losses else z.sum() * 0
    return value


def dice(p, g):
    return 1 - 2 * (p * g).sum() / (p.sum() + g.sum())


def jaccard(p, g):
    return 1 - (p * g).sum() / (p + g - p * g).sum()


def tversky(p, g):
    true = (p * g).sum()
    missed = ((1 - p) * g).sum()
    false = (p * (1 - g)).sum()
    return 1 - true / (true + 0.7 * missed + 0.3 * false)


def lovasz(p, g):
    errors, order = torch.sort((g - p).abs(), descending=True)
    assert len(errors) < 2 or (errors[:-1] - errors[1:]).min() > 1e-13, "a tie has no gradient"
    g = g[order]
    losses = [1 - (g.sum() - g[:i].sum()) / (g.sum() + (1 - g[:i]).sum()) for i in range(len(g) + 1)]
    return sum(error * (after - before) for error, before, after in zip(errors, losses, losses[1:]))


def balanced(z, y):
    rows, labels = known(z, y)
    if len(labels) == 0:
        return z.sum() * 0
    counts = torch.bincount(labels, minlength=z.shape[1]).to(z.dtype)
    median = torch.quantile(counts[counts > 0], 0.5)
    weights = torch.where(counts > 0, (median / counts.clamp(min=1)).clamp(0.1, 10), torch.zeros_like(counts))
    return F.cross_entropy(rows, labels, weight=weights)


def boundary(z, y):
    weights = torch.zeros(y.shape, dtype=z.dtype)
    for b, i, j in torch.nonzero(y >= 0).tolist():
        window = y[b, max(0, i - 2):i + 3, max(0, j - 2):j + 3]
        around = set(window.flatten().tolist()) - {-1}
        weights[b, i, j] = 5 if len(around) > 1 else 1
    entropies = F.cross_entropy(z, y, reduction="none", ignore_index=-1)
    return (weights * entropies).sum() / weights.sum() if weights.sum() > 0 else z.sum() * 0


METRICS = {name: over_pixels(metric) for name, metric in PIXEL_METRICS.items()} | {
    "balanced_cross_entropy": balanced,
    "boundary_cross_entropy": boundary,
    "lovasz_softmax": over_classes(lovasz),
    "soft_dice": over_classes(dice),
    "soft_jaccard": over_classes(jaccard),
    "tversky": over_classes(tversky),
}


def cases():
    generator = torch.Generator().manual_seed(2)
    size, small, classes = (2, 6, 8), (1, 5, 6), 4

    def logits(size, scale):
        return scale * torch.randn(size[0], classes, *size[1:], generator=generator, dtype=torch.float64)

    # Regions, so that not every pixel is near a boundary; class 2 occurs once, class 3 never.
    labels = torch.zeros(size, dtype=torch.int64)
    labels[0, :, 6:] = 1
    labels[1, 5:, :] = 1
    labels[1, 0, 0] = 2
    labels[0, 2:4, 2:4] = -1
    yield "regions with void", logits(size, 2), labels
    yield "every class", logits(small, 1), torch.randint(-1, classes, small, generator=generator)
    yield "one class", logits(small, 3), torch.full(small, 1)
    # Sure, of all four classes, and mostly wrong.
    yield "sure", logits(small, 5), torch.randint(0, classes, small, generator=generator)
    yield "all void", logits(small, 1), torch.full(small, -1)


if __name__ == "__main__":
    result = []
    for name, z, y in cases():
        entry = {"name": name, "shape": list(z.shape), "output": z.flatten().tolist(), "target": y.flatten().tolist(),
                 "metrics": {}}
        for metric, function in METRICS.items():
            leaf = z.clone().requires_grad_()
            value = function(leaf, y)
            (gradient,) = torch.autograd.grad(value, leaf)
            assert torch.isfinite(value) and torch.isfinite(gradient).all(), (name, metric)
            entry["metrics"][metric] = {"value": value.item(), "gradient": gradient.flatten().tolist()}
        result.append(entry)
    path = pathlib.Path(__file__).with_name("segmentation.json")
    path.write_text(json.dumps({"torch": torch.__version__, "cases": result}) + "\n")
