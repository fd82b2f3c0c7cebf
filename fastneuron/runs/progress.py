"""Telling how far a run or a sweep is."""

import contextlib


@contextlib.contextmanager
def reporting(progress, total, unit="point"):
    """A function to call with the number of finished points, first with those that were finished before.

    Parameters
    ----------
    progress : bool, "always" or callable
        A bar, a bar also where the output is no terminal, or a function of finished and all points.
    total : int
        All points.
    unit : str, default "point"
        What is counted.
    """
    if not progress:
        yield lambda done: None
    elif callable(progress):
        yield lambda done: progress(done, total)
    else:
        from tqdm.auto import tqdm

        hidden = False if progress == "always" else None  # None: hidden where there is no terminal
        with tqdm(total=total, unit=unit, unit_scale=True, disable=hidden) as bar:
            yield lambda done: _move(bar, done)


def _move(bar, done):
    if bar.n == 0:
        bar.initial = done  # does not count for the speed
    bar.update(done - bar.n)
