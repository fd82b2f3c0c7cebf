"""Checking what a sweep was given: everything, before any work starts."""

import copy

import numpy as np

from .. import environ
from ..checks import check_choice, check_dtype, check_integer, check_solver
from ..errors import DeviceError, ParameterError, ShapeError
from ..inputs.currents import Frame, run_inputs
from ..inputs.device_arrays import device_shape, on_device
from ..inputs.events import Events
from ..measures import Panel
from ..runs import places
from ..runs.identity import check_unchanged
from ..runs.running import _units as input_units
from ..runs.tolerances import TOLERANCES, adaptive_settings
from ..signature import check_parameter_bounds
from ..units import attach, strip
from ..units import steps as whole_steps
from .description import Description, add_current, neuron_class
from .names import OWNER, axes_and_fixed, declaration, sweepable
from .points import Points

SHARED = (
    "In a sweep an input is one number, or a waveform of shape (steps, 1). A value for each point is swept: "
    'sweep(model, {"x": values}, ...).'
)


def describe(model, parameters, duration, dt, measure, inputs, zipped, options, fixed, here=True):
    """Check the arguments of `sweep`.

    Parameters
    ----------
    model, parameters, duration, dt, measure
        As given to `sweep`.
    inputs : dict
        ``x``, ``delta``, ``conductance``.
    zipped : bool
        As given to `sweep`.
    options : dict
        ``dtype``, ``spk_reset``, ``device``, ``solver``, ``seed``, ``errors``, ``atol``, ``rtol``, ``most_trials``.
    fixed : dict
        Parameters and initial states given by keyword.
    here : bool
        Whether this process runs the chunks, and not workers elsewhere.

    Returns
    -------
    Description
    """
    model = declaration(model)
    check_unchanged(model)
    options = _options(model, options)
    dt = environ.get_dt() if dt is None else dt
    step_ms, steps = strip(dt, "ms", OWNER, "dt"), whole_steps(duration, dt, OWNER)
    axes, fixed = axes_and_fixed(model, parameters, fixed)
    if "x" in fixed:
        inputs = dict(inputs, x=add_current(inputs["x"], fixed.pop("x")))
    points = Points(axes, zipped)
    fixed, drawn = _drawn(model, fixed, points.size)
    _check_bounds(model, points, fixed)
    place = places.place(OWNER, options["device"]) if here else None
    check_inputs(model, inputs, steps, step_ms, options, place)
    panel = copy.deepcopy(Panel(measure, model, OWNER, taken=[*points.dims, *(axis.name for axis in axes)]))
    copy.deepcopy(panel).check(steps, step_ms)
    return Description(model, points, fixed, drawn, inputs, step_ms, steps, panel, **options)


def _options(model, options):
    options = dict(options, dtype=check_dtype(OWNER, options["dtype"]))
    if options["spk_reset"] is None:
        options["spk_reset"] = model.spk_reset
    check_choice(OWNER, "spk_reset", options["spk_reset"], ("soft", "hard"))
    check_choice(OWNER, "errors", options["errors"], ("record", "raise"))
    places.number_of(OWNER, options["device"])
    options["solver"] = check_solver(OWNER, options["solver"], model)
    options["seed"] = check_integer(OWNER, "seed", options["seed"], 2**63 - 1)
    given = {name: options.pop(name) for name in (*TOLERANCES, "most_trials")}
    return options | {"adaptive": _adaptive(model, options, given)}


def _adaptive(model, options, given):
    """What a run needs for a solver that chooses its steps, the defaults too; nothing for others."""
    for name in TOLERANCES:
        if np.ndim(given[name]):
            expected, advice = "but in a sweep it is one number", f"Write {name}=1e-8."
            raise ShapeError(owner=OWNER, name=name, shape=np.shape(given[name]), expected=expected, advice=advice)
    group = neuron_class(model)(1, dtype=options["dtype"])
    settings = adaptive_settings(OWNER, group, given | {"solver": options["solver"]})
    if not settings:
        return {}
    tolerances = () if model.tolerance else zip(TOLERANCES, map(float, settings["tolerance"]), strict=True)
    return {**dict(tolerances), "most_trials": settings["most_trials"]}


def _drawn(model, fixed, size):
    """Initialisers draw once for all points, so that the values do not depend on how the sweep is cut."""
    drawn = {}
    for name in [name for name, value in fixed.items() if callable(value)]:
        unit = sweepable(model)[name][0]
        drawn[name] = attach(strip(fixed[name]((size,)), unit, OWNER, name), unit)
    return {name: value for name, value in fixed.items() if name not in drawn}, drawn


def _check_bounds(model, points, fixed):
    """Bounds of all parameters at all points; a bound may be another parameter, swept or not."""
    numbers = {name: p.default for name, p in model.parameters.items()}
    given = {name: strip(value, sweepable(model)[name][0], OWNER, name) for name, value in fixed.items()}
    for name, values in [*given.items(), *points.open_grid().items()]:
        if name in numbers:
            numbers[name] = values
    check_parameter_bounds(OWNER, model, numbers)


def check_inputs(model, inputs, steps, dt, options, place):
    """Inputs that all points share: one number or a waveform; ``place`` is None for workers elsewhere."""
    for name, value in inputs.items():
        for array in _there(value):
            _check_there(name, array, steps, options["device"], place)
    frame = Frame(OWNER, (1,), (1,), steps, dt, options["dtype"], place or places.HOST)
    delta = inputs["delta"]
    if any(isinstance(item, Events) for item in (delta if isinstance(delta, list) else [delta])):
        raise ParameterError(
            owner=OWNER, name="delta", value="Events", expected="the same for all points",
            advice="Events go to single neurons: give them as an array of shape (steps, 1).",
        )  # fmt: skip
    try:
        run_inputs(frame, input_units(model), inputs["x"], delta, inputs["conductance"], model.as_nest)
    except ShapeError as error:
        error.advice = SHARED
        raise


def _there(value):
    """The arrays on a GPU among inputs."""
    if isinstance(value, (list, tuple)):
        return [array for item in value for array in _there(item)]
    return [value] if on_device(value) else []


def _check_there(name, array, steps, device, place):
    """Refuse an array on a GPU that is of no use to all chunks."""
    if place is None:
        problem = f"{name} is an array on a GPU of this process, which the workers of a client do not see"
        raise DeviceError(owner=OWNER, name=device, problem=problem, advice=f"Write {name}={name}.get() with its unit.")
    if device_shape(array) != (steps, 1):
        expected = f"but an array on a GPU must be ({steps}, 1) in a sweep"
        raise ShapeError(owner=OWNER, name=name, shape=device_shape(array), expected=expected, advice=SHARED)
