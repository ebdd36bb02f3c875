"""Asks PyTorch for two updates of a temporal teacher: LSTMCell, Linear, softmax, floor, fused weights, entropy, Adam at η/√u.

Writes teacher.json. The weights are drawn here and stand in the file, so that nothing depends on a random stream.
"""

import json
import pathlib

import torch

torch.manual_seed(4)
INPUTS, HIDDEN, METRICS, WINDOW, RATE, FLOOR = 5, 4, 3, 3, 0.01, 0.06
cell = torch.nn.LSTMCell(INPUTS, HIDDEN)
weigh = torch.nn.Linear(HIDDEN, METRICS)
names = ["memory.weight_ih", "memory.weight_hh", "memory.bias_ih", "memory.bias_hh", "weigh.weight", "weigh.bias"]
parameters = [cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh, weigh.weight, weigh.bias]
first = {name: p.detach().clone() for name, p in zip(names, parameters)}


def step(x, state):
    state = cell(x[None], state)
    soft = torch.softmax(weigh(state[0]), 1)[0]
    return FLOOR / METRICS + (1 - FLOOR) * soft, state


steps = [{"input": torch.randn(INPUTS), "selection": torch.tensor(s, dtype=torch.float32),
          "gradient": torch.randn(METRICS)} for s in ([1, 1, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1])]


def course(entropy):
    for name, parameter in zip(names, parameters):
        parameter.data.copy_(first[name])
    optimizer = torch.optim.Adam(parameters, lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda update: (update + 1) ** -0.5)
    state = (torch.zeros(1, HIDDEN), torch.zeros(1, HIDDEN))
    decisions, losses = [], []
    for window in (steps[:WINDOW], steps[WINDOW:]):
        start = state
        for one in window:
            with torch.no_grad():
                weights, state = step(one["input"], state)
            decisions.append(weights.tolist())
        replayed, loss = start, 0
        for one in window:
            weights, replayed = step(one["input"], replayed)
            kept = weights * one["selection"]
            fused = kept / kept.sum()
            loss = loss + (fused * one["gradient"]).sum()
            loss = loss - entropy * torch.distributions.Categorical(probs=fused[one["selection"] > 0]).entropy()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item() / WINDOW)
    return {"entropy": entropy, "last": packed(dict(zip(names, parameters))), "decisions": decisions, "losses": losses}


def packed(tensors):
    return {name: {"shape": list(t.shape), "values": t.detach().flatten().tolist()} for name, t in tensors.items()}


path = pathlib.Path(__file__).with_name("teacher.json")
path.write_text(json.dumps({
    "torch": torch.__version__, "inputs": INPUTS, "hidden": HIDDEN, "metrics": METRICS, "window": WINDOW,
    "learningRate": RATE, "floor": FLOOR, "first": packed(first),
    "steps": [{"input": s["input"].tolist(), "selection": [v > 0 for v in s["selection"].tolist()],
               "gradient": s["gradient"].tolist()} for s in steps],
    "courses": [course(0), course(0.3)],
}, indent=1) + "\n")
