"""What a function costs in Excel, in Python: xlops through xlwings' own dispatch, beside a function that does nothing.

xlwings' unmodified Windows code runs here with stand-ins for pywin32, as in the tests; what Excel and COM add is not in
it. The yardstick takes the same arguments in the same form and gives back a constant, or a column of constants. Single
calls are shown for inputs that were never asked before, and for the same inputs again, as when Excel recalculates.
Every figure is the best of several rounds, all in turn, so that a slow moment of the machine hits all. No day is given,
so today's is looked up as it is in cells.

    python benchmarks/udfs.py [rows]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hosts" / "excel"))
import windows_xlwings as windows

UDFS = "xlops.hosts.excel.udfs"
ROUNDS, CALLS = 9, 400
PRODUCT = {"length": 10.0, "width": 8.0, "height": 2.0, "weight": 200.0, "price": 25.0, "category": "Toys and Games"}
OTHER = {"ad_spend": 10.0, "ad_sales": 40.0, "landed_cost": 6.0, "fees": 7.5, "country": "US", "rate_or_category": 0.08}
CALLED = {
    "OPS_ACOS": 2,
    "OPS_PROFIT": 3,
    "AMZ_REFERRAL_FEE": 2,
    "AMZ_FBA_BASE_FEE": 6,
    "AMZ_FBA_FEE": 6,
    "AMZ_STORAGE_FEE": 3,
    "ALI_FREIGHT": 2,
    "ALI_COMMISSION": 2,
}


def yardstick(count: int, rows: int) -> Callable[..., object]:
    """Register a function of ``count`` arguments that answers without looking at them."""
    from xlops.hosts.excel.xl import arg, func

    answer = 1.0 if rows == 1 else [[1.0]] * rows
    names = [f"a{n}" for n in range(count)]
    scope: dict[str, Any] = {"answer": answer}
    exec(f"def YARDSTICK({', '.join(names)}): return answer", scope)
    function = func(scope["YARDSTICK"])
    for name in names:
        function = arg(name, ndim=2, err_to_str=True)(function)
    return function


def caller(module: str, name: str) -> Callable[..., object]:
    from xlwings.com_server import XLPython

    server = XLPython()
    return lambda given: server.CallUDF(module, name, given)


def best(works: tuple[Callable[[int], object], ...], calls: int) -> list[float]:
    """Return the best time of one call of each, in microseconds; each is told the number of the call."""
    found = [float("inf")] * len(works)
    for turn in range(ROUNDS):
        for n, work in enumerate(works):
            numbers = range(turn * calls, (turn + 1) * calls)
            start = time.perf_counter()
            for number in numbers:
                work(number)
            found[n] = min(found[n], (time.perf_counter() - start) / calls * 1e6)
    return found


def varied(values: list[object], number: int) -> tuple[object, ...]:
    """Return arguments that no other call has: the first number is another one each time."""
    first = next(n for n, value in enumerate(values) if isinstance(value, float))
    return (*values[:first], values[first] * (1 + number / 50_000), *values[first + 1 :])  # type: ignore[operator]


def figures(name: str, values: list[object], rows: int) -> list[float]:
    """Return microseconds: xlwings alone, new inputs, the same again; a row of a range, xlwings alone and xlops."""
    from xlwings.udfs import udf_modules

    module = ModuleType("yardstick")
    udf_modules["yardstick"] = {"module": module, "filename": "", "filetime": None}
    nothing, ours = caller("yardstick", "YARDSTICK"), caller(UDFS, name)
    new, same = [varied(values, number) for number in range(ROUNDS * CALLS)], tuple(values)
    module.YARDSTICK = yardstick(len(values), 1)  # type: ignore[attr-defined]
    single = best((lambda n: nothing(new[n]), lambda n: ours(new[n]), lambda _: ours(same)), CALLS)
    block = tuple(tuple((v + n % 7 if isinstance(v, float) and v > 1 else v,) for n in range(rows)) for v in values)
    module.YARDSTICK = yardstick(len(values), rows)  # type: ignore[attr-defined]
    return [*single, *(found / rows for found in best((lambda _: nothing(block), lambda _: ours(block)), 2))]


def main(rows: int) -> None:
    windows.load()
    from xlops.catalog import catalogue

    heads = ("xlwings", "new", "over it", "again", "over it", "xlwings", "xlops", "over it")
    print(f"{'microseconds':18}{'one call':^50}{f'a row of one call over {rows:,}':^30}")
    print(" " * 18 + "".join(f"{head:>10}" for head in heads))
    for name, count in CALLED.items():
        values: list[object] = [{**PRODUCT, **OTHER}[a.name] for a in catalogue()[name].arguments[:count]]
        one, new, again, row, our_row = figures(name, values, rows)
        found = (one, new, new - one, again, again - one)
        print(f"{name:18}" + "".join(f"{x:10.1f}" for x in found) + f"{row:10.2f}{our_row:10.2f}{our_row - row:10.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
