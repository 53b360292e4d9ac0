"""The workbook of a shop's month: overview, profit per SKU, stock, fee audit, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlops._version import __version__
from xlops.hosts.audit_sheet import audit_title, fill_audit
from xlops.hosts.import_receipt import tell_files
from xlops.hosts.report import Page
from xlops.hosts.shop_month import AGE_BANDS, OWN_WORKBOOK, Shop, StockLine
from xlops.reports.measures import measures
from xlops.shop.ledger import Figure, Ledger, Line, Pair, cost_label
from xlops.workbook.looks import LETTER_COLOURS, put_text

_MONEY, _RATE, _COUNT = "#,##0.00;[Red]-#,##0.00", "0.0%;[Red]-0.0%", "#,##0"
_COST = "#,##0.00;-#,##0.00"  # costs are no losses: not in red
_ESTIMATED = '"≈ "#,##0.00;[Red]"≈ "-#,##0.00'  # a number of ours among those that reports tell
_ESTIMATED_RATE = '"≈ "0.0%;[Red]"≈ "-0.0%'
_DAY = "yyyy-mm-dd"
_A3, _A4 = 8, 9
_LEAST_SUPPLY = 28  # days, below which Amazon charges its low-inventory-level fee
_TOP = 10  # SKUs in a chart
_MOST_NAMES = 12
_OVERVIEW = (3, 46, 16, 16, 16, 64)
_GROUND = "EAF1F4"
_LEFT_OUT: dict[str, Pair] = {
    "reserve": ("reserve and transfers: held back, no cost", "预留金与转账：暂扣，不是成本"),
    "tax_collected": ("tax passed on: no income", "代收税款：不是收入"),
    "goods_cost": ("cost of goods as the platform was told it", "报表中的商品成本（改用产品表）"),
    "ad_spend_billed": ("ads billed: those of the ad report count", "账单中的广告费：改用广告报表"),
    "charged_storage_fee_billed": (
        "storage billed: that of the storage report counts",
        "账单中的仓储费：改用仓储费报表",
    ),
    "charged_aged_surcharge_billed": (
        "aged-inventory surcharge billed: that of its own report counts",
        "账单中的超龄附加费：改用其专门报表",
    ),
}


def shop_workbook(shop: Shop) -> bytes:
    """Return the workbook of a month as the bytes of an .xlsx file."""
    book = Workbook()
    zh = shop.lang == "zh"
    names = (
        ("月度总览", "SKU利润", "库存与库龄", "缺失与回执") if zh else ("Overview", "SKU profit", "Stock", "Missing")
    )
    overview, profit, stock = book.active, book.create_sheet(names[1]), book.create_sheet(names[2])
    overview.title = names[0]
    _profit(profit, shop)
    _overview(overview, shop)
    _stock(stock, shop)
    if shop.audit is not None:
        sheet = book.create_sheet(audit_title(shop.lang))
        fill_audit(sheet, shop.audit, shop.lang, None)
        sheet.freeze_panes = "A3"
    _missing(book.create_sheet(names[3]), shop)
    for ws in book:
        ws.oddFooter.center.text = "&A  &P / &N"
        ws.page_margins.left = ws.page_margins.right = 0.4
        ws.page_margins.top = ws.page_margins.bottom = 0.5
        ws.page_setup.paperSize = _A3 if ws is profit else _A4
    book.defined_names.add(DefinedName(OWN_WORKBOOK, attr_text=f'"{__version__}"', hidden=True))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _title(page: Page, shop: Shop, en: str, zh: str) -> None:
    span = f"{shop.first} ~ {shop.last}" if shop.first else page.say("period not told", "未注明期间")
    page.title(
        f"{page.say('xlops shop month', 'xlops 店铺月报')} {shop.month} · {page.say(en, zh)}",
        page.say(
            f"{span} · product sheet {shop.book.name} · '≈' is our estimate, all else is told · xlops {__version__}",
            f"{span} · 产品表 {shop.book.name} · “≈”为估算，其余来自报表或产品表 · xlops {__version__}",
        ),
    )


def _name(line: Line | StockLine) -> str:
    return line.facts.sku or line.facts.asin or str(line.key)


def _form(figure: Figure | None) -> Any:
    return None if figure is None else (round(figure.value, 2), _ESTIMATED if figure.estimated else _MONEY)


def _money(estimated: bool) -> str:
    return _ESTIMATED if estimated else _MONEY


def _rate(estimated: bool) -> str:
    return _ESTIMATED_RATE if estimated else _RATE


# Profit per SKU


def _profit(ws: Worksheet, shop: Shop) -> None:
    """Write the products of each market."""
    zh = shop.lang == "zh"
    most = max((len(ledger.cost_names) + _has_shipping(ledger) for ledger in shop.ledgers), default=0)
    page = Page(ws, zh, (5, 16, 40, 7, 8, 12, 12, 9, 9, 11, 9, *(11,) * most, 46))
    say = page.say
    _title(page, shop, "profit per SKU, worst first", "SKU 利润（亏损在前）")
    for ledger in shop.ledgers:
        page.heading(ledger.name)
        page.line(_charges_from(page, ledger))
        page.line(
            say(
                "A blank fee was not charged; a blank profit or ratio is unknown, and the last column says why.",
                "费用空白表示报表中没有收取；利润或比率空白表示未知，原因见最后一列。",
            )
        )
        names = ledger.cost_names
        shipping = [say("Shipping income", "运费收入")] if _has_shipping(ledger) else []
        blank = [""] * (most - len(names) - len(shipping))
        headers = [say(en, zh) for en, zh in _PROFIT_HEADERS]
        headers += [*shipping, *(cost_label(name)[zh] for name in names), *blank, say("What to know", "说明")]
        rows = [_profit_row(page, n, line, names, bool(shipping), blank) for n, line in enumerate(ledger.lines, 1)]
        top = page.table(headers, [*rows, *_sums(page, ledger, names, bool(shipping))])
        last = top + len(rows)
        _dress(page, top, last, len(headers))
        if len(shop.ledgers) == 1:
            ws.freeze_panes = ws.cell(top + 1, 4)
            ws.print_title_rows = f"{top}:{top}"
            ws.auto_filter.ref = f"A{top}:{get_column_letter(len(headers))}{last}"
    if len(shop.ledgers) != 1:
        ws.freeze_panes = "D3"


_PROFIT_HEADERS = (
    ("#", "#"),
    ("SKU", "SKU"),
    ("Name", "名称"),
    ("Grade", "评级"),
    ("Units", "销量"),
    ("Sales", "销售额"),
    ("Profit", "利润"),
    ("Margin", "利润率"),
    ("ACoS", "ACoS"),
    ("Break-even ACoS", "盈亏平衡ACoS"),
    ("TACoS", "TACoS"),
)


def _has_shipping(ledger: Ledger) -> bool:
    return any(line.shipping is not None and line.shipping.value for line in ledger.lines)


def _charges_from(page: Page, ledger: Ledger) -> str:
    """Say which report the charges, the ads and the sales of a market come from."""
    say = page.say
    parts = []
    for key, en, zh in (
        ("charges", "charges", "扣费"),
        ("ad_spend", "ads", "广告费"),
        ("sales", "other units", "其他销量"),
        ("charged_storage_fee", "storage", "仓储费"),
    ):
        if key in ledger.sources and (key == "charges" or ledger.sources[key] != ledger.sources.get("charges")):
            parts.append(f"{say(en, zh)}{say(': ', '：')}{', '.join(ledger.sources[key])}")
    if "charges" not in ledger.sources:
        parts.insert(0, say("charges: none told, all are our estimates", "扣费：没有报表，均为估算"))
    return " · ".join(parts)


def _profit_row(
    page: Page, number: int, line: Line, names: Sequence[str], shipping: bool, blank: Sequence[str]
) -> list[Any]:
    return [
        number,
        _name(line),
        line.facts.name or "",
        line.letter or "",
        (line.units.value if line.units else None, _COUNT),
        (line.sales.value if line.sales else None, _MONEY),
        (line.profit, _money(line.estimated)),
        (line.margin, _rate(line.estimated)),
        (line.acos, _RATE),
        (line.break_even, _rate(line.estimated)),
        (line.tacos, _RATE),
        *([_form(line.shipping)] if shipping else []),
        *(_form(line.costs.get(name)) for name in names),
        *blank,
        _told(page, line),
    ]


def _told(page: Page, line: Line) -> str:
    """Say why a profit is blank, and what else a reader of the line should know."""
    say, said = page.say, []
    if line.why:
        said.append(
            say("profit unknown, no grade: ", "利润未知，不评级：")
            + "; ".join(dict.fromkeys(p[page.zh] for p in line.why))
        )
    elif line.before_ads is not None and line.sales and line.sales.value and line.break_even is None:
        said.append(
            say("loses money before ads", "未计广告费已亏损")
            if line.before_ads <= 0
            else say("loses money before ads without its reimbursements", "不计赔偿，未计广告费已亏损")
        )
    elif line.acos is not None and line.break_even is not None and line.acos > line.break_even:
        said.append(say("ACoS above break-even", "ACoS 高于盈亏平衡"))
    if line.ad_spend and not line.ad_sales:
        said.append(say("ads without a sale", "广告有花费无销售额"))
    if line.no_letter and not line.why:
        said.append(line.no_letter[page.zh])
    if line.estimated and not line.charged:
        said.append(say("in no report of charges: fees are estimated", "扣费报表中没有：费用为估算"))
    return "; ".join(said) if not page.zh else "；".join(said)


def _sums(page: Page, ledger: Ledger, names: Sequence[str], shipping: bool) -> list[list[Any]]:
    """Return the account's line and the total's."""
    say, known, unknown = page.say, ledger.known, ledger.unknown
    account = ledger.account

    def income(name: str) -> float | None:
        return round(-account[name].value, 2) if name in account else None

    lines = []
    if account:
        lines.append(
            [
                "",
                say("Account", "账户费用"),
                say("belongs to no SKU, not spread", "不属于任何 SKU，不分摊"),
                "",
                None,
                (income("total_sales"), _MONEY),
                (round(-ledger.account_costs, 2), _MONEY),
                None,
                None,
                None,
                None,
                *([(income("shipping_income"), _MONEY)] if shipping else []),
                *(_form(account.get(name)) for name in names),
            ]
        )
    sums = ledger.sums
    if not known:
        what = say("no SKU has a known profit: the sums are of all", "没有可计算利润的 SKU：为全部 SKU 之和")
    elif not unknown:
        what = ""
    elif account:
        what = say(
            f"{len(known)} SKUs whose profit is known, and the account; without {len(unknown)} unknown",
            f"{len(known)} 个已知利润的 SKU 与账户费用，不含 {len(unknown)} 个利润未知的",
        )
    else:
        what = say(
            f"{len(known)} SKUs whose profit is known, without {len(unknown)} unknown",
            f"{len(known)} 个已知利润的 SKU，不含 {len(unknown)} 个利润未知的",
        )
    lines.append(
        [
            "",
            say("Total", "合计"),
            what,
            "",
            (sums.units, _COUNT),
            (sums.sales, _MONEY),
            (sums.profit, _money(sums.estimated)),
            (sums.margin, _rate(sums.estimated)),
            (sums.acos, _RATE),
            (sums.break_even, _rate(sums.estimated)),
            (sums.tacos, _RATE),
            *([(sums.shipping, _MONEY)] if shipping else []),
            *(_summed(ledger, name) for name in names),
        ]
    )
    return lines


def _summed(ledger: Ledger, name: str) -> Any:
    """Return a cost of the rows that the sums are of, with its number format; blank where none of them has it."""
    told = [costs[name] for costs in (ledger.account, *(x.costs for x in ledger.summed)) if name in costs]
    if not told:
        return None
    return _form(Figure(sum(figure.value for figure in told), any(figure.estimated for figure in told)))


def _dress(page: Page, top: int, last: int, width: int) -> None:
    """Give a table of profits its look: centred headers, coloured letters and losses, sums in bold."""
    ws = page.ws
    for column in range(1, width + 1):
        left = column in (2, 3, width)
        ws.cell(top, column).alignment = Alignment("left" if left else "center", "center", wrap_text=True, indent=left)
    ws.row_dimensions[top].height = 42
    for row in range(top + 1, last + 1):
        cell = ws.cell(row, 4)
        cell.alignment = Alignment("center", "top")
        if cell.value in LETTER_COLOURS:
            ground, letters = LETTER_COLOURS[cell.value]
            cell.fill, cell.font = PatternFill("solid", fgColor=ground), page.font(bold=True, color=letters)
        ws.cell(row, 7).font = page.font(bold=True)
    for row in range(last + 1, page.row):
        for column in range(1, width + 1):
            cell = ws.cell(row, column)
            cell.font, cell.fill = page.font(bold=True), PatternFill("solid", fgColor=_GROUND)


# Overview


def _overview(ws: Worksheet, shop: Shop) -> None:
    zh = shop.lang == "zh"
    page = Page(ws, zh, _OVERVIEW)
    say = page.say
    _title(page, shop, "overview", "月度总览")
    _headlines(page, shop)
    for ledger in shop.ledgers:
        page.heading(f"{ledger.name} · {say('where the money went', '钱去哪了')}")
        page.line(_charges_from(page, ledger))
        _statement(page, ledger)
        _charts(page, ledger)
        _tie(page, shop, ledger)
        if ledger.notes:
            page.row += 1
            for note in dict.fromkeys(ledger.notes):
                page.line(f"• {note[zh]}")
    page.heading(say("What is missing, and what to mind", "缺少的数据与注意事项"))
    for text in _missing_lines(page, shop) or [say("Nothing.", "无。")]:
        page.line(f"• {text}")
    page.line(say("Files and rows one by one: the last sheet.", "各文件明细见最后一张工作表。"))
    ws.print_area = f"A1:F{page.row}"  # the numbers of the charts stand right of it


def _headlines(page: Page, shop: Shop) -> None:
    say = page.say
    page.heading(say("In short", "概览"))
    headers = ["", "", *(ledger.name for ledger in shop.ledgers)]
    figures: list[tuple[str, list[Any]]] = []

    def add(en: str, zh: str, values: Sequence[Any], *forms: str) -> None:
        figures.append((say(en, zh), list(zip(values, forms * len(values) if len(forms) == 1 else forms, strict=True))))

    of = shop.ledgers
    sums = [one.sums for one in of]
    money, rate = [_money(one.estimated) for one in sums], [_rate(one.estimated) for one in sums]
    add("Sales", "销售额", [one.sales for one in sums], _MONEY)
    add("Profit", "利润", [one.profit for one in sums], *money)
    add("Margin", "利润率", [one.margin for one in sums], *rate)
    add("Ad cost", "广告费", [one.ads for one in sums], _MONEY)
    add("ACoS", "ACoS", [one.acos for one in sums], _RATE)
    add("TACoS", "TACoS", [one.tacos for one in sums], _RATE)
    add("Break-even TACoS", "盈亏平衡 TACoS", [one.break_even for one in sums], *rate)
    add(
        "SKUs that lose money",
        "亏损的 SKU 数",
        [sum((x.profit or 0.0) < 0 for x in one.known) if one.known else None for one in of],
        _COUNT,
    )
    add("SKUs whose profit is unknown", "利润未知的 SKU 数", [len(one.unknown) for one in of], _COUNT)
    if any(one.known and one.unknown for one in of):
        left = [round(sum(x.sales.value for x in one.unknown if x.sales), 2) if one.known else None for one in of]
        add("Sales of these, not in the above", "其销售额（未计入以上各项）", left, _MONEY)
    _right(page, page.table(headers, [["", label, *values] for label, values in figures]), 3)
    for one in of:
        if losing := [line for line in one.known if line.profit is not None and line.profit < 0]:
            names = ", ".join(f"{_name(line)} {line.profit:,.2f}" for line in losing[:_MOST_NAMES])
            more = " …" if len(losing) > _MOST_NAMES else ""
            page.line(say(f"{one.name} loses money on: {names}{more}", f"{one.name} 亏损：{names}{more}"))
    if any(one.unknown for one in of):
        page.line(
            say(
                "All sums and ratios are of the SKUs whose profit is known and of the account;",
                "各项合计与比率只含已知利润的 SKU 和账户费用；",
            )
        )
        page.line(
            say("where no SKU's is, sales and ads are of all.", "没有已知利润的 SKU 时，销售额与广告为全部之和。")
        )


def _right(page: Page, row: int, first: int, last: int | None = None) -> None:
    """Let the headers of numbers stand where the numbers do."""
    for column in range(first, (last or page.ws.max_column) + 1):
        page.ws.cell(row, column).alignment = Alignment("right", "top")


def _statement(page: Page, ledger: Ledger) -> None:
    """Write a market's month from sales down to the profit: SKUs, account, both."""
    say, zh = page.say, page.zh
    known = ledger.known
    rows: list[list[Any]] = []

    def add(label: str, products: float | None, account: float | None, form: str = _COST) -> None:
        both = None if products is None and account is None else round((products or 0.0) + (account or 0.0), 2)
        rows.append(["", label, (products, form), (account, form), (both, form)])

    def income(name: str, values: Sequence[float]) -> tuple[float | None, float | None]:
        account = -ledger.account[name].value if name in ledger.account else None
        return (round(sum(values), 2) if values else None), account

    add(say("Sales", "销售额"), *income("total_sales", [x.sales.value for x in known if x.sales]))
    shipped = [line.shipping.value for line in known if line.shipping]
    if any(shipped) or "shipping_income" in ledger.account:
        add(say("Shipping income", "运费收入"), *income("shipping_income", shipped))
    for name in ledger.cost_names:
        if name in ("total_sales", "shipping_income"):
            continue
        cost = ledger.cost(name, known)
        account = ledger.account[name].value if name in ledger.account else None
        if not cost and not account:
            continue
        estimated = any(line.costs[name].estimated for line in known if name in line.costs)
        add(("≈ " if estimated else "") + f"− {cost_label(name)[zh]}", _negative(cost), _negative(account))
    products = round(sum(line.profit or 0.0 for line in known), 2) if known else None
    add(
        say("Profit", "利润"),
        products,
        round(-ledger.account_costs, 2) if ledger.account else None,
        _money(ledger.sums.estimated),
    )
    top = page.table(["", "", "SKU", say("Account", "账户费用"), say("Total", "合计")], rows)
    _right(page, top, 3)
    for column in range(2, 6):
        cell = page.ws.cell(page.row - 1, column)
        cell.font, cell.fill = page.font(bold=True), PatternFill("solid", fgColor=_GROUND)
    if ledger.unknown:
        sales = sum(line.sales.value for line in ledger.unknown if line.sales)
        names = ", ".join(_name(line) for line in ledger.unknown[:_MOST_NAMES])
        more = " …" if len(ledger.unknown) > _MOST_NAMES else ""
        page.line(
            say(
                f"Without {len(ledger.unknown)} SKUs whose profit is unknown (sales {sales:,.2f}): {names}{more}",
                f"不含 {len(ledger.unknown)} 个利润未知的 SKU（销售额 {sales:,.2f}）：{names}{more}",
            )
        )


