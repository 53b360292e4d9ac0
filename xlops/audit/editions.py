"""Which fee tables a market has, and on which days they change."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from xlops.fees.edition import Edition, Lookup, RateBands
from xlops.fees.library import active_library

FBA, REFERRAL = "fba_fee", "referral_fee"
# How the names of the tables of each fee begin.
PROGRAMMES: Mapping[str, tuple[str, ...]] = {
    FBA: ("fba", "size_tiers", "fuel_surcharge", "sipp"),
    REFERRAL: ("referral",),
}


def editions(market: str, programmes: tuple[str, ...], day: np.datetime64 | None = None) -> list[Edition]:
    """Return a market's editions of programmes that begin so; those in force on a day where one is given."""
    library = active_library()
    found: list[Edition] = []
    for platform, place, programme in library.programmes():
        if platform == "amazon" and place == market and programme.startswith(programmes):
            for timeline in library.timelines(platform, place, programme):
                if day is None:
                    found += timeline.editions
                elif (number := timeline.pick_one(day)) >= 0:
                    found.append(timeline.editions[number])
    return found


def turns(market: str, fee: str) -> list[np.datetime64]:
    """Return the days on which any table of a fee changed in a market, in order."""
    return sorted({np.datetime64(edition.effective, "D") for edition in editions(market, PROGRAMMES[fee])})


def price_points(market: str, day: np.datetime64 | None, fee: str) -> list[float]:
    """Return prices at and on both sides of each bound between the price bands of a fee's tables, in order.

    The tables are those in force on a day, and all that there ever were without one.
    """
    step = 1.0 if market == "jp" else 0.01
    bounds: set[float] = set()
    for edition in editions(market, PROGRAMMES[fee], day):
        table = edition.table
        if isinstance(table, Lookup):
            edges = [edge for band in table.price_bands for edge in (band.below, band.upto)]
            if table.applies is not None:
                edges += [table.applies.price_upto, *(limit for limit, _ in table.applies.price_upto_for)]
            bounds |= {float(edge) for edge in edges if edge is not None}
        elif isinstance(table, RateBands):
            bounds |= {float(band.upto) for band in table.bands if band.upto is not None}
    return sorted({round(price, 2) for bound in bounds for price in (bound - step, bound, bound + step)})
