"""The command line: files, options, exit codes, what is printed, and a real Ctrl-C."""

import builtins
import json
import os
import re
import shlex
import subprocess
import sys

import numpy as np
import pytest
import quantities as pq
import xarray as xr

import fastneuron as fn
from fastneuron.cli import main
from fastneuron.cli.values import quantity
from fastneuron.sweeping import lock

SWEEP = """
model = "LIF"
duration = "50 ms"
dt = "0.1 ms"
measure = ["rate", "latency"]

[parameters]
x = { start = 0, stop = 3, num = 7, unit = "mA" }
tau = { values = [5, "0.01 s"], unit = "ms" }
V_th = "1.5 mV"
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fi.toml").write_text(SWEEP)
    return tmp_path


def written(place, text):
    (place / "fi.toml").write_text(text)


def failed(capsys, *arguments):
    """The message of a command that fails."""
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.startswith("fastneuron: error: ")
    assert captured.err.count("\n") == 1  # one paragraph
    return captured.err


def test_sweep_of_a_file(place, capsys):
    assert main(["sweep", "fi.toml", "-o", "fi.zarr"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("14 points x 500 steps in ") and captured.out.count("\n") == 1
    assert "neuron-steps a second" in captured.out and "no point failed, in fi.zarr" in captured.out
    assert captured.err == ""  # no bar without a terminal
    with xr.open_zarr("fi.zarr", chunks=None) as ds:
        here = fn.sweep(
            fn.LIF, {"x": np.linspace(0, 3, 7) * pq.mA, "tau": [5, 10] * pq.ms}, duration=50 * pq.ms,
            dt=0.1 * pq.ms, V_th=1.5 * pq.mV, measure=("rate", "latency"),
        )  # fmt: skip
        xr.testing.assert_equal(ds, here)


def test_a_byte_order_mark_and_both_signs_for_micro_are_understood(place):
    text = SWEEP.replace('"0.1 ms"', '"100 \u00b5s"').replace('V_th = "1.5 mV"', 'V_th = "1500 \u03bcV"')
    (place / "fi.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert main(["sweep", "fi.toml", "-o", "fi.zarr", "--quiet"]) == 0
    with xr.open_zarr("fi.zarr", chunks=None) as ds:
        assert ds["rate"].shape == (7, 2)


def test_the_package_is_a_command_too():
    found = subprocess.run([sys.executable, "-m", "fastneuron", "models"], capture_output=True, text=True, check=True)
    assert "AdExIF" in found.stdout


def test_options_change_the_file(place):
    arguments = ["--set", "duration=20 ms", "--set", 'parameters.V_th="1 mV"', "--set", "seed=3", "--dtype", "float32"]
    arguments += ["--set", "solver=euler"]
    assert main(["sweep", "fi.toml", "-o", "a.zarr", "--points", "3", "--quiet", *arguments]) == 0
    with xr.open_zarr("a.zarr", chunks=None) as ds:
        assert ds.sizes == {"x": 3, "tau": 2} and list(ds.x) == [0, 1.5, 3]
        assert ds.attrs["steps"] == 200 and ds.attrs["seed"] == 3 and ds.attrs["dtype"] == "float32"
        assert "V_th=1 mV" in ds.attrs["fixed"] and ds.attrs["solver"] == "euler"


def test_tolerances_of_a_file(place):
    written(place, """