def _negative(value: float | None) -> float | None:
    return None if value is None else -value


def _tie(page: Page, shop: Shop, ledger: Ledger) -> None:
    """Show that products and account come to the report's own total, and how the profit comes out of it."""
    if ledger.total is None:
        return
    say, zh, total = page.say, page.zh, ledger.total
    page.row += 1
    page.line(say("Check against the reports' own totals (net proceeds)", "与报表自带总计核对（净收入）"))
    outside = {out.report: (out.rows, out.net) for out in shop.outside}
    rows: list[list[Any]] = []
    shares: dict[str, float] = {}
    for other in shop.ledgers:
        for name, value in other.net_of.items():
            shares[name] = shares.get(name, 0.0) + value
    for report, imported in shop.reports:
        if imported.file not in total.reports:
            continue
        stated = [tie for tie in report.ties if tie.measure == "net_proceeds"]
        count, gone = outside.get(report.name, (0, None))
        here = round(shares.get(imported.file, 0.0), 2)
        own = stated[0].stated if stated else None
        off = None if own is None else round(own - here - (gone or 0.0), 2)
        rows.append(
            [
                "",
                imported.file,
                (own, _MONEY),
                (here, _MONEY),
                (None if gone is None else round(gone, 2), _MONEY),
                say(f"ties; {count} rows of other days", f"一致；其他日期 {count} 行")
                if off is not None and abs(off) < 0.005
                else say("the report states no total", "报表没有总计")
                if off is None
                else say(f"does NOT tie: {off:,.2f} apart", f"不一致：相差 {off:,.2f}"),
            ]
        )
    top = page.table(
        [
            "",
            say("Report", "报表"),
            say("Its own total", "报表总计"),
            say("This month", "本月"),
            say("Other days", "其他日期"),
            say("Ties", "核对"),
        ],
        rows,
    )
    _right(page, top, 3, 5)
    steps = bridge(ledger)
    if not steps:
        return
    page.row += 1
    top = page.table(
        ["", say("From the reports' total to the profit", "从报表总计到利润"), say("Amount", "金额")],
        [
            ["", _step(name)[zh], (value, _money(ledger.sums.estimated) if name == "profit" else _COST)]
            for name, value in steps
        ],
    )
    _right(page, top, 3)
    for place in (2, 3):
        cell = page.ws.cell(page.row - 1, place)
        cell.font, cell.fill = page.font(bold=True), PatternFill("solid", fgColor=_GROUND)


