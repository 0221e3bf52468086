"""Categories 16 to 41: lines, fields, headers."""

from clean import CHINESE, COLUMNS, FIELDS, LEGACY, NATIONAL, Case, bytes_of, changed, clean_rows, damaged, figures
from clean import harmless, lines_of, without, yuan


def joined(lines, eol="\n"):
    """Lines with their ends, as UTF-8."""
    return "".join(line + eol for line in lines).encode()


def ends_and_quotes():
    """Categories 16 to 24 that lose nothing."""
    rows = clean_rows()
    yield harmless(16, "crlf", "CR LF", bytes_of(rows, eol="\r\n"), rows)
    yield harmless(16, "cr", "CR alone", bytes_of(rows, eol="\r"), rows)
    lines = lines_of(rows)
    mixed = "".join(line + ("\r\n" if index % 2 else "\n") for index, line in enumerate(lines))
    yield harmless(16, "mixed-ends", "CR LF and LF by turns", mixed.encode(), rows)
    yield harmless(17, "no-final-newline", "no newline behind the last row", bytes_of(rows)[:-1], rows)
    blank = "\n\n".join(["\n".join(lines[:80]), "\n".join(lines[80:])]) + "\n\n\n"
    yield harmless(17, "blank-lines", "a blank line inside and two at the end", blank.encode(), rows)
    yield harmless(17, "blank-first", "two blank lines above the header", b"\n\n" + bytes_of(rows), rows)
    yield harmless(18, "quoted-all", "every field in double quotes", bytes_of(rows, always=True), rows)
    inside = changed(rows, {5: {"inst_name": "第一,人民\"医院\""}, 9: {"inst_name": "两行\n院名"}, 70: {"inst_name": "a\r\nb"}})
    yield harmless(18, "comma-quote-newline", "comma, quote, LF and CR LF within quoted names", bytes_of(inside), rows)
    late = changed(rows, {190: {"inst_name": "两行\n\"院\",名"}})
    yield harmless(18, "late-quotes", "the first quote of the file in row 191, with a newline inside", bytes_of(late), rows)
    yield harmless(19, "single-quotes", "single quotes round every field, CR LF (an SQL*Loader extract)",
                   bytes_of(rows, quote="'", always=True, eol="\r\n"), rows)
    comma = changed(rows, {7: {"inst_name": "第一,人民医院"}})
    yield harmless(19, "single-quotes-comma", "single quotes, a comma within one name",
                   bytes_of(comma, quote="'", always=True), rows)
    inch = changed(rows, {30: {"inst_name": "6\"药房"}})
    bare = "\n".join(["\t".join(row[c] for c in COLUMNS) for row in [dict(CHINESE), *inch]]) + "\n"
    yield harmless(24, "bare-quote", "TAB-separated, a quote within an unquoted name", bare.encode(), rows)
    bare = "\n".join([",".join(row[c] for c in COLUMNS) for row in [dict(CHINESE), *inch]]) + "\n"
    yield harmless(24, "bare-quote-comma", "comma-separated, a quote within an unquoted name", bare.encode(), rows)


def separators():
    """Categories 20 to 22."""
    rows = clean_rows()
    for name, sep in [("tab", "\t"), ("pipe", "|"), ("semicolon", ";"), ("ctrl-a", "\x01")]:
        yield harmless(20, f"separator-{name}", f"separator {name}", bytes_of(rows, sep=sep), rows)
    commas = [row | {"inst_name": "城东,城西,城南,城北,河口"} for row in rows]
    text = "\n".join("|".join(row[c] for c in COLUMNS) for row in [dict(CHINESE), *commas]) + "\n"
    yield harmless(20, "pipe-with-commas", "separator |, four commas in every name", text.encode(), rows)
    yield harmless(21, "tab-glued", "TAB behind every field and header", bytes_of(rows, glue="\t"), rows)
    ids = [row | {key: row[key] + "\t" for key in ("claim_id", "person_id", "inst_code")} for row in rows]
    yield harmless(21, "tab-glued-ids", "TAB behind identifiers only", bytes_of(ids), rows)
    ids = [row | {key: "'" + row[key] for key in ("claim_id", "person_id", "inst_code")} for row in rows]
    yield harmless(21, "apostrophe-ids", "an apostrophe in front of identifiers", bytes_of(ids), rows)
    for number, word in enumerate(["null", "NULL", "nan", "\\N", "-", "无", "/"]):
        empty = [row | {"orig_claim_id": word, "birth_date": word, "sex": word} for row in rows]
        yield harmless(22, f"empty-word-{number + 1}", f"the word {word} in optional columns", bytes_of(empty), rows)
    for field in ("claim_id", "person_id", "inst_code", "total_fee"):
        hole = changed(rows, {40: {field: "NULL"}})
        yield damaged(22, f"required-null-{field}", f"the word NULL as {CHINESE[field]} of row 41", bytes_of(hole),
                      without(rows, 40))


