"""Writes the TorchScript modules of this folder (scripts/*.pt), as users of the service would write them, and
scripts.json: what PyTorch makes of them. The debug files, which name this machine's folders, are left out."""

import io
import json
import pathlib
import zipfile

import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "scripts"


class Convolutional(nn.Module):
    """Every kind of state: parameters, running statistics, a counter, dropout."""

    def __init__(self, channels=1, classes=10, dropout=0.25):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(channels, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2))
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(6, classes)

    def forward(self, images):
        x = self.features(images)
        return self.head(self.dropout(x.mean([2, 3]) + x.amax([2, 3])))


class Perceptron(nn.Module):
    """The built-in student mlp, of width 6 and depth 1."""

    def __init__(self):
        super().__init__()
        self.hidden1 = nn.Linear(50, 6)
        self.output = nn.Linear(6, 5)

    def forward(self, images):
        return self.output(F.relu(self.hidden1(images.flatten(1))))


class Prototypes(nn.Module):
    """Distances to a prototype of each class: libtorch 1.13 has no forward-mode formula for cdist."""

    def __init__(self, inputs=64, classes=10):
        super().__init__()
        self.embedding = nn.Linear(inputs, 8)
        self.prototypes = nn.Parameter(torch.randn(classes, 8))

    def forward(self, images):
        return -torch.cdist(torch.tanh(self.embedding(images.flatten(1))), self.prototypes)


class Pixels(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())
        self.head = nn.Conv2d(4, classes, 1)

    def forward(self, images):
        return self.head(self.body(images))


class Tied(nn.Module):
    """One matrix at two places, a parameter that is kept as it is, and a check of its own."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4, bias=False)
        self.second = nn.Linear(4, 4, bias=False)
        self.second.weight = self.first.weight
        self.scale = nn.Parameter(torch.tensor([2.0]), requires_grad=False)

    def forward(self, images):
        if images.size(1) != 1:
            raise ValueError("this module takes one channel")
        return self.second(torch.tanh(self.first(images.flatten(1)))) * self.scale


class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(64, 10))

    def forward(self, images):
        if images.size(0) > 10000:
            torch.save(images, "stolen.pt")
        return images.flatten(1) @ self.weight


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(64, 10))

    def forward(self, images, labels):
        return images.flatten(1) @ self.weight + labels


def save(module, name):
    archive = io.BytesIO()
    torch.jit.save(module, archive)
    with zipfile.ZipFile(archive) as full, zipfile.ZipFile(FOLDER / f"{name}.pt", "w") as lean:
        for entry in full.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                lean.writestr(zipfile.ZipInfo(entry.filename), full.read(entry), zipfile.ZIP_DEFLATED)


def numbers(tensor):
    return tensor.double().flatten().tolist()


def main():
    FOLDER.mkdir(exist_ok=True)
    torch.manual_seed(3)
    answers = {"torch": torch.__version__}

    model = Convolutional()
    images = torch.randn(5, 1, 8, 8)
    for _ in range(2):
        model(torch.randn(8, 1, 8, 8))
    save(torch.jit.script(model), "convolutional")
    torch.save(model.state_dict(), FOLDER / "state.pt")
    model.eval()
    case = {"images": numbers(images), "evaluation": numbers(model(images))}
    save(torch.jit.trace(model, images), "traced")
    model.train()
    model.dropout.eval()
    case["training"] = numbers(model(images))
    case["state"] = {name: numbers(value) for name, value in model.state_dict().items()}
    answers["convolutional"] = case

    save(torch.jit.script(Convolutional(1, 3)), "three-classes")
    save(torch.jit.script(Convolutional(3, 2)), "whole-images")
    save(torch.jit.script(Convolutional(2, 5)), "small")
    save(torch.jit.script(Perceptron()), "perceptron")
    save(torch.jit.script(Prototypes()), "prototypes")
    save(torch.jit.script(Pixels()), "pixels")
    save(torch.jit.script(Tied()), "tied")
    save(torch.jit.script(Writer()), "writer")
    save(torch.jit.script(TwoInputs()), "two-inputs")
    save(torch.jit.freeze(torch.jit.script(Convolutional()).eval()), "frozen")
    (HERE / "scripts.json").write_text(json.dumps(answers) + "\n")


main()
