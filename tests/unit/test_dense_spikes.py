"""Spikes as numbers of a layer: those of the list, for every width of gangs and number of neurons."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.gradients.raster import Raster


@pytest.mark.parametrize("width", [1, 2, 4, 8, 32])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_all_widths(width, dtype):
    for neurons in (1, 31, 40) if dtype == "float32" else (33,):
        raster, x = Raster(dtype), np.random.default_rng(neurons).random((150, neurons)) * 5 * pq.mA
        options = dict(dt=0.5 * pq.ms, x=x, record=("spikes",), measures=(raster,), width=width)
        run = fn.LIF(neurons, dtype=dtype).run(75 * pq.ms, **options)
        assert raster.spikes.dtype == dtype and np.array_equal(raster.spikes, run.spikes.raster())
        assert raster.spikes.sum() > 0
