"""One bad file per message: the loader names the file, the place, what it found, what it expected and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlops.errors import EditionError
from xlops.fees.library import Library
from xlops.fees.load import load_edition
from xlops.fees.load_zh import in_chinese

HEAD = """schema = 1

[edition]
platform = "testland"
market = "zz"
programme = "fee"
title = { en = "Fee", zh = "费用" }
kind = "KIND"
effective = 2030-01-01
currency = "ZZD"
base = "price"
rounding = { step = 0.01, mode = "half_up" }
confidence = "two_sources"
checked = 2030-01-02

[[source]]
id = "page"
kind = "platform"
title = "A page"
url = "https://example.org/fees"
retrieved = 2030-01-02
says = "the fees"
"""
EXAMPLE = """
[[example]]
id = "one"
origin = "table_row"
source = "page"
given = { base = 10 }
expect = 1.00
"""
RATES = HEAD.replace("KIND", "rate_bands") + (
    """
[table]
keys = ["category"]
columns = ["category", "applies", "upto", "rate", "minimum"]
rows = [
  ["toys", "whole", 10.00, 0.08, 0.30],
  ["toys", "whole", "", 0.15, 0.30],
]
"""
    + EXAMPLE
)
LOOKUP = (
    HEAD.replace("KIND", "lookup")
    + """
[table]
keys = ["tier"]
range = "weight"
bounds = "over_upto"
units = { weight = "oz" }
price_bands = [{ name = "low", below = 10.00 }, { name = "high" }]
columns = ["tier", "over", "upto", "fee_low", "fee_high", "step_fee", "step", "above"]
rows = [
  ["small", 0, 8, 1.00, 2.00, "", "", ""],
  ["small", 8, 16, 1.50, 2.50, 0.10, 4, 8],
]
"""
)
PER = (
    HEAD.replace("KIND", "lookup")
    + """
[table]
keys = ["country"]
range = "weight"
bounds = "over_upto"
units = { weight = "g" }
per_unit = "kg"
columns = ["country", "over", "upto", "per", "fee"]
rows = [
  ["AA", 0, 150, 91.74, 17.02],
]
"""
)
TIERS = (
    HEAD.replace("KIND", "size_tiers")
    + """
[table]
units = { length = "in", weight = "lb" }
dimensional = { divisor = 139 }
columns = ["tier", "weighs", "max_weight", "longest"]
rows = [
  ["small", "unit", 1, 15],
  ["large", "greater", 20, 18],
]
"""
)
RANGE = (
    HEAD.replace("KIND", "published_range")
    + """
[table]
columns = ["item", "lowest", "highest"]
rows = [
  ["fee", 0.05, 0.08],
]
"""
)

APPLIES = (
    '{ categories = ["books"], price_upto = 20.00, price_upto_for = [{ upto = 10.00, categories = ["toys"] }] }'
)
GROUPED = (
    HEAD.replace("KIND", "lookup")
    + f"""
