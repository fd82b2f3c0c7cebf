"""Who is connected to whom: rules that draw it, and lists of pairs.

A rule with a seed gives the same synapses every time, whatever the number of threads. As with `fn.init`, it may be
given to several projections, and connects each in another way; without a seed each rule draws its own.
"""

from .degrees import FixedInDegree as FixedInDegree
from .degrees import FixedOutDegree as FixedOutDegree
from .pairs import Pairs as Pairs
from .probability import AllToAll as AllToAll
from .probability import FixedProbability as FixedProbability
from .probability import OneToOne as OneToOne

__all__ = ["AllToAll", "FixedInDegree", "FixedOutDegree", "FixedProbability", "OneToOne", "Pairs"]


def __dir__():
    return sorted(__all__)
