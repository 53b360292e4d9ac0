"""Build the add-in ``xlops.xlam`` from the texts of ``install/addin``, on any machine and without Excel.

Two builds of the same texts are the same bytes. pyOpenVBA writes the VBA project; the package around it is written
here. xlwings' own VBA module and its Dictionary class are taken from the installed xlwings, which must be the version
that xlops is pinned to, because that module names xlwings' DLL with its version.

Reading the versions out of a finished add-in needs neither pyOpenVBA nor xlwings.
"""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from xlops._version import __version__
from xlops.catalog import catalogue
from xlops.errors import XlopsError
from xlops.hosts.excel.wrappers import argument_help

XLWINGS_VERSION = "0.37.8"
PYOPENVBA_VERSION = "6.5.0"
SOURCES = Path(__file__).parents[3] / "install" / "addin"
BUILT = Path(__file__).with_name("xlops.xlam")

CONFIG_SHEET = "xlops.conf"
TEXT_SHEET = "xlops.text"
_OUR_VERSION = "XLOPS_VERSION"
_THEIR_VERSION = "XLWINGS_VERSION"

# The smallest time that a zip can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_RIBBON_2007 = "http://schemas.microsoft.com/office/2006/01/customui"
_RIBBON_2010 = "http://schemas.microsoft.com/office/2009/07/customui"
# The extension of a workbook in which Excel keeps the help of the arguments of VBA functions.
_ARGUMENT_HELP = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
# Excel has 19 function categories of its own before ours (Financial to Web and its hidden ones).
_CATEGORIES = 19

Row = tuple[str, ...]


class AddinBuildError(XlopsError):
    """The add-in cannot be built here; says what is missing and what to do, in both languages."""


class _Sheet(NamedTuple):
    """A sheet of texts in the add-in."""

    name: str
    state: str
    rows: tuple[Row, ...]


def build(target: Path | None = None) -> bytes:
    """Return the bytes of the add-in, and write them to ``target`` if it is given.

    Raises:
        AddinBuildError: without the sources of a checkout, pyOpenVBA, or the pinned xlwings.
    """
    xlwings = _checked_xlwings()
    sheets = (
        _Sheet(CONFIG_SHEET, "visible", tuple(_config_rows())),
        _Sheet(TEXT_SHEET, "veryHidden", tuple(_text_rows())),
    )
    ribbon = (SOURCES / "customUI14.xml").read_text(encoding="utf-8")
    parts = {
        "[Content_Types].xml": _content_types(sheets),
        "_rels/.rels": _package_relations(),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _workbook_relations(sheets, vba=False),
        **{f"xl/worksheets/sheet{n}.xml": _worksheet(sheet, n) for n, sheet in enumerate(sheets, 1)},
        "xl/styles.xml": _STYLES,
        "customUI/customUI.xml": ribbon.replace(_RIBBON_2010, _RIBBON_2007),
        "customUI/customUI14.xml": ribbon,
        "docProps/core.xml": _CORE,
        "docProps/app.xml": _APP,
    }
    project = _vba_project(xlwings, parts)
    built = _packed(
        {
            **parts,
            "xl/_rels/workbook.xml.rels": _workbook_relations(sheets, vba=True),
            "xl/vbaProject.bin": project,
        }
    )
    if target is not None:
        target.write_bytes(built)
    return built


def addin_version(path: Path) -> str | None:
    """Return the version of xlops that an add-in was built from; None if the file is no add-in of ours."""
    return _config_of(path).get(_OUR_VERSION)


def addin_xlwings_version(path: Path) -> str | None:
    """Return the version of xlwings whose DLL an add-in asks for; None if the file is no add-in of ours."""
    return _config_of(path).get(_THEIR_VERSION)


