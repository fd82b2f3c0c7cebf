"""Whether gradients can go back through a run, and what is kept for it: looked at before anything is computed."""

from ..engine.reverse.kept import INTERVAL, INTERVAL_OF_TRIALS, begin, kept_bytes
from ..engine.reverse.kernel import Slope
from ..errors import ParameterError
from ..memory import check_room, count
from ..solvers import SOLVERS
from ..surrogate import derivative_of
from .course import Course
from .wrt import parts_of_inputs


def check_differentiable(group, frame, options):
    """Refuse a run whose steps have no derivatives here."""
    owner = frame.owner
    if not frame.place.local:
        raise _refused(owner, f"device={frame.place.name!r}", "on the CPU", 'Write device="cpu".')


def _refused(owner, value, expected, advice):
    return ParameterError(owner=owner, name="differentiable=True", value=value, expected=expected, advice=advice)


def course_of(group, frame, plan, request, every, differentiable):
    """What gradients go by; refused if its memory is not to be had."""
    population, owner = group.population, frame.owner
    adaptive, tangents = SOLVERS[plan.solver].adaptive, differentiable == "forward"
    plan = plan._replace(interval=0 if tangents else INTERVAL_OF_TRIALS if adaptive else INTERVAL)
    what = f"the checkpoints of {count(population.neurons)} neurons and {count(plan.steps)} steps"
    advice = ("Write differentiable=\"forward\" for gradients by few parameters; or a shorter duration, go on with "
              "another run, and go back with final=gradients of that.")  # fmt: skip
    copies = sum(source.nbytes() for source in plan.inputs.sources)
    check_room(owner, "differentiable", differentiable, kept_bytes(population, plan) + copies, what, advice)
    memory = begin(population, plan)
    slope = Slope(*derivative_of(group.spk_fun))
    parts = parts_of_inputs(group.model, request, plan.inputs, plan.steps)
    return Course(group.model, memory, frame._replace(shape=group.shape), dict(group.numbers), slope, parts, every,
                  population.step, tangents)  # fmt: skip
