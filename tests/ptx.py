"""Compile a kernel to PTX with the real NVVM on a machine without a GPU."""

from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from unittest.mock import patch

import pytest


@contextmanager
def pretended_device(compute_capability=(9, 0)):
    """Let numba-cuda compile for a device that is not there."""
    cuda = pytest.importorskip("numba.cuda")
    device = SimpleNamespace(compute_capability=compute_capability)
    with ExitStack() as stack:
        for module in (cuda.dispatcher, cuda.api):
            if hasattr(module, "get_current_device"):
                stack.enter_context(patch.object(module, "get_current_device", lambda: device))
        yield cuda


def compile_to_ptx(kernel, argument_types, compute_capability=(9, 0)):
    """The PTX of a Python kernel; skips the test where numba-cuda or its NVVM is missing."""
    with pretended_device(compute_capability) as cuda:
        return cuda.compile_ptx(kernel, argument_types, cc=compute_capability)[0]
