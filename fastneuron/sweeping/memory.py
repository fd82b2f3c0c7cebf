"""Results of a sweep in memory."""

import numpy as np

from ..errors import RecordingTooLargeError
from ..memory import available_memory, check_room, count
from .chunks import Chunks, block_of
from .labels import variables

POINT = 3  # bytes of a point in any sweep: its status twice, and one for the comparison of bounds

COPY = 8  # bytes of a value that is an integer: of the number that it becomes where another one is missing


def check_points(points, draws):
    """Refuse so many points that their status does not fit in memory, wherever their results go.

    Parameters
    ----------
    points : Points
    draws : int
        First values that are drawn for all points at once.
    """
    nbytes = points.size * (POINT + (64 if draws else 0) + 8 * draws)
    sizes, product = [axis.values.size for axis in points.axes], " x ".join(map(str, points.shape))
    check_room("sweep", "parameters", tuple(sizes), nbytes, f"{count(points.size)} points ({product})",
               "Write fewer values, such as np.linspace(0, 30, 1000) * pq.mA.")  # fmt: skip


class Memory:
    """Arrays of all points, filled chunk by chunk; refused beforehand if they do not fit.

    Parameters
    ----------
    description : Description
    """

    path = None

    def __init__(self, description):
        self.description = description
        self.variables = variables(description)
        size = description.points.size
        needed = size * sum(v.dtype.itemsize + v.marked * COPY for v in self.variables.values())
        available = available_memory()
        if needed > available:
            raise RecordingTooLargeError(
                owner="sweep", name=", ".join(self.variables), nbytes=needed, available=available,
                advice='Write store="sweep.zarr": the results then go to disk chunk by chunk.',
            )  # fmt: skip

    def layout(self, points_per_chunk):
        """The chunks of the sweep; called once, before any of them is written."""
        shape = self.description.points.shape
        self.arrays = {name: np.full(shape, v.missing, v.dtype) for name, v in self.variables.items()}
        return Chunks(shape, block_of(shape, points_per_chunk))

    @property
    def status(self):
        """Status of all points."""
        return self.arrays["status"]

    def done(self, chunk):
        """Whether a chunk is finished: not before it was run."""
        return False

    def write(self, chunk, values):
        """Take the values of a chunk's points."""
        for name, array in self.arrays.items():
            array[chunk.region] = values[name].reshape(array[chunk.region].shape)

    def dataset(self):
        """All of it as xarray.Dataset."""
        import xarray as xr

        from .labels import attributes, coordinates

        points = self.description.points
        data = {name: (points.dims, v.shown(self.arrays[name]), v.attributes) for name, v in self.variables.items()}
        return xr.Dataset(data, coordinates(points), attributes(self.description))

    def discard(self):
        """Nothing to remove."""

    def close(self):
        """Nothing to leave."""
