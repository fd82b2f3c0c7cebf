"""Layers of JAX: the gradients of the library, under jit, grad and vmap."""

import numpy as np
import pytest
import quantities as pq

import fastneuron as fn
from fastneuron.errors import ParameterError, ShapeError, UnknownNameError

jax = pytest.importorskip("jax", reason="jax is not installed")
jnp = jax.numpy
DT = 1 * pq.ms
WIDE = fn.surrogate.ReluGrad(alpha=0.5)


def layer(model="ALIF", n=3, **others):
    others = {"train": ("tau", "beta"), "tau": [5.0, 8.0, 12.0] * pq.ms, "spk_fun": WIDE, **others}
    return fn.jax.layer(model, n, dt=DT, **others)


def currents(*shape, seed=0, high=3.0):
    return jnp.asarray(high * np.random.default_rng(seed).random(shape, np.float32))


def direct(x, weights):
    """Spikes, and gradients by parameters and input, of a run."""
    group = fn.ALIF(3, tau=[5.0, 8.0, 12.0] * pq.ms, beta=np.full(3, 0.2) * pq.mV, spk_fun=WIDE, dtype=x.dtype.name)
    group.init_state(x.shape[1])
    run = group.run(len(x) * DT, dt=DT, x=np.asarray(x) * pq.mA, differentiable=True, record=("spikes",))
    found = run.backward(spikes=np.asarray(weights), wrt=("tau", "beta", "x"))
    return [run.spikes.raster(), *(found[name].magnitude for name in found)]


def loss(made, weights):
    return lambda params, x: (made(params, x) * weights).sum()


def test_the_bits_of_a_run_and_its_way_back():
    made, x, weights = layer(beta=0.2 * pq.mV), currents(40, 2, 3), currents(40, 2, 3, seed=1) - 1.0
    gradients = jax.grad(loss(made, weights), (0, 1))
    wanted = direct(x, weights)
    for call, back in ((made, gradients), (jax.jit(made.__call__), jax.jit(gradients))):
        (params, by_x), spikes = back(made.params, x), call(made.params, x)
        found = [spikes, params["tau"], params["beta"], by_x]
        assert all(np.array_equal(one, other) for one, other in zip(found, wanted, strict=True))
        assert all(one.dtype == x.dtype for one in found) and spikes.sum() > 5


def test_double_precision():
    with jax.enable_x64(True):
        made, x = layer(beta=0.2 * pq.mV), jnp.asarray(np.random.default_rng(2).random((40, 1, 3)) * 3)
        weights = jnp.cos(x)
        found = jax.grad(loss(made, weights))(made.params, x)
        assert found["tau"].dtype == np.float64 and np.array_equal(found["tau"], direct(x, weights)[1])


def test_examples_one_after_the_other():
    made, x = layer(), currents(4, 20, 2, 3)
    params = {name: jnp.stack([values * factor for factor in (1.0, 1.2, 1.5, 2.0)])
              for name, values in made.params.items()}  # fmt: skip
    gradients = jax.grad(loss(made, 1.0))
    one_each = [gradients({name: values[n] for name, values in params.items()}, x[n]) for n in range(4)]
    all_at_once = jax.jit(jax.vmap(gradients))(params, x)
    shared = jax.vmap(made, (None, 0))(made.params, x)
    for n, wanted in enumerate(one_each):
        assert all(np.array_equal(all_at_once[name][n], values) for name, values in wanted.items())
        assert np.array_equal(shared[n], made(made.params, x[n]))


def test_without_a_batch_and_several_outputs():
    made, x = layer(returns=("spikes", "V")), currents(20, 2, 3)
    spikes, V = made(made.params, x[:, 0])
    both, potentials = made(made.params, x)
    assert np.array_equal(spikes, both[:, 0]) and np.array_equal(V, potentials[:, 0])
    found = jax.grad(lambda params: (made(params, x)[1] ** 2).sum())(made.params)
    assert found["tau"].shape == (3,) and np.isfinite(found["tau"]).all()


def test_first_values_that_are_drawn_are_the_same_on_the_way_back():
    made, x = layer(V_initializer=fn.init.Uniform(0 * pq.mV, 0.9 * pq.mV)), currents(20, 2, 3)
    assert np.array_equal(made(made.params, x), made(made.params, x)) and made(made.params, x)[0].std() >= 0
    one, two = (jax.grad(loss(made, 1.0))(made.params, x) for _ in range(2))
    assert np.array_equal(one["tau"], two["tau"])


def test_large_arrays_in_compiled_code_end():
    made, x = fn.jax.layer("LIF", 128, dt=DT, train=("tau",)), currents(100, 64, 128)

    @jax.jit
    def step(params, weights):
        by_params, by_weights = jax.grad(lambda p, w: made(p, jnp.tanh(x @ w)).mean(), (0, 1))(params, weights)
        return params["tau"] - by_params["tau"], weights - by_weights

    params, weights = made.params, jnp.ones((128, 128)) / 16
    for _ in range(5):
        tau, weights = step(params, weights)
        params = {"tau": tau}
    assert jnp.isfinite(tau).all()


def test_mistakes():
    made, x = layer(), currents(10, 2, 3)
    p = made.params
    cases = [
        (lambda: made(p, x[..., :2]), ShapeError, r"x has shape \(10, 2, 2\), expected \(steps, batch, 3\)"),
        (lambda: made(p, x.astype(jnp.float16)), ParameterError, r"Write layer\(params, jnp.asarray\("),
        (lambda: made({"tau": p["tau"]}, x), ParameterError, r"a dictionary with the keys .*Write layer\(layer.params"),
        (lambda: made(x, x), ParameterError, "a dictionary with the keys"),
        (lambda: made(p | {"tau": p["tau"][:2]}, x), ShapeError, r"tau has shape \(2,\), expected \(3,\)"),
        (lambda: made(p | {"tau": -p["tau"]}, x), ParameterError, r'Write params\["tau"\] = jnp.clip\(params\["tau"\]'),
        (lambda: layer("LIFF"), UnknownNameError, "no model 'LIFF'. Did you mean 'LIF'"),
    ]  # fmt: skip
    for call, error, words in cases:
        with pytest.raises(error, match=words) as raised:
            call()
        assert "\n" not in str(raised.value)
    with pytest.raises(Exception, match="tau must be greater than 0 ms, got -5 ms at index 0"):
        jax.block_until_ready(jax.jit(made.__call__)(p | {"tau": -p["tau"]}, x))
