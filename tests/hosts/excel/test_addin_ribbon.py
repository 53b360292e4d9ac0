"""The ribbon: every button has its macro, its Python function, and its texts in both languages."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from xml.etree import ElementTree

import pytest
from addin_files import part, procedures, text

from xlops.hosts.excel.addin_build import SOURCES

SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
RIBBON = ElementTree.fromstring((SOURCES / "customUI14.xml").read_text(encoding="utf-8"))
BUTTONS = {button.attrib["id"]: button.attrib for button in RIBBON.iter(f"{SPACE}button")}
TEXTS = tomllib.loads((SOURCES / "texts.toml").read_text(encoding="utf-8"))
# The macros in Python and what they take.
MACROS = {
    "grade_sheet": "",
    "import_reports": "",
    "audit_fees": "",
    "clear_grades": "",
    "check_columns": "",
    "insert_formulas": "",
    "explain_cell": "",
    "what_changes": "day",
    "repair_links": "",
    "settings": "",
    "checklists": "",
    "help_sheet": "",
    "about": "",
    "self_test": "",
}


def body(name: str) -> str:
    """Return the lines of a procedure of the ribbon module."""
    [found] = re.findall(
        rf"^(?:Public|Private) (?:Sub|Function) {name}\b.*?\n(.*?)^End ", text("XlopsRibbon"), re.S | re.M
    )
    return str(found)


def test_the_ribbon_has_a_button_for_every_macro_but_the_self_test() -> None:
    assert set(BUTTONS) == set(MACROS) - {"self_test"}


@pytest.mark.parametrize("key", list(BUTTONS))
def test_a_button_calls_its_macro_and_that_its_function(key: str) -> None:
    callback = BUTTONS[key]["onAction"]
    assert re.search(rf"^Public Sub {callback}\(ByVal control As IRibbonControl\)$", text("XlopsRibbon"), re.M)
    macro = callback.removesuffix("Click")
    assert body(callback).strip() == macro
    assert re.search(rf"^Public Sub {macro}\(\)$", text("XlopsRibbon"), re.M)
    assert f'"{key}(' in body(macro)


@pytest.mark.parametrize("key", list(BUTTONS))
def test_a_button_has_its_texts_in_both_languages(key: str) -> None:
    assert BUTTONS[key]["getLabel"] == "XlopsLabel"
    assert BUTTONS[key]["getScreentip"] == "XlopsScreentip"
    assert BUTTONS[key]["getSupertip"] == "XlopsSupertip"
    assert BUTTONS[key]["imageMso"]
    assert {"label", "screentip", "supertip"} <= set(TEXTS[key])
    # Excel cuts a label or a screentip after 1,024 characters; an operator reads none so long.
    assert len(TEXTS[key]["label"]["en"]) <= 30


def test_every_callback_of_the_ribbon_exists() -> None:
    defined = set(procedures("XlopsRibbon"))
    called = {
        value
        for element in RIBBON.iter()
        for attribute, value in element.attrib.items()
        if attribute.startswith(("get", "on"))
    }
    assert called <= defined
    groups = {group.attrib["id"] for group in RIBBON.iter(f"{SPACE}group")}
    assert groups == {key for key in TEXTS if key.startswith("group_")}


def test_every_text_has_both_languages_and_is_used() -> None:
    code = "".join(text(module) for module in ("XlopsRibbon", "XlopsConnection", "XlopsCore"))
    for group, texts in TEXTS.items():
        for key, both in texts.items():
            assert set(both) == {"en", "zh"}
            assert both["en"].isascii()
            assert both["en"] == "xlops" or not both["zh"].isascii(), (group, key)
            if group in BUTTONS or group.startswith("group_"):
                assert key in ("label", "screentip", "supertip") or f'"{group}.{key}"' in code
            else:
                assert f'"{key}"' in code, f"no use of {key}"


def test_every_text_that_is_asked_for_exists() -> None:
    there = {f"{group}.{key}" if group else key for group, texts in TEXTS.items() for key in texts}
    for module in ("XlopsRibbon", "XlopsConnection"):
        asked = re.findall(r'(?:XlopsText|XlopsBoxText)\("([^"]+)"\)|RefuseWorkbook "([^"]+)"', text(module))
        assert asked
        assert {one or other for one, other in asked} <= there


def test_texts_reach_the_sheet_that_vba_reads() -> None:
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    sheet = ElementTree.fromstring(part("xl/worksheets/sheet2.xml"))
    rows = {r[0].text: (r[1].text, r[2].text) for r in ([*row.iter(f"{space}t")] for row in sheet.iter(f"{space}row"))}
    wanted = {
        f"{group}.{key}" if group else key: (both["en"], both["zh"])
        for group, texts in TEXTS.items()
        for key, both in texts.items()
    }
    assert rows == wanted


def test_the_part_for_excel_2007_differs_in_its_namespace_only() -> None:
    new, old = part("customUI/customUI14.xml").decode(), part("customUI/customUI.xml").decode()
    assert new == (SOURCES / "customUI14.xml").read_text(encoding="utf-8")
    assert old == new.replace("office/2009/07/customui", "office/2006/01/customui")


def test_every_statement_for_python_names_a_function_that_exists() -> None:
    statements = re.findall(r'(?:RunOnSheet|RunInBook|RunInPython) "(\w+)\(', text("XlopsRibbon"))
    assert sorted(statements) == sorted(MACROS)
    assert "from xlops.hosts.excel import ribbon; ribbon." in body("RunInPython")
    if find_spec("xlops.hosts.excel.ribbon") is None:
        pytest.skip("xlops.hosts.excel.ribbon is not there")
    from inspect import signature

    from xlops.hosts.excel import ribbon

    for name, wanted in MACROS.items():
        given = signature(getattr(ribbon, name)).parameters.values()
        # The office is put in by the decorator of the macros.
        required = [p.name for p in given if p.default is p.empty and p.name != "office"]
        assert ",".join(required) == wanted


@pytest.mark.parametrize("macro", [name for name in procedures("XlopsRibbon") if f"{name}Click" in text("XlopsRibbon")])
def test_a_macro_looks_for_a_workbook_before_it_asks_python(macro: str) -> None:
    assert re.search(r"\b(?:RunOnSheet|RunInBook|OnSheet)\b", body(macro))
    for check, what in {"InBook": "ActiveWorkbook", "OnSheet": "ActiveSheet"}.items():
        assert what in body(check)


def test_only_digits_and_hyphens_of_a_typed_day_reach_python() -> None:
    assert 'RunInPython "what_changes(""" & DigitsAndHyphens(answer) & """)"' in body("XlopsWhatChanges")