[table]
keys = ["size_tier"]
range = "weight"
bounds = "over_upto"
units = {{ weight = "g" }}
size_tiers = "size_tiers_own"
billed = "unit"
applies = {APPLIES}
groups = {{ bulky = ["a", "b"] }}
columns = ["size_tier", "over", "upto", "fee", "mark"]
rows = [
  ["small", 0, 500, 1.00, ""],
  ["bulky", 0, "", 2.00, ""],
  ["*", 0, "", "", "unpublished"],
]
"""
)

# text of a good file, what is replaced, by what; then the place, what was found, what was expected
CASES = {
    "not_toml": (RATES, "schema = 1", "schema = = 1", "file", "line 1", "TOML in UTF-8"),
    "section": (RATES, "[[example]]", "[[exampel]]", "top level", "'exampel'", "one of conflict, edition, example"),
    "schema": (RATES, "schema = 1", "schema = 2", "schema", "2", "schema = 1"),
    "no_edition": (RATES, RATES.split("[[source]]")[0], "schema = 1\n", "top level", "nothing", "[edition]"),
    "unknown_key": (RATES, 'base = "price"', 'basis = "price"', "[edition]", "'basis'", "base"),
    "missing_key": (RATES, 'base = "price"\n', "", "[edition]", "nothing", "the key 'base'"),
    "wrong_kind_of_value": (RATES, "checked = 2030-01-02", "checked = true", "[edition], checked", "True", "a date"),
    "file_name": (RATES, "effective = 2030-01-01", "effective = 2030-02-01", "effective", "2030-02-01", "2030-01-01"),
    "folder": (RATES, 'programme = "fee"', 'programme = "fees"', "[edition]", "testland/zz/fees", "testland/zz/fee"),
    "until": (
        RATES,
        "effective = 2030-01-01",
        "effective = 2030-01-01\nuntil = 2029-12-31",
        "[edition], until",
        "2029-12-31",
        "a day after effective",
    ),
    "kind": (RATES, '"rate_bands"', '"rates"', "[edition], kind", "'rates'", "'rate_bands', 'lookup'"),
    "blank_title": (RATES, 'zh = "费用"', 'zh = " "', "[edition], title.zh", "' '", "a text"),
    "blank_base": (RATES, 'base = "price"', 'base = ""', "[edition], base", "''", "a text"),
    "confidence": (RATES, '"two_sources"', '"sure"', "[edition], confidence", "'sure'", "'two_sources'"),
    "no_source": (
        RATES,
        RATES[RATES.index("[[source]]") : RATES.index("[table]")],
        "",
        "top level",
        "no source",
        "at least one [[source]]",
    ),
    "source_key": (RATES, 'says = "the fees"', 'said = "the fees"', "source 1", "'said'", "says"),
    "source_kind": (RATES, 'kind = "platform"', 'kind = "rumour"', "source 1, kind", "'rumour'", "'regulator'"),
    "source_text": (RATES, 'says = "the fees"', 'says = ""', "source 1, says", "''", "a text"),
    "source_url": (RATES, "https://example.org/fees", "", "source 1, url", "''", "url_note"),
    "source_twice": (
        RATES,
        "[table]",
        RATES[RATES.index("[[source]]") : RATES.index("[table]")] + "[table]",
        "source 2, id",
        "'page'",
        "an id of its own",
    ),
    "conflict_key": (RATES, "[table]", '[[conflict]]\nid = "x"\n[table]', "conflict 1", "nothing", "the key 'claims'"),
    "rounding_mode": (RATES, '"half_up"', '"nearest"', "[edition], rounding, mode", "'nearest'", "'half_even'"),
    "rounding_key": (RATES, "{ step = 0.01,", "{ digits = 2,", "[edition], rounding", "'digits'", "mode, step"),
    "rounding_step": (RATES, "{ step = 0.01, mode", "{ mode", "[edition], rounding", "half_up", "a step"),
    "rounding_none": (RATES, '"half_up"', '"none"', "[edition], rounding", "none", "unless the mode is none"),
    "step_is_text": (RATES, "step = 0.01", 'step = "0.01"', "[edition], rounding, step", "'0.01'", "a number"),
    "example_origin": (RATES, '"table_row"', '"guess"', "example one, origin", "'guess'", "'amazon_example'"),
    "example_source": (RATES, 'source = "page"', 'source = "pgae"', "example one, source", "'pgae'", "'page'"),
    "example_expect": (RATES, "expect = 1.00", "expect = true", "example one, expect", "True", "a number"),
    "example_without_expect": (RATES, "expect = 1.00\n", "", "example one, expect", "None", "a number"),
    "no_table": (
        RATES,
        RATES[RATES.index("[table]") : RATES.index("[[example]]")],
        "",
        "top level",
        "no table",
        "[table]",
    ),
    "table_of_a_free_period": (
        RATES,
        'base = "price"',
        'base = "price"\ncharged = false',
        "[table]",
        "a table",
        "none, because of same_table_as or charged = false",
    ),
    "table_and_same_table_as": (
        RATES,
        'base = "price"',
        'base = "price"\nsame_table_as = 2029-01-01',
        "[table]",
        "a table",
        "none, because of same_table_as",
    ),
    "unknown_column": (RATES, '"minimum"]', '"floor"]', "[table], columns", "'floor'", "minimum"),
    "missing_column": (RATES, '"rate", "minimum"]', '"minimum"]', "[table], columns", "'minimum'", "a column 'rate'"),
    "no_rows": (
        RATES,
        RATES[RATES.index("rows = [") : RATES.index("[[example]]")],
        "rows = []\n",
        "[table], rows",
        "no rows",
        "the rows of the published table",
    ),
    "short_row": (
        RATES,
        '["toys", "whole", "", 0.15, 0.30]',
        '["toys", "whole"]',
        "row 2 ['toys']",
        "2 cells",
        "5 cells",
    ),
    "rate": (RATES, "0.15, 0.30", "15, 0.30", "row 2 ['toys'], rate", "Decimal('15')", "a fraction from 0 to 1"),
    "rate_is_text": (RATES, "0.15, 0.30", '"15%", 0.30', "row 2 ['toys'], rate", "'15%'", "a number"),
    "applies": (RATES, '"whole", 10.00', '"all", 10.00', "applies", "'all'", "'whole', 'portion'"),
    "mark": (
        RATES.replace('"minimum"]', '"mark"]').replace("0.30]", '""]'),
        '0.08, ""]',
        '0.08, "?"]',
        "row 1 ['toys'], mark",
        "'?'",
        "'single_source'",
    ),
    "bands_fall": (
        RATES,
        '"whole", "", 0.15',
        '"whole", 9.00, 0.15',
        "row 2 ['toys'], upto",
        "9.00",
        "more than 10.00",
    ),
    "band_after_the_open_one": (
        RATES,
        '["toys", "whole", "", 0.15, 0.30],',
        '["toys", "whole", "", 0.15, 0.30],\n["toys", "whole", 99.00, 0.15, 0.30],',
        "row 3 ['toys']",
        "'toys'",
        "the open one last",
    ),
    "bands_of_a_key_apart": (
        RATES,
        '["toys", "whole", "", 0.15, 0.30],',
        '["gems", "whole", "", 0.15, 0.30],\n["toys", "whole", 5.00, 0.15, 0.30],',
        "row 3 ['toys']",
        "'toys'",
        "bands in rising order",
    ),
    "range": (LOOKUP, 'range = "weight"', 'range = "mass"', "[table], range", "'mass'", "'weight', 'days'"),
    "bounds": (LOOKUP, '"over_upto"', '"between"', "[table], bounds", "'between'", "'over_upto'"),
    "no_unit": (LOOKUP, 'units = { weight = "oz" }\n', "", "[table], units", "{}", "the unit of weight"),
    "unit": (LOOKUP, '"oz"', '"stone"', "[table], units.weight", "'stone'", "'oz'"),
    "unit_of_what": (LOOKUP, '{ weight = "oz" }', '{ heft = "oz" }', "[table], units", "'heft'", "'weight'"),
    "lookup_key": (LOOKUP, "price_bands", "bands", "[table]", "'bands'", "price_bands"),
    "price_band_key": (LOOKUP, "below = 10.00", "under = 10.00", "price_bands 1", "'under'", "below"),
    "price_band_both": (LOOKUP, "below = 10.00", "below = 10.00, upto = 10.00", "price_bands 1", "upto", "not both"),
    "price_band_open_first": (LOOKUP, ", below = 10.00", "", "price_bands 1", "'low'", "only the last band open"),
    "price_band_last_closed": (LOOKUP, 'name = "high"', 'name = "high", upto = 50', "price_bands 2", "50", "and open"),
    "price_bands_fall": (
        LOOKUP,
        '{ name = "low", below = 10.00 }',
        '{ name = "low", below = 10.00 }, { name = "mid", upto = 9.00 }',
        "price_bands 2",
        "9.00",
        "more than 10.00",
    ),
    "fee_column_of_a_band": (LOOKUP, '"fee_high", "step_fee"', '"step_fee"', "[table], columns", "fee_low", "fee_high"),
    "half_a_step": (LOOKUP, '"", "", ""]', '0.10, "", ""]', "row 1 ['small']", "a part of them", "all or none"),
    "falling_range": (LOOKUP, '"small", 8, 16', '"small", 16, 8', "row 2 ['small']", "16 to 8", "a rising range"),
    "no_amount": (LOOKUP, "1.00, 2.00", '"", ""', "row 1 ['small']", "no amount", "a fee or a per"),
    "overlap": (LOOKUP, '"small", 8, 16', '"small", 7, 16', "rows of small", "0 to 8, then 7 to 16", "do not overlap"),
    "two_open_rows": (
        LOOKUP.replace("0, 8, 1.00", '0, "", 1.00'),
        '"small", 8, 16',
        '"small", "", 16',
        "rows of small",
        "None to 16",
        "do not overlap",
    ),
    "cell_is_text": (LOOKUP, "1.50, 2.50", '"1.50", 2.50', "row 2 ['small'], fee_low", "'1.50'", "a number"),
    "step_rounding": (
        LOOKUP,
        'units = { weight = "oz" }',
        'units = { weight = "oz" }\nstep_rounding = "down"',
        "[table], step_rounding",
        "'down'",
        "'up', 'exact'",
    ),
    "per_unit": (PER, 'per_unit = "kg"\n', "", "[table], per_unit", "''", "'kg'"),
    "tier_units": (TIERS, 'length = "in", ', "", "[table], units", "'lb'", "the unit of length"),
    "divisor": (TIERS, "divisor = 139", 'divisor = "139"', "[table], dimensional, divisor", "'139'", "a number"),
    "weighs": (TIERS, '"greater"', '"heaviest"', "row 2 ['large'], weighs", "'heaviest'", "'dimensional'"),
    "weighs_without_divisor": (
        TIERS,
        "dimensional = { divisor = 139 }\n",
        "",
        "row 2 ['large']",
        "'greater'",
        "weighs = unit",
    ),
    "tier_twice": (TIERS, '["large"', '["small"', "row 2 ['small']", "'small'", "each tier once"),
    "band_upside_down": (RANGE, "0.05, 0.08", "0.08, 0.05", "row 1 ['fee']", "0.08 to 0.05", "rising fractions"),
    "key_twice": (LOOKUP, 'keys = ["tier"]', 'keys = ["tier", "tier"]', "[table], keys", "'tier'", "each key once"),
    "key_without_column": (
        LOOKUP,
        'keys = ["tier"]',
        'keys = ["tier", "option"]',
        "[table], columns",
        "'tier'",
        "a column 'option'",
    ),
    "key_of_rates_without_column": (
        RATES,
        'keys = ["category"]',
        'keys = ["category", "store"]',
        "[table], columns",
        "'category'",
        "a column 'store'",
    ),
    "the_old_key": (RATES, 'keys = ["category"]', 'key = "category"', "[table]", "'key'", "columns, keys, rows"),
    "keys_is_text": (RATES, 'keys = ["category"]', 'keys = "category"', "[table], keys", "'category'", "a list"),
    "empty_group": (
        GROUPED,
        '["a", "b"]',
        "[]",
        "[table], groups.bulky",
        "[]",
        "a list of names",
    ),
    "unused_group": (GROUPED, '["bulky", 0', '["bulk", 0', "[table], groups.bulky", "'bulky'", "that a row names"),
    "unpublished_with_an_amount": (
        GROUPED,
        '["*", 0, "", "", "unpublished"]',
        '["*", 0, "", 3.00, "unpublished"]',
        "row 3 ['*']",
        "an amount",
        "no amount in a row marked unpublished",
    ),
    "unmarked_without_an_amount": (
        GROUPED,
        '["*", 0, "", "", "unpublished"]',
        '["*", 0, "", "", ""]',
        "row 3 ['*']",
        "no amount",
        "a fee or a per. Give the amount, mark the row unpublished",
    ),
    "mark_of_a_lookup": (
        GROUPED,
        '"", "unpublished"]',
        '"", "unknown"]',
        "row 3 ['*'], mark",
        "'unknown'",
        "'unpublished'",
    ),
    "size_tiers_name": (GROUPED, '"size_tiers_own"', '" "', "[table], size_tiers", "' '", "a text"),
    "size_tiers_is_no_text": (GROUPED, '"size_tiers_own"', "7", "[table], size_tiers", "7", "a str"),
    "billed": (GROUPED, 'billed = "unit"', 'billed = "volume"', "[table], billed", "'volume'", "'tier', 'unit'"),
    "applies_key": (GROUPED, "price_upto = 20", "price_below = 20", "[table], applies", "'price_below'", "price_upto"),
    "applies_is_text": (GROUPED, APPLIES, '"books"', "[table], applies", "'books'", "a dict"),
    "applies_price_is_text": (
        GROUPED,
        "price_upto = 20.00",
        'price_upto = "20"',
        "[table], applies, price_upto",
        "'20'",
        "a number",
    ),
    "applies_categories": (GROUPED, '["books"]', '"books"', "[table], applies, categories", "'books'", "a list"),
    "applies_limit_key": (
        GROUPED,
        'upto = 10.00, categories = ["toys"]',
        'upto = 10.00, category = ["toys"]',
        "[table], applies, price_upto_for 1",
        "'category'",
        "one of categories, upto",
    ),
    "applies_limit_without_upto": (
        GROUPED,
        'upto = 10.00, categories = ["toys"]',
        'categories = ["toys"]',
        "[table], applies, price_upto_for 1",
        "nothing",
        "the key 'upto'",
    ),
    "applies_limit_of_some_only": (
        GROUPED,
        "price_upto = 20.00, ",
        "",
        "[table], applies",
        "price_upto_for",
        "price_upto too",
    ),
    "step_fee_of_one_band_only": (
        LOOKUP,
        '"step_fee", "step", "above"]',
        '"step_fee_low", "step", "above"]',
        "row 2 ['small']",
        "a part of them",
        "step_fee, step and above, all or none",
    ),
    "dimensional_limit_without_divisor": (
        TIERS.replace("dimensional = { divisor = 139 }\n", "")
        .replace('"greater"', '"unit"')
        .replace('"longest"', '"max_dimensional_weight"'),
        '"small", "unit", 1, 15',
        '"small", "unit", 1, 16',
        "row 1 ['small']",
        "'max_dimensional_weight'",
        "[table] dimensional",
    ),
    "tier_limit": (TIERS, '"longest"]', '"longest_side"]', "[table], columns", "'longest_side'", "max_unit_weight"),
    "range_of_counts": (LOOKUP, '= "weight"', '= "counts"', "[table], range", "'counts'", "'ratio', 'count'"),
    "platform_is_no_code": (RATES, '"testland"', '"a/b"', "[edition], platform", "'a/b'", "letters, digits and _"),
    "owner_is_no_text": (RATES, 'base = "price"', 'base = "price"\nowner = 3', "[edition], owner", "3", "a str"),
    "band_in_per_cent": (RANGE, "0.05, 0.08", "5, 8", "row 1 ['fee']", "5 to 8", "from 0 to 1"),
}


def write(root: Path, text: str, day: str = "2030-01-01") -> Path:
    path = root / "testland" / "zz" / "fee" / f"{day}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


GOOD = {"rates": RATES, "lookup": LOOKUP, "per": PER, "grouped": GROUPED, "tiers": TIERS, "range": RANGE}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_the_files_are_good_before_they_are_broken(tmp_path: Path, text: str) -> None:
    assert load_edition(write(tmp_path, text)).table is not None


@pytest.mark.parametrize("case", CASES)
def test_bad_file(tmp_path: Path, case: str) -> None:
    good, old, new, place, found, expected = CASES[case]
    assert good.count(old) >= 1, "the case breaks nothing"
    path = write(tmp_path, good.replace(old, new, 1))
    with pytest.raises(EditionError) as error:
        load_edition(path)
    message = str(error.value)
    parts = re.fullmatch(r"(testland/zz/fee/2030-01-01\.toml): (.*?): found (.*); expected (.*)", message, re.S)
    assert parts, message
    assert place in parts[2]
    assert found in parts[3]
    assert expected in parts[4]
    assert len(parts[4].split(". ", 1)[1]) > 5, "no remedy"
    assert_chinese(error.value)


# A market of the lists: its currency and the names in its tables are checked by them. (file, what is replaced, by what;
# then the place, what was found, what was expected)
KNOWN = {
    "currency": (RATES, '"USD"', '"GBP"', "[edition], currency", "'GBP'", "USD, the currency of the market"),
    "category": (RATES, '["toys_and_games"', '["toys"', "row 1 ['toys']", "'toys'", "names/categories.toml"),
    "size_tier": (TIERS, '"small_bulky"', '"smal_bulky"', "[table], row 1", "'smal_bulky'", "names/size_tiers.toml"),
    "country": (PER, '"FR"', '"AA"', "row 1 ['AA']", "'AA'", "names/countries.toml"),
    "group": (GROUPED, '"large_bulky"', '"b"', "[table], groups.bulky", "'b'", "names/size_tiers.toml"),
    "applies": (GROUPED, '["books"]', '["boks"]', "[table], applies", "'boks'", "names/categories.toml"),
}


def known_market(text: str) -> str:
    """Return a good file as one of a market and of names that the lists have."""
    for old, new in {
        '"testland"': '"amazon"',
        '"zz"': '"us"',
        "ZZD": "USD",
        '"toys"': '"toys_and_games"',
        '["small"': '["small_bulky"',
        '["large"': '["large_bulky"',
        '"a", "b"': '"small_standard", "large_bulky"',
        '"AA"': '"FR"',
    }.items():
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("case", KNOWN)
def test_names_and_currency_of_a_market_of_the_lists(tmp_path: Path, case: str) -> None:
    text, old, new, place, found, expected = KNOWN[case]
    path = tmp_path / "amazon" / "us" / "fee" / "2030-01-01.toml"
    path.parent.mkdir(parents=True)
    good = known_market(text)
    path.write_text(good, encoding="utf-8")
    assert load_edition(path).table is not None
    assert old in good, "the case breaks nothing"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EditionError) as error:
        load_edition(path)
    assert error.value.file == "amazon/us/fee/2030-01-01.toml"
    assert place in error.value.place
    assert f"found {found}; expected " in str(error.value) and expected in error.value.expected
    assert_chinese(error.value)


def assert_chinese(error: EditionError) -> None:
    """The Chinese form names the same file, place and content, and leaves no English sentence."""
    said = re.fullmatch(r"(.*?)：(.*?)：内容为 (.*)；应为(.*)。(.*。)", in_chinese(error), re.S)
    assert said, in_chinese(error)
    assert (said[1], said[2], said[3]) == (str(error.file), error.place, repr(error.found))
    expected, remedy = said[4], said[5]
    assert remedy != error.remedy and re.search("[\u4e00-\u9fff]", remedy)
    assert re.search("[\u4e00-\u9fff]", expected) or expected in ("schema = 1", "weighs = unit", "[table] dimensional")


def test_not_utf8(tmp_path: Path) -> None:
    path = write(tmp_path, RATES)
    path.write_bytes(RATES.encode("gbk"))
    with pytest.raises(EditionError, match=r"found .*codec.*; expected TOML in UTF-8\. Correct the line"):
        load_edition(path)


LATER = RATES.replace("effective = 2030-01-01", "effective = 2030-06-01")


def test_editions_that_overlap(tmp_path: Path) -> None:
    write(tmp_path, RATES.replace("effective = 2030-01-01", "effective = 2030-01-01\nuntil = 2030-06-01"))
    write(tmp_path, LATER, "2030-06-01")
    with pytest.raises(EditionError) as error:
        Library(tmp_path).timeline("testland", "zz", "fee")
    assert str(error.value) == (
        "testland/zz/fee/2030-01-01.toml: [edition], until: found '2030-06-01'; expected a day before 2030-06-01, when "
        "the next edition starts. Correct one of the two dates."
    )


@pytest.mark.parametrize("model", ["2029-01-01", "2030-06-01", "2030-09-01"])
def test_same_table_as_must_name_an_earlier_edition(tmp_path: Path, model: str) -> None:
    without = LATER[: LATER.index("[table]")]
    write(tmp_path, RATES)
    write(tmp_path, LATER.replace("2030-06-01", "2030-09-01"), "2030-09-01")
    write(tmp_path, without.replace('base = "price"', f'base = "price"\nsame_table_as = {model}'), "2030-06-01")
    with pytest.raises(EditionError) as error:
        Library(tmp_path).timeline("testland", "zz", "fee")
    message = str(error.value)
    assert message.startswith("testland/zz/fee/2030-06-01.toml: [edition], same_table_as: ")
    assert f"found '{model}'; expected the date of an earlier edition of this programme with a table" in message


def test_a_bad_edition_stops_only_its_own_programme(tmp_path: Path) -> None:
    write(tmp_path, RATES.replace("0.15", "15"))
    other = tmp_path / "testland" / "zz" / "other" / "2030-01-01.toml"
    other.parent.mkdir()
    other.write_text(RATES.replace('programme = "fee"', 'programme = "other"'), encoding="utf-8")
    library = Library(tmp_path)
    assert library.timeline("testland", "zz", "other") is not None
    with pytest.raises(EditionError):
        library.timeline("testland", "zz", "fee")


def test_a_number_too_fine_for_the_engine_names_its_file(tmp_path: Path) -> None:
    write(tmp_path, LOOKUP.replace("1.50", "1.50005"))
    timeline = Library(tmp_path).timeline("testland", "zz", "fee")
    assert timeline is not None
    with pytest.raises(EditionError, match=r"testland/zz/fee/2030-01-01\.toml.*1\.50005"):
        timeline.compiled(0)
