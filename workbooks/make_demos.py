"""Write the two demo sheets, demo_amazon_us.xlsx and demo_aliexpress.xlsx.

Products, numbers and pictures are invented. The layout and the warts are those of sheets that operators
really keep: title and note rows, a two-row merged header, units in headers or in cells, numbers as text,
placeholders, subtotals, a header pasted twice, their own formulas and colours. The clean products are in
demo_data/; the warts are below.

Two runs on one machine write the same bytes.

    python workbooks/make_demos.py [DIR]
"""

from __future__ import annotations

import csv
import io
import random
import sys
from pathlib import Path

from fixed_save import save
from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture
from PIL import ImageDraw

HERE = Path(__file__).parent
RATE = 7.12  # CNY for 1 USD, invented like everything else here

FONT = "Microsoft YaHei"
SMALL = Font(name=FONT, size=9, color="7F7F7F")
RED = {"font": Font(color="C00000"), "fill": PatternFill(bgColor="FFC7CE")}
THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
MIDDLE = Alignment(vertical="center", wrap_text=True)
HEADER = PatternFill("solid", fgColor="DDEBF7")
GROUP = PatternFill("solid", fgColor="BDD7EE")
SUBTOTAL = PatternFill("solid", fgColor="F2F2F2")
SECTION = PatternFill("solid", fgColor="FFF2CC")

# How an Amazon product is doing. Ranges of: ACoS, share of the sales that ads bring, return rate, stars,
# Buy Box %, stock age in days.
DOING = {
    "star": ((0.09, 0.16), (0.25, 0.40), (0.010, 0.025), (4.5, 4.8), (97, 100), (25, 90)),
    "good": ((0.19, 0.27), (0.30, 0.45), (0.015, 0.035), (4.3, 4.6), (95, 99), (35, 120)),
    "fair": ((0.26, 0.34), (0.40, 0.55), (0.030, 0.060), (4.0, 4.3), (90, 96), (80, 155)),
    "weak": ((0.34, 0.46), (0.50, 0.65), (0.060, 0.100), (3.7, 4.0), (84, 92), (140, 200)),
    "poor": ((0.50, 0.85), (0.55, 0.75), (0.100, 0.170), (3.1, 3.6), (70, 85), (190, 300)),
}

# The warts of the Amazon sheet: SKU -> column -> what somebody typed instead of the clean value.
AMAZON_WARTS: dict[str, dict[str, object]] = {
    "HK-1002": {"售价": "32.99"},
    "HK-1003": {"采购成本": "¥36.80", "ACOS": "18%"},
    "HK-1005": {"重量": "4300g", "退货率": 4.5},
    "HK-1006": {"售价": "$12.99", "站点": "美国"},
    "HK-1007": {"头程": "￥2.60"},
    "HK-1009": {"广告费": "--", "广告销售额": "--", "ACOS": "--"},
    "HK-1010": {"售价": "３６．９９"},
    "HK-1011": {"ACOS": 0.3},
    "FN-1101": {"重量": "8.2kg"},
    "PT-2001": {"总销售额": "19,987.50", "站点": "amazon.com"},
    "PT-2003": {"采购成本": 0},
    "PT-2005": {"评分": "N/A"},
    "SP-3002": {"Buy Box": "91%"},
    "SP-3003": {"长": 7.5, "宽": 5.1, "高": 5.1, "备注": "尺寸是供应商给的（英寸？）"},
    "SP-3004": {"长": 9.8, "宽": 7.1, "高": 2.4, "备注": "同上，供应商尺寸"},
    "SP-3006": {"重量": None},
    "SP-3007": {"广告销售额": 0, "ACOS": "有花费无销售额"},
    "AP-4001": {"站点": "美国站"},
    "AP-4002": {"退货率": "8.5%"},
    "BE-5001": {"重量": "260g"},
    "BE-5002": {"采购成本": "5.80元"},
    "EL-6001": {"售价": "待定"},
    "EL-6002": {"头程": "--"},
    "TY-7001": {"总销售额": None},
    "TY-7003": {"月销量": "105", "广告费": "US$512.30"},
    "TL-8002": {"ACOS": "21.5%"},
    "AU-8101": {"重量": " 1700 "},
    "BB-8201": {"Buy Box": "N/A"},
    "OF-8401": {"退货率": "-"},
    "KT-8501": {"评分": "4.1 星"},
}
AMAZON_AFTER = {
    "FN-1102": ("subtotal", "小计（家居）"),
    "SP-3007": ("blank", ""),
    "BG-4202": ("section", "▼ 美妆 / 电子 / 玩具等小类目（采购：小李）"),
    "OF-8401": ("blank", ""),
}