def bridge(ledger: Ledger) -> list[tuple[str, float]]:
    """Return how the profit comes out of the net proceeds of the reports: a name and an amount for each step.

    The last is the profit; the others come to it. Empty where no report tells charges or no profit is known.
    """
    if ledger.total is None or ledger.profit is None:
        return []
    steps = [("net_products", ledger.total.products), ("net_account", ledger.total.account)]
    steps += [(name, figure.value) for name, figure in ledger.left_out.items()]
    told = set(ledger.total.reports)

    def added(costs: dict[str, Figure], name: str) -> float:
        figure = costs.get(name)
        return figure.value if figure is not None and not told.issuperset(figure.source.split(" + ")) else 0.0

    charged = [line for line in ledger.lines if line.charged]
    others = [line for line in ledger.lines if not line.charged]
    for name in ledger.cost_names:
        value = sum(added(line.costs, name) for line in charged) + added(ledger.account, name)
        if value:
            steps.append((name, -value))
    if value := sum((line.income or 0.0) - sum(f.value for f in line.costs.values()) for line in others):
        steps.append(("not_charged", value))
    if ledger.unknown:
        held = sum((line.income or 0.0) - sum(f.value for f in line.costs.values()) for line in ledger.unknown)
        steps.append(("unknown", -held))
    steps = [(name, round(value, 2)) for name, value in steps if abs(value) >= 0.005]
    return [*steps, ("profit", ledger.profit)]


