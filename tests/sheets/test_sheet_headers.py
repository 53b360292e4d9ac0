"""Header words: what they mean, and what they must never be taken for."""

import pytest

from xlops.sheets.headers import fold, match, take_apart, vocabulary
from xlops.terms import terms


def _term(header: str, group: str = "") -> str | None:
    found = match(header, group)
    return found[0].term if found else None


@pytest.mark.parametrize(
    ("header", "term"),
    [
        ("*SKU", "sku"),
        ("SKU编码*", "sku"),
        ("推广的商品 SKU-Advertised product SKU", "sku"),
        ("(Parent) ASIN", "parent_asin"),
        ("（子）ASIN", "asin"),
        ("*本地展示价(站点币种)\n（必填）", "price"),
        ("售价/Price", "price"),
        ("售价 Price", "price"),
        ("Price\n售价", "price"),
        ("Price  $", "price"),
        ("sale_price ", "price"),
        ("Your Price USD (Sell on Amazon, US)", "price"),
        ("实时售价本币", "price"),
        ("美元售价", "price"),
        ("成本（有差值）", "product_cost"),
        ("采购成本RMB", "product_cost"),
        ("出厂采购成本(CNY)", "product_cost"),
        ("FOB单价", "product_cost"),
        ("SKU头程单价(元)*", "first_leg"),
        ("真实头程运费", "first_leg"),
        ("默认头程费用(含税)", "first_leg"),
        ("预估FBA费（API）", "fba_fee"),
        ("FBA€", "fba_fee"),
        ("长(cm)-无头程填写", "length"),
        ("longest-side", "length"),
        ("商品重量g", "weight"),
        ("包装重量_lb", "weight"),
        ("weight_oz", "weight"),
        ("单品毛重", "weight"),
        ("item-package-weight", "weight"),
        ("带包装长-宽-高-重量", "dimensions"),
        ("包装尺寸（长*宽*高）cm", "dimensions"),
        ("产品尺寸(cm)", "dimensions"),
        ("对人民币汇率*", "exchange_rate"),
        ("广告成本销售比(ACOS)", "acos"),
        ("Advertising Cost of Sales (ACOS) ", "acos"),
        ("Total Advertising Cost of Sales (ACOS)", "acos"),
        ("盈亏ACoS", "break_even_acos"),
        ("A-毛利率%", "margin_rate"),
        ("期望利润率(%)", "target_margin_rate"),
        ("推荐报价（推荐报价展示位）百分比", "buy_box"),
        ("Featured Offer (Buy Box) Percentage", "buy_box"),
        ("Sessions - Total", "sessions"),
        ("セッション - 合計", "sessions"),
        ("注文商品の売上額", "total_sales"),
        ("ventes de produits", "total_sales"),
        ("7天总销售额", "ad_sales"),
        ("7 Day Total Sales ($)", "ad_sales"),
        ("FBA可售", "stock"),
        ("unit-of-dimension", "length_unit"),
        ("⭐ 评分", "rating"),
        ("Buy Box 🚚: Current", "buy_box_price"),
        ("Buy Box: 90 days avg.", "buy_box_price_90_days"),
        ("库存龄 0-90 天", "aged_0_90"),
        ("inv-age-456-plus-days", "aged_456_plus"),
        ("活动库存", "campaign_stock"),
        ("物流履约时长", "fulfilment_days"),
        ("确认收货时间", "delivered_on"),
        ("品牌备案", "brand_registry"),
        ("A+", "aplus"),
        ("店铺", "store"),
        ("侵权检查", "infringement_checked_on"),
        ("查标", "trademark_checked_on"),
    ],
)
def test_words_of_real_sheets(header, term):
    assert _term(header) == term


@pytest.mark.parametrize(
    "header",
    [
        "竞品单价",
        "竞品售价",
        "售价(竞品)",
        "含税最低定价",
        "总成本",
        "海外仓成本",
        "采购成本占比",
        "单价",
        "头程单价",
        "头程单价(元/kg)*",
        "头程重量",
        "头程泡比",
        "体积重量(kg)",
        "不含广利润率",
        "转化率 - 总计",
        "target_acos",
        "launch_acos",
        "目标ACOS",
        "ASIN销量",
        "7日销量",
        "AWD Inbound",
        "单箱数量(pcs)",
        "size",
        "六日能力",
        "Total cost",
        "sales-rank",
        "Price: 30 days avg.",
        "SP广告费",
        "直接销售额-本币",
        "Price Trend (90 days) (%)",
        "ad ",
        "",
    ],
)
def test_never_taken(header):
    assert _term(header) is None


@pytest.mark.parametrize(
    ("header", "scope"),
    [
        ("带包装长-宽-高-重量", "packed"),
        ("净产品长-宽-高-重量", "net"),
        ("箱规：长-宽-高-重量", "carton"),
        ("外箱规格长", "carton"),
        ("单箱重量", "carton"),
        ("不含包装重量(g)", "net"),
        ("净重", "net"),
        ("毛重(g)", "packed"),
        ("发货重量（有差值）", "packed"),
        ("Package: Weight (g)", "packed"),
        ("Item: Weight (g)", "item"),
        ("商品长度(cm)", "item"),
        ("重量(g)", None),
    ],
)
def test_what_a_size_belongs_to(header, scope):
    assert match(header)[0].scope == scope


def test_the_group_cell_tells_the_size_apart():
    assert match("长(cm)", "带包装")[0].scope == "packed"
    assert match("重量(kg)", "箱规")[0].scope == "carton"
    assert match("长(cm)", "带包装")[0].how == "group"
    assert match("售价", "竞品") == []


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [
        ("重量(g)", "g", None),
        ("重量（单位：克）", "g", None),
        ("重量/kg", "kg", None),
        ("包装重量_lb", "lb", None),
        ("长度(inch)", "in", None),
        ("长 (英寸)", "in", None),
        ("商品重量g", "g", None),
        ("尺寸", None, None),
        ("Margin", None, None),
        ("长(cm/inch)", None, None),
        ("采购成本(CNY)", None, "CNY"),
        ("采购成本RMB", None, "CNY"),
        ("售价（美元）", None, "USD"),
        ("售价$", None, "USD"),
        ("佣金€", None, "EUR"),
        ("Price  ₹", None, "INR"),
        ("*本地展示价(站点币种)", None, None),
    ],
)
def test_units_and_currencies_in_headers(header, unit, currency):
    parts = take_apart(header)
    assert (parts.unit, parts.currency) == (unit, currency)


def test_loose_matches_show_their_doubt():
    found = match("Prodcut cost")[0]
    assert (found.term, found.how) == ("product_cost", "fuzzy")
    assert 0.6 < found.confidence < 0.9
    assert match("预估采购成本")[0].how == "fuzzy"
    assert match("预估采购成本", loose=False) == []


def test_every_listed_word_is_understood_as_one_of_its_terms():
    """A word of the vocabulary that does not match its own term would be dead."""
    for term in terms().values():
        for word in term.headers:
            assert term.name in {m.term for m in match(word)}, word


def test_never_words_do_not_forbid_the_terms_own_words():
    for key, entries in vocabulary().items():
        for term, _, _ in entries:
            assert key not in {fold(word) for word in term.never}, (key, term.name)
