"""Read one edition file, and refuse it when anything in it is missing, unknown or out of order.

A file mirrors one published table. The checks stand here, in the loader, so that no wrong file can ever be used: every
message names the file, the place in it, what was found, what was expected and what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from xlops.errors import EditionError
from xlops.fees.edition import (
    CONFIDENCES,
    EXAMPLE_ORIGINS,
    SOURCE_KINDS,
    Applies,
    Conflict,
    Edition,
    Example,
    Lookup,
    LookupRow,
    PriceBand,
    PublishedRange,
    RateBand,
    RateBands,
    Rounding,
    SizeTier,
    SizeTiers,
    Source,
    Table,
)
from xlops.fees.names import name_list
from xlops.fees.units import CUBIC_MICROMETRES, MICROMETRES, NANOGRAMS

_TOP = {"schema", "edition", "source", "conflict", "table", "example"}
_EDITION = {
    "platform": str,
    "market": str,
    "programme": str,
    "title": dict,
    "kind": str,
    "effective": date,
    "base": str,
    "rounding": dict,
    "confidence": str,
    "checked": date,
}
_EDITION_OPTIONAL = {
    "until": date,
    "currency": str,
    "season": str,
    "tax_in_base": bool,
    "last_seen_in_force": date,
    "note": str,
    "unknown": list,
    "same_table_as": date,
    "charged": bool,
    "owner": str,
}
_SOURCE = {"id": str, "kind": str, "title": str, "url": str, "retrieved": date, "says": str}
_CONFLICT = {"id": str, "claims": list, "resolved": str}
_EXAMPLE = {"id": str, "origin": str, "source": str, "given": dict}
_EXAMPLE_OPTIONAL = {
    "formula": str,
    "as_of": date,
    "tolerance": Decimal,
    "what": str,
    "note": str,
    "expect": object,
}
# "unpublished": the platform charges here, but how much is not known to us.
_MARKS = ("", "single_source", "conflict", "unconfirmed", "unpublished")
_RANGES = ("weight", "days", "month", "price", "volume", "ratio", "count")
_BOUNDS = ("over_upto", "from_below", "from_to")
# The keys of a table whose names are codes of a list (data/names).
NAME_LISTS = {
    "category": "categories",
    "size_tier": "size_tiers",
    "country": "countries",
    "seller_country": "countries",
    "store": "markets",
}


class _File:
    """One file while it is read: raises with its name."""

    def __init__(self, label: str) -> None:
        self.label = label

    def refuse(self, place: str, found: object, expected: str, remedy: str) -> EditionError:
        return EditionError(self.label, place, found, expected, remedy)

    def keys(
        self,
        place: str,
        entry: Mapping[str, Any],
        required: Mapping[str, type],
        optional: Mapping[str, type] | None = None,
    ) -> None:
        """Check that ``entry`` has all required keys, no unknown ones, and values of the right kind."""
        known = {**required, **(optional or {})}
        for key in entry:
            if key not in known:
                raise self.refuse(place, key, f"one of {', '.join(sorted(known))}", "Correct or remove the key.")
        for key in required:
            if key not in entry:
                raise self.refuse(place, "nothing", f"the key {key!r}", f"Add {key!r} from the published source.")
        for key, value in entry.items():
            kind = known[key]
            if kind is Decimal:
                if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
                    raise self.refuse(f"{place}, {key}", value, "a number", "Write the number without quotes.")
            elif not isinstance(value, kind):
                raise self.refuse(f"{place}, {key}", value, f"a {kind.__name__}", "Correct the value.")

    def text(self, place: str, value: str) -> str:
        """Check that a text is not blank."""
        if not value.strip():
            raise self.refuse(place, value, "a text", "Write it; a blank helps nobody.")
        return value

    def choice(self, place: str, value: str, choices: Sequence[str]) -> str:
        """Check that a value is one of a few words."""
        if value not in choices:
            raise self.refuse(place, value, f"one of {', '.join(map(repr, choices))}", "Correct the word.")
        return value

    def number(self, place: str, value: object) -> Decimal:
        """Check that a cell is a number."""
        if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
            raise self.refuse(place, value, "a number", "Write the published number without quotes.")
        return Decimal(value)

    def open_number(self, place: str, value: object) -> Decimal | None:
        """Check that a cell is a number, or "" for none."""
        return None if value == "" else self.number(place, value)


def load_edition(path: Path) -> Edition:
    """Read and check one edition file.

    The table of an edition that repeats an earlier one (``same_table_as``) is filled in by the library.

    Raises:
        EditionError: the file is not valid TOML, or breaks one of the rules of the schema.
    """
    file = _File("/".join(path.parts[-4:]))
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows put a mark before the text
    except UnicodeDecodeError as error:
        raise file.refuse("file", str(error), "TOML in UTF-8", "Correct the line that is named.") from error
    edition = read_edition(text, file.label)
    _check_place(file, path, edition)
    _check_market(file, edition)
    return edition


def read_edition(text: str, label: str) -> Edition:
    """Read and check the text of an edition file; ``label`` names it in messages.

    Raises:
        EditionError: the text is not valid TOML, or breaks one of the rules of the schema.
    """
    file = _File(label)
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise file.refuse("file", str(error), "TOML in UTF-8", "Correct the line that is named.") from error
    for key in raw:
        if key not in _TOP:
            raise file.refuse("top level", key, f"one of {', '.join(sorted(_TOP))}", "Correct or remove the section.")
    if raw.get("schema") != 1:
        raise file.refuse("schema", raw.get("schema"), "schema = 1", "Write schema = 1 in the first line.")
    if "edition" not in raw:
        raise file.refuse("top level", "nothing", "an [edition] section", "Copy it from the newest edition.")
    head = raw["edition"]
    file.keys("[edition]", head, _EDITION, _EDITION_OPTIONAL)
    _check_head(file, head)
    sources = _sources(file, raw.get("source", []))
    conflicts = []
    for n, entry in enumerate(raw.get("conflict", []), 1):
        file.keys(f"conflict {n}", entry, _CONFLICT)
        conflicts.append(Conflict(entry["id"], tuple(map(str, entry["claims"])), entry["resolved"]))
    table = _table(file, head, raw.get("table"))
    rounding = _rounding(file, head["rounding"])
    return Edition(
        file=file.label,
        platform=head["platform"],
        market=head["market"],
        programme=head["programme"],
        title_en=file.text("[edition], title.en", head["title"].get("en", "")),
        title_zh=file.text("[edition], title.zh", head["title"].get("zh", "")),
        kind=head["kind"],
        effective=head["effective"],
        until=head.get("until"),
        currency=head.get("currency", ""),
        season=head.get("season", ""),
        base=file.text("[edition], base", head["base"]),
        tax_in_base=head.get("tax_in_base", False),
        rounding=rounding,
        confidence=file.choice("[edition], confidence", head["confidence"], tuple(CONFIDENCES)),
        checked=head["checked"],
        last_seen_in_force=head.get("last_seen_in_force"),
        note=head.get("note", ""),
        unknown=tuple(map(str, head.get("unknown", ()))),
        sources=sources,
        conflicts=tuple(conflicts),
        charged=head.get("charged", True),
        same_table_as=head.get("same_table_as"),
        table=table,
        examples=_examples(file, raw.get("example", []), {s.id for s in sources}),
        owner=head.get("owner", ""),
    )


def _check_place(file: _File, path: Path, edition: Edition) -> None:
    if path.stem != str(edition.effective):
        raise file.refuse(
            "[edition], effective",
            str(edition.effective),
            f"the date in the file name, {path.stem}",
            "Make them agree.",
        )
    folders = (edition.platform, edition.market, edition.programme)
    if path.parts[-4:-1] != folders:
        raise file.refuse(
            "[edition]", "/".join(folders), f"the folder {'/'.join(path.parts[-4:-1])}", "Make them agree."
        )


def _check_market(file: _File, edition: Edition) -> None:
    """Check the currency and every name of a table by the lists of names; a market that no list has is not checked."""
    market = name_list("markets").names.get(edition.market)
    if market is None or market.extra.get("platform") != edition.platform:
        return
    currency = str(market.extra.get("currency", ""))
    others: Any = market.extra.get("also_in", ())
    if currency and edition.currency and edition.currency not in (currency, *others):
        raise file.refuse(
            "[edition], currency",
            edition.currency,
            f"{currency}, the currency of the market in names/markets.toml",
            "Correct the currency, or add it to the market there.",
        )
    seen: set[tuple[str, str]] = set()
    for place, key, name in _names(edition.table):
        if (key, name) in seen:
            continue
        seen.add((key, name))
        # AliExpress has published no list of categories.
        listed = "" if key == "category" and edition.platform == "aliexpress" else NAME_LISTS.get(key, "")
        if listed and name not in name_list(listed).names:
            raise file.refuse(
                place, name, f"a code of names/{listed}.toml", "Correct the code, or add the name to that list."
            )


def _names(table: Table | None) -> Iterator[tuple[str, str, str]]:
    """Yield the names that a table speaks of: (place, kind of name, name)."""
    if isinstance(table, SizeTiers):
        for n, tier in enumerate(table.tiers, 1):
            yield f"[table], row {n} {[tier.tier]}", "size_tier", tier.tier
    if not isinstance(table, (RateBands, Lookup)):
        return
    groups: Mapping[str, tuple[str, ...]] = table.groups if isinstance(table, Lookup) else {}
    kinds: dict[str, str] = {}
    rows: Sequence[RateBand | LookupRow] = table.bands if isinstance(table, RateBands) else table.rows
    for n, row in enumerate(rows, 1):
        for key, name in zip(table.keys, row.keys, strict=True):
            if name in groups:
                kinds[name] = key
            elif name != "*":
                yield f"[table], row {n} {[row.keys[0]]}", key, name
    for group, key in kinds.items():
        for name in groups[group]:
            yield f"[table], groups.{group}", key, name
    if isinstance(table, Lookup) and table.applies is not None:
        for categories in (table.applies.categories, *(names for _, names in table.applies.price_upto_for)):
            for name in categories:
                yield "[table], applies", "category", name


def _check_head(file: _File, head: Mapping[str, Any]) -> None:
    for name in ("platform", "market", "programme"):
        if not re.fullmatch(r"\w+", head[name]):
            raise file.refuse(f"[edition], {name}", head[name], "letters, digits and _", "Write the name's code.")
    if "until" in head and head["until"] < head["effective"]:
        raise file.refuse("[edition], until", str(head["until"]), "a day after effective", "Correct the dates.")
    file.choice("[edition], kind", head["kind"], ("rate_bands", "lookup", "size_tiers", "published_range"))


def _sources(file: _File, entries: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    if not entries:
        raise file.refuse("top level", "no source", "at least one [[source]]", "Name where the figures come from.")
    sources: dict[str, Source] = {}
    for n, entry in enumerate(entries, 1):
        place = f"source {n}"
        file.keys(place, entry, _SOURCE, {"url_note": str})
        file.choice(f"{place}, kind", entry["kind"], SOURCE_KINDS)
        for key in ("id", "title", "says"):
            file.text(f"{place}, {key}", entry[key])
        if not entry["url"] and not entry.get("url_note"):
            raise file.refuse(f"{place}, url", "", "an address, or url_note", "Say in url_note why there is none.")
        if entry["id"] in sources:
            raise file.refuse(f"{place}, id", entry["id"], "an id of its own", "Rename or remove the second one.")
        sources[entry["id"]] = Source(url_note=entry.get("url_note", ""), **{k: entry[k] for k in _SOURCE})
    return tuple(sources.values())


def _examples(file: _File, entries: Sequence[Mapping[str, Any]], source_ids: set[str]) -> tuple[Example, ...]:
    examples = []
    for n, entry in enumerate(entries, 1):
        place = f"example {entry.get('id', n)}"
        file.keys(place, entry, _EXAMPLE, _EXAMPLE_OPTIONAL)
        file.choice(f"{place}, origin", entry["origin"], EXAMPLE_ORIGINS)
        file.choice(f"{place}, source", entry["source"], sorted(source_ids))
        expect = entry.get("expect")
        if not isinstance(expect, str):
            expect = file.number(f"{place}, expect", expect)
        examples.append(
            Example(
                id=entry["id"],
                origin=entry["origin"],
                source=entry["source"],
                formula=entry.get("formula", ""),
                given=entry["given"],
                as_of=entry.get("as_of"),
                expect=expect,
                tolerance=Decimal(entry.get("tolerance", 0)),
                what=entry.get("what", ""),
                note=entry.get("note", ""),
            )
        )
    return tuple(examples)


def _rounding(file: _File, entry: Mapping[str, Any]) -> Rounding:
    place = "[edition], rounding"
    file.keys(place, entry, {"mode": str}, {"step": Decimal})
    mode = file.choice(f"{place}, mode", entry["mode"], ("half_up", "half_even", "up", "down", "none"))
    if (mode == "none") == ("step" in entry):
        raise file.refuse(
            place, dict(entry), "a step, unless the mode is none", "Give the smallest unit, such as 0.01."
        )
    return Rounding(mode, Decimal(entry["step"]) if "step" in entry else None)  # type: ignore[arg-type]


def _table(file: _File, head: Mapping[str, Any], raw: Mapping[str, Any] | None) -> Table | None:
    none_wanted = "same_table_as" in head or head.get("charged") is False
    if none_wanted and raw is not None:
        raise file.refuse(
            "[table]", "a table", "none, because of same_table_as or charged = false", "Remove one of the two."
        )
    if none_wanted:
        return None
    if raw is None:
        raise file.refuse("top level", "no table", "a [table] section", "Copy the published table.")
    readers: dict[str, Callable[[_File, Mapping[str, Any]], Table]] = {
        "rate_bands": _rate_bands,
        "lookup": _lookup,
        "size_tiers": _size_tiers,
        "published_range": _published_range,
    }
    return readers[head["kind"]](file, raw)


def _rows(
    file: _File, raw: Mapping[str, Any], required: Sequence[str], optional: Sequence[str]
) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows as (place, {column: cell}) after checking the columns and the length of each row."""
    columns = raw.get("columns", [])
    known = [*required, *optional]
    for column in columns:
        if column not in known:
            raise file.refuse("[table], columns", column, f"one of {', '.join(known)}", "Correct the column's name.")
    for column in required:
        if column not in columns:
            raise file.refuse("[table], columns", list(columns), f"a column {column!r}", "Add the column.")
    if not raw.get("rows"):
        raise file.refuse("[table], rows", "no rows", "the rows of the published table", "Add them.")
    rows = []
    for n, row in enumerate(raw["rows"], 1):
        place = f"[table], row {n} {row[:1]}"
        if len(row) != len(columns):
            raise file.refuse(place, f"{len(row)} cells", f"{len(columns)} cells, one per column", "Complete the row.")
        rows.append((place, dict(zip(columns, row, strict=True))))
    return rows


