"""Measure on a GPU what docs/cuda.md shows: steps, the device's own limit, brainpy.state beside, the CPU beside.

    pip install . 'numba-cuda[cu13]' 'brainpy==2.9.0' 'jax[cuda13]'
    python benchmarks/gpu.py --json benchmarks/results/gpu.json
    python benchmarks/report.py

Takes some minutes. Without brainpy, or where JAX has no GPU, its columns stay empty. What is measured is in the file
after each part, so a run that is cut short is not lost.
"""

import argparse
import json
import os
import platform
import statistics
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from unittest import mock

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # JAX would take three quarters of the memory

import numba  # noqa: E402
from instructions import of_a_step  # noqa: E402
from pairs import measure, neurons_of, prepare, processor  # noqa: E402
from suite import gpu, subjects  # noqa: E402

from fastneuron.engine import simulate  # noqa: E402

REPEATS = 5
PACKAGES = ("numba-cuda", "brainpy", "jax")


def about():
    """The device, and what it is measured with."""
    from numba import cuda

    name = cuda.gpus[0].name
    found = {"device": name.decode() if isinstance(name, bytes) else name, "versions": {}}
    for package in PACKAGES:
        try:
            found["versions"][package] = version(package)
        except PackageNotFoundError:
            continue
    found |= {"neurons": gpu.NEURONS, "steps": gpu.STEPS, "processor": processor(), "threads": numba.get_num_threads()}
    return found | {"numba": numba.__version__, "python": platform.python_version()}


def other_of():
    """The function that makes the neurons of brainpy.state, or why there is none."""
    try:
        import jax
        from compare import brainpy_state
    except ImportError as error:
        return None, str(error)
    where = jax.devices()[0].platform
    return (brainpy_state.other_of, "") if where == "gpu" else (None, f"JAX runs on {where}")


def step_code(model, dtype, capability):
    """The PTX of the kernel that is measured, from a run of four neurons of which nothing is computed."""
    from numba import cuda, int64, typeof

    from fastneuron.engine.cuda.drivers import run_gangs

    made, x = neurons_of(model, dtype, 4)
    with mock.patch.object(simulate, "run_gangs") as driver:
        subjects.run(made, x, 1, width=1)
    kernel, *_, data = driver.call_args.args
    return cuda.compile_ptx(run_gangs.py_func, (typeof(kernel), int64, typeof(data)), cc=capability)[0]


def step(model, dtype, make):
    """One row: nanoseconds of a step, its instructions, and the same in brainpy.state if it can be made."""
    from numba import cuda

    arithmetic, instructions = of_a_step(step_code(model, dtype, cuda.gpus[0].compute_capability))
    row = {"model": model, "dtype": dtype, "arithmetic": arithmetic, "instructions": instructions}
    try:
        if make:
            other = make(model, dtype, gpu.NEURONS)
            return row | measure(model, dtype, other, gpu.STEPS, REPEATS, gpu.NEURONS, "cuda")
    except AssertionError as error:  # the rest is worth having
        print("spike counts differ:", error, flush=True)
    run = prepare(model, dtype, gpu.NEURONS, "cuda")
    run(gpu.STEPS)
    seconds = statistics.median(run(gpu.STEPS)[1] for _ in range(REPEATS))
    return row | {"fastneuron": seconds / (gpu.NEURONS * gpu.STEPS) * 1e9}


def limit(dtype):
    """Multiply-adds per nanosecond."""
    made = gpu.MultiplyAdds()
    made.setup(dtype)
    return made.track_rate(dtype) / 2 * 1e3


def crossover(model, neurons):
    """One row: nanoseconds of a step on both."""
    row = {"model": model, "neurons": neurons}
    for device in ("cpu", "cuda"):
        made = gpu.Crossover()
        made.setup(model, neurons, device)
        row[device] = made.track_step(model, neurons, device)
    return row


def main():
    """Measure all parts, and write them to the file that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="write what was measured to this file, for report.py")
    path = parser.parse_args().json
    try:
        gpu.need_device()
    except NotImplementedError as error:
        raise SystemExit(str(error)) from None
    make, missing = other_of()
    result = {**about(), "multiply-adds per ns": {}, "rows": [], "crossover": []}
    print(result["device"], "" if make else f"without brainpy.state: {missing}", flush=True)

    def keep(place, value):
        place(value)
        print(value, flush=True)
        if path:
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(result, indent=1) + "\n")

    for dtype in gpu.DTYPES:
        keep(result["multiply-adds per ns"].update, {dtype: limit(dtype)})
        for model in gpu.MODELS:
            keep(result["rows"].append, step(model, dtype, make))
    for model in gpu.Crossover.params[0]:
        for neurons in gpu.SIZES:
            keep(result["crossover"].append, crossover(model, neurons))


if __name__ == "__main__":
    main()
