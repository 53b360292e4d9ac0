"""What the reader tells the operator: one table of codes, in both languages.

``{cell}`` is Excel's name of the cell, ``{header}`` the column's header, ``{found}`` what stands there.
"""

from __future__ import annotations

from xlops.sheets.grid import Issue, Severity

MESSAGES: dict[str, tuple[Severity, str, str]] = {
    # One cell. The cell counts as blank.
    "error_cell": (
        "error",
        "{cell} under “{header}” holds the Excel error {found}. It counts as unknown; mend the formula.",
        "{cell}（“{header}”列）是 Excel 错误 {found}，按未知处理；请修正公式。",
    ),
    "unknown_function": (
        "info",
        "{cell} under “{header}” shows {found}: a formula whose function is not there, such as an add-in's. It counts "
        "as unknown.",
        "{cell}（“{header}”列）显示 {found}：公式用到的函数不可用（如未装加载项），按未知处理。",
    ),
    "no_stored_result": (
        "warning",
        "{cell} under “{header}” and the column’s other such cells ({found} in all) are formulas, and the file holds "
        "no calculated value; open and save it in Excel/WPS. They count as unknown.",
        "{cell}（“{header}”列）等 {found} 个单元格是公式，而文件中没有计算结果，按未知处理；"
        "请用 Excel/WPS 打开并保存一次。",
    ),
    "not_a_number": (
        "error",
        "{cell} under “{header}” holds the text “{found}”; expected {expected}. It counts as blank; write "
        "only the number.",
        "{cell}（“{header}”列）是文本“{found}”，应为{expected}。按空白处理；请只填数字。",
    ),
    "several_numbers": (
        "error",
        "{cell} under “{header}” holds several numbers (“{found}”). None was chosen; keep the one that counts.",
        "{cell}（“{header}”列）有多个数字（“{found}”），未作选择；请只保留要用的一个。",
    ),
    "ambiguous_number": (
        "error",
        "{cell} under “{header}”: “{found}” can be read two ways, because the column mixes decimal commas "
        "and points. It "
        "counts as blank; write it without thousands marks.",
        "{cell}（“{header}”列）“{found}”有两种读法（该列同时用逗号和点作小数点），按空白处理；请去掉千位分隔符。",
    ),
    "placeholder": (
        "info",
        "{cell} under “{header}” holds “{found}”: it counts as blank, not as zero.",
        "{cell}（“{header}”列）为“{found}”，按空白处理，不是 0。",
    ),
    "placeholder_number": (
        "warning",
        "{cell} under “{header}” holds {found}, which people write when the cost is not known yet. It counts "
        "as blank; write "
        "the real cost.",
        "{cell}（“{header}”列）为 {found}，一般是未知成本的占位数，按空白处理；请填写真实成本。",
    ),
    "bound": (
        "warning",
        "{cell} under “{header}” holds only a bound (“{found}”). It counts as blank.",
        "{cell}（“{header}”列）只是一个范围（“{found}”），按空白处理。",
    ),
    "negative": (
        "error",
        "{cell} under “{header}” is negative ({found}); {term} cannot be. It counts as blank.",
        "{cell}（“{header}”列）为负数（{found}），{term}不可能为负；按空白处理。",
    ),
    "not_positive": (
        "warning",
        "{cell} under “{header}” is {found}; {term} must be greater than 0. It counts as blank.",
        "{cell}（“{header}”列）为 {found}，{term}必须大于 0；按空白处理。",
    ),
    "unclear_percent": (
        "error",
        "{cell} under “{header}” holds {found}, far from the rest of the column read as {scale}. It counts "
        "as blank; write it "
        "with the sign, such as 30%.",
        "{cell}（“{header}”列）为 {found}，与该列其余数值（按{scale}读取）相差太大，按空白处理；请写上百分号，如 30%。",
    ),
    "percent_cell": (
        "info",
        "{cell} under “{header}” holds {found}, and the column holds fractions: it was read as {found} %.",
        "{cell}（“{header}”列）为 {found}，而该列是小数：按 {found}% 读取。",
    ),
    "not_a_date": (
        "error",
        "{cell} under “{header}”: “{found}” is not a day. It counts as blank; write 2026-11-22.",
        "{cell}（“{header}”列）“{found}”不是日期，按空白处理；请写成 2026-11-22。",
    ),
    "ambiguous_date": (
        "error",
        "{cell} under “{header}”: “{found}” may be day/month or month/day, and nothing in the column tells "
        "which. It counts "
        "as blank; write 2026-11-22.",
        "{cell}（“{header}”列）“{found}”可能是日/月也可能是月/日，该列无法判断，按空白处理；请写成 2026-11-22。",
    ),
    "wrong_unit": (
        "error",
        "{cell} under “{header}” holds “{found}”: this unit does not measure {term}. It counts as blank.",
        "{cell}（“{header}”列）“{found}”的单位不适用于{term}；按空白处理。",
    ),
    "unknown_unit": (
        "error",
        "{cell} under “{header}”: the unit “{found}” is not known; write cm, mm, m, in, g, kg, lb or oz. The "
        "size or weight "
        "of this row counts as blank.",
        "{cell}（“{header}”列）单位“{found}”无法识别；请写 cm、mm、m、in、g、kg、lb 或 oz。"
        "该行的尺寸或重量按空白处理。",
    ),
    "unknown_currency": (
        "error",
        "{cell} under “{header}”: the currency “{found}” is not known; write its code, such as USD. The "
        "currency of this row "
        "is unknown.",
        "{cell}（“{header}”列）币种“{found}”无法识别；请写代码，如 USD。该行币种按未知处理。",
    ),
    "currency_disagrees": (
        "error",
        "{cell} under “{header}” is marked {found}, but the header says {expected}. It counts as blank; "
        "correct one of them.",
        "{cell}（“{header}”列）标的是 {found}，而表头写的是 {expected}；按空白处理，请改正其一。",
    ),
    # One column: what was assumed.
    "unit_assumed": (
        "info",
        "“{header}” names no unit: its numbers were read as {unit} ({why}). If that is wrong, write the unit "
        "into the header, "
        "such as {example}.",
        "“{header}”没有写单位：按 {unit} 读取（{why}）。如不对，请把单位写进表头，如 {example}。",
    ),
    "unit_unknown": (
        "warning",
        "“{header}” names no unit, and {why}. It was left blank; write the unit into the header, such as {example}.",
        "“{header}”没有写单位，且{why}，已按空白处理；请把单位写进表头，如 {example}。",
    ),
    "percent_points": (
        "info",
        "“{header}” was read as percent: 30 means 30 % (the middle value is {found}).",
        "“{header}”按百分数读取：30 即 30%（中位数为 {found}）。",
    ),
    "percent_fraction": (
        "info",
        "“{header}” was read as fractions: 0.3 means 30 % (the middle value is {found}).",
        "“{header}”按小数读取：0.3 即 30%（中位数为 {found}）。",
    ),
    "fraction_among_percents": (
        "info",
        "“{header}”: {found} without % ({cell}) was read as a fraction, because the cells with % are of that size. If "
        "that is wrong, write it with the sign.",
        "“{header}”：没有百分号的 {found}（{cell}）按小数读取，因为带 % 的单元格正是这个大小。如不对，请写上百分号。",
    ),
    "cny_assumed": (
        "info",
        "“{header}” names no currency: it was read as CNY, because {why}. If that is wrong, write the "
        "currency into the "
        "header, such as {header}(USD).",
        "“{header}”没有写币种：按人民币读取，因为{why}。如不对，请把币种写进表头，如 {header}(USD)。",
    ),
    "sign_assumed": (
        "info",
        "“{header}”: the sign {found} was read as {currency}. If that is wrong, write the code into the "
        "header or add a "
        "currency column.",
        "“{header}”：符号 {found} 按 {currency} 读取。如不对，请在表头写币种代码或加“币种”列。",
    ),
    "sign_of_column": (
        "info",
        "“{header}”: some numbers have no currency; they were read as {currency} like the rest of the column.",
        "“{header}”：部分数字没有币种，按该列其余的 {currency} 读取。",
    ),
    "currency_from_note": (
        "info",
        "“{header}”: the currency {currency} was taken from the note in {cell}.",
        "“{header}”：币种 {currency} 取自 {cell} 的说明。",
    ),
    "item_size": (
        "info",
        "“{header}” names the product, not the packed unit: it was taken as the packed size or weight, which "
        "fees are "
        "measured on. Packaging makes it larger.",
        "“{header}”写的是商品而非包装：已当作包装后的尺寸或重量（平台按包装后计费），实际包装后会更大。",
    ),
    "cost_includes_freight": (
        "info",
        "“{header}” already includes freight, so no first leg has to be added.",
        "“{header}”已含运费，不应再加头程。",
    ),
    "tax_included": (
        "info",
        "“{header}” says that tax is included; the numbers were taken as they are.",
        "“{header}”写明含税；按原数读取。",
    ),
    "tax_excluded": (
        "info",
        "“{header}” says that tax is not included; the numbers were taken as they are.",
        "“{header}”写明不含税；按原数读取。",
    ),
    "fob_cost": (
        "info",
        "“{header}” is an FOB price: freight from the port is not in it.",
        "“{header}”为 FOB 价：不含港口之后的运费。",
    ),
    "excel_day_numbers": (
        "info",
        "“{header}” holds plain numbers such as {found}: they were read as Excel's day numbers.",
        "“{header}”里有 {found} 这样的数字：按 Excel 日期序号读取。",
    ),
    "ad_spend_period": (
        "warning",
        "“{header}” was read as the ad spend of a period, but the sheet has no ad sales, sales or units of a "
        "period. If it is "
        "the ad cost of one unit, set it to ignore in the mapping file.",
        "“{header}”按期间广告花费读取，但表中没有同期广告销售额、销售额或销量。如是单件广告费，"
        "请在映射文件中设为 ignore。",
    ),
    "loose_match": (
        "info",
        "“{header}” is not a known header; it resembles “{term}” ({found} %) and was taken as that. Correct "
        "it with “xlops map FILE”, in Excel with Check columns.",
        "“{header}”不是已知表头；与“{term}”相近（{found}%），已按此读取。"
        "可用“xlops map 文件”（Excel 中用“核对列”）更正。",
    ),
    # One column that was not taken.
    "second_column": (
        "info",
        "“{header}” ({cell}) also reads as {term}; “{other}” ({other_cell}) was taken, because {why}.",
        "“{header}”（{cell}）也可理解为{term}；已采用“{other}”（{other_cell}），因为{why}。",
    ),
    "two_results": (
        "warning",
        "“{header}” ({cell}) and “{other}” ({other_cell}) both read as {term}; neither was taken. Name one "
        "in the mapping file (xlops map FILE; in Excel: Check columns).",
        "“{header}”（{cell}）和“{other}”（{other_cell}）都像{term}；均未采用。"
        "请在映射文件中指定一列（xlops map 文件；Excel 中用“核对列”）。",
    ),
    "ambiguous_header": (
        "warning",
        "“{header}” ({cell}) was not used: it may be {why}. Say which in the mapping file (xlops map FILE; "
        "in Excel: Check columns).",
        "“{header}”（{cell}）未使用：无法判断是{why}。请在映射文件中指明（xlops map 文件；Excel 中用“核对列”）。",
    ),
    "per_weight": (
        "warning",
        "“{header}” ({cell}) was not used: it is a price per weight, not per unit. Add a column with the "
        "amount per unit.",
        "“{header}”（{cell}）未使用：是按重量的单价，不是每件金额。请增加每件金额一列。",
    ),
    "not_packed_size": (
        "warning",
        "“{header}” ({cell}) was not used: it is the {scope}, and fees are measured on the packed unit. The "
        "sheet has no packed "
        "{term}.",
        "“{header}”（{cell}）未使用：它是{scope}，平台按包装后的单件计费，而表中没有包装后的{term}。",
    ),
    "column_not_used": (
        "warning",
        "“{header}” (column {letters}) is not a known header. It looks like numbers and is not counted; if it matters, "
        "say what it is in the mapping file (xlops map FILE --save; in Excel: Check columns).",
        "“{header}”（{letters} 列）不是已知表头。内容像是数字，未计入；如需计入，请在映射文件中指明"
        "（xlops map 文件 --save；Excel 中用“核对列”）。",
    ),
    "columns_not_used": (
        "warning",
        "{found} columns are not known headers: {header}. They look like numbers and are not counted; if one matters, "
        "say what it is in the mapping file (xlops map FILE --save; in Excel: Check columns).",
        "{found} 列不是已知表头：{header}。内容像是数字，未计入；如需计入，请在映射文件中指明"
        "（xlops map 文件 --save；Excel 中用“核对列”）。",
    ),
    "text_column": (
        "warning",
        "“{header}” ({cell}) reads as {term}, but holds mostly text (such as “{found}”). It was not used.",
        "“{header}”（{cell}）像{term}，但内容大多是文本（如“{found}”），未使用。",
    ),
    "saved_header_gone": (
        "warning",
        "The mapping file names the column “{header}”, which this sheet does not have.",
        "映射文件中的列“{header}”在本工作表中不存在。",
    ),
    # Several columns together.
    "inches_suspected": (
        "warning",
        "The sides look like inches, not centimetres{also}: read as {unit}, the middle product weighs {found} g "
        "per cm³. Nothing was "
        "changed; if they are inches, write it into the header, such as 长(in).",
        "尺寸像是英寸而不是厘米{also}：按 {unit} 读取时，商品的中位密度为 {found} 克/立方厘米。未作改动；如是英寸，"
        "请在表头写明，如 长(in)。",
    ),
    "units_not_stated": (
        "warning",
        "The sheet names no unit of size and weight: {found} were read as {unit}, but on Amazon US they may as well be "
        "{other}. Nothing was changed; write the unit into the headers, such as {example}, or into the mapping file "
        "(xlops map FILE --save; in Excel: Check columns).",
        "表中没有写尺寸和重量的单位：{found} 按 {unit} 读取，但在亚马逊美国站也可能是 {other}。未作改动；"
        "请把单位写进表头，如 {example}，或写进映射文件（xlops map 文件 --save；Excel 中用“核对列”）。",
    ),
    "row_inches_suspected": (
        "warning",
        "{cell}: with these sides the product weighs {found} g per cm³, the others about {usual}. Inches typed as "
        "centimetres? Nothing was changed; please check the size and weight of this row.",
        "{cell}：按此尺寸密度为 {found} 克/立方厘米，其他商品约 {usual}。是否把英寸当成了厘米？"
        "未作改动，请核对该行尺寸与重量。",
    ),
    "too_dense": (
        "warning",
        "The weights look about a thousand times too large for the sides (middle value {found} g per cm³): "
        "grams under a "
        "kilogram header? Nothing was changed; check the units.",
        "重量相对尺寸约大一千倍（中位密度 {found} 克/立方厘米）：表头写千克、实际是克？未作改动，请核对单位。",
    ),
    "too_light": (
        "warning",
        "The weights look far too small for the sides (middle value {found} g per cm³): kilograms or pounds "
        "read as grams, or "
        "millimetres read as centimetres? Nothing was changed; check the units.",
        "重量相对尺寸太小（中位密度 {found} 克/立方厘米）：千克或磅当成了克，或毫米当成了厘米？未作改动，请核对单位。",
    ),
    "rate_upside_down": (
        "error",
        "“{header}” should hold CNY for 1 {currency}, but the middle value is {found}: it looks upside down. "
        "It was left blank; "
        "write, for example, 7.1.",
        "“{header}”应为 1 {currency} 兑换的人民币，但中位数是 {found}，像是写反了。已按空白处理；请写成如 7.1。",
    ),
    "rate_off": (
        "error",
        "{cell} under “{header}” holds {found}, and the other rows of this currency about {usual}. It counts as blank; "
        "check it for a typing error.",
        "{cell}（“{header}”列）为 {found}，而同币种其他行约为 {usual}。按空白处理；请核对是否输错。",
    ),
    "rate_implausible": (
        "error",
        "{cell} under “{header}” holds {found}; CNY for 1 {currency} lies between 2 and 20 (below 1 it is upside "
        "down). It counts as blank; write, for example, 7.1.",
        "{cell}（“{header}”列）为 {found}；1 {currency} 兑换的人民币应在 2 到 20 之间（小于 1 是写反了）。"
        "按空白处理；请写成如 7.1。",
    ),
    "rate_from_note": (
        "info",
        "The exchange rate {found} was taken from the note in {cell}.",
        "汇率 {found} 取自 {cell} 的说明。",
    ),
    "freight_counted_twice": (
        "warning",
        "“{header}” includes freight, and “{other}” holds freight again: check that it is not counted twice.",
        "“{header}”已含运费，而“{other}”又有运费：请核对是否重复计算。",
    ),
}


def issue(
    code: str,
    row: int | None = None,
    column: int | None = None,
    found: object = None,
    bilingual: dict[str, tuple[str, str]] | None = None,
    **words: object,
) -> Issue:
    """Build an issue of the table.

    ``words`` fill the places of both texts; ``bilingual`` gives (English, Chinese) for the places that
    differ.
    """
    severity, en, zh = MESSAGES[code]
    pairs = bilingual or {}
    shown = {"found": _short(found), **words}
    return Issue(
        code,
        row,
        column,
        found,
        en.format(**shown, **{k: v[0] for k, v in pairs.items()}),
        zh.format(**shown, **{k: v[1] for k, v in pairs.items()}),
        severity,
    )


def _short(found: object) -> str:
    text = f"{found:g}" if isinstance(found, float) else getattr(found, "text", None) or str(found)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."
