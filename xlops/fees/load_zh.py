"""What the loader says of a bad file, in Chinese: for an operator's own tables, whose writer may read no English.

The loader speaks English in one place; here stands each of its sentences beside its translation, with ``{}`` for what
changes. A test holds that none is missing.
"""

from __future__ import annotations

import re
from functools import cache

from xlops.errors import EditionError

_SENTENCES = {
    # what was expected
    "TOML in UTF-8": "UTF-8 编码的 TOML 文本",
    "schema = 1": "schema = 1",
    "an [edition] section": "[edition] 部分",
    "the key {}": "键 {}",
    "one of {}": "以下之一：{}",
    "a str": "带引号的文字",
    "a date": "日期，如 2026-01-01",
    "a dict": "{ } 形式的值",
    "a list": "[ ] 形式的列表",
    "a bool": "true 或 false",
    "a text": "文字",
    "a number": "数字",
    "letters, digits and _": "只含字母、数字和下划线",
    "the date in the file name, {}": "与文件名相同的日期 {}",
    "the folder {}": "与所在文件夹一致：{}",
    "a day after effective": "晚于 effective 的日期",
    "at least one [[source]]": "至少一个 [[source]]（数据来源）",
    "an address, or url_note": "网址，或在 url_note 中说明",
    "an id of its own": "不重复的 id",
    "a step, unless the mode is none": "step（最小单位）；仅当 mode 为 none 时可不写",
    "none, because of same_table_as or charged = false": "不写表格，因为已有 same_table_as 或 charged = false",
    "a [table] section": "[table] 部分",
    "a column {}": "列 {}",
    "the rows of the published table": "表格的数据行",
    "{} cells, one per column": "{} 个单元格，每列一个",
    "a fraction from 0 to 1": "0 到 1 之间的小数",
    "bands in rising order, the open one last": "由低到高的区间，不封顶的放最后",
    "more than {}": "大于 {}",
    "the unit of {}": "{} 的单位",
    "step_fee, step and above, all or none": "step_fee、step、above 三项全写或全不写",
    "a rising range": "由小到大的范围",
    "no amount in a row marked unpublished": "标记为 unpublished 的行不写金额",
    "a fee or a per": "fee 或 per",
    "price_upto too": "同时写 price_upto",
    "below or upto, not both": "below 与 upto 只写一个",
    "only the last band open, and open": "只有最后一个区间不封顶，且必须不封顶",
    "rows in rising order that do not overlap": "由小到大且不重叠的行",
    "weighs = unit": "weighs = unit",
    "[table] dimensional": "[table] dimensional",
    "each tier once": "每个分段只出现一次",
    "each key once": "每个键只出现一次",
    "a list of names": "[ ] 形式的名称列表",
    "a group that a row names": "表格某行用到的分组名",
    "rising fractions from 0 to 1": "0 到 1 之间由小到大的小数",
    "a day of its own: {} starts on it too": "单独的生效日期：{} 也在同一天生效",
    "a day before {}, when the next edition starts": "早于 {}（下一版本生效日）的日期",
    "the date of an earlier edition of this programme with a table": "同一项目中更早且带表格的版本日期",
    "at most 4 decimals in money, and weights and lengths that whole units can hold":
        "金额最多 4 位小数，重量与长度不能过细",
    "keys that this fee is asked by: {}": "该费用可用的键：{}",
    "a known name": "可识别的名称",
    "a known name: {}": "可识别的名称，如 {}",
    "{}, as the published table": "与官方表一致：{}",
    "{}, the currency of the market in names/markets.toml": "names/markets.toml 中该站点的币种 {}",
    "a code of names/{}.toml": "names/{}.toml 中的代码",
    "a unit such as {}": "单位，如 {}",
    "a fee that is worked out from a table": "按表格计算的费用",
    # what to do
    "Correct the line that is named.": "请修改所指的那一行。",
    "Correct or remove the section.": "请更正或删除该部分。",
    "Write schema = 1 in the first line.": "请在第一行写 schema = 1。",
    "Copy it from the newest edition.": "请从最新版本复制。",
    "Correct or remove the key.": "请更正或删除该键。",
    "Add {} from the published source.": "请按来源补上 {}。",
    "Write the number without quotes.": "请去掉数字的引号。",
    "Write the published number without quotes.": "请填写数字，不加引号。",
    "Correct the value.": "请更正该值。",
    "Write it; a blank helps nobody.": "请填写，不能留空。",
    "Correct the word.": "请更正该词。",
    "Write the name's code.": "请写名称的代码。",
    "Make them agree.": "请使两处一致。",
    "Correct the dates.": "请更正日期。",
    "Name where the figures come from.": "请写明数据来源。",
    "Say in url_note why there is none.": "没有网址时请在 url_note 中说明。",
    "Rename or remove the second one.": "请改名或删除第二个。",
    "Give the smallest unit, such as 0.01.": "请写最小单位，如 0.01。",
    "Remove one of the two.": "请删除其中一个。",
    "Copy the published table.": "请填写表格。",
    "Correct the column's name.": "请更正列名。",
    "Add the column.": "请增加该列。",
    "Add them.": "请补上。",
    "Add it.": "请补上。",
    "Complete the row.": "请补全该行。",
    "Write 15 % as 0.15.": "15% 请写作 0.15。",
    "Write 8 % as 0.08.": "8% 请写作 0.08。",
    "Put the bands of one key together.": "请把同一名称的各区间放在一起。",
    "Put the bands in rising order.": "请按由低到高排列。",
    "Add units = {}.": "请写上 units = {}。",
    "Correct the bounds.": "请更正上下限。",
    "Give the amount, mark the row unpublished where the fee exists, or remove the row.":
        "请填写金额；费用存在但金额未知时标记 unpublished；否则删除该行。",
    "Give the limit of all other categories.": "请写明其他类目的上限。",
    "Say which side the bound belongs to.": "请说明界限属于哪一侧。",
    "Give the bound, or put it last.": "请写上界限，或放到最后。",
    "Sort the rows and remove repeated ones.": "请排序并删除重复的行。",
    "Give [table] dimensional, or the unit weight.": "请写 [table] dimensional，或改用实重。",
    "Give the divisor.": "请写体积重除数。",
    "Remove the second row.": "请删除第二行。",
    "Remove the second one.": "请删除第二个。",
    "List the names that the group stands for.": "请列出该分组包含的名称。",
    "Correct the name, or remove the group.": "请更正名称，或删除该分组。",
    "Keep one of the two files, or put their rows into one.": "请保留其中一个文件，或合并为一个。",
    "Correct one of the two dates.": "请更正其中一个日期。",
    "Correct the date, or copy the table.": "请更正日期，或复制表格。",
    "Write the number as published.": "请按原数填写。",
    "Correct the name of the key column.": "请更正键列的名称。",
    "Correct the name.": "请更正名称。",
    "Correct the currency, or add it to the market there.": "请更正币种，或在该文件的站点下添加。",
    "Correct the code, or add the name to that list.": "请更正代码，或在该名单中添加此名称。",
    "Write the table in the form of the published one (xlops fees show).":
        "请按官方表的格式填写（见 xlops fees show）。",
    "Convert the amounts, or give the line a name of its own.": "请换算金额，或为该线路另取名称。",
    "Correct the unit.": "请更正单位。",
    "Give your rate to the formula, or in your sheet.": "请在公式参数或商品表中填写费率。",
}  # fmt: skip


def in_chinese(error: EditionError) -> str:
    """Return the message of a refused file in Chinese; places in the file keep their names."""
    expected, remedy = (_translated(text) for text in (error.expected, error.remedy))
    return f"{error.file}：{error.place}：内容为 {error.found!r}；应为{expected}。{remedy}"


def _translated(text: str) -> str:
    whole = _SENTENCES.get(text)
    if whole is not None:
        return whole
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(text):
            return chinese.format(*found.groups())
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences with a gap, those with more fixed words first."""
    gaps = sorted((english for english in _SENTENCES if "{}" in english), key=len, reverse=True)
    return [
        (re.compile("(.*)".join(map(re.escape, english.split("{}"))), re.DOTALL), _SENTENCES[english])
        for english in gaps
    ]
