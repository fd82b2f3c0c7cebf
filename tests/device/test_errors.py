"""What is missing is said, with what was looked for and what to do; the CPU needs none of it."""

import subprocess
import sys
from importlib import metadata
from unittest import mock

import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.cli import info
from fastneuron.runs import places as devices

CPU_ONLY = """
import sys
import numpy as np, quantities as pq, fastneuron as fn
fn.LIF(3).run(1 * pq.ms, dt=0.1 * pq.ms, record=("spikes", "latency"))
fn.sweep(fn.LIF, {"x": [1, 2] * pq.mA}, duration=1 * pq.ms, dt=0.1 * pq.ms)
assert not [name for name in sys.modules if name.startswith(("numba.cuda", "numba_cuda", "fastneuron.engine.cuda"))]
"""


def refused(**options):
    """The text of the error of a run."""
    with pytest.raises(fn.errors.DeviceError) as caught:
        fn.LIF(3).run(1 * pq.ms, dt=0.1 * pq.ms, **{"device": "cuda", **options})
    assert str(caught.value).endswith('device="cpu" works without.')
    return str(caught.value)


def test_the_cpu_imports_nothing_of_cuda():
    subprocess.run([sys.executable, "-c", CPU_ONLY], check=True)


def test_without_the_package():
    with mock.patch.object(metadata, "version", side_effect=metadata.PackageNotFoundError):
        text = refused()
    assert text.startswith("LIF.run(device='cuda'): the package numba-cuda is not installed.")
    assert "pip install 'fastneuron[cu13]'" in text and "'fastneuron[cu12]'" in text


class Devices:
    """A list of devices that has so many, or cannot be read."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        if isinstance(self.count, Exception):
            raise self.count
        return self.count


def some_devices(count):
    """Let Numba see so many devices."""
    cuda = pytest.importorskip("numba.cuda")
    pytest.importorskip("numba_cuda", reason="numba-cuda is not installed")
    return mock.patch.object(cuda, "gpus", Devices(count))


def test_without_a_driver():
    with some_devices(RuntimeError("Error at driver init:\n library cannot be found.\n:")):
        text = refused()
    assert "looked for an NVIDIA driver (libcuda) and found none that works (Error at driver init: library" in text
    assert "nvidia-smi" in text


def test_without_a_device():
    with some_devices(0):
        assert "device='cuda'): there is no device. See whether nvidia-smi lists a GPU" in refused()


def test_number_of_a_device():
    with some_devices(2):
        assert 'the devices here are cuda:0 to cuda:1. Write device="cuda"' in refused(device="cuda:2")
    with some_devices(1):
        assert 'the only device here is cuda:0. Write device="cuda"' in refused(device="cuda:1")


def test_without_a_toolkit():
    with some_devices(1), mock.patch.object(devices, "missing_toolkit", return_value="NvvmSupportError: not found"):
        text = refused()
    assert "looked for the compiler NVVM of the CUDA toolkit" in text and "fastneuron[cu13]" in text


def test_with_a_driver_that_is_too_old():
    from numba.cuda.cudadrv import driver, runtime

    with some_devices(1), mock.patch.object(devices, "missing_toolkit", str):
        with mock.patch.object(driver.driver, "get_version", lambda: (12, 8), create=True):
            with mock.patch.object(runtime, "get_version", lambda: (13, 4)):
                text = refused()
    assert "its driver is for CUDA 12.8, what compiles here is for CUDA 13.4" in text
    assert "Write pip install 'fastneuron[cu12]'" in text


def test_why_there_is_no_toolkit():
    nvvm = pytest.importorskip("numba.cuda.cudadrv.nvvm")
    with mock.patch.object(nvvm, "NVVM", side_effect=OSError("no\nlibrary")):
        assert devices.missing_toolkit() == "OSError: no library"


@pytest.mark.parametrize("name", ["gpu", "cuda:-1", "cuda:x", 0])
def test_names(name):
    with pytest.raises(fn.errors.ParameterError, match='"cpu", "cuda" or "cuda:N"'):
        fn.LIF(3).run(1 * pq.ms, dt=0.1 * pq.ms, device=name)
    with pytest.raises(fn.errors.ParameterError, match='"cpu", "cuda" or "cuda:N"'):
        fn.sweep(fn.LIF, {"x": [1] * pq.mA}, duration=1 * pq.ms, dt=0.1 * pq.ms, device=name)


class There:
    """What CuPy shows of its arrays; NumPy cannot read them."""

    __cuda_array_interface__ = {"shape": (3,), "typestr": "<f8", "data": (0, False), "version": 3}

    def __array__(self, *arguments, **options):
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")


def test_arrays_on_a_gpu_where_the_host_reads_them():
    group = fn.LIF(3)
    group.init_state()
    with pytest.raises(fn.errors.UnitError, match=r"got an array on a GPU. Write tau=tau.get\(\) \* pq.ms"):
        fn.LIF(3, tau=There())
    with pytest.raises(fn.errors.UnitError, match=r"Write V=V.get\(\) \* pq.mV"):
        group.V = There()
    with fn.environ.context(dt=0.1 * pq.ms), pytest.raises(fn.errors.DeviceError, match=r'neurons.to\("cuda"\)'):
        group.update(There())


def test_states_of_a_group_on_the_host():
    group = fn.LIF(3)
    with pytest.raises(AttributeError, match=r"LIF: V does not exist. Write neurons.init_state\(\) first"):
        group.on_device("V")
    group.init_state()
    with pytest.raises(fn.errors.DeviceError, match=r"LIF.on_device\('V'\): the neurons live on cpu. Write"):
        group.on_device("V")


class Gpu:
    """A device as `fastneuron info` sees it."""

    name, compute_capability = b"NVIDIA H200", (9, 0)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def test_info_names_the_devices():
    with some_devices(2), mock.patch.object(devices, "missing_toolkit", str):
        with mock.patch.object(Devices, "__iter__", lambda self: iter([Gpu(), Gpu()]), create=True):
            with mock.patch.object(info, "cuda_memory", lambda: "100.0 of 141.0 GB free"):
                text = info._cuda()
    assert text.startswith("cuda:0 NVIDIA H200, compute capability 9.0, 100.0 of 141.0 GB free, cuda:1 NVIDIA")


def test_info_says_what_is_missing():
    with some_devices(0):
        assert info._cuda().startswith("not usable: there is no device. See whether nvidia-smi lists a GPU")


def test_a_sweep_says_so_before_it_starts(tmp_path):
    with some_devices(0), pytest.raises(fn.errors.DeviceError, match=r"sweep\(device='cuda'\)"):
        fn.sweep(fn.LIF, {"x": [1] * pq.mA}, duration=1 * pq.ms, dt=0.1 * pq.ms, device="cuda", store=tmp_path / "s")
    assert not list(tmp_path.iterdir())
