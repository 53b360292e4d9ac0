"""Formats are appended to a styles part; what stands there keeps its numbers and bytes."""

from __future__ import annotations

import pytest

from xlops.workbook.styles_patch import StylesXml
from xlops.workbook.zip_parts import BadZip

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FONT = b'<font><b/><sz val="9"/></font>'


def test_appended_once_and_counted() -> None:
    given = (
        f'<?xml version="1.0"?>\n<styleSheet {MAIN}>\n <!-- <fonts/> --><fonts count="1"><font><sz val="11"/></font>'
        '</fonts>\n <cellXfs count="1"><xf/></cellXfs><extLst><ext uri="x"/></extLst></styleSheet>\n'
    ).encode()
    styles = StylesXml(given)
    assert styles.text == given
    assert styles.add("fonts", [FONT, b'<font><sz val="11"/></font>', FONT]) == [1, 0, 1]
    assert styles.text == given.replace(b'count="1"><font>', b'count="2"><font>').replace(
        b"</fonts>", FONT + b"</fonts>"
    )
    assert styles.add("fonts", [FONT]) == [1] and styles.items("fonts")[1] == FONT


def test_a_section_that_is_not_there_is_made_where_it_belongs() -> None:
    styles = StylesXml(b'<x:styleSheet xmlns:x="m"><x:fonts count="0"/><x:cellXfs/></x:styleSheet>')
    assert styles.add("fills", [b"<fill/>"]) == [2]  # behind the two that Excel takes for granted
    assert styles.add("numFmts", [b'<numFmt numFmtId="164" formatCode="0"/>']) == [0]
    assert styles.text == (
        b'<x:styleSheet xmlns:x="m"><x:numFmts count="1"><x:numFmt numFmtId="164" formatCode="0"/></x:numFmts>'
        b'<x:fonts count="0"/><x:fills count="3"><x:fill><x:patternFill patternType="none"/></x:fill><x:fill>'
        b'<x:patternFill patternType="gray125"/></x:fill><x:fill/></x:fills><x:cellXfs/></x:styleSheet>'
    )


def test_a_part_without_anything() -> None:
    styles = StylesXml(f"<styleSheet {MAIN}/>".encode())
    assert styles.items("fonts") == [] and styles.normal_font() == (None, None)
    assert styles.add("cellXfs", [b'<xf numFmtId="2"/>']) == [1]
    made = f'<styleSheet {MAIN}><cellXfs count="2"><xf/><xf numFmtId="2"/></cellXfs></styleSheet>'
    assert styles.text == made.encode()


def test_more_formats_than_excel_bears() -> None:
    formats = "".join(f'<xf numFmtId="{n}"/>' for n in range(63_999))
    styles = StylesXml(f"<styleSheet {MAIN}><cellXfs>{formats}</cellXfs></styleSheet>".encode())
    assert styles.add("cellXfs", [b'<xf numFmtId="5"/>', b'<xf fontId="1"/>']) == [5, 63_999]
    with pytest.raises(BadZip) as error:
        styles.add("cellXfs", [b'<xf fontId="2"/>'])
    assert error.value.code == "odd_styles"
