"""Every model's kernel against the oracle: the same spikes and the same states, bit for bit."""

import json
from pathlib import Path

import numpy as np
import pytest

import fastneuron as fn
from fastneuron.simd import constant, dual, exp, tangent, where
from hashes import of
from oracle.oracle import steps_held
from oracle.setups import Setup, same

MODELS = [name for name, model in fn.models.registry().items() if model.fixed_steps()]
DTYPES = (np.float64, np.float32)
# Not all eight for each model: a reset, an input and a dtype know nothing of each other in what is generated.
BITS = Path(__file__).parents[1] / "golden" / "bits.json"  # of what is run here, on whatever machine
CASES = [("soft", "currents", np.float32), ("hard", "conductances", np.float64)]
WIDTHS = {np.float32: None, np.float64: 4}  # as wide as ever, and narrow: the same bits, compiled in half the time


@pytest.mark.parametrize(("spk_reset", "kind", "dtype"), CASES, ids=["soft currents", "hard conductances"])
@pytest.mark.parametrize("model", MODELS)
def test_kernel_equals_oracle(model, spk_reset, kind, dtype):
    setup = Setup(model)
    inputs = getattr(setup, kind)()
    oracle = setup.oracle(dtype, spk_reset)
    spikes, traces = oracle.run(setup.steps, setup.oracle_inputs(inputs, dtype))
    result = setup.run(setup.group(dtype, spk_reset), setup.group_inputs(inputs), width=WIDTHS[dtype])
    assert spikes.any() and not spikes.all()
    assert np.array_equal(result.spikes.raster(), spikes)
    for state, trace in traces.items():
        assert same(result[state], trace), state
    assert of(result, setup.model.states) == json.loads(BITS.read_text())[key(model, spk_reset, kind, dtype)]


def key(model, spk_reset, kind, dtype):
    """What a result is called in the file."""
    return f"{model} {spk_reset} {kind} {np.dtype(dtype).name}"


def test_a_period_is_exact_for_decimals():
    assert [steps_held(tau, 0.1) for tau in (0.0, 0.05, 0.1, 0.3, 1.73, 2.0)] == [1, 1, 1, 3, 18, 20]
    assert [steps_held(tau, 0.05) for tau in (0.1, 0.15, 1.7)] == [2, 3, 34]


@pytest.mark.parametrize("dtype", DTYPES)
def test_dividing_by_a_constant_multiplies_by_its_reciprocal(dtype):
    x, tau = dtype(5.0), constant(dtype(49.0))
    reciprocal = dtype(1.0) / dtype(49.0)
    assert x / tau == x * reciprocal != dtype(5.0) / dtype(49.0)
    assert x / (2.0 * tau) == x * (dtype(1.0) / dtype(98.0))
    assert x / exp(tau) == x * (dtype(1.0) / exp(dtype(49.0)))
    assert (x / tau).dtype == dtype and not hasattr(x / tau, "value")
    assert x / where(x > 0, tau, 0.0) == x / dtype(49.0), "a choice may change: it is no constant"


def test_constants_mix_with_arrays_and_dual_numbers():
    tau = constant(np.array([49.0, 2.0]))
    assert np.array_equal(np.array([5.0, 3.0]) / tau, [5.0 * (1.0 / 49.0), 1.5])
    slope = (3.0 - dual(np.float64(1.0), 1.0)) / tau
    assert np.array_equal(tangent(slope).value, [-1.0 / 49.0, -0.5])
    assert np.array_equal(np.array([50.0, 1.0]) > tau, [True, False])
