"""Reads a TorchScript archive with PyTorch and prints as JSON how it compares with a safetensors file: names and
values of its state, and its answers where the file has pairs `input.<batch>` and `output.<batch>`. With `--digits`
also the share of scikit-learn's handwritten digits (the test split of optdigits) that it names right.
Exit status 3 where PyTorch or safetensors is not installed."""

import json
import sys
import zipfile

try:
    import torch
    from safetensors.torch import load_file
except ImportError:
    sys.exit(3)

archive, values = sys.argv[1:3]
extra = {
    name.split("/extra/", 1)[1]: "" for name in zipfile.ZipFile(archive).namelist() if "/extra/" in name
}
module = torch.jit.load(archive, _extra_files=extra)
expected = load_file(values)
batches = [name.removeprefix("input.") for name in expected if name.startswith("input.")]
inputs = {batch: expected.pop(f"input.{batch}") for batch in batches}
outputs = {batch: expected.pop(f"output.{batch}") for batch in batches}
state = module.state_dict()


def distance(a, b):
    return float((a - b).abs().max()) if a.shape == b.shape else float("inf")


def digits():
    from sklearn.datasets import load_digits

    normalization = json.loads(extra["normalization"])
    data = load_digits()
    pixels = torch.tensor(data.images) / normalization["maximum_pixel"]
    mean, deviation = (torch.tensor(normalization[key]) for key in ("mean", "deviation"))
    images = ((pixels - mean) / deviation).float().unsqueeze(1)
    right = (module(images).argmax(1) == torch.tensor(data.target)).sum()
    return {"right": int(right), "of": len(images)}


with torch.no_grad():
    result = {
        "torch": torch.__version__,
        "metadata": {
            name: content.decode() if isinstance(content, bytes) else content for name, content in extra.items()
        },
        "training": any(child.training for child in module.modules()),
        "parameters": sorted(name for name, _ in module.named_parameters()),
        "statistics": sorted(name for name, _ in module.named_buffers()),
        "same_names": sorted(state) == sorted(expected),
        "state": max(distance(state[name], expected[name]) for name in state if name in expected),
        # Four times: PyTorch compiles the graph while it runs.
        "outputs": {
            batch: max(distance(module(inputs[batch]), outputs[batch]) for _ in range(4)) for batch in batches
        },
    }
    if "--digits" in sys.argv:
        result["digits"] = digits()
print(json.dumps(result))
