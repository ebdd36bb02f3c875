"""Asks PyTorch for every classification metric: value of each example and gradient of the batch mean, in float64.

Writes metrics.json beside it. Each metric is written from its published formula on the one-hot target with
torch.nn.functional where it has one, not from this project's code. Run with PyTorch 2.x.
"""

import json
import pathlib

import torch
import torch.nn.functional as F


def probabilities(z):
    return F.softmax(z, 1)


def one_hot(z, y):
    return F.one_hot(y, z.shape[1]).to(z.dtype)


def own(z, y):
    return probabilities(z).gather(1, y[:, None])[:, 0]


def focal(z, y):
    cross_entropy = F.cross_entropy(z, y, reduction="none")
    return (1 - torch.exp(-cross_entropy)) ** 2 * cross_entropy


def hinge(z, y):
    return torch.stack([F.multi_margin_loss(row[None], label[None]) for row, label in zip(z, y)])


def confidence_penalty(z, y):
    return F.cross_entropy(z, y, reduction="none") - 0.1 * torch.distributions.Categorical(logits=z).entropy()


def logit_normalized_cross_entropy(z, y):
    return F.cross_entropy(z / (torch.linalg.vector_norm(z, dim=1, keepdim=True) + 1e-7) / 0.04, y, reduction="none")


def normalized_cross_entropy(z, y):
    # The share of the cross-entropies with all classes in turn (Ma et al. 2020, equation 3).
    whole = sum(F.cross_entropy(z, torch.full_like(y, c), reduction="none") for c in range(z.shape[1]))
    return F.cross_entropy(z, y, reduction="none") / whole


def reverse_cross_entropy(z, y):
    logarithm = torch.where(one_hot(z, y) > 0, 0.0, -4.0).to(z.dtype)
    return -(probabilities(z) * logarithm).sum(1)


METRICS = {
    # Of equally frequent classes; of others in balanced_softmax.py.
    "balanced_softmax": lambda z, y: F.cross_entropy(z, y, reduction="none"),
    "brier": lambda z, y: ((probabilities(z) - one_hot(z, y)) ** 2).sum(1),
    "cosine": lambda z, y: 1 - F.cosine_similarity(probabilities(z), one_hot(z, y), dim=1, eps=1e-300),
    "cross_entropy": lambda z, y: F.cross_entropy(z, y, reduction="none"),
    "focal": focal,
    "generalized_cross_entropy": lambda z, y: (1 - own(z, y) ** 0.7) / 0.7,
    "hinge": hinge,
    "label_smoothing": lambda z, y: F.cross_entropy(z, y, reduction="none", label_smoothing=0.1),
    "mean_absolute_error": lambda z, y: (probabilities(z) - one_hot(z, y)).abs().sum(1),
    "confidence_penalty": confidence_penalty,
    "logit_normalized_cross_entropy": logit_normalized_cross_entropy,
    "normalized_cross_entropy": normalized_cross_entropy,
    "poly_one": lambda z, y: F.cross_entropy(z, y, reduction="none") + (1 - own(z, y)),
    "reverse_cross_entropy": reverse_cross_entropy,
}


def cases():
    generator = torch.Generator().manual_seed(1)
    ordinary = 2 * torch.randn(7, 5, generator=generator, dtype=torch.float64)
    yield "ordinary", ordinary, torch.tensor([0, 1, 2, 3, 4, 0, 2])
    extreme = torch.tensor(
        [[50, -50, 0, 0, -50], [50, -50, 0, 0, -50], [-50, -50, -50, -50, 50], [50, 50, -50, 0, 50]],
        dtype=torch.float64)
    yield "extreme", extreme, torch.tensor([0, 1, 4, 2])
    yield "two classes", torch.tensor([[0.3, -0.2], [1.5, 4.0]], dtype=torch.float64), torch.tensor([0, 0])


if __name__ == "__main__":
    result = []
    for name, logits, target in cases():
        entry = {"name": name, "shape": list(logits.shape), "logits": logits.flatten().tolist(),
                 "target": target.tolist(), "metrics": {}}
        for metric, function in METRICS.items():
            leaf = logits.clone().requires_grad_()
            values = function(leaf, target)
            (gradient,) = torch.autograd.grad(values.mean(), leaf)
            assert torch.isfinite(values).all() and torch.isfinite(gradient).all(), (name, metric)
            entry["metrics"][metric] = {"values": values.tolist(), "gradient": gradient.flatten().tolist()}
        result.append(entry)

    path = pathlib.Path(__file__).with_name("metrics.json")
    path.write_text(json.dumps({"torch": torch.__version__, "cases": result}, indent=1) + "\n")
