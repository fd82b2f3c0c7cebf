"""Layers and cells of torch: the gradients of the library, through torch's own machinery."""

import copy
import gc
import pickle
import subprocess
import sys
import warnings
import weakref

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError, ShapeError, UnknownNameError

torch = pytest.importorskip("torch", reason="torch is not installed")
DT = 1 * pq.ms
SMOOTH = fn.surrogate.ReluGrad(alpha=0)  # no derivative: what is left is that of the potential between spikes
WIDE = fn.surrogate.ReluGrad(alpha=0.5)
held = pytest.importorskip("fastneuron.gradients.held")


def layer(model="ALIF", n=3, dtype=torch.float64, **others):
    others = {"train": ("tau", "beta"), "tau": [5.0, 8.0, 12.0] * pq.ms, "spk_fun": WIDE, **others}
    return fn.torch.Layer(model, n, dt=DT, dtype=dtype, **others)


def currents(*shape, dtype=torch.float64, seed=0, high=3.0, wanted=True):
    random = torch.Generator().manual_seed(seed)
    return (high * torch.rand(shape, generator=random, dtype=dtype)).requires_grad_(wanted)


@pytest.fixture
def nothing_held():
    """What other tests have left in circles of references is gone."""
    gc.collect()
    assert not held.results_held()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_equals_a_run_and_its_way_back_bit_for_bit(dtype):
    x, weights = np.random.default_rng(0).random((40, 2, 3)).astype(dtype) * 3, np.ones((40, 2, 3), dtype)
    weights[::3] = -0.5
    group = fn.ALIF(3, tau=[5.0, 8.0, 12.0] * pq.ms, beta=np.full(3, 0.1) * pq.mV, spk_fun=WIDE, dtype=dtype)
    group.init_state(2)
    run = group.run(40 * DT, dt=DT, x=x * pq.mA, differentiable=True, record=("spikes", "V"))
    wanted = run.backward(spikes=weights, V=weights, wrt=("x", "tau", "beta"))
    made = layer(dtype=getattr(torch, dtype), returns=("spikes", "V"), beta=0.1 * pq.mV)
    given, factors = torch.from_numpy(x).requires_grad_(), torch.from_numpy(weights)
    spikes, V = made(given)
    assert spikes.dtype == V.dtype == given.dtype and spikes.sum() > 5
    assert np.array_equal(spikes.detach(), run.spikes.raster()) and np.array_equal(V.detach(), run["V"])
    ((spikes + V) * factors).sum().backward()
    for name, found in (("x", given), ("tau", made.tau), ("beta", made.beta)):
        assert np.array_equal(found.grad, wanted[name].magnitude) and found.grad.dtype == given.dtype


def test_many_neurons_and_steps_are_as_listed():  # several gangs, the last one not whole, and several segments
    x = currents(300, 2, 67, dtype=torch.float32, wanted=False)
    group = fn.LIF(67, dtype=np.float32)
    group.init_state(2)
    run = group.run(300 * DT, dt=DT, x=x.numpy() * pq.mA, record=("spikes",))
    assert np.array_equal(fn.torch.Layer("LIF", 67, dt=DT)(x), run.spikes.raster())


