Attribute VB_Name = "XlopsFormulas"
Option Explicit
' Written by xlops.hosts.excel.wrappers from the catalogue; do not edit. One function for each formula: it hands over
' the values of its arguments and gives back what Python answers. XlopsDay is for days, XlopsArg for all else.

Public Function AMZ_REFERRAL_FEE(price, category, Optional market, Optional as_of, Optional shipping, _
        Optional programme, Optional size_tier) As Variant
Attribute AMZ_REFERRAL_FEE.VB_Description = "Amazon's referral fee per unit, rounded as the schedule does: to the cent, not at all in Japan."
Attribute AMZ_REFERRAL_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_REFERRAL_FEE = XlopsCall("AMZ_REFERRAL_FEE", Array(XlopsArg(price), XlopsArg(category), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(shipping), XlopsArg(programme), XlopsArg(size_tier)))
End Function

Public Function AMZ_CLOSING_FEE(category, Optional market, Optional as_of) As Variant
Attribute AMZ_CLOSING_FEE.VB_Description = "Amazon's variable closing fee per media unit; 0 for everything that is not media."
Attribute AMZ_CLOSING_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_CLOSING_FEE = XlopsCall("AMZ_CLOSING_FEE", Array(XlopsArg(category), XlopsArg(market), XlopsDay(as_of)))
End Function

Public Function AMZ_SIZE_TIER(length, width, height, weight, Optional market, Optional as_of, _
        Optional units) As Variant
Attribute AMZ_SIZE_TIER.VB_Description = "Amazon's FBA size tier, such as small_standard."
Attribute AMZ_SIZE_TIER.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_SIZE_TIER = XlopsCall("AMZ_SIZE_TIER", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(market), XlopsDay(as_of), XlopsArg(units)))
End Function

Public Function AMZ_FBA_BASE_FEE(length, width, height, weight, price, Optional category, Optional market, _
        Optional as_of, Optional units, Optional programme) As Variant
