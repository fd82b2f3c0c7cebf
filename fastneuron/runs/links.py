"""Gradients of a run that goes on where another ended: what the way back of the earlier one goes on with."""

from dataclasses import fields
from typing import NamedTuple

import numpy as np

from ..engine.kernel.kernel import Kernel
from ..engine.kernel.terms import flatten
from ..engine.reverse.run import Adjoints
from ..errors import ParameterError
from .cotangents import OWNER
from .course import first_value

INPUTS = ("current", "delta", "conductance", "inhibition")  # how they are given may differ, their numbers not
OTHERS = ("bits", "samples", *INPUTS)  # fields of a kernel that sums over steps do not depend on


class Link(NamedTuple):
    """What is kept of a way back.

    Attributes
    ----------
    about, numbers : dict
        What has to be the same in both runs, by the words that say what it is, and parameters by name.
    begin : int
        Step at which the run began.
    states : tuple of ndarray
        That it began with.
    fresh : tuple of bool
        Of inputs with a state, whether that began with the run.
    adjoints : Adjoints
        Without those of each step.
    """

    about: dict
    numbers: dict
    begin: int
    states: tuple
    fresh: tuple
    adjoints: Adjoints


def link_of(course, wanted, found):
    """The link of a way back; of what was computed for each step nothing is kept."""
    memory = course.memory
    about, light = _about(course, wanted), found._replace(timed=[])
    return Link(about, course.numbers, course.begin, memory.states, memory.fresh, light)


def _about(course, wanted):
    """What sums over steps depend on."""
    kernel = course.memory.kernel
    parts = {field.name: getattr(kernel, field.name) for field in fields(Kernel) if field.name not in OTHERS}
    return {
        "model, solver and reset": parts, "numbers of inputs": [len(getattr(kernel, name)) for name in INPUTS],
        "inputs with a state": [term.kind for term in flatten(kernel) if term.carry >= 0],
        "shape": course.frame.shape, "dt": course.frame.dt,
        "surrogate": repr(wanted.slope), "reset_gradient": wanted.reset_gradient,
        "mode": "forward" if course.tangents else "reverse",
        "names in wrt": (wanted.parameters, wanted.slots), "outputs": (wanted.outputs, repr(wanted.loss)),
    }  # fmt: skip


def following(course, link, wanted):
    """The adjoints of the run that went on from the end of this one; refused where their sums do not go on here."""
    mine, ends = _about(course, wanted), course.begin + course.frame.steps
    other = [words for words, value in mine.items() if link.about.get(words) != value]
    if not all(np.array_equal(number, link.numbers.get(name)) for name, number in course.numbers.items()):
        other.append("parameters")
    same = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(link.states, course.ends, strict=False))
    if link.begin != ends or not same:
        other.append(f"the states at its beginning, which are not those at the end of this one (step {ends})")
    if other:
        names = ", ".join(f'"{state}": later["{first_value(state)}"]' for state in course.model.states)
        raise ParameterError(
            owner=OWNER, name="final", value="gradients of another run",
            expected=f"those of the run that went on from here; different: {', '.join(other)}",
            advice=f"Write final={{{names}}}, and add the gradients by what both runs had.",
        )  # fmt: skip
    carry = np.array(link.adjoints.carry)
    carry[[n for n, fresh in enumerate(link.fresh) if fresh]] = 0.0
    return link.adjoints._replace(carry=carry)
