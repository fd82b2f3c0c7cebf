"""Random inputs in a kernel: numbers that belong to a seed, a neuron and a step, and to nothing else.

One call of Philox yields four normal numbers in float32 and two in float64. They serve as many steps: the numbers of a
block of steps are computed when it begins (or the segment does) and kept. Where every lane is at its own step they are
computed for each step, and each lane takes its own.
"""

import functools

from numba.core import types

from fastneuron.simd import convert, lane_index, uniform, where
from fastneuron.simd.numbers.flow import choose
from fastneuron.simd.random.philox import philox_normal, philox_uniform

from ..kernel.terms import RANDOM, flatten
from ..kernel.traced import traced
from .events import events as events_of_any_rate
from .events import few_events

WORD = 0xFFFFFFFF
EVENTS = {"poisson": few_events, "many": events_of_any_rate}  # counts of a process


def per_call(kernel):
    """Numbers that one call of Philox yields."""
    return 4 if kernel.dtype == "float32" else 2


def random_terms(kernel):
    """The inputs that draw random numbers."""
    return [term for term in flatten(kernel) if term.kind in RANDOM]


@traced
def begin(kernel, seed, start, first_neuron, y):
    """The key of the random numbers, the first step, and the numbers of a gang's neurons; nothing without noise."""
    if not random_terms(kernel):
        return ()
    neurons = convert(lane_index(y[0]), types.uint32) + uniform(first_neuron.cast(types.uint32))
    return (*_words(seed), start, neurons)


def _words(number):
    """The lower and the upper half of a number, each as one lane."""
    return tuple(uniform((half & WORD).cast(types.uint32)) for half in (number, number >> 32))


def _numbers(kernel, term, block, neurons, key):
    """The numbers of a block of steps, whose number is given as two words."""
    function = philox_uniform if term.kind in EVENTS else philox_normal
    stream = uniform(key[0].number(term.stream, types.uint32))
    return function((*block, neurons, stream), tuple(key), kernel.lanes.dtype)


def draw(kernel, pools, random, k):
    """This step's number of each random input, and the numbers that are kept."""
    if not random_terms(kernel):
        return {}, ()
    low, high, start, neurons = random
    count, at = per_call(kernel), start + k
    place, block = at & (count - 1), _words(at >> (count.bit_length() - 1))
    due, drawn, kept = (place == 0) | (k == 0), {}, ()
    for n, term in enumerate(random_terms(kernel)):
        old = pools[n * count : (n + 1) * count]
        renew = functools.partial(_numbers, kernel, term, block, neurons, (low, high))
        new = choose(due, renew, lambda old=old: old)
        drawn[term] = _at(place, new, _chosen)
        kept += new
    return drawn, kept


def _at(place, numbers, either):
    """The number at a place, which is the same for all lanes or one for each."""
    z = numbers[0]
    for n, number in enumerate(numbers[1:], 1):
        z = either(place == n, number, z)
    return z


def _chosen(condition, new, old):
    """One of two, by a condition that is the same for all lanes."""
    return choose(condition, lambda: new, lambda: old)


def values(kernel, fixed, carry, drawn):
    """The values of the random inputs by their slots, from their numbers, and the new states of those that have one."""
    found, carry, events = {}, list(carry), {}
    for term in random_terms(kernel):
        n, z = term.slot, drawn[term]
        if term.kind == "white":
            found[n] = fixed[n] + fixed[n + 1] * z
        elif term.kind == "ou":
            found[n] = now = carry[term.carry]
            carry[term.carry] = fixed[n] + fixed[n + 1] * (now - fixed[n]) + fixed[n + 2] * z
        else:  # a process with weights of both signs is two terms of one stream
            if term.stream not in events:
                events[term.stream] = EVENTS[term.kind](fixed[n], z)
            found[n] = fixed[n + 1] * events[term.stream]
    return found, tuple(carry)


def draw_lanes(kernel, clock, k, i):
    """The number of each random input where every lane is in a step ``k`` and a neuron ``i`` of its own."""
    if not random_terms(kernel):
        return {}
    count, kind = per_call(kernel), kernel.integer_lanes.dtype
    at = convert(k, types.int64) + uniform(clock.start)
    place, block = convert(at & (count - 1), kind), at >> (count.bit_length() - 1)
    halves = convert(block, types.uint32), convert(block >> 32, types.uint32)
    neurons = convert(i, types.uint32) + uniform(clock.first_neuron.cast(types.uint32))
    drawn, key = {}, _words(clock.seed)
    for term in random_terms(kernel):
        if term.stream not in drawn:
            drawn[term.stream] = _at(place, _numbers(kernel, term, halves, neurons, key), where)
    return {term: drawn[term.stream] for term in random_terms(kernel)}
