"""Categories 1 to 15: how the text is encoded."""

from clean import NATIONAL, bytes_of, changed, clean_rows, damaged, harmless, lines_of, without

# A four-byte character of GB18030 (its second byte is a digit) and two whose second byte is | and \ in GBK.
FOUR_BYTE = "\u3400"
PIPE_TAIL = b"\x81\x7c".decode("gb18030")
BACKSLASH_TAIL = b"\x81\x5c".decode("gb18030")


def named(rows, *names):
    """The rows with institution names by turns."""
    return [row | {"inst_name": names[index % len(names)]} for index, row in enumerate(rows)]


def whole_file():
    """Encodings of the file as a whole: all harmless but Big5."""
    rows = clean_rows()
    yield harmless(1, "utf8", "UTF-8, LF, comma", bytes_of(rows), rows)
    yield harmless(1, "utf8-bom", "UTF-8 with byte order mark", bytes_of(rows, "utf-8-sig"), rows)
    yield harmless(2, "gb18030", "GB18030, two bytes a character", bytes_of(rows, "gb18030"), rows)
    table = named(rows, f"{PIPE_TAIL}医院", f"{BACKSLASH_TAIL}诊所")
    yield harmless(2, "gbk-pipe-tail", "GBK, separator |, names whose second byte is | or backslash",
                   bytes_of(table, "gbk", sep="|"), rows)
    table = named(rows, f"{FOUR_BYTE}医院", f"诊所{FOUR_BYTE}")
    yield harmless(3, "gb18030-four-byte", "GB18030 with characters of four bytes",
                   bytes_of(table, "gb18030"), rows)
    late = changed(rows, {199: {"inst_name": "末行医院"}})
    late = [row | {"inst_name": "A", "disease_name": "B"} if index < 199 else row for index, row in enumerate(late)]
    yield harmless(2, "gb18030-late", "national header, plain ASCII but for the last row, which is GB18030",
                   bytes_of(late, "gb18030", header=NATIONAL), rows, header=NATIONAL)
    many = clean_rows(12000)
    long = [row | {"inst_name": "A", "disease_name": "B"} if index < 11000 else row for index, row in enumerate(many)]
    yield harmless(2, "gb18030-after-a-mebibyte", "national header, the first Chinese character behind 1 MiB of ASCII",
                   bytes_of(long, "gb18030", header=NATIONAL), many, header=NATIONAL)
    head, *body = lines_of(rows)
    pinned = [line.encode("gb18030") for line in body]
    pinned[10] = pinned[10].replace(rows[10]["inst_name"].encode("gb18030"), b"\xfe\x59\xa6\xd9\xa8\xbc\x81\x35\xf4\x37", 1)
    yield harmless(4, "gb18030-disputed", "GB18030 codes FE59, A6D9, A8BC, 8135F437, on which converters differ",
                   b"\n".join([head.encode("gb18030"), *pinned, b""]), rows)
    yield harmless(5, "utf16le-bom", "UTF-16LE with mark, TAB (a spreadsheet's Unicode text)",
                   b"\xff\xfe" + bytes_of(rows, "utf-16-le", sep="\t", eol="\r\n"), rows, ".txt")
    yield harmless(6, "utf16be-bom", "UTF-16BE with mark", b"\xfe\xff" + bytes_of(rows, "utf-16-be"), rows)
    yield harmless(6, "utf16le-bare", "UTF-16LE without mark", bytes_of(rows, "utf-16-le"), rows)
    yield harmless(6, "utf16be-bare", "UTF-16BE without mark", bytes_of(rows, "utf-16-be"), rows)
    traps = named(rows, "\u0a0a医院", "\u2c22诊所")
    yield harmless(6, "utf16-traps", "UTF-16LE with names holding U+0A0A and U+2C22, whose bytes are LF, comma, quote",
                   b"\xff\xfe" + bytes_of(traps, "utf-16-le"), rows)
    plain = named(rows, "第一人民", "仁愛診所")
    plain = [row | {"disease_name": "糖尿病"} for row in plain]
    big5 = bytes_of(plain, "big5", header=NATIONAL)
    yield damaged(7, "big5", "Big5, national header: refused without --encoding, or exact", big5, rows,
                  exact_suffices=True, header=NATIONAL)


