"""A run of a group: everything is checked first, then the engine goes segment by segment."""

from .. import environ
from ..checks import check_choice, check_integer, check_solver
from ..engine.host import HOST
from ..engine.plan import Plan
from ..engine.room import run_bytes
from ..engine.simulate import simulate
from ..errors import UnknownNameError
from ..inputs.currents import Frame, run_inputs
from ..units import steps as whole_steps
from ..units import strip
from . import clock as timing
from . import places as devices
from . import recording
from .identity import saying_what_changed
from .progress import reporting
from .result import Result, Spikes
from .status import raise_faults, status_codes
from .stepping import slope_unit
from .tolerances import adaptive, adaptive_settings

OPTIONS = {
    "seed": 0,
    "progress": False,
    "errors": "raise",
    "device": None,
    "on_device": False,
    "solver": None,
    "measures": (),
    "first_neuron": 0,
    "width": None,
    "atol": None,
    "rtol": None,
    "most_trials": None,
}
WIDTHS = tuple(2**n for n in range(8))  # up to PADDING, which all arrays are a multiple of
MOST = {"seed": 2**63 - 1, "first_neuron": 2**32 - 1}


def run_group(group, duration, dt, x, delta, conductance, record, every, options):
    """Advance a group by a duration; see `Neurons.run`."""
    return run_ready(prepare(group, duration, dt, x, delta, conductance, record, every, options))


@saying_what_changed
def run_ready(ready):
    """Run what is ready."""
    group = ready.group
    there = devices.moved(ready.owner, group._population, ready.options["device"], ready.nbytes())
    with there, ready.reporting() as report:
        for segment in simulate(group._population, ready.plan):
            ready.take(segment)
            report(segment.start + segment.steps)
    return ready.result()


def prepare(group, duration, dt, x, delta, conductance, record, every, options):
    """Check the arguments of a run and make it ready."""
    owner = f"{type(group).__name__}.run"
    options = _options(owner, group.model, options)
    options["device"] = devices.place_of_run(owner, group, options["device"])
    dt = environ.get_dt() if dt is None else dt
    steps = whole_steps(duration, dt, owner)
    step_ms = strip(dt, "ms", owner, "dt")
    shape = group.in_size if group._population is None else group.shape
    frame = Frame(owner, group.in_size, shape, steps, step_ms, group.dtype, options["device"])
    inputs = run_inputs(frame, _units(group.model), x, delta, conductance, group.model.as_nest)
    wanted = recording.wanted(owner, group, record, adaptive(options["solver"]))
    panel = recording.running_values(owner, group, wanted, options["measures"])
    interval = 1 if every is None else whole_steps(every, dt, owner, "every")
    if options["on_device"]:
        recording.check_kept(owner, wanted, frame.place)
    keep = frame.place if options["on_device"] else HOST
    recording.check_memory(owner, group, wanted, steps, interval, frame.neurons, step_ms, keep)
    if group._population is None:
        group.init_state()
    timing.begin(group, step_ms)
    folds = panel.folds if panel else [m for m in options["measures"] if not isinstance(m, str)]
    recorder = recording.Recorder(group, wanted, steps, interval, step_ms, folds, keep)
    plan = Plan(
        steps,
        step_ms,
        inputs,
        group.spk_reset,
        options["solver"],
        seed=options["seed"],
        first_neuron=options["first_neuron"],
        bits=recorder.needs_bits,
        tallies=recorder.needs_tallies,
        samples=recorder.samples,
        every=interval,
        width=options["width"],
        **adaptive_settings(owner, group, options),
    )
    return Ready(group, owner, options, plan, recorder, panel)


class Ready:
    """A run of a group that is checked and can begin."""

    def __init__(self, group, owner, options, plan, recorder, panel):
        self.group, self.owner, self.options, self.plan = group, owner, options, plan
        self._recorder, self._panel = recorder, panel
        self._start, self._before = group._population.step, group._population.spike_counts()

    def nbytes(self, neurons=None):
        """Bytes of memory that the run takes where it computes, besides what is there; or one of more neurons."""
        return run_bytes(self.group._population, self.plan, self.options["device"], self._recorder.measures, neurons)

    def reporting(self):
        """A function that is told of finished steps; shows a bar if wanted."""
        return reporting(self.options["progress"], self.plan.steps, "step")

    def take(self, segment):
        """Take in what a segment recorded; raise if a neuron failed in it."""
        self._recorder.update(segment)
        if self.options["errors"] == "raise":
            raise_faults(self.owner, self.group._population, self.plan.dt, self.group.model.parameters)

    def result(self):
        """What the run gives back."""
        group, plan, recorder, population = self.group, self.plan, self._recorder, self.group._population
        counts = population.spike_counts()
        counts -= self._before  # in place: saves eight bytes a neuron
        spikes = Spikes(counts.reshape(group.shape), recorder.events(), self._start, plan.steps, plan.dt)
        status = status_codes(population.fetched("faults")).reshape(group.shape)
        result = Result(spikes, status, recorder.recorded(), recorder.measured(), recorder.sample_times())
        result.measures.update(recording.step_counts(group, recorder.names))
        if self._panel:
            result.measures.update(recording.with_units(self._panel, group, result, plan.steps, plan.dt))
        return result


def _options(owner, model, given):
    for name in given:
        if name not in OPTIONS:
            known = ("dt", "x", "delta", "conductance", "record", "every", *OPTIONS)
            raise UnknownNameError(owner=owner, kind="argument", name=name, known=known)
    options = OPTIONS | given
    check_choice(owner, "errors", options["errors"], ("raise", "record"))
    check_choice(owner, "width", options["width"], (None, *WIDTHS))
    numbers = {name: check_integer(owner, name, options[name], most) for name, most in MOST.items()}
    return options | numbers | {"solver": check_solver(owner, options["solver"], model)}


def _units(model):
    potential = model.states["V"].unit
    return {
        "x": model.input_unit,
        "delta": model.delta_unit(),
        "g": slope_unit(model.input_unit, potential),
        "E": potential,
    }
