"""Random inputs: white noise, Ornstein-Uhlenbeck current, Poisson events.

The numbers come from a counter-based generator, keyed by seed, neuron and step: they do not depend on threads, on how a
run is cut, or on the order in which neurons are computed. Nor on anything else: neuron 3 of one group gets the same
numbers as neuron 3 of another in a run with the same seed, which is 0 if none is given, from the random input in the
same place. So two populations, also those of a network, or two trials have the same noise unless one of these differs:

============================================  ==========================================================================
``run(..., seed=2)``                          another seed: all numbers are others
``init_state(batch_size=100)``                100 independent copies of the group in one run
``run(..., first_neuron=1000)``               neurons are numbered from 1000 on: those of another part of a population
``x=[fn.OUProcess(...), fn.OUProcess(...)]``  the objects of one run are independent of each other
a run that goes on                            later steps have numbers of their own, until `reset_state`
============================================  ==========================================================================

float32 and float64 draw different numbers, of the same distribution: with the same seed their traces are two trials.
"""

import functools

import numpy as np

from fastneuron.simd import exp, expm1, sqrt

from ..engine.fixed.events import FEW
from ..engine.inputs import Source
from ..engine.kernel.equations import once_each
from ..units import check_bounds, strip
from .known import Known


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

    Runs with the same ``seed`` give the same numbers to every group and every object of this class: for populations or
    trials that are independent write another ``seed=`` for each, one group with ``batch_size=``, or another
    ``first_neuron=``. In float32 the numbers are others than in float64.

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
    and goes on from run to run with the same object. A copy of it, also a pickled one, is the same process to a group
    and to copies of the group, each of which goes on with it by itself.

    Runs with the same ``seed`` give the same numbers to every group and every object of this class: for populations or
    trials that are independent write another ``seed=`` for each, one group with ``batch_size=``, or another
    ``first_neuron=``. In float32 the numbers are others than in float64.

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

    def __new__(cls, *args, **named):
        """Also of a subclass with an ``__init__`` of its own."""
        process = super().__new__(cls)
        process.known_by = Known()
        return process

    def __init__(self, mean, std, tau):
        self.mean, self.std, self.tau = mean, std, tau

    def source(self, units, dt, shaped, key):
        """The engine's input."""
        mean = shaped(strip(self.mean, units, "OUProcess", "mean"), "mean")
        std = strip(self.std, units, "OUProcess", "std")
        check_bounds(std, units, "OUProcess", "std", 1.0, at_least=0)
        tau = strip(self.tau, "ms", "OUProcess", "tau")
        check_bounds(tau, "ms", "OUProcess", "tau", 5.0, above=0)
        decay, share = _in_a_step(dt, np.shape(tau), np.asarray(tau).tobytes())
        kick = np.asarray(std) * share
        return Source("ou", mean, shaped(decay, "tau"), shaped(kick[()], "std"), key=key, share=shaped(share, "tau"))


@functools.lru_cache(maxsize=8)
def _in_a_step(dt, shape, tau):
    """What is left of a deviation after a step, and the standard deviation that comes in, as a share of the whole.

    The package's own functions have the same bits on every processor, but are slow on plain numbers. So each time
    constant is computed once, and `update`, which asks in every step, finds what it had.
    """
    tau = np.frombuffer(tau).reshape(shape)
    decay, kick = (once_each(function, [tau]) for function in (
        lambda tau: exp(-dt / tau), lambda tau: sqrt(-expm1(-2.0 * dt / tau))
    ))  # fmt: skip
    return decay[()], kick[()]


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

    Runs with the same ``seed`` give the same numbers to every group and every object of this class: for populations or
    trials that are independent write another ``seed=`` for each, one group with ``batch_size=``, or another
    ``first_neuron=``. In float32 the numbers are others than in float64.

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
