"""A run of a group: everything is checked first, then the engine goes segment by segment."""

from typing import NamedTuple

from numba import config

from .. import environ
from ..engine.kernel.faults import LOST, kind_of
from ..engine.plan import Plan
from ..engine.room import run_bytes
from ..engine.simulate import simulate
from ..errors import DeviceError
from ..inputs.currents import run_inputs
from ..inputs.frame import Frame
from ..inputs.registered import begin_anew
from ..units import run_steps, strip
from ..units import steps as whole_steps
from . import places
from .accuracy import warn_if_far
from .arrivals import by_itself
from .differentiability import check_differentiable, course_of
from .doors import alone
from .identity import check_unchanged, is_of_package, saying_what_changed
from .options import RunOptions
from .parameters import follow
from .progress import reporting
from .recording import Recorder
from .records import Records
from .result import Result, Spikes
from .starts import check_starts
from .status import raise_faults, status_codes, warn_of_overshoot
from .tolerances import adaptive_settings


class Request(NamedTuple):
    """What a run is asked for, as given by the user; see `Neurons.run`."""

    duration: object
    dt: object = None
    x: object = None
    delta: object = None
    conductance: object = None
    record: tuple = ("counts",)
    every: object = None
    options: dict = {}


def run_group(group, request, check=None):
    """Advance a group by a duration; see `Neurons.run`. ``check`` looks before at what gradients will go by."""
    owner = f"{type(group).__name__}.run"

    def run():
        ready = prepare(by_itself(owner, group), request)
        if check:
            check(ready.course)
        return run_ready(ready)

    return alone(owner, [group], run)


@saying_what_changed
def run_ready(ready):
    """Run what is ready."""
    with places.moved(ready.owner, ready.population, ready.place, ready.nbytes()), ready.reporting() as report:
        for segment in simulate(ready.population, ready.plan):
            ready.take(segment)
            report(segment.start + segment.steps)
    return ready.result()


def prepare(group, request):
    """Check what a run is asked for, and make it ready."""
    owner, dt = f"{type(group).__name__}.run", request.dt
    begin_anew(group)
    options = RunOptions.checked(owner, group.model, request.options)
    if not is_of_package(group.model):
        check_unchanged(group.model)
    place = places.place_of_run(owner, group, options.device)
    dt = environ.get_dt() if dt is None else dt
    frame = frame_of(group, "run", run_steps(request.duration, dt, owner), dt, place)
    if options.errors == "raise":  # whoever records failures looks at them
        warn_if_far(owner, group.model, request.options.get("solver"), frame.dt)
    inputs = run_inputs(frame, group.model, request.x, request.delta, request.conductance)
    every = 1 if request.every is None else whole_steps(request.every, dt, owner, "every")
    if options.differentiable:
        check_differentiable(group, frame, options)
    records = Records(group, frame, request.record, every, options)
    check_starts(owner, (request.x, request.delta, request.conductance), records.folds)
    plan = plan_of(group, frame, inputs, options)
    return Ready(group, frame, options, plan, records, request)


def frame_of(group, call, steps, dt, place):
    """The frame of a call that advances a group by so many steps of ``dt``, a Quantity; refused without a compiler."""
    owner = f"{type(group).__name__}.{call}"
    if config.DISABLE_JIT:
        problem = "nothing can be compiled, since NUMBA_DISABLE_JIT is set"
        advice = "Write unset NUMBA_DISABLE_JIT in the shell, or NUMBA_DISABLE_JIT=0 before the command."
        raise DeviceError(owner=owner, problem=problem, advice=advice)
    follow(group)
    now = 0.0 if group.clock is None else group.clock.now
    return Frame(owner, group.in_size, group.shape, steps, strip(dt, "ms", owner, "dt"), group.dtype, place, now)


def plan_of(group, frame, inputs, options):
    """The engine's plan, but for what is recorded."""
    own = {name: getattr(options, name) for name in ("solver", "seed", "first_neuron", "width")}
    own |= adaptive_settings(frame.owner, group, options)
    return Plan(frame.steps, frame.dt, inputs, group.spk_reset, clip=group.clip, **own)


class Ready:
    """A run of a group that is checked and can begin."""

    def __init__(self, group, frame, options, plan, records, request):
        self.group, self.owner, self.place = group, frame.owner, frame.place
        self._frame, self._options, self._records = frame, options, records
        self.sample_bytes, self.every = records.nbytes, records.every
        if group.population is None:
            group.init_state(seed=options.seed)
        group.clock.begin(frame.dt)
        self.population = group.population
        self._recorder = Recorder(group, frame, records)
        self.plan = plan._replace(**self._recorder.of_plan())
        self._start, self._before = self.population.step, self.population.spike_counts()
        self.course = None
        if options.differentiable:
            self.course = course_of(group, frame, self.plan, request, records.every, options.differentiable)
            self.plan = self.course.memory.plan._replace(samples=self.plan.samples)

    def nbytes(self, neurons=None):
        """Bytes of memory that the run takes where it computes, besides what is there; or one of more neurons."""
        return run_bytes(self.population, self.plan, self.place, self._recorder.measures, neurons)

    def reporting(self):
        """A function that is told of finished steps; shows a bar if wanted."""
        return reporting(self._options.progress, self.plan.steps, "step")

    def take(self, segment):
        """Take in what a segment recorded; raise if a neuron failed in it."""
        self._recorder.take(segment, self.plan.bits)
        if self._options.errors == "raise":
            group = self.group
            raise_faults(self.owner, self.population, self.plan.dt, group.model.parameters, group.spk_reset,
                         group.clip)  # fmt: skip

    def result(self):
        """What the run gives back."""
        group, plan, recorder, population = self.group, self.plan, self._recorder, self.population
        counts = population.spike_counts()
        counts -= self._before  # in place: saves eight bytes a neuron
        spikes = Spikes(counts.reshape(group.shape), recorder.spikes, self._start, plan.steps, plan.dt)
        status = status_codes(population.fetched("faults")).reshape(group.shape)
        if self._options.errors == "raise":
            warn_of_overshoot(self.owner, group, plan.dt, self._start)
        course = self.course
        if course:
            lost = kind_of(population.fetched("faults")) >= LOST
            course = course._replace(lost=lost, ends=tuple(state.copy() for state in population.states.values()))
        result = Result(spikes, status, recorder.recorded(), recorder.measured(), recorder.sample_steps(), plan.dt,
                        course)  # fmt: skip
        result.measures.update(self._records.values(group, result, self._frame))
        return result
