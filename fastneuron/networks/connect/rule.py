"""What all rules have: a seed, a number for each projection that gets the rule, and the rows that are drawn."""

from ...checks import check_choice
from ...engine.spikes.rows import built
from ...engine.spikes.words import key_of
from ...init.random import key_of as seed_of


class Connect:
    """Base of all rules.

    Parameters
    ----------
    autapses : bool
        Whether a neuron may be connected to itself.
    seed : int, optional
        Of what is drawn.
    """

    of_targets = False
    multapses = False

    def __init__(self, autapses, seed):
        check_choice(self.owner, "autapses", autapses, (True, False))
        self.autapses, self.seed = autapses, seed
        self.key = seed_of(seed, self.owner)
        self.projections = 0

    @property
    def owner(self):
        """The name in messages."""
        return f"connect.{type(self).__name__}"

    def next_number(self):
        """The number of a projection that gets this rule; what it draws depends on it."""
        self.projections += 1
        return self.projections - 1

    def check(self, pre, post, same):
        """Refuse parts that the rule does not fit; ``same``: neurons that are in both."""

    def expected(self, pre, post):
        """The number of synapses, or what it is on average."""
        raise NotImplementedError

    def rows(self, pre, post, number, edges):
        """The synapses between two parts, in blocks of the group of the second with these edges."""
        own = pre.first if pre.group is post.group and not self.autapses else None
        key = key_of(self.key, number)
        ends = post.first, post.stop
        return built(self.rule(), key, len(pre), ends, edges, of_targets=self.of_targets, own=own)

    def in_order(self, name, values):
        """Values of synapses in canonical order, from the order in which they are given."""
        return values

    def __repr__(self):
        shown = [*self._shown(), *([] if self.autapses else ["autapses=False"])]
        return f"{type(self).__name__}({', '.join([*shown, *([] if self.seed is None else [f'seed={self.seed}'])])})"

    def _shown(self):
        return []
