"""What a kernel is specialised for, and how Numba sees it.

A kernel is one argument whose *type* says everything that the generated code depends on: model, solver, dtype, width,
inputs, records, and the key of what its code depends on (`fingerprint`). The drivers are ordinary top-level functions,
so Numba's disk cache hits in a new process, and an edited equation misses.
"""

import functools
from dataclasses import dataclass, fields

import numpy as np
from numba.core import types
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox

from fastneuron import solvers
from fastneuron.simd import Simd

from .fingerprint import confirm, fingerprint

# Name of the type -> kernel: a type from the disk cache holds strings only. Kept as long as what Numba compiled.
_KERNELS = {}


@dataclass(frozen=True)
class Kernel:
    """One specialisation.

    Attributes
    ----------
    model : type
        The declaration.
    dtype : str
        "float32" or "float64".
    width : int
        Neurons in a gang.
    solver : str
        Name of the integration method.
    spk_reset : str
        "soft" or "hard".
    clip : bool
        Whether a potential above its threshold counts as that.
    current, delta, conductance, inhibition : tuple
        The inputs, each a `Term` (a conductance: a pair of them).
    bits : bool
        Whether spikes are stored, one bit a neuron and step.
    samples : tuple of str or tuple
        States that are recorded; of synapses ("carried", the number of the state among those of inputs), and ("output",
        the number of the synapse) for what one gives.
    junctions : int
        Numbers that describe the potential of a neighbour during a step; 0 without gap junctions.
    alone : bool
        Whether that is one number in all, for intervals of a single step.
    table : tuple
        Shape of the table of the model's rates (`tables.Table`), empty without one.
    tallies : bool
        Whether trial steps are counted for each neuron.
    still : tuple of str
        States that are 0 throughout the run.
    interval : int
        Steps between checkpoints, 0 without any.
    synapses : tuple of Term
        Inputs from other neurons through synapses with states.
    pieces : bool
        Whether a segment is gone through in pieces, between which spikes are handed on.
    """

    model: type
    dtype: str
    width: int
    solver: str = "exponential_euler"
    spk_reset: str = "soft"
    clip: bool = False
    current: tuple = ()
    delta: tuple = ()
    conductance: tuple = ()
    inhibition: tuple = ()
    bits: bool = False
    samples: tuple = ()
    junctions: int = 0
    alone: bool = False
    table: tuple = ()
    tallies: bool = False
    still: tuple = ()
    interval: int = 0
    synapses: tuple = ()
    pieces: bool = False

    @property
    def adaptive(self):
        """Whether the solver chooses its steps."""
        return solvers.SOLVERS[self.solver].adaptive

    @property
    def watched(self):
        """Whether it makes a difference how far a step ends above the threshold, and the model says how far is much.

        A hard reset forgets the potential, but a state that is integrated with it does not.
        """
        model = self.model
        if self.clip or self.adaptive or model.equation("overshoot") is None:
            return False
        others = (model.equation(f"d{state}") for state in model.moving() if state != "V")
        return self.spk_reset == "soft" or any("V" in arguments for _, arguments in others)

    @functools.cached_property
    def moving(self):
        """The states that a solver which chooses its steps integrates."""
        return tuple(name for name in self.model.moving() if name not in self.still)

    @functools.cached_property
    def lanes(self):
        """The type of a state."""
        return Simd(getattr(types, self.dtype), self.width)

    @functools.cached_property
    def integer_lanes(self):
        """The type of a count of steps: signed, as many bits as a state has."""
        return Simd(types.int32 if self.dtype == "float32" else types.int64, self.width)

    @functools.cached_property
    def number(self):
        """The NumPy scalar type of a state."""
        return getattr(np, self.dtype)

    @functools.cached_property
    def fingerprint(self):
        """Hash of all that is compiled into it."""
        return fingerprint(self.model)

    @functools.cached_property
    def numba_type(self):
        """The type that selects this specialisation."""
        model = f"{self.model.__module__}.{self.model.__qualname__}"
        parts = [
            f"{field.name}={getattr(self, field.name)}" for field in fields(self) if field.name != "model"
        ]
        kernel_type = KernelType(f"{type(self).__name__}({model}, {', '.join(parts)}, {self.fingerprint})")
        _KERNELS[kernel_type.name] = self
        return kernel_type

    def confirm(self):
        """Raise `Changed` if what the equations read has changed, before anything is compiled or loaded for it."""
        confirm(self.model, self.fingerprint)


@functools.lru_cache(maxsize=1024, typed=True)
def interned(key, *given, **fields):
    """The kernel with these fields, the same one as long as ``key``, the model's hash, is: it knows its type by now."""
    return Kernel(*given, **fields)


class KernelType(types.Type):
    """The Numba type of a kernel; its name is its identity."""

    @property
    def kernel(self):
        """The specialisation that this type stands for."""
        return _KERNELS[self.name]


@typeof_impl.register(Kernel)
def _typeof(kernel, context):
    return kernel.numba_type


register_model(KernelType)(models.OpaqueModel)


@unbox(KernelType)
def _unbox(kernel_type, value, context):
    return NativeValue(context.context.get_dummy_value())
