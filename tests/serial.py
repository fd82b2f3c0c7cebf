"""A mark for test files that use the kernels of `oracle.setups`: one process runs them, and compiles each once."""

import pytest

same_worker = pytest.mark.xdist_group("kernels")