def _step(name: str) -> Pair:
    steps: dict[str, Pair] = {
        "net_products": ("Net proceeds of the SKUs", "SKU 净收入"),
        "net_account": ("Net proceeds of the account (no SKU)", "账户净收入（无 SKU）"),
        "not_charged": ("SKUs in no report of charges", "扣费报表中没有的 SKU"),
        "unknown": ("SKUs whose profit is unknown, left out", "不含利润未知的 SKU"),
        "profit": ("Profit", "利润"),
    }
    if name in steps:
        return steps[name]
    if name in _LEFT_OUT:
        return f"+ {_LEFT_OUT[name][0]}", f"+ {_LEFT_OUT[name][1]}"
    en, zh = cost_label(name)
    return f"− {en}", f"− {zh}"


def _charts(page: Page, ledger: Ledger) -> None:
    """Draw where the money went, and ACoS beside break-even of the SKUs that spend the most on ads."""
    ws, say, zh = page.ws, page.say, page.zh
    costs = [
        (
            cost_label(n)[zh],
            (ledger.cost(n, ledger.known) or 0.0) + (ledger.account[n].value if n in ledger.account else 0.0),
        )
        for n in ledger.cost_names
    ]
    shown = sorted((one for one in costs if one[1] > 0), key=lambda one: one[1])
    ads = sorted((x for x in ledger.lines if x.acos is not None), key=lambda x: -(x.ad_spend or 0.0))[:_TOP]
    if not shown:
        return
    page.row += 1
    top = page.row
    ws.row_breaks.append(Break(id=top - 1))  # else the end of a printed page would cut the charts
    data = top + 1
    column = 8
    if ledger.profit is not None and ledger.profit > 0:
        shown.append((say("profit", "利润"), ledger.profit))
    for offset, (label, value) in enumerate(shown):
        _quiet(page, data + offset, column, label)
        _quiet(page, data + offset, column + 1, round(value, 2), _MONEY)
    bars = BarChart()
    bars.type = "bar"
    bars.title = say(f"Where the sales went ({ledger.currency})", f"销售额的去向（{ledger.currency}）")
    bars.add_data(Reference(ws, min_col=column + 1, min_row=data, max_row=data + len(shown) - 1))
    bars.set_categories(Reference(ws, min_col=column, min_row=data, max_row=data + len(shown) - 1))
    bars.legend = None
    bars.gapWidth = 35
    bars.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    bars.dataLabels.numFmt = "#,##0"
    _plain(bars, 17.5, max(7.5, 0.62 * len(shown) + 2.2))
    bars.y_axis.delete = True
    bars.series[0].graphicalProperties.solidFill = "2E7D8C"
    ws.add_chart(bars, f"B{top}")
    height = bars.height
    if ads:
        for offset, line in enumerate(ads):
            _quiet(page, data + offset, column + 3, _name(line))
            _quiet(page, data + offset, column + 4, line.acos, _RATE)
            _quiet(page, data + offset, column + 5, line.break_even, _RATE)
        for offset, label in enumerate(("ACoS", say("break-even", "盈亏平衡"))):
            _quiet(page, top, column + 4 + offset, label)
        columns = BarChart()
        columns.type = "col"
        columns.title = say("ACoS beside break-even, most ad spend first", "ACoS 与盈亏平衡（广告费从高到低）")
        columns.add_data(
            Reference(ws, min_col=column + 4, max_col=column + 5, min_row=top, max_row=data + len(ads) - 1),
            titles_from_data=True,
        )
        columns.set_categories(Reference(ws, min_col=column + 3, min_row=data, max_row=data + len(ads) - 1))
        columns.legend.position = "b"
        columns.gapWidth = 60
        columns.y_axis.number_format = "0%"
        for series, colour in zip(columns.series, ("CF4A4A", "3C9D5B"), strict=True):
            series.graphicalProperties.solidFill = colour
        _plain(columns, 17.5, height)
        ws.add_chart(columns, f"E{top}")
    page.row = top + int(height / 0.5) + 2  # a row is half a centimetre high


