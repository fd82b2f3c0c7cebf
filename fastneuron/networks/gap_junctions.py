"""Gap junctions: who is coupled to whom, and how strongly."""

import math

import numpy as np

from ..checks import check_choice, check_shape
from ..errors import ParameterError, ShapeError
from ..inputs.declared import slope_unit
from ..memory import check_room, count
from ..units import check_bounds, strip
from .indices import check_within, indices, length, refuse

OWNER = "GapJunctions"


JUNCTION = 96  # bytes while junctions are checked, and while each direction of one gets its place
NEURON = 40  # and those of a neuron: where its junctions begin, and sums


def check_junctions(owner, name, junctions, nbytes):
    """Refuse more junctions than there is memory for, before they are copied."""
    check_room(owner, name, f"<{junctions} entries>", nbytes, f"{count(junctions)} gap junctions",
               "Write fewer, such as GapJunctions(pre[:1000], post[:1000], 1 * pq.nS).")  # fmt: skip


class GapJunctions:
    """Electrical synapses within a group or between two: the current ``g (V_pre - V_post)`` flows into ``post``.

    Parameters
    ----------
    pre, post : array of int, shape (junctions,)
        Neurons at the two ends, counted from 0 in C order of their group. Junctions between the same two add up.
    g : Quantity [nS], shape (junctions,) or scalar
        Conductance of each, not negative.
    between : pair of groups, optional
        The group that ``pre`` counts in and that of ``post``; not needed in a network of one group.
    symmetric : bool, default True
        Whether the opposite current flows into ``pre``, as physics has it: each pair of neurons is then given in one
        direction only. With False it does not, as through a rectifying junction.

    Raises
    ------
    ParameterError, ShapeError, UnitError
        If indices are not integers or negative, a neuron is coupled to itself, a conductance is negative or not finite,
        shapes do not match, or a pair is given in both directions of a symmetric junction. Indices beyond the group are
        refused by `Network`.

    Examples
    --------
    A ring of four:

    >>> import fastneuron as fn, quantities as pq
    >>> fn.GapJunctions([0, 1, 2, 3], [1, 2, 3, 0], 0.5 * pq.nS)
    <GapJunctions: 4, symmetric>
    """

    def __init__(self, pre, post, g, *, between=None, symmetric=True):
        junctions = max(map(length, (pre, post)))
        check_junctions(OWNER, "pre", junctions, JUNCTION * junctions)
        self.pre, self.post = indices(OWNER, "pre", pre), indices(OWNER, "post", post)
        if self.pre.shape != self.post.shape:
            advice = "Give one entry of pre and one of post for each junction: write pre=[0], post=[1]."
            raise ShapeError(owner=OWNER, name="post", shape=self.post.shape, expected=self.pre.shape, advice=advice)
        check_choice(OWNER, "symmetric", symmetric, (True, False))
        self.between, self.symmetric = _pair(between), symmetric
        self.g = g
        self.conductances("nS")
        if self.between is None or self.between[0] is self.between[1]:
            self._check_pairs()

    def __repr__(self):
        return f"<GapJunctions: {self.pre.size}, {'symmetric' if self.symmetric else 'one way'}>"

    def conductances(self, unit):
        """The conductance of each in a unit, checked."""
        numbers = strip(self.g, unit, OWNER, "g")
        check_shape(OWNER, "g", numbers, self.pre.shape)
        check_bounds(numbers, unit, OWNER, "g", 0.5, at_least=0)
        return np.broadcast_to(numbers, self.pre.shape)

    def _check_pairs(self):
        """Refuse neurons coupled to themselves, and pairs in both directions where one means both."""
        advice = "Write pre=pre[pre != post], post=post[pre != post]."
        refuse(OWNER, self.pre == self.post, "post", self.post, "another neuron than pre", advice)
        if self.symmetric and self.pre.size:
            size = max(int(self.pre.max()), int(self.post.max())) + 1
            here, there = self.pre * size + self.post, self.post * size + self.pre
            advice = "Write symmetric=False, or give each pair once."
            expected = "in one direction only: the junction from {pre} to {post} is both"
            refuse(OWNER, np.isin(here, there), "pre", self.pre, expected, advice, pre=self.pre, post=self.post)


def _pair(between):
    if between is None:
        return None
    pair = isinstance(between, (tuple, list)) and len(between) == 2
    if not (pair and all(hasattr(group, "in_size") for group in between)):
        raise ParameterError(owner=OWNER, name="between", value=between, expected="two groups of neurons",
                             advice="Write between=(cells, others).")  # fmt: skip
    return tuple(between)


def wired(groups, junctions):
    """All junctions by the neuron that they let current into; neurons of all groups are numbered through.

    Returns
    -------
    starts, sources, weights : ndarray
        Where the junctions of each neuron begin, the neuron at the other end (in rising order), the conductance in the
        unit of the group.
    """
    sizes, total = [math.prod(group.in_size) for group in groups], sum(some.pre.size for some in junctions)
    check_junctions("Network", "junctions", total, 2 * JUNCTION * total + NEURON * sum(sizes))
    first = dict(zip(map(id, groups), np.cumsum([0, *sizes]), strict=False))
    columns = [piece for some in junctions for piece in _pieces(groups, some, first)]
    source, target, weight = (np.concatenate(column) for column in zip(*columns, strict=True))
    order = np.lexsort((source, target))
    starts = np.concatenate([[0], np.cumsum(np.bincount(target, minlength=sum(sizes)))])
    return starts.astype(np.int64), source[order].astype(np.uint32), weight[order]


def _pieces(groups, some, first):
    """Source, target and conductance in each direction in which current flows."""
    pre, post = some.between or (groups[0], groups[0])
    ends = (some.pre, pre, "pre"), (some.post, post, "post")
    for neurons, group, name in ends:
        check_within(OWNER, name, neurons, math.prod(group.in_size), type(group).__name__)
    numbers = [neurons + first[id(group)] for neurons, group, _ in ends]
    yield numbers[0], numbers[1], some.conductances(unit(post))
    if some.symmetric:
        yield numbers[1], numbers[0], some.conductances(unit(pre))


def unit(group):
    """The unit of a junction's conductance."""
    return slope_unit(group.model.input_unit, group.model.states["V"].unit)
