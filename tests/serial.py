"""Kernels without the loop over threads: half the time to compile, the same code for a gang.

Test files that use the kernels of `oracle.setups` are marked with `same_worker`, so that each is compiled once.
"""

from unittest import mock

import pytest
from numba import njit

from fastneuron.engine import simulate
from fastneuron.engine.cpu import OPTIONS, advance

same_worker = pytest.mark.xdist_group("kernels")


@njit(cache=True, **OPTIONS)
def run_gangs(kernel, gangs, data):
    """Step all gangs through a segment, one after the other."""
    for gang in range(gangs):
        advance(kernel, gang, data)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """All runs of a test file that imports this use the driver above."""
    with mock.patch.object(simulate, "run_gangs", run_gangs):
        yield
