"""The measures of a run: names looked up, folds shared, values collected."""

import numpy as np

from ..errors import ParameterError, UnknownNameError
from .base import Measure, Outcome
from .spiking import DERIVED, PLAIN, Final, Intervals

LONGEST = 200  # characters of a name, which is that of a folder in a store


class Panel:
    """Measures by the name of their variable.

    Parameters
    ----------
    measures : str, Measure, sequence or dict
        Names, measures, or both; a dict gives each a name of your choice.
    model : type
        The model's declaration, whose states are measures too.
    owner : str
        The call, for error messages.
    taken : sequence of str, optional
        Names that variables must not have.

    Attributes
    ----------
    measures : dict
        Name and `Measure`.
    folds : list
        What has to follow the spikes, each once.
    """

    def __init__(self, measures, model, owner, taken=()):
        self.owner, self.taken = owner, (*taken, "status")
        self.measures = {}
        shared = Intervals()
        for name, given in _listed(measures):
            self._add(name, _measure(given, model, shared, owner))
        if not self.measures:
            raise ParameterError(
                owner=owner, name="measure", value=measures, expected="at least one measure",
                advice='Write measure=("rate",).',
            )  # fmt: skip
        self.folds = list({id(fold): fold for m in self.measures.values() for fold in m.folds}.values())

    def _add(self, name, measure):
        name = measure.name if name is None else name
        if not _is_name(name) or name in self.taken or name in self.measures:
            raise ParameterError(
                owner=self.owner, name="measure", value=name,
                expected="a name that is not taken yet, and can be that of a folder",
                advice='Write measure={"another_name": "rate"}.',
            )  # fmt: skip
        self.measures[name] = measure

    def check(self, steps, dt):
        """Raise if a measure does not suit a run, before anything is computed."""
        for fold in self.folds:
            fold.start(1, steps, dt)

    def values(self, group, result, steps, dt):
        """Values of all measures after a run.

        Parameters
        ----------
        group : Neurons
            The group, at the end of the run.
        result : Result
            Of the run, which was given ``measures=panel.folds``.
        steps : int
            Steps of the run.
        dt : float
            Step in ms.

        Returns
        -------
        dict
            Name and array, one value a neuron.
        """
        states = {name: group.plain_state(name).ravel() for name in group.model.states}
        outcome = Outcome(result.counts.ravel(), steps, dt, states)
        return {name: self._checked(name, m, outcome) for name, m in self.measures.items()}

    def _checked(self, name, measure, outcome):
        values = np.asarray(measure.of(outcome))
        if values.shape != outcome.counts.shape:
            raise ParameterError(
                owner=self.owner, name="measure", value=name, expected="one that gives one value a neuron",
                advice=f"{name} gave the shape {values.shape} for {outcome.counts.size} neurons.",
            )  # fmt: skip
        return values.astype(measure.dtype)  # a copy: a state goes on


def _is_name(name):
    """Whether a variable can have a name, also as a folder of a store."""
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST:
        return False
    return name.isprintable() and not set(name) & set("/\\:") and not name.startswith(".") and name != "zarr.json"


def _listed(measures):
    """Pairs of a wanted name, or None, and a measure."""
    if isinstance(measures, dict):
        return list(measures.items())
    single = isinstance(measures, (str, Measure))
    return [(None, measure) for measure in ([measures] if single else measures)]


def _measure(given, model, shared, owner):
    if isinstance(given, Measure):
        return given
    if not isinstance(given, str):
        raise ParameterError(
            owner=owner, name="measure", value=given, expected="names, or objects of subclasses of Measure",
            advice='Write measure=("rate", fn.measures.coincidence(spike_times, 4 * pq.ms)).',
        )  # fmt: skip
    if given in PLAIN:
        return PLAIN[given]()
    if given in DERIVED:
        return DERIVED[given](shared)
    if given in model.states:
        return Final(given, model.states[given])
    advice = "Recorded spikes are compared with by fn.measures.coincidence(spike_times, window)."
    known = (*PLAIN, *DERIVED, *model.states)
    raise UnknownNameError(owner=owner, kind="measure", name=given, known=known, advice=advice)
