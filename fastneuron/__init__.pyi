"""Very many spiking point neurons, fast: on a CPU first, with units, and the same bits however it is run."""

# Written by docs/pages/stubs.py from signatures, docstrings and declarations.

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from os import PathLike
from types import ModuleType
from typing import Any, Literal, Self, TypeAlias, TypeVar

import numpy as np
import quantities as pq
from numpy.typing import ArrayLike, DTypeLike, NDArray
from quantities.quantity import Quantity
from xarray import Dataset

from fastneuron.init import Uniform
from fastneuron.measures import Measure
from fastneuron.models import Model as Model
from fastneuron.models import Parameter as Parameter
from fastneuron.models import Rates as Rates
from fastneuron.models import State as State
from fastneuron.networks.result import NetworkResult
from fastneuron.runs.result import Result
from fastneuron.surrogate import ReluGrad

from . import environ as environ
from . import errors as errors
from . import init as init
from . import losses as losses
from . import measures as measures
from . import models as models
from . import simd as simd
from . import surrogate as surrogate
from .networks import connect as connect

_Value: TypeAlias = Quantity | NDArray[Any] | list[Any] | tuple[Any, ...] | float

class AccuracyWarning(UserWarning):
    """The default solver of a model is off by more than a tenth at the step size given, and nobody asked for it."""
class AlignPostProj:
    """Synapses whose states are the postsynaptic neurons', called once in each step of a loop."""
    unit: Any
    comm: Any
    projection: Any
    delay: Any
    modules: Any
    post: Any
    pre: Any
    stp: Any
    landing: Any
    def __init__(
        self,
        *modules: Callable[..., Any],
        comm: Any,
        syn: Any,
        out: Any,
        post: Any,
        label: str | None = None,
        delay: Any = None,
        pre: Any = None,
    ) -> None: ...
    @property
    def owner(self) -> Any:
        """The name in messages."""
    @property
    def syn(self) -> Any:
        """The states of the synapse, such as ``projection.syn.g``."""
    def update(self, *args: ArrayLike) -> None: ...
    def __call__(self, *args: ArrayLike) -> None: ...
    def to_projection(self) -> Projection: ...
class AsymmetryGapJunction:
    """Gap junctions with another conductance in each direction, called once in each step of a loop."""
    columns: tuple[Any, ...]
    ends: Any
    states: Any
    index: Any
    weights: Any
    def __init__(
        self,
        pre: Neurons,
        pre_state: str,
        post: Neurons,
        post_state: str,
        conn: Any,
        weight: _Value,
    ) -> None: ...
    @property
    def owner(self) -> Any:
        """The name in messages."""
    def update(self) -> None: ...
    def __call__(self) -> None: ...
    def to_projection(self) -> None: ...
class ConvergenceWarning(UserWarning):
    """Waveform relaxation that ended before potentials stopped to change."""
class CurrentProj:
    """What a function gives is a conductance, or a current, of the postsynaptic neurons in this step."""
    out: Any
    modules: Any
    post: Any
    comm: Any
    def __init__(self, *modules: Callable[..., Any], comm: Any, out: Any, post: Any) -> None: ...
    def update(self, *args: Any) -> None: ...
    def __call__(self, *args: Any) -> None: ...
    def to_projection(self) -> None: ...
class DeltaProj:
    """Synapses that add to the potential, called once in each step of a loop."""
    unit: Any
    comm: Any
    projection: Any
    delay: Any
    modules: Any
    post: Any
    pre: Any
    stp: Any
    landing: Any
    def __init__(
        self,
        *modules: Callable[..., Any],
        comm: Any,
        post: Any,
        label: str | None = None,
        pre: Any = None,
    ) -> None: ...
    @property
    def owner(self) -> Any:
        """The name in messages."""
    @property
    def syn(self) -> Any:
        """The states of the synapse, such as ``projection.syn.g``."""
    def update(self, *args: ArrayLike) -> None: ...
    def __call__(self, *args: ArrayLike) -> None: ...
    def to_projection(self) -> Projection: ...
class EventFixedProb(FixedProb):
    """As many connections from each neuron as a probability gives; the same as `FixedProb`."""
class Events:
    """Delta input from single events, such as recorded spikes."""
    index: Any
    weight: Any
    delay: Any
    time: Any
    t_start: Any
    since: Any
    def __init__(
        self,
        time: _Value,
        index: ArrayLike,
        weight: _Value,
        delay: _Value = 0.0 * pq.ms,
        since: str | None = None,
    ) -> None: ...
    @classmethod
    def from_trains(
        cls,
        trains: Sequence[Any] | _Value,
        weight: _Value,
        index: ArrayLike | None = None,
        delay: _Value = 0.0 * pq.ms,
        since: str | None = None,
    ) -> Events: ...
    def field(
        self,
        unit: Any,
        dt: Any,
        steps: Any,
        neurons: Any,
        at_end: Any = False,
        now: Any = 0.0,
    ) -> Any: ...
class FailedPointsWarning(UserWarning):
    """Some points of a sweep failed: their measures are NaN, and ``status`` says what happened to each."""
class FixedProb:
    """As many connections from each neuron as a probability gives."""
    number: int
    in_size: Any
    out_size: Any
    name: Any
    pre_part: Any
    post_part: Any
    connect: Any
    unit: Any
    def __init__(
        self,
        in_size: int,
        out_size: int,
        prob: float | int | None = None,
        weight: Any = None,
        *,
        allow_multi_conn: bool = True,
        seed: int | None = None,
        conn_num: Any = None,
        conn_weight: Any = None,
        name: str | None = None,
    ) -> None: ...
    def of_projection(self, unit: Any) -> Any: ...
    @property
    def post_group(self) -> Any:
        """Stands for the postsynaptic neurons."""
    def __call__(self, x: ArrayLike | _Value) -> Quantity | NDArray[Any]: ...
    def update(self, x: ArrayLike | _Value) -> Quantity | NDArray[Any]: ...
    @property
    def pre(self) -> Any:
        """Presynaptic neuron of each synapse, counted from the first of the projection's."""
    @property
    def post(self) -> Any:
        """Postsynaptic neuron of each synapse, counted from the first of the projection's."""
    @property
    def weight(self) -> Any:
        """The weight of all synapses, or of each in canonical order; another can be assigned at any time."""
    @weight.setter
    def weight(self, value: Any) -> None: ...
    @property
    def delay(self) -> Any:
        """The delay of all synapses, or of each in canonical order; None means one step."""
    def to_sparse(self) -> Any: ...
    @property
    def nbytes(self) -> Any:
        """Bytes that the synapses take; they are built for it."""
    def rows(self, edges: NDArray[np.int64], dtype: DTypeLike | None = None, dt: float | None = None) -> Any: ...
    def lags(self, dt: float) -> Any: ...
    def lag_range(self, dt: float) -> tuple[int, ...]: ...
    @property
    def shared_weight(self) -> Any:
        """The weight that all synapses have, as a number in `unit`; None if each has its own."""
class GapJunctions:
    """Electrical synapses within a group or between two: the current ``g (V_pre - V_post)`` flows into ``post``."""
    g: Any
    pre: Any
    post: Any
    between: Any
    symmetric: Any
    def __init__(
        self,
        pre: ArrayLike,
        post: ArrayLike,
        g: _Value,
        *,
        between: Sequence[Neurons] | None = None,
        symmetric: bool = True,
    ) -> None: ...
    def conductances(self, unit: Any) -> Any: ...
class GradientWarning(UserWarning):
    """A gradient of some neurons is not a finite number."""
class KernelCacheWarning(UserWarning):
    """Compiled kernels could not be kept for the next process, or not be read; it makes no difference to results."""
class Linear:
    """A matrix of weights."""
    number: int
    in_size: Any
    out_size: Any
    name: Any
    pre_part: Any
    post_part: Any
    matrix: Any
    unit: Any
    connect: Any
    def __init__(
        self,
        in_size: int,
        out_size: int,
        w_init: _Value | None = None,
        b_init: None = None,
        name: str | None = None,
    ) -> None: ...
    def of_projection(self, unit: Any) -> Any: ...
    @property
    def post_group(self) -> Any:
        """Stands for the postsynaptic neurons."""
    def __call__(self, x: ArrayLike | _Value) -> Quantity | NDArray[Any]: ...
    def update(self, x: ArrayLike | _Value) -> Quantity | NDArray[Any]: ...
    @property
    def pre(self) -> Any:
        """Presynaptic neuron of each synapse, counted from the first of the projection's."""
    @property
    def post(self) -> Any:
        """Postsynaptic neuron of each synapse, counted from the first of the projection's."""
    @property
    def weight(self) -> Any:
        """The weight of all synapses, or of each in canonical order; another can be assigned at any time."""
    @weight.setter
    def weight(self, value: Any) -> None: ...
    @property
    def delay(self) -> Any:
        """The delay of all synapses, or of each in canonical order; None means one step."""
    def to_sparse(self) -> Any: ...
    @property
    def nbytes(self) -> Any:
        """Bytes that the synapses take; they are built for it."""
    def rows(self, edges: NDArray[np.int64], dtype: DTypeLike | None = None, dt: float | None = None) -> Any: ...
    def lags(self, dt: float) -> Any: ...
    def lag_range(self, dt: float) -> tuple[int, ...]: ...
    @property
    def shared_weight(self) -> Any:
        """The weight that all synapses have, as a number in `unit`; None if each has its own."""
class LockTakenOverWarning(UserWarning):
    """A store was being written by a process that is no more; it is taken over."""
class MovedToHostWarning(UserWarning):
    """A group that lives on a device was copied or pickled: the copy lives on the host."""
