"""Writes golden.safetensors with the Python package safetensors."""

import pathlib

import numpy
from safetensors.numpy import save_file

save_file(
    {
        "weight": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4,
        "exact": numpy.array([1 / 3, -0.0, 1e300], dtype=numpy.float64),
        "step": numpy.array(7, dtype=numpy.int64),
        "mask": numpy.array([True, False, True]),
        "pixels": numpy.array([[0, 255]], dtype=numpy.uint8),
        "empty": numpy.zeros((0, 4), dtype=numpy.float32),
        'naïve "name"\n': numpy.array([1], dtype=numpy.float32),
    },
    pathlib.Path(__file__).with_name("golden.safetensors"),
    {"origin": 'safetensors "Python" \\ ünïcode\t\x01'},
)
