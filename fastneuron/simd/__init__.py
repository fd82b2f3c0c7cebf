"""Explicit lanes for Numba: ``Simd`` and ``Mask``, numbers with a derivative, their functions, and random numbers."""

from .functions.exp import exp as exp
from .functions.exp import expm1 as expm1
from .functions.exp import exprel as exprel
from .functions.exp import linoid as linoid
from .functions.hyperbolic import cosh as cosh
from .functions.hyperbolic import sigmoid as sigmoid
from .functions.hyperbolic import tanh as tanh
from .functions.log import log as log
from .functions.log import log1p as log1p
from .functions.power import power as power
from .functions.roots import inverse_root as inverse_root
from .functions.trigonometric import cos as cos
from .functions.trigonometric import sin as sin
from .lanes.arithmetic import abs as abs
from .lanes.arithmetic import fma as fma
from .lanes.arithmetic import maximum as maximum
from .lanes.arithmetic import minimum as minimum
from .lanes.arithmetic import sqrt as sqrt
from .lanes.conversion import bitcast as bitcast
from .lanes.conversion import broadcast as broadcast
from .lanes.conversion import constant as constant
from .lanes.conversion import convert as convert
from .lanes.conversion import lane_index as lane_index
from .lanes.conversion import scalar as scalar
from .lanes.conversion import uniform as uniform
from .lanes.counting import count_up as count_up
from .lanes.masks import all as all
from .lanes.masks import any as any
from .lanes.masks import bits as bits
from .lanes.masks import heaviside as heaviside
from .lanes.masks import store_bits as store_bits
from .lanes.masks import where as where
from .lanes.memory import load as load
from .lanes.memory import store as store
from .lanes.onelane import any_beside as any_beside
from .lanes.onelane import load_constant as load_constant
from .lanes.onelane import store_bit as store_bit
from .lanes.registers import REGISTER_BITS as REGISTER_BITS
from .lanes.registers import host_register_bits as host_register_bits
from .lanes.types import Constant as Constant
from .lanes.types import Mask as Mask
from .lanes.types import Simd as Simd
from .numbers.dual import dual as dual
from .numbers.dual import primal as primal
from .numbers.dual import stop_gradient as stop_gradient
from .numbers.dual import tangent as tangent
from .numbers.expression import Expression as Expression
from .random.philox import philox as philox
from .random.philox import philox_normal as philox_normal
from .random.philox import philox_uniform as philox_uniform

__all__ = [
    "Constant", "Expression", "Mask", "REGISTER_BITS", "Simd", "abs", "all", "any", "any_beside",
    "bitcast", "bits", "broadcast", "constant", "convert", "cos", "cosh", "count_up", "dual", "exp", "expm1",
    "exprel", "fma", "heaviside", "host_register_bits", "inverse_root", "lane_index", "linoid", "load",
    "load_constant", "log", "log1p", "maximum", "minimum", "philox", "philox_normal",
    "philox_uniform", "power", "primal", "scalar", "sigmoid", "sin", "sqrt", "stop_gradient", "store", "store_bit",
    "store_bits", "tangent", "tanh", "uniform", "where",
]  # fmt: skip


def __dir__():
    return sorted(__all__)
