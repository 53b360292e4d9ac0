"""What openpyxl would lose of a workbook by loading and saving it, found in the package itself.

The lists below name what is known to be kept. Everything else counts as lost and is named, so a feature that
nobody thought of leads to a refusal and not to damage. What nobody misses (printer settings, thumbnails, the
calculation chain, green error triangles) is passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.functions import fromstring, tostring

from xlops.workbook.package import Package, Relation
from xlops.workbook.problems import problem

# Hidden name inside each sheet that xlops adds, by what the sheet is; its value is the sheet's title, so that a copy or
# a renamed sheet, which an operator wants to keep, is no longer ours.
OWN_SHEET = "_xlops_sheet"
OWN_SHEETS: dict[str, str] = {"report": OWN_SHEET, "settings": "_xlops_settings", "columns": "_xlops_columns"}
# Hidden name inside a sheet of ours: a cell of the product sheet that it belongs to, so that it follows a new name.
OWN_ABOUT = "_xlops_about"


@dataclass(frozen=True)
class Loss:
    """One thing that would be lost: what it is, in both languages, and the sheet or part that holds it."""

    en: str
    zh: str
    where: str

    def text(self, lang: str) -> str:
        """Return it as shown to the operator in ``lang``."""
        return f"{self.zh}（{self.where}）" if lang == "zh" else f"{self.en} ({self.where})"


# Relationships, by the end of their type. Second line: looked into by the code below. From the third:
# lost, and nobody
# misses them; sheetMetadata and rich values matter only to cells that point at them.
_KEPT = frozenset(
    """
    officeDocument core-properties extended-properties custom-properties worksheet chartsheet theme styles
    sharedStrings externalLink hyperlink table pivotTable pivotCacheDefinition pivotCacheRecords vbaProject
    drawing vmlDrawing chart image comments
    thumbnail printerSettings calcChain sheetMetadata volatileDependencies person wsSortMap
    rdRichValue rdRichValueStructure rdRichValueTypes rdArray richStyles rdSupportingPropertyBag
    rdSupportingPropertyBagStructure richValueRel rdRichValueWebImage
    """.split()  # noqa: SIM905
)

_LOST: dict[str, tuple[str, str]] = {
    "threadedComment": ("threaded comments", "批注会话"),
    "control": ("form controls or ActiveX buttons", "表单控件或 ActiveX 按钮"),
    "ctrlProp": ("form controls or ActiveX buttons", "表单控件或 ActiveX 按钮"),
    "oleObject": ("embedded objects", "嵌入对象"),
    "package": ("embedded objects", "嵌入对象"),
    "slicer": ("slicers", "切片器"),
    "slicerCache": ("slicers", "切片器"),
    "timeline": ("timelines", "日程表"),
    "timelineCache": ("timelines", "日程表"),
    "connections": ("data connections", "数据连接"),
    "queryTable": ("data connections", "数据连接"),
    "powerPivotData": ("the data model", "数据模型"),
    "customXml": ("custom XML data", "自定义 XML 数据"),
    "xmlMaps": ("XML maps", "XML 映射"),
    "customProperty": ("add-in data of a sheet", "工作表的加载项数据"),
    "dialogsheet": ("dialog sheets", "对话框工作表"),
    "xlMacrosheet": ("Excel 4 macro sheets", "Excel 4 宏表"),
    "xlIntlMacrosheet": ("Excel 4 macro sheets", "Excel 4 宏表"),
    "cellImage": ("WPS cell pictures (=DISPIMG)", "WPS 单元格图片（=DISPIMG）"),
    "origin": ("the digital signature", "数字签名"),
    "vbaProjectSignature": ("the signature of the macros", "宏的数字签名"),
    "extensibility": ("the custom ribbon", "自定义功能区"),
    "webextensiontaskpanes": ("Office add-in panes", "Office 加载项窗格"),
    "revisionHeaders": ("the history of a shared workbook", "共享工作簿的修订记录"),
    "FeaturePropertyBag": ("cell check boxes", "单元格复选框"),
    "namedSheetView": ("saved sheet views", "工作表视图"),
    "classificationlabels": ("the sensitivity label", "敏感度标签"),
}

# Elements of a sheet. Last line: lost, and nobody misses them.
_SHEET_ELEMENTS = frozenset(
    """
    worksheet chartsheet sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter
    mergeCells conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
    headerFooter
    rowBreaks colBreaks tableParts scenarios extLst drawing legacyDrawing
    sheetCalcPr phoneticPr ignoredErrors cellWatches smartTags webPublishItems
    """.split()  # noqa: SIM905
)

_LOST_ELEMENTS: dict[str, tuple[str, str]] = {
    "protectedRanges": ("ranges that may be edited in a protected sheet", "受保护工作表中的可编辑区域"),
    "customSheetViews": ("custom views", "自定义视图"),
    "sortState": ("the saved sort order", "已保存的排序"),
    "dataConsolidate": ("data consolidation", "合并计算"),
    "customProperties": _LOST["customProperty"],
    "legacyDrawingHF": ("pictures in header or footer", "页眉页脚图片"),
    "picture": ("the sheet background picture", "工作表背景图片"),
    "oleObjects": _LOST["oleObject"],
    "controls": _LOST["control"],
    "AlternateContent": _LOST["control"],
}

_EXTENSIONS: dict[str, tuple[str, str]] = {
    "{78C0D931-6437-407D-A8EE-F0AAD7539E65}": (
        "conditional formats of Excel 2010 and later (data bars, icons)",
        "Excel 2010 及以后的条件格式（数据条、图标）",
    ),
    "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}": (
        "drop-down lists that refer to another sheet",
        "引用其他工作表的下拉列表（数据验证）",
    ),
    "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}": ("sparklines", "迷你图"),
    "{A8765BA9-456A-4DAB-B4F3-ACF838C121DE}": _LOST["slicer"],
    "{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}": _LOST["slicer"],
    "{7E03D99C-DC04-49D9-9315-930204A7B6E9}": _LOST["timeline"],
    "{FC87AEE6-9EDD-4A0A-B7FB-166176984837}": (
        "protected ranges of Excel 2010 and later",
        "Excel 2010 及以后的可编辑区域",
    ),
}
_HARMLESS_EXTENSIONS = frozenset(
    {
        "{01252117-D84E-4E92-8308-4BE1C098FCBB}",  # green error triangles
        "{64002731-A6B0-56B0-2670-7721B7C09600}",  # page layout view of Excel for Mac
    }
)

_PICTURES = ("pictures", "图片")
_SHAPES = ("shapes, text boxes or grouped pictures", "形状、文本框或组合图片")
_PICTURE_DETAILS = ("picture details (links, vector originals)", "图片细节（链接、矢量原图）")
# openpyxl redraws every chart: at least its language, rounded corners, hidden title and print settings change
_CHARTS = ("charts (their details)", "图表（细节）")
_MERGED_VALUES = ("values hidden under merged cells", "合并单元格下隐藏的内容")
_CELL_METADATA = ("dynamic arrays, pictures or data types in cells", "动态数组、单元格内图片或数据类型")
_PHONETIC = ("phonetic guides", "拼音标注")
_SHAPE_ELEMENTS = frozenset({"sp", "grpSp", "cxnSp", "contentPart", "AlternateContent"})
# extensions that show nothing: ids, the resolution of a picture for this computer
_UNSEEN = re.compile(r"useLocalDpi$|creationId$|decorative$")
_KEPT_PICTURES = re.compile(r"\.(png|jpe?g|jfif|gif|bmp|tiff?)$", re.IGNORECASE)


def find_losses(package: Package) -> list[Loss]:
    """Return what openpyxl would lose of this workbook, each thing once. Our own sheets do not count.

    Raises:
        WorkbookError: strict, corrupt, doctype.
    """
    return list(dict.fromkeys(_losses(package)))


def _losses(package: Package) -> Iterator[Loss]:
    yield from _by_kind(package, "", package.path.name)
    book = package.tree(package.workbook)
    if "purl.oclc.org" in book.tag:
        raise problem("strict", package.path)
    main = book.tag.removesuffix("workbook")
    sheets = [(s.get("name", ""), _attribute(s, "id")) for s in book.iter(main + "sheet")]
    own = {
        (n.text or "")[1:-1].replace('""', '"')
        for n in book.iter(main + "definedName")
        if n.get("name") in OWN_SHEETS.values()
    }
    if book.find(main + "customWorkbookViews") is not None:
        yield Loss(*_LOST_ELEMENTS["customSheetViews"], package.path.name)
    yield from _by_kind(package, package.workbook, package.path.name)
    relations = {r.id: r for r in package.relations(package.workbook)}
    for relation in relations.values():
        if _kind(relation) == "sharedStrings" and re.search(rb"<(\w+:)?rPh\b", package.read(relation.target)):
            yield Loss(*_PHONETIC, package.path.name)
        if _kind(relation) in {"vbaProject", "pivotCacheDefinition"}:
            yield from _by_kind(package, relation.target, package.path.name)
    for name, rel_id in sheets:
        if name not in own and rel_id in relations and package.has(relations[rel_id].target):
            yield from _in_sheet(package, relations[rel_id].target, name)


def _kind(relation: Relation) -> str:
    return relation.kind.rsplit("/", 1)[-1]


def _attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute whatever its namespace (relationship ids have different ones)."""
    return next((value for key, value in element.items() if key.rsplit("}", 1)[-1] == name), "")


