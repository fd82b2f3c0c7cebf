"""What is asked of the groups of a network before work starts."""

from collections.abc import Iterable

import numba
import numpy as np

from ..engine.network.wiring import WORD
from ..errors import DeviceError, ParameterError, UnknownNameError
from ..memory import check_room
from ..neurons import Neurons
from ..part import Part
from ..runs.options import ARGUMENTS, NAMES
from ..runs.tolerances import solvers_for
from ..solvers import SOLVERS
from .gap_junctions import GapJunctions
from .projections import Projection
from .sources import Source

PROJECTION = "[fn.Projection(cells, cells, fn.connect.FixedProbability(0.1), weight=0.1 * pq.mV)]"
JUNCTIONS = "fn.GapJunctions([0], [1], 1 * pq.nS)"
BETWEEN = "fn.GapJunctions(pre, post, g, between=(cells, others))"
OF_JUNCTIONS = ("method", "comm_interval", "tolerance", "max_iterations", "order")  # which a network is made with


def _refused(owner, name, value, expected, advice):
    return ParameterError(owner=owner, name=name, value=value, expected=expected, advice=f"Write {advice}.")


def groups_of(values):
    """The groups as a list: each once, all of one dtype."""
    groups = _listed("groups", values, Neurons, "groups of neurons", "cells")
    dtypes = sorted({str(np.dtype(group.dtype)) for group in groups})
    if len(set(map(id, groups))) < len(groups):
        raise _refused("Network", "groups", "a group twice", "each group once", "groups=(cells, others)")
    if len(dtypes) > 1:
        raise _refused("Network", "groups", ", ".join(dtypes), "of one dtype", f"dtype=np.{dtypes[-1]} for all")
    return groups


def junctions_of(values, groups):
    """The junctions as a list: all between groups of the network."""
    if isinstance(values, Projection) or (isinstance(values, list) and Projection in map(type, values)):
        raise _refused("Network", "junctions", values, "GapJunctions", "fn.Network(cells, projections=[E, I])")
    found, known = _listed("junctions", values, GapJunctions, "GapJunctions", JUNCTIONS), set(map(id, groups))
    for some in found:
        if some.between is None and len(groups) > 1:
            raise _refused("Network", "junctions", some, "told between which groups", BETWEEN)
        if some.between is not None and not set(map(id, some.between)) <= known:
            raise _refused("Network", "junctions", some, "between groups of the network", BETWEEN)
    return found


def coupled_groups(groups, junctions):
    """Those of the groups that have gap junctions."""
    ends = {id(end) for some in junctions for end in some.between or groups}
    return [group for group in groups if id(group) in ends]


def projections_of(values, groups, junctions):
    """The projections as a list: all between groups of the network, or from sources."""
    values = list(map(_of_loop, _as_list(values)))
    if not values and junctions is None:
        raise _refused("Network", "projections", values, "projections, or junctions in their place",
                       f"projections={PROJECTION}")  # fmt: skip
    if not values:
        return []
    found, known = _listed("projections", values, Projection, "projections", PROJECTION), set(map(id, groups))
    for some in found:
        ends = [end for end in (some.pre_group, some.post_group) if isinstance(end, Neurons)]
        missing = [end for end in ends if id(end) not in known]
        if missing:
            raise _refused("Network", "projections", some, "between groups of the network",
                           "groups=(cells, others) with all of them")  # fmt: skip
    if len(set(map(id, found))) < len(found):
        raise _refused("Network", "projections", "a projection twice", "each projection once", "projections=[E, I]")
    return found


def _as_list(values):
    """What was given, one or several; groups and parts of them are no iterables."""
    return list(values) if isinstance(values, Iterable) and not isinstance(values, (str, dict)) else [values]


def _of_loop(value):
    """What is called in loops, as brainpy does, as the projection that it is."""
    return value.to_projection() if hasattr(value, "to_projection") and not isinstance(value, type) else value


def _listed(name, values, kind, words, example):
    found = _as_list(values)
    wrong = [value for value in found if not isinstance(value, kind)]
    if wrong or not found:
        raise _refused("Network", name, wrong[0] if wrong else values, words, f"{name}={example}")
    return found


def check_keys(groups, given):
    """Refuse dictionaries with groups of another network."""
    for name, value in given.items():
        keys = value if isinstance(value, dict) else ()
        others = [key for key in keys if isinstance(key, Neurons) and key not in groups]
        if others:
            raise _refused("Network.run", name, others[0], "for groups of the network", f"{name}={{cells: ...}}")


def arguments_of(group, given):
    """The arguments of a run for one group: its own where they are a dictionary."""
    known = (*ARGUMENTS, *NAMES)
    for name in given:
        if name not in known:
            advice = f"Write fn.Network(cells, junctions, {name}=...)." if name in OF_JUNCTIONS else None
            raise UnknownNameError(owner="Network.run", kind="argument", name=name, known=known, advice=advice)
    return {name: _of_group(group, name, value) for name, value in given.items()}


