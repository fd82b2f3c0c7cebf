"""Whether synapse, output and postsynaptic neurons go together, and the unit that weights have between them."""

from ..errors import ParameterError
from ..synapses import SynapseModel
from ..units import kind
from .described import Described


def weight_unit(owner, synapse, output, post):
    """The unit of a projection's weights, of what goes together.

    Parameters
    ----------
    owner : str
        Who was given them, for messages.
    synapse, output : Described or None
        As the user has given them.
    post : type
        Declaration of the postsynaptic neurons.

    Returns
    -------
    str
    """
    check_kind(owner, "synapse", synapse, "Synapse", "fn.Expon(tau=5 * pq.ms)")
    if synapse.model.direct:
        _check_none(owner, synapse, output)
        return synapse.model.weight_unit(None, post)
    example = "fn.COBA(E=0 * pq.mV)"
    if output is None:
        expected = f"fn.COBA, fn.CUBA or fn.MgBlock: {type(synapse).__name__} gives a conductance, and no current"
        raise ParameterError(owner=owner, name="output", value=None, expected=expected,
                             advice=f"Write output={example}.")  # fmt: skip
    check_kind(owner, "output", output, "Output", example)
    check_potential(owner, output, post)
    return synapse.model.weight_unit(output.model, post)


def check_plasticity(owner, synapse, stp):
    """Refuse what is no short-term plasticity, and any where a spike begins a pulse, which is always the same."""
    if stp is None:
        return
    check_kind(owner, "stp", stp, "Plasticity", "fn.STD(U=0.2)")
    if synapse.model.pulse:
        expected = f"None: a spike begins a pulse of {type(synapse).__name__}, whose height it does not change"
        raise ParameterError(owner=owner, name="stp", value=stp, expected=expected,
                             advice="Write stp=None, or synapse=fn.Expon(tau=5 * pq.ms).")  # fmt: skip


def check_kind(owner, name, value, kind, example):
    """Refuse what is no synapse, or no output, with what to write; a class is not one yet."""
    kinds = [cls.__name__ for cls in type(value).__mro__]
    if isinstance(value, Described) and kind in kinds:
        return
    a_class = isinstance(value, type) and issubclass(value, Described)
    given, good = getattr(value, "__name__", ""), "an object, not a class" if a_class else f"such as {example}"
    advice = f"Write {name}=fn.{given}(...)." if a_class else f"Write {name}={example}."
    if isinstance(value, type) and issubclass(value, SynapseModel):
        advice = f"Write @fn.synapse above class {given}(fn.SynapseModel), and {name}={given}(...)."
    if hasattr(value, "description"):
        good, advice = "without a size: it has no states of its own", f"Write {name}=fn.{value.description!r}."
    raise ParameterError(owner=owner, name=name, value=value, expected=good, advice=advice)


def _check_none(owner, synapse, output):
    """Refuse an output that would not be used."""
    if output is not None:
        name = type(synapse).__name__
        expected = f"left out: {name} adds to the potential, and has no current"
        advice = "Leave output out, or write synapse=fn.Expon(tau=5 * pq.ms)."
        raise ParameterError(owner=owner, name="output", value=output, expected=expected, advice=advice)


def check_potential(owner, output, post):
    """Refuse an output whose potentials are no numbers of the neurons' kind."""
    sees = "V" in output.model.equation("current")[1]
    if sees and kind(post.states["V"].unit) != kind(output.model.potential):
        expected = f"fn.CUBA(scale=None): V of {post.__name__} has no unit of voltage"
        raise ParameterError(owner=owner, name="output", value=output, expected=expected,
                             advice="Write output=fn.CUBA(scale=None).")  # fmt: skip
