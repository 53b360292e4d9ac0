"""Save an openpyxl workbook so that the same content gives the same file.

openpyxl stamps the time of saving into the document properties and into the zip directory, and it cannot
store the last result of a formula. The shipped workbooks are kept in git, so both are mended here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

STAMP = datetime(2026, 11, 22, 8, 0, 0)


def save(book: Workbook, path: Path, results: Mapping[str, Mapping[str, float | str]] | None = None) -> None:
    """Write ``book`` to ``path``.

    ``results`` holds the last results of formulas as Excel would have stored them: sheet -> cell -> value.
    A text result that begins with ``#`` is an error value.
    """
    book.properties.creator = "xlops demo"
    book.properties.lastModifiedBy = "xlops demo"
    book.properties.created = STAMP
    buffer = io.BytesIO()
    book.save(buffer)
    by_part = {
        f"xl/worksheets/sheet{index}.xml": (results or {}).get(sheet.title, {})
        for index, sheet in enumerate(book.worksheets, 1)
    }
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            if by_part.get(name):
                content = _with_results(content.decode(), by_part[name]).encode()
            entry = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)


def _with_results(xml: str, results: Mapping[str, float | str]) -> str:
    def put(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        if cell not in results:
            return match[0]
        value = results[cell]
        kind = "" if not isinstance(value, str) else ' t="e"' if value.startswith("#") else ' t="str"'
        return f'<c r="{cell}"{attributes}{kind}><f>{formula}</f><v>{value}</v></c>'

    return re.sub(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>', put, xml)
