"""What explain calls each fee, what is not in it, and what to do where it is unknown. English and Chinese."""

from __future__ import annotations

from xlops.errors import Reason

_NO_OTHER = ("every other Amazon fee, advertising, tax on the fee", "其他亚马逊费用、广告费、费用税")
_PACKING = (
    "referral fee, storage, aged and low-inventory fees, inbound placement, packaging, returns",
    "销售佣金、仓储费、超龄与低库存费、入库配置费、包装费、退货费",
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
    Reason.MIXED_CATEGORY: ("give the finer category", "请填写更细的类目"),
    Reason.UNCLEAR_DANGEROUS_GOODS: ("write yes or no for dangerous goods", "请在“危险品”中填“是”或“否”"),
    Reason.NOT_APPLICABLE: ("leave this fee out for the row", "该行不必计算此项"),
    Reason.NO_VALID_PRICE: ("lower a cost or the target", "请降低成本或目标"),
}
_GIVE = ("fill in what is missing and ask again", "请补填后再算")
_CORRECT = ("correct the input and ask again", "请更正输入后再算")


def what_to_do(reason: Reason, invalid: bool, lang: str) -> str:
    """Return what helps against a reason."""
    return _DO.get(reason, _CORRECT if invalid else _GIVE)[lang == "zh"]
