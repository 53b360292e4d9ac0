"""Why a result cell shows what it shows, in words: the calls in its formula are put to their ``_EXPLAIN`` twins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from xlops.catalog import catalogue
from xlops.grading.results import Graded
from xlops.hosts.formula_text import evaluate
from xlops.sheets import Sheet, cell_name, column_letters
from xlops.terms import term

# Results that rest on other results of the row, which explain them.
MADE_OF_PARTS = ("fees_total", "profit", "margin_rate", "break_even_acos")
_OF_THE_GRADE = ("grade", "coverage")
_CALL = re.compile(r"(?<![A-Z0-9_])((?:AMZ|ALI|OPS)_[A-Z0-9_]+)\s*\(", re.IGNORECASE)
Read = Callable[[int, int], object]


def explained_calls(formula: str, lang: str) -> Iterator[str]:
    """Yield, for each call of a function that can be explained, the call of its twin that answers in ``lang``."""
    for found in _CALL.finditer(formula):
        name = found[1].upper()
        if name.endswith("_EXPLAIN"):
            continue
        twin = catalogue().get(f"{name}_EXPLAIN")
        if twin is None:
            continue
        given = _arguments(formula, found.end())
        missing = len(twin.arguments) - 1 - len(given)
        yield f'{twin.name}({",".join([*given, *[""] * missing])},"{lang}")'


def _arguments(formula: str, start: int) -> list[str]:
    """Return the texts of a call's arguments; ``start`` is behind its opening bracket."""
    depth, quoted, texts = 0, False, [""]
    for letter in formula[start:]:
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter == "(":
            depth += 1
        elif not quoted and letter == ")":
            if depth == 0:
                break
            depth -= 1
        elif not quoted and depth == 0 and letter == ",":
            texts.append("")
            continue
        texts[-1] += letter
    return texts if texts != [""] else []


def explain_formula(formula: str, read: Read, rows: tuple[int, int], row: int, lang: str, today: date) -> list[str]:
    """Explain the calls in a formula for one row.

    Args:
        formula: its text without ``=``.
        read: gives a cell by 0-based row and column as Excel hands it to a formula.
        rows: first and last row of the cells that the formula fills (the same for a formula of one cell), 0-based.
        row: the row that is asked about.
        lang: language of the answer.
        today: the day that a blank day means.

    Returns:
        One text for each call that has a twin. Empty where the formula is none of ours, or refers to other sheets.
    """
    try:
        return [
            str(evaluate(call, read, *rows, today).values[row - rows[0]]) for call in explained_calls(formula, lang)
        ]
    except ValueError:
        return []


def explain_result(graded: Graded, key: str, row: int, lang: str) -> list[str]:
    """Say what a result cell of a graded sheet holds: its heading, its value, or why it is blank.

    Args:
        graded: the graded sheet.
        key: the result column.
        row: 0-based row of the sheet.
        lang: language of the answer.
    """
    column = graded.column(key)
    place = graded.sheet.rows.tolist().index(row)
    value, note = column.values[place], column.notes[place]
    blank = value is None or value != value
    shown = ("blank", "空")[lang == "zh"] if blank else _shown(value, column.kind)
    said = [_said(column.label(lang), shown, lang)]
    if key in _OF_THE_GRADE:
        note = graded.column("reasons").values[place]
    return [*said, note] if note else said


def explain_input(sheet: Sheet, row: int, column: int, lang: str) -> list[str]:
    """Say how a cell of the operator's was understood: what its column means, its unit, and what was noticed."""
    name = cell_name(row, column)
    for of in sheet.columns:
        if of.index != column:
            continue
        if of.term is None:
            en = f"Column {column_letters(column)} '{of.header}' is not used."
            said = [en if lang == "en" else f"{column_letters(column)} 列“{of.header}”未使用。"]
        else:
            label = term(of.term).label(lang)
            unit = " ".join(text for text in (of.unit, of.currency) if text)
            extra = f" ({unit})" if unit else ""
            en = f"Column {column_letters(column)} '{of.header}' is read as {label}{extra}."
            said = [en if lang == "en" else f"{column_letters(column)} 列“{of.header}”识别为：{label}{extra}。"]
        said += [i.text(lang) for i in sheet.issues if i.column == column and i.row in (None, row)]
        return said
    en = f"{name}: no result of xlops, and no column under the header that was understood."
    return [en if lang == "en" else f"{name}：不是 xlops 的结果，也不在可识别的列中。"]


def _shown(value: object, kind: str) -> str:
    if isinstance(value, float):
        return f"{value:.1%}" if kind == "rate" else f"{value:,.2f}"
    return str(value)


def parts_of_row(graded: Graded, row: int, lang: str) -> list[str]:
    """Return the money and rates of a row, a line each: what its profit is made of."""
    place = graded.sheet.rows.tolist().index(row)
    return [
        _said(column.label(lang), _shown(float(column.values[place]), column.kind), lang)
        for column in graded.columns
        if column.kind in ("money", "rate") and column.values[place] == column.values[place]
    ]


def _said(label: str, value: object, lang: str) -> str:
    return f"{label}: {value}" if lang == "en" else f"{label}：{value}"
