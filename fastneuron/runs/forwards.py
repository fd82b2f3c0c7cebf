"""Gradients that go forwards through a run: what they can not be asked for."""

from ..errors import ParameterError
from .cotangents import OWNER
from .course import first_value
from .wrt import each

MOST = 6  # tangents at a time: each takes as many registers as the run, and its share of the time to compile


def check_forwards(course, names, after):
    """Refuse what only gradients that go back have: by each step of an input, by very much, and of two runs as one."""
    if len(names) > MOST:
        raise ParameterError(owner=OWNER, name="wrt", value=names, advice=f"Write wrt={names[:4]!r}; or run with "
                             "differentiable=True, where their number does not matter.",
                             expected=f'at most {MOST} names in a run with differentiable="forward"')  # fmt: skip
    for name in names:
        if varies(course, name):
            raise ParameterError(
                owner=OWNER, name="wrt", value=name, advice="Write run = neurons.run(..., differentiable=True).",
                expected=f'what stays the same throughout a run with differentiable="forward": {name} varies with time',
            )  # fmt: skip
    if after is not None:
        seeds = ", ".join(f'"{state}": later["{first_value(state)}"]' for state in course.model.states)
        raise ParameterError(owner=OWNER, name="final", value="gradients of another run",
                             expected='a dictionary of states in a run with differentiable="forward"',
                             advice=f"Write final={{{seeds}}}, and add gradients by what both runs had; what "
                             "noise carried over is not in them.")  # fmt: skip


def varies(course, name):
    """Whether an input, or a part of it, varies with time."""
    found = []
    each(lambda part: found.append(part.timed), course.inputs.get(name, ()))
    return any(found)
