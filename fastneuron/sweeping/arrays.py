"""The Zarr arrays of a store: made, opened and looked through, written in an order that a kill does no harm to."""

import os
import warnings

import numpy as np

from . import disk, kept
from .labels import NOT_RUN, attributes, coordinates, variables


class Arrays:
    """One array a variable and coordinate, each chunk with a checksum.

    Parameters
    ----------
    path : str
        Of the store.
    description : Description
    root : zarr.Group

    Attributes
    ----------
    status : ndarray of int8
        Of all points, as it is on the disk.
    """

    def __init__(self, path, description, root):
        self.path, self.description, self.root = path, description, root
        self.variables, self.coordinates = variables(description), coordinates(description.points)

    def create(self, chunks):
        """Make them; what says that they are all there is written last."""
        import zarr

        self.chunks, self.arrays = chunks, {}
        with zarr.config.set({"array.write_empty_chunks": True}):
            for name, arguments in self._wanted().items():
                self.arrays[name] = self.root.create_array(name, overwrite=True, **arguments)
        for name, (_, values, _) in self.coordinates.items():
            self.arrays[name][...] = values
        self.root.attrs.update({**attributes(self.description), kept.BLOCK: list(chunks.block)})
        disk.sync_all(self.path)
        self._consolidate()
        disk.sync([os.path.join(self.path, kept.ABOUT)])
        self.status = np.full(chunks.shape, NOT_RUN, np.int8)

    def open(self, chunks, read_only=None):
        """Open those of a store that is gone on with. What is damaged or missing counts as not run, and is removed.

        Parameters
        ----------
        chunks : Chunks
        read_only : OSError or None
            Why nothing may be written here: it is raised if something is damaged.
        """
        import zarr

        self.chunks = chunks
        with zarr.config.set({"array.write_empty_chunks": True}):  # a chunk that is not there was not written
            self.arrays = kept.arrays(self.root, self._wanted())
        damaged = [path for number in range(len(chunks)) for path in self._damaged(number)]
        missing = [name for name in self.coordinates if not disk.is_whole(self._file(name, (0,)))]
        if not read_only:
            self._mend(damaged, missing)
        elif damaged or missing:
            raise read_only
        self.status = self.arrays["status"][...]

    def _mend(self, damaged, missing):
        for path in damaged:
            disk.remove(path)
        for name in missing:
            self.arrays[name][...] = self.coordinates[name][1]
        if "consolidated_metadata" not in kept.read(self.path):
            self._consolidate()

    def _damaged(self, number):
        """What to remove of a chunk of which not all files are whole: first the status, for all who read the store."""
        files = self._files(self.chunks.place(number))
        status = files.pop("status")
        damaged = [path for path in files.values() if not disk.is_whole(path)]
        if os.path.exists(status) and (damaged or not disk.is_whole(status)):
            return [status, *damaged]
        return []

    def write(self, chunk, values):
        """Write the values of a chunk's points; the status last, when the others are on the disk."""
        shape = tuple(part.stop - part.start for part in chunk.region)
        files = self._files(self.chunks.place(chunk.number))
        status = files.pop("status")
        disk.remove(status)
        for name in files:
            self.arrays[name][chunk.region] = values[name].reshape(shape)
        disk.sync(list(files.values()))
        self.arrays["status"][chunk.region] = self.status[chunk.region] = values["status"].reshape(shape)
        disk.sync([status])

    def _files(self, place):
        return {name: self._file(name, place) for name in self.variables}

    def _file(self, name, place):
        return os.path.join(self.path, name, self.arrays[name].metadata.encode_chunk_key(place))

    def _wanted(self):
        """Name and arguments of `zarr.create_array` for each."""
        from zarr.codecs import Crc32cCodec, ZstdCodec

        points, codecs = self.description.points, {"compressors": (ZstdCodec(), Crc32cCodec())}
        found = {}
        for name, v in self.variables.items():
            about = {"fill_value": v.missing, "dimension_names": points.dims, "attributes": v.stored}
            found[name] = {"shape": points.shape, "chunks": self.chunks.block, "dtype": v.dtype, **about, **codecs}
        for name, (dimension, values, about) in self.coordinates.items():
            about = {"dimension_names": (dimension,), "attributes": about}
            found[name] = {"shape": values.shape, "chunks": values.shape, "dtype": values.dtype, **about, **codecs}
        return found

    def _consolidate(self):
        """All metadata in one file: without it xarray warns that opening is slow."""
        import zarr

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it is an extension of format 3, and xarray's default
            zarr.consolidate_metadata(self.root.store)