def broken_rows():
    """Categories 23 to 27 and 40: rows that do not have the header's shape."""
    rows = clean_rows()
    lines = lines_of(rows)
    rest = without(rows, 50)

    def with_line(line, index=50):
        return joined([*lines[:index + 1], line, *lines[index + 2:]])

    cells = lines[51].split(",")
    name = COLUMNS.index("inst_name")
    opened = [*cells[:name], '"' + cells[name], *cells[name + 1:]]
    yield damaged(23, "quote-open", "a quote opens at the name of row 51 and never closes", with_line(",".join(opened)), rest)
    opened = [*cells[:-1], '"' + cells[-1]]
    yield damaged(23, "quote-open-last-field", "a quote opens at the last field of row 51", with_line(",".join(opened)), rest)
    two = list(lines)
    for index in (51, 101):
        parts = two[index].split(",")
        two[index] = ",".join([*parts[:name], '"' + parts[name], *parts[name + 1:]])
    yield damaged(23, "quote-open-twice", "quotes open at the names of rows 51 and 101, none closes", joined(two),
                  without(rows, 50, 100))
    last = lines[200].split(",")
    last = [*last[:name], '"' + last[name], *last[name + 1:]]
    yield damaged(23, "quote-open-last-row", "a quote opens in the last row", with_line(",".join(last), 199), without(rows, 199))
    yield damaged(25, "too-few", "row 51 lacks its last three fields", with_line(",".join(cells[:-3])), rest)
    yield damaged(25, "too-few-one", "row 51 lacks one field in the middle",
                  with_line(",".join(cells[:name] + cells[name + 1:])), rest)
    yield damaged(25, "too-many", "row 51 has two fields more", with_line(lines[51] + ",9,9"), rest)
    yield damaged(25, "too-many-empty", "row 51 has an empty field more in the middle",
                  with_line(",".join([*cells[:name], "", *cells[name:]])), rest)
    shifted = [*cells[:name], "第一,人民医院", *cells[name + 1:]]
    yield damaged(26, "comma-unquoted", "a comma unquoted within the name of row 51", with_line(",".join(shifted)), rest)
    split = [*cells[:name], "第一\n人民医院", *cells[name + 1:]]
    yield damaged(26, "newline-unquoted", "a newline unquoted within the name of row 51", with_line(",".join(split)), rest)
    big = changed(rows, {50: {"inst_name": "院" * 100_000}})
    yield harmless(27, "field-300kB", "a name of 300 kB", bytes_of(big), rows)
    big = changed(rows, {50: {"inst_name": "院" * 3_500_000}})
    yield damaged(27, "field-10MB", "a name of 10 MB in row 51", bytes_of(big), rest)
    data = bytes_of(rows)
    yield damaged(40, "cut-in-row", "the file ends within the person number of the last row",
                  data[:data.rindex(b"\n", 0, -1) + 25], without(rows, 199))
    yield damaged(40, "cut-in-quotes", "all quoted, the file ends within a field of the last row",
                  bytes_of(rows, always=True)[:-40], without(rows, 199))
    yield damaged(40, "cut-in-character", "the file ends within a Chinese character of the last row",
                  data[:data.rindex(rows[199]["inst_name"].encode()) + 4], without(rows, 199))


