"""One export's layout: how it is known, what its columns mean. Loaded from ``data/reports/*.toml`` and checked.

docs/add_a_report.md describes the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from xlops.errors import EditionError
from xlops.fees.names import name_list
from xlops.reports.measures import FOLDER, measures
from xlops.sheets.cells import CURRENCY_WORDS, LENGTH_UNITS, WEIGHT_UNITS, plain
from xlops.sheets.headers import fold

KINDS = (
    "fee_preview", "economics", "settlement", "business", "ads", "inventory", "storage", "returns", "search", "orders",
    "products", "research",
)  # fmt: skip
# Columns that say whose row it is; the rest are measures, or names that only the layout itself uses.
PRODUCT = ("sku", "asin", "parent_asin", "product_id")
IDENTITY = (*PRODUCT, "order_id", "market", "currency", "first_day", "last_day")
# One column that becomes several (a day or a window of days; three sides in one cell), and what is told of the whole:
# its period, and the number by which two documents are known to be two.
COMPOSITE = ("day", "window", "dimensions", "period_first", "period_last", "document")
VOLUME_UNITS = {"cm3": 1.0, "l": 1000.0, "m3": 1e6, "in3": 16.387064, "ft3": 28316.846592}
VOLUME_WORDS = {
    "cubicfeet": "ft3", "cubicfoot": "ft3", "ft3": "ft3", "cubicinches": "in3", "cubicmeters": "m3",
    "cubicmetres": "m3", "m3": "m3", "立方米": "m3", "立方英尺": "ft3", "cubiccentimeters": "cm3",
    "cubiccentimetres": "cm3", "cm3": "cm3", "liters": "l", "litres": "l",
}  # fmt: skip

_CURRENCY_SIGNS = re.compile("[€£$¥₹₽₩₺]")
_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

_TOP = {
    "schema", "title", "where", "platform", "kind", "needs", "never", "attribution_days", "account_rows", "dates",
    "preamble", "column", "take", "leave", "once", "no_repeats", "adds_up", "one_market", "total", "tie", "rule",
    "item", "windows", "fees", "fee",
}  # fmt: skip
_COLUMN = {
    "name", "headers", "required", "sign", "unit", "unit_in", "percent", "part", "values", "currency", "placeholders",
    "pick", "several", "known",
}  # fmt: skip
_DATES = ("month first", "day first")


def header_key(text: str) -> str:
    """Return what counts of a header when it is compared: no case, width, blanks, stars, brackets, currency marks."""

    def without_currency(match: re.Match[str]) -> str:
        return "" if plain(match[1]) in CURRENCY_WORDS else match[0]

    return _CURRENCY_SIGNS.sub("", fold(_BRACKETED.sub(without_currency, plain(text))))


def header_currency(text: str) -> str | None:
    """Return the currency mark that a header carries: ``Sales ($)`` and ``Price ₹``; None when it has none."""
    told = plain(text)
    for content in _BRACKETED.findall(told):
        if plain(content) in CURRENCY_WORDS:
            return plain(content)
    sign = _CURRENCY_SIGNS.search(told)
    return sign[0] if sign else None


@dataclass(frozen=True)
class LayoutColumn:
    """One column of an export.

    ``name`` is an identity column, a measure, ``day``/``window``/``dimensions``, or a name of the layout's own that its
    rules, units or totals use. ``keys`` are the headers, folded. ``sign`` is -1 where the export writes costs with a
    minus. ``unit`` is the unit of all numbers, ``unit_in`` the column that names it row by row. ``percent``: a number
    without a sign is in percent. ``part`` takes one piece of cells such as ``7/28/42``. ``values`` replaces whole
    cells (keys folded). ``placeholders`` are numbers that stand where nobody wrote one. ``pick`` finds the value inside
    the cell, ``several`` what only cells with several products hold. ``known`` are the texts that the column is known
    to hold; others are named to the operator.
    """

    name: str
    headers: tuple[str, ...]
    keys: frozenset[str]
    required: bool = False
    sign: int = 1
    unit: str | None = None
    unit_in: str | None = None
    percent: bool = False
    part: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    placeholders: tuple[float, ...] = ()
    pick: re.Pattern[str] | None = None
    several: re.Pattern[str] | None = None
    known: Texts | None = None


@dataclass(frozen=True)
class Texts:
    """What a cell may hold, folded: one of whole texts ("" is a blank cell), a beginning, or a part."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    parts: tuple[str, ...] = ()

    def fit(self, text: str) -> bool:
        """Whether a folded text is one of these."""
        return text in self.whole or text.startswith(self.beginnings) or any(part in text for part in self.parts)


