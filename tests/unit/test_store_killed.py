"""A sweep that is killed while it makes its store or writes to it: begun again or gone on with, and the same bits."""

import os
import subprocess
import sys

# Forks, so that a kill costs no import; children run no kernel, but take the values that were computed before.
KILLED = """
import os, random, shutil, signal, sys, warnings
import numpy as np, quantities as pq
import fastneuron as fn
from fastneuron.errors import OutputExistsError, OutputInUseError
from fastneuron.sweeping import job

path, kills = sys.argv[1], int(sys.argv[2])
values, run_chunk = {}, job.run_chunk

def known(description, start, stop):
    if (start, stop) not in values:
        values[start, stop] = run_chunk(description, start, stop)
    return values[start, stop]

def sweep(**options):
    return fn.sweep(fn.LIF, {"x": np.linspace(0, 3, 6) * pq.mA, "tau": [5, 10] * pq.ms}, duration=20 * pq.ms,
                    dt=0.1 * pq.ms, measure=("rate", "count"), chunk=4, **options)

def bits(dataset):
    return [dataset[name].values.tobytes() for name in sorted(dataset.variables)]

def child(fatal):
    # Writes to the store, and is killed before its file of this number is opened, renamed or removed.
    counted = 0
    def count(event, arguments):
        nonlocal counted
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.link") and path in str(arguments[0]):
            counted += 1
            if counted == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    sys.addaudithook(count)
    sweep(store=path)
    with open(path + ".counted", "w") as file:
        file.write(str(counted))
    os._exit(0)

job.run_chunk = known
whole = bits(sweep())
assert child(0) == 0
events = int(open(path + ".counted").read())
assert events > 100, events
assert bits(sweep(store=path, resume=True)) == whole
rng = random.Random(1)
for fatal in sorted({1, 2, 3, *rng.sample(range(4, events + 1), kills)}):
    shutil.rmtree(path, ignore_errors=True)
    assert child(fatal) == signal.SIGKILL, fatal
    lock = os.path.exists(path + ".lock")
    if os.path.exists(path):
        try:
            sweep(store=path)
        except OutputExistsError as error:
            assert "resume=True" in str(error)
        else:
            raise AssertionError("a store was overwritten")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert bits(sweep(store=path, resume=True)) == whole, fatal
    assert ["is taken over" in str(warning.message) for warning in caught] == [True] * lock, (fatal, lock, caught)
    assert bits(sweep(store=path, resume=True)) == whole and not os.path.exists(path + ".lock"), fatal

# Two at once: one writes, the other is told.
shutil.rmtree(path)
pids = []
for _ in range(2):
    pid = os.fork()
    if not pid:
        try:
            sweep(store=path)
        except (OutputExistsError, OutputInUseError):
            os._exit(3)
        os._exit(0)
    pids.append(pid)
assert sorted(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids) == [0, 3]
assert bits(sweep(store=path, resume=True)) == whole
"""


def test_killed_at_any_point_a_sweep_goes_on_with_the_same_bits(tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", KILLED, str(tmp_path / "a.zarr"), "9"]
    done = subprocess.run(command, env={**os.environ, "NUMBA_NUM_THREADS": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
