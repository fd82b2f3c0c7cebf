"""What the user gives as input, turned into what the engine takes: the number of axes decides, never the length."""

import copy
import math

import numpy as np

from ..checks import check_shape
from ..engine.host import HOST
from ..engine.inputs import Inputs, Source
from ..errors import ParameterError, ShapeError
from ..memory import check_room
from ..units import strip
from .declared import input_units
from .device_arrays import device_source, on_device
from .events import Events, merged


def run_inputs(frame, model, x, delta, conductance):
    """All inputs of a run.

    Parameters
    ----------
    frame : Frame
    model : type
        The declaration.
    x, delta, conductance
        As given to ``run``.

    Returns
    -------
    Inputs
    """
    units = input_units(model)
    currents = [_source(frame, item, units["x"], f"x[{n}]" if isinstance(x, list) else "x", n)
                for n, item in enumerate(_listed(x))]  # fmt: skip
    deltas = _deltas(frame, _listed(delta), units["delta"], model.inputs_at_end)
    pairs = [_pair(frame, pair, units, n) for n, pair in enumerate(_pairs(frame, conductance))]
    if model.signed_deltas:
        _check_signed(frame, deltas)
        return Inputs(currents, _signed(deltas, np.maximum), pairs, _signed(deltas, np.minimum))
    return Inputs(currents, deltas, pairs)


def _signed(sources, part):
    """Only the positive (``part`` is np.maximum) or the negative values of each source; of events, the weights."""
    found = []
    for source in sources:
        *rate, values = source.values
        values = SignedRows(values, part) if hasattr(values, "rows") else part(values, 0.0)
        found.append(Source(source.kind, *rate, values, key=source.key))
    return found


def _check_signed(frame, deltas):
    for source in deltas:
        if source.kind in ("white", "ou"):
            raise ParameterError(
                owner=frame.owner, name="delta", value=type(source.key[0]).__name__,
                expected="spikes: positive and negative ones are separate sums here",
                advice="Write delta=fn.PoissonInput(rate, weight), or x=noise for a current.",
            )  # fmt: skip
        if not all(map(HOST.holds, source.values)):
            raise ParameterError(
                owner=frame.owner, name="delta", value="an array on a GPU",
                expected="on the host for this model, which takes positive and negative ones apart",
                advice="Write delta=delta.get() with its unit.",
            )  # fmt: skip


class SignedRows:
    """The positive or the negative values of rows; of events, which do not cancel each other."""

    def __init__(self, field, part):
        self.field = field.of_sign(part) if hasattr(field, "of_sign") else field
        self.part = part

    def frozen(self):
        """The same, whatever becomes of the array."""
        return SignedRows(self.field.frozen(), self.part)

    def rows(self, start, stop):
        """The steps from start to stop."""
        return self.part(self.field.rows(start, stop), 0.0)


def _listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def _deltas(frame, values, unit, at_end):
    """Delta inputs; all lists of events are one of them."""
    found = [_source(frame, value, unit, "delta", ("delta", n))
             for n, value in enumerate(values) if not isinstance(value, Events)]  # fmt: skip
    fields = [value.field(unit, frame.dt, frame.steps, frame.neurons, at_end, frame.now)
              for value in values if isinstance(value, Events)]  # fmt: skip
    return [*found, Source("field", merged(fields))] if fields else found


def _pairs(frame, conductance):
    pairs = _listed(conductance)
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise ParameterError(
                owner=frame.owner,
                name="conductance",
                value=type(pair).__name__,
                expected="a pair (g, E) or a list of pairs",
                advice="Write conductance=(0.1 * pq.mS, 0 * pq.mV).",
            )
    return pairs


def _pair(frame, pair, units, n):
    g = _source(frame, pair[0], units["g"], "g", ("g", n))
    E = _source(frame, pair[1], units["E"], "E", ("E", n))
    return g, E


def _source(frame, value, unit, name, key):
    """One input of any kind."""
    if isinstance(value, Events):
        raise ParameterError(
            owner=frame.owner, name=name, value="Events", expected="a current", advice="Write delta=events."
        )
    if hasattr(value, "source"):
        return value.source(unit, frame.dt, frame.per_neuron, (value, key))
    if on_device(value):
        return device_source(frame, value, name)
    _refuse_other_signals(frame, value, name)
    if hasattr(value, "sampling_period"):
        value = _held(frame, value, name)
    return source_of_numbers(frame, strip(value, unit, frame.owner, name, single=True), name)


