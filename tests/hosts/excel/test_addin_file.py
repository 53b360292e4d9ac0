"""The add-in's file: built twice the same, whole, and read back as what went in."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from addin_files import OURS, changed, npm, part, procedures, text
from libreoffice import office

from xlops._version import __version__
from xlops.catalog import catalogue
from xlops.hosts.excel import addin_build, wrappers

INSTALL = addin_build.SOURCES.parent
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"


def xlwings_folder() -> Path:
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


def test_generated_texts_are_those_of_the_catalogue() -> None:
    assert text("XlopsFormulas") == wrappers.formulas_module(), "run python -m xlops.hosts.gen"
    assert (INSTALL / "xlops.IntelliSense.xml").read_text(encoding="utf-8") == wrappers.intellisense()


def test_two_builds_and_the_committed_file_are_the_same_bytes() -> None:
    code = "import sys; from xlops.hosts.excel.addin_build import build; sys.stdout.buffer.write(build())"
    built = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        built.append(result.stdout)
        time.sleep(2.1)  # the clock of a zip ticks every two seconds
    assert hashlib.sha256(built[0]).hexdigest() == hashlib.sha256(built[1]).hexdigest()
    assert built[0] == addin_build.BUILT.read_bytes(), "run python -m xlops.hosts.gen"


def test_the_build_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "xlops.xlam"
    assert addin_build.build(target) == target.read_bytes()


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("XLWINGS_VERSION", "0.1", "xlwings==0.1"),
        ("PYOPENVBA_VERSION", "0.2", "pyOpenVBA==0.2"),
        ("SOURCES", Path("nowhere") / "addin", "xlops addin install"),
    ],
)
def test_what_is_missing_is_said_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, attribute: str, value: object, said: str
) -> None:
    monkeypatch.setattr(addin_build, attribute, value)
    with pytest.raises(addin_build.AddinBuildError, match=said) as error:
        addin_build.build()
    english, chinese = str(error.value).split(" | ")
    assert english.isascii()
    assert said in english and said in chinese and not chinese.isascii()


def test_a_package_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        raise addin_build.PackageNotFoundError(package)

    monkeypatch.setattr(addin_build, "version", version)
    with pytest.raises(addin_build.AddinBuildError, match=r"found: -\. Run  pip install xlwings"):
        addin_build.build()


def test_versions_are_read_from_the_file(tmp_path: Path) -> None:
    assert addin_build.addin_version(addin_build.BUILT) == __version__
    assert addin_build.addin_xlwings_version(addin_build.BUILT) == addin_build.XLWINGS_VERSION
    other = tmp_path / "other.xlam"
    assert addin_build.addin_version(other) is None
    other.write_bytes(b"no zip")
    assert addin_build.addin_version(other) is None
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert addin_build.addin_xlwings_version(other) is None


def test_the_pinned_xlwings_is_that_of_the_dll_and_of_the_package() -> None:
    module = addin_build.vba_modules(xlwings_folder())["xlwings"]
    assert f'XLWINGS_VERSION As String = "{addin_build.XLWINGS_VERSION}"' in module
    assert f'"xlwings64-{addin_build.XLWINGS_VERSION}.dll"' in module
    project = (INSTALL.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f"xlwings=={addin_build.XLWINGS_VERSION}" in project
    assert f"pyOpenVBA=={addin_build.PYOPENVBA_VERSION}" in project


def test_xlwings_module_is_taken_as_it_is_but_for_the_project_name() -> None:
    stock = (xlwings_folder() / "xlwings_custom_addin.bas").read_text(encoding="utf-8").splitlines()
    ours = addin_build.vba_modules(xlwings_folder())["xlwings"].splitlines()
    different = [(a, b) for a, b in zip(stock, ours, strict=True) if a != b]
    assert different == [
        ('Public Const PROJECT_NAME As String = "myaddin"', 'Public Const PROJECT_NAME As String = "xlops"')
    ]


# The package.


def test_every_part_is_well_formed_and_has_a_type() -> None:
    with zipfile.ZipFile(addin_build.BUILT) as package:
        names = package.namelist()
        types = ElementTree.fromstring(package.read("[Content_Types].xml"))
        for name in names:
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
    assert len(names) == len(set(names))
    defaults = {t.get("Extension"): t.get("ContentType") for t in types.iter(f"{TYPES}Default")}
    overrides = {t.get("PartName"): t.get("ContentType") for t in types.iter(f"{TYPES}Override")}
    assert {name.lstrip("/") for name in overrides} <= set(names)
    assert all(f"/{name}" in overrides or name.rsplit(".", 1)[1] in defaults for name in names)
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert defaults["bin"] == "application/vnd.ms-office.vbaProject"


@pytest.mark.parametrize(("relations", "folder"), [("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl")])
def test_every_relationship_has_its_part(relations: str, folder: str) -> None:
    with zipfile.ZipFile(addin_build.BUILT) as package:
        found = list(ElementTree.fromstring(package.read(relations)).iter(RELATIONSHIP))
        targets = {posixpath.join(folder, r.attrib["Target"]) for r in found}
        assert targets <= set(package.namelist())
    assert len({r.attrib["Id"] for r in found}) == len(found) == len(targets)


def test_every_sheet_has_its_document_module() -> None:
    workbook = ElementTree.fromstring(part("xl/workbook.xml"))
    project = vba_project_stream()
    declared = {line.split("=")[1].split("/")[0] for line in project.splitlines() if line.startswith("Document=")}
    codes = {workbook.find(f"{MAIN}workbookPr").get("codeName")}  # type: ignore[union-attr]
    sheets = workbook.findall(f"{MAIN}sheets/{MAIN}sheet")
    for number, _ in enumerate(sheets, 1):
        sheet = ElementTree.fromstring(part(f"xl/worksheets/sheet{number}.xml"))
        codes.add(sheet.find(f"{MAIN}sheetPr").get("codeName"))  # type: ignore[union-attr]
    assert declared == codes
    assert [(s.get("name"), s.get("state")) for s in sheets] == [
        ("xlops.conf", "visible"),
        ("xlops.text", "veryHidden"),
    ]


def test_the_configuration_is_what_xlwings_looks_for() -> None:
    rows = sheet_rows(1)
    configuration = {row[0]: row[1] for row in rows}
    assert len(configuration) == len(rows)
    assert all(key == key.upper() and value for key, value in rows)
    asked = addin_build.vba_modules(xlwings_folder())["xlwings"]
    for key in configuration:
        assert key == "XLOPS_VERSION" or f'"{key}"' in asked or key == "XLWINGS_VERSION", key
    assert configuration["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert not any("INTERPRETER" in key for key in configuration), "the interpreter is the user's"


def test_argument_help_is_in_the_workbook_in_both_languages() -> None:
    workbook = ElementTree.fromstring(part("xl/workbook.xml"))
    helped = {name.attrib["name"]: name for name in workbook.iter(f"{X14}definedName")}
    for name, formula in catalogue().items():
        descriptions = list(helped[name].iter(f"{X14}argumentDescription"))
        assert [int(d.attrib["index"]) for d in descriptions] == list(range(len(formula.arguments)))
        assert [d.text for d in descriptions] == [wrappers.argument_help(a) for a in formula.arguments]
        assert all(d.text and 1 <= len(d.text) <= 255 for d in descriptions)
    assert set(helped) == set(catalogue())
    assert workbook.find(f"{MAIN}functionGroups/{MAIN}functionGroup").get("name") == "xlops"  # type: ignore[union-attr]


def sheet_rows(number: int) -> list[list[str]]:
    sheet = ElementTree.fromstring(part(f"xl/worksheets/sheet{number}.xml"))
    return [[t.text or "" for t in row.iter(f"{MAIN}t")] for row in sheet.iter(f"{MAIN}row")]


# The VBA project, as other readers see it.


def vba_project_stream() -> str:
    import olefile

    return str(olefile.OleFileIO(BytesIO(part("xl/vbaProject.bin"))).openstream("PROJECT").read().decode("cp1252"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:oletools")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:pyparsing")
def test_olevba_reads_every_module_as_it_was_written() -> None:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(addin_build.BUILT))
    found = {Path(name).stem: code.splitlines() for _, _, name, code in parser.extract_macros()}
    parser.close()
    wanted = {name: source.splitlines() for name, source in addin_build.vba_modules(xlwings_folder()).items()}
    assert set(OURS) < set(wanted)
    # A class in a project has another head than an exported one, and document modules have only a head.
    body = wanted.pop("Dictionary")[13:]
    assert found.pop("Dictionary")[-len(body) :] == body
    for module in ("ThisWorkbook", "Sheet1", "Sheet2"):
        assert all(line.startswith("Attribute ") for line in found.pop(module))
    assert found == wanted


def test_the_project_has_no_defects() -> None:
    import olefile
    import pyopenvba

    report = pyopenvba.check_file(addin_build.BUILT)
    assert report.ok and report.complete and not report.issues
    olefile.OleFileIO(BytesIO(part("xl/vbaProject.bin")), raise_defects=olefile.DEFECT_INCORRECT)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:oletools")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:pyparsing")
def test_libreoffice_opens_the_add_in_with_its_modules_and_sheets(tmp_path: Path) -> None:
    """It is told the filter, because it knows add-ins by no type of their own, and saves what it has read."""
    from oletools.olevba import VBA_Parser
    from openpyxl import load_workbook

    kind = "Calc MS Excel 2007 VBA XML"
    command = [office(), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter={kind}", "--convert-to", f"xlsm:{kind}", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(addin_build.BUILT)], check=True, capture_output=True, timeout=180)
    saved = tmp_path / "xlops.xlsm"
    parser = VBA_Parser(str(saved))
    read = {Path(name).stem: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert {*OURS, "xlwings", "Dictionary", "ThisWorkbook", "Sheet1", "Sheet2"} == set(read)
    for module in OURS:
        assert all(f" {name}(" in read[module] for name in procedures(module))
    sheets = {sheet.title: sheet["A1"].value for sheet in load_workbook(saved)}
    assert sheets == {"xlops.conf": "XLOPS_VERSION", "xlops.text": "group_sheet.label"}


# The whole file by Microsoft's Open XML SDK.


def faults(path: Path) -> list[dict[str, Any]]:
    tool = npm("@ooxml-tools/validate", "0.4.6") / "dist" / "npm" / "bin" / "ooxml-validate.js"
    result = subprocess.run(
        ["node", str(tool), "-f", "xlsx", "--of", "json", str(path)], capture_output=True, text=True, check=True
    )
    return list(json.loads(result.stdout))


def test_the_open_xml_sdk_finds_nothing_wrong() -> None:
    assert faults(addin_build.BUILT) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("customUI/customUI14.xml", "onAction", "onActoin"),
        ("customUI/customUI.xml", "<group id", "<grupp/><group id"),
        ("xl/workbook.xml", 'argumentDescription index="0"', "argumentDescription"),
        ("xl/worksheets/sheet1.xml", 't="inlineStr"', 't="inlineString"'),
        ("xl/styles.xml", '<fills count="2">', '<filz/><fills count="2">'),
    ],
)
def test_the_open_xml_sdk_would_find_it(name: str, old: str, new: str, tmp_path: Path) -> None:
    [fault] = faults(changed(tmp_path / "changed.xlam", name, old, new))
    assert fault["path"]["partUri"] == f"/{name}"
