"""The code of a kernel without running it: what `run` hands to the driver, and what the driver becomes."""

from unittest import mock

from numba import njit, typeof, types

from fastneuron.engine import simulate
from fastneuron.engine.adaptive.advance import run_lanes
from fastneuron.engine.fixed.advance import run_gangs
from fastneuron.engine.kernel.options import CALLED
from oracle.setups import Setup


def captured(model, dtype, inputs=None, **options):
    """The kernel and the data of a run of any model; nothing is computed."""
    setup = Setup(model)
    inputs = setup.group_inputs(setup.currents()) if inputs is None else inputs
    driver = mock.Mock()
    with mock.patch.multiple(simulate, run_gangs=driver, run_lanes=driver):
        setup.run(setup.group(dtype), inputs, **options)
    kernel, *_, data = driver.call_args.args
    return kernel, data


def compiled(model, dtype, inputs=None):
    """LLVM code and assembly of the driver, specialised for a run."""
    kernel, data = captured(model, dtype, inputs)
    signature = (typeof(kernel), types.int64, types.int64, types.CPointer(typeof(data)))
    function = run_lanes if kernel.adaptive else run_gangs
    driver = njit(**CALLED)(function.py_func)  # of code from the disk cache there is nothing to see
    driver.compile(signature)
    return driver.inspect_llvm(signature), driver.inspect_asm(signature)
