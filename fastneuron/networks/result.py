"""What a network's run gives back."""

from ..errors import UnknownNameError
from ..neurons import Neurons
from .projections import Projection


class ProjectionResult:
    """What a network's run recorded of a projection: ``result[projection]``.

    Attributes
    ----------
    times : Quantity [ms]
        Time of each sample: the end of the step after which it was taken; since `Network.init_state`.
    """

    def __init__(self, name, samples, times):
        self._name, self._samples, self.times = name, samples, times

    def __getitem__(self, name):
        """A recorded state of the synapses, Quantity (samples, neurons): its value after the update of its step."""
        if name not in self._samples:
            raise UnknownNameError(owner="result", kind="record", name=name, known=tuple(self._samples),
                                   advice=f"Write network.run(..., record={{projection: ({name!r},)}}).")  # fmt: skip
        return self._samples[name]

    def __repr__(self):
        return f"<ProjectionResult: {self._name[1:-1]}; {', '.join(self._samples)}>"


class NetworkResult:
    """What a network's run gives back.

    ``result[group]`` is the `Result` of a group; in a network of one group what that has can be asked for directly, as
    in ``result.spikes`` and ``result["V"]``. ``result[projection]`` is the `ProjectionResult` of a projection whose
    synapses were recorded.

    Attributes
    ----------
    groups : tuple of Neurons
        Those of the network, in its order. A result that was copied or pickled without its network has copies of them.
    iterations : ndarray of int64, shape (intervals,)
        Iterations of each interval of waveform relaxation that began in the run. Empty for ``method="lagged"``.
    residual : Quantity [mV], shape (intervals,)
        Largest change of a potential in the last iteration.
    interval_times : Quantity [ms], shape (intervals,)
        When each interval began.
    converged : ndarray of bool, shape (intervals,)
        Whether the residual is within the tolerance.
    """

    def __init__(
        self, results, iterations=None, residual=None, interval_times=None, converged=None, projections=None
    ):
        self._results, self._projections = results, projections or {}
        self.iterations, self.residual = iterations, residual
        self.interval_times, self.converged = interval_times, converged

    def __getitem__(self, key):
        if isinstance(key, Neurons):
            return self._of_group(key)
        if isinstance(key, Projection):
            return self._of_projection(key)
        return self._only(f"[{key!r}]")[key]

    def _of_group(self, group):
        if group not in self._results:
            raise UnknownNameError(
                owner="result", kind="group of this network", name=repr(group), known=tuple(map(repr, self._results)),
                advice="What was pickled by itself has copies of the groups: write result[result.groups[0]].",
            )  # fmt: skip
        return self._results[group]

    def _of_projection(self, projection):
        if projection not in self._projections:
            raise UnknownNameError(
                owner="result", kind="record of a projection", name=repr(projection),
                known=tuple(map(repr, self._projections)),
                advice='Write network.run(..., record={projection: ("g",)}); of a result that was pickled by itself, '
                "result[result.projections[0]].",
            )  # fmt: skip
        return self._projections[projection]

    @property
    def groups(self):
        """The groups of the network."""
        return tuple(self._results)

    @property
    def projections(self):
        """The projections whose synapses were recorded."""
        return tuple(self._projections)

    @property
    def spikes(self):
        """Spikes of the only group."""
        return self._only(".spikes").spikes

    @property
    def counts(self):
        """Number of spikes of each neuron of the only group."""
        return self._only(".counts").counts

    @property
    def status(self):
        """Status of each neuron of the only group."""
        return self._only(".status").status

    @property
    def times(self):
        """Times of the samples of the only group."""
        return self._only(".times").times

    def to_neo(self):
        """Spike trains of all groups for Neo.

        Returns
        -------
        neo.Block
            With one segment that has all spike trains, group after group, and with a `neo.Group` for each group of
            neurons, in the order of `groups`, which has those of its neurons in C order.

        Raises
        ------
        UnknownNameError
            If spikes were not recorded.

        Examples
        --------
        >>> import fastneuron as fn, quantities as pq
        >>> cells, others = fn.LIF(2, V_th=5 * pq.mV), fn.LIF(3, V_th=5 * pq.mV)
        >>> some = fn.Projection(cells, others, fn.connect.AllToAll(), weight=3 * pq.mV)
        >>> run = fn.Network([cells, others], projections=some).run(
        ...     20 * pq.ms, dt=0.1 * pq.ms, x={cells: 8 * pq.mA}, record=("spikes",)
        ... )
        >>> block = run.to_neo()
        >>> len(block.segments[0].spiketrains), [len(group.spiketrains) for group in block.groups]
        (5, [2, 3])
        """
        import neo

        block, segment = neo.Block(name="fastneuron"), neo.Segment(name="fastneuron")
        block.segments.append(segment)
        for group, result in self._results.items():
            trains = list(result.spikes.to_neo().spiketrains)
            segment.spiketrains.extend(trains)
            block.groups.append(neo.Group(objects=trains, name=repr(group)))
        return block

    def __repr__(self):
        return f"<NetworkResult: {', '.join(map(repr, [*self._results.values(), *self._projections.values()]))}>"

    def _only(self, wanted):
        if len(self._results) > 1:
            raise UnknownNameError(owner="result", kind="record", name=wanted, known=(),
                                   advice=f"There are several groups: write result[group]{wanted}.")  # fmt: skip
        return next(iter(self._results.values()))