def _mark(file: _File, place: str, row: Mapping[str, Any]) -> str:
    return file.choice(f"{place}, mark", row.get("mark", ""), _MARKS)


def _rate_bands(file: _File, raw: Mapping[str, Any]) -> RateBands:
    file.keys("[table]", raw, {"columns": list, "rows": list}, {"keys": list})
    keys = _keys(file, raw)
    bands: list[RateBand] = []
    left: set[tuple[str, ...]] = set()
    for place, row in _rows(file, raw, [*keys, "applies", "upto", "rate"], ["minimum", "cap", "mark"]):
        name = tuple(str(row[key]) for key in keys)
        upto = file.open_number(f"{place}, upto", row["upto"])
        rate = file.number(f"{place}, rate", row["rate"])
        if not 0 <= rate <= 1:
            raise file.refuse(f"{place}, rate", rate, "a fraction from 0 to 1", "Write 15 % as 0.15.")
        previous = bands[-1] if bands and bands[-1].keys == name else None
        if bands and not previous:
            left.add(bands[-1].keys)
        if name in left or (previous and previous.upto is None):
            raise file.refuse(
                place,
                " ".join(name),
                "bands in rising order, the open one last",
                "Put the bands of one key together.",
            )
        if previous and previous.upto is not None and upto is not None and upto <= previous.upto:
            raise file.refuse(f"{place}, upto", upto, f"more than {previous.upto}", "Put the bands in rising order.")
        bands.append(
            RateBand(
                keys=name,
                applies=file.choice(f"{place}, applies", row["applies"], ("whole", "portion")),
                upto=upto,
                rate=rate,
                minimum=file.open_number(f"{place}, minimum", row.get("minimum", "")),
                cap=file.open_number(f"{place}, cap", row.get("cap", "")),
                mark=_mark(file, place, row),
            )
        )
    return RateBands(keys, tuple(bands))


