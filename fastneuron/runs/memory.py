"""How much memory is free, and whether a recording fits."""

import contextlib
import os

import numpy as np

from ..errors import RecordingTooLargeError


def check_memory(frame, states, rows_every, keep):
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
    """
    needed = len(states) * (frame.steps // rows_every) * frame.neurons * np.dtype(frame.dtype).itemsize
    available = available_memory() if keep.local else keep.free(needed)
    if needed > available:
        fitting = rows_every * int(np.ceil(2 * needed / max(available, 1)))  # half of what is free
        other = "" if keep.local else "leave out on_device=True: the host may have the memory, "
        raise RecordingTooLargeError(
            owner=frame.owner,
            name=", ".join(states),
            nbytes=needed,
            available=available,
            place=keep.name,
            advice=f'Write every={fitting * frame.dt:.12g} * pq.ms, {other}or record=("counts",) for running values.',
        )


def available_memory():
    """Bytes of memory that are free now."""
    with contextlib.suppress(OSError), open("/proc/meminfo") as lines:
        for line in lines:
            if line.startswith("MemAvailable"):
                return 1024 * int(line.split()[1])
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
