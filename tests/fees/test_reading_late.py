"""Fee tables are read when a fee asks for them, and not before: no clock, but the files that are opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WATCH = """
import json, sys
opened = []
def watch(event, arguments):
    if event == "open" and "fees" in str(arguments[0]) and str(arguments[0]).endswith(".toml"):
        opened.append("/".join(str(arguments[0]).replace(chr(92), "/").split("/")[-4:-1]))
sys.addaudithook(watch)
import xlops
xlops.amz_referral_fee
at_import = list(opened)
xlops.amz_referral_fee(25, "Home and Kitchen", "US", "2026-11-22")
first = sorted(set(opened))
from xlops.fees.library import packaged_library
packaged_library().programmes()
assert sorted(set(opened)) == first
list(packaged_library().editions())
print(json.dumps([at_import, first, len(opened)]))
"""


def test_importing_reads_no_table_and_a_fee_only_its_own() -> None:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WATCH], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    at_import, first, every = json.loads(done.stdout)
    assert at_import == []
    assert "amazon/us/referral" in first and len(first) <= 3
    files = list((ROOT / "xlops" / "data" / "fees").glob("*/*/*/*.toml"))
    assert every == len(files)  # and none twice
