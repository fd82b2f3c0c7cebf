"""``fastneuron info``: what the package sees of the machine."""

import os
import platform
import shutil
from importlib import metadata
from pathlib import Path

import numpy as np

from ..errors.base import size_text

PACKAGES = ("numba", "llvmlite", "numpy", "quantities", "xarray", "zarr", "neo")
FEATURES = ("sse4.2", "avx", "avx2", "fma", "avx512f", "avx512dq", "avx512vl", "neon", "sve", "asimd")


def report():
    """All facts, a line each."""
    facts = {**_versions(), **_processor(), **_threads(), "kernel cache": _cache(), "CUDA": _cuda()}
    width = max(map(len, facts))
    return "\n".join(f"{name:<{width}}  {fact}" for name, fact in facts.items())


def _versions():
    from .. import __version__

    found = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return {"fastneuron": __version__, "Python": platform.python_version(), "packages": found}


def _processor():
    from llvmlite import binding

    from ..engine.host import gang_width
    from ..simd import REGISTER_BITS, host_register_bits

    features = binding.get_host_cpu_features()
    have = ", ".join(name for name in FEATURES if features.get(name)) or "none of those looked for"
    widths = {dtype: gang_width(np.dtype(dtype)) for dtype in ("float64", "float32")}
    forced = "" if REGISTER_BITS == host_register_bits() else " (by FASTNEURON_REGISTER_BITS)"
    return {
        "processor": f"{platform.machine()}, {binding.get_host_cpu_name()}, {os.cpu_count()} cores",
        "features": have,
        "registers": f"{REGISTER_BITS} bits{forced}",
        "lanes": ", ".join(f"{lanes} neurons in a gang in {dtype}" for dtype, lanes in widths.items()),
    }


def _threads():
    """The layer is known once something ran in parallel."""
    import numba

    from ..engine.folds import fold_intervals

    empty = np.zeros(0, np.int64)
    fold_intervals(np.zeros(0, np.uint64), 0, 0, 8, 3, 0, empty, empty, empty, empty)
    most = numba.config.NUMBA_NUM_THREADS
    return {"threads": f"{numba.get_num_threads()} of {most}, layer {numba.threading_layer()}"}


def _cache():
    from ..engine.threads.kept import ADVICE, ANEW
    from ..engine.threads.parallel import call_each

    used = getattr(getattr(call_each, "_cache", None), "cache_path", None)
    if used is None:
        return f"off: no folder for it can be written, {ANEW}. {ADVICE}"
    package = Path(__file__).parents[1]
    folder = package if Path(used).is_relative_to(package) else Path(used).parent
    sizes = [file.stat().st_size for file in folder.rglob("*.nb[ic]")]
    free = shutil.disk_usage(folder).free
    return f"{folder} ({len(sizes)} files, {size_text(sum(sizes))}; {size_text(free)} free)"


def _cuda():
    from ..errors import DeviceError
    from ..runs.places import check_cuda

    try:
        check_cuda(None, "cuda", 0)
    except DeviceError as error:
        return f"not usable: {error.problem}. {error.advice}"
    from numba import cuda

    return ", ".join(f"cuda:{number} {_device(device)}" for number, device in enumerate(cuda.gpus))


def _device(device):
    """Name, compute capability and memory of a device."""
    with device:
        memory = cuda_memory()
    major, minor = device.compute_capability
    return f"{_text(device.name)}, compute capability {major}.{minor}, {memory}"


def cuda_memory():
    """Free and total memory of the current device as text."""
    from numba import cuda

    free, total = cuda.current_context().get_memory_info()
    return f"{size_text(free)} of {size_text(total)} free"


def _text(name):
    return name.decode() if isinstance(name, bytes) else name
