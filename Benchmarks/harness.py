"""What Scripts/bench measures and holds against Benchmarks/thresholds.json: harness.py check | record | all

check   instructions of the stages and of the start, rates of products; fails where a threshold is passed
record  the same, and what was found becomes the thresholds
all     the same as check, and times, five million settlements, benchmarks.json and benchmarks.md
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import platform
import re
import resource
import statistics
import subprocess
import sys
import time

import harness_page
from harness_figures import Checked, JobPart, Machine, StageCount, StageRate, StageTime, Start, Thresholds, WholeJob

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / ".build-benchmark"
FOLDER = WORK / "harness"
STAGES = FOLDER / "stage-counts"
STEELYARD = ROOT / ".build" / "release" / "steelyard"
THRESHOLDS = ROOT / "Benchmarks" / "thresholds.json"
# One kernel of OpenBLAS and one thread; sets and dictionaries in one order.
FIXED = {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1", "SWIFT_DETERMINISTIC_HASHING": "1"}
ROUNDS = 9
STARTS = 50


def output(*command: str, environment: dict[str, str] | None = None) -> str:
    """What a command prints; a command that fails ends the run with what it said."""
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command[:3])} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def instructions(name: str, *command: str) -> int:
    """Instructions of a command by callgrind, its start among them."""
    (FOLDER / "callgrind").mkdir(exist_ok=True)
    log, counts = (FOLDER / "callgrind" / f"{name}.{kind}" for kind in ("log", "out"))
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", f"--log-file={log}"]
    output(*tool, *command, environment=FIXED)
    found = re.search(r"Collected : (\d+)", log.read_text())
    if found is None:
        sys.exit(f"bench: callgrind counted nothing of {name}:\n{log.read_text()}")
    return int(found[1])


def stage_counts() -> list[StageCount]:
    """Instructions of one run of every stage: those of two runs less those of one."""
    stages = json_lines(output(str(STAGES), "list"))

    def counted(name: str, runs: int) -> int:
        return instructions(f"{name}-{runs}", str(STAGES), "run", name, str(runs))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        once, twice = ([pool.submit(counted, stage["name"], runs) for stage in stages] for runs in (1, 2))
        return [
            StageCount(**stage, instructions=two.result() - one.result())
            for stage, one, two in zip(stages, once, twice)]


def stage_rates() -> tuple[float, list[StageRate]]:
    """Gigabytes a second, and the products beside dgemm, on the kernel that this machine gets by itself."""
    lines = json_lines(output(str(STAGES), "rates", str(ROUNDS), environment={"OPENBLAS_NUM_THREADS": "1"}))
    return lines[0]["gigabytes_per_second"], [StageRate(**line) for line in lines[1:]]


def children_seconds() -> float:
    """Processor seconds of the processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def start_up() -> Start:
    """The start of `--help`."""
    wall, processor = [], []
    for _ in range(STARTS):
        before, started = children_seconds(), time.perf_counter()
        with subprocess.Popen([STEELYARD, "--help"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            assert child.stdout is not None, "a pipe was asked for"
            first = child.stdout.read(1)
            wall.append((time.perf_counter() - started) * 1e3)
            rest = child.stdout.read()
        if child.returncode != 0 or b"USAGE" not in first + rest:
            sys.exit("bench: steelyard --help does not answer")
        processor.append((children_seconds() - before) * 1e3)
    # Without debug information, which valgrind 3.19 cannot read.
    stripped = FOLDER / "steelyard"
    output("strip", "-o", str(stripped), str(STEELYARD))
    return Start(
        instructions("start", str(stripped), "--help"), STARTS, statistics.median(wall), statistics.median(processor))


def stage_times(stages: list[StageCount]) -> list[StageTime]:
    """Wall time of every stage by the benchmark package, from its export in the form of JMH."""
    for old in FOLDER.glob("*.jmh.json"):
        old.unlink()
    log = output(
        "swift", "package", "--package-path", str(ROOT / "Benchmarks"), "-Xswiftc", "-enable-testing",
        "--allow-writing-to-directory", str(FOLDER), "benchmark", "run", "--target", "Stages", "--no-progress",
        "--format", "jmh", "--path", str(FOLDER))
    (export,) = FOLDER.glob("*.jmh.json")
    found = []
    for benchmark in json.loads(export.read_text()):
        wall = benchmark["secondaryMetrics"]["Time (wall clock)"]["scorePercentiles"]
        name = benchmark["benchmark"].rsplit(".", 1)[-1]
        found.append(StageTime(name, benchmark["measurementIterations"], wall["50.0"], wall["99.0"]))
    # A benchmark with a wrong answer is left out of the export; the command ends with 0 all the same.
    missing = {stage.name for stage in stages} - {time.name for time in found}
    if missing:
        sys.exit(f"bench: no times of {', '.join(sorted(missing))}\n{log}")
    return sorted(found, key=lambda time: time.name)


def job_part(part: str, *arguments: str) -> JobPart:
    """Wall and processor seconds and peak mebibytes of a command of the program that answers well."""
    started = time.perf_counter()
    child = subprocess.Popen([STEELYARD, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench: steelyard {arguments[0]} ended with {child.returncode}")
    return JobPart(part, round(wall, 2), round(usage.ru_utime + usage.ru_stime, 2), round(usage.ru_maxrss / 1024))


def whole_job() -> WholeJob:
    """Five million settlements: the run, and the parts of it that have commands of their own."""
    line = output(str(ROOT / "Benchmarks" / "five-million")).strip().splitlines()[-1]
    numbers = re.fullmatch(r"(\d+) rows in ([\d.]+) s, peak (\d+) MiB, wc -l [\d.]+ s, ratio (\d+)", line)
    if numbers is None:
        sys.exit(f"bench: not what five-million ends with: {line}")
    rows, wall, peak, ratio = numbers.groups()
    data, out = WORK / "data", FOLDER / "tally-run"
    institutions = ["--institutions", str(data / "institutions.csv")]
    output("rm", "-rf", str(out))
    return WholeJob(line, int(rows), float(wall), int(peak), int(ratio), [
        job_part(
            "reading and checks (`steelyard check`)", "check", str(data / "claims.csv"), "--persons",
            str(data / "persons.csv"), *institutions),
        job_part(
            "scoring from the tally (`steelyard run --tally`)", "run",
            "medical-insurance/outpatient-specified-disease-cost", "--tally", str(WORK / "run" / "tally.csv"),
            *institutions, "--out", str(out)),
    ])


def busy_seconds() -> float:
    """Processor seconds that all processes of the machine have used."""
    user, nice, system, _, _, interrupts, soft = map(
        int, pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:8])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    return children_seconds() + time.process_time()


def machine(gigabytes_per_second: float, others_share: float) -> Machine:
    """What the figures were measured on and with."""
    def version(package: str) -> str:
        return output("dpkg-query", "-W", "-f=${Version}", package)

    def found(pattern: str, text: str) -> str:
        match = re.search(pattern, text)
        return match[1].strip() if match else "unknown"

    return Machine(
        cores=os.cpu_count() or 1,
        processor=found(r"model name\s*:(.*)", pathlib.Path("/proc/cpuinfo").read_text()),
        memory_gib=round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1),
        gigabytes_per_second=gigabytes_per_second,
        others_share=others_share,
        steelyard=output(str(STEELYARD), "--version").strip(),
        debian=pathlib.Path("/etc/debian_version").read_text().strip(),
        linux=platform.release(),
        swift=found(r"Swift version (\S+)", output("swift", "--version")),
        python=platform.python_version(),
        openblas=version("libopenblas-dev"),
        valgrind=version("valgrind"),
        benchmark=found(r'ordo-one/benchmark", exact: "([^"]+)"', (ROOT / "Benchmarks" / "Package.swift").read_text()),
    )


def report(checked: Checked) -> None:
    for stage in checked.counts:
        print(f"{stage.per_item:>14,.3f} instructions, {stage.items}: {stage.name}")
    print(f"{checked.start.instructions:>14,} instructions: steelyard --help")
    for rate in checked.rates:
        print(f"{rate.of_dgemm:>14.3g} of dgemm, {rate.of_ceiling:.2g} of the ceiling: {rate.stage}, {rate.shape}")


def main(mode: str) -> int:
    thresholds = Thresholds(**json.loads(THRESHOLDS.read_text()))
    started, busy, own = time.monotonic(), busy_seconds(), own_seconds()
    gigabytes_per_second, rates = stage_rates()
    checked = Checked(stage_counts(), rates, start_up())
    report(checked)
    if mode == "record":
        thresholds = thresholds.recorded(checked)
        THRESHOLDS.write_text(json.dumps(dataclasses.asdict(thresholds), indent=2) + "\n")
    if mode == "all":
        times, job = stage_times(checked.counts), whole_job()
        others = (busy_seconds() - busy) - (own_seconds() - own)
        share = max(0.0, others) / (time.monotonic() - started) / (os.cpu_count() or 1)
        found = harness_page.Found(machine(gigabytes_per_second, share), checked, times, job)
        harness_page.write(found, thresholds, ROOT / "Documentation" / "Reference")
    wrong = thresholds.failures(checked)
    for line in wrong:
        print(f"bench: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
