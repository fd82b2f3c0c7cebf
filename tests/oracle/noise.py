"""Random inputs written down a second time, in NumPy: the words, the numbers made of them, the processes.

It shares no code with the package. Philox4x32-10: Salmon and others (2011), doi:10.1145/2063384.2063405. A step's
numbers are those of the counter (lower and upper half of the step's block, neuron, stream) and the key (lower and
upper half of the seed); a block is as many steps as one call yields numbers: 2 in float64, 4 in float32.
"""

import numpy as np
from scipy.stats import poisson

WORD = 0xFFFFFFFF


def philox(counter, key):
    """Four words of 32 bits for each counter, as uint64."""
    a, b, c, d = (np.asarray(word, np.uint64) for word in np.broadcast_arrays(*counter))
    k, l = key
    for _ in range(10):
        first, second = a * np.uint64(0xD2511F53), c * np.uint64(0xCD9E8D57)
        a = (second >> np.uint64(32)) ^ b ^ np.uint64(k)
        c = (first >> np.uint64(32)) ^ d ^ np.uint64(l)
        b, d = second & np.uint64(WORD), first & np.uint64(WORD)
        k, l = (k + 0x9E3779B9) & WORD, (l + 0xBB67AE85) & WORD
    return a, b, c, d


class Numbers:
    """The numbers of a run: an array (steps, neurons) for each random input, by its place among them.

    Parameters
    ----------
    seed, steps : int
    neurons : array of int
        Their numbers.
    dtype : type
    start : int
        The first step.
    """

    def __init__(self, seed, steps, neurons, dtype=np.float64, start=0):
        self.seed, self.dtype = seed, np.dtype(dtype)
        self.step, self.neuron = np.arange(start, start + steps)[:, None], np.asarray(neurons)[None, :]

    def words(self, stream):
        """All words of a block, in a step's order, and which of the numbers is this step's."""
        each = 2 if self.dtype == np.float64 else 4
        block = self.step // each
        counter = (block & WORD, block >> 32, self.neuron, stream)
        return philox(counter, (self.seed & WORD, self.seed >> 32)), self.step % each

    def uniform(self, stream):
        """Odd multiples of half a unit in the last place: from the upper 52 or 23 bits."""
        words, place = self.words(stream)
        if self.dtype == np.float64:
            w = np.where(place == 0, words[0] << np.uint64(32) | words[1], words[2] << np.uint64(32) | words[3])
            return ((w >> np.uint64(12)).astype(float) + 0.5) * 2.0**-52
        return (np.choose(place, [word >> np.uint64(9) for word in words]).astype(float) + 0.5) * 2.0**-23

    def normal(self, stream):
        """Box and Muller's pairs: of two words one is for the radius, the other for the angle."""
        words, place = self.words(stream)
        if self.dtype == np.float64:
            share = ((words[0] << np.uint64(20) | words[1] >> np.uint64(12)).astype(float) + 0.5) * 2.0**-52
            turn = (words[2] << np.uint64(20) | words[3] >> np.uint64(12)).astype(float) * 2.0**-52
        else:
            first, second = (np.where(place < 2, words[n], words[n + 2]) for n in (0, 1))
            share = (first.astype(float) + 0.5) * 2.0**-32
            turn = (second >> np.uint64(9)).astype(float) * 2.0**-23
        radius, angle = np.sqrt(-2 * np.log(share)), 2 * np.pi * turn
        return radius * np.where(place % 2 == 0, np.cos(angle), np.sin(angle))


def white(z, mean, std):
    """A normal number in each step."""
    return mean + std * z


def ornstein_uhlenbeck(z, mean, std, tau, dt):
    """From the mean; the exact step of Gillespie (1996), doi:10.1103/PhysRevE.54.2084, equation (1.9)."""
    x, found = np.broadcast_to(mean, z.shape[1:]).astype(float), []
    for number in z:
        found.append(x)
        x = mean + (x - mean) * np.exp(-dt / tau) + std * np.sqrt(1 - np.exp(-2 * dt / tau)) * number
    return np.array(found)


def events(u, expected):
    """As many events as the quantile of the Poisson distribution says."""
    return poisson.ppf(u, expected)