model = "FitzHughNagumo"
duration = "20 ms"
dt = "0.1 ms"
solver = "rkf45"
atol = 1e-4
[parameters]
x = { start = 0, stop = 1, num = 3 }
""")
    arguments = ["-o", "a.zarr", "--quiet", "--set", "most_trials=50"]
    assert main(["sweep", "fi.toml", *arguments]) == 0
    with xr.open_zarr("a.zarr", chunks=None) as ds:
        assert {"atol": 1e-4, "rtol": 1e-6, "most_trials": 50}.items() <= ds.attrs.items()


def test_resuming_with_another_tolerance_is_refused(place, capsys):
    test_tolerances_of_a_file(place)
    again = ["sweep", "fi.toml", "-o", "a.zarr", "--resume", "--quiet", "--set"]
    assert "in which this was different: the tolerances. Write" in failed(capsys, *again, "atol=1e-5")
    assert main([*again, "most_trials=50"]) == 0


def test_quiet_and_loud(place, capsys):
    main(["sweep", "fi.toml", "-o", "a.zarr", "--quiet"])
    assert capsys.readouterr() == ("", "")
    main(["sweep", "fi.toml", "-o", "b.zarr", "--progress", "--threads", "1"])
    captured = capsys.readouterr()
    assert "14.0/14.0" in captured.err and "on 1 threads" in captured.out


@pytest.fixture(autouse=True)
def all_threads():
    yield
    import numba

    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)


def test_interrupted_sweep_says_how_to_go_on(place, capsys, monkeypatch):
    from fastneuron.sweeping import job

    run = job.run_chunk

    def interrupted(description, start, stop):
        if start:
            raise KeyboardInterrupt
        return run(description, start, stop)

    with monkeypatch.context() as patched:
        patched.setattr(job, "run_chunk", interrupted)
        line = ["sweep", "fi.toml", "-o", "fi.zarr", "--chunk", "4"]
        for _ in range(2):  # the second time it is gone on with
            assert main(line) == 130
            message = capsys.readouterr().err
            assert message.startswith("interrupted after 4 of 14 points, which are in fi.zarr. Go on with:\n")
            program, *line = shlex.split(message.splitlines()[-1])
            assert line.count("--resume") == 1
    assert program == "fastneuron" and main(line) == 0
    assert capsys.readouterr().out.startswith("10 points x 500 steps")  # what this command computed
    with xr.open_zarr(place / "fi.zarr", chunks=None) as ds:
        assert (ds.status == 0).all()


def test_existing_output(place, capsys):
    (place / "fi.zarr").mkdir()
    assert "the path exists already. Write --resume" in failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr")


@pytest.mark.parametrize("path", ["/", ".", "..", "./", "a/../.."])
def test_a_folder_without_a_name_is_no_stem_of_another(place, capsys, path):
    (place / "a").mkdir()
    assert "or -o sweep.zarr." in failed(capsys, "sweep", "fi.toml", "-o", path)
    (place / "sweep.zarr").mkdir()
    assert "or -o sweep-2.zarr." in failed(capsys, "sweep", "fi.toml", "-o", path)


def test_an_output_that_somebody_else_writes(place, capsys):
    about = lock.here() | {"pid": os.getppid(), "started": lock._started(os.getppid())}
    (place / "fi.zarr.lock").write_text(json.dumps(about))
    message = failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr")
    assert f"-o fi.zarr: process {os.getppid()} on {about['host']} is writing to it. Wait for it, or" in message
    assert "write -o fi-2.zarr. If it" in message
    assert f"rm {os.path.realpath('fi.zarr')}.lock" in message and "store=" not in message


def test_a_pipe_in_place_of_the_lock(place, capsys):
    os.mkfifo("fi.zarr.lock")
    message = failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr")
    path = f"{os.path.realpath('fi.zarr')}.lock"
    assert f"({path} is a pipe, not a file). Write rm {path}, if nobody needs it." in message


def test_an_output_that_is_no_folder_is_refused_without_fsspec(place, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    message = failed(capsys, "sweep", "fi.toml", "-o", "s3://bucket/a.zarr")
    assert "must be a folder on a disk of this machine. Write -o a.zarr, and copy it" in message


def test_more_points_than_a_float_can_count(place, capsys):
    written(place, SWEEP.replace("num = 7", f"num = 1{'0' * 400}"))
    assert "these are more than 1e+300 points" in failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr")


def test_what_is_too_large_is_told_with_options(place, capsys):
    many = ["--set", "x={start = 0, stop = 3, num = 90_000_000, unit = 'mA'}", "--set", "tau=5 ms"]
    limited = fn.memory.available_memory
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("fastneuron.memory.available_memory", lambda: min(limited(), 20 * 10**9))
        message = failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr", "--chunk", "1000000000", *many)
    assert "--chunk 1000000000: 90000000 points at a time need 46.1 GB" in message and "chunk=" not in message
    assert message.endswith("free. Write --chunk 100000.\n")


def test_interrupted_before_anything_is_kept(place, capsys, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("fastneuron.sweeping.job.run_chunk", interrupted)
    assert main(["sweep", "fi.toml", "-o", "fi.zarr"]) == 130 and not (place / "fi.zarr").exists()
    lines = capsys.readouterr().err.splitlines()[-2:]
    assert lines[0].endswith("after 0 of 14 points, of which nothing is kept. Write it again:")
    assert lines[1] == "fastneuron sweep fi.toml -o fi.zarr"


MISTAKES = {
    "no file": (None, "fi2.toml: cannot be read"),
    "no TOML": ("model = ", "fi.toml: this is no TOML"),
    "entry": (SWEEP.replace("dt =", "dtt ="), "there is no entry 'dtt'. Did you mean 'dt'?"),
    "lacking": (SWEEP.replace('dt = "0.1 ms"', ""), 'there is no dt. Write dt = "0.1 ms".'),
    "model": (SWEEP.replace('"LIF"', '"LFI"'), "there is no model 'LFI'. Did you mean 'LIF'?"),
    "parameter": (SWEEP.replace("tau =", "tua ="), "there is no parameter 'tua'. Did you mean 'tau'?"),
    "measure": (SWEEP.replace('"rate"', '"rat"'), "there is no measure 'rat'. Did you mean 'rate'?"),
    "bare": (SWEEP.replace('"1.5 mV"', "1.5"), "V_th needs a unit of voltage, got a bare number"),
    "time": (SWEEP.replace('"50 ms"', "0.1"), 'a bare number. Write duration = "0.1 ms" or duration = "0.1 s".'),
    "dimension": (SWEEP.replace('"1.5 mV"', '"1.5 ms"'), "V_th needs a unit of voltage"),
    "unit": (SWEEP.replace('"1.5 mV"', '"1.5 mX"'), "mX"),
    "code": (SWEEP.replace('"1.5 mV"', "\"1 __import__('os')\""), "is not a value with a unit"),
    "code as unit": (SWEEP.replace('unit = "mA"', "unit = \"f('x')\""), "is not a value with a unit"),
    "text": (SWEEP.replace('"1.5 mV"', '"high"'), 'V_th = "high" is not a value with a unit'),
    "range": (SWEEP.replace("num = 7, ", ""), "x: there is no num. Write x = { start = 0"),
    "range entry": (SWEEP.replace("num = 7", "num = 7, step = 2"), "there is no entry 'step'"),
    "num": (SWEEP.replace("num = 7", "num = 0"), "num must be a whole number from 1, got 0"),
    "values": (SWEEP.replace("values", "value"), "there is no entry 'value'. Did you mean 'values'?"),
    "steps": (SWEEP.replace("50 ms", "50.05 ms"), "duration is not a whole number of steps"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_in_a_file(place, capsys, mistake):
    text, words = MISTAKES[mistake]
    written(place, text or SWEEP)
    message = failed(capsys, "sweep", "fi.toml" if text else "fi2.toml", "-o", "fi.zarr")
    assert words in message and not (place / "fi.zarr").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--threads", "10000"], "--threads must be from 1 to"),
        (["--set", "duration"], "'duration' has no ="),
        (["--plot", "nowhere/fi.png"], "cannot be written"),
        (["--points", "0"], "--points must be at least 1"),
    ],
)
def test_mistakes_in_options(place, capsys, arguments, words):
    assert words in failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr", *arguments)


@pytest.mark.parametrize(
    ("change", "kind", "known", "line"),
    [
        ("durtion=1 s", "entry 'durtion'. Did you mean 'duration'?", "duration, ", '--set duration="1 s"'),
        ("parameters.tua=1 ms", "parameter 'tua'. Did you mean 'tau'?", "tau, ", '--set tau="5 ms"'),
        ("parameters.sed=1", "parameter 'sed'.", "V_re", "--set seed=1"),
        ("qqq=1", "parameter 'qqq'.", "R, tau, V_th, V_reset, V_rest, V_initializer, x. ", "--set 'x={ start = "),
    ],
)
def test_a_misspelt_name_of_an_option_is_told_as_what_it_is_like(place, capsys, change, kind, known, line):
    message = failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr", "--set", change)
    assert f"there is no {kind} Known: {known}" in message and f"Write {line}" in message
    assert "entry" in kind or "seed" not in message.split("Write")[0].split("Known")[1]


def test_an_entry_among_the_parameters_has_its_place_above_them(place, capsys):
    written(place, SWEEP + "seed = 1")
    assert "Write seed = 1 above [parameters]." in failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr")


def test_command_that_is_not_understood(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["swep"])
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "130" in capsys.readouterr().out  # exit codes are documented


def test_plot(place):
    assert main(["sweep", "fi.toml", "-o", "fi.zarr", "--plot", "fi.png", "--quiet"]) == 0
    assert (place / "fi.png").read_bytes()[:4] == b"\x89PNG"


def test_plot_without_matplotlib(place, capsys, monkeypatch):
    find = builtins.__import__

    def without(name, *arguments, **keywords):
        if name.split(".")[0] == "matplotlib":
            raise ImportError(name)
        return find(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    message = failed(capsys, "sweep", "fi.toml", "-o", "fi.zarr", "--plot", "fi.png")
    assert "pip install 'fastneuron[plot]'" in message and not (place / "fi.zarr").exists()


def test_file_of_the_help_text_is_one(place):
    from fastneuron.cli.main import FILE

    written(place, "\n".join(FILE.splitlines()[1:]))
    arguments = ["--points", "3", "--set", "duration=20 ms", "--quiet"]
    assert main(["sweep", "fi.toml", "-o", "fi.zarr", *arguments]) == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10 ms", 10 * pq.ms),
        ("-6.5e1 mV", -65 * pq.mV),
        (".5 mV/ms", 0.5 * pq.mV / pq.ms),
        ("0.04 1/ms", 0.04 / pq.ms),
        ("3 * mA", 3 * pq.mA),
        ("5 uA/cm**2", 5 * pq.uA / pq.cm**2),
        ([1.5, 2], [1.5, 2.0]),
        (["1 ms", "1 s"], [1, 1000] * pq.ms),
        ({"start": "1 s", "stop": "2000 ms", "num": 3}, [1, 1.5, 2] * pq.s),
        ({"start": 0, "stop": 1, "num": 1, "unit": "mA"}, [0] * pq.mA),
        ({"values": [1, 2], "unit": "nS"}, [1, 2] * pq.nS),
        ({"values": ["1 nS", 2], "unit": "S"}, [1, 2e9] * pq.nS),
    ],
)
def test_values(value, expected):
    found = quantity("file", "name", value)
    assert getattr(found, "dimensionality", None) == getattr(expected, "dimensionality", None)
    np.testing.assert_allclose(np.asarray(found), np.asarray(expected), rtol=1e-12)


def test_models_lists_every_parameter_with_default_and_unit(capsys):
    assert main(["models"]) == 0
    everything = capsys.readouterr().out
    for name, model in fn.models.registry().items():
        main(["models", name])
        text = capsys.readouterr().out
        assert text.strip() in everything
        for parameter, declared in model.parameters.items():
            row = next(line.split() for line in text.splitlines() if line.split()[0] == parameter)
            assert float(row[1]) == pytest.approx(declared.default, rel=1e-5)
            assert declared.unit == "1" or row[2] == declared.unit


def test_models_of_a_wrong_name(capsys):
    assert "Did you mean 'LIF'?" in failed(capsys, "models", "LFI")


def test_info_says_what_it_sees(capsys):
    assert main(["info"]) == 0
    text = capsys.readouterr().out
    for word in ("fastneuron", "numba", "processor", "registers", "gang", "threads", "cache", "CUDA"):
        assert word in text
    assert not re.search(r"\b0 MB|\d{4,} (kB|MB)", text), "sizes have three digits and the unit that goes with them"
