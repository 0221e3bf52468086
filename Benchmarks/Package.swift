// swift-tools-version: 6.2
// What is measured beside other programs; the scripts of this folder build it and compare the answers.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "steelyard-benchmarks",
  dependencies: [
    .package(name: "steelyard", path: ".."),
    // Without its traits, which need libraries that count allocations by taking malloc's place.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "mcd-benchmark",
      dependencies: [
        .product(name: "SteelyardNumerics", package: "steelyard"),
        .product(name: "SteelyardStatistics", package: "steelyard"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "damage-benchmark",
      dependencies: [.product(name: "SteelyardIntake", package: "steelyard")],
      swiftSettings: strict),
    // The stages: what one run of each does and what its answer must be.
    .target(
      name: "StageBodies",
      dependencies: [
        .product(name: "SteelyardStages", package: "steelyard"),
        .product(name: "SteelyardTestSupport", package: "steelyard"),
      ],
      swiftSettings: strict),
    // Runs of one stage for a tool that counts instructions, and rates beside dgemm's.
    .executableTarget(name: "stage-counts", dependencies: ["StageBodies"], swiftSettings: strict),
    // All stages by the clock.
    .executableTarget(
      name: "Stages",
      dependencies: ["StageBodies", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Stages",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
