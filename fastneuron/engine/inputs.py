"""The inputs of a run as the engine takes them: what each is, and its arrays for a segment of time."""

import numpy as np

from .host import HOST
from .kernel.terms import ARRIVING, RANDOM, TIMED, Term, slots_in, states_in
from .threads.aligned import padded

FLOATS = (np.float32, np.float64)


class Source:
    """One input of a run.

    Parameters
    ----------
    kind : str
        One of `terms.SLOTS`.
    *values : float or ndarray
        As many as the kind has slots. A number, one a neuron (1-D), one a step ("wave"), or an array or anything with
        a method ``rows(start, stop)`` that gives an array (steps, neurons) ("field").
    key : tuple
        Of a random input: an object and its place among the inputs. Those with the same key draw the same numbers; its
        state is kept from run to run under the place and what the object is ``known_by``, as long as that lives.
    share : float or ndarray, default 1
        The last value as a share of what the user gave: of an Ornstein-Uhlenbeck process the kick of a step as one of
        the standard deviation.
    about : Synaptic, optional
        Of an input from other neurons through a synapse with states; its first value is the ring, those behind it are
        parameters.
    """

    def __init__(self, kind, *values, key=None, share=1.0, about=None):
        self.kind = kind
        self.values = values
        self.key = key
        self.share = share
        self.about = about

    def is_made(self):
        """Whether the values of a segment are no part of what is there, but made for it."""
        return getattr(self.values[0], "dtype", None) not in FLOATS

    def nbytes(self):
        """Bytes of an array that varies with time."""
        values = self.values[0] if self.kind in TIMED else None
        return getattr(getattr(values, "numbers", values), "nbytes", 0)

    def frozen(self):
        """The same, whatever becomes of arrays that vary with time."""
        if self.kind not in TIMED or not HOST.holds(self.values[0]):
            return self
        values = self.values[0]
        values = values.frozen() if hasattr(values, "frozen") else np.array(values)
        return Source(self.kind, values)

    def segment(self, start, stop, neurons, dtype, as_given=False):
        """The values of this input for a segment, as the kernel takes them.

        A field of longer or shorter floating-point numbers may stay ``as_given``, for kernels that convert what they
        read.
        """
        if self.kind == "wave":
            return (_ready(self.values[0][start:stop], dtype),)
        if self.kind == "field":
            field = self.values[0]
            rows = field.rows(start, stop) if hasattr(field, "rows") else field[start:stop]
            return (_ready(rows, rows.dtype if as_given and rows.dtype in FLOATS else dtype),)
        rings = self.values[: self.kind in ARRIVING]
        return (*rings, *(_constant(value, neurons, dtype) for value in self.values[len(rings) :]))


def _ready(values, dtype):
    """An array as the kernel takes it; one on a device is so already.

    Read-only, whatever the user's is: a type of its own for Numba, which would compile for both.
    """
    if not HOST.holds(values):
        return values
    array = np.ascontiguousarray(values, dtype).view()
    array.flags.writeable = False
    return array


def _constant(value, neurons, dtype):
    if not HOST.holds(value):
        return value
    return dtype.type(value) if np.ndim(value) == 0 else padded(value, neurons, dtype)


class Inputs:
    """All inputs of a run: currents and delta inputs, which add up, and pairs of conductance and reversal potential.

    For models with separate sums, ``delta`` has the positive and ``inhibition`` the negative delta inputs. ``synapses``
    are those from other neurons that have states.
    """

    def __init__(self, current=(), delta=(), conductance=(), inhibition=(), synapses=()):
        self.inhibition, self.synapses = tuple(inhibition), tuple(synapses)
        self.current = tuple(current)
        self.delta = tuple(delta)
        self.conductance = tuple(conductance)

    def frozen(self):
        """The same, whatever becomes of the user's arrays."""
        current, delta, inhibition = (
            [source.frozen() for source in group] for group in (self.current, self.delta, self.inhibition)
        )
        pairs = [tuple(source.frozen() for source in pair) for pair in self.conductance]
        return Inputs(current, delta, pairs, inhibition, self.synapses)

    @property
    def sources(self):
        """All of them, in the order of their arrays."""
        pairs = (source for pair in self.conductance for source in pair)
        return [*self.current, *self.delta, *pairs, *self.inhibition, *self.synapses]

    def terms(self):
        """The description that a kernel is specialised for: currents, delta inputs, conductances."""
        slot = carry = 0
        streams, terms = {}, []
        for source in self.sources:
            random, carries = source.kind in RANDOM, states_in(source.kind, source.about)
            stream = streams.setdefault(source.key, len(streams)) if random else -1
            terms.append(Term(source.kind, slot, stream, carry if carries else -1, source.about))
            slot, carry = slot + slots_in(source.kind, source.about), carry + carries
        currents, deltas = len(self.current), len(self.delta)
        last = len(terms) - len(self.synapses)
        end = last - len(self.inhibition)
        pairs = terms[currents + deltas : end]
        return {
            "current": tuple(terms[:currents]),
            "delta": tuple(terms[currents : currents + deltas]),
            "conductance": tuple(zip(pairs[::2], pairs[1::2], strict=True)),
            "inhibition": tuple(terms[end:last]),
            "synapses": tuple(terms[last:]),
        }

    def constants(self, neurons, dtype):
        """The arrays of inputs that stay the same for the whole run, by the number of their source."""
        found = {}
        for n, source in enumerate(self.sources):
            if source.kind not in TIMED:
                found[n] = source.segment(0, 0, neurons, dtype)
        return found

    def arrays(self, start, stop, neurons, dtype, constants, ahead=0, as_given=False):
        """The flat arrays for a segment of a run; those of many steps go on with 0 for some steps."""
        values = []
        for n, source in enumerate(self.sources):
            if n in constants:
                values += constants[n]
            else:
                values += [_longer(array, ahead) for array in source.segment(start, stop, neurons, dtype, as_given)]
        return tuple(values)

    def tail(self, arrays, neurons, width):
        """The same for the last, incomplete gang: its columns of each field, filled up to a whole gang.

        Rings, which are written to, have columns for all lanes.
        """
        rest = neurons % width
        if rest == 0:
            return arrays
        fields = [isinstance(array, np.ndarray) and array.ndim == 2 and not array.flags.writeable for array in arrays]
        return tuple(
            _last_columns(array, rest, width) if field else array
            for array, field in zip(arrays, fields, strict=True)
        )


def _longer(array, rows):
    if rows == 0:
        return array
    return _ready(np.concatenate([array, np.zeros((rows, *array.shape[1:]), array.dtype)]), array.dtype)


def _last_columns(array, rest, width):
    columns = np.zeros((array.shape[0], width), array.dtype)
    columns[:, :rest] = array[:, -rest:]
    return _ready(columns, array.dtype)
