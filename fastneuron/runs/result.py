"""What a run gives back: spikes, recorded states, status."""

import numpy as np

from ..engine.host import HOST
from ..errors import DeviceError, ParameterError, UnknownNameError
from ..memory import check_room
from ..units import attach
from .backward import pull_back


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

    @property
    def steps(self):
        """Steps of the run."""
        return self._steps

    @property
    def dt(self):
        """Their size in ms, a plain number."""
        return self._dt

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

    @property
    def begin(self):
        """When the run began, Quantity [ms], since `init_state`."""
        return attach(self._start * self._dt, "ms")

    @property
    def end(self):
        """When it ended."""
        return attach((self._start + self._steps) * self._dt, "ms")

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

        segment = neo.Segment(name="fastneuron")
        segment.spiketrains = neo.spiketrainlist.SpikeTrainList.from_spike_time_array(
            self.time.magnitude,
            self.index,
            np.arange(self.counts.size),
            units="ms",
            t_start=self.begin,
            t_stop=self.end,
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

    def __init__(self, spikes, status, samples, measures, sample_steps, dt, course=None):
        self.spikes = spikes
        self.status = status
        self.measures = measures
        self._samples = samples
        self._sample_steps, self._dt = sample_steps, dt
        self._course = course

    @property
    def counts(self):
        """Number of spikes of each neuron, int64, shape of a state."""
        return self.spikes.counts

    @property
    def times(self):
        """Time of each sample, Quantity [ms]: the end of the step after which it was taken; since `init_state`."""
        return attach((np.array(self._sample_steps, np.int64) + 1) * self._dt, "ms")

    @property
    def recorded(self):
        """Names of the recorded states."""
        return tuple(self._samples)

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

    def backward(
        self, *, spikes=None, V=None, final=None, loss=None, wrt=None, reset_gradient="reference", **states
    ):
        """Go back through a run with ``differentiable=True``: a vector-Jacobian product, reverse mode through time.

        The derivatives of a loss L by all that the run was given follow from those by what it gave. A spike has the
        derivative of the surrogate ``spk_fun`` by the scaled potential. The result keeps what it needs: it may be asked
        several times, also after other runs.

        Parameters
        ----------
        spikes : array_like, shape ``(steps, *shape of a state)``, default 0
            dL/dS for the spikes of each step, plain numbers. As for inputs, one without time is the same at all steps.
        V : array_like or Quantity [1/mV], shape as for spikes, default 0
            dL/dV by the potential after each step, before the reset, plain numbers in 1 over the declared unit, or a
            Quantity. With ``every=`` also of the shape in which V was recorded.
        final : dict or Gradients, default none
            By the states that the run ended with: name of a state and an array. Or what `backward` gave of the run
            that went on from there: then those by parameters and first values are of both runs together, to the bit as
            of one; each run has those of its own inputs.
        loss : loss of `fastneuron.losses`, optional
            In place of ``spikes`` and states: what they would be follows from it, and ``gradients.loss`` is its value.
        wrt : str or sequence of str, default all
            Names of inputs ("x", "delta", "conductance"), of parameters, and of first values ("V0" is that of V).
        reset_gradient : {"reference", "detached", "exact"}
            How the gradient goes through a reset. "reference": through the reset as it is written, with the spike's
            surrogate; of a hard reset the potential that is forgotten counts as a constant (brainpy). "detached": the
            spike in the reset is a constant too. "exact": the derivative of what is computed, with spikes that stay
            where they are; nothing goes back through a hard reset.
        **states
            The same by other states, such as ``w=``.

        Returns
        -------
        Gradients
            Name and Quantity, of the shape in which it was given: of a parameter that neurons share the sum. By the
            refractory period it is 0. Noise has a dictionary, "mean" and "std", or "weight".

        Raises
        ------
        ParameterError
            If the run was not differentiable.
        UnknownNameError, ShapeError, UnitError

        Warns
        -----
        GradientWarning
            If some are not finite; ``gradients.status`` says of which neurons.

        References
        ----------
        .. [1] Neftci EO, Mostafa H, Zenke F (2019). Surrogate gradient learning in spiking neural networks. IEEE Signal
           Process Mag 36:51. https://doi.org/10.1109/MSP.2019.2931595

        Examples
        --------
        >>> import numpy as np, quantities as pq, fastneuron as fn
        >>> run = fn.LIF(3).run(20 * pq.ms, dt=0.1 * pq.ms, x=2 * pq.mA, differentiable=True)
        >>> gradients = run.backward(spikes=np.ones((200, 3)), wrt=("x", "tau"))
        >>> gradients["tau"].dimensionality.string, gradients["x"].shape
        ('1/ms', ())
        """
        if self._course is None:
            raise ParameterError(owner="result.backward", name="differentiable", value=False,
                                 expected="a run that kept what gradients need, and no copy of its result",
                                 advice="Write run = neurons.run(..., differentiable=True).")  # fmt: skip
        return pull_back(
            self._course, self, {"spikes": spikes, "V": V, **states}, final, wrt, reset_gradient, loss
        )

    def __getstate__(self):
        left = [name for name, samples in self._samples.items() if not HOST.holds(samples)]
        if left:
            problem = f"{', '.join(left)} was left on the device, and does not go with a copy or a pickle"
            advice = f"Write result.on_device({left[0]!r}).copy_to_host(), or run without on_device=True."
            raise DeviceError(owner="result", problem=problem, advice=advice)
        return {**vars(self), "_course": None}

    def __repr__(self):
        recorded = ", ".join((*self._samples, *self.measures)) or "counts only"
        return f"<Result: {self.counts.size} neurons, {int(self.counts.sum())} spikes, {recorded}>"
