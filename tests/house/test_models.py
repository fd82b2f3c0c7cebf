"""A model is short: at most 60 lines with its docstring, 100 for those of NEST, which have synapses."""

import inspect

import pytest

import fastneuron as fn

MODELS = fn.models.registry()
MOST_LINES, MOST_OF_NEST = 60, 100


@pytest.mark.parametrize("name", MODELS)
def test_lines_of_a_model(name):
    model = MODELS[name]
    lines = len(inspect.getsource(model).splitlines())
    assert lines <= (MOST_LINES if model.fixed_steps() else MOST_OF_NEST)
