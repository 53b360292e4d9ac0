"""Draw the README's picture from the graded demo in out/: LibreOffice prints it, poppler makes the picture.

The product sheet is wider than a picture can show, so some columns are hidden, the column of reasons is narrower
and the rows end early. Nothing else is changed.

    python docs/render.py
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
HEADER = 4  # row of the demo's header
LAST = 20  # last row in the picture
SHOWN = ("图片", "*SKU", "产品名称", "*售价", "ACOS")
SHOWN_RESULTS = ("单件利润", "利润率", "盈亏平衡", "评级", "原因")
REASONS_WIDTH = 80


def main() -> None:
    """Draw the picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        products(ROOT / "out" / "demo_amazon_us.graded.xlsx", folder / "products.xlsx")
        draw(folder / "products.xlsx", IMAGES / "graded_amazon.png", 130)


def products(source: Path, target: Path) -> None:
    """Keep the product sheet alone, with the columns and rows that fit a picture."""
    book = openpyxl.load_workbook(source)
    [sheet] = [sheet for sheet in book if sheet.cell(HEADER, 2).value == "*SKU"]
    for other in [other for other in book if other is not sheet]:
        other.sheet_state = "hidden"
    book.active = sheet
    for column in range(1, sheet.max_column + 1):
        text = str(sheet.cell(HEADER, column).value or sheet.cell(HEADER + 1, column).value or "")
        if not text.startswith((*SHOWN, *(f"xlops {result}" for result in SHOWN_RESULTS))):
            sheet.column_dimensions[get_column_letter(column)].hidden = True
    sheet.column_dimensions[get_column_letter(sheet.max_column)].width = REASONS_WIDTH
    sheet.print_area = f"A1:{get_column_letter(sheet.max_column)}{LAST}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    book.save(target)


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
    margin = 12
    picture.crop((left - margin, top - margin, right + margin, bottom + margin)).quantize(128).save(
        target, optimize=True
    )
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
