"""What the add-in knows of every formula, written from the catalogue: VBA wrappers and help.

The wrappers are committed as ``install/addin/XlopsFormulas.bas`` and the texts for Excel-DNA's IntelliSense as
``install/xlops.IntelliSense.xml``, so that a user needs neither VBA trust nor Python to have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from xlops.catalog import Argument, Formula, catalogue

# Excel cuts the help of the function wizard here.
LONGEST_HELP = 255
_WIDTH = 118
_HEAD = """\
Attribute VB_Name = "XlopsFormulas"
Option Explicit
' Written by xlops.hosts.excel.wrappers from the catalogue; do not edit. One function for each formula: it hands over
' the values of its arguments and gives back what Python answers. XlopsDay is for days, XlopsArg for all else.
"""


def formulas_module() -> str:
    """Return the text of the VBA module ``XlopsFormulas``."""
    return "\n".join([_HEAD, *(line for formula in catalogue().values() for line in _wrapper(formula))])


def intellisense() -> str:
    """Return the texts that Excel-DNA's IntelliSense add-in shows while a formula is typed."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Written by xlops.hosts.excel.wrappers from the catalogue; do not edit. -->",
        '<IntelliSense xmlns="http://schemas.excel-dna.net/intellisense/1.0">',
        "  <FunctionInfo>",
    ]
    for formula in catalogue().values():
        summary = f"{formula.summary_en} | {formula.summary_zh}".replace("``", "")
        lines.append(f"    <Function Name={quoteattr(formula.name)} Description={quoteattr(summary)}>")
        for argument in formula.arguments:
            name = argument.name if argument.required else f"[{argument.name}]"
            lines.append(f"      <Argument Name={quoteattr(name)} Description={quoteattr(argument_help(argument))}/>")
        lines.append("    </Function>")
    return "\n".join([*lines, "  </FunctionInfo>", "</IntelliSense>", ""])


def argument_help(argument: Argument) -> str:
    """Return an argument's help in both languages.

    Raises:
        ValueError: if it is longer than Excel shows.
    """
    text = f"{argument.term.help_en} | {argument.term.help_zh}"
    if len(text) > LONGEST_HELP:
        raise ValueError(f"[term.{argument.name}]: the help of both languages has {len(text)} characters, at most 255")
    return text


def _wrapper(formula: Formula) -> Iterator[str]:
    if len(formula.summary_en) > LONGEST_HELP or not formula.summary_en.isascii():
        raise ValueError(f"{formula.name}: the English summary must be ASCII of at most {LONGEST_HELP} characters")
    name = formula.name
    given = (a.name if a.required else f"Optional {a.name}" for a in formula.arguments)
    passed = (f"{'XlopsDay' if a.term.kind == 'date' else 'XlopsArg'}({a.name})" for a in formula.arguments)
    summary = formula.summary_en.replace("``", "").replace('"', '""')
    yield from _wrapped(f"Public Function {name}(", given, ") As Variant", indent=8)
    yield f'Attribute {name}.VB_Description = "{summary}"'
    # 20 is the first function category of our own; the file's functionGroups name it.
    yield f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n20"'
    yield from _wrapped(f'    {name} = XlopsCall("{name}", Array(', passed, "))", indent=8)
    yield "End Function"
    yield ""


def _wrapped(start: str, items: Iterable[str], end: str, indent: int) -> Iterator[str]:
    """Lay a list out over lines, continued as VBA does."""
    line, first = start, True
    for item in items:
        if not first:
            line += ", "
            if len(line) + len(item) + len(end) > _WIDTH:
                yield line + "_"
                line = " " * indent
        line, first = line + item, False
    yield line + end
