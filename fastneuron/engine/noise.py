"""Random inputs in a kernel: numbers that belong to a seed, a neuron and a step, and to nothing else.

One call of Philox yields four normal numbers in float32 and two in float64. They serve as many steps: the numbers of a
block of steps are computed when it begins (or the segment does) and kept. Where every lane is at its own step they are
computed for each step, and each lane takes its own.
"""

from numba.core import types

from fastneuron.simd import any as any_lane
from fastneuron.simd import convert, exp, lane_index, scalar, uniform, where
from fastneuron.simd.philox import philox_normal, philox_uniform

from .specialise import specialised
from .terms import RANDOM, flatten

NAMESPACE = {
    "any_lane": any_lane,
    "convert": convert,
    "exp": exp,
    "i64": types.int64,
    "philox_normal": philox_normal,
    "philox_uniform": philox_uniform,
    "scalar": scalar,
    "u32": types.uint32,
    "uniform": uniform,
    "where": where,
}
MOST_EVENTS = 256  # of a Poisson process in one step; the expected number is at most 64


def per_call(kernel):
    """Numbers that one call of Philox yields."""
    return 4 if kernel.dtype == "float32" else 2


def random_terms(kernel):
    """The inputs that draw random numbers."""
    return [term for term in flatten(kernel) if term.kind in RANDOM]


def carried_terms(kernel):
    """The inputs that have a state."""
    return [term for term in flatten(kernel) if term.carry >= 0]


def pool(kernel, term):
    """Names of the variables that keep a block of numbers."""
    return [f"n{term.stream}_{i}" for i in range(per_call(kernel))]


@specialised
def begin(kernel, seed, start, first_neuron, y):
    """The key of the random numbers, the first step, and the numbers of a gang's neurons; nothing without noise."""
    if not random_terms(kernel):
        return ["return (0,)"], {}
    lines = [
        "neurons = convert(lane_index(y[0]), u32) + uniform(u32(first_neuron))",
        "return (uniform(u32(seed & 0xFFFFFFFF)), uniform(u32((seed >> 32) & 0xFFFFFFFF)), start, neurons)",
    ]
    return lines, {"lane_index": lane_index, **NAMESPACE}


def preamble(kernel):
    """The lines that take the pools out of their tuple and find the step's place in its block."""
    names = [name for term in random_terms(kernel) for name in pool(kernel, term)]
    if not names:
        return []
    lines = [f"{name} = pools[{n}]" for n, name in enumerate(names)]
    return [*lines, "at = random[2] + k", f"place = at % {per_call(kernel)}", f"block = at // {per_call(kernel)}"]


def packed_pools(kernel):
    """The pools as a tuple again."""
    names = [name for term in random_terms(kernel) for name in pool(kernel, term)]
    return f"({', '.join(names)}{',' if names else ''})"


def _numbers(kernel, term, words):
    """The line that computes the numbers of a block; ``words`` are its number's two, the neurons', the key's two."""
    function = "philox_uniform" if term.kind == "poisson" else "philox_normal"
    low, high, neurons, *key = words
    counter = f"({low}, {high}, {neurons}, uniform(u32({term.stream})))"
    return f"{', '.join(pool(kernel, term))} = {function}({counter}, ({', '.join(key)}), number)"


def draw(kernel, term):
    """The lines that set ``z`` to this step's number of a random input."""
    names, low, high = pool(kernel, term), "uniform(u32(block & 0xFFFFFFFF))", "uniform(u32(block >> 32))"
    numbers = _numbers(kernel, term, (low, high, "random[3]", "random[0]", "random[1]"))
    lines = ["if place == 0 or k == 0:", f"    {numbers}", f"z = {names[0]}"]
    for i, name in enumerate(names[1:], 1):
        lines += [f"if place == {i}:", f"    z = {name}"]
    return lines


def value(term, name):
    """The lines that set the value of a random input from its number ``z``."""
    n = term.slot
    if term.kind == "white":
        return [f"{name} = fixed[{n}] + fixed[{n + 1}] * z"]
    if term.kind == "ou":
        step = f"fixed[{n}] + fixed[{n + 1}] * ({name} - fixed[{n}]) + fixed[{n + 2}] * z"
        return [f"{name} = c{term.carry}", f"c{term.carry} = {step}"]
    events = f"e{term.stream}"
    return [
        f"rate = fixed[{n}]",
        "share = exp(-rate) + 0.0 * z",
        f"below, {events}, j = share, 0.0 * z, uniform(zero)",
        "more = z > below",
        f"while any_lane(more) and scalar(j) < {MOST_EVENTS}:",
        "    j = j + one",
        f"    {events} = {events} + where(more, 1.0, 0.0 * z)",
        "    share = share * rate / j",
        "    below = below + share",
        "    more = z > below",
        _weighted(term, name),
    ]


def _weighted(term, name):
    return f"{name} = fixed[{term.slot + 1}] * e{term.stream}"


def lines(kernel, term, name):
    """The lines that set the value of a random input at this step."""
    return [*draw(kernel, term), *value(term, name)]


def lane_preamble(kernel):
    """The lines that find each lane's place in its own block of steps, and its neuron's number."""
    if not random_terms(kernel):
        return []
    shift = per_call(kernel).bit_length() - 1
    return [
        "start, _, _, _, seed, first_neuron, _, _ = clock",
        "at = convert(k, i64) + uniform(start)",
        f"place, block = convert(at & {per_call(kernel) - 1}, kind), at >> {shift}",
        "low, high = convert(block, u32), convert(block >> 32, u32)",
        "neurons = convert(i, u32) + uniform(u32(first_neuron))",
        "key0, key1 = uniform(u32(seed & 0xFFFFFFFF)), uniform(u32((seed >> 32) & 0xFFFFFFFF))",
    ]


def lane_lines(kernel, term, name, drawn):
    """The lines that set the value of a random input where a lane's step is ``fresh``.

    ``drawn`` are the streams that have been drawn from: a Poisson process with weights of both signs is two terms.
    """
    if term.stream in drawn:
        return [_weighted(term, name)]
    drawn.add(term.stream)
    names = pool(kernel, term)
    found = [_numbers(kernel, term, ("low", "high", "neurons", "key0", "key1")), f"z = {names[0]}"]
    found += [f"z = where(place == {i}, {one}, z)" for i, one in enumerate(names[1:], 1)]
    found += value(term, name)
    return found + ([f"c{term.carry} = where(fresh, c{term.carry}, {name})"] if term.carry >= 0 else [])
