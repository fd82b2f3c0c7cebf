"""A signal handler may raise between any two lines of Python: the group is then before its step or after it, whole."""

import contextlib
import copy
import itertools
import sys

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron import environ

DT = 0.1 * pq.ms
PACKAGE = fn.__path__[0]


class Signal(BaseException):
    """What a handler raises; no Exception, as KeyboardInterrupt is none."""


def traced(call, of_line):
    """Call something; ``of_line`` is told of each line of the package that is gone through."""

    def in_frame(frame, event, argument):
        if event == "line":
            of_line(frame.f_code.co_filename, frame.f_lineno)
        return in_frame

    def of_call(frame, event, argument):
        file = frame.f_code.co_filename  # but where `with` and `finally` end: Python looks for signals after that only
        return in_frame if file.startswith(PACKAGE) and not file.endswith(("doors.py", "environ.py")) else None

    before = sys.gettrace()
    sys.settrace(of_call)
    try:
        call()
    finally:
        sys.settrace(before)


def lines_of(call):
    """At which lines to raise, counted as they are gone through: where each is gone through for the last time."""
    seen = []
    traced(call, lambda *line: seen.append(line))
    return list({line: number for number, line in enumerate(seen)}.values())


def raise_at(number, call):
    """Call something, and raise at a line of the package."""
    left = itertools.count(number, -1)

    def of_line(*line):
        if next(left) == 0:
            raise Signal

    with contextlib.suppress(Signal):
        traced(call, of_line)


def facts(group):
    """All that a user sees of a group."""
    states = [np.array(group.plain_state(name)) for name in group.model.states]
    times = [group.clock.now, *(np.array(value) for value in (group.last_spike_time, group.tau, group.tau_ref))]
    return [*times, *states, group.population.counts.copy()]


def same(a, b):
    return all(np.array_equal(one, other) for one, other in zip(a, b, strict=True))


def begun():
    """A group in the middle of its life: some neurons are held, some just spiked."""
    group = fn.LIFRef(3, tau_ref=[0.5, 1, 2] * pq.ms)
    with environ.context(dt=DT):
        for _ in range(31):
            group.update([2.0, 3.0, 4.0] * pq.mA)
    return group


def step(group, dt=DT):
    with environ.context(dt=dt):
        group.update(2.5 * pq.mA)


def step_of_another_size(group):
    step(group, DT / 2)


def step_with_inputs(group):
    """Registers only what is not registered: as a loop does that goes on after a signal."""
    if "a" not in group.current_inputs:
        group.add_current_input("a", [1.0, 2.0, 3.0] * pq.mA)
    if "b" not in group.delta_inputs:
        group.add_delta_input("b", 0.5 * pq.mV)
    step_of_another_size(group)


def run(group):
    group.run(1 * pq.ms, dt=DT, x=2.5 * pq.mA, record=("V", "spikes"))


def other_parameter(group):
    group.tau = 7 * pq.ms


def other_period(group):
    group.tau_ref = 3 * pq.ms


def other_last_spike(group):
    group.last_spike_time = [1.0, 2.9, 3.0] * pq.ms


def start(group):
    group.init_state(seed=3)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file that a library was opening
@pytest.mark.parametrize(
    "action",
    [step, step_with_inputs, run, other_parameter, other_period, other_last_spike, start],
)
def test_a_signal_at_any_line(action):
    before = begun()
    after = copy.deepcopy(before)
    action(copy.deepcopy(before))  # compiles what it needs: of other lines than the next time
    lines = lines_of(lambda: action(after))
    states, later = (facts(before), facts(after)), copy.deepcopy(after)
    step_of_another_size(later)
    for line in lines:
        group = copy.deepcopy(before)
        raise_at(line, lambda group=group: action(group))
        done = same(facts(group), states[1])
        assert done or same(facts(group), states[0]), f"neither before nor after, raised at line {line}"
        if not done:
            action(group)
        step_of_another_size(group)
        assert same(facts(group), facts(later)), f"goes on otherwise, raised at line {line}"
    assert lines
