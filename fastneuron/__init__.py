"""Very many spiking point neurons, fast: on a CPU first, with units, and the same bits however it is run."""

from importlib import import_module as _import_module

from scipy.linalg import cython_blas as _blas  # noqa: F401  Numba wants it for any kernel: 0.2 s of the first call

from . import environ as environ
from . import errors as errors
from . import init as init
from . import losses as losses
from . import measures as measures
from . import models as models
from . import simd as simd
from . import surrogate as surrogate
from .classes import class_of as _class_of
from .classes import neuron as neuron
from .engine.threads.kept import KernelCacheWarning as KernelCacheWarning
from .gradients.gradient import value_and_grad as value_and_grad
from .inputs.events import Events as Events
from .inputs.noise import OUProcess as OUProcess
from .inputs.noise import PoissonInput as PoissonInput
from .inputs.noise import WhiteNoise as WhiteNoise
from .models import Model as Model
from .models import Parameter as Parameter
from .models import Rates as Rates
from .models import State as State
from .networks import connect as connect
from .networks.gap_junctions import GapJunctions as GapJunctions
from .networks.network import Network as Network
from .networks.projections import Projection as Projection
from .networks.relaxation import ConvergenceWarning as ConvergenceWarning
from .networks.sources import PoissonSpikes as PoissonSpikes
from .networks.sources import SpikeTrains as SpikeTrains
from .networks.stepwise.currents import CurrentProj as CurrentProj
from .networks.stepwise.fixed_prob import EventFixedProb as EventFixedProb
from .networks.stepwise.fixed_prob import FixedProb as FixedProb
from .networks.stepwise.junctions import AsymmetryGapJunction as AsymmetryGapJunction
from .networks.stepwise.junctions import SymmetryGapJunction as SymmetryGapJunction
from .networks.stepwise.linear import Linear as Linear
from .networks.stepwise.poisson import poisson_input as poisson_input
from .networks.stepwise.presynaptic import align_pre_projection as align_pre_projection
from .networks.stepwise.projections import AlignPostProj as AlignPostProj
from .networks.stepwise.projections import DeltaProj as DeltaProj
from .networks.stepwise.projections import align_post_projection as align_post_projection
from .networks.synapses import CLASSES as _SYNAPSES
from .networks.synapses import synapse as synapse
from .neurons import Neurons as Neurons
from .runs.accuracy import AccuracyWarning as AccuracyWarning
from .runs.backward import GradientWarning as GradientWarning
from .runs.copies import MovedToHostWarning as MovedToHostWarning
from .runs.status import OvershootWarning as OvershootWarning
from .runs.status import Status as Status
from .sweeping import FailedPointsWarning as FailedPointsWarning
from .sweeping import LockTakenOverWarning as LockTakenOverWarning
from .sweeping import SweepInterrupted as SweepInterrupted
from .sweeping import sweep as sweep
from .synapses import SynapseModel as SynapseModel

__version__ = "0.1.0"

# One class for every declared model: a new model needs no line here.
_CLASSES = {name: _class_of(model) for name, model in models.registry().items()}
for _class in _CLASSES.values():
    _class.__module__ = __name__  # where `pickle` finds it; in its file the declaration has this name
globals().update(_CLASSES | _SYNAPSES)

# Tools that read names without running anything find these in __init__.pyi.
__all__ = [
    "AccuracyWarning", "AlignPostProj", "AsymmetryGapJunction", "ConvergenceWarning", "CurrentProj", "DeltaProj",
    "EventFixedProb", "Events", "FailedPointsWarning", "FixedProb", "GapJunctions", "GradientWarning",
    "KernelCacheWarning", "Linear", "LockTakenOverWarning", "Model", "MovedToHostWarning", "Network", "Neurons",
    "OUProcess", "OvershootWarning", "Parameter", "PoissonInput", "PoissonSpikes", "Projection", "Rates",
    "SpikeTrains", "State", "Status", "SweepInterrupted", "SymmetryGapJunction", "SynapseModel", "WhiteNoise",
    "align_post_projection", "align_pre_projection", "connect", "environ", "errors", "init", "losses", "measures",
    "models", "neuron", "poisson_input", "simd", "surrogate", "sweep", "synapse", "value_and_grad", *_CLASSES,
    *_SYNAPSES,
]  # fmt: skip


_ADAPTERS = ("jax", "torch")  # optional packages that take a second to import: only whoever asks for one waits


def __getattr__(name):
    """`fastneuron.torch` and `fastneuron.jax`, imported when they are asked for."""
    if name not in _ADAPTERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        globals()[name] = _import_module(f".gradients.{name}", __name__)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise errors.MissingPackageError(owner=f"fn.{name}", package=name, extra=name) from None
    return globals()[name]


def __dir__():
    return sorted([*__all__, "__version__"])
