"""What all tests share: the folder for compiled kernels, and what is skipped where."""

import gc
import os
import tempfile

import pytest

# Set before numba is imported: a test run neither trusts nor fills the user's cache. Whoever wants a warm cache sets
# the variable. Each worker of pytest-xdist has a folder of its own: Numba's index of a cache is rewritten whole, so two
# processes that fill one folder lose each other's entries.
_CACHE = os.environ.get("NUMBA_CACHE_DIR", os.path.join(tempfile.gettempdir(), f"fastneuron-tests-{os.getuid()}"))
os.environ["NUMBA_CACHE_DIR"] = os.path.join(_CACHE, os.environ.get("PYTEST_XDIST_WORKER", ""))

# Numba makes so many objects that the collector took a tenth of the time of compiling, and has little to collect.
gc.set_threshold(100_000, 20, 10)

# Scripts that make tables, which import each other from their own folder; scripts for type checkers.
collect_ignore_glob = ["tools/*", "typing/*"]


def _has_cuda():
    try:
        from numba import cuda
    except ImportError:
        return False
    return cuda.is_available()


def _model(item):
    """The model that a test is for, if it is one of a series."""
    model = item.callspec.params.get("model") if hasattr(item, "callspec") else None
    return model if isinstance(model, str) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep a model's tests on one worker, which has its kernels, as well as the others of a file.

    Skip tests marked `gpu` where there is no device.
    """
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_model(item) or str(item.path)))
    marked = [item for item in items if item.get_closest_marker("gpu")]
    if marked and not _has_cuda():
        for item in marked:
            item.add_marker(pytest.mark.skip(reason="no CUDA device"))
