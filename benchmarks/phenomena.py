"""The table of docs/choosing.md: which models show what, and what they cost a neuron and step."""

from fastneuron.models import registry

# what is studied, what the models have for it, the models
PHENOMENA = (
    ("minimal cost: large networks, theory", "a leak and a threshold", ("IF", "LIF", "LIFRef")),
    ("a synapse built in", "a current or a conductance that decays", ("CubaLIF", "CobaLIF")),
    ("adaptation", "a threshold or currents that jump at spikes and decay", ("ALIF", "Gif", "GifRef")),
    ("spike onset", "an upstroke: fast inputs, times of spikes", ("ExpIF", "ExpIFRef", "QuaIF", "QuaIFRef")),
    ("rich dynamics: bursts, rebound, resonance", "an upstroke and a second variable",
     ("Izhikevich", "IzhikevichRef", "AdExIF", "AdExIFRef", "AdQuaIF", "AdQuaIFRef")),
    ("phase planes, bifurcations, chaos", "smooth equations without reset",
     ("FitzHughNagumo", "MorrisLecar", "HindmarshRose")),
    ("full biophysics", "channels, spikes that have a shape",
     ("WangBuzsakiHH", "HH", "hh_psc_alpha", "hh_psc_alpha_gap", "hh_cond_exp_traub", "hh_cond_beta_gap_traub")),
)  # fmt: skip
HEADER = ["phenomenon", "what for it", "model", "states", "float32", "float64", "times LIF"]


def rows(costs):
    """The rows of the table.

    Parameters
    ----------
    costs : dict
        (model, dtype) to nanoseconds per neuron and step; what is lacking was not measured.

    Returns
    -------
    list of list of str
    """
    known, found = registry(), []
    named = {name for *_, names in PHENOMENA for name in names}
    others = ("others", "see their pages", tuple(name for name in known if name not in named))
    for phenomenon, means, names in (*PHENOMENA, others):
        words = [phenomenon, means]
        for name in (name for name in names if name in known):
            page = f"[{name}](generated/models/{name}.rst)"
            found.append([*words, page, str(len(known[name].states)), *_cost(name, costs)])
            words = ["", ""]
    return found


def _cost(name, costs):
    single, double, base = (costs.get(key) for key in ((name, "float32"), (name, "float64"), ("LIF", "float64")))
    ratio = f"{double / base:.1f}" if double and base else "-"
    return [f"{cost:.3g}" if cost else "-" for cost in (single, double)] + [ratio]
