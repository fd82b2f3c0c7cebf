"""Compile a kernel to PTX with the real NVVM on a machine without a GPU."""

from contextlib import ExitStack
from types import SimpleNamespace
from unittest.mock import patch

import pytest


def compile_to_ptx(kernel, argument_types, compute_capability=(9, 0)):
    """The PTX of a Python kernel; skips the test where numba-cuda or its NVVM is missing."""
    cuda = pytest.importorskip("numba.cuda")
    device = SimpleNamespace(compute_capability=compute_capability)
    with ExitStack() as stack:
        for module in (cuda.dispatcher, cuda.api):
            if hasattr(module, "get_current_device"):
                stack.enter_context(patch.object(module, "get_current_device", lambda: device))
        return cuda.compile_ptx(kernel, argument_types, cc=compute_capability)[0]
