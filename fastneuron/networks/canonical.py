"""The synapses of a projection as users see them: by presynaptic neuron, then by postsynaptic neuron."""

import numpy as np

from ..units import attach
from . import numbers
from .built import Built


class Canonical(Built):
    """Arrays with an entry for each synapse, in canonical order."""

    @property
    def pre(self):
        """Presynaptic neuron of each synapse, counted from the first of the projection's."""
        begins = self._built().begins
        return np.repeat(np.arange(len(begins) - 1), np.diff(begins))

    @property
    def post(self):
        """Postsynaptic neuron of each synapse, counted from the first of the projection's."""
        return self._built().targets.astype(np.int64) - self.post_part.first

    @property
    def weight(self):
        """The weight of all synapses, or of each in canonical order; another can be assigned at any time.

        During a run, such as in its ``progress``, it is for the next. What this gives is a copy that cannot be written
        to: write ``weight = projection.weight.copy()``, change it, and assign it.
        """
        if numbers.is_number(self._weight):
            return _read_only(np.array(self._weight), self.unit)
        rows = self._built()
        return _read_only(rows.canonical(rows.weight).astype(np.float64), self.unit)

    @weight.setter
    def weight(self, value):
        given = numbers.given("weight", value, self.unit, 0.1)
        given = numbers.of_projection(given, self.connect.key, 2 * self.number)
        rows = self._built()
        rows = rows._replace(weight=None if numbers.is_number(given) else self._placed(rows, given))
        self._rows, self._weight = rows, given if numbers.is_number(given) else None

    @property
    def delay(self):
        """The delay of all synapses, or of each in canonical order; None means one step.

        Drawn ones are rounded to steps once there is a step.
        """
        if self._delay is None or numbers.is_number(self._delay):
            return None if self._delay is None else _read_only(np.array(self._delay), "ms")
        rows = self._built()
        if rows.lag is not None:
            return _read_only(rows.canonical(rows.lag) * self._step, "ms")
        return _read_only(np.array(self._delays(rows.synapses)), "ms")

    def to_sparse(self):
        """The weights as a matrix (pre, post) of SciPy, in `unit`; synapses between the same two are added."""
        from scipy import sparse

        rows, weight = self._built(), np.asarray(self.weight.magnitude)
        shape = len(self.pre_part), len(self.post_part)
        return sparse.csr_array((np.broadcast_to(weight, rows.synapses).copy(), self.post, rows.begins), shape=shape)

    def __len__(self):
        return self._built().synapses

    @property
    def nbytes(self):
        """Bytes that the synapses take; they are built for it."""
        return self._built().nbytes


def _read_only(values, unit):
    """Values with their unit that nobody can write to, since that would change nothing."""
    values.setflags(write=False)
    return attach(values, unit)