Attribute AMZ_FBA_BASE_FEE.VB_Description = "Amazon's FBA fulfilment fee as the table has it, without the fuel and logistics surcharge."
Attribute AMZ_FBA_BASE_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FBA_BASE_FEE = XlopsCall("AMZ_FBA_BASE_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(programme)))
End Function

Public Function AMZ_FUEL_SURCHARGE(length, width, height, weight, price, Optional category, _
        Optional market, Optional as_of, Optional units, Optional programme) As Variant
Attribute AMZ_FUEL_SURCHARGE.VB_Description = "Amazon's fuel and logistics surcharge on one unit's FBA fulfilment fee; 0 before it started."
Attribute AMZ_FUEL_SURCHARGE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FUEL_SURCHARGE = XlopsCall("AMZ_FUEL_SURCHARGE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(programme)))
End Function

Public Function AMZ_FBA_FEE(length, width, height, weight, price, Optional category, Optional market, _
        Optional as_of, Optional units, Optional programme) As Variant
Attribute AMZ_FBA_FEE.VB_Description = "What Amazon charges to fulfil one unit: the fulfilment fee of the table plus the surcharges of the day."
Attribute AMZ_FBA_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FBA_FEE = XlopsCall("AMZ_FBA_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(programme)))
End Function

Public Function AMZ_PACKAGING_FEE(length, width, height, weight, Optional market, Optional as_of, _
        Optional units) As Variant
Attribute AMZ_PACKAGING_FEE.VB_Description = "What Amazon adds for a bulky or oversize unit that does not ship in its own packaging; 0 for other sizes."
Attribute AMZ_PACKAGING_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_PACKAGING_FEE = XlopsCall("AMZ_PACKAGING_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(market), XlopsDay(as_of), XlopsArg(units)))
End Function

Public Function AMZ_STORAGE_FEE(length, width, height, Optional months, Optional market, Optional as_of, _
        Optional units, Optional weight, Optional size_tier, Optional category) As Variant
Attribute AMZ_STORAGE_FEE.VB_Description = "Amazon's monthly storage fee for one unit that stays months months, not rounded."
Attribute AMZ_STORAGE_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_STORAGE_FEE = XlopsCall("AMZ_STORAGE_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(months), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(weight), XlopsArg(size_tier), _
        XlopsArg(category)))
End Function

Public Function AMZ_REFUND_FEE(referral_fee, Optional category, Optional market, Optional as_of) As Variant
Attribute AMZ_REFUND_FEE.VB_Description = "What Amazon keeps of the referral fee when an order line is refunded (refund administration fee)."
Attribute AMZ_REFUND_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_REFUND_FEE = XlopsCall("AMZ_REFUND_FEE", Array(XlopsArg(referral_fee), XlopsArg(category), XlopsArg(market), _
        XlopsDay(as_of)))
End Function

Public Function AMZ_FEES(length, width, height, weight, price, category, Optional market, Optional as_of, _
        Optional units, Optional shipping, Optional programme) As Variant
Attribute AMZ_FEES.VB_Description = "All per-unit Amazon fees of a product, named, with their total."
Attribute AMZ_FEES.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FEES = XlopsCall("AMZ_FEES", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), XlopsArg(weight), _
        XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(shipping), _
        XlopsArg(programme)))
End Function

Public Function AMZ_AGED_FEE(length, width, height, stock_age, Optional category, Optional market, _
        Optional as_of, Optional units) As Variant
Attribute AMZ_AGED_FEE.VB_Description = "Amazon's aged inventory surcharge on one unit for one month, not rounded."
Attribute AMZ_AGED_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_AGED_FEE = XlopsCall("AMZ_AGED_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(stock_age), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units)))
End Function

Public Function AMZ_LOW_INVENTORY_FEE(length, width, height, weight, days_of_supply_30, days_of_supply_90, _
        Optional category, Optional market, Optional as_of, Optional units, Optional programme, _
        Optional price) As Variant
Attribute AMZ_LOW_INVENTORY_FEE.VB_Description = "Amazon's low-inventory-level fee on one shipped unit."
Attribute AMZ_LOW_INVENTORY_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_LOW_INVENTORY_FEE = XlopsCall("AMZ_LOW_INVENTORY_FEE", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(days_of_supply_30), XlopsArg(days_of_supply_90), _
        XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(price)))
End Function

Public Function AMZ_INBOUND_FEE(length, width, height, weight, Optional placement, Optional market, _
        Optional as_of, Optional units) As Variant
Attribute AMZ_INBOUND_FEE.VB_Description = "Amazon's inbound placement service fee on one unit received."
Attribute AMZ_INBOUND_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_INBOUND_FEE = XlopsCall("AMZ_INBOUND_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(placement), XlopsArg(market), XlopsDay(as_of), XlopsArg(units)))
End Function

Public Function AMZ_RETURN_UNITS(category, units_shipped, units_returned, Optional market, Optional as_of) As Variant
Attribute AMZ_RETURN_UNITS.VB_Description = "How many returned units of a product pay Amazon's returns processing fee for one month of shipments."
Attribute AMZ_RETURN_UNITS.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_RETURN_UNITS = XlopsCall("AMZ_RETURN_UNITS", Array(XlopsArg(category), XlopsArg(units_shipped), _
        XlopsArg(units_returned), XlopsArg(market), XlopsDay(as_of)))
End Function

Public Function AMZ_RETURN_FEE(length, width, height, weight, category, units_shipped, units_returned, _
        Optional market, Optional as_of, Optional units) As Variant
Attribute AMZ_RETURN_FEE.VB_Description = "Amazon's returns processing fee of a product for one month of shipments."
Attribute AMZ_RETURN_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_RETURN_FEE = XlopsCall("AMZ_RETURN_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(category), XlopsArg(units_shipped), XlopsArg(units_returned), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units)))
End Function

Public Function AMZ_REMOVAL_FEE(length, width, height, weight, Optional market, Optional as_of, _
        Optional units, Optional size_tier) As Variant
Attribute AMZ_REMOVAL_FEE.VB_Description = "What Amazon charges to send back or dispose of one unit; both cost the same."
Attribute AMZ_REMOVAL_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_REMOVAL_FEE = XlopsCall("AMZ_REMOVAL_FEE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(size_tier)))
End Function

Public Function AMZ_PLAN_FEE(Optional plan, Optional market, Optional as_of) As Variant
Attribute AMZ_PLAN_FEE.VB_Description = "Amazon's fee for the selling plan: a month of the professional plan, or one unit sold on the individual plan."
Attribute AMZ_PLAN_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_PLAN_FEE = XlopsCall("AMZ_PLAN_FEE", Array(XlopsArg(plan), XlopsArg(market), XlopsDay(as_of)))
End Function

Public Function AMZ_VAT(price, Optional market, Optional as_of, Optional tax_kind) As Variant
Attribute AMZ_VAT.VB_Description = "The VAT, GST or consumption tax inside a price, half up to the cent (whole yen in Japan)."
Attribute AMZ_VAT.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_VAT = XlopsCall("AMZ_VAT", Array(XlopsArg(price), XlopsArg(market), XlopsDay(as_of), XlopsArg(tax_kind)))
End Function

Public Function AMZ_DIGITAL_FEE(referral_fee, Optional fba_fee, Optional market, Optional as_of, _
        Optional seller_country) As Variant
Attribute AMZ_DIGITAL_FEE.VB_Description = "Amazon's digital services fee on one unit's fees."
Attribute AMZ_DIGITAL_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_DIGITAL_FEE = XlopsCall("AMZ_DIGITAL_FEE", Array(XlopsArg(referral_fee), XlopsArg(fba_fee), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(seller_country)))
End Function

Public Function AMZ_NEAR_MISS_SAVING(length, width, height, weight, price, category, Optional market, _
        Optional as_of, Optional units, Optional programme, Optional tolerance) As Variant
Attribute AMZ_NEAR_MISS_SAVING.VB_Description = "The most that a unit saves by a small change: a shorter side, less weight, or a price across a bound."
Attribute AMZ_NEAR_MISS_SAVING.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_NEAR_MISS_SAVING = XlopsCall("AMZ_NEAR_MISS_SAVING", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(tolerance)))
End Function

Public Function AMZ_NEAR_MISS_CHANGE(length, width, height, weight, price, category, Optional market, _
        Optional as_of, Optional units, Optional programme, Optional tolerance) As Variant
Attribute AMZ_NEAR_MISS_CHANGE.VB_Description = "The change behind AMZ_NEAR_MISS_SAVING, in words: what to cut and by how much, and where that leads."
Attribute AMZ_NEAR_MISS_CHANGE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_NEAR_MISS_CHANGE = XlopsCall("AMZ_NEAR_MISS_CHANGE", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(tolerance)))
End Function

Public Function AMZ_NEAR_MISS(length, width, height, weight, price, category, Optional market, _
        Optional as_of, Optional units, Optional programme, Optional units_sold) As Variant
Attribute AMZ_NEAR_MISS.VB_Description = "How near a unit is to paying less, and to paying more: size tiers, weight steps and price bands around it."
Attribute AMZ_NEAR_MISS.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_NEAR_MISS = XlopsCall("AMZ_NEAR_MISS", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(programme), XlopsArg(units_sold)))
End Function

Public Function AMZ_FBA_FEE_CHANGE(length, width, height, weight, price, category, to_date, _
        Optional market, Optional as_of, Optional units, Optional programme) As Variant
Attribute AMZ_FBA_FEE_CHANGE.VB_Description = "What Amazon charges more (negative: less) to fulfil one unit on another day."
Attribute AMZ_FBA_FEE_CHANGE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FBA_FEE_CHANGE = XlopsCall("AMZ_FBA_FEE_CHANGE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsDay(to_date), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme)))
End Function

Public Function AMZ_UNIT_FEE_CHANGE(length, width, height, weight, price, category, to_date, _
        Optional market, Optional as_of, Optional units, Optional programme) As Variant
Attribute AMZ_UNIT_FEE_CHANGE.VB_Description = "What all per-unit Amazon fees of a product come to more (negative: less) on another day."
Attribute AMZ_UNIT_FEE_CHANGE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_UNIT_FEE_CHANGE = XlopsCall("AMZ_UNIT_FEE_CHANGE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsDay(to_date), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme)))
End Function

Public Function AMZ_FEE_CHANGE(length, width, height, weight, price, category, to_date, Optional market, _
        Optional as_of, Optional units, Optional programme) As Variant
Attribute AMZ_FEE_CHANGE.VB_Description = "Every per-unit Amazon fee of one product on two days, side by side, with the change."
Attribute AMZ_FEE_CHANGE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FEE_CHANGE = XlopsCall("AMZ_FEE_CHANGE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsDay(to_date), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme)))
End Function

Public Function ALI_COMMISSION(price, rate_or_category, Optional as_of, Optional shipping, _
        Optional shipping_rate) As Variant
Attribute ALI_COMMISSION.VB_Description = "AliExpress' commission on one item, at your own rate or by your own table of categories."
Attribute ALI_COMMISSION.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_COMMISSION = XlopsCall("ALI_COMMISSION", Array(XlopsArg(price), XlopsArg(rate_or_category), XlopsDay(as_of), _
        XlopsArg(shipping), XlopsArg(shipping_rate)))
End Function

Public Function ALI_FREIGHT(weight, country, Optional line, Optional as_of, Optional units) As Variant
Attribute ALI_FREIGHT.VB_Description = "AliExpress' list-price freight for one parcel: weight times rate per kilogram, plus the fee per parcel."
Attribute ALI_FREIGHT.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_FREIGHT = XlopsCall("ALI_FREIGHT", Array(XlopsArg(weight), XlopsArg(country), XlopsArg(line), _
        XlopsDay(as_of), XlopsArg(units)))
End Function

Public Function ALI_FREIGHT_CURRENCY(Optional line, Optional as_of) As Variant
Attribute ALI_FREIGHT_CURRENCY.VB_Description = "The currency in which a shipping line's freight table is published."
Attribute ALI_FREIGHT_CURRENCY.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_FREIGHT_CURRENCY = XlopsCall("ALI_FREIGHT_CURRENCY", Array(XlopsArg(line), XlopsDay(as_of)))
End Function

Public Function ALI_BEST_LINE(weight, country, Optional as_of, Optional units, Optional exchange_rate) As Variant
Attribute ALI_BEST_LINE.VB_Description = "The shipping line with the lowest list-price freight among those whose table covers the parcel."
Attribute ALI_BEST_LINE.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_BEST_LINE = XlopsCall("ALI_BEST_LINE", Array(XlopsArg(weight), XlopsArg(country), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(exchange_rate)))
End Function

Public Function ALI_BEST_FREIGHT(weight, country, Optional as_of, Optional units, Optional exchange_rate) As Variant
Attribute ALI_BEST_FREIGHT.VB_Description = "The freight of the cheapest line, which ALI_BEST_LINE names."
Attribute ALI_BEST_FREIGHT.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_BEST_FREIGHT = XlopsCall("ALI_BEST_FREIGHT", Array(XlopsArg(weight), XlopsArg(country), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(exchange_rate)))
End Function

Public Function ALI_AFFILIATE(price, Optional affiliate_rate, Optional as_of) As Variant
Attribute ALI_AFFILIATE.VB_Description = "AliExpress' affiliate commission on one item that was sold through affiliate traffic, at your own rate."
Attribute ALI_AFFILIATE.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_AFFILIATE = XlopsCall("ALI_AFFILIATE", Array(XlopsArg(price), XlopsArg(affiliate_rate), XlopsDay(as_of)))
End Function

Public Function ALI_DUTY(consignment_value, country, Optional tariff_lines, Optional as_of) As Variant
Attribute ALI_DUTY.VB_Description = "The customs duty on one parcel that is sent from outside the EU to a member state, in EUR."
Attribute ALI_DUTY.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_DUTY = XlopsCall("ALI_DUTY", Array(XlopsArg(consignment_value), XlopsArg(country), XlopsArg(tariff_lines), _
        XlopsDay(as_of)))
End Function

Public Function ALI_WITHDRAWAL_FEE(withdrawal_amount, withdrawal_route, Optional as_of) As Variant
Attribute ALI_WITHDRAWAL_FEE.VB_Description = "What AliExpress charges for one withdrawal of US dollars."
Attribute ALI_WITHDRAWAL_FEE.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_WITHDRAWAL_FEE = XlopsCall("ALI_WITHDRAWAL_FEE", Array(XlopsArg(withdrawal_amount), _
        XlopsArg(withdrawal_route), XlopsDay(as_of)))
End Function

Public Function OPS_PROFIT(price, landed_cost, fees, Optional freight, Optional ad_spend, _
        Optional other_cost) As Variant
Attribute OPS_PROFIT.VB_Description = "Profit per unit: price less landed cost, platform fees, freight, advertising and other cost."
Attribute OPS_PROFIT.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_PROFIT = XlopsCall("OPS_PROFIT", Array(XlopsArg(price), XlopsArg(landed_cost), XlopsArg(fees), _
        XlopsArg(freight), XlopsArg(ad_spend), XlopsArg(other_cost)))
End Function

Public Function OPS_MARGIN(revenue, landed_cost) As Variant
Attribute OPS_MARGIN.VB_Description = "Gross margin as money: net revenue less landed cost, before fees."
Attribute OPS_MARGIN.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_MARGIN = XlopsCall("OPS_MARGIN", Array(XlopsArg(revenue), XlopsArg(landed_cost)))
End Function

Public Function OPS_MARGIN_RATE(profit, revenue) As Variant
Attribute OPS_MARGIN_RATE.VB_Description = "Margin rate: profit divided by net revenue."
Attribute OPS_MARGIN_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_MARGIN_RATE = XlopsCall("OPS_MARGIN_RATE", Array(XlopsArg(profit), XlopsArg(revenue)))
End Function

Public Function OPS_ROI(profit, invested) As Variant
Attribute OPS_ROI.VB_Description = "Return on investment: profit divided by the money put into the unit."
Attribute OPS_ROI.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_ROI = XlopsCall("OPS_ROI", Array(XlopsArg(profit), XlopsArg(invested)))
End Function

Public Function OPS_LANDED_COST(goods, first_leg, units_received, Optional duty, Optional prep) As Variant
Attribute OPS_LANDED_COST.VB_Description = "Landed cost per unit of a shipment: goods, freight, duty and charges, divided by the units received."
Attribute OPS_LANDED_COST.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_LANDED_COST = XlopsCall("OPS_LANDED_COST", Array(XlopsArg(goods), XlopsArg(first_leg), _
        XlopsArg(units_received), XlopsArg(duty), XlopsArg(prep)))
End Function

Public Function AMZ_UNIT_ECONOMICS(length, width, height, weight, price, category, landed_cost, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional seller_country, _
        Optional tacos, Optional return_rate, Optional resale_share, Optional other_cost, Optional freight, _
        Optional shipping, Optional vat_rate) As Variant
Attribute AMZ_UNIT_ECONOMICS.VB_Description = "From the price of one unit to its profit and margin on Amazon, line by line; deductions are negative."
Attribute AMZ_UNIT_ECONOMICS.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_UNIT_ECONOMICS = XlopsCall("AMZ_UNIT_ECONOMICS", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), _
        XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), _
        XlopsArg(vat_rate)))
End Function

Public Function ALI_UNIT_ECONOMICS(price, rate_or_category, landed_cost, Optional weight, Optional country, _
        Optional line, Optional as_of, Optional units, Optional freight, Optional selling_currency, _
        Optional exchange_rate, Optional affiliate_rate, Optional tacos, Optional unit_duty, _
        Optional other_cost) As Variant
Attribute ALI_UNIT_ECONOMICS.VB_Description = "From the price of one unit to its profit and margin on AliExpress, line by line; deductions are negative."
Attribute ALI_UNIT_ECONOMICS.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_UNIT_ECONOMICS = XlopsCall("ALI_UNIT_ECONOMICS", Array(XlopsArg(price), XlopsArg(rate_or_category), _
        XlopsArg(landed_cost), XlopsArg(weight), XlopsArg(country), XlopsArg(line), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(freight), XlopsArg(selling_currency), XlopsArg(exchange_rate), XlopsArg(affiliate_rate), _
        XlopsArg(tacos), XlopsArg(unit_duty), XlopsArg(other_cost)))
End Function

Public Function OPS_BREAKEVEN_PRICE(landed_cost, platform_rate, Optional fees, Optional freight, _
        Optional minimum_fee, Optional tacos, Optional affiliate_rate, Optional other_cost, _
        Optional vat_rate, Optional price_step) As Variant
Attribute OPS_BREAKEVEN_PRICE.VB_Description = "The lowest price at which a unit loses nothing, for a flat commission: exact to the cent."
Attribute OPS_BREAKEVEN_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_BREAKEVEN_PRICE = XlopsCall("OPS_BREAKEVEN_PRICE", Array(XlopsArg(landed_cost), XlopsArg(platform_rate), _
        XlopsArg(fees), XlopsArg(freight), XlopsArg(minimum_fee), XlopsArg(tacos), XlopsArg(affiliate_rate), _
        XlopsArg(other_cost), XlopsArg(vat_rate), XlopsArg(price_step)))
End Function

Public Function OPS_TARGET_PRICE(landed_cost, platform_rate, target_margin_rate, Optional fees, _
        Optional freight, Optional minimum_fee, Optional tacos, Optional affiliate_rate, _
        Optional other_cost, Optional vat_rate, Optional price_step) As Variant
Attribute OPS_TARGET_PRICE.VB_Description = "The lowest price that reaches a wanted margin, for a flat commission: exact to the cent."
Attribute OPS_TARGET_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_TARGET_PRICE = XlopsCall("OPS_TARGET_PRICE", Array(XlopsArg(landed_cost), XlopsArg(platform_rate), _
        XlopsArg(target_margin_rate), XlopsArg(fees), XlopsArg(freight), XlopsArg(minimum_fee), XlopsArg(tacos), _
        XlopsArg(affiliate_rate), XlopsArg(other_cost), XlopsArg(vat_rate), XlopsArg(price_step)))
End Function

Public Function AMZ_BREAKEVEN_PRICE(length, width, height, weight, category, landed_cost, Optional market, _
        Optional as_of, Optional units, Optional programme, Optional seller_country, Optional tacos, _
        Optional return_rate, Optional resale_share, Optional other_cost, Optional freight, _
        Optional shipping, Optional vat_rate, Optional last_day) As Variant
Attribute AMZ_BREAKEVEN_PRICE.VB_Description = "The lowest price at which a unit on Amazon loses nothing, exact to the cent across all steps of the fees."
Attribute AMZ_BREAKEVEN_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_BREAKEVEN_PRICE = XlopsCall("AMZ_BREAKEVEN_PRICE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), XlopsArg(return_rate), _
        XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), XlopsArg(vat_rate), _
        XlopsDay(last_day)))
