"""Results of a sweep in a Zarr store, which xarray opens and an interrupted sweep goes on with.

One array a variable, in chunks of the same block of points as the work is cut in. The status of a chunk is
written last: where it says "not run" the chunk has to be computed, whatever else is there.
"""

import contextlib
import os
import shutil
import warnings

import numpy as np

from ..errors import OutputExistsError, OutputNotWritableError
from .chunks import Chunks, block_of
from .key import content_key, differences, parts
from .labels import NOT_RUN, attributes, coordinates, variables

KEY, PARTS, BLOCK = "fastneuron_key", "fastneuron_key_parts", "fastneuron_chunk"


class Store:
    """A Zarr store (format 3): made, or taken up again where it was left.

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
    OutputNotWritableError
        If it cannot be written.
    """

    def __init__(self, path, description, resume=False):
        self.path = os.fspath(path)
        self.description = description
        self.variables = variables(description)
        self.parts = parts(description)
        self.key = content_key(self.parts)
        self.root = self._taken_up() if resume and os.path.exists(self.path) else self._begun()
        self.fresh = BLOCK not in self.root.attrs
        self.kept = not self.fresh

    def _begun(self):
        """A new store: an empty group with the key."""
        import zarr

        if os.path.exists(self.path):
            raise OutputExistsError(
                owner="sweep", path=self.path,
                advice=f"Write resume=True to go on with it, or store={_next(self.path)!r}.",
            )  # fmt: skip
        with self._written():
            return zarr.open_group(self.path, mode="w-", zarr_format=3, attributes={KEY: self.key, PARTS: self.parts})

    def _taken_up(self):
        import zarr

        try:
            root = zarr.open_group(self.path, mode="r+", use_consolidated=False)
        except (OSError, ValueError) as error:
            raise self._another("it is not a store of a sweep") from error
        if root.attrs.get(KEY) != self.key:
            raise self._another(self._difference(root.attrs.get(PARTS)))
        return root

    def _difference(self, theirs):
        """Why the store is of another sweep; older ones do not know the parts of their key."""
        if theirs is None:
            return "it holds a sweep with other parameters, or of another version"
        words = differences(self.parts, theirs, self.description.model.__name__)
        return f"it holds a sweep in which this was different: {words}"

    def _another(self, reason):
        advice = f"It cannot be resumed: {reason}. Write to another path (store={_next(self.path)!r})."
        return OutputExistsError(owner="sweep", path=self.path, advice=advice)

    @contextlib.contextmanager
    def _written(self):
        """Errors of the system as errors of the store, which say where the results are."""
        try:
            yield
        except OSError as error:
            kept = self.path if getattr(self, "kept", False) else None
            elsewhere = 'Write to a folder of yours, such as store="fi.zarr".'
            advice = "Go on with resume=True when there is room." if kept else elsewhere
            raise OutputNotWritableError(
                owner="sweep", path=self.path, reason=error.strerror or str(error), kept=kept, advice=advice
            ) from error

    def layout(self, points_per_chunk):
        """The chunks of the sweep: those of the store, if it was begun before."""
        shape = self.description.points.shape
        if self.fresh:
            with self._written():
                self._create(block_of(shape, points_per_chunk))
        self.arrays = {name: self.root[name] for name in self.variables}
        self.status = self.arrays["status"][...]
        return Chunks(shape, self.root.attrs[BLOCK])

    def _create(self, block):
        points = self.description.points
        for name, variable in self.variables.items():
            self.root.create_array(
                name, shape=points.shape, chunks=block, dtype=variable.dtype, fill_value=variable.missing,
                dimension_names=points.dims, attributes=variable.stored,
            )  # fmt: skip
        for name, (dimension, values, about) in coordinates(points).items():
            array = self.root.create_array(
                name, shape=values.shape, chunks=values.shape, dtype=values.dtype,
                dimension_names=(dimension,), attributes=about,
            )  # fmt: skip
            array[...] = values
        self.root.attrs.update({**attributes(self.description), BLOCK: list(block)})
        self._consolidate()

    def _consolidate(self):
        """All metadata in one file: without it xarray warns that opening is slow."""
        import zarr

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it is an extension of format 3, and xarray's default
            zarr.consolidate_metadata(self.path)

    def done(self, chunk):
        """Whether a chunk was finished before."""
        return bool(np.all(self.status[chunk.region] != NOT_RUN))

    def write(self, chunk, values):
        """Write the values of a chunk's points, the status last."""
        shape = tuple(part.stop - part.start for part in chunk.region)
        with self._written():
            for name, array in self.arrays.items():
                array[chunk.region] = values[name].reshape(shape)
        self.status[chunk.region] = values["status"].reshape(shape)
        self.kept = True

    def dataset(self):
        """The store as xarray.Dataset, read when it is looked at; integers stay so if none of them is missing."""
        import xarray as xr

        whole = not np.any(self.status == NOT_RUN if self.description.keep_failed else self.status)
        as_they_are = [name for name, variable in self.variables.items() if variable.marked and whole]
        decoded = {name: name not in as_they_are for name in self.variables}
        found = xr.open_zarr(self.path, chunks=None, mask_and_scale=decoded)[list(self.variables)]
        for name in as_they_are:
            del found[name].attrs["_FillValue"]
        return found

    def discard(self):
        """Remove the store if it is new: nothing was written to it."""
        if self.fresh:
            shutil.rmtree(self.path, ignore_errors=True)


def _next(path):
    """A path like this one that does not exist."""
    stem, extension = os.path.splitext(path)
    number = 2
    while os.path.exists(f"{stem}-{number}{extension}"):
        number += 1
    return f"{stem}-{number}{extension}"
