"""A network of projections has the same bits for any threads, blocks, widths and cuts of the run."""

from unittest import mock

import numba
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.network import members, trial

MS, MV = pq.ms, pq.mV
DT, STEPS, FIRST, SECOND = 0.1 * MS, 400, 97, 41


def network_of(dtype, extra=False):
    """Two groups: conductances with a delay each, delta synapses with one weight, random spikes from outside.

    Synapses that saturate, from neurons and from outside, both those that are summed up and those that are not.
    """
    cells = fn.LIFRef(FIRST, V_rest=-60 * MV, V_th=-50 * MV, V_reset=-60 * MV, tau=20 * MS, tau_ref=2 * MS, dtype=dtype)
    others = fn.LIF(SECOND, V_rest=-60 * MV, V_th=-50 * MV, V_reset=-60 * MV, tau=10 * MS, dtype=dtype)
    for group in (cells, others):
        group.init_state()
        group.V = np.linspace(-60, -50.1, *group.in_size) * MV
    rule = fn.connect.FixedProbability(0.2, seed=3)
    expon, noise = fn.Expon(tau=5 * MS), fn.PoissonSpikes(30, 200 * pq.Hz, seed=4)
    projections = [
        fn.Projection(cells[:60], cells, rule, expon, fn.COBA(E=0 * MV), weight=0.037 * pq.S,
                      delay=fn.init.Uniform(0.3 * MS, 2 * MS, seed=5)),
        fn.Projection(cells[60:], others, rule, fn.Alpha(tau=3 * MS), fn.COBA(E=-80 * MV), weight=0.113 * pq.S,
                      delay=0.7 * MS),
        fn.Projection(others, cells[10:50], fn.connect.FixedInDegree(7, seed=6), weight=-0.37 * MV, delay=0.3 * MS),
        fn.Projection(noise, others, fn.connect.FixedOutDegree(5, seed=7), weight=1.7 * MV, delay=0.4 * MS,
                      stp=fn.STD(U=0.1)),
        fn.Projection(cells[5:90], others[:30], rule, fn.BioNMDA(), fn.MgBlock(), weight=0.0037 * pq.S,
                      delay=fn.init.Uniform(0.3 * MS, 1 * MS, seed=8)),
        fn.Projection(noise[7:], others, rule, fn.AMPA(), fn.COBA(E=0 * MV), weight=0.0013 * pq.S, delay=0.3 * MS),
    ]  # fmt: skip
    if extra:
        projections.append(fn.Projection(others, others, fn.connect.AllToAll(), weight=0.0 * MV, delay=0.1 * MS))
    return fn.Network([cells, others], projections=projections), cells, others


def ran(dtype, pieces=(STEPS,), extra=False, **options):
    """Rasters and potentials of both groups, states and outputs of synapses every third step."""
    network, *groups = network_of(dtype, extra)
    names, found = {0: "g", 1: "h", 4: "x", 5: "g"}, []
    record = {network.projections[n]: (name, "output") for n, name in names.items()}
    record |= dict.fromkeys(groups, ("spikes", "V"))
    for steps in pieces:
        run = network.run(steps * DT, dt=DT, x=12 * pq.mA, record=record, every=3 * DT, **options)
        pairs = [(run[group].spikes.raster(), np.asarray(run[group]["V"])) for group in groups]
        pairs += [(run[key][name], run[key]["output"]) for key, (name, _) in record.items() if key not in groups]
        found.append([np.asarray(part) for pair in pairs for part in pair])
    return [np.concatenate(parts) for parts in zip(*found, strict=True)]


@pytest.fixture(scope="module", params=[np.float32, np.float64], ids=["float32", "float64"])
def expected(request):
    return request.param, ran(request.param)


def assert_same(found, expected):
    assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


def test_something_happens(expected):
    _, (raster, V, other_raster, other_V, *synapses) = expected
    assert raster.sum() > 50 and other_raster.sum() > 50 and len({*V[70]}) > 90 and len({*other_V[70]}) > 30
    assert all(len({*values[120]}) > 15 for values in synapses) and len(synapses) == 8


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("least", [7, 30])
def test_threads_and_blocks(expected, threads, least):
    """More blocks than threads, and gangs that are not whole at their ends."""
    dtype, wanted = expected
    with mock.patch.object(members, "LEAST", least), mock.patch.object(members, "threads_here", lambda: 5):
        with mock.patch.object(trial.Trial, "AGAIN", 1 if threads == 1 else 64):
            before = numba.get_num_threads()
            numba.set_num_threads(min(threads, before))
            assert_same(ran(dtype, width=8), wanted)
            numba.set_num_threads(before)


@pytest.mark.parametrize("width", [1, 64])
def test_widths(expected, width):
    dtype, wanted = expected
    assert_same(ran(dtype, width=width), wanted)


@pytest.mark.parametrize("pieces", [(1, 2, 7, 390), (200, 200)])
def test_cuts(expected, pieces):
    dtype, wanted = expected
    assert_same(ran(dtype, pieces), wanted)


def test_another_projection_that_does_nothing(expected):
    """It makes intervals of one step; a delta input of 0 is not added where there was none before."""
    dtype, wanted = expected
    assert_same(ran(dtype, extra=True), wanted)
