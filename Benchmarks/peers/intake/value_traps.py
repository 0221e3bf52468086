"""Categories 38 and 49 to 85 again, made against readers that know them."""

import re
from decimal import Decimal

from books import cells_of, letters, number, serial, sheet, text, workbook
from clean import CHINESE, COLUMNS, MONEY, bytes_of, changed, clean_rows, damaged, figures, harmless, lines_of, refund, without, yuan


def amounts():
    """Money and units."""
    rows = clean_rows()
    wan = [row | {key: f"{Decimal(row[key]) / 10000:f}" for key in MONEY} for row in rows]
    above = "门诊规定病种结算明细\n单位：万元\n".encode()
    yield damaged(51, "trap-unit-above", "单位：万元 above the header, money in 万元: exact, told or refused", above + bytes_of(wan), rows,
                  exact_suffices=True)
    header = CHINESE | {"total_fee": "医疗费总额（千元）"}
    yield damaged(51, "trap-unit-thousand", "the total's header says （千元）: taken so and told, or refused",
                  bytes_of(rows, header=header), [row | {"fen": row["fen"] * 1000} for row in rows], header=header)
    for name, unit in [("dollar", "美元"), ("hundred-million", "亿元")]:
        header = CHINESE | {"total_fee": f"医疗费总额（{unit}）"}
        yield damaged(51, f"trap-unit-{name}", f"the total's header says （{unit}）", bytes_of(rows, header=header), None, header=header)
    header = CHINESE | {"total_fee": "医疗费总额（分）"}
    fen = [row | {"total_fee": str(row["fen"])} for row in rows]
    yield harmless(51, "trap-unit-one-column", "only the total is in 分", bytes_of(fen, header=header), rows, header=header)
    whole = [row | {key: f"{int(float(row[key])):,}" for key in MONEY} for row in rows]
    whole = [row | {"fen": int(row["total_fee"].replace(",", "")) * 100} for row in whole]
    yield harmless(49, "trap-thousands-whole", "1,234 for every amount, separator TAB", bytes_of(whole, sep="\t"), whole)
    yield damaged(55, "trap-comma-one", "1,234 once in a column of 1234.56, separator ;",
                  bytes_of(changed(rows, {50: {"total_fee": "1,234"}}), sep=";"), changed(rows, {50: {"fen": 123400}}), exact_suffices=True)
    nought = changed(rows, {50: {key: "-0.00" for key in MONEY} | {"fen": 0}})
    yield harmless(58, "trap-minus-zero", "row 51 of -0.00", bytes_of(nought), nought)
    for name, minus in [("wide", "－"), ("minus-sign", "\u2212")]:
        back = refund(rows[10], 1)
        back |= {key: back[key].replace("-", minus) for key in MONEY}
        yield damaged(56, f"trap-minus-{name}", f"a refund with the minus sign {minus}: counted, or told",
                      bytes_of([*rows, back]), [*rows, back], exact_suffices=True)
    half = changed(rows, {50: {"total_fee": ".50", "fund_pay": ".25", "acct_pay": "0", "cash_pay": ".25", "fen": 50}})
    yield harmless(49, "trap-point-first", "row 51 of .50", bytes_of(half), half)
    formula = [row | {key: f"=\"{row[key]}\"" for key in ("claim_id", "person_id", "inst_code")} for row in rows]
    yield harmless(66, "trap-formula-ids", "identifiers as =\"…\", as spreadsheets' users write them", bytes_of(formula), rows)
    mixed = [row | ({key: f"=\"{row[key]}\"" for key in ("person_id", "inst_code")} if index % 2 else {}) for index, row in enumerate(rows)]
    yield damaged(66, "trap-formula-ids-half", "every second row's identifiers as =\"…\": folded, or told",
                  bytes_of(mixed), rows, exact_suffices=True, otherwise=figures(mixed))
    glued = [row | ({key: row[key] + "\t" for key in ("person_id", "inst_code")} if index % 2 else {}) for index, row in enumerate(rows)]
    yield harmless(21, "trap-tab-half", "TAB behind every second row's identifiers", bytes_of(glued), rows)
    apart = [row | ({key: "'" + row[key] for key in ("person_id", "inst_code")} if index % 2 else {}) for index, row in enumerate(rows)]
    yield damaged(21, "trap-apostrophe-half", "an apostrophe before every second row's identifiers: folded, or told",
                  bytes_of(apart), rows, exact_suffices=True, otherwise=figures(apart))
    small = [row | ({"inst_code": row["inst_code"].lower()} if index % 2 else {}) for index, row in enumerate(rows)]
    yield damaged(68, "trap-small-letters", "every second row's institution in small letters: one code, or told", bytes_of(small), rows,
                  exact_suffices=True, otherwise=figures(small))


