// swift-tools-version: 6.2
// The fuzzer's program: libFuzzer's entry point before the properties that ordinary tests replay (Scripts/fuzz).
import PackageDescription

let package = Package(
  name: "steelyard-fuzzing",
  dependencies: [.package(name: "steelyard", path: "../..")],
  targets: [
    .systemLibrary(name: "CLibFuzzer", path: "CLibFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "CLibFuzzer", .product(name: "SteelyardEngine", package: "steelyard"),
        .product(name: "SteelyardTestSupport", package: "steelyard"),
      ],
      path: ".", exclude: ["Properties/ReplayTests.swift", "Corpus", "Found", "README.md"],
      sources: ["Program", "Properties"],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
