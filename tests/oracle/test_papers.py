"""Models of fixed steps against equations that were written down independently: `papers` and `oscillating`.

Two ways to write one formula differ by rounding, which stays below 1e-11 of a value (measured: 2e-12). The upstroke of
ExpIF multiplies it by the soft reset's overshoot, and HindmarshRose at each of its spikes: 4e-7 was measured.
"""

import numpy as np
import pytest

from oracle import oscillating, papers
from oracle.setups import Setup
from oracle.test_oracle import MODELS

FAMILIES = vars(oscillating) | vars(papers) | {"IF": papers.LIF, "QuaIFRef": papers.QuaIF}
STEEP = dict.fromkeys(("ExpIF", "ExpIFRef", "HindmarshRose"), 2e-6)
OWN = {name: FAMILIES.get(name) or FAMILIES[name.removesuffix("Ref")] for name in MODELS}


def run(setup, inputs, hard):
    """Spikes and states of a setup by the papers."""
    neurons = OWN[setup.model.__name__](setup.parameters, setup.states, setup.dt, hard)
    spikes, traces, at = [], {name: [] for name in setup.states}, setup.oracle_inputs(inputs, np.float64)
    with np.errstate(all="ignore"):
        for k in range(setup.steps):
            given = at(k)
            g, E = zip(*given["pairs"], strict=True) if given["pairs"] else ((), ())
            spikes.append(neurons.step(sum(given["x"]), sum(given["delta"]), g, E))
            for name, trace in traces.items():
                trace.append(neurons.y[name])
    return np.array(spikes), {name: np.array(trace) for name, trace in traces.items()}


def agree(model, found, expected):
    """Whether all states do, relative to their size; they are finite in the same places."""
    for name, trace in expected.items():
        ours, good = np.asarray(found[name]), np.isfinite(trace)
        assert np.array_equal(np.isfinite(ours), good), name
        distance = np.abs(ours[good] - trace[good]) / (1 + np.abs(trace[good]))
        assert distance.max() < STEEP.get(model, 1e-11), name


@pytest.mark.parametrize("model", MODELS)
def test_kernels_follow_the_papers(model):
    """With a hard reset and conductances; the kernel is that of `test_oracle`."""
    setup = Setup(model)
    inputs = setup.conductances()
    spikes, traces = run(setup, inputs, hard=True)
    result = setup.run(setup.group(np.float64, "hard"), setup.group_inputs(inputs))
    assert spikes.any() and np.array_equal(result.spikes.raster(), spikes)
    agree(model, result, traces)


@pytest.mark.parametrize("model", MODELS)
def test_the_oracle_follows_the_papers(model):
    """With a soft reset, currents and delta inputs."""
    setup = Setup(model, neurons=60, steps=80)
    inputs = setup.currents()
    spikes, traces = run(setup, inputs, hard=False)
    found, ours = setup.oracle(np.float64).run(setup.steps, setup.oracle_inputs(inputs, np.float64))
    assert (spikes.any() or model == "MorrisLecar") and np.array_equal(found, spikes)
    agree(model, ours, traces)
