"""The projections to a population on a device: their synapses, and where those look who fire."""

import numpy as np

from . import deliver


class Incoming:
    """The projections to a population, as `deliver.deliver` takes them.

    Parameters
    ----------
    loop : DeviceLoop
    member : DeviceMember
    wires : list of Wire
        In the order in which what arrives is added.
    """

    def __init__(self, loop, member, wires):
        self.place, self.members, self.rings = loop.place, len(loop.members), member.all_rings
        self.pre, self.blocks = [wire.pre for wire in wires], member.blocks
        dtype, parts = member.population.dtype, ([], [], [], [])
        self.table = np.array([self._entry(loop, wire, parts) for wire in wires], np.int64)
        index = wires[0].rows.index.dtype  # that of all, whose blocks are the same
        kinds = np.int64, index, dtype, np.uint16
        arrays = [self.place.joined(arrays, kind) for arrays, kind in zip(parts, kinds, strict=True)]
        shared = np.array([wire.weight for wire in wires], dtype)
        self.edges, self.conns = self.place.put(member.edges), self.place.put(self.table)
        self.arrays = self.place.put(shared), *arrays

    def _entry(self, loop, wire, parts):
        """A row of the table of projections; the arrays of the projection go to their ends."""
        rows, synapses, entry = wire.rows, wire.rows.synapses, [0] * deliver.COLUMNS
        arrays = rows.starts.reshape(-1), rows.index, rows.weight, rows.lag
        for column, part, array in zip(range(deliver.STARTS, deliver.LISTS), parts, arrays, strict=True):
            entry[column] = -1 if array is None else sum(map(len, part))
            if array is not None:
                part.append(array if column == deliver.STARTS else array[:synapses])
        entry[deliver.FIRST], entry[deliver.STOP] = wire.first, wire.stop
        entry[deliver.RING], entry[deliver.LAG] = wire.receptor, wire.lag
        if wire.pre < len(loop.members):
            entry[deliver.LISTS], entry[deliver.NUMBER] = loop.firsts[wire.pre], wire.pre * loop.length
            entry[deliver.ROOM] = loop.members[wire.pre].population.neurons
        return entry

    def look_at(self, places, entries):
        """Take the lists of sources where they are in a segment: numbers and entries of their first ones."""
        for own, pre in zip(self.table, self.pre, strict=True):
            if pre >= self.members:
                own[[deliver.NUMBER, deliver.LISTS]] = places[pre - self.members], entries[pre - self.members]
        self.conns = self.place.put(self.table)

    def deliver(self, before, since, start, lists, counts, sources):
        """Deliver what was fired in some steps of a segment."""
        if before < since:
            grid, steps = (self.blocks, deliver.THREADS), (before, since, start)
            own = self.edges, self.conns, *self.arrays, self.rings
            self.place.launch(deliver.deliver, *grid, *steps, *own, lists, counts, sources)
