"""What a model declares: parameters, states, equations. Everything else in the library follows from it.

The equations are plain functions in the class body. They name what they need as arguments, in any order: states,
parameters, the input current ``I``, the spike indicator ``S`` (0 or 1), functions of the potential among ``rates``.

``S(...)``              spike indicator of a state
``refractory_while(...)``  while it is true a neuron is refractory, as it is for the refractory period after a spike
``reset_<state>(...)``  the state after a spike; ``top`` stands for what the reset subtracts down from: the threshold
                        (soft reset) or the potential itself (hard reset)
``d<state>(...)``       time derivative of the state
``overshoot(...)``      the potential above which a step has ended too far beyond the threshold: what else is integrated
                        with it, or a soft reset, is then no solution of the equations
``start_<state>(...)``  first value of a state that has no other
``next_<state>(...)``   the state after the inputs that come at the end of a step (models with ``inputs_at_end``):
                        ``I`` is the input current of the step, ``excitatory`` and ``inhibitory`` are the sums of the
                        positive and of the negative delta inputs
"""

import inspect
from dataclasses import dataclass

from .rates import Rates
from .references import Reference as Reference

_BUILT_IN, _REGISTRY = {}, {}  # models of the package, and those of users

# Kind of equation -> what its arguments may name besides states, parameters and rates.
WORDS = {
    "S": (), "refractory_while": (), "overshoot": (), "reset_": ("S", "top"), "d": ("I",), "start_": (),
    "next_": ("I", "excitatory", "inhibitory"),
}  # fmt: skip

ALONE = ("S", "refractory_while", "overshoot")  # kinds of which a model has one, not one for each state


@dataclass(frozen=True)
class Parameter:
    """A constant of a model: default, unit and bounds; a bound is a number or the name of another parameter."""

    default: float
    unit: str
    meaning: str
    above: float | str | None = None
    at_least: float | str | None = None
    at_most: float | str | None = None
    after: str | None = None


@dataclass(frozen=True)
class State:
    """A variable of a model, with the value it starts from.

    A pair of numbers is the range of a uniform distribution; None leaves it to the equation ``start_<state>``.
    ``argument`` is the name of the constructor's argument for it, by default ``<state>_initializer``; "" if there is
    none. ``alias`` is another name that users know. Bounds are for first values.
    """

    initial: float | tuple | None
    unit: str
    meaning: str
    argument: str | None = None
    alias: str | None = None
    at_least: float | None = None
    at_most: float | None = None


class Declared(type):
    """The class of declarations, which enters in the registry those that somebody has written."""

    def __init__(cls, name, bases, body, register=True, **keywords):
        super().__init__(name, bases, body)
        empty = body.keys() <= {"__module__"}  # what cloudpickle begins with, also where it knows the class already
        if register and bases and not empty:
            of_the_package = cls.__module__.startswith(f"{__package__}.")
            (_BUILT_IN if of_the_package else _REGISTRY)[name] = cls


