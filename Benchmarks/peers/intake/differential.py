"""Two hundred random clean tables, read by Python's csv and decimal and by the program: sums by institution to the fen.

differential.py WORK STEELYARD [COUNT]. The expectation is read back from the table as it was before it was put into a
separator, an encoding and a container: csv parses a plain copy, decimal adds it. Ends with 1 on any difference.
"""

import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from amounts import SPELLINGS
from clean import CHINESE, COLUMNS, LEGACY, MONEY, NATIONAL, clean_rows, refund, text_of
from containers import archive, packed, zstandard

MODEL = "medical-insurance/outpatient-specified-disease-cost"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16"]
SEPARATORS = [",", "\t", ";", "|", "\x01"]
ENDS = ["\n", "\r\n", "\r"]
REQUIRED = ["claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee"]
NAMES = ["城东,城西医院", "\"百草\"药房", "两行\n院名", "㐀字医院", "a;b|c", "𠀀诊所", "院'名", "普通医院"]


def table(draw):
    """Random rows: the money in any harmless spelling, some names difficult, some settlements taken back."""
    rows = clean_rows(draw.randrange(20, 400), seed=draw.randrange(1 << 30))
    for row in rows:
        if draw.random() < 0.3:
            row["inst_name"] = draw.choice(NAMES)
    back = [refund(row, number) for number, row in enumerate(draw.sample(rows, draw.randrange(0, 4)))]
    rows += back
    draw.shuffle(rows)
    return rows


def spelled(rows, draw):
    """The rows with their money spelled: one spelling a file, or all by turns."""
    if draw.random() < 0.3:
        return rows
    spells = [spell for _, _, spell in SPELLINGS]
    spells = spells if draw.random() < 0.3 else [draw.choice(spells)]
    return [row | {key: row[key] if row[key].startswith("-") else draw.choice(spells)(row[key]) for key in MONEY} for row in rows]


def form(draw):
    """Columns, header, separator, quotes, ends of lines."""
    others = [name for name in COLUMNS if name not in REQUIRED and name not in ("refund_flag", "orig_claim_id")]
    columns = [*REQUIRED, "refund_flag", "orig_claim_id", *draw.sample(others, draw.randrange(len(others) + 1))]
    draw.shuffle(columns)
    names = draw.choice([CHINESE, NATIONAL, LEGACY, None])
    header = names or {key: draw.choice([CHINESE, NATIONAL, LEGACY])[key] for key in COLUMNS}
    always = draw.random() < 0.4
    return {"columns": columns, "header": header, "sep": draw.choice(SEPARATORS), "eol": draw.choice(ENDS), "always": always,
            "quote": "'" if always and draw.random() < 0.3 else "\""}


def expected(rows, columns):
    """Fen by institution, rows and total, by csv and decimal."""
    sums, count = Counter(), 0
    for row in csv.DictReader(io.StringIO(text_of(rows, columns=columns))):
        fen = Decimal(row[CHINESE["total_fee"]]) * 100
        assert fen == int(fen)
        sums[row[CHINESE["inst_code"]]] += int(fen)
        count += 1
    return {"rows": count, "fen": sum(sums.values()), "sums": dict(sums)}


def wrapped(data, draw):
    """The bytes as they are, or in a container."""
    kind = draw.choice(["", "", "", "gz", "zst", "zip"])
    if kind == "gz":
        return packed(data), ".csv.gz"
    if kind == "zst":
        return zstandard(data), ".csv.zst"
    return (archive([("claims.csv", data)]), ".zip") if kind else (data, ".csv")


def read(program, path, work):
    """What the program accepted: rows, fen and fen by institution."""
    out = work / "run"
    shutil.rmtree(out, ignore_errors=True)
    ended = subprocess.run([program, "run", MODEL, str(path), "--out", str(out), "--key", str(work / "person.key"), "--lang", "en"],
                           capture_output=True, timeout=120, check=False)
    if ended.returncode:
        return {"said": f"{ended.returncode}: {ended.stderr.decode('utf-8', 'replace')[:300]}"}
    whole = json.loads((out / "quality.json").read_text("utf-8"))["reconciliation"]["accepted"]
    with open(out / "tally.csv", encoding="utf-8", newline="") as lines:
        sums = {row["institution_id"]: int(row["cost_fen"]) for row in csv.DictReader(lines) if row["row_type"] == "institution"}
    return {"rows": whole["rows"], "fen": whole["fen"], "sums": sums}


def main():
    """Makes, reads and compares; a file that differs is kept."""
    work, program = Path(sys.argv[1]), sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    work.mkdir(parents=True, exist_ok=True)
    draw, differences, kinds = random.Random(20251124), 0, Counter()
    for number in range(count):
        rows, shape, encoding = table(draw), form(draw), draw.choice(ENCODINGS)
        data, suffix = wrapped(text_of(spelled(rows, draw), **shape).encode(encoding), draw)
        path = work / f"differential-{number:03d}{suffix}"
        path.write_bytes(data)
        kinds[encoding] += 1
        wanted, got = expected(rows, shape["columns"]), read(program, path, work)
        if got == wanted:
            os.remove(path)
            continue
        differences += 1
        told = {key: shape[key] for key in ("sep", "eol", "quote", "always")}
        print(f"differs: {path.name} {encoding} {told}\n  wanted {wanted}\n  got {got}")
    print(f"{count} files ({', '.join(f'{name} {times}' for name, times in sorted(kinds.items()))}): {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
