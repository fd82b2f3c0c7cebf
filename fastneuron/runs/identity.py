"""What a model computes, as hashes and texts; and what is said when that cannot be told, or has changed."""

import functools

from ..engine.kernel import rehearsal
from ..engine.kernel.declared import declared as declared
from ..engine.kernel.declared import operations as operations
from ..engine.kernel.fingerprint import Changed, all_files, confirm, package_hash, renewed
from ..errors import EquationError, EquationsChangedError
from ..models import Model


def _saying_where(function):
    """Decorate what looks at the equations of a model: what can not be done in them is an error of ours."""

    @functools.wraps(function)
    def wrapped(model):
        try:
            function(model)
        except rehearsal.Refused as error:
            owner = getattr(error, "where", model.__name__)
            raise EquationError(owner=owner, problem=error.problem, advice=error.advice) from None

    return wrapped


@_saying_where
def take_down(model):
    """Take down what the equations of a model do, now that its class is made: its kernels are found by that.

    Parameters
    ----------
    model : type
        The declaration.

    Raises
    ------
    EquationError
        If an equation does what can not be done with numbers of equations, or not the same each time.
    """
    renewed(model)
    try:
        confirm(model)
    except Changed:
        problem = "its equations do something else each time they are called"
        advice = "Leave random numbers out, and give noise to run: x=fn.WhiteNoise(0 * pq.mA, 1 * pq.mA)."
        raise EquationError(owner=model.__name__, problem=problem, advice=advice) from None


@_saying_where
def rehearse(model):
    """Try every equation on numbers.

    Parameters
    ----------
    model : type
        The declaration.

    Raises
    ------
    EquationError
        If an equation does what can not be done with numbers of equations, or gives none.
    """
    if issubclass(model, Model):
        rehearsal.rehearse(model)
    else:
        rehearsal.rehearse_synapse(model)


def is_of_package(model):
    """Whether a model is one of this package, whose equations do not change."""
    return model.__module__.partition(".")[0] == __name__.partition(".")[0]


def whole_package():
    """Hash of every file of the package."""
    return package_hash(all_files)


def saying_what_changed(function):
    """Decorate what compiles kernels: equations that have changed are an error of this package."""

    @functools.wraps(function)
    def wrapped(*arguments):
        try:
            return function(*arguments)
        except Changed as error:
            advice = f"Define it again: run @fn.neuron class {error.name}(fn.Model) once more."
            problem = "its equations read something that has changed since its class was made"
            raise EquationsChangedError(owner=error.name, problem=problem, advice=advice) from None

    return wrapped


@_saying_where
@saying_what_changed
def check_unchanged(model):
    """Raise `EquationsChangedError` if the equations of a model are not what they were when its class was made."""
    confirm(model)
