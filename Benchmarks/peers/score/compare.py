"""Runs the program and its peers on the same settlements in turns, holds the answers to each other and prints the tables:
compare.py --program PROGRAM --work FOLDER --sizes 1,5 --seed N --peers polars,duckdb,pandas --repetitions N

Writes results.md and results.json into the folder. Ends with 1 where an answer is not the program's.
"""

import argparse
import csv
import filecmp
import importlib.metadata
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
MODEL = "medical-insurance/outpatient-specified-disease-cost"
WORDS = {"ours": "Steelyard", "ranking": "Steelyard, ranking alone", "polars": "Polars", "duckdb": "DuckDB", "pandas": "pandas", "wc": "wc -l"}
LIBRARIES = ["polars", "duckdb", "pandas", "pyarrow", "numpy", "scipy", "scikit-learn"]
# What is measured: wall seconds, processor seconds, peak bytes.
FIELDS = ["wall", "processor", "peak"]
# The program's runs: whole, and without the lists that no peer is asked for; what has the same bytes in both.
OURS = ["ours", "ranking"]
SHARED = ["ranking.csv", "profile.csv", "interview-list.csv", "tally.csv", "tally-pairs.csv"]
PARTS = ["front", "statistics", "determinants"]
MEMORY_SIGNS = ("MemoryError", "OutOfMemory", "Out of Memory", "memory allocation of")


class NotFinished(Exception):
    """A process that ran out of memory."""


def busy():
    """Processor seconds all processes of the machine have used."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, soft = map(int, file.readline().split()[1:8])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def measured(command, log):
    """Wall seconds, processor seconds and peak bytes of a process, and processor seconds of all others meanwhile."""
    with open(log, "wb") as errors:
        before, started = busy(), time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    own = usage.ru_utime + usage.ru_stime
    run = {"wall": wall, "processor": own, "peak": usage.ru_maxrss * 1024, "others": max(0.0, busy() - before - own)}
    if process.returncode:
        text = log.read_text(errors="replace")
        if process.returncode == -9 or any(sign in text for sign in MEMORY_SIGNS):
            raise NotFinished(f"ended with {process.returncode} at {run['peak'] / 2**30:.1f} GiB")
        sys.stderr.write(text)
        raise SystemExit(f"{pathlib.Path(command[0]).name} ended with {process.returncode}")
    return run


def judged(*task):
    """What answers.py prints. A process of its own: a measured one begins with the memory of the one that starts it, so this
    one stays small."""
    done = subprocess.run([sys.executable, str(HERE / "answers.py"), *map(str, task)], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit("nothing is measured")
    return done.stdout


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def warm(folder):
    """Reads the files once, so that all find them in memory."""
    for path in folder.iterdir():
        with open(path, "rb") as file:
            while file.read(1 << 22):
                pass


def commands(arguments, data, work):
    """For each tool its command; the answers go to folders of their names."""
    tables = {name: str(data / f"{name}.csv") for name in ("claims", "persons", "institutions")}
    made = {"wc": ["wc", "-l", tables["claims"]]}
    run = [
        arguments.program, "run", MODEL, tables["claims"], "--persons", tables["persons"], "--institutions",
        tables["institutions"], "--key", str(work / "person.key")]
    made["ours"] = [*run, "--out", str(work / "ours")]
    made["ranking"] = [*run, "--without", "persons,patients,months", "--out", str(work / "ranking")]
    for peer in arguments.peers:
        made[peer] = [sys.executable, str(HERE / f"with_{peer}.py"), str(data), str(work / "features"), str(work / peer)]
    return made


def turn(arguments, made, work, runs, found):
    """Every tool once; each answer is compared before the next tool starts."""
    for tool, command in made.items():
        if any("unfinished" in run for run in runs[tool]):
            continue
        if tool in OURS:
            shutil.rmtree(work / tool, ignore_errors=True)
        elif tool != "wc":
            fresh(work / tool)
        try:
            run = measured(command, work / f"{tool}.log")
        except NotFinished as reason:
            if tool in OURS:
                raise SystemExit(f"the program ran out of memory: {reason}")
            runs[tool].append({"unfinished": str(reason)})
            print(f"{WORDS[tool]}: out of memory, {reason}", file=sys.stderr, flush=True)
            continue
        runs[tool].append(run)
        print(f"{WORDS[tool]}: {run['wall']:.1f} s, {run['processor']:.1f} of the processor (others {run['others']:.1f}), "
              f"{run['peak'] / 2**20:.0f} MiB", file=sys.stderr, flush=True)
        if tool == "ours":
            judged("features", work / "ours", fresh(work / "features"))
        elif tool == "ranking":
            for name in SHARED:
                if not filecmp.cmp(work / tool / name, work / "ours" / name, shallow=False):
                    raise SystemExit(f"{name} of the ranking alone is not that of the whole run: nothing is measured")
        elif tool != "wc":
            found[tool] = json.loads(judged("compare", tool, work / "ours", work / "features", work / tool))
            run["seconds"] = found[tool].pop("seconds")


def measure(arguments, size):
    """All turns of a size: rows and bytes of the file, runs by tool, what comparing found."""
    data, work = arguments.work / f"data-{size}-{arguments.seed}", arguments.work / "answers"
    work.mkdir(exist_ok=True)
    warm(data)
    made = commands(arguments, data, work)
    runs, found = {tool: [] for tool in made}, {}
    for _ in range(arguments.repetitions):
        turn(arguments, made, work, runs, found)
    manifest = json.loads((work / "ours" / "run.json").read_text())
    counts = manifest["counts"]
    with open(work / "ours" / "ranking.csv", encoding="utf-8", newline="") as file:
        institutions = sum(1 for _ in csv.reader(file)) - 1
    return {
        "size": size, "rows": counts["read"]["rows"], "accepted": counts["accepted"]["rows"],
        "bytes": (data / "claims.csv").stat().st_size, "institutions": institutions,
        "runs": runs, "compared": found,
        "commands": {tool: told(command, arguments) for tool, command in made.items()},
    }


def told(command, arguments):
    """A command without the folders of this machine."""
    places = {str(arguments.work): "WORK", str(HERE): "Benchmarks/peers/score", sys.executable: "python",
              arguments.program: "steelyard"}
    parts = []
    for part in command:
        for place, word in sorted(places.items(), key=lambda item: -len(item[0])):
            part = part.replace(place, word)
        parts.append(part)
    return " ".join(parts)


def machine(program):
    """What the runs were made on and with."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return {
        "processors": os.cpu_count(), "processor": models[0] if models else platform.machine(),
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}", "python": platform.python_version(), "steelyard": version,
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
    }