def checked(potentials, *arguments):
    """Let torch compare with differences; it looks once without materialising gradients, of which it warns itself."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Backwards compatibility", UserWarning)
        return torch.autograd.gradcheck(potentials, arguments)


def test_gradients_are_those_of_differences():
    x = currents(12, 2, 3, high=0.5)  # below the threshold
    made = layer(returns=("spikes", "V"), spk_fun=SMOOTH)

    def potentials(x, tau, beta):
        return torch.func.functional_call(made, {"tau": tau, "beta": beta}, (x,))

    assert checked(potentials, x, *(one.detach().clone().requires_grad_() for one in made.parameters()))


def test_gradients_of_a_cell_are_those_of_differences():
    cell = fn.torch.Cell("ALIF", 2, dt=DT, train=("tau", "beta"), spk_fun=SMOOTH, dtype=torch.float64)
    x, V, a = (currents(1, 2, seed=seed, high=0.5) for seed in range(3))

    def ends(x, V, a, tau):
        state = (V, a, torch.zeros(1, 2, dtype=torch.int64))
        spikes, state = torch.func.functional_call(cell, {"tau": tau}, (x, state))
        return spikes, *state[:2]

    assert checked(ends, x, V, a, cell.tau.detach().clone().requires_grad_())


@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf")  # which torch looks at itself
@pytest.mark.parametrize("ends", [False, True])
def test_operators_keep_the_rules_of_torch(ends):
    made, x = layer(returns=("spikes", "V")), currents(5, 2, 3)
    states = [currents(2, 3, seed=1), currents(2, 3, seed=2, high=0.1), torch.zeros(2, 3, dtype=torch.int64)]
    arguments = (x, [made.tau, made.beta], states if ends else [], made.description.number, ends, True)
    torch.library.opcheck(torch.ops.fastneuron.advance.default, arguments)
    *outputs, token = torch.ops.fastneuron.advance(*arguments)
    bars = [torch.ones_like(one) for one in outputs[:2]]
    sizes = [3, 5, 2, 3, *([2, 2, 3, 2, 2, 3] if ends else []), 1, 3, 1, 3]
    arguments = (token, bars, [0, 1], ends, True, sizes)
    torch.library.opcheck(torch.ops.fastneuron.back.default, arguments)


@pytest.mark.parametrize("backend", ["aot_eager", pytest.param("inductor", marks=pytest.mark.slow)])
def test_compiled_whole(backend, nothing_held, tmp_path, monkeypatch):
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    made, linear = layer(), torch.nn.Linear(3, 3, dtype=torch.float64)
    x = currents(10, 2, 3)

    def loss(x):
        return (made(linear(x) + 1.5 * x).sum(2) ** 2).mean()

    gradients = []
    for function in (loss, torch.compile(loss, fullgraph=True, backend=backend)):
        x.grad = made.tau.grad = None
        function(x).backward()
        gradients.append((x.grad, made.tau.grad))
    assert all(torch.equal(one, other) for one, other in zip(*gradients, strict=True)) and not held.results_held()


def test_a_layer_twice_in_one_graph():
    made, x, weights = layer(), currents(20, 2, 3), currents(20, 2, 3, seed=1, wanted=False)
    twins, y = (copy.deepcopy(made), copy.deepcopy(made)), x.detach().requires_grad_()
    for (one, two), given in (((made, made), x), (twins, y)):
        first = one(given)
        (weights * (first + two(3.0 * first + given))).sum().backward()
    assert torch.equal(x.grad, y.grad)
    assert torch.allclose(made.tau.grad, twins[0].tau.grad + twins[1].tau.grad, rtol=1e-14)


def test_backward_twice_and_none_at_all(nothing_held):
    made, x = layer(), currents(20, 2, 3)
    spikes = made(x)
    one = torch.autograd.grad(spikes.sum(), (x, made.tau), retain_graph=True)
    two = torch.autograd.grad(spikes.sum(), (x, made.tau), retain_graph=True)
    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True)) and len(held.results_held()) == 1
    del spikes
    assert not held.results_held()
    with torch.no_grad():
        assert not made(x).requires_grad and not held.results_held()
    made.requires_grad_(False)
    assert not made(x.detach()).requires_grad and not held.results_held()


def test_an_input_that_is_data_has_no_gradient():
    made, x = layer(), currents(20, 2, 3)
    made(x).sum().backward()
    wanted, made.tau.grad = made.tau.grad, None
    made(x.detach()).sum().backward()
    assert torch.equal(made.tau.grad, wanted)


def test_a_loss_of_one_output_alone():
    made, x = layer(returns=("spikes", "V")), currents(20, 2, 3)
    made(x)[0].sum().backward()
    wanted, x.grad = x.grad, None
    layer()(x).sum().backward()
    assert torch.equal(x.grad, wanted)


def test_nothing_is_left_of_many_iterations(nothing_held):
    made, x = layer(), currents(8, 2, 3)
    alive = weakref.WeakSet()
    for n in range(200):
        spikes = made(x)
        alive.update(held.results_held())
        if n % 2:
            spikes.sum().backward()
    assert len(held.results_held()) == len(alive) == 0 and x.grad is not None
    spikes = made(x)
    alive.update(held.results_held())
    assert len(alive) == 1
    del spikes
    gc.collect()
    assert len(held.results_held()) == len(alive) == 0


def test_training_reduces_a_loss():
    x = currents(60, 4, 3, high=0.9, wanted=False)
    target = layer(tau=[6.0, 6.0, 6.0] * pq.ms, returns=("spikes", "V"))(x)[1].detach()
    made = layer(tau=[15.0, 12.0, 3.0] * pq.ms, returns=("spikes", "V"))
    optimiser, losses = torch.optim.Adam([made.tau], 0.3), []
    for _ in range(40):
        loss = ((made(x)[1] - target) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.2 * losses[0]


def test_what_copies_saved_tensors_is_told():
    made, x = layer(), currents(20, 2, 3)
    with torch.autograd.graph.saved_tensors_hooks(torch.clone, lambda saved: saved):
        spikes = made(x)
    with pytest.raises(ParameterError, match="keeps what it saved.* Leave out torch.autograd.graph.save_on_cpu"):
        spikes.sum().backward()


@pytest.mark.parametrize("model", ["ALIF", "LIFRef"])
def test_cells_in_a_loop_are_a_layer(model):
    options = {"dt": DT, "train": ("tau", "beta"), "dtype": torch.float64, "spk_fun": WIDE}
    options |= {"tau_ref": 3 * pq.ms, "train": ("tau",)} if model == "LIFRef" else {}
    whole, cell = fn.torch.Layer(model, 3, **options), fn.torch.Cell(model, 3, **options)
    x, y = currents(30, 2, 3, high=4.0), currents(30, 2, 3, high=4.0)
    spikes, state, found = whole(x), None, []
    for now in y:
        spike, state = cell(now, state)
        found.append(spike)
    assert torch.equal(spikes, torch.stack(found)) and spikes.sum() > 5
    weights = currents(30, 2, 3, seed=1, wanted=False)
    (weights * spikes).sum().backward()
    (weights * torch.stack(found)).sum().backward()
    assert torch.equal(x.grad, y.grad) and torch.allclose(whole.tau.grad, cell.tau.grad, rtol=1e-10)


def test_copies_and_pickles():
    made, x = layer(), currents(10, 2, 3, wanted=False)
    with torch.no_grad():
        made.tau.mul_(2.0)
    twins = [copy.deepcopy(made), pickle.loads(pickle.dumps(made)), layer()]
    twins[2].load_state_dict(made.state_dict())
    assert all(torch.equal(made(x), twin(x)) for twin in twins) and twins[0].tau is not made.tau


def test_without_a_batch_and_with_other_sizes():
    made, x = layer(n=(2, 3), tau=5 * pq.ms), currents(10, 4, 2, 3)
    alone = torch.stack([made(x[:, n]) for n in range(4)], 1)
    assert torch.equal(alone, made(x)) and made.tau.shape == (2, 3)
    shared = layer(n=(2, 3), tau=[[5.0]] * pq.ms)
    shared(x).sum().backward()
    assert shared.tau.grad.shape == (1, 1) and torch.equal(shared(x), made(x))


def test_an_input_that_is_not_in_one_piece():
    made, x = layer(), currents(2, 20, 3, wanted=False).transpose(0, 1)
    assert not x.is_contiguous() and torch.equal(made(x), made(x.contiguous()))
    weights = currents(3, 20, 2, wanted=False).permute(1, 2, 0)
    found = [torch.autograd.grad(made(x), made.tau, one)[0] for one in (weights, weights.contiguous())]
    assert torch.equal(*found)


def test_a_model_of_ones_own():
    @fn.neuron
    class Leak(fn.Model, register=False):
        """A leak."""

        input_unit = "mV/ms"
        tau = fn.Parameter(2.5, "ms", "time constant", above=0)
        V = fn.State(0.0, "mV", "potential")

        def S(V):
            return fn.simd.heaviside(V, 1.0, 1.0)

        def dV(V, I, tau):
            return I - V / tau

    made = fn.torch.Layer(Leak, 2, dt=DT, train="tau")
    made(torch.ones(5, 1, 2)).sum().backward()
    assert made.tau.grad.shape == (2,)


def test_mistakes():
    made = layer()
    cases = [
        (lambda: made(currents(10, 2, 4)), ShapeError, r"x has shape \(10, 2, 4\), expected \(steps, batch, 3\)"),
        (lambda: made(currents(3)), ShapeError, r"expected \(steps, batch, 3\)"),
        (lambda: made(currents(10, 2, 3, dtype=torch.float32)), ParameterError, r"layer.to\(torch.float32\) once"),
        (lambda: made(currents(10, 2, 3).half()), ParameterError, r"Write layer\(x.float\(\)\)"),
        (lambda: made(currents(10, 2, 3).to("meta")), ParameterError, r"on the CPU.*Write layer\(x.cpu\(\)\)"),
        (lambda: layer("LIFF"), UnknownNameError, "no model 'LIFF'. Did you mean 'LIF'"),
        (lambda: layer(train=("taus",)), UnknownNameError, "no parameter to train 'taus'. Did you mean 'tau'"),
        (lambda: layer("LIFRef", train=("tau_ref",)), UnknownNameError, "no parameter to train 'tau_ref'"),
        (lambda: layer(returns="W"), UnknownNameError, "no output 'W'"),
        (lambda: layer(model=3), ParameterError, 'Write model="LIF", or model=fn.LIF'),
        (lambda: layer("hh_psc_alpha", train=(), tau=None), ParameterError, "one with fixed steps"),
        (lambda: layer(reset_gradient="none"), ParameterError, "Write reset_gradient='reference'"),
        (lambda: made(np.ones((10, 2, 3))), ParameterError, r"x must be a tensor, got 'ndarray'. Write layer\(torch"),
        (lambda: layer(train=3), ParameterError, r'train must be a name or a sequence of names.* Write train=\("R",\)'),
        (lambda: layer(returns=None), ParameterError, r'Write returns=\("spikes",\)'),
        (lambda: layer(returns=()), ParameterError, 'Write returns="spikes"'),
        (lambda: layer(spk_fun=1.0), ParameterError, "spk_fun must be a surrogate gradient"),
    ]  # fmt: skip
    for call, error, words in cases:
        with pytest.raises(error, match=words) as raised:
            call()
        assert "\n" not in str(raised.value)


def test_a_parameter_out_of_its_bounds_and_how_to_keep_it_in():
    made = layer()
    with torch.no_grad():
        made.tau[1] = -1.0
    words = r"tau must be greater than 0 ms, got -1 ms at index 1. Write with torch.no_grad\(\): layer.tau.clamp_"
    with pytest.raises(ParameterError, match=words) as raised:
        made(currents(10, 2, 3))
    with torch.no_grad():
        line = str(raised.value).partition("torch.no_grad(): ")[2].partition(" after")[0]
        eval(line, {"layer": made})
        made(currents(10, 2, 3))
        made.tau[0] = float("nan")
    with pytest.raises(ParameterError, match="tau must be finite"):
        made(currents(10, 2, 3))


def test_a_state_that_no_step_gave():
    cell = fn.torch.Cell("LIF", 3, dt=DT)
    x = torch.ones(2, 3)
    for state in ((x,), (torch.ones(1, 3), torch.zeros(2, 3)), (x.double(), torch.zeros(2, 3))):
        with pytest.raises(ParameterError, match=r"2 tensors \(2, 3\) \(V, steps still refractory\).*state=None"):
            cell(x, state)


def test_torch_is_imported_when_it_is_asked_for():
    code = "import sys, fastneuron as fn; assert 'torch' not in sys.modules and 'jax' not in sys.modules; dir(fn)"
    code += "\nsys.modules['torch'] = None\ntry:\n    fn.torch\nexcept ImportError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "fn.torch: torch is not installed. Write pip install 'fastneuron[torch]'."
