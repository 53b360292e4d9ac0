"""What starting costs: importing xlops, the first fee, and reading every fee table, beside importing NumPy.

Each line is the best of several fresh processes, in turn, so that a slow moment of the machine hits all. Editions are
read when a fee first asks for them; only commands that list everything read them all.

    python benchmarks/loading.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
FEE = "xlops.amz_fba_fee(30, 20, 1, 100, 25, 'Home and Kitchen', 'US', '2026-11-22')"
MARKETS = ("US", "UK", "DE", "FR", "IT", "ES", "NL", "JP", "CA", "MX")
STEPS = {
    "python -c pass": "pass",
    'python -c "import numpy"': "import numpy",
    "import xlops": "import xlops",
    "import xlops and its formulas": "import xlops; xlops.amz_fba_fee",
    "the first fee (FBA, US)": f"import xlops; {FEE}",
    "the same for ten markets": f"import xlops\nfor market in {MARKETS}: {FEE.replace(repr('US'), 'market')}",
    "every edition read": "from xlops.fees.library import packaged_library; list(packaged_library().editions())",
}


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    # A folder that is not there: somebody's own tables are not what is measured.
    os.environ["XLOPS_HOME"] = str(Path(__file__).parent / "no_such_folder")
    best = dict.fromkeys(STEPS, float("inf"))
    for _ in range(ROUNDS):
        for name, code in STEPS.items():
            best[name] = min(best[name], seconds(code))
    bare = best["python -c pass"]
    numpy = best['python -c "import numpy"']
    for name, took in best.items():
        print(f"{name:<32} {took * 1000:5.0f} ms   over NumPy {(took - numpy) * 1000:+5.0f} ms")
    print(f"Python itself takes {bare * 1000:.0f} ms of each line.")


if __name__ == "__main__":
    main()
