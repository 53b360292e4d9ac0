"""Write a clean product sheet for each platform: template_amazon_us.xlsx and template_aliexpress.xlsx.

The result columns hold live xlops formulas, one per row. A range formula would be one call for the whole
column, but nobody could sort rows or insert one inside its range, and operators do that all day; the guide
sheet (guide.toml) shows the range form for sheets of thousands of rows.

    python workbooks/make_templates.py [DIR]
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fixed_save import STAMP, save
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import xlops

HERE = Path(__file__).parent
NAMES = HERE.parent / "xlops" / "data" / "names"

ROWS = 200  # product rows that are ready for use
HEAD, SUB = 5, 6  # Chinese header, English header
FIRST = SUB + 1

FONT = "Microsoft YaHei"
THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
INPUT = PatternFill("solid", fgColor="DDEBF7")
RESULT = PatternFill("solid", fgColor="E2EFDA")
SETTING = PatternFill("solid", fgColor="FFF2CC")
MONEY, RATE, WHOLE, TEXT, PLAIN = "0.00", "0.0%", "0", "@", "General"


@dataclass(frozen=True)
class Column:
    """One column: headers, width, number format, and either what an example row holds or a formula."""

    key: str
    zh: str
    en: str
    width: float
    form: str
    # With {key} for the cell of that column in the same row. None = the operator types here.
    formula: str | None = None
    choices: str | None = None


@dataclass(frozen=True)
class Setting:
    """A value at the top of the sheet that the formulas use through a workbook name."""

    name: str
    label: str
    value: object
    form: str = PLAIN


AMAZON = [
    Column("sku", "*SKU", "SKU", 12, TEXT),
    Column("asin", "ASIN", "ASIN", 13, TEXT),
    Column("name", "产品名称", "Product name", 28, TEXT),
    Column("category", "*类目", "Category", 26, TEXT, choices="categories"),
    Column("price", "*售价(USD)", "Price", 9, MONEY),
    Column("cost", "*采购成本(RMB)", "Product cost", 11, MONEY),
    Column("leg", "*头程(RMB)", "First leg", 9, MONEY),
    Column("length", "*长(cm)", "Length", 7.5, PLAIN),
    Column("width", "*宽(cm)", "Width", 7.5, PLAIN),
    Column("height", "*高(cm)", "Height", 7.5, PLAIN),
    Column("weight", "*重量(g)", "Weight", 8.5, PLAIN),
    Column("units", "月销量", "Units sold", 8, WHOLE),
    Column("ad_spend", "广告费(USD)", "Ad spend", 10, MONEY),
    Column("ad_sales", "广告销售额(USD)", "Ad sales", 12, MONEY),
    Column(
        "tier", "尺寸分段", "Size tier", 15, PLAIN,
        'AMZ_SIZE_TIER({length},{width},{height},{weight},"US",xlops_date)',
    ),
    Column("referral", "销售佣金(USD)", "Referral fee", 10, MONEY,
           'AMZ_REFERRAL_FEE({price},{category},"US",xlops_date)'),
    Column(
        "fba", "FBA配送费(USD)", "FBA fee", 10, MONEY,
        'AMZ_FBA_FEE({length},{width},{height},{weight},{price},{category},"US",xlops_date)',
    ),
    Column("closing", "结算费(USD)", "Closing fee (media)", 9, MONEY,
           'AMZ_CLOSING_FEE({category},"US",xlops_date)'),
    Column("packaging", "大件包装费(USD)", "Packaging fee (bulky)", 10, MONEY,
           'AMZ_PACKAGING_FEE({length},{width},{height},{weight},"US",xlops_date)'),
    Column("storage", "月仓储费(USD)", "Storage, 1 month", 10, MONEY,
           'AMZ_STORAGE_FEE({length},{width},{height},1,"US",xlops_date,,{weight})'),
    Column("fees", "平台费合计(USD)", "Fees", 10, MONEY, "{referral}+{fba}+{closing}+{packaging}"),
    Column("landed", "到岸成本(USD)", "Landed cost", 10, MONEY, "({cost}+{leg})/xlops_rate"),
    Column("before", "广告前利润(USD)", "Profit before ads", 11, MONEY,
           "OPS_PROFIT({price},{landed},{fees})"),
    Column("ads", "单件广告费(USD)", "Ads per unit", 11, MONEY,
           'IF({ad_spend}="",NA(),IF({ad_spend}=0,0,{ad_spend}/{units}))'),
    Column("profit", "单件利润(USD)", "Profit", 10, MONEY,
           "OPS_PROFIT({price},{landed},{fees},,{ads})"),
    Column("margin", "利润率", "Margin", 8, RATE, "OPS_MARGIN_RATE({profit},{price})"),
    Column("acos", "ACOS", "ACoS", 8, RATE, 'IF({ad_sales}="","",OPS_ACOS({ad_spend},{ad_sales}))'),
    Column("even", "盈亏平衡ACOS", "Break-even ACoS", 10, RATE, "OPS_BREAKEVEN_ACOS({before},{price})"),
    Column("grade", "利润率评级", "Margin grade", 10, PLAIN, 'OPS_GRADE("margin_rate",{margin},"amazon")'),
    Column(
        "lowest", "保本价(USD)", "Break-even price", 10, MONEY,
        'AMZ_BREAKEVEN_PRICE({length},{width},{height},{weight},{category},{landed},"US",xlops_date)',
    ),
    Column(
        "safe", "安全价(USD)", "Safe price", 10, MONEY,
        'AMZ_SAFE_PRICE({length},{width},{height},{weight},{category},{landed},,"US",xlops_date)',
    ),
    Column(
        "saving", "差一点可省(USD)", "Near-miss saving", 11, MONEY,
        'AMZ_NEAR_MISS_SAVING({length},{width},{height},{weight},{price},{category},"US",xlops_date)',
    ),
    Column(
        "change", "怎么改", "What to change", 30, PLAIN,
        'AMZ_NEAR_MISS_CHANGE({length},{width},{height},{weight},{price},{category},"US",xlops_date)',
    ),
]  # fmt: skip

ALIEXPRESS = [
    Column("product_id", "商品ID", "Product ID", 18, TEXT),
    Column("sku", "*SKU", "SKU", 12, TEXT),
    Column("name", "商品名称", "Product name", 28, TEXT),
    Column("country", "*收货国家", "Country", 12, TEXT, choices="countries"),
    Column("line", "*物流线路", "Shipping line", 18, TEXT, choices="lines"),
    Column("price", "*售价(USD)", "Price", 9, MONEY),
    Column("cost", "*采购成本(RMB)", "Product cost", 11, MONEY),
    Column("weight", "*重量(g)", "Weight", 9, PLAIN),
    Column("commission", "*佣金率", "Commission rate", 10, RATE),
    Column("affiliate", "联盟佣金率", "Affiliate rate", 10, RATE),
    Column("orders", "订单数", "Orders", 8, WHOLE),
    Column("ad_spend", "广告费(USD)", "Ad spend", 10, MONEY),
    Column("fee", "平台佣金(USD)", "Commission", 10, MONEY,
           "ALI_COMMISSION({price},{commission},xlops_date)"),
    Column("affiliate_fee", "联盟费用(USD)", "Affiliate fee", 10, MONEY, "{price}*{affiliate}"),
    Column("freight", "线路公布价", "Line list price", 11, MONEY,
           "ALI_FREIGHT({weight},{country},{line},xlops_date)"),
    Column("currency", "公布价币种", "List price currency", 9, PLAIN, "ALI_FREIGHT_CURRENCY({line},xlops_date)"),
    Column("freight_usd", "运费(USD)", "Freight", 9, MONEY,
           'IF({currency}="CNY",{freight}/xlops_rate,{freight})'),
    Column("ads", "单件广告费(USD)", "Ads per order", 11, MONEY,
           'IF({ad_spend}="",NA(),IF({ad_spend}=0,0,{ad_spend}/{orders}))'),
    Column("profit", "单件利润(USD)", "Profit", 10, MONEY,
           "OPS_PROFIT({price},{cost}/xlops_rate,{fee}+{affiliate_fee},{freight_usd},{ads})"),
    Column("margin", "利润率", "Margin", 8, RATE, "OPS_MARGIN_RATE({profit},{price})"),
    Column("grade", "利润率评级", "Margin grade", 10, PLAIN,
           'OPS_GRADE("margin_rate",{margin},"aliexpress")'),
]  # fmt: skip

AMAZON_EXAMPLES = [
    ("DEMO-1", "B0DEMO0001", "示例：硅胶沥水篮 (example)", "Home and Kitchen",
     24.99, 23.5, 7.8, 29, 27, 7.5, 380, 620, 566.82, 5972.99),
    ("DEMO-2", "B0DEMO0002", "示例：男T恤 (example)", "Clothing and Accessories",
     14.99, 18.5, 4.2, 30, 24, 2.5, 215, 830, 0, 0),
]  # fmt: skip
ALI_EXAMPLES = [
    ("1005000000000001", "DEMO-1", "示例：蓝牙耳机 (example)", "法国", "无忧物流-标准",
     19.9, 42, 110, 0.08, 0.05, 420, 180),
    ("1005000000000002", "DEMO-2", "示例：手机壳 (example)", "西班牙", "无忧物流-特惠",
     5.49, 7, 48, 0.08, 0.03, 300, 0),
]  # fmt: skip


def listed(name: str, text: Callable[[str, dict[str, object]], str]) -> list[str]:
    """The entries of one of xlops's name lists, as they stand in a drop-down."""
    with (NAMES / f"{name}.toml").open("rb") as file:
        return [text(code, entry) for code, entry in tomllib.load(file)["name"].items()]


