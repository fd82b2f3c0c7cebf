"""Python that no signal handler interrupts, where what belongs together cannot be changed by one call."""

import threading
from concurrent.futures import Future, wait


def undisturbed(function, *arguments):
    """Call a function in a thread of its own, where no handler is called, and wait for it.

    What a handler raises meanwhile is raised when the function is done, or at once if it has not begun.
    """
    future, started, raised = Future(), False, None
    while True:
        try:
            if not started:
                started = True
                threading.Thread(target=_run, args=(future, function, arguments)).start()
            wait([future])
            break
        except BaseException as error:
            raised = error
            if future.cancel():  # it does not begin any more
                break
    if raised is not None:
        raise raised
    return future.result()


def _run(future, function, arguments):
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(function(*arguments))
    except BaseException as error:
        future.set_exception(error)
