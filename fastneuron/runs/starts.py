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
        start = _start(value)
        if start is None:
            continue
        first = first or (type(value).__name__, start)
        if not same_start(start, first[1]):
            late = max(start, first[1])
            raise ParameterError(
                owner=owner, name="t_start", value=start, unit="ms",
                expected=f"that of the {first[0]}, {first[1]:.12g} ms: both are taken to begin with the run",
                advice='Write since="run" for spike times that count from the start of the run, '
                f"(train.times - {late:.12g} * pq.ms) for those that count from the same time as t_start.",
            )  # fmt: skip


def _start(value):
    """When something begins in ms; 0 for times without a ``t_start``, None for what has none or has been explained."""
    if not hasattr(value, "since"):
        return start_of(value)
    return None if value.since else value.t_start or 0.0


def _single(values):
    """All inputs in lists and pairs."""
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _single(value)
        else:
            yield value
