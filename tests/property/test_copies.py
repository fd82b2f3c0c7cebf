"""Copies, pickled or not, at any time: what goes on afterwards has the bits of the original that goes on."""

import copy
import multiprocessing
import pickle

import cloudpickle
import numpy as np
import pytest
import quantities as pq
from hypothesis import given, settings
from hypothesis import strategies as st

import fastneuron as fn
from fastneuron.engine.host import HOST, Host
from fastneuron.errors import UnknownNameError

DT = 0.1 * pq.ms
WAYS = {f"pickle {n}": lambda value, n=n: pickle.loads(pickle.dumps(value, n)) for n in range(2, 6)}
WAYS |= {"cloudpickle": lambda value: cloudpickle.loads(cloudpickle.dumps(value))}
WAYS |= {"deepcopy": copy.deepcopy, "copy": copy.copy}
EVERY_WAY = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@fn.neuron
class Named(fn.Model, register=False):
    """Found by its name, which means the class of groups."""

    tau = fn.Parameter(5.0, "ms", "time constant")
    V_th = fn.Parameter(1.0, "mV", "threshold")
    V = fn.State(0.0, "mV", "potential")

    def S(V, V_th):
        return V > V_th

    def reset_V(V, S, V_th):
        return V - S * V_th

    def dV(V, I, tau):
        return (I - V) / tau


# Its name leads nowhere.
Renamed = fn.neuron(type("Declaration", (Named.model,), {"__module__": __name__}, register=False))


class Declaration2(Named.model, register=False):
    """Found by its name; its class is not."""


Groups = fn.neuron(Declaration2)


class Mine(fn.LIF):
    """A class with a method more."""

    def doubled(self):
        return 2 * self.V


def typed():
    """A class as a notebook has it."""

    class Typed(Named.model, register=False):
        """Made in a function."""

    return fn.neuron(Typed)


CLASSES = {"package": fn.HH, "named": Named, "renamed": Renamed, "groups": Groups, "subclass": Mine, "typed": typed()}


@EVERY_WAY
@pytest.mark.parametrize("cls", CLASSES.values(), ids=CLASSES)
def test_classes_and_declarations(cls, way):
    registered = fn.models.registry()
    assert way(cls) is cls and way(cls.model) is cls.model
    assert fn.models.registry() == registered
    group = way(cls(2))
    assert type(group) is cls and group.population is None and repr(group) == repr(cls(2))


@EVERY_WAY
def test_public_names(way):
    for module in (fn, fn.measures, fn.surrogate, fn.init, fn.errors, fn.models):
        for name in module.__all__ if hasattr(module, "__all__") else dir(module):
            value = getattr(module, name)
            assert type(value) is type(fn) or way(value) is value, name


def noise():
    return fn.OUProcess([1, 2, 3] * pq.mA, 2 * pq.mA, 5 * pq.ms)


def run(group, ou, steps=9):
    """Record everything of some steps, with a noise process that goes on."""
    x = [ou, fn.WhiteNoise(0 * pq.mA, 1 * pq.mA)]
    result = group.run(steps * DT, dt=DT, x=x, seed=2, record=("spikes", "V", "last_spike_time"))
    return [result["V"], result["last_spike_time"], result.spikes.time, result.counts, group.last_spike_time]


