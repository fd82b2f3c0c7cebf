"""Surrogate gradients against those of braintools 0.4.0 in float64, stored in brainpy/Surrogates.npz.

Each class with its defaults and with other parameters, at 125 points including 0 and the corners. The largest
difference is 4e-15 of max(1, |value|), where we have a recurrence for the sum of cosines; else 1e-15.
"""

import functools
import json
from pathlib import Path

import numpy as np
import pytest

from fastneuron import surrogate

FILE = Path(__file__).parent / "brainpy" / "Surrogates.npz"
CASES = [f"{name}_{i}" for name in surrogate.__all__ if name[0].isupper() for i in (0, 1)][2:]
TOLERANCE = 1e-14


@functools.cache
def _stored():
    with np.load(FILE) as stored:
        return dict(stored)


def _case(case):
    """The surrogate of a case, and its points and values by name."""
    start = f"{case}/"
    fields = {key.removeprefix(start): value for key, value in _stored().items() if key.startswith(start)}
    meta = json.loads(str(fields.pop("meta")))
    return getattr(surrogate, meta["surrogate"])(**meta["params"]), meta, fields


def _assert_close(values, expected):
    error = np.abs(values - expected) / np.maximum(1, np.abs(expected))
    assert error.max() <= TOLERANCE, f"{error.max()} at index {error.argmax()}"


def test_every_stored_case_is_tested_and_every_class_stored():
    assert len(CASES) == 36 and sorted(json.loads(str(_stored()["__cases__"]))) == sorted(CASES)


@pytest.mark.parametrize("case", CASES)
def test_gradient(case):
    spike, _, stored = _case(case)
    _assert_close(spike.surrogate_grad(stored["x"]), stored["grad"])


@pytest.mark.parametrize("case", CASES)
def test_primitive(case):
    spike, _, stored = _case(case)
    if "primitive" in stored:
        _assert_close(spike.surrogate_fun(stored["x"]), stored["primitive"])
    else:
        with pytest.raises(NotImplementedError, match="has no surrogate_fun, only surrogate_grad"):
            spike.surrogate_fun(stored["x"])


@pytest.mark.parametrize("case", CASES)
def test_defaults(case):
    spike, meta, _ = _case(case)
    assert (spike == type(spike)()) is meta["default"]