def _of_group(group, name, value):
    """What of an argument is for a group: of a dictionary with groups as keys its entry."""
    if not isinstance(value, dict):
        return value
    wrong = [key for key in value if not isinstance(key, Neurons)]
    if wrong:
        raise _refused("Network.run", name, wrong[0], *_instead_of(name, wrong[0]))
    return value.get(group)


def _instead_of(name, key):
    """What is expected in the place of a key that is no group, and the line to write."""
    record = name == "record"
    if record and hasattr(key, "to_projection"):
        return "the projection that the network makes of it", 'record={E.to_projection(): ("g",)}'
    if record and isinstance(key, Source):
        return "groups, or projections: a source has no states", "noise.spikes(0, 1000, 0.1) for its spikes"
    if isinstance(key, Part):
        ends = f"{key.first}:{key.stop}"
        line = f'record={{cells: ("V",)}}, then result[cells]["V"][:, {ends}]'
        return "whole groups", line if record else f"{name}={{cells: values}}, values[{ends}] being those of the part"
    return "a dictionary with groups as keys", f"{name}={{cells: ...}}"


def check_options(given):
    """Refuse what runs of single groups have."""
    if given.get("on_device"):
        raise _refused("Network.run", "on_device", True, "False: networks record on the host", 'device="cuda" alone')
    if given.get("differentiable"):
        raise _refused("Network.run", "differentiable", given["differentiable"], "False: networks have no gradients",
                       "cells.run(..., differentiable=True) for one group by itself")  # fmt: skip


def check_times(groups):
    """All groups must be at the same time, in one copy."""
    times = {0.0 if group.clock is None else group.clock.now for group in groups}
    if len(times) > 1:
        value = " and ".join(f"{time:g} ms" for time in sorted(times))
        raise _refused("Network.run", "groups", value, "groups at the same time", "network.reset_state()")
    for group in groups:
        if group.shape != group.in_size:
            expected = "groups without a batch axis"
            raise _refused("Network.run", "groups", f"shape {group.shape}", expected, "network.init_state()")


def _can_be_coupled(model):
    """Whether some solver chooses its steps."""
    return any(SOLVERS[name].adaptive for name in solvers_for(model))


def check_ready(ready):
    """Solvers of groups with gap junctions must choose their steps, on this machine's processor."""
    for one in ready:
        solver, device = one.plan.solver, one.place
        if not SOLVERS[solver].adaptive and not _can_be_coupled(one.group.model):
            expected = f"of neurons without resets: {one.group.model.__name__} jumps at spikes"
            raise _refused("Network", "junctions", one.group, expected, "fn.hh_psc_alpha_gap(100), or projections=[E]")
        if not SOLVERS[solver].adaptive:
            _refuse_fixed(one.group, solver)
        if not device.local:
            problem, advice = "networks with gap junctions run on the CPU only", 'Write device="cpu".'
            raise DeviceError(owner="Network.run", name=device.name, problem=problem, advice=advice)


def _refuse_fixed(group, solver):
    """Say which solver a group with gap junctions can have, or that it can have none."""
    known = [name for name in solvers_for(group.model) if SOLVERS[name].adaptive]
    raise _refused("Network.run", "solver", solver, " or ".join(f'"{name}"' for name in known), f'solver="{known[0]}"')


def check_places(ready, projections):
    """All groups must be at one place; what a GPU does not do in networks is refused there."""
    names = sorted({one.place.name for one in ready})
    if len(names) > 1:
        raise _refused("Network.run", "device", " and ".join(names), "one place for all groups", 'device="cuda"')
    for projection in [] if ready[0].place.local else projections:
        plastic, saturates = projection.stp is not None, projection.synapse.model.aligned != "post"
        if plastic or saturates:
            what = f"stp={projection.stp!r}" if plastic else repr(projection.synapse)
            problem = f"{projection!r} has {what}, and what presynaptic neurons keep is computed on the CPU only"
            raise DeviceError(owner="Network.run", name=names[0], problem=problem, advice='Write device="cpu".')


def check_samples(ready, others=0):
    """What all groups record must fit together, with so many bytes of what else is recorded."""
    samples = others + sum(one.sample_bytes for one in ready)
    check_room("Network.run", "record", "...", samples, "the samples of all groups", "Write every=1 * pq.ms.")


def check_memory(ready, coupled, how, others=0):
    """What all groups record must fit together, and what the neurons of some tell each other in an interval."""
    check_samples(ready, others)
    neurons, size = sum(one.group.population.neurons for one in coupled), ready[0].group.population.dtype.itemsize
    what = f"the potentials of {neurons} neurons over the {how.length} steps of an interval"
    exchanged = 2 * size * (neurons + WORD * numba.get_num_threads()) * how.columns(1)
    advice = "Write dt=0.1 * pq.ms, or comm_interval=1 * pq.ms."
    check_room("Network.run", "dt", f"{ready[0].plan.dt:g} ms", exchanged, what, advice)