class Network:
    """One group of neurons or several, connected by projections or coupled by gap junctions."""
    groups: Any
    projections: Any
    junctions: Any
    method: Any
    def __init__(
        self,
        groups: Neurons | Sequence[Neurons],
        junctions: GapJunctions | Sequence[Any] | None = None,
        *,
        method: Literal["waveform", "lagged"] = "waveform",
        comm_interval: _Value | None = None,
        tolerance: _Value | None = None,
        max_iterations: int | None = None,
        order: Literal[3, 1, 0] | None = None,
        projections: Projection | Sequence[Any] = (),
    ) -> None: ...
    def memory(self) -> int: ...
    def init_state(self) -> None: ...
    def reset_state(self) -> None: ...
    def run(
        self,
        duration: Any,
        *,
        dt: Any = None,
        record: Any = ("counts",),
        every: Any = None,
        x: Any = None,
        delta: Any = None,
        conductance: Any = None,
        seed: Any = 0,
        progress: Any = False,
        errors: Any = "raise",
        device: Any = None,
        on_device: Any = False,
        solver: Any = None,
        measures: Any = (),
        differentiable: Any = False,
        first_neuron: Any = 0,
        width: Any = None,
        atol: Any = None,
        rtol: Any = None,
        most_trials: Any = None,
    ) -> NetworkResult: ...
class Neurons:
    """A group of neurons of one model; `neuron` makes a subclass of it from a declaration."""
    model: Any
    in_size: tuple[int, ...]
    dtype: str
    spk_reset: str
    numbers: dict[str, Any]
    population: Any
    clock: Any
    init_seed: int | None
    clip: bool
    place: Any
    ref_var: Any
    name: Any
    initializers: Any
    drawn: Any
    spk_fun: Any
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def __getitem__(self, key: Any) -> Any: ...
    @property
    def shape(self) -> Any:
        """Shape of a state: ``in_size``, with the batch axis before it if there is one."""
    @property
    def varshape(self) -> Any:
        """Shape of the group without the batch axis, as brainpy names it."""
    @property
    def out_size(self) -> Any:
        """Shape of the group without the batch axis, as brainpy names it."""
    def init_state(self, batch_size: int | None = None, seed: int = 0) -> None: ...
    def to(self, device: str) -> Self: ...
    def on_device(self, name: Any) -> Any: ...
    def reset_state(self, batch_size: int | None = None, seed: int | None = None) -> None: ...
    def get_spike(self, V: Any = None) -> Any: ...
    def update(self, x: _Value | None = None, *, solver: str | None = None) -> NDArray[Any]: ...
    def __call__(self, x: _Value | None = None, *, solver: str | None = None) -> NDArray[Any]: ...
    def run(
        self,
        duration: _Value,
        *,
        dt: _Value | None = None,
        x: _Value | WhiteNoise | OUProcess | Quantity | Sequence[Any] | None = None,
        delta: _Value | Events | PoissonInput | Sequence[Any] | None = None,
        conductance: tuple[Any, Any] | Sequence[Any] | None = None,
        record: Sequence[str] = ("counts",),
        every: _Value | None = None,
        seed: int = 0,
        progress: bool | Callable[[int, int], object] = False,
        errors: Literal['raise', 'record'] = "raise",
        device: str | None = None,
        on_device: bool = False,
        solver: str | None = None,
        measures: Sequence[str | Measure] = (),
        differentiable: bool | str = False,
        first_neuron: int = 0,
        width: int | None = None,
        atol: ArrayLike | None = None,
        rtol: ArrayLike | None = None,
        most_trials: int | None = None,
    ) -> Result: ...
    def assign(self, name: str, value: _Value, key: Any = ...) -> None: ...
    @property
    def last_spike_time(self) -> Quantity:
        """Time of each neuron's last spike, Quantity [ms]; -1e7 ms if there was none. Assignable."""
    @last_spike_time.setter
    def last_spike_time(self, value: _Value) -> None: ...
    @property
    def integration_step(self) -> Quantity:
        """Size of the next step of a solver that chooses its steps, Quantity [ms]."""
    @property
    def refractory_step_count(self) -> Any:
        """For how many steps more NEST's neurons do not look for spikes, int64; for others, how long they are held."""
    @property
    def refractory(self) -> Any:
        """Whether each neuron was held in the last step or spiked in it (with ``ref_var=True``)."""
    def plain_state(self, name: Any) -> Any: ...
    def check_here(self, name: Any) -> None: ...
    def flat_parameters(self, shape: Any = None) -> Any: ...
    @property
    def current_inputs(self) -> Any:
        """The registered currents by key."""
    @property
    def delta_inputs(self) -> Any:
        """The registered delta inputs by key."""
    def add_current_input(
        self,
        key: str,
        value: _Value | Callable[..., Any],
        label: str | None = None,
    ) -> None: ...
    def add_delta_input(
        self,
        key: str,
        value: _Value | Callable[..., Any],
        label: str | None = None,
    ) -> None: ...
    def get_input(self, key: Any) -> Any: ...
    def sum_current_inputs(self, init: Any, *args: Any, label: Any = None) -> Any: ...
    def sum_delta_inputs(self, init: Any, *args: Any, label: Any = None) -> Any: ...
    def prefetch(self, name: str) -> Any: ...
    def prefetch_delay(self, name: str, delay: _Value) -> Any: ...
class OUProcess:
    """Current that follows an Ornstein-Uhlenbeck process: coloured noise with a correlation time."""
    mean: Any
    std: Any
    tau: Any
    def __init__(self, *args: Any, **named: Any) -> None: ...
    def source(self, units: Any, dt: Any, shaped: Any, key: Any) -> Any: ...
class OvershootWarning(UserWarning):
    """Steps that ended far above the threshold, where what follows depends on how far."""
class PoissonInput:
    """Delta input from independent Poisson processes: each event adds a weight."""
    rate: Any
    weight: Any
    def __init__(self, rate: _Value, weight: _Value) -> None: ...
    def source(self, units: Any, dt: Any, shaped: Any, key: Any) -> Any: ...
class PoissonSpikes:
    """Independent Poisson processes as presynaptic neurons."""
    in_size: Any
    name: Any
    rate: Any
    seed: Any
    key: Any
    def __init__(self, n: int, rate: Any, seed: int | None = None, name: str | None = None) -> None: ...
    def spikes(self, start: Any, stop: Any, dt: Any) -> Any: ...
    def __getitem__(self, key: Any) -> Any: ...
class Projection:
    """Synapses from some neurons to others."""
    label: Any
    before_first: int
    unit: Any
    name: Any
    number: Any
    pre_part: Any
    post_part: Any
    synapse: Any
    output: Any
    stp: Any
    connect: Any
    def __init__(
        self,
        pre: Any,
        post: Any,
        connect: Any,
        synapse: Any = ...,
        output: CUBA | COBA | MgBlock | None = None,
        *,
        weight: Any = None,
        delay: Any = None,
        stp: STP | STD | None = None,
        name: str | None = None,
    ) -> None: ...
    @property
    def pre_group(self) -> Any:
        """The group, or source, of the presynaptic neurons."""
    @property
    def post_group(self) -> Any:
        """The group of the postsynaptic neurons."""
    @property
    def pre_range(self) -> Any:
        """First presynaptic neuron in its group, and the one after the last."""
    @property
    def post_range(self) -> Any:
        """First postsynaptic neuron in its group, and the one after the last."""
    @property
    def pre_neurons(self) -> Any:
        """Neurons of the presynaptic group or source, of which the projection may have a part."""
    @property
    def post_neurons(self) -> Any:
        """Neurons of the postsynaptic group, of which the projection may have a part."""
    def begin(self, receptors: Any, population: Any, dt: Any) -> Any: ...
    def memory(self, blocks: int = 1) -> int: ...
    @property
    def pre(self) -> Any:
        """Presynaptic neuron of each synapse, counted from the first of the projection's."""
    @property
    def post(self) -> Any:
        """Postsynaptic neuron of each synapse, counted from the first of the projection's."""
    @property
    def weight(self) -> Any:
        """The weight of all synapses, or of each in canonical order; another can be assigned at any time."""
    @weight.setter
    def weight(self, value: Any) -> None: ...
    @property
    def delay(self) -> Any:
        """The delay of all synapses, or of each in canonical order; None means one step."""
    def to_sparse(self) -> Any: ...
    @property
    def nbytes(self) -> Any:
        """Bytes that the synapses take; they are built for it."""
    def rows(self, edges: NDArray[np.int64], dtype: DTypeLike | None = None, dt: float | None = None) -> Any: ...
    def lags(self, dt: float) -> Any: ...
    def lag_range(self, dt: float) -> tuple[int, ...]: ...
    @property
    def shared_weight(self) -> Any:
        """The weight that all synapses have, as a number in `unit`; None if each has its own."""
class SpikeTrains:
    """Spikes that are given as presynaptic neurons."""
    in_size: Any
    name: Any
    index: Any
    def __init__(self, times: _Value, index: ArrayLike, n: int, name: str | None = None) -> None: ...
    def spikes(self, start: Any, stop: Any, dt: Any) -> Any: ...
    def __getitem__(self, key: Any) -> Any: ...
class Status(IntEnum):
    """Status of a neuron after a run."""
    OK = 0
    OVERSHOOT = 1
    RUNAWAY = 2
    DOWNWARD = 3
    NONFINITE = 4
    UNDERFLOW = 5
    STEP_LIMIT = 6
    CHUNK_FAILED = 100
class SweepInterrupted(KeyboardInterrupt):
    """A sweep was stopped; what was finished is kept, if a chunk was."""
    done: Any
    total: Any
    path: Any
    dataset: Any
    def __init__(
        self,
        done: int,
        total: int,
        path: str | None = None,
        dataset: Dataset | None = None,
    ) -> None: ...
class SymmetryGapJunction:
    """Gap junctions with the same conductance in both directions, called once in each step of a loop."""
    columns: tuple[Any, ...]
    ends: Any
    states: Any
    index: Any
    weights: Any
    def __init__(self, couples: Any, states: Any, conn: Any, weight: Any) -> None: ...
    @property
    def owner(self) -> Any:
        """The name in messages."""
    def update(self) -> None: ...
    def __call__(self) -> None: ...
    def to_projection(self) -> None: ...
class SynapseModel:
    """Base of all synapses."""
    needed: tuple[Any, ...]
    bare: tuple[Any, ...]
    unlike: tuple[Any, ...]
    without: dict[str, Any]
    sequence: tuple[tuple[str, ...], ...] | None
    rates: Any
    parameters: dict[str, Any]
    states: dict[str, Any]
    arrives: str | tuple[str, ...] | None
    aligned: str
    pulse: tuple[str, ...] | None
    direct: bool
    @classmethod
    def arriving(cls) -> Any: ...
    @classmethod
    def weight_unit(cls, output: Any, post: Any) -> str: ...
    @classmethod
    def equations(cls) -> Any: ...
    @classmethod
    def equation_parameters(cls) -> Any: ...
    @classmethod
    def equation(cls, name: Any) -> Any: ...
    @classmethod
    def moving(cls) -> Any: ...
    @classmethod
    def groups(cls) -> Any: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
