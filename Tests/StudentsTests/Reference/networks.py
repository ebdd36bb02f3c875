"""Writes networks.json: parameter counts, names and outputs of the students that are no plain textbook ones, built here
from PyTorch's and torchvision's modules. Parameters and images are filled from names by integer arithmetic, so that no
file of weights is needed."""

import json
import pathlib
from collections import OrderedDict

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock
from torchvision.models.segmentation.deeplabv3 import ASPP, DeepLabHead
from torchvision.ops import FeaturePyramidNetwork

torch.set_default_dtype(torch.float64)
MASK = np.uint64(0xFFFFFFFF)


def filled(name, shape):
    """Numbers in [-1, 1) that depend on the name and the position alone."""
    seed = 0
    for byte in name.encode():
        seed = (seed * 31 + byte) % 2**32
    x = (np.arange(int(np.prod(shape)), dtype=np.uint64) * np.uint64(2654435761) + np.uint64(seed)) & MASK
    for _ in range(2):
        x = ((x ^ (x >> np.uint64(16))) * np.uint64(0x45D9F3B)) & MASK
    x = x ^ (x >> np.uint64(16))
    return torch.tensor(x.astype(np.float64) / 2**31 - 1).reshape(shape)


def fill(model):
    for name, value in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        draw = filled(name, value.shape)
        if name.endswith("running_var"):
            draw = 1 + 0.5 * draw
        elif value.dim() > 1:
            draw = draw * (3 / value[0].numel()) ** 0.5
        elif name.endswith(".weight"):
            draw = 1 + 0.3 * draw
        else:
            draw = 0.3 * draw
        value.copy_(draw)


