"""Draw the pictures of the documents: sheets are printed by LibreOffice, the ribbon is drawn from its own texts.

None of them is a screenshot of Excel. A sheet is wider and longer than a picture can show, so columns are hidden,
narrowed or left off and the rows end early. The self-check has its expected answers filled in, as no add-in runs here.

    python docs/render.py          # after the demo: it reads out/demo_amazon_us.graded.xlsx
"""

from __future__ import annotations

import subprocess
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops, ImageDraw, ImageFont

from xlops.hosts.batch import put_columns, put_settings
from xlops.hosts.excel.examples import checks
from xlops.workbook.opening import open_book

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
DEMO = ROOT / "workbooks" / "demo_amazon_us.xlsx"
MARGIN = 12

HEADER = 4  # row of the demo's header
LAST = 20  # last row in the picture of the product sheet
SHOWN = ("图片", "*SKU", "产品名称", "*售价", "ACOS")
SHOWN_RESULTS = ("单件利润", "利润率", "盈亏平衡", "评级", "原因")
REASONS_WIDTH = 80

SHOWN_CHECKS = (
    "AMZ_REFERRAL_FEE/1", "AMZ_REFERRAL_FEE/2", "AMZ_SIZE_TIER/1", "AMZ_FBA_FEE/1", "AMZ_VAT/1", "ALI_COMMISSION/1",
    "ALI_BEST_LINE/1", "AMZ_SAFE_PRICE/1", "OPS_PROFIT/1", "OPS_ACOS/1", "unknown/1", "impossible/1", "error/2",
    "blank/2", "form/3", "column/1",
)  # fmt: skip
SELFCHECK_WIDTHS = {"B": 40, "C": 22, "D": 74, "E": 18, "F": 18}
FORMULAS_OF_ERRORS = {"#N/A": "=NA()", "#DIV/0!": "=1/0", "#VALUE!": '=1+"a"'}


def main() -> None:
    """Draw every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        products(ROOT / "out" / "demo_amazon_us.graded.xlsx", folder / "products.xlsx")
        draw(folder / "products.xlsx", IMAGES / "graded_amazon.png", 130)
        own_sheets(folder / "own.xlsx")
        columns(folder / "own.xlsx", folder / "columns.xlsx")
        draw(folder / "columns.xlsx", IMAGES / "columns_sheet.png", 110)
        settings(folder / "own.xlsx", folder / "settings.xlsx")
        draw(folder / "settings.xlsx", IMAGES / "settings_sheet.png", 110)
        selfcheck(ROOT / "workbooks" / "selfcheck.xlsx", folder / "selfcheck.xlsx")
        draw(folder / "selfcheck.xlsx", IMAGES / "selfcheck.png", 110)
    ribbon(IMAGES / "ribbon.png")


# Sheets


def products(source: Path, target: Path) -> None:
    """Keep the product sheet alone, with the columns and rows that fit a picture."""
    book = openpyxl.load_workbook(source)
    [sheet] = [sheet for sheet in book if sheet.cell(HEADER, 2).value == "*SKU"]
    for column in range(1, sheet.max_column + 1):
        text = str(sheet.cell(HEADER, column).value or sheet.cell(HEADER + 1, column).value or "")
        if not text.startswith((*SHOWN, *(f"xlops {result}" for result in SHOWN_RESULTS))):
            sheet.column_dimensions[get_column_letter(column)].hidden = True
    sheet.column_dimensions[get_column_letter(sheet.max_column)].width = REASONS_WIDTH
    alone(sheet, f"A1:{get_column_letter(sheet.max_column)}{LAST}")
    book.save(target)


def own_sheets(target: Path) -> None:
    """Save the demo with a columns sheet and a settings sheet, as the ribbon makes them."""
    book = open_book(DEMO)
    put_columns(book, book.visible[0], "zh")
    put_settings(book, "zh")
    book.save(target)


def columns(source: Path, target: Path) -> None:
    """Keep the columns sheet, with one correction: the operator's own profit is not to be used."""
    book = openpyxl.load_workbook(source)
    sheet = beginning(book, "xlops 列")
    sheet.cell(row_of(sheet, "毛利 (未扣FBA)", 2), 6, "忽略 ignore")
    for letter in "IJ":
        sheet.column_dimensions[letter].hidden = True
    sheet.column_dimensions["K"].width = 60
    alone(sheet, f"A1:K{row_of(sheet, '全部含义', 1) - 2}")
    book.save(target)