End Function

Public Function AMZ_TARGET_PRICE(length, width, height, weight, category, landed_cost, target_margin_rate, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional seller_country, _
        Optional tacos, Optional return_rate, Optional resale_share, Optional other_cost, Optional freight, _
        Optional shipping, Optional vat_rate, Optional last_day) As Variant
Attribute AMZ_TARGET_PRICE.VB_Description = "The lowest price that reaches a wanted net margin on Amazon, exact to the cent across all steps of the fees."
Attribute AMZ_TARGET_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_TARGET_PRICE = XlopsCall("AMZ_TARGET_PRICE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(target_margin_rate), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), _
        XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), _
        XlopsArg(vat_rate), XlopsDay(last_day)))
End Function

Public Function AMZ_SAFE_PRICE(length, width, height, weight, category, landed_cost, _
        Optional target_margin_rate, Optional market, Optional as_of, Optional units, Optional programme, _
        Optional seller_country, Optional tacos, Optional return_rate, Optional resale_share, _
        Optional other_cost, Optional freight, Optional shipping, Optional vat_rate, Optional last_day) As Variant
Attribute AMZ_SAFE_PRICE.VB_Description = "The price from which on every higher price reaches a wanted margin on Amazon: the start of the last range."
Attribute AMZ_SAFE_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_SAFE_PRICE = XlopsCall("AMZ_SAFE_PRICE", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(target_margin_rate), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), _
        XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), _
        XlopsArg(vat_rate), XlopsDay(last_day)))
