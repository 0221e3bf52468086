import Benchmark
import StageBodies

/// Every stage by the clock; its answer is checked when its runs are over.
let benchmarks: @Sendable () -> Void = {
  for stage in Stage.all {
    Benchmark(
      stage.name,
      configuration: .init(metrics: [.wallClock, .throughput], warmupIterations: 1, maxDuration: .seconds(1))
    ) { benchmark in
      let prepared = try stage.prepared()
      benchmark.startMeasurement()
      try prepared.run()
      benchmark.stopMeasurement()
      try prepared.check()
    }
  }
}
