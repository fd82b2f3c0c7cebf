"""The loop over the intervals of populations that projections connect: one, compiled once, that calls every kernel.

An interval is as long as the shortest lag, so that what is fired in it arrives after it. Each thread takes a block of a
population, delivers what was fired in the interval before into the block's columns of the rings, steps the block's
neurons through the interval, and lists their spikes. Nobody writes another's columns, and nothing is done by one thread
alone.
"""

from numba import njit, prange

from fastneuron.simd.lanes.single import claim

from ..adaptive.queue import NEXT
from ..kernel.options import CALLED
from ..spikes.deliver import AHEAD, FIRST, PRE, SINGLE, STOP, add_row_f4, add_row_f8, amount_of, ask_for, row_from
from ..spikes.lists import (
    BLOCKS,
    CAPACITY,
    CLOCK,
    COUNTS,
    DATA,
    DRIVER,
    EDGES,
    FIRST_PLASTIC,
    FIRST_ROW,
    IS_SOURCE,
    LAST_PLASTIC,
    LAST_ROW,
    LISTS,
    QUEUE,
    SOURCE_STARTS,
    WIDTH,
    extract,
)
from ..spikes.memory import write_i8
from ..spikes.plastic import STEP_SHIFT
from ..spikes.stamped import stamped
from ..threads.parallel import call, count_on
from ..threads.regions import parallel
from ..threads.turns import DONE, join, leave, open_next
from ..threads.turns import END as OVER

# Entries of the state of the loop: steps of the interval in the segment, from and to; those of the one before; which
# side lists are written to; the first step of the segment since the start; steps of the segment; the longest interval.
BEGIN, END, BEFORE, SINCE, SIDE, START, STEPS, LENGTH = range(STATES := 8)


@njit(**CALLED)
def next_interval(state, pieces):
    """Go on to the next interval of a segment; whether there is one. Behind the last is one without steps."""
    done = state[END]
    if state[BEGIN] == done == state[STEPS]:
        return False
    state[BEFORE], state[SINCE] = state[BEGIN], done
    state[BEGIN], state[END] = done, min(done + state[LENGTH], state[STEPS])
    state[SIDE] = 1 - state[SIDE]
    pieces[:, 0], pieces[:, 1] = state[BEGIN], state[END]
    return True


@njit(**CALLED)
def spikes_in(m, side, block, k, origin, length, lists, counts, sources):
    """Where the list of a block and a step begins, and how long it is."""
    if m[IS_SOURCE]:
        begin, end = sources[m[SOURCE_STARTS] + k], sources[m[SOURCE_STARTS] + k + 1]
        return m[LISTS] + begin, end - begin
    n = (side * m[BLOCKS] + block) * length + k - origin
    return m[LISTS] + n * m[CAPACITY], counts[m[COUNTS] + n]


@njit(**CALLED)
def deliver_block(m, block, left, state, members, conns, weights, lists, counts, sources):
    """What was fired in the interval before, into a block's columns."""
    side, length = 1 - state[SIDE], state[LENGTH]
    for k in range(state[BEFORE], state[SINCE]):
        step = state[START] + k
        for row in range(m[FIRST_ROW], m[LAST_ROW]):
            c = conns[row]
            pre = members[c[PRE]]
            for other in range(pre[BLOCKS]):
                at, found = spikes_in(pre, side, other, k, state[BEFORE], length, lists, counts, sources)
                for n in range(found):
                    ahead = lists[at + n + AHEAD] if n + AHEAD < found else -1
                    if c[FIRST] <= ahead < c[STOP]:
                        ask_for(c, block, ahead - c[FIRST])
                    source = lists[at + n]
                    if c[FIRST] <= source < c[STOP]:
                        begin, end = row_from(c, block, source - c[FIRST])
                        if c[SINGLE]:
                            add_row_f4(c, weights[row], amount_of(c, at + n), step, left, begin, end)
                        else:
                            add_row_f8(c, weights[row], amount_of(c, at + n), step, left, begin, end)


@njit(nogil=True)
def step_gangs(m, first, stop):
    """Step some gangs of a population; where its solver chooses its steps all, which are one block."""
    if m[QUEUE]:
        write_i8(m[QUEUE], NEXT, 0)
        call(m[DRIVER], 0, 1, m[DATA])
    else:
        call(m[DRIVER], first, stop, m[DATA])


@njit(nogil=True)
def spent(m, plastic, state, begin, end, n, counts):
    """What plasticity leaves of the spikes of an interval; ``n`` is the number of its first list."""
    for row in range(m[FIRST_PLASTIC], m[LAST_PLASTIC]):
        for k in range(end - begin):
            step, found = state[START] + begin + k, counts[m[COUNTS] + n + k]
            place = m[LISTS] + (n + k) * m[CAPACITY]
            call(plastic[row, 0], place, (step << STEP_SHIFT) | found, plastic[row, 1])


# A function of its own: in the body of a parallel loop Numba takes what is read of arrays out of the loops in it.
@njit(nogil=True)
def work(members, conns, weights, pieces, items, edges, plastic, lists, counts, sources, turns, claims, state):
    """What a thread does: block by block, interval by interval, until the segment is done."""
    now = join(turns)
    while now != OVER:
        item = claim(claims, 0, 1)
        while item < len(items):
            m, block = members[items[item, 0]], items[item, 1]
            first, stop = edges[m[EDGES] + block], edges[m[EDGES] + block + 1]
            deliver_block(m, block, first * m[WIDTH], state, members, conns, weights, lists, counts, sources)
            if state[END] > state[BEGIN]:
                step_gangs(m, first, stop)
                n = (state[SIDE] * m[BLOCKS] + block) * state[LENGTH]
                extract(m, state[BEGIN], state[END], first, stop, lists, counts, n)
                spent(m, plastic, state, state[BEGIN], state[END], n, counts)
            claim(turns, DONE, 1)
            item = claim(claims, 0, 1)
        if leave(turns, now, len(items)):
            claims[0] = 0
            open_next(turns, next_interval(state, pieces))
        now = join(turns)


@parallel(nogil=True, keep=stamped)
def run_pieces(
    members, conns, weights, pieces, items, edges, plastic, lists, counts, sources, threads, turns, claims, state
):  # fmt: skip
    """Step all populations through a segment; what its last spikes give is delivered too.

    Parameters
    ----------
    members, conns : ndarray of int64
        Tables of populations and of projections, see `spikes.lists` and `spikes.deliver`.
    weights : ndarray
        The weight of each projection that has one.
    pieces : ndarray of int64 (populations, 2)
        `Piece.at` of each.
    items : ndarray of int64 (blocks of all populations, 2)
        Population and number of each block.
    edges : ndarray of int64
        First gangs of the blocks of each population, and behind the last.
    plastic : ndarray of int64 (plastic projections, 2)
        Address of the driver of each, and of its arguments, see `spikes.plastic`; of a population one after the other.
    lists, counts, sources : ndarray
        Lists of all, how long each is, and where those of sources begin.
    threads : int
    turns, claims : ndarray of int64
        All 0.
    state : ndarray of int64
        See above; with BEGIN and END 0 before the first interval.
    """
    if next_interval(state, pieces):
        for _ in prange(threads):
            work(members, conns, weights, pieces, items, edges, plastic, lists, counts, sources, turns, claims, state)
    for n in range(len(members)):  # here, where no signal is handled: see `Driver`
        if not members[n, IS_SOURCE]:
            count_on(members[n, CLOCK], state[STEPS])

