"""Prints a safetensors file as JSON, read by the Python package; exit status 3 where that is not installed."""

import json
import sys

try:
    from safetensors import safe_open
except ImportError:
    sys.exit(3)

with safe_open(sys.argv[1], framework="np") as file:
    print(json.dumps({
        "metadata": file.metadata(),
        "tensors": {
            name: {
                "type": str(file.get_tensor(name).dtype),
                "shape": list(file.get_tensor(name).shape),
                "values": [float(value) for value in file.get_tensor(name).flatten()],
            }
            for name in file.keys()
        },
    }))
