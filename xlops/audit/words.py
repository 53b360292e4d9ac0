"""What a finding is told in: reason, evidence to collect, working of the estimate, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xlops.audit.causes import Cause
from xlops.audit.editions import FBA, REFERRAL
from xlops.audit.findings import CLAIM_DAYS, ENOUGH_SUPPLY, Audit, Direction, Finding, Measure
from xlops.catalog import catalogue
from xlops.fees.names import name_list

FEES = {FBA: ("FBA fulfilment fee", "FBA 配送费"), REFERRAL: ("referral fee", "销售佣金")}
DIRECTION_WORDS: dict[Direction, tuple[str, str]] = {
    "overcharged": ("overcharged", "多收"),
    "undercharged": ("undercharged", "少收"),
    "our_input": ("our input", "我方数据"),
    "as_published": ("by the rules", "规则内费用"),
}
PREVIEWED = ("previewed, not charged yet", "预览：尚未收取")
NOT_EXPLAINED = (
    "Not explained: no other size, category, price band, programme, date or surcharge gives this charge to the cent.",
    "原因不明：换用其他尺寸、类目、价格段、配送计划、日期或附加费，都算不出这一金额。",
)
_MOST_NAMES = 4
_MOST_LINES = 2  # of the working: the sentence and what was assumed


def _name(kind: str, code: object, lang: str) -> str:
    found = name_list(kind).names.get(str(code))
    return str(code) if found is None else found.label(lang)


def _size(measure: Measure, lang: str) -> str:
    sides = " × ".join(f"{side:.4g}" for side in measure.sides or ())
    weight = "" if measure.weight is None else f"{measure.weight:.5g} g"
    tier = "" if measure.tier is None else f" ({_name('size_tiers', measure.tier, lang)})"
    text = ", ".join(part for part in (f"{sides} cm" if sides else "", weight) if part) + tier
    return text.replace("(", "（").replace(")", "）") if lang == "zh" else text


def _list(names: Iterable[object], lang: str) -> str:
    found = [_name("categories", code, lang) for code in names]
    more = len(found) - _MOST_NAMES
    shown = ("、" if lang == "zh" else ", ").join(found[:_MOST_NAMES])
    if more <= 0:
        return shown
    return f"{shown} 等 {len(found)} 类" if lang == "zh" else f"{shown} and {more} more"


def _measured(finding: Finding, lang: str) -> str:
    own, amazons = finding.own, finding.amazons
    moved_tier = own.tier is not None and amazons.tier is not None and own.tier != amazons.tier
    mine, theirs = _size(own, lang), _size(amazons, lang)
    if lang == "zh":
        head = "尺寸分段变动：" if moved_tier else "尺寸或重量不一致："
        return f"{head}亚马逊测量 {theirs}；您的表格 {mine}。"
    head = "Size tier moved: " if moved_tier else "Other size or weight: "
    return f"{head}Amazon measured {theirs}; your sheet says {mine}."


def _cause(cause: Cause, finding: Finding, lang: str) -> str:
    """Return one cause in words."""
    zh = lang == "zh"
    about = cause.about
    match cause.code:
        case "measured":
            tail = "收费与亚马逊的测量一致。" if zh else " The charge is the fee of Amazon's measurement."
            if finding.moved:
                tail += "此前的收费仍与您的表格一致，说明期间被重新测量。" if zh else (
                    " Earlier charges were still those of your sheet: it was re-measured in between."
                )
            elif finding.direction == "our_input":
                tail += "两份报表一致：请先重新测量一件；若您的数据正确，再申请重新测量并申诉。" if zh else (
                    " Two reports agree: measure one unit first. If your figures hold, ask for a re-measurement "
                    "and claim."
                )
            return _measured(finding, lang) + tail
        case "measured_part":
            part, whole = about
            return _measured(finding, lang) + (
                f"{whole} 件中有 {part} 件按亚马逊的测量收费，其余按您的表格。"
                if zh
                else f" {part} of {whole} units were charged by Amazon's measurement, the others by your sheet."
            )
        case "low_inventory_stated":
            amount = f"{about[0]:.2f}"
            return (
                f"报表注明其中每件 {amount} 为低库存水平费；其余与估算一致。{_supply(finding, lang)}"
                if zh
                else f"The report itself says that {amount} per unit is the low-inventory-level fee; the rest is as "
                f"estimated.{_supply(finding, lang)}"
            )
        case "low_inventory":
            return (
                f"差额等于低库存水平费的一档。{_supply(finding, lang)}"
                if zh
                else f"The difference is a low-inventory-level fee of this size.{_supply(finding, lang)}"
            )
        case "programme":
            name = _name("programmes", about[0], lang)
            return (
                f"按“{name}”的费率收取，与表中的配送计划不同。" if zh else f"Charged at the rate of: {name}."
            )
        case "apparel":
            return "按服装类配送费表收取。" if zh else "Charged by the fulfilment table of apparel."
        case "dangerous_goods":
            return "按危险品配送费表收取。" if zh else "Charged by the fulfilment table of dangerous goods."
        case "preview_table":
            return (
                "按亚马逊费用预览中的类目的配送费表收取。"
                if zh
                else "Charged by the fulfilment table of the category in Amazon's fee preview."
            )
        case "general_table":
            return (
                "按普通商品配送费表收取，而非该类目自己的表。"
                if zh
                else "Charged by the general fulfilment table, not by the one of the category."
            )
        case "price_band":
            price = f"{about[0]:.2f}"
            return (
                f"按另一价格段收取：售价 {price} 的费率。"
                if zh
                else f"Charged as in another price band: the rate at a price of {price}."
            )
        case "no_surcharge":
            return (
                "金额不含燃油与物流附加费；附加费可能在别处单列。"
                if zh
                else "The amount is without the fuel and logistics surcharge, which may stand elsewhere."
            )
        case "edition":
            day, after, season = about
            peak = ("（旺季）" if zh else " (peak season)") if season == "peak" else ""
            when = ("之后的费用表" if after else "之前的费用表") if zh else ("the later" if after else "the earlier")
            return (
                f"按{when}收取：{day} 有效的费率{peak}。"
                if zh
                else f"Charged by {when} table, in force on {day}{peak}."
            )
        case "vat":
            rate = f"{about[0]:.2%}".replace(".00%", "%")
            return (
                f"金额含 {rate} 增值税；已注册税号的卖家通常可以抵扣。"
                if zh
                else f"The amount is {rate} VAT on top of the fee, or on a price stated without it. Sellers registered "
                "for VAT can usually reclaim it."
            )
        case "digital":
            return "金额含数字服务费。" if zh else "The amount has the digital services fee in it."
        case "packaging":
            return (
                "金额含大件商品包装费（未以自身包装发货）。"
                if zh
                else "The amount has the packaging fee of bulky units in it (not shipped in their own packaging)."
            )
        case "closing":
            return "金额含媒体类手续费。" if zh else "The amount has the closing fee of media in it."
        case "fbm":
            return "按卖家自配送的佣金率收取。" if zh else "Charged at the rate of orders that the seller delivers."
        case "preview_category":
            mine, theirs = (_name("categories", code, lang) for code in about)
            tail = ""
            if finding.direction == "our_input":
                tail = "两份报表一致：请核对表格中的类目。" if zh else " Two reports agree: check the sheet's category."
            return (
                f"亚马逊将其归入“{theirs}”，您的表格为“{mine}”；收费与前者一致。{tail}"
                if zh
                else f"Amazon files it under {theirs}, your sheet under {mine}; the charge is that of the first.{tail}"
            )
        case "category":
            return (
                f"按其他类目的佣金率收取：{_list(about, lang)}。"
                if zh
                else f"Charged at the rate of another category: {_list(about, lang)}."
            )
        case "units":
            return (
                f"您的表格的单位有误：按 {about[0]} 读取时，收费一致。"
                if zh
                else f"The unit in your sheet is wrong: read as {about[0]}, the charge is right."
            )
        case "unit_weight" | "dimensional" | "two_inches":
            weight = f"{about[1]:.5g} g"
            how = {
                "unit_weight": ("unit weight", "实际重量"),
                "dimensional": ("dimensional weight", "体积重量"),
                "two_inches": ("dimensional weight with sides of at least 2 inches", "体积重量（边长至少按 2 英寸计）"),
            }[cause.code][zh]
            return f"按{how} {weight} 计费。" if zh else f"Billed by {how}, {weight}."
        case "tier" | "table_row":
            tier, grams, own, billed = about
            names = [_name("size_tiers", code, lang) for code in (tier, own)]
            weight, mine = f"{grams:.5g} g", f"{billed:.5g} g"
            return (
                f"等于“{names[0]}”计费重量 {weight} 的费用；按估算所用的数据应为“{names[1]}”计费重量 {mine}。"
                f"{_chance(cause, lang)}"
                if zh
                else f"The charge is the fee of {names[0]} at a billed weight of {weight}; by the figures of the "
                f"estimate it is {names[1]} at {mine}.{_chance(cause, lang)}"
            )
    raise ValueError(cause.code)


def _chance(cause: Cause, lang: str) -> str:
    """Return the caution about a weight that nobody measured: among all fees of a table one may be met by chance."""
    if cause.code != "table_row":
        return ""
    return "仅金额相符，没有测量数据佐证。" if lang == "zh" else " Only the amount fits; no measurement confirms it."


def _supply(finding: Finding, lang: str) -> str:
    if finding.days_of_supply is not None and finding.days_of_supply >= ENOUGH_SUPPLY:
        days = f"{finding.days_of_supply:.4g}"
        return (
            f"但可售天数为 {days} 天；不低于 {ENOUGH_SUPPLY} 天不应收取。"
            if lang == "zh"
            else f" Yet there are {days} days of supply; from {ENOUGH_SUPPLY} on it is not due."
        )
    return ""


def reason(finding: Finding, lang: str) -> str:
    """Return why the charge is likely not the estimate, in ``lang``; what else would fit stands behind it."""
    zh = lang == "zh"
    if finding.cause is None:
        return NOT_EXPLAINED[zh]
    text = _cause(finding.cause, finding, lang)
    others = [_cause(cause, finding, lang) for cause in finding.others if cause.code != finding.cause.code]
    if others:
        text += ("也可能：" if zh else " It would also fit: ") + ("" if zh else " ").join(dict.fromkeys(others))
    return text


_SIZES = {"measured", "measured_part", "tier", "table_row", "dimensional", "two_inches", "unit_weight", ""}
_CATEGORIES = {"category", "preview_category", "apparel", "dangerous_goods", "preview_table", "general_table"}


def evidence(finding: Finding, lang: str) -> tuple[str, ...]:
    """Return what to collect before a claim, or what to check, in ``lang``."""
    zh = lang == "zh"
    code = finding.cause.code if finding.cause else ""
    reports = "、".join(finding.reports) if zh else ", ".join(finding.reports)
    who = finding.sku or finding.asin or ""
    lines = [f"报表行：{reports}（{who}）" if zh else f"the report lines of {who}: {reports}"]
    if code in _SIZES and finding.fee == FBA:
        lines += (
            [
                "一件带包装商品的照片：尺子量三边、秤上重量",
                "供应商规格书或装箱单上的单品尺寸与重量",
                "Seller Central 该 ASIN 的尺寸与重量页面截图",
                "FBA 在库至少一件，以便重新测量",
            ]
            if zh
            else [
                "photos of one packed unit with a ruler at all three sides, and on a scale",
                "the supplier's specification or packing list with the unit's size and weight",
                "a screenshot of the size and weight that Seller Central shows for the ASIN",
                "at least one unit in stock at FBA, so that it can be measured again",
            ]
        )
    if code in _CATEGORIES or (finding.fee == REFERRAL and code in {"", "price_band"}):
        lines += (
            ["费用预览或收益计算器中该 ASIN 的收费类目截图", "商品页面的类目节点"]
            if zh
            else [
                "a screenshot of the fee category in the fee preview or the revenue calculator",
                "the browse node of the product page",
            ]
        )
    if code == "programme":
        lines.append(
            "配送计划设置与发货国家（库存所在国）" if zh else "the programme settings, and where stock was sent from"
        )
    if code.startswith("low_inventory"):
        lines.append(
            "库存规划报表中的 30 天与 90 天历史可售天数" if zh else "30-day and 90-day historical days of supply"
        )
    if code == "edition":
        lines.append("订单发货日期" if zh else "the ship dates of the orders")
    if code == "vat":
        lines.append("亚马逊增值税发票" if zh else "Amazon's VAT invoices")
    if code in {"price_band", ""}:
        lines.append("订单成交价" if zh else "the item prices of the orders")
    return tuple(lines)


def claim(finding: Finding, lang: str) -> str:
    """Return until when a claim can be made, in ``lang``; empty where there is nothing to claim."""
    zh = lang == "zh"
    if finding.direction == "undercharged" or finding.direction == "as_published":
        return ""
    if finding.previewed:
        return PREVIEWED[zh]
    if finding.claim_by is None or finding.claim_until is None or finding.days_left is None:
        return "报表未注明收费日期" if zh else "the report does not say when it was charged"
    if finding.days_left >= 0:
        return (
            f"{finding.claim_by} 前申诉（最早一笔收费后 {CLAIM_DAYS} 天）"
            if zh
            else f"claim by {finding.claim_by} ({CLAIM_DAYS} days after the first charge)"
        )
    last_left = (finding.claim_until - finding.claim_by).days + finding.days_left
    if last_left >= 0:
        return (
            f"最早的收费已超过 {CLAIM_DAYS} 天；最近的可申诉至 {finding.claim_until}"
            if zh
            else f"the first charges are older than {CLAIM_DAYS} days; the latest can be claimed until "
            f"{finding.claim_until}"
        )
    return f"已超过 {CLAIM_DAYS} 天" if zh else f"older than {CLAIM_DAYS} days"


def working(finding: Finding, lang: str) -> str:
    """Return how the estimate comes about, with its editions, in ``lang``."""
    name = "AMZ_FBA_FEE_EXPLAIN" if finding.fee == FBA else "AMZ_REFERRAL_FEE_EXPLAIN"
    given: dict[str, Any] = dict(finding.asked)
    lines = str(catalogue()[name](**given, lang=lang)).split("\n")
    named = [line.split("[", 1)[1].split("]", 1)[0] for line in lines if line[:1].isdigit() and "[" in line]
    text = lines[0]
    if finding.estimate_high - finding.estimate_low > 0.005:
        low, high = f"{finding.estimate_low:.2f}", f"{finding.estimate_high:.2f}"
        text += (
            f"该期间与价格范围内：{low} 至 {high}。"
            if lang == "zh"
            else f" Over the period and its prices: {low} to {high}."
        )
    return f"{text} [{'; '.join(dict.fromkeys(named))}]"


def checked(found: Audit, lang: str) -> str:
    """Return how many charges were checked and what came of them, in ``lang``."""
    if lang == "zh":
        within = f"，{found.within} 笔在可能范围内" if found.within else ""
        return f"已核对 {found.checked} 笔费用，{found.right} 笔一分不差{within}"
    within = f", {found.within} within the possible bounds" if found.within else ""
    return f"{found.checked} charges checked, {found.right} right to the cent{within}"


def no_findings(found: Audit, lang: str) -> str:
    """Return what it means that there is no finding, in ``lang``."""
    if not found.checked:
        return (
            "没有任何费用可以核对，原因见下。" if lang == "zh" else "Nothing could be checked; why is told below."
        )
    if found.within:
        return (
            "无：可核对的费用全部正确或在可能范围内。"
            if lang == "zh"
            else "None: every charge that could be checked is right or within the possible bounds."
        )
    return "无：可核对的费用全部正确。" if lang == "zh" else "None: every charge that could be checked is right."
