"""Every stored trace of the reference's synapses and short-term plasticity, to 1e-12."""

import functools
import json
import pathlib

import numpy as np
import pytest

from fastneuron.engine.kernel import synaptic
from fastneuron.synapses import PlasticityModel, registry
from fastneuron.units import refractory_steps

FILE = pathlib.Path(__file__).parent / "brainpy" / "Synapses.npz"
TOLERANCE = 1e-12


@functools.cache
def archive():
    return np.load(FILE)


CASES = json.loads(str(archive()["__cases__"]))


def case(name):
    """The declaration, the parameters, the stored fields and the step size."""
    fields = {key[len(name) + 1 :]: archive()[key] for key in archive().files if key.startswith(f"{name}/")}
    model = registry()[name]
    parameters = {key: fields.get(f"param/{key}", np.float64(p.default)) for key, p in model.parameters.items()}
    return model, parameters, fields, json.loads(str(fields["meta"]))["dt"]


def concentrations(spikes, height, duration, dt):
    """The transmitter in each step: the height in the step of a spike, and while less than the duration has passed."""
    hold, since = refractory_steps(duration, dt), np.full(spikes.shape[1], np.inf)
    for spiked in spikes:
        since = np.where(spiked, 0, since + 1)
        yield np.where(since < hold, height, 0.0)


def steps_of_synapse(model, parameters, fields, dt):
    """Output and states after each step."""
    spikes = fields["spikes"].astype(float)
    states = {name: np.zeros(spikes.shape[1]) for name in model.states}
    pulses = [None] * len(spikes)
    if model.pulse:
        pulses = concentrations(spikes, *(parameters[name] for name in model.pulse), dt)
    for spiked, C in zip(spikes, pulses, strict=True):
        arrived = spiked * fields["weight"][0] if model.arriving() else None
        states = synaptic.advanced(model, states, parameters, arrived, dt, C)
        yield synaptic.given(model, states, parameters), states


def steps_of_plasticity(model, parameters, fields, dt):
    """The same of short-term plasticity, which is computed at spikes only."""
    spikes = fields["spikes"].astype(bool)
    kept = {name: np.ones(spikes.shape[1]) if name == "x" else parameters["U"] for name in model.states}
    last = np.full(spikes.shape[1], -1.0)
    for step, spiked in enumerate(spikes):
        amount, after = synaptic.released(model, kept, parameters, step - last, dt)
        kept = {name: np.where(spiked, after[name], kept[name]) for name in kept}
        last[spiked] = step
        yield np.where(spiked, amount, 0.0), synaptic.passed(model, kept, parameters, step - last, dt)


@pytest.mark.parametrize("name", CASES)
def test_reference_traces(name):
    model, parameters, fields, dt = case(name)
    steps = steps_of_plasticity if issubclass(model, PlasticityModel) else steps_of_synapse
    rows = list(steps(model, parameters, fields, dt))
    rows = [rows[step] for step in fields["rec"]]
    assert np.allclose([output for output, _ in rows], fields["output"], rtol=TOLERANCE, atol=TOLERANCE)
    for state in model.states:
        ours = [states[state] for _, states in rows]
        assert np.allclose(ours, fields[f"trace/{state}"], rtol=TOLERANCE, atol=TOLERANCE), state


def test_all_cases_are_there():
    assert {"Expon", "DualExpon", "Alpha", "AMPA", "GABAa", "BioNMDA", "STP", "STD"} <= set(CASES)