_BOUND_COLUMNS = {"over_upto": ("over", "upto"), "from_below": ("from", "below"), "from_to": ("from", "to")}


def _lookup(file: _File, raw: Mapping[str, Any]) -> Lookup:
    file.keys(
        "[table]",
        raw,
        {"columns": list, "rows": list},
        {
            "keys": list,
            "range": str,
            "bounds": str,
            "units": dict,
            "price_bands": list,
            "per_unit": str,
            "step_rounding": str,
            "unlisted": Decimal,
            "groups": dict,
            "size_tiers": str,
            "billed": str,
            "applies": dict,
        },
    )
    keys = _keys(file, raw)
    range_ = raw.get("range", "")
    low_name, high_name = "", ""
    if range_:
        file.choice("[table], range", range_, _RANGES)
        low_name, high_name = _BOUND_COLUMNS[file.choice("[table], bounds", raw.get("bounds", ""), _BOUNDS)]
    units = _units(file, raw.get("units", {}))
    if range_ in ("weight", "volume") and range_ not in units:
        raise file.refuse("[table], units", units, f"the unit of {range_}", f'Add units = {{ {range_} = "..." }}.')
    price_bands = _price_bands(file, raw.get("price_bands", []))
    fee_columns = [f"fee_{band.name}" for band in price_bands] or ["fee"]
    bound_columns = [low_name, high_name] if range_ else []
    # What a step costs may depend on the price band too.
    by_band = [f"step_fee_{band.name}" for band in price_bands]
    step_columns = by_band if by_band and by_band[0] in raw.get("columns", ()) else ["step_fee"] * len(fee_columns)
    optional = [*dict.fromkeys(step_columns), "step", "above", "per", "minimum", "mark"]
    if not price_bands:
        optional.append("fee")
    required = [*keys, *bound_columns, *(fee_columns if price_bands else [])]
    rows = []
    for place, row in _rows(file, raw, required, optional):
        cell = {
            name: file.open_number(f"{place}, {name}", row.get(name, ""))
            for name in [*bound_columns, *fee_columns, *step_columns, "step", "above", "per", "minimum"]
        }
        # A price band whose fee is not published has no step fee either.
        paired = zip(fee_columns, step_columns, strict=True)
        bare = [cell[step] is None for fee, step in paired if not price_bands or cell[fee] is not None]
        if len({*bare, cell["step"] is None, cell["above"] is None}) > 1:
            raise file.refuse(place, "a part of them", "step_fee, step and above, all or none", "Complete the row.")
        low, high = (cell[low_name], cell[high_name]) if range_ else (None, None)
        if low is not None and high is not None and (high < low or (high == low and raw["bounds"] != "from_to")):
            raise file.refuse(place, f"{low} to {high}", "a rising range", "Correct the bounds.")
        mark = _mark(file, place, row)
        amounts = [cell[name] for name in [*fee_columns, "per", *step_columns]]
        if mark == "unpublished" and any(amount is not None for amount in amounts):
            raise file.refuse(place, "an amount", "no amount in a row marked unpublished", "Remove one of the two.")
        if mark != "unpublished" and all(amount is None for amount in amounts):
            raise file.refuse(
                place,
                "no amount",
                "a fee or a per",
                "Give the amount, mark the row unpublished where the fee exists, or remove the row.",
            )
        rows.append(
            LookupRow(
                keys=tuple(str(row[k]) for k in keys),
                low=low,
                high=high,
                fees=tuple(cell[name] for name in fee_columns),
                step_fees=tuple(cell[name] for name in step_columns),
                step=cell["step"],
                above=cell["above"],
                per=cell["per"],
                minimum=cell["minimum"],
                mark=mark,
            )
        )
    _check_overlaps(file, rows, raw.get("bounds", ""))
    per_unit = raw.get("per_unit", "")
    if any(row.per is not None for row in rows):
        file.choice("[table], per_unit", per_unit, (*NANOGRAMS, *CUBIC_MICROMETRES))
    return Lookup(
        keys=keys,
        range=range_,
        bounds=raw.get("bounds", ""),
        units=units,
        price_bands=price_bands,
        rows=tuple(rows),
        per_unit=per_unit,
        step_rounding=file.choice("[table], step_rounding", raw.get("step_rounding", "up"), ("up", "exact")),
        unlisted=Decimal(raw["unlisted"]) if "unlisted" in raw else None,
        groups=_groups(file, raw.get("groups", {}), rows),
        size_tiers=file.text("[table], size_tiers", raw.get("size_tiers", "size_tiers")),
        billed=file.choice("[table], billed", raw.get("billed", "tier"), ("tier", "unit")),
        applies=_applies(file, raw["applies"]) if "applies" in raw else None,
    )


