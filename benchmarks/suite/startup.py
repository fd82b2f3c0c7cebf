"""What a short script waits for: the import, and the first call, with an empty cache and with a full one."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from .subjects import DTYPES, MODELS

IMPORT = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
FIRST_CALL = """
import json, time
import fastneuron as fn, quantities as pq
made = fn.{model}(1000, dtype="{dtype}")
t = time.perf_counter()
made.run(10 * pq.ms, dt=0.1 * pq.ms)
first = time.perf_counter() - t
t = time.perf_counter()
made.run(10 * pq.ms, dt=0.1 * pq.ms)
print(json.dumps([first, time.perf_counter() - t]))
"""


def fresh(code, cache=None):
    """Run code in a new process; return what it printed, parsed."""
    environment = {**os.environ, **({"NUMBA_CACHE_DIR": cache} if cache else {})}
    return json.loads(subprocess.check_output([sys.executable, "-c", code], env=environment, text=True))


class Import:
    """Seconds that `import fastneuron` takes more than `import numba`, each in new processes."""

    def track_beyond_numba(self):
        """Median of five differences, the first run of each left out: it reads the disk."""
        pairs = [(fresh(IMPORT.format("fastneuron")), fresh(IMPORT.format("numba"))) for _ in range(6)]
        return statistics.median(ours - numba for ours, numba in pairs[1:])


class FirstCall:
    """Seconds that the first call of `run` takes more than the second in a process."""

    params = [MODELS, DTYPES]
    param_names = ["model", "dtype"]
    timeout = 120

    def setup(self, model, dtype):
        """An empty cache, and the code."""
        self.cache = tempfile.mkdtemp()
        self.code = FIRST_CALL.format(model=model, dtype=dtype)

    def teardown(self, model, dtype):
        """Remove the cache."""
        shutil.rmtree(self.cache)

    def track_cold(self, model, dtype):
        """With an empty cache: compiling."""
        first, second = fresh(self.code, self.cache)
        return first - second

    def track_cached(self, model, dtype):
        """In a new process with a full cache: loading."""
        fresh(self.code, self.cache)
        first, second = fresh(self.code, self.cache)
        return first - second


for benchmark in (Import.track_beyond_numba, FirstCall.track_cold, FirstCall.track_cached):
    benchmark.unit = "s"
