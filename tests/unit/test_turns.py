"""Threads that take turns: every pass is finished before the next begins, by whoever is there."""

import threading
import time

import numpy as np
import pytest
from numba import njit

from fastneuron.engine.threads.turns import COUNTERS, DONE, END, change, join, leave, open_next

PASSES, NEURONS = 200, 37


@njit(nogil=True)
def work(counters, taken, log, order):
    """Neurons of a pass one by one; each notes the pass that it was in, and how many were done in the one before."""
    now = join(counters)
    while now != END:
        number = now // 2
        neuron = change(taken, 0, 1)
        while neuron < NEURONS:
            log[number, neuron] += 1
            change(order, number, 1)
            change(counters, DONE, 1)
            neuron = change(taken, 0, 1)
        if leave(counters, now, NEURONS):
            if order[number] != NEURONS or (number + 1 < PASSES and order[number + 1] != 0):
                order[number] = -1
            taken[0] = 0
            open_next(counters, number + 1 < PASSES)
        now = join(counters)


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_all_passes_are_done_once_and_in_order(threads):
    log, order = np.zeros((PASSES, NEURONS), np.int64), np.zeros(PASSES, np.int64)
    counters, taken = np.zeros(COUNTERS, np.int64), np.zeros(1, np.int64)
    if threads == 1:
        work(counters, taken, log, order)
    others = [threading.Thread(target=work, args=(counters, taken, log, order)) for _ in range(threads)]
    for thread in others:  # some come when it is half done, or over
        thread.start()
        time.sleep(0.001)
    for thread in others:
        thread.join(60)
        assert not thread.is_alive()
    assert np.all(log == 1) and np.all(order == NEURONS)
