"""Every reason for which xlops will not open or write a file, with what to do, in both languages."""

from __future__ import annotations

import zipfile
import zlib
from xml.parsers import expat

from xlops.errors import WorkbookError

_PROBLEMS: dict[str, tuple[str, str]] = {
    "not_found": (
        "{file}: there is no such file. Check the name and the folder.",
        "{file}：找不到该文件，请检查文件名和文件夹。",
    ),
    "folder": (
        "{file}: this is a folder. Name the workbook or .csv in it.",
        "{file}：这是文件夹，请指定其中的工作簿或 .csv 文件。",
    ),
    "not_readable": (
        "{file}: the file cannot be read ({detail}). Check that you may open it and that the drive is connected.",
        "{file}：无法读取（{detail}）。请确认有打开权限、磁盘已连接。",
    ),
    "unsupported": (
        "{file}: xlops reads .xlsx, .xlsm and .csv. Save it as an Excel workbook (.xlsx) first.",
        "{file}：xlops 只支持 .xlsx、.xlsm 和 .csv，请先另存为 Excel 工作簿（.xlsx）。",
    ),
    "text_report": (
        "{file}: a text file is no product sheet. If it is a report (settlement, Fee Preview, ...), bring it into your "
        "product sheet with xlops import {file} --into WORKBOOK, or check its charges with xlops audit {file}. A "
        "product sheet must be .xlsx, .xlsm or .csv.",
        "{file}：文本文件不是商品表。如果是报表（结算、费用预览等），请用 xlops import {file} --into 商品表.xlsx 导入，"
        "或用 xlops audit {file} 核对费用；商品表须为 .xlsx、.xlsm 或 .csv。",
    ),
    "empty_file": (
        "{file}: the file is empty (0 bytes). Export or download it again.",
        "{file}：文件为空（0 字节），请重新导出或下载。",
    ),
    "xls": (
        "{file}: this is the old .xls format of Excel 97-2003. Open it in Excel or WPS and save it as .xlsx.",
        "{file}：这是旧版 .xls 格式（Excel 97-2003），请用 Excel 或 WPS 打开后另存为 .xlsx。",
    ),
    "encrypted": (
        "{file}: the workbook is protected by a password. Open it in Excel, remove the password "
        "(File > Info > Protect Workbook), save it and try again.",
        "{file}：工作簿有打开密码。请在 Excel 中打开，取消密码（文件 > 信息 > 保护工作簿），保存后再试。",
    ),
    "html": (
        "{file}: this is a web page with an Excel file name (an export of some sites). "
        "Open it in Excel and save it as .xlsx.",
        "{file}：这其实是网页文件（某些网站的导出），只是用了 Excel 的扩展名。请用 Excel 打开后另存为 .xlsx。",
    ),
    "xml_2003": (
        "{file}: this is an XML spreadsheet of Excel 2003. Open it in Excel and save it as .xlsx.",
        "{file}：这是 Excel 2003 的 XML 表格，请用 Excel 打开后另存为 .xlsx。",
    ),
    "text_not_workbook": (
        "{file}: this is a text file with an Excel file name. If it is a table, rename it to .csv and try again.",
        "{file}：这是文本文件，只是用了 Excel 的扩展名。如果内容是表格，请改名为 .csv 后再试。",
    ),
    "xlsb": (
        "{file}: this is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx.",
        "{file}：这是二进制工作簿（.xlsb），请用 Excel 打开后另存为 .xlsx。",
    ),
    "ods": (
        "{file}: this is an OpenDocument file (.ods). Save it as .xlsx.",
        "{file}：这是 OpenDocument 文件（.ods），请另存为 .xlsx。",
    ),
    "wrong_suffix": (
        "{file}: this is an Excel workbook with the wrong file name. Rename it to {better} and try again.",
        "{file}：这是 Excel 工作簿，但扩展名不对。请改名为 {better} 后再试。",
    ),
    "corrupt": (
        "{file}: the file is damaged ({detail}). Download it again, or let Excel repair it (Open > Open and Repair).",
        "{file}：文件已损坏（{detail}）。请重新下载，或用 Excel 的“打开并修复”修复。",
    ),
    "not_a_workbook": (
        "{file}: this is not an Excel workbook ({detail}).",
        "{file}：这不是 Excel 工作簿（{detail}）。",
    ),
    "zip_bomb": (
        "{file}: unpacked, the workbook would take {detail}; that is not a product sheet. Check where "
        "the file comes from.",
        "{file}：解压后大小为 {detail}，不像商品表。请确认文件来源。",
    ),
    "doctype": (
        "{file}: {detail} contains a document type declaration, which no Excel workbook has. "
        "The file is not opened, because this can be an attack.",
        "{file}：{detail} 含有文档类型声明，正常的 Excel 文件不会有。为防攻击，不打开该文件。",
    ),
    "unreadable": (
        "{file}: the workbook cannot be read ({detail}). Open it in Excel, save it as .xlsx under a "
        "new name and try again.",
        "{file}：无法读取该工作簿（{detail}）。请用 Excel 打开，另存为新的 .xlsx 后再试。",
    ),
    "no_worksheet": (
        "{file}: the workbook has no sheet with cells (only charts or macro sheets).",
        "{file}：工作簿里没有普通工作表（只有图表或宏表）。",
    ),
    "no_such_sheet": (
        "{file}: there is no sheet named '{sheet}'. Its sheets: {sheets}",
        "{file}：没有名为“{sheet}”的工作表。现有工作表：{sheets}",
    ),
    "too_sparse": (
        "{file}, sheet {sheet}: cells are scattered over {detail}. Delete the stray cells far away from the table.",
        "{file}，工作表 {sheet}：单元格散布在 {detail} 的范围内。请删除远离表格的零散单元格。",
    ),
    "sheet_full": (
        "{file}, sheet {sheet}: no room to the right for the results: the sheet is used up to column {detail}.",
        "{file}，工作表 {sheet}：右侧没有空间写结果，已用到第 {detail} 列。",
    ),
    "merged_target": (
        "{file}, sheet {sheet}: the merged cells {detail} reach into the result columns. Unmerge them and try again.",
        "{file}，工作表 {sheet}：合并单元格 {detail} 伸入了结果列，请取消合并后再试。",
    ),
    "sheet_protected": (
        "{file}, sheet {sheet}: the sheet is protected, so nothing can be written. Choose Review > Unprotect Sheet and "
        "try again.",
        "{file}，工作表 {sheet}：工作表受保护，无法写入。请先“审阅 > 撤消工作表保护”，再试一次。",
    ),
    "structure_protected": (
        "{file}: the workbook's structure is protected, so no sheet can be added. Choose Review > Protect Workbook to "
        "take it off and try again.",
        "{file}：工作簿结构受保护，无法添加工作表。请在“审阅 > 保护工作簿”中取消后再试。",
    ),
    "old_format_open": (
        "{file}: this is a workbook in the old .xls format, which takes no sheets of xlops. Save it as an Excel "
        "workbook (.xlsx) and try again.",
        "{file}：这是旧版 .xls 格式，无法加入 xlops 的工作表。请另存为 Excel 工作簿（.xlsx）后再试。",
    ),
    "locked": (
        "{file} is open in Excel (lock file {detail}). Close it and try again. "
        "If it is not open anywhere, delete the lock file.",
        "{file} 正在 Excel 中打开（锁文件 {detail}），请关闭后再试。若确实没有打开，请删除该锁文件。",
    ),
    "read_only_folder": (
        "{file}: the folder cannot be written to ({detail}). Choose another folder with -o.",
        "{file}：文件夹不可写（{detail}）。请用 -o 指定其他文件夹。",
    ),
    "disk_full": (
        "{file}: the disk is full. Nothing was changed; free some space and try again.",
        "{file}：磁盘空间不足，没有改动任何文件。请清理空间后再试。",
    ),
    "not_written": (
        "{file}: the file could not be written ({detail}). Nothing was changed. If it is open in a program, close it.",
        "{file}：无法写入（{detail}），没有改动任何文件。如果正被其他程序打开，请关闭后再试。",
    ),
    "changed_since_read": (
        "{file}: the file was changed while xlops was working. Nothing was written; run the command again.",
        "{file}：处理期间文件被修改，没有写入任何内容。请重新运行命令。",
    ),
    "encoding": (
        "{file}: the text encoding is not recognised. In Excel choose Save As > CSV UTF-8.",
        "{file}：无法识别文本编码。请在 Excel 中另存为“CSV UTF-8”。",
    ),
    "csv": (
        "{file}: the text cannot be read as a table ({detail}).",
        "{file}：文本无法按表格读取（{detail}）。",
    ),
    "same_target": (
        "{file}: another file of this run is already saved as {detail}. Use different folders, or rename one of them.",
        "{file}：本次运行已有文件保存为 {detail}。请使用不同的文件夹，或给其中一个改名。",
    ),
    "nothing_to_remove": (
        "{file}: there are no xlops columns or sheets in it. Nothing was written.",
        "{file}：没有 xlops 的列或工作表，未写入任何内容。",
    ),
    "read_only_target": (
        "{file}: the file is marked read-only. Take the mark off (right click > Properties), or save a copy with -o.",
        "{file}：文件为只读。请取消只读属性（右键 > 属性），或用 -o 另存副本。",
    ),
    "folder_gone": (
        "{file}: the folder {detail} is not there (any more). Nothing was written. Check that the drive or network "
        "folder is connected, then run the command again.",
        "{file}：文件夹 {detail} 不存在或已断开，没有写入任何文件。请检查磁盘或网络文件夹的连接，再重新运行命令。",
    ),
    "target_in_use": (
        "{file}: another program holds the file ({detail}). Nothing was changed. Close it in Excel or WPS, also on "
        "other computers, and wait until a cloud folder has synchronised; or save a copy with -o.",
        "{file}：文件正被其他程序占用（{detail}），没有改动任何文件。请在 Excel 或 WPS（包括其他电脑）中关闭它，"
        "并等待云盘同步完成；或用 -o 另存副本。",
    ),
    "no_replace": (
        "{file}: this folder does not let a file be replaced safely ({detail}). Nothing was changed. Save with -o to a "
        "folder of this computer and copy the result.",
        "{file}：该文件夹不支持安全替换文件（{detail}），没有改动任何文件。请用 -o 保存到本机文件夹，再复制过去。",
    ),
    "duplicate_parts": (
        "{file}: two different parts of the workbook have the same name ({detail}); it is not clear which one counts. "
        "Open it in Excel, check what you see, and save it under a new name.",
        "{file}：工作簿中有两个内容不同但同名的部件（{detail}），无法确定以哪个为准。"
        "请用 Excel 打开核对后另存为新文件。",
    ),
    "suspicious": (
        "{file}: no Office program writes such a file ({detail}). It is not opened, because this can be an attack. "
        "If you trust where it comes from, open it in Excel and save it under a new name.",
        "{file}：正常的 Office 软件不会生成这样的文件（{detail}）。为防攻击，不打开该文件。"
        "如确认来源可靠，请用 Excel 打开并另存为新文件。",
    ),
    "odd_xml": (
        "{file}: the XML is written in a way that xlops does not change safely ({detail}). Nothing was written. "
        "Open the workbook in Excel, save it under a new name and try again.",
        "{file}：XML 写法特殊（{detail}），xlops 无法安全修改，没有写入任何内容。请用 Excel 打开并另存后再试。",
    ),
    "odd_sheet": (
        "{file}: the rows of the sheet are written in a way that xlops does not change safely ({detail}). Nothing was "
        "written. Open the workbook in Excel, save it under a new name and try again.",
        "{file}：工作表的行写法特殊（{detail}），xlops 无法安全修改，没有写入任何内容。请用 Excel 打开并另存后再试。",
    ),
    "odd_styles": (
        "{file}: the workbook has {detail} cell formats, nearly as many as Excel allows, so there is no room for "
        "those of the results. Nothing was written. Remove formats that nobody needs.",
        "{file}：工作簿已有 {detail} 种单元格格式，接近 Excel 上限，没有写入任何内容。请清理多余格式。",
    ),
    "odd_package": (
        "{file}: parts of the workbook do not fit together ({detail}). Nothing was written. Open the workbook in "
        "Excel, save it under a new name and try again.",
        "{file}：工作簿各部件不一致（{detail}），没有写入任何内容。请用 Excel 打开并另存后再试。",
    ),
    "signed": (
        "{file}: the workbook is digitally signed, and any change would make the signature void. Nothing was written. "
        "Save an unsigned copy (File > Info > View Signatures > Remove) and try again.",
        "{file}：工作簿带有数字签名，改动会使签名失效，没有写入任何内容。请删除签名（文件 > 信息 > 查看签名）后再试。",
    ),
    "shared_workbook": (
        "{file}: this is a shared workbook with a history of changes. Stop sharing it (Review > Unshare Workbook), "
        "save it and try again.",
        "{file}：这是带修订记录的共享工作簿。请先取消共享（审阅 > 取消共享工作簿），保存后再试。",
    ),
}


