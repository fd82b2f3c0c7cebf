"""What a network's run records of its projections: states of their synapses."""

import numpy as np

from ..engine.plan import samples_before
from ..engine.threads.aligned import PADDING
from ..errors import ParameterError, UnknownNameError
from ..units import attach
from .projections import Projection
from .result import ProjectionResult

OWNER = "Network.run"
OUTPUT = "output"
EXAMPLE = 'record={cells: ("spikes",), E: ("g",)}'


def parted(record, projections):
    """What is to be recorded of groups, and of each projection, checked.

    Parameters
    ----------
    record : str, sequence of str, or dict
        As given to `Network.run`.
    projections : list of Projection
        Of the network.

    Returns
    -------
    record : str, sequence of str, or dict
        The same without projections.
    wanted : dict
        Projection and names.
    """
    if not isinstance(record, dict):
        return record, {}
    wanted = {key: _names(key, value, projections) for key, value in record.items() if isinstance(key, Projection)}
    return {key: value for key, value in record.items() if not isinstance(key, Projection)}, wanted


def _names(projection, record, projections):
    """The names that a projection's record has, all of which it knows."""
    if projection not in projections:
        raise ParameterError(owner=OWNER, name="record", value=projection, expected="of projections of the network",
                             advice=f"Write {EXAMPLE}, with E among projections=.")  # fmt: skip
    model = projection.synapse.model
    if model.direct:
        raise ParameterError(owner=OWNER, name="record", value=projection, expected="of synapses that have states: "
                             f"{type(projection.synapse).__name__} adds to the potential",
                             advice='Write record={cells: ("V",)}.')  # fmt: skip
    if isinstance(record, dict) or not hasattr(record, "__iter__"):
        raise ParameterError(owner=OWNER, name="record", value=record, expected="names", advice=f"Write {EXAMPLE}.")
    names, known = (record,) if isinstance(record, str) else tuple(record), (*model.states, OUTPUT)
    for name in names:
        if name not in known:
            raise UnknownNameError(owner=OWNER, kind=f"record of {type(projection.synapse).__name__}", name=name,
                                   known=known)  # fmt: skip
    return names


class StateRecords:
    """The records of projections in one run.

    Parameters
    ----------
    wanted : dict
        Projection and names.
    ready : Ready
        The run of a group that goes on at the same time.
    every : int
        Steps between samples.
    """

    def __init__(self, wanted, ready, every):
        self.wanted, self.every, self._dt = wanted, every, ready.plan.dt
        start, end = ready.population.step, ready.population.step + ready.plan.steps
        self.first_sample = samples_before(start, every)
        self.rows = samples_before(end, every) - self.first_sample
        self._found = {projection: {} for projection in wanted}

    @property
    def nbytes(self):
        """Bytes that all samples take."""
        sizes = [_neurons(projection, name) * _dtype(projection, name).itemsize
                 for projection, names in self.wanted.items() for name in names]  # fmt: skip
        return self.rows * sum(sizes)

    def of_pre(self, projection):
        """Name and array to record in, for the states that presynaptic neurons have."""
        return self._into(projection, {}, True)

    def of_post(self, projection, samples):
        """The same for postsynaptic neurons, into what projections with the same synapses have."""
        return self._into(projection, samples, False)

    def _into(self, projection, samples, of_pre):
        for name in self.wanted.get(projection, ()):
            if _of_pre(projection, name) != of_pre:
                continue
            if name not in samples:
                columns = -(-_neurons(projection, name) // PADDING) * PADDING
                samples[name] = np.empty((self.rows, columns), _dtype(projection, name))
            self._found[projection][name] = samples[name]
        return samples

    def results(self):
        """Projection and its result."""
        steps = range((self.first_sample + 1) * self.every - 1, (self.first_sample + self.rows + 1) * self.every - 1,
                      self.every)  # fmt: skip
        times = attach((np.array(steps, np.int64) + 1) * self._dt, "ms")
        found = {}
        for projection, names in self.wanted.items():
            samples = {name: _with_unit(projection, name, self._found[projection][name]) for name in names}
            found[projection] = ProjectionResult(repr(projection), samples, times)
        return found


def _of_pre(projection, name):
    """Whether there is a value for each presynaptic neuron."""
    return projection.synapse.model.aligned == "pre" and name != OUTPUT


def _dtype(projection, name):
    """Of the numbers that are recorded: states of presynaptic neurons are float64."""
    return np.dtype(float if _of_pre(projection, name) else projection.post_group.dtype)


def _neurons(projection, name):
    """Neurons of the group, or of the source, that has a value each."""
    return projection.pre_neurons if _of_pre(projection, name) else projection.post_neurons


def _with_unit(projection, name, array):
    """The columns of the projection's neurons."""
    first, stop = projection.pre_range if _of_pre(projection, name) else projection.post_range
    unit = "weight" if name == OUTPUT else projection.synapse.model.states[name].unit
    return attach(array[:, first:stop], projection.unit if unit == "weight" else unit)
