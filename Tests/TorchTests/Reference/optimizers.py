"""Asks torch.optim for five steps of each optimiser on given parameters and gradients, in float64.

Writes optimizers.json.
"""

import json
import pathlib

import torch

torch.manual_seed(6)
START = torch.randn(6, dtype=torch.float64)
GRADIENTS = [torch.randn(6, dtype=torch.float64) * (0.5 + k) for k in range(5)]
GRADIENTS[0][2] = 0
RATES = [0.05, 0.05, 0.02, 0.02, 0.01]
CASES = {
    "sgd": (torch.optim.SGD, {}),
    "sgd, weight decay": (torch.optim.SGD, {"weight_decay": 0.03}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "momentum, weight decay": (torch.optim.SGD, {"momentum": 0.9, "weight_decay": 0.03}),
    "nesterov, weight decay": (torch.optim.SGD, {"momentum": 0.8, "nesterov": True, "weight_decay": 0.03}),
    "adam": (torch.optim.Adam, {}),
    "adam, weight decay": (torch.optim.Adam, {"betas": (0.8, 0.95), "eps": 1e-6, "weight_decay": 0.03}),
    "adamw": (torch.optim.AdamW, {"weight_decay": 0.03}),
}

cases = {}
for name, (kind, arguments) in CASES.items():
    parameter = START.clone().requires_grad_()
    optimizer = kind([parameter], lr=RATES[0], **arguments)
    course = []
    for gradient, rate in zip(GRADIENTS, RATES):
        optimizer.param_groups[0]["lr"] = rate
        parameter.grad = gradient.clone()
        optimizer.step()
        course.append(parameter.detach().tolist())
    cases[name] = course

path = pathlib.Path(__file__).with_name("optimizers.json")
path.write_text(json.dumps({
    "torch": torch.__version__, "start": START.tolist(), "gradients": [g.tolist() for g in GRADIENTS],
    "rates": RATES, "courses": cases}, indent=1) + "\n")
