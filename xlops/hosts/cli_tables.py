"""The commands that list, show and check fee tables, and take in an operator's own: ``xlops fees list`` and others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlops._version import __version__
from xlops.errors import SheetError
from xlops.hosts import console
from xlops.hosts.console import HELP

if TYPE_CHECKING:
    from xlops.fees.edition import Edition, Lookup, PriceBand
    from xlops.fees.library import Library
    from xlops.fees.listing import Period

_platform = click.option("--platform", help="Only amazon or aliexpress. 只看该平台。")
_market = click.option("--market", help="Only this market. 只看该站点。")
_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language. 语言。")
_OLD_DAYS = 120


@click.command(context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--platform", help="Platform, if the sheet does not say. 平台。")
@click.option("--market", help="Market, if the sheet does not say. 站点。")
@click.option("--line", help="Shipping line of a freight sheet, if it does not say. 物流线路。")
@click.option("--currency", help="Currency of its amounts, if the sheet does not say (CNY). 币种。")
@click.option("--from", "effective", help="First day in force, if the sheet does not say. 生效日期。")
@click.option("--until", help="Last day in force, if the sheet does not say. 截止日期。")
@click.option("--owner", help="Whose table it is, for explain. 归属（如店铺名）。")
@click.option("--replace", is_flag=True, help="Replace your table of that name and first day. 覆盖同名同日的自有表。")
@console.as_json
def add(file: Path, replace: bool, as_json: bool, **given: str | None) -> None:
    """Take in a fee table of your own: an edition (.toml), or a sheet of rates or freight (.xlsx, .csv).

    The table is checked, then copied into your folder. On its days it answers before the published table; what it does
    not list stays with the published one. docs/own_tables.md shows the forms.

    导入您自己的费用表（类目佣金、合同费率、运费）：检查后存入您的文件夹，在其有效期内优先于官方表。

    Exit code: 0 added, 2 wrong use, 3 refused.
    """
    from xlops.hosts.own_tables import add_own

    try:
        added = add_own(file, {name: text for name, text in given.items() if text}, replace)
    except SheetError as error:
        _end_refused("fees add", error, as_json)
    if as_json:
        tables = [{**_edition_json(edition), "path": str(path)} for edition, path in added]
        console.print_json({"xlops": __version__, "command": "fees add", "tables": tables})
        return
    for edition, path in added:
        until_en = f"to {edition.until}" if edition.until else "until you remove it or add a later one"
        until_zh = f"至 {edition.until}" if edition.until else "起，直至删除或添加更新的表"
        count = len(_rows(edition))
        rows = "its row answers" if count == 1 else f"its {count} rows answer"
        click.echo(f"{console.mark('✓')} {path}")
        click.echo(
            f"  {edition.platform}/{edition.market}/{edition.programme}: from {edition.effective} {until_en} "
            f"{rows} before the published table; what it does not list stays as it was."
        )
        click.echo(f"  自 {edition.effective} {until_zh}，这 {count} 行优先于官方表；未列出的仍按原来的表。")


def _end_refused(command: str, error: SheetError, as_json: bool) -> None:
    if as_json:
        refused = {"code": error.code, "en": error.en, "zh": error.zh}
        console.print_json({"xlops": __version__, "command": command, "refused": refused})
    else:
        click.echo(f"{console.mark('✗')} {error.en}\n  {error.zh}", err=True)
    sys.exit(console.NOTHING)


def _rows(edition: Edition) -> list[list[str]]:
    from xlops.fees.listing import table_rows

    return table_rows(edition.table)[1]


@click.command(context_settings=HELP)
@click.argument("name")
@console.as_json
def remove(name: str, as_json: bool) -> None:
    """Remove one of your own fee tables by its name or file, as ``xlops fees list --own`` shows it.

    删除您自己的一张费用表（名称见 xlops fees list --own）。

    Exit code: 0 removed, 3 there is none of that name.
    """
    from xlops.hosts.own_tables import remove_own

    try:
        path = remove_own(name)
    except SheetError as error:
        _end_refused("fees remove", error, as_json)
    if as_json:
        console.print_json({"xlops": __version__, "command": "fees remove", "removed": str(path)})
    else:
        click.echo(f"{console.mark('✓')} removed 已删除: {path}")


@click.command("list", context_settings=HELP)
@_platform
@_market
@click.option("--own", is_flag=True, help="Only your own tables, with their files. 只看自己的表。")
@_lang
@console.as_json
def list_(platform: str | None, market: str | None, own: bool, lang: str, as_json: bool) -> None:
    """List the fee tables: one line per programme, or every own table.

    列出费用表：每个项目一行；--own 列出您自己的每张表。
    """
    if own:
        _list_own(lang, as_json)
    else:
        _list_all(platform, market, lang, as_json)


@console.own_tables
def _list_all(platform: str | None, market: str | None, lang: str, as_json: bool) -> None:
    groups: dict[tuple[str, str, str], list[Period]] = {}
    for period in _periods(platform, market):
        edition = period.edition
        groups.setdefault((edition.platform, edition.market, edition.programme), []).append(period)
    if as_json:
        tables = [
            {
                "name": "/".join(key),
                "editions": [_period_json(period) for period in periods],
            }
            for key, periods in groups.items()
        ]
        console.print_json({"xlops": __version__, "command": "fees list", "tables": tables})
        return
    for key, periods in groups.items():
        published = [period for period in periods if not period.edition.own_file] or periods
        own_count = sum(bool(period.edition.own_file) for period in periods)
        count = f"{len(periods) - own_count}{f' + {own_count}' if own_count else ''}"
        count += (" 自有" if lang == "zh" else " own") if own_count else ""
        first, last = published[0].edition.effective, published[-1].last or "…"
        click.echo(f"{'/'.join(key)}  {first} – {last}  ({count})  {published[-1].edition.title(lang)}")


def _list_own(lang: str, as_json: bool) -> None:
    from xlops.hosts.own_tables import list_own, user_folder

    found = list_own()
    if as_json:
        tables = [
            {"file": file, **_edition_json(one)}
            if not isinstance(one, SheetError)
            else {"file": file, "refused": {"code": one.code, "en": one.en, "zh": one.zh}}
            for file, one in found
        ]
        document = {"xlops": __version__, "command": "fees list", "folder": str(user_folder()), "tables": tables}
        console.print_json(document)
        return
    click.echo(f"{user_folder()}")
    for file, one in found:
        if isinstance(one, SheetError):
            click.echo(f"  {console.mark('✗')} {file}: {one.zh if lang == 'zh' else one.en}")
        else:
            owner = f"  {one.owner}" if one.owner else ""
            until = one.until or "…"
            click.echo(f"  {one.name}  {one.effective} – {until}  {one.title(lang)}{owner}  [{file}]")
    if not found:
        none = "没有自有费用表；用 xlops fees add 导入。" if lang == "zh" else "none; xlops fees add takes one in."
        click.echo(f"  {none}")


@click.command(context_settings=HELP)
@click.argument("name")
@click.argument("day", type=console.Day(), required=False, metavar="[DATE]")
@_lang
@console.own_tables
@console.as_json
def show(name: str, day: date | None, lang: str, as_json: bool) -> None:
    """Show the table in force on a day as it was published, with its sources: xlops fees show amazon/us/fba 2026-10-20

    NAME is platform/market/programme, or its end (us/fba), or a whole edition with its date; instead of the programme,
    words of its title will do (us/referral fees). Today if DATE is left out.

    显示某日有效的费用表原样及来源；NAME 为 平台/站点/项目，项目也可写标题中的词（us/佣金），日期默认今天。

    Exit code: 0 shown, 2 no such table, 3 no edition covers the day.
    """
    from xlops.fees.library import active_library

    library = active_library()
    *place, last = name.strip("/").split("/")
    try:
        day = date.fromisoformat(last)
    except ValueError:
        place.append(last)
    key = _key(library, place)
    found = _in_force(library, key, day or date.today())
    if not found:
        known = ", ".join(str(e.effective) for t in library.timelines(*key) for e in t.editions)
        table, shown = "/".join(key), day or date.today()
        error = SheetError(
            "no_edition",
            f"{table}: no edition covers {shown} (they start on {known}).",
            f"{table}：没有覆盖 {shown} 的版本（各版本起始日：{known}）。",
        )
        _end_refused("fees show", error, as_json)
    if as_json:
        tables = [_table_json(edition) for edition in found]
        console.print_json({"xlops": __version__, "command": "fees show", "tables": tables})
        return
    for n, edition in enumerate(found):
        if n:
            below = "下面的官方表回答自有表未列出的行：" if lang == "zh" else "Below it, for what it does not list:"
            click.echo(f"\n{below}")
        _tell_edition(edition, lang)


def _key(library: Library, place: Sequence[str]) -> tuple[str, str, str]:
    """Return the one programme that a name means, or end with what it may mean."""
    wanted = tuple(part.lower() for part in place)
    programmes = library.programmes()
    found = [key for key in programmes if len(wanted) <= 3 and tuple(key[3 - len(wanted) :]) == wanted]
    found = found or [key for key in programmes if len(wanted) <= 3 and _is_titled(library, key, wanted)]
    if len(found) == 1:
        return found[0]
    from rapidfuzz import process  # here, because only errors need it

    names = ["/".join(key) for key in found or programmes]
    near = [match for match, *_ in process.extract("/".join(wanted), names, limit=8)] if not found else names[:8]
    what = "several tables 有多张表" if found else "no such table 没有该表"
    raise click.UsageError(f"{'/'.join(place)}: {what}: {', '.join(near)}{' ...' if len(names) > 8 else ''}")


def _is_titled(library: Library, key: tuple[str, str, str], wanted: Sequence[str]) -> bool:
    """Say whether the last part of a name is words of the table's title, and what stands before it fits the place."""
    *place, words = wanted
    if tuple(key[2 - len(place) : 2]) != tuple(place):
        return False
    newest = library.timelines(*key)[0].editions[-1]
    title = f"{newest.title('en')} {newest.title('zh')}".lower()
    return bool(words.split()) and all(word in title for word in words.split())


