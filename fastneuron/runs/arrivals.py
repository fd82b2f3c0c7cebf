"""Spikes that are on their way to a group: only the network that brings them may go on with it."""

from ..errors import ParameterError


def by_itself(owner, group):
    """A group that may be run alone; refused while a network has spikes on their way to it."""
    check_arrivals(owner, "group", [group], (), "network.run(...)")
    return group


def check_arrivals(owner, name, groups, own, line):
    """Refuse groups to which a network has spikes on their way, but for those known by ``own``."""
    for group in groups:
        if group.population is not None and not {*group.population.awaited()} <= {*own}:
            raise ParameterError(owner=owner, name=name, value=group, advice=f"Write {line}, or neurons.init_state().",
                                 expected="run by its network, which has spikes on their way to it")  # fmt: skip
