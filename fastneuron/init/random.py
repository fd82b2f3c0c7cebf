"""Random initial values.

The bits are those of NumPy's Philox, keyed by the seed and the number of the call. Entry i of a call is made
from words 2i and 2i + 1 of that key, so it does not depend on how many entries there are. The functions are
those of `fastneuron.simd`: the bits are the same on every machine.
"""

import copy
import operator
import secrets

import numpy as np

from ..errors import ParameterError
from ..units import check_bounds
from .base import Initializer
from .box_muller import standard_normal
from .many import entrywise
from .normal_tail import truncated

SEEDS = 2**64


class Distribution(Initializer):
    """Base of initialisers that draw.

    Parameters
    ----------
    seed : int, optional
    **arguments : Quantity, number or array
        See `Initializer`.

    Attributes
    ----------
    key : int
        The seed, also if none was given.
    calls : int
        How often it has been called.
    """

    _going = None  # bits of a call that is made in pieces
    _bytes = 64  # two words of random bits, the numbers that they become, and what is between

    def __init__(self, seed, **arguments):
        super().__init__(**arguments)
        self.seed = seed
        self.key = key_of(seed, type(self).__name__)
        self.calls = 0

    def _uniforms(self, shape):
        """Two arrays of uniform numbers in the open interval (0, 1), of a shape."""
        bits = self._begun() if self._going is None else self._going
        words = bits.random_raw(2 * int(np.prod(shape))).reshape(*shape, 2)
        return np.moveaxis(((words >> np.uint64(12)) + 0.5) * 2.0**-52, -1, 0)

    def _begun(self):
        """The bits of the next call."""
        self.calls += 1
        return np.random.Philox(key=np.array([self.key, self.calls - 1], np.uint64))

    def pieces(self, count, length=2**20):
        """What the next call gives for so many values, a piece at a time, which takes little memory.

        Parameters
        ----------
        count : int
        length : int, default 2**20
            Of a piece; the values do not depend on it.

        Yields
        ------
        Quantity or float64 ndarray
        """
        going = copy.copy(self)
        going._going = self._begun()
        for start in range(0, count, length):
            yield going(min(length, count - start))

    def skip(self):
        """Leave out a call."""
        self.calls += 1

    def one_for_all(self):
        """Whether all values are drawn from one distribution."""
        return all(isinstance(number, float) for number in self._numbers.values())

    def belonging_to(self, seed, number):
        """The same distribution with the numbers of a seed.

        Parameters
        ----------
        seed : int
        number : int
            Its next call gives what one made with this seed gives after so many calls.
        """
        found = copy.copy(self)
        found.seed = found.key = checked_seed(seed, type(self).__name__)
        found.calls = number
        return found

    def _check(self, name, **bounds):
        example = 1.0 if bounds.get("at_most") is None else float(np.min(bounds["at_most"])) - 1.0
        check_bounds(self._numbers[name], self._unit or "1", type(self).__name__, name, example, **bounds)

    def _written(self):
        return [*super()._written(), f"seed={self.seed}"]


def key_of(seed, owner):
    """The seed; one that nobody knows for None."""
    return secrets.randbelow(SEEDS) if seed is None else checked_seed(seed, owner)


def checked_seed(seed, owner):
    """A seed as an int; anything else is refused."""
    try:
        number = operator.index(seed)
    except TypeError:
        number = -1
    if not 0 <= number < SEEDS:
        expected = "an int from 0 to 2**64 - 1, or None"
        raise ParameterError(owner=owner, name="seed", value=seed, expected=expected,
                             advice="Write for example seed=1.")  # fmt: skip
    return number


class Uniform(Distribution):
    """Draw from the uniform distribution between two bounds.

    Parameters
    ----------
    low, high : Quantity, number or array
        Bounds, low <= high; they broadcast to the shape.
    seed : int, optional
        An initialiser with the same seed gives the same values in its first call, in its second, and so on.
        Two states need two seeds, or their values go together. Without one each initialiser draws its own.

    Examples
    --------
    >>> import quantities as pq
    >>> V = Uniform(-70 * pq.mV, -50 * pq.mV, seed=1)
    >>> V
    Uniform(low=-70.0 * pq.mV, high=-50.0 * pq.mV, seed=1)
    >>> first, second = V(1000), V(1000)
    >>> again = Uniform(-70 * pq.mV, -50 * pq.mV, seed=1)(1000)
    >>> bool((first == again).all()), bool((first == second).any())
    (True, False)
    """

    def __init__(self, low, high, seed=None):
        super().__init__(seed, low=low, high=high)
        self._check("low", at_most=self._numbers["high"])

    def _values(self, shape, low, high):
        drawn = self._uniforms(shape)[0]
        return low + (high - low) * drawn


class Normal(Distribution):
    """Draw from the normal distribution.

    Parameters
    ----------
    mean, std : Quantity, number or array
        Mean and standard deviation, std >= 0; they broadcast to the shape.
    seed : int, optional
        As for `Uniform`.

    Examples
    --------
    >>> import quantities as pq
    >>> V = Normal(-65 * pq.mV, 2 * pq.mV, seed=1)(100_000)
    >>> print(round(V.mean(), 1), round(V.std(), 1))
    -65.0 mV 2.0 mV
    """

    def __init__(self, mean, std, seed=None):
        super().__init__(seed, mean=mean, std=std)
        self._check("std", at_least=0)

    def _values(self, shape, mean, std):
        return mean + std * standard_normal(*self._uniforms(shape))


class TruncatedNormal(Distribution):
    """Draw from the normal distribution between two bounds.

    The distribution is cut off and scaled up, not clipped: no value piles up at a bound. Its mean and
    standard deviation are not ``mean`` and ``std`` then.

    Parameters
    ----------
    mean, std : Quantity, number or array
        Of the normal distribution before the cut, std >= 0; they broadcast to the shape.
    low, high : Quantity, number or array, optional
        Bounds, low <= high; None is no bound. With std = 0 the value is the point nearest to the mean.
    seed : int, optional
        As for `Uniform`.

    Examples
    --------
    >>> import quantities as pq
    >>> V = TruncatedNormal(-65 * pq.mV, 5 * pq.mV, low=-70 * pq.mV, high=-55 * pq.mV, seed=1)(10_000)
    >>> print(round(V.min(), 1), round(V.max(), 1))
    -70.0 mV -55.0 mV
    """

    def __init__(self, mean, std, low=None, high=None, seed=None):
        super().__init__(seed, mean=mean, std=std, low=low, high=high)
        self._check("std", at_least=0)
        if low is not None:
            self._check("low", at_most=self._numbers.get("high"))

    def _values(self, shape, mean, std, low=-np.inf, high=np.inf):
        drawn = self._uniforms(shape)[0]
        width = np.where(np.equal(std, 0), 1.0, std)
        standard = entrywise(truncated, (low - mean) / width, (high - mean) / width, drawn)
        return np.clip(mean + std * standard, low, high)
