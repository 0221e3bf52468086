"""Writes what Scripts/bench measured: benchmarks.json for programs, benchmarks.md for people."""

import json


def table(titles, alignment, rows):
    lines = [titles, alignment, *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def counts(measured, thresholds):
    limits, times = thresholds["instructions_per_item"], {row["name"]: row for row in measured["times"]}
    rows = []
    for stage in measured["counts"]:
        time = times[stage["name"]]
        limit = limits[stage["name"]] * (1 + thresholds["tolerance"])
        rows.append([
            stage["name"], f"{stage['count']:,} {stage['items']}", f"{stage['per_item']:,.1f}", f"{limit:,.1f}",
            f"{time['median_us'] / 1e3:,.2f}", f"{stage['count'] / time['median_us']:,.2f}"])
    return table(
        ["stage", "one run", "instructions an item", "at most", "median run, ms", "million items a second"],
        ["---", "---", "--:", "--:", "--:", "--:"], rows)


def rates(measured, thresholds):
    rows = []
    for rate in measured["rates"]:
        asked = [
            f"{thresholds[kind][rate['stage']]:.2f} {words}" for kind, words in (
                ("of_dgemm", "of dgemm"), ("of_ceiling", "of the ceiling")) if rate["stage"] in thresholds[kind]]
        rows.append([
            rate["stage"], rate["shape"], f"{rate['intensity']:.2f}", f"{rate['gigaflops']:.2f}", f"{rate['dgemm']:.1f}",
            f"{rate['of_dgemm']:.2f}", f"{rate['of_ceiling']:.2f}", ", ".join(asked) or "–"])
    return table(
        ["stage", "shape", "operations a byte", "GFLOP/s", "dgemm's", "of dgemm", "of the ceiling", "asked for"],
        ["---", "---", "--:", "--:", "--:", "--:", "--:", "---"], rows)


def page(measured, thresholds):
    machine, start, job = measured["machine"], measured["start"], measured["whole_job"]
    parts = table(
        ["part", "wall s", "processor s", "peak MiB"], ["---", "--:", "--:", "--:"],
        [[row["part"], row["wall_s"], row["processor_s"], row["peak_mib"]] for row in job["parts"]])
    shared = (
        f"Other work kept the machine busy (load {machine['load_before']} at the start): times are longer than they need "
        "be; counts and ratios hold." if machine["load_before"] >= 0.5 else "Nothing else ran.")
    return f"""# Benchmarks

Made by `Scripts/bench`, which writes this page and `benchmarks.json` again.

Machine: {machine['cores']} cores, {machine['processor']}, {machine['memory_gib']} GiB; {shared}
Versions: Debian {machine['debian']}, Swift {machine['swift']}, OpenBLAS {machine['openblas']}, valgrind
{machine['valgrind']}, ordo-one/benchmark {machine['benchmark']}.

## Stages

```
Scripts/bench --check     # answers, instructions and ratios; fails where a threshold is passed
Scripts/bench --record    # the counts become the thresholds of Benchmarks/thresholds.json
```

Every stage checks its answer against a value computed otherwise. Instructions are callgrind's, of two runs less those of one, with
OpenBLAS on one thread and its Haswell kernel; times are the benchmark package's, with the kernel of the machine.

{counts(measured, thresholds)}

## Products

Processor time on one thread, dgemm of 1,024 × 1,024 and the stage in turns, the least of nine rounds. What a product can reach
is bounded by dgemm's rate and by the bytes it must move, {machine['gigabytes_per_second']:.1f} GB/s here: that is the ceiling.

{rates(measured, thresholds)}

## Start

`steelyard --help`, {start['runs']} times: {start['first_output_ms']:.1f} ms to the first byte of the answer, {start['processor_ms']:.1f} ms of
the processor in all (medians); at most {thresholds['start_ms']} ms are allowed.

## The whole job

`Benchmarks/five-million`:

```
{job['line']}
```

{parts}
"""


def write(measured, thresholds, folder):
    (folder / "benchmarks.json").write_text(json.dumps(rounded(measured), indent=2, ensure_ascii=False) + "\n")
    (folder / "benchmarks.md").write_text(page(measured, thresholds))


def rounded(value):
    """Numbers with four digits behind the point."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value
