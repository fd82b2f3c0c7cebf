"""Gangs shared out among threads: each once, whatever a thread does."""

import threading

import pytest

from fastneuron.engine.threads import share_out


@pytest.mark.parametrize(("gangs", "threads"), [(1, 1), (1, 4), (7, 2), (100, 3), (5, 1)])
def test_every_gang_once(gangs, threads):
    done, names, both = [], set(), threading.Barrier(2, timeout=20)

    def driver(kernel, first, stop, data):
        if gangs > 1 and threads == 2 and threading.current_thread().name not in names:
            names.add(threading.current_thread().name)
            both.wait()  # until the other thread has begun as well
        assert (kernel, data) == ("kernel", "data")
        done.extend(range(first, stop))

    share_out(driver, "kernel", gangs, "data", threads)
    assert sorted(done) == list(range(gangs))
    assert len(names) == (2 if threads == 2 else 0)


@pytest.mark.parametrize("bad", ("MainThread", "fastneuron"))
def test_an_error_in_any_thread_is_raised_when_all_have_ended(bad):
    both, ended = threading.Barrier(2, timeout=20), []

    def driver(kernel, first, stop, data):
        name = threading.current_thread().name
        if name not in ended:
            ended.append(name)
            both.wait()
            if name.startswith(bad):
                raise ValueError(bad)

    with pytest.raises(ValueError, match=bad):
        share_out(driver, "kernel", 8, "data", 2)
    assert len(ended) == 2