def _by_kind(package: Package, part: str, where: str) -> Iterator[Loss]:
    """Yield a loss for each relationship of ``part`` that is not known to be kept."""
    for relation in package.relations(part):
        kind = _kind(relation)
        if kind in _LOST:
            yield Loss(*_LOST[kind], where)
        elif kind not in _KEPT and not (relation.external or kind.startswith(("xlExternal", "externalLink"))):
            yield Loss(kind, kind, where)


def _in_sheet(package: Package, part: str, sheet: str) -> Iterator[Loss]:
    yield from _in_cells(package, part, sheet)
    yield from _by_kind(package, part, sheet)
    for relation in package.relations(part):
        kind = _kind(relation)
        if kind in {"pivotTable", "table"}:
            yield from _by_kind(package, relation.target, sheet)
        elif kind == "drawing":
            yield from _in_drawing(package, relation.target, sheet)
        elif kind == "vmlDrawing":
            text = package.read(relation.target)
            if set(re.findall(rb"ObjectType=[\"'](\w+)", text)) - {b"Note"}:
                yield Loss(*_LOST["control"], sheet)
            if re.search(rb"<v:imagedata|o:relid=", text):
                yield Loss(*_PICTURES, sheet)


def _in_cells(package: Package, part: str, sheet: str) -> Iterator[Loss]:
    found: dict[tuple[str, str], None] = {}
    merged = _merged_cells(package, part)
    depth, cell = 0, ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, cell
        depth += 1
        name = tag.rsplit("}", 1)[-1]
        if depth == 2 and name not in _SHEET_ELEMENTS:
            found[_LOST_ELEMENTS.get(name, (f"<{name}>", f"<{name}>"))] = None
        elif name == "c":
            cell = attributes.get("r", "").upper()
            if "cm" in attributes or "vm" in attributes:
                found[_CELL_METADATA] = None
        elif name in {"v", "is", "f"}:
            if cell in merged:
                found[_MERGED_VALUES] = None
        elif name == "ext" and depth == 3:
            uri = attributes.get("uri", "").upper()
            if uri not in _HARMLESS_EXTENSIONS:
                found[_EXTENSIONS.get(uri, (f"extension {uri}", f"扩展 {uri}"))] = None

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    package.parse(part, parser)
    for en, zh in found:
        yield Loss(en, zh, sheet)


