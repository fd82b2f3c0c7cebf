"""A user's script in which every line with a mark is wrong, and is what a type checker has to find."""

import quantities as pq

import fastneuron as fn

DT = 0.1 * pq.ms

fn.LIF(10, tau_m=10 * pq.ms)  # wrong
fn.LIF()  # wrong
fn.LIF(10, ref_var=True)  # wrong
fn.LIF(10, spk_reset=1)  # wrong
fn.LIFF(10)  # wrong
fn.runs.options.NAMES  # wrong
fn.AdExIF("ten")  # wrong

neurons = fn.LIF(10, tau=10 * pq.ms)
neurons.rum(10 * pq.ms)  # wrong
neurons.V_rst  # wrong
neurons.tau_w  # wrong
neurons.run(dt=DT)  # wrong
neurons.run(10 * pq.ms, dt=DT, sed=1)  # wrong
neurons.run(10 * pq.ms, dt=DT, seed="one")  # wrong
neurons.run(10 * pq.ms, dt=DT, recrod=("V",))  # wrong
neurons.run(10 * pq.ms, dt=DT, record=1)  # wrong
neurons.update(1 * pq.mA, True)  # wrong
neurons.run(10 * pq.ms, dt=DT).spieks  # wrong
neurons.run(10 * pq.ms, dt=DT).spikes.indx  # wrong

fn.sweep(neurons, {}, duration=1 * pq.ms)  # wrong
fn.sweep(fn.LIF, {})  # wrong
fn.sweep(fn.LIF, {}, duration=1 * pq.ms, store=1)  # wrong
fn.init.Unifrom(0, 1)  # wrong
fn.init.Uniform(0)  # wrong
fn.surrogate.ReluGrad(alpa=1)  # wrong
fn.measures.coincidence([1.0] * pq.ms)  # wrong
fn.environ.get_td()  # wrong
fn.Network(neurons, neurons)  # wrong
fn.Network(neurons, [], method="laged")  # wrong
fn.errors.UnitErorr  # wrong


@fn.neuron
class Own(fn.Model):
    """A model of one's own."""

    tau = fn.Parameter(1.0, "ms")  # wrong
    V = fn.State(0.0, "1", "phase", alais="phi")  # wrong


Own().init_state()  # wrong
Own(10).rum(10 * pq.ms)  # wrong
Own(10).tua  # wrong
