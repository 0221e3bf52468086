"""What each reader makes of every file of the battery.

readers.py FILES STEELYARD WORK [CASE …]: FILES is the folder battery.py made, STEELYARD the program, WORK a folder for
its runs. Prints the table by category and the summary; ends with 1 where ours is not exact on a harmless file, silent on
a damaged one, ranks what the usual limit forbids, or faults.
"""

import json
import os
import shutil
import subprocess
import sys
import warnings
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas
import polars

MODEL = "medical-insurance/outpatient-specified-disease-cost"
READERS = ["duckdb auto", "duckdb typed", "polars", "pandas", "ours"]
# Notes of ours that say nothing of damage: an optional column absent, harmless dressing taken off.
DRESSING = {"IN401", "IN405"}


def fen_of(value):
    """A sum in fen; a binary float is rounded to the fen, an exact one must be whole fen."""
    if value is None:
        return 0
    if isinstance(value, float):
        return round(value * 100)
    return int(Decimal(str(value)) * 100)


def got(rows, total, persons, institutions, told=()):
    """What a reader gave, with what it said beside."""
    figures = {"rows": rows, "fen": fen_of(total), "persons": persons, "institutions": institutions}
    return {"figures": figures, "told": list(told)}


def duckdb_reader(typed):
    """DuckDB's read_csv: with every type found by itself, or with those of the used columns given."""

    def read(paths, case):
        header = case["header"]
        total, person, place, time = (header[name] for name in ("total_fee", "person_id", "inst_code", "settle_time"))
        types = {total: "DECIMAL(16,2)", person: "VARCHAR", place: "VARCHAR", time: "TIMESTAMP"} if typed else None
        link = duckdb.connect()
        link.execute("SET threads = 1")
        table = link.read_csv([str(path) for path in paths], **({"dtype": types} if typed else {}))
        link.register("claims", table)
        mark = {name: '"' + name.replace('"', '""') + '"' for name in (total, person, place, time)}
        kind = str(dict(zip(table.columns, table.types))[total])
        money = f"CAST({mark[total]} AS DECIMAL(16,2))" if kind == "VARCHAR" else mark[total]
        answer = link.execute(f"SELECT count(*), sum({money}), count(DISTINCT {mark[person]}), "
                              f"count(DISTINCT {mark[place]}), count(DISTINCT {mark[time]}) FROM claims").fetchone()
        return got(*answer[:4])

    return read


def polars_reader(paths, case):
    """Polars: identifiers and times as text, types from all rows; money and times that came as text are cast strictly."""
    header = case["header"]
    total, person, place, time = (header[name] for name in ("total_fee", "person_id", "inst_code", "settle_time"))
    texts = {name: polars.String for name in (person, place, time)}
    tables = []
    for path in paths:
        if path.suffix in (".xlsx", ".xls"):
            tables.append(polars.read_excel(path, engine="openpyxl", schema_overrides=texts))
        else:
            tables.append(polars.read_csv(path, schema_overrides=texts, infer_schema_length=None))
    table = polars.concat(tables).select(total, person, place, time)
    if table.schema[total] == polars.String:
        table = table.with_columns(polars.col(total).cast(polars.Decimal(16, 2)))
    table.select(polars.col(time).str.to_datetime())
    return got(table.height, table[total].sum(), table[person].drop_nulls().n_unique(), table[place].drop_nulls().n_unique())


def pandas_reader(paths, case):
    """pandas: identifiers and times as text; money and times that came as text are converted, with errors raised."""
    header = case["header"]
    total, person, place, time = (header[name] for name in ("total_fee", "person_id", "inst_code", "settle_time"))
    texts = {name: str for name in (person, place, time)}
    tables = []
    for path in paths:
        book = path.suffix in (".xlsx", ".xls")
        tables.append(pandas.read_excel(path, dtype=texts) if book else pandas.read_csv(path, dtype=texts))
    table = pandas.concat(tables)
    money = pandas.to_numeric(table[total], errors="raise")
    pandas.to_datetime(table[time], errors="raise")
    return got(len(table), float(money.sum()), table[person].nunique(), table[place].nunique())


class Ours:
    """The program itself: exit status, standard error, quality.json."""

    def __init__(self, program, work):
        self.program, self.work, self.usual = program, work, set()

    def run(self, paths, usual_limit):
        """Runs the model on the files; the folder of the run, the exit status and what was said."""
        out = self.work / paths[0].name
        shutil.rmtree(out, ignore_errors=True)
        command = [self.program, "run", MODEL, *map(str, paths), "--out", str(out), "--key", str(self.work / "person.key"),
                   "--lang", "en", *([] if usual_limit else ["--max-reject-rate", "1"])]
        ended = subprocess.run(command, capture_output=True, timeout=300, check=False)
        return out, ended.returncode, ended.stderr.decode("utf-8", "replace").strip()

    def __call__(self, paths, case):
        out, status, said = self.run(paths, case["usual_limit"])
        if status == 3 and said:
            return {"refused": " ".join(said.split())}
        if status != 0:
            return {"fault": f"exit status {status}: {said[:200]}"}
        quality = json.loads((out / "quality.json").read_text("utf-8"))
        persons = len((out / "persons.csv").read_text("utf-8").splitlines()) - 1
        places = sum(line.startswith("institution,") for line in (out / "tally.csv").read_text("utf-8").splitlines())
        shutil.rmtree(out)
        account = quality["reconciliation"]
        codes = set(account["rejected"]) | set(account["excluded"]) | {note["code"] for note in quality["notes"]}
        whole = account["accepted"]
        figures = {"rows": whole["rows"], "fen": whole["fen"], "persons": persons, "institutions": places}
        if not account["balances"]:
            return {"fault": "the account does not balance"}
        return {"figures": figures, "told": sorted(codes - DRESSING - self.usual)}


