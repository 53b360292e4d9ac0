"""What an edition file says: one published fee table, its dates, its sources and its examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

# How sure the figures are, in words: English, Chinese.
CONFIDENCES = {
    "two_sources": ("two independent sources agree", "两个独立来源一致"),
    "cross_checked": ("cross-checked with a related table or example", "已与相关表格或示例交叉核对"),
    "amazon_page": ("Amazon's own page, no second source", "亚马逊官方页面，无第二来源"),
    "high": ("high", "高"),
    "medium": ("medium", "中"),
    "medium_low": ("medium to low", "中低"),
    "low": ("low", "低"),
    "single_source": ("a single source only", "仅单一来源"),
    "conflict": ("sources disagree", "来源有冲突"),
    "own": ("your own figures", "您自己的数据"),
}
# What explain warns about: nobody else confirms these figures.
WEAK_CONFIDENCES = frozenset({"single_source", "conflict", "medium_low", "low"})
SOURCE_KINDS = ("platform", "regulator", "press", "vendor", "public_code", "observed", "own")
EXAMPLE_ORIGINS = (
    "amazon_example",
    "vendor_example",
    "table_row",
    "observed",
    "third_party_test",
    "third_party_engine",
    "derived",
    "hand",
)


@dataclass(frozen=True)
class Source:
    """Where the figures come from. ``url`` is empty only where ``url_note`` says why."""

    id: str
    kind: str
    title: str
    url: str
    url_note: str
    retrieved: date
    says: str


@dataclass(frozen=True)
class Conflict:
    """Sources disagree: what each claims, and which one the table follows."""

    id: str
    claims: tuple[str, ...]
    resolved: str


@dataclass(frozen=True)
class Example:
    """A worked example, which is a test. ``formula`` is empty when the table itself is asked."""

    id: str
    origin: str
    source: str
    formula: str
    given: Mapping[str, object]
    as_of: date | None
    expect: Decimal | str
    tolerance: Decimal
    what: str
    note: str


@dataclass(frozen=True)
class Rounding:
    """How the platform rounds the fee. ``mode`` none: it bills an aggregate, or documents no rounding."""

    mode: Literal["half_up", "half_even", "up", "down", "none"]
    step: Decimal | None


@dataclass(frozen=True)
class RateBand:
    """One band of a percentage fee. ``upto`` None is open; ``applies`` whole or portion."""

    keys: tuple[str, ...]
    applies: str
    upto: Decimal | None
    rate: Decimal
    minimum: Decimal | None
    cap: Decimal | None
    mark: str


@dataclass(frozen=True)
class RateBands:
    """Percentages of a base, per combination of keys, in rising bands."""

    keys: tuple[str, ...]
    bands: tuple[RateBand, ...]


@dataclass(frozen=True)
class PriceBand:
    """A column of a fulfilment table: prices below ``below``, or up to and including ``upto``, or all the rest."""

    name: str
    below: Decimal | None
    upto: Decimal | None


@dataclass(frozen=True)
class LookupRow:
    """One row of a published table. None is an open bound or a figure that the row does not have.

    ``fees`` and ``step_fees`` have one figure per price band of the table, or one.
    """

    keys: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    fees: tuple[Decimal | None, ...]
    step_fees: tuple[Decimal | None, ...]
    step: Decimal | None
    above: Decimal | None
    per: Decimal | None
    minimum: Decimal | None
    mark: str


@dataclass(frozen=True)
class Applies:
    """Which units a table is for, where it is not for all: its categories, and prices up to a limit.

    ``price_upto_for`` are lower limits of some categories, as (limit, categories). Other units, and units that such
    a table does not list, are answered by the next table of the programme.
    """

    categories: tuple[str, ...]
    price_upto: Decimal | None
    price_upto_for: tuple[tuple[Decimal, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Lookup:
    """Amounts found by keys and one range.

    ``size_tiers`` names the tier table that the rows are read with; ``billed`` says which weight the range compares:
    the tier's billed weight, or the unit weight.
    """

    keys: tuple[str, ...]
    range: str
    bounds: str
    units: Mapping[str, str]
    price_bands: tuple[PriceBand, ...]
    rows: tuple[LookupRow, ...]
    per_unit: str
    step_rounding: str
    unlisted: Decimal | None
    groups: Mapping[str, tuple[str, ...]]
    size_tiers: str
    billed: str
    applies: Applies | None


@dataclass(frozen=True)
class SizeTier:
    """One size tier. Limits are inclusive; None is no limit. ``max_weight`` limits the weight that is billed."""

    tier: str
    weighs: str
    max_weight: Decimal | None
    max_unit_weight: Decimal | None
    max_dimensional_weight: Decimal | None
    longest: Decimal | None
    median: Decimal | None
    shortest: Decimal | None
    length_plus_girth: Decimal | None
    sum_of_sides: Decimal | None
    min_median: Decimal | None
    min_shortest: Decimal | None


@dataclass(frozen=True)
class SizeTiers:
    """Tiers tested in order; the first whose limits all hold wins."""

    length_unit: str
    weight_unit: str
    divisor: Decimal | None
    tiers: tuple[SizeTier, ...]


@dataclass(frozen=True)
class PublishedRange:
    """A band that is all the platform publishes: per item the lowest and the highest rate."""

    items: Mapping[str, tuple[Decimal, Decimal]]


Table = RateBands | Lookup | SizeTiers | PublishedRange


@dataclass(frozen=True)
class Edition:
    """One published table with its dates. ``table`` is None when ``charged`` is False."""

    file: str
    platform: str
    market: str
    programme: str
    title_en: str
    title_zh: str
    kind: str
    effective: date
    until: date | None
    currency: str
    season: str
    base: str
    tax_in_base: bool
    rounding: Rounding
    confidence: str
    checked: date
    last_seen_in_force: date | None
    note: str
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]
    conflicts: tuple[Conflict, ...]
    charged: bool
    same_table_as: date | None
    table: Table | None
    examples: tuple[Example, ...]
    # Of an operator's own table: whose it is, as its file says, and the name of the file.
    owner: str = ""
    own_file: str = ""

    @property
    def name(self) -> str:
        """The edition's short name, such as ``amazon/us/fba/2026-10-15``."""
        return f"{self.platform}/{self.market}/{self.programme}/{self.effective}"

    def title(self, lang: str) -> str:
        """Return the title of the published table in ``lang``."""
        return self.title_zh if lang == "zh" else self.title_en

    def whose(self, lang: str) -> str:
        """Return whose own table it is and where it stands; nothing for a published one."""
        if not self.own_file:
            return ""
        owner = f" ({self.owner})" if self.owner else ""
        if lang == "zh":
            return f"您自己的表{owner}，文件 {self.own_file}"
        return f"your own table{owner}, file {self.own_file}"
