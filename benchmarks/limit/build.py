"""Compile the hand-written C into a cache folder and call it through ctypes.

Needs gcc. The flags allow nothing that changes a result except the contraction of a product and a sum. GCC's
scheduling before register allocation is off by default on x86; with it, the registers of a gang are worked on
alternately instead of one after the other, which takes 0.43 instead of 0.66 ns for AdExIF in double.
"""

import ctypes
import hashlib
import math
import os
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
FLAGS = [
    "-O3", "-march=native", "-fopenmp", "-shared", "-fPIC", "-Wall",
    "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast",
    "-fschedule-insns", "-fsched-pressure", "--param", "sched-pressure-algorithm=2",
]  # fmt: skip
SUFFIX = {np.dtype(np.float32): "f32", np.dtype(np.float64): "f64"}
STEP = {"f32": np.int32, "f64": np.int64}  # counters are as wide as the floats beside them
NEVER = -(2**30)


def compiler():
    """Path of gcc, or a sentence about how to get it."""
    found = shutil.which(os.environ.get("CC", "gcc"))
    if found is None:
        raise SystemExit("gcc was not found; the hand-written C needs it: apt-get install gcc")
    return found


def library(source="limit.c"):
    """Compile a source file of this folder unless that was done before; return the loaded library."""
    gcc = compiler()
    machine = subprocess.run([gcc, "-march=native", "-Q", "--help=target", "--version"], capture_output=True)
    digest = hashlib.sha256(machine.stdout + " ".join(FLAGS).encode())
    for path in sorted(HERE.glob("*.[ch]")):
        digest.update(path.read_bytes())
    built = HERE / ".build" / f"{Path(source).stem}-{digest.hexdigest()[:16]}.so"
    if not built.exists():
        built.parent.mkdir(exist_ok=True)
        partial = built.with_suffix(f".{os.getpid()}")
        subprocess.run([gcc, *FLAGS, str(HERE / source), "-o", str(partial), "-lm"], check=True)
        partial.replace(built)
    return ctypes.CDLL(str(built))


def _pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


class Limit:
    """The seven models in C.

    Parameters
    ----------
    threads : int, optional
        Number of OpenMP threads; default: all.
    """

    def __init__(self, threads=None):
        self._library = library()
        texts = (ctypes.c_char_p * 8).in_dll(self._library, "parameters")
        self.parameters = {name: rest for name, *rest in (t.decode().split() for t in texts if t)}
        if threads:
            ctypes.CDLL("libgomp.so.1").omp_set_num_threads(threads)

    def run(self, model, parameters, x, *, steps, dt, hard, dtype, V=None, states=()):
        """Run a model from its resting state with constant input.

        Parameters
        ----------
        model : str
            A key of `self.parameters`.
        parameters : dict
            Scalars in the units of the models (ms, mV, mA, ohm).
        x : array, shape (n,)
            Input of each neuron.
        steps, dt, hard, dtype
            Number of steps, their length in ms, reset mode, float32 or float64.
        V : float
            Initial potential.
        states : sequence of float
            Initial values of the other states, at most three, in the order of models.h.

        Returns
        -------
        counts, V, seconds
            Spikes and last potential of each neuron, and the time that the call took.
        """
        dtype = np.dtype(dtype)
        suffix = SUFFIX[dtype]
        gang = ctypes.c_long.in_dll(self._library, f"{model}_gang_width_{suffix}").value
        n, padded = len(x), -(-len(x) // gang) * gang
        given = [float({**parameters, "dt": dt}[name]) for name in self.parameters[model]]
        held = math.ceil(parameters.get("tau_ref", 0) / dt * (1 - 1e-9))
        inputs = np.pad(np.asarray(x, dtype), (0, padded - n), mode="edge")
        potential, w = np.full(padded, V, dtype), np.zeros((3, padded), dtype)
        w[: len(states)] = np.reshape(states, (-1, 1))
        last, counts = np.full(padded, NEVER, STEP[suffix]), np.zeros(padded, STEP[suffix])
        arguments = [ctypes.c_long(padded), ctypes.c_long(steps), ctypes.c_long(held), ctypes.c_int(hard)]
        arguments += [(ctypes.c_double * len(given))(*given)]
        arguments += [_pointer(a) for a in (inputs, potential, w, last, counts)]
        start = time.perf_counter()
        getattr(self._library, f"{model}_{suffix}")(*arguments)
        seconds = time.perf_counter() - start
        return counts[:n], potential[:n], seconds

    def apply(self, function, x):
        """Evaluate `exp` or `exprel` on an array of float32 or float64."""
        padded = np.pad(x, (0, -len(x) % 64))
        y = np.empty_like(padded)
        call = getattr(self._library, f"{function}_of_{SUFFIX[x.dtype]}")
        call(ctypes.c_long(len(padded)), _pointer(padded), _pointer(y))
        return y[: len(x)]
