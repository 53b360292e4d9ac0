"""Excel's functions: every formula of the catalogue for xlwings, on Windows and in xlwings Lite.

Written by ``python -m xlops.hosts.gen`` from the catalogue; do not edit. The functions only hand cells over: what a
cell means is in ``cells.py``, what a formula computes in ``xlops/formulas``. ``ndim=2`` keeps a column a column, and
``err_to_str=True`` an error an error (without it, xlwings makes a blank of it).
"""

# ruff: noqa: E501  help texts stand on one line

from xlops.hosts.excel.cells import call
from xlops.hosts.excel.xl import arg, func


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("size_tier", doc="Amazon's size tier or storage group, where you know it (Fee Preview): large_standard, oversize; blank = worked out | 已知的尺寸分段或仓储分组（见费用预览）：large_standard、oversize；留空则自动判断", ndim=2, err_to_str=True)
def AMZ_REFERRAL_FEE(price, category, market=None, as_of=None, shipping=None, programme=None, size_tier=None):
    """Amazon's referral fee per unit, rounded as the schedule does: to the cent, not at all in Japan. | 亚马逊销售佣金（Referral fee）：按类目费率与最低佣金，取整按费用表（多为四舍五入到分，日本站不取整）。"""
    return call("AMZ_REFERRAL_FEE", [price, category, market, as_of, shipping, programme, size_tier])


@func(category="xlops")
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def AMZ_CLOSING_FEE(category, market=None, as_of=None):
    """Amazon's variable closing fee per media unit; 0 for everything that is not media. | 亚马逊媒体类商品的可变交易手续费（Variable closing fee）；非媒体类为 0。"""
    return call("AMZ_CLOSING_FEE", [category, market, as_of])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
def AMZ_SIZE_TIER(length, width, height, weight, market=None, as_of=None, units=None):
    """Amazon's FBA size tier, such as ``small_standard``. | FBA 尺寸分段（Size tier）：按排序后的三边、围长与重量判断。"""
    return call("AMZ_SIZE_TIER", [length, width, height, weight, market, as_of, units])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_FBA_BASE_FEE(length, width, height, weight, price, category=None, market=None, as_of=None, units=None, programme=None):
    """Amazon's FBA fulfilment fee as the table has it, without the fuel and logistics surcharge. | FBA 配送费（表内基础费用，不含燃油附加费）。"""
    return call("AMZ_FBA_BASE_FEE", [length, width, height, weight, price, category, market, as_of, units, programme])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_FUEL_SURCHARGE(length, width, height, weight, price, category=None, market=None, as_of=None, units=None, programme=None):
    """Amazon's fuel and logistics surcharge on one unit's FBA fulfilment fee; 0 before it started. | FBA 燃油与物流附加费：基础配送费的百分比，自 2026-04-17 起。"""
    return call("AMZ_FUEL_SURCHARGE", [length, width, height, weight, price, category, market, as_of, units, programme])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_FBA_FEE(length, width, height, weight, price, category=None, market=None, as_of=None, units=None, programme=None):
    """What Amazon charges to fulfil one unit: the fulfilment fee of the table plus the surcharges of the day. | FBA 每件实际收取的配送费：基础费用加燃油附加费（及当地的危险品附加费）。"""
    return call("AMZ_FBA_FEE", [length, width, height, weight, price, category, market, as_of, units, programme])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