def convolution(inputs, outputs, kernel, dilation=1):
    return nn.Conv2d(inputs, outputs, kernel, padding=dilation * (kernel // 2), dilation=dilation, bias=False)


class Backbone(nn.Module):
    """torchvision's basic blocks; strides become dilation from the output stride on."""

    def __init__(self, width, output_stride):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs, stride, dilation = width, 4, 1
        for index in range(4):
            outputs = width * 2**index
            step, before = 1, dilation
            if index > 0 and stride < output_stride:
                step = 2
                stride *= 2
            elif index > 0:
                dilation *= 2
            downsample = None
            if index > 0:
                downsample = nn.Sequential(
                    nn.Conv2d(inputs, outputs, 1, stride=step, bias=False), nn.BatchNorm2d(outputs))
            blocks = [BasicBlock(inputs, outputs, step, downsample), BasicBlock(outputs, outputs)]
            for place, block in enumerate(blocks):
                for conv, rate in [(block.conv1, before if place == 0 else dilation), (block.conv2, dilation)]:
                    conv.dilation = conv.padding = (rate, rate)
            setattr(self, f"layer{index + 1}", nn.Sequential(*blocks))
            inputs = outputs

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        stages = []
        for index in range(4):
            x = getattr(self, f"layer{index + 1}")(x)
            stages.append(x)
        return stages


class DeepLab(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.backbone = Backbone(width, 8)
        rates = [6, 12, 18]
        if width == 64:
            self.classifier = DeepLabHead(512, classes, rates)
        else:
            self.classifier = nn.Sequential(
                ASPP(8 * width, rates, 4 * width), convolution(4 * width, 4 * width, 3),
                nn.BatchNorm2d(4 * width), nn.ReLU(), nn.Conv2d(4 * width, classes, 1))
        self.classifier[0].project[3].p = 0

    def forward(self, x):
        return F.interpolate(self.classifier(self.backbone(x)[-1]), x.shape[2:], mode="bilinear")


class PyramidPooling(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.features = nn.ModuleList([
            nn.Sequential(nn.AdaptiveAvgPool2d(bin), nn.Conv2d(inputs, inputs // 4, 1, bias=False),
                          nn.BatchNorm2d(inputs // 4), nn.ReLU()) for bin in [1, 2, 3, 6]])

    def forward(self, x):
        return torch.cat([x] + [F.interpolate(f(x), x.shape[2:], mode="bilinear") for f in self.features], 1)


class PSPNet(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.backbone = Backbone(width, 8)
        self.ppm = PyramidPooling(8 * width)
        self.cls = nn.Sequential(convolution(16 * width, 2 * width, 3), nn.BatchNorm2d(2 * width), nn.ReLU(),
                                 nn.Dropout(0), nn.Conv2d(2 * width, classes, 1))

    def forward(self, x):
        return F.interpolate(self.cls(self.ppm(self.backbone(x)[-1])), x.shape[2:], mode="bilinear")


class Double(nn.Module):
    def __init__(self, inputs, middle, outputs):
        super().__init__()
        self.double_conv = nn.Sequential(
            convolution(inputs, middle, 3), nn.BatchNorm2d(middle), nn.ReLU(),
            convolution(middle, outputs, 3), nn.BatchNorm2d(outputs), nn.ReLU())

    def forward(self, x):
        return self.double_conv(x)


class Wrapped(nn.Module):
    def __init__(self, **parts):
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)


class UNet(nn.Module):
    """Four levels, channel by channel as in the bilinear form of milesial/Pytorch-UNet."""

    def __init__(self, w, classes):
        super().__init__()
        self.inc = Double(3, w, w)
        for i, (a, b) in enumerate([(w, 2 * w), (2 * w, 4 * w), (4 * w, 8 * w), (8 * w, 8 * w)]):
            setattr(self, f"down{i + 1}", Wrapped(maxpool_conv=nn.Sequential(nn.MaxPool2d(2), Double(a, b, b))))
        for i, (a, b, c) in enumerate([(16 * w, 8 * w, 4 * w), (8 * w, 4 * w, 2 * w), (4 * w, 2 * w, w),
                                       (2 * w, w, w)]):
            setattr(self, f"up{i + 1}", Wrapped(conv=Double(a, b, c)))
        self.outc = Wrapped(conv=nn.Conv2d(w, classes, 1))

    def forward(self, image):
        height, width = image.shape[2:]
        x = self.inc(F.pad(image, (0, -width % 16, 0, -height % 16)))
        skips = []
        for i in range(4):
            skips.append(x)
            x = getattr(self, f"down{i + 1}").maxpool_conv(x)
        for i in range(4):
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = getattr(self, f"up{i + 1}").conv(torch.cat([skips.pop(), x], 1))
        return self.outc.conv(x)[:, :, :height, :width]


def cells(rows, columns, stride):
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return x.double() * stride, y.double() * stride  # corners of the cells


def decoded(maps, anchors, strides, classes, rule):
    """Maps, the finest first; three anchors each, the smallest first."""
    results = []
    for place, (map, stride) in enumerate(zip(maps, strides)):
        batch, _, rows, columns = map.shape
        left, top = cells(rows, columns, stride)
        parts = []
        for index, (width, height) in enumerate(anchors[3 * place:3 * place + 3]):
            t = map.view(batch, 3, 5 + classes, rows, columns)[:, index]
            if rule == "bounded":
                x = (2 * t[:, 0].sigmoid() - 0.5) * stride + left
                y = (2 * t[:, 1].sigmoid() - 0.5) * stride + top
                w, h = (2 * t[:, 2].sigmoid()) ** 2 * width, (2 * t[:, 3].sigmoid()) ** 2 * height
            else:
                x, y = t[:, 0].sigmoid() * stride + left, t[:, 1].sigmoid() * stride + top
                w, h = t[:, 2].exp() * width, t[:, 3].exp() * height
            box = torch.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], 1)
            parts.append(torch.cat([box, t[:, 4:]], 1))
        results.append(torch.stack(parts, 2).permute(0, 3, 4, 2, 1).reshape(batch, -1, 5 + classes))
    return torch.cat(results, 1)


# The layers of YOLOv3 as Darknet's configuration lists them: (filters, size, stride), or a word.
def residuals(filters, count):
    return [(filters, 3, 2)] + [(filters // 2, 1, 1), (filters, 3, 1), "shortcut"] * count


def trunk(filters):
    return [(filters, 1, 1), (2 * filters, 3, 1)] * 3 + ["output"]


YOLO = ([(32, 3, 1)] + residuals(64, 1) + residuals(128, 2) + residuals(256, 8) + residuals(512, 8)
        + residuals(1024, 4) + trunk(512) + [("route", -4), (256, 1, 1), "upsample", ("route", -1, 61)]
        + trunk(256) + [("route", -4), (128, 1, 1), "upsample", ("route", -1, 36)] + trunk(128))


class YOLOv3(nn.Module):
    def __init__(self, width, classes, anchors):
        super().__init__()
        self.anchors, self.classes = anchors, classes
        self.layers = []
        for layer in YOLO:
            self.layers += [layer] if layer != "output" else [layer, "yolo"]
        self.module_list = nn.ModuleList()
        widths, current = [], 3
        for index, layer in enumerate(self.layers):
            module = nn.Sequential()
            if layer == "output":
                current, inputs = 3 * (5 + classes), current
                module.add_module(f"conv_{index}", nn.Conv2d(inputs, current, 1))
            elif isinstance(layer, tuple) and layer[0] == "route":
                current = sum(widths[i if i > 0 else index + i] for i in layer[1:])
            elif isinstance(layer, tuple):
                filters, size, stride = layer
                filters, inputs = filters * width // 32, current
                module.add_module(f"conv_{index}", nn.Conv2d(inputs, filters, size, stride, size // 2, bias=False))
                module.add_module(f"batch_norm_{index}", nn.BatchNorm2d(filters))
                module.add_module(f"leaky_{index}", nn.LeakyReLU(0.1))
                current = filters
            self.module_list.append(module)
            widths.append(current)

    def forward(self, x):
        outputs, maps = [], []
        for index, (layer, module) in enumerate(zip(self.layers, self.module_list)):
            if layer == "shortcut":
                x = x + outputs[-3]
            elif layer == "upsample":
                x = F.interpolate(x, scale_factor=2)
            elif layer == "yolo":
                maps.append(x)
            elif isinstance(layer, tuple) and layer[0] == "route":
                x = torch.cat([outputs[i if i > 0 else index + i] for i in layer[1:]], 1)
            else:
                x = module(x)
            outputs.append(x)
        return decoded(maps[::-1], self.anchors, [8, 16, 32], self.classes, "exponential")


def leaky(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(OrderedDict(
        conv=nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), bn=nn.BatchNorm2d(outputs),
        act=nn.LeakyReLU(0.1)))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1, self.bn1 = convolution(channels, channels // 2, 1), nn.BatchNorm2d(channels // 2)
        self.conv2, self.bn2 = convolution(channels // 2, channels, 3), nn.BatchNorm2d(channels)

    def forward(self, x):
        y = F.leaky_relu(self.bn1(self.conv1(x)), 0.1)
        return x + F.leaky_relu(self.bn2(self.conv2(y)), 0.1)


class TinyYOLO(nn.Module):
    def __init__(self, w, classes, anchors):
        super().__init__()
        self.anchors, self.classes = anchors, classes
        self.stem, self.down2, self.down3 = leaky(3, w, stride=2), leaky(w, 2 * w, stride=2), leaky(2 * w, 4 * w, stride=2)
        self.stage3 = nn.Sequential(Residual(4 * w))
        self.down4 = leaky(4 * w, 8 * w, stride=2)
        self.stage4 = nn.Sequential(Residual(8 * w), Residual(8 * w))
        self.lateral, self.join = leaky(8 * w, 4 * w, 1), leaky(8 * w, 4 * w, 1)
        self.refine = Residual(4 * w)
        self.head3 = nn.Conv2d(4 * w, 3 * (5 + classes), 1)
        if len(anchors) == 6:
            self.head4 = nn.Conv2d(8 * w, 3 * (5 + classes), 1)

    def forward(self, x):
        fine = self.stage3(self.down3(self.down2(self.stem(x))))
        coarse = self.stage4(self.down4(fine))
        raised = F.interpolate(self.lateral(coarse), fine.shape[2:])
        maps = [self.head3(self.refine(self.join(torch.cat([fine, raised], 1))))]
        if len(self.anchors) == 6:
            maps.append(self.head4(coarse))
        return decoded(maps, self.anchors, [8, 16], self.classes, "bounded")


def tower(channels):
    layers = []
    for _ in range(2):
        layers += [nn.Conv2d(channels, channels, 3, padding=1), nn.GroupNorm(channels // 4, channels), nn.ReLU()]
    return nn.Sequential(*layers)


class FCOS(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        channels = 4 * width
        body = Backbone(width, 32)
        fpn = FeaturePyramidNetwork([2 * width, 4 * width, 8 * width], channels)
        self.backbone = Wrapped(body=body, fpn=fpn)
        self.head = Wrapped(
            classification_head=Wrapped(
                conv=tower(channels), cls_logits=nn.Conv2d(channels, classes, 3, padding=1)),
            regression_head=Wrapped(
                conv=tower(channels), bbox_reg=nn.Conv2d(channels, 4, 3, padding=1),
                objectness=nn.Conv2d(channels, 1, 3, padding=1)))

    def forward(self, x):
        stages = self.backbone.body(x)[1:]
        maps = self.backbone.fpn(OrderedDict(zip("abc", stages))).values()
        results = []
        for stride, map in zip([8, 16, 32], maps):
            boxes, classes = self.head.regression_head, self.head.classification_head
            features = boxes.conv(map)
            l, t, r, b = (F.softplus(boxes.bbox_reg(features)) * stride).unbind(1)
            left, top = cells(*map.shape[2:], stride)
            x, y = left + stride / 2, top + stride / 2
            corners = torch.stack([x - l, y - t, x + r, y + b], 1)
            logits = classes.cls_logits(classes.conv(map))
            results.append(torch.cat([corners, boxes.objectness(features), logits], 1).flatten(2).transpose(1, 2))
        return torch.cat(results, 1)


class WideBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        if inputs != outputs:
            self.convShortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        start = F.relu(self.bn1(x))
        inner = self.conv2(F.relu(self.bn2(self.conv1(start))))
        return inner + (self.convShortcut(start) if hasattr(self, "convShortcut") else x)


class WideResNet(nn.Module):
    """Depth 6n + 4, widening factor k, as the paper's table 1."""

    def __init__(self, depth, k, classes):
        super().__init__()
        n, widths = (depth - 4) // 6, [16, 16 * k, 32 * k, 64 * k]
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        for g in (1, 2, 3):
            blocks = [WideBlock(widths[g - 1] if i == 0 else widths[g], widths[g], 2 if i == 0 and g > 1 else 1)
                      for i in range(n)]
            setattr(self, f"block{g}", Wrapped(layer=nn.Sequential(*blocks)))
        self.bn1 = nn.BatchNorm2d(widths[3])
        self.fc = nn.Linear(widths[3], classes)

    def forward(self, x):
        x = self.conv1(x)
        for g in (1, 2, 3):
            x = getattr(self, f"block{g}").layer(x)
        return self.fc(F.relu(self.bn1(x)).mean((2, 3)))


class VGG(nn.Module):
    def __init__(self, classes):
        super().__init__()
        widths = [3, 64, 128, 256, 512, 512]
        for i in range(5):
            setattr(self, f"block{i}", nn.Sequential(
                nn.Conv2d(widths[i], widths[i + 1], 3, padding=1, bias=False), nn.BatchNorm2d(widths[i + 1]), nn.ReLU()))
        self.classifier = nn.Linear(512, classes)

    def forward(self, x):
        for i in range(5):
            x = getattr(self, f"block{i}")(x if i == 0 else F.max_pool2d(x, 2))
        return self.classifier(x.mean((2, 3)))


def count(model):
    return sum(p.numel() for p in model.parameters())


# The backbone's names and sizes are torchvision's own.
resnet = {k: v.shape for k, v in torchvision.models.resnet18().state_dict().items() if not k.startswith("fc.")}
assert {k: v.shape for k, v in Backbone(64, 8).state_dict().items()} == resnet

ANCHORS = [(10, 13), (16, 30), (33, 23), (30, 61), (62, 45), (59, 119), (116, 90), (156, 198), (373, 326)]
counts = {
    "unet": count(UNet(16, 11)),
    "unet.64": count(UNet(64, 2)),
    "pspnet": count(PSPNet(64, 11)),
    "deeplabv3": count(DeepLab(64, 21)),
    "yolov3": count(YOLOv3(32, 80, ANCHORS)),
    "tinyyolo": count(TinyYOLO(16, 3, ANCHORS[:6])),
    "tinyyolo.1": count(TinyYOLO(16, 3, ANCHORS[:3])),
    "fcos": count(FCOS(16, 3)),
    "wrn-16-4": count(WideResNet(16, 4, 10)),
    "wrn-28-10": count(WideResNet(28, 10, 10)),
    "vgg8": count(VGG(10)),
}

cases = {}
for name, model, size in [
    ("unet", UNet(2, 3), (19, 30)),
    ("pspnet", PSPNet(2, 3), (27, 42)),
    # 20 cells wide, so that the largest rate, 18, finds neighbours.
    ("deeplabv3", DeepLab(2, 3), (27, 157)),
    # Darknet's upsampling doubles: a size that every stride divides.
    ("yolov3", YOLOv3(2, 2, ANCHORS), (32, 64)),
    ("tinyyolo", TinyYOLO(2, 2, ANCHORS[:6]), (27, 42)),
    ("fcos", FCOS(2, 2), (43, 37)),
    ("wrn-16-4", WideResNet(16, 4, 3), (19, 30)),
    ("vgg8", VGG(3), (19, 30)),
]:
    with torch.no_grad():
        fill(model)
        image = 1.5 * filled("image", (2, 3, *size))
        names = [k for k, _ in model.named_parameters()]
        evaluated = model.eval()(image)
        trained = model.train()(image)
    last = [k for k in model.state_dict() if k.endswith(("running_mean", "running_var"))][-2:]
    cases[name] = {
        "height": size[0], "width": size[1], "names": sorted(names),
        "shape": list(evaluated.shape),
        # Every seventh value: all channels and all parts of the image take part, and the file stays small.
        "evaluated": [float(f"{v:.12g}") for v in evaluated.flatten()[::7]],
        "trained": [float(f"{v:.12g}") for v in trained.flatten()[::7]],
        "statistics": {k: model.state_dict()[k].tolist() for k in last},
    }

path = pathlib.Path(__file__).with_name("networks.json")
path.write_text(json.dumps({"counts": counts, "cases": cases}))
