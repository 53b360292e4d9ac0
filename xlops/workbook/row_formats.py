"""Conditional formats that colour whole rows: they grow over our columns, and give them back.

Only a format that looks the same in every column of a row may grow: all its rules are formulas, and each cell that they
refer to is in a fixed column (``=$D3<0``, ``=MOD(ROW(),2)=0``). A data bar, a colour scale or a rule on the cell itself
would judge our numbers, and a scale would then show the operator's own in other colours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from xlops.workbook.package_xml import Element, attribute, blanked, children, unescaped, with_attribute
from xlops.workbook.sheet_patch import Box, _box, _Names, letters, tail_elements

_OF_THE_COLUMN = frozenset({"COLUMN(", "CELL(", "INDIRECT("})  # tell one column from another without naming it
_FIXED = re.compile(r"\$[A-Za-z]{1,3}(?:\$?[0-9]+)?|\$?[0-9]+")  # an end of a reference whose column does not move


def grow(
    tail: bytes, names: _Names, columns: Sequence[int], left_out: Sequence[int], header: int, rows: Sequence[int]
) -> bytes:
    """Return the part of a sheet behind its rows with formats of whole rows grown over columns of ours.

    An area grows if it ends right before our columns, takes in a product, and is at least two columns wide and half as
    wide as all that stands left of ours: else it colours a few cells, and not the row. Our header, whose letters are
    white, is left out.

    Args:
        tail: the text behind the rows.
        names: as the sheet spells its names.
        columns: our columns, side by side, from 1.
        left_out: those of them that keep their own colours.
        header: the row of the header, from 1.
        rows: the products' rows.
    """
    first = columns[0]
    taking = [column for column in columns if column not in left_out]

    def grown(box: Box) -> Sequence[Box] | None:
        left, top, right, bottom = box
        width = right - left + 1
        taken_in = bisect_right(rows, bottom) - bisect_left(rows, top)
        if right != first - 1 or width < 2 or 2 * width < right or not taken_in:
            return None
        if top > header:
            return [(low, top, high, bottom) for low, high in _runs([*range(left, first), *taking])]
        return [box, *((low, header + 1, high, bottom) for low, high in _runs(taking))]

    return _with_areas(tail, names, lambda boxes: [grown(box) for box in boxes])


def shrink(tail: bytes, names: _Names, columns: Sequence[int]) -> bytes:
    """Return the part of a sheet behind its rows with formats of whole rows cut off before columns of ours.

    An area within our columns goes too where another of the same format stands beside it and ends in the same row.
    """
    first, last = columns[0], columns[-1]

    def shrunk(boxes: Sequence[Box]) -> Sequence[Sequence[Box] | None]:
        beside = {(top, bottom) for left, top, right, bottom in boxes if left < first <= right + 1 <= last + 1}

        def belongs(box: Box) -> bool:
            return first <= box[2] <= last and any(top <= box[1] and bottom == box[3] for top, bottom in beside)

        return [_without(box, columns) if belongs(box) else None for box in boxes]

    return _with_areas(tail, names, shrunk)


def _without(box: Box, columns: Sequence[int]) -> Sequence[Box]:
    left, top, right, bottom = box
    kept = [column for column in range(left, right + 1) if column not in columns]
    return [(low, top, high, bottom) for low, high in _runs(kept)]


def _with_areas(
    tail: bytes, names: _Names, changed: Callable[[Sequence[Box]], Sequence[Sequence[Box] | None]]
) -> bytes:
    """Return the tail with other areas of its formats of whole rows; None in place of an area = as it is."""
    for element in reversed(list(_row_formats(tail, names))):
        refs = (attribute(tail, element, "sqref") or "").split()
        areas = changed([_box(ref) for ref in refs])
        said = [
            text
            for ref, boxes in zip(refs, areas, strict=True)
            for text in ([ref] if boxes is None else [_ref(box) for box in boxes])
        ]
        if said != refs:
            tail = with_attribute(tail, element, "sqref", " ".join(said))
    return tail


def _ref(box: Box) -> str:
    left, top, right, bottom = box
    first, last = f"{letters(left)}{top}", f"{letters(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of columns that follow each other."""
    for _, run in groupby(enumerate(columns), lambda entry: entry[1] - entry[0]):
        found = [column for _, column in run]
        yield found[0], found[-1]


def _row_formats(tail: bytes, names: _Names) -> Iterator[Element]:
    masked = blanked(tail)
    for element in tail_elements(tail, names):
        if element.name != "conditionalFormatting" or attribute(tail, element, "pivot") in {"1", "true"}:
            continue
        rules = [rule for rule in children(masked, *element.content) if rule.name == "cfRule"]
        if rules and all(_is_of_the_row(tail, masked, rule) for rule in rules):
            yield element


def _is_of_the_row(tail: bytes, masked: bytes, rule: Element) -> bool:
    if attribute(tail, rule, "type") != "expression":
        return False
    formulas = [e for e in children(masked, *rule.content) if e.name == "formula"]
    texts = [unescaped(tail[slice(*e.content)].decode()) for e in formulas]
    return bool(texts) and all(map(same_in_every_column, texts))


def same_in_every_column(formula: str) -> bool:
    """Whether a formula, without its equals sign, gives the same in every column of a row. A name may not, so: no."""
    try:
        tokens = Tokenizer("=" + formula).items
    except TokenizerError:
        return False
    for token in tokens:
        named = token.type == Token.FUNC and token.subtype == Token.OPEN
        if named and (token.value.upper() in _OF_THE_COLUMN or ":" in token.value):
            return False
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            ends = token.value.rpartition("!")[2].split(":")
            if not all(_FIXED.fullmatch(end) for end in ends):
                return False
    return True