def attempt(reader, paths, case):
    """A reader's answer; whatever it raises is a refusal, whatever it warns of is told."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            answer = reader(paths, case)
        except subprocess.TimeoutExpired:
            return {"fault": "no end within 300 s"}
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # Polars' panics are no Exception
            return {"refused": " ".join(f"{type(error).__name__}: {error}".split())}
    if "figures" in answer:
        answer["told"] += [str(warning.message)[:120] for warning in heard]
    return answer


def verdict(case, answer, answers_by_case):
    """The word for what a reader did; the rules stand in the README."""
    if "fault" in answer:
        return "fault"
    if "refused" in answer:
        return "refused"
    exact = answer["figures"] == case["expect"]
    told = set(answer["told"])
    for other in case["beyond"]:
        told -= set(answers_by_case.get(other, {}).get("told", []))
    if case["kind"] == "harmless":
        return "exact" if exact else "told" if told else "wrong"
    if exact and (told or case["exact_suffices"]):
        return "reported"
    if told and answer["figures"] == case["otherwise"]:
        return "reported"
    return "lost" if told else "silent"


def read_all(cases, folder, reader):
    """One reader's answers and verdicts."""
    answers = {case["name"]: attempt(reader, [folder / file for file in case["files"]], case) for case in cases}
    return {case["name"]: (verdict(case, answers[case["name"]], answers), answers[case["name"]]) for case in cases}


GOOD = {"harmless": {"exact"}, "damaged": {"reported", "refused"}}
MARKS = {"exact": "=", "reported": "=", "refused": "R", "told": "t", "lost": "t", "wrong": "WRONG", "silent": "SILENT", "fault": "FAULT"}


def print_table(cases, results):
    """A line a case."""
    print("| no. | case | kind | " + " | ".join(results) + " |")
    print("|---|---|---|" + "---|" * len(results))
    for case in cases:
        words = [MARKS[result[case["name"]][0]] for result in results.values()]
        print(f"| {case['category']} | {case['name']} | {case['kind']} | " + " | ".join(words) + " |")


def print_summary(cases, results, title):
    """How often each verdict was given."""
    harmless = sum(case["kind"] == "harmless" for case in cases)
    print(f"\n{title}: {harmless} harmless, {len(cases) - harmless} damaged\n")
    print("| reader | harmless: exact | refused | told, not exact | silently wrong | damaged: reported | told, rest not exact | silent |")
    print("|---|---|---|---|---|---|---|---|")
    for name, result in results.items():
        count = lambda kind, *words: sum(case["kind"] == kind and result[case["name"]][0] in words for case in cases)
        print(f"| {name} | {count('harmless', 'exact')} | {count('harmless', 'refused', 'fault')} | {count('harmless', 'told')} | "
              f"{count('harmless', 'wrong')} | {count('damaged', 'reported', 'refused')} | {count('damaged', 'lost')} | "
              f"{count('damaged', 'silent', 'fault')} |")


def print_failures(cases, result):
    """What ours did where it did not what it should."""
    failed = [case for case in cases if result[case["name"]][0] not in GOOD[case["kind"]]]
    for case in failed:
        word, answer = result[case["name"]]
        print(f"\nours: {word}: {case['category']} {case['name']}: {case['words']}\n  wanted {case['expect']}\n  got {answer}")
    return [case["name"] for case in failed if result[case["name"]][0] != "lost" or case["usual_limit"]]


def main():
    """Reads the list, runs every reader, prints."""
    folder, program, work = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    work.mkdir(parents=True, exist_ok=True)
    every = json.loads((folder / "battery.json").read_text("utf-8"))
    cases = [case for case in every if len(sys.argv) < 5 or case["name"] in sys.argv[4:]]
    ours = Ours(program, work)
    clean = attempt(ours, [folder / "utf8.csv"], {"usual_limit": False})
    ours.usual = set(clean.get("told", []))
    readers = zip(READERS, [duckdb_reader(False), duckdb_reader(True), polars_reader, pandas_reader, ours])
    if os.environ.get("ONLY_OURS"):
        readers = [("ours", ours)]
    results = {name: read_all(cases, folder, reader) for name, reader in readers}
    lines = [{"case": case["name"], "kind": case["kind"], "category": case["category"]}
             | {name: result[case["name"]] for name, result in results.items()} for case in cases]
    (work / "results.json").write_text(json.dumps(lines, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
    print_table(cases, results)
    failed = print_failures(cases, results["ours"])
    form = [case for case in cases if case["category"] < 49]
    print_summary(form, results, "form (categories 1 to 48)")
    print_summary([case for case in cases if case not in form], results, "values and meaning (49 to 85)")
    print_summary(cases, results, "all")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
