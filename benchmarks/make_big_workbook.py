"""Make a large product sheet: Chinese and English texts, numbers, formulas with their values; same rows, same bytes.

The header is that of the Amazon demo, without its pictures and remarks, so that ``xlops grade`` takes it. 100,000 rows
of 20 columns are about 20 MB.

    python benchmarks/make_big_workbook.py big.xlsx [rows, at most 1,000,000]
"""

from __future__ import annotations

import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "US产品表"
FIRST_ROW = 6  # of the products
COLUMNS = "ABCDEFGHIJKLMNOPQRST"
TITLE = "亚马逊美国站 FBA 产品利润表（性能测试数据，纯属虚构 / invented data）"
HEADER = (
    *("*SKU", "ASIN", "产品名称", "类目", "站点", "*售价\n(USD)", "采购成本\n（RMB）", "头程(RMB)", "汇率"),
    *("包装尺寸", None, None, None, "月销量", "广告费($)", "广告销售额 ", "总销售额", "ACOS", "退货率"),
    "毛利\n(未扣FBA)",
)
SIDES = {9: "长(cm)", 10: "宽(cm)", 11: "高(cm)", 12: "重量(g)"}
CATEGORIES = (
    *(
        "Home & Kitchen",
        "家居厨房",
        "Toys & Games",
        "Pet Products",
        "宠物用品",
        "Sports and Outdoors",
        "Office Products",
    ),
    *("Beauty, Health and Personal Care", "Electronics Accessories", "Tools and Home Improvement"),
)
KINDS = (
    "硅胶折叠沥水篮",
    "宠物自动饮水机",
    "不锈钢保温杯",
    "LED感应小夜灯",
    "蓝牙无线耳机",
    "瑜伽弹力带",
    "收纳盒套装",
)
ENGLISH = ("Collapsible Colander", "Pet Water Fountain", "Vacuum Flask", "Motion Night Light", "Resistance Band")
SIGNS = "0123456789BCDFGHJKLMNPQRSTVWXYZ"
COLOURS = ("黑色 Black", "白色 White", "雾蓝 Haze Blue", "樱花粉 Pink", "军绿 Olive")
NUMBER_FORMATS = (0, 0, 2, 10, 4)  # of the cell formats: text, head, money, rate, thousands
TEXT, HEAD, MONEY, RATE = range(4)


