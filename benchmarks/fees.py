"""How fast the fee formulas are: rows per second, and the ratio to a bare NumPy look-up in the same run.

One million products of mixed categories, sizes and prices, on days across all editions, ask for referral fee, FBA base
fee and surcharges: first all in the US, then ten markets mixed in one array. The yardstick is one searchsorted and one
take over a million rows. Every figure is the best of several rounds, in turn, so that a slow moment of the machine hits
both.

    python benchmarks/fees.py [rows]
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np

from xlops.catalog import Formula, catalogue

CATEGORIES = np.array(
    [
        "Home and Kitchen",
        "Clothing and Accessories",
        "Beauty, Health and Personal Care",
        "Jewelry",
        "dangerous_goods",
        "Electronics Accessories",
        "家居厨房",
        "Grocery and Gourmet",
    ],
    dtype=object,
)
MARKETS = np.array(["us", "uk", "de", "fr", "it", "es", "jp", "ca", "mx", "au"], dtype=object)
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def columns(rows: int, mixed: bool) -> dict[str, np.ndarray]:
    random = np.random.default_rng(20261122)
    given = {
        "length": np.round(random.uniform(5, 60, rows), 1),
        "width": np.round(random.uniform(3, 40, rows), 1),
        "height": np.round(random.uniform(1, 20, rows), 1),
        "weight": np.round(random.uniform(20, 9000, rows), 0),
        "price": np.round(random.uniform(1, 120, rows), 2),
        "category": CATEGORIES[random.integers(0, len(CATEGORIES), rows)],
        "as_of": np.datetime64("2024-04-15") + random.integers(0, 1000, rows),
    }
    if mixed:
        given["market"] = MARKETS[random.integers(0, len(MARKETS), rows)]
    return given


def whole_columns(rows: int, mixed: bool) -> None:
    formulas = catalogue()
    given = columns(rows, mixed)
    referral = {name: given[name] for name in ("price", "category", "as_of", "market") if name in given}
    bounds = np.sort(np.random.default_rng(1).uniform(0, 9000, 30))
    fees = np.random.default_rng(2).uniform(2, 20, 31)

    def bare() -> object:
        return fees[np.searchsorted(bounds, given["weight"])]

    def all_fees() -> object:
        # AMZ_FBA_FEE is base fee and surcharge.
        return formulas["AMZ_REFERRAL_FEE"](**referral), formulas["AMZ_FBA_FEE"](**given)

    known = [np.mean(np.isfinite(column)) for column in all_fees()]  # type: ignore[attr-defined]
    timed = [(seconds(bare), seconds(all_fees)) for _ in range(ROUNDS)]
    look_up, fee = (min(column) for column in zip(*timed, strict=True))
    where = f"{len(MARKETS)} markets mixed" if mixed else "US"
    print(f"{where}, {rows:,} rows, referral + FBA base + surcharges: {fee:.3f} s, {rows / fee:,.0f} rows/s")
    print(f"rows with a fee (the others are unknown): referral {known[0]:.0%}, FBA {known[1]:.0%}")
    print(f"bare NumPy look-up of {rows:,} rows: {look_up:.3f} s; ratio {fee / look_up:.1f}")


def many(formula: Formula, call: Callable[[Formula, int], object], times: int) -> None:
    for n in range(times):
        call(formula, n)


def single_calls() -> None:
    day = date(2026, 11, 22)
    calls: dict[str, Callable[[Formula, int], object]] = {
        "AMZ_REFERRAL_FEE": lambda f, n: f(5 + n / 100, "Home and Kitchen", "US", day),
        "AMZ_FBA_BASE_FEE": lambda f, n: f(30.0, 20.0, 1.0 + n / 1000, 100.0, 25.0, "Home and Kitchen", "US", day),
        "AMZ_FBA_FEE": lambda f, n: f(30.0, 20.0, 1.0 + n / 1000, 100.0, 25.0, "Home and Kitchen", "US", day),
        "AMZ_STORAGE_FEE": lambda f, n: f(30.0, 20.0, 1.0 + n / 1000, as_of=day),
        "ALI_FREIGHT": lambda f, n: f(50 + n / 100, "FR", "standard", day),
        "OPS_ACOS": lambda f, n: f(100 + n, 500.0),
    }
    for name, call in calls.items():
        formula, times = catalogue()[name], 2000
        call(formula, 0)
        best = min(seconds(partial(many, formula, call, times)) for _ in range(ROUNDS))
        print(f"{name}, one call (each with other numbers): {best / times * 1e6:.0f} microseconds")


def start_up() -> None:
    commands = {"python -c pass": ["-c", "pass"], "xlops --version": ["-m", "xlops", "--version"]}
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(15):
        for name, arguments in commands.items():
            work = [sys.executable, *arguments]
            best[name] = min(best[name], seconds(lambda work=work: subprocess.run(work, stdout=subprocess.DEVNULL)))  # type: ignore[misc]
    bare, version = best.values()
    print(f"xlops --version: {version * 1000:.0f} ms; python -c pass: {bare * 1000:.0f} ms; ratio {version / bare:.2f}")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    whole_columns(count, mixed=False)
    whole_columns(count, mixed=True)
    single_calls()
    start_up()
