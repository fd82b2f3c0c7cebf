"""What Ctrl-C leaves behind."""


class SweepInterrupted(KeyboardInterrupt):
    """A sweep was stopped; what was finished is kept, if a chunk was.

    Parameters
    ----------
    done, total : int
        Finished points, and all of them.
    path : str or None
        The store that holds what is finished.
    dataset : xarray.Dataset or None
        What is finished, if there is no store; the status of the other points is -1.

    Examples
    --------
    >>> print(SweepInterrupted(300, 1000, "fi.zarr"))
    sweep: interrupted after 300 of 1000 points, which are in fi.zarr.
    Go on with sweep(..., store='fi.zarr', resume=True).
    """

    def __init__(self, done, total, path=None, dataset=None):
        self.done, self.total, self.path, self.dataset = done, total, path, dataset
        text = f"sweep: interrupted after {done} of {total} points, "
        if not done:
            text += "of which nothing is kept. Write the same line again."
        elif path is None:
            text += "which are in the exception's .dataset. With store= a sweep can be resumed."
        else:
            text += f"which are in {path}. Go on with sweep(..., store={path!r}, resume=True)."
        super().__init__(text)

    def __reduce__(self):
        return SweepInterrupted, (self.done, self.total, self.path, self.dataset)
