"""What a kernel that goes backwards is specialised for, besides what the run was."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from fastneuron.simd import Expression
from fastneuron.simd.numbers.expression import Truth
from fastneuron.simd.numbers.noted import noted

from ..kernel.kernel import Kernel
from ..kernel.terms import TIMED, Term, flatten


def _hashed(function, arguments):
    """What a function does, as a hash."""
    return hashlib.sha1("\n".join(noted(function, arguments, Expression, {"S": Truth})).encode()).hexdigest()[:16]


class Slope(NamedTuple):
    """What stands for the derivative of a spike by the scaled potential.

    Attributes
    ----------
    function : callable
        ``function(v, *parameters)``, in the functions of `fastneuron.simd`.
    parameters : tuple of float
    """

    function: Callable
    parameters: tuple = ()

    def __call__(self, v):
        """The slope at a scaled potential."""
        return self.function(v, *self.parameters)

    def __repr__(self):
        """What it does, as a hash: kernels are known by it."""
        return _hashed(self, ("v",))


class Pointwise(NamedTuple):
    """A loss that is a sum over steps of an equation in what is seen of each.

    Attributes
    ----------
    function : callable
        Of numbers of equations.
    arguments : tuple of str
        Its arguments: states, "S" for the spikes, and the names of ``targets``.
    targets : tuple of str
        What it is compared with: inputs of the loss.
    """

    function: Callable
    arguments: tuple
    targets: tuple = ()

    def rehearse(self):
        """Call the function once, as kernels will; a TypeError if that does not give a number."""
        found = self.function(*(Truth(np.bool_(True)) if name == "S" else Expression(np.float64(0.5))
                                for name in self.arguments))  # fmt: skip
        if not isinstance(found, (int, float, Expression, Truth)) or isinstance(found, bool):
            raise TypeError(f"it gives a {type(found).__name__}, and not a number")

    def __repr__(self):
        """What it does, as a hash: kernels are known by it."""
        return f"{self.targets}{_hashed(self.function, self.arguments)}"


@dataclass(frozen=True)
class ReverseKernel(Kernel):
    """One specialisation of the way back.

    Attributes
    ----------
    slope : str
        The surrogate of the spikes, as the name of the type has it; see `Slope`.
    reset_gradient : str
        See `kernel.differentiable`.
    wrt : tuple of str
        Parameters that are differentiated by.
    slots : tuple of int
        Those of inputs.
    outputs : tuple of str
        What there are cotangents of: "spikes", and names of states.
    loss : Pointwise or None
        A loss whose derivatives are taken here.
    cotangents : tuple of Term
        For each output how its cotangent is given; then, with a loss, for its targets, and for the number that each
        step counts.
    """

    slope: Slope | None = None
    reset_gradient: str = "reference"
    wrt: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
    outputs: tuple[str, ...] = ()
    loss: Pointwise | None = None
    cotangents: tuple[Term, ...] = ()

    @classmethod
    def of(cls, kernel, **others):
        """The way back through what a kernel did."""
        same = {field.name: getattr(kernel, field.name) for field in fields(Kernel)}
        return cls(**same | {"bits": False, "samples": (), **others})

    @property
    def timed(self):
        """Those of the slots whose adjoints are written at each step; those of the others add up."""
        return tuple(slot for slot in self.slots if slot in _slots(self, TIMED))

    @property
    def summed(self):
        """The other slots."""
        return tuple(slot for slot in self.slots if slot not in self.timed)

    @property
    def sums(self):
        """What adds up besides constants: adjoints by the other slots, and the value of the loss behind them."""
        return (*self.summed, "loss") if self.loss else self.summed


def _slots(kernel, kinds):
    return {term.slot for term in flatten(kernel) if term.kind in kinds}
