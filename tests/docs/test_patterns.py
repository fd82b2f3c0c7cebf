"""The firing patterns of two papers: counts of spikes, with a plain loop of each paper's scheme beside."""

import sys
from pathlib import Path

import numpy as np
import pytest
import quantities as pq

PAGES = str(Path(__file__).resolve().parents[2] / "docs" / "pages")
LETTERS = "ABCDEFGHIJKLMNOPQRST"


@pytest.fixture(scope="module")
def pages():
    """The scripts of the documentation: the patterns of Izhikevich (2004), of Naud et al. (2008), and their page."""
    sys.path.insert(0, PAGES)
    try:
        import izhikevich2004
        import naud2008
        import patterns

        yield izhikevich2004, naud2008, patterns
    finally:
        sys.path.remove(PAGES)


@pytest.fixture
def twenty(pages):
    return pages[0]


@pytest.fixture
def eight(pages):
    return pages[1]


def steps_of_spikes(letter, p):
    """The loop of Izhikevich's script: V, then u with the new V, both by Euler."""
    V, u, found = p.V, -16.0 if letter == "R" else p.b * p.V, []
    k1, k0 = (4.1, 108.0) if letter in "GL" else (5.0, 140.0)
    for k, x in enumerate(p.current()):
        V = V + p.dt * (0.04 * V**2 + k1 * V + k0 - u + x)
        u = u + p.dt * (p.a * p.b * (V + 65) if letter == "R" else p.a * (p.b * V - u))
        if V > 30:
            found.append(k)
            V, u = p.c, u + p.d
    return found


@pytest.mark.parametrize("letter", LETTERS)
def test_izhikevich_twenty(twenty, letter):
    pattern = twenty.PATTERNS[letter]
    expected = steps_of_spikes(letter, pattern)
    assert len(expected) == pattern.spikes
    assert twenty.run(letter).spikes.step.tolist() == expected


def test_there_are_twenty_and_eight(twenty, eight):
    assert "".join(twenty.PATTERNS) == LETTERS and len(eight.PATTERNS) == 8


def counts_of_euler(p, dt, steps):
    """Spikes of Euler's method where a potential above the threshold of 0 mV counts as that."""
    V, w, counts = p.E_L, np.zeros(len(p.E_L)), np.zeros(len(p.E_L), int)
    for _ in range(steps):
        upstroke = p.g_L * p.delta_T * np.exp((V - p.V_T) / p.delta_T)
        dV, dw = (p.g_L * (p.E_L - V) + upstroke - w + p.I) / p.C, (p.a * (V - p.E_L) - w) / p.tau_w
        V, w = np.minimum(V + dt * dV, 0.0), w + dt * dw
        fired = V >= 0.0
        V, w, counts = np.where(fired, p.V_r, V), w + p.b * fired, counts + fired
    return counts


def test_naud_eight_by_euler(eight):
    result = eight.run(solver="euler")
    assert result.counts.tolist() == [60, 12, 12, 11, 45, 32, 1, 33]
    assert np.array_equal(result.counts, counts_of_euler(eight.columns(), 0.1, 6000))


@pytest.mark.parametrize(("solver", "dt"), [("euler", 0.05), ("euler", 0.01), (None, 0.1), (None, 0.05), (None, 0.01)])
def test_naud_eight_come_near_those_of_small_steps(eight, solver, dt):
    result, due = eight.run(solver, dt * pq.ms), eight.columns().spikes
    assert np.all(result.status == 0) and np.all(np.abs(result.counts - due) <= 1)


def test_figure_and_table_of_the_page(pages, tmp_path):
    patterns = pages[2]
    patterns.eight().savefig(tmp_path / "eight.png")
    assert (tmp_path / "eight.png").read_bytes()[:4] == b"\x89PNG"
    rows = patterns._eight().splitlines()
    assert rows[3] == "| adaptation | 200 | 12 | -70 | -50 | 2 | 2 | 300 | 60 | -58 | 500 | 12 | 12 |"
    assert len(rows) == 10


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("H", "-0.5; +0.015 per ms from 30"),
        ("M", "-15 from 20 to 25"),
        ("R", "+0.04 per ms to 200; +0.32 per ms from 300 to 312.5"),
        ("S", "75; +5 to 50; +5 from 250"),
    ],
)
def test_current_in_words(pages, letter, words):
    assert pages[2]._current(pages[0].PATTERNS[letter]) == words