End Function

Public Function AMZ_PRICE_RANGES(length, width, height, weight, category, landed_cost, _
        Optional target_margin_rate, Optional market, Optional as_of, Optional units, Optional programme, _
        Optional seller_country, Optional tacos, Optional return_rate, Optional resale_share, _
        Optional other_cost, Optional freight, Optional shipping, Optional vat_rate, Optional last_day) As Variant
Attribute AMZ_PRICE_RANGES.VB_Description = "All prices of one product that reach a margin, as ranges: where the first ends, a fee steps up."
Attribute AMZ_PRICE_RANGES.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_PRICE_RANGES = XlopsCall("AMZ_PRICE_RANGES", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(target_margin_rate), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), _
        XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), _
        XlopsArg(vat_rate), XlopsDay(last_day)))
End Function

Public Function AMZ_DEAD_ZONES(length, width, height, weight, category, landed_cost, Optional market, _
        Optional as_of, Optional units, Optional programme, Optional seller_country, Optional tacos, _
        Optional return_rate, Optional resale_share, Optional other_cost, Optional freight, _
        Optional shipping, Optional vat_rate) As Variant
Attribute AMZ_DEAD_ZONES.VB_Description = "The prices of one product that earn less than a lower price does, because a fee steps up."
Attribute AMZ_DEAD_ZONES.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_DEAD_ZONES = XlopsCall("AMZ_DEAD_ZONES", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), XlopsArg(return_rate), _
        XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), XlopsArg(vat_rate)))
End Function

Public Function ALI_BREAKEVEN_PRICE(rate_or_category, landed_cost, Optional weight, Optional country, _
        Optional line, Optional as_of, Optional units, Optional freight, Optional selling_currency, _
        Optional exchange_rate, Optional affiliate_rate, Optional tacos, Optional unit_duty, _
        Optional other_cost, Optional last_day) As Variant
Attribute ALI_BREAKEVEN_PRICE.VB_Description = "The lowest price at which a parcel on AliExpress loses nothing, exact to the cent."
Attribute ALI_BREAKEVEN_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_BREAKEVEN_PRICE = XlopsCall("ALI_BREAKEVEN_PRICE", Array(XlopsArg(rate_or_category), XlopsArg(landed_cost), _
        XlopsArg(weight), XlopsArg(country), XlopsArg(line), XlopsDay(as_of), XlopsArg(units), XlopsArg(freight), _
        XlopsArg(selling_currency), XlopsArg(exchange_rate), XlopsArg(affiliate_rate), XlopsArg(tacos), _
        XlopsArg(unit_duty), XlopsArg(other_cost), XlopsDay(last_day)))
End Function

Public Function ALI_TARGET_PRICE(rate_or_category, landed_cost, target_margin_rate, Optional weight, _
        Optional country, Optional line, Optional as_of, Optional units, Optional freight, _
        Optional selling_currency, Optional exchange_rate, Optional affiliate_rate, Optional tacos, _
        Optional unit_duty, Optional other_cost, Optional last_day) As Variant
Attribute ALI_TARGET_PRICE.VB_Description = "The lowest price that reaches a wanted net margin on AliExpress, exact to the cent."
Attribute ALI_TARGET_PRICE.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_TARGET_PRICE = XlopsCall("ALI_TARGET_PRICE", Array(XlopsArg(rate_or_category), XlopsArg(landed_cost), _
        XlopsArg(target_margin_rate), XlopsArg(weight), XlopsArg(country), XlopsArg(line), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(freight), XlopsArg(selling_currency), XlopsArg(exchange_rate), _
        XlopsArg(affiliate_rate), XlopsArg(tacos), XlopsArg(unit_duty), XlopsArg(other_cost), XlopsDay(last_day)))
End Function

Public Function OPS_ACOS(ad_spend, ad_sales) As Variant
Attribute OPS_ACOS.VB_Description = "ACoS: ad spend divided by the sales that ads brought."
Attribute OPS_ACOS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_ACOS = XlopsCall("OPS_ACOS", Array(XlopsArg(ad_spend), XlopsArg(ad_sales)))
End Function

Public Function OPS_TACOS(ad_spend, total_sales) As Variant
Attribute OPS_TACOS.VB_Description = "TACoS: ad spend divided by all sales of the same dates, currency and tax basis."
Attribute OPS_TACOS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_TACOS = XlopsCall("OPS_TACOS", Array(XlopsArg(ad_spend), XlopsArg(total_sales)))
End Function

Public Function OPS_ROAS(ad_sales, ad_spend) As Variant
Attribute OPS_ROAS.VB_Description = "ROAS: sales that ads brought per unit of spend; the inverse of ACoS."
Attribute OPS_ROAS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_ROAS = XlopsCall("OPS_ROAS", Array(XlopsArg(ad_sales), XlopsArg(ad_spend)))
End Function

Public Function OPS_CPC(ad_spend, clicks) As Variant
Attribute OPS_CPC.VB_Description = "CPC: what one click cost."
Attribute OPS_CPC.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_CPC = XlopsCall("OPS_CPC", Array(XlopsArg(ad_spend), XlopsArg(clicks)))
End Function

Public Function OPS_COST_PER_ORDER(ad_spend, ad_orders) As Variant
Attribute OPS_COST_PER_ORDER.VB_Description = "Ad cost per order: ad spend divided by the orders that ads brought."
Attribute OPS_COST_PER_ORDER.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_COST_PER_ORDER = XlopsCall("OPS_COST_PER_ORDER", Array(XlopsArg(ad_spend), XlopsArg(ad_orders)))
End Function

Public Function OPS_CTR(clicks, impressions) As Variant
Attribute OPS_CTR.VB_Description = "CTR: clicks per impression."
Attribute OPS_CTR.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_CTR = XlopsCall("OPS_CTR", Array(XlopsArg(clicks), XlopsArg(impressions)))
End Function

Public Function OPS_CVR(ad_orders, clicks) As Variant
Attribute OPS_CVR.VB_Description = "Ad conversion rate: orders (not units) per click."
Attribute OPS_CVR.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_CVR = XlopsCall("OPS_CVR", Array(XlopsArg(ad_orders), XlopsArg(clicks)))
End Function

Public Function OPS_BREAKEVEN_ACOS(pre_ad_profit, price) As Variant
Attribute OPS_BREAKEVEN_ACOS.VB_Description = "Break-even ACoS: the ACoS at which a unit sold through ads earns nothing."
Attribute OPS_BREAKEVEN_ACOS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_BREAKEVEN_ACOS = XlopsCall("OPS_BREAKEVEN_ACOS", Array(XlopsArg(pre_ad_profit), XlopsArg(price)))
End Function

Public Function OPS_TARGET_ACOS(break_even_acos, target_margin_rate) As Variant
Attribute OPS_TARGET_ACOS.VB_Description = "Target ACoS: break-even ACoS less the net margin you want, both on the same base."
Attribute OPS_TARGET_ACOS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_TARGET_ACOS = XlopsCall("OPS_TARGET_ACOS", Array(XlopsArg(break_even_acos), XlopsArg(target_margin_rate)))
End Function

