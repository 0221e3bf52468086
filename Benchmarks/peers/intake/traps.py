"""Categories 6 to 45 again, made against readers that know them: where two rules meet."""

import gzip
import io
import struct
import zipfile
import zlib

from clean import CHINESE, COLUMNS, MONEY, bytes_of, changed, clean_rows, damaged, figures, harmless, lines_of
from clean import without, yuan
from containers import archive, packed, zstandard


def joined(lines, eol="\n"):
    """Lines with their ends, as UTF-8."""
    return "".join(line + eol for line in lines).encode()


def encodings():
    """Marks and units of encodings."""
    rows = clean_rows()
    data = bytes_of(rows)
    yield harmless(1, "trap-two-marks", "two byte order marks", b"\xef\xbb\xbf" * 2 + data, rows)
    yield damaged(1, "trap-mark-then-gb18030", "UTF-8's mark, then GB18030", b"\xef\xbb\xbf" + bytes_of(rows, "gb18030"), rows,
                  exact_suffices=True)
    yield harmless(2, "trap-gb18030-mark", "GB18030 with its mark 84 31 95 33", b"\x84\x31\x95\x33" + bytes_of(rows, "gb18030"),
                   rows)
    wide = b"\xff\xfe" + bytes_of(rows, "utf-16-le")
    yield damaged(5, "trap-utf16-odd", "UTF-16LE cut within a unit of the last row", wide[:-61], without(rows, 199))
    name = rows[50]["inst_name"].encode("utf-16-le")
    at = wide.index(name, wide.index(rows[50]["claim_id"].encode("utf-16-le")))
    yield damaged(15, "trap-utf16-surrogate", "a lone surrogate D800 in the name of row 51 of UTF-16LE",
                  wide[:at] + b"\x00\xd8" + wide[at:], without(rows, 50))
    yield damaged(10, "trap-utf16-nul", "U+0000 in the name of row 51 of UTF-16LE", wide[:at] + b"\x00\x00" + wide[at:], without(rows, 50))
    yield damaged(5, "trap-utf16-shifted", "one byte lost in the middle of UTF-16LE", wide[:20001] + wide[20002:],
                  rows[:67])
    lines = changed(rows, {3: {"inst_name": "一\u2028二"}, 4: {"inst_name": "一\u0085二"}, 5: {"inst_name": "一\x0b二\x0c三"}})
    yield harmless(16, "trap-unicode-lines", "U+2028, U+0085, VT and FF within names", bytes_of(lines), rows)
    yield damaged(10, "trap-nul-header", "NUL within the header's name of the total", data.replace("医疗费总额".encode(), "医疗费\0总额".encode()), None)


def shapes():
    """Lines and headers."""
    rows = clean_rows()
    lines = lines_of(rows)
    yield harmless(16, "trap-cr-cr-lf", "CR CR LF", bytes_of(rows, eol="\r\r\n"), rows)
    many = [row | {"inst_name": "两行\r\n\"院\"," + "名" * (index % 37)} for index, row in enumerate(clean_rows(30_000))]
    yield harmless(18, "trap-long-quoted", "30,000 rows, all quoted, a newline, quotes and a comma in every name",
                   bytes_of(many, always=True, eol="\r\n"), many)
    yield harmless(18, "trap-blank-before-quote", "blanks between comma and quote", joined([lines[0], *(
        ", ".join(f"\"{row[c]}\"" for c in COLUMNS) for row in rows)]), rows)
    slashed = changed(rows, {5: {"inst_name": "@"}})
    yield damaged(18, "trap-backslash-quote", "a quote within quotes escaped by a backslash (row 6)",
                  bytes_of(slashed, always=True).replace(b"\"@\"", "\"6\\\"药房\"".encode()), without(rows, 5))
    yield harmless(35, "trap-trailing-comma", "a comma at the end of every line, the header's too", joined([line + "," for line in lines]), rows)
    yield damaged(25, "trap-trailing-comma-rows", "a comma at the end of every row but not of the header",
                  joined([lines[0], *(line + "," for line in lines[1:])]), rows, exact_suffices=True)
    twice = [f"{line},{cell},{cell}" for line, cell in zip(lines, ["备注", *["无"] * 200])]
    yield harmless(30, "trap-unused-twice", "an unknown column 备注 twice", joined(twice), rows)
    yield damaged(20, "trap-separator-changes", "rows 101-200 with ; instead of ,",
                  joined([*lines[:101], *(line.replace(",", ";") for line in lines[101:])]), rows[:100])
    yield damaged(20, "trap-header-other-separator", "the header with TAB, the rows with comma",
                  joined([lines[0].replace(",", "\t"), *lines[1:]]), None)
    for name, foot in [("count", "共200条记录"), ("selected", "200 rows selected."), ("end", "-- 数据结束 --"),
                       ("signature", "制表人：张三,,审核人：李四")]:
        yield damaged(40, f"trap-foot-{name}", f"a last line {foot}", joined([*lines, foot]), rows)
    above = ["统计期,结算时间,2025-01-01,2025-09-30", "医疗费总额,1070328.80,结算时间,2025", ""]
    yield harmless(33, "trap-preamble-names", "a preamble whose lines hold the names of two columns", joined([*above, *lines]), rows)
    yield harmless(33, "trap-preamble-quote", "a preamble with one quote", joined(["备注：6\"管", *lines]), rows)
    long = [f"第{number}行" for number in range(60)]
    yield damaged(33, "trap-preamble-60", "sixty lines above the header", joined([*long, *lines]), rows, exact_suffices=True)
    pages = [lines[0]]
    for start in range(0, 200, 50):
        page = rows[start:start + 50]
        pages += lines[start + 1:start + 51]
        for word, part in (("本页小计", page), ("累计", rows[:start + 50])):
            cells = {key: "" for key in COLUMNS} | {"claim_id": word, "total_fee": yuan(sum(row["fen"] for row in part))}
            pages.append(",".join(cells[key] for key in COLUMNS))
        pages.append(lines[0])
    yield damaged(34, "trap-pages", "four pages, each with 本页小计, 累计 and the header again", joined(pages[:-1]), rows)


