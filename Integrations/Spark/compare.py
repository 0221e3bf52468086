"""Compares the clues that Spark's rows make of every model's example with those expected.

compare.py STEELYARD MODELS WORK [FUND/SLUG …]. From rows to clues this is written anew and shares no code with the engine:
a clue is a subject and an occasion; its key is a hash of model, rule, subject and occasion, persons by their pseudonym
(Documentation/Formats/comparison-run.md).
"""
import csv
import hashlib
import hmac
import pathlib
import re
import shutil
import subprocess
import sys

from pyspark.sql import SparkSession

EXAMPLE_KEY = b"the key of examples, nothing secret"
UNIT = "\x1f"


class Rule:
    """A rule's statement and what its columns are."""

    def __init__(self, name, columns, sql):
        self.name = name
        self.columns = columns
        self.sql = sql


def parse(script):
    """The statements that make and fill tables, and the rules, of what `models sql --example` prints."""
    tables, rules, comments, statement = [], [], [], []
    for line in script.split("\n"):
        if not statement and (line.startswith("-- ") or not line.strip()):
            comments = comments + [line[3:]] if line.strip() else []
            continue
        statement.append(line)
        # No literal holds a semicolon: for Spark it is written as an escape.
        if line.endswith(";"):
            sql = "\n".join(statement)[:-1]
            columns = [text for text in comments if text.startswith("columns: ")]
            if columns:
                rules.append(Rule(comments[0], columns[0][len("columns: ") :].split(", "), sql))
            else:
                tables.append(sql)
            statement = []
    return tables, rules


def pseudonym(text):
    return hmac.new(EXAMPLE_KEY, text.encode(), hashlib.sha256).hexdigest()[:32]


def subject(kind, text):
    if kind == "person":
        return pseudonym(text)
    if kind in ("household", "account", "issuer"):
        return pseudonym(kind + UNIT + text)
    return text


def occasion(kind, cell):
    """A part of an occasion as a clue has it: days and months in figures, what may name someone by its pseudonym."""
    if cell is None:
        return ""
    text = str(cell)
    if kind == "day":
        text = f"{cell // 10000:04d}-{cell // 100 % 100:02d}-{cell % 100:02d}"
    elif kind == "month":
        text = f"{cell // 100:04d}-{cell % 100:02d}"
    elif kind == "money":
        text = f"{'-' if cell < 0 else ''}{abs(cell) // 100}.{abs(cell) % 100:02d}"
    is_plain = len(text.encode()) <= 10 and re.fullmatch(r"[0-9-]*", text)
    return text if is_plain else pseudonym("occasion" + UNIT + text)


def findings(model, rule, rows):
    """The evidence of each clue that a rule's rows make, as (register, line), by the clue's key."""
    clues = {}
    for row in rows:
        who, occasions, places, tie = "", [], [], 0
        for column, cell in zip(rule.columns, row):
            word, _, rest = column.partition(" ")
            if word == "subject":
                who = f"{rest}:{subject(rest, cell)}"
            elif word == "occasion":
                occasions.append(occasion(rest, cell))
            elif word == "row" and cell is not None:
                places.append((rest, cell & 0xFFFFFFFF))
            elif word == "tie":
                tie = cell
            elif word == "path" and cell:
                register = rest.split("|")[tie]
                if register != "-":
                    places.append((register, cell & 0xFFFFFFFF))
        told = " ".join(part for part in occasions if part)
        key = hashlib.sha256(UNIT.join([model, rule.name, who, told]).encode()).hexdigest()[:32]
        clues.setdefault(key, set()).update(places)
    return clues


def expected(folder):
    with open(folder / "clues.csv", encoding="utf-8-sig", newline="") as file:
        clues = {row["key"]: set() for row in csv.DictReader(file)}
    with open(folder / "evidence.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["role"] == "clue":
                clues[row["key"]].add((row["register"], int(row["line"])))
    return clues


def found(spark, steelyard, model):
    command = [steelyard, "models", "sql", model, "--dialect", "spark", "--example", "--lang", "en"]
    script = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    tables, rules = parse(script)
    if not tables or not rules:
        sys.exit(f"{model}: no tables or no rules in what models sql printed")
    name = re.sub("[^a-z0-9]", "_", model)
    spark.sql(f"CREATE DATABASE {name}")
    spark.sql(f"USE {name}")
    for table in tables:
        spark.sql(table)
    clues, rows = {}, 0
    for rule in rules:
        taken = spark.sql(rule.sql).collect()
        rows += len(taken)
        clues.update(findings(model, rule, taken))
    return clues, len(rules), rows


def main():
    steelyard, models, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    warehouse = work / "warehouse"
    shutil.rmtree(warehouse, ignore_errors=True)
    spark = (
        SparkSession.builder.master("local[1]")
        .appName("steelyard")
        .config("spark.sql.warehouse.dir", str(warehouse))
        .config("spark.sql.legacy.createHiveTableByDefault", "false")
        # Tables of a few rows: one task a stage, and no plan made again while it runs.
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    print(f"Spark {spark.version}", flush=True)
    names = sys.argv[4:] or sorted(
        "/".join(file.parent.parts[-2:])
        for file in models.glob("*/*/model.yaml")
        if "\nkind: comparison" in file.read_text(encoding="utf-8")
    )
    total, differing = 0, 0
    for name in names:
        clues, rules, rows = found(spark, steelyard, name)
        wanted = expected(models / name / "expected")
        wrong = sorted(key for key in clues.keys() | wanted.keys() if clues.get(key) != wanted.get(key))
        print(f"{name}: {rules} rules, {rows} rows, {len(clues)} clues, {len(wrong)} differ", flush=True)
        for key in wrong:
            print(f"  {key}: found {sorted(clues.get(key, ['nothing']))}, expected {sorted(wanted.get(key, ['nothing']))}")
        total += len(wanted)
        differing += len(wrong)
    spark.stop()
    shutil.rmtree(warehouse, ignore_errors=True)
    print(f"{len(names)} models, {total} clues expected, {differing} differ")
    sys.exit(1 if differing or not total else 0)


main()