Public Function OPS_MAX_BID(price, cvr, acos) As Variant
Attribute OPS_MAX_BID.VB_Description = "Highest bid per click that keeps a given ACoS (the target, or break-even)."
Attribute OPS_MAX_BID.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_MAX_BID = XlopsCall("OPS_MAX_BID", Array(XlopsArg(price), XlopsArg(cvr), XlopsArg(acos)))
End Function

Public Function OPS_DAYS_OF_COVER(stock, daily_units, Optional inbound_stock) As Variant
Attribute OPS_DAYS_OF_COVER.VB_Description = "Days of cover: how long the stock lasts at the present rate of sale."
Attribute OPS_DAYS_OF_COVER.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_DAYS_OF_COVER = XlopsCall("OPS_DAYS_OF_COVER", Array(XlopsArg(stock), XlopsArg(daily_units), _
        XlopsArg(inbound_stock)))
End Function

Public Function OPS_DSR(dsr_described, dsr_service, dsr_logistics) As Variant
Attribute OPS_DSR.VB_Description = "Store DSR: the plain mean of its three sub-scores, unrounded."
Attribute OPS_DSR.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_DSR = XlopsCall("OPS_DSR", Array(XlopsArg(dsr_described), XlopsArg(dsr_service), XlopsArg(dsr_logistics)))
End Function

Public Function OPS_CAMPAIGN_UNITS(daily_units, campaign_uplift, campaign_days, Optional stock) As Variant
Attribute OPS_CAMPAIGN_UNITS.VB_Description = "Units that a campaign needs beyond the stock: daily sales x uplift x days, less the stock, rounded up."
Attribute OPS_CAMPAIGN_UNITS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_CAMPAIGN_UNITS = XlopsCall("OPS_CAMPAIGN_UNITS", Array(XlopsArg(daily_units), XlopsArg(campaign_uplift), _
        XlopsArg(campaign_days), XlopsArg(stock)))
End Function

Public Function OPS_FIVE_STARS_NEEDED(rating, review_count, target_rating) As Variant
Attribute OPS_FIVE_STARS_NEEDED.VB_Description = "How many five-star ratings in a row lift an average to the target; for a rating, a DSR or a sub-score."
Attribute OPS_FIVE_STARS_NEEDED.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_FIVE_STARS_NEEDED = XlopsCall("OPS_FIVE_STARS_NEEDED", Array(XlopsArg(rating), XlopsArg(review_count), _
        XlopsArg(target_rating)))
End Function

Public Function OPS_CONVERSION(orders, sessions) As Variant
Attribute OPS_CONVERSION.VB_Description = "Conversion: orders divided by visitors or sessions of the same period."
Attribute OPS_CONVERSION.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_CONVERSION = XlopsCall("OPS_CONVERSION", Array(XlopsArg(orders), XlopsArg(sessions)))
End Function

Public Function OPS_RETURN_RATE(units_returned, units_shipped) As Variant
Attribute OPS_RETURN_RATE.VB_Description = "Return rate: units that came back divided by units shipped in the same period."
Attribute OPS_RETURN_RATE.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_RETURN_RATE = XlopsCall("OPS_RETURN_RATE", Array(XlopsArg(units_returned), XlopsArg(units_shipped)))
End Function

Public Function OPS_DAYS_BETWEEN(from_day, then_day) As Variant
Attribute OPS_DAYS_BETWEEN.VB_Description = "Days from one day to another, such as from payment to the first scan or to delivery."
Attribute OPS_DAYS_BETWEEN.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_DAYS_BETWEEN = XlopsCall("OPS_DAYS_BETWEEN", Array(XlopsDay(from_day), XlopsDay(then_day)))
End Function

Public Function OPS_WITHIN_DAYS(from_day, then_day, within_days, Optional as_of) As Variant
Attribute OPS_WITHIN_DAYS.VB_Description = "Whether something was done within a number of days: 1 or 0. AVERAGE over a column gives the share."
Attribute OPS_WITHIN_DAYS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_WITHIN_DAYS = XlopsCall("OPS_WITHIN_DAYS", Array(XlopsDay(from_day), XlopsDay(then_day), _
        XlopsArg(within_days), XlopsDay(as_of)))
End Function

Public Function OPS_ODR(orders, a_to_z_claims, Optional negative_feedback, Optional chargebacks) As Variant
Attribute OPS_ODR.VB_Description = "Order defect rate (ODR): orders with a defect divided by orders, over 60 days on Amazon."
Attribute OPS_ODR.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_ODR = XlopsCall("OPS_ODR", Array(XlopsArg(orders), XlopsArg(a_to_z_claims), XlopsArg(negative_feedback), _
        XlopsArg(chargebacks)))
End Function

Public Function OPS_SELL_THROUGH(units_shipped, stock) As Variant
Attribute OPS_SELL_THROUGH.VB_Description = "FBA sell-through: units shipped in 90 days divided by the average units available in that time."
Attribute OPS_SELL_THROUGH.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_SELL_THROUGH = XlopsCall("OPS_SELL_THROUGH", Array(XlopsArg(units_shipped), XlopsArg(stock)))
End Function

Public Function OPS_TURNOVER(cost_of_sales, stock_value, Optional period_days) As Variant
Attribute OPS_TURNOVER.VB_Description = "Inventory turnover in a year: cost of the goods sold divided by the average stock at cost, x 365 / days."
Attribute OPS_TURNOVER.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_TURNOVER = XlopsCall("OPS_TURNOVER", Array(XlopsArg(cost_of_sales), XlopsArg(stock_value), _
        XlopsArg(period_days)))
End Function

Public Function OPS_GMROI(gross_margin, stock_value, Optional period_days) As Variant
Attribute OPS_GMROI.VB_Description = "GMROI in a year: gross margin divided by the average stock at cost, x 365 / days."
Attribute OPS_GMROI.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_GMROI = XlopsCall("OPS_GMROI", Array(XlopsArg(gross_margin), XlopsArg(stock_value), XlopsArg(period_days)))
End Function

Public Function OPS_LIFT_PROFIT(profit, units_sold, lift) As Variant
Attribute OPS_LIFT_PROFIT.VB_Description = "What-if: how much more the period would earn if a listing sold more, for instance with A+ content."
Attribute OPS_LIFT_PROFIT.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_LIFT_PROFIT = XlopsCall("OPS_LIFT_PROFIT", Array(XlopsArg(profit), XlopsArg(units_sold), XlopsArg(lift)))
End Function

Public Function OPS_TITLE_CHECK(product_name, Optional keywords, Optional most_letters, Optional lang) As Variant
Attribute OPS_TITLE_CHECK.VB_Description = "Check a listing's title: which of your keywords it lacks, and how far it is over a length."
Attribute OPS_TITLE_CHECK.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_TITLE_CHECK = XlopsCall("OPS_TITLE_CHECK", Array(XlopsArg(product_name), XlopsArg(keywords), _
        XlopsArg(most_letters), XlopsArg(lang)))
End Function

Public Function OPS_TRADEMARK_SEARCH(brand) As Variant
Attribute OPS_TRADEMARK_SEARCH.VB_Description = "The words to paste into a trademark search: the brand as one phrase, and written together."
Attribute OPS_TRADEMARK_SEARCH.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_TRADEMARK_SEARCH = XlopsCall("OPS_TRADEMARK_SEARCH", Array(XlopsArg(brand)))
End Function

Public Function OPS_GRADE(metric, value, Optional platform, Optional category, Optional market, _
        Optional stage) As Variant
Attribute OPS_GRADE.VB_Description = "Grade a value by the published line that counts for it: good, ok, watch or bad."
Attribute OPS_GRADE.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_GRADE = XlopsCall("OPS_GRADE", Array(XlopsArg(metric), XlopsArg(value), XlopsArg(platform), _
        XlopsArg(category), XlopsArg(market), XlopsArg(stage)))