@dataclass(frozen=True)
class Rule:
    """What an amount means: the first rule for its column whose conditions all hold.

    ``when`` says what columns of the row must hold. ``named`` tells the operator which texts came here. ``units`` is
    the measure that takes the quantity of the item.
    """

    of: frozenset[str]
    when: Mapping[str, Texts]
    to: str
    sign: int
    named: bool
    units: str | None


@dataclass(frozen=True)
class Item:
    """Where the quantity of an amount's item stands: ``quantity`` of the rows that have the same ``same`` columns."""

    quantity: str
    same: tuple[str, ...]


@dataclass(frozen=True)
class Leave:
    """Rows that say nothing of sales, such as orders that nobody paid: one of the columns holds one of its texts."""

    when: Mapping[str, Texts]
    why_en: str
    why_zh: str


@dataclass(frozen=True)
class Total:
    """The rows that hold sums: the first row, or those whose columns hold these texts."""

    first_row: bool
    when: Mapping[str, Texts]


@dataclass(frozen=True)
class TieRule:
    """A total to compare with: ``stated`` is a column of the row of sums; None: what income less costs comes to."""

    measure: str
    stated: str | None


@dataclass(frozen=True)
class Fee:
    """A fee that comes in several columns (total, quantity, per unit).

    ``inside`` names the fee that may already contain it, folded; whether it does is decided from the rows.
    """

    keys: frozenset[str]
    to: str
    units: str | None
    inside: str | None


@dataclass(frozen=True)
class Fees:
    """Fee columns found by their endings. ``other`` takes the fees that no :class:`Fee` names."""

    total: tuple[str, ...]
    quantity: tuple[str, ...]
    per_unit: tuple[str, ...]
    other: str
    named: tuple[Fee, ...]


