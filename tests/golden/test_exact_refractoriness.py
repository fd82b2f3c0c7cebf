"""Cases with a refractory period that is a multiple of the step, where the reference's rounding decides.

The reference holds a neuron while ``k*dt - k_spike*dt < tau_ref`` in floating point, so it holds n - 1 or n steps of
``tau_ref = n*dt``, depending on k. Here it is n - 1, always: checked against the oracle, which counts with fractions,
and against the reference up to the first step at which its rounding decides otherwise.
"""

import functools

import numpy as np
import pytest

from golden.cases import Case, case_names
from golden.test_brainpy import close
from oracle.oracle import Oracle, steps_held

CASES = [names for names in case_names() if Case(*names).held_by_rounding()]
STEPS = 120  # of the oracle, which takes 10 ms for one
SHARES = {"ref_exact": 0.08, "ref_mixed": 0.6, "quirk_runaway": 0.8, "default_hard": 0.6}  # of all steps


@functools.cache
def case_and_result(model, name):
    """A case, and the result of our run of it."""
    case = Case(model, name)
    return case, case.run()[1]


def oracle_of(case):
    """The slow reference with the parameters and the initial state of a case."""
    group = case.group()
    states = {name: case.part("init")[name] for name in group.model.states}
    return Oracle(group.model, case.part("param"), states, case.dt, np.float64, case.meta["spk_reset"])


@pytest.mark.parametrize(("model", "name"), CASES)
def test_the_oracle_with_the_exact_rule(model, name):
    case, result = case_and_result(model, name)
    x = np.broadcast_to(np.asarray(case.inputs()["x"]), (case.steps, case.neurons))
    spikes, traces = oracle_of(case).run(STEPS, lambda k: {"x": [x[k]]})
    assert spikes.any()
    assert np.array_equal(result.spikes.raster()[:STEPS], spikes)
    for state, trace in traces.items():
        assert np.array_equal(np.asarray(result[state])[:STEPS], trace), state


def first_decided_by_rounding(spikes, tau_ref, dt):
    """The first step in which rounding holds a neuron other than the exact rule does; the number of steps if none."""
    hold, last = steps_held(tau_ref, dt), None
    for k in range(len(spikes)):
        if last is not None and (k * dt - last * dt < tau_ref) != (k - last < hold):
            return k
        last = k if spikes[k] else last
    return len(spikes)


@pytest.mark.parametrize(("model", "name"), CASES)
def test_the_reference_until_its_rounding_decides(model, name):
    case, result = case_and_result(model, name)
    raster, rows = result.spikes.raster(), case.fields["rec"]
    tau_ref = np.broadcast_to(case.part("param")["tau_ref"], case.neurons)
    compared = 0
    for n in range(case.neurons):
        end = first_decided_by_rounding(raster[:, n], float(tau_ref[n]), case.dt)
        assert end == first_decided_by_rounding(case.fields["spikes"][:, n], float(tau_ref[n]), case.dt)
        before = rows < end
        compared += end
        assert np.array_equal(raster[:end, n], case.fields["spikes"][:end, n])
        for state, trace in case.part("trace").items():
            ours = np.asarray(result[state])[rows[before], n]
            assert close(ours, trace[before, n].astype(float), case.tolerance()).all(), (state, n)
    assert compared > SHARES[name] * raster.size
