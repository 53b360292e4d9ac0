"""What explain calls each fee, what is not in it, and what to do where it is unknown. English and Chinese."""

from __future__ import annotations

from xlops.errors import Reason

_NO_OTHER = ("every other Amazon fee, advertising, tax on the fee", "其他亚马逊费用、广告费、费用税")
_PACKING = (
    "referral fee, storage, aged and low-inventory fees, inbound placement, packaging, overmax and Pan-European "
    "oversize charges, returns",
    "销售佣金、仓储费、超龄与低库存费、入库配置费、包装费、超限尺寸费与泛欧超大件附加费、退货费",
)
_PRICE = (
    "costs that you left out (see the assumptions), storage, inbound placement",
    "您未填写的成本（见默认值）、仓储费、入库配置费",
)

# Formula -> (what it is called, what is not in it), each in English and Chinese.
FEES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "AMZ_REFERRAL_FEE": (
        ("Referral fee", "销售佣金"),
        ("closing fee of media, FBA fees, digital services fee", "媒体类手续费、FBA 费用、数字服务费"),
    ),
    "AMZ_CLOSING_FEE": (("Closing fee", "媒体类交易手续费"), ("referral fee, FBA fees", "销售佣金、FBA 费用")),
    "AMZ_SIZE_TIER": (("Size tier", "尺寸分段"), ("", "")),
    "AMZ_FBA_BASE_FEE": (
        ("FBA fulfilment fee before surcharges", "FBA 配送费（未含附加费）"),
        ("fuel and logistics surcharge, " + _PACKING[0], "燃油与物流附加费、" + _PACKING[1]),
    ),
    "AMZ_FUEL_SURCHARGE": (
        ("Fuel and logistics surcharge", "燃油与物流附加费"),
        ("the fulfilment fee itself", "配送费本身"),
    ),
    "AMZ_FBA_FEE": (("FBA fulfilment fee with surcharges", "FBA 配送费（含附加费）"), _PACKING),
    "AMZ_PACKAGING_FEE": (("Packaging fee", "包装费"), ("the fulfilment fee", "配送费")),
    "AMZ_STORAGE_FEE": (
        ("Storage fee", "仓储费"),
        ("aged inventory, storage utilisation and overage surcharges", "超龄库存费、仓储利用率附加费、超量费"),
    ),
    "AMZ_REFUND_FEE": (
        ("Refund administration fee", "退款管理费"),
        ("returns processing, fulfilment fees that are not given back", "退货处理费、不退还的配送费"),
    ),
    "AMZ_AGED_FEE": (("Aged inventory surcharge", "超龄库存附加费"), ("monthly storage fee", "月度仓储费")),
    "AMZ_LOW_INVENTORY_FEE": (("Low-inventory-level fee", "低库存水平费"), ("the fulfilment fee", "配送费")),
    "AMZ_INBOUND_FEE": (("Inbound placement fee", "入库配置服务费"), ("freight to the warehouse", "到仓运费")),
    "AMZ_RETURN_UNITS": (("Returned units that pay", "计费的退货件数"), ("", "")),
    "AMZ_RETURN_FEE": (
        ("Returns processing fee", "退货处理费"),
        ("refund administration fee, value of the returned goods", "退款管理费、退回商品的价值"),
    ),
    "AMZ_REMOVAL_FEE": (("Removal or disposal fee", "移除与弃置费"), ("value of the goods", "商品价值")),
    "AMZ_PLAN_FEE": (("Selling plan", "销售计划费"), _NO_OTHER),
    "AMZ_VAT": (("Tax in the price", "售价中的税"), ("tax on Amazon's fees, import tax", "亚马逊费用的税、进口税")),
    "AMZ_DIGITAL_FEE": (
        ("Digital services fee", "数字服务费"),
        ("the fees that it is taken on", "作为计费基础的各项费用"),
    ),
    "AMZ_NEAR_MISS_SAVING": (
        ("Saving per unit by the change", "改动后每件可省"),
        ("cost of the change", "改动本身的成本"),
    ),
    "AMZ_NEAR_MISS_CHANGE": (("Change that saves", "可省钱的改动"), ("cost of the change", "改动本身的成本")),
    "AMZ_FBA_FEE_CHANGE": (("Change of the FBA fulfilment fee", "FBA 配送费变化"), _PACKING),
    "AMZ_UNIT_FEE_CHANGE": (
        ("Change of the fees per unit", "单件费用变化"),
        ("storage, inbound placement, returns, advertising", "仓储费、入库配置费、退货费、广告费"),
    ),
    "ALI_COMMISSION": (
        ("Commission", "交易佣金"),
        ("affiliate commission, freight, withdrawal fee", "联盟佣金、运费、提现费"),
    ),
    "ALI_FREIGHT": (
        ("Freight at the list price", "公布价运费"),
        ("discounts of your contract, duty, surcharges of the day", "合同折扣、关税、临时附加费"),
    ),
    "ALI_BEST_LINE": (("Cheapest line", "最便宜的线路"), ("lines without a freight table", "没有运费表的线路")),
    "ALI_BEST_FREIGHT": (
        ("Freight of the cheapest line", "最便宜线路的运费"),
        ("duty, discounts of your contract", "关税、合同折扣"),
    ),
    "ALI_AFFILIATE": (("Affiliate commission", "联盟佣金"), ("the platform's own commission", "平台交易佣金")),
    "ALI_DUTY": (("Customs duty", "关税"), ("VAT, handling fees of single countries", "增值税、个别国家的处理费")),
    "ALI_WITHDRAWAL_FEE": (("Withdrawal fee", "提现手续费"), ("spread of the exchange rate", "汇率差价")),
    "AMZ_BREAKEVEN_PRICE": (("Break-even price", "保本售价"), _PRICE),
    "AMZ_TARGET_PRICE": (("Price for the target margin", "目标利润率售价"), _PRICE),
    "AMZ_SAFE_PRICE": (("Price from which every higher one is good", "安全售价（再高都达标）"), _PRICE),
    "ALI_BREAKEVEN_PRICE": (("Break-even price", "保本售价"), _PRICE),
    "ALI_TARGET_PRICE": (("Price for the target margin", "目标利润率售价"), _PRICE),
}