def AMZ_PACKAGING_FEE(length, width, height, weight, market=None, as_of=None, units=None):
    """What Amazon adds for a bulky or oversize unit that does not ship in its own packaging; 0 for other sizes. | 大件商品包装费：未以自身包装（SIPP）发货的大件，每件另收；其他尺寸为 0。"""
    return call("AMZ_PACKAGING_FEE", [length, width, height, weight, market, as_of, units])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("months", doc="months in storage, counted from as_of; blank = 1 | 自 as_of 起的存放月数；留空为 1", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("size_tier", doc="Amazon's size tier or storage group, where you know it (Fee Preview): large_standard, oversize; blank = worked out | 已知的尺寸分段或仓储分组（见费用预览）：large_standard、oversize；留空则自动判断", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
def AMZ_STORAGE_FEE(length, width, height, months=None, market=None, as_of=None, units=None, weight=None, size_tier=None, category=None):
    """Amazon's monthly storage fee for one unit that stays ``months`` months, not rounded. | FBA 月度仓储费（单件，按体积），可一次算多个月；10–12 月为旺季费率。"""
    return call("AMZ_STORAGE_FEE", [length, width, height, months, market, as_of, units, weight, size_tier, category])


@func(category="xlops")
@arg("referral_fee", doc="referral fee in money | 销售佣金金额", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def AMZ_REFUND_FEE(referral_fee, category=None, market=None, as_of=None):
    """What Amazon keeps of the referral fee when an order line is refunded (refund administration fee). | 退款时亚马逊保留的退款管理费：佣金的 20%，最高 5 美元。"""
    return call("AMZ_REFUND_FEE", [referral_fee, category, market, as_of])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_FEES(length, width, height, weight, price, category, market=None, as_of=None, units=None, shipping=None, programme=None):
    """All per-unit Amazon fees of a product, named, with their total. | 一次列出单件的各项亚马逊费用及合计（溢出为表格）。"""
    return call("AMZ_FEES", [length, width, height, weight, price, category, market, as_of, units, shipping, programme])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("stock_age", doc="age of the oldest stock, in days | 最老库存的天数", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
def AMZ_AGED_FEE(length, width, height, stock_age, category=None, market=None, as_of=None, units=None):
    """Amazon's aged inventory surcharge on one unit for one month, not rounded. | FBA 超龄库存附加费（单件、单月）：按库龄与体积，部分区间取每件最低费用中的较大者。"""
    return call("AMZ_AGED_FEE", [length, width, height, stock_age, category, market, as_of, units])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("days_of_supply_30", doc="historical days of supply over 30 days, as Amazon reports it | 亚马逊报告的 30 天历史可售天数", ndim=2, err_to_str=True)
@arg("days_of_supply_90", doc="historical days of supply over 90 days, as Amazon reports it | 亚马逊报告的 90 天历史可售天数", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
def AMZ_LOW_INVENTORY_FEE(length, width, height, weight, days_of_supply_30, days_of_supply_90, category=None, market=None, as_of=None, units=None, programme=None, price=None):
    """Amazon's low-inventory-level fee on one shipped unit. | FBA 低库存水平费（每件出库）：30 天与 90 天历史可售天数都低于 28 天时收取，取两者中较大的一档。"""
    return call("AMZ_LOW_INVENTORY_FEE", [length, width, height, weight, days_of_supply_30, days_of_supply_90, category, market, as_of, units, programme, price])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("placement", doc="optimised, partial or minimal (blank); minimal_lowest, minimal_highest: an end of the published range | optimised（亚马逊优化）、partial（部分分仓）或 minimal（最少分仓，默认）；minimal_lowest、minimal_highest 为公布区间的两端", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
def AMZ_INBOUND_FEE(length, width, height, weight, placement=None, market=None, as_of=None, units=None):
    """Amazon's inbound placement service fee on one unit received. | FBA 入库配置服务费（每件）：最优分仓为 0；其余仅公布区间，可取区间两端（minimal_lowest、minimal_highest）。"""
    return call("AMZ_INBOUND_FEE", [length, width, height, weight, placement, market, as_of, units])


@func(category="xlops")
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("units_shipped", doc="units of the product shipped in the month | 该商品当月出货件数", ndim=2, err_to_str=True)
@arg("units_returned", doc="of the units shipped in the month, those that came back | 当月出货中的退货件数", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def AMZ_RETURN_UNITS(category, units_shipped, units_returned, market=None, as_of=None):
    """How many returned units of a product pay Amazon's returns processing fee for one month of shipments. | 退货处理费的计费件数：超出类目退货率门槛的退货件数；当月出货不足 25 件为 0。"""
    return call("AMZ_RETURN_UNITS", [category, units_shipped, units_returned, market, as_of])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("units_shipped", doc="units of the product shipped in the month | 该商品当月出货件数", ndim=2, err_to_str=True)
@arg("units_returned", doc="of the units shipped in the month, those that came back | 当月出货中的退货件数", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
def AMZ_RETURN_FEE(length, width, height, weight, category, units_shipped, units_returned, market=None, as_of=None, units=None):
    """Amazon's returns processing fee of a product for one month of shipments. | 退货处理费（一个月合计）：计费件数 × 每件费用；每件费用未公布时结果为未知，未超门槛为 0。"""
    return call("AMZ_RETURN_FEE", [length, width, height, weight, category, units_shipped, units_returned, market, as_of, units])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("size_tier", doc="Amazon's size tier or storage group, where you know it (Fee Preview): large_standard, oversize; blank = worked out | 已知的尺寸分段或仓储分组（见费用预览）：large_standard、oversize；留空则自动判断", ndim=2, err_to_str=True)
def AMZ_REMOVAL_FEE(length, width, height, weight, market=None, as_of=None, units=None, size_tier=None):
    """What Amazon charges to send back or dispose of one unit; both cost the same. | FBA 移除或弃置费（每件）：按尺寸分组与重量；超出部分美国站按磅、加拿大站按千克进位，英国、德国站按实际千克数计（未经证实）。"""
    return call("AMZ_REMOVAL_FEE", [length, width, height, weight, market, as_of, units, size_tier])


@func(category="xlops")
@arg("plan", doc="professional (blank) or individual | professional（专业，默认）或 individual（个人）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def AMZ_PLAN_FEE(plan=None, market=None, as_of=None):
    """Amazon's fee for the selling plan: a month of the professional plan, or one unit sold on the individual plan. | 亚马逊销售计划费用：专业计划为每月费用，个人计划为每售出一件的费用。"""
    return call("AMZ_PLAN_FEE", [plan, market, as_of])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("tax_kind", doc="standard (blank), or a reduced rate by its name: reduced_food in Japan | standard（标准，默认）或减税税率名称：日本食品为 reduced_food", ndim=2, err_to_str=True)
def AMZ_VAT(price, market=None, as_of=None, tax_kind=None):
    """The VAT, GST or consumption tax inside a price, half up to the cent (whole yen in Japan). | 售价中所含的增值税（VAT、消费税、GST）：售价 − 售价 ÷ (1 + 税率)；标价不含税的站点为 0。"""
    return call("AMZ_VAT", [price, market, as_of, tax_kind])


@func(category="xlops")
@arg("referral_fee", doc="referral fee in money | 销售佣金金额", ndim=2, err_to_str=True)
@arg("fba_fee", doc="FBA fee that the sheet already holds | 表内已有的 FBA 费", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
def AMZ_DIGITAL_FEE(referral_fee, fba_fee=None, market=None, as_of=None, seller_country=None):
    """Amazon's digital services fee on one unit's fees. | 亚马逊数字服务费：按卖家所在国，否则按站点，对销售费用（及部分站点的 FBA 费用）按百分比收取；默认卖家在中国。"""
    return call("AMZ_DIGITAL_FEE", [referral_fee, fba_fee, market, as_of, seller_country])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("tolerance", doc="how far a side, the weight or the price may change, as a fraction; blank = 0.1 | 尺寸、重量或售价允许调整的幅度（小数）；留空为 0.1", ndim=2, err_to_str=True)
def AMZ_NEAR_MISS_SAVING(length, width, height, weight, price, category, market=None, as_of=None, units=None, programme=None, tolerance=None):
    """The most that a unit saves by a small change: a shorter side, less weight, or a price across a bound. | 差一点就能省的钱：尺寸、重量或售价在允许幅度内调整时，单件最多可省（逐一按完整费用计算）。"""
    return call("AMZ_NEAR_MISS_SAVING", [length, width, height, weight, price, category, market, as_of, units, programme, tolerance])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("tolerance", doc="how far a side, the weight or the price may change, as a fraction; blank = 0.1 | 尺寸、重量或售价允许调整的幅度（小数）；留空为 0.1", ndim=2, err_to_str=True)
def AMZ_NEAR_MISS_CHANGE(length, width, height, weight, price, category, market=None, as_of=None, units=None, programme=None, tolerance=None):
    """The change behind AMZ_NEAR_MISS_SAVING, in words: what to cut and by how much, and where that leads. | 差一点就能省钱时该改什么：哪一边、多少重量或什么售价，以及改后的分段。"""
    return call("AMZ_NEAR_MISS_CHANGE", [length, width, height, weight, price, category, market, as_of, units, programme, tolerance])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("units_sold", doc="units sold in the period | 期间销量", ndim=2, err_to_str=True)
def AMZ_NEAR_MISS(length, width, height, weight, price, category, market=None, as_of=None, units=None, programme=None, units_sold=None):
    """How near a unit is to paying less, and to paying more: size tiers, weight steps and price bands around it. | 差一点就能少付的费用：离更低尺寸分段、重量档、价格档还差多少，单件与每月可省多少；以及离更贵一档有多近（溢出为表格）。"""
    return call("AMZ_NEAR_MISS", [length, width, height, weight, price, category, market, as_of, units, programme, units_sold])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("to_date", doc="second day, whose fees are compared with those of the first | 对比日期：与计费日期的费用作比较", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_FBA_FEE_CHANGE(length, width, height, weight, price, category, to_date, market=None, as_of=None, units=None, programme=None):
    """What Amazon charges more (negative: less) to fulfil one unit on another day. | FBA 每件配送费（含附加费）到另一日期的变化额：新费用 − 原费用。"""
    return call("AMZ_FBA_FEE_CHANGE", [length, width, height, weight, price, category, to_date, market, as_of, units, programme])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("to_date", doc="second day, whose fees are compared with those of the first | 对比日期：与计费日期的费用作比较", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_UNIT_FEE_CHANGE(length, width, height, weight, price, category, to_date, market=None, as_of=None, units=None, programme=None):
    """What all per-unit Amazon fees of a product come to more (negative: less) on another day. | 单件全部亚马逊费用到另一日期的变化额（佣金、媒体类手续费、FBA 配送费与附加费）。"""
    return call("AMZ_UNIT_FEE_CHANGE", [length, width, height, weight, price, category, to_date, market, as_of, units, programme])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("to_date", doc="second day, whose fees are compared with those of the first | 对比日期：与计费日期的费用作比较", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
def AMZ_FEE_CHANGE(length, width, height, weight, price, category, to_date, market=None, as_of=None, units=None, programme=None):
    """Every per-unit Amazon fee of one product on two days, side by side, with the change. | 单件各项亚马逊费用在两个日期的对比：原费用、新费用、变化额与变化率（溢出为表格）。"""
    return call("AMZ_FEE_CHANGE", [length, width, height, weight, price, category, to_date, market, as_of, units, programme])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("shipping_rate", doc="your commission rate on the shipping charge, as a fraction | 运费部分的佣金率（小数）", ndim=2, err_to_str=True)
def ALI_COMMISSION(price, rate_or_category, as_of=None, shipping=None, shipping_rate=None):
    """AliExpress' commission on one item, at your own rate or by your own table of categories. | 速卖通交易佣金：按您自己的费率，或按您自己的类目费率表；官方未公布分类目费率，没有自己的表时填类目结果为未知。"""
    return call("ALI_COMMISSION", [price, rate_or_category, as_of, shipping, shipping_rate])


@func(category="xlops")
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
def ALI_FREIGHT(weight, country, line=None, as_of=None, units=None):
    """AliExpress' list-price freight for one parcel: weight times rate per kilogram, plus the fee per parcel. | 速卖通线路运费（公布价）：重量 × 每公斤价 + 每票处理费；币种随线路（标准为人民币，特惠为美元）。"""
    return call("ALI_FREIGHT", [weight, country, line, as_of, units])


@func(category="xlops")
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def ALI_FREIGHT_CURRENCY(line=None, as_of=None):
    """The currency in which a shipping line's freight table is published. | 某条物流线路公布价的币种。"""
    return call("ALI_FREIGHT_CURRENCY", [line, as_of])


@func(category="xlops")
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
def ALI_BEST_LINE(weight, country, as_of=None, units=None, exchange_rate=None):
    """The shipping line with the lowest list-price freight among those whose table covers the parcel. | 能寄到该国家、且覆盖该重量的最便宜线路（按公布价）；不同币种的线路需给出汇率才比较。"""
    return call("ALI_BEST_LINE", [weight, country, as_of, units, exchange_rate])


@func(category="xlops")
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
def ALI_BEST_FREIGHT(weight, country, as_of=None, units=None, exchange_rate=None):
    """The freight of the cheapest line, which ALI_BEST_LINE names. | 最便宜线路（见 ALI_BEST_LINE）的公布运费，按该线路自己的币种。"""
    return call("ALI_BEST_FREIGHT", [weight, country, as_of, units, exchange_rate])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def ALI_AFFILIATE(price, affiliate_rate=None, as_of=None):
    """AliExpress' affiliate commission on one item that was sold through affiliate traffic, at your own rate. | 速卖通联盟佣金：按您自己设置的比例，对买家实付（不含运费）收取；官方仅公布可设区间。"""
    return call("ALI_AFFILIATE", [price, affiliate_rate, as_of])


@func(category="xlops")
@arg("consignment_value", doc="intrinsic value of all goods in the parcel, in EUR, without freight and tax | 包裹内货物的内在价值（欧元，不含运费与税）", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("tariff_lines", doc="distinct tariff classifications in the parcel; blank = 1 | 包裹内不同税则号的数量；留空为 1", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def ALI_DUTY(consignment_value, country, tariff_lines=None, as_of=None):
    """The customs duty on one parcel that is sent from outside the EU to a member state, in EUR. | 欧盟低价值包裹固定关税（欧元）：包裹内在价值不超过 150 欧元时，每个税号 3 欧元。"""
    return call("ALI_DUTY", [consignment_value, country, tariff_lines, as_of])


@func(category="xlops")
@arg("withdrawal_amount", doc="amount of one withdrawal, in USD | 单次提现金额（美元）", ndim=2, err_to_str=True)
@arg("withdrawal_route", doc="bank (USD to a bank account) or alipay (USD to RMB in mainland Alipay) | bank（美元提现至银行）或 alipay（美元结汇至支付宝）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def ALI_WITHDRAWAL_FEE(withdrawal_amount, withdrawal_route, as_of=None):
    """What AliExpress charges for one withdrawal of US dollars. | 速卖通单次提现手续费（美元）：提现至银行按次收取；结汇至支付宝按比例并有最低收费。"""
    return call("ALI_WITHDRAWAL_FEE", [withdrawal_amount, withdrawal_route, as_of])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("fees", doc="all platform fees per unit | 单件平台费用合计", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("ad_spend", doc="advertising spend of the period | 期间广告花费", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
def OPS_PROFIT(price, landed_cost, fees, freight=None, ad_spend=None, other_cost=None):
    """Profit per unit: price less landed cost, platform fees, freight, advertising and other cost. | 单件利润 = 售价 − 到岸成本 − 费用 − 运费 − 广告费 − 其他成本。"""
    return call("OPS_PROFIT", [price, landed_cost, fees, freight, ad_spend, other_cost])


@func(category="xlops")
@arg("revenue", doc="net revenue | 净收入", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
def OPS_MARGIN(revenue, landed_cost):
    """Gross margin as money: net revenue less landed cost, before fees. | 毛利（金额）= 收入 − 成本。"""
    return call("OPS_MARGIN", [revenue, landed_cost])


@func(category="xlops")
@arg("profit", doc="price less all costs, per unit | 扣除全部成本后的单件利润", ndim=2, err_to_str=True)
@arg("revenue", doc="net revenue | 净收入", ndim=2, err_to_str=True)
def OPS_MARGIN_RATE(profit, revenue):
    """Margin rate: profit divided by net revenue. | 利润率 = 利润 ÷ 净收入。"""
    return call("OPS_MARGIN_RATE", [profit, revenue])


@func(category="xlops")
@arg("profit", doc="price less all costs, per unit | 扣除全部成本后的单件利润", ndim=2, err_to_str=True)
@arg("invested", doc="money put into the unit | 单件投入资金", ndim=2, err_to_str=True)
def OPS_ROI(profit, invested):
    """Return on investment: profit divided by the money put into the unit. | 投资回报率 ROI = 利润 ÷ 投入资金。"""
    return call("OPS_ROI", [profit, invested])


@func(category="xlops")
@arg("goods", doc="cost of the goods of the whole shipment | 整批货物的货值", ndim=2, err_to_str=True)
@arg("first_leg", doc="freight per unit from the factory to the warehouse abroad | 每件头程运费", ndim=2, err_to_str=True)
@arg("units_received", doc="units of the shipment that arrived (not ordered) | 整批实收件数（不是下单件数）", ndim=2, err_to_str=True)
@arg("duty", doc="duty and import charges of the whole shipment | 整批关税及进口费用", ndim=2, err_to_str=True)
@arg("prep", doc="insurance, broker, prep and labels of the whole shipment | 整批保险、清关、贴标等费用", ndim=2, err_to_str=True)
def OPS_LANDED_COST(goods, first_leg, units_received, duty=None, prep=None):
    """Landed cost per unit of a shipment: goods, freight, duty and charges, divided by the units received. | 每件到岸成本 =（货值 + 头程 + 关税 + 处理费）÷ 实收件数。"""
    return call("OPS_LANDED_COST", [goods, first_leg, units_received, duty, prep])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
def AMZ_UNIT_ECONOMICS(length, width, height, weight, price, category, landed_cost, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None):
    """From the price of one unit to its profit and margin on Amazon, line by line; deductions are negative. | 亚马逊单件经济账：售价 → 增值税 → 费用 → 成本 → 利润 → 利润率，逐行列出，并写明未计入的项目（溢出为表格）。"""
    return call("AMZ_UNIT_ECONOMICS", [length, width, height, weight, price, category, landed_cost, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("selling_currency", doc="ISO code of the currency of the price; blank = USD | 售价币种的 ISO 代码；留空为 USD", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("unit_duty", doc="import duty per unit; blank = not given | 每件进口关税；留空表示未提供", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
def ALI_UNIT_ECONOMICS(price, rate_or_category, landed_cost, weight=None, country=None, line=None, as_of=None, units=None, freight=None, selling_currency=None, exchange_rate=None, affiliate_rate=None, tacos=None, unit_duty=None, other_cost=None):
    """From the price of one unit to its profit and margin on AliExpress, line by line; deductions are negative. | 速卖通单件经济账：售价 → 佣金 → 运费 → 成本 → 利润 → 利润率，逐行列出，并写明未计入的项目（溢出为表格）。"""
    return call("ALI_UNIT_ECONOMICS", [price, rate_or_category, landed_cost, weight, country, line, as_of, units, freight, selling_currency, exchange_rate, affiliate_rate, tacos, unit_duty, other_cost])


@func(category="xlops")
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("platform_rate", doc="all percentage fees of the platform together | 平台费率合计", ndim=2, err_to_str=True)
@arg("fees", doc="all platform fees per unit | 单件平台费用合计", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("minimum_fee", doc="least commission per unit; blank = 0 | 每件最低佣金；留空为 0", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("price_step", doc="smallest step of a price: 0.01 (blank), or 1 for yen | 价格的最小单位：0.01（默认），日元为 1", ndim=2, err_to_str=True)
def OPS_BREAKEVEN_PRICE(landed_cost, platform_rate, fees=None, freight=None, minimum_fee=None, tacos=None, affiliate_rate=None, other_cost=None, vat_rate=None, price_step=None):
    """The lowest price at which a unit loses nothing, for a flat commission: exact to the cent. | 保本价：一般形式（固定成本 + 统一佣金率、最低佣金、广告与联盟占比、含税价），精确到分。"""
    return call("OPS_BREAKEVEN_PRICE", [landed_cost, platform_rate, fees, freight, minimum_fee, tacos, affiliate_rate, other_cost, vat_rate, price_step])


@func(category="xlops")
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("platform_rate", doc="all percentage fees of the platform together | 平台费率合计", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("fees", doc="all platform fees per unit | 单件平台费用合计", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("minimum_fee", doc="least commission per unit; blank = 0 | 每件最低佣金；留空为 0", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("price_step", doc="smallest step of a price: 0.01 (blank), or 1 for yen | 价格的最小单位：0.01（默认），日元为 1", ndim=2, err_to_str=True)
def OPS_TARGET_PRICE(landed_cost, platform_rate, target_margin_rate, fees=None, freight=None, minimum_fee=None, tacos=None, affiliate_rate=None, other_cost=None, vat_rate=None, price_step=None):
    """The lowest price that reaches a wanted margin, for a flat commission: exact to the cent. | 目标价：达到期望利润率的最低售价（一般形式），精确到分。"""
    return call("OPS_TARGET_PRICE", [landed_cost, platform_rate, target_margin_rate, fees, freight, minimum_fee, tacos, affiliate_rate, other_cost, vat_rate, price_step])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
def AMZ_BREAKEVEN_PRICE(length, width, height, weight, category, landed_cost, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None):
    """The lowest price at which a unit on Amazon loses nothing, exact to the cent across all steps of the fees. | 亚马逊保本价：计入各项费用的台阶、最低佣金与含税价，返回最低的保本售价，精确到分。"""
    return call("AMZ_BREAKEVEN_PRICE", [length, width, height, weight, category, landed_cost, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
def AMZ_TARGET_PRICE(length, width, height, weight, category, landed_cost, target_margin_rate, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None):
    """The lowest price that reaches a wanted net margin on Amazon, exact to the cent across all steps of the fees. | 亚马逊目标价：达到期望利润率的最低售价，计入各项费用的台阶，精确到分。"""
    return call("AMZ_TARGET_PRICE", [length, width, height, weight, category, landed_cost, target_margin_rate, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
def AMZ_SAFE_PRICE(length, width, height, weight, category, landed_cost, target_margin_rate=None, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None):
    """The price from which on every higher price reaches a wanted margin on Amazon: the start of the last range. | 亚马逊安全价：从此价起，所有更高的售价都达到期望利润率（留空为保本）；与保本价不同时，中间有费用台阶。"""
    return call("AMZ_SAFE_PRICE", [length, width, height, weight, category, landed_cost, target_margin_rate, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
def AMZ_PRICE_RANGES(length, width, height, weight, category, landed_cost, target_margin_rate=None, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None):
    """All prices of one product that reach a margin, as ranges: where the first ends, a fee steps up. | 亚马逊达标价格区间：达到期望利润率的所有售价区间，留空利润率即保本（溢出为表格，单个商品）。"""
    return call("AMZ_PRICE_RANGES", [length, width, height, weight, category, landed_cost, target_margin_rate, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
def AMZ_DEAD_ZONES(length, width, height, weight, category, landed_cost, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None):
    """The prices of one product that earn less than a lower price does, because a fee steps up. | 亚马逊死区：提价反而少赚的售价区间、最多少赚的金额、应改用的价格（溢出为表格，单个商品）。"""
    return call("AMZ_DEAD_ZONES", [length, width, height, weight, category, landed_cost, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate])


@func(category="xlops")
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("selling_currency", doc="ISO code of the currency of the price; blank = USD | 售价币种的 ISO 代码；留空为 USD", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("unit_duty", doc="import duty per unit; blank = not given | 每件进口关税；留空表示未提供", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
def ALI_BREAKEVEN_PRICE(rate_or_category, landed_cost, weight=None, country=None, line=None, as_of=None, units=None, freight=None, selling_currency=None, exchange_rate=None, affiliate_rate=None, tacos=None, unit_duty=None, other_cost=None, last_day=None):
    """The lowest price at which a parcel on AliExpress loses nothing, exact to the cent. | 速卖通保本价：佣金、联盟、运费、关税与广告占比之后不亏的最低售价，精确到分。"""
    return call("ALI_BREAKEVEN_PRICE", [rate_or_category, landed_cost, weight, country, line, as_of, units, freight, selling_currency, exchange_rate, affiliate_rate, tacos, unit_duty, other_cost, last_day])


@func(category="xlops")
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("selling_currency", doc="ISO code of the currency of the price; blank = USD | 售价币种的 ISO 代码；留空为 USD", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("unit_duty", doc="import duty per unit; blank = not given | 每件进口关税；留空表示未提供", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
def ALI_TARGET_PRICE(rate_or_category, landed_cost, target_margin_rate, weight=None, country=None, line=None, as_of=None, units=None, freight=None, selling_currency=None, exchange_rate=None, affiliate_rate=None, tacos=None, unit_duty=None, other_cost=None, last_day=None):
    """The lowest price that reaches a wanted net margin on AliExpress, exact to the cent. | 速卖通目标价：达到期望利润率的最低售价（折后价），精确到分。"""
    return call("ALI_TARGET_PRICE", [rate_or_category, landed_cost, target_margin_rate, weight, country, line, as_of, units, freight, selling_currency, exchange_rate, affiliate_rate, tacos, unit_duty, other_cost, last_day])


@func(category="xlops")
@arg("ad_spend", doc="advertising spend of the period | 期间广告花费", ndim=2, err_to_str=True)
@arg("ad_sales", doc="sales attributed to ads in the same period | 同期广告带来的销售额", ndim=2, err_to_str=True)
def OPS_ACOS(ad_spend, ad_sales):
    """ACoS: ad spend divided by the sales that ads brought. | ACoS = 广告花费 ÷ 广告销售额；有花费无销售额时为空，并注明原因。"""
    return call("OPS_ACOS", [ad_spend, ad_sales])


@func(category="xlops")
@arg("ad_spend", doc="advertising spend of the period | 期间广告花费", ndim=2, err_to_str=True)
@arg("total_sales", doc="all sales of the same period | 同期总销售额", ndim=2, err_to_str=True)
def OPS_TACOS(ad_spend, total_sales):
    """TACoS: ad spend divided by all sales of the same dates, currency and tax basis. | TACoS = 广告花费 ÷ 总销售额（广告 + 自然）。"""
    return call("OPS_TACOS", [ad_spend, total_sales])


@func(category="xlops")
@arg("ad_sales", doc="sales attributed to ads in the same period | 同期广告带来的销售额", ndim=2, err_to_str=True)
@arg("ad_spend", doc="advertising spend of the period | 期间广告花费", ndim=2, err_to_str=True)
def OPS_ROAS(ad_sales, ad_spend):
    """ROAS: sales that ads brought per unit of spend; the inverse of ACoS. | ROAS = 广告销售额 ÷ 广告花费（ACoS 的倒数）。"""
    return call("OPS_ROAS", [ad_sales, ad_spend])


@func(category="xlops")
@arg("ad_spend", doc="advertising spend of the period | 期间广告花费", ndim=2, err_to_str=True)
@arg("clicks", doc="ad clicks | 广告点击量", ndim=2, err_to_str=True)
def OPS_CPC(ad_spend, clicks):
    """CPC: what one click cost. | CPC 单次点击成本 = 广告花费 ÷ 点击量。"""
    return call("OPS_CPC", [ad_spend, clicks])


@func(category="xlops")
@arg("ad_spend", doc="advertising spend of the period | 期间广告花费", ndim=2, err_to_str=True)
@arg("ad_orders", doc="orders attributed to ads | 广告订单数", ndim=2, err_to_str=True)
def OPS_COST_PER_ORDER(ad_spend, ad_orders):
    """Ad cost per order: ad spend divided by the orders that ads brought. | 单笔订单广告成本 = 广告花费 ÷ 广告订单数（独立站即获客成本 CAC 的广告部分）。"""
    return call("OPS_COST_PER_ORDER", [ad_spend, ad_orders])


@func(category="xlops")
@arg("clicks", doc="ad clicks | 广告点击量", ndim=2, err_to_str=True)
@arg("impressions", doc="ad impressions | 广告展示量", ndim=2, err_to_str=True)
def OPS_CTR(clicks, impressions):
    """CTR: clicks per impression. | CTR 点击率 = 点击量 ÷ 展示量。"""
    return call("OPS_CTR", [clicks, impressions])


@func(category="xlops")
@arg("ad_orders", doc="orders attributed to ads | 广告订单数", ndim=2, err_to_str=True)
@arg("clicks", doc="ad clicks | 广告点击量", ndim=2, err_to_str=True)
def OPS_CVR(ad_orders, clicks):
    """Ad conversion rate: orders (not units) per click. | 广告转化率 CVR = 订单 ÷ 点击量（订单数，不是件数）。"""
    return call("OPS_CVR", [ad_orders, clicks])


@func(category="xlops")
@arg("pre_ad_profit", doc="price less all costs except ads, per unit | 扣除广告以外全部成本后的单件利润", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
def OPS_BREAKEVEN_ACOS(pre_ad_profit, price):
    """Break-even ACoS: the ACoS at which a unit sold through ads earns nothing. | 盈亏平衡 ACoS = 广告前单件利润 ÷ 售价。"""
    return call("OPS_BREAKEVEN_ACOS", [pre_ad_profit, price])


@func(category="xlops")
@arg("break_even_acos", doc="ACoS at which the unit earns nothing | 利润为零时的 ACoS", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
def OPS_TARGET_ACOS(break_even_acos, target_margin_rate):
    """Target ACoS: break-even ACoS less the net margin you want, both on the same base. | 目标 ACoS = 盈亏平衡 ACoS − 期望净利润率。"""
    return call("OPS_TARGET_ACOS", [break_even_acos, target_margin_rate])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("cvr", doc="ad orders divided by clicks | 广告订单 ÷ 点击", ndim=2, err_to_str=True)
@arg("acos", doc="ad spend divided by ad sales | 广告花费 ÷ 广告销售额", ndim=2, err_to_str=True)
def OPS_MAX_BID(price, cvr, acos):
    """Highest bid per click that keeps a given ACoS (the target, or break-even). | 最高点击出价 = 售价 × 广告转化率 × 目标 ACoS。"""
    return call("OPS_MAX_BID", [price, cvr, acos])


@func(category="xlops")
@arg("stock", doc="units on hand | 在库数量", ndim=2, err_to_str=True)
@arg("daily_units", doc="average units sold per day | 日均销量", ndim=2, err_to_str=True)
@arg("inbound_stock", doc="units on the way | 在途数量", ndim=2, err_to_str=True)
def OPS_DAYS_OF_COVER(stock, daily_units, inbound_stock=None):
    """Days of cover: how long the stock lasts at the present rate of sale. | 可售天数 =（在库 + 选计的在途）÷ 日均销量；无销量时为空。"""
    return call("OPS_DAYS_OF_COVER", [stock, daily_units, inbound_stock])


@func(category="xlops")
@arg("dsr_described", doc="item as described, 1 to 5 | 描述相符（1–5）", ndim=2, err_to_str=True)
@arg("dsr_service", doc="communication, 1 to 5 | 沟通服务（1–5）", ndim=2, err_to_str=True)
@arg("dsr_logistics", doc="shipping speed, 1 to 5 | 物流速度（1–5）", ndim=2, err_to_str=True)
def OPS_DSR(dsr_described, dsr_service, dsr_logistics):
    """Store DSR: the plain mean of its three sub-scores, unrounded. | 店铺 DSR = 描述相符、沟通服务、物流速度三项的平均分（不四舍五入，4.75 不等于 4.8）。"""
    return call("OPS_DSR", [dsr_described, dsr_service, dsr_logistics])


@func(category="xlops")
@arg("daily_units", doc="average units sold per day | 日均销量", ndim=2, err_to_str=True)
@arg("campaign_uplift", doc="how many times the usual daily sales the campaign is expected to sell | 活动期间日销量预计为平时的几倍", ndim=2, err_to_str=True)
@arg("campaign_days", doc="how many days the campaign lasts | 活动持续的天数", ndim=2, err_to_str=True)
@arg("stock", doc="units on hand | 在库数量", ndim=2, err_to_str=True)
def OPS_CAMPAIGN_UNITS(daily_units, campaign_uplift, campaign_days, stock=None):
    """Units that a campaign needs beyond the stock: daily sales x uplift x days, less the stock, rounded up. | 活动备货：日均销量 × 销量倍数 × 活动天数，减去库存，向上取整；库存足够时为 0。"""
    return call("OPS_CAMPAIGN_UNITS", [daily_units, campaign_uplift, campaign_days, stock])


@func(category="xlops")
@arg("rating", doc="average product rating, 1 to 5 | 商品平均星级（1–5）", ndim=2, err_to_str=True)
@arg("review_count", doc="number of ratings | 评论数量", ndim=2, err_to_str=True)
@arg("target_rating", doc="average that you want to reach, below 5 | 希望达到的平均分，小于 5", ndim=2, err_to_str=True)
def OPS_FIVE_STARS_NEEDED(rating, review_count, target_rating):
    """How many five-star ratings in a row lift an average to the target; for a rating, a DSR or a sub-score. | 还需多少个五星评价，平均分才能达到目标：n = 评价数 ×（目标 − 现分）÷（5 − 目标），向上取整。"""
    return call("OPS_FIVE_STARS_NEEDED", [rating, review_count, target_rating])


@func(category="xlops")
@arg("orders", doc="orders of the period | 期间订单数", ndim=2, err_to_str=True)
@arg("sessions", doc="visits to the product page | 商品页会话数（访客）", ndim=2, err_to_str=True)
def OPS_CONVERSION(orders, sessions):
    """Conversion: orders divided by visitors or sessions of the same period. | 转化率 = 订单数 ÷ 访客数（或会话数）；无访客时为空。"""
    return call("OPS_CONVERSION", [orders, sessions])


@func(category="xlops")
@arg("units_returned", doc="of the units shipped in the month, those that came back | 当月出货中的退货件数", ndim=2, err_to_str=True)
@arg("units_shipped", doc="units of the product shipped in the month | 该商品当月出货件数", ndim=2, err_to_str=True)
def OPS_RETURN_RATE(units_returned, units_shipped):
    """Return rate: units that came back divided by units shipped in the same period. | 退货率 = 退货件数 ÷ 出货件数；无出货时为空。"""
    return call("OPS_RETURN_RATE", [units_returned, units_shipped])


@func(category="xlops")
@arg("from_day", doc="day that is counted from, such as the day of payment | 起算日，例如付款日", ndim=2, err_to_str=True)
@arg("then_day", doc="day that is counted to, such as the first scan or the delivery | 完成日，例如上网日或妥投日", ndim=2, err_to_str=True)
def OPS_DAYS_BETWEEN(from_day, then_day):
    """Days from one day to another, such as from payment to the first scan or to delivery. | 两个日期之间的天数，例如付款到上网、付款到妥投。"""
    return call("OPS_DAYS_BETWEEN", [from_day, then_day])


@func(category="xlops")
@arg("from_day", doc="day that is counted from, such as the day of payment | 起算日，例如付款日", ndim=2, err_to_str=True)
@arg("then_day", doc="day that is counted to, such as the first scan or the delivery | 完成日，例如上网日或妥投日", ndim=2, err_to_str=True)
@arg("within_days", doc="limit in days: 2 for 48 hours, 3 for 72, 5 or 7 | 期限天数：48 小时填 2，72 小时填 3，另如 5、7", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def OPS_WITHIN_DAYS(from_day, then_day, within_days, as_of=None):
    """Whether something was done within a number of days: 1 or 0. AVERAGE over a column gives the share. | 是否在期限内完成：是为 1，否为 0；用 AVERAGE 求达标率。未完成且已过期为 0，未到期为空。"""
    return call("OPS_WITHIN_DAYS", [from_day, then_day, within_days, as_of])


@func(category="xlops")
@arg("orders", doc="orders of the period | 期间订单数", ndim=2, err_to_str=True)
@arg("a_to_z_claims", doc="orders with an A-to-Z Guarantee claim that counts, of the period | 期间内计入的 A-to-Z 索赔订单数", ndim=2, err_to_str=True)
@arg("negative_feedback", doc="orders with one or two stars of seller feedback and without a claim; blank = 0 | 收到 1–2 星店铺反馈且没有索赔的订单数；留空为 0", ndim=2, err_to_str=True)
@arg("chargebacks", doc="orders with a service chargeback and without a claim or bad feedback; blank = 0 | 有服务类拒付且没有索赔和差评的订单数；留空为 0", ndim=2, err_to_str=True)
def OPS_ODR(orders, a_to_z_claims, negative_feedback=None, chargebacks=None):
    """Order defect rate (ODR): orders with a defect divided by orders, over 60 days on Amazon. | 订单缺陷率 ODR =（A-to-Z 索赔 + 差评 + 拒付的订单数）÷ 订单数；一个订单只计一次。"""
    return call("OPS_ODR", [orders, a_to_z_claims, negative_feedback, chargebacks])


@func(category="xlops")
@arg("units_shipped", doc="units of the product shipped in the month | 该商品当月出货件数", ndim=2, err_to_str=True)
@arg("stock", doc="units on hand | 在库数量", ndim=2, err_to_str=True)
def OPS_SELL_THROUGH(units_shipped, stock):
    """FBA sell-through: units shipped in 90 days divided by the average units available in that time. | FBA 售出率 = 近 90 天出货件数 ÷ 同期平均可售库存（是比值，不是百分比）。"""
    return call("OPS_SELL_THROUGH", [units_shipped, stock])


@func(category="xlops")
@arg("cost_of_sales", doc="cost of the goods sold in the period | 期间内售出商品的成本", ndim=2, err_to_str=True)
@arg("stock_value", doc="average stock of the period, at cost | 期间平均库存（按成本）", ndim=2, err_to_str=True)
@arg("period_days", doc="how many days the figures cover; blank = 365 | 数据覆盖的天数；留空为 365", ndim=2, err_to_str=True)
def OPS_TURNOVER(cost_of_sales, stock_value, period_days=None):
    """Inventory turnover in a year: cost of the goods sold divided by the average stock at cost, x 365 / days. | 库存周转率（年化）= 期间销售成本 ÷ 平均库存金额 × 365 ÷ 期间天数。"""
    return call("OPS_TURNOVER", [cost_of_sales, stock_value, period_days])


@func(category="xlops")
@arg("gross_margin", doc="sales less the cost of the goods sold, of the period | 期间销售额减销售成本", ndim=2, err_to_str=True)
@arg("stock_value", doc="average stock of the period, at cost | 期间平均库存（按成本）", ndim=2, err_to_str=True)
@arg("period_days", doc="how many days the figures cover; blank = 365 | 数据覆盖的天数；留空为 365", ndim=2, err_to_str=True)
def OPS_GMROI(gross_margin, stock_value, period_days=None):
    """GMROI in a year: gross margin divided by the average stock at cost, x 365 / days. | GMROI（年化）= 期间毛利 ÷ 平均库存金额 × 365 ÷ 期间天数。"""
    return call("OPS_GMROI", [gross_margin, stock_value, period_days])


@func(category="xlops")
@arg("profit", doc="price less all costs, per unit | 扣除全部成本后的单件利润", ndim=2, err_to_str=True)
@arg("units_sold", doc="units sold in the period | 期间销量", ndim=2, err_to_str=True)
@arg("lift", doc="your own guess of how much more is sold, as a fraction | 您自己估计的销量提升幅度（小数）", ndim=2, err_to_str=True)
def OPS_LIFT_PROFIT(profit, units_sold, lift):
    """What-if: how much more the period would earn if a listing sold more, for instance with A+ content. | 假设销量提升某个比例，期间利润增加多少：单件利润 × 销量 × 提升幅度（幅度由您自己估计）。"""
    return call("OPS_LIFT_PROFIT", [profit, units_sold, lift])


@func(category="xlops")
@arg("product_name", doc="title or short name | 商品标题或简称", ndim=2, err_to_str=True)
@arg("keywords", doc="keywords that the title should hold, with commas, semicolons or line breaks between them | 标题应包含的关键词，用逗号、分号或换行隔开", ndim=2, err_to_str=True)
@arg("most_letters", doc="most characters that your category admits in a title; blank = not tested | 您的类目允许的标题最多字符数；留空则不检查", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def OPS_TITLE_CHECK(product_name, keywords=None, most_letters=None, lang=None):
    """Check a listing's title: which of your keywords it lacks, and how far it is over a length. | 检查标题：列出缺少的关键词和超出的字数；没有问题时为 ok。关键词与字数上限由您给出。"""
    return call("OPS_TITLE_CHECK", [product_name, keywords, most_letters, lang])


@func(category="xlops")
@arg("brand", doc="name of the brand | 品牌名称", ndim=2, err_to_str=True)
def OPS_TRADEMARK_SEARCH(brand):
    """The words to paste into a trademark search: the brand as one phrase, and written together. | 生成商标查询用的检索词（如在 Trademarkia 或商标局网站粘贴）；不联网。"""
    return call("OPS_TRADEMARK_SEARCH", [brand])


@func(category="xlops")
@arg("metric", doc="name of the figure that is graded, such as acos | 要评级的指标，如 acos", ndim=2, err_to_str=True)
@arg("value", doc="the figure to grade; rates as fractions | 要评级的数值；比率用小数", ndim=2, err_to_str=True)
@arg("platform", doc="amazon or aliexpress | amazon 或 aliexpress（亚马逊 / 速卖通）", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("stage", doc="launch, growth or mature | 新品、成长或成熟", ndim=2, err_to_str=True)
def OPS_GRADE(metric, value, platform=None, category=None, market=None, stage=None):
    """Grade a value by the published line that counts for it: good, ok, watch or bad. | 按公开基准评级：good、ok、watch 或 bad；比率用小数。没有可用基准时为空，并注明原因。"""
    return call("OPS_GRADE", [metric, value, platform, category, market, stage])


@func(category="xlops")
@arg("metric", doc="name of the figure that is graded, such as acos | 要评级的指标，如 acos", ndim=2, err_to_str=True)
@arg("platform", doc="amazon or aliexpress | amazon 或 aliexpress（亚马逊 / 速卖通）", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def OPS_BENCHMARK(metric, platform=None, category=None, market=None, lang=None):
    """Tell the published lines of a metric, with source, year and status; one line of text for each. | 列出某指标的公开基准：各区间、来源、年份和状态，每条一行。"""
    return call("OPS_BENCHMARK", [metric, platform, category, market, lang])


@func(category="xlops")
@arg("platform", doc="amazon or aliexpress | amazon 或 aliexpress（亚马逊 / 速卖通）", ndim=2, err_to_str=True)
def OPS_MARKETS(platform=None):
    """The markets that formulas know: code, names, platform, currency, usual fulfilment programme. | 站点一览：代码、名称、平台、币种、常用配送计划（溢出为表格）。"""
    return call("OPS_MARKETS", [platform])


@func(category="xlops")
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
def OPS_CATEGORIES(market=None, as_of=None):
    """The categories that formulas know, and the markets whose referral table of the day answers for them. | 类目一览：代码、名称，以及佣金表中列有该类目的站点（溢出为表格）。"""
    return call("OPS_CATEGORIES", [market, as_of])


@func(category="xlops")
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
def OPS_PROGRAMMES(market=None):
    """Amazon's fulfilment programmes: code, names, the markets that have a table of it, those where it is usual. | 亚马逊配送计划一览：代码、名称、有费用表的站点、以其为默认的站点（溢出为表格）。"""
    return call("OPS_PROGRAMMES", [market])


@func(category="xlops")
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("platform", doc="amazon or aliexpress | amazon 或 aliexpress（亚马逊 / 速卖通）", ndim=2, err_to_str=True)
def OPS_EDITIONS(market=None, platform=None):
    """The fee tables that formulas ask: platform, market, table, first and last day, confidence, checked, whose it is. | 费用表版本一览：站点、项目、生效与截止日期、可信度、核对日期、归属（溢出为表格）。"""
    return call("OPS_EDITIONS", [market, platform])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("size_tier", doc="Amazon's size tier or storage group, where you know it (Fee Preview): large_standard, oversize; blank = worked out | 已知的尺寸分段或仓储分组（见费用预览）：large_standard、oversize；留空则自动判断", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_REFERRAL_FEE_EXPLAIN(price, category, market=None, as_of=None, shipping=None, programme=None, size_tier=None, lang=None):
    """Explain AMZ_REFERRAL_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_REFERRAL_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_REFERRAL_FEE_EXPLAIN", [price, category, market, as_of, shipping, programme, size_tier, lang])


@func(category="xlops")
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_CLOSING_FEE_EXPLAIN(category, market=None, as_of=None, lang=None):
    """Explain AMZ_CLOSING_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_CLOSING_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_CLOSING_FEE_EXPLAIN", [category, market, as_of, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_SIZE_TIER_EXPLAIN(length, width, height, weight, market=None, as_of=None, units=None, lang=None):
    """Explain AMZ_SIZE_TIER in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_SIZE_TIER：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_SIZE_TIER_EXPLAIN", [length, width, height, weight, market, as_of, units, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_FBA_BASE_FEE_EXPLAIN(length, width, height, weight, price, category=None, market=None, as_of=None, units=None, programme=None, lang=None):
    """Explain AMZ_FBA_BASE_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_FBA_BASE_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_FBA_BASE_FEE_EXPLAIN", [length, width, height, weight, price, category, market, as_of, units, programme, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_FUEL_SURCHARGE_EXPLAIN(length, width, height, weight, price, category=None, market=None, as_of=None, units=None, programme=None, lang=None):
    """Explain AMZ_FUEL_SURCHARGE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_FUEL_SURCHARGE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_FUEL_SURCHARGE_EXPLAIN", [length, width, height, weight, price, category, market, as_of, units, programme, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_FBA_FEE_EXPLAIN(length, width, height, weight, price, category=None, market=None, as_of=None, units=None, programme=None, lang=None):
    """Explain AMZ_FBA_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_FBA_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_FBA_FEE_EXPLAIN", [length, width, height, weight, price, category, market, as_of, units, programme, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_PACKAGING_FEE_EXPLAIN(length, width, height, weight, market=None, as_of=None, units=None, lang=None):
    """Explain AMZ_PACKAGING_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_PACKAGING_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_PACKAGING_FEE_EXPLAIN", [length, width, height, weight, market, as_of, units, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("months", doc="months in storage, counted from as_of; blank = 1 | 自 as_of 起的存放月数；留空为 1", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("size_tier", doc="Amazon's size tier or storage group, where you know it (Fee Preview): large_standard, oversize; blank = worked out | 已知的尺寸分段或仓储分组（见费用预览）：large_standard、oversize；留空则自动判断", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_STORAGE_FEE_EXPLAIN(length, width, height, months=None, market=None, as_of=None, units=None, weight=None, size_tier=None, category=None, lang=None):
    """Explain AMZ_STORAGE_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_STORAGE_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_STORAGE_FEE_EXPLAIN", [length, width, height, months, market, as_of, units, weight, size_tier, category, lang])


@func(category="xlops")
@arg("referral_fee", doc="referral fee in money | 销售佣金金额", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_REFUND_FEE_EXPLAIN(referral_fee, category=None, market=None, as_of=None, lang=None):
    """Explain AMZ_REFUND_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_REFUND_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_REFUND_FEE_EXPLAIN", [referral_fee, category, market, as_of, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("stock_age", doc="age of the oldest stock, in days | 最老库存的天数", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_AGED_FEE_EXPLAIN(length, width, height, stock_age, category=None, market=None, as_of=None, units=None, lang=None):
    """Explain AMZ_AGED_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_AGED_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_AGED_FEE_EXPLAIN", [length, width, height, stock_age, category, market, as_of, units, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("days_of_supply_30", doc="historical days of supply over 30 days, as Amazon reports it | 亚马逊报告的 30 天历史可售天数", ndim=2, err_to_str=True)
@arg("days_of_supply_90", doc="historical days of supply over 90 days, as Amazon reports it | 亚马逊报告的 90 天历史可售天数", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_LOW_INVENTORY_FEE_EXPLAIN(length, width, height, weight, days_of_supply_30, days_of_supply_90, category=None, market=None, as_of=None, units=None, programme=None, price=None, lang=None):
    """Explain AMZ_LOW_INVENTORY_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_LOW_INVENTORY_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_LOW_INVENTORY_FEE_EXPLAIN", [length, width, height, weight, days_of_supply_30, days_of_supply_90, category, market, as_of, units, programme, price, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("placement", doc="optimised, partial or minimal (blank); minimal_lowest, minimal_highest: an end of the published range | optimised（亚马逊优化）、partial（部分分仓）或 minimal（最少分仓，默认）；minimal_lowest、minimal_highest 为公布区间的两端", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_INBOUND_FEE_EXPLAIN(length, width, height, weight, placement=None, market=None, as_of=None, units=None, lang=None):
    """Explain AMZ_INBOUND_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_INBOUND_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_INBOUND_FEE_EXPLAIN", [length, width, height, weight, placement, market, as_of, units, lang])


@func(category="xlops")
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("units_shipped", doc="units of the product shipped in the month | 该商品当月出货件数", ndim=2, err_to_str=True)
@arg("units_returned", doc="of the units shipped in the month, those that came back | 当月出货中的退货件数", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_RETURN_UNITS_EXPLAIN(category, units_shipped, units_returned, market=None, as_of=None, lang=None):
    """Explain AMZ_RETURN_UNITS in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_RETURN_UNITS：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_RETURN_UNITS_EXPLAIN", [category, units_shipped, units_returned, market, as_of, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("units_shipped", doc="units of the product shipped in the month | 该商品当月出货件数", ndim=2, err_to_str=True)
@arg("units_returned", doc="of the units shipped in the month, those that came back | 当月出货中的退货件数", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_RETURN_FEE_EXPLAIN(length, width, height, weight, category, units_shipped, units_returned, market=None, as_of=None, units=None, lang=None):
    """Explain AMZ_RETURN_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_RETURN_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_RETURN_FEE_EXPLAIN", [length, width, height, weight, category, units_shipped, units_returned, market, as_of, units, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("size_tier", doc="Amazon's size tier or storage group, where you know it (Fee Preview): large_standard, oversize; blank = worked out | 已知的尺寸分段或仓储分组（见费用预览）：large_standard、oversize；留空则自动判断", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_REMOVAL_FEE_EXPLAIN(length, width, height, weight, market=None, as_of=None, units=None, size_tier=None, lang=None):
    """Explain AMZ_REMOVAL_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_REMOVAL_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_REMOVAL_FEE_EXPLAIN", [length, width, height, weight, market, as_of, units, size_tier, lang])


@func(category="xlops")
@arg("plan", doc="professional (blank) or individual | professional（专业，默认）或 individual（个人）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_PLAN_FEE_EXPLAIN(plan=None, market=None, as_of=None, lang=None):
    """Explain AMZ_PLAN_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_PLAN_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_PLAN_FEE_EXPLAIN", [plan, market, as_of, lang])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("tax_kind", doc="standard (blank), or a reduced rate by its name: reduced_food in Japan | standard（标准，默认）或减税税率名称：日本食品为 reduced_food", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_VAT_EXPLAIN(price, market=None, as_of=None, tax_kind=None, lang=None):
    """Explain AMZ_VAT in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_VAT：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_VAT_EXPLAIN", [price, market, as_of, tax_kind, lang])


@func(category="xlops")
@arg("referral_fee", doc="referral fee in money | 销售佣金金额", ndim=2, err_to_str=True)
@arg("fba_fee", doc="FBA fee that the sheet already holds | 表内已有的 FBA 费", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_DIGITAL_FEE_EXPLAIN(referral_fee, fba_fee=None, market=None, as_of=None, seller_country=None, lang=None):
    """Explain AMZ_DIGITAL_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_DIGITAL_FEE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_DIGITAL_FEE_EXPLAIN", [referral_fee, fba_fee, market, as_of, seller_country, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("tolerance", doc="how far a side, the weight or the price may change, as a fraction; blank = 0.1 | 尺寸、重量或售价允许调整的幅度（小数）；留空为 0.1", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_NEAR_MISS_SAVING_EXPLAIN(length, width, height, weight, price, category, market=None, as_of=None, units=None, programme=None, tolerance=None, lang=None):
    """Explain AMZ_NEAR_MISS_SAVING in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_NEAR_MISS_SAVING：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_NEAR_MISS_SAVING_EXPLAIN", [length, width, height, weight, price, category, market, as_of, units, programme, tolerance, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("tolerance", doc="how far a side, the weight or the price may change, as a fraction; blank = 0.1 | 尺寸、重量或售价允许调整的幅度（小数）；留空为 0.1", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_NEAR_MISS_CHANGE_EXPLAIN(length, width, height, weight, price, category, market=None, as_of=None, units=None, programme=None, tolerance=None, lang=None):
    """Explain AMZ_NEAR_MISS_CHANGE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_NEAR_MISS_CHANGE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_NEAR_MISS_CHANGE_EXPLAIN", [length, width, height, weight, price, category, market, as_of, units, programme, tolerance, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("to_date", doc="second day, whose fees are compared with those of the first | 对比日期：与计费日期的费用作比较", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_FBA_FEE_CHANGE_EXPLAIN(length, width, height, weight, price, category, to_date, market=None, as_of=None, units=None, programme=None, lang=None):
    """Explain AMZ_FBA_FEE_CHANGE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_FBA_FEE_CHANGE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_FBA_FEE_CHANGE_EXPLAIN", [length, width, height, weight, price, category, to_date, market, as_of, units, programme, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("to_date", doc="second day, whose fees are compared with those of the first | 对比日期：与计费日期的费用作比较", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_UNIT_FEE_CHANGE_EXPLAIN(length, width, height, weight, price, category, to_date, market=None, as_of=None, units=None, programme=None, lang=None):
    """Explain AMZ_UNIT_FEE_CHANGE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_UNIT_FEE_CHANGE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_UNIT_FEE_CHANGE_EXPLAIN", [length, width, height, weight, price, category, to_date, market, as_of, units, programme, lang])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("shipping_rate", doc="your commission rate on the shipping charge, as a fraction | 运费部分的佣金率（小数）", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_COMMISSION_EXPLAIN(price, rate_or_category, as_of=None, shipping=None, shipping_rate=None, lang=None):
    """Explain ALI_COMMISSION in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_COMMISSION：版本、表行、来源、默认值与可信度。"""
    return call("ALI_COMMISSION_EXPLAIN", [price, rate_or_category, as_of, shipping, shipping_rate, lang])


@func(category="xlops")
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_FREIGHT_EXPLAIN(weight, country, line=None, as_of=None, units=None, lang=None):
    """Explain ALI_FREIGHT in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_FREIGHT：版本、表行、来源、默认值与可信度。"""
    return call("ALI_FREIGHT_EXPLAIN", [weight, country, line, as_of, units, lang])


@func(category="xlops")
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_BEST_LINE_EXPLAIN(weight, country, as_of=None, units=None, exchange_rate=None, lang=None):
    """Explain ALI_BEST_LINE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_BEST_LINE：版本、表行、来源、默认值与可信度。"""
    return call("ALI_BEST_LINE_EXPLAIN", [weight, country, as_of, units, exchange_rate, lang])


@func(category="xlops")
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_BEST_FREIGHT_EXPLAIN(weight, country, as_of=None, units=None, exchange_rate=None, lang=None):
    """Explain ALI_BEST_FREIGHT in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_BEST_FREIGHT：版本、表行、来源、默认值与可信度。"""
    return call("ALI_BEST_FREIGHT_EXPLAIN", [weight, country, as_of, units, exchange_rate, lang])


@func(category="xlops")
@arg("price", doc="price the buyer pays for the item, before shipping, in the market's currency | 买家支付的商品价格（不含运费），站点币种", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_AFFILIATE_EXPLAIN(price, affiliate_rate=None, as_of=None, lang=None):
    """Explain ALI_AFFILIATE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_AFFILIATE：版本、表行、来源、默认值与可信度。"""
    return call("ALI_AFFILIATE_EXPLAIN", [price, affiliate_rate, as_of, lang])


@func(category="xlops")
@arg("consignment_value", doc="intrinsic value of all goods in the parcel, in EUR, without freight and tax | 包裹内货物的内在价值（欧元，不含运费与税）", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("tariff_lines", doc="distinct tariff classifications in the parcel; blank = 1 | 包裹内不同税则号的数量；留空为 1", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_DUTY_EXPLAIN(consignment_value, country, tariff_lines=None, as_of=None, lang=None):
    """Explain ALI_DUTY in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_DUTY：版本、表行、来源、默认值与可信度。"""
    return call("ALI_DUTY_EXPLAIN", [consignment_value, country, tariff_lines, as_of, lang])


@func(category="xlops")
@arg("withdrawal_amount", doc="amount of one withdrawal, in USD | 单次提现金额（美元）", ndim=2, err_to_str=True)
@arg("withdrawal_route", doc="bank (USD to a bank account) or alipay (USD to RMB in mainland Alipay) | bank（美元提现至银行）或 alipay（美元结汇至支付宝）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_WITHDRAWAL_FEE_EXPLAIN(withdrawal_amount, withdrawal_route, as_of=None, lang=None):
    """Explain ALI_WITHDRAWAL_FEE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_WITHDRAWAL_FEE：版本、表行、来源、默认值与可信度。"""
    return call("ALI_WITHDRAWAL_FEE_EXPLAIN", [withdrawal_amount, withdrawal_route, as_of, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_BREAKEVEN_PRICE_EXPLAIN(length, width, height, weight, category, landed_cost, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None, lang=None):
    """Explain AMZ_BREAKEVEN_PRICE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_BREAKEVEN_PRICE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_BREAKEVEN_PRICE_EXPLAIN", [length, width, height, weight, category, landed_cost, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_TARGET_PRICE_EXPLAIN(length, width, height, weight, category, landed_cost, target_margin_rate, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None, lang=None):
    """Explain AMZ_TARGET_PRICE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_TARGET_PRICE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_TARGET_PRICE_EXPLAIN", [length, width, height, weight, category, landed_cost, target_margin_rate, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day, lang])


@func(category="xlops")
@arg("length", doc="longest packed side | 包装长", ndim=2, err_to_str=True)
@arg("width", doc="second packed side | 包装宽", ndim=2, err_to_str=True)
@arg("height", doc="third packed side | 包装高", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("category", doc="category as Amazon writes it, as code, or in Chinese | 类目：亚马逊写法、代码或中文", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("market", doc="marketplace, as code (US), Amazon's name (amazon.com) or in Chinese (美国); blank = US | 站点：代码（US）、网址（amazon.com）或中文（美国）；留空为美国", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("programme", doc="fulfilment programme: local, cep, efn, remote, pan_eu, low_price, sipp, fbm; blank = the market's usual one | 配送计划：local、cep、efn、remote、pan_eu、low_price、sipp、fbm；留空为该站点的常用计划", ndim=2, err_to_str=True)
@arg("seller_country", doc="country in which the seller is established, as code or in Chinese; blank = China | 卖家公司所在国家：代码或中文；留空为中国", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("return_rate", doc="units returned divided by units shipped | 退货件数 ÷ 发货件数", ndim=2, err_to_str=True)
@arg("resale_share", doc="share of the returned units that can be sold again; blank = 0 | 退货中可再次销售的比例；留空为 0", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("shipping", doc="shipping and gift wrap that the buyer pays on top; blank = 0 | 买家另付的运费与礼品包装；留空为 0", ndim=2, err_to_str=True)
@arg("vat_rate", doc="tax inside the price, as a fraction; 0 where you pay none; blank = the market's standard rate | 售价内含税率（小数）；不缴税填 0；留空为站点标准税率", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def AMZ_SAFE_PRICE_EXPLAIN(length, width, height, weight, category, landed_cost, target_margin_rate=None, market=None, as_of=None, units=None, programme=None, seller_country=None, tacos=None, return_rate=None, resale_share=None, other_cost=None, freight=None, shipping=None, vat_rate=None, last_day=None, lang=None):
    """Explain AMZ_SAFE_PRICE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 AMZ_SAFE_PRICE：版本、表行、来源、默认值与可信度。"""
    return call("AMZ_SAFE_PRICE_EXPLAIN", [length, width, height, weight, category, landed_cost, target_margin_rate, market, as_of, units, programme, seller_country, tacos, return_rate, resale_share, other_cost, freight, shipping, vat_rate, last_day, lang])


@func(category="xlops")
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("selling_currency", doc="ISO code of the currency of the price; blank = USD | 售价币种的 ISO 代码；留空为 USD", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("unit_duty", doc="import duty per unit; blank = not given | 每件进口关税；留空表示未提供", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_BREAKEVEN_PRICE_EXPLAIN(rate_or_category, landed_cost, weight=None, country=None, line=None, as_of=None, units=None, freight=None, selling_currency=None, exchange_rate=None, affiliate_rate=None, tacos=None, unit_duty=None, other_cost=None, last_day=None, lang=None):
    """Explain ALI_BREAKEVEN_PRICE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_BREAKEVEN_PRICE：版本、表行、来源、默认值与可信度。"""
    return call("ALI_BREAKEVEN_PRICE_EXPLAIN", [rate_or_category, landed_cost, weight, country, line, as_of, units, freight, selling_currency, exchange_rate, affiliate_rate, tacos, unit_duty, other_cost, last_day, lang])


@func(category="xlops")
@arg("rate_or_category", doc="your commission rate as a fraction, or a category name | 您的佣金率（小数）或类目名称", ndim=2, err_to_str=True)
@arg("landed_cost", doc="product cost with first-leg freight, duty and prep, per unit | 每件到岸成本（采购 + 头程 + 关税 + 处理）", ndim=2, err_to_str=True)
@arg("target_margin_rate", doc="net margin you want, as a fraction of the price | 期望的净利润率（占售价的小数）", ndim=2, err_to_str=True)
@arg("weight", doc="packed weight of one unit | 单件包装重量", ndim=2, err_to_str=True)
@arg("country", doc="destination country, as code (FR) or in Chinese (法国) | 收货国家：代码（FR）或中文（法国）", ndim=2, err_to_str=True)
@arg("line", doc="AliExpress line: standard, saver, or its Chinese name | 速卖通物流线路：standard（无忧标准）、saver（无忧简易/特惠）", ndim=2, err_to_str=True)
@arg("as_of", doc="the day the fee is charged (FBA: the day the unit ships); blank = today | 计费日期（FBA 为出库日）；留空为今天", ndim=2, err_to_str=True)
@arg("units", doc="units of size and weight: \"cm,g\" (default), \"cm,kg\", \"in,lb\", \"in,oz\" | 尺寸与重量的单位：\"cm,g\"（默认）、\"cm,kg\"、\"in,lb\"、\"in,oz\"", ndim=2, err_to_str=True)
@arg("freight", doc="last-leg or direct-parcel freight per unit that you pay | 每件尾程或直邮运费（卖家支付）", ndim=2, err_to_str=True)
@arg("selling_currency", doc="ISO code of the currency of the price; blank = USD | 售价币种的 ISO 代码；留空为 USD", ndim=2, err_to_str=True)
@arg("exchange_rate", doc="CNY for 1 unit of the selling currency | 1 单位售卖币种可兑换的人民币", ndim=2, err_to_str=True)
@arg("affiliate_rate", doc="affiliate share of the order | 联盟佣金比例", ndim=2, err_to_str=True)
@arg("tacos", doc="ad spend divided by total sales | 广告花费 ÷ 总销售额", ndim=2, err_to_str=True)
@arg("unit_duty", doc="import duty per unit; blank = not given | 每件进口关税；留空表示未提供", ndim=2, err_to_str=True)
@arg("other_cost", doc="other variable cost per unit | 每件其他变动成本", ndim=2, err_to_str=True)
@arg("last_day", doc="last day of the period that the price must hold for, counted from the date; blank = the one day | 价格须适用的期间的最后一天（自日期起）；留空表示仅当天", ndim=2, err_to_str=True)
@arg("lang", doc="zh or en; blank = en | zh 或 en；留空为 en", ndim=2, err_to_str=True)
def ALI_TARGET_PRICE_EXPLAIN(rate_or_category, landed_cost, target_margin_rate, weight=None, country=None, line=None, as_of=None, units=None, freight=None, selling_currency=None, exchange_rate=None, affiliate_rate=None, tacos=None, unit_duty=None, other_cost=None, last_day=None, lang=None):
    """Explain ALI_TARGET_PRICE in words: edition, row, source, what was assumed, and how sure it is. | 用文字解释 ALI_TARGET_PRICE：版本、表行、来源、默认值与可信度。"""
    return call("ALI_TARGET_PRICE_EXPLAIN", [rate_or_category, landed_cost, target_margin_rate, weight, country, line, as_of, units, freight, selling_currency, exchange_rate, affiliate_rate, tacos, unit_duty, other_cost, last_day, lang])
