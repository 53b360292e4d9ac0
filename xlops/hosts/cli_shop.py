"""``xlops shop``: a folder of exports and the product sheet in it become one workbook, a month's view."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlops._version import __version__
from xlops.errors import REASONS, Reason
from xlops.hosts import console
from xlops.hosts.console import HELP, NOTHING, OK, SOME

if TYPE_CHECKING:
    from xlops.hosts.shop_month import Shop
    from xlops.shop.ledger import Ledger

_TOLD = 8
# Files of a folder that are simply something else; whatever else is refused is a report that could not be read.
_NO_REPORT = ("report_unknown",)


class Month(click.ParamType):
    """A month such as 2026-10."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a month as its first day."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(f"{value}-01")
        except ValueError:
            why = REASONS[Reason.BAD_DATE]
            self.fail(f"{value!r}: write 2026-10 ({why.en}) | 请写成 2026-10（{why.zh}）", param, ctx)


@click.command("shop", context_settings=HELP)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--month", type=Month(), help="The month; the one that the reports tell most of if left out. 月份。")
@click.option(
    "--into", type=click.Path(path_type=Path), help="The workbook with your product sheet. 商品表所在的工作簿。"
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="The .xlsx to write; DIR/xlops_shop_MONTH.xlsx if left out. 输出文件。",
)
@click.option("--as-of", type=console.Day(), help="Day of the run; today if left out. 运行日期。")
@console.run_options
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@console.as_json
def shop(
    folder: Path,
    month: date | None,
    into: Path | None,
    out: Path | None,
    as_of: date | None,
    backup: bool,
    as_json: bool,
    **stand_ins: Any,
) -> None:
    """Make a month's view of a shop out of a folder of exports and the product sheet.

    Reports and the product sheet are found by what is in them; none of the files is changed. The workbook has the
    profit per SKU with every cost by name, ACoS and TACoS beside break-even, stock and ages, the fee audit, and
    everything that is missing.

    店铺月报：读取文件夹里的报表和产品表，生成一个工作簿：总览、SKU 利润、库存与库龄、扣费核对、缺失数据与回执。

    Exit code: 0 all reports taken, 1 some could not be read, 2 wrong use, 3 nothing was written. Files that are no
    reports are named and passed over.
    """
    from xlops.errors import SheetError
    from xlops.hosts.shop import ShopOptions, make_shop, shop_json

    settings = console.run_settings(as_of or date.today(), **stand_ins)
    try:
        made = make_shop(folder, ShopOptions(settings, month, into, out, backup))
    except SheetError as error:
        if as_json:
            document = {"xlops": __version__, "command": "shop", "code": error.code, "en": error.en, "zh": error.zh}
            console.print_json(document)
        else:
            click.echo(f"{console.mark('✗')} {error.en}\n  {error.zh}", err=True)
        sys.exit(NOTHING)
    if as_json:
        console.print_json({"xlops": __version__, "command": "shop", **shop_json(made)})
    else:
        _tell(made)
    sys.exit(SOME if any(file.refused and file.refused.code not in _NO_REPORT for file in made.files) else OK)


def _tell(shop: Shop) -> None:
    zh = shop.lang == "zh"
    click.echo(f"{console.mark('✓')} {shop.book.name} ({'产品表' if zh else 'product sheet'})")
    for file in shop.files:
        if file.refused is not None and file.refused.code in _NO_REPORT:
            click.echo(
                f"  {file.path.name}: {'不是可识别的报表，已跳过' if zh else 'no report that xlops knows, passed over'}"
            )
        elif file.refused is not None:
            click.echo(f"{console.mark('✗')} {file.refused.en}\n  {file.refused.zh}", err=True)
        for report in file.reports:
            title = report.layout.title_zh if zh else report.layout.title_en
            rows = f"{len(report.lines)} / {report.rows_read} {'行' if zh else 'rows'}"
            click.echo(f"{console.mark('✓')} {report.name}: {title}; {rows}")
    for path, why in shop.passed:
        click.echo(f"  {path.name}: {why[zh]}")
    for ledger in shop.ledgers:
        _tell_market(ledger, zh)
    for note in shop.notes[:_TOLD]:
        click.echo(f"  ! {note[zh]}")
    if len(shop.notes) > _TOLD:
        more = len(shop.notes) - _TOLD
        click.echo(f"  ……另有 {more} 条，见月报" if zh else f"  … and {more} more, in the workbook")
    click.echo(f"{console.mark('✓')} {shop.target}")


def _tell_market(ledger: Ledger, zh: bool) -> None:
    sales, profit = (("?" if v is None else f"{v:,.2f}") for v in (ledger.sums.sales, ledger.sums.profit))
    losing = sum(line.profit < 0 for line in ledger.known if line.profit is not None)
    unknown = len(ledger.unknown)
    click.echo(
        f"[{ledger.name}] 销售额 {sales}，利润 {profit}（不含利润未知的 {unknown} 个 SKU）；亏损 {losing} 个 SKU"
        if zh
        else f"[{ledger.name}] sales {sales}, profit {profit} (without {unknown} SKUs of unknown profit); "
        f"{losing} losing"
    )
    for note in ledger.notes:
        click.echo(f"  ! {note[zh]}")
