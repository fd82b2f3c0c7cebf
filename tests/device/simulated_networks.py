"""Networks in the CUDA simulator: the bits of the CPU."""

import signal
import threading
from unittest import mock

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from device.simulator import simulator as simulator
from fastneuron.engine import host
from fastneuron.engine.cuda import deliver, device
from fastneuron.engine.cuda.device import Device
from fastneuron.engine.cuda.network import DeviceLoop
from fastneuron.engine.network import spiking
from oracle.setups import same

MS, MV, DT, STEPS = pq.ms, pq.mV, 0.1 * pq.ms, 16
EXPON, EXCITING = fn.Expon(tau=5 * MS), fn.COBA(E=0 * MV)


@pytest.fixture(autouse=True)
def few_threads(monkeypatch):
    """The simulator's are threads of Python, and slow; so each has several synapses, and there are several blocks."""
    monkeypatch.setattr(deliver, "THREADS", 2)
    monkeypatch.setattr(device, "THREADS", 32)
    monkeypatch.setattr(Device, "blocks", lambda self, neurons: 2)


def network_of():
    """Two groups: delays and weights of all kinds, many synapses between the same two, spikes from outside."""
    cells, others = (fn.LIFRef(n, V_rest=-60 * MV, V_th=-50 * MV, V_reset=-60 * MV, tau=20 * MS, tau_ref=2 * MS,
                               dtype=np.float32) for n in (45, 20))  # fmt: skip
    for group in (cells, others):
        group.init_state()
        group.V = np.linspace(-51, -50.01, *group.in_size) * MV
    rule, many = fn.connect.FixedProbability(0.3, seed=3), fn.connect.FixedInDegree(40, multapses=True, seed=6)
    projections = [
        fn.Projection(cells[:30], cells, rule, EXPON, EXCITING, weight=0.037 * pq.S,
                      delay=fn.init.Uniform(0.5 * MS, 0.8 * MS, seed=5)),
        fn.Projection(cells[20:], others, many, EXPON, EXCITING, delay=0.5 * MS,
                      weight=fn.init.Uniform(0.01 * pq.S, 0.02 * pq.S, seed=2)),
        fn.Projection(others, cells[10:40], many, weight=-0.037 * MV,
                      delay=fn.init.Uniform(0.5 * MS, 0.6 * MS, seed=1)),
        fn.Projection(fn.PoissonSpikes(30, 200 * pq.Hz, seed=4), others, rule, EXPON, EXCITING, weight=0.07 * pq.S,
                      delay=0.7 * MS),
    ]  # fmt: skip
    return fn.Network([cells, others], projections=projections)


def ran(*pieces, network=None, **options):
    """Rasters, potentials, and a state of synapses and its output, of runs of so many steps on a device each."""
    network = network or network_of()
    record, found = {network.projections[1]: ("g", "output")} | dict.fromkeys(network.groups, ("spikes", "V")), []
    for steps, where in pieces:
        run = network.run(steps * DT, dt=DT, x=20 * pq.mA, record=record, device=where, **options)
        own = [run[group].spikes.raster() for group in network.groups] + [run[group]["V"] for group in network.groups]
        found.append(own + [run[network.projections[1]][name] for name in ("g", "output")])
    return [np.concatenate([np.asarray(part) for part in parts]) for parts in zip(*found, strict=True)]


@pytest.fixture(scope="module")
def expected():
    """What the CPU gives, in which a lot happens."""
    found = ran((STEPS, "cpu"))
    assert found[0].sum() > 15 and found[1].sum() > 6 and all(len({*part[:, 3]}) > 10 for part in found[2:])
    synapses = network_of().projections[1]
    assert len({*zip(synapses.pre, synapses.post, strict=True)}) < 0.8 * len(synapses)
    return found


def assert_same(one, two):
    assert all(map(same, one, two))


def test_the_bits_of_the_cpu(expected):
    network = network_of()
    assert_same(ran((STEPS, "cuda"), network=network), expected)
    assert all(group.population.place is host.HOST for group in network.groups)


