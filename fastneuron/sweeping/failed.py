"""Points whose neuron failed: their measures are not data, and the user is told."""


import numpy as np

from ..errors.warned import warn_user
from ..runs.status import WORDS, Status, advice_for

SHOWN = 3  # kinds of failure that the warning counts


class FailedPointsWarning(UserWarning):
    """Some points of a sweep failed: their measures are NaN, and ``status`` says what happened to each."""


def masked(variables, values):
    """The values of a chunk, with what stands for a missing value where a neuron failed.

    Parameters
    ----------
    variables : dict
        Name and `Variable`.
    values : dict
        Name and array (points,).

    Returns
    -------
    dict
    """
    failed = values["status"] != Status.OK
    if not failed.any():
        return values
    measures = {name: variables[name].masked(array, failed) for name, array in values.items() if name != "status"}
    return {**measures, "status": values["status"]}


def warn(description, status):
    """Warn if points failed: how many, in which way, which is the first, and what to write.

    Parameters
    ----------
    description : Description
    status : ndarray
        Of all points.
    """
    codes = status.ravel()
    counts = _counted(codes)
    if counts:
        first = min(int(np.argmax(codes == code)) for code in counts)
        words = f"{sum(counts.values()):,} of {codes.size:,} points failed ({_kinds(counts)})"
        text = f"sweep: {words}: their measures are NaN. {_first(description, first, codes[first])}"
        warn_user(text, FailedPointsWarning)


def words_of(code):
    """What happened to a neuron with this status, in words."""
    return WORDS[Status(int(code))]


def _counted(codes):
    """How many points have each status; in a byte a point, of which there may be 10**9."""
    counts = {code: np.count_nonzero(codes == code) for code in WORDS}
    counts.pop(Status.CHUNK_FAILED)  # of those `cluster.warn` says more
    return {code: count for code, count in counts.items() if count}


def _kinds(found):
    kinds, counts = list(found), np.array(list(found.values()))
    found = [f"{counts[n]:,} {words_of(kinds[n])}" for n in np.argsort(-counts, kind="stable")]
    return ", ".join(found[:SHOWN])


def _first(description, number, code):
    """The first of them, and what to write."""
    d, point = description, description.points.at(number, number + 1)
    place = ", ".join(f"{axis.name}={point[axis.name][0]:.6g} {axis.unit}".removesuffix(" 1") for axis in d.points.axes)
    advice = advice_for(Status(int(code)), d.model, d.spk_reset, d.dt, d.clip)
    return f"The first, {place}, {words_of(code)}. {advice} Write keep_failed=True to keep what was there."
