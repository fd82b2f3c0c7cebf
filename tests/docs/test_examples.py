"""Every example runs, made small."""

import subprocess
import sys
from pathlib import Path

import pytest
import xarray as xr

from fastneuron.cli import main

ROOT = Path(__file__).resolve().parents[2]
RECORDING = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.toml")), ids=lambda path: path.name)
def test_sweep_file(path, tmp_path):
    out = str(tmp_path / "out.zarr")
    arguments = ["sweep", str(path), "-o", out, "--points", "9", "--set", "duration=0.2 s", "--quiet"]
    assert main([*arguments, "--plot", str(tmp_path / "out.png")]) == 0
    with xr.open_zarr(out, chunks=None) as ds:
        assert (ds.status == 0).all()
        assert ds.rate.min() == 0 and ds.rate.max() > 50
        assert (ds.rate.diff("x") >= 0).all() and (ds.rate.diff("b") <= 0).all()


@pytest.mark.skipif(not RECORDING.is_dir(), reason=f"no recording in {RECORDING}")
def test_fit_of_a_recording():
    command = [sys.executable, str(ROOT / "examples" / "fit_recording.py"), "--sets", "20000", "--best", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    first = done.stdout.splitlines()[1].split()
    assert 0.8 <= float(first[0]) <= 1 and 15 <= int(first[1]) <= 23  # 19 spikes were recorded
    assert "20,000 sets x 10,000 steps" in done.stdout


def test_classes_of_latencies(tmp_path):
    pytest.importorskip("torch", reason="torch is not installed")
    picture = tmp_path / "trained.png"
    command = [sys.executable, str(ROOT / "examples" / "classify_latencies.py"), "--samples", "256", "--epochs", "3"]
    done = subprocess.run([*command, "--plot", str(picture)], capture_output=True, text=True, check=True, cwd=ROOT)
    losses = [float(line.split()[3].rstrip(",")) for line in done.stdout.splitlines()]
    assert len(losses) == 3 and losses == sorted(losses, reverse=True) and losses[-1] < losses[0] - 0.1
    assert picture.stat().st_size > 10000


def test_balanced_network(tmp_path):
    picture = tmp_path / "ei_network.png"
    example = str(ROOT / "examples" / "ei_network.py")
    options = ["--set", "neurons=1000", "--duration", "50 ms", "--plot", str(picture)]
    command = [sys.executable, "-m", "fastneuron", "network", example, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert not done.stderr
    _, cells, last = done.stdout.splitlines()
    assert cells.split()[:2] == ["LIFRef", "1,000"] and 5 < float(cells.split()[3]) < 60
    assert 70_000 < int(last.split()[0].replace(",", "")) < 90_000
    assert picture.stat().st_size > 10000


def test_fit_of_a_potential(tmp_path):
    picture = tmp_path / "fitted.png"
    small = ["--starts", "8", "--refined", "1", "--iterations", "80", "--search", "8", "--seconds", "0.5"]
    command = [sys.executable, str(ROOT / "examples" / "fit_potential.py"), *small, "--plot", str(picture)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert not done.stderr  # no warning, of a gradient that is not finite or of anything else
    lines = [line.split() for line in done.stdout.splitlines()]
    start = next(line for line in lines if line[0] == "start")
    assert float(start[4]) < float(start[2]) / 100
    found = {line[0]: (float(line[1]), float(line[-1])) for line in lines if "was" in line}
    assert len(found) == 8
    for name in ("R", "tau", "V_rest", "a", "b"):
        assert found[name][0] == pytest.approx(found[name][1], rel=0.3), name
    assert picture.stat().st_size > 10000
