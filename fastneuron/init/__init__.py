"""Initialisers: callables ``f(shape)`` that give the first values of a state.

They serve as ``V_initializer=fn.init.Uniform(-70 * pq.mV, -50 * pq.mV, seed=1)``. The shape has the batch
axis first, so every neuron of every batch element gets a value of its own.
"""

from .constant import Constant as Constant
from .constant import values as values
from .random import Normal as Normal
from .random import TruncatedNormal as TruncatedNormal
from .random import Uniform as Uniform

__all__ = ["Constant", "Normal", "TruncatedNormal", "Uniform", "values"]


def __dir__():
    return sorted(__all__)