class Strings:
    """The shared strings, in the order in which they were first met."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self.count = 0

    def place(self, text: str) -> int:
        self.count += 1
        return self._places.setdefault(text, len(self._places))

    def xml(self) -> Iterator[str]:
        yield f'{START}<sst xmlns="{MAIN}" count="{self.count}" uniqueCount="{len(self._places)}">'
        for text in self._places:
            yield (
                f'<si><t xml:space="preserve">{escape(text)}</t></si>'
                if text != text.strip()
                else (f"<si><t>{escape(text)}</t></si>")
            )
        yield "</sst>"


def text_cell(place: str, style: int, text: str, strings: Strings) -> str:
    return f'<c r="{place}" s="{style}" t="s"><v>{strings.place(text)}</v></c>'


def product(row: int, chance: random.Random, strings: Strings) -> str:
    """Return the row of a product as XML."""
    n = row - FIRST_ROW
    name = f"{chance.choice(KINDS)} {chance.choice(ENGLISH)} {chance.choice(COLOURS)} 第{n + 1}款"
    asin = "B0" + "".join(chance.choices(SIGNS, k=8))
    texts = (f"HK-{n + 1:07d}", asin, name, chance.choice(CATEGORIES), "US")
    cells = [text_cell(f"{COLUMNS[c]}{row}", TEXT, text, strings) for c, text in enumerate(texts)]
    price = chance.randrange(899, 6999) / 100
    cost = round(price * 7.12 * chance.uniform(0.12, 0.35), 2)
    freight = round(chance.uniform(2, 18), 2)
    sides = sorted((round(chance.uniform(4, 40), 2) for _ in range(3)), reverse=True)
    grams = round(chance.uniform(60, 2500), 1)
    units = chance.randrange(0, 900)
    spend = round(units * price * chance.uniform(0.01, 0.12), 2)
    ad_sales = round(units * price * chance.uniform(0.15, 0.5), 2)
    numbers = (price, cost, freight, 7.12, *sides, grams, units, spend, ad_sales)
    styles = (MONEY, MONEY, MONEY, TEXT, *[TEXT] * 5, MONEY, MONEY)
    for c, (number, style) in enumerate(zip(numbers, styles, strict=True), len(texts)):
        cells.append(f'<c r="{COLUMNS[c]}{row}" s="{style}"><v>{number!r}</v></c>')
    sales = f"<f>ROUND(F{row}*N{row},2)</f><v>{round(price * units, 2)!r}</v>"
    cells.append(f'<c r="Q{row}" s="{MONEY}">{sales}</c>')
    if ad_sales:
        acos = f'><f>IF(P{row}=0,"--",O{row}/P{row})</f><v>{spend / ad_sales!r}</v>'
    else:
        acos = f' t="str"><f>IF(P{row}=0,"--",O{row}/P{row})</f><v>--</v>'
    cells.append(f'<c r="R{row}" s="{RATE}"{acos}</c>')
    cells.append(f'<c r="S{row}" s="{RATE}"><v>{round(chance.uniform(0.005, 0.12), 4)!r}</v></c>')
    gross = price - (cost + freight) / 7.12
    cells.append(f'<c r="T{row}" s="{MONEY}"><f>F{row}-(G{row}+H{row})/I{row}</f><v>{gross!r}</v></c>')
    return f'<row r="{row}" spans="1:20">{"".join(cells)}</row>'


def sheet(rows: int, strings: Strings) -> Iterator[str]:
    """Yield the sheet's XML in pieces."""
    chance = random.Random(20_26)
    last = FIRST_ROW + rows - 1
    yield f'{START}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><dimension ref="A1:T{last}"/><sheetViews>'
    yield '<sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    yield '<col min="1" max="2" width="13.5" customWidth="1"/><col min="3" max="3" width="48" customWidth="1"/>'
    yield '<col min="4" max="20" width="11" customWidth="1"/></cols><sheetData>'
    yield f'<row r="1" spans="1:20">{text_cell("A1", TEXT, TITLE, strings)}</row>'
    upper = (text_cell(f"{COLUMNS[c]}4", HEAD, t, strings) for c, t in enumerate(HEADER) if t)
    lower = (text_cell(f"{COLUMNS[c]}5", HEAD, t, strings) for c, t in SIDES.items())
    yield f'<row r="4" spans="1:20">{"".join(upper)}</row><row r="5" spans="1:20">{"".join(lower)}</row>'
    for row in range(FIRST_ROW, last + 1):
        yield product(row, chance, strings)
    merged = ["J4:M4", *(f"{c}4:{c}5" for c in COLUMNS if c not in "JKLM")]
    yield f'</sheetData><autoFilter ref="A5:T{last}"/><mergeCells count="{len(merged)}">'
    yield "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    yield '</mergeCells><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    yield "</worksheet>"


def small_parts() -> dict[str, str]:
    """Return the parts beside the sheet and its texts."""
    overrides = {
        "workbook": "sheet.main",
        "worksheets/sheet1": "worksheet",
        "styles": "styles",
        "sharedStrings": "sharedStrings",
    }
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{TYPE}.{kind}+xml"/>' for part, kind in overrides.items()
    )
    kinds = (("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings", "sharedStrings"))
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{part}.xml"/>'
        for n, (kind, part) in enumerate(kinds, 1)
    )
    formats = "".join(f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n in NUMBER_FORMATS)
    return {
        "[Content_Types].xml": f'{START}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{START}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{START}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{START}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "xl/styles.xml": f'{START}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="等线"/>'
        '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
        'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/>'
        '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(NUMBER_FORMATS)}">{formats}</cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }


def entry(name: str) -> zipfile.ZipInfo:
    """Return the directory entry of a part; the day never changes."""
    made = zipfile.ZipInfo(name, date_time=(2026, 11, 22, 8, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


def make(path: Path, rows: int = 100_000) -> None:
    """Write the workbook; the parts stream, so that a million rows need little memory."""
    if not 1 <= rows <= 1_000_000:
        raise SystemExit("1 to 1,000,000 rows")
    strings = Strings()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in small_parts().items():
            package.writestr(entry(name), content)
        for name, pieces in (("worksheets/sheet1", sheet(rows, strings)), ("sharedStrings", strings.xml())):
            with package.open(entry(f"xl/{name}.xml"), "w", force_zip64=False) as part:
                for piece in pieces:
                    part.write(piece.encode())


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
