"""The bits are the same for any number of threads."""

import numba
import numpy as np
import pytest

from oracle.setups import Setup, same


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="there is one thread only")
@pytest.mark.parametrize(("model", "dtype"), [("AdExIFRef", np.float64), ("LIFRef", np.float32)])
def test_threads(model, dtype):
    before, found = numba.get_num_threads(), []
    try:
        for threads in (1, 2):
            numba.set_num_threads(threads)
            setup = Setup(model, neurons=1000)
            inputs = setup.group_inputs(setup.currents())
            found.append(setup.run(setup.group(dtype), inputs))
    finally:
        numba.set_num_threads(before)
    one, two = found
    assert one.spikes.counts.any() and np.array_equal(one.spikes.raster(), two.spikes.raster())
    assert all(same(one[name], two[name]) for name in setup.model.states)
