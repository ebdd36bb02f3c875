"""Asks PyTorch for a scripted module with nested layers, running statistics, a branch and an extra file
(torchscript_golden.pt, without the debug files that name this machine's folders), and for its answers
(torchscript_golden.json)."""

import io
import json
import zipfile

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU())

    def forward(self, images):
        return self.layers(images)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block()
        self.head = nn.Linear(4, 3)

    def forward(self, images):
        x = self.block(images)
        if x.size(0) > 2:
            x = x * 2
        return self.head(x.mean([2, 3]))


torch.manual_seed(1)
network = Network()
for _ in range(3):
    network(torch.randn(8, 2, 5, 5))
network.eval()
archive = io.BytesIO()
torch.jit.save(torch.jit.script(network), archive, _extra_files={"note": "from PyTorch, größer"})
with zipfile.ZipFile(archive) as source, zipfile.ZipFile("torchscript_golden.pt", "w") as target:
    for name in source.namelist():
        if not name.endswith(".debug_pkl"):
            target.writestr(zipfile.ZipInfo(name), source.read(name))
with torch.no_grad():
    inputs = {str(batch): torch.randn(batch, 2, 5, 5) for batch in (1, 4)}
    content = {
        "torch": torch.__version__,
        "state": {name: value.flatten().tolist() for name, value in network.state_dict().items()},
        "inputs": {batch: value.flatten().tolist() for batch, value in inputs.items()},
        "outputs": {batch: network(value).flatten().tolist() for batch, value in inputs.items()},
    }
with open("torchscript_golden.json", "w") as file:
    json.dump(content, file)