class _Covered:
    """The cells that merged ranges cover, without their first cells."""

    def __init__(self, ranges: list[str]) -> None:
        self._boxes = [range_boundaries(text) for text in ranges]

    def __contains__(self, cell: str) -> bool:
        if not self._boxes or not cell:
            return False
        column, row, _, _ = range_boundaries(cell)
        return any(a <= column <= c and b <= row <= d and (a, b) != (column, row) for a, b, c, d in self._boxes)


def _merged_cells(package: Package, part: str) -> _Covered:
    # mergeCells stands behind the cells; one search is cheaper than a second parse
    refs = re.findall(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Za-z0-9:$]+)[\"']", package.read(part))
    return _Covered([ref.decode().upper() for ref in refs])


def _in_drawing(package: Package, part: str, sheet: str) -> Iterator[Loss]:
    root = package.tree(part)
    kept = True
    for relation in package.relations(part):
        kind = _kind(relation)
        if kind == "image":
            if relation.external or not _KEPT_PICTURES.search(relation.target) or not find_spec("PIL"):
                yield Loss(*_PICTURES, sheet)
        elif kind.startswith("diagram"):
            yield Loss("SmartArt", "SmartArt 图形", sheet)
        elif kind.startswith("chart"):
            yield Loss(*_CHARTS, sheet)
        elif kind == "hyperlink":
            yield Loss(*_PICTURE_DETAILS, sheet)
        else:
            yield Loss(kind, kind, sheet)
    for anchor in root:
        names = {child.tag.rsplit("}", 1)[-1] for child in anchor}
        if anchor.tag.endswith("AlternateContent") or names & _SHAPE_ELEMENTS:
            yield Loss(*_SHAPES, sheet)
            kept = False
        kept = kept and "graphicFrame" not in names
    if kept and _picture_details_differ(package, part):
        yield Loss(*_PICTURE_DETAILS, sheet)


def _picture_details_differ(package: Package, part: str) -> bool:
    """Whether openpyxl, loading a drawing of nothing but pictures and writing it, leaves anything out."""
    before = _content(package.tree(part))
    try:
        after = _content(fromstring(tostring(SpreadsheetDrawing.from_tree(fromstring(package.read(part))).to_tree())))
    except Exception:  # openpyxl's descriptors raise anything; what it cannot load it cannot keep
        return True
    return bool(before - after)


def _content(root: ElementTree.Element) -> Counter[tuple[str, str, str]]:
    """Count the attributes and texts of a drawing by element name, without what nobody can see."""
    counts: Counter[tuple[str, str, str]] = Counter()
    stack = [root]
    while stack:
        element = stack.pop()
        name = element.tag.rsplit("}", 1)[-1]
        if name == "extLst" and all(_UNSEEN.search(child.tag) for ext in element for child in ext):
            continue
        counts[name, "", (element.text or "").strip()] += 1
        for key, value in element.items():
            counts[name, key.rsplit("}", 1)[-1], value] += 1
        stack.extend(element)
    return counts
