"""What is computed of presynaptic neurons between their spikes and delivery: short-term plasticity, pulses.

Each such projection has a driver that is called with the spikes of a block and a step: by the loop over intervals, or,
where a source has the spikes, for a whole segment ahead.
"""

import weakref

import numpy as np

from ..spikes import deliver, lists
from ..spikes.plastic import PlasticData, Spent, kernel_of_plasticity, run_plastic
from ..spikes.pulses import NEVER, PulseData, Pulses, kernel_of_pulses, run_ahead, run_pulses
from ..threads.aligned import padded
from ..threads.parallel import pack

AHEAD_BYTES = 2**26  # of lists that are made for a segment
LIST = 10  # entries that a list without spikes takes as much as, before all are put together


class Presynaptic:
    """The drivers of a `Loop`, and what they work on.

    Projections with pulses have lists of their own, from which they are delivered: rows of the loop's table, behind
    those of sources.
    """

    def __init__(self, loop):
        self.loop = weakref.proxy(loop)  # a network that is gone leaves no cycle behind, see `Population.carried`
        self.firsts = len(loop.members) + len(loop.sources)
        self.pulsed = [wire for wire in loop.wires if wire.pulses]
        self.rows = self.firsts + len(self.pulsed)
        self._clock = np.zeros(1, np.int64)  # that goes on for nobody
        self._amounts, self._alive = {}, []

    def row_of(self, wire):
        """Where the lists are that a projection is delivered from, in the loop's table."""
        if not wire.pulses:
            return wire.pre
        return self.firsts + next(n for n, one in enumerate(self.pulsed) if one is wire)

    def place(self, place, first):
        """Write the rows of lists, those of populations to begin at an entry and a number; where these then end."""
        for wire in self.pulsed:
            own = self.loop.table[self.row_of(wire)]
            if self._of_source(wire):
                own[[lists.IS_SOURCE, lists.BLOCKS]] = 1
                continue
            own[:] = self.loop.table[wire.pre]
            own[[lists.LISTS, lists.COUNTS, lists.CLOCK]] = place, first, self._clock.ctypes.data
            number = 2 * own[lists.BLOCKS] * self.loop.length
            place, first = place + number * own[lists.CAPACITY], first + number
        return place, first

    @property
    def most_steps(self):
        """Steps of a segment for which there is room for the spikes of sources, and for what is made of them."""
        entries = sum(wire.pulses.neurons for wire in self.pulsed if self._of_source(wire))
        entries += sum(LIST + source.a_step for source in self.loop.sources)
        return max(1, int(AHEAD_BYTES / (12 * entries))) if entries else 2**62

    def of_sources(self, steps):
        """The rows of lists that are made for a segment, and how many entries they may have."""
        return [(self.loop.table[self.row_of(wire)], steps * wire.pulses.neurons)
                for wire in self.pulsed if self._of_source(wire)]  # fmt: skip

    def begin(self, fired, starts, start, steps):
        """Drivers with their arguments for a segment, population by population; those of sources are called.

        Parameters
        ----------
        fired, starts : ndarray
            All lists, and where those of sources begin.
        start, steps : int
            First step of the segment, and number of its steps.

        Returns
        -------
        ndarray of int64 (projections of populations, 2)
        """
        self._alive, rows, done = [], [], {}
        for m in range(len(self.loop.members) + len(self.loop.sources)):
            mine = []
            for n, row in zip(self.loop.order, self.loop.conns, strict=True):
                wire = self.loop.wires[n]
                own = wire.plasticity or wire.pulses
                if wire.pre != m or own is None:
                    continue
                if own.key in done:  # where weights of both signs are two wires
                    row[deliver.AMOUNTS] = done[own.key]
                    continue
                prepared = self._pulses if wire.pulses else self._spent
                mine.append(self._driver(*prepared(wire, row, fired, starts, start, steps)))
                done[own.key] = row[deliver.AMOUNTS]
            own = self.loop.table[m]
            if m >= len(self.loop.members):
                first = own[lists.SOURCE_STARTS]
                for driver in mine:
                    run_ahead(*driver, own[lists.LISTS], starts[first : first + steps + 1], start)
                continue
            own[[lists.FIRST_PLASTIC, lists.LAST_PLASTIC]] = len(rows), len(rows) + len(mine)
            rows += mine
        return np.array(rows, np.int64).reshape(-1, 2)

    def _driver(self, driver, kernel, data):
        """The address of a compiled driver and of its arguments, which are kept alive."""
        packed = pack(data)
        self._alive.append((packed, data))
        return driver.specialised(kernel, data).address, packed.ctypes.data

    def _of_source(self, wire):
        return wire.pre >= len(self.loop.members)

    def _kept(self, wire, own, first, never, start, steps):
        """States, and steps of last spikes, which go on from run to run; ``first`` has the states as they begin.

        They are kept with the presynaptic population; those of sources with the other, under the step that they are of:
        they are ahead of it while the segment runs, which may be interrupted before it has begun.
        """
        of_source = self._of_source(wire)
        known = self.loop.members[wire.post if of_source else wire.pre].population.carried.setdefault(own.key, {})
        fresh = {("state", name): padded(value, own.neurons, np.dtype(float)) for name, value in first.items()}
        fresh["last"] = padded(never, own.neurons, np.dtype(np.int64))
        if not of_source:
            found = {name: known.setdefault(name, array) for name, array in fresh.items()}
        else:
            found = {name: known.get((name, start), array).copy() for name, array in fresh.items()}
            for key in [key for key in known if key[1] != start]:
                del known[key]
            known.update({(name, start + steps): array for name, array in found.items()})
        last = found.pop("last")
        return list(found.values()), last

    def _spent(self, wire, row, fired, starts, start, steps):
        """Driver, kernel and data of a plastic projection; its states go on from run to run."""
        own = wire.plasticity
        states, last = self._kept(wire, own, own.first, own.begin, start, steps)
        parameters = [padded(value, own.neurons, np.dtype(float)) for value in own.parameters.values()]
        amounts, origin = self._room(wire, self.loop.table[wire.pre], starts, steps)
        row[deliver.AMOUNTS] = amounts.ctypes.data - amounts.itemsize * origin
        spent = Spent(fired, amounts, origin, last, wire.first, wire.stop, np.float64(self.loop.dt))
        data = PlasticData(spent, tuple(states), tuple(parameters)).flat()
        return run_plastic, kernel_of_plasticity(own.model), data

    def _pulses(self, wire, row, fired, starts, start, steps):
        """Driver, kernel and data of a projection with pulses; its states go on from run to run."""
        own, of_source = wire.pulses, self._of_source(wire)
        pre, mine = self.loop.table[wire.pre], self.loop.table[self.row_of(wire)]
        states, last = self._kept(wire, own, dict.fromkeys(own.model.states, 0.0), NEVER, start, steps)
        numbers = [padded(value, own.neurons, np.dtype(float)) for value in own.parameters.values()]
        amounts, origin = self._room(wire, mine, starts, steps)
        row[deliver.AMOUNTS] = amounts.ctypes.data - amounts.itemsize * origin
        edges = np.array([0, own.neurons]) if of_source else self.loop.members[wire.pre].edges * pre[lists.WIDTH]
        pulses = Pulses(
            fired, starts if of_source else self.loop.counts, amounts, np.empty_like(states[0]), last,
            padded(own.hold, own.neurons, np.dtype(np.int64)), edges, wire.first, wire.stop, int(pre[lists.LISTS]),
            origin, int(mine[lists.SOURCE_STARTS if of_source else lists.COUNTS]), int(mine[lists.CAPACITY]),
            self.loop.length, start, own.every, own.first_sample, np.float64(self.loop.dt),
        )  # fmt: skip
        data = PulseData(pulses, tuple(states), tuple(numbers), tuple(own.samples.values())).flat()
        return run_pulses, kernel_of_pulses(own), data

    def _room(self, wire, own, starts, steps):
        """Room for the amounts of some lists, and the number of their first entry; of populations kept for the run."""
        origin = int(own[lists.LISTS])
        if self._of_source(wire):
            first = own[lists.SOURCE_STARTS]
            entries = steps * wire.pulses.neurons if wire.pulses else starts[first + steps]
            return np.ones(max(int(entries), 1)), origin
        entries = int(2 * own[lists.BLOCKS] * self.loop.length * own[lists.CAPACITY])
        return self._amounts.setdefault(id(wire), np.ones(entries)), origin
