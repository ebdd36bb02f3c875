"""Writes modules whose code differs from that of perceptron.pt in a few lines (scripts/drawing.pt, pair.pt, named.pt). It
edits the archive's code as PyTorch serialised it, and needs no PyTorch; to be run after scripts.py."""

import pathlib
import zipfile

FOLDER = pathlib.Path(__file__).parent / "scripts"
CODE = "archive/code/__torch__.py"
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
