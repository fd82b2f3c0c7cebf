"""Kernels without the loop over threads, in a test file that imports the fixture from here.

Test files that use the kernels of `oracle.setups` are marked with `same_worker`, so that each is compiled once.
"""

from unittest import mock

import pytest

from driver import run_gangs, run_lanes
from fastneuron.engine import simulate

same_worker = pytest.mark.xdist_group("kernels")


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """All runs of a test file that imports this use the driver above."""
    with mock.patch.multiple(simulate, run_gangs=run_gangs, run_lanes=run_lanes):
        yield
