"""A model is short: at most 60 lines with its docstring."""

import inspect

import pytest

import fastneuron as fn

MOST_LINES = 60
COUNTED = {name: len(inspect.getsource(model).splitlines()) for name, model in fn.models.registry().items()}
# model -> why it may be longer
LONG_FOR_A_REASON = {"hh_psc_alpha_gap": "three channels and two synapses of NEST's model, ten states"}


@pytest.mark.parametrize("name", COUNTED)
def test_lines_of_a_model(name):
    assert COUNTED[name] <= MOST_LINES or name in LONG_FOR_A_REASON


def test_exceptions_are_needed():
    assert not [name for name in LONG_FOR_A_REASON if COUNTED.get(name, MOST_LINES + 1) <= MOST_LINES]
