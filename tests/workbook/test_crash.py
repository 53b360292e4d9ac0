"""Saving survives being killed: the target is always a complete file, and the next run leaves nothing beside it.

Run as a program, this file is the one that kills: it forks a child that does nothing but save in a loop, and kills it
(SIGKILL) at a random moment.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import xlops
from xlops.workbook.save import Snapshot, replace_file, replacing

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked for each of 1,000 kills")

# what is saved -> how many kills, bytes
RUNS = {"small": (500, 2_000), "backup": (250, 200_000), "large": (150, 8_000_000), "workbook": (100, 0)}


@pytest.mark.parametrize("what", RUNS)
def test_killed_while_saving(what: str, tmp_path: Path) -> None:
    kills, size = RUNS[what]
    said = run_program(what, tmp_path, str(kills), str(size))
    assert said["kills"] == kills and not said["wrong"], said
    # the kills did fall into the saving: before the rename (a temporary file stayed) and around it
    # of a workbook's saving, making the sheets takes most of the time
    assert said["strays"] >= (1 if what == "workbook" else kills / 5) and said["old"] and said["new"], said


def test_runs_beside_each_other(tmp_path: Path) -> None:
    """Many processes save into one folder and clean it up, some into the same file: none disturbs another."""
    said = run_program("beside", tmp_path, "4", "20000")
    assert said == {"failed": 0, "left": ["0.xlsx", "1.xlsx"]}


def run_program(*words: str | Path) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, __file__, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(xlops.__file__).parents[1]), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not run.returncode, run.stderr
    return json.loads(run.stdout)


# The program

Save = Callable[[int], None]


def save_bytes(target: Path, size: int, backup: bool) -> Save:
    """Return what saves version 0 or 1 of the target."""
    source = target.with_name("s.xlsx")
    source.write_bytes(b"source")
    state, versions = Snapshot.take(source), [os.urandom(size), os.urandom(size)]

    def save(version: int) -> None:
        with replacing(target, state, backup=backup) as file:
            for at in range(0, size, 1 << 16):
                file.write(versions[version][at : at + (1 << 16)])

    return save


def save_workbook(target: Path) -> Save:
    from making import HEADER, ROWS, columns, product_sheet

    from xlops.workbook.opening import open_book

    source = product_sheet(target.with_name("s.xlsx"))

    def save(version: int) -> None:
        book = open_book(source)
        if version:
            book.write_results("产品", HEADER, ROWS, columns())
            book.put_sheet("xlops 汇总", lambda ws: ws.append([1]))
        book.save(target)

    return save


def kill_often(what: str, folder: Path, kills: int, size: int) -> dict[str, Any]:
    target = folder / "out" / "t.xlsx"
    target.parent.mkdir()
    save = save_workbook(target) if what == "workbook" else save_bytes(target, size, what == "backup")
    sources = {p.name for p in target.parent.iterdir()}
    states = []
    began = time.perf_counter()
    for version in (0, 1, 0, 1):
        save(version)
        states.append(target.read_bytes())
    duration = (time.perf_counter() - began) / 4
    assert states[:2] == states[2:] and states[0] != states[1]
    kept = target.with_name("t.xlsx.bak")
    found = {"kills": 0, "strays": 0, "old": 0, "new": 0, "wrong": [], "save ms": round(duration * 1000, 1)}
    for n in range(kills):
        first = n % 2
        save(1 - first)  # the old file; also the next run after a kill
        left = {p.name for p in target.parent.iterdir()} - sources
        if left - {target.name, kept.name}:
            found["wrong"].append(f"left beside the target: {left}")
        kept.unlink(missing_ok=True)
        kill_within(
            lambda first=first: [save(version) for version in endless(first)], random.uniform(0, 1.5 * duration)
        )
        found["kills"] += 1
        found["strays"] += any(p.name.startswith("~xlops-") for p in target.parent.iterdir())
        state = target.read_bytes()
        found["new" if state == states[first] else "old"] += 1
        if state not in states:
            found["wrong"].append("neither the old nor the new file")
        if kept.exists() and kept.read_bytes() != states[1 - first]:
            found["wrong"].append("the backup is not the old file")
    return found


def endless(version: int) -> Iterator[int]:
    while True:
        yield version
        version = 1 - version


def kill_within(work: Callable[[], object], delay: float) -> None:
    """Start work in a child and kill it ``delay`` seconds after it began."""
    ready, begun = os.pipe()
    child = os.fork()
    if not child:
        os.write(begun, b"!")
        work()
        os._exit(1)
    os.read(ready, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    os.close(begun)


def save_beside(folder: Path, many: int, size: int) -> dict[str, Any]:
    sources = [folder / f"s{n}" for n in range(many)]
    (folder / "out").mkdir()
    children = []
    for n, source in enumerate(sources):
        source.write_bytes(b"source")
        child = os.fork()
        if not child:
            try:
                for _ in range(100):
                    replace_file(folder / "out" / f"{n % 2}.xlsx", os.urandom(size), Snapshot.take(source))
            except BaseException as error:
                print(error, file=sys.stderr)
                os._exit(1)
            os._exit(0)
        children.append(child)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    return {"failed": failed, "left": sorted(p.name for p in (folder / "out").iterdir())}


if __name__ == "__main__":
    task, place, count, length = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    run = save_beside(place, count, length) if task == "beside" else kill_often(task, place, count, length)
    print(json.dumps(run))
