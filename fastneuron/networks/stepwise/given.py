"""What projections in a loop are given: neurons, functions, spikes; each mistake is one error."""

import numpy as np

from ... import environ
from ...errors import ArgumentsError, ParameterError
from ...neurons import Neurons
from ...part import Part, whole
from ...units import strip
from ..sources import Source
from .comm import Comm
from .late import first_spikes
from .linear import Linear

POST = "post=cells"


def post_of(owner, post):
    """The postsynaptic neurons as a part."""
    if isinstance(post, Neurons):
        return whole(post)
    if isinstance(post, Part) and isinstance(post.group, Neurons):
        return post
    raise ParameterError(owner=owner, name="post", value=post, expected="a group of neurons, or part of one",
                         advice=f"Write {POST}.")  # fmt: skip


def pre_of(owner, pre):
    """The presynaptic neurons as a part; None if they are not known."""
    if pre is None:
        return None
    if isinstance(pre, (Neurons, Source)):
        return whole(pre)
    if isinstance(pre, Part):
        return pre
    raise ParameterError(owner=owner, name="pre", value=pre, expected="a group of neurons, part of one, or a source",
                         advice="Write pre=cells[:3200].")  # fmt: skip


def comm_of(owner, comm, pre, post):
    """What connects, if it is a `Comm` for as many neurons as there are; a matrix as what has it."""
    if not callable(comm) and np.ndim(comm) == 2 and not hasattr(comm, "tocsr"):
        comm = Linear(*np.shape(comm), w_init=comm)
    if isinstance(comm, type) or not callable(comm):
        raise ParameterError(owner=owner, name="comm", value=comm, expected="fn.EventFixedProb, fn.Linear, a matrix of "
                             "weights, or a function of spikes",
                             advice="Write comm=fn.EventFixedProb(100, 50, 0.1, 0.5 * pq.mS).")  # fmt: skip
    if isinstance(comm, Comm):
        _check_ends(owner, comm, pre, post)
    return comm


def _check_ends(owner, comm, pre, post):
    for name, own, part, where in (("in_size", comm.pre_part, pre, "pre"), ("out_size", comm.post_part, post, "post")):
        if part is not None and len(own) != len(part):
            advice = f"Write fn.{type(comm).__name__}(..., {name}={len(part)}, ...)."
            raise ParameterError(owner=owner, name="comm", value=comm, advice=advice,
                                 expected=f"for {len(part)} neurons as {where}= has")  # fmt: skip


def functions_of(owner, modules):
    """Modules that are called in turn, all of them functions."""
    for module in modules:
        if not callable(module) or isinstance(module, type):
            raise ParameterError(owner=owner, name="modules", value=module, expected="functions before comm=",
                                 advice='Write lambda spikes: spikes, or cells.prefetch("V").')  # fmt: skip
    return modules


def called(owner, modules, args):
    """What the last of some functions gives: the first gets the arguments, each other what the one before gives."""
    for module in modules:
        found = module(*args)
        args = tuple(found) if isinstance(found, (tuple, list)) else (found,)
    if len(args) > 1:
        raise ArgumentsError(owner=f"{owner}.update", reason=f"there are {len(args)} arrays of spikes, not one",
                             advice="Write projection(spikes).")  # fmt: skip
    return args[0] if args else None


def last_spikes(owner, part, dt):
    """Who of the presynaptic neurons spiked in the last step, as 0 and 1."""
    if part is None:
        raise ArgumentsError(owner=f"{owner}.update", reason="there are no spikes, and pre= is not given",
                             advice="Write projection(neurons.get_spike()), or pre=cells.")  # fmt: skip
    clock = part.group.clock
    if clock is None or clock.fired is None:
        return first_spikes(part)
    return clock.fired.ravel()[part.first : part.stop]


def spikes_of_source(part, step, dt):
    """Who of the neurons of a source spikes in a step, as 0 and 1."""
    found = np.zeros(part.group.in_size)
    if step >= 0:
        found[part.group.spikes(step, step + 1, dt)[0]] = 1.0
    return found[part.first : part.stop]


def not_fused(value, expected, advice):
    """What a network says of something that can be called in loops alone."""
    return ParameterError(owner="Network", name="projections", value=value, expected=expected, advice=advice)


def dt_here(owner):
    """The step of the environment in ms."""
    return strip(environ.get_dt(), "ms", f"{owner}.update", "dt")
