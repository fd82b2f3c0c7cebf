"""What is given to a run together must begin together: a recorded current, and the spikes recorded with it."""

from ..errors import ParameterError
from ..units import same_start, start_of


def check_starts(owner, inputs, measures):
    """Refuse inputs and measures whose ``t_start`` differ: one of them would be shifted against the other.

    Parameters
    ----------
    owner : str
        The call, for the error message.
    inputs : tuple
        ``x``, ``delta`` and ``conductance`` as they were given.
    measures : sequence
        What follows the spikes.

    Raises
    ------
    ParameterError
        With both times.
    """
    first = None
    for value in (*_single(inputs), *measures):
        start = None if getattr(value, "since", None) else start_of(value)
        if start is None:
            continue
        first = first or (type(value).__name__, start)
        if not same_start(start, first[1]):
            raise ParameterError(
                owner=owner, name="t_start", value=start, unit="ms",
                expected=f"that of the {first[0]}, {first[1]:.12g} ms: both are taken to begin with the run",
                advice=f"Write (train.times - {first[1]:.12g} * pq.ms) for times since then, or "
                "signal.time_slice(t_start, t_stop) for the part of a current that belongs to a train.",
            )  # fmt: skip


def _single(values):
    """All inputs in lists and pairs."""
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _single(value)
        else:
            yield value