# The warts of the AliExpress sheet, in the same form.
ALI_WARTS: dict[str, dict[str, object]] = {
    "TWS-A1": {"售价": "19.90", "佣金率": "8%"},
    "TWS-A2": {"重量": "0.085kg"},
    "CB-C1": {"转化率": 4.56},
    "CS-C3": {"重量": 48},
    "MT-C5": {"收货国家": "United States"},
    "KB-D1": {"尺寸": "20×12×4", "联盟佣金": 5},
    "MS-D3": {"妥投率": "96.8"},
    "LT-E1": {"尺寸": "15*13*4 cm"},
    "GD-E4": {"采购价": "8.6"},
    "KT-E6": {"DSR": "--"},
    "FA-F1": {"售价": "US $9.99"},
    "FA-F4": {"佣金率": 8},
    "JW-F6": {"广告费": "--"},
    "BT-G2": {"采购价": "待询价"},
    "TY-H1": {"尺寸": "20x14x5cm（含吸塑）"},
    "PT-I1": {"收货国家": None},
    "SP-J2": {"访客数": "5,800"},
    "SP-J5": {"妥投率": "N/A"},
    "TL-K3": {"重量": "52克"},
    "AU-K4": {"汇率": None},
    "WT-F8": {"类目": "钟表眼睛"},
}
ALI_AFTER = {
    "HB-D4": ("blank", ""),
    "BT-E7": ("subtotal", "小计"),
    "BT-G4": ("header", ""),
    "AU-K5": ("section", "—— 全托管 / 新款 ——"),
}


