"""One step of a group, as `brainpy.state` users write it."""

import numpy as np

from .. import environ
from ..checks import check_solver
from ..engine.host import HOST
from ..engine.inputs import Inputs, Source
from ..engine.plan import Plan
from ..engine.simulate import simulate
from ..errors import ShapeError
from ..inputs.currents import Frame
from ..inputs.device_arrays import device_source, on_device
from ..inputs.registered import add_up, affine
from ..units import attach, strip
from . import clock as timing
from .identity import saying_what_changed
from .tolerances import adaptive_settings


@saying_what_changed
def update_group(group, x, solver):
    """Advance a group by one step; see `Neurons.update`."""
    owner = f"{type(group).__name__}.update"
    solver = check_solver(owner, solver, group.model)
    dt = strip(environ.get_dt(), "ms", owner, "dt")
    if group._population is None:
        group.init_state()
    population = group._population
    t = environ.get("t", None)
    inputs = _inputs(group, owner, x)
    timing.begin(group, dt, None if t is None else round(strip(t, "ms", owner, "t") / dt))
    settings = adaptive_settings(owner, group, {"solver": solver})
    if population.place is not HOST:
        (segment,) = simulate(population, Plan(1, dt, inputs, group.spk_reset, solver, bits=True, **settings))
        return population.place.spikes(segment, population.dtype).reshape(*group.shape)
    before = population.spike_counts()
    for _ in simulate(population, Plan(1, dt, inputs, group.spk_reset, solver, **settings)):
        pass
    return (population.spike_counts() - before).astype(group.dtype).reshape(group.shape)


def _inputs(group, owner, x):
    """The current given, and what is registered: arrays are used up, callables linearised about the potential."""
    model = group.model
    units = {"x": model.input_unit, "delta": model.delta_unit()}
    if on_device(x):
        if not (group.current_inputs or group.delta_inputs):
            frame = Frame(owner, group.in_size, group.shape, 1, 0.0, group.dtype, group._population.place)
            return Inputs([device_source(frame, x, "x")])
        x = attach(group._population.place.fetch(group._population.place.adopt(x)), units["x"])
    arrays = [] if x is None else [_values(group, owner, "x", x, units["x"])]
    callables = []
    for key in list(group.current_inputs):
        value = group.current_inputs[key]
        if callable(value):
            callables.append(value)
        else:
            arrays.append(_values(group, owner, key, group.current_inputs.pop(key), units["x"]))
    zero = np.zeros(group._population.neurons)
    if model.as_nest:
        V = attach(group._plain_state("V"), model.states["V"].unit)
        arrays += [_values(group, owner, "current", function(V), units["x"]) for function in callables]
        return Inputs([Source("constant", add_up([*arrays, zero]))], **_by_sign(group, owner, units["delta"]))
    extra, pairs = _linearised(group, owner, callables, units)
    total = add_up([*arrays, *extra, zero])
    return Inputs([Source("constant", total)], _delta(group, owner, units["delta"]), pairs)


def _values(group, owner, name, value, unit):
    """A number a neuron, from anything that broadcasts to the state."""
    numbers = strip(value, unit, owner, name)
    try:
        return np.broadcast_to(numbers, group.shape).ravel()
    except ValueError:
        raise ShapeError(owner=owner, name=name, shape=np.shape(numbers), expected=group.shape) from None


def _by_sign(group, owner, unit):
    """Delta inputs as sums of the positive and of the negative values."""
    values = []
    for key in list(group.delta_inputs):
        value = group.delta_inputs[key]
        given = value() if callable(value) else group.delta_inputs.pop(key)
        values.append(_values(group, owner, key, given, unit))
    both = {"delta": np.maximum, "inhibition": np.minimum} if values else {}
    return {name: [Source("constant", add_up([part(v, 0.0) for v in values]))] for name, part in both.items()}


def _delta(group, owner, unit):
    if not group.delta_inputs:
        return ()
    total = group.sum_delta_inputs(attach(0.0, unit))
    return (Source("constant", _values(group, owner, "delta input", total, unit)),)


def _linearised(group, owner, callables, units):
    """Currents I(V) as I(V0) - I'(V0) V0, and a conductance -I'(V0) with reversal potential 0."""
    if not callables:
        return [], ()
    unit = group.model.states["V"].unit
    V0 = _potential_of_the_step(group)
    constants, pairs = [], []
    for function in callables:
        value, slope = affine(function, attach(V0, unit))
        value = _values(group, owner, "current", value, units["x"])
        slope = _values(group, owner, "slope of a current", slope, slope_unit(units["x"], unit))
        constants.append(value - slope * V0.ravel())
        pairs.append((Source("constant", -slope), Source("constant", 0.0)))
    return constants, tuple(pairs)


def slope_unit(current, potential):
    """The unit of a conductance: current over potential."""
    return current if potential == "1" else f"{current}/{potential}"


def _potential_of_the_step(group):
    """The potential that the step integrates from: after the reset of the last spike."""
    model = group.model
    if model.equation("reset_V") is None or not model.current_in_drift:
        return np.array(group._plain_state("V"), float)
    states = {name: np.asarray(group._plain_state(name), float) for name in model.states}
    values = states | group._numbers
    values["S"] = group.get_spike()
    values["top"] = values["V_th"] if group.spk_reset == "soft" and "V_th" in values else states["V"]
    function, names = model.equation("reset_V")
    return np.asarray(function(*(values[name] for name in names)), float)
