"""What type checkers see of the installed package: mypy and pyright find what is marked in wrong.py, and nothing else.

    python tests/typing/check.py [PYTHON]

PYTHON is the one that has fastneuron; mypy and pyright are those of the Python that this runs with.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = ("right.py", "wrong.py")
MARK = "  # wrong"


def marked(script):
    """Numbers of the lines in which checkers have to find something."""
    lines = enumerate((HERE / script).read_text(encoding="utf-8").splitlines(), 1)
    return {number for number, line in lines if line.endswith(MARK)}


def mypy(python, folder):
    """What mypy finds, in its strict mode: script, line and words of each error."""
    options = ["--config-file", str(HERE / "mypy.ini"), "--cache-dir", str(folder), "--output", "json"]
    said = _run(folder, sys.executable, "-m", "mypy", "--python-executable", python, *options, *SCRIPTS)
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [(one["file"], one["line"], one["message"]) for one in found if one["severity"] == "error"]


def pyright(python, folder):
    """What pyright finds."""
    said = _run(folder, sys.executable, "-m", "pyright", "--pythonpath", python, "--outputjson", *SCRIPTS)
    found = json.loads(said[said.index("{") :])["generalDiagnostics"]  # it may speak of its installation before
    return [
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1, one["message"])
        for one in found if one["severity"] == "error"
    ]  # fmt: skip


def _run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if "{" not in done.stdout:  # nothing found, not even what is marked
        sys.exit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def differences(checker, found):
    """What a checker found without a mark, and the marks where it found nothing."""
    for script in SCRIPTS:
        words = {line: message for file, line, message in found if file == script}
        wanted = marked(script)
        yield from (f"{checker}: {script}:{line}: {words[line]}" for line in sorted(words.keys() - wanted))
        yield from (f"{checker}: {script}:{line}: nothing found" for line in sorted(wanted - words.keys()))


def main(python=sys.executable):
    """Run both; the status is 0 if each finds what it has to."""
    with tempfile.TemporaryDirectory() as folder:  # where nothing of the checkout is imported
        for script in SCRIPTS:
            shutil.copy(HERE / script, folder)
        subprocess.run([python, "right.py"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        bad = [line for checker in (mypy, pyright)
               for line in differences(checker.__name__, checker(python, folder))]  # fmt: skip
    print("\n".join(bad) or "mypy and pyright find what is wrong, and nothing else")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