def flags():
    """Marks of validity and refunds in other words; repeated rows in other spellings."""
    rows = clean_rows()
    for name, word in [("word", "无效"), ("no", "否"), ("letter", "N"), ("float", "0.0"), ("false", "false"), ("zeros", "00")]:
        yield damaged(76, f"trap-invalid-{name}", f"有效标志 of row 51 is {word}", bytes_of(changed(rows, {50: {"valid_flag": word}})),
                      without(rows, 50))
    yield damaged(76, "trap-invalid-unknown", "有效标志 of row 51 is 9: left out, or told", bytes_of(changed(rows, {50: {"valid_flag": "9"}})),
                  without(rows, 50), otherwise=figures(rows))
    for name, word in [("word", "是"), ("letter", "Y"), ("float", "1.0"), ("true", "true"), ("deleted", "已删除")]:
        table = [row | {"deleted": word if index == 50 else ""} for index, row in enumerate(rows)]
        yield damaged(76, f"trap-deleted-{name}", f"删除标志 of row 51 is {word}",
                      bytes_of(table, columns=[*COLUMNS, "deleted"], header=CHINESE | {"deleted": "删除标志"}), without(rows, 50))
    for name, word in [("word", "有效"), ("yes", "是"), ("letter", "Y"), ("float", "1.0"), ("true", "true")]:
        table = [row | {"valid_flag": word} for row in rows]
        yield harmless(76, f"trap-valid-{name}", f"有效标志 is {word} throughout", bytes_of(table), rows)
    for name, word in [("word", "是"), ("three", "001"), ("float", "1.0"), ("true", "true"), ("refunded", "已退费")]:
        table = [*rows, refund(rows[10], 1) | {"refund_flag": word, "orig_claim_id": ""}]
        yield harmless(73, f"trap-refund-{name}", f"a refund without original's number whose mark is {word}", bytes_of(table), table)
    same = refund(rows[10], 1) | {"claim_id": rows[10]["claim_id"], "orig_claim_id": ""}
    yield damaged(73, "trap-refund-same-number", "a refund under its original's own number", bytes_of([*rows, same]), without(rows, 10))
    twice = [*rows, refund(rows[10], 1), refund(rows[10], 2)]
    yield damaged(73, "trap-refund-twice", "one settlement taken back twice: told", bytes_of(twice), twice)
    positive = [*rows, rows[10] | {"claim_id": "TF000000001", "refund_flag": "1", "orig_claim_id": rows[10]["claim_id"]}]
    yield damaged(73, "trap-refund-positive", "a refund marked 1 with positive money: told", bytes_of(positive), positive)
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
    again = rows[50] | {"claim_id": rows[50]["claim_id"].translate(wide)}
    yield damaged(71, "trap-twice-full-width", "row 51 again, its number in full-width characters", bytes_of([*rows, again]), rows)
    yield damaged(71, "trap-twice-padded", "row 51 again, its number with blanks and a TAB",
                  bytes_of([*rows, rows[50] | {"claim_id": f" {rows[50]['claim_id']}\t"}]), rows)
    yield damaged(71, "trap-twice-date", "row 51 again, its time written 2025/3/23 8:50:50",
                  bytes_of([*rows, rows[50] | {"settle_time": respelled(rows[50]["settle_time"])}]), rows)
    yield damaged(71, "trap-twice-time", "row 51 again, without its time of day: another content or the same, told",
                  bytes_of([*rows, rows[50] | {"settle_time": rows[50]["settle_time"][:10]}]), without(rows, 50), otherwise=figures(rows))
    care = [row | {"care_type": "140104.0"} for row in rows]
    yield damaged(67, "trap-care-type-float", "care type 140104.0 throughout", bytes_of(care), rows, exact_suffices=True)


def damaged_ids():
    """Identifiers a spreadsheet or a mask has spoilt, in other spellings."""
    rows = clean_rows()
    for name, value in [("no-plus", "3.30106E23"), ("small-plus", "3.30106e+23"), ("whole", "3E+23"), ("blank", "3.30106E+23 "),
                        ("wide", "３.３０１０６Ｅ＋２３"), ("error", "#N/A"), ("hashes", "#########"), ("mask-x", "330106XXXXXXXX1234"),
                        ("mask-dot", "330106●●●●●●●●1234"), ("mask-wide", "330106＊＊＊＊＊＊＊＊1234")]:
        yield damaged(66, f"trap-id-{name}", f"the person number of row 51 is {value}",
                      bytes_of(changed(rows, {50: {"person_id": value}})), without(rows, 50))
    readable = {"cny": 123456, "rmb": 123456, "point-last": 123400, "small-e": 123456}
    for name, value in [("cny", "1234.56 CNY"), ("rmb", "RMB1234.56"), ("point-last", "1234."), ("small-e", "1.23456e3"), ("two", "12.00 34.00"),
                        ("range", "100-200"), ("sum", "=100+200"), ("wan", "1234.56万"), ("fraction", "1/2"), ("blank", "\u3000")]:
        data, rest = bytes_of(changed(rows, {50: {"total_fee": value}})), without(rows, 50)
        if name in readable:
            yield damaged(55, f"trap-amount-{name}", f"the total of row 51 is {value}: read, or told", data,
                          changed(rows, {50: {"fen": readable[name]}}), exact_suffices=True, otherwise=figures(rest))
        else:
            yield damaged(55, f"trap-amount-{name}", f"the total of row 51 is {value}", data, rest)