End Function

Public Function OPS_BENCHMARK(metric, Optional platform, Optional category, Optional market, Optional lang) As Variant
Attribute OPS_BENCHMARK.VB_Description = "Tell the published lines of a metric, with source, year and status; one line of text for each."
Attribute OPS_BENCHMARK.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_BENCHMARK = XlopsCall("OPS_BENCHMARK", Array(XlopsArg(metric), XlopsArg(platform), XlopsArg(category), _
        XlopsArg(market), XlopsArg(lang)))
End Function

Public Function OPS_MARKETS(Optional platform) As Variant
Attribute OPS_MARKETS.VB_Description = "The markets that formulas know: code, names, platform, currency, usual fulfilment programme."
Attribute OPS_MARKETS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_MARKETS = XlopsCall("OPS_MARKETS", Array(XlopsArg(platform)))
End Function

Public Function OPS_CATEGORIES(Optional market, Optional as_of) As Variant
Attribute OPS_CATEGORIES.VB_Description = "The categories that formulas know, and the markets whose referral table of the day answers for them."
Attribute OPS_CATEGORIES.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_CATEGORIES = XlopsCall("OPS_CATEGORIES", Array(XlopsArg(market), XlopsDay(as_of)))
End Function

Public Function OPS_PROGRAMMES(Optional market) As Variant
Attribute OPS_PROGRAMMES.VB_Description = "Amazon's fulfilment programmes: code, names, the markets that have a table of it, those where it is usual."
Attribute OPS_PROGRAMMES.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_PROGRAMMES = XlopsCall("OPS_PROGRAMMES", Array(XlopsArg(market)))
End Function

Public Function OPS_EDITIONS(Optional market, Optional platform) As Variant
Attribute OPS_EDITIONS.VB_Description = "The fee tables that formulas ask: platform, market, table, first and last day, confidence, checked, whose it is."
Attribute OPS_EDITIONS.VB_ProcData.VB_Invoke_Func = " \n20"
    OPS_EDITIONS = XlopsCall("OPS_EDITIONS", Array(XlopsArg(market), XlopsArg(platform)))
End Function

Public Function AMZ_REFERRAL_FEE_EXPLAIN(price, category, Optional market, Optional as_of, _
        Optional shipping, Optional programme, Optional size_tier, Optional lang) As Variant
Attribute AMZ_REFERRAL_FEE_EXPLAIN.VB_Description = "Explain AMZ_REFERRAL_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_REFERRAL_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_REFERRAL_FEE_EXPLAIN = XlopsCall("AMZ_REFERRAL_FEE_EXPLAIN", Array(XlopsArg(price), XlopsArg(category), _
        XlopsArg(market), XlopsDay(as_of), XlopsArg(shipping), XlopsArg(programme), XlopsArg(size_tier), _
        XlopsArg(lang)))
End Function

Public Function AMZ_CLOSING_FEE_EXPLAIN(category, Optional market, Optional as_of, Optional lang) As Variant
Attribute AMZ_CLOSING_FEE_EXPLAIN.VB_Description = "Explain AMZ_CLOSING_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_CLOSING_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_CLOSING_FEE_EXPLAIN = XlopsCall("AMZ_CLOSING_FEE_EXPLAIN", Array(XlopsArg(category), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(lang)))
End Function

Public Function AMZ_SIZE_TIER_EXPLAIN(length, width, height, weight, Optional market, Optional as_of, _
        Optional units, Optional lang) As Variant
Attribute AMZ_SIZE_TIER_EXPLAIN.VB_Description = "Explain AMZ_SIZE_TIER in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_SIZE_TIER_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_SIZE_TIER_EXPLAIN = XlopsCall("AMZ_SIZE_TIER_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(lang)))
End Function

Public Function AMZ_FBA_BASE_FEE_EXPLAIN(length, width, height, weight, price, Optional category, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional lang) As Variant
Attribute AMZ_FBA_BASE_FEE_EXPLAIN.VB_Description = "Explain AMZ_FBA_BASE_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_FBA_BASE_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FBA_BASE_FEE_EXPLAIN = XlopsCall("AMZ_FBA_BASE_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(lang)))
End Function

Public Function AMZ_FUEL_SURCHARGE_EXPLAIN(length, width, height, weight, price, Optional category, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional lang) As Variant
Attribute AMZ_FUEL_SURCHARGE_EXPLAIN.VB_Description = "Explain AMZ_FUEL_SURCHARGE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_FUEL_SURCHARGE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FUEL_SURCHARGE_EXPLAIN = XlopsCall("AMZ_FUEL_SURCHARGE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(lang)))
End Function

Public Function AMZ_FBA_FEE_EXPLAIN(length, width, height, weight, price, Optional category, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional lang) As Variant
Attribute AMZ_FBA_FEE_EXPLAIN.VB_Description = "Explain AMZ_FBA_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_FBA_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FBA_FEE_EXPLAIN = XlopsCall("AMZ_FBA_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), XlopsArg(height), _
        XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(programme), XlopsArg(lang)))
End Function

Public Function AMZ_PACKAGING_FEE_EXPLAIN(length, width, height, weight, Optional market, Optional as_of, _
        Optional units, Optional lang) As Variant
Attribute AMZ_PACKAGING_FEE_EXPLAIN.VB_Description = "Explain AMZ_PACKAGING_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_PACKAGING_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_PACKAGING_FEE_EXPLAIN = XlopsCall("AMZ_PACKAGING_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(lang)))
End Function

Public Function AMZ_STORAGE_FEE_EXPLAIN(length, width, height, Optional months, Optional market, _
        Optional as_of, Optional units, Optional weight, Optional size_tier, Optional category, _
        Optional lang) As Variant
Attribute AMZ_STORAGE_FEE_EXPLAIN.VB_Description = "Explain AMZ_STORAGE_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_STORAGE_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_STORAGE_FEE_EXPLAIN = XlopsCall("AMZ_STORAGE_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(months), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(weight), _
        XlopsArg(size_tier), XlopsArg(category), XlopsArg(lang)))
End Function

Public Function AMZ_REFUND_FEE_EXPLAIN(referral_fee, Optional category, Optional market, Optional as_of, _
        Optional lang) As Variant
Attribute AMZ_REFUND_FEE_EXPLAIN.VB_Description = "Explain AMZ_REFUND_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_REFUND_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_REFUND_FEE_EXPLAIN = XlopsCall("AMZ_REFUND_FEE_EXPLAIN", Array(XlopsArg(referral_fee), XlopsArg(category), _
        XlopsArg(market), XlopsDay(as_of), XlopsArg(lang)))
End Function

Public Function AMZ_AGED_FEE_EXPLAIN(length, width, height, stock_age, Optional category, Optional market, _
        Optional as_of, Optional units, Optional lang) As Variant
Attribute AMZ_AGED_FEE_EXPLAIN.VB_Description = "Explain AMZ_AGED_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_AGED_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_AGED_FEE_EXPLAIN = XlopsCall("AMZ_AGED_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(stock_age), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(lang)))
End Function

Public Function AMZ_LOW_INVENTORY_FEE_EXPLAIN(length, width, height, weight, days_of_supply_30, _
        days_of_supply_90, Optional category, Optional market, Optional as_of, Optional units, _
        Optional programme, Optional price, Optional lang) As Variant
Attribute AMZ_LOW_INVENTORY_FEE_EXPLAIN.VB_Description = "Explain AMZ_LOW_INVENTORY_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_LOW_INVENTORY_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_LOW_INVENTORY_FEE_EXPLAIN = XlopsCall("AMZ_LOW_INVENTORY_FEE_EXPLAIN", Array(XlopsArg(length), _
        XlopsArg(width), XlopsArg(height), XlopsArg(weight), XlopsArg(days_of_supply_30), _
        XlopsArg(days_of_supply_90), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(programme), XlopsArg(price), XlopsArg(lang)))
