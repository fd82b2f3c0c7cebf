"""Layers and cells of torch: the gradients of the library, through torch's own machinery."""

import copy
import gc
import pickle
import subprocess
import sys

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


def test_gradcheck():
    x = currents(12, 2, 3, high=0.5)  # below the threshold
    made = layer(returns=("spikes", "V"), spk_fun=SMOOTH, train=("tau",))

    def potentials(x, tau):
        with torch.no_grad():
            made.tau.copy_(tau)
        return torch.func.functional_call(made, {"tau": tau}, (x,))[1]

    assert torch.autograd.gradcheck(potentials, (x, made.tau.detach().clone().requires_grad_()))


def test_gradcheck_of_a_cell():
    cell = fn.torch.Cell("LIFRef", 2, dt=DT, train=("tau",), spk_fun=SMOOTH, dtype=torch.float64)
    x, V = currents(1, 2, high=0.5), currents(1, 2, seed=1, high=0.5)

    def potential(x, V, tau):
        spikes, state = torch.func.functional_call(cell, {"tau": tau}, (x, (V, torch.tensor([[0, 2]]))))
        return state[0]

    assert torch.autograd.gradcheck(potential, (x, V, cell.tau.detach().clone().requires_grad_()))


@pytest.mark.parametrize("ends", [False, True])
def test_operators_keep_the_rules_of_torch(ends):
    made, x = layer(returns=("spikes", "V")), currents(5, 2, 3)
    states = [currents(2, 3, seed=1), currents(2, 3, seed=2, high=0.1), torch.zeros(2, 3, dtype=torch.int64)]
    parameters = [made.tau, made.beta]
    arguments = (x, parameters, states if ends else [], made.description.number, ends, True)
    torch.library.opcheck(torch.ops.fastneuron.advance.default, arguments)
    *outputs, token = torch.ops.fastneuron.advance(*arguments)
    back = (token, [torch.ones_like(outputs[0])], [0], made.description.number, ends, True, 5)
    torch.library.opcheck(torch.ops.fastneuron.back.default, back)


@pytest.mark.parametrize("backend", ["aot_eager", pytest.param("inductor", marks=pytest.mark.slow)])
def test_compiled_whole(backend):
    made, linear = layer(), torch.nn.Linear(3, 3, dtype=torch.float64)
    x = currents(10, 2, 3)

    def loss(x):
        return (made(linear(x) + 1.5 * x).sum(2) ** 2).mean()

    gradients = []
    for function in (loss, torch.compile(loss, fullgraph=True, backend=backend)):
        x.grad = made.tau.grad = None
        function(x).backward()
        gradients.append((x.grad, made.tau.grad))
    assert all(torch.equal(one, other) for one, other in zip(*gradients, strict=True)) and held.number_held() == 0


def test_a_layer_twice_in_one_graph():
    made, x, weights = layer(n=3), currents(20, 2, 3), currents(20, 2, 3, seed=1, wanted=False)

    def parts(one):
        first = made(one)
        return first, made(3.0 * first + one)

    first, second = parts(x)
    (weights * (first + second)).sum().backward()
    twins = copy.deepcopy(made), copy.deepcopy(made)
    y = x.detach().requires_grad_()
    first = twins[0](y)
    (weights * (first + twins[1](3.0 * first + y))).sum().backward()
    assert torch.equal(x.grad, y.grad)
    together = twins[0].tau.grad + twins[1].tau.grad - made.tau.grad - made.tau.grad
    made.tau.grad = None
    (weights * sum(parts(x))).sum().backward()
    assert torch.equal(made.tau.grad, twins[0].tau.grad + twins[1].tau.grad) or together.abs().max() < 1e-9


def test_backward_twice_and_none_at_all():
    made, x = layer(), currents(20, 2, 3)
    spikes = made(x)
    one = torch.autograd.grad(spikes.sum(), (x, made.tau), retain_graph=True)
    two = torch.autograd.grad(spikes.sum(), (x, made.tau), retain_graph=True)
    assert all(torch.equal(a, b) for a, b in zip(one, two, strict=True)) and held.number_held() == 1
    del spikes
    assert held.number_held() == 0
    with torch.no_grad():
        assert not made(x).requires_grad and held.number_held() == 0
    constant = fn.torch.Layer("LIF", 3, dt=DT)
    assert not constant(x.detach().float()).requires_grad and held.number_held() == 0


