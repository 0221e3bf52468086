"""Categories 42 to 45: compressed files and archives, made by hand so that every byte is the same each time."""

import gzip
import io
import struct
import zipfile

from clean import bytes_of, clean_rows, damaged, harmless, lines_of


def packed(data):
    """One gzip member without a time."""
    return gzip.compress(data, mtime=0)


def zstandard(data, cut=0):
    """One zstd frame of raw blocks; `cut` bytes are left off its end."""
    frame = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(data))
    for start in range(0, len(data), 65536):
        block = data[start:start + 65536]
        last = start + 65536 >= len(data)
        frame += struct.pack("<I", len(block) << 3 | last)[:3] + block
    return frame[:len(frame) - cut]


def archive(entries, attributes=None, method=zipfile.ZIP_DEFLATED):
    """A zip of (name, bytes), times at 1980; attributes: name → Unix mode."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, data in entries:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            entry.create_system = 3
            entry.external_attr = (attributes or {}).get(name, 0o100644) << 16
            target.writestr(entry, data)
    return buffer.getvalue()


def renamed(data, old, new):
    """The archive with an entry's name replaced by bytes of the same length, in both headers."""
    assert len(old) == len(new) and data.count(old) == 2
    return data.replace(old, new)


def with_flag(data, bit):
    """The archive with a general-purpose bit set in both headers of its first entry."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(mark) + place] |= bit
    return bytes(changed)


def gzips():
    """gzip and zstd."""
    rows = clean_rows()
    data = bytes_of(rows)
    yield harmless(42, "gz", "gzip", packed(data), rows, ".csv.gz")
    yield harmless(42, "gz-members", "gzip of three members, cut within rows",
                   packed(data[:9000]) + packed(data[9000:20001]) + packed(data[20001:]), rows, ".csv.gz")
    yield harmless(42, "gz-empty-member", "gzip with an empty member in the middle",
                   packed(data[:9000]) + packed(b"") + packed(data[9000:]), rows, ".csv.gz")
    yield harmless(42, "gz-named-csv", "gzip named .csv", packed(data), rows)
    yield harmless(42, "csv-named-gz", "plain text named .gz", data, rows, ".csv.gz")
    yield harmless(42, "gz-gb18030", "gzip of GB18030", packed(bytes_of(rows, "gb18030")), rows, ".csv.gz")
    yield harmless(42, "zst", "zstd", zstandard(data), rows, ".csv.zst")
    yield harmless(42, "zst-frames", "zstd of two frames", zstandard(data[:9000]) + zstandard(data[9000:]), rows, ".csv.zst")
    whole = packed(data)
    yield damaged(43, "gz-cut", "gzip cut at two thirds", whole[:len(whole) * 2 // 3], None, ".csv.gz")
    yield damaged(43, "gz-cut-trailer", "gzip without its last four bytes", whole[:-4], None, ".csv.gz")
    half = data.index(b"\n", len(data) // 2) + 1
    yield damaged(43, "gz-cut-second-member", "two members divided between rows, the second cut within its header",
                  packed(data[:half]) + packed(data[half:])[:6], None, ".csv.gz")
    yield damaged(43, "gz-bad-crc", "one bit of gzip's checksum changed",
                  whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:], None, ".csv.gz")
    yield damaged(43, "gz-bad-length", "gzip's length changed", whole[:-1] + b"\x07", None, ".csv.gz")
    stored = bytearray(gzip.compress(data, compresslevel=0, mtime=0))
    place = stored.index(rows[50]["total_fee"].encode())
    stored[place] = ord("9") if stored[place] != ord("9") else ord("8")
    yield damaged(43, "gz-digit-changed", "one digit changed within a stored (uncompressed) gzip", bytes(stored), None, ".csv.gz")
    yield damaged(43, "gz-garbage", "text behind the gzip member", whole + b"garbage behind\n", None, ".csv.gz")
    yield damaged(43, "gz-then-rows", "plain rows appended to a gzip", packed(data[:half]) + data[half:], None, ".csv.gz")
    yield damaged(43, "zst-cut", "zstd cut within its last block", zstandard(data, cut=2000), None, ".csv.zst")
    yield damaged(43, "zst-garbage", "text behind the zstd frame", zstandard(data) + b"garbage behind\n", None, ".csv.zst")


def bombs():
    """Category 44."""
    rows = clean_rows(3)
    head = bytes_of(rows)
    yield damaged(44, "gz-bomb", "gzip of 3 rows and 160 MB of the letter A, more than 900:1",
                  packed(head + b"A" * 160_000_000), None, ".csv.gz")
    lines = "\n".join(["", *lines_of(rows)[1:2] * 3]).encode()
    yield damaged(44, "zip-bomb-rows", "zip of one row 700,000 times over, 150 MB",
                  archive([("claims.csv", head + lines * 240_000)]), None, ".zip")
    inner = archive([("claims.csv", bytes_of(clean_rows()))])
    yield damaged(44, "zip-nested", "a zip within a zip", archive([("inner.zip", inner)]), None, ".zip")


def zips():
    """Categories 42 and 45: zip."""
    rows = clean_rows()
    data = bytes_of(rows)
    simple = archive([("claims.csv", data)])
    yield harmless(42, "zip-one", "zip of one CSV", simple, rows, ".zip")
    yield harmless(42, "zip-stored", "zip of one CSV, stored", archive([("a.csv", data)], method=zipfile.ZIP_STORED), rows, ".zip")
    yield harmless(42, "zip-two", "zip of two parts of one table",
                   archive([("1.csv", bytes_of(rows[:90])), ("2.csv", bytes_of(rows[90:]))]), rows, ".zip")
    yield harmless(42, "zip-folder", "zip with a folder entry and a CSV in it",
                   archive([("结算/", b""), ("结算/claims.csv", data)], {"结算/": 0o40755}), rows, ".zip")
    yield harmless(42, "zip-named-csv", "zip named .csv", simple, rows)
    other = archive([("ABCDEFGH.csv", data)])
    yield harmless(45, "zip-gbk-name", "zip whose entry's name is GBK without the flag of UTF-8",
                   renamed(other, b"ABCDEFGH", "结算明细".encode("gbk")), rows, ".zip")
    for name, path in [("parent", "../../evil.csv"), ("absolute", "/tmp/evil-intake.csv"), ("backslash", "..\\..\\evil.csv")]:
        yield damaged(45, f"zip-slip-{name}", f"an entry whose name climbs out of its folder ({name})",
                      archive([(path, data)]), rows, ".zip", exact_suffices=True)
    link = archive([("claims.csv", b"/etc/hostname")], {"claims.csv": 0o120777})
    yield damaged(45, "zip-symlink", "an entry that is a symbolic link", link, None, ".zip")
    yield damaged(45, "zip-encrypted", "an entry marked encrypted", with_flag(simple, 1), None, ".zip")
    yield damaged(43, "zip-cut", "a zip without its last 30 bytes", simple[:-30], None, ".zip")
    broken = bytearray(archive([("a.csv", data)], method=zipfile.ZIP_STORED))
    place = broken.index(rows[50]["total_fee"].encode())
    broken[place] = ord("9") if broken[place] != ord("9") else ord("8")
    yield damaged(43, "zip-bad-crc", "one digit changed within a stored zip", bytes(broken), None, ".zip")
    yield damaged(43, "zip-empty", "a zip without entries", archive([]), None, ".zip")
    half = data.index(b"\n", len(data) // 2) + 1
    yield damaged(45, "zip-one-of-two-encrypted", "two parts, the first one marked encrypted",
                  with_flag(archive([("1.csv", data[:half]), ("2.csv", data[:data.index(b"\n") + 1] + data[half:])]), 1),
                  None, ".zip")


def cases():
    """All files of these categories."""
    for make in (gzips, bombs, zips):
        yield from make()
