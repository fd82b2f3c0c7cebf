"""What a synapse declares: parameters, states, equations, as a neuron does; and what outputs and plasticity declare.

The equations are plain functions in the class body that name what they need as arguments, in any order.

Of a synapse:

``d<state>(...)``       time derivative of the state, of states, parameters, and ``C``, the concentration of
                        transmitter, where there is a ``pulse``
``output(...)``         what the output map is given

Of an output map:

``current(...)``        the current into the neuron, of ``g``, which the synapse gives, and its potential ``V``

Of short-term plasticity, whose states move on from spike to spike:

``d<state>(...)``       time derivative of the state, linear in it
``next_<state>(...)``   the state after a spike; ``<state>_old`` is what the state was one step before it
``released(...)``       what a spike releases, of the same
"""

from ..models.declaration import Declared, Model, Parameter, Rates, State, collected

_BUILT_IN, _REGISTRY = {}, {}  # declarations of the package, and those of users


class DeclaredSynapse(Declared):
    """The class of declarations of synapses, outputs and plasticity, which enters in their registry what is written."""

    def __init__(cls, name, bases, body, register=True, **keywords):
        super().__init__(name, bases, body, register=False, **keywords)
        if register and bases and not body.keys() <= {"__module__"}:
            (_BUILT_IN if cls.__module__.startswith(f"{__package__}.") else _REGISTRY)[name] = cls


class Declaration(metaclass=DeclaredSynapse):
    """What the three kinds of declarations share.

    Attributes
    ----------
    needed : tuple of str
        Parameters that have to be given.
    bare : tuple of str
        Parameters that may be given as numbers, in the unit of the declaration.
    unlike : tuple of str
        Two parameters that must differ, and one that is 0 where they need not.
    without : dict
        Parameter that may be None, and the declaration that is meant by that.
    """

    needed = ()
    bare = ()
    unlike = ()
    without = {}
    sequence = None
    rates = Rates()
    parameters = {}
    states = {}

    def __init_subclass__(cls, register=True, **keywords):
        super().__init_subclass__(**keywords)
        cls.parameters = collected(cls, "parameters", Parameter)
        cls.states = collected(cls, "states", State)

    @classmethod
    def equations(cls):
        """Every equation of a step or a spike by name, in a fixed order."""
        names = [f"{kind}{state}" for kind in ("d", "next_") for state in cls.states]
        found = {name: cls.equation(name) for name in (*names, "output", "current", "released")}
        return {name: equation for name, equation in found.items() if equation is not None}

    @classmethod
    def equation_parameters(cls):
        """Names of the parameters that the equations use, in the order of declaration."""
        used = {name for _, arguments in cls.equations().values() for name in arguments}
        return tuple(name for name in cls.parameters if name in used)

    equation = classmethod(Model.equation.__func__)
    moving = classmethod(Model.moving.__func__)
    groups = classmethod(Model.groups.__func__)


class SynapseModel(Declaration, register=False):
    """Base of all synapses.

    Attributes
    ----------
    sequence : tuple of tuple of str
        Groups of states in the order they are integrated. A group sees the new values of those before it; within a
        group all see old values. Default: each state alone, in the order of declaration.
    arrives : str or tuple of str
        States that what arrives in a step is added to, after their integration. Default: the only state.
    aligned : str
        "post" where what arrives is summed in one state for each postsynaptic neuron, which is the same as a state for
        each presynaptic one if the equations are linear; "pre" otherwise.
    pulse : tuple of str
        Parameters that are the height and the duration of the pulse of transmitter after a spike.
    direct : bool
        Whether what arrives is added to the potential, as a delta input: there is no state.
    """

    arrives = None
    aligned = "post"
    pulse = None
    direct = False

    @classmethod
    def arriving(cls):
        """The states that what arrives is added to."""
        if cls.arrives is None:
            return tuple(cls.states) if cls.aligned == "post" else ()
        return (cls.arrives,) if isinstance(cls.arrives, str) else tuple(cls.arrives)

    @classmethod
    def weight_unit(cls, output, post):
        """Unit of the weights of a projection.

        Parameters
        ----------
        output : type
            Declaration of the output; None for a synapse that needs none.
        post : type
            Declaration of the postsynaptic neurons.

        Returns
        -------
        str
        """
        return post.delta_unit() if cls.direct else output.weight_unit(post)


class OutputModel(Declaration, register=False):
    """Base of all output maps.

    Attributes
    ----------
    potential : str
        Unit of what a weight is multiplied with to be a current; None for one that is a current itself.
    """

    potential = None

    @classmethod
    def weight_unit(cls, post):
        """Unit of the weights, such that the current has that of the input of the postsynaptic neurons.

        Parameters
        ----------
        post : type
            Declaration of the postsynaptic neurons.

        Returns
        -------
        str
        """
        return post.input_unit if cls.potential is None else f"{post.input_unit}/{cls.potential}"


class PlasticityModel(Declaration, register=False):
    """Base of short-term plasticity."""


def hidden(model):
    """Whether a declaration is not to be had by its name, since one of the package has it."""
    name = model.__name__
    return _REGISTRY.get(name) is model and name in _BUILT_IN


def registry():
    """All synapses, outputs and kinds of plasticity by name, in the order in which they were defined."""
    return _BUILT_IN | _REGISTRY | _BUILT_IN
