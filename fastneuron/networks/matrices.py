"""Weights given as a matrix, and connections by a function of one's own, as lists of pairs."""

import numpy as np
import quantities as pq

from ..errors import ParameterError, ShapeError
from ..units import paste, strip
from .connect import Pairs
from .connect.rule import Connect

OWNER = "Projection"
RULE = "connect=fn.connect.FixedProbability(0.1, seed=1)"


def as_rule(connect, pre, post):
    """A rule for what is given as ``connect``, and the weights that a matrix brings, in the order of the pairs.

    Parameters
    ----------
    connect : Connect, matrix or callable
    pre, post : Part

    Returns
    -------
    rule : Connect
    weights : ndarray, Quantity or None
    """
    if isinstance(connect, Connect):
        return connect, None
    if isinstance(connect, type) or connect is None or isinstance(connect, (str, bool)):
        raise _refused(connect)
    if hasattr(connect, "tocsr"):
        return _of_sparse(connect, pre, post)
    if callable(connect):
        return _of_function(connect, pre, post), None
    return _of_dense(connect, pre, post)


def _refused(connect):
    words = "a rule of fn.connect, a matrix of weights, or a function f(pre, post) that gives two lists of neurons"
    return ParameterError(owner=OWNER, name="connect", value=connect, expected=words, advice=f"Write {RULE}.")


def _of_function(function, pre, post):
    """The pairs that a function gives for two numbers of neurons."""
    found = function(len(pre), len(post))
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        raise ParameterError(owner=OWNER, name="connect", value=found, expected="a function that gives two lists",
                             advice="Write connect=lambda pre, post: ([0, 1], [1, 0]).")  # fmt: skip
    return Pairs(*found)


def _of_sparse(matrix, pre, post):
    """The entries that a sparse matrix has, also zeros; those of one place are added."""
    _check_shape(matrix.shape, pre, post)
    rows = matrix.tocsr()
    if not rows.has_canonical_format:
        rows = rows.copy()
        rows.sum_duplicates()
    source = np.repeat(np.arange(len(pre)), np.diff(rows.indptr))
    return Pairs(source, rows.indices), _numbers(rows.data)


def _of_dense(matrix, pre, post):
    """The entries of a dense matrix that are not 0."""
    if not isinstance(matrix, pq.Quantity):
        try:
            matrix = np.asarray(matrix)
        except ValueError:
            raise _refused(matrix) from None
    if np.ndim(matrix) != 2 or np.asarray(matrix).dtype.kind not in "fiub":
        raise _refused(matrix) if np.ndim(matrix) != 2 else _bad_numbers(matrix)
    _check_shape(matrix.shape, pre, post)
    source, target = np.nonzero(np.asarray(matrix))
    return Pairs(source, target), _numbers(matrix[source, target])


def _numbers(values):
    """The weights of a matrix as floats, all finite; with their unit if they have one."""
    if isinstance(values, pq.Quantity):
        return values
    if values.dtype.kind not in "fiub":
        raise _bad_numbers(values)
    return strip(values.astype(np.float64), "1", OWNER, "connect")


def _bad_numbers(values):
    return ParameterError(owner=OWNER, name="connect", value=values, expected="a matrix of numbers",
                          advice=f"Write {RULE}.")  # fmt: skip


def _check_shape(shape, pre, post):
    if tuple(shape) != (len(pre), len(post)):
        expected = f"but there are {len(pre)} presynaptic and {len(post)} postsynaptic neurons"
        raise ShapeError(owner=OWNER, name="connect", shape=tuple(shape), expected=expected,
                         advice=f"Write the weights as a matrix of shape {len(pre), len(post)}.")  # fmt: skip


def combined(weight, matrix, unit):
    """The weights of a projection whose ``connect`` is a matrix: its own, or its numbers times one weight."""
    if matrix is None:
        return weight
    if isinstance(matrix, pq.Quantity):
        if weight is None:
            return matrix
        raise ParameterError(owner=OWNER, name="weight", value=weight, expected="left out: the matrix has units",
                             advice="Write connect=matrix.magnitude, or leave weight out.")  # fmt: skip
    if not isinstance(weight, pq.Quantity) or np.ndim(weight):
        raise ParameterError(owner=OWNER, name="weight", value=weight, advice=f"Write weight={paste(1.0, unit)}.",
                             expected="one weight, which the numbers of the matrix are multiplied with")  # fmt: skip
    return matrix * weight