class WhiteNoise:
    """Current that is an independent normal number in every step, for every neuron."""
    mean: Any
    std: Any
    def __init__(self, mean: _Value, std: _Value) -> None: ...
    def source(self, units: Any, dt: Any, shaped: Any, key: Any) -> Any: ...
class align_post_projection:
    """`AlignPostProj` behind functions that give spikes, with short-term plasticity between."""
    unit: Any
    comm: Any
    projection: Any
    delay: Any
    modules: Any
    post: Any
    pre: Any
    stp: Any
    landing: Any
    def __init__(
        self,
        *modules: Callable[..., Any],
        comm: Any,
        syn: Any,
        out: Any,
        post: Any,
        stp: Any = None,
        pre: Any = None,
    ) -> None: ...
    @property
    def owner(self) -> Any:
        """The name in messages."""
    @property
    def syn(self) -> Any:
        """The states of the synapse, such as ``projection.syn.g``."""
    def update(self, *args: ArrayLike) -> None: ...
    def __call__(self, *args: ArrayLike) -> None: ...
    def to_projection(self) -> Projection: ...
class align_pre_projection(CurrentProj):
    """Synapses whose states are the presynaptic neurons', such as those that saturate."""
    syn: Any
    stp: Any
    def __init__(
        self,
        *modules: Callable[..., Any],
        syn: Any,
        comm: Any,
        out: Any,
        post: Any,
        stp: Any = None,
    ) -> None: ...
    def update(self, *args: Any) -> None: ...
    def __call__(self, *args: Any) -> None: ...
