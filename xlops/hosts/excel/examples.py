"""The self-check: every formula as a cell calls it, with the answer that it must give.

The self-check workbook, the add-in's self-test and the tests ask the same list and judge by the same rule. The calls
are the examples of the catalogue, their explain twins, one cell of each table, and the ways in which cells differ from
Python: blanks, errors, dates, numbers written as text, ranges. Each names its day, so that no answer changes with the
calendar. Answers are those of the packaged fee tables; where somebody's own tables say otherwise, cells do too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from xlops import __version__
from xlops.catalog import Formula, catalogue
from xlops.fees.library import packaged_library, using

Kind = Literal["number", "text", "begins", "error"]

DAY = "2026-11-22"
# Cells that some checks refer to: wherever checks are evaluated, these stand on the same sheet. K7 stays blank.
INPUTS: Mapping[str, object] = {
    "K5": 25,
    "L5": "Home and Kitchen",
    "K6": 10.01,
    "L6": "美妆个护",
    "L7": "Toys and Games",
    "K8": -1,
    "L8": "Toys and Games",
    "K9": "=1/0",
    "L9": "Toys and Games",
}
NOT_LOADED = "加载项未加载 ADD-IN NOT LOADED"
NO_ANSWER = "加载项在，Python 没有应答 PYTHON DOES NOT ANSWER"
ALL_GREEN = "全部正确 ALL GREEN"
WRONG = "处不符 WRONG"

# What is tried, for whoever reads the list.
_WHAT = {
    "example": "例子 example",
    "twin": "解释 explanation",
    "table": "表格中的一格 a cell of a table",
    "unknown": "未知为 #N/A | unknown",
    "impossible": "不可能的输入为 #VALUE! | impossible input",
    "error": "传入的错误保持原样 an error in stays",
    "blank": "空单元格 blank cell",
    "form": "日期、文本数字、引用 dates, text numbers, references",
    "column": "一次调用整列 one call for a column",
}
# Which cell of a table is checked: the beginning of a label in its first column, and the column. Of any other table it
# is the first cell below the heading.
_LOOK = {
    "AMZ_FEES": ("total per unit", 2),
    "AMZ_NEAR_MISS": ("可省", 7),
    "AMZ_FEE_CHANGE": ("每件合计", 4),
    "AMZ_UNIT_ECONOMICS": ("= profit", 2),
    "ALI_UNIT_ECONOMICS": ("= profit", 2),
}
# Arguments that a table is given although they may be left out.
_ALSO = ("market", "as_of", "weight", "country", "line", "exchange_rate")
# Excel's ERROR.TYPE numbers.
_ERROR_TYPES = {"#NULL!": 1, "#DIV/0!": 2, "#VALUE!": 3, "#REF!": 4, "#NAME?": 5, "#NUM!": 6, "#N/A": 7}


@dataclass(frozen=True)
class Check:
    """One call and its answer.

    Attributes:
        id: a name that stays, such as ``AMZ_FBA_FEE/1``.
        name: the formula that is called.
        formula_text: what is typed into the cell, without the equals sign.
        expected: the answer. An error is its text, ``#N/A``.
        kind: how an answer is compared: as a number, a text, the beginning of a text, or an error.
        what: what is tried, in both languages.
        rows: how many cells the formula fills as one array formula; 0 in the cells below its first.
    """

    id: str
    name: str
    formula_text: str
    expected: float | str
    kind: Kind
    what: str
    rows: int = 1


class Typed(str):
    """An argument that stands in the formula as it is: a reference, another function."""


@cache
def checks() -> tuple[Check, ...]:
    """Return every check, in the order of the catalogue; every public formula is called at least once."""
    with using(packaged_library()):
        return (*_examples(), *_cells(), *_column())


def _examples() -> Iterator[Check]:
    for formula in catalogue().values():
        if formula.spills:
            yield _table(formula)
        for n, example in enumerate(formula.examples, 1):
            yield _check(f"{formula.name}/{n}", "example", formula.name, example.arguments, example.result)
        if not formula.spills and not formula.examples:
            yield _twin(formula)


def _check(id_: str, what: str, name: str, arguments: Mapping[str, object], answer: Any) -> Check:
    text = call_text(name, arguments)
    return Check(id_, name, text, answer if isinstance(answer, str) else float(answer), _kind(answer), _WHAT[what])


def _kind(answer: object) -> Kind:
    if not isinstance(answer, str):
        return "number"
    return "error" if answer in _ERROR_TYPES else "text"


def _table(formula: Formula) -> Check:
    """Check one cell of a table, called with the arguments that examples of other formulas have."""
    known = _first_given()
    wanted = [a.name for a in formula.arguments if a.required or (a.name in _ALSO and a.name in known)]
    arguments = {name: known[name] for name in wanted}
    cells = formula(**arguments).tolist()
    label, column = _LOOK.get(formula.name, ("", 1))
    row = next(n for n, line in enumerate(cells, 1) if str(line[0]).startswith(label) and (label or n == 2))
    check = _check(f"{formula.name}/1", "table", formula.name, arguments, cells[row - 1][column - 1])
    return replace(check, formula_text=f"INDEX({check.formula_text},{row},{column})")


@cache
def _first_given() -> dict[str, object]:
    """Return the first value that an example of the catalogue gives to each argument."""
    given: dict[str, object] = {}
    for formula in catalogue().values():
        for example in formula.examples:
            for name, value in example.arguments.items():
                if value is not None:
                    given.setdefault(name, value)
    return given


def _twin(formula: Formula) -> Check:
    """Check that an explanation begins with the number that is explained; its further words may get better."""
    base = catalogue()[formula.name.removesuffix("_EXPLAIN")]
    arguments = {**base.examples[0].arguments, "lang": "zh"}
    answer = str(formula(**arguments)).split("：")[0]
    return replace(_check(f"{formula.name}/1", "twin", formula.name, arguments, answer), kind="begins")


def _cells() -> Iterator[Check]:
    """Check what only cells can hold, and what is shown where there is no answer."""
    fee, toys = "AMZ_REFERRAL_FEE", "Toys and Games"
    sold = {"price": 25, "category": toys, "as_of": DAY}
    profit = {"price": 25, "landed_cost": 6, "fees": 8.35}
    tried: list[tuple[str, str, Mapping[str, object], float | str]] = [
        ("unknown", fee, {**sold, "as_of": "2023-12-31"}, "#N/A"),
        ("unknown", "OPS_ACOS", {"ad_spend": 100, "ad_sales": 0}, "#N/A"),
        ("unknown", "AMZ_SIZE_TIER", {"length": 30, "width": 20, "weight": 100, "as_of": DAY}, "#N/A"),
        ("impossible", fee, {**sold, "price": -1}, "#VALUE!"),
        ("impossible", fee, {**sold, "price": "abc"}, "#VALUE!"),
        ("impossible", fee, {**sold, "category": "nonsense"}, "#VALUE!"),
        ("impossible", fee, {**sold, "market": "nowhere"}, "#VALUE!"),
        ("impossible", fee, {**sold, "as_of": "2026-13-01"}, "#VALUE!"),
        ("error", fee, {**sold, "price": Typed("NA()")}, "#N/A"),
        ("error", fee, {**sold, "category": Typed("1/0")}, "#DIV/0!"),
        ("error", "OPS_PROFIT", {**profit, "freight": Typed("$K$9")}, "#DIV/0!"),
        ("blank", fee, {**sold, "price": Typed("$K$7")}, "#N/A"),
        ("blank", fee, {**sold, "market": Typed("$K$7")}, 3.75),
        ("blank", "OPS_PROFIT", {**profit, "freight": Typed("$K$7")}, 10.65),
        ("form", fee, {**sold, "as_of": Typed("DATE(2026,11,22)")}, 3.75),
        ("form", fee, {**sold, "price": "25", "category": "玩具"}, 3.75),
        ("form", fee, {**sold, "price": Typed("$K$5"), "category": Typed("$L$5")}, 3.75),
    ]
    for n, (what, name, arguments, answer) in enumerate(tried):
        place = sum(before[0] == what for before in tried[: n + 1])
        yield _check(f"{what}/{place}", what, name, arguments, answer)


def _column() -> Iterator[Check]:
    """Check one call for a whole column: as an array formula, inside another function, and over constants."""

    def fees(last: int) -> str:
        columns = {"price": Typed(f"$K$5:$K${last}"), "category": Typed(f"$L$5:$L${last}")}
        return call_text("AMZ_REFERRAL_FEE", {**columns, "market": "US", "as_of": DAY})

    acos = call_text("OPS_ACOS", {"ad_spend": Typed("{100;50}"), "ad_sales": Typed("{500;100}")})
    answers: tuple[float | str, ...] = (3.75, 1.5, "#N/A", "#VALUE!", "#DIV/0!")
    tried: list[tuple[str, str, float | str, int]] = [
        *(("AMZ_REFERRAL_FEE", fees(9), answer, 0 if n else len(answers)) for n, answer in enumerate(answers)),
        ("AMZ_REFERRAL_FEE", f"SUM({fees(6)})", 5.25, 1),
        ("OPS_ACOS", f"INDEX({acos},2)", 0.5, 1),
    ]
    for n, (name, text, answer, rows) in enumerate(tried, 1):
        yield Check(f"column/{n}", name, text, answer, _kind(answer), _WHAT["column"], rows)


def call_text(name: str, arguments: Mapping[str, object]) -> str:
    """Return a call as it is typed: arguments by place, nothing for those left out, "" for a required blank."""
    formula = catalogue()[name]
    given = [_literal(arguments.get(a.name)) or ('""' if a.required else "") for a in formula.arguments]
    while given and not given[-1]:
        given.pop()
    return f"{name}({','.join(given)})"


def _literal(value: object) -> str:
    """Return a value as it is typed into a formula."""
    if value is None:
        return ""
    if isinstance(value, Typed):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    doubled = str(value).replace('"', '""')
    return f'"{doubled}"'


def placements(first_row: int, column: str) -> Iterator[tuple[str, str]]:
    """Yield the cells and the formula of each call, checks standing one below the other in a column.

    Cells of more than one row (``E5:E9``) take the formula as an array formula.
    """
    for row, check in enumerate(checks(), first_row):
        if check.rows:
            below = f":{column}{row + check.rows - 1}" if check.rows > 1 else ""
            yield f"{column}{row}{below}", f"={check.formula_text}"


def verdict(check: Check, found: object) -> bool:
    """Whether a cell shows the answer; errors are their texts.

    Numbers are equal to 1e-9 of the answer, or 1e-9 where it is below 1; texts and errors exactly.
    """
    if check.kind == "number":
        if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
            return False
        return abs(float(found) - float(check.expected)) <= 1e-9 * max(1.0, abs(float(check.expected)))
    if check.kind == "begins":
        return isinstance(found, str) and found.startswith(str(check.expected))
    return type(found) is str and found == check.expected


def verdict_formula(check: Check, found: str, expected: str) -> str:
    """Return :func:`verdict` as a formula over two cells: 1 or 0."""
    if check.kind == "error":
        return f"=IF(IFERROR(ERROR.TYPE({found}),0)={_ERROR_TYPES[str(check.expected)]},1,0)"
    if check.kind == "number":
        return f"=IF(ISNUMBER({found}),IF(ABS({found}-{expected})<=0.000000001*MAX(1,ABS({expected})),1,0),0)"
    compared = f"LEFT({found},LEN({expected}))" if check.kind == "begins" else found
    return f"=IF(ISTEXT({found}),IF(EXACT({compared},{expected}),1,0),0)"


def headline_formula(found: str, verdicts: str) -> str:
    """Return the formula of the one big cell, over the first answer and all verdicts.

    Without the add-in every answer is ``#NAME?``; where Python does not answer the add-in, every one is ``#VALUE!``,
    which is right in some rows.
    """
    count = len(checks())
    wrong = f'{count}-SUM({verdicts})&" {WRONG} "&{count}-SUM({verdicts})'
    counted = f'IF(SUM({verdicts})={count},"{ALL_GREEN}",{wrong})'
    return f'=IF(ISERROR({found}),IF(IFERROR(ERROR.TYPE({found}),0)=5,"{NOT_LOADED}","{NO_ANSWER}"),{counted})'


def headline(found: object, wrong: int) -> str:
    """Return the words of :func:`headline_formula`, of the first answer and of how many are wrong."""
    if found in _ERROR_TYPES:
        return NOT_LOADED if found == "#NAME?" else NO_ANSWER
    return f"{wrong} {WRONG} {wrong}" if wrong else ALL_GREEN


def self_test_report(results: Sequence[tuple[Check, object]], facts: Mapping[str, str]) -> dict[str, Any]:
    """Return the report of a self-test, as JSON can hold it.

    Args:
        results: each of :func:`checks` with what its cell shows; an error as its text, a blank as None.
        facts: of the machine, shown as they are: versions of Excel, Windows, Python, the add-in, and the like.
    """
    told = [
        {
            "id": check.id,
            "name": check.name,
            "formula": check.formula_text,
            "expected": check.expected,
            "found": _plain(found),
            "ok": verdict(check, found),
        }
        for check, found in results
    ]
    right = sum(bool(line["ok"]) for line in told)
    return {
        "xlops": __version__,
        "headline": headline(results[0][1], len(told) - right),
        "facts": dict(facts),
        "checks": len(told),
        "right": right,
        "wrong": len(told) - right,
        "results": told,
    }


def _plain(found: object) -> object:
    if isinstance(found, Decimal):
        return float(found)
    return found if found is None or isinstance(found, bool | int | float | str) else str(found)


def self_test_rows(report: Mapping[str, Any]) -> list[list[object]]:
    """Return the rows of the result sheet, all of one width: headline, facts, then the checks, wrong ones first.

    Formulas stand without their equals sign, so that they are shown and not computed.
    """
    head: list[list[object]] = [
        ["xlops 自检 self-test", report["headline"]],
        ["正确 right", report["right"]],
        ["不符 wrong", report["wrong"]],
        ["xlops", report["xlops"]],
        *([name, value] for name, value in report["facts"].items()),
        [],
        ["结果 result", "编号 id", "公式 formula", "得到 found", "应为 expected"],
    ]
    rows = [
        ["正确 OK" if line["ok"] else "不符 WRONG", line["id"], line["formula"], line["found"], line["expected"]]
        for line in sorted(report["results"], key=lambda line: line["ok"])
    ]
    return [row + [None] * (5 - len(row)) for row in head + rows]
