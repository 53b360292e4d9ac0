"""Which fee tables a market has, and on which days they change."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from xlops.fees.edition import Edition
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
