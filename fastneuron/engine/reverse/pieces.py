"""An output step of a solver that chooses its steps, on tapes: what drives it, one trial step, its end.

Each is a tape of its own. The sizes of steps are constants, and so is which were accepted: the discrete adjoint of what
was computed. Rates are the functions themselves, not their table, which is as good as they are.
"""

from typing import NamedTuple

from fastneuron.simd import broadcast
from fastneuron.simd.numbers.taped import Tape, bare

from ..adaptive.trial import arrive, derivatives
from ..fixed.drive import assembled
from ..fixed.noise import random_terms
from ..kernel import expressed
from ..kernel.equations import by_name
from ..kernel.terms import Drive
from .recorded import parameters_of, variable


class Piece(NamedTuple):
    """Part of an output step on a tape.

    Attributes
    ----------
    y, u, p : tuple
        What it was made of: states and the potential an output step before; the numbers that drive it; parameters.
    slots, carry : tuple
        Likewise, of inputs.
    new : tuple
        Results: states; or the numbers that drive the step.
    carried : tuple
        Results: states of inputs.
    S : mask
        Spikes.
    """

    y: tuple = ()
    u: tuple = ()
    p: tuple = ()
    slots: tuple = ()
    carry: tuple = ()
    new: tuple = ()
    carried: tuple = ()
    S: object = None


def numbers_of(drive, like):
    """What drives a step as a tuple of lanes."""
    numbers = (drive.current, drive.delta, *drive.pairs, drive.inhibition)
    return tuple(lanes if getattr(bare(lanes), "kind", None) == like.kind else broadcast(lanes, like)
                 for lanes in numbers)  # fmt: skip


def drive_of(u):
    """The same by name."""
    return Drive(u[0], u[1], tuple(u[2:-1]), u[-1])


def driving(kernel, slots, carry, drawn, nothing, like):
    """What drives an output step."""
    tape = Tape(kernel.slope)
    slots = tuple(variable(tape, x, n in kernel.slots) for n, x in enumerate(slots))
    carry = tuple(map(tape.variable, carry))
    drive, carried = assembled(kernel, slots, carry, dict(zip(random_terms(kernel), drawn, strict=True)), nothing)
    return Piece(slots=slots, carry=carry, new=numbers_of(drive, like), carried=carried)


def trial(kernel, y, u, p, size):
    """The states after a trial step, as if it was accepted."""
    tape = Tape(kernel.slope)
    y, u, p = _variables(kernel, tape, y, u, p)
    before, drive = by_name(kernel, y), drive_of(u)
    names = kernel.model.equation_parameters()

    def drift(stage):
        here = before | dict(zip(kernel.moving, stage, strict=True)) | dict(zip(names, p, strict=True))
        return derivatives(kernel, here, drive, 0.0)

    new = expressed.stepped(kernel, [before[name] for name in kernel.moving], drift, size)
    after = before | dict(zip(kernel.moving, new, strict=True))
    return Piece(y=y, u=u, p=p, new=tuple(after[name] for name in kernel.model.states))


def arrival(kernel, y, V0, held, u, p, hold, one):
    """The end of an output step; the potential an output step before is the last of ``y``."""
    tape, all_of_them = Tape(kernel.slope), held == held  # noqa: PLR0124  in all lanes
    y, u, p = _variables(kernel, tape, (*y, V0), u, p)
    new, _, _, S = arrive.build(kernel, all_of_them, all_of_them, y[:-1], y[-1], held, drive_of(u), p, hold, one)
    return Piece(y=y, u=u, p=p, new=new, S=bare(S) if kernel.model.spike_at_peak else S)


def _variables(kernel, tape, y, u, p):
    """States, numbers that drive a step, and the parameters that are differentiated by, on a tape."""
    p = tuple(variable(tape, x, name in kernel.wrt) for name, x in zip(parameters_of(kernel), p, strict=True))
    return tuple(map(tape.variable, y)), tuple(map(tape.variable, u)), p