def _in_force(library: Library, key: tuple[str, str, str], day: date) -> list[Edition]:
    import numpy as np

    found = []
    for timeline in library.timelines(*key):
        place = timeline.pick_one(np.datetime64(day))
        if place >= 0:
            found.append(timeline.editions[place])
    return found


def _tell_edition(edition: Edition, lang: str) -> None:
    from xlops.fees.edition import CONFIDENCES, Lookup
    from xlops.fees.listing import table_rows

    zh = lang == "zh"
    until = edition.until or ("未见结束日期" if zh else "no end published")
    click.echo(f"{edition.title(lang)} [{edition.name}]")
    if edition.own_file:
        click.echo(f"  {edition.whose(lang)}")
    confidence = CONFIDENCES[edition.confidence][zh]
    if zh:
        click.echo(f"  生效 {edition.effective} 至 {until}；核对于 {edition.checked}；可信度：{confidence}")
        click.echo(f"  币种 {edition.currency or '-'}；计费基础：{edition.base}；取整：{_rounding(edition)}")
    else:
        click.echo(f"  in force {edition.effective} to {until}; checked {edition.checked}; confidence: {confidence}")
        click.echo(f"  currency {edition.currency or '-'}; base: {edition.base}; rounding: {_rounding(edition)}")
    if isinstance(edition.table, Lookup):
        for line in _terms_of(edition.table):
            click.echo(f"  {line}")
    columns, rows = table_rows(edition.table)
    if not columns:
        click.echo("  不收取" if zh else "  not charged")
    for row in [columns, *rows] if columns else []:
        widths = [max(len(line[n]) for line in [columns, *rows]) for n in range(len(columns))]
        click.echo("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if edition.note:
        click.echo(f"  {'说明' if zh else 'note'}: {edition.note}")
    for source in edition.sources:
        click.echo(f"  {'来源' if zh else 'source'}: {source.title} ({source.url or source.url_note}): {source.says}")
    for conflict in edition.conflicts:
        claims = "; ".join(conflict.claims)
        click.echo(f"  {'冲突' if zh else 'conflict'}: {claims} -> {conflict.resolved}")
    for gap in edition.unknown:
        click.echo(f"  {'官方未公布' if zh else 'not published'}: {gap}")


def _rounding(edition: Edition) -> str:
    step = edition.rounding.step
    return edition.rounding.mode if step is None else f"{edition.rounding.mode} {step}"


def _terms_of(table: Lookup) -> list[str]:
    """Return what stands above the rows of an amount table: units, price bands, groups."""
    lines = []
    if table.units or table.per_unit:
        units = [f"{quantity} {unit}" for quantity, unit in table.units.items()]
        lines.append("units: " + ", ".join([*units, *([f"per {table.per_unit}"] if table.per_unit else [])]))
    if table.price_bands:
        lines.append("price bands: " + ", ".join(f"{band.name} {_bound(band)}" for band in table.price_bands))
    lines += [f"{group} = {', '.join(members)}" for group, members in table.groups.items()]
    return lines


def _bound(band: PriceBand) -> str:
    if band.below is not None:
        return f"< {band.below}"
    return "the rest" if band.upto is None else f"<= {band.upto}"


@click.command(context_settings=HELP)
@_platform
@_market
@_lang
@console.own_tables
@console.as_json
def coverage(platform: str | None, market: str | None, lang: str, as_json: bool) -> None:
    """Say what the tables cover: programme, from, to, confidence, day checked; and what nobody publishes.

    费用表的覆盖范围：项目、起止日期、可信度、核对日期，以及官方未公布的内容。
    """
    from xlops.fees.edition import CONFIDENCES
    from xlops.fees.listing import not_published

    zh = lang == "zh"
    groups: dict[tuple[str, str], list[Period]] = {}
    for period in _periods(platform, market):
        groups.setdefault((period.edition.platform, period.edition.market), []).append(period)
    if as_json:
        markets = [
            {
                "platform": key[0],
                "market": key[1],
                "editions": [_period_json(period) for period in periods],
                "not_published": [
                    {"programme": programme, "what": what, "editions": [str(day) for day in days]}
                    for (programme, what), days in not_published(periods).items()
                ],
            }
            for key, periods in groups.items()
        ]
        console.print_json({"xlops": __version__, "command": "fees coverage", "markets": markets})
        return
    for key, periods in groups.items():
        click.echo(f"{' '.join(key)}")
        for period in periods:
            edition = period.edition
            said = [str(edition.effective), "–", str(period.last or "…"), CONFIDENCES[edition.confidence][zh]]
            said.append(f"{'核对' if zh else 'checked'} {edition.checked}")
            if period.unpublished:
                said.append(f"{period.unpublished} {'行未公布' if zh else 'rows not published'}")
            if edition.own_file:
                said.append(edition.whose(lang))
            click.echo(f"  {edition.programme}  {'  '.join(said)}")
        for programme, what in not_published(periods):
            click.echo(f"  {'未公布' if zh else 'not published'}: {programme}: {what}")


@click.command(context_settings=HELP)
@click.option("--days", type=click.IntRange(min=0), default=_OLD_DAYS, help="Older than this many days (120). 天数。")
@click.option("--as-of", type=console.Day(), help="Counted to this day; today if left out. 截至日期。")
@_lang
@console.as_json
def age(days: int, as_of: date | None, lang: str, as_json: bool) -> None:
    """List the fee tables that nobody compared with their sources for a long time.

    列出超过指定天数未核对来源的费用表。
    """
    from xlops.fees.library import packaged_library
    from xlops.fees.listing import older_than

    today = as_of or date.today()
    old = older_than(packaged_library(), today, days)
    if as_json:
        tables = [{**_edition_json(edition), "days": (today - edition.checked).days} for edition in old]
        console.print_json({"xlops": __version__, "command": "fees age", "as_of": str(today), "tables": tables})
        return
    for edition in old:
        count = (today - edition.checked).days
        click.echo(f"{edition.name}  {edition.checked}  {count} {'天' if lang == 'zh' else 'days'}")
    none = f"没有超过 {days} 天未核对的费用表。" if lang == "zh" else f"No table was checked more than {days} days ago."
    click.echo(none if not old else f"{len(old)} {'张表' if lang == 'zh' else 'tables'}")


def _periods(platform: str | None, market: str | None) -> list[Period]:
    from xlops.fees.library import active_library
    from xlops.fees.listing import coverage as covered

    return list(covered(active_library(), console.code("platform", platform), console.code("market", market)))


def _edition_json(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.name,
        "title_en": edition.title_en,
        "title_zh": edition.title_zh,
        "effective": str(edition.effective),
        "until": str(edition.until) if edition.until else None,
        "currency": edition.currency or None,
        "confidence": edition.confidence,
        "checked": str(edition.checked),
        "own": bool(edition.own_file),
        "owner": edition.owner or None,
        "file": edition.own_file or None,
    }


def _period_json(period: Period) -> dict[str, Any]:
    last = str(period.last) if period.last else None
    return {**_edition_json(period.edition), "last_day": last, "rows_not_published": period.unpublished}


def _table_json(edition: Edition) -> dict[str, Any]:
    from xlops.fees.listing import table_rows

    columns, rows = table_rows(edition.table)
    return {
        **_edition_json(edition),
        "base": edition.base,
        "rounding": _rounding(edition),
        "note": edition.note or None,
        "columns": columns,
        "rows": rows,
        "sources": [
            {"title": s.title, "url": s.url or None, "url_note": s.url_note or None, "says": s.says}
            for s in edition.sources
        ],
        "conflicts": [{"claims": list(c.claims), "resolved": c.resolved} for c in edition.conflicts],
        "not_published": list(edition.unknown),
    }


COMMANDS = (add, list_, show, remove, coverage, age)
