"""Writes images.json: small JPEG and PNG files with the pixels that Pillow decodes, and resampled arrays of PyTorch.

Usage: python images.py. Files that Pillow cannot write (interlaced, 16 bits, few bits of grey) are written here by the
PNG specification, and Pillow decodes them; 16 bits it cuts to 8, so those pixels are value · 255 / 65535, rounded.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy
import PIL
import torch
from PIL import Image, features

random = numpy.random.default_rng(7)
height, width = 19, 26  # no multiples of a JPEG block, nor of a byte's pixels


def text(data):
    return base64.b64encode(bytes(data)).decode()


def picture(channels):
    y, x = numpy.mgrid[:height, :width]
    waves = [128 + 90 * numpy.sin(x / (3 + c)) * numpy.cos(y / (4 - c)) for c in range(channels)]
    noise = random.normal(0, 12, (height, width, channels))
    return numpy.clip(numpy.stack(waves, -1) + noise, 0, 255).astype(numpy.uint8)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(rows, bits):
    """Rows of samples, [rows, samples], each with the filter byte 0 before it."""
    out = b""
    for row in rows:
        if bits == 16:
            line = row.astype(">u2").tobytes()
        else:
            text_bits = "".join(format(int(v), f"0{bits}b") for v in row)
            text_bits += "0" * (-len(text_bits) % 8)
            line = bytes(int(text_bits[i : i + 8], 2) for i in range(0, len(text_bits), 8))
        out += b"\0" + line
    return out


def png(samples, bits, colour, interlaced=False, palette=None):
    """samples: [height, width, channels]."""
    adam7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    passes = adam7 if interlaced else [(0, 0, 1, 1)]
    parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
    data = b"".join(packed(p.reshape(p.shape[0], -1), bits) for p in parts if p.size)
    header = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], bits, colour, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + (chunk(b"PLTE", bytes(palette)) if palette is not None else b"")
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def case(name, data, pixels=None, values=None):
    if pixels is None:
        pixels = numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    entry = {"name": name, "file": text(data), "height": height, "width": width}
    entry["pixels"] = text(pixels.astype(numpy.uint8).tobytes())
    if values is not None:
        entry["values"] = text(values.astype(numpy.uint8).tobytes())
    return entry


colour, grey, alpha = picture(3), picture(1)[..., 0], picture(4)
rgb, levels = Image.fromarray(colour), Image.fromarray(grey)
jpeg = [
    case("4:2:0", saved(rgb, "JPEG", quality=90)),
    case("4:4:4", saved(rgb, "JPEG", quality=95, subsampling=0)),
    case("4:2:2", saved(rgb, "JPEG", quality=70, subsampling=1)),
    case("progressive", saved(rgb, "JPEG", quality=80, progressive=True)),
    case("restart markers", saved(rgb, "JPEG", quality=80, restart_marker_blocks=1)),
    case("grey", saved(levels, "JPEG", quality=85)),
]
labels = random.integers(0, 16, (height, width)).astype(numpy.uint8)
labels[3:9, 5:20] = 255
eight = Image.fromarray(labels, "P")
colours = random.integers(0, 256, 768).astype(numpy.uint8)
eight.putpalette(colours.tobytes())
pngs = [
    case("RGB", saved(rgb, "PNG")),
    case("RGB with alpha", saved(Image.fromarray(alpha, "RGBA"), "PNG")),
    case("grey", saved(levels, "PNG"), values=grey),
    case("grey with alpha", saved(Image.fromarray(alpha[..., :2], "LA"), "PNG")),
    case("palette", saved(eight, "PNG"), values=labels),
    case("palette with transparency", saved(eight, "PNG", transparency=3), values=labels),
    case("interlaced RGB", png(colour, 8, 2, interlaced=True)),
    case("interlaced grey", png(grey[..., None], 8, 0, interlaced=True), values=grey),
]
for bits in (1, 2, 4):
    few = random.integers(0, 2**bits, (height, width, 1))
    pngs.append(case(f"grey of {bits} bits", png(few, bits, 0), values=few))
    pngs.append(case(f"palette of {bits} bits", png(few, bits, 3, palette=colours[: 3 * 2**bits]), values=few))
for channels, kind in ((1, 0), (3, 2)):
    deep = random.integers(0, 65536, (height, width, channels))
    eighth = numpy.floor(deep * 255 / 65535 + 0.5) * numpy.ones(3)
    pngs.append(case(f"{channels} channels of 16 bits", png(deep, 16, kind), pixels=eighth))

resampled = []
for old, new in (((5, 7), (11, 4)), ((8, 6), (3, 13)), ((1, 9), (4, 4)), ((9, 3), (9, 3)), ((12, 10), (6, 5)), ((7, 6), (15, 20))):
    values = random.integers(0, 256, old)
    tensor = torch.tensor(values, dtype=torch.float64)[None, None]
    bilinear = torch.nn.functional.interpolate(tensor, size=new, mode="bilinear", align_corners=False)
    nearest = torch.nn.functional.interpolate(tensor, size=new, mode="nearest-exact")
    resampled.append(
        {
            "size": old,
            "values": values.flatten().tolist(),
            "new_size": new,
            "bilinear": bilinear.flatten().tolist(),
            "nearest": nearest.flatten().int().tolist(),
        }
    )

result = {
    "libraries": {
        "pillow": PIL.__version__,
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "libjpeg-turbo": features.version("libjpeg_turbo"),
    },
    "jpeg": jpeg,
    "png": pngs,
    "cmyk_jpeg": text(saved(rgb.convert("CMYK"), "JPEG")),
    "resampled": resampled,
}
path = pathlib.Path(__file__).resolve().parent / "images.json"
path.write_text(json.dumps(result, indent=1) + "\n")
