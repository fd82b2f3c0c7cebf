"""States that nothing moves are left out of the trial steps, with the bits that they would have had."""

from unittest import mock

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.kernel.equations import evaluate
from fastneuron.engine.population import Population
from fastneuron.models import registry

MODELS = {name: model for name, model in registry().items() if model.synaptic}


@pytest.mark.parametrize("model", MODELS)
def test_synaptic_states_stay_at_zero(model):
    declared = MODELS[model]
    values = {name: parameter.default for name, parameter in declared.parameters.items()}
    values |= dict.fromkeys(declared.synaptic, 0.0)
    for name in declared.synaptic:
        assert evaluate(declared, f"d{name}", values) == 0.0  # nothing else is asked for
        arrives = declared.equation(f"next_{name}")
        assert arrives is None or "I" not in arrives[1]


def run(model, **options):
    group = getattr(fn, model)(20)
    result = group.run(10 * pq.ms, dt=0.1 * pq.ms, x=np.linspace(0, 900, 20) * pq.pA, record=("spikes", "V"), **options)
    return group, result


@pytest.mark.parametrize("model", MODELS)
def test_the_bits_are_those_of_all_states(model):
    group, left_out = run(model)
    assert group.population.still() == group.model.synaptic
    with mock.patch.object(Population, "still", lambda self: ()):
        other, all_states = run(model)
    assert np.array_equal(left_out["V"], all_states["V"]) and left_out.spikes.counts.sum() > 0
    for name in group.model.states:
        assert np.array_equal(getattr(group, name), getattr(other, name)), name


def test_they_move_from_the_first_input_on():
    first, second, dt = fn.hh_psc_alpha_gap(3), fn.hh_psc_alpha_gap(3), 0.1 * pq.ms
    soon, later = (fn.Events([time] * pq.ms, [1], 100 * pq.pA, since="run") for time in (0.5, 2.5))
    first.run(2 * pq.ms, dt=dt)
    first.run(1 * pq.ms, dt=dt, delta=soon)
    moved = np.asarray(first.J_syn_ex)
    assert moved[1] > 0 and moved[0] == moved[2] == 0 and first.population.still() == ()
    first.run(2 * pq.ms, dt=dt)
    second.run(5 * pq.ms, dt=dt, delta=later)
    assert np.asarray(first.I_syn_ex)[1] > 0
    for name in first.model.states:
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
