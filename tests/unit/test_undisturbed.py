"""Python that no signal handler interrupts."""

import signal
import threading

import pytest

from fastneuron.engine.threads.undisturbed import undisturbed

MAIN = threading.main_thread().ident


@pytest.fixture(autouse=True)
def handler():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_results_and_errors_come_out():
    assert undisturbed(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        undisturbed(divmod, 7, 0)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows has no signals to a thread")
def test_signals_wait_for_the_end():
    """However many come."""
    done, pause = [], threading.Event()

    def work():
        for n in range(3):
            signal.pthread_kill(MAIN, signal.SIGINT)
            pause.wait(0.05)
            done.append(n)

    with pytest.raises(KeyboardInterrupt):
        undisturbed(work)
    assert done == [0, 1, 2]


def test_what_has_not_begun_does_not_begin(monkeypatch):
    def start(thread):
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(KeyboardInterrupt):
        undisturbed(pytest.fail, "it began")
