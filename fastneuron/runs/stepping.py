"""One step of a group, as `brainpy.state` users write it."""

import numpy as np

from .. import environ
from ..checks import check_solver
from ..engine.inputs import Inputs, Source
from ..engine.kernel.equations import on_plain_numbers
from ..engine.simulate import simulate
from ..errors import FastneuronError, ParameterError, ShapeError
from ..inputs.declared import input_units
from ..inputs.device_arrays import device_source, on_device
from ..inputs.registered import add_up, affine, begin_anew, settle, use
from ..units import attach, strip
from .arrivals import stepped_by_itself, with_landings
from .clock import MOST, too_late
from .doors import alone
from .identity import saying_what_changed
from .options import RunOptions
from .prefetch import remember
from .running import frame_of, plan_of

ON_GRID = 1e-3  # of a step: times that are added up are off by rounding


def update_group(group, x, solver):
    """Advance a group by one step; see `Neurons.update`."""
    return alone(f"{type(group).__name__}.update", [group], lambda: _update(group, x, solver))


@saying_what_changed
def _update(group, x, solver):
    solver = check_solver(f"{type(group).__name__}.update", solver, group.model)
    dt, t = environ.get_dt(), environ.get("t", None)
    if group.population is None:
        group.init_state()
    stepped_by_itself(f"{type(group).__name__}.update", group)
    begin_anew(group)
    population = group.population
    frame = frame_of(group, "update", 1, dt, population.place)
    plan = plan_of(group, frame, _inputs(group, frame, x), RunOptions(solver=solver))
    step = population.step
    group.clock.begin(frame.dt, None if t is None else _step_at(frame, strip(t, "ms", frame.owner, "t")))
    plan = with_landings(group, plan, population.step - step)
    use(group, population.moment)
    if not population.place.local:
        (segment,) = simulate(population, plan._replace(bits=True))
        settle(group)
        remember(group)
        return population.place.spikes(segment, population.dtype).reshape(*group.shape)
    before = population.spike_counts()
    for _ in simulate(population, plan):
        pass
    settle(group)
    fired = (population.spike_counts() - before).astype(group.dtype).reshape(group.shape)
    group.clock.fired = fired
    remember(group)
    return fired.copy()


def _step_at(frame, t):
    """The number of the step that begins at a time, in ms; one between two steps is refused."""
    if abs(t) / frame.dt > MOST:
        raise too_late(frame.owner, "t", t, "t=0 * pq.ms")
    step = round(t / frame.dt)
    if abs(t / frame.dt - step) > ON_GRID:
        low = np.floor(t / frame.dt) * frame.dt
        raise ParameterError(
            owner=frame.owner, name="t", value=t, unit="ms", expected=f"a whole number of steps of {frame.dt:g} ms",
            advice=f"Write t={low:.12g} * pq.ms or t={low + frame.dt:.12g} * pq.ms.",
        )  # fmt: skip
    return step


def _inputs(group, frame, x):
    """The current given, and what is registered: arrays are used up, callables linearised about the potential."""
    model, units = group.model, input_units(group.model)
    if on_device(x):
        if not (group.current_inputs or group.delta_inputs):
            return Inputs([device_source(frame, x, "x")])
        x = attach(frame.place.fetch(frame.place.adopt(x)), units["x"])
    arrays = [] if x is None else [_values(frame, "x", x, units["x"])]
    callables = []
    for key, value in list(group.current_inputs.items()):
        if callable(value):
            callables.append(value)
        else:
            arrays.append(_registered(frame, group.current_inputs, key, value, units["x"]))
    currents = _at_end if model.inputs_at_end else _linearised
    extra, pairs = currents(group, frame, callables, units)
    total = add_up([*arrays, *extra, np.zeros(frame.neurons)])
    deltas = _by_sign if model.signed_deltas else _summed
    return Inputs([Source("constant", total)], conductance=pairs, **deltas(group, frame, units["delta"]))


def _values(frame, name, value, unit):
    """A number a neuron, from anything that broadcasts to the state."""
    numbers = strip(value, unit, frame.owner, name)
    try:
        return np.broadcast_to(numbers, frame.shape).ravel()
    except ValueError:
        raise ShapeError(owner=frame.owner, name=name, shape=np.shape(numbers), expected=frame.shape) from None


def _registered(frame, inputs, key, value, unit):
    """A number a neuron from what is registered under a key, which is free again if that is refused."""
    try:
        return _values(frame, key, value, unit)
    except FastneuronError:
        inputs.pop(key, None)
        raise


def _deltas(group, frame, unit):
    """What each delta input adds; callables are called."""
    inputs = group.delta_inputs
    given = {key: value() if callable(value) else value for key, value in list(inputs.items())}
    return [_registered(frame, inputs, key, value, unit) for key, value in given.items()]


def _by_sign(group, frame, unit):
    """Delta inputs as sums of the positive and of the negative values."""
    values = _deltas(group, frame, unit)
    both = {"delta": np.maximum, "inhibition": np.minimum} if values else {}
    return {name: [Source("constant", add_up([part(v, 0.0) for v in values]))] for name, part in both.items()}


def _summed(group, frame, unit):
    """Delta inputs as one sum."""
    values = _deltas(group, frame, unit)
    return {"delta": [Source("constant", add_up([np.zeros(frame.neurons), *values]))]} if values else {}


def _at_end(group, frame, callables, units):
    """Currents I(V) at the present potential, for models whose inputs act at the end of a step."""
    V = attach(np.array(group.plain_state("V")), units["E"])
    return [_values(frame, "current", function(V), units["x"]) for function in callables], ()


def _linearised(group, frame, callables, units):
    """Currents I(V) as I(V0) - I'(V0) V0, and a conductance -I'(V0) with reversal potential 0."""
    if not callables:
        return [], ()
    V0 = _potential_of_the_step(group)
    constants, pairs = [], []
    for function in callables:
        value, slope = affine(function, attach(V0, units["E"]))
        value = _values(frame, "current", value, units["x"])
        slope = _values(frame, "slope of a current", slope, units["g"])
        constants.append(value - slope * V0.ravel())
        pairs.append((Source("constant", -slope), Source("constant", 0.0)))
    return constants, tuple(pairs)


def _potential_of_the_step(group):
    """The potential that the step integrates from: after the reset of the last spike."""
    model = group.model
    if model.equation("reset_V") is None or not model.current_in_drift or model.blocks_spikes():
        return np.array(group.plain_state("V"), float)
    states = {name: np.asarray(group.plain_state(name), float) for name in model.states}
    found = on_plain_numbers(model, "reset_V", group.numbers, states, group.get_spike(), group.spk_reset)
    return np.array(np.broadcast_to(found, group.shape), float)
