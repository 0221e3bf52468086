// swift-tools-version: 6.2
// The layers in order; Documentation/Design/architecture.md says what each is for, Tests/TidyTests holds them apart.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A library target whose only settings are the strict ones.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: strict)
}

/// A test target with the same settings as the code it tests.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "steelyard",
  products: [
    .executable(name: "steelyard", targets: ["steelyard"]),
    .library(name: "SteelyardNumerics", targets: ["SteelyardNumerics"]),
    .library(name: "SteelyardStatistics", targets: ["SteelyardStatistics"]),
    .library(name: "SteelyardIntake", targets: ["SteelyardIntake"]),
    .library(name: "SteelyardEngine", targets: ["SteelyardEngine"]),
    .library(name: "SteelyardSynthesis", targets: ["SteelyardSynthesis"]),
    // For the stages that Benchmarks measures one by one
    .library(
      name: "SteelyardStages",
      targets: [
        "SteelyardDomain", "SteelyardNumerics", "SteelyardStatistics", "SteelyardIntake", "SteelyardLedger",
        "SteelyardScoring", "SteelyardReports",
      ]),
    // For the fuzzer's own package in Tests/Fuzzing
    .library(name: "SteelyardTestSupport", targets: ["SteelyardTestSupport"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    // Layer 0: the system's libraries
    .systemLibrary(
      name: "CLapack", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // Loaded when a database is named, so nothing is linked and there is no pkgConfig.
    .systemLibrary(name: "CPostgres", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CRsvg", pkgConfig: "librsvg-2.0", providers: [.apt(["librsvg2-dev"])]),
    // Of glibc itself, so nothing is linked.
    .systemLibrary(name: "CSpawn"),
    // Layer 1: words and numbers
    layer("SteelyardDomain", ["CCrypto", "CSpawn"]),
    layer("SteelyardNumerics", ["CLapack"]),
    // Layer 2: one job each, none knows another
    layer("SteelyardStatistics", ["SteelyardNumerics"]),
    layer("SteelyardIntake", ["SteelyardDomain", "CExpat", "CPostgres", "CZip", "CZlib", "CZstd"]),
    layer("SteelyardLedger", ["SteelyardDomain"]),
    layer("SteelyardComparison", ["SteelyardDomain", grdb, grdbSQLite]),
    layer("SteelyardSynthesis", ["SteelyardDomain", "SteelyardNumerics"]),
    // Layer 3: the domain meets statistics
    layer("SteelyardScoring", ["SteelyardDomain", "SteelyardLedger", "SteelyardStatistics", "SteelyardNumerics"]),
    // Layer 4: what people write and read
    layer("SteelyardModels", ["SteelyardComparison", "SteelyardDomain", "SteelyardScoring", yams]),
    layer(
      "SteelyardReports",
      [
        "SteelyardComparison", "SteelyardDomain", "SteelyardScoring", "CExpat", "CPango", "CRsvg", "CXLSXWriter",
        "CZip",
        mustache,
      ]),
    // Layer 5: the one orchestrator
    layer(
      "SteelyardEngine",
      [
        "SteelyardComparison", "SteelyardDomain", "SteelyardIntake", "SteelyardLedger", "SteelyardModels",
        "SteelyardScoring",
      ]),
    // Layer 6: the program
    .executableTarget(
      name: "steelyard",
      dependencies: [
        "SteelyardComparison", "SteelyardDomain", "SteelyardIntake", "SteelyardLedger", "SteelyardModels",
        "SteelyardNumerics", "SteelyardScoring",
        "SteelyardEngine", "SteelyardReports", "SteelyardSynthesis", argumentParser,
      ],
      exclude: ["README.md"], swiftSettings: strict),
    // Tests: by target, by oracle, by command, and of the tree itself
    .target(
      name: "SteelyardTestSupport", dependencies: ["CExpat", "CZip"], path: "Tests/Support", swiftSettings: strict),
    .testTarget(
      name: "FuzzingTests",
      dependencies: ["SteelyardDomain", "SteelyardIntake", "SteelyardModels", "SteelyardTestSupport"],
      path: "Tests/Fuzzing/Properties", swiftSettings: strict),
    tests("SteelyardDomainTests", ["SteelyardDomain", "SteelyardTestSupport"]),
    tests("SteelyardNumericsTests", ["SteelyardNumerics", "CLapack"]),
    tests("SteelyardStatisticsTests", ["SteelyardStatistics", "SteelyardNumerics"]),
    tests(
      "SteelyardIntakeTests", ["SteelyardDomain", "SteelyardIntake", "SteelyardLedger", "SteelyardTestSupport"],
      exclude: ["Fixtures"]),
    tests("SteelyardLedgerTests", ["SteelyardDomain", "SteelyardLedger", "SteelyardTestSupport"]),
    tests("SteelyardComparisonTests", ["SteelyardComparison", "SteelyardDomain", "SteelyardTestSupport", grdb]),
    tests("SteelyardSynthesisTests", ["SteelyardSynthesis", "SteelyardDomain", "SteelyardNumerics"]),
    tests(
      "SteelyardScoringTests",
      [
        "SteelyardDomain", "SteelyardEngine", "SteelyardIntake", "SteelyardLedger", "SteelyardModels",
        "SteelyardScoring", "SteelyardStatistics", "SteelyardSynthesis", "SteelyardTestSupport",
      ], exclude: ["ScreenExample"]),
    tests(
      "SteelyardModelsTests",
      [
        "SteelyardComparison", "SteelyardDomain", "SteelyardScoring", "SteelyardStatistics", "SteelyardModels",
      ]),
    tests(
      "SteelyardReportsTests",
      [
        "SteelyardComparison", "SteelyardDomain", "SteelyardScoring", "SteelyardStatistics", "SteelyardReports",
        "SteelyardTestSupport",
      ]),
    tests(
      "OracleTests",
      ["SteelyardDomain", "SteelyardLedger", "SteelyardScoring", "SteelyardStatistics", "SteelyardNumerics"],
      exclude: ["Fixtures"]),
    tests("CommandTests", ["steelyard", "SteelyardTestSupport"], exclude: ["Fixtures"]),
    tests(
      "ErrorTests", ["steelyard", "SteelyardDomain", "SteelyardEngine", "SteelyardTestSupport"],
      exclude: ["ModelErrors", "Inputs"]),
    tests(
      "ScenarioTests",
      [
        "SteelyardComparison", "SteelyardDomain", "SteelyardEngine", "SteelyardIntake", "SteelyardLedger",
        "SteelyardModels", "SteelyardScoring",
        "SteelyardSynthesis", "SteelyardTestSupport",
      ]),
    tests("TidyTests", ["SteelyardTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