End Function

Public Function AMZ_INBOUND_FEE_EXPLAIN(length, width, height, weight, Optional placement, Optional market, _
        Optional as_of, Optional units, Optional lang) As Variant
Attribute AMZ_INBOUND_FEE_EXPLAIN.VB_Description = "Explain AMZ_INBOUND_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_INBOUND_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_INBOUND_FEE_EXPLAIN = XlopsCall("AMZ_INBOUND_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(placement), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(lang)))
End Function

Public Function AMZ_RETURN_UNITS_EXPLAIN(category, units_shipped, units_returned, Optional market, _
        Optional as_of, Optional lang) As Variant
Attribute AMZ_RETURN_UNITS_EXPLAIN.VB_Description = "Explain AMZ_RETURN_UNITS in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_RETURN_UNITS_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_RETURN_UNITS_EXPLAIN = XlopsCall("AMZ_RETURN_UNITS_EXPLAIN", Array(XlopsArg(category), _
        XlopsArg(units_shipped), XlopsArg(units_returned), XlopsArg(market), XlopsDay(as_of), XlopsArg(lang)))
End Function

Public Function AMZ_RETURN_FEE_EXPLAIN(length, width, height, weight, category, units_shipped, _
        units_returned, Optional market, Optional as_of, Optional units, Optional lang) As Variant
Attribute AMZ_RETURN_FEE_EXPLAIN.VB_Description = "Explain AMZ_RETURN_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_RETURN_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_RETURN_FEE_EXPLAIN = XlopsCall("AMZ_RETURN_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(category), XlopsArg(units_shipped), XlopsArg(units_returned), _
        XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(lang)))
End Function

Public Function AMZ_REMOVAL_FEE_EXPLAIN(length, width, height, weight, Optional market, Optional as_of, _
        Optional units, Optional size_tier, Optional lang) As Variant
Attribute AMZ_REMOVAL_FEE_EXPLAIN.VB_Description = "Explain AMZ_REMOVAL_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_REMOVAL_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_REMOVAL_FEE_EXPLAIN = XlopsCall("AMZ_REMOVAL_FEE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(size_tier), _
        XlopsArg(lang)))
End Function

Public Function AMZ_PLAN_FEE_EXPLAIN(Optional plan, Optional market, Optional as_of, Optional lang) As Variant
Attribute AMZ_PLAN_FEE_EXPLAIN.VB_Description = "Explain AMZ_PLAN_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_PLAN_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_PLAN_FEE_EXPLAIN = XlopsCall("AMZ_PLAN_FEE_EXPLAIN", Array(XlopsArg(plan), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(lang)))
End Function

Public Function AMZ_VAT_EXPLAIN(price, Optional market, Optional as_of, Optional tax_kind, Optional lang) As Variant
Attribute AMZ_VAT_EXPLAIN.VB_Description = "Explain AMZ_VAT in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_VAT_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_VAT_EXPLAIN = XlopsCall("AMZ_VAT_EXPLAIN", Array(XlopsArg(price), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(tax_kind), XlopsArg(lang)))
End Function

Public Function AMZ_DIGITAL_FEE_EXPLAIN(referral_fee, Optional fba_fee, Optional market, Optional as_of, _
        Optional seller_country, Optional lang) As Variant
Attribute AMZ_DIGITAL_FEE_EXPLAIN.VB_Description = "Explain AMZ_DIGITAL_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_DIGITAL_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_DIGITAL_FEE_EXPLAIN = XlopsCall("AMZ_DIGITAL_FEE_EXPLAIN", Array(XlopsArg(referral_fee), XlopsArg(fba_fee), _
        XlopsArg(market), XlopsDay(as_of), XlopsArg(seller_country), XlopsArg(lang)))
End Function

Public Function AMZ_NEAR_MISS_SAVING_EXPLAIN(length, width, height, weight, price, category, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional tolerance, _
        Optional lang) As Variant
Attribute AMZ_NEAR_MISS_SAVING_EXPLAIN.VB_Description = "Explain AMZ_NEAR_MISS_SAVING in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_NEAR_MISS_SAVING_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_NEAR_MISS_SAVING_EXPLAIN = XlopsCall("AMZ_NEAR_MISS_SAVING_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(tolerance), XlopsArg(lang)))
End Function

Public Function AMZ_NEAR_MISS_CHANGE_EXPLAIN(length, width, height, weight, price, category, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional tolerance, _
        Optional lang) As Variant
Attribute AMZ_NEAR_MISS_CHANGE_EXPLAIN.VB_Description = "Explain AMZ_NEAR_MISS_CHANGE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_NEAR_MISS_CHANGE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_NEAR_MISS_CHANGE_EXPLAIN = XlopsCall("AMZ_NEAR_MISS_CHANGE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsArg(market), XlopsDay(as_of), _
        XlopsArg(units), XlopsArg(programme), XlopsArg(tolerance), XlopsArg(lang)))
End Function

Public Function AMZ_FBA_FEE_CHANGE_EXPLAIN(length, width, height, weight, price, category, to_date, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional lang) As Variant
Attribute AMZ_FBA_FEE_CHANGE_EXPLAIN.VB_Description = "Explain AMZ_FBA_FEE_CHANGE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_FBA_FEE_CHANGE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_FBA_FEE_CHANGE_EXPLAIN = XlopsCall("AMZ_FBA_FEE_CHANGE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsDay(to_date), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(lang)))
End Function

Public Function AMZ_UNIT_FEE_CHANGE_EXPLAIN(length, width, height, weight, price, category, to_date, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional lang) As Variant
Attribute AMZ_UNIT_FEE_CHANGE_EXPLAIN.VB_Description = "Explain AMZ_UNIT_FEE_CHANGE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_UNIT_FEE_CHANGE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_UNIT_FEE_CHANGE_EXPLAIN = XlopsCall("AMZ_UNIT_FEE_CHANGE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(price), XlopsArg(category), XlopsDay(to_date), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(lang)))
End Function

Public Function ALI_COMMISSION_EXPLAIN(price, rate_or_category, Optional as_of, Optional shipping, _
        Optional shipping_rate, Optional lang) As Variant
Attribute ALI_COMMISSION_EXPLAIN.VB_Description = "Explain ALI_COMMISSION in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_COMMISSION_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_COMMISSION_EXPLAIN = XlopsCall("ALI_COMMISSION_EXPLAIN", Array(XlopsArg(price), XlopsArg(rate_or_category), _
        XlopsDay(as_of), XlopsArg(shipping), XlopsArg(shipping_rate), XlopsArg(lang)))
End Function

Public Function ALI_FREIGHT_EXPLAIN(weight, country, Optional line, Optional as_of, Optional units, _
        Optional lang) As Variant
Attribute ALI_FREIGHT_EXPLAIN.VB_Description = "Explain ALI_FREIGHT in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_FREIGHT_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_FREIGHT_EXPLAIN = XlopsCall("ALI_FREIGHT_EXPLAIN", Array(XlopsArg(weight), XlopsArg(country), XlopsArg(line), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(lang)))
End Function

Public Function ALI_BEST_LINE_EXPLAIN(weight, country, Optional as_of, Optional units, _
        Optional exchange_rate, Optional lang) As Variant
Attribute ALI_BEST_LINE_EXPLAIN.VB_Description = "Explain ALI_BEST_LINE in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_BEST_LINE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_BEST_LINE_EXPLAIN = XlopsCall("ALI_BEST_LINE_EXPLAIN", Array(XlopsArg(weight), XlopsArg(country), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(exchange_rate), XlopsArg(lang)))
End Function

Public Function ALI_BEST_FREIGHT_EXPLAIN(weight, country, Optional as_of, Optional units, _
        Optional exchange_rate, Optional lang) As Variant
