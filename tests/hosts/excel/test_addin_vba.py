"""The add-in's VBA: its syntax, what it may not do, and that its wrappers are those xlwings would write."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import windows_xlwings as windows
from addin_files import OURS, missing, npm, procedures, text

from xlops.catalog import catalogue
from xlops.hosts.excel.addin_build import SOURCES

SIGNATURE = re.compile(r"^\s*(?:Public )?Function ([A-Z_0-9]+)\(([^)]*)\)", re.MULTILINE)


def signatures(source: str) -> dict[str, list[str]]:
    joined = re.sub(r" _\r?\n\s*", " ", source)
    return {name: [a.strip() for a in given.split(",") if a.strip()] for name, given in SIGNATURE.findall(joined)}


def test_wrappers_agree_with_those_of_xlwings_in_names_and_arguments() -> None:
    theirs = signatures(windows.wrappers("xlops.hosts.excel.udfs"))
    ours = signatures(text("XlopsFormulas"))
    assert ours == theirs
    assert list(ours) == list(catalogue())


def test_wrappers_hand_over_every_argument_in_order_and_days_as_days() -> None:
    joined = re.sub(r" _\n\s*", " ", text("XlopsFormulas"))
    passed = dict(re.findall(r'XlopsCall\("([A-Z_0-9]+)", Array\((.*)\)\)$', joined, re.MULTILINE))
    for name, formula in catalogue().items():
        wanted = [f"{'XlopsDay' if a.term.kind == 'date' else 'XlopsArg'}({a.name})" for a in formula.arguments]
        assert passed[name].split(", ") == wanted
    assert set(passed) == set(catalogue())


def test_every_wrapper_has_its_help_and_its_category() -> None:
    source = text("XlopsFormulas")
    for name in catalogue():
        [summary] = re.findall(rf'^Attribute {name}\.VB_Description = "(.+)"$', source, re.MULTILINE)
        assert len(summary) <= 255
        assert f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n20"' in source


@pytest.mark.parametrize("module", OURS)
def test_a_module_keeps_to_the_limits_of_vba(module: str) -> None:
    """ASCII (a module has one code page), 1,023 characters a line, 24 continuations, 65,534 lines."""
    lines = text(module).splitlines()
    assert lines[0] == f'Attribute VB_Name = "{module}"'
    assert max(map(len, lines)) <= 1023
    run = 0
    for line in lines:
        run = run + 1 if line.endswith(" _") else 0
        assert run <= 24
    assert sorted(path.stem for path in SOURCES.glob("*.bas")) == sorted(OURS)


@pytest.mark.parametrize("module", OURS)
def test_a_module_starts_fetches_and_writes_nothing(module: str) -> None:
    code = re.sub(r"'[^\n]*", "", text(module))
    words = r"Shell|WScript|CreateObject|GetObject|URLDownload\w*|XMLHTTP|WinHttp\w*|Kill|FileCopy|MkDir|RmDir|SaveAs"
    words += (
        r"|SaveCopyAs|SetAttr\s+\"|VBProject|VBE|Declare|Lib|Environ|CallByName|SendKeys|ExecuteExcel4Macro|Execute"
    )
    assert re.findall(rf"\b(?:{words})\b", code, re.IGNORECASE) == []
    assert re.findall(r"^\s*(?:Open|Print|Put|Write)\b", code, re.IGNORECASE | re.MULTILINE) == []
    assert "Application.Caller" not in code


@pytest.mark.parametrize("module", OURS)
def test_conditional_compilation_is_only_in_the_connection(module: str) -> None:
    """LibreOffice runs both branches of an ``#If``."""
    assert ("#If" in text(module)) == (module == "XlopsConnection")


@pytest.mark.parametrize("module", ["XlopsCore", "XlopsConnection", "XlopsFormulas", "XlopsTexts"])
def test_what_cells_call_shows_no_boxes(module: str) -> None:
    assert not re.search(r"\b(?:MsgBox|InputBox)\b", text(module))


@pytest.mark.parametrize("module", ["XlopsConnection", "XlopsCore", "XlopsTexts"])
def test_inner_modules_offer_no_functions_to_cells(module: str) -> None:
    assert "Option Private Module" in text(module)


