"""Whether what a run records fits in memory: before it begins, and for spikes while it goes."""

import math

import numpy as np

from ..engine.simulate import BITS_BYTES
from ..engine.threads.aligned import PADDING
from ..errors import RecordingTooLargeError
from ..memory import SMALL, available_memory, check_room, count

SPIKE = 4  # bytes of a spike in the list; and of a step with one
STEP = 8
RUNNING = 128  # bytes of a neuron while it runs: counts, status, times of last spikes, what measures keep up
SPARED = 0.7  # of a run that would just fit: what is suggested, for later spikes may be more
FEWER = "Write in_size=100_000, or dtype=np.float32 for half the memory."


def check_memory(frame, states, rows_every, keep, derived=()):
    """Refuse a recording that does not fit where it is kept, before anything is computed.

    Parameters
    ----------
    frame : Frame
        The run.
    states : sequence of str
        What is recorded, a number for each neuron and sample.
    rows_every : int
        Steps from one sample to the next.
    keep : Host or Device
        Where it is kept.
    derived : sequence of str
        States that the host computes from one more number, when the run has ended.

    Returns
    -------
    int
        Bytes that samples take on the host.
    """
    samples = frame.steps // rows_every * _sample_bytes(frame, states, derived, keep)
    needed = samples + (RUNNING * frame.neurons if keep.local else 0)
    if needed <= SMALL and keep.local:
        return samples
    if not samples:  # the neurons are what is too large
        check_room(frame.owner, None, None, needed, f"{count(frame.neurons)} neurons that run", FEWER)
        return samples
    available = available_memory() if keep.local else keep.free(needed)
    if needed > available:
        raise RecordingTooLargeError(
            owner=frame.owner,
            name=", ".join(states),
            nbytes=samples,
            available=available,
            place=keep.name,
            advice=_rarer(frame, rows_every, needed, available, keep),
        )
    return samples if keep.local else 0


def _sample_bytes(frame, states, derived, keep):
    """Bytes of one sample: arrays have room for whole gangs of the host, what is derived has not."""
    columns = -(-frame.neurons // PADDING) * PADDING if keep.local else frame.neurons
    later = sum(name in derived for name in states)
    arrays = len(states) - later + bool(later)
    return columns * np.dtype(frame.dtype).itemsize * arrays + 8 * frame.neurons * later


def _rarer(frame, rows_every, needed, available, keep):
    """What to write so that samples take half of what is free."""
    fitting = rows_every * math.ceil(2 * needed / max(available, 1))
    if fitting > frame.steps:  # not even one sample fits
        return FEWER
    other = "" if keep.local else "leave out on_device=True: the host may have the memory, "
    return f'Write every={fitting * frame.dt:.12g} * pq.ms, {other}or record=("counts",) for running values.'


def group_bytes(model, neurons, dtype, arrays=0, drawn=0):
    """Bytes that a group takes while its states are created.

    Parameters
    ----------
    model : type
        The declaration.
    neurons : int
    dtype : dtype
        Of the states.
    arrays : int
        Parameters with one value a neuron.
    drawn : int
        States that an initialiser gives.
    """
    size, states = np.dtype(dtype).itemsize, len(model.states)
    counters = 32 + size
    return neurons * ((8 + size) * (states + arrays) + counters + (48 + 24 * states if drawn else 8))


def check_group(group, owner, batch, shape):
    """Refuse a group whose states do not fit in memory, before one of them is created."""
    name, value = ("in_size", group.in_size) if batch is None else ("batch_size", batch)
    neurons = math.prod(shape)
    arrays = sum(np.ndim(number) > 0 for number in group.numbers.values())
    drawn = sum(map(callable, group.initializers.values()))
    nbytes = group_bytes(group.model, neurons, group.dtype, arrays, drawn)
    check_room(owner, name, value, nbytes, f"the states of {count(neurons)} neurons", FEWER)


class SpikeWatch:
    """Whether the spikes of a run fit: they are counted before each segment's list is made.

    Parameters
    ----------
    frame : Frame
        The run.
    samples : int
        Bytes of samples on the host, whose memory is taken as they are written.
    """

    def __init__(self, frame, samples):
        self.frame, self.samples = frame, samples
        self.listed = self.unseen = self.segments = 0  # bytes of lists, those since the last look

    def look(self, segment, spikes):
        """Refuse to go on if the spikes of a segment do not fit, or those of all steps that are left.

        The rest is expected at the rate of this segment or of all so far, whichever is less, so that a burst at the
        beginning ends no run that would have had the memory.
        """
        wanted = SPIKE * spikes + STEP * min(spikes, segment.steps)
        done, self.listed = segment.start + segment.steps, self.listed + wanted
        self.unseen, self.segments = self.unseen + wanted, self.segments + 1
        if self.unseen <= SMALL:
            return
        self.unseen, available = 0, available_memory()
        left = self.frame.steps - done
        samples = self.samples * left // self.frame.steps
        rest = left * min(wanted / segment.steps, self.listed / done) if self.segments > 1 else 0
        ahead = min(2 * segment.bits.size, 2 * BITS_BYTES) if left else 0
        if wanted + ahead + samples + rest > available:
            expected = self.listed + samples + max(rest, left * self.listed / done)
            self._refuse(done, expected, available + self.listed - wanted)

    def _refuse(self, done, needed, available):
        """Raise, with a shorter run: ``needed`` bytes are those of the whole one, ``available`` those at its begin."""
        frame, now = self.frame, self.frame.now + done * self.frame.dt
        spikes, fitting = self.listed // SPIKE, frame.steps * min(1, available / needed) * SPARED
        raise RecordingTooLargeError(
            owner=frame.owner, name="spikes", nbytes=needed, available=available,
            reached=f"the run stopped after {done} of {frame.steps} steps and {spikes:.3g} spikes, "
            f"and the neurons are at {now:.12g} ms",
            advice='Write record=("counts", "isi") for running values, or a duration of '
            f"{max(1, math.floor(fitting)) * frame.dt:.12g} * pq.ms at a time.",
        )  # fmt: skip
