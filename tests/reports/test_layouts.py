"""Layout files: what is wrong in one is told with its place; two that nothing tells apart are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlops.errors import EditionError
from xlops.reports.layout import check_apart, header_currency, header_key, layouts, read_layout
from xlops.reports.measures import measures, read_measures
from xlops.terms import term

GOOD = """
schema = 1
title = { en = "Amounts", zh = "金额" }
where = { en = "somewhere", zh = "某处" }
kind = "settlement"
account_rows = true

[[column]]
name = "sku"
headers = ["SKU"]
required = true

[[column]]
name = "what"
headers = ["What"]

[[column]]
name = "amount"
headers = ["Amount"]

[[column]]
name = "weight"
headers = ["Weight"]
unit = "g"

[[rule]]
of = ["amount"]
when = { what = ["Commission"] }
to = "charged_referral_fee"

[[rule]]
of = ["amount"]
to = "charged_other_fee"
"""


def load(folder: Path, text: str) -> object:
    path = folder / "some_report.toml"
    path.write_text(text, encoding="utf-8")
    return read_layout(path)


def test_the_good_file_is_taken(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD).id == "some_report"


@pytest.mark.parametrize(
    ("was", "becomes", "place", "expected"),
    [
        ("schema = 1", "schema = 2", "schema", "1"),
        ('kind = "settlement"', 'kind = "setlement"', "kind", "one of ads"),
        ('kind = "settlement"', 'kind = "settlement"\nneverr = []', "the file", "keys out of"),
        ('title = { en = "Amounts", zh = "金额" }', 'title = "Amounts"', "title", "both languages"),
        ('name = "weight"', 'name = "wieght"', "[[column]] wieght, unit", "a unit for a length, weight or volume"),
        ('headers = ["What"]', 'headers = ["What", "Else"]\nunit = "g"', "[[column]] what, unit", "a unit for"),
        ('unit = "g"', 'unit = "stone"', "[[column]] weight, unit", "one of"),
        ('unit = "g"', 'unit_in = "units"', "[[column]] weight, unit_in", "a column of this layout"),
        ('headers = ["Amount"]', 'headers = [" sku"]', "[[column]] amount", "a header of one column; sku has it too"),
        ('headers = ["Amount"]', 'headers = ["*"]', "[[column]] amount, headers", "headers with letters or digits"),
        ("required = true", "", "[[column]]", "the headers that this export is known by"),
        ('to = "charged_other_fee"', 'to = "charged_fee"', "[[rule]] 2, to", "a measure of measures.toml"),
        ('when = { what = ["Commission"] }', "when = { who = [] }", "[[rule]] 1, when", "a column of this layout"),
        ('of = ["amount"]\nto', 'of = ["amount"]\nwhen = { what = ["x"] }\nto', "[[rule]]", "what no other rule took"),
        ('when = { what = ["Commission"] }', "", "[[column]] what, name", "a measure, an identity column"),
        ('to = "charged_referral_fee"', 'to = "charged_referral_fee"\nsign = 2', "[[rule]] 1, sign", "1 or -1"),
        ('to = "charged_referral_fee"', 'to = "charged_referral_fee"\nunits = "orders"', "[[rule]] units", "[item]"),
        ("[[rule]]", '[[tie]]\nmeasure = "net_proceeds"\nstated = "who"\n[[rule]]', "[[tie]] 1", "a column of this"),
        ("[[rule]]", "[total]\n[[rule]]", "[total]", "first_row = true"),
        ("[[rule]]", "[preamble]\nperiod = '(.*)'\n[[rule]]", "[preamble] period", "2 groups"),
        ('name = "sku"', 'name = "SKU"', "[[column]] 1, name", "small letters"),
        ("required = true", 'required = true\nplaceholders = ["0"]', "[[column]] sku, placeholders", "numbers: [0, 1]"),
        ("required = true", "required = true\npick = 'SKU'", "[[column]] sku, pick", "1 groups in brackets"),
        ("required = true", "required = true\nseveral = '(x'", "[[column]] sku, several", "a regular expression"),
        ('headers = ["What"]', 'headers = ["What"]\nknown = ["**"]', "[[column]] what, known", "letters beside"),
        ("account_rows = true", 'once = ["who"]', "once", "a column of this layout"),
        ("[[rule]]", '[[leave]]\nwhen = { what = [""] }\n[[rule]]', "[[leave]] 1", "the key why"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, was: str, becomes: str, place: str, expected: str
) -> None:
    assert was in GOOD
    with pytest.raises(EditionError) as caught:
        load(tmp_path, GOOD.replace(was, becomes, 1))
    assert caught.value.place == place
    assert caught.value.expected.startswith(expected) or expected in caught.value.expected
    assert caught.value.file == "some_report.toml"


def test_broken_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"some_report\.toml: the file: found"):
        load(tmp_path, "title = ")


def test_two_layouts_of_the_same_headers_are_refused(tmp_path: Path) -> None:
    one = load(tmp_path, GOOD)
    other_path = tmp_path / "other_report.toml"
    other_path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(EditionError, match="the same headers as in some_report"):
        check_apart([one, read_layout(other_path)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Advertising Cost of Sales (ACOS) ", "advertising cost of sales（ACOS）"),
        ("7 Day Total Sales ($)", "7 Day Total Sales (€)"),
        ("7 Day Total Sales", "7 Day Total Sales (USD)"),
        ("产品信息\n（双击单元格展开所有产品信息！）", "产品信息（双击单元格展开所有产品信息！）"),
        ("*SKU", "SKU"),
        ("Price  $", "Price"),
        ("\ufeffsku", "sku"),
    ],
)
def test_headers_that_count_as_the_same(one: str, other: str) -> None:
    assert header_key(one) == header_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Inbound", "AWD Inbound"), ("7 Day Total Orders (#)", "14 Day Total Orders (#)"), ("（父）ASIN", "（子）ASIN")],
)
def test_headers_that_differ(one: str, other: str) -> None:
    assert header_key(one) != header_key(other)


def test_the_currency_of_a_header() -> None:
    assert [header_currency(text) for text in ("Sales ($)", "Price  ₹", "成本(CNY)", "SKU")] == ["$", "₹", "cny", None]


def test_measures_are_told_apart_from_what_contains_them() -> None:
    for measure in measures().values():
        assert not (measure.side and measure.part_of), "a part is counted in the whole"
        if measure.part_of:
            assert measures()[measure.part_of].side
        if measure.term and measure.is_number:
            assert term(measure.term).is_number


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ('kind = "count"', 'kind = "number"', "measure units, kind"),
        ('combine = "sum"', 'combine = "mean_by:nothing"', "measure units, combine"),
        ('group = "sales"', 'groop = "sales"', "measure units"),
        ('term = "units_sold"', 'term = "unit_sold"', "measure units, term"),
    ],
)
def test_a_wrong_measure_is_told(tmp_path: Path, was: str, becomes: str, place: str) -> None:
    text = """
[measure.units]
group = "sales"
kind = "count"
label = { en = "units", zh = "件" }
combine = "sum"
term = "units_sold"
"""
    path = tmp_path / "measures.toml"
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        read_measures(path)
    assert caught.value.place == place


def test_titles_and_places_are_in_both_languages() -> None:
    cjk = re.compile("[\u4e00-\u9fff]")
    for layout in layouts().values():
        assert cjk.search(layout.title_zh), layout.id
        assert cjk.search(layout.where_zh), layout.id
        assert not cjk.search(layout.title_en + layout.where_en), layout.id
