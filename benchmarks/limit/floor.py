"""The least time that a step can take: vector operations over the machine's peak, bytes over its bandwidth.

Operations of one step of one register of neurons are counted in models.h and exp.h, with AVX-512's masked
instructions: (multiplications and multiply-adds, everything else, divisions). Multiplications have two of the
four vector pipes of a current core, so they or the total can be what limits. The peak is measured with loops
of independent instructions (peak.c), the bandwidth with a copy of 512 MB.
"""

import ctypes
import os
import time

import numpy as np
from build import library

# x / ln 2 rounded; x - n ln 2 twice; r^2, r^4; Estrin's scheme, with 6 and 11 coefficients; times r
REDUCE = {"float32": (11, 1, 0), "float64": (16, 1, 0)}
EXP = (0, 4, 0)  # two clamps, plus 1, scaling; and REDUCE
EXPREL = (2, 7, 1)  # two clamps, 2^(n-1) by shift and add, minus 1/2; test and choice for 0; and REDUCE
# spike test, count, step of the spike, reset of V; test and choice of the held
SPIKE, HELD = (0, 4, 0), (0, 2, 0)
UPSTROKE = (5, 4, 0)  # exponent, no slope above the clamp, drift, dt J, V; and EXP and EXPREL

PARTS = {
    "LIFRef": [(1, 1, 0), SPIKE, HELD],
    "ExpIFRef": ["reduce", EXP, "reduce", EXPREL, UPSTROKE, SPIKE, HELD],
    # beside the upstroke: R w; w; its jump
    "AdExIF": ["reduce", EXP, "reduce", EXPREL, UPSTROKE, SPIKE, (1, 0, 0), (2, 1, 0), (0, 1, 0)],
    # drift, dt J and V; u; its jump and choice
    "IzhikevichRef": ["reduce", EXPREL, (5, 1, 0), (2, 0, 0), SPIKE, HELD, (0, 2, 0)],
    "ALIF": [(1, 1, 0), (2, 0, 0), SPIKE, (0, 1, 0)],
    # I1, I2 and V_th; V; resets
    "Gif": [(5, 2, 0), (2, 3, 0), SPIKE, (2, 5, 0)],
    # the four functions; conductances, drift and V; arguments and factors of the rates; gates
    "HH": ["reduce", EXP] * 4 + ["reduce", EXPREL] * 6 + [(13, 5, 0), (9, 7, 3), (12, 3, 0), SPIKE],
}
# V, w, step of the last spike, count: read and written; x read
BYTES_PER_RUN = {"float32": 9 * 4, "float64": 9 * 8}


def operations(model, dtype):
    """Multiplications, other operations and divisions of one step of one register."""
    parts = [REDUCE[dtype] if part == "reduce" else part for part in PARTS[model]]
    return tuple(sum(counts) for counts in zip(*parts, strict=True))


def peak(repeats=5, loops=5_000_000):
    """Operations per nanosecond of one thread, best of a few: fused, mixed, divided, divided_float."""
    measured = library("peak.c")
    rates = {}
    for name in ("fused", "mixed", "divided", "divided_float"):
        function = getattr(measured, f"{name}_per_ns")
        function.restype = ctypes.c_double
        rates[name] = max(function(ctypes.c_long(loops)) for _ in range(repeats))
    return {**rates, "lanes": measured.lanes_of_double()}


def bandwidth(megabytes=512):
    """Bytes per nanosecond that a copy reads and writes."""
    source = np.ones(megabytes << 17)
    target = np.empty_like(source)
    best = np.inf
    for _ in range(5):
        start = time.perf_counter_ns()
        np.copyto(target, source)
        best = min(best, time.perf_counter_ns() - start)
    return 2 * source.nbytes / best


def floor(model, dtype, rates, threads):
    """Nanoseconds per neuron and step that the operations take at the machine's peak."""
    multiplied, other, divided = operations(model, dtype)
    division = rates["divided" if dtype == "float64" else "divided_float"]
    longest = max(multiplied / rates["fused"], (multiplied + other) / rates["mixed"], divided / division)
    lanes = rates["lanes"] * (1 if dtype == "float64" else 2)
    return longest / (lanes * threads)


def main():
    """Print the peak and the floor of every model."""
    rates, threads = peak(), os.cpu_count()
    print("per ns and thread: " + ", ".join(f"{name} {rate:.2f}" for name, rate in rates.items()))
    print(f"copy: {bandwidth():.1f} bytes per ns; {threads} threads")
    for dtype in REDUCE:
        for model in PARTS:
            counts = "{} multiplied, {} other, {} divided".format(*operations(model, dtype))
            print(f"{model:14} {dtype}  {floor(model, dtype, rates, threads):.4f} ns  ({counts})")


if __name__ == "__main__":
    main()