def write(
    path: Path,
    platform: str,
    title: str,
    columns: list[Column],
    settings: list[Setting],
    examples: list[tuple],
    lists: dict[str, list[str]],
) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "产品表 Products"
    sheet.cell(1, 1, title).font = Font(name=FONT, size=14, bold=True)
    sheet.row_dimensions[1].height = 26
    for place, setting in enumerate(settings):
        label, value = (
            sheet.cell(3, 1 + 2 * place, setting.label),
            sheet.cell(3, 2 + 2 * place, setting.value),
        )
        label.font = value.font = Font(name=FONT, size=10)
        label.alignment, value.alignment = Alignment(horizontal="right"), Alignment(horizontal="center")
        value.fill, value.border, value.number_format = SETTING, BOX, setting.form
        reference = f"'{sheet.title}'!${get_column_letter(2 + 2 * place)}$3"
        book.defined_names[setting.name] = DefinedName(setting.name, attr_text=reference)

    guide_sheet(book, platform)
    ranges = list_sheet(book, lists)
    letter = {column.key: get_column_letter(index) for index, column in enumerate(columns, 1)}
    typed = [column for column in columns if column.formula is None]
    results: dict[str, float | str] = {}
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[letter[column.key]].width = column.width
        for row, text in ((HEAD, column.zh), (SUB, column.en)):
            cell = sheet.cell(row, index, text)
            cell.font = Font(name=FONT, size=10 if row == HEAD else 8, bold=row == HEAD)
            cell.fill, cell.alignment, cell.border = RESULT if column.formula else INPUT, CENTRE, BOX
        if column.choices:
            choice = DataValidation(type="list", formula1=ranges[column.choices], allow_blank=True)
            choice.showErrorMessage = False  # other spellings are understood too
            sheet.add_data_validation(choice)
            choice.add(f"{letter[column.key]}{FIRST}:{letter[column.key]}{FIRST + ROWS - 1}")
        for row in range(FIRST, FIRST + ROWS):
            cell = sheet.cell(row, index)
            cell.number_format, cell.border, cell.font = column.form, BOX, Font(name=FONT, size=10)
            if column.formula:
                here = {key: f"${name}{row}" for key, name in letter.items()}
                cell.value = f'=IF({here["price"]}="","",{column.formula.format_map(here)})'
                # What Excel has stored before the add-in is there.
                results[cell.coordinate] = "#NAME?" if row < FIRST + len(examples) else ""
    sheet.row_dimensions[HEAD].height, sheet.row_dimensions[SUB].height = 30, 24
    for row, values in enumerate(examples, FIRST):
        for column, value in zip(typed, values, strict=True):
            sheet[f"{letter[column.key]}{row}"] = value
    sheet.freeze_panes = f"D{FIRST}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{FIRST + 29}"
    save(book, path, {sheet.title: results})


