"""What grading a large workbook costs, beside openpyxl and beside merely packing the same parts anew.

Every work runs in a process of its own, all in turn, and the middle of the rounds is shown, with the most memory that
the process held. openpyxl loads the workbook, writes as many result columns as xlops does, and saves it; its cells get
the values of the first product, without formats. "Pack anew" unpacks every part and packs it with zlib at level 6.

    python benchmarks/workbooks.py [rows] [rounds] [--slow]

``--slow`` adds three times as many rows, and two files on two processors beside one.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from make_big_workbook import FIRST_ROW, SHEET, make

DAY = "2026-11-28"


def by_openpyxl(folder: Path, file: Path) -> None:
    from openpyxl import load_workbook

    width, values = first_results(folder / "out" / f"{file.stem}.graded.xlsx")
    book = load_workbook(file)
    ws = book[SHEET]
    for row in range(FIRST_ROW, ws.max_row + 1):
        for column, value in enumerate(values, width + 1):
            ws.cell(row, column, value)
    book.save(folder / "openpyxl.xlsx")


def first_results(graded: Path) -> tuple[int, list[object]]:
    """Return how many columns the operator has, and the results of the first product."""
    from openpyxl import load_workbook

    book = load_workbook(graded, read_only=True)
    header, product = book[SHEET].iter_rows(min_row=FIRST_ROW - 1, max_row=FIRST_ROW, values_only=True)
    ours = [n for n, text in enumerate(header) if str(text).startswith("xlops ")]
    book.close()
    return ours[0], [product[n] for n in ours]


def pack_anew(folder: Path, file: Path) -> None:
    with (
        zipfile.ZipFile(file) as old,
        zipfile.ZipFile(folder / "packed.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))


def taken_by(command: list[str]) -> tuple[float, float]:
    """Return the seconds of a process, its start included, and the most megabytes that it or a child of it held."""
    # An installed program finds its modules compiled.
    environment = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return seconds, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # macOS counts bytes


def grade(folder: Path, *files: Path, jobs: int = 1) -> tuple[float, float]:
    options = ["--out", str(folder / "out"), "--as-of", DAY, "--jobs", str(jobs), "--quiet"]
    return taken_by([sys.executable, "-m", "xlops", "grade", *map(str, files), *options])


def other(work: Callable[[Path, Path], None], folder: Path, file: Path) -> tuple[float, float]:
    return taken_by([sys.executable, __file__, "--work", work.__name__, str(folder), str(file)])


def middle(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(s for s, _ in rounds), max(m for _, m in rounds)


def show(name: str, seconds: float, megabytes: float, note: str = "") -> None:
    print(f"{name:<42}{seconds:>9.2f} s{megabytes:>9.0f} MB  {note}", flush=True)


def main(rows: int, rounds: int, slow: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        file = folder / "big.xlsx"
        make(file, rows)
        print(f"{rows:,} rows x 20 columns, {file.stat().st_size / 1e6:.1f} MB, {os.cpu_count()} processors\n")
        grade(folder, file)  # modules are compiled, files are in memory: for all alike
        grades, packs = [], []
        for _ in range(rounds):
            grades.append(grade(folder, file))
            packs.append(other(pack_anew, folder, file))
        graded, packed = middle(grades), middle(packs)
        loaded = other(by_openpyxl, folder, file)
        show("xlops grade, whole", *graded)
        show("openpyxl: load, write columns, save", *loaded, f"{loaded[0] / graded[0]:.1f} times as long")
        show("pack every part anew, zlib 6", *packed, f"xlops takes {graded[0] / packed[0]:.2f} times as long")
        print(f"memory: xlops holds {graded[1] / loaded[1]:.2f} of what openpyxl holds")
        if slow:
            _slow(folder, file, rows, graded)


def _slow(folder: Path, file: Path, rows: int, graded: tuple[float, float]) -> None:
    large = folder / "larger.xlsx"
    make(large, 3 * rows)
    longer = grade(folder, large)
    show(f"xlops grade, {3 * rows:,} rows", *longer, f"{longer[0] / graded[0]:.2f} times as long for 3 times the rows")
    large.unlink()
    twin = Path(shutil.copyfile(file, folder / "twin.xlsx"))
    one = grade(folder, file)
    two = grade(folder, file, twin, jobs=2)
    show("xlops grade, one file", *one)
    show("xlops grade, two files, two processes", *two, f"{two[0] / one[0]:.2f} times as long; memory of one process")


if __name__ == "__main__":
    if "--work" in sys.argv:
        name, folder, file = sys.argv[2:]
        {work.__name__: work for work in (by_openpyxl, pack_anew)}[name](Path(folder), Path(file))
    else:
        numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
        main(*(numbers + [100_000, 3][len(numbers) :]), slow="--slow" in sys.argv)