def _plain(chart: BarChart, width: float, height: float) -> None:
    chart.roundedCorners = False
    chart.x_axis.delete = chart.y_axis.delete = False  # newer Excel hides axes that do not say so
    chart.y_axis.majorGridlines = None
    chart.width, chart.height = width, height


def _quiet(page: Page, row: int, column: int, value: Any, form: str = "General") -> None:
    """Put a name or a number of a chart right of the page, in grey."""
    cell = page.ws.cell(row, column)
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value
    cell.font = page.font(color="9AA5AB", sz=8)
    cell.number_format = form


# Stock


def _stock(ws: Worksheet, shop: Shop) -> None:
    zh = shop.lang == "zh"
    page = Page(ws, zh, (5, 16, 40, 9, 11, 9, 9, 9, *(10,) * 6, 12, 12, 11, 48))
    say, labels = page.say, measures()
    _title(page, shop, "stock and ages", "库存与库龄")
    page.row += 1
    if not shop.stock:
        page.line(say("No report of inventory in the folder.", "文件夹中没有库存报表。"))
        return
    headers = [
        "#",
        "SKU",
        say("Name", "名称"),
        say("Market", "站点"),
        say("Of", "日期"),
        say("Stock", "库存"),
        say("Inbound", "在途"),
        say("Days of supply", "可售天数"),
        *(labels[name].label(shop.lang) for name in AGE_BANDS),
        say("Aged surcharge, Amazon's estimate", "预估超龄附加费"),
        say("Storage next month, Amazon's estimate", "预估下月仓储费"),
        say("Removal advised", "建议移除"),
        say("Look at", "提示"),
    ]
    rows = []
    for number, line in enumerate(shop.stock, 1):
        value = line.values.get
        rows.append(
            [
                number,
                _name(line),
                line.facts.name or "",
                " ".join(t for t in (line.market, line.currency) if t),
                (line.day, _DAY),
                (value("stock"), _COUNT),
                (value("inbound_stock"), _COUNT),
                (value("days_of_supply"), _COUNT),
                *((value(band), _COUNT) for band in AGE_BANDS),
                (value("aged_surcharge_estimate"), _MONEY),
                (value("storage_next_month_estimate"), _MONEY),
                (value("recommended_removal"), _COUNT),
                ("；" if zh else "; ").join(_flags(page, line)),
            ]
        )
    names = (
        None,
        None,
        None,
        None,
        None,
        "stock",
        "inbound_stock",
        None,
        *AGE_BANDS,
        "aged_surcharge_estimate",
        "storage_next_month_estimate",
        "recommended_removal",
    )
    money = len({line.currency for line in shop.stock}) == 1
    total: list[Any] = ["", say("Total", "合计")]
    for name in names[2:]:
        told = [line.values[name] for line in shop.stock if name and name in line.values]
        is_money = name is not None and labels[name].kind == "money"
        total.append(
            (round(sum(told), 2), _MONEY if is_money else _COUNT) if told and (money or not is_money) else None
        )
    top = page.table(headers, [*rows, total])
    _dress_stock(page, top, len(headers))