def _keys(file: _File, raw: Mapping[str, Any]) -> tuple[str, ...]:
    keys = tuple(map(str, raw.get("keys", ())))
    for n, key in enumerate(keys):
        if key in keys[:n]:
            raise file.refuse("[table], keys", key, "each key once", "Remove the second one.")
    return keys


def _groups(file: _File, groups: Mapping[str, Any], rows: Sequence[LookupRow]) -> dict[str, tuple[str, ...]]:
    named = {name for row in rows for name in row.keys}
    for group, members in groups.items():
        place = f"[table], groups.{group}"
        if not isinstance(members, list) or not members:
            raise file.refuse(place, members, "a list of names", "List the names that the group stands for.")
        if group not in named:
            raise file.refuse(place, group, "a group that a row names", "Correct the name, or remove the group.")
    return {group: tuple(map(str, members)) for group, members in groups.items()}


def _applies(file: _File, raw: Mapping[str, Any]) -> Applies:
    place = "[table], applies"
    file.keys(place, raw, {}, {"categories": list, "price_upto": Decimal, "price_upto_for": list})
    limits = []
    for n, entry in enumerate(raw.get("price_upto_for", []), 1):
        file.keys(f"{place}, price_upto_for {n}", entry, {"upto": Decimal, "categories": list})
        limits.append((Decimal(entry["upto"]), tuple(map(str, entry["categories"]))))
    price_upto = Decimal(raw["price_upto"]) if "price_upto" in raw else None
    if limits and price_upto is None:
        raise file.refuse(place, "price_upto_for", "price_upto too", "Give the limit of all other categories.")
    return Applies(tuple(map(str, raw.get("categories", ()))), price_upto, tuple(limits))


