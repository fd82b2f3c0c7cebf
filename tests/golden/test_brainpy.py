"""Every stored trace of the reference: the same spikes in the same steps, the same states within its tolerance."""

import numpy as np
import pytest

from golden.cases import Case, case_names


def close(ours, reference, tolerance):
    """Where the error is within the tolerance, relative above 1."""
    error = np.abs(ours - reference)
    return error <= tolerance * np.maximum(1.0, np.abs(reference))


def cases():
    """Every case, those of a model together on one worker of pytest-xdist."""
    return [pytest.param(*case, marks=pytest.mark.xdist_group(case[0])) for case in case_names()]


@pytest.mark.parametrize(("model", "name"), cases())
def test_reference_traces(model, name):
    case = Case(model, name)
    if case.held_by_rounding():
        pytest.skip("the reference decided by rounding how long to hold: see test_exact_refractoriness")
    group, result = case.run()
    assert np.array_equal(result.spikes.raster(), case.fields["spikes"])
    rows = case.fields["rec"]
    for state, trace in case.part("trace").items():
        ours = np.asarray(result[state])[rows]
        assert close(ours, trace.astype(float), case.tolerance()).all(), state
    for state, final in case.part("final").items():
        ours = np.asarray(getattr(group, state))
        assert close(ours, final.astype(float), case.tolerance()).all(), state
