"""Categories 49 to 60: how money is written, and money that contradicts itself."""

from decimal import Decimal

from clean import CHINESE, COLUMNS, MONEY, bytes_of, changed, clean_rows, damaged, harmless, refund, without, yuan


def thousands(text):
    """With commas at the thousands."""
    return f"{Decimal(text):,.2f}"


SPELLINGS = [
    ("thousands", "1,234.56", thousands),
    ("thousands-wide", "1，234.56", lambda text: thousands(text).replace(",", "，")),
    ("yen-sign", "¥1234.56", lambda text: "¥" + text),
    ("yen-sign-wide", "￥1,234.56", lambda text: "￥" + thousands(text)),
    ("yuan-behind", "1234.56元", lambda text: text + "元"),
    ("padded", "blanks in front (Oracle)", lambda text: text.rjust(14)),
    ("plus", "+1234.56", lambda text: "+" + text),
    ("blank-behind", "1234.56 and a blank", lambda text: text + " "),
    ("four-decimals", "1234.5600", lambda text: text + "00"),
    ("leading-zeros", "0001234.56", lambda text: text.rjust(12, "0")),
]

BAD = [
    ("nan", "NaN"), ("inf", "inf"), ("infinity", "Infinity"), ("hex", "0x1F4"), ("letter-o", "1O0.00"), ("letter-l", "l23.00"),
    ("parentheses", "(123.00)"), ("minus-behind", "123.00-"), ("empty", ""), ("dashes", "--"), ("two-points", "1.234.56"),
    ("two-signs", "--12.00"), ("words", "壹佰元整"), ("asterisks", "***"), ("error-word", "#VALUE!"), ("hashes", "########"),
    ("blank-inside", "1 234.56"), ("comma-misplaced", "12,34.56"), ("currency-other", "$123.00"), ("percent", "12%"),
    ("wan-behind", "0.12万元"), ("underscore", "1_234.56"), ("arabic-digits", "\u0661\u0662\u0663.00"), ("point-only", "."),
    ("sub-fen", "123.455"), ("float-noise", "123.45000000009998"), ("exponent-sub-fen", "1.23456E1"), ("exponent-small", "1.2E-05"),
    ("too-large", "10000000000000.00"), ("beyond-64-bits", "99999999999999999999.00"), ("exponent-large", "1E+400"),
]


def spelled():
    """Category 49, 52 and 53: every row's money in one spelling."""
    rows = clean_rows()
    for name, words, spell in SPELLINGS:
        table = [row | {key: spell(row[key]) for key in MONEY} for row in rows]
        yield harmless(49, f"amount-{name}", f"money as {words}", bytes_of(table), rows)
    whole = [row | {key: yuan(round(Decimal(row[key])) * 100) for key in MONEY} for row in rows]
    whole = [row | {"fen": int(Decimal(row["total_fee"]) * 100)} for row in whole]
    short = [row | {key: row[key][:-3] for key in MONEY} for row in whole]
    yield harmless(49, "amount-no-decimals", "whole yuan without decimals", bytes_of(short), whole)
    late = [*short[:190], rows[190], *short[191:]]
    yield harmless(49, "amount-late-decimals", "whole yuan, the first decimals in row 191", bytes_of(late),
                   [*whole[:190], rows[190], *whole[191:]])
    table = [row | {"total_fee": f"{Decimal(row['total_fee']):E}"} for row in rows]
    yield harmless(52, "amount-exponent", "money as 1.23456E+3", bytes_of(table), rows)
    table = [row | {key: row[key].rstrip("0").rstrip(".") for key in MONEY} for row in rows]
    yield harmless(49, "amount-short", "no zeros at the end: 1234.5", bytes_of(table), rows)
    mixed = [row | {key: SPELLINGS[index % len(SPELLINGS)][2](row[key]) for key in MONEY} for index, row in enumerate(rows)]
    yield harmless(49, "amount-all-mixed", "all these spellings by turns in one column", bytes_of(mixed), rows)


