"""The Windows installer script, as far as it can be judged without PowerShell."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from xlops.hosts.cli import main

INSTALL = Path(__file__).parents[3] / "install"


@pytest.fixture(scope="module")
def script() -> str:
    return (INSTALL / "install.ps1").read_bytes().decode("utf-8-sig")


def code(script: str) -> str:
    """Return the script without comments and without what stands in quotes."""
    text = re.sub(r"<#.*?#>", "", script, flags=re.S)
    text = re.sub(r"'(?:''|[^'])*'|\"(?:`.|[^\"])*\"", "''", text)
    return re.sub(r"#[^\r\n]*", "", text)


def test_powershell_5_reads_it_as_utf_8() -> None:
    raw = (INSTALL / "install.ps1").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    raw.decode("utf-8-sig")


def test_double_click_file_runs_it() -> None:
    raw = (INSTALL / "install.cmd").read_bytes()
    assert raw.isascii() and raw.count(b"\n") == raw.count(b"\r\n")  # read in any code page
    assert b'-ExecutionPolicy Bypass -File "%~dp0install.ps1" %*' in raw


def test_it_parses(script: str) -> None:
    grammar = pytest.importorskip("tree_sitter_powershell", reason="the PowerShell grammar is not installed")
    import tree_sitter

    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    assert not parser.parse(script.encode()).root_node.has_error
    assert parser.parse(script.replace("if ($Uninstall) {", "if ($Uninstall {").encode()).root_node.has_error


def test_nothing_that_powershell_5_lacks(script: str) -> None:
    newer = re.compile(r"&&|\|\||\?\?|\?\.|(?<![\w)])\?(?=\s)|-Parallel|Join-String|utf8NoBOM|\$IsWindows|-AsHashtable")
    assert newer.findall(code(script)) == []


def test_chinese_text_does_not_run_into_the_code(script: str) -> None:
    """PowerShell takes curly quotes for quotes, and letters of any script for part of a variable's name."""
    assert not set(script) & set("“”„‘’‚")
    assert re.findall(r"\$\w*[^\x00-\x7f]", script) == []


def test_brackets_and_quotes_close(script: str) -> None:
    text = code(script)
    for opening, closing in ("()", "{}", "[]"):
        assert text.count(opening) == text.count(closing)
    assert text.replace("''", "").count("'") == 0


def test_parameters(script: str) -> None:
    block = script[script.index("param(") : script.index("$ErrorActionPreference")]
    assert re.findall(r"\$(\w+)", block) == ["Uninstall", "Wheels", "SeparateServer", "Folder", "Doctor"]


def test_every_message_is_in_both_languages(script: str) -> None:
    calls = re.findall(r"(?:Say|Stop-Installation)[ `\r\n]+(['\"])(.*?)\1[ `\r\n]+(['\"])(.*?)\3", script)
    assert len(calls) == len(re.findall(r"^\s*(?:.* )?(?:Say|Stop-Installation) (?!\(|\[)", script, flags=re.M)) > 12
    for _, zh, _, en in calls:
        assert re.search(r"[\u4e00-\u9fff]", zh) and not re.search(r"[\u4e00-\u9fff]", en.replace("、", "")), (zh, en)


def test_it_runs_commands_that_exist(script: str) -> None:
    """Every ``-m xlops ...`` of the script is a command with those options."""
    lists = re.findall(r"@\('-m', 'xlops', ([^)]*)\)", script)
    commands = [re.findall(r"'([^']*)'", one) for one in lists]
    commands += [line.split() for line in re.findall(r"-m xlops ([a-z][\w -]*?)(?: 2>|\s*\r)", script)]
    assert ["addin", "install"] in commands and ["doctor"] in commands and ["addin", "remove"] in commands
    for words in [*commands, ["addin", "install", "--separate-server"]]:
        found: click.Command = main
        for word in words:
            if word.startswith("-"):
                assert word in [option for parameter in found.params for option in parameter.opts], words
            else:
                assert isinstance(found, click.Group) and word in found.commands, words
                found = found.commands[word]
    assert "'--separate-server'" in script


def test_offline_installation_asks_no_registry(script: str) -> None:
    assert "@('--no-index', '--find-links', $WheelFolder, 'xlops[excel]')" in script


def test_readme_names_every_option_and_file(script: str) -> None:
    readme = (INSTALL / "README.md").read_text(encoding="utf-8")
    for option in ("-Uninstall", "-Wheels", "-SeparateServer", "-Folder", "-Doctor"):
        assert readme.count(option) == 2, option  # once in each language
    for file in INSTALL.iterdir():
        if file.name not in ("README.md", "wheels"):
            assert readme.count(f"`{file.name}`") >= 2, file
    assert readme.index("安装") < readme.index("Installing")
