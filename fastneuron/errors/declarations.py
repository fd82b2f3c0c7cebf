"""Mistakes in declarations of models and in their equations."""

from .base import FastneuronError, choice, nearest_name


class DeclarationError(FastneuronError, TypeError, NameError):
    """A declaration of a model in which something would be ignored, or replace something else.

    Fields: ``owner`` (the declaration), ``entry`` (what in it), ``problem``, ``unknown`` (a name that does not exist,
    None if that is not the matter), ``known`` (those that exist), ``nearest`` (the one most like it).

    Examples
    --------
    >>> print(DeclarationError(owner="Theta", entry="dV", problem="there is no parameter or state 'tua'",
    ...                        unknown="tua", known=("V", "I", "tau"), advice="Write def dV(V, I, tau)."))
    Theta.dV: there is no parameter or state 'tua'. Did you mean 'tau'? Known: V, I, tau. Write def dV(V, I, tau).
    """

    FIELDS = ("owner", "entry", "problem", "unknown", "known", "advice")

    @property
    def nearest(self):
        """The known name most like the unknown one, whatever its case; None if none is."""
        return nearest_name(self.unknown, self.known) if self.unknown else None

    def parts(self):
        """What in which declaration, what is the matter with it, and the names that exist."""
        given = f"{self.owner}.{self.entry}" if self.entry else self.owner
        return given, self.problem + (choice(self.nearest, self.known) if self.unknown else "")


class EquationError(FastneuronError, TypeError):
    """An equation that no kernel can be made of. Field: ``problem``.

    Examples
    --------
    >>> print(EquationError(owner="Leaky.dV", problem="it calculates with None", advice='Write table["tau"].'))
    Leaky.dV: it calculates with None. Write table["tau"].
    """

    FIELDS = ("owner", "problem", "advice")

    def parts(self):
        """Which equation, and what is wrong with it."""
        return self.owner, self.problem


class EquationsChangedError(EquationError, RuntimeError):
    """Equations that read something, such as a global, that has changed since their class was made."""