def units():
    """Categories 50 and 51."""
    rows = clean_rows()
    comma = [row | {key: row[key].replace(".", ",") for key in MONEY} for row in rows]
    yield damaged(50, "decimal-comma", "1234,56, separator ;", bytes_of(comma, sep=";"), rows, exact_suffices=True)
    three = [row | {key: row[key].replace(".", ",") + "0" for key in MONEY} for row in rows]
    yield damaged(50, "decimal-comma-three", "1234,560: three digits behind the comma, separator ;", bytes_of(three, sep=";"),
                  rows, exact_suffices=True)
    for unit, factor in [("元", 100), ("万元", 1_000_000), ("分", 1)]:
        header = CHINESE | {key: f"{CHINESE[key]}（{unit}）" for key in MONEY}
        table = [row | {key: str(int(Decimal(row[key]) * 100)) if factor == 1 else f"{Decimal(row[key]) * 100 / factor:f}"
                        for key in MONEY} for row in rows]
        name = {"元": "yuan", "万元": "wan", "分": "fen"}[unit]
        yield harmless(51, f"unit-{name}", f"headers 医疗费总额（{unit}） and money in that unit", bytes_of(table, header=header), rows,
                       header=header)
    fine = changed([row | {key: f"{Decimal(row[key]) / 10000:f}" for key in MONEY} for row in rows], {50: {"total_fee": "0.12345678"}})
    header = CHINESE | {key: f"{CHINESE[key]}(万元)" for key in MONEY}
    yield damaged(51, "unit-wan-sub-fen", "万元 with eight decimals in row 51", bytes_of(fine, header=header), without(rows, 50),
                  header=header)
    half = [row | ({key: str(int(Decimal(row[key]) * 100)) for key in MONEY} if index >= 100 else {}) for index, row in enumerate(rows)]
    yield damaged(51, "unit-mixed", "rows 101-200 in 分 under a header without a unit", bytes_of(half), None)


def bad():
    """Categories 53 to 55: one total of row 51 that is no amount."""
    rows = clean_rows()
    category = {"sub-fen": 53, "float-noise": 53, "exponent-sub-fen": 52, "exponent-small": 52, "too-large": 54,
                "beyond-64-bits": 54, "exponent-large": 54}
    for name, value in BAD:
        yield damaged(category.get(name, 55), f"amount-bad-{name}", f"the total of row 51 is {value or 'empty'}",
                      bytes_of(changed(rows, {50: {"total_fee": value}})), without(rows, 50))
    noisy = [row | {"total_fee": repr(float(row["total_fee"]) + 1e-9)} for row in rows]
    yield damaged(53, "float-noise-all", "float noise in every total", bytes_of(noisy), None)


def signs():
    """Categories 56 to 60 and 73 to 75."""
    rows = clean_rows()
    pairs = [*rows, refund(rows[10], 1), refund(rows[77], 2)]
    yield harmless(73, "refund-pairs", "two settlements wholly taken back by rows of their own, flag 1", bytes_of(pairs), pairs)
    marked = changed(pairs, {10: {"refund_flag": "1"}, 77: {"refund_flag": "1"}})
    yield harmless(73, "refund-both-marked", "the originals marked too", bytes_of(marked), pairs)
    first = [refund(rows[10], 1), *rows]
    yield harmless(73, "refund-first", "a refund in front of its original", bytes_of(first), first)
    gone = without(rows, 10)
    yield harmless(75, "refund-halves-gone", "both halves of a pair already left out", bytes_of(gone), gone)
    orphan = [*rows, refund(rows[10], 1) | {"orig_claim_id": "JS000000001"}]
    yield damaged(74, "refund-orphan", "a refund whose original is not there: counted and told", bytes_of(orphan), orphan)
    part = refund(rows[10], 1) | {"total_fee": "-99999.00", "fen": -9999900}
    yield damaged(73, "refund-exceeds", "a refund larger than its original: told", bytes_of([*rows, part]), [*rows, part])
    plain = {key: "-" + rows[50][key] for key in MONEY}
    yield damaged(57, "negative-plain", "the money of row 51 negative without mark or original", bytes_of(changed(rows, {50: plain})),
                  without(rows, 50))
    zero = changed(rows, {50: {key: "0.00" for key in MONEY} | {"fen": 0}})
    yield harmless(58, "zero-total", "row 51 of zero money: counted", bytes_of(zero), zero)
    whole = {"columns": [*COLUMNS, "hosp_part"], "header": CHINESE | {"hosp_part": "医院负担金额"}}
    shared = [row | {"hosp_part": "0.00"} for row in rows]
    cash = {50: {"cash_pay": yuan(rows[50]["fen"] + 12345)}}
    yield damaged(59, "identity-one", "row 51: fund + account + cash + hospital is not the total: told",
                  bytes_of(changed(shared, cash), **whole), rows)
    yield damaged(59, "identity-exceeds", "row 51: the cash alone exceeds the total, no column of the hospital's share: told",
                  bytes_of(changed(rows, cash)), rows)
    most = [row | {"cash_pay": "0.00"} if index % 4 == 0 else row for index, row in enumerate(shared)]
    yield damaged(59, "identity-quarter", "a quarter of the rows without their cash: told", bytes_of(most, **whole), rows)
    over = changed(rows, {50: {"fund_pay": yuan(rows[50]["fen"] + 100), "acct_pay": "0.00", "cash_pay": "-1.00"}})
    yield damaged(60, "fund-exceeds", "row 51: the fund pays more than the total: told", bytes_of(over), rows)
    shifted = changed(rows, {50: {"fund_pay": "1O.00"}})
    yield damaged(55, "amount-bad-fund", "the fund's payment of row 51 is 1O.00", bytes_of(shifted), without(rows, 50))


def cases():
    """All files of these categories."""
    for make in (spelled, units, bad, signs):
        yield from make()
