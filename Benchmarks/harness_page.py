"""Writes what Scripts/bench measured: benchmarks.json for programs, benchmarks.md for people."""

import dataclasses
import json
import pathlib
from collections.abc import Sequence

from harness_figures import Checked, Machine, StageTime, Thresholds, WholeJob


@dataclasses.dataclass(frozen=True)
class Found:
    """Everything a whole run measures."""

    machine: Machine
    checked: Checked
    times: list[StageTime]
    job: WholeJob


def table(titles: list[str], alignment: list[str], rows: Sequence[Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [titles, alignment, *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def counts(found: Found, thresholds: Thresholds) -> str:
    times = {time.name: time for time in found.times}
    rows: list[list[object]] = []
    for stage in found.checked.counts:
        time, recorded = times[stage.name], thresholds.instructions_per_item.get(stage.name)
        rows.append([
            stage.name, f"{stage.count:,} {stage.items}", f"{stage.per_item:,.1f}",
            f"{thresholds.most(recorded):,.1f}" if recorded is not None else "–",
            f"{time.median_us:,.0f}", f"{1e3 * stage.count / time.median_us:,.0f}"])
    return table(
        ["stage", "one run", "instructions an item", "at most", "median run, µs", "thousand items a second"],
        ["---", "---", "--:", "--:", "--:", "--:"], rows)


def rates(found: Found, thresholds: Thresholds) -> str:
    rows: list[list[object]] = []
    for rate in found.checked.rates:
        recorded = thresholds.share_of_dgemm.get(rate.stage)
        rows.append([
            rate.stage, rate.shape, f"{rate.intensity:.2f}", f"{rate.gigaflops:.3g}", f"{rate.dgemm:.1f}",
            f"{rate.of_dgemm:.3g}", f"{thresholds.least(recorded):.3g}" if recorded is not None else "–",
            f"{rate.of_ceiling:.2g}"])
    return table(
        ["stage", "shape", "operations a byte", "GFLOP/s", "dgemm's", "of dgemm", "at least", "of the ceiling"],
        ["---", "---", "--:", "--:", "--:", "--:", "--:", "--:"], rows)


def company(machine: Machine) -> str:
    share = f"other processes took {100 * machine.others_share:.0f} % of the processors meanwhile"
    return f"{share}, so that wall times are longer than they need be." if machine.others_share >= 0.05 else f"{share}."


def page(found: Found, thresholds: Thresholds) -> str:
    machine, start = found.machine, found.checked.start
    parts = table(
        ["part", "wall s", "processor s", "peak MiB"], ["---", "--:", "--:", "--:"],
        [[part.part, part.wall_s, part.processor_s, f"{part.peak_mib:,}"] for part in found.job.parts])
    return f"""# Benchmarks

Made by `Scripts/bench`, which writes this page and `benchmarks.json` again. Thresholds are on instructions and on ratios,
never on seconds: seconds depend on who else uses the machine, and stand here to give an idea.

Machine: {machine.cores} cores, {machine.processor}, {machine.memory_gib} GiB; {company(machine)}
Versions: Steelyard {machine.steelyard}, Debian {machine.debian}, Linux {machine.linux}, Swift {machine.swift}, OpenBLAS {machine.openblas}, valgrind
{machine.valgrind}, ordo-one/benchmark {machine.benchmark}, Python {machine.python}.

```
Scripts/bench             # all of this page
Scripts/bench --check     # answers, instructions and ratios; ends with 1 where a threshold is passed
Scripts/bench --record    # what is found becomes Benchmarks/thresholds.json
```

## Stages

Every stage checks its answer against a value computed otherwise. Instructions are callgrind's, of two runs less those of one, with
OpenBLAS on one thread and its Haswell kernel. They may lie {100 * thresholds.instructions_above:.0f} % above what was recorded. Times are the
benchmark package's, with the kernel of the machine; every run of a stage has the same input.

{counts(found, thresholds)}

## Products

Processor time on one thread, dgemm of 1,024 × 1,024 and the stage in turns, the least of several rounds. Operations are those of
the products alone, so that all else a stage does lowers its share of dgemm's rate. `posterior-draws` is the far end of this: an
outer product, added to numbers that are drawn before and ranked after. Shares may lie {100 * thresholds.shares_below:.0f} % below what was recorded.

What a product can reach is bounded by dgemm's rate and by the bytes it must move, {machine.gigabytes_per_second:.1f} GB/s here: the
lower of the two is the ceiling. With few operations for each byte a stage cannot come near dgemm, however well it is written.

The ceiling is dgemm's own where memory allows it, and that is more than `scatter` and `distances` can have. With a dozen axes dsyrk
and dtrsm take longer to copy a block into their panels than to compute, and tiles of eight axes make 224 operations of the 156 of a
point; so both are written in Swift, which is compiled for any x86-64: 8 operations a cycle at most, where dgemm's kernel makes 16.
Half of dgemm's rate for the operations and then the bytes, one after the other, make 0.8 ms for `scatter` and 0.9 ms for `distances`.

{rates(found, thresholds)}

## Start

`steelyard --help` takes {start.instructions / 1e6:,.1f} million instructions by callgrind, the loading of libraries among them; at most
{thresholds.most(thresholds.instructions_of_start) / 1e6:,.1f} million are allowed. {start.runs} times by the clock: {start.first_output_ms:.1f} ms
to the first byte of the answer, {start.processor_ms:.1f} ms of the processor in all (medians).

## The whole job

`Benchmarks/five-million`, from the files to the ranked list, and the parts of it that have commands of their own:

```
{found.job.line}
```

{parts}
"""


def write(found: Found, thresholds: Thresholds, folder: pathlib.Path) -> None:
    (folder / "benchmarks.json").write_text(json.dumps(figures(found), indent=2, ensure_ascii=False) + "\n")
    (folder / "benchmarks.md").write_text(page(found, thresholds))


def figures(found: Found) -> object:
    """All figures, what is computed from them too, with four digits behind the point."""
    checked = found.checked
    return rounded({
        "machine": dataclasses.asdict(found.machine),
        "stages": [{**dataclasses.asdict(stage), "per_item": stage.per_item} for stage in checked.counts],
        "products": [
            {**dataclasses.asdict(rate), "of_dgemm": rate.of_dgemm, "of_ceiling": rate.of_ceiling}
            for rate in checked.rates],
        "start": dataclasses.asdict(checked.start),
        "times": [dataclasses.asdict(time) for time in found.times],
        "whole_job": dataclasses.asdict(found.job),
    })


def rounded(value: object) -> object:
    """The value with all numbers in it rounded."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value
