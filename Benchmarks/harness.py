"""What Scripts/bench measures and holds against Benchmarks/thresholds.json: instructions, rates, start-up, the whole job."""

import concurrent.futures
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import time

import harness_page

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".build-benchmark" / "harness"
PROGRAM = FOLDER / "stage-counts"
THRESHOLDS = ROOT / "Benchmarks" / "thresholds.json"
# One kernel of OpenBLAS and one thread; sets and dictionaries in one order.
FIXED = {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1", "SWIFT_DETERMINISTIC_HASHING": "1"}


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def stage_lines(*arguments, environment=None):
    """The lines of JSON that the program prints."""
    text = output(str(PROGRAM), *arguments, env={**os.environ, **(environment or {})})
    return [json.loads(line) for line in text.splitlines()]


def instructions(stage, runs):
    """Instructions of the program on a stage, start and input among them."""
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={FOLDER}/callgrind.{stage}.{runs}"]
    done = subprocess.run(
        [*tool, str(PROGRAM), "run", stage, str(runs)], check=True, capture_output=True, text=True,
        env={**os.environ, **FIXED})
    os.remove(f"{FOLDER}/callgrind.{stage}.{runs}")
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def counts():
    """Instructions of one run of every stage: those of two runs less those of one."""
    stages = stage_lines("list")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        once, twice = ([pool.submit(instructions, stage["name"], runs) for stage in stages] for runs in (1, 2))
        for stage, one, two in zip(stages, once, twice):
            stage["instructions"] = two.result() - one.result()
            stage["per_item"] = round(stage["instructions"] / stage["count"], 3)
    return stages


def rates(rounds):
    """Rates of the products beside dgemm's, on the kernel that this machine gets by itself."""
    lines = stage_lines("rates", str(rounds), environment={"OPENBLAS_NUM_THREADS": "1"})
    bandwidth = lines[0]["gigabytes_per_second"]
    for line in lines[1:]:
        line["of_dgemm"] = line["gigaflops"] / line["dgemm"]
        line["of_ceiling"] = line["gigaflops"] / line["ceiling"]
    return bandwidth, lines[1:]


def start_up(steelyard, runs=50):
    """Milliseconds from the start of `--help` to the first byte of its answer, and of the processor until its end."""
    wall, processor = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        with subprocess.Popen([steelyard, "--help"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            first = child.stdout.read(1)
            wall.append((time.perf_counter() - start) * 1e3)
            rest = child.stdout.read()
        if child.returncode != 0 or b"USAGE" not in first + rest:
            sys.exit("bench: steelyard --help does not answer")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3)
    return {"runs": runs, "first_output_ms": statistics.median(wall), "processor_ms": statistics.median(processor)}


def failures(measured, thresholds):
    """What lies on the wrong side of a threshold, in words."""
    found = []
    for stage in measured["counts"]:
        limit = thresholds["instructions_per_item"].get(stage["name"])
        if limit is None:
            found.append(f"{stage['name']} has no threshold; record one")
        elif stage["per_item"] > limit * (1 + thresholds["tolerance"]):
            found.append(f"{stage['name']}: {stage['per_item']} instructions an item, {limit} were recorded")
    gone = set(thresholds["instructions_per_item"]) - {stage["name"] for stage in measured["counts"]}
    found += [f"{name} is no stage any more" for name in sorted(gone)]
    for kind in ("of_dgemm", "of_ceiling"):
        known = {rate["stage"]: rate[kind] for rate in measured["rates"]}
        for name, limit in thresholds[kind].items():
            if known.get(name, 0) < limit:
                found.append(f"{name}: {known.get(name, 0):.2f} {kind.replace('_', ' ')}, at least {limit} is asked for")
    if "start" in measured:
        limit = thresholds["start_ms"]
        if measured["start"]["first_output_ms"] > limit:
            found.append(f"steelyard --help answers after {measured['start']['first_output_ms']:.1f} ms, not {limit}")
    return found


def record(measured):
    """Writes the counts as thresholds; ratios and what is asked of the start are written by hand."""
    thresholds = json.loads(THRESHOLDS.read_text())
    thresholds["instructions_per_item"] = {stage["name"]: stage["per_item"] for stage in measured["counts"]}
    THRESHOLDS.write_text(json.dumps(thresholds, indent=2, ensure_ascii=False) + "\n")
    return thresholds


def times(file):
    """Wall time of every stage by the benchmark package: its export in the form of JMH."""
    found = []
    for benchmark in json.loads(pathlib.Path(file).read_text()):
        wall = benchmark["secondaryMetrics"]["Time (wall clock)"]["scorePercentiles"]
        found.append({
            "name": benchmark["benchmark"].rsplit(".", 1)[-1], "runs": benchmark["measurementIterations"],
            "median_us": wall["50.0"], "p99_us": wall["99.0"]})
    return found


def wall_and_peak(*command):
    """Wall and processor seconds and peak mebibytes of a command that answers well."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"bench: {' '.join(command[:2])} ended with {os.waitstatus_to_exitcode(status)}")
    return {
        "wall_s": round(time.perf_counter() - start, 2), "processor_s": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mib": round(usage.ru_maxrss / 1024)}


def machine():
    """What the figures were measured on and with."""
    def version(package):
        return output("dpkg-query", "-W", "-f=${Version}", package)
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return {
        "cores": os.cpu_count(), "processor": model[1] if model else "unknown",
        "memory_gib": round(int(memory[1]) / 2**20, 1), "load_before": round(os.getloadavg()[0], 1),
        "debian": pathlib.Path("/etc/debian_version").read_text().strip(),
        "swift": re.search(r"Swift version (\S+)", output("swift", "--version"))[1],
        "openblas": version("libopenblas-dev"), "valgrind": version("valgrind"),
        "benchmark": re.search(r'ordo-one/benchmark", exact: "([^"]+)"', (ROOT / "Benchmarks/Package.swift").read_text())[1],
    }


def whole_job(steelyard):
    """Five million settlements: the run, and the parts of it that have commands of their own."""
    folder = ROOT / ".build-benchmark"
    claims = [str(folder / "data/claims.csv"), "--persons", str(folder / "data/persons.csv"),
              "--institutions", str(folder / "data/institutions.csv")]
    model = "medical-insurance/outpatient-specified-disease-cost"
    out = FOLDER / "tally-run"
    output("rm", "-rf", str(out))
    return {
        "line": (FOLDER / "five-million").read_text().strip().splitlines()[-1],
        "parts": [
            {"part": "reading and checks (`steelyard check`)", **wall_and_peak(steelyard, "check", *claims)},
            {"part": "scoring from the tally (`steelyard run`)", **wall_and_peak(
                steelyard, "run", model, str(folder / "run/tally.csv"), "--institutions", claims[-1], "--out", str(out))},
        ],
    }


def main(mode):
    thresholds = json.loads(THRESHOLDS.read_text())
    before = machine()
    measured = {"counts": counts()}
    bandwidth, measured["rates"] = rates(rounds=9)
    if mode == "record":
        thresholds = record(measured)
    steelyard = str(ROOT / ".build/release/steelyard")
    if mode == "all":
        measured["start"] = start_up(steelyard)
        measured["times"] = times(FOLDER / "times.json")
        measured["whole_job"] = whole_job(steelyard)
        measured = {"machine": {**before, "gigabytes_per_second": bandwidth}, **measured}
        harness_page.write(measured, thresholds, ROOT / "Documentation/Reference")
    for stage in measured["counts"]:
        print(f"{stage['per_item']:>14.3f} instructions, {stage['items']}: {stage['name']}")
    for rate in measured["rates"]:
        print(f"{rate['of_dgemm']:.2f} of dgemm, {rate['of_ceiling']:.2f} of the ceiling: {rate['stage']}, {rate['shape']}")
    wrong = failures(measured, thresholds)
    for line in wrong:
        print(f"bench: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