def _flags(page: Page, line: StockLine) -> list[str]:
    say, value = page.say, line.values.get
    flags = []
    old = sum(line.values.get(band) or 0.0 for band in AGE_BANDS[2:])
    supply, stock = value("days_of_supply"), value("stock")
    if old:
        flags.append(say(f"{old:,.0f} units older than 180 days", f"{old:,.0f} 件库龄超过 180 天"))
    if stock == 0:
        flags.append(say("out of stock", "断货"))
    elif supply is not None and supply < _LEAST_SUPPLY:
        flags.append(
            say("less than 28 days of supply: low-inventory-level fee possible", "可售不足 28 天，可能收低库存水平费")
        )
    if str(value("low_inventory_fee_applied") or "").casefold() in ("yes", "y", "是"):
        flags.append(say("low-inventory-level fee applies this week", "本周已收低库存水平费"))
    if stock and not line.units:
        flags.append(say("no sale told this month", "本月没有销量记录"))
    return flags


def _dress_stock(page: Page, top: int, width: int) -> None:
    ws = page.ws
    for column in range(1, width + 1):
        left = column in (2, 3, width)
        ws.cell(top, column).alignment = Alignment("left" if left else "center", "center", wrap_text=True, indent=left)
    ws.row_dimensions[top].height = 56
    for column in range(1, width + 1):
        cell = ws.cell(page.row - 1, column)
        cell.font, cell.fill = page.font(bold=True), PatternFill("solid", fgColor=_GROUND)
    ws.freeze_panes = ws.cell(top + 1, 4)
    ws.print_title_rows = f"{top}:{top}"
    ws.auto_filter.ref = f"A{top}:{get_column_letter(width)}{page.row - 2}"


