"""What a run of Scripts/bench finds, figure by figure; benchmarks.json has the fields under these names."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class StageCount:
    """Instructions of one run of a stage, and of one of its items."""

    name: str
    count: int
    items: str
    blas: bool
    instructions: int

    @property
    def per_item(self) -> float:
        return round(self.instructions / self.count, 3)


@dataclasses.dataclass(frozen=True)
class StageRate:
    """A product beside dgemm: 10⁹ operations a processor second; operations for each byte that must be moved."""

    stage: str
    shape: str
    gigaflops: float
    dgemm: float
    intensity: float
    ceiling: float

    @property
    def of_dgemm(self) -> float:
        return self.gigaflops / self.dgemm

    @property
    def of_ceiling(self) -> float:
        return self.gigaflops / self.ceiling


@dataclasses.dataclass(frozen=True)
class StageTime:
    """Wall time of the runs of a stage, microseconds."""

    name: str
    runs: int
    median_us: float
    p99_us: float


@dataclasses.dataclass(frozen=True)
class Start:
    """`steelyard --help`: instructions; medians of the wall time to the first byte and of processor time, milliseconds."""

    instructions: int
    runs: int
    first_output_ms: float
    processor_ms: float


@dataclasses.dataclass(frozen=True)
class JobPart:
    """A part of the whole job that has a command of its own."""

    part: str
    wall_s: float
    processor_s: float
    peak_mib: int


@dataclasses.dataclass(frozen=True)
class WholeJob:
    """The line that Benchmarks/five-million ends with, its numbers, and the parts."""

    line: str
    rows: int
    wall_s: float
    peak_mib: int
    # Wall time as a multiple of that of `wc -l` on the same file.
    of_wc: int
    parts: list[JobPart]


@dataclasses.dataclass(frozen=True)
class Machine:
    """What the figures were measured on and with."""

    cores: int
    processor: str
    memory_gib: float
    gigabytes_per_second: float
    # The share of all processors' time that other processes took meanwhile.
    others_share: float
    steelyard: str
    debian: str
    linux: str
    swift: str
    python: str
    openblas: str
    valgrind: str
    benchmark: str


@dataclasses.dataclass(frozen=True)
class Checked:
    """What is held against the thresholds."""

    counts: list[StageCount]
    rates: list[StageRate]
    start: Start


@dataclasses.dataclass(frozen=True)
class Thresholds:
    """Benchmarks/thresholds.json: what was recorded, and how far above instructions and below shares may lie."""

    instructions_above: float
    shares_below: float
    instructions_of_start: int
    instructions_per_item: dict[str, float]
    share_of_dgemm: dict[str, float]

    def recorded(self, checked: Checked) -> "Thresholds":
        """The same with what was measured now."""
        return dataclasses.replace(
            self,
            instructions_of_start=checked.start.instructions,
            instructions_per_item={stage.name: stage.per_item for stage in checked.counts},
            share_of_dgemm={rate.stage: float(f"{rate.of_dgemm:.3g}") for rate in checked.rates})

    def most(self, recorded: float) -> float:
        """The most instructions that pass where so many were recorded."""
        return recorded * (1 + self.instructions_above)

    def least(self, recorded: float) -> float:
        """The least share that passes where such a one was recorded."""
        return recorded * (1 - self.shares_below)

    def failures(self, checked: Checked) -> list[str]:
        """What lies on the wrong side of a threshold, in words; where none is recorded, no count and no share below 1 passes."""
        found = []
        if checked.start.instructions > self.most(self.instructions_of_start):
            found.append(
                f"steelyard --help: {checked.start.instructions} instructions, {self.instructions_of_start} were recorded")
        for stage in checked.counts:
            recorded = self.instructions_per_item.get(stage.name, 0)
            if stage.per_item > self.most(recorded):
                found.append(f"{stage.name}: {stage.per_item} instructions an item, {recorded} were recorded")
        for rate in checked.rates:
            recorded = self.share_of_dgemm.get(rate.stage, 1)
            if rate.of_dgemm < self.least(recorded):
                found.append(f"{rate.stage}: {rate.of_dgemm:.3g} of dgemm's rate, {recorded} was recorded")
        gone = self.instructions_per_item.keys() - {stage.name for stage in checked.counts}
        gone |= self.share_of_dgemm.keys() - {rate.stage for rate in checked.rates}
        return found + [f"{name} was recorded and is not measured any more" for name in sorted(gone)]