class Model(metaclass=Declared):
    """Base of all declarations; a subclass with equations is entered in the registry.

    Attributes
    ----------
    input_unit : str
        Unit of the input current ``I``.
    delta_state : str
        State that delta inputs are added to, after its integration.
    sequence : tuple of tuple of str
        Groups of states in the order they are integrated. A group sees the new values of those before it;
        within a group all see old values. Default: each state alone, in the order of declaration.
    current_in_drift : bool
        Whether a current that depends on V enters the linearisation of the drift.
    rising_edge : bool
        Whether only the upward crossing of the threshold counts as a spike (models that do not reset).
    ref_var : bool
        Whether a refractory model offers ``ref_var``.
    spk_reset : str
        Default reset, "soft" or "hard".
    solver : str
        Integration method unless the user asks for another.
    tolerance : str
        Parameter that is the absolute error allowed in a step of an adaptive solver; the relative one is then 0.
    inputs_at_end : bool
        Whether inputs act at the end of a step, by the equations ``next_<state>``, and not during it.
    signed_deltas : bool
        Whether positive and negative delta inputs are separate sums, ``excitatory`` and ``inhibitory``.
    current_state : str
        State that holds the input current of the step, and that currents through gap junctions join.
    spike_at_peak : bool
        Whether a spike is the first fall of the potential above its threshold, at the end of a step.
    spike_time_at_end : bool
        Whether the time of a spike is the end of its step, and not its beginning.
    refractory_period : str
        Name of the parameter that is the refractory period.
    holds : bool
        Whether a neuron is held during it; otherwise it only keeps spikes apart, and is rounded up to steps.
    held_states : tuple of str
        States that are held while a neuron is refractory, for example ``("V",)``; of ``()`` none is. A refractory
        neuron then does not spike either. Default: all states are held, and one that is still above threshold after
        its reset spikes again.
    event_unit : str
        Unit of delta inputs where they are not added to a state.
    initializers_last : bool
        Whether the initialisers come after ``spk_reset`` among the constructor's arguments.
    initializer_after : dict
        State and the parameter that its initialiser follows among them, where it does not come with the others.
    rates : Rates
        Functions of the potential that the equations ask for.
    lowest : float
        Potential below which a neuron has run away downwards, in the unit of V.
    synaptic : tuple of str
        States that stay at 0, once all of them are there, until a delta input comes: solvers that choose their steps
        leave them out as long as that is so.
    """

    input_unit = "mA"
    delta_state = "V"
    sequence = None
    current_in_drift = True
    rising_edge = False
    ref_var = True
    spk_reset = "soft"
    solver = "exponential_euler"
    tolerance = None
    inputs_at_end = False
    signed_deltas = False
    current_state = None
    spike_at_peak = False
    spike_time_at_end = False
    refractory_period = "tau_ref"
    holds = True
    held_states = None
    event_unit = None
    initializers_last = False
    initializer_after = {}
    rates = Rates()
    lowest = -1e4
    synaptic = ()
    parameters = {}
    states = {}

    def __init_subclass__(cls, register=True, **keywords):
        super().__init_subclass__(**keywords)
        cls.parameters = collected(cls, "parameters", Parameter)
        cls.states = collected(cls, "states", State)

    @classmethod
    def refractory(cls):
        """Whether there is a refractory period."""
        return cls.refractory_period in cls.parameters

    @classmethod
    def blocks_spikes(cls):
        """Whether a neuron that is refractory does not spike."""
        return cls.held_states is not None

    @classmethod
    def resets_at_once(cls):
        """Whether between runs the states after a reset are stored: by those before it the spike is not found again."""
        return cls.blocks_spikes() or cls.rising_edge

    @classmethod
    def states_held(cls):
        """The states that are held while a neuron is refractory."""
        return tuple(cls.states) if cls.held_states is None else cls.held_states

    @classmethod
    def fixed_steps(cls):
        """Whether methods with fixed steps are for this model: what happens at ends of steps the others do alone."""
        return not (cls.inputs_at_end or cls.spike_at_peak)

    @classmethod
    def resets(cls):
        """Whether the potential is reset at a spike."""
        return cls.equation("reset_V") is not None

    @classmethod
    def first_value_arguments(cls):
        """Name of the constructor's argument for the first value of each state that has one."""
        names = {name: state.argument for name, state in cls.states.items()}
        return {n: f"{n}_initializer" if name is None else name for n, name in names.items() if name != ""}

    @classmethod
    def delta_unit(cls):
        """Unit of the delta inputs."""
        return cls.states[cls.delta_state].unit if cls.event_unit is None else cls.event_unit

    @classmethod
    def aliases(cls):
        """State of each other name."""
        return {state.alias: name for name, state in cls.states.items() if state.alias}

    @classmethod
    def moving(cls):
        """The states that have a time derivative."""
        return tuple(name for name in cls.states if cls.equation(f"d{name}"))

    @classmethod
    def groups(cls):
        """The states in the order in which they are integrated: see ``sequence``."""
        return tuple((name,) for name in cls.states) if cls.sequence is None else cls.sequence

    @classmethod
    def equation(cls, name):
        """The function and the names of its arguments; None if the model has no such equation."""
        function = getattr(cls, name, None)
        if function is None:
            return None
        return function, tuple(inspect.signature(function).parameters)

    @classmethod
    def equations(cls):
        """Every equation of a step by name, in a fixed order; those of first values are computed once, with NumPy."""
        names = list(ALONE)
        names += [f"{kind}{state}" for kind in ("reset_", "d", "next_") for state in cls.states]
        found = {name: cls.equation(name) for name in names}
        return {name: equation for name, equation in found.items() if equation is not None}

    @classmethod
    def equation_parameters(cls):
        """Names of the parameters that the equations use, in the order of declaration."""
        used = {name for _, arguments in cls.equations().values() for name in arguments} | set(cls.rates.arguments)
        if "top" in used:
            used.add("V_th")
        return tuple(name for name in cls.parameters if name in used)


def collected(cls, name, kind):
    """The parameters or states of a declaration, those of its base first."""
    return _ordered(_inherited(cls, name), cls, kind)


def _inherited(cls, name):
    """The entries of the base; a parameter or state that is called ``parameters`` or ``states`` does not hide them."""
    found = getattr(cls, name)
    return getattr(super(cls, cls), name) if isinstance(found, (Parameter, State)) else found


def _ordered(inherited, cls, kind):
    """The inherited entries with those of the class body, each put at its place."""
    entries = {name: entry for name, entry in inherited.items()}
    for name, entry in vars(cls).items():
        if not isinstance(entry, kind):
            continue
        after = getattr(entry, "after", None)
        if name in entries or after not in entries:
            entries[name] = entry
            continue
        items = list(entries.items())
        place = list(entries).index(after) + 1
        entries = dict(items[:place] + [(name, entry)] + items[place:])
    return entries


def registry():
    """All models by name, in the order in which they were defined; a name of the package stays that of its model."""
    return _BUILT_IN | _REGISTRY | _BUILT_IN


def hidden(model):
    """Whether a registered model is not to be had by its name, since one of the package has it."""
    name = model.__name__
    return _REGISTRY.get(name) is model and name in _BUILT_IN
