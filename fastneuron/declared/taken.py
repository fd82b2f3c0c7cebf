"""Names that a declaration must not use, since they mean something else in its class, its runs or its sweeps."""

import functools
import inspect

from ..measures.spiking import DERIVED, PLAIN
from ..models import Model, Parameter, State
from ..runs import records
from ..runs.options import NAMES
from ..runs.result import Result
from .entries import ALL_WORDS
from .others import OTHERS, arguments_of


def taken(class_of):
    """What each name that is taken means.

    Parameters
    ----------
    class_of : callable
        Makes the class of a declaration: what all these classes have is taken.

    Returns
    -------
    dict

    Examples
    --------
    >>> from fastneuron.classes import class_of
    >>> [taken(class_of).get(name) for name in ("I", "held", "measure", "tau")]
    ['a word of equations', 'a record or a measure', 'an argument of sweep', None]
    """
    return OTHERS | _here(class_of)


@functools.cache
def _here(class_of):
    """Those that are known in this room."""
    cls = class_of(_Bare)
    found = dict.fromkeys(_measures_and_records(), "a record or a measure")
    found |= dict.fromkeys([*arguments_of(cls.run), *arguments_of(cls.update), *NAMES], "an argument of run")
    found |= dict.fromkeys(set(arguments_of(Result.backward)) - {"V"}, "an argument of backward")
    found |= dict.fromkeys(_members(cls), "a member of every group of neurons")
    found |= dict.fromkeys(dir(Model), "an attribute of fn.Model")
    found |= dict.fromkeys(ALL_WORDS, "a word of equations")
    return {name: what for name, what in found.items() if not name.startswith("_")}


class _Bare(Model, register=False):
    """As little as a model can have, to see what is there besides."""

    tau_ref = Parameter(0.0, "ms", "refractory period")
    V = State(0.0, "1", "potential")


def _members(cls):
    """Names that objects of the class and its constructor have, without those that were declared."""
    return {*dir(cls(1)), *inspect.signature(cls).parameters} - {"tau_ref", "V", "V_initializer"}


def _measures_and_records():
    """Names of what can be recorded and measured in every model, and of what stands beside recorded states."""
    running = [measure for names in records.RUNNING.values() for measure in names]
    return [
        *PLAIN, *DERIVED, "counts", "spikes", *records.RUNNING, *running, *records.DERIVED, "held",
        *records.STEP_COUNTS, "lanes_used",
    ]  # fmt: skip
