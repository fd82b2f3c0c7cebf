"""Every stored trace of NEST: spikes in the same steps, states within the stated tolerance."""

import numpy as np
import pytest

import fastneuron as fn
from golden.nest_cases import NestCase, case_names

WIDTH = 8  # compiles faster than wider gangs, with the same bits
TOLERANCE = {"hh_cond_exp_traub": 1e-5, "hh_cond_beta_gap_traub": 1e-5}  # of V in mV and of gates; else 1e-6
RELAXED = 1e-4  # the tolerance of the relaxation
# From -250 mV the rate of h is 10,000 / ms while h rests at 1: its steps are as long as they can be stable, and what is
# left of h - 1 are rounding errors that grow to the tolerance, 1e-3. Nothing else depends on them.
ROUNDING_ERRORS = {("hh_cond_exp_traub", "vinit0", "Inact_h"): 2e-3}


def cases():
    """The cases of a model on one worker of pytest-xdist, which compiles its kernel once."""
    found = []
    for path, name in case_names():
        case = NestCase(path, name)
        group = pytest.mark.xdist_group(case.meta["model"])
        found.append(pytest.param(case, id=f"{path.stem}-{name}", marks=group))
    return found


@pytest.mark.filterwarnings("ignore::fastneuron.ConvergenceWarning")  # in a few intervals of NEST's too
@pytest.mark.parametrize("case", cases())
def test_traces(case):
    result = case.run(width=WIDTH)
    assert not result.status.any()
    if not case.finite:  # NEST itself ends in NaN; the same start is harmless here
        assert all(np.isfinite(np.asarray(result[name])).all() for name in case.names())
        return
    assert np.array_equal(result.spikes.step + 1, case.fields["spike_steps"])
    assert np.array_equal(result.spikes.index, case.fields["spike_senders"])
    model = case.meta["model"]
    for name in case.names():
        tolerance = RELAXED if case.relaxed else TOLERANCE.get(model, 1e-6)
        tolerance = ROUNDING_ERRORS.get((model, case.meta["name"], name), tolerance)
        ours = np.asarray(result[name])[case.fields["steps"] - 1].T
        assert np.abs(ours - case.fields[name]).max() <= tolerance, name


def test_all_groups_are_there():
    models = {"hh_psc_alpha_gap", "hh_psc_alpha", "hh_cond_exp_traub"}
    stems = {path.stem for path, _ in case_names()}
    assert {m + kind for m in models for kind in ("", "_inputs", "_hetero", "_vinit", "_net")} <= stems
    assert all(hasattr(fn, model) for model in models)
