"""Groups of neurons that projections or gap junctions connect, run together."""

import numpy as np

from .. import environ
from ..checks import check_choice
from ..engine.network.run import simulate_network
from ..engine.network.wiring import Wiring
from ..runs.arrivals import check_arrivals
from ..runs.doors import alone
from ..runs.identity import saying_what_changed
from ..runs.running import Request, prepare
from ..units import attach
from . import relaxation
from .checks import (
    arguments_of,
    check_keys,
    check_memory,
    check_options,
    check_places,
    check_ready,
    check_samples,
    check_times,
    coupled_groups,
    groups_of,
    junctions_of,
    projections_of,
)
from .gap_junctions import wired
from .recorded import StateRecords, parted
from .result import NetworkResult
from .spiking import Connected


class Network:
    """One group of neurons or several, connected by projections or coupled by gap junctions.

    Parameters
    ----------
    groups : group or sequence of groups
        All of one dtype. Those with gap junctions of models and solvers that choose their steps, such as
        `hh_psc_alpha_gap` and `hh_cond_beta_gap_traub`.
    junctions : GapJunctions or sequence of these, optional
    method : {"waveform", "lagged"}
        How neurons see each other's potential; see Notes.
    comm_interval : Quantity [ms], default 1 ms
        Length of the intervals of waveform relaxation, a whole number of steps.
    tolerance : Quantity [mV], default 1e-4 mV
        The iterations over an interval end when no potential changes by more at the end of any step. Groups in float32
        need 1e-3 mV, since rounding changes their potentials by nearly as much.
    max_iterations : int, default 15
        After so many iterations a `ConvergenceWarning` says where they did not converge; the run goes on.
    order : {3, 1, 0}
        Degree of the polynomial of time that a neighbour's potential is during a step: 3 with the slopes at both ends
        (Hermite), linear, or that of the start of the step.
    projections : Projection or sequence of these, optional
        In the order in which what arrives is added. All settings above but the groups are of gap junctions; where a
        delay is shorter than ``comm_interval``, the intervals are as long as the shortest delay.

    Raises
    ------
    ParameterError, UnitError, ShapeError
        Before anything is computed.

    Notes
    -----
    A spike of a step arrives in the step that its delay says, at least one later, and acts in it on the synapse, whose
    state after that acts on the neuron. What arrives at a neuron and step is added in the order of the spikes' steps,
    of the projections, of the presynaptic neurons: results do not depend on threads, or on how a run is cut.
    Projections to a group with equal synapse and output share one state, which is their sum.

    Both methods for gap junctions are NEST's (Hahne et al. 2015). A neuron's own potential is the present one at every
    stage. With "lagged" (in NEST ``use_wfr=False``) its neighbours' potentials are those of the end of the last step:
    fast, and of first order in dt. With "waveform" all neurons are stepped through an interval again and again, each
    time with their neighbours' potentials of the time before, until these change no more than the tolerance; then the
    interval is accepted. Input currents keep during the iterations the value they had at the start of the interval.

    As in NEST neurons are not coupled yet in the first interval after time 0 (lagged: the first step), but for the
    iterations after the first. The sums over a neuron's junctions are made in the order of the neighbours' numbers, so
    the bits do not depend on threads. A neuron that fails is seen by its neighbours with its last good potential.

    References
    ----------
    .. [1] Hahne J, Helias M, Kunkel S, Igarashi J, Bolten M, Frommer A, Diesmann M (2015). A unified framework for
       spiking and gap-junction interactions in distributed neuronal network simulations. Front Neuroinform 9:22.
       https://doi.org/10.3389/fninf.2015.00022

    Examples
    --------
    A cell that gets a current and one that only has a gap junction with it:

    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.hh_psc_alpha_gap(2, I_e=[200, 0] * pq.pA)
    >>> network = fn.Network(cells, fn.GapJunctions([0], [1], 20 * pq.nS), method="lagged")
    >>> network.run(150 * pq.ms, dt=0.1 * pq.ms).counts
    array([3, 3])
    """

    def __init__(
        self,
        groups,
        junctions=None,
        *,
        method="waveform",
        comm_interval=None,
        tolerance=None,
        max_iterations=None,
        order=None,
        projections=(),
    ):
        self.groups = groups_of(groups)
        self.projections = projections_of(projections, self.groups, junctions)
        given = {"comm_interval": comm_interval, "tolerance": tolerance, "max_iterations": max_iterations}
        self._connected, self.junctions = Connected(self.groups, self.projections), []
        check_choice("Network", "method", method, ("waveform", "lagged"))
        self.method, self._settings = method, relaxation.settings(method, given | {"order": order})
        if self.projections and junctions is None:
            return
        self.junctions = junctions_of(junctions, self.groups)
        self._coupled = coupled_groups(self.groups, self.junctions) if self.projections else self.groups
        self._wiring = Wiring(*wired(self._coupled, self.junctions))

    def __repr__(self):
        junctions = sum(some.pre.size for some in self.junctions)
        words = f"; {junctions} gap junctions, {self.method}" if self.junctions else ""
        return f"<Network: {', '.join(map(repr, [*self.groups, *self.projections]))}{words}>"

    def memory(self):
        """Bytes that all synapses take, before they are built; of those that are drawn on average.

        Returns
        -------
        int

        Examples
        --------
        >>> import fastneuron as fn, quantities as pq
        >>> cells = fn.LIF(10_000)
        >>> sparse = fn.connect.FixedProbability(0.1, seed=1)
        >>> fn.Network(cells, projections=fn.Projection(cells, cells, sparse, weight=0.1 * pq.mV)).memory()
        20080536
        """
        return sum(projection.memory() for projection in self.projections)

    def init_state(self):
        """Create the states of all groups at their initial values, at time 0."""
        for group in self.groups:
            group.init_state()

    reset_state = init_state

    def run(self, duration, *, dt=None, record=("counts",), every=None, **options):
        """Advance all groups by a duration; repeated calls continue.

        Parameters
        ----------
        duration, dt, record, every, **options
            As for `Neurons.run`; see Notes for ``device="cuda"``. ``record``, inputs (``x``, ``delta``,
            ``conductance``), ``solver``, ``seed`` and tolerances may be dictionaries with the groups as keys; otherwise
            they are for all groups. ``record`` may have projections as keys too: names of states of their synapses,
            and "output", what these give (see Notes).

        Returns
        -------
        NetworkResult

        Raises
        ------
        ParameterError, UnitError, ShapeError, DurationError, UnknownNameError, RecordingTooLargeError
            Before anything is computed.
        NumericalError
            After a segment in which a neuron failed, unless ``errors="record"``.

        Notes
        -----
        ``result[projection]["g"]`` has one column for each postsynaptic neuron, with the sum of all that arrives there
        through equal synapses and outputs, in the unit of the weight. The states of synapses that saturate, such as
        `AMPA`, have one for each presynaptic neuron, in their own unit; what these give together is "output".

        On a GPU there are no gap junctions, no synapses that saturate and no short-term plasticity yet; recorded is on
        the host. The bits are those of the CPU.

        With one ``seed`` random inputs are the same numbers in each group: ``seed={cells: 1, others: 2}`` makes them
        independent.

        With waveform relaxation a run may end inside an interval, and the next one continues there. Delta inputs of
        the second do not count in the iterations over this interval, which were made in the first.
        """
        dt = environ.get_dt() if dt is None else dt
        how = relaxation.for_engine(self._settings, dt) if self.junctions else None
        check_options(options)
        record, wanted = parted(record, self.projections)
        check_keys(self.groups, {"record": record, **options})
        arguments = [arguments_of(group, {"record": record, **options}) for group in self.groups]

        def checked_and_run():
            check_times(self.groups)
            check_arrivals("Network.run", "groups", self.groups, self._connected.places, "its network.run(...)")
            pairs = zip(self.groups, arguments, strict=True)
            ready = [self._ready(group, mine, duration, dt, every) for group, mine in pairs]
            states = StateRecords(wanted, ready[0], ready[0].every)
            check_places(ready, self.projections)
            if not self.junctions:
                check_samples(ready, states.nbytes)
                return self._connected_result(ready, states)
            check_ready([one for one in ready if one.group in self._coupled])
            check_memory(ready, [one for one in ready if one.group in self._coupled], how, states.nbytes)
            return self._result(ready, how, states)

        return alone("Network.run", self.groups, checked_and_run)

    def _simulation(self, ready, how, states):
        """What runs what is ready, with gap junctions."""
        if not self.projections:
            return simulate_network([one.population for one in ready], [one.plan for one in ready], self._wiring, how)
        coupled = [n for n, group in enumerate(self.groups) if group in self._coupled]
        return self._connected.simulate(ready, states, self._wiring, coupled, how)

    def _ready(self, group, given, duration, dt, every):
        """The run of one group, checked; what it is not given is the default."""
        given = {name: value for name, value in given.items() if value is not None}
        own = {name: given.pop(name) for name in ("x", "delta", "conductance", "record") if name in given}
        return prepare(group, Request(duration, dt, every=every, options=given, **own))

    @saying_what_changed
    def _connected_result(self, ready, states):
        """Run what is ready and connected by projections."""
        with self._connected.at_place(ready), ready[0].reporting() as report:
            for segments in self._connected.simulate(ready, states):
                for one, segment in zip(ready, segments, strict=True):
                    one.take(segment)
                report(segments[0].start + segments[0].steps)
        results = dict(zip(self.groups, (one.result() for one in ready), strict=True))
        return NetworkResult(results, projections=states.results())

    @saying_what_changed
    def _result(self, ready, how, states):
        """Run what is ready, and put the results together."""
        populations, plans = [one.population for one in ready], [one.plan for one in ready]
        start, notes = populations[0].step, []
        with ready[0].reporting() as report:
            for segments, *note in self._simulation(ready, how, states):
                notes.append(note)
                for one, segment in zip(ready, segments, strict=True):
                    one.take(segment)
                report(segments[0].start + segments[0].steps)
        how = how._replace(length=self._connected.interval or how.length)  # no longer than the shortest lag
        passes, residuals = map(np.concatenate, zip(*notes, strict=True))
        begins = -(-start // how.length) * how.length + how.length * np.arange(passes.size)
        relaxation.warn(how, populations[0].dtype, begins, plans[0].dt, passes, residuals)
        results = dict(zip(self.groups, (one.result() for one in ready), strict=True))
        times, residuals = attach(begins * plans[0].dt, "ms"), attach(residuals, "mV")
        converged = residuals.magnitude <= how.tolerance
        return NetworkResult(results, passes, residuals, times, converged, projections=states.results())