def same(one, other):
    return all(np.array_equal(a, b) and getattr(a, "units", 0) == getattr(b, "units", 0)
               for a, b in zip(one, other, strict=True))  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from([*WAYS])), min_size=1, max_size=4),
    st.sampled_from(["float32", "float64"]), st.sampled_from([None, 2]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_any_chain_of_copies_goes_on_as_the_original(chain, dtype, batch, initialised, together):
    """The noise process is the original one, or is copied with the group."""
    group, ou = fn.LIFRef(3, tau_ref=[0.3, 0.5, 1] * pq.ms, dtype=dtype), noise()
    if initialised or batch:
        group.init_state(batch)
    twin, twins = group, ou
    for steps, way in chain:
        if together and way != "copy":
            twin, twins = WAYS[way]((twin, twins))
        else:
            twin = WAYS[way](twin)
        assert same(run(group, ou, steps), run(twin, twins, steps))


@EVERY_WAY
def test_a_copy_of_a_process_is_that_process_and_another_is_not(way):
    group, ou = fn.LIFRef(3), noise()
    run(group, ou)
    twins = [copy.deepcopy(group) for _ in range(3)]
    expected = run(group, ou)
    assert same(run(twins[0], way(ou)), expected) and not same(run(twins[1], noise()), expected)
    del ou
    assert len(twins[2].population.carried) == 1
    twins[2].reset_state()
    assert len(twins[2].population.carried) == 0


@EVERY_WAY
def test_copies_share_no_array(way):
    group, ou = fn.LIFRef(3, tau=[5, 6, 7] * pq.ms), noise()
    run(group, ou)
    group.add_delta_input("a", 1 * pq.mV)
    twin = way(group)
    arrays = [[value for _, _, value in one.population._arrays()] for one in (group, twin)]
    assert len(arrays[0]) == len(arrays[1]) > 5
    assert not any(np.shares_memory(a, b) for a in arrays[0] for b in arrays[1])
    before = run(copy.deepcopy(group), ou)
    twin.V, twin.tau, twin.spk_reset = 0.5 * pq.mV, 9 * pq.ms, "hard"
    twin.delta_inputs.clear()
    assert same(run(group, ou), before) and group.get_input("a") == 1 * pq.mV


class Elsewhere(Host):
    """In place of a device: arrays go there and come back as copies."""

    local, name = False, "cuda:0"
    put = fetch = staticmethod(np.copy)


@EVERY_WAY
def test_a_copy_of_a_group_on_a_device_lives_on_the_host(way):
    group, ou = fn.LIFRef(3), noise()
    run(group, ou)
    group.place = Elsewhere()
    group.population.move(group.place)
    with pytest.warns(fn.MovedToHostWarning, match=r"neurons live on cuda:0, .* Write neurons.to\('cuda:0'\) for"):
        twin = way(group)
    assert twin.place is HOST and twin.population.place is HOST and not group.population.place.local
    group.place = HOST
    group.population.move(HOST)
    assert same(run(group, ou), run(twin, ou))


@EVERY_WAY
def test_a_solver_that_chooses_its_steps(way):
    def run(group):
        result = group.run(3 * pq.ms, dt=DT, x=[0, 300, 600] * pq.pA, record=("V",))
        return result["V"], group.integration_step

    group = fn.hh_psc_alpha(3)
    run(group)
    twin = way(group)
    assert same(run(group), run(twin))


@EVERY_WAY
def test_results_and_inputs(way):
    group = fn.LIFRef(3)
    result = group.run(3 * pq.ms, dt=DT, x=[0, 3, 6] * pq.mA, record=("spikes", "V", "isi"))
    twin = way(result)
    parts = [[r["V"], r.times, r.spikes.time, r.counts, r.status, r.spikes.rate()] for r in (result, twin)]
    assert same(*parts)
    assert repr(twin) == repr(result) and twin.measures.keys() == result.measures.keys()
    events = fn.Events([0.2, 1.7] * pq.ms, [0, 2], 5 * pq.mV)
    inputs = {"x": fn.WhiteNoise(0 * pq.mA, 1 * pq.mA), "delta": [events, fn.PoissonInput(1 * pq.kHz, 1 * pq.mV)]}
    runs = [fn.LIFRef(3).run(3 * pq.ms, dt=DT, record=("V",), **each)["V"] for each in (inputs, way(inputs))]
    assert same(*[[one] for one in runs])


@pytest.mark.parametrize("way", [WAYS[name] for name in ("pickle 2", "pickle 5", "cloudpickle", "deepcopy")])
def test_a_network_within_an_interval(way):
    cells, other = fn.hh_psc_alpha_gap(2, I_e=[200, 0] * pq.pA), fn.hh_psc_alpha_gap(1)
    network = fn.Network([cells, other], fn.GapJunctions([0, 1], [0, 0], 20 * pq.nS, between=(cells, other)))
    network.run(1.3 * pq.ms, dt=DT)
    twin = way(network)
    results = [one.run(2 * pq.ms, dt=DT, record=("V",)) for one in (network, twin)]
    for group, copied in zip(network.groups, twin.groups, strict=True):
        assert same([results[0][group]["V"]], [results[1][copied]["V"]])
    alone = way(results[0])
    assert same([alone[alone.groups[1]]["V"], alone.residual], [results[0][other]["V"], results[0].residual])
    with pytest.raises(UnknownNameError, match=r"write result\[result.groups\[0\]\]"):
        alone[cells]


@EVERY_WAY
def test_what_a_sweep_raises_and_warns_of(way):
    error = fn.SweepInterrupted(3, 10, "fi.zarr")
    assert str(way(error)) == str(error) and vars(way(error)) == vars(error)
    for name in (name for name in fn.__all__ if name.endswith("Warning")):
        warning = getattr(fn, name)("said")
        assert type(way(warning)) is type(warning) and str(way(warning)) == "said"


def go_on(given):
    """What a process does with a group."""
    group, ou = given
    return run(group, ou) if isinstance(group, fn.LIFRef) else [group.run(1 * pq.ms, dt=DT, record=("V",))["V"]], group


def test_a_pool_of_processes_that_are_spawned():
    """Also a class that no name leads to; and what comes back goes on here."""
    groups, ou = [fn.LIFRef(3), Named(2, tau=[5, 6] * pq.ms), CLASSES["typed"](2)], noise()
    run(groups[0], ou)
    for group in groups[1:]:
        group.init_state()
        group.V = 3 * pq.mV
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        there = pool.map(go_on, [(group, ou) for group in groups], chunksize=1)
    for group, (found, returned) in zip(groups, there, strict=True):
        assert same(go_on((group, ou))[0], found) and type(returned) is type(group)
        assert same(go_on((group, ou))[0], go_on((returned, ou))[0])
