"""Other simulators in processes of their own, which stay: a line of JSON asks, one that begins with RESULT answers."""

import json
import os
import subprocess
from pathlib import Path


class Peer:
    """A worker of this folder in another interpreter.

    Parameters
    ----------
    python : str
        The interpreter.
    worker : str
        The script.
    """

    def __init__(self, python, worker):
        path = str(Path(__file__).with_name(worker))
        self.process = subprocess.Popen(
            [python, "-P", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,  # -P: not this folder
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )  # fmt: skip
        self.worker = worker

    def ask(self, **question):
        """What it answers, a dictionary."""
        print(json.dumps(question), file=self.process.stdin, flush=True)
        for line in self.process.stdout:
            if line.startswith("RESULT"):
                return json.loads(line[6:])
        raise SystemExit(f"{self.worker} has stopped")

    def close(self):
        """End it."""
        self.process.stdin.close()
        self.process.wait()
