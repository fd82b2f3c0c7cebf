"""Poisson input to neurons in a loop, as brainpy has it: events of many sources, added to a state at once."""

import numpy as np

from ... import environ
from ...checks import check_integer
from ...engine.kernel.equations import once_each
from ...errors import ParameterError, ShapeError
from ...init.random import Normal, Uniform, key_of
from ...neurons import Neurons
from ...runs.prefetch import Prefetch
from ...simd import exp, expm1, log
from ...units import check_bounds, strip
from .. import indices as numbers

OWNER = "poisson_input"
MANY = 5.0  # events and what is none of them: more are drawn from the normal distribution


def poisson_input(freq, num_input, weight, target, indices=None, refractory=None, *, seed=None):
    """Add to a state what the events of a step give.

    Parameters
    ----------
    freq : Quantity [Hz]
        Rate of each source.
    num_input : int
        Number of sources of each neuron.
    weight : Quantity
        What an event adds, in the unit of the state.
    target : ``neurons.V``, ``neurons.prefetch("V")`` or group
        The state; of a group it is ``V``.
    indices : array of int, optional
        Neurons that get input; by default all.
    refractory : array of bool, optional
        Neurons that get none.
    seed : int, optional
        The numbers belong to it and to the step; without one they are new ones each time.

    Notes
    -----
    The number of events is binomial, with the probability :math:`1 - e^{-freq \\, dt}` for each source. As in brainpy,
    where more than 5 events are expected and more than 5 sources without one, it is a normal number, rounded, and at
    least 0. `PoissonInput`, given to ``run`` as ``delta``, is the same in one call for all steps.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(3)
    >>> cells.init_state()
    >>> with fn.environ.context(dt=0.1 * pq.ms):
    ...     fn.poisson_input(100 * pq.Hz, 50, 0.1 * pq.mV, cells.V, seed=1)
    >>> cells.V.round(2)
    array([0. , 0. , 0.1]) * mV
    """
    group, name = _target(target)
    dt = strip(environ.get_dt(), "ms", OWNER, "dt")
    rate = strip(freq, "1/ms", OWNER, "freq", example=0.01)
    check_bounds(rate, "1/ms", OWNER, "freq", 0.01, at_least=0)
    if not isinstance(rate, float):
        raise ShapeError(owner=OWNER, name="freq", shape=rate.shape, expected="but must be one number",
                         advice="Write freq=50 * pq.Hz.")  # fmt: skip
    count = check_integer(OWNER, "num_input", num_input, 2**53)
    some = _some(group, indices)
    shape = group.shape if some is None else (*group.shape[:-1], len(some))
    size = strip(weight, group.model.states[name].unit, OWNER, "weight")
    events = _events(rate * dt, count, shape, key_of(seed, OWNER), group.population.step)
    _add(group, name, some, events * size, refractory)


def _target(target):
    """The group and the name of the state."""
    if isinstance(target, Prefetch):
        group, name = target.group, target.name
    elif isinstance(target, Neurons):
        group, name = target, "V"
    else:
        group, name = getattr(target, "_home", None) or (None, None)
    if not isinstance(group, Neurons):
        raise ParameterError(owner=OWNER, name="target", value=target, expected="a state of a group",
                             advice='Write target=neurons.V, or target=neurons.prefetch("V").')  # fmt: skip
    if group.population is None:
        group.init_state()
    return group, name


def _some(group, given):
    if given is None:
        return None
    found = numbers.indices(OWNER, "indices", given)
    numbers.check_within(OWNER, "indices", found, group.in_size[-1], repr(group))
    return found


def _add(group, name, some, values, refractory):
    """Add to the state, but for neurons that are refractory."""
    now = np.array(group.plain_state(name), float)
    new = now.copy()
    new[(..., slice(None) if some is None else some)] += values
    if refractory is not None:
        held = np.asarray(refractory)
        if held.dtype.kind != "b":
            raise ParameterError(owner=OWNER, name="refractory", value=refractory, expected="True and False",
                                 advice="Write refractory=neurons.refractory.")  # fmt: skip
        new = np.where(held, now, new)
    group.plain_state(name)[...] = new


def _events(rate, count, shape, key, step):
    """How many of so many sources have an event in a step, for each neuron."""
    p, none = (float(once_each(f, [rate])) for f in (lambda x: -expm1(-x), lambda x: exp(-x)))
    if count * p > MANY and count * none > MANY:
        drawn = Normal(count * p, np.sqrt(count * none * p)).belonging_to(key, step)(shape)
        return np.maximum(np.rint(drawn), 0.0)
    uniform = Uniform(0, 1).belonging_to(key, step)(shape)
    if count * p <= MANY:
        return _below(uniform, count, p, none)
    return count - _below(uniform, count, none, p)


def _below(uniform, count, p, q):
    """Binomial numbers whose mean is at most 5, from uniform ones: where these are in the sums of probabilities."""
    term = float(once_each(lambda x: exp(count * log(x)), [q]))
    sums, k = [term], 0
    while k < count and term > 1e-18 * sums[-1]:
        term, k = term * (count - k) / (k + 1) * (p / q), k + 1
        sums.append(sums[-1] + term)
    return np.searchsorted(np.array(sums[:-1]), uniform, side="right").astype(float)