def _units(file: _File, units: Mapping[str, str]) -> dict[str, str]:
    allowed: dict[str, Sequence[str]] = {
        "weight": tuple(NANOGRAMS),
        "volume": tuple(CUBIC_MICROMETRES),
        "length": tuple(MICROMETRES),
    }
    for quantity, unit in units.items():
        file.choice("[table], units", quantity, tuple(allowed))
        file.choice(f"[table], units.{quantity}", unit, allowed[quantity])
    return dict(units)


def _price_bands(file: _File, entries: Sequence[Mapping[str, Any]]) -> tuple[PriceBand, ...]:
    bands = []
    last: Decimal | None = Decimal(0)
    for n, entry in enumerate(entries, 1):
        place = f"[table], price_bands {n}"
        file.keys(place, entry, {"name": str}, {"below": Decimal, "upto": Decimal})
        band = PriceBand(
            entry["name"],
            Decimal(entry["below"]) if "below" in entry else None,
            Decimal(entry["upto"]) if "upto" in entry else None,
        )
        bound = band.below if band.below is not None else band.upto
        if "below" in entry and "upto" in entry:
            raise file.refuse(place, dict(entry), "below or upto, not both", "Say which side the bound belongs to.")
        if (bound is None) != (n == len(entries)):
            raise file.refuse(
                place, dict(entry), "only the last band open, and open", "Give the bound, or put it last."
            )
        if bound is not None and (last is None or bound <= last):
            raise file.refuse(place, bound, f"more than {last}", "Put the bands in rising order.")
        last = bound
        bands.append(band)
    return tuple(bands)