_OWN_TABLE = (
    "take the figure from your Seller Central or settlement export, or add it as your own table (xlops fees add FILE)",
    "请从卖家后台或结算导出查到该数字，或用自己的表补上（xlops fees add 文件）",
)
_DO: dict[Reason, tuple[str, str]] = {
    Reason.NO_TABLE: _OWN_TABLE,
    Reason.NO_EDITION: (
        "choose a day that a table covers, or add your own table for that day (xlops fees add FILE)",
        "请改用有费用表覆盖的日期，或为该日期补上自己的表（xlops fees add 文件）",
    ),
    Reason.OUTSIDE_TABLE: (
        "check size, weight and price; if they are right, " + _OWN_TABLE[0],
        "请先核对尺寸、重量与价格；如无误，" + _OWN_TABLE[1],
    ),
    Reason.NOT_IN_TABLE: _OWN_TABLE,
    Reason.NOT_PUBLISHED: _OWN_TABLE,
    Reason.MISSING_RATE: ("give the rate of your own account", "请填写您账号的实际费率"),
    Reason.MIXED_CATEGORY: ("give a finer category", "请填写更细的类目"),
    Reason.UNCLEAR_DANGEROUS_GOODS: ("write yes or no for dangerous goods", "请在“危险品”中填“是”或“否”"),
    Reason.NOT_APPLICABLE: ("leave this fee out for the row", "该行不必计算此项"),
    Reason.NO_VALID_PRICE: ("lower a cost or the target", "请降低成本或目标"),
}
_GIVE = ("fill in what is missing and ask again", "请补填后再算")
_CORRECT = ("correct the input and ask again", "请更正输入后再算")


