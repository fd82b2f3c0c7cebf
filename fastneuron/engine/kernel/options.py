"""Options of what Numba compiles here."""

# Without reference counts: the arrays are alive while a driver runs, and counting them at the end of each block of
# steps was a sixth of the time of LIFRef. What returns arrays must only be called from functions that do not count.
OPTIONS = {"error_model": "numpy", "nogil": True, "_nrt": False}
# Functions that only drivers call need no entry points from Python or C: a fifth of the time to compile them.
CALLED = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