def test_from_place_to_place(expected, monkeypatch):
    """What is on its way goes with the neurons; segments are of some steps, and end within intervals."""
    monkeypatch.setattr(spiking, "_WORK", {})
    monkeypatch.setattr(Device, "first_work", 16 * Device.at_once)
    assert_same(ran((7, "cuda"), (3, "cpu"), (STEPS - 10, "cuda")), expected)


def test_living_there(expected):
    """From run to run, and back."""
    network = network_of()
    for group in network.groups:
        group.to("cuda")
    found = [ran((6, None), (2, None), network=network)]
    assert all(group.population.place is device.device(0) for group in network.groups)
    for group in network.groups:
        group.to("cpu")
    found.append(ran((STEPS - 8, "cpu"), network=network))
    assert_same(map(np.concatenate, zip(*found, strict=True)), expected)


def test_ctrl_c_ends_a_segment(expected):
    """It is noticed when all intervals are done."""
    network, step, main = network_of(), DeviceLoop._step, threading.main_thread().ident

    def interrupted(self, *interval):
        signal.pthread_kill(main, signal.SIGINT)
        step(self, *interval)

    with mock.patch.object(DeviceLoop, "_step", interrupted), pytest.raises(KeyboardInterrupt):
        ran((8, "cuda"), network=network)
    rest = ran((STEPS - 8, "cpu"), network=network)
    assert_same(rest, [part[8:] for part in expected])


def test_solver_that_chooses_its_steps():
    def run(where):
        cells = fn.MorrisLecar(20, V_initializer=np.linspace(2, 9, 20) * MV)
        rule = fn.connect.FixedProbability(0.3, seed=1)
        network = fn.Network(cells, projections=fn.Projection(cells, cells, rule, weight=0.7 * MV, delay=0.5 * MS))
        options = {"record": ("spikes", "V"), "solver": "rkf45", "x": 200 * pq.uA}
        return network.run(1.5 * MS, dt=DT, device=where, **options)

    one, two = run("cuda"), run("cpu")
    assert two.counts.sum() > 5 and same(one.spikes.raster(), two.spikes.raster()) and same(one["V"], two["V"])


def refused(words, error, projections=None, **options):
    cells = fn.LIFRef(5)
    network = fn.Network(cells, projections=projections(cells)) if projections else network_of()
    with mock.patch.object(Device, "launch") as launch, pytest.raises(error, match=words):
        network.run(1 * MS, dt=DT, **{"device": "cuda", **options})
    assert not launch.called


def test_refused_before_work_starts():
    rule = fn.connect.AllToAll()

    def with_stp(cells):
        return fn.Projection(cells, cells, rule, weight=1 * MV, stp=fn.STD())

    def saturating(cells):
        return fn.Projection(cells, cells, rule, fn.AMPA(), EXCITING, weight=1 * pq.S)

    words = r"Network.run\(device='cuda:0'\): .*computed on the CPU only. Write device=\"cpu\""
    refused(f"{words}", fn.errors.DeviceError, with_stp)
    refused(f"{words}", fn.errors.DeviceError, saturating)
    refused("on_device=True", fn.errors.ParameterError, on_device=True)
    with pytest.raises(fn.errors.DeviceError, match='gap junctions run on the CPU only. Write device="cpu"'):
        fn.Network(fn.hh_psc_alpha_gap(2), fn.GapJunctions([0], [1], 1 * pq.nS)).run(1 * MS, dt=DT, device="cuda")
    with mock.patch.object(Device, "free", return_value=1000):
        refused("needs .* kB, 1 kB are free there", fn.errors.DeviceMemoryError)


def test_groups_at_two_places():
    network = network_of()
    network.groups[0].to("cuda")
    with pytest.raises(fn.errors.ParameterError, match="cpu and cuda:0.*one place for all groups"):
        network.run(1 * MS, dt=DT)