def settings(source: Path, target: Path) -> None:
    """Keep the settings sheet, with an exchange rate and a benchmark of the operator's own."""
    book = openpyxl.load_workbook(source)
    sheet = beginning(book, "xlops 设置")
    sheet.cell(row_of(sheet, "USD", 1), 2, 7.12)
    own = row_of(sheet, "amz_acos_mature", 1)
    sheet.cell(own, 2, "好 <15% 合格 <22% 差")
    for row in range(row_of(sheet, "基准编号", 1) + 1, own - 3):
        sheet.row_dimensions[row].hidden = True
    for row in range(own - 3, own + 3):
        sheet.row_dimensions[row].height = 16
    alone(sheet, f"A1:F{own + 2}")
    book.save(target)


def selfcheck(source: Path, target: Path) -> None:
    """Fill in the answers that the add-in must give, and keep rows of several kinds."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    rows = {check.id: row_of(sheet, check.id, 1) for check in checks()}
    for check in checks():
        answer = FORMULAS_OF_ERRORS.get(check.expected, check.expected)
        sheet.cell(rows[check.id], 5, answer)
    shown = {rows[name] for name in SHOWN_CHECKS}
    for row in set(range(min(rows.values()), max(rows.values()) + 1)) - shown:
        sheet.row_dimensions[row].hidden = True
    for letter, wide in SELFCHECK_WIDTHS.items():
        sheet.column_dimensions[letter].width = wide
    alone(sheet, f"A1:G{max(shown)}")
    book.save(target)


def beginning(book: openpyxl.Workbook, title: str) -> Worksheet:
    """Return the sheet whose name begins so."""
    return next(sheet for sheet in book if sheet.title.startswith(title))


def row_of(sheet: Worksheet, text: str, column: int) -> int:
    """Return the row in which a column holds a text."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def alone(sheet: Worksheet, area: str) -> None:
    """Leave one area of one sheet to print, on one page."""
    for other in sheet.parent:
        if other is not sheet:
            other.sheet_state = "hidden"
    sheet.parent.active = sheet
    sheet.print_area = area
    sheet.print_title_rows = None
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)


def draw(source: Path, target: Path, dots: int) -> None:
    """Print a workbook and keep its first page as a picture without the white margin."""
    folder = source.parent
    profile = (folder / "profile").as_uri()
    office = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(folder), str(source)], check=True, capture_output=True)
    pages = ["pdftoppm", "-r", str(dots), "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*pages, str(source.with_suffix(".pdf")), str(source.with_suffix(""))], check=True)
    with Image.open(source.with_suffix(".png")) as page:
        picture = page.convert("RGB")
    left, top, right, bottom = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    keep(picture.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)), target)


def keep(picture: Image.Image, target: Path) -> None:
    """Save a picture with few colours."""
    picture.quantize(128).save(target, optimize=True)
    print(target.relative_to(ROOT))


# The ribbon

SCALE = 2
TAB, TOP, ROW, GROUP = 30, 8, 25, 22  # heights: the tabs, above the buttons, a small button, the group's name
LARGE, ICON, SMALL, GAP = 84, 32, 16, 12  # widths: a large button, its sign, a small sign, around a group
INK, GREY, LINE, PAPER = "#262626", "#6b6b6b", "#d0d0d0", "#f5f5f5"
# A sign and a colour for each button, in the place of Excel's own pictures.
SIGNS = {
    "grade_sheet": ("A", "#217346"),
    "import_reports": ("导", "#2f6db5"),
    "audit_fees": ("核", "#a05a2c"),
    "clear_grades": ("×", "#b04a3a"),
    "check_columns": ("列", "#2f6db5"),
    "what_changes": ("日", "#8a5ab0"),
    "insert_formulas": ("ƒ", "#217346"),
    "explain_cell": ("?", "#2f6db5"),
    "repair_links": ("修", "#b8791b"),
    "settings": ("设", "#6b6b6b"),
    "checklists": ("单", "#6b6b6b"),
    "help_sheet": ("?", "#6b6b6b"),
    "about": ("i", "#6b6b6b"),
}