def what_to_do(reason: Reason, invalid: bool, lang: str) -> str:
    """Return what helps against a reason."""
    return _DO.get(reason, _CORRECT if invalid else _GIVE)[lang == "zh"]


# What a fee is taken on, as the editions say it. Where a base has no Chinese here, explain shows it as it is.
BASES_ZH = {
    "amount paid minus shipping, on orders attributed to affiliate traffic within 15 days": (
        "15 天内归因于联盟流量的订单实付额（不含运费）"
    ),
    "order amount when the order succeeds; the item rate on the product amount after store discounts, "
    "shipping at its own rate": "交易成功时的订单金额；商品按店铺优惠后的金额，运费按运费费率",
    "per store; the month_rent per month": "每店铺；月租按月",
    "each distinct tariff classification (declaration line) of a consignment from outside the EU, by the intrinsic "
    "value of the consignment in EUR": "欧盟以外发来的包裹按每个税号（申报行）计，以包裹内在价值（欧元）为准",
    "goods plus shipping": "货值加运费",
    "actual weight of the parcel": "包裹实际重量",
    "each declaration line (HS6) of a consignment from outside the EU": "欧盟以外发来的包裹，每个申报行（HS6）",
    "each parcel from outside the EU": "欧盟以外发来的每个包裹",
    "value of the goods of a postal parcel to the US": "寄往美国的邮政包裹的货值",
    "amount of the withdrawal in USD": "提现金额（美元）",
    "each withdrawal, any amount": "每次提现，不论金额",
    "packed unit: size tier and unit weight; price": "包装后单件：尺寸分段与实重；售价",
    "total paid by the buyer": "买家支付总额",
    "packed unit: sides and unit weight": "包装后单件：三边与实重",
    "cubic feet, per month": "立方英尺，按月",
    "price without the tax; tax_in_base says whether list prices hold the tax": "不含税售价",
    "each media item sold, without GST": "每件售出的媒体类商品，不含消费税（GST）",
    "packed unit: size tier and weight": "包装后单件：尺寸分段与重量",
    "packed unit: size tier and weight; price below 13.00": "包装后单件：尺寸分段与重量；售价低于 13.00",
    "professional: per month; individual: per item sold; without tax": "专业计划按月；个人计划按售出件数；不含税",
    "total paid by the buyer with shipping": "买家支付总额（含运费）",
    "total paid by the buyer with GST": "买家支付总额（含消费税 GST）",
    "referral fee that is given back on the refunded item": "退款商品所退还的销售佣金",
    "packed unit: sides and weight": "包装后单件：三边与重量",
    "cubic metres, per month": "立方米，按月",
    "per unit; without VAT": "每件；不含增值税",
    "per unit, by size tier and billed weight; without VAT": "每件，按尺寸分段与计费重量；不含增值税",
    "per unit, added to the fulfilment fee; without VAT": "每件，在配送费之外加收；不含增值税",
    "per unit, by shape tier and unit weight; without VAT": "每件，按外形分段与实重；不含增值税",
    "per unit, by size tier and unit weight; the price limit is the total price with VAT, the fee is without VAT": (
        "每件，按尺寸分段与实重；价格上限按含税总价，费用不含增值税"
    ),
    "FBA fulfilment fee per unit, as in the fulfilment fee tables, any season": "每件 FBA 配送费（表内金额，不分季节）",
    "per unit": "每件",
    "per unit shipped; by size tier and days of supply; without VAT": "每件出货；按尺寸分段与供货天数；不含增值税",
    "cubic metres, daily average of the month": "立方米，当月日均",
    "cubic metres by days in the fulfilment centre, per month": "立方米，按在库天数，每月",
    "packed unit: size tier and shipping weight": "包装后单件：尺寸分段与配送重量",
    "packed unit: size tier and shipping weight; price up to 14.00": "包装后单件：尺寸分段与配送重量；售价不超过 14.00",
    "FBA fulfilment fee per unit": "每件 FBA 配送费",
    "total paid by the buyer: price, shipping and gift wrap, without sales tax": (
        "买家支付总额：售价、运费与礼品包装，不含销售税"
    ),
    "unit removed: size tier and weight": "每件移除：尺寸分段与重量",
    "packed unit": "包装后单件",
    "packed unit: sides and shipping weight": "包装后单件：三边与配送重量",
    "cubic metre in the warehouse for the days named, per month": "立方米，按所列在库天数，每月",
    "each media item sold, without VAT": "每件售出的媒体类商品，不含增值税",
    "per oversize unit not certified to ship in its own packaging; without VAT": (
        "每件未获原包装配送认证的大件；不含增值税"
    ),
    "per oversize unit shipped from another country; without VAT": "每件从他国发出的大件；不含增值税",
    "total paid by the buyer per unit: item price with VAT + delivery charge + gift wrap": (
        "每件买家支付总额：含税售价 + 运费 + 礼品包装"
    ),
    "per unit fulfilled by FBA, without VAT": "每件 FBA 配送的商品，不含增值税",
    "per unit removed or disposed of, by weight": "每件移除或弃置，按重量",
    "per returned unit above the limit": "每件超过门槛的退货",
    "units shipped in the month; the result is how many of them may come back free": (
        "当月出货件数；结果为可免费退回的件数"
    ),
    "per unit, taken off the fulfilment fee; by size tier and weight; without VAT": (
        "每件，从配送费中扣减；按尺寸分段与重量；不含增值税"
    ),
    "cubic metres over the storage limit, per month": "超出仓储限额的立方米，按月",
    "storage utilisation ratio in weeks; per volume and month, on top of storage": (
        "仓储利用率（周）；按体积与月份，在仓储费之外加收"
    ),
    "fee of the unit: selling = referral and closing fees, fba = FBA fees; both without tax": (
        "单件费用：销售费用（佣金与媒体类手续费）与 FBA 费用，均不含税"
    ),
    "units and their volume, by days in the fulfilment centre": "件数及其体积，按在库天数",
    "each media item sold, without consumption tax": "每件售出的媒体类商品，不含消费税",
    "packed unit: size tier; price: total price with consumption tax": "包装后单件：尺寸分段；售价为含消费税总价",
    "total paid by the buyer: item price with consumption tax, shipping and gift wrap": (
        "买家支付总额：含消费税售价、运费与礼品包装"
    ),
    "units of 1000 cm3 (a cube of 10 cm), daily average of the month": (
        "每 1000 立方厘米（边长 10 厘米的立方体），当月日均"
    ),
    "cubic decimetres by days in the fulfilment centre, per month": "立方分米，按在库天数，每月",
    "packed unit: size tier and shipping weight; price: item price with IVA": (
        "包装后单件：尺寸分段与配送重量；售价为含税（IVA）价"
    ),
    "professional: per month; individual: per item sold; the source does not say whether tax is inside": (
        "专业计划按月；个人计划按售出件数；来源未说明是否含税"
    ),
    "total price with IVA": "含税（IVA）总价",
    "cubic decimetres, per month": "立方分米，按月",
    "cubic foot in the warehouse for the days named, per month": "立方英尺，按所列在库天数，每月",
    "cubic feet, daily average of the month": "立方英尺，当月日均",
    "cubic feet over the storage limit, per month": "超出仓储限额的立方英尺，按月",
    "volume of the units in cubic feet, per month; by age in days": "商品体积（立方英尺），每月；按库龄天数",
    "boxes; by rate plan": "箱数；按费率方案",
    "cubic feet, per month; by rate plan": "立方英尺，每月；按费率方案",
    "cubic feet; by rate plan": "立方英尺；按费率方案",
    "each media item sold": "每件售出的媒体类商品",
    "per unit; by size tier, shipping weight and item price": "每件；按尺寸分段、配送重量与售价",
    "active SKUs, per month: the largest count of the days 5 to 31": "在售 SKU 数，每月：5 日至 31 日的最大值",
    "per unit received; by size tier, shipping weight and shipment split": "每件入库；按尺寸分段、配送重量与分仓方式",
    "per unit with a lithium battery": "每件含锂电池的商品",
    "per shipped unit; by size tier and the greater of the 30-day and the 90-day historical days of supply": (
        "每件出货；按尺寸分段，以及 30 天与 90 天历史供货天数中的较大者"
    ),
    "per unit, on top of the fulfilment fee; by size tier": "每件，在配送费之外加收；按尺寸分段",
    "per unit of small bulky and large bulky that is not enrolled in SIPP, on top of the fulfilment fee; "
    "by dimensional weight": "每件未加入 SIPP 的小号与大号大件，在配送费之外加收；按体积重",
    "professional: per month; individual: per item sold": "专业计划按月；个人计划按售出件数",
    "total sales price per unit: item price + delivery charge + gift wrap; sales tax collected by Amazon is excluded": (
        "每件销售总价：售价 + 运费 + 礼品包装，不含亚马逊代收的销售税"
    ),
    "referral fee of the refunded order line, with the part on shipping and gift wrap, without tax": (
        "退款订单行的销售佣金（含运费与礼品包装部分，不含税）"
    ),
    "per unit removed or disposed of; by size group and shipping weight": "每件移除或弃置；按尺寸分组与配送重量",
    "per returned unit above the threshold; by category and size tier": "每件超过门槛的退货；按类目与尺寸分段",
    "units shipped in the month; the result is the number of returned units that are free": (
        "当月出货件数；结果为免费的退货件数"
    ),
    "per unit, taken off the fulfilment fee; by size tier and shipping weight": (
        "每件，从配送费中扣减；按尺寸分段与配送重量"
    ),
    "cubic feet aged over 30 days, per month, on top of the storage fee; by utilisation ratio in weeks": (
        "库龄超过 30 天的立方英尺，每月，在仓储费之外加收；按利用率（周）"
    ),
    "list price, which does not hold sales tax; tax_in_base says so": "标价，不含销售税",
}

