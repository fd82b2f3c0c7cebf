"""Spikes that are on their way to a group: only the network that brings them may go on with it."""

from ..engine.network.single import single_step
from ..errors import DeviceError, ParameterError


def by_itself(owner, group, own=()):
    """A group that may be run alone; refused while a network has spikes on their way to it."""
    check_arrivals(owner, "group", [group], own, "network.run(...)")
    return group


def stepped_by_itself(owner, group):
    """A group that may be updated: with what its projections bring, which are called step by step."""
    landings = group._landings.values()
    if landings and not group.place.local:
        problem, advice = "projections that are called step by step are on the CPU", 'Write neurons.to("cpu").'
        raise DeviceError(owner=owner, name=group.place.name, problem=problem, advice=advice)
    return by_itself(owner, group, [receptor.key for landing in landings for receptor in landing.receptors()])


def with_landings(group, plan, moved):
    """The plan of a step with what projections bring; the present was moved by so many steps before it."""
    receptors = [receptor for landing in group._landings.values() for receptor in landing.receptors()]
    return single_step(group.population, plan, receptors, moved) if receptors else plan


def check_arrivals(owner, name, groups, own, line):
    """Refuse groups to which a network has spikes on their way, but for those known by ``own``."""
    for group in groups:
        if group.population is not None and not {*group.population.awaited()} <= {*own}:
            raise ParameterError(owner=owner, name=name, value=group, advice=f"Write {line}, or neurons.init_state().",
                                 expected="run by its network, which has spikes on their way to it")  # fmt: skip
