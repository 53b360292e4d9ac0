"""The Python door: every formula as a function of the package, with today as its blank day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from typing import Any

from xlops.catalog import Formula, catalogue, with_today


def call(formula: Formula, *args: object, **kwargs: object) -> Any:
    """Call a formula with a blank ``as_of`` meaning today."""
    return formula(**with_today(formula.bind(*args, **kwargs), date.today()))


@cache
def functions() -> dict[str, Callable[..., Any]]:
    """Return every formula as a function, by its lower-case name."""
    from xlops.hosts.own_tables import take_own_tables

    take_own_tables()
    return {formula.python_name: _function(formula) for formula in catalogue().values()}


def near_formulas(name: str) -> list[str]:
    """Return the names of the formulas that look most like a misspelt one."""
    from rapidfuzz import process  # here, because only errors need it

    return [match for match, _, _ in process.extract(name.upper(), list(catalogue()), limit=3, score_cutoff=60)]


def _function(formula: Formula) -> Callable[..., Any]:
    @wraps(formula.function)
    def function(*args: object, **kwargs: object) -> Any:
        return call(formula, *args, **kwargs)

    function.__module__ = "xlops"
    return function