# What was taken where sources disagree, as the editions say it. What has no Chinese here is shown as it is.
RESOLVED_ZH = {
    "20 for heavy oversize since February 2025, 25 for special oversize": (
        "重型超大件自 2025 年 2 月起为 20，特殊超大件为 25"
    ),
    "left open by the sources; exact here, and an edition of your own with step_rounding = up gives the other "
    "reading": (
        "来源未说明；此处按精确重量计，如需进位，请在自己的表中写 step_rounding = up"
    ),
    "pet clothing and food": "宠物服装与宠物食品",
    "rounded to the cent by itself, as the published example of 0.15 is; the difference is below one cent": (
        "单独四舍五入到分（与公布的 0.15 示例一致）；相差不到一分"
    ),
    "the unit weight until 2023-02-28, the greater of the two from 2023-03-01": (
        "2023-02-28 及以前按实重，自 2023-03-01 起取两者中较大者"
    ),
    "the longer list": "较长的清单",
    "the minimum of the newest card; the rows that the older pages exempt are marked": (
        "按最新价目表的最低佣金；旧页面豁免的行另有标记"
    ),
    "home products": "家居用品",
    "2026-01-05, as the later word moved the day forward": "2026-01-05（后来的消息把日期提前了）",
    "the Seller Labs figures are typing errors": "Seller Labs 的数字为笔误",
    "above 51 lb": "51 磅以上",
    "half lb": "每半磅",
    "no minimum for large standard; only flat large standard items are affected": (
        "大号标准尺寸没有下限；只影响扁平的大号标准尺寸商品"
    ),
    "table fee and surcharge are kept apart; live fee = table fee plus surcharge": (
        "表内费用与附加费分开；实收 = 表内费用 + 附加费"
    ),
    "one fee over 0.4 kg, as in the newest reading; the row is marked": (
        "0.4 千克以上为同一费用（最新资料）；该行另有标记"
    ),
    "greater weight for every unit": "每件都按实重与体积重取大",
}
