"""Writes arrays.json: small files of NumPy, and what NumPy itself reads from them.

Usage: python arrays.py
"""

import base64
import io
import json
import pathlib
import zipfile

import numpy

here = pathlib.Path(__file__).resolve().parent
draw = numpy.random.default_rng(5)


def npz(compressed=False, **arrays):
    buffer = io.BytesIO()
    (numpy.savez_compressed if compressed else numpy.savez)(buffer, **arrays)
    return buffer.getvalue()


def npy(array, version=None):
    buffer = io.BytesIO()
    numpy.lib.format.write_array(buffer, numpy.asanyarray(array), version=version)
    return buffer.getvalue()


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name + ".npy"), content)
    return buffer.getvalue()


def levels(values):
    if values.dtype == numpy.uint8:
        return values
    return numpy.floor(values.astype(numpy.float64) * 255 + 0.5).astype(int)


def case(files, x_train, y_train, x_test, y_test):
    shape = {2: (1, x_train.shape[1], 1)}.get(x_train.ndim, (*x_train.shape[1:], 1)[:3])
    return {
        "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
        "shape": list(shape),
        "training": {"pixels": levels(x_train).ravel().tolist(), "labels": y_train.ravel().tolist()},
        "test": {"pixels": levels(x_test).ravel().tolist(), "labels": y_test.ravel().tolist()},
    }


def images(*shape):
    return draw.integers(0, 256, shape, dtype=numpy.uint8)


grey, grey_test = images(4, 2, 3), images(2, 2, 3)
colour, colour_val, colour_test = images(5, 2, 2, 3), images(3, 2, 2, 3), images(2, 2, 2, 3)
labels, labels_test = numpy.array([0, 1, 2, 0]), numpy.array([2, 1])
named = {"x_train": grey, "y_train": labels, "x_test": grey_test, "y_test": labels_test}
cases = {
    "keras": case({"mnist.npz": npz(**named)}, *named.values()),
    "compressed": case({"data.npz": npz(compressed=True, **named)}, *named.values()),
    "upper case": case(
        {"data.npz": npz(X_train=grey, Y_train=labels, X_test=grey_test, Y_test=labels_test)}, *named.values()),
    "a file for each split": case({
        "train.npz": npz(images=grey, labels=labels),
        "test.npz": npz(x=grey_test, y=labels_test)}, *named.values()),
    "a file for each array": case(
        {name + ".npy": npy(array) for name, array in named.items()}, *named.values()),
    "others beside": case(
        {"data.npz": npz(names=numpy.array(["a", None], dtype=object), seed=numpy.float64(3), **named)},
        *named.values()),
}
validated = numpy.array([[0], [1], [2], [3], [1]], dtype=numpy.uint8), numpy.array([[4], [0], [4]], dtype=numpy.uint8)
cases["with validation, labels in a column"] = case(
    {"medmnist.npz": npz(
        compressed=True, train_images=colour, train_labels=validated[0], val_images=colour_val,
        val_labels=validated[1], test_images=colour_test, test_labels=numpy.array([[1], [4]], dtype=numpy.uint8))},
    numpy.concatenate([colour, colour_val]), numpy.concatenate(validated), colour_test, numpy.array([1, 4]))
for code in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"]:
    features = draw.random((4, 5)).astype(code)
    features[0, :2] = 0, 1
    arrays = features, labels, draw.random((2, 5)).astype(code), labels_test
    cases["features " + code] = case({"data.npz": npz(**dict(zip(named, arrays)))}, *arrays)
for code in ["i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8", ">i8", "<u8", ">u8"]:
    arrays = grey, labels.astype(code), grey_test, labels_test.astype(code)
    cases["labels " + code] = case({"data.npz": npz(**dict(zip(named, arrays)))}, *arrays)
for version in [(1, 0), (2, 0), (3, 0)]:
    files = zipped(**{name: npy(array, version) for name, array in named.items()})
    cases["version %d.%d" % version] = case({"data.npz": files}, *named.values())

# What is wrong with each stands in the test.
records = numpy.zeros(4, dtype=[("class", "<i4"), ("weight", "<f4")])
wrong = {
    "objects": {"y_train": numpy.array([0, None, "a", 2], dtype=object)},
    "records": {"y_train": records},
    "text": {"y_train": numpy.array(["a", "b", "c", "a"])},
    "complex": {"x_train": grey.astype(numpy.complex64)},
    "truths": {"x_train": grey > 100},
    "whole numbers": {"x_train": grey.astype(numpy.int64)},
    "columns first": {"x_train": numpy.asfortranarray(grey)},
    "channels first": {"x_train": numpy.zeros((4, 3, 32, 32), numpy.uint8)},
    "five dimensions": {"x_train": grey[None, None]},
    "one dimension": {"x_train": grey[:, 0, 0]},
    "a scalar": {"y_train": numpy.int64(3)},
    "none": {"x_train": grey[:0], "y_train": labels[:0]},
    "no pixels": {"x_train": grey[:, :0]},
    "too bright": {"x_train": grey / numpy.float32(128)},
    "not a number": {"x_train": numpy.where(grey == grey.max(), numpy.nan, 0.5)},
    "negative": {"x_train": numpy.full((4, 2, 3), -0.25)},
    "fewer labels": {"y_train": labels[:3]},
    "one-hot labels": {"y_train": numpy.eye(3, dtype=numpy.int64)[labels]},
    "float labels": {"y_train": labels / 1.0},
    "negative label": {"y_train": labels - 1},
    "huge label": {"y_train": numpy.array([0, 1, 2, 2**64 - 1], dtype=numpy.uint64)},
    "many classes": {"y_train": numpy.array([0, 1, 10_000, 2])},
    "test class": {"y_test": numpy.array([2, 3])},
    "test shape": {"x_test": images(2, 3, 2)},
    "twice": {"train_images": grey},
}
refused = {name: base64.b64encode(npz(**{**named, **change})).decode() for name, change in wrong.items()}
for name in named:
    refused["without " + name] = base64.b64encode(npz(**{k: v for k, v in named.items() if k != name})).decode()
result = {"numpy": numpy.__version__, "cases": cases, "refused": refused}
(here / "arrays.json").write_text(json.dumps(result, indent=1) + "\n")
