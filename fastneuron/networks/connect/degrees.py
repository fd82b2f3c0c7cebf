"""So many connections of each neuron: of the postsynaptic ones, or of the presynaptic ones."""

from ...checks import check_choice, check_integer
from ...engine.spikes.rules import DISTINCT, SOME, Rule
from ...errors import ParameterError
from .rule import Connect

MOST = 2**32  # neurons of a group that is connected


class FixedDegree(Connect):
    """Base of the rules that draw so many others for each neuron.

    Parameters
    ----------
    k : int
        How many.
    autapses, multapses : bool
        Whether a neuron may be connected to itself, and two neurons several times.
    seed : int, optional
        See `FixedProbability`.
    """

    def __init__(self, k, *, autapses=True, multapses=True, seed=None):
        super().__init__(autapses, seed)
        check_choice(self.owner, "multapses", multapses, (True, False))
        self.k, self.multapses = check_integer(self.owner, "k", k, MOST), multapses

    def check(self, pre, post, same):
        """See `Connect`."""
        among = (pre if self.of_targets else post) - bool(same and not self.autapses)
        if self.k and not among:
            advice = "Write autapses=True."
            raise ParameterError(owner=self.owner, name="k", value=self.k, expected="0: there is no other neuron",
                                 advice=advice)  # fmt: skip
        if self.k > among and not self.multapses:
            expected = f"at most {among} with multapses=False: there are no more {self.others} neurons"
            raise ParameterError(owner=self.owner, name="k", value=self.k, expected=expected,
                                 advice=f"Write k={among}, or multapses=True.")  # fmt: skip

    def expected(self, pre, post):
        """See `Connect`."""
        return self.k * (post if self.of_targets else pre)

    def rule(self):
        """See `FixedProbability`."""
        return Rule.of(SOME if self.multapses else DISTINCT, self.k)

    def _shown(self):
        return [str(self.k), *([] if self.multapses else ["multapses=False"])]


class FixedInDegree(FixedDegree):
    """Connect each postsynaptic neuron with so many presynaptic ones, each as likely as another.

    Parameters
    ----------
    k : int
        Synapses of a postsynaptic neuron.
    autapses, multapses : bool, default True
        Whether a neuron may be connected to itself, and two neurons several times, which then add up.
    seed : int, optional
        See `FixedProbability`.

    Examples
    --------
    >>> import fastneuron as fn, quantities as pq
    >>> cells = fn.LIF(1000)
    >>> inputs = fn.connect.FixedInDegree(80, seed=1)
    >>> fn.Projection(cells[:800], cells, inputs, weight=0.1 * pq.mV).post[:3]
    array([ 0, 16, 19])
    """

    of_targets, others = True, "presynaptic"


class FixedOutDegree(FixedDegree):
    """Connect each presynaptic neuron with so many postsynaptic ones, each as likely as another.

    Parameters
    ----------
    k : int
        Synapses of a presynaptic neuron.
    autapses, multapses : bool, default True
        See `FixedInDegree`.
    seed : int, optional
        See `FixedProbability`.
    """

    others = "postsynaptic"
