"""What a run gives back: spikes, recorded states, status."""

import numpy as np

from ..engine.host import HOST
from ..errors import DeviceError, UnknownNameError
from ..memory import check_room
from ..units import attach


class Spikes:
    """The spikes of a run.

    Attributes
    ----------
    index : ndarray of int64, shape (spikes,)
        Neuron of each spike, counted in C order; in order of time, ties by index.
    step : ndarray of int64, shape (spikes,)
        Step of each spike, counted from the start of the run.
    counts : ndarray of int64, shape of a state
        Number of spikes of each neuron.
    """

    def __init__(self, counts, listing, start, steps, dt):
        self.counts = counts
        self._listing = listing
        self._start, self._steps, self._dt = start, steps, dt

    def _need_events(self):
        if self._listing is None:
            raise UnknownNameError(
                owner="result.spikes",
                kind="record",
                name="spikes",
                known=("counts",),
                advice='Spike times were not recorded. Write record=("spikes",).',
            )
        return self._listing

    @property
    def index(self):
        """Neuron of each spike."""
        return self._need_events().index()

    @property
    def step(self):
        """Step of each spike."""
        return self._need_events().step()

    @property
    def time(self):
        """Time of each spike, Quantity [ms]: the end of its step, as of its recorded potential; since `init_state`."""
        ends = self._need_events().per_spike("time", lambda steps: (self._start + steps + 1) * self._dt, float)
        return attach(ends, "ms")

    def rate(self):
        """Mean rate of each neuron over the run, Quantity [Hz], shape of a state."""
        return attach(self.counts / (self._steps * self._dt * 1e-3), "Hz")

    def raster(self):
        """Spikes as an array of 0 and 1 (uint8), shape ``(steps, *shape of a state)``."""
        advice = "Take result.spikes.index and result.spikes.step, which list what is not 0."
        what = f"{self._steps} x {self.counts.size} entries"
        check_room("result.spikes.raster", None, None, self._steps * self.counts.size, what, advice)
        raster = np.zeros((self._steps, self.counts.size), np.uint8)
        raster[self.step, self.index] = 1
        return raster.reshape(self._steps, *self.counts.shape)

    def to_neo(self):
        """Spike trains for Neo.

        Returns
        -------
        neo.Segment
            With one spike train a neuron, in C order; times run from the start to the end of the run.
        """
        import neo

        begin, end = self._start * self._dt, (self._start + self._steps) * self._dt
        segment = neo.Segment(name="fastneuron")
        segment.spiketrains = neo.spiketrainlist.SpikeTrainList.from_spike_time_array(
            self.time.magnitude,
            self.index,
            np.arange(self.counts.size),
            units="ms",
            t_start=attach(begin, "ms"),
            t_stop=attach(end, "ms"),
        )
        return segment


class Result:
    """What `run` gives back.

    Attributes
    ----------
    spikes : Spikes
        Counts, and times if they were recorded.
    status : ndarray of int8, shape of a state
        See `Status`.
    measures : dict
        Name and array for every measure that was asked for.
    """

    def __init__(self, spikes, status, samples, measures, sample_steps, dt):
        self.spikes = spikes
        self.status = status
        self.measures = measures
        self._samples = samples
        self._sample_steps, self._dt = sample_steps, dt

    @property
    def counts(self):
        """Number of spikes of each neuron, int64, shape of a state."""
        return self.spikes.counts

    @property
    def times(self):
        """Time of each sample, Quantity [ms]: the end of the step after which it was taken; since `init_state`."""
        return attach((np.array(self._sample_steps, np.int64) + 1) * self._dt, "ms")

    def __getitem__(self, name):
        """A recorded state, Quantity (samples, *shape of a state): its value after the update of its step."""
        if name in self.measures:
            return self.measures[name]
        if name not in self._samples:
            raise UnknownNameError(
                owner="result",
                kind="record",
                name=name,
                known=(*self._samples, *self.measures),
                advice=f"Write run(..., record=({name!r},)).",
            )
        if not HOST.holds(self._samples[name]):
            advice = f"Write result.on_device({name!r}), or run without on_device=True."
            raise DeviceError(owner=f"result[{name!r}]", problem="it was left on the device", advice=advice)
        return self._samples[name]

    def on_device(self, name):
        """A recorded state of a run with ``on_device=True``: the array on the device, in the declared unit.

        Parameters
        ----------
        name : str
            The state.

        Returns
        -------
        array with ``__cuda_array_interface__``, shape (samples, *shape of a state)
            CuPy and PyTorch use it without a copy. Its rows may be apart.

        Raises
        ------
        UnknownNameError
            If it was not recorded, or copied to the host.
        """
        left = {state: samples for state, samples in self._samples.items() if not HOST.holds(samples)}
        if name not in left:
            advice = 'Write run(..., record=("V",), device="cuda", on_device=True): recorded states then stay there.'
            raise UnknownNameError(owner="result", kind="record on a device", name=name, known=left, advice=advice)
        return left[name]

    def __getstate__(self):
        left = [name for name, samples in self._samples.items() if not HOST.holds(samples)]
        if left:
            problem = f"{', '.join(left)} was left on the device, and does not go with a copy or a pickle"
            advice = f"Write result.on_device({left[0]!r}).copy_to_host(), or run without on_device=True."
            raise DeviceError(owner="result", problem=problem, advice=advice)
        return vars(self)

    def __repr__(self):
        recorded = ", ".join((*self._samples, *self.measures)) or "counts only"
        return f"<Result: {self.counts.size} neurons, {int(self.counts.sum())} spikes, {recorded}>"
