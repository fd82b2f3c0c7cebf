"""The options of a run, each declared once: default, check, meaning, and who takes it.

Runs, networks and sweeps, their documentation and the command line read this table: a new option is a line here, and
what it does.
"""

from __future__ import annotations  # the types below are texts, which stubs take over

import textwrap
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from ..checks import check_choice, check_integer, check_solver
from ..errors import ParameterError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from numpy.typing import ArrayLike

    from ..measures import Measure

ARGUMENTS = ("duration", "dt", "x", "delta", "conductance", "record", "every")
WIDTHS = tuple(2**n for n in range(8))  # up to PADDING, which all arrays are a multiple of


def option(default, kind, meaning, check=None, swept=False, adaptive=False):
    """One option.

    Parameters
    ----------
    default
    kind, meaning : str
        For the documentation.
    check : callable, optional
        ``check(owner, name, value, model)`` gives the value as it is used.
    swept : bool
        Whether a sweep passes it on.
    adaptive : bool
        Whether it is for solvers that choose their steps; None is then the default of these.
    """
    about = {"kind": kind, "meaning": meaning, "check": check, "swept": swept, "adaptive": adaptive}
    return field(default=default, metadata=about)


def whole(most):
    """The check of an integer from 0 to a largest one."""
    return lambda owner, name, value, model: check_integer(owner, name, value, most)


def one_of(*choices):
    """The check of a value among some."""

    def check(owner, name, value, model):
        plain = value.item() if isinstance(value, np.generic) else value
        check_choice(owner, name, plain, choices)
        return plain

    return check


def truth(owner, name, value, model):
    """True or False."""
    return bool(one_of(True, False)(owner, name, value, model))


def told(owner, name, value, model):
    """Whether to show a bar, or whom to tell."""
    if callable(value):
        return value
    return one_of(True, False, "always")(owner, name, value, model)


def several(owner, name, value, model):
    """A sequence, not a single entry or a dictionary."""
    if isinstance(value, (str, dict)) or not hasattr(value, "__iter__"):
        advice = f'Write {name}=("rate",).'
        raise ParameterError(owner=owner, name=name, value=value, expected="a sequence", advice=advice)
    return tuple(value)


def measured(owner, name, value, model):
    """Names of measures, or objects that follow the spikes."""
    for one in several(owner, name, value, model):
        if not isinstance(one, str) and not all(hasattr(one, part) for part in ("start", "update", "result")):
            advice = f'Write {name}=("rate",).'
            raise ParameterError(owner=owner, name=name, value=one, expected="names or measures", advice=advice)
    return tuple(value)


def known_solver(owner, name, value, model):
    """The name of a solver, the model's own for None."""
    return check_solver(owner, value, model)


@dataclass(frozen=True)
class RunOptions:
    """The options of a run by name; see `option`."""

    seed: int = option(
        0, "int, default 0",
        "Of the noise, and of first values that are random by default: runs with the same seed give all groups the same"
        " numbers; write another for each trial.",
        whole(2**63 - 1), swept=True,
    )  # fmt: skip
    progress: bool | Callable[[int, int], object] = option(
        False, "bool or callable, default False",
        "True shows a bar, a function is called with the number of finished and of all steps.", told,
    )  # fmt: skip
    errors: Literal["raise", "record"] = option(
        "raise", '"raise" or "record", default "raise"',
        "Whether a neuron that fails ends the run after its segment, or only gets its status. With "
        '"record" there are no `AccuracyWarning` and `OvershootWarning` either: whoever records looks at the status.',
        one_of("raise", "record"), swept=True,
    )  # fmt: skip
    device: str | None = option(
        None, 'str, default where the group lives', 'Where to run: "cpu", "cuda" or "cuda:1".', swept=True
    )  # fmt: skip
    on_device: bool = option(
        False, "bool, default False", "True leaves recorded states on the device, see `Result.on_device`.", truth
    )
    solver: str | None = option(
        None, "str, default that of the model",
        '"exponential_euler", "euler", "symplectic_euler", "rk2", "rk4", "rkf45" or "dopri5", see Notes of `run`.',
        known_solver, swept=True,
    )  # fmt: skip
    measures: Sequence[str | Measure] = option(
        (), "sequence, default none", "Names or objects, see `measures`.", measured
    )
    differentiable: bool | str = option(
        False, 'bool or "forward", default False',
        "True keeps what gradients need: `Result.backward` then goes back through the run. It takes memory, one number"
        " of each state for every neuron and 32 steps, and copies of inputs that vary with time."
        ' "forward" keeps none for each step: gradients by a few parameters then go forwards through it.',
        one_of(False, True, "forward"),
    )  # fmt: skip
    first_neuron: int = option(
        0, "int, default 0",
        "Number of the first neuron, for the noise: its numbers belong to a seed, a neuron and a step.",
        whole(2**32 - 1),
    )  # fmt: skip
    width: int | None = option(
        None, "int, default what is fastest", "Neurons in a gang on the CPU: a power of two up to 128.",
        one_of(None, *WIDTHS),
    )  # fmt: skip
    atol: ArrayLike | None = option(
        None, "float or array, default 1e-6",
        'Absolute tolerance of "rkf45" and "dopri5", in the unit of each state; a number or one a neuron.',
        swept=True, adaptive=True,
    )  # fmt: skip
    rtol: ArrayLike | None = option(
        None, "float or array, default 1e-6", "Relative tolerance, likewise.", swept=True, adaptive=True
    )
    most_trials: int | None = option(
        None, "int, default 10,000", "Steps that such a solver may try within one of ``dt``.",
        swept=True, adaptive=True,
    )  # fmt: skip

    @classmethod
    def checked(cls, owner, model, given):
        """The options given by name, checked.

        Parameters
        ----------
        owner : str
            The call.
        model : type
            The declaration.
        given : dict
        """
        for name in given:
            if name not in NAMES:
                raise UnknownNameError(owner=owner, kind="argument", name=name, known=(*ARGUMENTS[1:], *NAMES))
        options = cls(**given)
        checks = ((name, about["check"]) for name, about in TABLE.items() if about["check"])
        values = {name: check(owner, name, getattr(options, name), model) for name, check in checks}
        return replace(options, **values)


TABLE = {one.name: one.metadata for one in fields(RunOptions)}
DEFAULTS = {one.name: one.default for one in fields(RunOptions)}
NAMES = tuple(TABLE)
SWEPT = tuple(name for name, about in TABLE.items() if about["swept"])
ADAPTIVE = tuple(name for name, about in TABLE.items() if about["adaptive"])


def documented(names=NAMES, **kinds):
    """Decorate a function: ``{options}`` in its documentation becomes the table of these options.

    Parameters
    ----------
    names : sequence of str
        Those that it takes.
    **kinds : str
        Where the default is another than that of a run.
    """

    def decorate(function):
        if function.__doc__:  # none with python -OO
            head, _, tail = function.__doc__.partition("{options}")
            indent = head[head.rindex("\n") + 1 :]
            lines = [f"``{name}`` : {kinds.get(name, TABLE[name]['kind'])}. {TABLE[name]['meaning']}" for name in names]
            wrapped = [textwrap.wrap(line, 118 - len(indent), subsequent_indent="  ") for line in lines]
            rows = [f"- {row}" if n == 0 else row for block in wrapped for n, row in enumerate(block)]
            function.__doc__ = head + f"\n{indent}".join(rows) + tail
        return function

    return decorate