def headers():
    """Categories 28 to 33, 35 and 36."""
    rows = clean_rows()
    lines = lines_of(rows)
    yield damaged(28, "header-missing", "no header", joined(lines[1:]), None)
    yield damaged(28, "header-only", "header, no rows", joined(lines[:1]), None)
    yield damaged(28, "empty", "0 bytes", b"", None)
    yield damaged(28, "mark-only", "a byte order mark and nothing else", b"\xef\xbb\xbf", None)
    yield damaged(28, "blank-only", "three newlines", b"\n\n\n", None)
    yield damaged(29, "header-repeated", "the header again behind row 100", joined([*lines[:101], lines[0], *lines[101:]]), rows)
    other = lines_of(rows, columns=[*COLUMNS[:11], "fund_pay", "total_fee", *COLUMNS[13:]])
    yield damaged(29, "header-other-order", "behind row 100 a second header with total and fund changed over, and its rows",
                  joined([*lines[:101], other[0], *other[101:]]), rows)
    twice = [line + "," + cell for line, cell in zip(lines, [CHINESE["total_fee"], *["1.00"] * 200])]
    yield damaged(30, "same-header-twice", "two columns 医疗费总额, the second with 1.00", joined(twice), None)
    twice = [line + "," + cell for line, cell in zip(lines, ["medfee_sumamt", *["1.00"] * 200])]
    yield damaged(30, "two-names-of-a-field", "医疗费总额 and medfee_sumamt with different money", joined(twice), None)
    odd = {key: f" {name.upper()} " for key, name in NATIONAL.items()} | {"inst_code": "FIXMEDINS_CODE\n"}
    yield harmless(31, "header-case-space", "national header in capitals with spaces, a newline within one name",
                   bytes_of(rows, header=odd), rows, header=odd)
    wide = CHINESE | {"claim_id": "结算ＩＤ", "total_fee": "医疗费总额（元）"}
    yield harmless(31, "header-full-width", "结算ＩＤ and 医疗费总额（元）", bytes_of(rows, header=wide), rows, header=wide)
    yield harmless(32, "header-national", "national header", bytes_of(rows, header=NATIONAL), rows, header=NATIONAL)
    yield harmless(32, "header-legacy", "legacy header (AKA, AKB, AKC)", bytes_of(rows, header=LEGACY), rows, header=LEGACY)
    mixed = {names[0]: names[1 + index % 3] for index, names in enumerate(FIELDS)}
    yield harmless(32, "header-mixed", "Chinese, national and legacy names by turns", bytes_of(rows, header=mixed), rows,
                   header=mixed)
    above = ["杭州市医疗保障局", "门诊规定病种结算明细", "", "统计期,2025年1月至9月", "单位：元", "制表人：,,,日期：2025-10-08", ""]
    yield harmless(33, "preamble", "seven lines above the header, two of them blank", joined([*above, *lines]), rows)
    padded = [line + "," * (len(COLUMNS) - 1 - line.count(",")) for line in above if line]
    yield harmless(33, "preamble-padded", "five lines above the header, padded with commas", joined([*padded, *lines]), rows)
    long = [f"说明{number}：本表数据来源于结算系统" for number in range(11)]
    yield harmless(33, "preamble-eleven", "eleven lines above the header", joined([*long, *lines]), rows)
    numbered = [f"{cell},{line}" for line, cell in zip(lines, ["序号", *map(str, range(1, 201))])]
    yield harmless(35, "row-numbers", "a column 序号 in front", joined(numbered), rows)
    extra = [f"{line},{cell}" for line, cell in zip(lines, ["经办备注", *["正常"] * 200])]
    yield harmless(35, "unknown-column", "an unknown column behind", joined(extra), rows)
    yield harmless(35, "other-order", "columns in reverse order", bytes_of(rows, columns=COLUMNS[::-1]), rows)
    yield damaged(36, "comment-lines", "two lines beginning with # behind row 100",
                  joined([*lines[:101], "# 以下为补传数据", "# 2025-10-08", *lines[101:]]), rows)
    commented = ["#" + lines[101], *lines[102:]]
    yield damaged(36, "comment-row", "row 101 commented out with #", joined([*lines[:101], *commented]), without(rows, 100))


