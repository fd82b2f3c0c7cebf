"""Random inputs: white noise, Ornstein-Uhlenbeck current, Poisson events.

The numbers come from a counter-based generator, keyed by seed, neuron and step: they do not depend on threads, on how a
run is cut, or on the order in which neurons are computed.
"""

import numpy as np

from ..engine.fixed.events import FEW
from ..engine.inputs import Source
from ..units import check_bounds, strip


class WhiteNoise:
    """Current that is an independent normal number in every step, for every neuron.

    Parameters
    ----------
    mean, std : Quantity, broadcastable to in_size
        Mean and standard deviation of the current of one step, in the model's unit of current.

    Notes
    -----
    The value is held during the step, also where a solver takes several steps within one of ``dt``. To keep the noise
    the same when ``dt`` changes, scale ``std`` by ``1 / sqrt(dt)``.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> result = fn.LIF(4).run(10 * pq.ms, dt=0.1 * pq.ms, x=fn.WhiteNoise(1 * pq.mA, 2 * pq.mA), seed=1)
    """

    def __init__(self, mean, std):
        self.mean, self.std = mean, std

    def source(self, units, dt, shaped, key):
        """The engine's input."""
        mean = shaped(strip(self.mean, units, "WhiteNoise", "mean"), "mean")
        std = strip(self.std, units, "WhiteNoise", "std")
        check_bounds(std, units, "WhiteNoise", "std", 1.0, at_least=0)
        return Source("white", mean, shaped(std, "std"), key=key)


class OUProcess:
    """Current that follows an Ornstein-Uhlenbeck process: coloured noise with a correlation time.

    .. math:: \\tau \\frac{dx}{dt} = mean - x + std \\sqrt{2 \\tau} \\, \\xi(t)

    Parameters
    ----------
    mean, std : Quantity, broadcastable to in_size
        Mean and standard deviation of the stationary process, in the model's unit of current.
    tau : Quantity [ms], broadcastable to in_size
        Correlation time, greater than 0.

    Notes
    -----
    The update over one step is exact, so the statistics do not depend on ``dt``. The process starts at its mean,
    and goes on from run to run with the same object.

    References
    ----------
    .. [1] Gillespie DT (1996). Exact numerical simulation of the Ornstein-Uhlenbeck process and its integral.
       Phys Rev E 54:2084, equation (1.9). https://doi.org/10.1103/PhysRevE.54.2084

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> ou = fn.OUProcess(1 * pq.mA, 0.5 * pq.mA, 5 * pq.ms)
    >>> result = fn.LIF(4).run(10 * pq.ms, dt=0.1 * pq.ms, x=ou, seed=1)
    """

    def __init__(self, mean, std, tau):
        self.mean, self.std, self.tau = mean, std, tau

    def source(self, units, dt, shaped, key):
        """The engine's input."""
        mean = shaped(strip(self.mean, units, "OUProcess", "mean"), "mean")
        std = strip(self.std, units, "OUProcess", "std")
        check_bounds(std, units, "OUProcess", "std", 1.0, at_least=0)
        tau = strip(self.tau, "ms", "OUProcess", "tau")
        check_bounds(tau, "ms", "OUProcess", "tau", 5.0, above=0)
        decay = np.exp(-dt / np.asarray(tau))[()]
        kick = np.asarray(std) * np.sqrt(-np.expm1(-2.0 * dt / np.asarray(tau)))
        return Source("ou", mean, shaped(decay, "tau"), shaped(kick[()], "std"), key=key)


class PoissonInput:
    """Delta input from independent Poisson processes: each event adds a weight.

    Parameters
    ----------
    rate : Quantity [Hz], broadcastable to in_size
        Rate of all presynaptic neurons together, at least 0.
    weight : Quantity, broadcastable to in_size
        What one event adds, in the model's unit of delta inputs.

    Notes
    -----
    The number of events in a step is Poisson distributed, so more than one may fall into a step. Where more than 64 are
    expected in a step it is rounded from a normal number: the probability of at most so many events is then off by less
    than 1.6e-5, mean and variance by less than 1.5e-6 of themselves. Weights may have both signs, also for the neurons
    of NEST, which add up excitation and inhibition separately and take no other noise as delta input.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> events = fn.PoissonInput(1000 * pq.Hz, 0.1 * pq.mV)
    >>> result = fn.LIF(4).run(10 * pq.ms, dt=0.1 * pq.ms, delta=events, seed=1)
    """

    def __init__(self, rate, weight):
        self.rate, self.weight = rate, weight

    def source(self, units, dt, shaped, key):
        """The engine's input."""
        rate = strip(self.rate, "1/ms", "PoissonInput", "rate")
        check_bounds(rate, "1/ms", "PoissonInput", "rate", 1.0, at_least=0)
        weight = shaped(strip(self.weight, units, "PoissonInput", "weight"), "weight")
        expected = np.asarray(rate)[()] * dt
        kind = "many" if np.max(expected, initial=0.0) > FEW else "poisson"
        return Source(kind, shaped(expected, "rate"), weight, key=key)
