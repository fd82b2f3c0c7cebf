"""Where a run computes, by name: "cpu", "cuda", "cuda:1". CUDA is imported when it is asked for, not before."""

import contextlib
import re
from importlib import metadata

from ..engine.host import HOST
from ..errors import DeviceError, DeviceMemoryError, ParameterError

NAME = re.compile(r"cpu|cuda(?::(\d+))?")
INSTALL = "Write pip install 'fastneuron[cu13]', or 'fastneuron[cu12]' for a driver older than 580"
FEWER = "Run fewer neurons at a time, record fewer states, or use dtype=np.float32: half the memory."
FULL = "OUT_OF_MEMORY"  # in what Numba says when memory runs out
MEANWHILE = 'device="cpu" works without.'


def place(owner, name):
    """The place of a name.

    Parameters
    ----------
    owner : str
        The call, for error messages.
    name : str
        "cpu", "cuda" for the first device, or "cuda:N".

    Returns
    -------
    Host or Device

    Raises
    ------
    ParameterError
        If the name is none of these.
    DeviceError
        If there is no such device, or something that it needs is missing.
    """
    number = number_of(owner, name)
    if number is None:
        return HOST
    check_cuda(owner, name, number)
    from ..engine.cuda.device import device

    return device(number)


def number_of(owner, name):
    """The number in the name of a device, whether there is such a device or not; None for "cpu"."""
    match = NAME.fullmatch(name) if isinstance(name, str) else None
    if match is None:
        expected = '"cpu", "cuda" or "cuda:N"'
        raise ParameterError(owner=owner, name="device", value=name, expected=expected, advice='Write device="cuda".')
    return None if name == "cpu" else int(match[1] or 0)


def place_of_run(owner, group, name):
    """Where a run computes: by its name, by default where the group lives."""
    here = HOST if group.population is None else group.population.place
    wanted = here if name is None else place(owner, name)
    if not here.local and wanted.name != here.name:
        raise elsewhere(owner, name, here, f"Write neurons.to({name!r}) first.")
    return wanted if here.local else here


def elsewhere(owner, name, here, advice):
    """The error of what is asked for where the neurons do not live."""
    return DeviceError(owner=owner, name=name, problem=f"the neurons live on {here.name}", advice=advice)


def move(group, name):
    """Let a group live on a device; see `Neurons.to`."""
    owner = f"{type(group).__name__}.to"
    where = place(owner, name)
    if group.population is None:
        group.init_state()
    if where.name != group.population.place.name:
        with fitting(owner, where, group.population.nbytes()):
            group.population.move(where)
    group.place = where


@contextlib.contextmanager
def moved(owner, population, where, needed):
    """Let a population be where a run computes; memory that is too small for it is an error that says so."""
    there = contextlib.nullcontext() if where is population.place else population.moved(where)
    with fitting(owner, where, needed), there:
        yield


@contextlib.contextmanager
def fitting(owner, where, needed):
    """Refuse what needs more bytes than are free, and say so if memory runs out on the way."""
    free = where.free(needed)
    if needed > free:
        raise DeviceMemoryError(owner=owner, name=where.name, nbytes=needed, available=free, advice=FEWER)
    try:
        yield
    except Exception as error:
        if FULL not in str(error):
            raise
        raise DeviceMemoryError(owner=owner, name=where.name, nbytes=needed, advice=FEWER) from error


def check_cuda(owner, name, number):
    """Refuse a device that cannot be used; say what was looked for and what to do."""

    def refuse(problem, advice):
        raise DeviceError(owner=owner, name=name, problem=problem, advice=f"{advice}; {MEANWHILE}") from None

    try:
        metadata.version("numba-cuda")
    except metadata.PackageNotFoundError:
        refuse("the package numba-cuda is not installed", INSTALL)
    from numba import cuda

    try:
        count = len(cuda.gpus)
    except Exception as error:  # a driver that is missing or broken raises almost anything
        reason = " ".join(str(error).split()).rstrip(": ")
        refuse(f"looked for an NVIDIA driver (libcuda) and found none that works ({reason})",
               "See whether nvidia-smi lists a GPU, and install its driver")  # fmt: skip
    if number >= count:
        last = f"the devices here are cuda:0 to cuda:{count - 1}" if count > 1 else "the only device here is cuda:0"
        have = last if count else "there is no device"
        refuse(f"{have}", 'Write device="cuda"' if count else "See whether nvidia-smi lists a GPU")
    missing = missing_toolkit()
    if missing:
        refuse(f"looked for the compiler NVVM of the CUDA toolkit and found none that works ({missing})", INSTALL)
    old = old_driver()
    if old:
        refuse(old, "Write pip install 'fastneuron[cu12]', or install a driver of version 580 or later")


def missing_toolkit():
    """Why kernels cannot be compiled; empty if they can."""
    from numba.cuda.cudadrv import nvvm

    try:
        nvvm.NVVM()
    except Exception as error:  # whatever its loader raises
        return " ".join(f"{type(error).__name__}: {error}".split())
    return ""


def old_driver():
    """What is wrong if the driver does not know the toolkit's code; empty if it does."""
    from numba.cuda.cudadrv import driver, runtime

    try:
        knows, needs = driver.driver.get_version(), runtime.get_version()
    except Exception:  # whatever it is, the first launch says it better
        return ""
    problem = f"its driver is for CUDA {knows[0]}.{knows[1]}, what compiles here is for CUDA {needs[0]}.{needs[1]}"
    return problem if knows[0] < needs[0] else ""