def _check_overlaps(file: _File, rows: Sequence[LookupRow], bounds: str) -> None:
    by_key: dict[tuple[str, ...], list[LookupRow]] = {}
    for row in rows:
        by_key.setdefault(row.keys, []).append(row)
    for key, own in by_key.items():
        for before, after in pairwise(own):
            end, start = before.high, after.low
            touching = end is not None and start is not None and (start > end if bounds == "from_to" else start >= end)
            if not touching:
                raise file.refuse(
                    f"[table], rows of {' '.join(key)}",
                    f"{before.low} to {end}, then {start} to {after.high}",
                    "rows in rising order that do not overlap",
                    "Sort the rows and remove repeated ones.",
                )


_TIER_LIMITS = (
    "max_weight",
    "max_unit_weight",
    "max_dimensional_weight",
    "longest",
    "median",
    "shortest",
    "length_plus_girth",
    "sum_of_sides",
    "min_median",
    "min_shortest",
)


def _size_tiers(file: _File, raw: Mapping[str, Any]) -> SizeTiers:
    file.keys("[table]", raw, {"columns": list, "rows": list, "units": dict}, {"dimensional": dict})
    units = _units(file, raw["units"])
    for quantity in ("length", "weight"):
        if quantity not in units:
            raise file.refuse("[table], units", units, f"the unit of {quantity}", "Add it.")
    divisor = None
    if "dimensional" in raw:
        file.keys("[table], dimensional", raw["dimensional"], {"divisor": Decimal})
        divisor = Decimal(raw["dimensional"]["divisor"])
    tiers: list[SizeTier] = []
    for place, row in _rows(file, raw, ["tier", "weighs"], _TIER_LIMITS):
        weighs = file.choice(f"{place}, weighs", row["weighs"], ("unit", "dimensional", "greater"))
        if weighs != "unit" and divisor is None:
            raise file.refuse(place, weighs, "weighs = unit", "Give [table] dimensional, or the unit weight.")
        if row.get("max_dimensional_weight", "") != "" and divisor is None:
            raise file.refuse(place, "max_dimensional_weight", "[table] dimensional", "Give the divisor.")
        if any(t.tier == row["tier"] for t in tiers):
            raise file.refuse(place, row["tier"], "each tier once", "Remove the second row.")
        limits = {name: file.open_number(f"{place}, {name}", row.get(name, "")) for name in _TIER_LIMITS}
        tiers.append(SizeTier(tier=str(row["tier"]), weighs=weighs, **limits))
    return SizeTiers(units["length"], units["weight"], divisor, tuple(tiers))


def _published_range(file: _File, raw: Mapping[str, Any]) -> PublishedRange:
    file.keys("[table]", raw, {"columns": list, "rows": list})
    items = {}
    for place, row in _rows(file, raw, ["item", "lowest", "highest"], []):
        low, high = (file.number(f"{place}, {name}", row[name]) for name in ("lowest", "highest"))
        if not 0 <= low <= high <= 1:
            raise file.refuse(place, f"{low} to {high}", "rising fractions from 0 to 1", "Write 8 % as 0.08.")
        items[str(row["item"])] = (low, high)
    return PublishedRange(items)
