"""Surrogate gradients: spikes that are 0 or 1, with a derivative to train with.

Each exists as a class, ``spk_fun=fn.surrogate.ReluGrad(alpha=0.3)``, and as a function of the potential and
the parameters, ``fn.surrogate.relu_grad(x, alpha=0.3)``. Names, parameters and defaults are those of
``braintools.surrogate``.
"""

from .base import Surrogate as Surrogate
from .base import as_function
from .bells import GaussianGrad as GaussianGrad
from .bells import InvSquareGrad as InvSquareGrad
from .bells import MultiGaussianGrad as MultiGaussianGrad
from .bells import ReluGrad as ReluGrad
from .bells import SlayerGrad as SlayerGrad
from .given import check_spikes, derivative_of  # noqa: F401
from .sigmoids import ERF as ERF
from .sigmoids import Arctan as Arctan
from .sigmoids import PiecewiseExp as PiecewiseExp
from .sigmoids import PiecewiseQuadratic as PiecewiseQuadratic
from .sigmoids import Sigmoid as Sigmoid
from .sigmoids import SoftSign as SoftSign
from .unusual import S2NN as S2NN
from .unusual import LeakyRelu as LeakyRelu
from .unusual import LogTailedRelu as LogTailedRelu
from .unusual import NonzeroSignLog as NonzeroSignLog
from .unusual import PiecewiseLeakyRelu as PiecewiseLeakyRelu
from .unusual import QPseudoSpike as QPseudoSpike
from .unusual import SquarewaveFourierSeries as SquarewaveFourierSeries

sigmoid = as_function(Sigmoid, "sigmoid")
piecewise_quadratic = as_function(PiecewiseQuadratic, "piecewise_quadratic")
piecewise_exp = as_function(PiecewiseExp, "piecewise_exp")
soft_sign = as_function(SoftSign, "soft_sign")
arctan = as_function(Arctan, "arctan")
nonzero_sign_log = as_function(NonzeroSignLog, "nonzero_sign_log")
erf = as_function(ERF, "erf")
piecewise_leaky_relu = as_function(PiecewiseLeakyRelu, "piecewise_leaky_relu")
squarewave_fourier_series = as_function(SquarewaveFourierSeries, "squarewave_fourier_series")
s2nn = as_function(S2NN, "s2nn")
q_pseudo_spike = as_function(QPseudoSpike, "q_pseudo_spike")
leaky_relu = as_function(LeakyRelu, "leaky_relu")
log_tailed_relu = as_function(LogTailedRelu, "log_tailed_relu")
relu_grad = as_function(ReluGrad, "relu_grad")
gaussian_grad = as_function(GaussianGrad, "gaussian_grad")
multi_gaussian_grad = as_function(MultiGaussianGrad, "multi_gaussian_grad")
inv_square_grad = as_function(InvSquareGrad, "inv_square_grad")
slayer_grad = as_function(SlayerGrad, "slayer_grad")

__all__ = [
    "Surrogate",
    "Sigmoid", "sigmoid",
    "PiecewiseQuadratic", "piecewise_quadratic",
    "PiecewiseExp", "piecewise_exp",
    "SoftSign", "soft_sign",
    "Arctan", "arctan",
    "NonzeroSignLog", "nonzero_sign_log",
    "ERF", "erf",
    "PiecewiseLeakyRelu", "piecewise_leaky_relu",
    "SquarewaveFourierSeries", "squarewave_fourier_series",
    "S2NN", "s2nn",
    "QPseudoSpike", "q_pseudo_spike",
    "LeakyRelu", "leaky_relu",
    "LogTailedRelu", "log_tailed_relu",
    "ReluGrad", "relu_grad",
    "GaussianGrad", "gaussian_grad",
    "MultiGaussianGrad", "multi_gaussian_grad",
    "InvSquareGrad", "inv_square_grad",
    "SlayerGrad", "slayer_grad",
]  # fmt: skip


def __dir__():
    return sorted(__all__)