def vba_modules(xlwings: Path) -> dict[str, str]:
    """Return the source of every module of the add-in by its name, ours and xlwings' own.

    ``xlwings`` is the folder of the installed package.
    """
    ours = {path.stem: path.read_text(encoding="ascii") for path in sorted(SOURCES.glob("*.bas"))}
    stock = (xlwings / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    stock = stock.replace('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "xlops"')
    dictionary = (xlwings / "addin" / "Dictionary.cls").read_text(encoding="utf-8")
    return {**ours, "xlwings": stock, "Dictionary": dictionary}


def _checked_xlwings() -> Path:
    if not SOURCES.is_dir():
        raise AddinBuildError(
            f"The add-in is built from the folder install/addin of a source checkout, which is not at {SOURCES}. An "
            "installed xlops brings the finished add-in: use  xlops addin install."
            f" | 加载项由源代码目录中的 install/addin 构建，此处没有（{SOURCES}）。"
            "安装版 xlops 自带已构建好的加载项：请用 xlops addin install。"
        )
    _pinned("xlwings", XLWINGS_VERSION)
    _pinned("pyOpenVBA", PYOPENVBA_VERSION)
    spec = find_spec("xlwings")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


def _pinned(package: str, wanted: str) -> None:
    try:
        found = version(package)
    except PackageNotFoundError:
        found = "-"
    if found != wanted:
        raise AddinBuildError(
            f"The add-in is built with {package} {wanted}; found: {found}. Run  pip install {package}=={wanted}"
            f" | 构建加载项需要 {package} {wanted}；现在的版本：{found}。请运行 pip install {package}=={wanted}"
        )


def _vba_project(xlwings: Path, parts: Mapping[str, str]) -> bytes:
    """Return the VBA project for a package: a module for the workbook and each sheet, and those of the add-in."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with TemporaryDirectory() as folder:
        path = Path(folder) / "xlops.xlsm"
        path.write_bytes(_packed(parts))
        book = ExcelFile(path)
        project = book.add_vba_project()
        for name, source in vba_modules(xlwings).items():
            kind = VBAModuleKind.other if name == "Dictionary" else VBAModuleKind.standard
            project.add_module(name, "\r\n".join(source.splitlines()) + "\r\n", kind=kind)
        book.save()
        book.close()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")


def _packed(parts: Mapping[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_STORED  # compressed, it would depend on the zlib that is there
            entry.create_system = 0  # otherwise it says on which system it was built
            package.writestr(entry, content)
    return packed.getvalue()


def _config_rows() -> Iterator[Row]:
    yield _OUR_VERSION, __version__
    yield _THEIR_VERSION, XLWINGS_VERSION
    yield from tomllib.loads((SOURCES / "config.toml").read_text(encoding="utf-8")).items()


def _text_rows() -> Iterator[Row]:
    for group, texts in tomllib.loads((SOURCES / "texts.toml").read_text(encoding="utf-8")).items():
        for key, text in texts.items():
            yield f"{group}.{key}" if group else key, text["en"], text["zh"]


def _config_of(path: Path) -> dict[str, str]:
    try:
        with zipfile.ZipFile(path) as package:
            root = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return {}
    rows = ([text.text or "" for text in row.iter(f"{{{_MAIN}}}t")] for row in root.iter(f"{{{_MAIN}}}row"))
    return {row[0]: row[1] for row in rows if len(row) == 2}


def _workbook(sheets: Iterable[_Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" state="{sheet.state}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    helped = "".join(
        f'<x14:definedName name="{formula.name}"><x14:argumentDescriptions count="{len(formula.arguments)}">'
        + "".join(
            f'<x14:argumentDescription index="{n}">{escape(argument_help(argument))}</x14:argumentDescription>'
            for n, argument in enumerate(formula.arguments)
        )
        + "</x14:argumentDescriptions></x14:definedName>"
        for formula in catalogue().values()
        if formula.arguments
    )
    return (
        f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>"
        f'<functionGroups builtInGroupCount="{_CATEGORIES}"><functionGroup name="xlops"/></functionGroups>'
        f'<extLst><ext uri="{_ARGUMENT_HELP}" xmlns:x14="{_X14}"><x14:definedNames>{helped}</x14:definedNames></ext>'
        "</extLst></workbook>"
    )


def _worksheet(sheet: _Sheet, number: int) -> str:
    selected = ' tabSelected="1"' if number == 1 else ""
    rows = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{"ABC"[c]}{r}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' for c, text in enumerate(row)
        )
        + "</row>"
        for r, row in enumerate(sheet.rows, 1)
    )
    return (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet{number}"/>'
        f'<sheetViews><sheetView{selected} workbookViewId="0"/></sheetViews><sheetData>{rows}</sheetData></worksheet>'
    )


def _content_types(sheets: Iterable[_Sheet]) -> str:
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "application/vnd.openxmlformats-package"
    overrides = {
        "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        **{f"/xl/worksheets/sheet{n}.xml": f"{spreadsheet}.worksheet+xml" for n, _ in enumerate(sheets, 1)},
        "/xl/styles.xml": f"{spreadsheet}.styles+xml",
        "/docProps/core.xml": f"{package}.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f"{listed}</Types>"
    )


def _package_relations() -> str:
    package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    return _relations(
        (f"{_RELATIONS}/officeDocument", "xl/workbook.xml"),
        (f"{package}/core-properties", "docProps/core.xml"),
        (f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
        ("http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "customUI/customUI.xml"),
        ("http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
    )


def _workbook_relations(sheets: Iterable[_Sheet], *, vba: bool) -> str:
    project = ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")
    return _relations(
        *((f"{_RELATIONS}/worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets, 1)),
        (f"{_RELATIONS}/styles", "styles.xml"),
        *((project,) if vba else ()),
    )


def _relations(*pairs: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(pairs, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_DECLARATION}<Relationships xmlns="{space}">{listed}</Relationships>'


_STYLES = (
    f'{_DECLARATION}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# Excel shows title and description in its list of add-ins.
_CORE = (
    f"{_DECLARATION}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>xlops</dc:title><dc:creator>xlops</dc:creator>"
    "<dc:description>Marketplace fees, margins and grades 平台费用、利润与评级</dc:description></cp:coreProperties>"
)
_APP = (
    f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
