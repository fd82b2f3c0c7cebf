"""The inputs of one step: the sum of all currents, the delta input, the conductances.

None of them is a `Constant`, not even one that stays the same throughout a run: its products would be
gathered differently, and `update` would not give the bits of `run`. LLVM still computes them before the loop.
"""

from fastneuron.simd import load_constant

from . import noise
from .specialise import pack, specialised
from .terms import flatten


@specialised
def drive(kernel, inputs, fixed, carry, pools, random, k, column):
    """The inputs of step k of a segment for the gang whose data begin at ``column``; the carried states and pools."""
    namespace = {"load_constant": load_constant, "zero": kernel.number(0), **noise.NAMESPACE}
    namespace |= {"one": kernel.number(1), "number": kernel.number}
    lines = [f"c{n} = carry[{n}]" for n in range(len(noise.carried_terms(kernel)))] + noise.preamble(kernel)
    for term in flatten(kernel):
        lines += _term_lines(kernel, term)
    pairs = [_value(term) for pair in kernel.conductance for term in pair]
    values = [_total(kernel.current), _total(kernel.delta), *pairs]
    carried = pack([f"c{n}" for n in range(len(noise.carried_terms(kernel)))])
    return [*lines, f"return {pack(values)}, {carried}, {noise.packed_pools(kernel)}"], namespace


def _value(term):
    return f"t{term.slot}"


def _total(terms):
    return " + ".join(_value(term) for term in terms) or "uniform(zero)"


def _term_lines(kernel, term):
    """The lines that set the value of one term at this step."""
    n, name = term.slot, _value(term)
    if term.kind == "constant":
        return [f"{name} = fixed[{n}]"]
    if term.kind == "wave":
        return [f"{name} = load_constant(inputs[{n}], k, 1)"]
    if term.kind == "field":
        return [f"{name} = load_constant(inputs[{n}], (k, column), {kernel.width})"]
    return noise.lines(kernel, term, name)