def test_no_public_name_stands_twice() -> None:
    """Two public procedures of a name in two modules are an error of VBA when one is called."""
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    assert spec is not None and spec.origin is not None
    stock = (Path(spec.origin).parent / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    theirs = re.findall(r"^\s*(?:Public )?(?:Function|Sub) (\w+)", stock, re.MULTILINE)
    names = [name.lower() for module in OURS for name in procedures(module)]
    assert len(names) == len(set(names)) > 100
    assert not {name.lower() for name in theirs} & set(names)


def test_every_procedure_that_is_called_exists() -> None:
    """A misspelt call is a run-time error in VBA, and only where it is reached."""
    defined = {name for module in OURS for name in procedures(module)}
    for module in OURS:
        own = set(re.findall(r"(?:Sub|Function) (\w+)", text(module)))
        for name in set(re.findall(r"\bXlops\w+\b", re.sub(r"'[^\n]*", "", text(module)))):
            assert name in defined | own | set(OURS), f"{module}: {name}"


def test_what_is_called_of_xlwings_exists_and_is_public() -> None:
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    assert spec is not None and spec.origin is not None
    stock = (Path(spec.origin).parent / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    called = set(re.findall(r"\bxlwings\.(\w+)", re.sub(r'"[^"\n]*"|\'[^\n]*', "", text("XlopsConnection"))))
    assert called == {
        "FileExists",
        "GetDirectoryConfigFilePath",
        "GetFullName",
        "KillPy",
        "PROJECT_NAME",
        "SheetExists",
        "XLPy",
        "XLPyCommand",
    }
    for name in called:
        assert re.search(rf"^\s*(?:Public )?(?:Function|Sub|Const|Public Const) {name}\b", stock, re.MULTILINE), name


# Syntax.


@cache
def grammar() -> Any:
    """Return a parser of VBA: tree-sitter's grammar from npm, compiled here."""
    tree_sitter = pytest.importorskip("tree_sitter")
    folder = npm("tree-sitter-vba", "0.14.3") / "vba" / "src"
    compiler = shutil.which("gcc")
    if not compiler:
        missing("gcc is not installed")
        raise AssertionError
    library = Path(mkdtemp()) / "vba.so"
    sources = [str(path) for path in sorted(folder.glob("*.c"))]
    subprocess.run([compiler, "-shared", "-fPIC", "-I", str(folder), *sources, "-o", str(library)], check=True)
    language = ctypes.CDLL(str(library)).tree_sitter_vba
    language.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return tree_sitter.Parser(tree_sitter.Language(capsule(language(), b"tree_sitter.Language", None)))


def mistakes(source: str) -> list[str]:
    found = []
    waiting = [grammar().parse(source.encode()).root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "ERROR" or node.is_missing:
            found.append(f"line {node.start_point[0] + 1}: {node.text[:60]!r}")
        waiting.extend(node.children)
    return found


@pytest.mark.parametrize("module", OURS)
def test_the_syntax_of_a_module(module: str) -> None:
    assert mistakes(text(module)) == []


@pytest.mark.parametrize(
    ("old", "new"), [("End Function", "End Funktion"), ("Case Else", "Case Else Then"), ("found = XlopsS", "= XlopsS")]
)
def test_the_syntax_check_would_find_it(old: str, new: str) -> None:
    source = text("XlopsCore")
    assert old in source
    assert mistakes(source.replace(old, new, 1)) != []


# The grammar takes blocks as lines, so their ends are matched here.
OPENS = {
    "If": r"If\b.*\bThen$",
    "For": r"For\b",
    "Select": r"Select Case\b",
    "Function": r"(?:Public |Private )?Function\b",
    "Sub": r"(?:Public |Private )?Sub\b",
    "#If": r"#If\b.*\bThen$",
}
CLOSES = {
    "If": r"End If$",
    "For": r"Next\b",
    "Select": r"End Select$",
    "Function": r"End Function$",
    "Sub": r"End Sub$",
    "#If": r"#End If$",
}
OTHERS = r"\b(?:Do|Loop|While|Wend|With|Type|Enum|Property)\b"


def unmatched(source: str) -> list[str]:
    """Return the lines at which blocks do not close as they opened."""
    code = re.sub(r" _\n\s*", " ", re.sub(r"'[^\n]*", "", re.sub(r'"[^"\n]*"', '""', source)))
    open_blocks: list[str] = []
    found = []
    for line in map(str.strip, code.splitlines()):
        if re.match(OTHERS, line):
            found.append(f"not known here: {line}")
        for kind in OPENS:
            if re.match(OPENS[kind], line):
                open_blocks.append(kind)
            elif re.match(CLOSES[kind], line) and (not open_blocks or open_blocks.pop() != kind):
                found.append(line)
    return found + open_blocks


@pytest.mark.parametrize("module", OURS)
def test_every_block_of_a_module_closes(module: str) -> None:
    assert unmatched(text(module)) == []


@pytest.mark.parametrize("closing", ["    End If\n", "    End Select\n", "        Next j\n", "End Function\n"])
def test_an_open_block_would_be_found(closing: str) -> None:
    source = text("XlopsCore")
    assert closing in source
    assert unmatched(source.replace(closing, "", 1)) != []


def test_the_checks_of_npm_run_where_they_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLOPS_REQUIRE_NPM", "1")
    with pytest.raises(pytest.fail.Exception, match="no tool"):
        missing("no tool")
