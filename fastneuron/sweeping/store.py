"""Results of a sweep in a Zarr store, which xarray opens and an interrupted sweep goes on with.

One array a variable, in chunks of the same block of points as the work is cut in. The status of a chunk is written
last, when the others are on the disk: where it says "not run" the chunk has to be computed, whatever else is there.
"""

import contextlib
import os
import shutil

import numpy as np

from ..errors import OutputExistsError, OutputInUseError, OutputNotWritableError
from ..runs.status import Status
from . import disk, kept
from .arrays import Arrays
from .chunks import Chunks, block_of
from .kept import KEY, PARTS
from .key import content_key, parts
from .labels import NOT_RUN, variables
from .lock import HeldError, Lock


class Store:
    """A Zarr store (format 3): made, or taken up again where it was left. It belongs to this process until `close`.

    Parameters
    ----------
    path : str or path
        Of a folder that does not exist yet, unless ``resume``.
    description : Description
    resume : bool
        Whether to go on with a store of the same sweep. A path that does not exist is then begun.

    Raises
    ------
    OutputExistsError
        If the path exists, or with ``resume`` holds something else.
    OutputInUseError
        If another process writes to it.
    OutputNotWritableError
        If it cannot be written.
    """

    def __init__(self, path, description, resume=False):
        self.path, self.description = disk.folder(path), description
        self.variables, self.parts = variables(description), parts(description)
        self.key, self.lock = content_key(self.parts), Lock(self.path)
        self.kept, self.made, self.fresh, self.read_only = False, False, True, None
        try:
            with self._explained():
                self._take_lock(resume)
                root = self._taken_up() if os.path.lexists(self.path) else self._begun()
        except BaseException:
            self.discard()
            self.close()
            raise
        self.arrays = Arrays(self.path, description, root)

    @contextlib.contextmanager
    def _explained(self):
        """What stands in the way as errors that say what to write, and where the results are."""
        try:
            yield
        except HeldError as error:
            advice = f"Wait for it, or write to {self._another()}. {error.advice}."
            raise OutputInUseError(owner="sweep", path=self.path, writer=error.writer, advice=advice) from None
        except kept.UnusableError as error:
            advice = f"It cannot be resumed: {error}. Write to {self._another()}."
            raise OutputExistsError(owner="sweep", path=self.path, advice=advice) from None
        except OSError as error:
            if isinstance(error, OutputExistsError):
                raise
            raise self._not_writable(error) from error

    def _another(self):
        return f"another path (store={disk.free_path(self.path)!r})"

    def _not_writable(self, error):
        where = self.path if self.kept else None
        elsewhere = 'Write to a folder of yours, such as store="fi.zarr".'
        advice = "Go on with resume=True when there is room." if where else elsewhere
        advice = getattr(error, "advice", advice)  # of what is no file
        reason = error.strerror or str(error)
        return OutputNotWritableError(owner="sweep", path=self.path, reason=reason, kept=where, advice=advice)

    def _take_lock(self, resume):
        """Take the lock; what exists is not touched without ``resume``, but it is said who writes to it."""
        there = os.path.lexists(self.path)
        if there and not resume:
            self.lock.check()
            advice = f"Write resume=True to go on with it, or store={disk.free_path(self.path)!r}."
            raise OutputExistsError(owner="sweep", path=self.path, advice=advice)
        try:
            self.lock.take()
        except OSError as error:
            if not there:
                raise
            self.read_only = error  # of use all the same if it is finished

    def _begun(self):
        """A new store: an empty group with the key."""
        os.makedirs(self.path)
        self.made = True
        return self._group()

    def _group(self):
        import zarr

        about = {KEY: self.key, PARTS: self.parts}
        return zarr.create_group(_local(self.path), zarr_format=3, attributes=about)

    def _taken_up(self):
        import zarr

        found = kept.about(self.path)
        if found is None:  # whoever began it was killed at once
            self._need_lock()
            return self._group()
        kept.check_key(found, self.key, self.parts, self.description.model.__name__)
        self.fresh = not kept.is_begun(self.path, found)
        self.kept = not self.fresh
        return zarr.open_group(_local(self.path), mode="r+", zarr_format=3, use_consolidated=False)

    def layout(self, points_per_chunk):
        """The chunks of the sweep: those of the store, if it was begun before."""
        shape = self.description.points.shape
        with self._explained():
            if self.fresh:
                self._need_lock()
                chunks = Chunks(shape, block_of(shape, points_per_chunk))
                self.arrays.create(chunks)
            else:
                chunks = Chunks(shape, kept.block(self.path, shape))
                self.arrays.open(chunks, self.read_only)
                if not all(map(self.done, chunks)):
                    self._need_lock()
        return chunks

    def _need_lock(self):
        """Raise why the lock could not be taken: without it nothing is written."""
        if self.read_only:
            raise self.read_only

    @property
    def status(self):
        """Status of all points."""
        return self.arrays.status

    def done(self, chunk):
        """Whether a chunk was finished before; one that failed on workers is tried again."""
        status = self.status[chunk.region]
        return not np.any((status == NOT_RUN) | (status == Status.CHUNK_FAILED))

    def write(self, chunk, values):
        """Write the values of a chunk's points, the status last."""
        with self._explained():
            self.arrays.write(chunk, values)
        self.kept = True

    def dataset(self):
        """The store as xarray.Dataset, read when it is looked at; integers stay so if none of them is missing."""
        import xarray as xr

        whole = not np.any(self.status == NOT_RUN if self.description.keep_failed else self.status)
        as_they_are = [name for name, variable in self.variables.items() if variable.marked and whole]
        decoded = {name: name not in as_they_are for name in self.variables}
        how = {"chunks": None, "mask_and_scale": decoded, "zarr_format": 3}  # others are not even looked for
        opened = xr.open_zarr(_local(self.path, read_only=True), **how)
        found = opened[list(self.variables)]
        for name in as_they_are:
            del found[name].attrs["_FillValue"]
        return found

    def discard(self):
        """Remove the store if this process has made it and nothing was written to it."""
        if self.made and not self.kept:
            shutil.rmtree(self.path, ignore_errors=True)

    def close(self):
        """Leave it to others."""
        self.lock.release()


def _local(path, **options):
    """A folder, whatever its name ends with."""
    from zarr.storage import LocalStore

    return LocalStore(path, **options)
