"""An operator's own tables: read by the same loader, checked against the published ones, put on top of them.

An own table must be one that some fee asks for: the programme, the keys and the range of a published table, and its
currency, because amounts of both may stand in one column of results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from xlops.errors import EditionError
from xlops.fees.edition import Edition, Lookup, RateBands, Table
from xlops.fees.library import Library, OwnLibrary
from xlops.fees.load import NAME_LISTS, read_edition
from xlops.fees.names import fold, name_list
from xlops.fees.units import NANOGRAMS

_FREIGHT = "freight_"
# AliExpress publishes a band only; the formula asks an own table by category.
_COMMISSION = "commission"


def own_edition(text: str, file: str) -> Edition:
    """Read an operator's own edition from its text.

    Names in its key columns may be written as people write them; they become the codes that formulas ask by.
    AliExpress has no list of categories, so there every name is taken as it is.

    Raises:
        EditionError: as the loader, and for a name that no list has.
    """
    edition = replace(read_edition(text, file), own_file=file)
    return replace(edition, table=_with_codes(edition))


def with_own(library: Library, *layers: Iterable[Edition]) -> Library:
    """Return the library with own tables on top, a later layer above an earlier one; itself where there are none.

    Raises:
        EditionError: an own table that no fee asks for, that differs in currency from the table below it, or two that
            claim the same days.
    """
    for layer in layers:
        editions = list(layer)
        if editions:
            for edition in editions:
                _check(edition, library)
            library = OwnLibrary(library, editions)
    return library


def own_line(name: str) -> str:
    """Return the freight programme of a shipping line that only the operator's own tables know."""
    return _FREIGHT + fold(name)


def own_category(name: str) -> str:
    """Return the code of an AliExpress category, of which no list is published: its name in one spelling."""
    return fold(name)


def _with_codes(edition: Edition) -> Table | None:
    table = edition.table
    if isinstance(table, RateBands):
        bands = (replace(b, keys=_codes(edition, table.keys, b.keys, {})) for b in table.bands)
        return replace(table, bands=tuple(bands))
    if isinstance(table, Lookup):
        rows = (replace(r, keys=_codes(edition, table.keys, r.keys, table.groups)) for r in table.rows)
        kinds = {name: key for row in table.rows for key, name in zip(table.keys, row.keys, strict=True)}
        groups = {
            group: tuple(_code(edition, kinds.get(group, ""), member) for member in members)
            for group, members in table.groups.items()
        }
        return replace(table, rows=tuple(rows), groups=groups)
    return table


def _codes(
    edition: Edition, keys: tuple[str, ...], names: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    return tuple(
        name if name == "*" or name in groups else _code(edition, key, name)
        for key, name in zip(keys, names, strict=True)
    )


def _code(edition: Edition, key: str, name: str) -> str:
    if key not in NAME_LISTS:
        return name
    listed = name_list(NAME_LISTS[key])
    code = listed.resolve(name)
    if key == "category" and edition.platform == "aliexpress":
        code = own_category(name)
    if code is None:
        near = ", ".join(f"{likely.en} {likely.zh}" for likely in listed.suggest(name))
        expected = f"a known name: {near}" if near else "a known name"
        raise EditionError(edition.file, f"[table], {key}", name, expected, "Correct the name.")
    return code


def _check(edition: Edition, library: Library) -> None:
    """Refuse an own table that would never be asked, or asked for something else than it means."""
    models = _models(edition, library)
    kinds = sorted({m.kind for m in models} - {"published_range"})
    if not kinds and edition.programme == _COMMISSION:
        kinds = ["rate_bands"]
    if not kinds:
        raise EditionError(
            edition.file,
            "[edition], programme",
            edition.programme,
            "a fee that is worked out from a table",
            "Give your rate to the formula, or in your sheet.",
        )
    if edition.kind not in kinds:
        raise EditionError(
            edition.file,
            "[edition], kind",
            edition.kind,
            f"{' or '.join(kinds)}, as the published table",
            "Write the table in the form of the published one (xlops fees show).",
        )
    _check_shape(edition, models)
    market = name_list("markets").names.get(edition.market)
    own_currency = str(market.extra.get("currency", "")) if market and edition.platform == "amazon" else ""
    currencies = {own_currency} | {
        other.currency
        for timeline in library.timelines(edition.platform, edition.market, edition.programme)
        for other in timeline.editions
        if _overlap(edition, other)
    }
    for currency in sorted(currencies - {""}):
        if edition.currency != currency and (edition.currency or edition.kind == "lookup"):
            raise EditionError(
                edition.file,
                "[edition], currency",
                edition.currency,
                f"{currency}, as the published table",
                "Convert the amounts, or give the line a name of its own.",
            )


def _overlap(one: Edition, other: Edition) -> bool:
    return (other.until is None or one.effective <= other.until) and (
        one.until is None or other.effective <= one.until
    )


def _models(edition: Edition, library: Library) -> list[Edition]:
    """Return published editions that show how the programme is asked: of the same market, else of any other."""
    programmes = library.programmes()
    if edition.platform not in {platform for platform, _, _ in programmes}:
        known = ", ".join(sorted({platform for platform, _, _ in programmes}))
        raise EditionError(
            edition.file, "[edition], platform", edition.platform, f"one of {known}", "Correct the word."
        )
    markets = {market for platform, market, _ in programmes if platform == edition.platform}
    if edition.market not in markets:
        known = ", ".join(sorted(markets))
        raise EditionError(edition.file, "[edition], market", edition.market, f"one of {known}", "Correct the word.")
    wanted = edition.programme
    if edition.platform == "aliexpress" and wanted.startswith(_FREIGHT):
        wanted = f"{_FREIGHT}standard"  # all lines are asked alike
    same = [key for key in programmes if key[0] == edition.platform and key[2] == wanted]
    if not same:
        known = ", ".join(sorted({programme for platform, _, programme in programmes if platform == edition.platform}))
        raise EditionError(
            edition.file, "[edition], programme", edition.programme, f"one of {known}", "Correct the word."
        )
    own_market = (edition.platform, edition.market, wanted)
    return list(library.timelines(*(own_market if own_market in same else same[0]))[-1].editions)


def _check_shape(edition: Edition, models: list[Edition]) -> None:
    """Refuse keys and ranges that the published tables of the programme do not have."""
    table = edition.table
    asked = [m.table for m in models if isinstance(m.table, (RateBands, Lookup))]
    if not isinstance(table, (RateBands, Lookup)):
        return
    keys = dict.fromkeys(key for model in asked for key in model.keys)
    if edition.programme == _COMMISSION:
        keys["category"] = None
    for key in table.keys:
        if key not in keys:
            raise EditionError(
                edition.file,
                "[table], keys",
                key,
                f"one of {', '.join(keys) or '(none)'}",
                "Correct the name of the key column.",
            )
    lookups = [model for model in asked if isinstance(model, Lookup)]
    if not isinstance(table, Lookup) or not lookups:
        return
    ranges = {model.range for model in lookups}
    if table.range and table.range not in ranges:
        expected = " or ".join(sorted(ranges - {""})) or "no range"
        raise EditionError(
            edition.file, "[table], range", table.range, f"{expected}, as the published table", "Correct the word."
        )
    weighs = {model.per_unit in NANOGRAMS for model in lookups if model.per_unit}
    if table.per_unit and weighs and (table.per_unit in NANOGRAMS) not in weighs:
        units = ", ".join(sorted({model.per_unit for model in lookups if model.per_unit}))
        raise EditionError(
            edition.file, "[table], per_unit", table.per_unit, f"a unit such as {units}", "Correct the unit."
        )
