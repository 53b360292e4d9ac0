"""Ask the table of an edition, as the worked examples in an edition file do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from xlops.errors import Reason
from xlops.fees.edition import Edition, Lookup, RateBands
from xlops.fees.library import Library
from xlops.fees.tables import CompiledLookup, CompiledRateBands, CompiledSizeTiers, Evaluation
from xlops.fees.units import CUBIC_MICROMETRES, MICROMETRES, MONEY_TICKS, NANOGRAMS


def compiled(library: Library, platform: str, market: str, programme: str, as_of: date) -> Any:
    """Return (edition, compiled table) in force on a day; (None, None) where there is none."""
    timeline = library.timeline(platform, market, programme)
    assert timeline is not None, programme
    place = timeline.pick_one(np.datetime64(as_of))
    return (timeline.editions[place], timeline.compiled(place)) if place >= 0 else (None, None)


def ticks(amount: object, factor: int) -> np.ndarray:
    """Return one amount, or several, as whole ticks."""
    amounts = amount if isinstance(amount, list) else [amount]
    return np.array([float(Decimal(str(a)) * factor) for a in amounts])


def ask_edition(library: Library, edition: Edition, table: Any, given: Mapping[str, Any]) -> Evaluation:
    """Evaluate a table at values in its own units; a list of values asks for several rows at once."""
    wanted = dict(given)

    def code(name: str) -> np.ndarray:
        # An ordinary category, where the table has rows for special ones.
        value = wanted.pop(name, "*") if name == "category" else wanted.pop(name)
        names = value if isinstance(value, list) else [value]
        return np.array([library.codes.id(str(n)) for n in names])

    if isinstance(table, CompiledRateBands):
        assert isinstance(edition.table, RateBands)
        codes = [code(key) for key in edition.table.keys]
        result = table.evaluate(ticks(wanted.pop("base"), MONEY_TICKS), codes)
    else:
        assert isinstance(table, CompiledLookup) and isinstance(edition.table, Lookup)
        codes = [code(key) for key in edition.table.keys]
        unit = edition.table.units.get(edition.table.range, "")
        factor = NANOGRAMS.get(unit) or CUBIC_MICROMETRES.get(unit, 1)
        if edition.table.range == "price":
            factor = MONEY_TICKS
        quantity = ticks(wanted.pop(edition.table.range), factor) if edition.table.range else np.zeros(1)
        price = ticks(wanted.pop("price"), MONEY_TICKS) if edition.table.price_bands else None
        measure = None
        if "volume" in wanted:
            measure = ticks(wanted.pop("volume"), CUBIC_MICROMETRES[edition.table.per_unit])
        result = table.evaluate(codes, quantity, price, measure)
    assert not wanted, f"the table does not take {sorted(wanted)}"
    return result


def ask(library: Library, where: str, as_of: str, **given: Any) -> float | Reason:
    """Ask ``platform/market/programme`` by a single row and by a column: the amount, or why there is none."""
    edition, table = compiled(library, *where.split("/"), date.fromisoformat(as_of))
    if edition is None:
        return Reason.NO_EDITION
    if table is None:
        return 0.0
    found = ask_edition(library, edition, table, given)
    column = ask_edition(library, edition, table, {name: [value] * 2 for name, value in given.items()})
    for part in ("value", "reason", "row"):
        same = np.broadcast_to(getattr(column, part), (2,))
        np.testing.assert_array_equal(same, np.repeat(getattr(found, part), 2), err_msg=f"column: {part}")
    return float(found.value[0]) if found.reason[0] == 0 else Reason(int(found.reason[0]))


def tier(library: Library, where: str, *sides_and_weight: float) -> tuple[str | None, float]:
    """Ask size tiers, sides longest first, in the table's units: the tier and the billed weight in its unit."""
    edition, table = compiled(library, *where.split("/"), date(2030, 6, 1))
    assert isinstance(table, CompiledSizeTiers)
    *sides, weight = sides_and_weight
    columns = [ticks(side, MICROMETRES[edition.table.length_unit]) for side in sides]
    columns.append(ticks(weight, NANOGRAMS[edition.table.weight_unit]))
    found = table.evaluate(*columns)
    two = table.evaluate(*(np.repeat(column, 2) for column in columns))
    assert two.row.tolist() == [found.row[0]] * 2
    assert found.row[0] < 0 or two.billed.tolist() == [found.billed[0]] * 2
    name = library.codes.name(int(found.tier[0])) if found.row[0] >= 0 else None
    return name, float(found.billed[0]) / NANOGRAMS[edition.table.weight_unit]