@dataclass(frozen=True)
class Layout:
    """One export: how it is recognised and what its columns mean.

    ``id`` is the file's name. ``needs`` are headers by which it is known and which say nothing of a product,
    ``never`` those that rule it out; folded. ``take`` says which rows are taken, where it is not all of them,
    ``leave`` which are left out. ``once`` are the columns that no two rows have in common, ``no_repeats``: no two
    rows are the same. ``adds_up``: income less costs is the net proceeds of each row, which shows whether the export
    writes costs with a minus. ``one_market``: a row is of the market that it names and of no other. ``account_rows``
    allows rows that belong to no product (fees of the account). ``dates`` says how ``03/04/2026`` is meant where the
    export fixes it. ``same_rows`` are the columns by which rows of one thing are known that must not be added up when
    their windows overlap.
    """

    id: str
    title_en: str
    title_zh: str
    where_en: str
    where_zh: str
    platform: str | None
    kind: str
    columns: tuple[LayoutColumn, ...]
    needs: tuple[tuple[str, frozenset[str]], ...] = ()
    never: frozenset[str] = frozenset()
    attribution_days: int | None = None
    account_rows: bool = False
    dates: str | None = None
    preamble_currency: re.Pattern[str] | None = None
    preamble_period: re.Pattern[str] | None = None
    preamble_asin: re.Pattern[str] | None = None
    take: Mapping[str, Texts] = field(default_factory=dict)
    leave: tuple[Leave, ...] = ()
    once: tuple[str, ...] = ()
    no_repeats: bool = False
    adds_up: bool = False
    one_market: bool = False
    total: Total | None = None
    ties: tuple[TieRule, ...] = ()
    rules: tuple[Rule, ...] = ()
    item: Item | None = None
    same_rows: tuple[str, ...] | None = None
    fees: Fees | None = None

    @property
    def required(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The headers without which a file is not this export: how the first is written, and all of them, folded."""
        columns = tuple((column.headers[0], column.keys) for column in self.columns if column.required)
        return (*columns, *self.needs)

    def title(self, lang: str) -> str:
        """Return what the export is called in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.title_zh if lang == "zh" else self.title_en


@cache
def layouts() -> dict[str, Layout]:
    """Return every layout by id.

    Raises:
        EditionError: for a file that is wrong, or two layouts that could not be told apart.
    """
    found = {path.stem: read_layout(path) for path in sorted(FOLDER.glob("*.toml")) if path.stem != "measures"}
    check_apart(found.values())
    return found


def check_apart(some: Iterable[Layout]) -> None:
    """Refuse two layouts that know their file by the same headers.

    Raises:
        EditionError: naming both.
    """
    seen: dict[frozenset[frozenset[str]], str] = {}
    for one in some:
        other = seen.setdefault(frozenset(keys for _, keys in one.required), one.id)
        if other != one.id:
            raise EditionError(
                f"{one.id}.toml", "required columns", f"the same headers as in {other}",
                "a header that tells them apart", "Mark one more column as required.",
            )  # fmt: skip


def read_layout(path: Path) -> Layout:
    """Read one layout file.

    Raises:
        EditionError: with the file, the place, what was found, what was expected and what to do.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EditionError(path.name, "the file", str(error), "TOML in UTF-8", "Correct the file.") from error
    return _Loader(path.name, raw).layout(path.stem)


class _Loader:
    """Checks one file, piece by piece."""

    def __init__(self, file: str, raw: dict[str, Any]) -> None:
        self.file = file
        self.raw = raw
        self.names: set[str] = set()
        self.used: set[str] = set()  # names of the layout's own that something uses

    def refuse(self, place: str, found: object, expected: str, remedy: str = "Correct it.") -> NoReturn:
        raise EditionError(self.file, place, found, expected, remedy)

    def keys(self, place: str, entry: Mapping[str, object], allowed: set[str], needed: Iterable[str] = ()) -> None:
        if extra := sorted(set(entry) - allowed):
            self.refuse(place, extra, f"keys out of {sorted(allowed)}", "Correct the key.")
        if missing := sorted(set(needed) - set(entry)):
            self.refuse(place, "nothing", f"the key {', '.join(missing)}", "Add it.")

    def pair(self, place: str, value: object) -> tuple[str, str]:
        if not isinstance(value, dict) or set(value) != {"en", "zh"}:
            self.refuse(place, value, 'both languages: { en = "...", zh = "..." }')
        return value["en"], value["zh"]

    def texts(self, place: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.refuse(place, value, "a list of texts")
        return tuple(value)

    def one_of(self, place: str, value: Any, allowed: Iterable[str]) -> Any:
        if value is not None and value not in tuple(allowed):
            self.refuse(place, value, f"one of {', '.join(sorted(allowed))}")
        return value

    def sign(self, place: str, value: object) -> int:
        if value not in (1, -1):
            self.refuse(place, value, "1 or -1")
        return int(value)

    def measure(self, place: str, value: Any) -> str:
        if value not in measures():
            self.refuse(place, value, "a measure of measures.toml", "Correct the name, or add the measure there.")
        return str(value)

    def own(self, place: str, value: Any) -> str:
        """A column of this layout, which is used by that."""
        if value not in self.names:
            self.refuse(place, value, f"a column of this layout ({', '.join(sorted(self.names))})")
        self.used.add(value)
        return str(value)

    def pattern(self, place: str, value: str | None, groups: int) -> re.Pattern[str] | None:
        if value is None:
            return None
        try:
            compiled = re.compile(value, re.IGNORECASE)
        except re.error as error:
            self.refuse(place, f"{value} ({error})", "a regular expression")
        if compiled.groups != groups:
            self.refuse(place, value, f"a regular expression with {groups} groups in brackets")
        return compiled

    def layout(self, name: str) -> Layout:
        raw = self.raw
        self.keys("the file", raw, _TOP, ("schema", "title", "where", "kind", "column"))
        if raw["schema"] != 1:
            self.refuse("schema", raw["schema"], "1")
        self.names = {str(entry.get("name")) for entry in raw["column"]}
        columns = tuple(self.column(f"[[column]] {n + 1}", entry) for n, entry in enumerate(raw["column"]))
        self.headers_once(columns)
        title, where = self.pair("title", raw["title"]), self.pair("where", raw["where"])
        preamble = raw.get("preamble", {})
        self.keys("[preamble]", preamble, {"currency", "period", "asin"})
        self.keys("[take]", raw.get("take", {"when": {}}), {"when"}, ("when",))
        total = self.total(raw["total"]) if "total" in raw else None
        windows = raw.get("windows")
        if windows is not None:
            self.keys("[windows]", windows, {"same"}, ("same",))
        layout = Layout(
            id=name,
            title_en=title[0],
            title_zh=title[1],
            where_en=where[0],
            where_zh=where[1],
            platform=self.one_of("platform", raw.get("platform"), name_list("platforms").names),
            kind=self.one_of("kind", raw["kind"], KINDS),
            columns=columns,
            needs=tuple(
                (self.texts("needs", some)[0], frozenset(map(header_key, some))) for some in raw.get("needs", [])
            ),
            never=frozenset(map(header_key, self.texts("never", raw.get("never", [])))),
            attribution_days=raw.get("attribution_days"),
            account_rows=bool(raw.get("account_rows", False)),
            dates=self.one_of("dates", raw.get("dates"), _DATES),
            preamble_currency=self.pattern("[preamble] currency", preamble.get("currency"), 1),
            preamble_period=self.pattern("[preamble] period", preamble.get("period"), 2),
            preamble_asin=self.pattern("[preamble] asin", preamble.get("asin"), 1),
            take=self.when("[take] when", raw.get("take", {}).get("when", {})),
            leave=tuple(self.leave(n, entry) for n, entry in enumerate(raw.get("leave", []))),
            once=tuple(self.own("once", name) for name in self.texts("once", raw.get("once", []))),
            no_repeats=bool(raw.get("no_repeats", False)),
            adds_up=bool(raw.get("adds_up", False)),
            one_market=bool(raw.get("one_market", False)),
            total=total,
            ties=tuple(self.tie(n, entry) for n, entry in enumerate(raw.get("tie", []))),
            rules=tuple(self.rule(n, entry) for n, entry in enumerate(raw.get("rule", []))),
            item=self.item(raw["item"]) if "item" in raw else None,
            same_rows=None if windows is None else tuple(self.own("[windows] same", n) for n in windows["same"]),
            fees=self.fees(raw["fees"], raw.get("fee", [])) if "fees" in raw else None,
        )
        if not layout.required:
            self.refuse("[[column]]", "no column with required = true", "the headers that this export is known by")
        self.all_used(layout)
        return layout

    def column(self, place: str, entry: Mapping[str, Any]) -> LayoutColumn:
        self.keys(place, entry, _COLUMN, ("name", "headers"))
        name = entry["name"]
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self.refuse(f"{place}, name", name, "a name in small letters")
        place = f"[[column]] {name}"
        headers = self.texts(f"{place}, headers", entry["headers"])
        measure = measures().get(name)
        kind = measure.kind if measure else "length" if name == "dimensions" else None
        units = {"length": LENGTH_UNITS, "weight": WEIGHT_UNITS, "volume": VOLUME_UNITS}.get(kind or "", {})
        if "unit" in entry and "unit_in" in entry:
            self.refuse(place, "unit and unit_in", "one of the two")
        if ("unit" in entry or "unit_in" in entry) and not units:
            given = entry.get("unit", entry.get("unit_in"))
            self.refuse(f"{place}, unit", given, "a unit for a length, weight or volume")
        if entry.get("percent") and kind != "rate":
            self.refuse(f"{place}, percent", True, "percent = true for a rate only")
        part = entry.get("part")
        if part is not None and (not isinstance(part, int) or part < 1):
            self.refuse(f"{place}, part", part, "which piece of 7/28/42 it is: 1, 2, 3 ...")
        placeholders = entry.get("placeholders", [])
        if not isinstance(placeholders, list) or not all(isinstance(n, int | float) for n in placeholders):
            self.refuse(f"{place}, placeholders", placeholders, "numbers: [0, 1]")
        values = entry.get("values", {})
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            self.refuse(f"{place}, values", values, 'texts and what they stand for: { "1P" = "us" }')
        return LayoutColumn(
            name=name,
            headers=headers,
            keys=frozenset(map(header_key, headers)),
            required=bool(entry.get("required", False)),
            sign=self.sign(f"{place}, sign", entry.get("sign", 1)),
            unit=self.one_of(f"{place}, unit", entry.get("unit"), units),
            unit_in=self.own(f"{place}, unit_in", entry["unit_in"]) if "unit_in" in entry else None,
            percent=bool(entry.get("percent", False)),
            part=part,
            values={fold(text): value for text, value in values.items()},
            currency=self.one_of(f"{place}, currency", entry.get("currency"), set(CURRENCY_WORDS.values())),
            placeholders=tuple(map(float, placeholders)),
            pick=self.pattern(f"{place}, pick", entry.get("pick"), 1),
            several=self.pattern(f"{place}, several", entry.get("several"), 0),
            known=self.known(f"{place}, known", name, entry["known"]) if "known" in entry else None,
        )

    def headers_once(self, columns: tuple[LayoutColumn, ...]) -> None:
        """Refuse a header in two columns, unless each takes its own piece of the cell."""

        def whole(column: LayoutColumn) -> bool:
            return column.part is None and column.pick is None

        seen: dict[str, LayoutColumn] = {}
        for column in columns:
            if not column.headers or "" in column.keys:
                self.refuse(f"[[column]] {column.name}, headers", column.headers, "headers with letters or digits")
            for header in column.headers:
                other = seen.setdefault(header_key(header), column)
                if other is not column and (whole(column) or whole(other)):
                    self.refuse(f"[[column]] {column.name}", header, f"a header of one column; {other.name} has it too")

    def when(self, place: str, value: object) -> Mapping[str, Texts]:
        if not isinstance(value, dict):
            self.refuse(place, value, 'columns and texts: { type = ["Order"] }')
        found = {}
        for name, given in value.items():
            found[self.own(place, name)] = self.some_texts(f"{place}, {name}", given)
        return found

    def known(self, place: str, name: str, value: object) -> Texts:
        self.used.add(name)
        return self.some_texts(place, value)

    def some_texts(self, place: str, value: object) -> Texts:
        """Texts with stars: ``x*`` is a beginning, ``*x*`` a part."""
        texts = self.texts(place, value)
        starred = [text for text in texts if text.endswith("*")]
        if not all(fold(text) for text in starred):
            self.refuse(place, texts, "letters beside the *")
        return Texts(
            frozenset(fold(text) for text in texts if not text.endswith("*")),
            tuple(fold(text) for text in starred if not text.startswith("*")),
            tuple(fold(text) for text in starred if text.startswith("*")),
        )

    def leave(self, n: int, entry: Mapping[str, Any]) -> Leave:
        place = f"[[leave]] {n + 1}"
        self.keys(place, entry, {"when", "why"}, ("when", "why"))
        return Leave(self.when(f"{place}, when", entry["when"]), *self.pair(f"{place}, why", entry["why"]))

    def total(self, entry: Mapping[str, Any]) -> Total:
        self.keys("[total]", entry, {"first_row", "when"})
        total = Total(bool(entry.get("first_row", False)), self.when("[total] when", entry.get("when", {})))
        if total.first_row == bool(total.when):
            self.refuse("[total]", dict(entry), "first_row = true, or when = { column = [texts] }")
        return total

    def tie(self, n: int, entry: Mapping[str, Any]) -> TieRule:
        place = f"[[tie]] {n + 1}"
        self.keys(place, entry, {"measure", "stated"}, ("measure",))
        stated = entry.get("stated")
        return TieRule(self.measure(place, entry["measure"]), None if stated is None else self.own(place, stated))

    def rule(self, n: int, entry: Mapping[str, Any]) -> Rule:
        place = f"[[rule]] {n + 1}"
        self.keys(place, entry, {"of", "when", "to", "sign", "named", "units"}, ("of", "to"))
        return Rule(
            of=frozenset(self.own(f"{place}, of", name) for name in self.texts(f"{place}, of", entry["of"])),
            when=self.when(f"{place}, when", entry.get("when", {})),
            to=self.measure(f"{place}, to", entry["to"]),
            sign=self.sign(f"{place}, sign", entry.get("sign", 1)),
            named=bool(entry.get("named", False)),
            units=self.measure(f"{place}, units", entry["units"]) if "units" in entry else None,
        )

    def item(self, entry: Mapping[str, Any]) -> Item:
        self.keys("[item]", entry, {"quantity", "same"}, ("quantity", "same"))
        return Item(
            self.own("[item] quantity", entry["quantity"]), tuple(self.own("[item] same", n) for n in entry["same"])
        )

    def fees(self, entry: Mapping[str, Any], named: list[Mapping[str, Any]]) -> Fees:
        self.keys("[fees]", entry, {"total", "quantity", "per_unit", "other"}, ("total", "other"))
        self.used |= {"net_sales", "net_units", "cost_per_unit"}
        found = []
        for n, fee in enumerate(named):
            place = f"[[fee]] {n + 1}"
            self.keys(place, fee, {"names", "to", "units", "inside"}, ("names", "to"))
            found.append(
                Fee(
                    frozenset(map(header_key, self.texts(f"{place}, names", fee["names"]))),
                    self.measure(f"{place}, to", fee["to"]),
                    self.measure(f"{place}, units", fee["units"]) if "units" in fee else None,
                    header_key(fee["inside"]) if "inside" in fee else None,
                )
            )
        every = frozenset[str]().union(*(fee.keys for fee in found))
        for n, one in enumerate(found):
            if one.inside is not None and one.inside not in every:
                self.refuse(f"[[fee]] {n + 1}, inside", named[n]["inside"], "the name of another fee")

        def endings(key: str) -> tuple[str, ...]:
            return tuple(map(header_key, self.texts(f"[fees] {key}", entry.get(key, []))))

        return Fees(
            endings("total"), endings("quantity"), endings("per_unit"), self.measure("[fees] other", entry["other"]),
            tuple(found),
        )  # fmt: skip

    def all_used(self, layout: Layout) -> None:
        """Refuse names that nothing uses (a misspelt measure), and amounts that some row would lose."""
        known = {*measures(), *IDENTITY, *COMPOSITE, *self.used}
        for column in layout.columns:
            if column.name not in known:
                self.refuse(
                    f"[[column]] {column.name}, name", column.name,
                    "a measure, an identity column, or a name that a rule, unit or total of this layout uses",
                )  # fmt: skip
        for name in {name for rule in layout.rules for name in rule.of}:
            if not any(name in rule.of and not rule.when for rule in layout.rules):
                self.refuse(
                    "[[rule]]", f"no rule without `when` for {name}", "one that takes what no other rule took",
                    'Add a last rule: of = [...], to = "charged_other_fee", named = true.',
                )  # fmt: skip
        if any(rule.units for rule in layout.rules) and layout.item is None:
            self.refuse("[[rule]] units", "no [item]", "[item] with the quantity column and what makes rows one item")