def totals():
    """Category 34: lines that are sums of others."""
    rows = clean_rows()
    lines = lines_of(rows)

    def line_of(word, fen, place="claim_id"):
        cells = {key: "" for key in COLUMNS} | {place: word, "total_fee": yuan(fen)}
        return ",".join(cells[key] for key in COLUMNS)

    whole, half = sum(row["fen"] for row in rows), sum(row["fen"] for row in rows[:100])
    for name, word in [("合计", "合计"), ("总计", "总 计"), ("total", "Total"), ("colon", "合计：")]:
        yield damaged(34, f"total-{name}", f"a last line {word} with the right sum", joined([*lines, line_of(word, whole)]), rows)
    yield damaged(34, "total-wrong", "a last line 合计 whose sum is 100.00 too high: to be told as wrong",
                  joined([*lines, line_of("合计", whole + 10000)]), rows, beyond=["total-合计"])
    yield damaged(34, "total-too-low", "合计 with a sum too low by one row's money (a row was lost)",
                  joined([*without(lines, 51), line_of("合计", whole)]), without(rows, 50), beyond=["total-合计"])
    yield damaged(34, "subtotals", "小计 behind rows 100 and 200, 合计 at the end",
                  joined([*lines[:101], line_of("小计", half), *lines[101:], line_of("小计", whole - half),
                          line_of("合计", whole)]), rows)
    yield damaged(34, "total-first", "合计 as the first row", joined([lines[0], line_of("合计", whole), *lines[1:]]), rows)
    yield damaged(34, "total-unnamed", "a last line with the right sum and no word", joined([*lines, line_of("", whole)]), rows)
    yield damaged(34, "total-in-name", "a last line with 本页合计 in the column of names",
                  joined([*lines, line_of("本页合计", whole, "inst_name")]), rows)
    rows_named = changed(rows, {50: {"inst_name": "合计堂药店"}})
    yield harmless(34, "total-in-a-name", "a pharmacy called 合计堂药店", bytes_of(rows_named), rows)


def whole_files():
    """Categories 37, 39, 41 and 77: what the file is."""
    rows = clean_rows()
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split(",")) + "</tr>\n" for line in lines_of(rows))
    page = f"<html><head><meta charset=\"utf-8\"></head><body><table>\n{cells}</table></body></html>\n".encode()
    yield damaged(37, "html-as-xls", "an HTML table named .xls", page, None, ".xls")
    yield damaged(37, "html-as-csv", "an HTML table named .csv", page, None)
    xml = "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>\n"
    xml += cells.replace("tr>", "Row>").replace("<td>", "<Cell><Data ss:Type=\"String\">").replace("</td>", "</Data></Cell>")
    yield damaged(37, "xml-as-xls", "spreadsheet XML of 2003 named .xls", (xml + "</Table></Worksheet></Workbook>").encode(),
                  None, ".xls")
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + bytes_of(rows, "utf-16-le")
    yield damaged(37, "biff-xls", "the first bytes of an .xls (BIFF)", old, None, ".xls")
    yield damaged(37, "pdf-as-csv", "a PDF named .csv", b"%PDF-1.4\n" + bytes_of(rows), None)
    many = clean_rows(65_535)
    yield damaged(39, "lines-65536", "exactly 65,536 lines with the header: an export's limit", bytes_of(many), many,
                  exact_suffices=False)
    first, second = rows[:120], rows[120:]
    yield Case("part-twice", 41, "damaged", "the first of two parts given twice, the second not at all",
               {"part-twice-1.csv": bytes_of(first), "part-twice-2.csv": bytes_of(first)}, figures(first))
    yield Case("parts-overlap", 77, "damaged", "two files, rows 101-120 in both",
               {"parts-overlap-1.csv": bytes_of(first), "parts-overlap-2.csv": bytes_of(rows[100:])}, figures(rows))
    yield Case("two-parts", 77, "harmless", "two parts of one table in different forms",
               {"two-parts-1.csv": bytes_of(first), "two-parts-2.txt": bytes_of(second, header=CHINESE, sep="\t")},
               figures(rows))


def cases():
    """All files of these categories."""
    for make in (ends_and_quotes, separators, broken_rows, headers, totals, whole_files):
        yield from make()
