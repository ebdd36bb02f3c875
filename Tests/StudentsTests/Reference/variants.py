"""Writes modules whose code differs from that of perceptron.pt in a few lines (scripts/drawing.pt, layout.pt, named.pt,
pair.pt, strided.pt). It edits the archive's code as PyTorch serialised it, and needs no PyTorch; to be run after
scripts.py."""

import pathlib
import zipfile

FOLDER = pathlib.Path(__file__).parent / "scripts"
CODE = "archive/code/__torch__.py"
HIDDEN = (
    "    _0 = (hidden1).forward(torch.flatten(images, 1), )\n"
    "    _1 = __torch__.torch.nn.functional.relu(_0, False, )\n"
)
ANSWER = "    return (output).forward(_1, )"
SIGNATURE = "images: Tensor) -> Tensor:"


def save(name, *edits):
    with zipfile.ZipFile(FOLDER / "perceptron.pt") as plain, zipfile.ZipFile(FOLDER / f"{name}.pt", "w") as other:
        for entry in plain.infolist():
            content = plain.read(entry)
            if entry.filename == CODE:
                text = content.decode()
                for old, new in edits:
                    assert text.count(old) == 1, (name, old)
                    text = text.replace(old, new)
                content = text.encode()
            other.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)


# F.dropout(x, 0.5), whose training is True unless it is told otherwise: it draws in evaluation mode too.
save("drawing", (ANSWER, "    _2 = torch.dropout(_1, 0.5, True)\n    return (output).forward(_2, )"))
save(
    "pair",
    (SIGNATURE, "images: Tensor) -> Tuple[Tensor, Tensor]:"),
    (ANSWER, "    _2 = (output).forward(_1, )\n    return (_2, _1)"),
)
save(
    "named",
    (SIGNATURE, "images: Tensor) -> Dict[str, Tensor]:"),
    (ANSWER, '    _2 = {"out": (output).forward(_1, )}\n    return _2'),
)
# How far one channel lies from the next in memory, added to the answer.
save("layout", (ANSWER, "    _2 = (output).forward(_1, )\n    return torch.add(_2, torch.stride(images, 1))"))
# A 1×1 convolution with stride 2 of eight channels, by a part of the hidden layer's weights, and the mean over the pixels. The
# images go in times the sum of its biases, so that they have a gradient too.
save(
    "strided",
    (
        HIDDEN,
        "    weight = hidden1.weight\n    bias = hidden1.bias\n"
        "    _0 = torch.mul(images, torch.sum(bias))\n"
        "    _1 = torch.reshape(torch.slice(weight, 1, 0, 8), [6, 8, 1, 1])\n"
        "    _2 = torch.conv2d(_0, _1, None, [2, 2])\n",
    ),
    (ANSWER, "    return (output).forward(torch.mean(_2, [2, 3]), )"),
)