def totals():
    """Rows that only look like totals, and totals that do not look so."""
    rows = clean_rows()
    equal = changed(rows, {1: {key: rows[0][key] for key in ("fen", *MONEY)}})
    yield harmless(34, "trap-equals-running-sum", "row 2 has row 1's money: the running sum", bytes_of(equal), equal)
    third = {key: yuan(round(100 * (float(rows[0][key]) + float(rows[1][key])))) for key in MONEY}
    summed = changed(rows, {2: third | {"fen": rows[0]["fen"] + rows[1]["fen"]}})
    yield harmless(34, "trap-sum-of-two", "row 3 has the money of rows 1 and 2 together", bytes_of(summed), summed)
    zero = [row | {key: "0.00" for key in MONEY} | {"fen": 0} for row in rows[:3]] + rows[3:]
    yield harmless(34, "trap-zeros-first", "the first three rows of zero money: the running sum", bytes_of(zero), zero)
    lines = lines_of(rows)
    cells = {key: "" for key in COLUMNS} | {"claim_id": "合计", "inst_name": "1070328.80"}
    yield damaged(34, "trap-total-other-column", "合计 with the sum in the column of names",
                  joined([*lines, ",".join(cells[key] for key in COLUMNS)]), rows)
    filled = dict(rows[50]) | {"claim_id": "合计", "total_fee": yuan(sum(row["fen"] for row in rows))}
    yield damaged(34, "trap-total-filled", "合计 with every other field filled as in a row", joined([*lines, *lines_of([filled])[1:]]), rows)
    spaced = {key: "" for key in COLUMNS} | {"person_id": "总\u3000计", "total_fee": yuan(sum(row["fen"] for row in rows))}
    yield damaged(34, "trap-total-spaced", "总　计 in the second column", joined([*lines, ",".join(spaced[key] for key in COLUMNS)]), rows)
    wrong = {key: "" for key in COLUMNS} | {"claim_id": "合计", "total_fee": yuan(sum(row["fen"] for row in rows)), "fund_pay": "1.00"}
    yield damaged(34, "trap-total-fund-wrong", "合计 right for the total and wrong for the fund",
                  joined([*lines, ",".join(wrong[key] for key in COLUMNS)]), rows, beyond=["total-合计"])


def streamed(data):
    """A zip written as a stream: sizes behind the data (data descriptors)."""

    class Stream(io.RawIOBase):
        def __init__(self):
            self.out = bytearray()

        def writable(self):
            return True

        def write(self, part):
            self.out += part
            return len(part)

    target = Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("claims.csv"), data, zipfile.ZIP_DEFLATED)
    return bytes(target.out)