def ribbon(target: Path) -> None:
    """Draw the ribbon tab in Chinese, from the files that the add-in is built of."""
    addin = ROOT / "install" / "addin"
    texts = tomllib.loads((addin / "texts.toml").read_text(encoding="utf-8"))
    labels = {key: entry["label"]["zh"] for key, entry in texts.items() if "label" in entry}
    space = "{http://schemas.microsoft.com/office/2009/07/customui}"
    groups = ElementTree.parse(addin / "customUI14.xml").iter(f"{space}group")
    height = TAB + TOP + 3 * ROW + GROUP + 2
    picture = Image.new("RGB", (SCALE * 900, SCALE * height), PAPER)
    pen = ImageDraw.Draw(picture)
    tabs = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅", "视图", "xlops")
    place = 16
    pen.rectangle((0, 0, picture.width, SCALE * TAB), fill="#ffffff")
    for tab in tabs:
        write(pen, (place, 7), tab, 13, "#217346" if tab == "xlops" else GREY)
        wide = width(tab, 13)
        if tab == "xlops":
            pen.rectangle((SCALE * place, SCALE * (TAB - 3), SCALE * (place + wide), SCALE * TAB), fill="#217346")
        place += wide + 20
    place = GAP
    for group in groups:
        start = place
        place = buttons(pen, list(group), labels, place)
        name = labels[group.attrib["id"]]
        write(pen, ((start + place - width(name, 11)) / 2, TAB + TOP + 3 * ROW + 3), name, 11, GREY)
        place += GAP
        pen.line((SCALE * place, SCALE * (TAB + 6), SCALE * place, SCALE * (height - 6)), fill=LINE, width=SCALE)
        place += GAP
    end = max(place, 16 + sum(width(tab, 13) + 20 for tab in tabs))
    picture = picture.crop((0, 0, int(SCALE * end), picture.height))
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=LINE, width=SCALE)
    keep(picture, target)


def buttons(pen: ImageDraw.ImageDraw, found: list[ElementTree.Element], labels: dict[str, str], place: float) -> float:
    """Draw the buttons of a group from ``place`` on, small ones three below each other; return where they end."""
    small = [button for button in found if button.get("size") != "large"]
    top = TAB + TOP
    for button in found:
        if button not in small:
            label = labels[button.attrib["id"]]
            sign(pen, button.attrib["id"], place + (LARGE - ICON) / 2, top + 4, ICON)
            write(pen, (place + (LARGE - width(label, 13)) / 2, top + ICON + 12), label, 13, INK)
            place += LARGE
    for n, button in enumerate(small):
        line = top + (n % 3) * ROW
        sign(pen, button.attrib["id"], place + 6, line + (ROW - SMALL) / 2, SMALL)
        write(pen, (place + SMALL + 13, line + 3), labels[button.attrib["id"]], 13, INK)
    return place + SMALL + 16 + max(width(labels[button.attrib["id"]], 13) for button in small)


def sign(pen: ImageDraw.ImageDraw, key: str, left: float, top: float, side: float) -> None:
    """Draw the sign of a button."""
    text, colour = SIGNS[key]
    box = tuple(SCALE * edge for edge in (left, top, left + side, top + side))
    pen.rounded_rectangle(box, radius=SCALE * side / 6, fill=colour)
    pen.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text, font=font(side * 0.68), fill="white", anchor="mm")


def write(pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: float, colour: str) -> None:
    """Write a text from its upper left corner."""
    pen.text((SCALE * place[0], SCALE * place[1]), text, font=font(size), fill=colour)


def width(text: str, size: float) -> float:
    """Return how wide a text is."""
    return font(size).getlength(text) / SCALE


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    """Return a font with Chinese, as the system names it."""
    asked = ["fc-match", "-f", "%{file}\n%{index}", "Noto Sans CJK SC"]
    file, index = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split("\n")
    return ImageFont.truetype(file, round(SCALE * size), index=int(index))


if __name__ == "__main__":
    main()
