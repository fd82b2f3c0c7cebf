"""What a run is asked to record, by name, checked before anything is computed."""

from ..engine.host import HOST
from ..errors import DeviceError, ParameterError, UnknownNameError
from ..measures.panel import Panel
from ..solvers import SOLVERS
from ..units import attach
from .memory import check_memory

DERIVED = ("last_spike_time", "refractory")
STEP_COUNTS = ("accepted", "rejected", "smallest_step")  # of a solver that chooses its steps
RUNNING = {"latency": ("latency",), "isi": ("isi_mean", "isi_cv")}  # values kept up while running, not traces


class Records:
    """The records of a run.

    Parameters
    ----------
    group : Neurons
    frame : Frame
        The run.
    record : str or sequence of str
        As given to `Neurons.run`.
    every : int
        Steps between samples.
    options : RunOptions

    Attributes
    ----------
    names : tuple of str
        What is recorded; of states that have two names the declared one.
    folds : list
        Running values over spikes.
    keep : Host or Device
        Where samples stay.
    nbytes : int
        Of samples on the host.
    """

    def __init__(self, group, frame, record, every, options):
        model, self.every = group.model, every
        self.names = _names(frame.owner, model, record, SOLVERS[options.solver].adaptive)
        self._panel = _panel(frame.owner, model, self.names, options.measures)
        self.folds = self._panel.folds if self._panel else [m for m in options.measures if not isinstance(m, str)]
        if options.on_device:
            _check_kept(frame.owner, self.names, frame.place)
        self.keep = frame.place if options.on_device else HOST
        states = [name for name in self.names if name in model.states or name in DERIVED]
        self.nbytes = check_memory(frame, states, every, self.keep, DERIVED)

    def values(self, group, result, frame):
        """Values of the measures asked for by name, Quantities of the shape of a state; "isi" is the mean interval."""
        if not self._panel:
            return {}
        values, measures = self._panel.values(group, result, frame.steps, frame.dt), self._panel.measures
        found = {name: attach(v.reshape(group.shape), measures[name].unit) for name, v in values.items()}
        return found | ({"isi": found["isi_mean"]} if "isi_mean" in found else {})


def _names(owner, model, record, adaptive):
    aliases = model.aliases()
    if isinstance(record, dict) or not hasattr(record, "__iter__"):
        advice = 'Write record=("spikes", "V").'
        raise ParameterError(owner=owner, name="record", value=record, expected="names", advice=advice)
    given = (record,) if isinstance(record, str) else tuple(record)
    names = [aliases.get(name, name) if isinstance(name, str) else name for name in given]
    known = ("counts", "spikes", *RUNNING, *aliases, *model.states)
    known += (DERIVED if model.refractory() else ()) + (STEP_COUNTS if adaptive else ())
    for name in names:
        if name not in known:
            raise UnknownNameError(owner=owner, kind="record", name=name, known=known)
    return tuple(names)


def _panel(owner, model, names, measures):
    """The measures that are asked for by name; None if there are none."""
    wanted = [measure for name in names for measure in RUNNING.get(name, ())]
    wanted += [m for m in measures if m not in wanted]
    return Panel(wanted, model, owner) if any(isinstance(measure, str) for measure in wanted) else None


def _check_kept(owner, names, place):
    """Refuse what cannot be left on a device."""
    if place.local:
        advice = 'Write device="cuda", or leave out on_device=True.'
        raise DeviceError(owner=owner, name=place.name, problem="on_device=True is for runs on a GPU", advice=advice)
    for name in DERIVED:
        if name in names:
            raise ParameterError(owner=owner, name="record", value=name, expected="states only, with on_device=True",
                                 advice="Leave out on_device=True: it is computed on the host.")  # fmt: skip