_Model = TypeVar("_Model", bound=Model)
def neuron(model: type[_Model]) -> type[_Model]: ...
def poisson_input(
    freq: _Value,
    num_input: int,
    weight: _Value,
    target: Any,
    indices: ArrayLike | None = None,
    refractory: ArrayLike | None = None,
    *,
    seed: int | None = None,
) -> None: ...
def sweep(
    model: type[Neurons] | str,
    parameters: Mapping[str, Any],
    *,
    duration: _Value,
    dt: _Value | None = None,
    measure: str | Measure | Sequence[Any] | Mapping[str, Any] = ("rate",),
    x: _Value | WhiteNoise | OUProcess | Quantity | Sequence[Any] | None = None,
    delta: _Value | Events | PoissonInput | Sequence[Any] | None = None,
    conductance: tuple[Any, Any] | Sequence[Any] | None = None,
    zipped: bool = False,
    dtype: DTypeLike = np.float64,
    spk_reset: str | None = None,
    clip: bool = False,
    progress: bool | str | Callable[..., Any] = False,
    store: str | PathLike[str] | None = None,
    resume: bool = False,
    client: Any = None,
    chunk: int | None = None,
    keep_failed: bool = False,
    seed: int = 0,
    errors: Literal['raise', 'record'] = "record",
    device: str | None = "cpu",
    solver: str | None = None,
    atol: ArrayLike | None = None,
    rtol: ArrayLike | None = None,
    most_trials: int | None = None,
    **fixed: _Value | Callable[..., Any],
) -> Dataset: ...
_Synapse = TypeVar("_Synapse", bound=SynapseModel)
def synapse(model: type[_Synapse]) -> type[_Synapse]: ...
def value_and_grad(
    group: Neurons,
    duration: _Value,
    *,
    loss: Any,
    wrt: Any = None,
    reset_gradient: Any = "reference",
    mode: Literal["auto", "reverse", "forward"] = "auto",
    **arguments: Any,
) -> float: ...
class ExpIF(Neurons):
    """Exponential integrate-and-fire neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        V_th: _Value = -30.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_T: _Value = -59.9 * pq.mV,
        delta_T: _Value = 3.48 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_T(self) -> Quantity:
        """Potential at which the upstroke begins, Quantity [mV]; assignable."""
    @V_T.setter
    def V_T(self, value: _Value) -> None: ...
    @property
    def delta_T(self) -> Quantity:
        """Sharpness of the upstroke, Quantity [mV]; assignable."""
    @delta_T.setter
    def delta_T(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class ExpIFRef(Neurons):
    """Exponential integrate-and-fire neuron with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        tau_ref: _Value = 1.7 * pq.ms,
        V_th: _Value = -30.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_T: _Value = -59.9 * pq.mV,
        delta_T: _Value = 3.48 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        ref_var: bool = False,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_T(self) -> Quantity:
        """Potential at which the upstroke begins, Quantity [mV]; assignable."""
    @V_T.setter
    def V_T(self, value: _Value) -> None: ...
    @property
    def delta_T(self) -> Quantity:
        """Sharpness of the upstroke, Quantity [mV]; assignable."""
    @delta_T.setter
    def delta_T(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class AdExIF(Neurons):
    """Adaptive exponential integrate-and-fire neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        tau_w: _Value = 30.0 * pq.ms,
        V_th: _Value = -55.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_T: _Value = -59.9 * pq.mV,
        delta_T: _Value = 3.48 * pq.mV,
        a: _Value = 1.0 * pq.S,
        b: _Value = 1.0 * pq.mA,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        w_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_w(self) -> Quantity:
        """Time constant of adaptation, Quantity [ms]; assignable."""
    @tau_w.setter
    def tau_w(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_T(self) -> Quantity:
        """Potential at which the upstroke begins, Quantity [mV]; assignable."""
    @V_T.setter
    def V_T(self, value: _Value) -> None: ...
    @property
    def delta_T(self) -> Quantity:
        """Sharpness of the upstroke, Quantity [mV]; assignable."""
    @delta_T.setter
    def delta_T(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Subthreshold adaptation, Quantity [S]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Adaptation by one spike, Quantity [mA]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def w(self) -> Quantity:
        """Adaptation current, Quantity [mA]; assignable."""
    @w.setter
    def w(self, value: _Value) -> None: ...
class AdExIFRef(Neurons):
    """Adaptive exponential integrate-and-fire neuron with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        tau_w: _Value = 30.0 * pq.ms,
        tau_ref: _Value = 1.7 * pq.ms,
        V_th: _Value = -55.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_T: _Value = -59.9 * pq.mV,
        delta_T: _Value = 3.48 * pq.mV,
        a: _Value = 1.0 * pq.S,
        b: _Value = 1.0 * pq.mA,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        w_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        ref_var: bool = False,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_w(self) -> Quantity:
        """Time constant of adaptation, Quantity [ms]; assignable."""
    @tau_w.setter
    def tau_w(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_T(self) -> Quantity:
        """Potential at which the upstroke begins, Quantity [mV]; assignable."""
    @V_T.setter
    def V_T(self, value: _Value) -> None: ...
    @property
    def delta_T(self) -> Quantity:
        """Sharpness of the upstroke, Quantity [mV]; assignable."""
    @delta_T.setter
    def delta_T(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Subthreshold adaptation, Quantity [S]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Adaptation by one spike, Quantity [mA]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def w(self) -> Quantity:
        """Adaptation current, Quantity [mA]; assignable."""
    @w.setter
    def w(self, value: _Value) -> None: ...
class IF(Neurons):
    """Integrate-and-fire neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 5.0 * pq.ms,
        V_th: _Value = 1.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class LIF(Neurons):
    """Leaky integrate-and-fire neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 5.0 * pq.ms,
        V_th: _Value = 1.0 * pq.mV,
        V_reset: _Value = 0.0 * pq.mV,
        V_rest: _Value = 0.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class LIFRef(Neurons):
    """Leaky integrate-and-fire neuron with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 5.0 * pq.ms,
        tau_ref: _Value = 5.0 * pq.ms,
        V_th: _Value = 1.0 * pq.mV,
        V_reset: _Value = 0.0 * pq.mV,
        V_rest: _Value = 0.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class ALIF(Neurons):
    """Leaky integrate-and-fire neuron with an adaptive threshold."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 5.0 * pq.ms,
        tau_a: _Value = 100.0 * pq.ms,
        V_th: _Value = 1.0 * pq.mV,
        V_reset: _Value = 0.0 * pq.mV,
        V_rest: _Value = 0.0 * pq.mV,
        beta: _Value = 0.1 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        V_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV,
        a_initializer: _Value | Callable[..., Any] = 0.0,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_a(self) -> Quantity:
        """Time constant of the threshold's adaptation, Quantity [ms]; assignable."""
    @tau_a.setter
    def tau_a(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold without adaptation, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def beta(self) -> Quantity:
        """Growth of the threshold by one spike, Quantity [mV]; assignable."""
    @beta.setter
    def beta(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Adaptation of the threshold, Quantity [1]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
class Gif(Neurons):
    """Generalised integrate-and-fire neuron: two currents that jump at spikes, and a moving threshold."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 20.0 * pq.ohm,
        tau: _Value = 20.0 * pq.ms,
        V_rest: _Value = -70.0 * pq.mV,
        V_reset: _Value = -70.0 * pq.mV,
        V_th_inf: _Value = -50.0 * pq.mV,
        V_th_reset: _Value = -60.0 * pq.mV,
        V_th_initializer: _Value | Callable[..., Any] = -50.0 * pq.mV,
        a: _Value = 0.0 / pq.ms,
        b: _Value = 0.01 / pq.ms,
        k1: _Value = 0.2 / pq.ms,
        k2: _Value = 0.02 / pq.ms,
        R1: _Value = 0.0,
        R2: _Value = 1.0,
        A1: _Value = 0.0 * pq.mA,
        A2: _Value = 0.0 * pq.mA,
        V_initializer: _Value | Callable[..., Any] = -70.0 * pq.mV,
        I1_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        I2_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_th_inf(self) -> Quantity:
        """Threshold at rest, Quantity [mV]; assignable."""
    @V_th_inf.setter
    def V_th_inf(self, value: _Value) -> None: ...
    @property
    def V_th_reset(self) -> Quantity:
        """Least threshold after a spike, Quantity [mV]; assignable."""
    @V_th_reset.setter
    def V_th_reset(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Coupling of the threshold to v, Quantity [1/ms]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Rate at which the threshold relaxes, Quantity [1/ms]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def k1(self) -> Quantity:
        """Decay rate of i1, Quantity [1/ms]; assignable."""
    @k1.setter
    def k1(self, value: _Value) -> None: ...
    @property
    def k2(self) -> Quantity:
        """Decay rate of i2, Quantity [1/ms]; assignable."""
    @k2.setter
    def k2(self, value: _Value) -> None: ...
    @property
    def R1(self) -> Quantity:
        """Part of i1 that survives a spike, Quantity [1]; assignable."""
    @R1.setter
    def R1(self, value: _Value) -> None: ...
    @property
    def R2(self) -> Quantity:
        """Part of i2 that survives a spike, Quantity [1]; assignable."""
    @R2.setter
    def R2(self, value: _Value) -> None: ...
    @property
    def A1(self) -> Quantity:
        """Jump of i1 at a spike, Quantity [mA]; assignable."""
    @A1.setter
    def A1(self, value: _Value) -> None: ...
    @property
    def A2(self) -> Quantity:
        """Jump of i2 at a spike, Quantity [mA]; assignable."""
    @A2.setter
    def A2(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def I1(self) -> Quantity:
        """First spike-triggered current, Quantity [mA]; assignable."""
    @I1.setter
    def I1(self, value: _Value) -> None: ...
    @property
    def I2(self) -> Quantity:
        """Second spike-triggered current, Quantity [mA]; assignable."""
    @I2.setter
    def I2(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
class GifRef(Neurons):
    """Generalised integrate-and-fire neuron with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 20.0 * pq.ohm,
        tau: _Value = 20.0 * pq.ms,
        tau_ref: _Value = 1.7 * pq.ms,
        V_rest: _Value = -70.0 * pq.mV,
        V_reset: _Value = -70.0 * pq.mV,
        V_th_inf: _Value = -50.0 * pq.mV,
        V_th_reset: _Value = -60.0 * pq.mV,
        V_th_initializer: _Value | Callable[..., Any] = -50.0 * pq.mV,
        a: _Value = 0.0 / pq.ms,
        b: _Value = 0.01 / pq.ms,
        k1: _Value = 0.2 / pq.ms,
        k2: _Value = 0.02 / pq.ms,
        R1: _Value = 0.0,
        R2: _Value = 1.0,
        A1: _Value = 0.0 * pq.mA,
        A2: _Value = 0.0 * pq.mA,
        V_initializer: _Value | Callable[..., Any] = -70.0 * pq.mV,
        I1_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        I2_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        ref_var: bool = False,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_th_inf(self) -> Quantity:
        """Threshold at rest, Quantity [mV]; assignable."""
    @V_th_inf.setter
    def V_th_inf(self, value: _Value) -> None: ...
    @property
    def V_th_reset(self) -> Quantity:
        """Least threshold after a spike, Quantity [mV]; assignable."""
    @V_th_reset.setter
    def V_th_reset(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Coupling of the threshold to v, Quantity [1/ms]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Rate at which the threshold relaxes, Quantity [1/ms]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def k1(self) -> Quantity:
        """Decay rate of i1, Quantity [1/ms]; assignable."""
    @k1.setter
    def k1(self, value: _Value) -> None: ...
    @property
    def k2(self) -> Quantity:
        """Decay rate of i2, Quantity [1/ms]; assignable."""
    @k2.setter
    def k2(self, value: _Value) -> None: ...
    @property
    def R1(self) -> Quantity:
        """Part of i1 that survives a spike, Quantity [1]; assignable."""
    @R1.setter
    def R1(self, value: _Value) -> None: ...
    @property
    def R2(self) -> Quantity:
        """Part of i2 that survives a spike, Quantity [1]; assignable."""
    @R2.setter
    def R2(self, value: _Value) -> None: ...
    @property
    def A1(self) -> Quantity:
        """Jump of i1 at a spike, Quantity [mA]; assignable."""
    @A1.setter
    def A1(self, value: _Value) -> None: ...
    @property
    def A2(self) -> Quantity:
        """Jump of i2 at a spike, Quantity [mA]; assignable."""
    @A2.setter
    def A2(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def I1(self) -> Quantity:
        """First spike-triggered current, Quantity [mA]; assignable."""
    @I1.setter
    def I1(self, value: _Value) -> None: ...
    @property
    def I2(self) -> Quantity:
        """Second spike-triggered current, Quantity [mA]; assignable."""
    @I2.setter
    def I2(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
class hh_cond_exp_traub(Neurons):
    """Traub and Miles' neuron with conductances that jump at a spike and decay exponentially, as NEST computes it."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        E_L: _Value = -60.0 * pq.mV,
        C_m: _Value = 200.0 * pq.pF,
        g_Na: _Value = 20000.0 * pq.nS,
        g_K: _Value = 6000.0 * pq.nS,
        g_L: _Value = 10.0 * pq.nS,
        E_Na: _Value = 50.0 * pq.mV,
        E_K: _Value = -90.0 * pq.mV,
        V_T: _Value = -63.0 * pq.mV,
        E_ex: _Value = 0.0 * pq.mV,
        E_in: _Value = -80.0 * pq.mV,
        t_ref: _Value = 2.0 * pq.ms,
        tau_syn_ex: _Value = 5.0 * pq.ms,
        tau_syn_in: _Value = 10.0 * pq.ms,
        I_e: _Value = 0.0 * pq.pA,
        V_m_init: _Value | Callable[..., Any] = -60.0 * pq.mV,
        Act_m_init: _Value | Callable[..., Any] | None = None,
        Inact_h_init: _Value | Callable[..., Any] | None = None,
        Act_n_init: _Value | Callable[..., Any] | None = None,
        gsl_error_tol: _Value = 0.001,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "hard",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def E_L(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @E_L.setter
    def E_L(self, value: _Value) -> None: ...
    @property
    def C_m(self) -> Quantity:
        """Membrane capacitance, Quantity [pF]; assignable."""
    @C_m.setter
    def C_m(self, value: _Value) -> None: ...
    @property
    def g_Na(self) -> Quantity:
        """Conductance of sodium, Quantity [nS]; assignable."""
    @g_Na.setter
    def g_Na(self, value: _Value) -> None: ...
    @property
    def g_K(self) -> Quantity:
        """Conductance of potassium, Quantity [nS]; assignable."""
    @g_K.setter
    def g_K(self, value: _Value) -> None: ...
    @property
    def g_L(self) -> Quantity:
        """Conductance of the leak, Quantity [nS]; assignable."""
    @g_L.setter
    def g_L(self, value: _Value) -> None: ...
    @property
    def E_Na(self) -> Quantity:
        """Reversal potential of sodium, Quantity [mV]; assignable."""
    @E_Na.setter
    def E_Na(self, value: _Value) -> None: ...
    @property
    def E_K(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @E_K.setter
    def E_K(self, value: _Value) -> None: ...
    @property
    def V_T(self) -> Quantity:
        """Potential that the rates are relative to, Quantity [mV]; assignable."""
    @V_T.setter
    def V_T(self, value: _Value) -> None: ...
    @property
    def E_ex(self) -> Quantity:
        """Reversal potential of excitation, Quantity [mV]; assignable."""
    @E_ex.setter
    def E_ex(self, value: _Value) -> None: ...
    @property
    def E_in(self) -> Quantity:
        """Reversal potential of inhibition, Quantity [mV]; assignable."""
    @E_in.setter
    def E_in(self, value: _Value) -> None: ...
    @property
    def t_ref(self) -> Quantity:
        """Time after a spike without another, Quantity [ms]; assignable."""
    @t_ref.setter
    def t_ref(self, value: _Value) -> None: ...
    @property
    def tau_syn_ex(self) -> Quantity:
        """Decay time of excitation, Quantity [ms]; assignable."""
    @tau_syn_ex.setter
    def tau_syn_ex(self, value: _Value) -> None: ...
    @property
    def tau_syn_in(self) -> Quantity:
        """Decay time of inhibition, Quantity [ms]; assignable."""
    @tau_syn_in.setter
    def tau_syn_in(self, value: _Value) -> None: ...
    @property
    def I_e(self) -> Quantity:
        """Constant current, Quantity [pA]; assignable."""
    @I_e.setter
    def I_e(self, value: _Value) -> None: ...
    @property
    def gsl_error_tol(self) -> Quantity:
        """Error allowed in a step, in each state's unit, Quantity [1]; assignable."""
    @gsl_error_tol.setter
    def gsl_error_tol(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @m.setter
    def m(self, value: _Value) -> None: ...
    @property
    def h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @h.setter
    def h(self, value: _Value) -> None: ...
    @property
    def n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @n.setter
    def n(self, value: _Value) -> None: ...
    @property
    def g_ex(self) -> Quantity:
        """Excitatory conductance, Quantity [nS]; assignable."""
    @g_ex.setter
    def g_ex(self, value: _Value) -> None: ...
    @property
    def g_in(self) -> Quantity:
        """Inhibitory conductance, Quantity [nS]; assignable."""
    @g_in.setter
    def g_in(self, value: _Value) -> None: ...
    @property
    def I_stim(self) -> Quantity:
        """Input current of the step to come, Quantity [pA]; assignable."""
    @I_stim.setter
    def I_stim(self, value: _Value) -> None: ...
    @property
    def V_m(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V_m.setter
    def V_m(self, value: _Value) -> None: ...
    @property
    def Act_m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @Act_m.setter
    def Act_m(self, value: _Value) -> None: ...
    @property
    def Inact_h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @Inact_h.setter
    def Inact_h(self, value: _Value) -> None: ...
    @property
    def Act_n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @Act_n.setter
    def Act_n(self, value: _Value) -> None: ...
class hh_cond_beta_gap_traub(Neurons):
    """Traub and Miles' neuron with conductances that rise and decay, as NEST computes it."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        E_L: _Value = -60.0 * pq.mV,
        C_m: _Value = 200.0 * pq.pF,
        g_Na: _Value = 20000.0 * pq.nS,
        g_K: _Value = 6000.0 * pq.nS,
        g_L: _Value = 10.0 * pq.nS,
        E_Na: _Value = 50.0 * pq.mV,
        E_K: _Value = -90.0 * pq.mV,
        V_T: _Value = -50.0 * pq.mV,
        E_ex: _Value = 0.0 * pq.mV,
        E_in: _Value = -80.0 * pq.mV,
        t_ref: _Value = 2.0 * pq.ms,
        tau_rise_ex: _Value = 0.5 * pq.ms,
        tau_decay_ex: _Value = 5.0 * pq.ms,
        tau_rise_in: _Value = 0.5 * pq.ms,
        tau_decay_in: _Value = 10.0 * pq.ms,
        I_e: _Value = 0.0 * pq.pA,
        V_m_init: _Value | Callable[..., Any] = -60.0 * pq.mV,
        Act_m_init: _Value | Callable[..., Any] | None = None,
        Inact_h_init: _Value | Callable[..., Any] | None = None,
        Act_n_init: _Value | Callable[..., Any] | None = None,
        gsl_error_tol: _Value = 0.001,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "hard",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def E_L(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @E_L.setter
    def E_L(self, value: _Value) -> None: ...
    @property
    def C_m(self) -> Quantity:
        """Membrane capacitance, Quantity [pF]; assignable."""
    @C_m.setter
    def C_m(self, value: _Value) -> None: ...
    @property
    def g_Na(self) -> Quantity:
        """Conductance of sodium, Quantity [nS]; assignable."""
    @g_Na.setter
    def g_Na(self, value: _Value) -> None: ...
    @property
    def g_K(self) -> Quantity:
        """Conductance of potassium, Quantity [nS]; assignable."""
    @g_K.setter
    def g_K(self, value: _Value) -> None: ...
    @property
    def g_L(self) -> Quantity:
        """Conductance of the leak, Quantity [nS]; assignable."""
    @g_L.setter
    def g_L(self, value: _Value) -> None: ...
    @property
    def E_Na(self) -> Quantity:
        """Reversal potential of sodium, Quantity [mV]; assignable."""
    @E_Na.setter
    def E_Na(self, value: _Value) -> None: ...
    @property
    def E_K(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @E_K.setter
    def E_K(self, value: _Value) -> None: ...
    @property
    def V_T(self) -> Quantity:
        """Potential that the rates are relative to, Quantity [mV]; assignable."""
    @V_T.setter
    def V_T(self, value: _Value) -> None: ...
    @property
    def E_ex(self) -> Quantity:
        """Reversal potential of excitation, Quantity [mV]; assignable."""
    @E_ex.setter
    def E_ex(self, value: _Value) -> None: ...
    @property
    def E_in(self) -> Quantity:
        """Reversal potential of inhibition, Quantity [mV]; assignable."""
    @E_in.setter
    def E_in(self, value: _Value) -> None: ...
    @property
    def t_ref(self) -> Quantity:
        """Time after a spike without another, Quantity [ms]; assignable."""
    @t_ref.setter
    def t_ref(self, value: _Value) -> None: ...
    @property
    def tau_rise_ex(self) -> Quantity:
        """Rise time of excitation, Quantity [ms]; assignable."""
    @tau_rise_ex.setter
    def tau_rise_ex(self, value: _Value) -> None: ...
    @property
    def tau_decay_ex(self) -> Quantity:
        """Decay time of excitation, Quantity [ms]; assignable."""
    @tau_decay_ex.setter
    def tau_decay_ex(self, value: _Value) -> None: ...
    @property
    def tau_rise_in(self) -> Quantity:
        """Rise time of inhibition, Quantity [ms]; assignable."""
    @tau_rise_in.setter
    def tau_rise_in(self, value: _Value) -> None: ...
    @property
    def tau_decay_in(self) -> Quantity:
        """Decay time of inhibition, Quantity [ms]; assignable."""
    @tau_decay_in.setter
    def tau_decay_in(self, value: _Value) -> None: ...
    @property
    def I_e(self) -> Quantity:
        """Constant current, Quantity [pA]; assignable."""
    @I_e.setter
    def I_e(self, value: _Value) -> None: ...
    @property
    def gsl_error_tol(self) -> Quantity:
        """Error allowed in a step, in each state's unit, Quantity [1]; assignable."""
    @gsl_error_tol.setter
    def gsl_error_tol(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @m.setter
    def m(self, value: _Value) -> None: ...
    @property
    def h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @h.setter
    def h(self, value: _Value) -> None: ...
    @property
    def n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @n.setter
    def n(self, value: _Value) -> None: ...
    @property
    def J_ex(self) -> Quantity:
        """Inflow of the excitatory conductance, Quantity [nS/ms]; assignable."""
    @J_ex.setter
    def J_ex(self, value: _Value) -> None: ...
    @property
    def g_ex(self) -> Quantity:
        """Excitatory conductance, Quantity [nS]; assignable."""
    @g_ex.setter
    def g_ex(self, value: _Value) -> None: ...
    @property
    def J_in(self) -> Quantity:
        """Inflow of the inhibitory conductance, Quantity [nS/ms]; assignable."""
    @J_in.setter
    def J_in(self, value: _Value) -> None: ...
    @property
    def g_in(self) -> Quantity:
        """Inhibitory conductance, Quantity [nS]; assignable."""
    @g_in.setter
    def g_in(self, value: _Value) -> None: ...
    @property
    def I_stim(self) -> Quantity:
        """Input current of the step to come, Quantity [pA]; assignable."""
    @I_stim.setter
    def I_stim(self, value: _Value) -> None: ...
    @property
    def V_m(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V_m.setter
    def V_m(self, value: _Value) -> None: ...
    @property
    def Act_m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @Act_m.setter
    def Act_m(self, value: _Value) -> None: ...
    @property
    def Inact_h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @Inact_h.setter
    def Inact_h(self, value: _Value) -> None: ...
    @property
    def Act_n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @Act_n.setter
    def Act_n(self, value: _Value) -> None: ...
    @property
    def dg_ex(self) -> Quantity:
        """Inflow of the excitatory conductance, Quantity [nS/ms]; assignable."""
    @dg_ex.setter
    def dg_ex(self, value: _Value) -> None: ...
    @property
    def dg_in(self) -> Quantity:
        """Inflow of the inhibitory conductance, Quantity [nS/ms]; assignable."""
    @dg_in.setter
    def dg_in(self, value: _Value) -> None: ...
class HH(Neurons):
    """Hodgkin-Huxley neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        ENa: _Value = 50.0 * pq.mV,
        gNa: _Value = 120.0 * pq.mS,
        EK: _Value = -77.0 * pq.mV,
        gK: _Value = 36.0 * pq.mS,
        EL: _Value = -54.387 * pq.mV,
        gL: _Value = 0.03 * pq.mS,
        V_th: _Value = 20.0 * pq.mV,
        C: _Value = 1.0 * pq.uF,
        V_initializer: _Value | Callable[..., Any] = Uniform(low=-70.0 * pq.mV, high=-60.0 * pq.mV, seed=None),
        m_initializer: _Value | Callable[..., Any] | None = None,
        h_initializer: _Value | Callable[..., Any] | None = None,
        n_initializer: _Value | Callable[..., Any] | None = None,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def ENa(self) -> Quantity:
        """Reversal potential of sodium, Quantity [mV]; assignable."""
    @ENa.setter
    def ENa(self, value: _Value) -> None: ...
    @property
    def gNa(self) -> Quantity:
        """Conductance of sodium, Quantity [mS]; assignable."""
    @gNa.setter
    def gNa(self, value: _Value) -> None: ...
    @property
    def EK(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @EK.setter
    def EK(self, value: _Value) -> None: ...
    @property
    def gK(self) -> Quantity:
        """Conductance of potassium, Quantity [mS]; assignable."""
    @gK.setter
    def gK(self, value: _Value) -> None: ...
    @property
    def EL(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @EL.setter
    def EL(self, value: _Value) -> None: ...
    @property
    def gL(self) -> Quantity:
        """Conductance of the leak, Quantity [mS]; assignable."""
    @gL.setter
    def gL(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential whose crossing is a spike, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def C(self) -> Quantity:
        """Membrane capacitance, Quantity [uF]; assignable."""
    @C.setter
    def C(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @m.setter
    def m(self, value: _Value) -> None: ...
    @property
    def h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @h.setter
    def h(self, value: _Value) -> None: ...
    @property
    def n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @n.setter
    def n(self, value: _Value) -> None: ...
class WangBuzsakiHH(Neurons):
    """Wang and Buzsaki's fast-spiking interneuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        ENa: _Value = 55.0 * pq.mV,
        gNa: _Value = 35.0 * pq.mS,
        EK: _Value = -90.0 * pq.mV,
        gK: _Value = 9.0 * pq.mS,
        EL: _Value = -65.0 * pq.mV,
        gL: _Value = 0.1 * pq.mS,
        V_th: _Value = 20.0 * pq.mV,
        phi: _Value = 5.0,
        C: _Value = 1.0 * pq.uF,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        h_initializer: _Value | Callable[..., Any] = 0.6,
        n_initializer: _Value | Callable[..., Any] = 0.32,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def ENa(self) -> Quantity:
        """Reversal potential of sodium, Quantity [mV]; assignable."""
    @ENa.setter
    def ENa(self, value: _Value) -> None: ...
    @property
    def gNa(self) -> Quantity:
        """Conductance of sodium, Quantity [mS]; assignable."""
    @gNa.setter
    def gNa(self, value: _Value) -> None: ...
    @property
    def EK(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @EK.setter
    def EK(self, value: _Value) -> None: ...
    @property
    def gK(self) -> Quantity:
        """Conductance of potassium, Quantity [mS]; assignable."""
    @gK.setter
    def gK(self, value: _Value) -> None: ...
    @property
    def EL(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @EL.setter
    def EL(self, value: _Value) -> None: ...
    @property
    def gL(self) -> Quantity:
        """Conductance of the leak, Quantity [mS]; assignable."""
    @gL.setter
    def gL(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential whose crossing is a spike, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def phi(self) -> Quantity:
        """Temperature factor of the gates, Quantity [1]; assignable."""
    @phi.setter
    def phi(self, value: _Value) -> None: ...
    @property
    def C(self) -> Quantity:
        """Membrane capacitance, Quantity [uF]; assignable."""
    @C.setter
    def C(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @h.setter
    def h(self, value: _Value) -> None: ...
    @property
    def n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @n.setter
    def n(self, value: _Value) -> None: ...
class hh_psc_alpha(Neurons):
    """Hodgkin-Huxley neuron with alpha-shaped synaptic currents, as NEST computes it."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        E_L: _Value = -54.402 * pq.mV,
        C_m: _Value = 100.0 * pq.pF,
        g_Na: _Value = 12000.0 * pq.nS,
        g_K: _Value = 3600.0 * pq.nS,
        g_L: _Value = 30.0 * pq.nS,
        E_Na: _Value = 50.0 * pq.mV,
        E_K: _Value = -77.0 * pq.mV,
        t_ref: _Value = 2.0 * pq.ms,
        tau_syn_ex: _Value = 0.2 * pq.ms,
        tau_syn_in: _Value = 2.0 * pq.ms,
        I_e: _Value = 0.0 * pq.pA,
        V_m_init: _Value | Callable[..., Any] = -65.0 * pq.mV,
        Act_m_init: _Value | Callable[..., Any] | None = None,
        Inact_h_init: _Value | Callable[..., Any] | None = None,
        Act_n_init: _Value | Callable[..., Any] | None = None,
        gsl_error_tol: _Value = 0.001,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "hard",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def E_L(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @E_L.setter
    def E_L(self, value: _Value) -> None: ...
    @property
    def C_m(self) -> Quantity:
        """Membrane capacitance, Quantity [pF]; assignable."""
    @C_m.setter
    def C_m(self, value: _Value) -> None: ...
    @property
    def g_Na(self) -> Quantity:
        """Conductance of sodium, Quantity [nS]; assignable."""
    @g_Na.setter
    def g_Na(self, value: _Value) -> None: ...
    @property
    def g_K(self) -> Quantity:
        """Conductance of potassium, Quantity [nS]; assignable."""
    @g_K.setter
    def g_K(self, value: _Value) -> None: ...
    @property
    def g_L(self) -> Quantity:
        """Conductance of the leak, Quantity [nS]; assignable."""
    @g_L.setter
    def g_L(self, value: _Value) -> None: ...
    @property
    def E_Na(self) -> Quantity:
        """Reversal potential of sodium, Quantity [mV]; assignable."""
    @E_Na.setter
    def E_Na(self, value: _Value) -> None: ...
    @property
    def E_K(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @E_K.setter
    def E_K(self, value: _Value) -> None: ...
    @property
    def t_ref(self) -> Quantity:
        """Time after a spike without another, Quantity [ms]; assignable."""
    @t_ref.setter
    def t_ref(self, value: _Value) -> None: ...
    @property
    def tau_syn_ex(self) -> Quantity:
        """Rise time of excitatory currents, Quantity [ms]; assignable."""
    @tau_syn_ex.setter
    def tau_syn_ex(self, value: _Value) -> None: ...
    @property
    def tau_syn_in(self) -> Quantity:
        """Rise time of inhibitory currents, Quantity [ms]; assignable."""
    @tau_syn_in.setter
    def tau_syn_in(self, value: _Value) -> None: ...
    @property
    def I_e(self) -> Quantity:
        """Constant current, Quantity [pA]; assignable."""
    @I_e.setter
    def I_e(self, value: _Value) -> None: ...
    @property
    def gsl_error_tol(self) -> Quantity:
        """Error allowed in a step, in each state's unit, Quantity [1]; assignable."""
    @gsl_error_tol.setter
    def gsl_error_tol(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @m.setter
    def m(self, value: _Value) -> None: ...
    @property
    def h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @h.setter
    def h(self, value: _Value) -> None: ...
    @property
    def n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @n.setter
    def n(self, value: _Value) -> None: ...
    @property
    def J_syn_ex(self) -> Quantity:
        """Inflow of the excitatory current, Quantity [pA/ms]; assignable."""
    @J_syn_ex.setter
    def J_syn_ex(self, value: _Value) -> None: ...
    @property
    def I_syn_ex(self) -> Quantity:
        """Excitatory synaptic current, Quantity [pA]; assignable."""
    @I_syn_ex.setter
    def I_syn_ex(self, value: _Value) -> None: ...
    @property
    def J_syn_in(self) -> Quantity:
        """Inflow of the inhibitory current, Quantity [pA/ms]; assignable."""
    @J_syn_in.setter
    def J_syn_in(self, value: _Value) -> None: ...
    @property
    def I_syn_in(self) -> Quantity:
        """Inhibitory synaptic current, Quantity [pA]; assignable."""
    @I_syn_in.setter
    def I_syn_in(self, value: _Value) -> None: ...
    @property
    def I_stim(self) -> Quantity:
        """Input current of the step to come, Quantity [pA]; assignable."""
    @I_stim.setter
    def I_stim(self, value: _Value) -> None: ...
    @property
    def V_m(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V_m.setter
    def V_m(self, value: _Value) -> None: ...
    @property
    def Act_m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @Act_m.setter
    def Act_m(self, value: _Value) -> None: ...
    @property
    def Inact_h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @Inact_h.setter
    def Inact_h(self, value: _Value) -> None: ...
    @property
    def Act_n(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @Act_n.setter
    def Act_n(self, value: _Value) -> None: ...
    @property
    def dI_syn_ex(self) -> Quantity:
        """Inflow of the excitatory current, Quantity [pA/ms]; assignable."""
    @dI_syn_ex.setter
    def dI_syn_ex(self, value: _Value) -> None: ...
    @property
    def dI_syn_in(self) -> Quantity:
        """Inflow of the inhibitory current, Quantity [pA/ms]; assignable."""
    @dI_syn_in.setter
    def dI_syn_in(self, value: _Value) -> None: ...
class hh_psc_alpha_gap(Neurons):
    """Hodgkin-Huxley neuron with two potassium currents and alpha-shaped synaptic currents, as NEST computes it."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        E_L: _Value = -70.0 * pq.mV,
        C_m: _Value = 40.0 * pq.pF,
        g_Na: _Value = 4500.0 * pq.nS,
        g_Kv1: _Value = 9.0 * pq.nS,
        g_Kv3: _Value = 9000.0 * pq.nS,
        g_L: _Value = 10.0 * pq.nS,
        E_Na: _Value = 74.0 * pq.mV,
        E_K: _Value = -90.0 * pq.mV,
        t_ref: _Value = 2.0 * pq.ms,
        tau_syn_ex: _Value = 0.2 * pq.ms,
        tau_syn_in: _Value = 2.0 * pq.ms,
        I_e: _Value = 0.0 * pq.pA,
        V_m_init: _Value | Callable[..., Any] = -69.60401191631222 * pq.mV,
        Act_m_init: _Value | Callable[..., Any] | None = None,
        Inact_h_init: _Value | Callable[..., Any] | None = None,
        Act_n_init: _Value | Callable[..., Any] | None = None,
        Inact_p_init: _Value | Callable[..., Any] | None = None,
        gsl_error_tol: _Value = 1e-06,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "hard",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def E_L(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @E_L.setter
    def E_L(self, value: _Value) -> None: ...
    @property
    def C_m(self) -> Quantity:
        """Membrane capacitance, Quantity [pF]; assignable."""
    @C_m.setter
    def C_m(self, value: _Value) -> None: ...
    @property
    def g_Na(self) -> Quantity:
        """Conductance of sodium, Quantity [nS]; assignable."""
    @g_Na.setter
    def g_Na(self, value: _Value) -> None: ...
    @property
    def g_Kv1(self) -> Quantity:
        """Conductance of potassium, kv1, Quantity [nS]; assignable."""
    @g_Kv1.setter
    def g_Kv1(self, value: _Value) -> None: ...
    @property
    def g_Kv3(self) -> Quantity:
        """Conductance of potassium, kv3, Quantity [nS]; assignable."""
    @g_Kv3.setter
    def g_Kv3(self, value: _Value) -> None: ...
    @property
    def g_L(self) -> Quantity:
        """Conductance of the leak, Quantity [nS]; assignable."""
    @g_L.setter
    def g_L(self, value: _Value) -> None: ...
    @property
    def E_Na(self) -> Quantity:
        """Reversal potential of sodium, Quantity [mV]; assignable."""
    @E_Na.setter
    def E_Na(self, value: _Value) -> None: ...
    @property
    def E_K(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @E_K.setter
    def E_K(self, value: _Value) -> None: ...
    @property
    def t_ref(self) -> Quantity:
        """Time after a spike without another, Quantity [ms]; assignable."""
    @t_ref.setter
    def t_ref(self, value: _Value) -> None: ...
    @property
    def tau_syn_ex(self) -> Quantity:
        """Rise time of excitatory currents, Quantity [ms]; assignable."""
    @tau_syn_ex.setter
    def tau_syn_ex(self, value: _Value) -> None: ...
    @property
    def tau_syn_in(self) -> Quantity:
        """Rise time of inhibitory currents, Quantity [ms]; assignable."""
    @tau_syn_in.setter
    def tau_syn_in(self, value: _Value) -> None: ...
    @property
    def I_e(self) -> Quantity:
        """Constant current, Quantity [pA]; assignable."""
    @I_e.setter
    def I_e(self, value: _Value) -> None: ...
    @property
    def gsl_error_tol(self) -> Quantity:
        """Error allowed in a step, in each state's unit, Quantity [1]; assignable."""
    @gsl_error_tol.setter
    def gsl_error_tol(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @m.setter
    def m(self, value: _Value) -> None: ...
    @property
    def h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @h.setter
    def h(self, value: _Value) -> None: ...
    @property
    def n(self) -> Quantity:
        """Activation of potassium, kv1, Quantity [1]; assignable."""
    @n.setter
    def n(self, value: _Value) -> None: ...
    @property
    def p(self) -> Quantity:
        """Activation of potassium, kv3, Quantity [1]; assignable."""
    @p.setter
    def p(self, value: _Value) -> None: ...
    @property
    def J_syn_ex(self) -> Quantity:
        """Inflow of the excitatory current, Quantity [pA/ms]; assignable."""
    @J_syn_ex.setter
    def J_syn_ex(self, value: _Value) -> None: ...
    @property
    def I_syn_ex(self) -> Quantity:
        """Excitatory synaptic current, Quantity [pA]; assignable."""
    @I_syn_ex.setter
    def I_syn_ex(self, value: _Value) -> None: ...
    @property
    def J_syn_in(self) -> Quantity:
        """Inflow of the inhibitory current, Quantity [pA/ms]; assignable."""
    @J_syn_in.setter
    def J_syn_in(self, value: _Value) -> None: ...
    @property
    def I_syn_in(self) -> Quantity:
        """Inhibitory synaptic current, Quantity [pA]; assignable."""
    @I_syn_in.setter
    def I_syn_in(self, value: _Value) -> None: ...
    @property
    def I_stim(self) -> Quantity:
        """Input current of the step to come, Quantity [pA]; assignable."""
    @I_stim.setter
    def I_stim(self, value: _Value) -> None: ...
    @property
    def V_m(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V_m.setter
    def V_m(self, value: _Value) -> None: ...
    @property
    def Act_m(self) -> Quantity:
        """Activation of sodium, Quantity [1]; assignable."""
    @Act_m.setter
    def Act_m(self, value: _Value) -> None: ...
    @property
    def Inact_h(self) -> Quantity:
        """Inactivation of sodium, Quantity [1]; assignable."""
    @Inact_h.setter
    def Inact_h(self, value: _Value) -> None: ...
    @property
    def Act_n(self) -> Quantity:
        """Activation of potassium, kv1, Quantity [1]; assignable."""
    @Act_n.setter
    def Act_n(self, value: _Value) -> None: ...
    @property
    def Inact_p(self) -> Quantity:
        """Activation of potassium, kv3, Quantity [1]; assignable."""
    @Inact_p.setter
    def Inact_p(self, value: _Value) -> None: ...
    @property
    def dI_syn_ex(self) -> Quantity:
        """Inflow of the excitatory current, Quantity [pA/ms]; assignable."""
    @dI_syn_ex.setter
    def dI_syn_ex(self, value: _Value) -> None: ...
    @property
    def dI_syn_in(self) -> Quantity:
        """Inflow of the inhibitory current, Quantity [pA/ms]; assignable."""
    @dI_syn_in.setter
    def dI_syn_in(self, value: _Value) -> None: ...
class Izhikevich(Neurons):
    """Izhikevich's simple model of spiking neurons."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        a: _Value = 0.02 / pq.ms,
        b: _Value = 0.2 / pq.ms,
        c: _Value = -65.0 * pq.mV,
        d: _Value = 8.0 * pq.mV / pq.ms,
        V_th: _Value = 30.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        u_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV / pq.ms,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "hard",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def a(self) -> Quantity:
        """Rate of recovery, Quantity [1/ms]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Sensitivity of u to v, Quantity [1/ms]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def d(self) -> Quantity:
        """Growth of u at a spike, Quantity [mV/ms]; assignable."""
    @d.setter
    def d(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Peak at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def u(self) -> Quantity:
        """Recovery variable, Quantity [mV/ms]; assignable."""
    @u.setter
    def u(self, value: _Value) -> None: ...
class IzhikevichRef(Neurons):
    """Izhikevich's model with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        a: _Value = 0.02 / pq.ms,
        b: _Value = 0.2 / pq.ms,
        c: _Value = -65.0 * pq.mV,
        d: _Value = 8.0 * pq.mV / pq.ms,
        V_th: _Value = 30.0 * pq.mV,
        tau_ref: _Value = 0.0 * pq.ms,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        u_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV / pq.ms,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "hard",
        ref_var: bool = False,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def a(self) -> Quantity:
        """Rate of recovery, Quantity [1/ms]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Sensitivity of u to v, Quantity [1/ms]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def d(self) -> Quantity:
        """Growth of u at a spike, Quantity [mV/ms]; assignable."""
    @d.setter
    def d(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Peak at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def u(self) -> Quantity:
        """Recovery variable, Quantity [mV/ms]; assignable."""
    @u.setter
    def u(self, value: _Value) -> None: ...
class MorrisLecar(Neurons):
    """Morris-Lecar neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        V_Ca: _Value = 130.0 * pq.mV,
        g_Ca: _Value = 4.4 * pq.mS,
        V_K: _Value = -84.0 * pq.mV,
        g_K: _Value = 8.0 * pq.mS,
        V_leak: _Value = -60.0 * pq.mV,
        g_leak: _Value = 2.0 * pq.mS,
        C: _Value = 20.0 * pq.uF,
        V1: _Value = -1.2 * pq.mV,
        V2: _Value = 18.0 * pq.mV,
        V3: _Value = 2.0 * pq.mV,
        V4: _Value = 30.0 * pq.mV,
        phi: _Value = 0.04 / pq.ms,
        V_th: _Value = 10.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = Uniform(low=-70.0 * pq.mV, high=-60.0 * pq.mV, seed=None),
        W_initializer: _Value | Callable[..., Any] = 0.02,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def V_Ca(self) -> Quantity:
        """Reversal potential of calcium, Quantity [mV]; assignable."""
    @V_Ca.setter
    def V_Ca(self, value: _Value) -> None: ...
    @property
    def g_Ca(self) -> Quantity:
        """Conductance of calcium, Quantity [mS]; assignable."""
    @g_Ca.setter
    def g_Ca(self, value: _Value) -> None: ...
    @property
    def V_K(self) -> Quantity:
        """Reversal potential of potassium, Quantity [mV]; assignable."""
    @V_K.setter
    def V_K(self, value: _Value) -> None: ...
    @property
    def g_K(self) -> Quantity:
        """Conductance of potassium, Quantity [mS]; assignable."""
    @g_K.setter
    def g_K(self, value: _Value) -> None: ...
    @property
    def V_leak(self) -> Quantity:
        """Reversal potential of the leak, Quantity [mV]; assignable."""
    @V_leak.setter
    def V_leak(self, value: _Value) -> None: ...
    @property
    def g_leak(self) -> Quantity:
        """Conductance of the leak, Quantity [mS]; assignable."""
    @g_leak.setter
    def g_leak(self, value: _Value) -> None: ...
    @property
    def C(self) -> Quantity:
        """Membrane capacitance, Quantity [uF]; assignable."""
    @C.setter
    def C(self, value: _Value) -> None: ...
    @property
    def V1(self) -> Quantity:
        """Potential at which m_inf is 1/2, Quantity [mV]; assignable."""
    @V1.setter
    def V1(self, value: _Value) -> None: ...
    @property
    def V2(self) -> Quantity:
        """Width of m_inf, Quantity [mV]; assignable."""
    @V2.setter
    def V2(self, value: _Value) -> None: ...
    @property
    def V3(self) -> Quantity:
        """Potential at which w_inf is 1/2, Quantity [mV]; assignable."""
    @V3.setter
    def V3(self, value: _Value) -> None: ...
    @property
    def V4(self) -> Quantity:
        """Width of w_inf, Quantity [mV]; assignable."""
    @V4.setter
    def V4(self, value: _Value) -> None: ...
    @property
    def phi(self) -> Quantity:
        """Rate of w, Quantity [1/ms]; assignable."""
    @phi.setter
    def phi(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential whose crossing is a spike, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def W(self) -> Quantity:
        """Activation of potassium, Quantity [1]; assignable."""
    @W.setter
    def W(self, value: _Value) -> None: ...
class FitzHughNagumo(Neurons):
    """FitzHugh-Nagumo oscillator."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        a: _Value = 0.7,
        b: _Value = 0.8,
        tau: _Value = 1.0 * pq.ms,
        tau_w: _Value = 12.5 * pq.ms,
        V_th: _Value = 1.0,
        V_initializer: _Value | Callable[..., Any] = -1.2,
        w_initializer: _Value | Callable[..., Any] = -0.62,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def a(self) -> Quantity:
        """Shift of the recovery's nullcline, Quantity [1]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Slope of the recovery's nullcline, Quantity [1]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Time constant of v, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_w(self) -> Quantity:
        """Time constant of recovery, Quantity [ms]; assignable."""
    @tau_w.setter
    def tau_w(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Value whose crossing is a spike, Quantity [1]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [1]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def w(self) -> Quantity:
        """Recovery variable, Quantity [1]; assignable."""
    @w.setter
    def w(self, value: _Value) -> None: ...
class HindmarshRose(Neurons):
    """Hindmarsh-Rose neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        a: _Value = 1.0,
        b: _Value = 3.0,
        c: _Value = 1.0,
        d: _Value = 5.0,
        r: _Value = 0.006,
        s: _Value = 4.0,
        V_r: _Value = -1.6,
        tau: _Value = 1.0 * pq.ms,
        V_th: _Value = 1.0,
        V_initializer: _Value | Callable[..., Any] = -1.6,
        y_initializer: _Value | Callable[..., Any] = -10.0,
        z_initializer: _Value | Callable[..., Any] = 0.0,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def a(self) -> Quantity:
        """Cubic coefficient, Quantity [1]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Quadratic coefficient, Quantity [1]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Constant of the fast recovery, Quantity [1]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def d(self) -> Quantity:
        """Quadratic coefficient of the fast recovery, Quantity [1]; assignable."""
    @d.setter
    def d(self, value: _Value) -> None: ...
    @property
    def r(self) -> Quantity:
        """Rate of the slow variable, Quantity [1]; assignable."""
    @r.setter
    def r(self, value: _Value) -> None: ...
    @property
    def s(self) -> Quantity:
        """Gain of the slow variable, Quantity [1]; assignable."""
    @s.setter
    def s(self, value: _Value) -> None: ...
    @property
    def V_r(self) -> Quantity:
        """Resting value of v, Quantity [1]; assignable."""
    @V_r.setter
    def V_r(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Value whose crossing is a spike, Quantity [1]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [1]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def y(self) -> Quantity:
        """Fast recovery variable, Quantity [1]; assignable."""
    @y.setter
    def y(self, value: _Value) -> None: ...
    @property
    def z(self) -> Quantity:
        """Slow adaptation variable, Quantity [1]; assignable."""
    @z.setter
    def z(self, value: _Value) -> None: ...
class QuaIF(Neurons):
    """Quadratic integrate-and-fire neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        V_th: _Value = -30.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_c: _Value = -50.0 * pq.mV,
        c: _Value = 0.07 / pq.mV,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_c(self) -> Quantity:
        """Potential above which a spike takes off, Quantity [mV]; assignable."""
    @V_c.setter
    def V_c(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Steepness of the parabola, Quantity [1/mV]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class QuaIFRef(Neurons):
    """Quadratic integrate-and-fire neuron with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        tau_ref: _Value = 1.7 * pq.ms,
        V_th: _Value = -30.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_c: _Value = -50.0 * pq.mV,
        c: _Value = 0.07 / pq.mV,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        ref_var: bool = False,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_c(self) -> Quantity:
        """Potential above which a spike takes off, Quantity [mV]; assignable."""
    @V_c.setter
    def V_c(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Steepness of the parabola, Quantity [1/mV]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
class AdQuaIF(Neurons):
    """Adaptive quadratic integrate-and-fire neuron."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        tau_w: _Value = 10.0 * pq.ms,
        V_th: _Value = -30.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_c: _Value = -50.0 * pq.mV,
        c: _Value = 0.07 / pq.mV,
        a: _Value = 1.0 * pq.S,
        b: _Value = 0.1 * pq.mA,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        w_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_w(self) -> Quantity:
        """Time constant of adaptation, Quantity [ms]; assignable."""
    @tau_w.setter
    def tau_w(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_c(self) -> Quantity:
        """Potential above which a spike takes off, Quantity [mV]; assignable."""
    @V_c.setter
    def V_c(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Steepness of the parabola, Quantity [1/mV]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Subthreshold adaptation, Quantity [S]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Adaptation by one spike, Quantity [mA]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def w(self) -> Quantity:
        """Adaptation current, Quantity [mA]; assignable."""
    @w.setter
    def w(self, value: _Value) -> None: ...
class AdQuaIFRef(Neurons):
    """Adaptive quadratic integrate-and-fire neuron with a refractory period."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 10.0 * pq.ms,
        tau_w: _Value = 10.0 * pq.ms,
        tau_ref: _Value = 1.7 * pq.ms,
        V_th: _Value = -30.0 * pq.mV,
        V_reset: _Value = -68.0 * pq.mV,
        V_rest: _Value = -65.0 * pq.mV,
        V_c: _Value = -50.0 * pq.mV,
        c: _Value = 0.07 / pq.mV,
        a: _Value = 1.0 * pq.S,
        b: _Value = 0.1 * pq.mA,
        V_initializer: _Value | Callable[..., Any] = -65.0 * pq.mV,
        w_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        ref_var: bool = False,
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_w(self) -> Quantity:
        """Time constant of adaptation, Quantity [ms]; assignable."""
    @tau_w.setter
    def tau_w(self, value: _Value) -> None: ...
    @property
    def tau_ref(self) -> Quantity:
        """Refractory period, Quantity [ms]; assignable."""
    @tau_ref.setter
    def tau_ref(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Potential at which a spike is counted, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V_c(self) -> Quantity:
        """Potential above which a spike takes off, Quantity [mV]; assignable."""
    @V_c.setter
    def V_c(self, value: _Value) -> None: ...
    @property
    def c(self) -> Quantity:
        """Steepness of the parabola, Quantity [1/mV]; assignable."""
    @c.setter
    def c(self, value: _Value) -> None: ...
    @property
    def a(self) -> Quantity:
        """Subthreshold adaptation, Quantity [S]; assignable."""
    @a.setter
    def a(self, value: _Value) -> None: ...
    @property
    def b(self) -> Quantity:
        """Adaptation by one spike, Quantity [mA]; assignable."""
    @b.setter
    def b(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def w(self) -> Quantity:
        """Adaptation current, Quantity [mA]; assignable."""
    @w.setter
    def w(self, value: _Value) -> None: ...
class CubaLIF(Neurons):
    """Leaky integrate-and-fire neuron with a current-based exponential synapse."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 5.0 * pq.ms,
        tau_syn: _Value = 5.0 * pq.ms,
        V_th: _Value = 1.0 * pq.mV,
        V_reset: _Value = 0.0 * pq.mV,
        V_rest: _Value = 0.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV,
        g_initializer: _Value | Callable[..., Any] = 0.0 * pq.mA,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_syn(self) -> Quantity:
        """Time constant of the synapse, Quantity [ms]; assignable."""
    @tau_syn.setter
    def tau_syn(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def g(self) -> Quantity:
        """Synaptic current, Quantity [mA]; assignable."""
    @g.setter
    def g(self, value: _Value) -> None: ...
class CobaLIF(Neurons):
    """Leaky integrate-and-fire neuron with a conductance-based exponential synapse."""
    def __init__(
        self,
        in_size: int | Sequence[int],
        R: _Value = 1.0 * pq.ohm,
        tau: _Value = 5.0 * pq.ms,
        tau_syn: _Value = 5.0 * pq.ms,
        E: _Value = 0.0 * pq.mV,
        V_th: _Value = 1.0 * pq.mV,
        V_reset: _Value = 0.0 * pq.mV,
        V_rest: _Value = 0.0 * pq.mV,
        V_initializer: _Value | Callable[..., Any] = 0.0 * pq.mV,
        g_initializer: _Value | Callable[..., Any] = 0.0 * pq.S,
        spk_fun: Callable[..., Any] = ReluGrad(alpha=0.3, width=1.0),
        spk_reset: str = "soft",
        name: str | None = None,
        *,
        clip: Any = False,
        dtype: DTypeLike = np.float64,
    ) -> None: ...
    @property
    def R(self) -> Quantity:
        """Membrane resistance, Quantity [ohm]; assignable."""
    @R.setter
    def R(self, value: _Value) -> None: ...
    @property
    def tau(self) -> Quantity:
        """Membrane time constant, Quantity [ms]; assignable."""
    @tau.setter
    def tau(self, value: _Value) -> None: ...
    @property
    def tau_syn(self) -> Quantity:
        """Time constant of the synapse, Quantity [ms]; assignable."""
    @tau_syn.setter
    def tau_syn(self, value: _Value) -> None: ...
    @property
    def E(self) -> Quantity:
        """Reversal potential of the synapse, Quantity [mV]; assignable."""
    @E.setter
    def E(self, value: _Value) -> None: ...
    @property
    def V_th(self) -> Quantity:
        """Threshold, Quantity [mV]; assignable."""
    @V_th.setter
    def V_th(self, value: _Value) -> None: ...
    @property
    def V_reset(self) -> Quantity:
        """Potential after a spike, Quantity [mV]; assignable."""
    @V_reset.setter
    def V_reset(self, value: _Value) -> None: ...
    @property
    def V_rest(self) -> Quantity:
        """Resting potential, Quantity [mV]; assignable."""
    @V_rest.setter
    def V_rest(self, value: _Value) -> None: ...
    @property
    def V(self) -> Quantity:
        """Membrane potential, Quantity [mV]; assignable."""
    @V.setter
    def V(self, value: _Value) -> None: ...
    @property
    def g(self) -> Quantity:
        """Synaptic conductance, Quantity [S]; assignable."""
    @g.setter
    def g(self, value: _Value) -> None: ...
class Delta:
    """Synapse without a duration: what arrives is added to the potential."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(self) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class Expon:
    """Synapse whose conductance jumps and decays."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(self, tau: _Value = 8.0 * pq.ms) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class DualExpon:
    """Synapse that rises and decays exponentially."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(
        self,
        tau_decay: _Value = 10.0 * pq.ms,
        tau_rise: _Value = 1.0 * pq.ms,
        amplitude: _Value = 1.0,
        normalize: _Value = 1.0,
    ) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class Alpha:
    """Synapse with the time course of an alpha function."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(self, tau: _Value = 8.0 * pq.ms) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class CUBA:
    """Current that does not see the potential."""
    model: Any
    in_size: Any
    with_states: Any
    def __init__(self, scale: _Value | None = 1.0 * pq.V) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class COBA:
    """Current through a conductance."""
    model: Any
    in_size: Any
    with_states: Any
    def __init__(self, E: _Value) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class MgBlock:
    """Current through a conductance that magnesium blocks at low potentials, as that of NMDA receptors."""
    model: Any
    in_size: Any
    with_states: Any
    def __init__(
        self,
        E: _Value = 0.0 * pq.mV,
        cc_Mg: _Value = 1.2 * pq.mM,
        alpha: _Value = 0.062 / pq.mV,
        beta: _Value = 3.57 * pq.mM,
        V_offset: _Value = 0.0 * pq.mV,
    ) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class STP:
    """Short-term facilitation and depression."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(
        self,
        U: _Value = 0.15,
        tau_f: _Value = 1500.0 * pq.ms,
        tau_d: _Value = 200.0 * pq.ms,
    ) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class STD:
    """Short-term depression."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(self, tau: _Value = 200.0 * pq.ms, U: _Value = 0.07) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class AMPA:
    """Receptors that a pulse of transmitter opens, and that saturate."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(
        self,
        alpha: _Value = 0.98 / (pq.ms*pq.mM),
        beta: _Value = 0.18 / pq.ms,
        T: _Value = 0.5 * pq.mM,
        T_dur: _Value = 0.5 * pq.ms,
    ) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class GABAa:
    """Inhibitory receptors, with the equations of `AMPA` and other rates."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(
        self,
        alpha: _Value = 0.53 / (pq.ms*pq.mM),
        beta: _Value = 0.18 / pq.ms,
        T: _Value = 1.0 * pq.mM,
        T_dur: _Value = 1.0 * pq.ms,
    ) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
class BioNMDA:
    """Slow receptors that open in two steps."""
    model: Any
    in_size: Any
    with_states: type[Any]
    def __init__(
        self,
        alpha1: _Value = 2.0 / pq.ms,
        beta1: _Value = 0.01 / pq.ms,
        alpha2: _Value = 1.0 / (pq.ms*pq.mM),
        beta2: _Value = 0.5 / pq.ms,
        T: _Value = 1.0 * pq.mM,
        T_dur: _Value = 0.5 * pq.ms,
    ) -> None: ...
    @classmethod
    def desc(cls, *args: Any, **kwargs: Any) -> Any: ...
    @staticmethod
    def of(cls, *args: Any, name: Any = None, **kwargs: Any) -> Any: ...
__version__: str
jax: ModuleType
torch: ModuleType
