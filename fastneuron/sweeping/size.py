"""How many points a chunk has: so many that it takes a fraction of a second, and fits where it runs."""

import dataclasses
import time

import numba
import numpy as np

from ..measures import Panel
from ..memory import available_memory, check_room
from ..runs.places import HOST
from ..solvers import SOLVERS
from .names import OWNER
from .work import AT_ONCE, ready, run_chunk, too_large

SECONDS = 0.3  # aimed at for a chunk: what an interruption loses, and how often progress shows
POINT_BYTES = 512  # that a point takes while it runs, about
MOST_POINTS = 2**18  # 128 MB
PROBE_STEPS = 5e7  # neuron-steps of the run that measures the speed
PROBE_CHOSEN = 1e6  # and with a solver that chooses its steps, fifty times as slow
PROBE_POINTS = 2**14
DEVICE_POINTS = (2**17, 2**20)  # least and most of a chunk for a GPU: a large one holds 2**18 at a time
DEVICE_WORK = 2e10  # neuron-steps of such a chunk: about 0.3 s
SPARED = 0.1  # of a GPU's free memory, for what is not counted: streams, code, pieces that are too small


def points_per_chunk(description, wanted=None, here=True):
    """How many points take about as long as a chunk should, from a short run that is timed.

    The run goes first, so it is also what compiles the kernel, in the main thread and before work is handed
    out.

    Parameters
    ----------
    description : Description
    wanted : int, optional
        What the user wrote, taken as it is if it fits.
    here : bool
        Whether this process runs the chunks, and not workers elsewhere, whose devices it does not see.

    Returns
    -------
    int

    Raises
    ------
    DeviceMemoryError, TooLargeError
        If so many do not fit on the device, or in the memory of this process.
    """
    if description.options["device"] != "cpu":
        usual = wanted or int(np.clip(DEVICE_WORK / description.steps, *DEVICE_POINTS))
        return _fitting(description, usual, wanted) if here else usual
    most = _fitting_here(description, wanted)
    if wanted:
        return wanted
    least = numba.get_num_threads() * HOST.width(description.dtype)
    work = PROBE_CHOSEN if SOLVERS[description.options["solver"]].adaptive else PROBE_STEPS
    probe = min(int(np.clip(work / description.steps, least, PROBE_POINTS)), most)
    if description.points.size <= probe:
        return probe
    if not here:  # nor a measure, which may end the process: that is what workers are there for
        description = dataclasses.replace(description, panel=Panel("count", description.model, OWNER))
    run_chunk(description, 0, probe)
    begun = time.perf_counter()
    run_chunk(description, 0, probe)
    seconds = time.perf_counter() - begun
    return int(min(np.clip(probe * SECONDS / seconds, least, MOST_POINTS), most))


def _fitting_here(description, wanted):
    """How many points take half of the memory that is free; what is wanted must fit into all of it."""
    asked = min(wanted or 1, description.points.size)
    check_room(OWNER, "chunk", wanted, asked * POINT_BYTES, f"{asked} points at a time", "Write chunk=100_000.")
    return max(1, available_memory() // (2 * POINT_BYTES))


def _fitting(description, points, wanted):
    """So many points, or as many as fit on the device if fewer do; what is wanted must fit."""
    size = description.points.size
    run, _ = ready(description, 0, min(2, size))
    place = run.place
    points, at_once = min(points, size), min(AT_ONCE, -(-size // points))
    needed = at_once * run.nbytes(points)
    room = (1 - SPARED) * place.free(needed)
    most = points
    while most and at_once * run.nbytes(most) > room:
        most, at_once = most // 2, AT_ONCE
    if most < (points if wanted else 1):
        raise too_large(place.name, needed, room, most)
    return most
