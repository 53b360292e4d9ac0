"""The list functions: what formulas know, as tables, for any market and day, with an operator's own tables."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import InvalidInput, Reason
from xlops.fees.library import active_library, packaged_library, using
from xlops.fees.own import own_edition, with_own

OWN = """
schema = 1
[edition]
platform = "aliexpress"
market = "global"
programme = "commission"
title = { en = "Our commission", zh = "本店佣金" }
kind = "rate_bands"
effective = 2026-01-01
base = "item price"
rounding = { mode = "none" }
confidence = "high"
checked = 2026-10-01
[[source]]
id = "contract"
kind = "observed"
title = "Our contract"
url = ""
url_note = "in our books"
retrieved = 2026-10-01
says = "8 % for toys."
[table]
keys = ["category"]
columns = ["category", "applies", "upto", "rate"]
rows = [["玩具", "whole", "", 0.08]]
"""


def rows(name: str, **arguments: Any) -> list[dict[str, str]]:
    """Return a table as one dictionary per row, by the English word of each heading."""
    cells = catalogue()[name](**arguments)
    assert cells.dtype == object and cells.ndim == 2
    headings = [heading.split(" ", 1)[1] for heading in cells[0]]
    assert all(any("一" <= letter <= "鿿" for letter in heading) for heading in cells[0])
    return [dict(zip(headings, row, strict=True)) for row in cells[1:]]


def test_markets() -> None:
    markets = {row["code"]: row for row in rows("OPS_MARKETS")}
    others = {"it", "es", "nl", "se", "pl", "be", "ie", "jp", "ca", "mx", "au", "ae"}
    assert {"us", "uk", "de", "fr"} | others < set(markets)
    assert markets["de"] == {
        "code": "de",
        "English": "Amazon.de",
        "Chinese": "德国",
        "platform": "amazon",
        "currency": "EUR",
        "usual programme": "cep",
    }
    assert [row["code"] for row in rows("OPS_MARKETS", platform="速卖通")] == ["global"]
    assert len(rows("OPS_MARKETS", platform="Amazon")) == len(markets) - 1


def test_every_market_that_is_listed_is_one_that_formulas_take() -> None:
    for row in rows("OPS_MARKETS", platform="amazon"):
        for name in (row["code"], row["English"], row["Chinese"]):
            outcome = catalogue()["AMZ_REFERRAL_FEE"].outcome(25, "Toys", name, "2026-06-01")
            assert outcome.reason[0] != Reason.UNKNOWN_MARKET


def test_categories_of_a_market_have_a_referral_fee_there() -> None:
    day = "2026-06-01"
    for market in ("us", "uk", "de", "jp"):
        listed = [row["code"] for row in rows("OPS_CATEGORIES", market=market, as_of=day)]
        assert len(listed) > 20
        found = catalogue()["AMZ_REFERRAL_FEE"].outcome(100, np.array(listed, dtype=object), market, day)
        assert not set(found.reason.tolist()) & {Reason.NOT_IN_TABLE, Reason.UNKNOWN_CATEGORY}
        others = {row["code"] for row in rows("OPS_CATEGORIES", as_of=day)} - set(listed)
        if others:
            left = catalogue()["AMZ_REFERRAL_FEE"].outcome(100, np.array(sorted(others), dtype=object), market, day)
            assert np.isnan(left.value).all()


def test_categories_depend_on_the_day() -> None:
    assert rows("OPS_CATEGORIES", market="US", as_of="2024-01-14") == []
    toys = next(row for row in rows("OPS_CATEGORIES", as_of="2026-06-01") if row["code"] == "toys_and_games")
    assert "us" in toys["markets"].split(", ")
    assert toys["Chinese"]
    # the Python door fills in today; the formula itself knows no day
    assert len(xlops.ops_categories("US")) > 20
    assert catalogue()["OPS_CATEGORIES"]().shape == (1, 1)


def test_programmes() -> None:
    programmes = {row["code"]: row for row in rows("OPS_PROGRAMMES")}
    assert programmes["cep"]["markets"] == programmes["cep"]["usual in"] == "de"
    assert "de" in programmes["local"]["markets"].split(", ")
    assert "de" not in programmes["local"]["usual in"].split(", ")
    assert {row["code"] for row in rows("OPS_PROGRAMMES", market="US")} == {"local", "sipp", "fbm"}
    german = {row["code"] for row in rows("OPS_PROGRAMMES", market="DE")}
    assert {"cep", "efn", "efn_no_cep", "pan_eu", "low_price"} <= german


def test_every_programme_that_a_market_lists_is_one_that_its_tables_answer() -> None:
    """Some unit of each market has a fee under each programme; without a table there is none at all."""
    day = {"as_of": "2026-06-15", "category": None}
    for programme in rows("OPS_PROGRAMMES"):
        if programme["code"] == "fbm":
            continue
        for market in programme["markets"].split(", "):
            fees = catalogue()["AMZ_FBA_BASE_FEE"].outcome(
                [30, 20, 20, 60], [20, 15, 10, 40], [4, 2, 1, 30], [600, 80, 40, 5000], [9, 9, 200, 200], **day,
                market=market, programme=programme["code"],
            )
            assert not (fees.reason == Reason.NO_TABLE).any(), (programme["code"], market)


def test_editions_are_those_of_the_library() -> None:
    listed = rows("OPS_EDITIONS")
    assert len(listed) == len(list(packaged_library().editions()))
    assert {row["whose"] for row in listed} == {"xlops"}
    referral = [row for row in rows("OPS_EDITIONS", market="US") if row["table"] == "referral"]
    assert referral[0] == {
        "platform": "amazon",
        "market": "us",
        "table": "referral",
        "from": "2024-01-15",
        "until": "",
        "confidence": "two_sources",
        "checked": "2026-11-22",
        "whose": "xlops",
    }
    duty = [row for row in rows("OPS_EDITIONS", platform="aliexpress") if row["table"] == "eu_low_value_duty"]
    assert [(row["from"], row["until"]) for row in duty] == [("2026-07-01", "2028-06-30")]
    assert {row["market"] for row in rows("OPS_EDITIONS", market="英国")} == {"uk"}
    assert rows("OPS_EDITIONS", market="UK", platform="aliexpress") == []


def test_an_edition_ends_where_the_next_one_starts() -> None:
    fba = [row for row in rows("OPS_EDITIONS", market="US") if row["table"] == "fba"]
    ends = {row["from"]: row["until"] for row in fba}
    assert ends["2026-01-15"] == "2026-10-14"
    for row, following in pairwise(fba):
        assert row["until"] < following["from"]
        assert date.fromisoformat(row["until"]) >= date.fromisoformat(row["from"])


def test_own_tables_are_named_by_their_file() -> None:
    with using(with_own(active_library(), [own_edition(OWN, "our_commission.toml")])):
        own = [row for row in rows("OPS_EDITIONS", platform="aliexpress") if row["whose"] != "xlops"]
    assert [(row["table"], row["from"], row["whose"]) for row in own] == [
        ("commission", "2026-01-01", "our_commission.toml")
    ]


@pytest.mark.parametrize(
    ("name", "arguments", "reason", "argument"),
    [
        ("OPS_MARKETS", {"platform": "eBay"}, Reason.UNKNOWN_PLATFORM, "platform"),
        ("OPS_CATEGORIES", {"market": "Atlantis", "as_of": "2026-06-01"}, Reason.UNKNOWN_MARKET, "market"),
        ("OPS_PROGRAMMES", {"market": "Atlantis"}, Reason.UNKNOWN_MARKET, "market"),
        ("OPS_EDITIONS", {"market": "Atlantis"}, Reason.UNKNOWN_MARKET, "market"),
        ("OPS_EDITIONS", {"platform": "eBay"}, Reason.UNKNOWN_PLATFORM, "platform"),
    ],
)
def test_an_unknown_name_is_refused(name: str, arguments: dict[str, Any], reason: Reason, argument: str) -> None:
    with pytest.raises(InvalidInput) as error:
        catalogue()[name](**arguments)
    assert (error.value.reason, error.value.argument) == (reason, argument)
