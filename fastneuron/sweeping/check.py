"""Checking what a sweep was given: everything, before any work starts."""

import copy
from typing import NamedTuple

import numpy as np

from .. import environ
from ..checks import check_choice, check_dtype
from ..errors import DeviceError, ParameterError, ShapeError
from ..inputs.currents import run_inputs
from ..inputs.device_arrays import device_shape, on_device
from ..inputs.events import Events
from ..inputs.frame import Frame
from ..measures import Measure, Panel
from ..runs import places
from ..runs.accuracy import warn_if_far
from ..runs.identity import check_unchanged
from ..runs.options import ADAPTIVE, SWEPT, TABLE, RunOptions
from ..runs.starts import check_starts
from ..runs.tolerances import TOLERANCES, resolved
from ..signature import check_parameter_bounds, drawn_by_default, initial
from ..units import attach, run_steps, strip
from . import disk
from .description import Description, add_current, neuron_class
from .memory import check_points
from .names import OWNER, axes_and_fixed, declaration, sweepable
from .points import Points

SHARED = (
    "In a sweep an input is one number, or a waveform of shape (steps, 1). A value for each point is swept: "
    'write sweep(model, {"x": values}, ...).'
)


DEFAULTS = {"errors": "record", "device": "cpu"}  # where they are others than those of a run


class SweepRequest(NamedTuple):
    """What a sweep is asked for, as given by the user.

    Attributes
    ----------
    model, parameters, duration, dt, measure, zipped, dtype, spk_reset, clip
        See `sweep`.
    inputs : dict
        ``x``, ``delta``, ``conductance``.
    options : dict
        Options of runs, those among `runs.options.SWEPT`.
    fixed : dict
        Parameters and initial states given by keyword.
    keep_failed : bool
        See `sweep`.
    """

    model: object
    parameters: dict
    duration: object
    dt: object
    measure: object
    inputs: dict
    zipped: bool
    dtype: object
    spk_reset: str
    clip: bool
    options: dict
    fixed: dict
    keep_failed: bool = False


def describe(request, here=True):
    """Check what a sweep is asked for.

    Parameters
    ----------
    request : SweepRequest
    here : bool
        Whether this process runs the chunks, and not workers elsewhere.

    Returns
    -------
    Description
    """
    model, inputs = declaration(request.model), request.inputs
    _check_kinds(request)
    check_unchanged(model)
    dtype, spk_reset = check_dtype(OWNER, request.dtype), request.spk_reset or model.spk_reset
    check_choice(OWNER, "spk_reset", spk_reset, ("soft", "hard"))
    clip = _clip(model, dtype, request.clip)
    options = _options(model, dtype, request.options)
    dt = environ.get_dt() if request.dt is None else request.dt
    step_ms, steps = strip(dt, "ms", OWNER, "dt"), run_steps(request.duration, dt, OWNER)
    warn_if_far(OWNER, model, request.options.get("solver"), step_ms)
    axes, fixed = axes_and_fixed(model, request.parameters, request.fixed)
    if "x" in fixed:
        inputs = dict(inputs, x=add_current(inputs["x"], fixed.pop("x")))
    points = Points(axes, request.zipped)
    fixed, drawn = _drawn(model, fixed, points, options["seed"])
    _check_bounds(model, points, fixed)
    place = places.place(OWNER, options["device"]) if here else None
    frame = Frame(OWNER, (1,), (1,), steps, step_ms, dtype, place or places.HOST)
    check_inputs(model, inputs, frame, None if place else options["device"])
    taken = [*points.dims, *(axis.name for axis in axes)]
    panel = _copied(Panel(request.measure, model, OWNER, taken=taken))
    _copied(panel).check(steps, step_ms)
    check_starts(OWNER, tuple(inputs.values()), panel.folds)
    group = {"dtype": dtype, "spk_reset": spk_reset, "clip": clip, "keep_failed": bool(request.keep_failed)}
    return Description(model, points, fixed, drawn, inputs, step_ms, steps, panel, options=options, **group)


def _copied(panel):
    """Measures of this sweep's own, as each chunk has some of its own."""
    try:
        return copy.deepcopy(panel)
    except Exception as error:  # an object may refuse with any
        expected = f"one that can be copied for each chunk ({error})"
        raise ParameterError(
            owner=OWNER, name="measure", value=_uncopied(panel), expected=expected,
            advice="Make what cannot be copied in start(self, neurons, steps, dt), and not before.",
        ) from None  # fmt: skip


def _uncopied(panel):
    """The first measure that cannot be copied; all of them, if each can by itself."""
    for measure in panel.measures.values():
        try:
            copy.deepcopy(measure)
        except Exception:
            return measure
    return tuple(panel.measures)