def problem(code: str, file: object, **facts: object) -> WorkbookError:
    """Return the error for ``code``, its text filled with the file name and facts such as ``detail``."""
    en, zh = _PROBLEMS[code]
    name = getattr(file, "name", file)
    detail_zh = facts.pop("detail_zh", facts.get("detail"))
    return WorkbookError(code, en.format(file=name, **facts), zh.format(file=name, **{**facts, "detail": detail_zh}))


# What the libraries that read files find wrong; they say it in English only.
_IN_CHINESE: tuple[tuple[type[Exception], str], ...] = (
    (zipfile.BadZipFile, "压缩包不完整或已损坏"),
    (zlib.error, "压缩数据已损坏"),
    (expat.ExpatError, "XML 内容有误"),
    (EOFError, "文件不完整"),
)


def said_by(error: BaseException, part: str = "") -> dict[str, str]:
    """Return what a library found wrong as the facts ``detail`` and ``detail_zh`` of :func:`problem`.

    Args:
        error: what the library raised.
        part: the part of the file that it is about; "" = the whole.
    """
    en = str(error) or type(error).__name__
    zh = next((words for kind, words in _IN_CHINESE if isinstance(error, kind)), "内容无法解析")
    return {"detail": f"{part}: {en}" if part else en, "detail_zh": f"{part}：{zh}" if part else zh}
