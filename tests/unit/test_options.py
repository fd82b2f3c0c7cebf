"""The table of run options: who reads it."""

import dataclasses
import inspect

import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.cli.config import ENTRIES
from fastneuron.errors import UnknownNameError
from fastneuron.models import registry
from fastneuron.runs.options import ADAPTIVE, DEFAULTS, NAMES, SWEPT, RunOptions, documented
from fastneuron.sweeping.names import ARGUMENTS

LIF = registry()["LIF"]


def test_documentation_of_runs_and_sweeps_lists_every_option():
    assert all(f"- ``{name}`` : " in fn.Neurons.run.__doc__ for name in NAMES)
    listed = [name for name in NAMES if f"- ``{name}`` : " in fn.sweep.__doc__]
    assert tuple(listed) == SWEPT and set(SWEPT) <= set(ENTRIES)
    assert all(len(line) <= 120 for line in fn.Neurons.run.__doc__.splitlines())


def test_a_misspelt_argument_of_a_sweep_is_none_of_its_parameters():
    named = [name for name in inspect.signature(fn.sweep).parameters if name != "others"]
    assert set(ARGUMENTS) == {*named, *SWEPT}
    run = dict(duration=1 * pq.ms, dt=0.1 * pq.ms)
    with pytest.raises(UnknownNameError, match="no argument 'sed'. Did you mean 'seed'. Known: seed, ") as raised:
        fn.sweep(fn.LIF, {"x": [1, 2] * pq.mA}, sed=1, **run)
    assert "V_th" not in raised.value.known
    with pytest.raises(UnknownNameError, match="no parameter 'tua'. Did you mean 'tau'. Known: tau, ") as raised:
        fn.sweep(fn.LIF, {"x": [1, 2] * pq.mA}, tua=1 * pq.ms, **run)
    assert "seed" not in raised.value.known


def test_no_option_is_an_argument_by_itself():
    assert not set(NAMES) & set(inspect.signature(fn.Neurons.run).parameters)
    assert set(ADAPTIVE) <= set(SWEPT)


def test_defaults_are_valid_and_resolved():
    options = RunOptions.checked("LIF.run", LIF, {})
    assert {name: getattr(options, name) for name in NAMES} == DEFAULTS | {"solver": "exponential_euler"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.seed = 1


def test_an_unknown_option_has_a_nearest_name():
    with pytest.raises(UnknownNameError, match="seed"):
        fn.LIF(1).run(1 * pq.ms, dt=1 * pq.ms, sed=1)


def test_documentation_may_be_missing():
    def bare():
        pass

    assert documented()(bare).__doc__ is None