# What is missing


def _missing_lines(page: Page, shop: Shop) -> list[str]:
    """Return everything that leaves a figure unknown or may make it another one, as sentences."""
    zh = page.zh
    said = [note[zh] for note in shop.notes]
    for ledger in shop.ledgers:
        whys: dict[str, list[str]] = {}
        for line in ledger.unknown:
            for why in dict.fromkeys(line.why):
                whys.setdefault(why[zh], []).append(_name(line))
        for why, names in whys.items():
            listed = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
            said.append(f"{ledger.name}: {why} ({len(names)}): {listed}")
    return list(dict.fromkeys(said))


def _missing(ws: Worksheet, shop: Shop) -> None:
    page = Page(ws, shop.lang == "zh", (9, 36, 34, 12, 12, 14, 84))
    say, zh = page.say, page.zh
    _title(page, shop, "missing data and receipt", "缺失数据与回执")
    page.heading(say("What is missing, and what to mind", "缺少的数据与注意事项"))
    for text in _missing_lines(page, shop) or [say("Nothing.", "无。")]:
        page.line(f"• {text}")
    tell_files(page, shop.files)
    if shop.outside:
        page.heading(say("Rows that are not of the month", "不属于本月的行"))
        page.table(
            [say("Rows", "行数"), say("File", "文件"), say("Why", "原因"), say("Net proceeds", "净收入")],
            [[out.rows, out.report, out.why[zh], (out.net, _MONEY)] for out in shop.outside],
        )
    if shop.passed:
        page.heading(say("Files that were passed over", "跳过的文件"))
        page.table(
            ["", say("File", "文件"), say("Why", "原因")],
            [["", path.name, why[zh]] for path, why in shop.passed],
            stretch=True,
        )
    if shop.replaced:
        page.heading(say("The same report twice: the later one counts", "重复的报表：采用后者"))
        page.table(
            ["", say("Counts", "采用"), say("Does not count", "不采用")],
            [["", entry.new.file, entry.old.file] for entry in shop.replaced],
        )
    if shop.alone:
        page.heading(say("SKUs that only one file has", "只出现在一个文件中的 SKU"))
        page.table(
            [say("Count", "个数"), say("File", "文件"), "SKU"],
            [
                [len(skus), name, ", ".join(skus[:_MOST_NAMES]) + (" …" if len(skus) > _MOST_NAMES else "")]
                for name, skus in shop.alone
            ],
            stretch=True,
        )
    told = {(line.facts.sheet, line.facts.row) for ledger in shop.ledgers for line in ledger.lines}
    for name, graded in shop.graded.items():
        silent = [int(row) + 1 for row in graded.sheet.rows if (name, int(row) + 1) not in told]
        if silent:
            page.heading(say(f"Rows of '{name}' that no report speaks of", f"“{name}”中没有任何报表提到的行"))
            page.line(
                f"{len(silent)}: {', '.join(map(str, silent[:_MOST_NAMES]))}{' …' if len(silent) > _MOST_NAMES else ''}"
            )
    if shop.left:
        page.heading(say("Sheets of the product workbook left alone", "产品工作簿中未处理的工作表"))
        page.table(
            ["", say("Sheet", "工作表"), say("Why", "原因")],
            [["", entry.sheet, entry.zh if zh else entry.en] for entry in shop.left],
            stretch=True,
        )
    ws.freeze_panes = "A3"
