"""Writes golden.json: operations and layers as PyTorch computes them, in float64."""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(20250117)
torch.set_default_dtype(torch.float64)


def packed(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().double().flatten().tolist()}


cases = {}


def case(name, inputs, *outputs):
    cases[name] = {
        "inputs": {key: packed(value) for key, value in inputs.items()},
        "outputs": [packed(output) for output in outputs],
    }


x = torch.randn(2, 4, 5, 4)
for name, kernel, options in [
    ("plain", 3, {}),
    ("stride", 3, {"stride": 2, "padding": 1}),
    ("dilation", 3, {"padding": 2, "dilation": 2}),
    ("groups", 3, {"padding": 1, "groups": 2}),
    ("pointwise", 1, {"stride": 2}),
]:
    weight = torch.randn(6, 4 // options.get("groups", 1), kernel, kernel)
    bias = torch.randn(6)
    case(f"convolution.{name}", {"x": x, "weight": weight, "bias": bias}, F.conv2d(x, weight, bias, **options))

case("maxPooled", {"x": x}, F.max_pool2d(x, 3, 2, 1))
case("averagePooled", {"x": x}, F.avg_pool2d(x, 3, 2, 1))
case("adaptiveAveragePooled", {"x": x}, F.adaptive_avg_pool2d(x, 2))
case("nearest", {"x": x}, F.interpolate(x, size=(10, 9), mode="nearest"))
case("bilinear", {"x": x}, F.interpolate(x, size=(10, 9), mode="bilinear", align_corners=False))
case("bilinearAligned", {"x": x}, F.interpolate(x, size=(10, 9), mode="bilinear", align_corners=True))

norm = torch.nn.BatchNorm2d(4)
with torch.no_grad():
    norm.weight.copy_(torch.rand(4) + 0.5)
    norm.bias.copy_(torch.randn(4))
    norm.running_mean.copy_(torch.randn(4))
    norm.running_var.copy_(torch.rand(4) + 0.5)
inputs = {
    "x": x,
    "weight": norm.weight.clone(),
    "bias": norm.bias.clone(),
    "mean": norm.running_mean.clone(),
    "variance": norm.running_var.clone(),
}
evaluated = norm.eval()(x)
trained = norm.train()(x)
case("batchNormalization", inputs, evaluated, trained, norm.running_mean, norm.running_var)

layer_weight, layer_bias = torch.randn(4), torch.randn(4)
case("layerNormalized", {"x": x, "weight": layer_weight, "bias": layer_bias},
     F.layer_norm(x, [4], layer_weight, layer_bias))

cell = torch.nn.LSTMCell(3, 5)
step, hidden, memory = torch.randn(2, 3), torch.randn(2, 5), torch.randn(2, 5)
case("lstmCell", {"x": step, "hidden": hidden, "cell": memory, **dict(cell.named_parameters())},
     *cell(step, (hidden, memory)))

a, weight, bias = torch.randn(4, 5), torch.randn(3, 5), torch.randn(3)
case("linear", {"x": a, "weight": weight, "bias": bias}, F.linear(a, weight, bias))

for name in ["exp", "abs", "sign", "square", "reciprocal", "sigmoid", "tanh", "relu", "erf", "atan", "floor",
             "round"]:
    case(f"unary.{name}", {"x": a}, getattr(torch, name)(a))
positive = a.abs() + 0.1
for name in ["log", "log1p", "sqrt", "rsqrt"]:
    case(f"unary.{name}", {"x": positive}, getattr(torch, name)(positive))
case("unary.silu", {"x": a}, F.silu(a))
case("unary.softplus", {"x": a}, F.softplus(a))
case("unary.leakyRelu", {"x": a}, F.leaky_relu(a, 0.1))
case("softmax", {"x": a}, F.softmax(a, 1))
case("logSoftmax", {"x": a}, F.log_softmax(a, 1))

b = torch.randn(4, 5)
case("reductions", {"x": a}, a.sum(), a.sum(0), a.mean(1, keepdim=True), a.var([0, 1]), a.var(1, unbiased=False),
     a.norm(), a.norm(dim=1), a.logsumexp(1), a.max(1).values, a.max(1).indices, a.argmax(0), a.amax(), a.amin(),
     a.cumsum(1), a.sort(1, descending=True).values, a.sort(1, descending=True).indices, a.topk(2, 1).values)
case("fused", {"a": a, "b": b, "c": positive}, torch.add(a, b, alpha=-0.3), torch.lerp(a, b, 0.3),
     torch.addcmul(a, b, positive, value=0.7), torch.addcdiv(a, b, positive, value=0.7), a.clamp(-0.5, 0.5),
     torch.maximum(a, b), torch.minimum(a, b), positive ** 1.7, positive ** b, 2 - a, 2 / a)

group_weight, group_bias = torch.randn(4), torch.randn(4)
case("groupNormalized", {"x": x, "weight": group_weight, "bias": group_bias},
     F.group_norm(x, 2, group_weight, group_bias))

path = pathlib.Path(__file__).with_name("golden.json")
path.write_text(json.dumps(cases))
