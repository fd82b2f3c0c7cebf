"""Numba's CUDA simulator with the real function of a thread: what the simulated tests share.

The simulator runs the drivers as Python: which thread has which neuron, buffers, segments, lists of spikes. What a
thread does, `advance`, is the real one: compiled for the CPU with one lane, it works on the simulated arrays. So
results must have the bits of the CPU.
"""

import threading
from unittest import mock

import numpy as np
import pytest
from numba import config, njit

from fastneuron.engine import folds, host, simulate
from fastneuron.engine.adaptive import advance as adaptive
from fastneuron.engine.fixed import advance as cpu
from fastneuron.engine.fixed import pieces
from fastneuron.runs import places as devices
from oracle.setups import Setup, same

if not config.ENABLE_CUDASIM:
    pytest.skip("for the CUDA simulator", allow_module_level=True)

from numba import cuda  # noqa: E402
from numba.cuda.simulator.cudadrv.devicearray import FakeCUDAArray  # noqa: E402

from fastneuron.engine.cuda import drivers as engine_cuda  # noqa: E402
from fastneuron.engine.cuda.device import Device  # noqa: E402
from fastneuron.engine.kernel.options import OPTIONS  # noqa: E402

_advance = njit(**OPTIONS)(cpu.advance)
_advance_piece = njit(**OPTIONS)(pieces.advance_piece)
_advance_lanes = njit(**OPTIONS)(adaptive.advance_lanes)


def one_or_wanted(self, dtype, adaptive=False, wanted=None):
    """Neurons in a gang on the CPU: one, but in networks, whose lists are read from whole bytes."""
    return wanted or 1


def one_after_the_other(kernel, gangs, threads, clock, steps, data):
    """The driver on the CPU, with the function that the simulated one calls: a kernel is compiled once."""
    _advance(kernel, 0, gangs, data)
    clock[0] += steps


def _unwrapped(argument):
    """The NumPy arrays in what the simulator hands to a kernel."""
    if isinstance(argument, tuple):
        return tuple(map(_unwrapped, argument))
    argument = argument.__dict__.get("_item", argument) if hasattr(argument, "__dict__") else argument
    return getattr(argument, "_ary", argument)


def on_arrays(function):
    """The function, taking simulated arrays."""
    return lambda *arguments: function(*map(_unwrapped, arguments))


def _flat(arguments):
    nested = isinstance(arguments, tuple)
    return [one for argument in arguments for one in _flat(argument)] if nested else [arguments]


LAUNCH, ONE_AT_A_TIME = Device.launch, threading.Lock()


def launch(device, kernel, *arguments):
    """The simulator takes one kernel at a time; what is not on the device Numba would copy there without a word."""
    assert not any(isinstance(array, np.ndarray) for array in _flat(arguments))
    with ONE_AT_A_TIME:
        LAUNCH(device, kernel, *arguments)


def interface(array):
    """What the real array on a device shows of itself; NumPy's own interface has the same form."""
    return {**array._ary.__array_interface__, "stream": None}


class Memory:
    """Somebody else's memory, as NumPy takes it."""

    def __init__(self, owner):
        shown = owner.__cuda_array_interface__
        self.owner = owner
        self.__array_interface__ = {name: shown[name] for name in ("shape", "strides", "typestr", "data", "version")}


def as_cuda_array(array):
    """An array where it is; the simulator has none."""
    return FakeCUDAArray(np.asarray(Memory(array)))


@pytest.fixture(autouse=True, scope="module")
def simulator():
    """Put the real functions of a gang into the simulated drivers; NVVM is not asked for."""
    of_gang = {driver: on_arrays(njit(function.py_func)) for driver, function in folds.OF_GANG.items()}
    with (
        mock.patch.object(host.Host, "width", one_or_wanted),
        mock.patch.object(simulate, "run_gangs", one_after_the_other),
        mock.patch.dict(engine_cuda.DRIVERS, {one_after_the_other: engine_cuda.run_gangs}),
        mock.patch.object(engine_cuda, "advance", on_arrays(_advance)),
        mock.patch.object(engine_cuda, "advance_piece", on_arrays(_advance_piece)),
        mock.patch.object(engine_cuda, "advance_lanes", on_arrays(_advance_lanes)),
        mock.patch.object(Device, "launch", launch),
        mock.patch.object(folds, "OF_GANG", of_gang),
        mock.patch.object(devices, "missing_toolkit", str),
        mock.patch.object(devices, "old_driver", str),
        mock.patch.object(cuda, "as_cuda_array", as_cuda_array, create=True),
        mock.patch.object(FakeCUDAArray, "__cuda_array_interface__", property(interface), create=True),
    ):
        yield


def results(device, model="LIFRef", dtype=np.float32, inputs=None, **options):
    """A run of all steps and neurons on a device."""
    setup = Setup(model)
    inputs = setup.group_inputs(setup.currents()) if inputs is None else inputs
    group = setup.group(dtype)
    return group, setup.run(group, inputs, device=device, **options)


def assert_same(a, b):
    """Two results with their groups have the same bits."""
    (group, one), (other, two) = a, b
    for name in group.model.states:
        assert same(one[name], two[name]) and same(getattr(group, name), getattr(other, name)), name
    assert same(one.spikes.index, two.spikes.index) and same(one.spikes.step, two.spikes.step)
    assert same(one.counts, two.counts) and same(one.status, two.status)
    assert one.counts.sum() > 0


class DeviceArray:
    """What CuPy and PyTorch show of their arrays."""

    def __init__(self, values, **interface):
        self.values = values
        self.__cuda_array_interface__ = {**values.__array_interface__, **interface}
