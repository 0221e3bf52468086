"""Runs the program, DuckDB and pandas on the same registers in turns, holds their clues to each other and to the truth, and
prints the table: compare.py PROGRAM REGISTERS WORK REPETITIONS. Standard library only.

Ends with 1 where one clue differs from the truth (rule, subject, amount in fen), or the program's peak is above 1 GiB.
"""

import csv
import hashlib
import hmac
import importlib.metadata
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

MODEL = "disadvantaged-groups/subsidies"
KEY = b"the key of this benchmark, nothing secret"
PEAK_MAXIMUM = 1 << 30
HERE = pathlib.Path(__file__).parent
# What the story of the simulator plants: one payment too many, 1 fen too much, three payments to one account.
PLANTED_FEN = {
    "above-standard": 1, "paid-twice": 10000, "exclusive-funds": 10000, "no-certificate": 12000, "other-level": 12000,
    "past-eighteen": 150000, "in-prison": 10000, "paid-after-death": 10000, "shared-account": 30000,
}


def rows(path):
    """The rows of a CSV file by column."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def subject(kind, text):
    """A subject as the program writes it: persons and accounts by pseudonyms."""
    told = text if kind == "person" else f"{kind}\x1f{text}"
    return hmac.new(KEY, told.encode(), hashlib.sha256).hexdigest()[:32]


def clues(table):
    """A set of clues from a list, in which none may stand twice."""
    found = set(table)
    if len(found) != len(table):
        raise SystemExit("a clue stands twice")
    return found


def ours_clues(run):
    return clues([(row["rule"], row["subject"], int(row["amount"].replace(".", ""))) for row in rows(run / "clues.csv")])


def peer_clues(path):
    return clues([(row["rule"], subject(row["kind"], row["subject"]), int(row["fen"])) for row in rows(path)])


def busy():
    """Processor seconds all processes of the machine have used."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, soft = map(int, file.readline().split()[1:8])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def measured(command):
    """Wall seconds, processor seconds and peak bytes of a process, and processor seconds of all others meanwhile."""
    before, started = busy(), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    own = usage.ru_utime + usage.ru_stime
    return {"wall": wall, "own": own, "peak": usage.ru_maxrss * 1024, "others": max(0.0, busy() - before - own)}


def commands(program, registers, work):
    """For each tool its command, and how its clues are read."""
    key, run = work / "person.key", work / "run"
    if not key.exists():
        key.write_bytes(KEY)
        key.chmod(0o600)
    files = [f"--register={file.stem}={file}" for file in sorted(registers.glob("*.csv")) if file.stem != "truth"]
    options = (registers / "args.txt").read_text().split()
    tools = {"ours": ([program, "run", MODEL, *files, *options, "--key", str(key), "--out", str(run)], lambda: ours_clues(run))}
    for peer in ("duckdb", "pandas"):
        out = work / f"{peer}.csv"
        tools[peer] = ([sys.executable, str(HERE / f"with_{peer}.py"), str(registers), str(out)], lambda out=out: peer_clues(out))
    return tools, run


def differing(name, found, planted):
    """Says how many clues are missing and how many nobody planted, by rule; whether there is one."""
    for words, some in (("missing", planted - found), ("not planted", found - planted)):
        for rule in sorted({clue[0] for clue in some}):
            print(f"{name}: {rule}: {sum(clue[0] == rule for clue in some)} {words}", file=sys.stderr)
    return found != planted


def middle(runs, field):
    return statistics.median(run[field] for run in runs)


def spread(runs, field, scale=1.0):
    values = [run[field] / scale for run in runs]
    return f"{statistics.median(values):,.1f} ({min(values):,.1f}–{max(values):,.1f})"


def report(registers, runs, truth, program, repetitions):
    """The measured table as Markdown."""
    sizes = {file.stem: (sum(1 for _ in open(file, "rb")) - 1, file.stat().st_size) for file in sorted(registers.glob("*.csv"))}
    sizes.pop("truth")
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    names = {"ours": f"Steelyard {version}"} | {
        peer: f"{words} {importlib.metadata.version(peer)}" for peer, words in (("duckdb", "DuckDB"), ("pandas", "pandas"))}
    disturbed = max(run["others"] / run["wall"] / (os.cpu_count() or 1) for some in runs.values() for run in some)
    counts, megabytes = [count for count, _ in sizes.values()], sum(size for _, size in sizes.values()) / 1e6
    lines = [
        f"{sizes['payments'][0]:,} payments, {sum(counts):,} rows of {len(counts)} registers, {megabytes:,.0f} MB; "
        f"Python {platform.python_version()}, {os.cpu_count()} processors;",
        f"in turns, {repetitions} times; median (least–most). Other processes took at most {disturbed:.0%} of the processors.",
        "",
        "| tool | wall s | processor s | peak MiB |", "|---|--:|--:|--:|",
    ]
    for tool, some in runs.items():
        lines.append(f"| {names[tool]} | {spread(some, 'wall')} | {spread(some, 'own')} | {spread(some, 'peak', 1 << 20)} |")
    lines += ["", "| ours to | wall | processor | peak |", "|---|--:|--:|--:|"]
    for peer in ("duckdb", "pandas"):
        ratios = [f"{middle(runs['ours'], field) / middle(runs[peer], field):.2f}" for field in ("wall", "own", "peak")]
        lines.append(f"| {names[peer]} | {' | '.join(ratios)} |")
    lines += ["", "| rule | planted | near misses | found by each | of these near misses | yuan |", "|---|--:|--:|--:|--:|--:|"]
    for rule, fen in PLANTED_FEN.items():
        planted = sum(row["rule"] == rule and row["case"] == "planted" for row in truth)
        near = sum(row["rule"] == rule and row["case"] == "near" for row in truth)
        lines.append(f"| {rule} | {planted:,} | {near:,} | {planted:,} | 0 | {planted * fen / 100:,.2f} |")
    return "\n".join(lines) + "\n"


def main():
    program, registers, work, repetitions = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), int(sys.argv[4])
    truth = rows(registers / "truth.csv")
    told = [(row["case"], row["rule"], subject(row["kind"], row["subject"])) for row in truth]
    planted = {(rule, whom, PLANTED_FEN[rule]) for case, rule, whom in told if case == "planted"}
    if any((rule, whom, PLANTED_FEN[rule]) in planted for case, rule, whom in told if case == "near"):
        raise SystemExit("the truth has a near miss that is planted")
    tools, run = commands(program, registers, work)
    for file in registers.glob("*.csv"):
        with open(file, "rb") as warmed:
            while warmed.read(1 << 20):
                pass
    runs, failed = {tool: [] for tool in tools}, False
    for turn in range(repetitions):
        for tool, (command, found) in tools.items():
            if tool == "ours":
                shutil.rmtree(run, ignore_errors=True)
            runs[tool].append(measured(command))
            last = runs[tool][-1]
            print(f"{turn + 1} {tool}: {last['wall']:.1f} s, {last['own']:.1f} of the processor (others {last['others']:.1f}), "
                  f"{last['peak'] / 2**20:.0f} MiB", file=sys.stderr, flush=True)
            failed |= differing(tool, found(), planted)
    if failed:
        raise SystemExit("the clues differ: nothing is measured")
    text = report(registers, runs, truth, program, repetitions)
    (work / "results.md").write_text(text, encoding="utf-8")
    print(text)
    if max(some["peak"] for some in runs["ours"]) > PEAK_MAXIMUM:
        raise SystemExit("the peak of the program is above 1 GiB")


main()
