"""Functions that exist once a kernel: a name to call in a driver, and a builder of the source for a specialisation.

The drivers are the same for all kernels; what differs (loading the parameters that a model has, its equations, its
inputs) is generated here as a few lines of Python for each kernel, and compiled when Numba meets the kernel's type.
"""

import inspect
import linecache

from numba.core import types
from numba.extending import overload

from .kernel import KernelType

# Without reference counts: the arrays are alive while a driver runs, and counting them at the end of each block of
# steps was a sixth of the time of LIFRef. What returns arrays must only be called from functions that do not count.
OPTIONS = {"error_model": "numpy", "nogil": True, "_nrt": False}
# Functions that only drivers call need no entry points from Python or C: a fifth of the time to compile them.
CALLED = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
INLINE = {**CALLED, "forceinline": True}


def specialised(stub):
    """Decorate a builder ``build(kernel, *argument types) -> (lines of the body, names that it uses)``.

    The decorated function's own arguments are those of the generated function. It can then be called in a driver with
    a kernel as its first argument.
    """
    arguments = ", ".join(inspect.signature(stub).parameters)

    def driver_call(kernel, *rest):
        raise TypeError(f"{stub.__name__} works in compiled code only")

    driver_call.__name__ = stub.__name__
    driver_call.__doc__ = stub.__doc__

    def build(kernel, *rest):
        if not isinstance(kernel, KernelType):
            return None
        lines, namespace = stub(kernel.kernel, *rest)
        return python_function(stub.__name__, arguments, lines, namespace)

    build.__signature__ = inspect.signature(stub)
    source = f"lambda {arguments}: build({arguments})"
    overload(driver_call, jit_options=INLINE, strict=False)(eval(source, {"build": build}))
    return driver_call


def python_function(name, arguments, lines, namespace):
    """Compile lines of Python to a function that a traceback can show."""
    source = f"def {name}({arguments}):\n" + "".join(f"    {line}\n" for line in lines)
    filename = f"<fastneuron {name} {abs(hash(source)):x}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    scope = dict(namespace)
    exec(compile(source, filename, "exec"), scope)
    return scope[name]


def pack(expressions):
    """A tuple of expressions, also of none or one."""
    return f"({', '.join(expressions)}{',' if expressions else ''})"


def is_array(kind):
    """Whether a Numba type is an array."""
    return isinstance(kind, types.Array)