def respelled(time):
    """2025-03-04 08:05:06 as 2025/3/4 8:05:06."""
    year, month, day, hour, rest = re.fullmatch(r"(\d+)-0?(\d+)-0?(\d+) 0?(\d+):(.*)", time).groups()
    return f"{year}/{month}/{day} {hour}:{rest}"


def dates():
    """Days that almost are."""
    rows = clean_rows()
    for name, value in [("hour-24-30", "2025-07-01 24:30:00"), ("minute-60", "2025-07-01 10:60:00"), ("31-june", "2025-06-31"),
                        ("month-zero", "2025-00-10"), ("three-digit-year", "225-07-01"), ("five-digit-year", "20255-07-01"),
                        ("negative", "-2025-07-01"), ("two-days", "2025-07-01~2025-07-03"), ("words", "昨天"), ("pm-13", "2025-07-01 下午 13:75:00"),
                        ("zone-99", "2025-07-01T10:00:00+99:00"), ("letter-o", "2O25-07-01"), ("lunar", "2025年七月初一")]:
        yield damaged(81, f"trap-date-{name}", f"the time of row 51 is {value}", bytes_of(changed(rows, {50: {"settle_time": value}})),
                      without(rows, 50))
    for name, spell in [("compact-clock", lambda t: t.replace("-", "")), ("tenth", lambda t: t + ".0"), ("two-blanks", lambda t: t.replace(" ", "  ")),
                        ("full-width", lambda t: t.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")))]:
        yield harmless(79, f"trap-date-{name}", f"times as {spell('2025-07-01 08:30:00')}",
                       bytes_of([row | {"settle_time": spell(row["settle_time"])} for row in rows]), rows)


def books():
    """Workbooks as other programs write them."""
    rows = clean_rows()
    glued = sheet(cells_of(rows, string=lambda value: text(value + "_x0009_") if value.startswith(("JS", "33")) else text(value)))
    yield harmless(38, "trap-xlsx-escaped-tab", "identifiers end in _x0009_, a TAB", workbook([("a", glued)]), rows, ".xlsx")
    plain = sheet(cells_of(rows))
    bare = re.sub(r" r=\"[A-Z]+[0-9]+\"", "", sheet([[cell if row["orig_claim_id"] or i != COLUMNS.index("orig_claim_id") else text("-")
                                                     for i, cell in enumerate(line)] for row, line in zip([{"orig_claim_id": "x"}, *rows], cells_of(rows))]))
    yield harmless(38, "trap-xlsx-no-places", "cells without their places (r)", workbook([("a", bare)]), rows, ".xlsx")
    prefixed = re.sub(r"<(/?)(?=[a-z])(?!\?)", r"<\1x:", plain).replace("xmlns=", "xmlns:x=")
    yield harmless(38, "trap-xlsx-prefix", "the sheet's elements with a namespace prefix", workbook([("a", prefixed)]), rows, ".xlsx")
    rich = plain.replace("<is><t>医疗费总额</t></is>", "<is><r><t>医疗费</t></r><r><rPr><b/></rPr><t>总额</t></r><rPh sb=\"0\" eb=\"1\"><t>yl</t></rPh></is>")
    yield harmless(38, "trap-xlsx-rich", "a header of two runs and a phonetic", workbook([("a", rich)]), rows, ".xlsx")
    yield harmless(38, "trap-xlsx-very-hidden", "a very hidden sheet with another table",
                   very_hidden(workbook([("旧", sheet(cells_of(clean_rows(40, seed=9)))), ("明细", plain)])), rows, ".xlsx")
    folded = re.sub(r"<row r=\"(5\d)\"", r'<row r="\1" hidden="1"', plain)
    yield harmless(38, "trap-xlsx-filtered", "rows 50-59 hidden by a filter", workbook([("a", folded)]), rows, ".xlsx")
    exponents = workbook([("a", sheet(cells_of(rows, money=lambda value: number(f"{Decimal(value):E}"))))])
    yield harmless(38, "trap-xlsx-exponents", "money as 1.23456E+3 within the file", exponents, rows, ".xlsx")
    merged = changed(rows, {51: {"inst_code": ""}, 52: {"inst_code": ""}})
    place = f"{letters(COLUMNS.index('inst_code'))}"
    yield damaged(38, "trap-xlsx-merged-cells", "the institution of rows 51-53 is one merged cell",
                  workbook([("a", sheet(cells_of(merged), merged=f"{place}52:{place}54"))]), without(rows, 51, 52), ".xlsx")
    outside = plain.replace("t=\"inlineStr\"><is><t>JS880000650</t></is>", "t=\"s\"><v>4711</v>", 1)
    yield damaged(38, "trap-xlsx-no-such-text", "one cell names a shared text that is not there", workbook([("a", outside)]),
                  without(rows, 50), ".xlsx")
    order = plain.replace("<row r=\"52\"", "<row r=\"51\"", 1)
    yield damaged(38, "trap-xlsx-row-twice", "two rows with the number 51", workbook([("a", order)]), rows, ".xlsx", exact_suffices=True)
    assert plain not in (outside, rich, folded, prefixed, order)
    true = plain.replace(f"<c r=\"{letters(COLUMNS.index('total_fee'))}52\" s=\"0\"><v>{rows[50]['total_fee']}</v></c>",
                         f"<c r=\"{letters(COLUMNS.index('total_fee'))}52\" t=\"b\"><v>1</v></c>")
    assert true != plain
    yield damaged(38, "trap-xlsx-true", "the total of row 51 is TRUE", workbook([("a", true)]), without(rows, 50), ".xlsx")
    noisy = {(50, "total_fee"): number("123.45600000000002")}
    yield damaged(38, "trap-xlsx-sub-fen", "the total of row 51 is 123.456 in binary", workbook([("a", sheet(cells_of(rows, cell_at=noisy)))]),
                  without(rows, 50), ".xlsx")
    noisy = {(50, "total_fee"): number("0.30000000000000004")}
    kept = changed(rows, {50: {"fen": 30}})
    yield damaged(38, "trap-xlsx-binary-sum", "the total of row 51 is 0.1 + 0.2 in binary: 30 fen, or told",
                  workbook([("a", sheet(cells_of(rows, cell_at=noisy)))]), kept, ".xlsx", exact_suffices=True)
    above = [[text("门诊结算明细")], [text("单位：万元")]]
    wan = [row | {key: f"{Decimal(row[key]) / 10000:f}" for key in MONEY} for row in rows]
    yield damaged(51, "trap-xlsx-unit-above", "单位：万元 above the header, money in 万元", workbook([("a", sheet(above + cells_of(wan)))]),
                  rows, ".xlsx", exact_suffices=True)
    dated = {(index, "settle_time"): number(serial(row["settle_time"], False), 1) for index, row in enumerate(rows)}
    chinese = workbook([("a", sheet(cells_of(rows, cell_at=dated)))], date_format=31)
    yield harmless(38, "trap-xlsx-chinese-dates", "times as day numbers of the built-in Chinese style 31", chinese, rows, ".xlsx")
    own = workbook([("a", sheet(cells_of(rows, cell_at=dated)))], date_format=176)
    yield harmless(38, "trap-xlsx-own-dates", "times as day numbers of a style of its own, yyyy\"年\"m\"月\"d\"日\"", own, rows, ".xlsx")
    mixed = {key: cell for key, cell in dated.items() if key[0] % 2}
    yield harmless(38, "trap-xlsx-dates-mixed", "every second time a day number of date style, the others text",
                   workbook([("a", sheet(cells_of(rows, cell_at=mixed)))]), rows, ".xlsx")


def very_hidden(data):
    """The workbook with its first sheet very hidden."""
    import io
    import zipfile

    from containers import archive
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    return archive([(name, part.replace(b"sheetId=\"1\"", b"sheetId=\"1\" state=\"veryHidden\"")) for name, part in parts])


def footed():
    """A table whose last line is broken and whose sum is right without it."""
    rows = clean_rows()
    lines = lines_of(rows)
    whole = {key: "" for key in COLUMNS} | {"claim_id": "合计", "total_fee": yuan(sum(row["fen"] for row in rows))}
    cut = [*lines[:51], lines[51].rsplit(",", 4)[0], *lines[52:], ",".join(whole[key] for key in COLUMNS)]
    yield damaged(34, "trap-total-over-rejected", "row 51 too short, 合計 over all rows",
                  "".join(line + "\n" for line in cut).encode(), without(rows, 50))


def cases():
    """All files of this part."""
    for make in (amounts, flags, damaged_ids, dates, books, footed):
        yield from make()