def source_of_numbers(frame, numbers, name):
    """One input of plain numbers: the number of axes decides whether it varies with time."""
    if np.ndim(numbers) <= len(frame.in_size):
        return Source("constant", frame.per_neuron(numbers, name))
    return _timed(frame, numbers, name)


def _timed(frame, numbers, name):
    """An array with time as its first axis."""
    rest, inner = numbers.shape[1:], frame.in_size
    inner = frame.shape if len(rest) > len(inner) else inner
    if len(rest) != len(inner) or numbers.shape[0] not in (1, frame.steps):
        raise _wrong_rows(frame, numbers.shape, inner, name)
    check_shape(frame.owner, name, numbers, (frame.steps, *inner))
    if numbers.shape[0] == 1:
        return Source("constant", frame.per_neuron(numbers[0], name))
    if np.prod(rest) == 1:
        return Source("wave", numbers.reshape(-1))
    return Source("field", Field(numbers, frame))


def _wrong_rows(frame, shape, inner, name):
    """The error of an array over time that is not as long as the run, or has not its axes."""
    return ShapeError(
        owner=frame.owner, name=name, shape=shape,
        expected=f"expected ({frame.steps}, {', '.join(map(str, inner))}), time first, or what broadcasts to it",
        advice=f"Write duration={shape[0] * frame.dt:.12g} * pq.ms for as many steps of {frame.dt:g} ms, "
        f"or give {frame.steps} rows.",
    )  # fmt: skip


class Field:
    """An array over time and neurons, broadcast to all neurons for one segment of a run at a time."""

    def __init__(self, numbers, frame):
        lacking = len(frame.shape) - (numbers.ndim - 1)
        self.numbers = numbers.reshape(numbers.shape[0], *(1,) * lacking, *numbers.shape[1:])
        self.shape = frame.shape

    @property
    def dtype(self):
        """Of the numbers."""
        return self.numbers.dtype

    def frozen(self):
        """The same, whatever becomes of the array: a copy if anybody can write to it."""
        found = copy.copy(self)
        found.numbers = np.array(self.numbers) if _can_be_written(self.numbers) else self.numbers
        return found

    def rows(self, start, stop):
        """The steps from start to stop, shape (stop - start, neurons)."""
        part = self.numbers[start:stop]
        return np.broadcast_to(part, (stop - start, *self.shape)).reshape(stop - start, -1)


def _can_be_written(array):
    """Whether an array, or one that it is a view of, can be written to."""
    while isinstance(array, np.ndarray) and not array.flags.writeable:
        array = array.base
    return array is not None


def _refuse_other_signals(frame, value, name):
    """Refuse what Neo has that is no value at each step."""
    if hasattr(value, "sampling_intervals"):
        raise ParameterError(
            owner=frame.owner, name=name, value=type(value).__name__, expected="given at regular times",
            advice=f'Write times = ({name}.times - {name}.t_start).rescale("ms").magnitude and '
            f"{name} = np.interp(np.arange({frame.steps}) * {frame.dt:g}, times, {name}.magnitude[:, 0])[:, None] * "
            f"{name}.units if straight lines between its samples are right.",
        )  # fmt: skip
    if hasattr(value, "waveforms"):
        raise ParameterError(
            owner=frame.owner, name=name, value=type(value).__name__, expected="a value at each step, not times",
            advice="Write delta=fn.Events.from_trains([train], weight) for what spikes add to the potential.",
        )  # fmt: skip


def _held(frame, signal, name):
    """A neo.AnalogSignal with each sample held for a whole number of steps; its ``t_start`` is the start of the run."""
    period = float(signal.sampling_period.rescale("ms"))
    hold = round(period / frame.dt)
    if hold < 1 or abs(period / frame.dt - hold) > 1e-6 * hold:
        raise ParameterError(
            owner=frame.owner,
            name=name,
            value=period,
            unit="ms",
            expected=f"a signal whose sampling period is a whole multiple of dt = {frame.dt:g} ms",
            advice=f"Resample it, or run with dt={period:g} * pq.ms.",
        )
    if hold == 1:
        return signal
    shape = (hold * signal.shape[0], *signal.shape[1:])
    if shape[0] != frame.steps:  # before there are so many rows: with a tiny dt they would fill the memory
        raise _wrong_rows(frame, shape, frame.in_size, name)
    what, advice = f"the {shape[0]} rows of a signal", "Write dt=0.1 * pq.ms."
    check_room(frame.owner, name, type(signal).__name__, 24 * math.prod(shape), what, advice)
    return np.repeat(signal, hold, axis=0)