def _clip(model, dtype, clip):
    """Whether to clip; what is wrong with that a group says."""
    if clip is not False:
        neuron_class(model)(1, dtype=dtype, clip=clip)
    return bool(clip)


def _check_kinds(request):
    """Refuse what is not of the kind that it must be."""
    for name, kind, words, advice in (
        ("parameters", dict, "a dictionary of names and values", 'Write sweep(model, {"x": values}, ...).'),
        ("keep_failed", (bool, np.bool_), "True or False", "Write keep_failed=True."),
        ("zipped", (bool, np.bool_), "True or False", "Write zipped=True."),
        ("measure", (str, Measure, dict, tuple, list), "names or measures", 'Write measure=("rate", "latency").'),
    ):
        value = getattr(request, name)
        if not isinstance(value, kind):
            raise ParameterError(owner=OWNER, name=name, value=value, expected=words, advice=advice)


def check_places(progress, store, resume):
    """Refuse what is no place for results, and nobody to tell."""
    TABLE["progress"]["check"](OWNER, "progress", progress, None)
    check_choice(OWNER, "resume", resume, (False,) if store is None else (False, True))
    if store is not None:
        disk.folder(store)


def _options(model, dtype, given):
    """The options of each run by name; those of solvers that choose their steps only where the solver is one."""
    options = RunOptions.checked(OWNER, model, DEFAULTS | given)
    places.number_of(OWNER, options.device)
    for name in TOLERANCES:
        if np.ndim(value := getattr(options, name)):
            expected, advice = "but in a sweep it is one number", f"Write {name}=1e-8."
            raise ShapeError(owner=OWNER, name=name, shape=np.shape(value), expected=expected, advice=advice)
    adaptive = resolved(OWNER, neuron_class(model)(1, dtype=dtype), options)
    return {name: getattr(options, name) for name in SWEPT if name not in ADAPTIVE} | adaptive


def _drawn(model, fixed, points, seed):
    """Initialisers draw once for all points, so that the values do not depend on how the sweep is cut."""
    given, arguments = fixed | {axis.name: axis for axis in points.axes}, model.first_value_arguments()
    numbers = drawn_by_default(model, neuron_class(model).__signature__, given)
    draws = {name: value for name, value in fixed.items() if callable(value)}
    check_points(points, len(draws.keys() | {arguments[name] for name in numbers.keys() & arguments.keys()}))
    for name in numbers.keys() & arguments.keys():
        draws[arguments[name]] = initial(model.states[name]).belonging_to(seed, numbers[name])
    drawn = {}
    for name, draw in draws.items():
        unit = sweepable(model)[name][0]
        drawn[name] = attach(strip(draw((points.size,)), unit, OWNER, name), unit)
    return {name: value for name, value in fixed.items() if name not in drawn}, drawn


def _check_bounds(model, points, fixed):
    """Bounds of all parameters at all points; a bound may be another parameter, swept or not."""
    numbers = {name: p.default for name, p in model.parameters.items()}
    given = {name: strip(value, sweepable(model)[name][0], OWNER, name) for name, value in fixed.items()}
    for name, values in [*given.items(), *points.open_grid().items()]:
        if name in numbers:
            numbers[name] = values
    check_parameter_bounds(OWNER, model, numbers)


def check_inputs(model, inputs, frame, elsewhere):
    """Inputs that all points share: one number or a waveform; ``elsewhere`` is the device of workers, if they run."""
    for name, value in inputs.items():
        for array in _there(value):
            _check_there(name, array, frame.steps, elsewhere)
    delta = inputs["delta"]
    if any(isinstance(item, Events) for item in (delta if isinstance(delta, list) else [delta])):
        raise ParameterError(
            owner=OWNER, name="delta", value="Events", expected="the same for all points",
            advice="Write delta=np.zeros((steps, 1)) * pq.mV with the events in it: Events go to single neurons.",
        )  # fmt: skip
    try:
        run_inputs(frame, model, inputs["x"], delta, inputs["conductance"])
    except ShapeError as error:
        error.advice = SHARED
        raise


def _there(value):
    """The arrays on a GPU among inputs."""
    if isinstance(value, (list, tuple)):
        return [array for item in value for array in _there(item)]
    return [value] if on_device(value) else []


def _check_there(name, array, steps, elsewhere):
    """Refuse an array on a GPU that is of no use to all chunks."""
    if elsewhere:
        problem = f"{name} is an array on a GPU of this process, which the workers of a client do not see"
        advice = f"Write {name}={name}.get() with its unit."
        raise DeviceError(owner=OWNER, name=elsewhere, problem=problem, advice=advice)
    if device_shape(array) != (steps, 1):
        expected = f"but an array on a GPU must be ({steps}, 1) in a sweep"
        raise ShapeError(owner=OWNER, name=name, shape=device_shape(array), expected=expected, advice=SHARED)
