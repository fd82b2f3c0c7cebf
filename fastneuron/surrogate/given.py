"""What the user gives as ``spk_fun``: a surrogate, or a function that is its gradient."""

import inspect

import numpy as np

from fastneuron.simd import Expression

from ..errors import ParameterError
from .base import Surrogate

EXAMPLE = "Write spk_fun=fn.surrogate.ReluGrad(), or spk_fun=lambda v: 1.0 / (1.0 + fn.simd.abs(v)) ** 2."


def check_spikes(owner, value):
    """Refuse what is neither a surrogate nor a function of the scaled potential that gives its gradient."""
    expected = "a surrogate gradient, or a function of the scaled potential that gives one"
    if isinstance(value, type) and issubclass(value, Surrogate):
        raise ParameterError(owner=owner, name="spk_fun", value=value.__name__, expected=expected,
                             advice=f"Write spk_fun=fn.surrogate.{value.__name__}().")  # fmt: skip
    if not callable(value):
        raise ParameterError(owner=owner, name="spk_fun", value=value, expected=expected, advice=EXAMPLE)
    if not isinstance(value, Surrogate) and not hasattr(value, "surrogate"):
        _try(owner, value, expected)
    return value


def _try(owner, value, expected):
    """Call a function once, as kernels will."""
    try:
        inspect.signature(value).bind(0.5)
        found = value(Expression(np.float64(0.5)))
    except (TypeError, ValueError) as error:  # what an equation refuses is a TypeError
        expected = f"{expected}, and it says: {error}"
        raise ParameterError(owner=owner, name="spk_fun", value=_name(value), expected=expected,
                             advice=EXAMPLE) from None  # fmt: skip
    if not isinstance(found, (int, float, Expression)) or isinstance(found, bool):
        raise ParameterError(owner=owner, name="spk_fun", value=_name(value),
                             expected=f"{expected}, and it gives a {type(found).__name__}", advice=EXAMPLE)  # fmt: skip


def _name(function):
    return getattr(function, "__name__", type(function).__name__)


def derivative_of(value):
    """The function of the scaled potential that is the slope of a spike, and its parameters."""
    value = value.surrogate() if hasattr(value, "surrogate") else value
    if isinstance(value, Surrogate):
        return type(value).gradient, value.parameters
    return value, ()


