"""The same bits on another processor: other kernels of BLAS, NumPy without vector units, code for a plain x86-64."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fastneuron.simd import host_register_bits

ROOT = Path(__file__).parents[2]
CODE = """
import hashlib
import numpy as np, quantities as pq, fastneuron as fn
from fastneuron.engine.adaptive.tables import tabulated

def show(name, *arrays):
    print(name, hashlib.sha1(b"".join(np.ascontiguousarray(a).tobytes() for a in arrays)).hexdigest())

for name, model in fn.models.registry().items():
    for dtype in ("float64", "float32") if model.rates.functions else ():
        show(name + dtype, tabulated(model.rates, dtype)[1])
x = np.linspace(-9, 9, 400)
for name in fn.surrogate.__all__[1:]:
    cls = getattr(fn.surrogate, name)
    if isinstance(cls, type):
        show(name, cls().surrogate_grad(x), *([cls().surrogate_fun(x)] if cls.primitive else []))
for law in (fn.init.Normal(0, 1, seed=1), fn.init.TruncatedNormal(0, 1, -1, 9, seed=1), fn.init.Uniform(0, 1, seed=1)):
    show(type(law).__name__, law(400))
cells = fn.hh_psc_alpha_gap(51)
show("cells", cells.run(15 * pq.ms, dt=0.1 * pq.ms, x=np.linspace(0, 900, 51) * pq.pA, record=("V",))["V"].magnitude)
noise = fn.OUProcess(12 * pq.uA, 2 * pq.uA, np.linspace(1, 5, 40) * pq.ms)
result = fn.HH(40, dtype=np.float32).run(30 * pq.ms, dt=0.05 * pq.ms, x=noise, seed=2, record=("V", "isi"))
show("noise", result["V"].magnitude, result["isi_cv"])
"""


def found(**variables):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_NUM_THREADS": "1", **variables}
    run = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return dict(line.split() for line in run.stdout.splitlines())


def without_vectors():
    """What makes NumPy leave out all that it has for this processor beyond the least."""
    internal = np._core._multiarray_umath
    features = [name for name in internal.__cpu_dispatch__ if internal.__cpu_features__[name]]
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(features)} if features else {}


@pytest.fixture(scope="module", name="here")
def _here():
    bits = found()
    assert {"cells", "noise", "TruncatedNormal", "Arctan", "HHfloat64", "HHfloat32"} <= bits.keys()
    return bits


@pytest.mark.parametrize("core", ["Prescott", "Haswell"])
def test_other_libraries(here, core):
    assert found(OPENBLAS_CORETYPE=core, **(without_vectors() if core == "Prescott" else {})) == here


@pytest.mark.skipif(not host_register_bits() >= 256, reason="needs AVX2")
def test_code_for_a_plainer_processor(here):
    features = "+sse4.2,+avx,+avx2,+fma"
    lanes = {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": features, "FASTNEURON_REGISTER_BITS": "128"}
    assert found(**lanes) == here