def test_only_what_is_wanted_is_computed():
    made, x = layer(train=()), currents(20, 2, 3)
    made(x).sum().backward()
    assert x.grad.abs().sum() > 0
    other, fixed = layer(returns=("spikes", "V")), x.detach()
    other(fixed)[1].sum().backward()
    assert other.tau.grad.shape == (3,) and fixed.grad is None


def test_nothing_is_left_of_many_iterations():
    made, x = layer(), currents(8, 2, 3)
    alive = []
    for n in range(200):
        spikes = made(x)
        alive.append(held._held[next(iter(held._held))].result if n == 0 else None)
        if n % 2:
            spikes.sum().backward()
    del spikes, alive
    gc.collect()
    assert held.number_held() == 0


def test_training_reduces_a_loss():
    x = currents(60, 4, 3, wanted=False)
    target = layer(train=(), tau=[6.0, 6.0, 6.0] * pq.ms)(x).mean((0, 1))
    made = layer(train=("tau",), tau=[15.0, 12.0, 10.0] * pq.ms)
    optimiser, losses = torch.optim.Adam(made.parameters(), 0.3), []
    for _ in range(30):
        loss = ((made(x).mean((0, 1)) - target) ** 2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss))
    assert losses[-1] < 0.2 * losses[0]


@pytest.mark.parametrize("model", ["ALIF", "LIFRef", "Izhikevich"])
def test_cells_in_a_loop_are_a_layer(model):
    options = {"dt": DT, "train": ("tau_ref",)[:0], "dtype": torch.float64, "spk_fun": WIDE}
    options |= {"tau_ref": 3 * pq.ms} if model == "LIFRef" else {}
    options["train"] = ("tau",) if model != "Izhikevich" else ("d",)
    whole, cell = fn.torch.Layer(model, 3, **options), fn.torch.Cell(model, 3, **options)
    x, y = currents(30, 2, 3, high=4.0), currents(30, 2, 3, high=4.0)
    spikes, state, found = whole(x), None, []
    for now in y:
        spike, state = cell(now, state)
        found.append(spike)
    assert torch.equal(spikes, torch.stack(found)) and (spikes.sum() > 3 or model == "Izhikevich")
    weights = currents(30, 2, 3, seed=1, wanted=False)
    (weights * spikes).sum().backward()
    (weights * torch.stack(found)).sum().backward()
    name = options["train"][0]
    assert torch.equal(x.grad, y.grad)
    assert torch.allclose(getattr(whole, name).grad, getattr(cell, name).grad, rtol=1e-10)


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
        (lambda: layer(spk_fun=1.0), ParameterError, "spk_fun must be a surrogate gradient"),
    ]  # fmt: skip
    for call, error, words in cases:
        with pytest.raises(error, match=words) as raised:
            call()
        assert "\n" not in str(raised.value)


def test_a_parameter_out_of_its_bounds_and_how_to_keep_it_in():
    made = layer(train=("tau", "V_th"), returns="V")
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
    cell = fn.torch.Cell("LIFRef", 3, dt=DT)
    x = torch.ones(2, 3)
    for state in ((x,), (torch.ones(1, 3), torch.zeros(2, 3)), (x.double(), torch.zeros(2, 3))):
        with pytest.raises(ParameterError, match=r"2 tensors \(2, 3\) \(V, steps still refractory\).*state=None"):
            cell(x, state)


def test_torch_is_imported_when_it_is_asked_for():
    code = "import sys, fastneuron as fn; assert 'torch' not in sys.modules and 'jax' not in sys.modules; dir(fn)"
    code += "\nsys.modules['torch'] = None\ntry:\n    fn.torch\nexcept ImportError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "fn.torch: torch is not installed. Write pip install 'fastneuron[torch]'."