def bad_bytes():
    """Bytes that are no text."""
    rows = clean_rows()
    lines = [line.encode() for line in lines_of(rows)]
    name = rows[50]["inst_name"].encode()

    def with_line(index, old, new):
        copy = list(lines)
        copy[index + 1] = copy[index + 1].replace(old, new, 1)
        return b"\n".join([*copy, b""])

    rest = without(rows, 50)
    yield damaged(8, "utf8-invalid", "FF FE within the name of row 51", with_line(50, name, b"\xff\xfe" + name), rest)
    yield damaged(8, "utf8-invalid-id", "C3 without a second byte within the settlement number of row 51",
                  with_line(50, b"JS8", b"JS\xc38"), rest)
    yield damaged(8, "utf8-cut-character", "the name of row 51 cut within a character", with_line(50, name, name[:-1]), rest)
    mixed = "\n".join(lines_of(rows[:120])).encode() + b"\n" + bytes_of(rows[120:], "gb18030").split(b"\n", 1)[1]
    yield damaged(9, "mixed-utf8-gb18030", "rows 1-120 UTF-8, the others GB18030 (two exports joined)", mixed, None)
    mixed = bytes_of(rows[:120], "gb18030") + bytes_of(rows[120:]).split(b"\n", 1)[1]
    yield damaged(9, "mixed-gb18030-utf8", "rows 1-120 GB18030, the others UTF-8", mixed, None)
    code = rows[50]["inst_code"].encode()
    yield damaged(10, "nul-in-code", "one NUL within the institution's code of row 51",
                  with_line(50, code, code[:5] + b"\x00" + code[5:]), rest)
    yield damaged(10, "nul-in-amount", "one NUL in front of the amount of row 51",
                  with_line(50, b"," + rows[50]["total_fee"].encode(), b",\x00" + rows[50]["total_fee"].encode()), rest)
    data = b"\n".join([*lines, b""])
    yield damaged(10, "nul-page", "4,096 bytes in the middle overwritten by NUL",
                  data[:12288] + bytes(4096) + data[16384:], None)
    yield damaged(10, "nul-tail", "8,192 NULs behind the last line", data + bytes(8192), None)
    yield harmless(11, "ctrl-z", "Ctrl-Z behind the last line", data + b"\x1a", rows)
    yield damaged(15, "overlong", "C0 AF, an overlong slash, in the name of row 51",
                  with_line(50, name, name + b"\xc0\xaf"), rest)
    yield damaged(15, "surrogate", "ED A0 80, a lone surrogate, in the name of row 51",
                  with_line(50, name, name + b"\xed\xa0\x80"), rest)
    yield damaged(15, "beyond-unicode", "F4 90 80 80, beyond U+10FFFF, in the settlement number of row 51",
                  with_line(50, b"JS8", b"JS\xf4\x90\x80\x808"), rest)
    gb = bytes_of(rows, "gb18030").split(b"\n")
    gb[51] = gb[51].replace(b"140104", b"140104\xff", 1)
    yield damaged(8, "gb18030-invalid", "FF behind the care type of row 51 of a GB18030 file", b"\n".join(gb), rest)


def dressings():
    """Invisible and full-width characters: harmless."""
    rows = clean_rows()
    spaced = [row | {"inst_code": "\u3000" + row["inst_code"] + "\u00a0", "claim_id": row["claim_id"] + "\u200b"}
              for row in rows]
    yield harmless(12, "spaces", "U+3000, U+00A0 and U+200B around codes", bytes_of(spaced), rows)
    inner = [row | {"person_id": "\ufeff" + row["person_id"]} if index == 60 else row for index, row in enumerate(rows)]
    yield harmless(12, "mark-inside", "U+FEFF in front of one person number (files joined)", bytes_of(inner), rows)
    bidi = changed(rows, {50: {"inst_name": "医院\u202e3.2"}})
    yield harmless(12, "bidi", "U+202E within a name", bytes_of(bidi), rows)
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
    full = [row | {key: row[key].translate(wide) for key in ("inst_code", "total_fee", "disease_code")}
            if index % 2 else row for index, row in enumerate(rows)]
    yield harmless(13, "full-width", "codes and amounts of every second row in full-width characters",
                   bytes_of(full), rows)
    brackets = [row | {"disease_name": "恶性肿瘤（门诊治疗）" if index % 2 else "恶性肿瘤(门诊治疗)"}
                for index, row in enumerate(rows)]
    yield harmless(14, "brackets", "disease names with both kinds of brackets", bytes_of(brackets), rows)


def cases():
    """All files of these categories."""
    yield from whole_file()
    yield from bad_bytes()
    yield from dressings()