def guide_sheet(book: Workbook, platform: str) -> None:
    sheet: Worksheet = book.create_sheet("说明 How to")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 70, 80
    with (HERE / "guide.toml").open("rb") as file:
        lines = [line for line in tomllib.load(file)["line"] if line.get("on", platform) == platform]
    pairs = [("使用说明", "How to use this sheet"), *((line["zh"], line["en"]) for line in lines)]
    for row, pair in enumerate(pairs, 1):
        for column, text in enumerate(pair, 1):
            cell = sheet.cell(row, column, text)
            cell.font = Font(name=FONT, size=12 if row == 1 else 10, bold=row == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.data_type = "s"  # the range form is shown, not computed
        sheet.row_dimensions[row].height = 16 * max(math.ceil(2 * len(pair[0]) / 64), math.ceil(len(pair[1]) / 80))


def list_sheet(book: Workbook, lists: dict[str, list[str]]) -> dict[str, str]:
    """Write the drop-down lists; return the reference of each."""
    sheet: Worksheet = book.create_sheet("列表 Lists")
    found: dict[str, str] = {}
    for column, (name, entries) in enumerate(lists.items(), 1):
        for row, text in enumerate(entries, 1):
            sheet.cell(row, column, text).font = Font(name=FONT, size=10)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 44
        found[name] = f"'{sheet.title}'!${letter}$1:${letter}${len(entries)}"
    return found


def main(folder: Path) -> None:
    day = Setting("xlops_date", "计费日期 Date", STAMP.date(), "yyyy-mm-dd")
    rate = Setting("xlops_rate", "汇率 CNY/USD", 7.12, "0.0000")
    write(
        folder / "template_amazon_us.xlsx",
        "amazon",
        "亚马逊美国站产品表 / Amazon US product sheet",
        AMAZON,
        [day, rate],
        AMAZON_EXAMPLES,
        {"categories": [str(row[1]) for row in xlops.ops_categories("US", STAMP.date())[1:]]},
    )
    write(
        folder / "template_aliexpress.xlsx",
        "aliexpress",
        "速卖通产品表 / AliExpress product sheet",
        ALIEXPRESS,
        [day, rate],
        ALI_EXAMPLES,
        {
            "countries": listed("countries", lambda code, entry: str(entry["zh"])),
            "lines": listed("lines", lambda code, entry: str(entry["zh"])),
        },
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