def wrappings():
    """Containers as other programs write them."""
    rows = clean_rows()
    data = bytes_of(rows)
    half = data.index(b"\n", len(data) // 2) + 1
    second = data[:data.index(b"\n") + 1] + data[half:]
    yield harmless(42, "trap-zip-streamed", "zip with data descriptors", streamed(data), rows, ".zip")
    yield harmless(42, "trap-zip-mac", "zip with __MACOSX and .DS_Store beside the table",
                   archive([("claims.csv", data), ("__MACOSX/._claims.csv", b"\0\5\x16\7" + bytes(60)), (".DS_Store", bytes(64))]),
                   rows, ".zip")
    yield damaged(42, "trap-zip-readme", "zip with 说明.txt beside the table", archive([("说明.txt", "数据说明\n".encode()), ("claims.csv", data)]),
                  rows, ".zip", exact_suffices=True)
    yield damaged(42, "trap-zip-same-twice", "zip with the same table under two names", archive([("1.csv", data), ("2.csv", data)]), rows, ".zip")
    yield damaged(45, "trap-zip-name-twice", "zip with two halves under one name",
                  archive([("1.csv", data[:half]), ("2.csv", second)]).replace(b"2.csv", b"1.csv"), None, ".zip")
    torn = bytearray(archive([("1.csv", data[:half]), ("2.csv", second)]))
    end = torn.rindex(b"PK\x05\x06")
    last = torn.rindex(b"PK\x01\x02")
    torn[end + 8:end + 12] = struct.pack("<HH", 1, 1)
    torn[end + 12:end + 16] = struct.pack("<I", last - struct.unpack("<I", torn[end + 16:end + 20])[0])
    del torn[last:end]
    yield damaged(43, "trap-zip-unlisted", "a zip whose second part is missing from its directory", bytes(torn), None, ".zip")
    named = b"\x1f\x8b\x08\x1e\0\0\0\0\0\x03" + struct.pack("<H", 4) + b"abcd" + b"claims.csv\0" + b"note\0"
    named += struct.pack("<H", zlib.crc32(named) & 0xFFFF) + packed(data)[10:]
    yield harmless(42, "trap-gz-fields", "gzip with extra field, name, comment and checksum of the header", named, rows, ".csv.gz")
    yield damaged(43, "trap-gz-padded", "gzip padded with 512 NULs", packed(data) + bytes(512), rows, ".csv.gz", exact_suffices=True)
    yield damaged(44, "trap-gz-gz", "gzip within gzip", packed(packed(data)), None, ".csv.gz")
    yield damaged(44, "trap-gz-zip", "a zip within gzip", packed(archive([("claims.csv", data)])), None, ".csv.gz")
    yield harmless(42, "trap-zst-skippable", "a skippable frame in front of the zstd frame",
                   struct.pack("<II", 0x184D2A50, 8) + b"anything" + zstandard(data), rows, ".csv.zst")
    summed = bytearray(zstandard(data))
    summed[4] |= 4
    yield damaged(43, "trap-zst-checksum", "zstd with a wrong checksum", bytes(summed) + b"\1\2\3\4", None, ".csv.zst")
    for name, head in [("rar", b"Rar!\x1a\x07\x01\0"), ("7z", b"7z\xbc\xaf\x27\x1c\0\4"), ("xz", b"\xfd7zXZ\0\0\4"), ("bz2", b"BZh91AY&SY"),
                       ("parquet", b"PAR1\x15\0\x15"), ("sqlite", b"SQLite format 3\0")]:
        yield damaged(37, f"trap-{name}-as-csv", f"the first bytes of a {name} file, named .csv", head + data, None)
    tar = b"claims.csv".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0") + data
    yield damaged(37, "trap-tar-as-csv", "a tar named .csv", tar, None)
    yield damaged(37, "trap-json-as-csv", "JSON lines named .csv", joined([str({CHINESE[k]: row[k] for k in COLUMNS}).replace("'", "\"")
                                                                           for row in rows]), None)
    yield damaged(43, "trap-gz-of-nothing", "gzip of 0 bytes", gzip.compress(b"", mtime=0), None, ".csv.gz")


def joins():
    """Files put together from others, and encodings that look like others."""
    rows = clean_rows()
    first, second = bytes_of(rows[:100]), bytes_of(rows[100:])
    yield damaged(29, "trap-join-mark", "two files joined, the second with its byte order mark and header", first + b"\xef\xbb\xbf" + second, rows)
    yield damaged(29, "trap-join-no-newline", "two files joined, no newline between them: the header hangs on row 100",
                  first[:-1] + second, without(rows, 99))
    yield damaged(42, "trap-join-gz", "two gzip files joined, each with a header", packed(first) + packed(second), rows, ".csv.gz")
    yield damaged(29, "trap-join-columns", "two files joined, the second without the column of its names",
                  first + bytes_of(rows[100:], columns=[name for name in COLUMNS if name != "inst_name"]), rows)
    yield damaged(6, "trap-utf32le", "UTF-32LE with mark, which begins like UTF-16LE's", b"\xff\xfe\0\0" + bytes_of(rows, "utf-32-le"),
                  rows, exact_suffices=True)
    yield damaged(6, "trap-utf32be", "UTF-32BE with mark", b"\0\0\xfe\xff" + bytes_of(rows, "utf-32-be"), rows, exact_suffices=True)
    yield damaged(6, "trap-utf16-mark-utf8", "UTF-16's mark, then UTF-8", b"\xff\xfe" + first + second, None)
    lines = lines_of(rows)
    spoilt = {key: "" for key in COLUMNS} | {"claim_id": "合计", "total_fee": "########"}
    yield damaged(34, "trap-total-hashes", "合计 with ######## for a sum", joined([*lines, ",".join(spoilt[key] for key in COLUMNS)]), rows)
    yield damaged(25, "trap-rows-swapped", "two fields of row 51 changed over: person and institution",
                  bytes_of(changed(rows, {50: {"person_id": rows[50]["inst_code"], "inst_code": rows[50]["person_id"]}})), without(rows, 50),
                  otherwise=figures(changed(rows, {50: {"person_id": rows[50]["inst_code"], "inst_code": rows[50]["person_id"]}})))
    bare = bytes_of(changed(rows, {50: {"inst_name": "第一\r人民医院"}})).replace("\"第一\r人民医院\"".encode(), "第一\r人民医院".encode())
    yield damaged(16, "trap-cr-inside", "a CR alone within an unquoted name of row 51, lines end in LF", bare, without(rows, 50),
                  otherwise=figures(rows), exact_suffices=True)


def limits():
    """Damage that is many rows and may look like one: under the usual limit of rejected rows and money it must refuse."""
    rows = clean_rows(30_000)
    wide = b"\xff\xfe" + bytes_of(rows, "utf-16-le")
    middle = len(wide) // 2 | 1
    yield damaged(5, "limit-utf16-shifted", "30,000 rows of UTF-16LE, one byte lost in the middle: half of them unreadable",
                  wide[:middle] + wide[middle + 1:], None, usual_limit=True)
    lines = lines_of(rows)
    lost = joined(lines[:10_000]) + "".join(lines[10_000:20_000]).encode() + b"\n" + joined(lines[20_000:])
    yield damaged(26, "limit-line-ends-lost", "30,000 rows, 10,000 of them without their line ends", lost, None, usual_limit=True)
    lost = joined(lines[:10_000]) + "".join(lines[10_000:10_040]).encode() + b"\n" + joined(lines[10_040:])
    yield damaged(26, "limit-line-ends-forty", "30,000 rows, 40 of them (0.13 %) in one line", lost, None, usual_limit=True)
    mend = lines_of(rows, always=True)
    for index in range(10_000, 20_000):
        mend[index] = mend[index].replace("\"", "", 1)
    yield damaged(23, "limit-quotes-lost", "30,000 rows all quoted, 10,000 without their first quote: read exactly or refused",
                  joined(mend), rows, usual_limit=True, exact_suffices=True)
    holes = bytearray(joined(lines))
    middle = len(holes) // 2
    holes[middle:middle + 300_000] = b" " * 300_000
    yield damaged(10, "limit-blank-page", "30,000 rows, 300 kB in the middle overwritten by blanks", bytes(holes), None, usual_limit=True)
    holes[middle:middle + 300_000] = b"\n" * 300_000
    yield damaged(10, "limit-newline-page", "30,000 rows, 300 kB in the middle overwritten by newlines", bytes(holes), None, usual_limit=True)
    holes[middle:middle + 300_000] = bytes(3000) * 100
    yield damaged(10, "limit-nul-page", "30,000 rows, 300 kB in the middle overwritten by NUL", bytes(holes), None, usual_limit=True)


def cases():
    """All files of this part."""
    for make in (encodings, shapes, totals, wrappings, joins, limits):
        yield from make()
