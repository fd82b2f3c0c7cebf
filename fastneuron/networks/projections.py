"""Projections: synapses from the neurons of one group, or part of one, to those of another."""

import math

import numpy as np

from ..checks import check_text
from ..engine.spikes.rows import PADDING, SHORT
from ..errors import ParameterError, ShapeError
from ..memory import check_room, count
from ..neurons import Neurons
from ..part import Part, whole
from . import numbers
from .canonical import Canonical
from .matrices import as_rule, combined
from .outputs import check_plasticity, weight_unit
from .sources import Source
from .synapses import CLASSES

OWNER = "Projection"
LINE = "fn.Projection(cells[:800], cells, fn.connect.FixedProbability(0.1), weight=0.1 * pq.mV)"
DELTA = CLASSES["Delta"]()  # a constant
EXAMPLES = {"mV": 0.1, "pA": 30.0}


class Projection(Canonical):
    """Synapses from some neurons to others.

    Parameters
    ----------
    pre : group, part of one (``cells[:800]``), or source of spikes
        Presynaptic neurons.
    post : group, or part of one
        Postsynaptic neurons.
    connect : rule of `fn.connect`, matrix of weights, or callable
        Who is connected to whom. A matrix, dense or of SciPy, has the shape (pre, post), and one synapse for each entry
        that is not 0; one without units is multiplied with ``weight``. A function is called with how many pre and
        postsynaptic neurons there are, and gives two lists, as for `Pairs`.
    synapse : Delta, Expon, ..., default Delta()
        What a spike does; synapses made with `fn.synapse` also.
    output : CUBA, COBA, MgBlock, optional
        How it becomes a current; not for `Delta`.
    weight : Quantity, scalar or shape (synapses,), or initialiser such as ``fn.init.Normal``
        In the unit that synapse and output need: that of delta inputs for `Delta`; for models whose input is in mA that
        of a conductance, S with `COBA` and mS with `CUBA`, or mA with ``CUBA(scale=None)``.
    delay : Quantity [ms], scalar or shape (synapses,), or initialiser, default one step
        Time from the step of a spike to that in which it arrives: a whole number of steps, at least one. Drawn ones are
        rounded to steps.
    stp : STP or STD, optional
        Short-term plasticity; not for synapses in which a spike begins a pulse, such as `AMPA`.
    name : str, optional
        In results.

    Raises
    ------
    ParameterError, UnitError, ShapeError, TooLargeError
        Before anything is built.

    Notes
    -----
    Synapses are drawn when they are first needed. Users see them in canonical order: by presynaptic neuron, then by
    postsynaptic neuron; several between the same two in the order of the rule, and by delay once there are steps. An
    initialiser without a seed follows that of the rule, so one seed determines a projection.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIFRef(1000)
    >>> sparse = fn.connect.FixedProbability(0.02, seed=1)
    >>> fn.Projection(cells[:800], cells, sparse, fn.Expon(tau=5 * pq.ms), fn.COBA(E=0 * pq.mV), weight=0.6 * pq.mS)
    <Projection: LIFRef[0:800] -> LIFRef[0:1000], FixedProbability(0.02, seed=1), Expon, COBA>
    """

    label = None  # of projections whose states are apart from those of others
    before_first = -1  # the step that the states of short-term plasticity begin at

    def __init__(
        self, pre, post, connect, synapse=DELTA, output=None, *,
        weight=None, delay=None, stp=None, name=None,
    ):  # fmt: skip
        self.pre_part, self.post_part = _part("pre", pre, (Neurons, Source)), _part("post", post, Neurons)
        self.unit = weight_unit(OWNER, synapse, output, self.post_group.model)
        self.synapse, self.output, self.stp = synapse, output, stp
        self._check_parameters()
        self.name = name or f"{self.pre_group.name} to {self.post_group.name}"
        check_text(OWNER, "name", self.name)
        self.connect, matrix = as_rule(connect, self.pre_part, self.post_part)
        same = self.pre_group is self.post_group and self._overlap()
        self.connect.check(len(self.pre_part), len(self.post_part), same)
        self._rows = self._step = None
        weight = combined(weight, matrix, self.unit)
        self._weight = numbers.given("weight", weight, self.unit, EXAMPLES.get(self.unit, 1.0))
        self._delay = None if delay is None else numbers.given("delay", delay, "ms", 1.0)
        numbers.check_delay(self._delay)
        self._check_memory()
        self.number = self.connect.next_number()
        for n, name in enumerate(("_weight", "_delay")):
            value = numbers.of_projection(getattr(self, name), self.connect.key, 2 * self.number + n)
            setattr(self, name, self.connect.in_order(name[1:], value) if isinstance(value, np.ndarray) else value)

    @property
    def pre_group(self):
        """The group, or source, of the presynaptic neurons."""
        return self.pre_part.group

    @property
    def post_group(self):
        """The group of the postsynaptic neurons."""
        return self.post_part.group

    @property
    def pre_range(self):
        """First presynaptic neuron in its group, and the one after the last."""
        return self.pre_part.first, self.pre_part.stop

    @property
    def post_range(self):
        """First postsynaptic neuron in its group, and the one after the last."""
        return self.post_part.first, self.post_part.stop

    @property
    def pre_neurons(self):
        """Neurons of the presynaptic group or source, of which the projection may have a part."""
        return math.prod(self.pre_group.in_size)

    @property
    def post_neurons(self):
        """Neurons of the postsynaptic group, of which the projection may have a part."""
        return math.prod(self.post_group.in_size)

    def __repr__(self):
        output = "" if self.output is None else f", {type(self.output).__name__}"
        ends = f"{self.pre_part!r}"[1:-1], f"{self.post_part!r}"[1:-1]
        return f"<Projection: {' -> '.join(ends)}, {self.connect!r}, {type(self.synapse).__name__}{output}>"

    def begin(self, receptors, population, dt):
        """Before a run: what there is on its way before the first step, which is nothing."""

    def memory(self, blocks=1):
        """Bytes that the synapses take, before they are built; of those that are drawn on average.

        Parameters
        ----------
        blocks : int, default 1
            Of postsynaptic neurons, as a network has them.

        Returns
        -------
        int
        """
        pre, neurons = len(self.pre_part), math.prod(self.post_group.in_size)
        index = 2 if -(-neurons // blocks) <= SHORT else 4
        weight = 0 if numbers.is_number(self._weight) else np.dtype(self.post_group.dtype).itemsize
        lag = 0 if self._delay is None or numbers.is_number(self._delay) else 1
        synapses = self.connect.expected(pre, len(self.post_part))
        return (synapses + PADDING) * (index + weight + lag) + 8 * blocks * (pre + 1) + 8 * (blocks + 1)

    def _check_memory(self):
        """Refuse what does not fit, with what it takes while it is made."""
        synapses = self.connect.expected(len(self.pre_part), len(self.post_part))
        # Weights and delays are made in canonical order, then put in their places.
        twice = 2 if not numbers.is_number(self._weight) or callable(self._delay) else 1
        nbytes = twice * self.memory() + 16 * len(self.pre_part)
        check_room(OWNER, "connect", self.connect, nbytes, f"{count(synapses)} synapses",
                   "Write connect=fn.connect.FixedInDegree(100), fewer neurons, or one weight for all.")  # fmt: skip

    def _overlap(self):
        """Whether some neuron is on both sides."""
        (a, b), (c, d) = self.pre_range, self.post_range
        return max(a, c) < min(b, d)

    def _check_parameters(self):
        """Refuse parameters in arrays that are not as long as there are neurons."""
        check_plasticity(OWNER, self.synapse, self.stp)
        pre, post = len(self.pre_part), math.prod(self.post_group.in_size)
        aligned = post if self.synapse.model.aligned == "post" else pre
        for name, value, size in (("synapse", self.synapse, aligned), ("output", self.output, post),
                                  ("stp", self.stp, pre)):  # fmt: skip
            for parameter, array in ({} if value is None else value.numbers).items():
                if np.ndim(array) and np.shape(array) != (size,):
                    raise ShapeError(owner=OWNER, name=f"{name}.{parameter}", shape=array.shape, expected=(size,))


def _part(name, value, kinds):
    """Neurons that are given as a group or part of one, as a part."""
    if isinstance(value, kinds):
        return whole(value)
    if isinstance(value, Part) and isinstance(value.group, kinds):
        return value
    also = "" if kinds is Neurons else ", or fn.PoissonSpikes or fn.SpikeTrains"
    raise ParameterError(owner=OWNER, name=name, value=value, expected=f"a group or part of one, cells[:800]{also}",
                         advice=f"Write {LINE}.")  # fmt: skip
