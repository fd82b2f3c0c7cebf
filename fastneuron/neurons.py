"""Groups of neurons: what every model's class can do."""

import math

import numpy as np

from .checks import check_dtype, check_integer, check_text, size
from .engine.host import HOST
from .engine.kernel.equations import on_plain_numbers
from .engine.population import Population
from .errors import ArgumentsError, ParameterError, UnknownNameError
from .inputs.registered import RegisteredInputs
from .part import sliced
from .runs.clock import Clock
from .runs.copies import Copied
from .runs.doors import door_of
from .runs.first_values import first_value
from .runs.memory import check_group
from .runs.options import documented
from .runs.parameters import NamedValues
from .runs.places import elsewhere, move
from .runs.prefetch import Prefetching
from .runs.running import Request, run_group
from .runs.stepping import update_group
from .runs.values import Values
from .signature import bind, check_parameter_bounds, drawn_by_default, initial, parameter_numbers
from .surrogate import check_spikes
from .units import strip


class Kind(type):
    """The class of the classes of groups; `classes` says how they are pickled."""


class Neurons(NamedValues, Values, RegisteredInputs, Prefetching, Copied, metaclass=Kind):
    """A group of neurons of one model; `neuron` makes a subclass of it from a declaration.

    Attributes
    ----------
    in_size : tuple of int
        Shape of the group.
    dtype : str
        Of the states.
    spk_reset : str
        "soft" or "hard".
    clip : bool
        Whether a potential above its threshold counts as that.
    numbers : dict
        Parameters as plain numbers in their declared units.
    place : Host or Device
        Where the group lives.
    population, clock : Population, Clock
        The neurons as the engine has them, and their time; None before the first run, or `init_state`.
    init_seed : int
        The seed of the last `init_state`; None before.
    """

    model = in_size = dtype = spk_reset = numbers = population = clock = init_seed = None
    clip = False
    place = HOST

    def __init__(self, *args, **kwargs):
        super().__init__()
        owner = type(self).__name__
        if self.model is None:
            raise ArgumentsError(owner=owner, reason="it is the base of all models", advice="Write fn.LIF(100).")
        values = bind(owner, self.__signature__, args, kwargs)
        self.in_size = size(owner, values["in_size"])
        self.dtype = check_dtype(owner, values["dtype"])
        self.spk_reset, self.spk_fun = values["spk_reset"], check_spikes(owner, values["spk_fun"])
        self.ref_var = bool(values.get("ref_var", False))
        self.clip = values.get("clip", False)
        self.name = values["name"] or owner
        check_text(owner, "name", self.name)
        arguments = self.model.first_value_arguments()
        self.initializers = {name: initial(state) for name, state in self.model.states.items()}
        self.initializers |= {name: _kept(values[argument]) for name, argument in arguments.items()}
        self.drawn = drawn_by_default(self.model, self.__signature__, values)
        self.numbers = {
            name: parameter_numbers(owner, self.model, name, values[name], self.in_size)
            for name in self.model.parameters
        }
        check_parameter_bounds(owner, self.model, self.numbers)
        self._shape = None

    def __repr__(self):
        seed = f", init_seed={self.init_seed}" if self.drawn and self.init_seed is not None else ""
        return f"{type(self).__name__}({self.in_size}, dtype={self.dtype}, spk_reset={self.spk_reset!r}{seed})"

    def __getitem__(self, key):
        return sliced(self, key)

    __iter__ = None  # a slice is a part, and there is no neuron by itself

    @property
    def shape(self):
        """Shape of a state: ``in_size``, with the batch axis before it if there is one."""
        return self.in_size if self._shape is None else self._shape

    @property
    def varshape(self):
        """Shape of the group without the batch axis, as brainpy names it."""
        return self.in_size

    out_size = varshape

    def init_state(self, batch_size=None, seed=0):
        """Create the states at their initial values, at time 0.

        Parameters
        ----------
        batch_size : int, optional
            Number of independent copies of the group: states get a first axis of this length. Parameters are shared,
            noise is not.
        seed : int, default 0
            Of the states that are random by default, such as the potential of `HH`. A group that `run` initialises has
            the seed of that run, so two groups start alike unless their seeds differ. An initialiser that was given has
            a seed of its own.

        Examples
        --------
        >>> import fastneuron as fn
        >>> neurons = fn.HH(3)
        >>> neurons.init_state(seed=1)
        >>> neurons, neurons.init_seed
        (HH((3,), dtype=float64, spk_reset='soft', init_seed=1), 1)
        """
        owner = f"{type(self).__name__}.init_state"
        if self.population is not None:
            door_of(owner, self)
        batch = () if batch_size is None else size(owner, batch_size, "batch_size")
        seed = check_integer(owner, "seed", seed, 2**63 - 1)
        shape = (*batch, *self.in_size)
        check_group(self, owner, batch_size, shape)
        states = {}
        for name in self.model.states:
            states[name] = first_value(self, name, shape, states, seed)
        parameters = self.flat_parameters(shape)
        population = Population(self.model, math.prod(shape), self.dtype, parameters, states)
        population.follows = self.numbers
        clock = Clock(type(self).__name__, population, parameters.get(self.model.refractory_period))
        population.move(self.place)
        # All at once: a signal handler may raise between any two lines.
        vars(self).update(_shape=shape, init_seed=seed, population=population, clock=clock)

    def to(self, device):
        """Let the group live on a device: `update` and `run` work there, without a copy of states.

        Parameters
        ----------
        device : str
            "cuda", "cuda:1", or "cpu" to come back.

        Returns
        -------
        Neurons
            The group itself.

        Raises
        ------
        DeviceError
            If there is no such device, or something that it needs is missing.

        Notes
        -----
        There, `update` gives its spikes as an array on the device, and `on_device` the states. On the host they are not
        to be had before ``neurons.to("cpu")``.
        """
        move(self, device)
        return self

    def on_device(self, name):
        """A state of a group that lives on a device: the array there, shape of a state, in the declared unit.

        It has ``__cuda_array_interface__``, so CuPy and PyTorch use it without a copy; what they write into it is the
        state of the neurons.
        """
        self._need_state(name)
        population = self.population
        if population.place.local:
            owner, advice = f"{type(self).__name__}.on_device({name!r})", 'Write neurons.to("cuda") first.'
            raise elsewhere(owner, None, HOST, advice)
        if name not in population.states:
            raise UnknownNameError(owner=type(self).__name__, kind="state", name=name, known=tuple(population.states))
        return population.states[name][: population.neurons].reshape(*self.shape)

    def reset_state(self, batch_size=None, seed=None):
        """Write the initial values again, at time 0; random initialisers that were given draw again.

        Parameters
        ----------
        batch_size : int, optional
            As for `init_state`.
        seed : int, default that of the last `init_state`
            Likewise.
        """
        self.init_state(batch_size, (self.init_seed or 0) if seed is None else seed)

    def get_spike(self, V=None):
        """Spikes of a potential, or of the present state: 0 or 1 in the state's dtype and shape."""
        if V is None and self.model.blocks_spikes():
            raise ParameterError(
                owner=f"{type(self).__name__}.get_spike", name="V", value=V,
                expected="given for a model whose refractory neurons do not spike: its state is that after the reset",
                advice="Write spikes = neurons.update(x), and take that.",
            )  # fmt: skip
        states = {name: self.plain_state(name) for name in self.model.states}
        if V is not None:
            states["V"] = np.asarray(strip(V, self.model.states["V"].unit, f"{type(self).__name__}.get_spike", "V"))
        return np.asarray(on_plain_numbers(self.model, "S", self.numbers, states)).astype(self.dtype)

    def update(self, x=None, *, solver=None):
        """Advance by one step of ``dt`` from the environment; the same kernel as `run`, and the same bits.

        Nobody looks at the status, and there are no warnings. Where refractory neurons do not spike (``held_states`` of
        a model of your own), the states after it are those after the reset.

        Parameters
        ----------
        x : Quantity, broadcastable to the shape of a state, default 0
            Current during the step.
        solver : str, default that of the model
            Integration method; see `run`.

        Returns
        -------
        spikes : ndarray of 0. and 1., shape of a state
            The spikes of this step.

        Raises
        ------
        MissingStepError
            If there is no dt in the environment.
        """
        return update_group(self, x, solver)

    __call__ = update

    @documented()
    def run(
        self,
        duration,
        *,
        dt=None,
        x=None,
        delta=None,
        conductance=None,
        record=("counts",),
        every=None,
        **options,
    ):
        """Advance by a duration; repeated calls continue.

        Parameters
        ----------
        duration : Quantity [ms]
            A whole number of steps.
        dt : Quantity [ms], default from the environment
            Step size.
        x : Quantity, noise source, neo.AnalogSignal, or a list of these, which add up
            Current. A scalar; an array that broadcasts to ``in_size`` (constant in time); or one with one axis more,
            time first, that broadcasts to ``(steps, *in_size)``. The number of axes decides, never the length.
        delta : Quantity, Events, PoissonInput, or a list of these
            Added to the potential after the integration of a step; shapes as for ``x``.
        conductance : tuple (g, E) or list of tuples
            Adds the current ``g (E - V)``, inside the linearisation where the model has the current there.
        record : sequence of str, default ("counts",)
            "counts"; "spikes"; "latency" and "isi" (``result["latency"]``, ``result["isi_mean"]``,
            ``result["isi_cv"]``), kept up while running; "accepted", "rejected" and "smallest_step", what a solver
            that chooses its steps did for each neuron (then ``result.measures["lanes_used"]`` is the share of its
            work that some neuron needed); and names of states (also "last_spike_time", "refractory").
        every : Quantity [ms], default every step
            Interval of the recorded states: each sample is the value after the last step of an interval.
        **options
            {options}

        Returns
        -------
        Result

        Raises
        ------
        UnitError, ShapeError, ParameterError, DurationError, UnknownNameError, RecordingTooLargeError
            Before anything is computed.
        RecordingTooLargeError
            Also while it runs, when the spikes so far and those to be expected do not fit in memory; the group is then
            where the error says.
        NumericalError
            After a segment in which a neuron became non-finite or ran away, unless ``errors="record"``.

        Notes
        -----
        Exponential Euler is the method of brainpy: state after state, some models with the new values of those
        before. "symplectic_euler" goes through the states in the same order with steps of forward Euler, as
        Izhikevich's scripts do: V first, then u with the new V. The pages of the models say what the order is. The
        Runge-Kutta methods "euler", "rk2" (midpoint) and "rk4" take all states as one system; currents and
        conductances are constant during a step, and the current ``g (E - V)`` follows V from stage to stage. With all
        of them a spike is noticed at the end of a step, so spike times are of first order; delta inputs are added
        when the step is integrated.

        "rkf45" and "dopri5" take as many steps within one of ``dt`` as each neuron needs: an error of a state y up to
        1.1 (``atol`` + ``rtol`` \\|y\\|), ``atol`` in the unit of y, is accepted. They are for models without resets.
        """
        return run_group(self, Request(duration, dt, x, delta, conductance, record, every, options))


def _kept(value):
    """A first value that stays what it is when the user goes on writing into the array."""
    return value.copy() if isinstance(value, np.ndarray) else value
