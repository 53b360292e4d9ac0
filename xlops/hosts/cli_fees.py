"""The commands about the fee tables themselves: ``xlops fees ...``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from xlops._version import __version__
from xlops.hosts import console
from xlops.hosts.console import HELP

if TYPE_CHECKING:
    from xlops.fees.diff import Change, Figure, TableChange
    from xlops.fees.edition import Edition


@click.group(context_settings=HELP)
def fees() -> None:
    """The fee tables: what changes between two days.

    费用表：两个日期之间的变化。
    """


_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language. 语言。")


@fees.command(context_settings=HELP)
@click.argument("day1", type=console.Day(), metavar="DATE1")
@click.argument("day2", type=console.Day(), metavar="DATE2")
@click.option("--platform", help="Only amazon or aliexpress. 只看该平台。")
@click.option("--market", help="Only this market. 只看该站点。")
@click.option(
    "--programme", "programmes", multiple=True, help="Only this table, such as fba. May be repeated. 只看该表。"
)
@_lang
@console.as_json
def diff(
    day1: date,
    day2: date,
    platform: str | None,
    market: str | None,
    programmes: tuple[str, ...],
    lang: str,
    as_json: bool,
) -> None:
    """Compare the fee tables in force on two days, row by row.

    比较两个日期有效的费用表：逐行列出新增、取消与变动（原值、新值、百分比）。
    """
    from xlops.fees.diff import library_changes
    from xlops.fees.library import active_library

    library = active_library()
    known = {programme for _, _, programme in library.programmes()}
    for programme in programmes:
        if programme not in known:
            from rapidfuzz import process  # here, because only errors need it

            near = " / ".join(name for name, *_ in process.extract(programme, sorted(known), limit=3))
            raise click.UsageError(f"--programme: {programme!r} is not known. 无法识别。 {near}")
    found = library_changes(
        library,
        day1,
        day2,
        platform=console.code("platform", platform),
        market=console.code("market", market),
        programmes=programmes,
    )
    if as_json:
        console.print_json(
            {
                "xlops": __version__,
                "command": "fees diff",
                "from": str(day1),
                "to": str(day2),
                "tables": [_table_json(table) for table in found],
            }
        )
        return
    if not found:
        click.echo("两个日期的费用表相同。" if lang == "zh" else "The same tables are in force on both days.")
    for table in found:
        _tell_table(table, lang)


def _tell_table(table: TableChange, lang: str) -> None:
    zh = lang == "zh"
    none = "无表" if zh else "no table"
    dates = [str(edition.effective) if edition else none for edition in (table.before, table.after)]
    edition = table.edition
    place = f"{edition.platform}/{edition.market}/{edition.programme}"
    click.echo(f"{edition.title(lang)} [{place}]  {dates[0]} -> {dates[1]}")
    if table.before is None or table.after is None:
        rows = len({(change.keys, change.spans) for change in table.changes})
        if table.after is None:
            ended = table.before.until if table.before else None
            click.echo(f"  {'已结束' if zh else 'ended'} {ended or ''}".rstrip())
        else:
            click.echo(f"  新表，共 {rows} 行" if zh else f"  a new table of {rows} rows")
    elif not table.changes:
        click.echo("  数字不变" if zh else "  the same figures")
    else:
        for change in table.changes:
            sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
            click.echo(f"  {sign} {change.text(lang)}")


def _table_json(table: TableChange) -> dict[str, Any]:
    edition = table.edition
    return {
        "platform": edition.platform,
        "market": edition.market,
        "programme": edition.programme,
        "title_en": edition.title_en,
        "title_zh": edition.title_zh,
        "before": _edition_json(table.before),
        "after": _edition_json(table.after),
        "changes": [_change_json(change) for change in table.changes],
    }


def _edition_json(edition: Edition | None) -> dict[str, Any] | None:
    if edition is None:
        return None
    return {
        "edition": edition.name,
        "effective": str(edition.effective),
        "until": str(edition.until) if edition.until else None,
        "confidence": edition.confidence,
        "checked": str(edition.checked),
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "keys": dict(change.keys),
        "row_en": change.row("en"),
        "row_zh": change.row("zh"),
        "figure": change.figure,
        "before": _figure_json(change.before),
        "after": _figure_json(change.after),
        "unit": change.unit,
        "change": None if change.ratio is None else float(change.ratio),
    }


def _figure_json(figure: Figure | None) -> float | str | None:
    return figure if figure is None or isinstance(figure, str) else float(figure)
