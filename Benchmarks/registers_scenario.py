"""Simulates the registers of each comparison model, runs it, and holds the clues to the truth. Standard library only."""

import csv
import hashlib
import hmac
import pathlib
import subprocess
import sys
import time

KEY = b"the key of scenarios, nothing secret"
# As the program writes subjects: persons by the pseudonym of their number, these kinds by one of their own, others by name.
DISGUISED = {"household", "account", "issuer"}


def pseudonym(text):
    return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()[:32]


def subject(kind, text):
    if kind == "person":
        return pseudonym(text)
    return pseudonym(f"{kind}\x1f{text}") if kind in DISGUISED else text


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def compare(program, work, model, persons, seed):
    data, run, key = work / "data", work / "run", work / "person.key"
    if not key.exists():
        key.write_bytes(KEY)
        key.chmod(0o600)
    command = [program, "simulate", "registers", model, "--persons", str(persons), "--seed", str(seed), "--out", str(data)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    options = (data / "args.txt").read_text().split()
    registers = [f"--register={file.stem}={file}" for file in sorted(data.glob("*.csv")) if file.stem != "truth"]
    started = time.monotonic()
    subprocess.run(
        [program, "run", model, *registers, *options, "--key", str(key), "--out", str(run)],
        check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - started
    found, planted, near = {}, {}, {}
    for row in rows(run / "clues.csv"):
        found.setdefault(row["rule"], set()).add(row["subject"])
    for row in rows(data / "truth.csv"):
        kind = planted if row["case"] == "planted" else near
        kind.setdefault(row["rule"], set()).add(subject(row["kind"], row["subject"]))
    counts = {
        rule: (
            len(planted[rule]), len(planted[rule] & found.get(rule, set())), len(near.get(rule, set())),
            len(near.get(rule, set()) & found.get(rule, set())), len(found.get(rule, set()) - planted[rule]))
        for rule in planted
    }
    total = sum(1 for file in data.glob("*.csv") if file.stem != "truth" for _ in open(file, "rb"))
    for folder in (data, run):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    return counts, total, seconds


def main():
    program, work, persons, seeds, models = sys.argv[1:6]
    listed = subprocess.run([program, "models", "list", "--lang", "en"], check=True, capture_output=True, text=True).stdout
    names = models.split() or [line.split()[0] for line in listed.splitlines() if " comparison " in line]
    print("| model | rule | planted | found | near misses | reported | others |\n|---|---|--:|--:|--:|--:|--:|")
    failed = 0
    for model in names:
        sums, rows_read, seconds = {}, 0, 0.0
        for seed in seeds.split():
            counts, total, spent = compare(program, pathlib.Path(work), model, int(persons), int(seed))
            rows_read, seconds = rows_read + total, seconds + spent
            for rule, figures in counts.items():
                sums[rule] = [a + b for a, b in zip(sums.get(rule, [0] * 5), figures)]
        for rule, (planted, hit, near, reported, others) in sums.items():
            print(f"| {model} | {rule} | {planted} | {hit} | {near} | {reported} | {others} |", flush=True)
            failed += hit != planted or reported > 0 or others > 0
        print(f"{model}: {rows_read} rows in {seconds:.1f} s", file=sys.stderr, flush=True)
    sys.exit(1 if failed else 0)


main()
