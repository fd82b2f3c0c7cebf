"""Gap junctions and projections in one network: the same bits for any threads, widths and cuts of the run."""

import numba
import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.engine.network import coupled, presynaptic

MS, MV, PA = pq.ms, pq.mV, pq.pA
DT, STEPS = 0.1 * MS, 300


def network_of(method):
    """Neurons with gap junctions, ones without, a source: spikes in all directions, of both signs, mixed delays."""
    hh = fn.hh_psc_alpha_gap(6, I_e=np.linspace(300, 900, 6) * PA)
    cells = fn.LIFRef(11, V_th=10 * MV)
    rule, noise = fn.connect.FixedProbability(0.5, seed=1), fn.PoissonSpikes(5, 300 * pq.Hz, seed=2)
    projections = [
        fn.Projection(hh, hh, rule, weight=fn.init.Uniform(-97 * PA, 113 * PA, seed=3),
                      delay=fn.init.Uniform(0.5 * MS, 2 * MS, seed=4)),
        fn.Projection(hh, cells, fn.connect.AllToAll(), fn.Expon(tau=5 * MS), fn.COBA(E=30 * MV), weight=0.037 * pq.S,
                      delay=0.7 * MS, stp=fn.STD(U=0.3)),
        fn.Projection(cells, hh, fn.connect.FixedInDegree(4, seed=5), fn.Alpha(tau=2 * MS), fn.COBA(E=-80 * MV),
                      weight=1.3 * pq.nS, delay=0.5 * MS),
        fn.Projection(noise, hh, fn.connect.FixedOutDegree(3, seed=6), weight=53 * PA, delay=0.6 * MS),
    ]  # fmt: skip
    junctions = fn.GapJunctions([0, 1, 2], [1, 2, 4], 20 * pq.nS, between=(hh, hh))
    return fn.Network([hh, cells], junctions, projections=projections, method=method), hh, cells


def ran(method, pieces=(STEPS,), **options):
    """Potentials and rasters of both groups, and g of a projection."""
    network, hh, cells = network_of(method)
    wanted = network.projections[1]
    found = []
    for steps in pieces:
        run = network.run(steps * DT, dt=DT, x={cells: 15 * pq.mA},
                          record={hh: ("spikes", "V"), cells: ("spikes", "V"), wanted: ("g",)}, **options)  # fmt: skip
        found.append([run[hh].spikes.raster(), run[cells].spikes.raster(), run[hh]["V"], run[cells]["V"],
                      run[wanted]["g"]])  # fmt: skip
    return [np.concatenate([np.asarray(part) for part in parts]) for parts in zip(*found, strict=True)]


@pytest.fixture(scope="module", params=["waveform", "lagged"])
def expected(request):
    return request.param, ran(request.param)


def test_something_happens(expected):
    _, (raster, other, V, _, g) = expected
    assert (raster.sum(axis=0) > 0).all() and (other.sum(axis=0) > 2).all()
    assert len(np.unique(V[-1])) == 6 and g.max() > 0.01


@pytest.mark.parametrize("pieces", [(1, 3, 296), (150, 150)])
def test_cuts(expected, pieces):
    """Also within an interval of waveform relaxation."""
    method, wanted = expected
    assert all(map(np.array_equal, ran(method, pieces), wanted))


def test_threads_and_widths(expected):
    method, wanted = expected
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        assert all(map(np.array_equal, ran(method, width=8), wanted))
    finally:
        numba.set_num_threads(before)


def test_segments_are_no_longer_than_lists_of_sources_may_be(expected, monkeypatch):
    method, wanted = expected
    steps, real = [], coupled.CoupledLoop.run
    monkeypatch.setattr(coupled.CoupledLoop, "run", lambda loop, *where: steps.append(where[1]) or real(loop, *where))
    monkeypatch.setattr(presynaptic, "AHEAD_BYTES", 12 * 13 * 10)  # some 10 spikes or lists in a step
    assert all(map(np.array_equal, ran(method), wanted))
    assert max(steps) == {"waveform": 10, "lagged": 12}[method] and sum(steps) == STEPS


def test_intervals_are_no_longer_than_the_shortest_delay():
    network, hh, cells = network_of("waveform")
    run = network.run(5 * MS, dt=DT, x={cells: 15 * pq.mA})
    assert run.interval_times[1] == 0.5 * MS and len(run.iterations) == 10 and run.converged.all()


def test_solvers_of_groups_with_junctions_choose_their_steps():
    network, hh, _ = network_of("lagged")
    with pytest.raises(fn.errors.ParameterError, match="solver must be"):
        network.run(5 * MS, dt=DT, solver={hh: "euler"})
