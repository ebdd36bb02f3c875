"""Asks PyTorch for a loss network's value and gradients, and for two updates of its coordinate-wise LSTM teacher.

Writes loss_network.json. The weights are drawn here and stand in the file, so that nothing depends on a random stream.
"""

import json
import math
import pathlib

import torch

torch.manual_seed(5)
UNITS, CLASSES, BATCH, HIDDEN, WINDOW, RATE, REACH, RANGE = 16, 4, 6, 3, 2, 0.01, 0.01, 10
COUNT = UNITS * 3 + 2 * UNITS


def loss(psi, z, y):
    rows, bias, outer = psi[:3 * UNITS].view(UNITS, 3), psi[3 * UNITS:4 * UNITS], psi[4 * UNITS:]
    values = []
    for scores, label in zip(z, y.tolist()):
        if label < 0:
            continue
        p = torch.softmax(scores, 0)
        total = 0
        for c in range(CLASSES):
            f = torch.stack([p[c], torch.log(p[c]) / math.log(CLASSES), torch.tensor(float(c == label), dtype=z.dtype)])
            total = total + outer @ torch.tanh(rows @ f + bias)
        values.append(total)
    return torch.stack(values).mean()


psi = torch.randn(COUNT, dtype=torch.float64).requires_grad_()
z = torch.randn(BATCH, CLASSES, dtype=torch.float64).mul(2).requires_grad_()
y = torch.tensor([0, 3, -1, 1, 2, 3])
change = torch.randn(BATCH, CLASSES, dtype=torch.float64)
value = loss(psi, z, y)
gradient, = torch.autograd.grad(value, z, create_graph=True)
effect, = torch.autograd.grad((gradient * change).sum(), psi)

cell = torch.nn.LSTMCell(2, HIDDEN)
move = torch.nn.Linear(HIDDEN, 1, bias=False)
names = ["memory.weight_ih", "memory.weight_hh", "memory.bias_ih", "memory.bias_hh", "move.weight"]
parameters = [cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh, move.weight]
first = {name: p.detach().clone() for name, p in zip(names, parameters)}
optimizer = torch.optim.Adam(parameters, lr=RATE)
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda update: (update + 1) ** -0.5)


def encoded(g):
    large = g.abs() >= math.exp(-RANGE)
    size = torch.where(large, g.abs().clamp(min=1e-30).log() / RANGE, -torch.ones_like(g))
    return torch.stack([size, torch.where(large, g.sign(), math.exp(RANGE) * g)], 1)


def step(gradient, state):
    state = cell(encoded(gradient), state)
    return REACH * torch.tanh(move(state[0])[:, 0]), state


gradients = [torch.randn(COUNT) * 10.0 ** torch.randint(-6, 2, (COUNT,)) for _ in range(2 * WINDOW)]
gradients = [g / g.square().mean().sqrt() for g in gradients]
seen = [torch.zeros(COUNT)] + gradients[:-1]
state = (torch.zeros(COUNT, HIDDEN), torch.zeros(COUNT, HIDDEN))
moved, moves, losses = torch.zeros(COUNT), [], []
for start in (0, WINDOW):
    begin = state
    for t in range(start, start + WINDOW):
        with torch.no_grad():
            change_t, state = step(seen[t], state)
        moved = moved + change_t
        moves.append(moved.tolist())
    replayed, at, total = begin, torch.zeros(COUNT), 0
    for t in range(start, start + WINDOW):
        change_t, replayed = step(seen[t], replayed)
        at = at + change_t
        total = total + (gradients[t] * at).mean()
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    schedule.step()
    losses.append(total.item() / WINDOW)


def packed(tensors):
    return {name: {"shape": list(t.shape), "values": t.detach().flatten().tolist()} for name, t in tensors.items()}


path = pathlib.Path(__file__).with_name("loss_network.json")
path.write_text(json.dumps({
    "torch": torch.__version__,
    "network": {"classes": CLASSES, "parameters": psi.tolist(), "output": z.flatten().tolist(), "target": y.tolist(),
                "change": change.flatten().tolist(), "value": value.item(),
                "outputGradient": gradient.flatten().tolist(), "effect": effect.tolist()},
    "teacher": {"hidden": HIDDEN, "window": WINDOW, "learningRate": RATE, "first": packed(first),
                "last": packed(dict(zip(names, parameters))), "gradients": [g.tolist() for g in gradients],
                "moves": moves, "losses": losses},
}) + "\n")
