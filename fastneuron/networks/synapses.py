"""The class of each declared synapse, output and short-term plasticity: a constructor with units."""

import copyreg
import inspect

from ..classes import of_declaration
from ..models.declaration import Reference
from ..models.references import declaration, is_named
from ..runs.by_value import by_value
from ..runs.identity import rehearse, take_down
from ..signature import Default
from ..synapses import OutputModel, PlasticityModel, SynapseModel, registry
from ..synapses.declaration import DeclaredSynapse
from ..units import attach
from .described import Described, Kind
from .stepwise.plasticity import SteppedPlasticity
from .stepwise.synapse import SteppedSynapse


class Synapse(Described):
    """Base of all synapses that can be given to a projection."""

    with_states = SteppedSynapse


class Output(Described):
    """Base of all output maps."""


class Plasticity(Described):
    """Base of all short-term plasticity."""

    with_states = SteppedPlasticity


_BASES = {SynapseModel: Synapse, OutputModel: Output, PlasticityModel: Plasticity}


def synapse(model):
    """Make a class of synapses from a declaration; also a decorator.

    Parameters
    ----------
    model : type
        A subclass of `SynapseModel` with parameters, states and equations.

    Returns
    -------
    type
        A class whose objects can be given to a projection.

    Raises
    ------
    DeclarationError
        If something in the declaration would be ignored, or is missing.
    EquationError
        If an equation does what can not be done with numbers of equations, or gives something else than a number.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> @fn.synapse
    ... class Slow(fn.SynapseModel):
    ...     tau = fn.Parameter(50.0, "ms", "time constant", above=0)
    ...     g = fn.State(0.0, "weight", "conductance")
    ...     def dg(g, tau):
    ...         return -g / tau
    ...     def output(g):
    ...         return g
    >>> Slow(tau=0.1 * pq.s)
    Slow(tau=100.0 * pq.ms)
    """
    # not needed by those who use the synapses of the package only
    from ..declared.linear import check_linear
    from ..declared.synapses import check_synapse

    check_synapse(model, {*dir(Synapse), "numbers"})
    take_down(model)
    rehearse(model)
    check_linear(model)
    return class_of_synapse(model)


def class_of_synapse(model):
    """The class of a declaration that is known to be sound.

    Parameters
    ----------
    model : type

    Returns
    -------
    type
    """
    base = next(base for kind, base in _BASES.items() if issubclass(model, kind))
    members = {"model": model, "__doc__": model.__doc__, "__signature__": _signature(model)}
    members |= {"__module__": model.__module__, "__qualname__": model.__qualname__}
    return Kind(model.__name__, (base,), members)


def _signature(model):
    """The parameters with their defaults, if they have any."""
    kind, empty = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty
    defaults = {name: attach(p.default, p.unit).view(Default) for name, p in model.parameters.items()}
    defaults |= dict.fromkeys(model.needed, empty)
    return inspect.Signature([inspect.Parameter(name, kind, default=defaults[name]) for name in model.parameters])


def _again(reference):
    """The class of a declaration that was unpickled."""
    return class_of_synapse(reference.model)


def _reduced(made):
    """What `pickle` writes for a class: its name, that of its declaration, or its code."""
    if is_named(made):
        return made.__qualname__
    if made.model is not None and is_named(made.model, declaration):
        return _again, (Reference(made.model),)
    return by_value(made)


copyreg.pickle(Kind, _reduced)
copyreg.pickle(DeclaredSynapse, of_declaration)

CLASSES = {name: class_of_synapse(model) for name, model in registry().items()}
for _class in CLASSES.values():
    _class.__module__ = __package__.partition(".")[0]  # where `pickle` finds it
globals().update(CLASSES)