Attribute ALI_BEST_FREIGHT_EXPLAIN.VB_Description = "Explain ALI_BEST_FREIGHT in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_BEST_FREIGHT_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_BEST_FREIGHT_EXPLAIN = XlopsCall("ALI_BEST_FREIGHT_EXPLAIN", Array(XlopsArg(weight), XlopsArg(country), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(exchange_rate), XlopsArg(lang)))
End Function

Public Function ALI_AFFILIATE_EXPLAIN(price, Optional affiliate_rate, Optional as_of, Optional lang) As Variant
Attribute ALI_AFFILIATE_EXPLAIN.VB_Description = "Explain ALI_AFFILIATE in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_AFFILIATE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_AFFILIATE_EXPLAIN = XlopsCall("ALI_AFFILIATE_EXPLAIN", Array(XlopsArg(price), XlopsArg(affiliate_rate), _
        XlopsDay(as_of), XlopsArg(lang)))
End Function

Public Function ALI_DUTY_EXPLAIN(consignment_value, country, Optional tariff_lines, Optional as_of, _
        Optional lang) As Variant
Attribute ALI_DUTY_EXPLAIN.VB_Description = "Explain ALI_DUTY in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_DUTY_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_DUTY_EXPLAIN = XlopsCall("ALI_DUTY_EXPLAIN", Array(XlopsArg(consignment_value), XlopsArg(country), _
        XlopsArg(tariff_lines), XlopsDay(as_of), XlopsArg(lang)))
End Function

Public Function ALI_WITHDRAWAL_FEE_EXPLAIN(withdrawal_amount, withdrawal_route, Optional as_of, _
        Optional lang) As Variant
Attribute ALI_WITHDRAWAL_FEE_EXPLAIN.VB_Description = "Explain ALI_WITHDRAWAL_FEE in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_WITHDRAWAL_FEE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_WITHDRAWAL_FEE_EXPLAIN = XlopsCall("ALI_WITHDRAWAL_FEE_EXPLAIN", Array(XlopsArg(withdrawal_amount), _
        XlopsArg(withdrawal_route), XlopsDay(as_of), XlopsArg(lang)))
End Function

Public Function AMZ_BREAKEVEN_PRICE_EXPLAIN(length, width, height, weight, category, landed_cost, _
        Optional market, Optional as_of, Optional units, Optional programme, Optional seller_country, _
        Optional tacos, Optional return_rate, Optional resale_share, Optional other_cost, Optional freight, _
        Optional shipping, Optional vat_rate, Optional last_day, Optional lang) As Variant
Attribute AMZ_BREAKEVEN_PRICE_EXPLAIN.VB_Description = "Explain AMZ_BREAKEVEN_PRICE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_BREAKEVEN_PRICE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_BREAKEVEN_PRICE_EXPLAIN = XlopsCall("AMZ_BREAKEVEN_PRICE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(market), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), XlopsArg(tacos), _
        XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), XlopsArg(shipping), _
        XlopsArg(vat_rate), XlopsDay(last_day), XlopsArg(lang)))
End Function

Public Function AMZ_TARGET_PRICE_EXPLAIN(length, width, height, weight, category, landed_cost, _
        target_margin_rate, Optional market, Optional as_of, Optional units, Optional programme, _
        Optional seller_country, Optional tacos, Optional return_rate, Optional resale_share, _
        Optional other_cost, Optional freight, Optional shipping, Optional vat_rate, Optional last_day, _
        Optional lang) As Variant
Attribute AMZ_TARGET_PRICE_EXPLAIN.VB_Description = "Explain AMZ_TARGET_PRICE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_TARGET_PRICE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_TARGET_PRICE_EXPLAIN = XlopsCall("AMZ_TARGET_PRICE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(target_margin_rate), _
        XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), _
        XlopsArg(tacos), XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), _
        XlopsArg(shipping), XlopsArg(vat_rate), XlopsDay(last_day), XlopsArg(lang)))
End Function

Public Function AMZ_SAFE_PRICE_EXPLAIN(length, width, height, weight, category, landed_cost, _
        Optional target_margin_rate, Optional market, Optional as_of, Optional units, Optional programme, _
        Optional seller_country, Optional tacos, Optional return_rate, Optional resale_share, _
        Optional other_cost, Optional freight, Optional shipping, Optional vat_rate, Optional last_day, _
        Optional lang) As Variant
Attribute AMZ_SAFE_PRICE_EXPLAIN.VB_Description = "Explain AMZ_SAFE_PRICE in words: edition, row, source, what was assumed, and how sure it is."
Attribute AMZ_SAFE_PRICE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    AMZ_SAFE_PRICE_EXPLAIN = XlopsCall("AMZ_SAFE_PRICE_EXPLAIN", Array(XlopsArg(length), XlopsArg(width), _
        XlopsArg(height), XlopsArg(weight), XlopsArg(category), XlopsArg(landed_cost), XlopsArg(target_margin_rate), _
        XlopsArg(market), XlopsDay(as_of), XlopsArg(units), XlopsArg(programme), XlopsArg(seller_country), _
        XlopsArg(tacos), XlopsArg(return_rate), XlopsArg(resale_share), XlopsArg(other_cost), XlopsArg(freight), _
        XlopsArg(shipping), XlopsArg(vat_rate), XlopsDay(last_day), XlopsArg(lang)))
End Function

Public Function ALI_BREAKEVEN_PRICE_EXPLAIN(rate_or_category, landed_cost, Optional weight, _
        Optional country, Optional line, Optional as_of, Optional units, Optional freight, _
        Optional selling_currency, Optional exchange_rate, Optional affiliate_rate, Optional tacos, _
        Optional unit_duty, Optional other_cost, Optional last_day, Optional lang) As Variant
Attribute ALI_BREAKEVEN_PRICE_EXPLAIN.VB_Description = "Explain ALI_BREAKEVEN_PRICE in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_BREAKEVEN_PRICE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_BREAKEVEN_PRICE_EXPLAIN = XlopsCall("ALI_BREAKEVEN_PRICE_EXPLAIN", Array(XlopsArg(rate_or_category), _
        XlopsArg(landed_cost), XlopsArg(weight), XlopsArg(country), XlopsArg(line), XlopsDay(as_of), XlopsArg(units), _
        XlopsArg(freight), XlopsArg(selling_currency), XlopsArg(exchange_rate), XlopsArg(affiliate_rate), _
        XlopsArg(tacos), XlopsArg(unit_duty), XlopsArg(other_cost), XlopsDay(last_day), XlopsArg(lang)))
End Function

Public Function ALI_TARGET_PRICE_EXPLAIN(rate_or_category, landed_cost, target_margin_rate, _
        Optional weight, Optional country, Optional line, Optional as_of, Optional units, Optional freight, _
        Optional selling_currency, Optional exchange_rate, Optional affiliate_rate, Optional tacos, _
        Optional unit_duty, Optional other_cost, Optional last_day, Optional lang) As Variant
Attribute ALI_TARGET_PRICE_EXPLAIN.VB_Description = "Explain ALI_TARGET_PRICE in words: edition, row, source, what was assumed, and how sure it is."
Attribute ALI_TARGET_PRICE_EXPLAIN.VB_ProcData.VB_Invoke_Func = " \n20"
    ALI_TARGET_PRICE_EXPLAIN = XlopsCall("ALI_TARGET_PRICE_EXPLAIN", Array(XlopsArg(rate_or_category), _
        XlopsArg(landed_cost), XlopsArg(target_margin_rate), XlopsArg(weight), XlopsArg(country), XlopsArg(line), _
        XlopsDay(as_of), XlopsArg(units), XlopsArg(freight), XlopsArg(selling_currency), XlopsArg(exchange_rate), _
        XlopsArg(affiliate_rate), XlopsArg(tacos), XlopsArg(unit_duty), XlopsArg(other_cost), XlopsDay(last_day), _
        XlopsArg(lang)))
End Function
