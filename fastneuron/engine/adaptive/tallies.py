"""What lanes count of a neuron's trial steps: those accepted, those rejected, and the smallest; only for who asks.

Kept in three lanes, they cost 3 % of a trial step, and 5 % where a neuron is taken up for each step.
"""

from fastneuron.simd import count_up, minimum, where
from fastneuron.simd.lanes.single import extract, insert

from ..kernel.traced import traced


@traced
def tallied(kernel, tallies, good, whole, live, size, one):
    """The tallies after a trial step; ``whole``: in which lanes it was accepted and not cut."""
    if not kernel.tallies:
        return tallies
    accepted, rejected, smallest = tallies
    return (
        count_up(accepted, good, one),
        count_up(rejected, live & ~good, one),
        where(whole, minimum(smallest, size), smallest),
    )


@traced
def begun(kernel, tallies, lane, neuron, own):
    """The tallies with those of a neuron that takes a seat."""
    if not kernel.tallies:
        return tallies
    accepted, rejected, smallest = tallies
    nothing = lane.number(0, accepted.kind.dtype)
    smallest = insert(smallest, lane, own.smallest[neuron])
    return insert(accepted, lane, nothing), insert(rejected, lane, nothing), smallest


def written(kernel, tallies, lane, neuron, own):
    """Write back the tallies of a neuron that leaves its seat."""
    if not kernel.tallies:
        return
    accepted, rejected, smallest = (extract(tally, lane) for tally in tallies)
    own.accepted[neuron] += accepted
    own.rejected[neuron] += rejected
    own.smallest[neuron] = smallest