def products(name: str) -> list[dict[str, str]]:
    with (HERE / "demo_data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | int | None:
    if text == "":
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def picture(sku: str) -> Image:
    """A small drawing that stands for a product photo: coloured ground and a simple thing on it."""
    chance = random.Random(f"picture {sku}")
    ground = tuple(chance.randint(205, 245) for _ in range(3))
    ink = tuple(chance.randint(40, 170) for _ in range(3))
    image = Picture.new("RGB", (44, 44), ground)
    draw = ImageDraw.Draw(image)
    shape = chance.choice(("box", "ball", "bottle", "bag", "shirt", "lamp"))
    if shape == "box":
        draw.rectangle((10, 16, 34, 36), fill=ink)
        draw.polygon(((10, 16), (16, 9), (39, 9), (34, 16)), fill=ink, outline=ground)
    elif shape == "ball":
        draw.ellipse((9, 9, 35, 35), fill=ink)
        draw.arc((14, 14, 30, 30), 180, 270, fill=ground, width=2)
    elif shape == "bottle":
        draw.rectangle((16, 15, 28, 38), fill=ink)
        draw.rectangle((19, 6, 25, 14), fill=ink)
    elif shape == "bag":
        draw.rectangle((9, 18, 35, 38), fill=ink)
        draw.arc((15, 8, 29, 28), 180, 360, fill=ink, width=3)
    elif shape == "shirt":
        draw.polygon(((14, 9), (30, 9), (39, 17), (33, 23), (33, 37), (11, 37), (11, 23), (5, 17)), fill=ink)
    else:
        draw.polygon(((16, 8), (28, 8), (35, 22), (9, 22)), fill=ink)
        draw.rectangle((21, 22, 23, 34), fill=ink)
        draw.rectangle((14, 34, 30, 37), fill=ink)
    data = io.BytesIO()
    image.save(data, "PNG")
    data.seek(0)
    return Image(data)


def title(sheet: Worksheet, text: str, notes: list[str], width: int) -> None:
    """Write a merged title in row 1 and merged notes below it."""
    last = get_column_letter(width)
    for row, line in enumerate([text, *notes], 1):
        sheet.merge_cells(f"A{row}:{last}{row}")
        cell = sheet.cell(row, 1, line)
        cell.font = Font(name=FONT, size=16, bold=True) if row == 1 else SMALL
        cell.alignment = Alignment(vertical="center", wrap_text=row > 1)
    sheet.row_dimensions[1].height = 30


def header_cell(sheet: Worksheet, row: int, column: int, text: str, fill: PatternFill = HEADER) -> None:
    cell = sheet.cell(row, column, text)
    # A star marks a column that must be filled in, as in the templates of the sellers' tools.
    cell.font = Font(name=FONT, size=10, bold=True, color="C00000" if text.startswith("*") else "1F1F1F")
    cell.fill, cell.alignment, cell.border = fill, CENTRE, BOX


def put(sheet: Worksheet, row: int, column: int, value: object, form: str | None) -> None:
    """Write one cell. ``form`` is the number format of the column; None = a column of texts."""
    cell = sheet.cell(row, column, value)
    cell.font, cell.border, cell.alignment = Font(name=FONT, size=10), BOX, MIDDLE
    if form is None and isinstance(value, str):
        cell.data_type = "s"  # a name may begin with "=" and is still a name
    elif form is not None and (not isinstance(value, str) or value.startswith("=")):
        cell.number_format = form


def put_row(
    sheet: Worksheet,
    row: int,
    sku: str,
    cells: dict[str, object],
    columns: dict[str, tuple[str, float, str | None]],
    warts: dict[str, dict[str, object]],
) -> None:
    """Write one product with its picture. A value typed over a clean one has lost the number format."""
    for column, (key, (_, _, form)) in enumerate(columns.items(), 1):
        typed = key in warts.get(sku, {}) and form is not None
        put(sheet, row, column, cells.get(key), "General" if typed else form)
    sheet.add_image(picture(sku), f"A{row}")
    sheet.row_dimensions[row].height = 36


def rules_sheet(book: Workbook, lines: list[str], table: list[tuple[str, str]]) -> None:
    """Add the sheet of rules that must not be taken for products."""
    sheet = book.create_sheet("说明")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 80
    for row, line in enumerate(lines, 1):
        sheet.cell(row, 1, line).font = Font(name=FONT, size=12 if row == 1 else 10, bold=row == 1)
    for row, (field, rule) in enumerate(table, len(lines) + 2):
        for column, text in enumerate((field, rule), 1):
            cell = sheet.cell(row, column, text)
            cell.font, cell.border, cell.alignment = Font(name=FONT, size=10), BOX, MIDDLE


def amazon(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "US产品表"
    # Key of the column -> header, width, number format. 包装尺寸 is a group cell over four of them.
    columns = {
        "图片": ("图片", 7.5, None),
        "SKU": ("*SKU", 11, None),
        "ASIN": ("ASIN", 13.5, None),
        "产品名称": ("产品名称", 30, None),
        "类目": ("类目", 19, None),
        "站点": ("站点", 8, None),
        "售价": ("*售价\n(USD)", 9, "0.00"),
        "采购成本": ("采购成本\n（RMB）", 10, "0.00"),
        "头程": ("头程(RMB)", 9, "0.00"),
        "汇率": ("汇率", 6.5, "0.00"),
        "长": ("长(cm)", 7.5, "General"),
        "宽": ("宽(cm)", 7.5, "General"),
        "高": ("高(cm)", 7.5, "General"),
        "重量": ("重量(g)", 8.5, "General"),
        "月销量": ("月销量", 8, "0"),
        "广告费": ("广告费($)", 10, "#,##0.00"),
        "广告销售额": ("广告销售额 ", 11, "#,##0.00"),
        "总销售额": ("总销售额", 11.5, "#,##0.00"),
        "ACOS": ("ACOS", 8, "0.0%"),
        "退货率": ("退货率", 8, "0.0%"),
        "评分": ("评分", 6.5, "0.0"),
        "Buy Box": ("Buy Box%", 8, "0"),
        "库龄": ("库龄(天)", 8, "0"),
        "毛利": ("毛利\n(未扣FBA)", 10, "0.00"),
        "备注": ("备注", 24, None),
    }
    at = {key: index for index, key in enumerate(columns, 1)}
    letter = {key: get_column_letter(index) for key, index in at.items()}
    title(
        sheet,
        "亚马逊美国站 FBA 产品利润表 2026-11（演示数据，纯属虚构 / invented demo data）",
        [
            "填写说明：*为必填；采购、头程按人民币，售价与广告按美元；尺寸重量均为单件含包装；销量与广告为近30天。"
        ],
        len(columns),
    )
    top, sub = 4, 5  # row 3 stays blank
    group = ("长", "宽", "高", "重量")
    for key, (text, width, _) in columns.items():
        sheet.column_dimensions[letter[key]].width = width
        if key in group:
            header_cell(sheet, top, at[key], "包装尺寸" if key == group[0] else "", GROUP)
            header_cell(sheet, sub, at[key], text)
        else:
            header_cell(sheet, top, at[key], text)
            header_cell(sheet, sub, at[key], "")
            sheet.merge_cells(start_row=top, end_row=sub, start_column=at[key], end_column=at[key])
    sheet.merge_cells(start_row=top, end_row=top, start_column=at["长"], end_column=at["重量"])

    results: dict[str, float | str] = {}
    summed = ("月销量", "广告费", "广告销售额", "总销售额")
    row = sub + 1
    for line, item in enumerate(products("amazon_us.csv"), 101):
        sku = item["sku"]
        chance = random.Random(sku)
        acos_of, share_of, returns_of, stars_of, box_of, age_of = DOING[item["doing"]]
        price, units = float(item["price_usd"]), int(item["units_month"])
        sales = round(price * units, 2)
        ad_sales = round(sales * chance.uniform(*share_of), 2)
        spend = round(ad_sales * chance.uniform(*acos_of), 2)
        cells: dict[str, object] = {
            "SKU": sku,
            "ASIN": f"B0DEMO{line:04d}",  # of the right form, and nobody's
            "产品名称": item["name"],
            "类目": item["category"],
            "站点": "US",
            "售价": price,
            "采购成本": number(item["cost_cny"]),
            "头程": number(item["first_leg_cny"]),
            "汇率": RATE,
            "长": number(item["length_cm"]),
            "宽": number(item["width_cm"]),
            "高": number(item["height_cm"]),
            "重量": number(item["weight_g"]),
            "月销量": units,
            "广告费": spend,
            "广告销售额": ad_sales,
            "总销售额": sales,
            "退货率": round(chance.uniform(*returns_of), 3),
            "评分": round(chance.uniform(*stars_of), 1),
            "Buy Box": round(chance.uniform(*box_of)),
            "库龄": round(chance.uniform(*age_of)),
            "备注": item["note"] or None,
        } | AMAZON_WARTS.get(sku, {})
        here = {key: f"{name}{row}" for key, name in letter.items()}
        if "ACOS" not in cells:
            cells["ACOS"] = f"={here['广告费']}/{here['广告销售额']}"
            results[here["ACOS"]] = _divide(cells["广告费"], cells["广告销售额"])
        costs = f"({here['采购成本']}+{here['头程']})/{here['汇率']}"
        cells["毛利"] = f"={here['售价']}-{costs}-{here['售价']}*15%"
        results[here["毛利"]] = _gross(cells)
        put_row(sheet, row, sku, cells, columns, AMAZON_WARTS)
        row += 1
        what, text = AMAZON_AFTER.get(sku, ("", ""))
        if what == "subtotal":
            results |= _subtotal(sheet, row, text, len(columns), sub + 1, [at[key] for key in summed])
        elif what == "section":
            _section(sheet, row, text, len(columns))
        row += bool(what)
    results |= _subtotal(sheet, row, "合计", len(columns), sub + 1, [at[key] for key in summed])
    last = row - 1
    sheet.cell(row + 2, 2, "注：汇率按月初中间价，月底财务统一调整；FBA费未列，请运营自查。").font = SMALL
    sheet.cell(row + 3, 2, "制表：运营一组  2026-11-20").font = SMALL

    sheet.freeze_panes = f"E{sub + 1}"
    sheet.sheet_view.zoomScale = 90
    loss = CellIsRule(operator="lessThan", formula=["0"], **RED)
    sheet.conditional_formatting.add(f"{letter['毛利']}{sub + 1}:{letter['毛利']}{last}", loss)
    scale = ColorScaleRule(
        start_type="num", start_value=0.1, start_color="C6EFCE",
        mid_type="num", mid_value=0.3, mid_color="FFEB9C", end_type="num", end_value=0.5, end_color="FFC7CE",
    )  # fmt: skip
    sheet.conditional_formatting.add(f"{letter['ACOS']}{sub + 1}:{letter['ACOS']}{last}", scale)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    rules_sheet(
        book,
        [
            "填表规则（不是产品数据）",
            "1. SKU、售价必须填写；采购成本含税，单位人民币；头程按最近一票分摊。",
            "2. 尺寸以厘米为准，重量以克为准，收到供应商英寸数据请先换算。",
            "3. ACOS = 广告费 / 广告销售额；没有广告销售额时写“--”。",
            "4. 退货率取近90天；评分取前台显示值。",
        ],
        [("字段", "要求"), ("SKU", "与后台 MSKU 一致"), ("售价", "前台实际成交价"), ("库龄(天)", "最老一批")],
    )
    save(book, path, {sheet.title: results})


def aliexpress(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "速卖通选品"
    columns = {
        "图片": ("图片", 7.5, None),
        "商品ID": ("*商品ID", 19, None),
        "SKU": ("SKU", 10, None),
        "商品名称": ("商品名称", 30, None),
        "类目": ("类目", 13, None),
        "收货国家": ("收货国家", 11, None),
        "物流方式": ("物流方式", 17, None),
        "折前价": ("折前价", 9, '"$"0.00'),
        "售价": ("*售价\n（USD）", 10, "0.00"),
        "折扣": ("折扣", 7, "0%"),
        "采购价": ("采购价", 9.5, None),
        "重量": ("重量", 9, "General"),
        "尺寸": ("包装尺寸", 16, None),
        "佣金率": ("佣金率", 8, "0%"),
        "联盟佣金": ("联盟佣金", 9, None),
        "汇率": ("当前汇率", 8, "0.00"),
        "广告费": ("广告费(直通车)", 14, "0.00"),
        "订单数": ("订单数", 8, "0"),
        "访客数": ("访客数", 8.5, "0"),
        "转化率": ("转化率", 8, None),
        "DSR": ("DSR", 6.5, "0.0"),
        "妥投率": ("妥投率", 8, "0.0%"),
        "业务模式": ("业务模式", 9, None),
        "活动价": ("活动价\n(Super Deals)", 14, "0.00"),
        "备注": ("备注", 20, None),
    }
    at = {key: index for index, key in enumerate(columns, 1)}
    letter = {key: get_column_letter(index) for key, index in at.items()}
    title(
        sheet,
        "AliExpress 速卖通 产品核价表 / pricing sheet（演示数据，纯属虚构 / invented demo data）",
        [
            "① 售价、广告费为美元；采购价为人民币；订单、访客为近30天。",
            "② 佣金率与联盟佣金按后台“收支流水”核对后填写，全托管不填。",
        ],
        len(columns),
    )
    head = 5  # row 4 stays blank

    def write_header(row: int) -> None:
        for key, (text, _, _) in columns.items():
            header_cell(sheet, row, at[key], text)
        sheet.row_dimensions[row].height = 34

    write_header(head)
    for key, (_, width, _) in columns.items():
        sheet.column_dimensions[letter[key]].width = width

    results: dict[str, float | str] = {}
    row = head + 1
    for line, item in enumerate(products("aliexpress.csv"), 101):
        sku = item["sku"]
        sides = "x".join(item[side] for side in ("length_cm", "width_cm", "height_cm")) + "cm"
        orders, visitors = int(item["orders"]), int(item["visitors"])
        cells: dict[str, object] = {
            "商品ID": f"10050000000{line:05d}",  # text, because Excel keeps 15 digits of a number
            "SKU": sku,
            "商品名称": item["name"],
            "类目": item["category"],
            "收货国家": item["country"],
            "物流方式": item["line"] or None,
            "折前价": number(item["list_price_usd"]),
            "售价": float(item["price_usd"]),
            "采购价": f"¥{float(item['cost_cny']):.2f}",
            "重量": f"{item['weight_g']}g",
            "尺寸": sides,
            "佣金率": number(item["commission"]),
            "联盟佣金": f"{float(item['affiliate']):.0%}" if item["affiliate"] else None,
            "汇率": RATE,
            "广告费": number(item["ad_spend_usd"]),
            "订单数": orders,
            "访客数": visitors,
            "转化率": f"{orders / visitors:.2%}",
            "DSR": float(item["dsr"]),
            "妥投率": float(item["delivered"]),
            "业务模式": item["model"],
            "活动价": number(item["campaign_price_usd"]),
            "备注": item["note"] or None,
        } | ALI_WARTS.get(sku, {})
        cells["折扣"] = None
        if cells["折前价"] is not None:
            before, now = f"{letter['折前价']}{row}", f"{letter['售价']}{row}"
            cells["折扣"] = f"=1-{now}/{before}"
            discount = _divide(cells["售价"], cells["折前价"])
            results[f"{letter['折扣']}{row}"] = discount if isinstance(discount, str) else 1 - discount
        put_row(sheet, row, sku, cells, columns, ALI_WARTS)
        row += 1
        what, text = ALI_AFTER.get(sku, ("", ""))
        if what == "subtotal":
            summed = [at["广告费"], at["订单数"]]
            results |= _subtotal(sheet, row, text, len(columns), head + 1, summed)
        elif what == "header":
            write_header(row)  # two lists were pasted together
        elif what == "section":
            _section(sheet, row, text, len(columns))
        row += bool(what)
    sheet.cell(row + 1, 2, "注：运费未填，按公布价自查；150g 以上无忧标准请问货代。").font = SMALL

    sheet.freeze_panes = f"E{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{letter['备注']}{row - 1}"
    models = DataValidation(type="list", formula1='"POP,半托管,全托管"', allow_blank=True)
    sheet.add_data_validation(models)
    models.add(f"{letter['业务模式']}{head + 1}:{letter['业务模式']}{row - 1}")
    low = CellIsRule(operator="lessThan", formula=["4.5"], **RED)
    sheet.conditional_formatting.add(f"{letter['DSR']}{head + 1}:{letter['DSR']}{row - 1}", low)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    rules_sheet(
        book,
        [
            "说明 / rules（不是产品数据）",
            "· 售价：折后美元价，不含运费；活动价只在报名活动时填写。",
            "· 重量：含包装；尺寸：长x宽x高。",
            "· DSR 取店铺三项平均，妥投率取近30天。",
        ],
        [("字段", "说明"), ("业务模式", "POP / 半托管 / 全托管"), ("物流方式", "与订单导出一致")],
    )
    save(book, path, {sheet.title: results})


def _clean(value: object) -> float | None:
    """The number that Excel sees in a cell of a formula: digits as text and $ count, other signs do not."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value.removeprefix("$")) if value.isascii() else None
        except ValueError:
            return None
    return float(value)  # type: ignore[arg-type]


def _divide(above: object, below: object) -> float | str:
    first, second = _clean(above), _clean(below)
    if first is None or second is None:
        return "#VALUE!"
    return "#DIV/0!" if second == 0 else first / second


def _gross(cells: dict[str, object]) -> float | str:
    price, cost, leg, rate = (_clean(cells[key]) for key in ("售价", "采购成本", "头程", "汇率"))
    if price is None or cost is None or leg is None or rate is None:
        return "#VALUE!"
    return price - (cost + leg) / rate - price * 0.15


def _subtotal(
    sheet: Worksheet, row: int, text: str, width: int, first: int, columns: list[int]
) -> dict[str, float | str]:
    """Write a subtotal of all products above; return its results (SUBTOTAL leaves other subtotals out)."""
    results: dict[str, float | str] = {}
    for column in range(1, width + 1):
        cell = sheet.cell(row, column)
        cell.fill, cell.border, cell.font = SUBTOTAL, BOX, Font(name=FONT, size=10, bold=True)
    sheet.cell(row, 2, text)
    for column in columns:
        name = get_column_letter(column)
        above = [sheet.cell(line, column).value for line in range(first, row)]
        cell = sheet.cell(row, column, f"=SUBTOTAL(9,{name}{first}:{name}{row - 1})")
        cell.number_format = "#,##0"
        results[cell.coordinate] = round(sum(v for v in above if isinstance(v, int | float)), 2)
    return results


def _section(sheet: Worksheet, row: int, text: str, width: int) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    cell = sheet.cell(row, 1, text)
    cell.font, cell.fill, cell.alignment = Font(name=FONT, size=10, bold=True), SECTION, MIDDLE


def main(folder: Path) -> None:
    amazon(folder / "demo_amazon_us.xlsx")
    aliexpress(folder / "demo_aliexpress.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