def finished(runs):
    return [run for run in runs if "unfinished" not in run]


def spread(runs, field, scale=1.0):
    values = [run[field] / scale for run in runs]
    return f"{statistics.median(values):,.2f} ({min(values):,.2f}–{max(values):,.2f})"


def ratio(ours, theirs, field):
    """The median over turns of ours to theirs."""
    return statistics.median(mine[field] / max(other[field], 1e-9) for mine, other in zip(ours, theirs))


def page(result, place):
    """One size as Markdown."""
    runs, names = result["runs"], dict(WORDS)
    names |= {tool: names[tool].replace("Steelyard", f"Steelyard {place['steelyard']}") for tool in OURS}
    names |= {peer: f"{WORDS[peer]} {place['libraries'][peer]}" for peer in ("polars", "duckdb", "pandas")}
    disturbed = max(
        run["others"] / run["wall"] / place["processors"] for tool, some in runs.items() if tool != "wc"
        for run in finished(some))
    lines = [
        f"## {result['rows']:,} settlements, {result['bytes'] / 1e6:,.0f} MB, {result['institutions']:,} institutions", "",
        f"In turns, {len(runs['ours'])} times; median (least–most). Other processes took at most {disturbed:.0%} of the "
        "processors.", "", "| tool | wall s | processor s | peak MiB |", "|---|--:|--:|--:|"]
    for tool, some in runs.items():
        if len(done := finished(some)) < len(some):
            lines.append(f"| {names[tool]} | out of memory | | |")
        else:
            # Counting lines takes no memory to speak of.
            cells = [spread(done, "wall"), spread(done, "processor"), "" if tool == "wc" else spread(done, "peak", 1 << 20)]
            lines.append(f"| {names[tool]} | {' | '.join(cells)} |")
    for own, title in zip(OURS, ["the whole run to", "the ranking alone to"]):
        lines += ["", f"| {title}, median of turns | wall | processor | peak |", "|---|--:|--:|--:|"]
        for tool, some in runs.items():
            if tool not in OURS and len(finished(some)) == len(some):
                cells = ["" if (tool, field) == ("wc", "peak") else f"{ratio(runs[own], some, field):.2f}" for field in FIELDS]
                lines.append(f"| {names[tool]} | {' | '.join(cells)} |")
    lines += ["", "| of a peer's processor s, median | rows to tally | statistics | determinants |", "|---|--:|--:|--:|"]
    for tool in result["compared"]:
        parts = [statistics.median(run["seconds"][part] for run in finished(runs[tool])) for part in PARTS]
        lines.append(f"| {names[tool]} | {' | '.join(f'{part:.2f}' for part in parts)} |")
    lines += ["", "| agreement | figures | last digits that differ | μ, τ², μ̂ apart at most | determinants: ours ahead by at most |",
              "|---|--:|--:|--:|--:|"]
    for peer, found in result["compared"].items():
        lines.append(
            f"| {names[peer]} | {found['figures']:,} | {found['lastDigitsTurned']} | {found['fitsApart']:.1e} | "
            f"{found['determinantLead']:.4f} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--sizes", required=True, type=lambda text: [int(size) for size in text.split(",")])
    parser.add_argument("--seed", required=True, type=int)
    parser.add_argument("--peers", required=True, type=lambda text: text.split(","))
    parser.add_argument("--repetitions", required=True, type=int)
    arguments = parser.parse_args()
    place = machine(arguments.program)
    libraries = ", ".join(f"{name} {version}" for name, version in place["libraries"].items())
    results, pages = [], [
        f"{place['processors']} × {place['processor']}, {place['memoryGiB']} GiB, {place['system']}, Python {place['python']}; "
        f"{libraries}.\n"]
    for size in arguments.sizes:
        print(f"{size} million", file=sys.stderr, flush=True)
        results.append(measure(arguments, size))
        pages.append(page(results[-1], place))
        # After every size: the larger ones take long.
        (arguments.work / "results.md").write_text("\n".join(pages), encoding="utf-8")
        (arguments.work / "results.json").write_text(
            json.dumps({"machine": place, "seed": arguments.seed, "sizes": results}, indent=1, sort_keys=True) + "\n")
    print("\n".join(pages))


if __name__ == "__main__":
    main()
